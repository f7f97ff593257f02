"""The shapes of belief: what is drawn lies where it was published, and together where it should."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from analysis import datasets, inputs
from analysis.valuation import Valuation

ROUNDING = 1e-9
SAMPLING = 0.01  # of a correlation of 100,000 draws
SOURCES = inputs.Sources(
    datasets.claims(), datasets.prices(), datasets.assumptions(), datasets.films(),
    datasets.film_money(),
)  # fmt: skip
VALUATION = Valuation(2025, datasets.exchange_rates(), datasets.price_index())
BELIEVED = SOURCES.inputs(VALUATION)


def row(shape: str, low: float, middle: float, high: float) -> pd.Series:
    return pd.Series({"shape": shape, "low": low, "middle": middle, "high": high})


def test_the_middle_of_each_shape_is_where_its_formula_puts_it():
    half = np.array([0.5])

    assert inputs.quantile(row("uniform", 2, np.nan, 6), half) == pytest.approx([4])
    assert inputs.quantile(row("log-uniform", 1, np.nan, 100), half) == pytest.approx([10])
    assert inputs.quantile(row("fixed", 7, np.nan, 7), half) == pytest.approx([7])


@given(
    low=st.floats(0, 100), rise=st.floats(0.1, 100), fall=st.floats(0.1, 100),
    share=st.floats(0.001, 0.999),
)  # fmt: skip
def test_a_triangle_is_the_one_of_the_textbook(low, rise, fall, share):
    # scipy.stats.triang: c is the place of the likeliest value between the ends.
    width = rise + fall
    expected = stats.triang.ppf(share, rise / width, loc=low, scale=width)

    drawn = inputs.quantile(row("triangular", low, low + rise, low + width), np.array([share]))

    assert drawn[0] == pytest.approx(expected, rel=1e-6)


def test_every_input_is_drawn_from_within_what_was_published():
    for _, belief in BELIEVED.iterrows():
        drawn = inputs.quantile(belief, np.linspace(0, 1, 101))
        slack = 1e-9 * belief["high"]
        assert belief["low"] - slack <= drawn.min(), belief["input"]
        assert drawn.max() <= belief["high"] + slack, belief["input"]


def test_the_seat_lies_between_a_third_of_a_soyuz_and_starliner():
    as_printed = Valuation(2021, VALUATION.rates, VALUATION.index, by="none")
    seat = SOURCES.inputs(as_printed).set_index("input").loc["seat_usd"]

    # IG-20-005 (2019): Starliner 90 million; the median of 55, 64.675, 72, 81.9, 90 and 90
    # million and a third of 4,412.66 million roubles at 72.852 is Crew Dragon's 72 million.
    assert (seat["high"], seat["middle"]) == (90e6, 72e6)
    assert seat["low"] == pytest.approx(4_412_660_000 / 3 / 72.852, rel=ROUNDING)


def test_nasa_s_old_and_new_tariffs_are_the_ends_of_one_spread():
    as_printed = Valuation(2021, VALUATION.rates, VALUATION.index, by="none")
    table = SOURCES.inputs(as_printed).set_index("input")

    # SpaceNews, 5 March 2021: 3,000 to 20,000 up, 6,000 to 40,000 down, 17,500 to 130,000 an hour.
    assert tuple(table.loc["cargo_up_usd_per_kg", ["low", "high"]]) == (3000, 20000)
    assert tuple(table.loc["cargo_down_usd_per_kg", ["low", "high"]]) == (6000, 40000)
    assert tuple(table.loc["crew_time_usd_per_h", ["low", "high"]]) == (17500, 130000)
    assert set(table.loc[["cargo_up_usd_per_kg", "crew_time_usd_per_h"], "driver"]) == {"tariff"}


@pytest.mark.parametrize("correlation", [0.0, 0.5, 0.9])
def test_seats_and_tariffs_correlate_as_assumed(correlation):
    believed = inputs.replaced(BELIEVED, "market_correlation", low=correlation)
    rng = np.random.default_rng(0)
    shares = {name: rng.random(100_000) for name in inputs.drivers(believed, "orbit")}

    values = inputs.values(believed, "orbit", shares)

    ranks = stats.spearmanr(values["seat_usd"], values["crew_time_usd_per_h"]).statistic
    # Of two normal variables, rank correlation = 6/π asin(ρ/2) (Pearson 1907).
    assert ranks == pytest.approx(6 / np.pi * np.arcsin(correlation / 2), abs=SAMPLING)


def test_three_of_the_station_s_tariffs_move_as_one():
    rng = np.random.default_rng(0)
    shares = {name: rng.random(1000) for name in inputs.drivers(BELIEVED, "orbit")}

    values = inputs.values(BELIEVED, "orbit", shares)

    # SpaceNews, 5 March 2021: cargo up, cargo down and crew time rose on 25 February.
    together = set(BELIEVED.loc[BELIEVED["driver"] == "tariff", "input"])
    assert together == {"cargo_up_usd_per_kg", "cargo_down_usd_per_kg", "crew_time_usd_per_h"}
    up, hours = values["cargo_up_usd_per_kg"], values["crew_time_usd_per_h"]
    assert stats.spearmanr(up, hours).statistic == pytest.approx(1)


def test_a_stay_is_priced_by_the_tariff_in_force_alone():
    as_printed = Valuation(2021, VALUATION.rates, VALUATION.index, by="none")
    table = SOURCES.inputs(as_printed).set_index("input")

    # SpaceNews, 2021: supplies 40 to 1,500 dollars a person-day, food 2,000; the 22,500 of 2019
    # held services that are now charged by the mission.
    assert tuple(table.loc["supplies_usd_per_day", ["low", "high"]]) == (40, 1500)
    assert table.loc["food_usd_per_day", "low"] == 2000


def test_assumptions_that_rest_on_claims_follow_from_them():
    table = datasets.assumptions().set_index("input")
    claims = (
        datasets.claims()
        .set_index("claim_id")["value"]
        .fillna(datasets.claims().set_index("claim_id")["value_low"])
    )

    # AFP: 30 hours; dich.media: 78 hours; both from 12 days.
    days = claims["c020"]
    assert table.loc["footage_per_day_h", "low"] == claims["c050"] / days
    assert table.loc["footage_per_day_h", "high"] == claims["c053"] / days
    # Roscosmos: 13.75 kg; Wirefresh: 700 pounds of 0.45359237 kg.
    assert table.loc["kit_kg", "low"] == claims["c072"]
    assert table.loc["kit_kg", "high"] == pytest.approx(claims["c141"] * 0.45359237, abs=0.05)
    # TIME: more than 500 takes; Neil Oseman: 612 parabolas.
    assert table.loc["usable_share", "likeliest"] == round(claims["c130"] / claims["c125"], 2)
    # Klim Shipenko: five on set, of whom two were visitors.
    assert table.loc["station_hours_per_footage_h", "high"] == claims["c068"] - 2


def test_a_range_counts_as_two_figures_and_in_the_median_with_its_middle():
    def spell(prices):
        table = inputs.inputs(
            prices, SOURCES.assumptions, SOURCES.films, SOURCES.sums, VALUATION
        ).set_index("input")  # fmt: skip
        return table.loc["parabola_s"]

    # Zero-G: 25 s in 2004, 20 to 30 s in 2021; Novespace: 22 s, twice. Five figures of four.
    whole = spell(SOURCES.prices)
    assert (whole["shape"], whole["middle"]) == ("triangular", 23.5)
    # Without the range three are left, which are too few.
    assert spell(SOURCES.prices[SOURCES.prices["price_id"] != "p49"])["shape"] == "uniform"
