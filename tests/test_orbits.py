"""Positions, frames and the point below, against published values and Skyfield."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from skies import EPOCH_S, SET, SETS, the_satellite, times
from skyfield.api import wgs84

from analysis import datasets, elements, orbits

ONE_METRE_KM = 0.001
HUNDRED_METRES_KM = 0.1
ONE_MICRODEGREE = 1e-6

# Vallado, Crawford, Hujsak and Kelso, AIAA 2006-6753, appendix C: 6 April 2004, 07:51:28.386 UTC.
VALLADO_UTC_S = pd.Timestamp("2004-04-06T07:51:28.386009Z").timestamp()
VALLADO_UT1_UTC_S = -0.439_961_9
VALLADO_TEME_KM = [5094.180_162_10, 6127.644_659_50, 6380.344_532_70]
VALLADO_PEF_KM = [-1033.475_031_30, 7901.305_585_60, 6380.344_532_70]
VALLADO_GCRF_KM = [5102.508_957_90, 6123.011_400_70, 6378.136_928_20]


def test_element_frame_turns_into_the_earth_s_as_vallado_has_it():
    fixed = orbits.fixed_km(np.array(VALLADO_TEME_KM), VALLADO_UTC_S + VALLADO_UT1_UTC_S)

    assert fixed == pytest.approx(VALLADO_PEF_KM, abs=ONE_METRE_KM)


def test_j2000_turns_into_the_element_frame_as_vallado_has_it():
    teme = orbits.teme_of_j2000(VALLADO_UTC_S) @ np.array(VALLADO_GCRF_KM)

    assert teme == pytest.approx(VALLADO_TEME_KM, abs=5 * ONE_METRE_KM)


def test_sidereal_time_at_noon_of_1_january_2000():
    # IAU 1982: 18h 41m 50.54841s.
    hours = 18 + 41 / 60 + 50.54841 / 3600

    assert math.degrees(orbits.sidereal_rad(946_728_000.0)) == pytest.approx(15 * hours, abs=1e-5)


def test_positions_are_skyfield_s():
    utc_s = EPOCH_S + np.arange(-86_400, 86_400, 600.0)
    track = elements.track_of_elements(SET, "ISS", utc_s[0], utc_s[-1])
    at = the_satellite().at(times(utc_s))

    gcrs = np.einsum("nji,nj->ni", orbits.teme_of_j2000(utc_s), track.position_at_km(utc_s))

    assert np.linalg.norm(gcrs - at.position.km.T, axis=1).max() < 5 * ONE_METRE_KM


def test_points_below_are_skyfield_s():
    utc_s = EPOCH_S + np.arange(-86_400, 86_400, 600.0)
    track = elements.track_of_elements(SET, "ISS", utc_s[0], utc_s[-1])
    ground = wgs84.geographic_position_of(the_satellite().at(times(utc_s)))

    points = orbits.below(track, utc_s)

    # UT1 lay 0.1 s behind UTC, in which the equator turns 50 m.
    east = (points["longitude_deg"].to_numpy() - ground.longitude.degrees + 180) % 360 - 180
    assert np.abs(east).max() * 111.3 < HUNDRED_METRES_KM
    assert np.abs(points["latitude_deg"] - ground.latitude.degrees).max() < 10 * ONE_MICRODEGREE
    assert np.abs(points["altitude_km"] - ground.elevation.km).max() < ONE_METRE_KM


def test_ephemeris_is_interpolated_to_ten_metres_across_withheld_rows():
    states = datasets.ephemeris()
    whole = orbits.track_of_ephemeris(states)
    half = orbits.track_of_ephemeris(states.iloc[::2].reset_index(drop=True))
    withheld = orbits.seconds(states["time"].iloc[1:-1:2])

    apart = half.position_at_km(withheld) - whole.position_at_km(withheld)

    # The contract is 100 m; over 8 minutes instead of 4 the interpolation is good to 7 m.
    assert np.linalg.norm(apart, axis=1).max() < HUNDRED_METRES_KM / 10


def test_ephemeris_gives_the_altitudes_that_nasa_s_file_has():
    track = orbits.track_of_ephemeris(datasets.ephemeris())

    radius = np.linalg.norm(track.position_km, axis=1) - 6378.137

    # Of the states of the file, above the equatorial radius: 406.7 to 426.1 km.
    assert (radius.min(), radius.max()) == pytest.approx((406.7, 426.1), abs=0.05)


def test_velocity_is_the_derivative_of_position():
    utc_s = EPOCH_S + np.arange(0, 6000, 97.0)
    track = elements.track_of_elements(SET, "ISS", EPOCH_S - 60, EPOCH_S + 6100)
    at = the_satellite().at(times(utc_s))

    gcrs = np.einsum("nji,nj->ni", orbits.teme_of_j2000(utc_s), track.velocity_at_km_s(utc_s))

    assert gcrs == pytest.approx(at.velocity.km_per_s.T, abs=2 * ONE_METRE_KM)


def test_orbits_are_counted_as_the_element_sets_number_them():
    # Sets of 4 October 20:40:47, revolution 30559, and of 8 October 17:31:16, revolution 30619.
    since_s, until_s = pd.Timestamp("2021-10-04T20:40:47Z").timestamp(), EPOCH_S
    track = elements.track_of_elements(SETS, "ISS", since_s, until_s)

    gone = orbits.turns(track, np.append(np.arange(since_s, until_s, 60.0), until_s))

    assert math.floor(gone[-1]) - math.floor(gone[0]) == 30_619 - 30_559
    rises = np.flatnonzero(np.diff(np.floor(gone)) == 1)
    assert np.abs(track.position_km[rises, 2]).max() < 60 * 7  # a minute's flight to the equator


@given(
    latitude_deg=st.floats(-89, 89), longitude_deg=st.floats(-179, 179), height_km=st.floats(0, 500)
)
def test_a_place_is_where_its_position_says(latitude_deg, longitude_deg, height_km):
    back = orbits.geodetic(orbits.place_km(latitude_deg, longitude_deg, height_km))

    assert back == pytest.approx((latitude_deg, longitude_deg, height_km), abs=1e-8)


def test_moment_beyond_the_track_is_refused_in_a_sentence():
    track = elements.track_of_elements(SET, "ISS", EPOCH_S, EPOCH_S + 3600)

    with pytest.raises(ValueError, match=r"reaches from 2021-10-08 .* to .*; asked was"):
        track.position_at_km([EPOCH_S + 7200])


def test_sun_time_follows_the_longitude():
    assert float(orbits.local_solar_time_h(180.0, 0.0)) == 0.0
