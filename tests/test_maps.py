"""What passes below: track, night side, places, countries."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from skies import SETS

from analysis import datasets, elements, ground, light, maps, orbits

SINCE_S, UNTIL_S = orbits.seconds(["2021-10-05T12:22:31Z", "2021-10-08T00:00:00Z"])
TRACK = elements.track_of_elements(SETS, "ISS", SINCE_S, UNTIL_S)
PLACES = datasets.places()
OUTLINES = ground.outlines(datasets.borders().query("country in ['Russia', 'Chile', 'Fiji']"))


@given(utc_s=st.floats(1.0e9, 1.9e9))
def test_sun_stands_on_the_horizon_along_the_edge_of_night(utc_s):
    edge = maps.night_edge(utc_s)

    height_deg = light.sun_height_deg(edge["latitude_deg"], edge["longitude_deg"], utc_s)

    assert np.abs(height_deg).max() < 1e-6
    pole_deg = 89.9 if edge["is_dark_north"].iloc[0] else -89.9
    beyond = light.sun_height_deg(np.full(4, pole_deg), np.arange(0, 360, 90.0), utc_s)
    assert beyond.max() < 0.11


def test_map_begins_when_the_crew_wakes_on_its_first_full_day_and_shows_three_orbits():
    start_s, end_s = maps.drawn_span(TRACK, SINCE_S, UNTIL_S)

    assert orbits.moments(start_s) == pd.Timestamp("2021-10-06T06:00:00Z")
    # An orbit of the station lasts 92.9 minutes.
    assert (end_s - start_s) / 60 == pytest.approx(3 * 92.9, abs=2)


def test_a_stay_of_a_few_hours_is_drawn_whole():
    assert maps.drawn_span(TRACK, SINCE_S, SINCE_S + 3000)[0] == SINCE_S


def test_places_near_the_track_are_as_close_as_they_are_said_to_be():
    near = maps.near_places(TRACK, PLACES, SINCE_S, SINCE_S + 20_000)

    for row in near.itertuples():
        points = orbits.below(TRACK, orbits.seconds([row.time]) + np.arange(-30, 31, 1.0))
        apart = ground.distance_km(
            points["latitude_deg"].to_numpy(), points["longitude_deg"].to_numpy(),
            row.latitude_deg, row.longitude_deg,
        )  # fmt: skip
        assert apart.min() == pytest.approx(row.distance_km, abs=5)
    assert near["distance_km"].max() < 500
    assert near["time"].is_monotonic_increasing


def test_ground_track_tells_the_light_that_the_moment_has():
    track = maps.ground_track(TRACK, SINCE_S, SINCE_S + 6000, 60)

    assert len(track) == 101
    assert set(track["craft"]) >= {"sunlight", "umbra"}
    assert ((track["sun_below_deg"] > 6) == (track["ground"] == "day")).all()
    # The Sun is highest at noon by the Sun.
    assert abs(track.loc[track["sun_below_deg"].idxmax(), "solar_time_h"] - 12) < 2


def test_countries_without_a_second_below_are_left_out():
    table = maps.countries(TRACK, OUTLINES, SINCE_S, SINCE_S + 20_000)

    assert set(table["country"]) <= set(OUTLINES)
    assert (table["total_min"] > 0).all()
    assert table["share_percent"].is_monotonic_decreasing


@pytest.mark.parametrize(("where", "country"), [((55.75, 37.62), "Russia"), ((0.0, -150.0), None)])
def test_country_of_a_place(where, country):
    assert maps.country_at(OUTLINES, *where) == country
