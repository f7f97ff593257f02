"""Land, sea and countries."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import datasets, ground

LAND = ground.outline(datasets.land())
COUNTRIES = {name: ground.outline(lines) for name, lines in datasets.borders().groupby("country")}


def country(latitude_deg: float, longitude_deg: float) -> list[str]:
    where = np.array([latitude_deg]), np.array([longitude_deg])
    return [name for name, outline in COUNTRIES.items() if outline.holds(*where)[0]]


# Capitals and bays as any atlas has them.
@pytest.mark.parametrize(
    ("latitude_deg", "longitude_deg", "expected"),
    [
        (55.75, 37.62, ["Russia"]),  # Moscow
        (66.0, -175.0, ["Russia"]),  # Chukotka, beyond the antimeridian
        (47.7, 67.7, ["Kazakhstan"]),  # Zhezkazgan
        (-33.45, -70.6, ["Chile"]),  # Santiago
        (-85.0, 100.0, ["Antarctica"]),
        (0.0, -150.0, []),  # the Pacific
        (0.0, 0.0, []),  # the Gulf of Guinea
    ],
)
def test_countries_lie_where_atlases_have_them(latitude_deg, longitude_deg, expected):
    assert country(latitude_deg, longitude_deg) == expected


def test_land_covers_29_percent_of_the_earth():
    # CIA World Factbook, World: 29.1 % land.
    latitude_deg = np.degrees(np.arcsin(np.linspace(-1, 1, 2001)[1:-1]))
    longitude_deg = np.arange(-180, 180, 0.5)
    every = [x.ravel() for x in np.meshgrid(latitude_deg, longitude_deg)]

    assert 100 * LAND.holds(*every).mean() == pytest.approx(29.1, abs=0.5)


# Areas by the UN Statistics Division, million km²; the Earth has 510.07.
@pytest.mark.parametrize(("name", "area"), [("Russia", 17.10), ("Brazil", 8.51), ("India", 3.29)])
def test_countries_are_as_large_as_the_un_says(name, area):
    latitude_deg = np.degrees(np.arcsin(np.linspace(-1, 1, 2001)[1:-1]))
    every = [x.ravel() for x in np.meshgrid(latitude_deg, np.arange(-180, 180, 0.5))]

    share = COUNTRIES[name].holds(*every).mean()

    assert share * 510.07 == pytest.approx(area, rel=0.06)  # coasts at 1:110 million, borders


@given(
    latitude_deg=st.floats(-80, 80), longitude_deg=st.floats(-180, 180), turns=st.integers(-1, 1)
)
def test_a_square_holds_what_lies_between_its_sides(latitude_deg, longitude_deg, turns):
    square = pd.DataFrame(
        {
            "line_id": "a",
            "longitude_deg": [-20.0, 31.0, 31.0, -20.0, -20.0],
            "latitude_deg": [-10.0, -10.0, 44.0, 44.0, -10.0],
        }
    )
    is_inside = -20 < longitude_deg < 31 and -10 < latitude_deg < 44
    if min(abs(longitude_deg + 20), abs(longitude_deg - 31)) < ground.STEP_DEG:
        return

    found = ground.outline(square).holds(
        np.array([latitude_deg]), np.array([longitude_deg + 360 * turns])
    )

    assert found[0] == is_inside


def test_a_degree_of_latitude_is_sixty_nautical_miles():
    # The nautical mile, 1.852 km, was made to be a minute of latitude.
    assert float(ground.distance_km(10.0, 20.0, 11.0, 20.0)) == pytest.approx(60 * 1.852, rel=0.001)


def test_shares_are_largest_first():
    where = np.array([55.75, 55.75, 47.7, 0.0]), np.array([37.62, 38.0, 67.7, 0.0])

    shares = ground.shares_percent(COUNTRIES, *where)

    assert shares.head(2).to_dict() == {"Russia": 50.0, "Kazakhstan": 25.0}
