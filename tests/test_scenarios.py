"""The three methods against sums done by hand, and as properties of any plan."""

from pathlib import Path

import nbformat
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import datasets, inputs, scenarios
from analysis.press import PressError, parameters
from analysis.scenarios import Plan
from analysis.valuation import Valuation

ROUNDING = 1e-12
NOTEBOOK = Path(__file__).parent.parent / "notebooks/04_what_would_the_next_film_cost.ipynb"
SOURCES = inputs.Sources(
    datasets.claims(), datasets.prices(), datasets.assumptions(), datasets.films(),
    datasets.film_money(),
)  # fmt: skip
BELIEVED = SOURCES.inputs(Valuation(2025, datasets.exchange_rates(), datasets.price_index()))
DRAWN = scenarios.draws(BELIEVED, 2000, np.random.default_rng(0))

crews, stays = st.integers(1, 3), st.integers(1, 180)
lengths, ratios = st.floats(1, 20), st.floats(1, 40)


def one(**values: float) -> inputs.Values:
    return {name: np.array([float(value)]) for name, value in values.items()}


# Sums done by hand


def test_orbit_costs_what_the_published_prices_add_up_to():
    values = one(
        seat_usd=55e6, support_usd=5.2e6, integration_usd=4.8e6, provisions_usd_per_day=88_000,
        supplies_usd_per_day=40, food_usd_per_day=2000, crew_time_usd_per_h=130_000,
        station_hours_per_footage_h=3, cargo_up_usd_per_kg=20_000, cargo_down_usd_per_kg=40_000,
        kit_kg=13.75, kit_down_share=1, training_months=4, pay_per_month_usd=10_000,
        footage_per_day_h=2.5,
    )  # fmt: skip
    # IG-20-005: 55 million a seat. The Register, 10 May 2021: 5.2 + 4.8 million a mission, cargo
    # 88,000 a person-day; SpaceNews: food 2,000, supplies 40; 130,000 an hour; 20,000 and 40,000 a
    # kilogram. AFP: 12 days, 30 hours; Roscosmos: 13.75 kg, 4 months.
    by_hand = (
        2 * 55e6 + 10e6 + 2 * 12 * (88_000 + 40 + 2000) + 30 * 3 * 130_000
        + 13.75 * (20_000 + 40_000) + 2 * 4 * 10_000
    )  # fmt: skip

    cost = scenarios.orbit_usd(values, crew=2, days=12, footage_h=30)

    assert cost[0] == pytest.approx(by_hand, rel=ROUNDING)
    assert by_hand == pytest.approx(134_765_960)


def test_four_private_astronauts_for_a_week_cost_945_000_dollars_by_the_tariff_of_2019():
    # NASA's own example of June 2019: 4 people, 7 days, 11,250 + 22,500 dollars a day = 945,000.
    values = one(
        seat_usd=0, support_usd=0, integration_usd=0, provisions_usd_per_day=11_250,
        supplies_usd_per_day=22_500, food_usd_per_day=0, crew_time_usd_per_h=0,
        station_hours_per_footage_h=0, cargo_up_usd_per_kg=0, cargo_down_usd_per_kg=0, kit_kg=0,
        kit_down_share=0, training_months=0, pay_per_month_usd=0, footage_per_day_h=2.5,
    )  # fmt: skip

    assert scenarios.orbit_usd(values, crew=4, days=7, footage_h=1)[0] == 945_000


def test_the_crew_stays_longer_where_the_pace_does_not_suffice():
    values = {name: draws[:1] for name, draws in DRAWN["orbit"].items()}
    values["footage_per_day_h"] = np.array([2.5])
    day_usd = sum(
        values[name] for name in
        ("provisions_usd_per_day", "supplies_usd_per_day", "food_usd_per_day")
    )  # fmt: skip

    stay = scenarios.orbit_parts_usd(values, crew=2, days=12, footage_h=50)["Stay"]

    # 50 hours at 2.5 a day are 20 days.
    assert stay == pytest.approx(2 * 20 * day_usd)


def test_four_hours_in_parabolas_of_25_seconds_are_576_of_them():
    # Neil Oseman: 25 seconds; TIME: four hours. 14,400 / 25 = 576 (612 were flown).
    values = one(parabola_s=25, usable_share=1, parabolas_per_flight=15)

    assert scenarios.parabolas(values, 4)[0] == 576
    # 576 / 15 = 38.4: Space Adventures says 40 flights.
    assert scenarios.flights(values, 4)[0] == pytest.approx(38.4)


def test_parabolic_flights_are_whole_and_by_the_cheaper_of_seat_and_charter():
    seen = one(
        parabola_s=25, usable_share=1, parabolas_per_flight=15, helpers_per_flight=8,
        aircraft_seats=36, parabolic_seat_usd=8200, charter_usd=165_000,
    )  # fmt: skip

    # Spectrum News 1, 2022: 8,200 dollars a seat; ten seats on 39 flights (38.4 and the rest).
    assert scenarios.parabola_usd(seen, crew=2, footage_h=4)[0] == 39 * 10 * 8200
    # Citizens in Space, 2014: 165,000 for the whole aircraft, less than 33 seats.
    full = seen | one(helpers_per_flight=31)
    assert scenarios.parabola_usd(full, crew=2, footage_h=4)[0] == 39 * 165_000


def test_no_flight_has_more_people_than_seats():
    crowded = one(
        parabola_s=25, usable_share=1, parabolas_per_flight=15, helpers_per_flight=34,
        aircraft_seats=36, parabolic_seat_usd=1000, charter_usd=1e9,
    )  # fmt: skip

    assert scenarios.parabola_usd(crowded, crew=3, footage_h=0.1)[0] == 36 * 1000


def test_a_stage_costs_its_share_of_the_budget_a_minute():
    # Gravity: 110 million dollars (The Numbers), 91 minutes; a third of it, 40 minutes.
    values = one(budget_per_min_usd=110e6 / 91, share_of_budget=1 / 3)

    assert scenarios.stage_usd(values, 40)[0] == pytest.approx(40 * 110e6 / 91 / 3)


# Properties of any plan


@given(crew=st.integers(1, 2), days=stays, minutes=lengths, ratio=ratios)
@settings(deadline=None)
def test_one_more_in_the_crew_never_costs_less(crew, days, minutes, ratio):
    footage_h = minutes * ratio / 60

    assert (
        scenarios.orbit_usd(DRAWN["orbit"], crew + 1, days, footage_h)
        > scenarios.orbit_usd(DRAWN["orbit"], crew, days, footage_h)
    ).all()
    assert (
        scenarios.parabola_usd(DRAWN["parabola"], crew + 1, footage_h)
        >= scenarios.parabola_usd(DRAWN["parabola"], crew, footage_h)
    ).all()


@given(crew=crews, days=stays, footage_h=st.floats(0.1, 100), more=st.floats(0.1, 100))
@settings(deadline=None)
def test_more_days_or_more_footage_never_cost_less(crew, days, footage_h, more):
    for method, cost in (
        ("orbit", lambda d, f: scenarios.orbit_usd(DRAWN["orbit"], crew, d, f)),
        ("parabola", lambda d, f: scenarios.parabola_usd(DRAWN["parabola"], crew, f)),
    ):
        assert (cost(days + 1, footage_h) >= cost(days, footage_h)).all(), method
        assert (cost(days, footage_h + more) >= cost(days, footage_h)).all(), method


@given(minutes=lengths, factor=st.floats(1, 10))
def test_a_stage_scales_with_the_minutes(minutes, factor):
    whole = scenarios.stage_usd(DRAWN["stage"], minutes * factor)

    assert whole == pytest.approx(factor * scenarios.stage_usd(DRAWN["stage"], minutes))


def test_twice_the_price_of_everything_is_twice_the_cost():
    doubled = {
        name: draws * 2 if "usd" in name else draws for name, draws in DRAWN["orbit"].items()
    }

    assert scenarios.orbit_usd(doubled, 2, 12, 30) == pytest.approx(
        2 * scenarios.orbit_usd(DRAWN["orbit"], 2, 12, 30)
    )


@given(days=stays, minutes=lengths, ratio=st.floats(1, 20))
@settings(deadline=None, max_examples=20)
def test_intervals_are_nested(days, minutes, ratio):
    plan = Plan(2, max(days, 2), minutes, ratio)
    table = scenarios.intervals(scenarios.costs_usd(plan, DRAWN), minutes)

    ends = table[list(scenarios.QUANTILES)].to_numpy()
    assert (np.diff(ends, axis=1) >= 0).all()


@given(seed=st.integers(0, 2**32 - 1))
@settings(deadline=None, max_examples=10)
def test_the_same_seed_gives_the_same_bytes(seed):
    plan = Plan(2, 12, 40, 45)
    first, second = (
        scenarios.costs_usd(plan, scenarios.draws(BELIEVED, 500, np.random.default_rng(seed)))
        for _ in range(2)
    )

    assert first.to_numpy().tobytes() == second.to_numpy().tobytes()


def test_another_seed_gives_other_draws():
    plan = Plan(2, 12, 40, 45)
    one_way, another = (
        scenarios.costs_usd(plan, scenarios.draws(BELIEVED, 500, np.random.default_rng(seed)))
        for seed in (1, 2)
    )

    assert not one_way.equals(another)


# Refusals


@pytest.mark.parametrize(
    ("plan", "said"),
    [
        ((4, 12, 40, 45), "has 3 seats besides its commander's"),
        ((0, 12, 40, 45), "film crew of 0 does not fit"),
        ((2, -1, 40, 45), "numbers above 0"),
        ((2, 12, 0, 45), "numbers above 0"),
        ((2, 12, 40, 0.5), "at least one minute is shot"),
        ((2, 1, 40, 45), "need 30.0 hours of footage, but 1 days hold only 15.5 hours"),
    ],
)
def test_what_no_crew_could_film_is_refused_in_a_sentence(plan, said):
    with pytest.raises(ValueError) as refused:
        Plan(*plan)

    assert said in str(refused.value)
    assert str(refused.value).endswith(".")


@given(days=st.integers(1, 10), ratio=st.floats(1, 60))
def test_a_plan_holds_just_as_much_footage_as_the_crew_is_awake(days, ratio):
    # NASA (2018), Operating an Outpost, p. 22: the crew is awake from 6:00 to 21:30, 15.5 hours.
    most_min = days * 15.5 * 60 / ratio

    assert Plan(1, days, most_min * 0.999, ratio).footage_h < days * 15.5
    with pytest.raises(ValueError):
        Plan(1, days, most_min * 1.001, ratio)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("crew", 4, "choose 1 to 3, as a ship to the station has that many seats"),
        ("days", -2, "choose 1 to 180"),
        ("shooting_ratio", 0.5, "at least a minute is shot for each one on screen"),
        ("minutes_on_screen", 0, "choose 1 to 240"),
        ("draws", 10, "choose 1,000 to 1,000,000"),
        ("price_year", 1900, "beyond it there is no US price index"),
        ("seed", -1, "choose 0 to 4,294,967,295"),
        ("crew", "two", "valid integer"),
    ],
)
def test_what_one_parameter_shows_to_be_impossible_is_refused_before_a_kernel_starts(
    name, value, said
):
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    declared = parameters.declared(notebook, NOTEBOOK.name)

    with pytest.raises(PressError, match=name) as refused:
        parameters.checked(declared, {name: value})

    assert said in str(refused.value)
