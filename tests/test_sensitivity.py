"""What drives the spread, against variances known in closed form."""

import numpy as np
import pandas as pd
import pytest

from analysis import datasets, inputs, scenarios, sensitivity
from analysis.scenarios import Plan
from analysis.valuation import Valuation

ESTIMATION = 0.03  # of an index from 2^12 points
SOURCES = inputs.Sources(
    datasets.claims(), datasets.prices(), datasets.assumptions(), datasets.films(),
    datasets.film_money(),
)  # fmt: skip
VALUATION = Valuation(2025, datasets.exchange_rates(), datasets.price_index())
BELIEVED = SOURCES.inputs(VALUATION)
PLAN = Plan(2, 12, 40, 45)


@pytest.fixture(scope="module")
def indices() -> pd.DataFrame:
    return sensitivity.sobol(PLAN, BELIEVED, np.random.default_rng(0)).set_index(
        ["method", "driver"]
    )


def test_a_product_of_two_independent_inputs_has_the_indices_of_the_textbook(indices):
    # Of a product XY with squared coefficients of variation a and b, the first-order indices are
    # a / (a + b + ab) and b / (a + b + ab), the totals 1 minus the other's (Saltelli 2008, 4.5).
    table = BELIEVED.set_index("input")
    low, mode, high = table.loc["budget_per_min_usd", ["low", "middle", "high"]]
    mean = (low + mode + high) / 3
    spread = (low**2 + mode**2 + high**2 - low * mode - low * high - mode * high) / 18
    a = spread / mean**2
    b = (0.5 - 0.2) ** 2 / 12 / 0.35**2
    whole = a + b + a * b

    stage = indices.loc["On a stage"]

    assert stage["first_order"].tolist() == pytest.approx([a / whole, b / whole], abs=ESTIMATION)
    assert stage["total"].tolist() == pytest.approx([1 - b / whole, 1 - a / whole], abs=ESTIMATION)


def test_a_total_index_is_no_less_than_its_first_order(indices):
    assert (indices["total"] >= indices["first_order"] - ESTIMATION).all()


def test_what_the_tornado_moves_no_end_of_explains_no_variance(indices):
    swings = sensitivity.tornado(PLAN, BELIEVED).set_index(["method", "driver"])
    still = swings.index[swings["when_low"] == swings["when_high"]]

    assert (indices.loc[still, "first_order"] < ESTIMATION).all()


def test_the_market_carries_more_the_stronger_the_correlation():
    loose, tight = (
        sensitivity.sobol(
            PLAN, inputs.replaced(BELIEVED, "market_correlation", low=level),
            np.random.default_rng(0),
        ).set_index("driver")["total"][sensitivity.TITLES["market"]]
        for level in (0.1, 0.9)
    )  # fmt: skip

    assert loose < 0.2 < 0.8 < tight


def test_only_what_has_roubles_in_it_moves_with_the_rate():
    table = sensitivity.conventions(PLAN, SOURCES, VALUATION, 2000, seed=0)
    moved = sensitivity.moved(table)

    assert moved["parabola_rate_percent"] == 0
    assert moved["orbit_rate_percent"] > 0
    # Without an index, sums of earlier years stay smaller: US prices rose throughout.
    bare = table[table["convention"].str.startswith("No price index")].iloc[0]
    assert bare["in_orbit"] < table["in_orbit"].iloc[0]
    assert moved["index_way"] == "lowers"


def test_the_first_convention_is_the_report_s_own():
    table = sensitivity.conventions(PLAN, SOURCES, VALUATION, 2000, seed=7)
    drawn = scenarios.draws(BELIEVED, 2000, np.random.default_rng(7))
    medians = scenarios.costs_usd(PLAN, drawn).median() / 40 / 1e6

    assert table["in_orbit"].iloc[0] == pytest.approx(medians["orbit"])


def test_a_film_of_which_half_is_weightless_has_minutes_of_twice_the_cost():
    table = sensitivity.conventions(PLAN, SOURCES, VALUATION, 2000, seed=0)
    halved = table[table["convention"].str.startswith("Half of a film")].iloc[0]

    assert halved["on_a_stage"] == pytest.approx(2 * table["on_a_stage"].iloc[0])
    assert halved["in_orbit"] == table["in_orbit"].iloc[0]


def test_what_leads_a_method_is_named_as_in_a_sentence():
    leads = sensitivity.leading(sensitivity.drivers(PLAN, BELIEVED, np.random.default_rng(0)))

    assert leads["parabola_leads"] == "number of helpers aboard"
    assert leads["stage_leads"] == "film's budget a minute"
