"""Natural Earth's land and countries, scale 1:110 million, as the TopoJSON of world-atlas.

TopoJSON stores arcs as steps on a whole-number grid; a ring is a chain of arcs, ~n meaning arc n
backwards. https://github.com/topojson/topojson-specification
"""

import itertools
import json
from collections.abc import Iterator
from typing import Any

import pandas as pd

COLUMNS = ["line_id", "point", "longitude_deg", "latitude_deg"]
COUNTRY_COLUMNS = ["country", *COLUMNS]
DECIMALS = 4  # the grid's step is 0.0036°
Point = tuple[float, float]


def land(topology: str) -> pd.DataFrame:
    """Return the coastlines as lines of points; where one meets the antimeridian it is cut."""
    lines = (
        line for _, rings in _outlines(topology, "land") for ring in rings for line in pieces(ring)
    )
    rows = [
        (f"l{number:03d}", index, *point)
        for number, line in enumerate(lines, start=1)
        for index, point in enumerate(line)
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def borders(topology: str) -> pd.DataFrame:
    """Return the outline of each country as lines of points, cut at the antimeridian.

    A border between two countries is there twice, once for each.
    """
    lines = (
        (country, line)
        for country, rings in sorted(_outlines(topology, "countries"))
        for ring in rings
        for line in pieces(ring)
    )
    rows = [
        (country, f"b{number:03d}", index, *point)
        for number, (country, line) in enumerate(lines, start=1)
        for index, point in enumerate(line)
    ]
    return pd.DataFrame(rows, columns=COUNTRY_COLUMNS)


def pieces(ring: list[Point]) -> Iterator[list[Point]]:
    """Yield a ring in pieces that neither jump across nor run along the antimeridian.

    >>> list(pieces([(179.0, 1.0), (-179.0, 2.0)]))
    [[(179.0, 1.0), (180.0, 1.5)], [(-180.0, 1.5), (-179.0, 2.0)]]
    """
    piece: list[Point] = []
    for point in ring:
        if piece and abs(point[0] - piece[-1][0]) > 180:
            end, start = _crossing(piece[-1], point)
            yield from _line([*piece, end])
            piece = [start]
        if piece and abs(point[0]) == 180 and point[0] == piece[-1][0]:
            yield from _line(piece)
            piece = []
        piece.append(point)
    yield from _line(piece)


def _crossing(before: Point, after: Point) -> tuple[Point, Point]:
    """Return where a step crosses the antimeridian, on its western and its eastern side."""
    edge = 180.0 if before[0] > 0 else -180.0
    width = 360 - abs(after[0] - before[0])
    share = abs(edge - before[0]) / width if width else 0.0
    latitude = round(before[1] + share * (after[1] - before[1]), DECIMALS)
    return (edge, latitude), (-edge, latitude)


def _line(piece: list[Point]) -> list[list[Point]]:
    """Return a piece without repeated points, unless it is a single point."""
    line = [point for point, _ in itertools.groupby(piece)]
    return [line] if len(line) > 1 else []


def _outlines(topology: str, kind: str) -> list[tuple[str, list[list[Point]]]]:
    """Return the rings of every geometry of an object, by the name that the geometry has."""
    content = json.loads(topology)
    if content.get("type") != "Topology" or kind not in content.get("objects", {}):
        raise ValueError(
            f"the file of outlines is not a TopoJSON topology with an object {kind!r}."
        )
    arcs = [_decoded(arc, content["transform"]) for arc in content["arcs"]]
    return [
        (geometry.get("properties", {}).get("name", ""), list(_rings(geometry, arcs)))
        for geometry in content["objects"][kind]["geometries"]
    ]


def _rings(geometry: dict[str, Any], arcs: list[list[Point]]) -> Iterator[list[Point]]:
    polygons = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry["arcs"]
    for ring in itertools.chain.from_iterable(polygons):
        chain = [arcs[n] if n >= 0 else arcs[~n][::-1] for n in ring]
        # Each arc begins with the point that the one before ends with.
        yield chain[0] + [point for arc in chain[1:] for point in arc[1:]]


def _decoded(arc: list[list[int]], transform: dict[str, list[float]]) -> list[Point]:
    (scale_x, scale_y), (x_0, y_0) = transform["scale"], transform["translate"]
    steps = itertools.accumulate(arc, lambda at, step: [at[0] + step[0], at[1] + step[1]])
    return [
        (round(x * scale_x + x_0, DECIMALS), round(y * scale_y + y_0, DECIMALS)) for x, y in steps
    ]
