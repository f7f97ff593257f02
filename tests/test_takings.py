"""The decay against a certified fit of NIST, and the film's run as published."""

import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import datasets, takings

# NIST Statistical Reference Datasets, Misra1a: y = b1 (1 − exp(−b2 x)), certified
# https://www.itl.nist.gov/div898/strd/nls/data/misra1a.shtml
MISRA1A = [
    (77.6, 10.07), (114.9, 14.73), (141.1, 17.94), (190.8, 23.93), (239.9, 29.61), (289.0, 35.18),
    (332.8, 40.02), (378.4, 44.82), (434.8, 50.76), (477.3, 55.05), (536.8, 61.01), (593.1, 66.40),
    (689.1, 75.47), (760.0, 81.78),
]  # fmt: skip
B1, B1_ERROR, B2, B2_ERROR = 238.94212918, 2.7070075241, 5.5015643181e-4, 7.2668688436e-6
CERTIFIED = 1e-10  # eleven digits: more than a notebook stores
T_12 = 2.178813  # 97.5 % of Student's t with 12 degrees of freedom, any table


def test_fit_is_the_certified_one_of_nist():
    fit = takings.fitted(_daily(MISRA1A))
    assert fit["total_mln_rub"] == pytest.approx(B1, rel=CERTIFIED)
    assert fit["half_life_days"] == pytest.approx(np.log(2) / B2, rel=CERTIFIED)


def test_intervals_follow_from_the_certified_errors():
    fit = takings.fitted(_daily(MISRA1A))
    total = np.exp(np.log(B1) + np.array([-1, 1]) * T_12 * B1_ERROR / B1)
    assert [fit["total_from_mln_rub"], fit["total_to_mln_rub"]] == pytest.approx(total, rel=1e-7)
    half_life = np.log(2) / B2 * np.exp(np.array([-1, 1]) * T_12 * B2_ERROR / B2)
    found = [fit["half_life_from_days"], fit["half_life_to_days"]]
    assert found == pytest.approx(half_life, rel=1e-7)


@given(st.floats(10, 5000), st.floats(2, 60))
def test_a_run_that_decays_is_found_again(total, half_life):
    days = np.array([1, 4, 8, 15, 22, 40, 60, 120])
    fit = takings.fitted(_daily([(day, takings.taken(day, total, half_life)) for day in days]))
    assert fit["total_mln_rub"] == pytest.approx(total, rel=1e-3)
    assert fit["half_life_days"] == pytest.approx(half_life, rel=1e-3)


def test_four_days_are_too_few():
    assert takings.fitted(_daily(MISRA1A[:4])) is None
    assert takings.forecasts(_daily(MISRA1A[:4])).empty


def test_points_of_the_film_are_those_published():
    points = takings.counted(datasets.box_office())
    daily = takings.daily(points).set_index("day")["amount_mln_rub"]
    # EAIS: more than 65 on the first day, 1,000.2 on the evening of the 14th (DixiNews)
    assert (daily[1], daily[14]) == pytest.approx((65, 1000.176206))
    # Kinometro: 1,209 after the third weekend; Rossiyskaya Gazeta: about 2,100 by 28 December
    assert (daily[18], daily[253]) == (1209, 2100)
    # The first weekend in four papers: 423, 426, 435 and 430 to 435 million
    assert daily[4] == (426 + 432.5) / 2
    assert set(points["territory"]) == {"RU"}
    assert points["date"].notna().all()


def test_sums_without_a_date_are_named_apart():
    # data/box_office.csv: one of a digest on Dzen, one of the distributor, in Kinoafisha
    said = takings.undated(datasets.box_office())
    assert "1,365 million RUB by Dzen digest (undated, about the middle of May 2023)" in said
    assert "more than 2,000 million RUB by Kinoafisha (the distributor's figure; undated" in said
    assert takings.undated(datasets.box_office().dropna(subset="date")) == ""


def test_the_december_sum_lies_above_the_fit_of_june():
    daily = takings.daily(takings.counted(datasets.box_office()))
    fits = takings.forecasts(daily)
    key = takings.key_figures(daily, fits, takings.weekends(datasets.box_office()))
    assert key["tail"] == "more than"
    assert key.notna().all()
    # data/box_office.csv: "more than" on 20 April, 30 May and 18 June; the ninth weekend's Sunday.
    assert (key["later_bounds"], key["later_weeks"]) == (3, 9)
    # The total narrows as sums come in.
    width = np.log(fits["total_to_mln_rub"] / fits["total_from_mln_rub"])
    assert width.iloc[2] < width.iloc[1] < width.iloc[0]


def test_weekends_by_hand():
    weekends = takings.weekends(datasets.box_office()).set_index("week")
    # Lenta.ru after EAIS: the second weekend brought 299 million; weeks 3 and 4 have no sums.
    assert weekends.loc[2, "amount_mln_rub"] == 299
    assert weekends.index.tolist() == [1, 2, 5, 6]
    # The fifth, of RIA Novosti, is that of Russia with the CIS.
    assert weekends["territory"].tolist() == [
        "Russia; Russia with the CIS", "Russia", "Russia with the CIS", "Russia"
    ]  # fmt: skip


def test_a_factor_is_found_again_in_spite_of_gaps():
    table = pd.DataFrame({"week": [1, 2, 5, 6], "amount_mln_rub": 400 * 0.65 ** np.arange(4)})
    table["amount_mln_rub"] = 400 * 0.65 ** (table["week"] - 1)
    found = takings.weekly_factor(table)
    assert found["factor"] == pytest.approx(0.65)
    assert np.isnan(takings.weekly_factor(table.head(2))["factor"])


def test_a_ticket_cost_what_takings_by_tickets_make():
    prices = takings.ticket_prices(datasets.box_office()).set_index("until")
    # Rozetked after EAIS: 47.447 million roubles, about 150 thousand tickets
    assert prices.loc["2023-05-28", "ticket_rub"] == round(47_447_000 / 150_000, -1)
    # Rossiyskaya Gazeta after EAIS: more than 1.67 billion roubles, about 5.1 million tickets
    told = prices.loc["2023-05-30", ["takings", "tickets"]].tolist()
    assert told == ["more than 1,670 million RUB", "about 5.1 million"]


def test_no_points_make_no_curves():
    empty = datasets.box_office().head(0)
    daily = takings.daily(takings.counted(empty))
    fits = takings.forecasts(daily)
    assert takings.key_figures(daily, fits, takings.weekends(empty)).empty
    assert len(takings.curves(daily, fits)) == 1


def _daily(rows):
    days, sums = zip(*rows, strict=True)
    return pd.DataFrame(
        {"day": days, "date": pd.Timestamp("2023-04-20"), "amount_mln_rub": sums, "sums": 1}
    )


def test_every_fit_is_the_least_squares_to_the_digits_that_a_notebook_stores():
    """At the least sum of squares the residuals are at right angles to the slopes."""
    daily = takings.daily(takings.counted(datasets.box_office()))
    for day in daily["day"][takings.FEWEST_DAYS - 1 :]:
        fit = takings.fitted(daily, day)
        known = daily[daily["day"] <= day]
        days = known["day"].to_numpy(float)
        total, half_life = fit["total_mln_rub"], fit["half_life_days"]
        residuals = known["amount_mln_rub"] - takings.taken(days, total, half_life)
        left = 2 ** (-days / half_life)
        for slopes in (1 - left, left * days):
            cosine = residuals @ slopes / np.linalg.norm(residuals) / np.linalg.norm(slopes)
            assert abs(cosine) < 1e-8


def test_a_range_is_told_with_its_ends():
    # Kommersant, via Archyde: an early estimate of the first weekend, in millions of roubles.
    points = takings.counted(datasets.box_office())
    said = points.loc[points["said_as"] == "range", "as_said"].item()

    assert re.fullmatch(r"\d+ to \d+ million RUB", said)


def test_a_sum_that_was_counted_is_printed_to_the_rouble():
    # DixiNews, after the register, on the evening of 3 May 2023.
    points = takings.counted(datasets.box_office())

    assert "1,000,176,206 RUB" in set(points["as_said"])
