"""What the same minutes cost when filmed in orbit, on parabolic flights, or on a stage.

Counted is what weightlessness adds: ride, stay and station; flights; rigs and graphics. Script,
cast, camera and cutting, which every method needs, are left out of all three.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis import inputs as believed
from analysis.constants import (
    CREW_DRAGON_SEATS,
    CREW_SLEEPS_H,
    CREW_WAKES_H,
    MIN_PER_H,
    S_PER_MIN,
)
from analysis.inputs import Values
from analysis.valuation import MILLION

METHODS = {"orbit": "In orbit", "parabola": "On parabolic flights", "stage": "On a stage"}
SEATS = CREW_DRAGON_SEATS - 1  # one is the commander's
AWAKE_H_PER_DAY = CREW_SLEEPS_H - CREW_WAKES_H
QUANTILES = {"low_90": 0.05, "low_50": 0.25, "median": 0.5, "high_50": 0.75, "high_90": 0.95}


@dataclass(frozen=True)
class Plan:
    """What is to be filmed: refused, in a sentence, where no crew could film it."""

    crew: int
    days: int
    minutes_on_screen: float
    shooting_ratio: float

    def __post_init__(self) -> None:
        if not 1 <= self.crew <= SEATS:
            raise ValueError(
                f"A film crew of {self.crew} does not fit: a ship to the station has {SEATS} seats "
                "besides its commander's; choose 1 to that many."
            )
        if self.days <= 0 or self.minutes_on_screen <= 0:
            raise ValueError("Days and minutes on screen are numbers above 0.")
        if self.shooting_ratio < 1:
            raise ValueError(
                f"A shooting ratio of {self.shooting_ratio:g} cannot be: at least one minute is "
                "shot for each minute on screen."
            )
        held_h = self.days * AWAKE_H_PER_DAY
        if self.footage_h > held_h:
            raise ValueError(
                f"{self.minutes_on_screen:g} minutes on screen at {self.shooting_ratio:g} to 1 "
                f"need {self.footage_h:,.1f} hours of footage, but {self.days} days hold only "
                f"{held_h:,.1f} hours in which the station's crew is awake: plan more days, fewer "
                "minutes or a lower ratio."
            )

    @property
    def footage_h(self) -> float:
        """Return the hours of footage that the minutes on screen are cut from."""
        return self.minutes_on_screen * self.shooting_ratio / MIN_PER_H

    @property
    def per_day_h(self) -> float:
        """Return the hours of footage that each day has to yield."""
        return self.footage_h / self.days


def draws(inputs: pd.DataFrame, count: int, rng: np.random.Generator) -> dict[str, Values]:
    """Return `count` draws of every input, by method and by input, from one generator.

    The same seed gives the same draws; methods share no input, so their draws are independent.
    """
    return {
        method: believed.values(
            inputs, method, {name: _open(rng, count) for name in believed.drivers(inputs, method)}
        )
        for method in METHODS
    }


def costs_usd(plan: Plan, drawn: dict[str, Values]) -> pd.DataFrame:
    """Return what the plan costs by each method: a column a method, a row a draw."""
    footage_h, minutes = plan.footage_h, plan.minutes_on_screen
    return pd.DataFrame(
        {
            "orbit": orbit_usd(drawn["orbit"], plan.crew, plan.days, footage_h),
            "parabola": parabola_usd(drawn["parabola"], plan.crew, footage_h),
            "stage": stage_usd(drawn["stage"], minutes),
        }
    )


def orbit_usd(values: Values, crew: int, days: float, footage_h: float | np.ndarray) -> np.ndarray:
    """Return the cost of filming in orbit: the sum of its parts.

    Where the footage needs more days than planned, at the pace drawn, the crew stays longer.
    """
    parts = orbit_parts_usd(values, crew, days, footage_h)
    return np.asarray(sum(parts.values()))


def orbit_parts_usd(
    values: Values, crew: int, days: float, footage_h: float | np.ndarray
) -> dict[str, np.ndarray]:
    """Return what seats, fees, stay, station crew, cargo and training cost, for each draw."""
    v = values
    stay_days = np.maximum(days, footage_h / v["footage_per_day_h"])
    day_usd = v["provisions_usd_per_day"] + v["supplies_usd_per_day"] + v["food_usd_per_day"]
    cargo_usd = v["cargo_up_usd_per_kg"] + v["kit_down_share"] * v["cargo_down_usd_per_kg"]
    return {
        "Seats": crew * v["seat_usd"],
        "Mission fees": v["support_usd"] + v["integration_usd"],
        "Stay": crew * stay_days * day_usd,
        "Station crew's time": footage_h
        * v["station_hours_per_footage_h"]
        * v["crew_time_usd_per_h"],
        "Film kit": v["kit_kg"] * cargo_usd,
        "Pay in training": crew * v["training_months"] * v["pay_per_month_usd"],
    }


def parabola_usd(values: Values, crew: int, footage_h: float | np.ndarray) -> np.ndarray:
    """Return the cost of filming on parabolic flights: whole flights, by the seat or chartered.

    On each flight, whichever is cheaper.
    """
    v = values
    seats = np.minimum(crew + v["helpers_per_flight"], v["aircraft_seats"])
    flight_usd = np.minimum(seats * v["parabolic_seat_usd"], v["charter_usd"])
    return np.ceil(flights(v, footage_h)) * flight_usd


def parabolas(values: Values, footage_h: float | np.ndarray) -> np.ndarray:
    """Return how many parabolas the footage takes, n = 3600 h / (spell × usable share)."""
    spell_s = values["parabola_s"] * values["usable_share"]
    return footage_h * MIN_PER_H * S_PER_MIN / spell_s


def flights(values: Values, footage_h: float | np.ndarray) -> np.ndarray:
    """Return how many flights these parabolas fill."""
    return parabolas(values, footage_h) / values["parabolas_per_flight"]


def stage_usd(values: Values, minutes: float | np.ndarray) -> np.ndarray:
    """Return the cost of weightlessness on a stage: minutes × budget a minute × its share.

    A budget holds what was shot and not used: the shooting ratio does not enter.
    """
    return minutes * values["budget_per_min_usd"] * values["share_of_budget"]


def intervals(costs: pd.DataFrame, per: float = 1.0) -> pd.DataFrame:
    """Return the median and the central 50 and 90 % of each column, in millions `per` unit."""
    table = costs.quantile(list(QUANTILES.values())).T / MILLION / per
    table.columns = list(QUANTILES)
    names = [METHODS.get(name, name) for name in table.index]
    return table.reset_index(drop=True).assign(method=names)[["method", *QUANTILES]]


def _open(rng: np.random.Generator, count: int) -> np.ndarray:
    """Return even numbers from 0 to 1, neither of them: the ends have no normal score."""
    return np.maximum(rng.random(count), np.finfo(float).tiny)
