"""Stretches of time: found, cut, joined, counted."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from analysis import windows

A_MILLISECOND = 0.001
DAY_S = 86_400.0
START_S = pd.Timestamp("2021-10-05T00:00:00Z").timestamp()

waves = st.tuples(
    st.floats(600, 6000), st.floats(0, 6.28), st.floats(-0.9, 0.9), st.floats(-0.5, 0.5)
)


def margin(wave):
    """Return a margin such as light or elevation has: a wave of some minutes, and its overtone."""
    period_s, phase, level, overtone = wave

    def height(utc_s):
        turn = 2 * np.pi * utc_s / period_s + phase
        return np.sin(turn) + overtone * np.sin(2 * turn) - level

    return height


def spans_of(*pairs):
    return np.array(pairs, dtype="float64").reshape(-1, 2)


spans = st.lists(st.integers(0, 400), max_size=12, unique=True).map(
    lambda ends: spans_of(*sorted(ends)[: len(ends) // 2 * 2])
)


@given(wave=waves)
def test_windows_of_a_condition_and_of_its_negation_tile_the_interval(wave):
    holds = windows.stretches(margin(wave), 0, 20_000)
    fails = windows.stretches(lambda t: -margin(wave)(t), 0, 20_000)

    assert windows.total_s(holds) + windows.total_s(fails) == pytest.approx(20_000, abs=0.1)
    assert windows.total_s(windows.both(holds, fails)) < 0.1
    rest = windows.otherwise(holds, 0, 20_000)
    assert windows.total_s(rest) == pytest.approx(windows.total_s(fails), abs=0.1)


@given(wave=waves)
def test_a_window_holds_throughout_and_ends_where_the_margin_is_nothing(wave):
    holds = windows.stretches(margin(wave), 0, 20_000)

    ends = holds.ravel()[(holds.ravel() > 0) & (holds.ravel() < 20_000)]
    assert np.abs(margin(wave)(ends)).max(initial=0) < 1e-3
    for start, end in holds:
        inside = np.linspace(start, end, 50)[1:-1]
        assert (margin(wave)(inside) > -1e-6).all()


@given(wave=waves, shift_s=st.floats(-5000, 5000))
def test_shifting_the_start_shifts_the_answer(wave, shift_s):
    here = windows.stretches(margin(wave), 0, 20_000)
    there = windows.stretches(lambda t: margin(wave)(t - shift_s), shift_s, 20_000 + shift_s)

    # A window that barely opens may be found in one sampling and not in the other.
    long = here[here[:, 1] - here[:, 0] > 1], there[there[:, 1] - there[:, 0] > 1]
    assume(all((np.diff(x.ravel()) > 1).all() for x in long))
    assert long[1] - shift_s == pytest.approx(long[0], abs=0.01)


@pytest.mark.parametrize("seconds_open", [0.5, 2, 8, 30])
def test_a_window_shorter_than_the_step_is_found(seconds_open):
    def opens_briefly(utc_s):
        return (seconds_open / 2) ** 2 - (utc_s - 5025.0) ** 2

    found = windows.stretches(opens_briefly, 0, 10_000)

    half = seconds_open / 2
    assert found == pytest.approx(spans_of(5025 - half, 5025 + half), abs=0.01)


@pytest.mark.parametrize("seconds_shut", [0.5, 2, 8, 30])
def test_a_gap_shorter_than_the_step_is_found(seconds_shut):
    def shuts_briefly(utc_s):
        return (utc_s - 5025.0) ** 2 - (seconds_shut / 2) ** 2

    found = windows.stretches(shuts_briefly, 0, 10_000)

    half = seconds_shut / 2
    assert found == pytest.approx(spans_of(0, 5025 - half, 5025 + half, 10_000), abs=0.01)


@given(at_s=st.floats(1, 59), bend=st.floats(-0.9, 0.9))
def test_crossings_are_exact_to_a_millisecond(at_s, bend):
    def curve(utc_s, which):
        return np.sin((utc_s - at_s) / 60) + bend * ((utc_s - at_s) / 60) ** 2

    low, high = np.array([max(0.0, at_s - 25)]), np.array([min(60.0, at_s + 25)])
    assume(curve(low, 0)[0] < 0 < curve(high, 0)[0])

    assert windows.crossings(curve, low, high)[0] == pytest.approx(at_s, abs=A_MILLISECOND)


@given(first=spans, second=spans, third=spans)
def test_what_is_common_is_common_in_any_order(first, second, third):
    one, other = windows.both(first, second, third), windows.both(third, first, second)

    assert one.tolist() == other.tolist()
    moments = np.arange(0, 400) + 0.5
    expected = np.logical_and.reduce([windows.holds_at(x, moments) for x in (first, second, third)])
    assert (windows.holds_at(one, moments) == expected).all()


def test_a_condition_without_a_margin_is_found_to_a_tenth_of_a_second():
    found = windows.stretches_where(lambda t: (t % 1000) < 400, 100, 2200)

    assert found == pytest.approx(spans_of(100, 400, 1000, 1400, 2000, 2200), abs=0.1)


def test_crew_day_runs_from_six_to_half_past_nine():
    # NASA, The International Space Station: Operating an Outpost in the New Frontier, p. 22.
    found = windows.crew_days(START_S + 12 * 3600, START_S + DAY_S + 7 * 3600)

    hours = (found - START_S) / 3600
    assert hours.tolist() == [[12, 21.5], [30, 31]]


SHOTS = {
    "golden": START_S + spans_of(5.5, 6.5, 9, 9.1, 21, 23) * 3600,
    "never": spans_of(),
}


def test_summary_counts_and_measures_as_by_hand():
    table = windows.summary(SHOTS, START_S, START_S + DAY_S).set_index("shot")

    golden = table.loc["golden"]
    assert (golden["windows"], golden["per_day"]) == (3, 3)
    assert golden["total_h"] == pytest.approx(3.1)
    assert golden["share_percent"] == pytest.approx(100 * 3.1 / 24)
    assert golden["median_min"] == pytest.approx(60)
    assert golden["longest_starts"] == pd.Timestamp("2021-10-05T21:00:00Z")
    assert golden["awake_percent"] == pytest.approx(100 * 1.1 / 3.1)


def test_a_shot_that_never_holds_is_said_to_have_no_window():
    never = windows.summary(SHOTS, START_S, START_S + DAY_S).set_index("shot").loc["never"]

    assert never["windows"] == 0
    assert pd.isna(never["longest_min"])


def test_best_take_of_a_day_is_the_longest_while_the_crew_is_awake():
    takes = windows.best_takes(SHOTS, START_S, START_S + DAY_S)

    # 21:00 to 23:00 is longest, but the crew goes to sleep at 21:30; 6:00 to 6:30 comes first.
    assert takes["start"].tolist() == [pd.Timestamp("2021-10-05T06:00:00Z")]
    assert takes["length_min"].iloc[0] == pytest.approx(30)
