"""How far off a track may be."""

import numpy as np
import pandas as pd
import pytest
from skies import EPOCH_S, SETS

from analysis import datasets, drifts, elements, orbits, stays

DAY_S = 86_400
SINCE_S, UNTIL_S = stays.span_s("2021-10-05", 13)
UNSURE = drifts.uncertainty_where_used(SETS, datasets.ephemeris(), "ISS", SINCE_S, UNTIL_S)


def test_misses_are_what_was_measured_with_another_program():
    misses = drifts.misses(SETS, "ISS", SINCE_S)

    # Measured before with sgp4 alone: 26 km after 3.9 days, 30 km after 12.6 days.
    for days, miss_km in ((3.868, 26.2), (12.601, 29.5)):
        found = misses[(misses["age_days"] - days).abs() < 0.001]
        assert found["miss_km"].iloc[0] == pytest.approx(miss_km, abs=0.1)


def test_a_set_is_better_backward_than_forward():
    backward, forward = drifts.drift_km_per_day(drifts.misses(SETS, "ISS", SINCE_S))

    # A set is fitted to what was seen before its epoch.
    assert 0.5 < backward < forward < 5


def test_a_lone_set_is_as_unsure_as_the_others_of_the_table():
    lone = SETS[SETS["epoch"].dt.year.eq(2020)].tail(1).assign(craft="Tiangong")
    table = pd.concat([SETS, lone])
    after_s = lone["epoch"].iloc[0].timestamp() + 10 * DAY_S

    error_km = drifts.uncertainty(table, "Tiangong", [after_s])["along_km"].iloc[0]

    _, forward = drifts.drift_km_per_day(drifts.misses(SETS, "ISS"))
    assert error_km == pytest.approx(10 * forward, rel=0.01)


def test_error_grows_with_age_and_names_the_other_prediction_within_the_gap():
    utc_s = np.array([EPOCH_S + 60, EPOCH_S + DAY_S, EPOCH_S + 3 * DAY_S])

    table = drifts.uncertainty(SETS, "ISS", utc_s)

    assert table["along_km"].is_monotonic_increasing
    assert table["along_km"].iloc[0] == pytest.approx(drifts.FIT_KM, abs=0.01)
    # The station flies 7.66 km/s.
    assert table["along_s"].to_numpy() == pytest.approx(table["along_km"] / 7.66, rel=0.002)
    assert table["other_km"].is_monotonic_decreasing  # until they meet


def test_errors_are_told_for_the_days_of_the_stay_alone():
    table = drifts.errors_by_day(UNSURE)

    assert len(table) == 13
    # In the gap the predictions part by 532 km on the evening of 8 October, by 465 at its end.
    assert table["other_km"].max() == pytest.approx(532, abs=1)
    assert table["other_km"].iloc[10] == pytest.approx(465, abs=1)
    assert table["other_km"].notna().sum() == 8  # 8 to 15 October


def test_a_set_is_oldest_at_the_end_of_a_day():
    # By hand: the last set before the gap holds for 8 October, 17:31:16; the days end at 24:00.
    ages_days = drifts.errors_by_day(UNSURE).set_index("day")["age_days"]

    told = ages_days["2021-10-09":"2021-10-11"].tolist()
    assert told == pytest.approx([1.27, 2.27, 3.27], abs=0.005)


def test_the_error_jumps_where_one_set_takes_the_place_of_another():
    # The sets around the gap meet on 12 October, 08:56:16: until then the one before is in use.
    turns_s = elements.reaches(SETS, "ISS").query("has_gap")["since_s"]
    turn_s = turns_s[turns_s.between(SINCE_S, UNTIL_S)].item()
    around = UNSURE[UNSURE["time"].isin(orbits.moments([turn_s - 1, turn_s]))]

    asked = drifts.uncertainty(SETS, "ISS", [turn_s - 1, turn_s])

    assert around["along_km"].to_numpy() == pytest.approx(asked["along_km"].to_numpy(), rel=0.001)
    before_km, after_km = around["along_km"]
    assert before_km > 2 * after_km
    assert drifts.errors_by_day(UNSURE)["along_km"].max() == before_km


def test_no_error_is_told_where_the_operator_s_ephemeris_is_used():
    since_s, until_s = stays.span_s("2022-02-12", 2)

    table = drifts.uncertainty_where_used(SETS, datasets.ephemeris(), "ISS", since_s, until_s)

    assert table.drop(columns="time").isna().all(axis=None)
