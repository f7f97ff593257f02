"""Rates and prices against what their publishers print."""

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import datasets, money

ONE_CENT_IN_A_MILLION = 1e-8
RATES = datasets.exchange_rates()
PRICES = datasets.price_index()


def test_a_billion_roubles_was_12_25_million_dollars_when_the_film_opened():
    # Bank of Russia, official rate for 20 April 2023: 81.6549 roubles per dollar.
    dollars = money.converted(1e9, "RUB", "USD", "2023-04-20", RATES)

    assert dollars == pytest.approx(1e9 / 81.6549, rel=ONE_CENT_IN_A_MILLION)
    assert round(dollars / 1e6, 2) == 12.25


def test_monday_has_the_rate_of_the_saturday_before():
    # The Bank set 81.5045 on 15 April 2023 (a Saturday) and nothing for the Monday.
    assert money.rate_rub_per_usd(RATES, "2023-04-17") == 81.5045


def test_a_month_has_the_mean_of_its_rates():
    rates = pd.DataFrame(
        {"date": pd.to_datetime(["2021-09-30", "2021-10-01", "2021-10-05"]),
         "rub_per_usd": [70.0, 72.0, 74.0]}
    )  # fmt: skip

    assert money.rate_rub_per_usd(rates, "2021-10") == 73.0


@pytest.mark.parametrize("when", ["1992-06-30", "2023-12-31", "2024", None])
def test_there_is_no_rate_where_the_bank_s_table_does_not_reach(when):
    assert math.isnan(money.rate_rub_per_usd(RATES, when))


def test_american_prices_rose_by_31_percent_from_2013_to_2023():
    # BLS, CPI-U annual averages: 232.957 in 2013, 304.702 in 2023.
    ratio = money.price_ratio(PRICES, "US", "2013", "2023")

    assert ratio == pytest.approx(304.702 / 232.957, rel=1e-5)


def test_a_month_that_was_not_published_lies_between_its_neighbours():
    # BLS published no index for October 2025.
    before, gap, after = (
        money.price_ratio(PRICES, "US", "2025-09", f"2025-{m}") for m in ("09", "10", "11")
    )

    assert min(before, after) <= gap <= max(before, after)


def test_means_of_russian_years_are_those_that_the_world_bank_prints():
    # World Bank, FP.CPI.TOTL.ZG, Russia, 2017: 3.68 %; the last year in the table is 2021.
    assert money.mean_price_ratio(PRICES, "RU", 2017) == pytest.approx(1.0368, abs=1e-4)
    assert money.mean_changes_until(PRICES, "RU") == "2021"


def test_other_means_are_reckoned():
    # Rosstat, December on December: 11.94 % in 2022, 7.42 % in 2023, spread evenly.
    by_hand = (1.1194 * 1.0742) ** 0.5
    assert money.mean_price_ratio(PRICES, "RU", 2023) == pytest.approx(by_hand, rel=1e-3)
    # BLS, CPI-U annual averages: 292.655 in 2022, 304.702 in 2023.
    by_bls = 304.702 / 292.655
    assert money.mean_price_ratio(PRICES, "US", 2023) == pytest.approx(by_bls, rel=1e-5)


def test_russian_prices_rose_as_rosstat_printed_them():
    # Rosstat, December on December: 8.39 % in 2021, 11.94 % in 2022.
    ratio = money.price_ratio(PRICES, "RU", "2020-12-31", "2022-12-31")

    assert ratio == pytest.approx(1.0839 * 1.1194, rel=1e-3)  # a day's interpolation


@pytest.mark.parametrize("when", ["2019-12-30", "2024-01-02", "2016", None])
def test_russian_prices_are_not_extrapolated(when):
    assert math.isnan(money.price_ratio(PRICES, "RU", when, "2022-06"))


@given(
    amount=st.floats(1, 1e12),
    day=st.dates(pd.Timestamp("1993-01-15").date(), pd.Timestamp("2023-11-30").date()),
)
def test_there_and_back_is_the_same_sum(amount, day):
    dollars = money.converted(amount, "RUB", "USD", day.isoformat(), RATES)

    assert money.converted(dollars, "USD", "RUB", day.isoformat(), RATES) == pytest.approx(amount)


def test_a_currency_without_a_rate_is_refused():
    with pytest.raises(ValueError, match="There is no rate for CNY"):
        money.converted(1, "CNY", "USD", "2021-10-05", RATES)


def test_views_of_a_sum_agree_with_a_hand_calculation():
    rates = pd.DataFrame(
        {"date": pd.to_datetime(["2021-10-05", "2023-04-17"]), "rub_per_usd": [70.0, 80.0]}
    )
    prices = pd.DataFrame(
        [("US", "cpi_u_monthly", "2021-10", 100.0), ("US", "cpi_u_monthly", "2023-04", 110.0),
         ("RU", "cpi_december_change", "2021-12", 10.0),
         ("RU", "cpi_december_change", "2022-12", 20.0),
         ("RU", "cpi_december_change", "2023-12", 0.0)],
        columns=["country", "series", "period", "value"],
    )  # fmt: skip
    said = pd.DataFrame({"low": [560e6], "high": [560e6], "unit": ["RUB"], "as_of": ["2023-04-17"]})

    row = money.views(said, "USD", "2021-10-05", "2023-04-17", rates, prices).iloc[0]

    assert row["at_rate_when_said_mln_usd"] == pytest.approx(560 / 80)
    assert row["at_launch_rate_mln_usd"] == pytest.approx(560 / 70)
    assert row["real_by_us_prices_mln_usd"] == pytest.approx(8 * 1.1)
    # 5 October lies 278 days into 2021: the level is 1.10 to the power 277.5/365.2425.
    level = 1.1 ** (277.5 / 365.2425)
    assert row["real_by_ru_prices_mln_usd"] == pytest.approx(560 * 1.1 * 1.2 / level / 80)


@pytest.mark.parametrize(
    ("currency", "said", "spent"), [("USD", 180, 180), ("RUB", 180 * 60, 180 * 70)]
)
def test_a_sum_said_in_dollars_stays_what_it_is_in_dollars(currency, said, spent):
    # By hand: 60 roubles a dollar when it was said, 70 when it was spent. NASA's seats are paid
    # in dollars, whatever a rouble is worth.
    rates = pd.DataFrame(
        {"date": pd.to_datetime(["2020-07-01", "2021-10-05"]), "rub_per_usd": [60.0, 70.0]}
    )
    price = pd.DataFrame({"low": [180e6], "high": [None], "unit": ["USD"], "as_of": ["2020-07-01"]})

    row = money.views(price, currency, "2021-10-05", "2023-04-17", rates, PRICES).iloc[0]

    suffix = f"_mln_{currency.lower()}"
    assert row[f"at_rate_when_said{suffix}"] == pytest.approx(said)
    assert row[f"at_launch_rate{suffix}"] == pytest.approx(spent)


def test_twelve_million_dollars_are_in_the_table_what_the_sentence_says():
    # Bank of Russia: 81.6549 roubles a dollar on 20 April 2023, 72.9239 on 5 October 2021.
    said = pd.DataFrame({"low": [12e6], "high": [12e6], "unit": ["USD"], "as_of": ["2023-04-20"]})

    row = money.views(said, "RUB", "2021-10-05", "2023-04-20", RATES, PRICES).iloc[0]
    figures = money.round_figures(RATES, "2023-04-20", "2021-10-05")

    assert row["at_rate_when_said_mln_rub"] == pytest.approx(figures["twelve_said"])
    assert row["at_launch_rate_mln_rub"] == pytest.approx(figures["twelve_shot"])


def test_russian_prices_are_shown_for_the_years_that_are_spanned():
    rises = money.russian_rises(PRICES, "2021-10-05", "2023-04-20")

    assert rises["period"].to_list() == ["2021-12", "2022-12", "2023-12"]
    # TASS has the rise of 2023.
    assert rises["source"].iloc[-1] == "tass.com"
    assert len(money.russian_rises(PRICES, None)) == 4


def test_the_day_of_the_opening_is_said_in_full():
    assert money.round_figures(RATES, "2023-04-20", "2021-10-05")["opened"] == "20 April 2023"
