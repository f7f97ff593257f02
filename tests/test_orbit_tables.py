"""The tables of orbits and coasts against what else is known of them."""

from functools import cache

import pandas as pd
import pytest

from analysis import datasets
from analysis.refresh import element_sets

EARTH_EQUATOR_KM = 6378.137  # WGS 84


@cache
def table(name):
    return datasets.read(name)


def utc(text):
    return pd.Timestamp(text, tz="UTC")


def test_element_sets_pass_their_checks():
    assert dict(element_sets.problems(table("elements"))) == {}


def test_six_element_sets_fall_into_the_days_of_filming():
    epochs = table("elements")["epoch"]

    assert epochs.between(utc("2021-10-05"), utc("2021-10-18")).sum() == 6


# The message's own comments: apogee and perigee of 426.3 and 408.0 km.
def test_the_trajectory_has_the_heights_that_nasa_prints_with_it():
    state = table("ephemeris")
    height_km = (state[["x_km", "y_km", "z_km"]] ** 2).sum(axis=1) ** 0.5 - EARTH_EQUATOR_KM

    assert height_km.max() == pytest.approx(426.3, abs=1)
    assert height_km.min() == pytest.approx(408.0, abs=2)


def test_coastlines_do_not_cross_the_map():
    lines = table("land").groupby("line_id")["longitude_deg"]

    assert lines.diff().abs().max() < 10


# Cape Agulhas, 34° 50' S; Point Barrow, 71° 23' N; Cape Horn, 55° 59' S.
@pytest.mark.parametrize(
    ("west", "east", "south", "north", "end", "latitude"),
    [
        (15, 30, -40, 0, "min", -34.83),
        (-160, -150, 65, 75, "max", 71.39),
        (-80, -60, -57, 0, "min", -55.6),
    ],
)
def test_capes_are_where_they_should_be(west, east, south, north, end, latitude):
    points = table("land").query("@west < longitude_deg < @east and @south < latitude_deg < @north")

    assert points["latitude_deg"].agg(end) == pytest.approx(latitude, abs=0.4)
