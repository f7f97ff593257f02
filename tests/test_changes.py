"""Changes of orbit, and what hangs on when they were."""

import pandas as pd
import pytest
from skies import SETS

from analysis import changes, datasets, drifts, ground, orbits, stays

SINCE_S, UNTIL_S = stays.span_s("2021-10-05", 13)
DOCKED_S, UNDOCKED_S = orbits.seconds(["2021-10-05T12:22:31Z", "2021-10-17T01:14:00Z"])
MOSCOW = datasets.places().set_index("name", drop=False).loc["Moscow"]
OUTLINES = ground.outlines(datasets.borders().query("country == 'Russia'"))
OUTLINES["land"] = ground.outline(datasets.land())
STAY = pd.Series({"since_s": DOCKED_S, "until_s": UNDOCKED_S})
ONE_SECOND_DAYS = 1 / 86_400
UNSURE = drifts.uncertainty_where_used(SETS, datasets.ephemeris(), "ISS", SINCE_S, UNTIL_S)


def test_no_set_reaches_across_the_change_of_orbit():
    [change] = changes.orbit_changes(SETS, "ISS", SINCE_S, UNTIL_S).itertuples()

    # data-package note on the elements: nothing between 8 October 17:31 and 15 October 16:50.
    assert change.last_set_before == pd.Timestamp("2021-10-08T17:31:16Z")
    assert change.first_set_after == pd.Timestamp("2021-10-15T16:50:04Z")
    # 465 km apart at the later set's epoch, by another program on the same sets.
    assert change.apart_km == pytest.approx(465, abs=1)
    assert change.last_set_before < change.predictions_meet < change.first_set_after


def test_sums_over_the_stay_hardly_hang_on_when_the_orbit_was_changed():
    table = changes.effects(
        SETS, "ISS", MOSCOW, OUTLINES, "Russia", DOCKED_S, UNDOCKED_S
    ).set_index("measure")

    # 179 sunrises on board, counted on every fifth second in the tests of the stay.
    assert table.loc["Sunrises", "here"] == 179
    assert table.loc["Sunrises", "spread_percent"] == 0
    assert 0 < table["spread_percent"].max() < 2


def test_without_a_change_of_orbit_there_is_nothing_to_compare():
    first, last = orbits.seconds(["2021-10-17T12:00:00Z", "2021-10-19T12:00:00Z"])

    table = changes.effects(SETS, "ISS", MOSCOW, OUTLINES, "Russia", first, last)

    assert table.empty
    assert changes.effect(table, pd.Series(dtype=object)).isna().all()


def test_gap_is_told_in_words():
    told = changes.gap(changes.orbit_changes(SETS, "ISS", SINCE_S, UNTIL_S), UNSURE, STAY)

    assert (told["gap_from"], told["gap_until"]) == ("8 October", "15 October")
    assert told["met_at"].startswith("12 October, ")
    # From 8 October, 17:31:16, to 15 October, 16:50:04, the epochs of the two sets.
    assert told["gap_days"] == pytest.approx(7 - 2472 / 86_400, abs=ONE_SECOND_DAYS)


def test_only_what_of_a_gap_falls_within_the_stay_counts():
    found = changes.orbit_changes(SETS, "ISS", SINCE_S, UNTIL_S)
    within = pd.Series(stays.span_s("2021-10-10", 2), ["since_s", "until_s"])
    later = pd.Series({"since_s": UNTIL_S, "until_s": UNTIL_S + 1})

    assert changes.gap(found, UNSURE, within)["gap_days"] == 2
    assert changes.gap(found, UNSURE, later)["gap_days"] == 0


def test_without_a_gap_there_is_nothing_to_tell():
    since_s, until_s = stays.span_s("2021-10-18", 2)
    none = changes.orbit_changes(SETS, "ISS", since_s, until_s)

    assert changes.gap(none, UNSURE, STAY).isna().all()
