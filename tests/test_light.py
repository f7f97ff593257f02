"""Sun, shadow, beta angle, light on the ground, against published values and Skyfield."""

import numpy as np
import pandas as pd
import pytest
import skies
from hypothesis import given
from hypothesis import strategies as st
from skies import EPOCH_S, ONE_SECOND, SET, SETS, planets, satellite, the_satellite, times
from skyfield.api import wgs84
from skyfield.searchlib import find_discrete

from analysis import elements, light, orbits, windows

ONE_ARCSECOND_DEG = 1 / 3600
SINCE_S, UNTIL_S = orbits.seconds(["2021-10-05", "2021-10-17"])
TRACK = elements.track_of_elements(SETS, "ISS", SINCE_S, UNTIL_S)
ONE_SET = elements.track_of_elements(SET, "ISS", SINCE_S, UNTIL_S)


def direction(right_ascension_deg: float, declination_deg: float) -> np.ndarray:
    return orbits.zenith(declination_deg, right_ascension_deg)


def apart_deg(one, other) -> np.ndarray:
    cross = np.linalg.norm(np.cross(one, other), axis=-1)
    return np.degrees(np.arctan2(cross, (np.asarray(one) * other).sum(-1)))


def test_sun_stands_where_meeus_has_it():
    # Meeus, Astronomical Algorithms, example 25.b: 13 October 1992, 0h TD (UTC 59.184 s earlier),
    # apparent α 13h 13m 30.749s, δ −7° 47′ 01.74″, R 0.997 608; nutation 15.908″, ε 23.4401°.
    sun = light.sun_au(pd.Timestamp("1992-10-13T00:00:00Z").timestamp() - 59.184)
    from_mean_equinox_deg = 15.908 * ONE_ARCSECOND_DEG * np.cos(np.radians(23.4401))
    meeus = direction(
        15 * (13 + 13 / 60 + 30.749 / 3600) - from_mean_equinox_deg, -(7 + 47 / 60 + 1.74 / 3600)
    )

    assert apart_deg(sun, meeus) < ONE_ARCSECOND_DEG
    assert np.linalg.norm(sun) == pytest.approx(0.997_608, abs=1e-5)


def test_sun_stands_where_jpl_has_it():
    every_s = np.arange(SINCE_S, UNTIL_S, 5000.0)
    theirs = planets()["earth"].at(times(every_s)).observe(planets()["sun"]).apparent().xyz.au.T

    mine = np.einsum("nji,nj->ni", orbits.teme_of_j2000(every_s), light.sun_au(every_s))

    assert apart_deg(mine, theirs).max() < 0.1 * ONE_ARCSECOND_DEG


def test_sun_stands_over_the_equator_at_the_equinox():
    # USNO: the equinox of 22 September 2021 fell on 19:21 UTC.
    latitude_deg, _ = light.sun_below(pd.Timestamp("2021-09-22T19:21:00Z").timestamp())

    assert float(latitude_deg) == pytest.approx(0, abs=0.001)


def test_sun_rises_and_sets_in_orbit_when_skyfield_says():
    # Skyfield's shadow is that of a sphere, for the centre of the disc.
    satellite, start, end = the_satellite(), *times([SINCE_S, UNTIL_S])

    def is_lit(time):
        return satellite.at(time).is_sunlit(planets())

    is_lit.step_days = 0.01
    theirs = skies.utc_s(find_discrete(start, end, is_lit)[0])

    lit = windows.stretches(
        lambda t: light.over_limb_deg(ONE_SET.position_at_km(t), t, flattening=0), SINCE_S, UNTIL_S
    )

    mine = lit.ravel()[(lit.ravel() > SINCE_S) & (lit.ravel() < UNTIL_S)]
    assert len(mine) == len(theirs) > 360
    assert np.abs(mine - theirs).max() < ONE_SECOND


def lowest_km(position, sun) -> np.ndarray:
    """Return how low over the ellipsoid rays to the Sun pass, by walking along them."""
    walked_km = np.linspace(0, 5000, 4001)[:, None]
    to_sun = (sun - position) / np.linalg.norm(sun - position)
    _, _, height_km = orbits.geodetic(position + walked_km * to_sun)
    return height_km.min()


def test_edge_of_the_earth_is_that_of_the_ellipsoid():
    lit = windows.stretches(
        lambda t: light.over_limb_deg(TRACK.position_at_km(t), t), SINCE_S, SINCE_S + 86_400
    )

    # A ray that grazes touches the ellipsoid: 50 m is a hundredth of a second or so.
    for edge_s in lit.ravel()[1:-1]:
        sun_km = light.sun_au(edge_s) * light.AU_KM
        assert abs(lowest_km(TRACK.position_at_km(edge_s), sun_km)) < 0.3


def test_cone_of_the_shadow_has_the_length_that_textbooks_give():
    # The umbra reaches some 1.384 million km, at 1 AU (Montenbruck and Gill, 3.4.2: geometry).
    behind = -light.sun_au(EPOCH_S) / np.linalg.norm(light.sun_au(EPOCH_S))
    radius = np.linalg.norm(light.sun_au(EPOCH_S)) * light.AU_KM
    tip_km = light.EARTH_RADIUS_KM * radius / (light.SUN_RADIUS_KM - light.EARTH_RADIUS_KM)

    depths = light.over_limb_deg(behind * tip_km * np.array([[0.98], [1.02]]), EPOCH_S, 0)

    assert tip_km == pytest.approx(1.384e6, rel=0.01)
    assert light.light(depths).tolist() == ["umbra", "penumbra"]


def test_sunrises_and_sunlit_share_of_the_filming_are_skyfield_s():
    sets = elements.reaches(SETS, "ISS")
    every_s = np.arange(SINCE_S, UNTIL_S, 20.0)
    lit = np.zeros(len(every_s), dtype=bool)
    for row in sets.itertuples():
        mine = (every_s >= row.since_s) & (every_s < row.until_s)
        if mine.any():
            at = satellite(row.line1, row.line2).at(times(every_s[mine]))
            lit[mine] = at.is_sunlit(planets())

    found = windows.stretches(
        lambda t: light.over_limb_deg(TRACK.position_at_km(t), t, flattening=0), SINCE_S, UNTIL_S
    )

    assert (lit[1:] & ~lit[:-1]).sum() == (found[:, 0] > SINCE_S).sum() == 186
    assert windows.total_s(found) / (UNTIL_S - SINCE_S) == pytest.approx(lit.mean(), abs=0.0005)


def test_beta_angle_of_the_filming_is_that_of_skyfield_s_vectors():
    noons_s = np.arange(EPOCH_S - 86_400, EPOCH_S + 86_400, 21_600.0)
    at = the_satellite().at(times(noons_s))
    sun = planets()["earth"].at(at.t).observe(planets()["sun"]).apparent().xyz.au.T
    pole = np.cross(at.position.km.T, at.velocity.km_per_s.T)

    beta_deg = light.beta_deg(ONE_SET, noons_s)

    assert beta_deg == pytest.approx(90 - apart_deg(pole, sun), abs=0.01)


def test_height_of_the_sun_at_a_place_is_skyfield_s():
    every_s = np.arange(SINCE_S, SINCE_S + 86_400, 1800.0)
    moscow = planets()["earth"] + wgs84.latlon(55.7558, 37.6178)
    theirs, _, _ = moscow.at(times(every_s)).observe(planets()["sun"]).apparent().altaz()

    mine = light.sun_height_deg(55.7558, 37.6178, every_s)

    # Parallax of the Sun, 9″, is left out.
    assert mine == pytest.approx(theirs.degrees, abs=0.004)


@given(over_deg=st.floats(-80, 80))
def test_more_sun_is_never_a_darker_word(over_deg):
    order = {"umbra": 0, "penumbra": 1, "sunlight": 2}

    dim, bright = (order[word] for word in light.light(np.array([over_deg, over_deg + 0.3])))

    assert dim <= bright


@given(utc_s=st.floats(946_684_800, 1_900_000_000), share=st.floats(0, 1))
def test_night_and_day_are_opposite_each_other(utc_s, share):
    latitude_deg, longitude_deg = -80 + 160 * share, -180 + 360 * share

    here = light.sun_height_deg(latitude_deg, longitude_deg, utc_s)
    there = light.sun_height_deg(-latitude_deg, longitude_deg + 180, utc_s)

    assert float(here) == pytest.approx(-float(there), abs=1e-9)
