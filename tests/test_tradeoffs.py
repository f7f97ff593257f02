"""Crossings, takes and the summary against sums done by hand."""

import numpy as np
import pytest

from analysis import datasets, inputs, scenarios, tradeoffs
from analysis.scenarios import Plan
from analysis.valuation import Valuation

SOURCES = inputs.Sources(
    datasets.claims(), datasets.prices(), datasets.assumptions(), datasets.films(),
    datasets.film_money(),
)  # fmt: skip
VALUATION = Valuation(2025, datasets.exchange_rates(), datasets.price_index())
BELIEVED = SOURCES.inputs(VALUATION)
DRAWN = scenarios.draws(BELIEVED, 500, np.random.default_rng(0))
PLAN = Plan(2, 12, 40, 45)
WHOLE_FLIGHTS = 0.01  # of the cost of a plan of this size: flights are whole


def test_at_its_crossing_orbit_costs_as_much_as_the_flights():
    one = {method: {k: v[:1] for k, v in values.items()} for method, values in DRAWN.items()}
    minutes = tradeoffs.crossings(PLAN, one)["median"].iloc[0]
    footage_h = minutes * PLAN.shooting_ratio / 60

    orbit = scenarios.orbit_usd(one["orbit"], PLAN.crew, PLAN.days, footage_h)
    flown = scenarios.parabola_usd(one["parabola"], PLAN.crew, footage_h)

    assert flown[0] == pytest.approx(orbit[0], rel=WHOLE_FLIGHTS)


def test_methods_that_never_cross_are_said_not_to():
    free = {**DRAWN, "stage": {name: values * 0 for name, values in DRAWN["stage"].items()}}

    row = tradeoffs.crossings(PLAN, free).iloc[1]

    assert row["reached_percent"] == 0
    assert np.isnan(row["median"])


def test_a_lower_ratio_puts_the_crossing_with_flights_further_off():
    thrifty = Plan(2, 12, 40, 10)

    near, far = (tradeoffs.crossings(plan, DRAWN)["median"].iloc[0] for plan in (PLAN, thrifty))

    assert far > near


def test_the_station_s_shortest_day_is_57_minutes():
    # At 420 km: period 92.8 min; the shadow spans 2 asin(6378/6798) = 139.5° of 360°.
    assert tradeoffs.daylight_min(420) == pytest.approx(92.8 * (1 - 139.5 / 360), abs=0.2)
    # "45 minutes of day, 45 of night" is half of an orbit, not its lit part.
    assert tradeoffs.daylight_min(420) > 92.8 / 2


def test_higher_stations_have_longer_days():
    days = [tradeoffs.daylight_min(height) for height in (300, 400, 500)]

    assert days == sorted(days)


def test_a_parabola_s_take_is_20_to_30_seconds():
    # 27 East, August 2021: 20 to 30 seconds; Novespace's 22 lie between.
    takes = tradeoffs.take_figures(tradeoffs.longest_takes(BELIEVED, 420))

    assert (takes["spell_low_s"], takes["spell_high_s"]) == pytest.approx((20, 30))


def test_the_station_flew_at_about_420_kilometres():
    # NASA's trajectory of February 2022; the station then kept between 410 and 430 km.
    assert 410 < tradeoffs.altitude_km(datasets.ephemeris()) < 430


def test_parts_make_the_whole():
    parts = tradeoffs.orbit_parts(PLAN, DRAWN)

    assert parts["share_percent"].sum() == pytest.approx(100)
    assert parts["part"].iloc[0] == "Seats"


def test_the_cheapest_method_is_one_of_three():
    costs = scenarios.costs_usd(PLAN, DRAWN)
    parts, crossings = tradeoffs.orbit_parts(PLAN, DRAWN), tradeoffs.crossings(PLAN, DRAWN)
    key = tradeoffs.key_figures(PLAN, costs, parts, crossings, DRAWN)

    shares = [key[f"{method}_cheapest_percent"] for method in scenarios.METHODS]
    assert sum(shares) == pytest.approx(100)
    # AFP: 30 hours from 12 days.
    assert key["per_day_h"] == 2.5


def test_a_stage_of_which_one_minute_in_so_many_is_weightless_costs_as_much_as_flights():
    costs = scenarios.costs_usd(PLAN, DRAWN)
    parts, crossings = tradeoffs.orbit_parts(PLAN, DRAWN), tradeoffs.crossings(PLAN, DRAWN)
    key = tradeoffs.key_figures(PLAN, costs, parts, crossings, DRAWN)

    dearer = key["parabola_one_in"] * costs["stage"] > costs["parabola"]
    assert dearer.mean() == pytest.approx(0.5, abs=0.02)  # two figures of 500 draws


def test_where_flights_are_the_cheapest_no_such_share_is_named():
    thrifty = Plan(2, 12, 40, 1)
    costs = scenarios.costs_usd(thrifty, DRAWN)
    parts, crossings = tradeoffs.orbit_parts(thrifty, DRAWN), tradeoffs.crossings(thrifty, DRAWN)
    key = tradeoffs.key_figures(thrifty, costs, parts, crossings, DRAWN)

    assert np.isnan(key["parabola_one_in"])
    assert np.isnan(key["orbit_one_in"])


def test_lengths_are_round_and_hold_the_planned_one():
    table = tradeoffs.at_lengths(tradeoffs.curves(PLAN, DRAWN, 240))

    assert list(table["minutes_on_screen_min"]) == [1, 2, 5, 10, 20, 40, 50, 100, 200]
