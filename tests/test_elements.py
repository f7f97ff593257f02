"""Which element set holds when, and the track that it gives."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from skies import EPOCH_S, ONE_KM, SET, SETS, satellite, times

from analysis import datasets, elements, orbits

DAY_S = 86_400
SINCE_S, UNTIL_S = orbits.seconds(["2021-10-05", "2021-10-18"])
OCTOBER = SETS[SETS["epoch"].dt.year.eq(2021) & SETS["epoch"].dt.month.ge(9)]


def test_track_of_the_filming_is_skyfield_s_from_the_set_that_holds():
    track = elements.track_of_elements(SETS, "ISS", SINCE_S, UNTIL_S)
    sets = elements.reaches(SETS, "ISS")
    utc_s = np.arange(SINCE_S, UNTIL_S, 1800.0)
    gcrs = np.einsum("nji,nj->ni", orbits.teme_of_j2000(utc_s), track.position_at_km(utc_s))

    for row in sets.itertuples():
        mine = (utc_s > row.since_s + 60) & (utc_s < row.until_s - 60)
        if mine.any():
            theirs = satellite(row.line1, row.line2).at(times(utc_s[mine])).position.km.T
            assert np.linalg.norm(gcrs[mine] - theirs, axis=1).max() < ONE_KM / 100


def test_nearest_set_holds():
    sets = elements.reaches(SETS, "ISS")
    late = pd.Timestamp("2021-10-16T20:00:00Z").timestamp()

    # Half-way between 16 October 12:51:35 and 17 October 04:45:53 lies 20:48:44.
    [chosen] = sets[(sets["since_s"] <= late) & (late < sets["until_s"])].itertuples()
    assert chosen.epoch == pd.Timestamp("2021-10-16T12:51:35Z")


def test_predictions_agree_along_the_track_where_they_are_said_to_meet():
    sets = elements.reaches(SETS, "ISS")
    change = sets["is_changed"] & sets["epoch"].between("2021-10-10", "2021-10-20")
    [number] = np.flatnonzero(change)

    apart = elements.apart_km(
        sets["record"][number - 1], sets["record"][number], np.array([sets["since_s"][number]])
    )

    # They part by 140 km a day; oscillations of a few km remain.
    assert abs(apart[0]) < 10 * ONE_KM


@pytest.mark.parametrize(
    ("change", "epoch"), [("earliest", "2021-10-15"), ("latest", "2021-10-08")]
)
def test_change_of_orbit_can_be_put_at_either_end_of_the_gap(change, epoch):
    sets = elements.reaches(SETS, "ISS", change)
    middle_s = pd.Timestamp("2021-10-12T00:00:00Z").timestamp()

    [chosen] = sets[(sets["since_s"] <= middle_s) & (middle_s < sets["until_s"])].itertuples()
    assert f"{chosen.epoch:%Y-%m-%d}" == epoch


def test_revolutions_are_those_that_the_sets_print():
    sets = elements.reaches(OCTOBER, "ISS")
    printed = sets["line2"].str[63:68].astype(int)

    # A second after the epoch: several epochs fall right on a node.
    assert elements.revolution(OCTOBER, "ISS", sets["epoch_s"] + 1).tolist() == printed.tolist()


def test_the_ephemeris_is_named_as_read_only_where_it_gives_the_track():
    there, elsewhere = (
        elements.tables(
            datasets.ephemeris(), "ISS", *orbits.seconds([f"{day}T00:00", f"{day}T12:00"])
        )
        for day in ("2022-02-12", "2021-10-05")
    )

    assert (there, elsewhere) == (["elements", "ephemeris"], ["elements"])


def test_ephemeris_is_preferred_where_it_covers_the_span():
    since_s, until_s = orbits.seconds(["2022-02-12", "2022-02-20"])

    track = elements.best_track(SETS, datasets.ephemeris(), "ISS", since_s, until_s)

    assert len(track.utc_s) == len(datasets.ephemeris())


def test_stale_elements_are_refused_with_the_command_that_refreshes_them():
    since_s, until_s = orbits.seconds(["2026-11-22", "2026-12-04"])

    with pytest.raises(ValueError, match=r"are of 2025-07-\d\d, \d+ days away.*`analysis refresh"):
        elements.track_of_elements(SETS, "ISS", since_s, until_s)


def test_craft_without_elements_is_refused_with_the_command_that_fetches_them():
    with pytest.raises(ValueError, match="no elements of Tiangong: `analysis refresh elements`"):
        elements.track_of_elements(SETS, "Tiangong", SINCE_S, UNTIL_S)


@given(days=st.floats(-13.9, 13.9))
def test_one_set_gives_the_same_place_whatever_span_is_asked_for(days):
    utc_s = EPOCH_S + days * DAY_S
    wide = elements.track_of_elements(SET, "ISS", utc_s - 4000, utc_s + 300, max_age_days=15)
    narrow = elements.track_of_elements(SET, "ISS", utc_s - 90, utc_s + 90, max_age_days=15)

    apart = wide.position_at_km(utc_s) - narrow.position_at_km(utc_s)

    assert np.linalg.norm(apart) < ONE_KM / 1000
