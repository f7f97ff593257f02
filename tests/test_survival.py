"""Survival curves against worked examples of textbooks."""

import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import survival

THREE_DECIMALS = 5e-4

# Weeks in remission on 6-MP and on placebo, + where it lasted: Chap T. Le, Introductory
# Biostatistics, example 11.1, after Freireich and others (1963).
SIX_MP = "6 6 6 7 10 13 16 22 23 6+ 9+ 10+ 11+ 17+ 19+ 20+ 25+ 32+ 32+ 34+ 35+"
PLACEBO = "1 1 2 2 3 4 4 5 5 8 8 8 8 11 11 12 12 15 17 22 23"


def _watched(times: str) -> pd.DataFrame:
    """Return times in a textbook's notation as leads: 6+ stands after six years."""
    return pd.DataFrame(
        [{"years": float(t.rstrip("+")), "is_standing": t.endswith("+")} for t in times.split()]
    )


def _shares(curve: pd.DataFrame) -> list[float]:
    return list(curve.loc[curve["ended"] > 0, "share"])


def test_the_curve_is_that_of_a_worked_example():
    # Bewick, Cheek and Ball (2004), Critical Care 8:389, table 2, treatment 2.
    curve = survival.curve(_watched("1 1 4 5 6+ 9 9+ 22"))

    assert list(curve.loc[curve["ended"] > 0, "years"]) == [1, 4, 5, 9, 22]
    assert _shares(curve) == pytest.approx([0.750, 0.625, 0.500, 0.333, 0.0], abs=THREE_DECIMALS)


def test_the_curve_is_that_of_the_classic_trial():
    # By hand, after Le: 18/21, · 16/17, · 14/15, · 11/12, · 10/11, · 6/7, · 5/6.
    curve = survival.curve(_watched(SIX_MP))

    by_hand = np.cumprod([18 / 21, 16 / 17, 14 / 15, 11 / 12, 10 / 11, 6 / 7, 5 / 6])
    assert _shares(curve) == pytest.approx(list(by_hand))
    # Kleinbaum and Klein, Survival Analysis: median 23 weeks on 6-MP, 8 on placebo.
    assert survival.median_years(curve)[0] == 23
    assert survival.median_years(survival.curve(_watched(PLACEBO)))[0] == 8


def test_the_interval_is_greenwood_s_on_the_log_log_scale():
    # By hand after six weeks on 6-MP: S = 18/21; Greenwood's variance of log S is 3/(21 · 18).
    curve = survival.curve(_watched(SIX_MP)).set_index("years").loc[6]

    share = 18 / 21
    width = 1.959964 * np.sqrt(3 / (21 * 18)) / abs(np.log(share))
    assert curve["low"] == pytest.approx(share ** np.exp(width), abs=THREE_DECIMALS)
    assert curve["high"] == pytest.approx(share ** np.exp(-width), abs=THREE_DECIMALS)


def test_the_log_rank_test_is_that_of_the_classic_trial():
    # Kleinbaum and Klein, Survival Analysis: chi-square 16.79 on one degree of freedom, for which
    # erfc(√(16.79/2)) is the p-value.
    p = survival.difference_p(_watched(SIX_MP), _watched(PLACEBO))

    assert p == pytest.approx(4.17e-5, rel=0.01)


@given(st.lists(st.tuples(st.integers(1, 60), st.booleans()), min_size=1, max_size=40))
def test_a_curve_falls_from_one_within_its_interval(watched):
    watched = pd.DataFrame(watched, columns=["years", "is_standing"]).astype({"years": float})
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        curve = survival.curve(watched)

    assert curve["share"].iloc[0] == 1
    assert (curve["share"].diff().dropna() <= 1e-12).all()
    assert (curve["low"] <= curve["share"] + 1e-9).all()
    assert (curve["share"] <= curve["high"] + 1e-9).all()
    assert curve["ended"].sum() == (~watched["is_standing"]).sum()


@given(st.lists(st.integers(1, 60), min_size=2, max_size=40))
def test_without_standing_leads_the_curve_is_the_share_that_lasted_longer(years):
    watched = pd.DataFrame({"years": [float(y) for y in years], "is_standing": False})
    curve = survival.curve(watched)

    for year in range(0, max(years) + 1, 7):
        lasted = np.mean([y > year for y in years])
        assert survival.standing_after(curve, year) == pytest.approx(lasted)


def test_one_stratum_is_the_ordinary_log_rank_test():
    # Le, example 11.1, by scipy's own test
    pair = (_watched(SIX_MP), _watched(PLACEBO))

    assert survival.difference_within_p(pair) == pytest.approx(survival.difference_p(*pair))


def test_strata_that_differ_are_no_difference_between_groups():
    # Within either stratum both groups last alike; only how many of each differs.
    short, long = "1 2 3 4", "11 12 13 14"
    pairs = [(f"{short} {short} {short}", short), (long, f"{long} {long} {long}")]
    pairs = [tuple(_watched(times) for times in pair) for pair in pairs]
    pooled = [pd.concat(group, ignore_index=True) for group in zip(*pairs, strict=True)]

    assert survival.difference_p(*pooled) < 0.1
    assert survival.difference_within_p(*pairs) == pytest.approx(1)


def test_where_nothing_ends_there_is_no_test():
    pair = (_watched("1+ 2+"), _watched("3+"))

    assert np.isnan(survival.difference_within_p(pair, pair))
