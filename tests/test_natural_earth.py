"""Coastlines out of TopoJSON."""

import itertools
import json

import pytest

from analysis.refresh import natural_earth

# A square of two arcs, the second backwards, on a grid of half degrees from (-180, -90).
TOPOLOGY = {
    "type": "Topology",
    "transform": {"scale": [0.5, 0.5], "translate": [-180, -90]},
    "arcs": [[[10, 10], [2, 0], [0, 2]], [[10, 10], [0, 2], [2, 0]]],
    "objects": {
        "land": {
            "type": "GeometryCollection",
            "geometries": [{"type": "MultiPolygon", "arcs": [[[0, -2]]]}],
        }
    },
}


def test_arcs_are_steps_on_a_grid_and_join_into_rings():
    table = natural_earth.land(json.dumps(TOPOLOGY))

    assert table["line_id"].unique().tolist() == ["l001"]
    assert table[["longitude_deg", "latitude_deg"]].to_numpy().tolist() == [
        [-175, -85], [-174, -85], [-174, -84], [-175, -84], [-175, -85],
    ]  # fmt: skip


def test_each_country_has_its_own_copy_of_a_border():
    square = TOPOLOGY["objects"]["land"]["geometries"][0]
    countries = [
        {**square, "properties": {"name": "Westland"}},
        {"type": "Polygon", "arcs": [[1, -1]], "properties": {"name": "Eastland"}},
    ]
    topology = TOPOLOGY | {"objects": {"countries": {"geometries": countries}}}

    table = natural_earth.borders(json.dumps(topology))

    # By name, so that the east comes first; both have all five points of the square.
    assert table.groupby("country", sort=False)["line_id"].unique().map(list).to_dict() == {
        "Eastland": ["b001"],
        "Westland": ["b002"],
    }
    assert (table["country"].value_counts() == 5).all()


# Chukotka, Antarctica's seam and an island that touches the antimeridian, in outline.
@pytest.mark.parametrize(
    ("ring", "pieces"),
    [
        ([(178, 70), (-178, 68)], [[(178, 70), (180, 69)], [(-180, 69), (-178, 68)]]),
        ([(-178, 68), (178, 70)], [[(-178, 68), (-180, 69)], [(180, 69), (178, 70)]]),
        (
            [(-180, -84), (0, -70), (178, -85), (-180, -84)],
            [[(-180, -84), (0, -70), (178, -85), (180, -84)]],
        ),
        (
            [(-180, 71.5), (180, 70.8), (178.9, 70.7), (-180, 71.5)],
            [[(180, 70.8), (178.9, 70.7), (180, 71.5)]],
        ),
        ([(1, 1), (2, 2), (1, 1)], [[(1, 1), (2, 2), (1, 1)]]),
    ],
)
def test_a_line_neither_crosses_the_antimeridian_nor_runs_along_it(ring, pieces):
    found = list(natural_earth.pieces(ring))

    assert found == pieces
    for line in found:
        for before, after in itertools.pairwise(line):
            assert abs(after[0] - before[0]) <= 180
            assert not abs(before[0]) == abs(after[0]) == 180


@pytest.mark.parametrize("content", ["{}", '{"type": "FeatureCollection"}'])
def test_another_form_is_refused(content):
    with pytest.raises(ValueError, match="is not a TopoJSON topology with an object 'land'"):
        natural_earth.land(content)
