"""The methods side by side: by length, at their crossings, by the longest take, in summary."""

from collections.abc import Callable

import numpy as np
import pandas as pd

from analysis.constants import EARTH_RADIUS_KM, MIN_PER_H, S_PER_MIN
from analysis.inputs import Values
from analysis.orbits import orbital_period_min
from analysis.scenarios import (
    METHODS,
    QUANTILES,
    Plan,
    flights,
    intervals,
    orbit_parts_usd,
    orbit_usd,
    parabola_usd,
    parabolas,
    stage_usd,
)
from analysis.valuation import MILLION

Costs = Callable[[np.ndarray], np.ndarray]
LENGTHS_MIN = (1, 2, 5, 10, 20, 50, 100, 200)  # of the table: round ones, and the planned one
FEATURE_MIN = 240.0  # longer than any film of the tables
HALVINGS = 30  # of the search for a crossing: 1 part in 10 million
FAR_MIN = 1e5  # where the search ends: beyond it two methods never cross


def needs(plan: Plan, drawn: dict[str, Values]) -> pd.DataFrame:
    """Return the plan, and what each method needs for it: medians of the draws."""
    flown, orbit = drawn["parabola"], drawn["orbit"]
    seats = np.minimum(plan.crew + flown["helpers_per_flight"], flown["aircraft_seats"])
    stay_days = np.maximum(plan.days, plan.footage_h / orbit["footage_per_day_h"])
    flown_n, flights_n = (f(flown, plan.footage_h) for f in (parabolas, flights))
    rows = [
        ("All", "Minutes on screen", plan.minutes_on_screen, "min"),
        ("All", "Minutes shot for one on screen", plan.shooting_ratio, ""),
        ("All", "Footage", plan.footage_h, "h"),
        (METHODS["orbit"], "Seats for the film crew", plan.crew, "people"),
        (METHODS["orbit"], "Stay", float(np.median(stay_days)), "days"),
        (METHODS["parabola"], "Parabolas", float(np.median(flown_n)), ""),
        (METHODS["parabola"], "Flights", float(np.median(np.ceil(flights_n))), ""),
        (METHODS["parabola"], "Seats on each flight", float(np.median(seats)), "people"),
    ]
    table = pd.DataFrame(rows, columns=["method", "what", "number", "unit"])
    amount = [
        f"{x:,.0f} {unit}".strip() for x, unit in zip(table["number"], table["unit"], strict=True)
    ]
    return table.drop(columns=["number", "unit"]).assign(amount=amount)


def orbit_parts(plan: Plan, drawn: dict[str, Values]) -> pd.DataFrame:
    """Return the median of each part of the cost in orbit, its interval, its share of the mean."""
    parts = pd.DataFrame(orbit_parts_usd(drawn["orbit"], plan.crew, plan.days, plan.footage_h))
    share = 100 * parts.mean() / parts.mean().sum()
    table = intervals(parts).rename(columns={"method": "part"})
    return table.assign(share_percent=share.to_numpy()).sort_values(
        "share_percent", ascending=False, ignore_index=True
    )


def curves(plan: Plan, drawn: dict[str, Values], longest_min: float) -> pd.DataFrame:
    """Return median and intervals of each method's cost for 1 minute on screen to `longest_min`.

    Crew, ratio and draws stay the same; the days grow where the footage needs them. The lengths
    hold those of `at_lengths`, which `is_listed` marks.
    """
    listed = {float(m) for m in LENGTHS_MIN if m <= longest_min} | {plan.minutes_on_screen}
    rows = []
    for minutes in sorted({*np.geomspace(1, longest_min, 25), *listed}):
        footage_h = minutes * plan.shooting_ratio / MIN_PER_H
        costs = pd.DataFrame(
            {
                "orbit": orbit_usd(drawn["orbit"], plan.crew, plan.days, footage_h),
                "parabola": parabola_usd(drawn["parabola"], plan.crew, footage_h),
                "stage": stage_usd(drawn["stage"], minutes),
            }
        )
        rows.append(
            intervals(costs).assign(minutes_on_screen_min=minutes, is_listed=minutes in listed)
        )
    return pd.concat(rows, ignore_index=True)


def at_lengths(curves: pd.DataFrame) -> pd.DataFrame:
    """Return the curves' medians side by side, a row a length: round ones and the planned one."""
    wide = curves[curves["is_listed"]].pivot_table(
        index="minutes_on_screen_min", columns="method", values="median"
    )
    return wide[list(METHODS.values())].reset_index().rename_axis(columns=None)


def crossings(plan: Plan, drawn: dict[str, Values]) -> pd.DataFrame:
    """Return from which length on orbit is cheaper than flights and stage, flights than a stage.

    A row a pair: `by` is what grows, in minutes on screen or in minutes shot for one used;
    `reached_percent` of the draws cross within a film of 240 minutes, or at a ratio of 1 or more.
    """
    orbit, flown, stage = drawn["orbit"], drawn["parabola"], drawn["stage"]

    def in_orbit(minutes: np.ndarray) -> np.ndarray:
        return orbit_usd(orbit, plan.crew, plan.days, minutes * plan.shooting_ratio / MIN_PER_H)

    def by_aircraft(minutes: np.ndarray) -> np.ndarray:
        return parabola_usd(flown, plan.crew, minutes * plan.shooting_ratio / MIN_PER_H)

    shot_min_usd = parabola_usd(flown, plan.crew, 1e3) / 1e3 / MIN_PER_H
    ratio = stage_usd(stage, 1.0) / shot_min_usd
    count = len(ratio)
    pairs = [
        ("Orbit cheaper than parabolic flights", "minutes on screen, from",
         _crossing(by_aircraft, in_orbit, count), "below"),
        ("Orbit cheaper than a stage", "minutes on screen, from",
         _crossing(lambda minutes: stage_usd(stage, minutes), in_orbit, count), "below"),
        ("Parabolic flights cheaper than a stage", "minutes shot for each one used, up to", ratio,
         "above"),
    ]  # fmt: skip
    return pd.DataFrame([_crossed(*pair) for pair in pairs])


def longest_takes(inputs: pd.DataFrame, altitude_km: float) -> pd.DataFrame:
    """Return how long a shot can be by each method, in minutes, and what ends it.

    In orbit it is daylight at the window that ends: a circular orbit, the Sun in its plane, so
    that the night is as long as it can be. Inside, by lamps, nothing does.
    """
    spell = inputs.set_index("input").loc["parabola_s"]
    lit_min = daylight_min(altitude_km)
    low_s, high_s = spell["low"], spell["high"]
    flown = f"{low_s:.0f} to {high_s:.0f} seconds"
    rows = [
        ("On parabolic flights", flown, low_s / S_PER_MIN, high_s / S_PER_MIN,
         "the aircraft pulls out of its fall"),
        ("In orbit, by daylight", f"about {lit_min:.0f} minutes or longer", lit_min, np.nan,
         "the Sun sets behind the Earth"),
        ("In orbit, by lamps", "no limit", np.nan, np.nan, "–"),
        ("On a stage", "no limit", np.nan, np.nan, "–"),
    ]  # fmt: skip
    columns = ["method", "longest_take", "low_min", "high_min", "what_ends_it"]
    return pd.DataFrame(rows, columns=columns)


def take_figures(takes: pd.DataFrame) -> pd.Series:
    """Return the ends of the longest takes by the names that a sentence uses."""
    flown, lit = takes.iloc[0], takes.iloc[1]
    return pd.Series(
        {
            "spell_low_s": flown["low_min"] * S_PER_MIN,
            "spell_high_s": flown["high_min"] * S_PER_MIN,
            "daylight_min": lit["low_min"],
        }
    )


def daylight_min(altitude_km: float) -> float:
    """Return the minutes of sunlight in one orbit, T (1 − asin(R/(R + h)) / π).

    Circular, the Sun in the plane of the orbit: the shortest day there is at this height.

    >>> round(daylight_min(420))   # the space station
    57
    """
    ratio = EARTH_RADIUS_KM / (EARTH_RADIUS_KM + altitude_km)
    return float(orbital_period_min(altitude_km) * (1 - np.arcsin(ratio) / np.pi))


def altitude_km(ephemeris: pd.DataFrame) -> float:
    """Return a trajectory's mean height (`x_km`, `y_km`, `z_km`) over the radius of the equator."""
    distance_km = np.linalg.norm(ephemeris[["x_km", "y_km", "z_km"]], axis=1)
    return float(distance_km.mean() - EARTH_RADIUS_KM)


def key_figures(
    plan: Plan, costs: pd.DataFrame, parts: pd.DataFrame, crossings: pd.DataFrame,
    drawn: dict[str, Values],
) -> pd.Series:  # fmt: skip
    """Return the figures that a summary states, by name; sums, times and ratios to two figures.

    In millions of dollars of the year. A crossing that the middle draw never reaches is NaN, and
    so is `one_in` where the stage is not the cheapest: a stage costs as much as another method
    where one minute of its film in so many is weightless.
    """
    minute = intervals(costs, plan.minutes_on_screen)
    share = parts.set_index("part")["share_percent"]
    mean_mln = costs["orbit"].mean() / MILLION
    work = ["Station crew's time", "Film kit"]
    pace_h = drawn["orbit"]["footage_per_day_h"]
    figures = {
        "footage_h": plan.footage_h,
        "per_day_h": plan.per_day_h,
        "orbit_per_parabola": (costs["orbit"] / costs["parabola"]).median(),
        "orbit_per_stage": (costs["orbit"] / costs["stage"]).median(),
        "parabola_per_stage": (costs["parabola"] / costs["stage"]).median(),
        "seats_tenth_mln_usd": share["Seats"] / 100 * mean_mln / 10,
        "work_tenth_mln_usd": share[work].sum() / 100 * mean_mln / 10,
        "parabolas": float(np.median(parabolas(drawn["parabola"], plan.footage_h))),
    }
    for name, row in zip(costs.columns, minute.to_dict("records"), strict=True):
        figures |= {f"{name}_{end}_mln_usd": row[end] for end in QUANTILES}
    figures = {name: _two_figures(number) for name, number in figures.items()}
    dearer = min(figures["orbit_per_stage"], figures["parabola_per_stage"]) > 1
    for name in ("orbit", "parabola"):  # one weightless minute of the film's in so many
        figures[f"{name}_one_in"] = figures[f"{name}_per_stage"] if dearer else np.nan
    for name, middle in (costs.median() / MILLION).items():
        figures[f"{name}_total_mln_usd"] = float(f"{middle:.3g}")  # as in the table by length
    cheapest = costs.idxmin(axis=1)
    shares = {name: float((cheapest == name).mean()) for name in METHODS}
    figures |= {f"{name}_cheapest_percent": 100 * share for name, share in shares.items()}
    figures |= {f"{name}_cheapest": share_in_words(share) for name, share in shares.items()}
    figures |= {"seats_percent": share["Seats"], "work_percent": share[work].sum()}
    for name, row in zip(("flights", "stage", "ratio"), crossings.to_dict("records"), strict=True):
        figures |= {f"{name}_crossed_{end}": row[end] for end in QUANTILES}
        figures[f"{name}_reached_percent"] = row["reached_percent"]
    figures["flown"] = float(np.median(np.ceil(flights(drawn["parabola"], plan.footage_h))))
    figures["paced"] = _paced(float(np.mean(plan.footage_h / pace_h <= plan.days)))
    return pd.Series(figures)


def share_in_words(share: float) -> str:
    """Return a share of the draws: none and all are said in words, and so is what is too few.

    >>> share_in_words(0), share_in_words(0.0004), share_in_words(0.9954), share_in_words(1)
    ('none', 'fewer than 1 in 1,000', '99.5 %', 'all')
    """
    if share in (0, 1):
        return "all" if share else "none"
    if share < 0.001:
        return "fewer than 1 in 1,000"
    return f"{min(100 * share, 99.9):.1f} %"


def _paced(share: float) -> str:
    """Say in which share of the draws the planned days are enough, and what is done elsewhere.

    >>> _paced(1), _paced(0)
    ('all of the draws', 'none: the crew stays longer')
    >>> _paced(0.25)
    '25.0 % of the draws; in the others the crew stays longer'
    """
    words = share_in_words(share)
    if share == 0:
        return f"{words}: the crew stays longer"
    return f"{words} of the draws" + ("" if share == 1 else "; in the others the crew stays longer")


def _two_figures(number: float) -> float:
    """Return a number as sure as the model is.

    >>> _two_figures(167.3), _two_figures(0.2666)
    (170.0, 0.27)
    """
    return float(f"{number:.2g}")


def _crossing(dear: Costs, cheap: Costs, count: int) -> np.ndarray:
    """Return from which number of minutes on `cheap` costs less than `dear`; infinite if never."""
    low, high = np.zeros(count), np.full(count, FAR_MIN)
    never = cheap(high) > dear(high)
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        below = cheap(middle) > dear(middle)
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    return np.where(never, np.inf, high)


def _crossed(pair: str, by: str, at: np.ndarray, side: str) -> dict:
    ends = np.quantile(at, list(QUANTILES.values()), method="nearest")
    reached = at <= FEATURE_MIN if side == "below" else at >= 1
    finite = {
        name: x if np.isfinite(x) else np.nan for name, x in zip(QUANTILES, ends, strict=True)
    }
    return {"pair": pair, "by": by, **finite, "reached_percent": 100 * reached.mean()}
