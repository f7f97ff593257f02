"""How far off a track may be: by the age of its element sets, and by what neighbours say."""

import itertools

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from analysis.constants import (
    EARTH_GM_KM3_S2,
    ELEMENTS_REACH_DAYS,
    H_PER_DAY,
    S_PER_DAY,
    S_PER_H,
    S_PER_MIN,
)  # fmt: skip
from analysis.elements import apart_km, in_use, is_covered, reaches
from analysis.orbits import Floats, moments

NEAR_DAYS = 60  # sets from which the growth of the error is estimated
FIT_KM = 1.0  # the error of a set at its own epoch; Vallado and Crawford, AIAA 2008-6770


def misses(elements: pd.DataFrame, craft: str, around_s: float | None = None) -> pd.DataFrame:
    """Return how far off each set is at the epochs of the others of the same orbit.

    Pairs up to 14 days apart, of sets within 60 days of `around_s` or of all: age_days, negative
    where the set is the later one, and miss_km.
    """
    sets = reaches(elements, craft)
    sets = sets.assign(orbit=sets["is_changed"].cumsum())
    if around_s is not None:
        sets = sets[(sets["epoch_s"] - around_s).abs() < NEAR_DAYS * S_PER_DAY]
    rows = []
    for _, same in sets.groupby("orbit"):
        for one, other in itertools.permutations(same.itertuples(), 2):
            age_days = (other.epoch_s - one.epoch_s) / S_PER_DAY
            if abs(age_days) <= ELEMENTS_REACH_DAYS:
                miss_km = abs(apart_km(one.record, other.record, np.array([other.epoch_s]))[0])
                rows.append({"epoch": one.epoch, "age_days": age_days, "miss_km": miss_km})
    table = pd.DataFrame(rows, columns=["epoch", "age_days", "miss_km"])
    return table.sort_values(["epoch", "age_days"], ignore_index=True)


def drift_km_per_day(misses: pd.DataFrame) -> tuple[float, float]:
    """Return by how much the error grows a day, backward and forward in time: root mean squares.

    A set is fitted to what was seen before it, so that it is better backward. Pairs less than six
    hours apart tell of the fit, not of the growth; NaN without any.
    """
    old = misses[misses["age_days"].abs() >= 6 / H_PER_DAY]
    squares = (old["miss_km"] / old["age_days"]) ** 2
    back, forth = (squares[old["age_days"] * side > 0].mean() for side in (-1, 1))
    return float(np.sqrt(back)), float(np.sqrt(forth))


def uncertainty_where_used(
    elements: pd.DataFrame, ephemeris: pd.DataFrame, craft: str, since_s: float, until_s: float
) -> pd.DataFrame:
    """Return the likely error hour by hour, where days and gaps end, and where sets take turns.

    NaN where the operator's ephemeris is used instead.
    """
    hours_s = np.append(np.arange(since_s, until_s, S_PER_H), until_s)
    if is_covered(ephemeris, craft, since_s, until_s):
        columns = ["age_days", "along_km", "along_s", "other_km", "other_s"]
        return pd.DataFrame({"time": moments(hours_s)}).reindex(columns=["time", *columns])
    # At the ends of a gap its two predictions are furthest apart, and a set is oldest in the second
    # before the next takes its place, or before midnight: all may be between two hours.
    sets = reaches(elements, craft)
    turns_s = sets["since_s"].to_numpy("float64")[1:]
    midnights_s = np.arange(since_s - since_s % S_PER_DAY, until_s + 1, S_PER_DAY)
    between_s = np.concatenate([_gap_ends_s(sets), turns_s - 1, turns_s, midnights_s - 1])
    inside = (between_s > since_s) & (between_s < until_s)
    return uncertainty(elements, craft, np.union1d(hours_s, between_s[inside]))


def uncertainty(elements: pd.DataFrame, craft: str, utc_s: ArrayLike) -> pd.DataFrame:
    """Return the likely error along the track, in km and in seconds, by age of the set in use.

    The growth is that of the sets around, or of all in the table where there are none.

    `other_km` is, where a change of orbit lies between two sets, how far away the one that is
    not in use would put the craft: the size of what is not known.
    """
    utc_s = np.asarray(utc_s, dtype="float64")
    sets = reaches(elements, craft)
    chosen = in_use(sets, utc_s)
    age_days = (utc_s - sets["epoch_s"].to_numpy()[chosen]) / S_PER_DAY
    backward, forward = _drift_near(elements, craft, utc_s)
    along_km = np.hypot(FIT_KM, age_days * np.where(age_days < 0, backward, forward))
    rate_rad_s = sets["record"].map(lambda record: record.no_kozai).to_numpy()[chosen] / S_PER_MIN
    other_km = np.full(len(utc_s), np.nan)
    for number in np.flatnonzero(sets["has_gap"]):
        (before_s, before), (after_s, after) = (
            sets.loc[n, ["epoch_s", "record"]] for n in (number - 1, number)
        )
        within = (utc_s >= before_s) & (utc_s <= after_s)
        other_km[within] = np.abs(apart_km(before, after, utc_s[within]))
    speed_km_s = np.cbrt(EARTH_GM_KM3_S2 * rate_rad_s)
    return pd.DataFrame(
        {
            "time": moments(utc_s),
            "age_days": np.abs(age_days),
            "along_km": along_km,
            "along_s": along_km / speed_km_s,
            "other_km": other_km,
            "other_s": other_km / speed_km_s,
        }
    )


def errors_by_day(uncertainty: pd.DataFrame) -> pd.DataFrame:
    """Return the largest likely error of each day, and how far away the other prediction is."""
    # The last moment is the midnight with which the day after begins.
    by_day = uncertainty.iloc[:-1].assign(day=lambda t: t["time"].dt.floor("D")).groupby("day")
    return by_day[["age_days", "along_km", "along_s", "other_km", "other_s"]].max().reset_index()


def _gap_ends_s(sets: pd.DataFrame) -> Floats:
    """Return the epochs of the sets before and after each gap."""
    after = np.flatnonzero(sets["has_gap"])
    return sets["epoch_s"].to_numpy("float64")[np.unique([after - 1, after])]


def _drift_near(elements: pd.DataFrame, craft: str, utc_s: Floats) -> tuple[float, float]:
    """Return the growth of the error by the craft's neighbouring sets, else by all sets there are.

    The newest set of a craft may be alone.
    """
    if len(utc_s):
        found = drift_km_per_day(misses(elements, craft, float(np.mean(utc_s))))
        if not np.isnan(found).any():
            return found
    crafts = elements["craft"].unique()
    return drift_km_per_day(pd.concat([misses(elements, name) for name in crafts]))
