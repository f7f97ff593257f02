"""Rates and ratios of rates against closed forms, textbooks and drawn values."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import special

from analysis import rates

TWO_DECIMALS = 5e-3
STRATUM = ["events", "trials", "other_events", "other_trials"]
COUNTS = st.integers(0, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
TRIED = COUNTS.filter(lambda counts: counts[1] > 0)


def test_one_success_leaves_the_rate_that_can_be_worked_out_by_hand():
    # The posterior Beta(½, 1½) has the closed form F(x) = 2/π · (arcsin √x + √(x(1 − x))).
    low, high = rates.interval(0, 1)

    assert low == 0
    assert 2 / np.pi * (np.arcsin(high**0.5) + (high * (1 - high)) ** 0.5) == pytest.approx(0.975)


@pytest.mark.parametrize(("events", "trials"), [(2, 10), (17, 229), (12, 247)])
def test_the_interval_holds_95_percent_of_prior_times_likelihood(events, trials):
    # Jeffreys' prior is 1/√(p(1 − p)): Bayes' theorem, integrated by the trapezoidal rule over
    # p = sin² t, where the prior is flat.
    t = np.linspace(0, np.pi / 2, 200_001)
    p = np.sin(t) ** 2
    weight = p**events * (1 - p) ** (trials - events)
    low, high = rates.interval(events, trials)

    assert weight[p < low].sum() / weight.sum() == pytest.approx(0.025, rel=1e-3)
    assert weight[p > high].sum() / weight.sum() == pytest.approx(0.025, rel=1e-3)


def test_the_ratio_of_two_large_samples_is_that_of_the_textbook():
    # Agresti, Categorical Data Analysis, aspirin and heart attacks: 189 of 11,034 on placebo, 104
    # of 11,037 on aspirin; relative risk 1.82, 95 % interval 1.43 to 2.31 by the delta method.
    found = rates.ratio(189, 11034, 104, 11037)

    assert found["ratio"] == pytest.approx(1.82, abs=TWO_DECIMALS)
    assert (found["low"], found["high"]) == pytest.approx((1.43, 2.31), abs=0.01)
    assert found["chance_higher"] > 0.999


def test_the_interval_of_a_ratio_is_that_of_drawn_rates():
    # The definition: quantiles of the quotient of draws from the two posteriors.
    rng = np.random.default_rng(1957)
    quotient = rng.beta(17.5, 212.5, 2_000_000) / rng.beta(12.5, 235.5, 2_000_000)

    found = rates.ratio(17, 229, 12, 247)

    assert found["low"] == pytest.approx(np.quantile(quotient, 0.025), rel=3e-3)
    assert found["high"] == pytest.approx(np.quantile(quotient, 0.975), rel=3e-3)
    assert found["chance_higher"] == pytest.approx((quotient > 1).mean(), abs=2e-3)


@settings(max_examples=40, deadline=None)
@given(TRIED.filter(lambda n: n[0] > 0), TRIED.filter(lambda n: n[0] > 0))
def test_the_limits_of_a_ratio_leave_out_as_much_as_they_say(mine, theirs):
    # The same chance by another sum: the midpoint rule over 20,000 shares.
    found = rates.ratio(*mine, *theirs)
    shares = (np.arange(20_000) + 0.5) / 20_000
    points = special.betaincinv(theirs[0] + 0.5, theirs[1] - theirs[0] + 0.5, shares)

    def below(ratio):
        rates_below = np.minimum(ratio * points, 1)
        return special.betainc(mine[0] + 0.5, mine[1] - mine[0] + 0.5, rates_below).mean()

    assert below(found["low"]) == pytest.approx(0.025, abs=1e-4)
    assert below(found["high"]) == pytest.approx(0.975, abs=1e-4)
    assert 1 - below(1) == pytest.approx(found["chance_higher"], abs=1e-4)


def test_the_stratified_ratio_is_that_of_the_textbook():
    # Rothman, Epidemiology: An Introduction, University Group Diabetes Program by age: deaths 8 of
    # 106 and 22 of 98 on tolbutamide, 5 of 120 and 16 of 85 on placebo; 1.33 (0.80 to 2.20).
    ages = pd.DataFrame(
        {"events": [8, 22], "trials": [106, 98], "other_events": [5, 16], "other_trials": [120, 85]}
    )

    found = rates.stratified_ratio(ages)

    assert tuple(found.values()) == pytest.approx((1.33, 0.80, 2.20), abs=TWO_DECIMALS)


@given(COUNTS)
def test_the_observed_rate_lies_in_its_interval(counts):
    low, high = rates.interval(*counts)
    if not counts[1]:
        assert np.isnan([low, high]).all()
    else:
        assert 0 <= low <= counts[0] / counts[1] <= high <= 1


@given(COUNTS)
def test_failures_and_successes_are_mirror_images(counts):
    events, trials = counts
    low, high = rates.interval(trials - events, trials)

    assert rates.interval(events, trials) == pytest.approx((1 - high, 1 - low), nan_ok=True)


@settings(max_examples=30, deadline=None)
@given(TRIED, TRIED)
def test_a_ratio_turned_round_is_its_inverse(mine, theirs):
    there, back = rates.ratio(*mine, *theirs), rates.ratio(*theirs, *mine)

    assert there["chance_higher"] == pytest.approx(1 - back["chance_higher"], abs=1e-3)
    if mine[0] and theirs[0]:
        assert there["low"] == pytest.approx(1 / back["high"], rel=0.01)


@given(TRIED, TRIED)
def test_one_stratum_is_no_stratification(mine, theirs):
    alone = pd.DataFrame([[*mine, *theirs]], columns=STRATUM)

    if mine[0] and theirs[0]:
        quotient = (mine[0] / mine[1]) / (theirs[0] / theirs[1])
        assert rates.stratified_ratio(alone)["ratio"] == pytest.approx(quotient)
    else:
        assert np.isnan(rates.stratified_ratio(alone)["ratio"])
