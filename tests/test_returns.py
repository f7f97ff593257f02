"""Ratios of films against hand calculation from published sums, rates and price levels."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import datasets, films, money, returns


@pytest.fixture(scope="module")
def published():
    return films.published(
        datasets.films(), datasets.film_money(), datasets.claims(), datasets.box_office()
    )


@pytest.fixture(scope="module")
def worth(published):
    """Return what a unit of each currency and year is worth in dollars of 2023."""
    rates, prices = datasets.exchange_rates(), datasets.price_index()
    return {
        (unit, year): money.real(
            money.converted(1.0, unit, "USD", str(year), rates), "USD", str(year), "2023", prices
        )
        for unit, year in films.moneys(published)
    }


@pytest.fixture(scope="module")
def compared(published, worth):
    prices = datasets.price_index()
    rises = {
        (unit, year): money.mean_price_ratio(prices, {"USD": "US", "RUB": "RU"}[unit], year)
        for unit, year in films.moneys(published)
    }
    return returns.compared(published, worth, rises).set_index("film")


def test_apollo_13_by_hand(compared):
    # Budgets 52, 52, 65, 65; takings 334.1, 335.802271, 355.2, 355.237933 million dollars.
    ours = compared.loc["Apollo 13"]
    assert ours["ratio"] == pytest.approx((335.802271 + 355.2) / 2 / 58.5)
    assert ours["ratio_low"] == pytest.approx(334.1 / 65)
    assert ours["ratio_high"] == pytest.approx(355.237933 / 52)
    # BLS, CPI-U annual averages: 148.2 in 1994, 152.4 in 1995, https://www.bls.gov/cpi/
    assert ours["ratio_real"] == pytest.approx(ours["ratio"] * 148.2 / 152.4, rel=1e-3)


def test_the_challenge_by_hand(compared):
    # Exact trusted rouble budgets 905, 905, 906, 1,100, 1,100, 1,155; takings 2,100 million.
    ours = compared.loc["The Challenge"]
    assert ours["ratio"] == pytest.approx(2100 / ((906 + 1100) / 2))
    assert ours[["ratio_low", "ratio_high"]].tolist() == pytest.approx([2100 / 1155, 2100 / 905])
    assert (ours["currency"], ours["reach"]) == ("RUB", "home")
    # Bank of Russia: mean rate of 2022 68.5 roubles; BLS, annual averages 292.655 and 304.702
    assert ours["budget_mln"] == pytest.approx(1003 / 68.5 * 304.702 / 292.655, rel=0.01)


def test_only_sources_of_sums_that_are_compared_count(compared):
    # data/claims.csv, data/box_office.csv: rouble sums, neither doubtful nor bounds, by Wikipedia,
    # a channel on Dzen, DixiNews, film.ru, Playground.ru and Rossiyskaya Gazeta; AFP's and
    # Al-Araby's are in dollars.
    assert compared.loc["The Challenge", "sources"] == 6


def test_every_sum_that_is_compared_has_who_gives_it(published, compared):
    # data/film_money.csv: FiveThirtyEight and The Numbers 65, IMDb and Wikipedia 52 million.
    table = returns.by_source(published).set_index("film")
    budgets = table.loc["Apollo 13", "budgets"]

    assert set(table.index) == set(compared.index)
    assert budgets == (
        "52 million: IMDb and Wikipedia (English); 65 million: FiveThirtyEight and The Numbers"
    )
    assert pd.isna(table.loc["Stowaway", "takings"])
    assert "https://pwojczyn.com/" in table.loc["Apollo 13", "addresses"]


def test_a_source_that_has_both_ends_alone_is_named(published):
    # data/film_money.csv: Wikipedia has 80 to 130 million dollars for Gravity, others 100 to 110.
    said = returns.own_range(published, "Gravity")

    assert "both come from Wikipedia (English)" in said
    assert said.endswith("; others give 100 to 110 million")
    assert returns.own_range(published, "Apollo 13") == ""
    assert returns.own_range(published, "no such film") == ""


def test_rouble_films_have_the_rise_of_prices_of_the_world_bank(compared):
    # World Bank, FP.CPI.TOTL.ZG, Russia: 7.04 % in 2016, 3.68 % in 2017.
    for film, rise in (("Yolki 5", 1.0704), ("Salyut-7", 1.0368), ("The Age of Pioneers", 1.0368)):
        ours = compared.loc[film]
        assert ours["ratio"] / ours["ratio_real"] == pytest.approx(rise, abs=1e-4)


@pytest.mark.parametrize(
    ("film", "measures", "said"),
    [
        # data/claims.csv: rouble and dollar budgets, doubtful ones and bounds; Gravity has neither.
        ("The Challenge", ["budget"], " in roubles that are neither doubtful nor a mere bound"),
        ("Gravity", ["budget"], ""),
        ("Gravity", [], ""),
        ("Ad Astra", ["budget"], " that are not doubtful"),
        ("no such film", [], ""),
    ],
)
def test_exceptions_are_said_only_where_a_film_has_them(published, film, measures, said):
    assert returns.kept(published, film, *measures) == said


@pytest.mark.parametrize(
    ("film", "said"),
    [("2001: A Space Odyssey", "none"), ("Gravity", "only one film"), ("Moonraker", "2")],
)
def test_how_many_films_did_better_is_said_in_words(compared, film, said):
    assert returns.key_figures(compared.reset_index(), film)["better_said"] == said


def test_films_below_their_budget_by_takings_at_home_alone_are_named(compared):
    # data/film_money.csv: of SpaceCamp only American takings are known; it cost 18 to 25 million.
    key = returns.key_figures(compared.reset_index(), "Gravity")

    assert key["below_at_home"] == " (one by those at home alone)"


def test_a_median_budget_says_of_how_many_films_it_is(compared):
    table = returns.by_method(compared.reset_index()).set_index("method")
    group = compared[compared["method"] == "unknown"]["budget_mln"].dropna()

    assert table.loc["unknown", "with_budget"] == len(group)
    assert table.loc["unknown", "median_budget_mln"] == group.median()


def test_the_film_that_inflation_hit_most_is_named(compared):
    # BLS, CPI-U: 65.2 in the mean of 1978, 72.6 in that of 1979, so 10 % less for Moonraker.
    found = returns.extremes(compared.reset_index())

    assert (found["inflation_film"], found["inflation_film_year"]) == ("Moonraker", "1979")
    assert found["inflation_most_percent"] == pytest.approx(100 * (1 - 65.2 / 72.6), abs=0.1)


def test_what_is_not_published_stays_missing(compared):
    assert pd.isna(compared.loc["Space Station 3D", "ratio"])  # its only budget is doubtful
    assert pd.isna(compared.loc["Stowaway", "takings_mln"])
    assert "Shenzhou 13" not in compared.index  # nothing but bounds


def test_takings_at_home_stand_in_only_where_none_of_the_world_are(compared):
    # Contact has both; 2010 and SpaceCamp have American takings alone: data/film_money.csv
    assert compared.loc["Contact", "reach"] == "world"
    assert compared.loc["SpaceCamp", "reach"] == "home"
    assert compared.loc["2010: The Year We Make Contact", "reach"] == "home"


@given(st.floats(1e-3, 1e3))
def test_no_unit_of_money_moves_a_ratio(factor):
    sums = _sums([(100.0, "budget"), (250.0, "takings")])
    worth = {("USD", 1999): 1.0, ("USD", 2000): 1.0}
    other = {key: value * factor for key, value in worth.items()}
    rises = {("USD", 2000): 1.25}
    one, two = (returns.compared(sums, moneys, rises).iloc[0] for moneys in (worth, other))
    assert (one["ratio"], two["ratio"]) == (2.5, 2.5)
    assert (one["ratio_real"], two["ratio_real"]) == (2.0, 2.0)
    assert two["budget_mln"] == pytest.approx(one["budget_mln"] * factor)


@given(st.lists(st.floats(1, 1e6), min_size=1, max_size=8), st.floats(1, 1e6))
def test_the_middle_lies_between_the_ends(budgets, gross):
    sums = _sums([*((budget, "budget") for budget in budgets), (gross, "takings")])
    ours = returns.compared(sums, {}, {}).iloc[0]
    assert ours["ratio_low"] <= ours["ratio"] * (1 + 1e-9)
    assert ours["ratio"] <= ours["ratio_high"] * (1 + 1e-9)


def test_median_intervals_are_those_of_the_tables():
    # Conover, Practical Nonparametric Statistics, table of order statistics: n = 9, ranks 2 and 8
    assert returns.median_interval(pd.Series(range(1, 10))) == (2.0, 8.0)
    # n = 20, ranks 6 and 15
    assert returns.median_interval(pd.Series(range(1, 21))) == (6.0, 15.0)
    assert np.isnan(returns.median_interval(pd.Series([1, 2, 3, 4, 5]))).all()


def test_state_support_by_hand(compared):
    table = returns.state_support(datasets.film_money(), compared.reset_index()).set_index("film")
    # Ministry of Culture: Salyut-7 225 of 493.733957, Age of Pioneers 175 + 75 of 528.441977
    assert table.loc["Salyut-7", "state_share_percent"] == pytest.approx(100 * 225 / 493.733957)
    pioneers = table.loc["The Age of Pioneers"]
    assert pioneers["state_share_percent"] == pytest.approx(100 * 250 / 528.441977)
    assert pioneers["takings_per_state_rouble"] == pytest.approx(544.33226 / 250)
    assert table.loc["The Challenge"].drop("year").isna().all()


def test_a_cheaper_rouble_never_lifts_a_film(compared, worth):
    table = returns.roubles_among_dollars(
        compared.reset_index(), datasets.exchange_rates(), worth
    ).set_index("rate")
    for _, film in table.groupby("film"):
        one = film.iloc[0]
        rates = (
            one["release_rate_rub_per_usd"] / film.loc["mean, budget's year", "rate_rub_per_usd"]
        )
        by_hand = one["ratio"] / rates / (1 + one["us_prices_percent"] / 100)
        assert one["ratio_in_dollars"] == pytest.approx(by_hand)
        budgets = film.loc[["dearest rouble", "mean, budget's year", "cheapest rouble"]]
        assert budgets["budget_mln"].is_monotonic_decreasing
        assert budgets["dollar_films_cheaper"].is_monotonic_decreasing
    # At the median rate a budget is the median: 1,003 million roubles over the rate, in 2023 money
    ours = table[table["film"] == "The Challenge"].iloc[0]
    dollars = compared.loc[compared["currency"] == "USD", "budget_mln"].median()
    at_median = 1003 / ours["median_rate_rub_per_usd"] * worth["USD", 2022]
    assert at_median == pytest.approx(dollars)


def test_a_film_without_both_sums_has_a_summary_that_says_nothing(compared):
    key = returns.key_figures(compared.reset_index(), "Stowaway")
    assert pd.isna(key["ratio_said"])
    assert key["films"] == compared["ratio"].notna().sum()


def _sums(rows):
    return pd.DataFrame(
        {
            "film_id": "x",
            "film": "X",
            "year": 2000,
            "method": "orbit",
            "measure": [measure for _, measure in rows],
            "reach": [None if measure == "budget" else "world" for _, measure in rows],
            "low": [amount for amount, _ in rows],
            "high": [amount for amount, _ in rows],
            "currency": "USD",
            "said_by": "someone",
            "is_doubtful": False,
        }
    )


def test_without_a_rouble_budget_the_sentence_has_its_names_and_no_values():
    last = returns.last_rouble_film(pd.DataFrame())

    assert last.isna().all()
    assert {"dearer", "median_rate_rub_per_usd", "cheaper_high"} <= set(last.index)


@pytest.mark.parametrize(
    ("film", "said"), [("A", "A"), ("B", "B"), ("A dollar film", "B"), ("", "B")]
)
def test_a_film_without_rouble_budget_gives_way_to_the_latest_that_has_one(film, said):
    roubles = pd.DataFrame({"film": ["A", "B"], "rate": "mean, budget's year"})
    roubles = roubles.assign(dollar_films=3, dollar_films_cheaper=1)

    assert returns.last_rouble_film(roubles, film)["film"] == said


def test_a_sum_in_millions_says_of_which_money():
    table = returns.in_money(pd.DataFrame({"budget_mln": [1.0], "ratio": [2.0]}), "USD")

    assert list(table) == ["budget_mln_usd", "ratio"]


def test_a_sum_in_the_films_own_currency_takes_no_other_name(compared):
    # Rossiyskaya Gazeta: about 2,100 million roubles by 28 December 2023 (data/box_office.csv).
    row = returns.in_money(compared.reset_index(), "USD").set_index("film").loc["The Challenge"]

    assert (row["currency"], row["takings_mln_own_currency"]) == ("RUB", 2100)


def test_where_sources_agree_no_spread_is_said(compared):
    # data/film_money.csv: the register alone gives Salyut-7's budget that can be compared.
    key = returns.key_figures(compared.reset_index(), "Salyut-7")

    assert pd.isna(key["spread_percent"])
