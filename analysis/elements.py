"""Element sets: which of them holds when, and the track that they give.

Sets are propagated by SGP4, the model that they were made for (Spacetrack Report No. 3, as
revised by Vallado, Crawford, Hujsak and Kelso, AIAA 2006-6753).
"""

import itertools
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from sgp4.api import Satrec

from analysis.constants import (
    ELEMENTS_REACH_DAYS,
    S_PER_DAY,
    S_PER_MIN,
)
from analysis.orbits import (
    UNIX_EPOCH_JD,
    Floats,
    Track,
    julian_date,
    moments,
    seconds,
    track,
    track_of_ephemeris,
)  # fmt: skip

STEP_S = 60.0
# Between two sets of one orbit the mean motion differs by what drag explains, to 0.0002 a day.
CHANGE_REV_PER_DAY = 0.001
Change = Literal["meeting", "earliest", "latest"]


def reaches(elements: pd.DataFrame, craft: str, change: Change = "meeting") -> pd.DataFrame:
    """Return the sets of a craft, and the span over which each is the one to use.

    A span ends half-way to the neighbour. Where the orbit was changed in a gap of up to 28 days
    it ends where the two predictions meet: a short burn leaves the craft where it is, so that they
    agree at its moment. `earliest` puts the change right after the one set, `latest` right before
    the other.
    """
    sets = elements[elements["craft"] == craft].sort_values("epoch", ignore_index=True)
    if sets.empty:
        raise ValueError(
            f"data/elements.csv has no elements of {craft}: `analysis refresh elements` fetches "
            "the newest."
        )
    records = [Satrec.twoline2rv(*lines) for lines in sets[["line1", "line2"]].itertuples(False)]
    epoch_s = np.array([_epoch_s(record) for record in records])
    is_changed = np.array([_is_changed(*pair) for pair in itertools.pairwise(records)], dtype=bool)
    # Across a longer gap neither prediction is good for anything, whether they differ or not.
    is_close = np.diff(epoch_s) < 2 * ELEMENTS_REACH_DAYS * S_PER_DAY
    ends = (epoch_s[1:] + epoch_s[:-1]) / 2
    for gap in np.flatnonzero(is_changed & is_close):
        before, after = epoch_s[gap : gap + 2]
        ends[gap] = {
            "meeting": _meeting_s(records[gap], records[gap + 1]),
            "earliest": before,
            "latest": after,
        }[change]
    return sets.assign(
        record=records,
        epoch_s=epoch_s,
        since_s=np.r_[-np.inf, ends],
        until_s=np.r_[ends, np.inf],
        is_changed=np.r_[False, is_changed],
        has_gap=np.r_[False, is_changed & is_close],
    )


def in_use(sets: pd.DataFrame, utc_s: Floats) -> NDArray[np.intp]:
    """Return the place of the set that holds at each moment, of those that `reaches` gives."""
    return np.searchsorted(sets["until_s"].to_numpy()[:-1], utc_s, "right")


def best_track(
    elements: pd.DataFrame, ephemeris: pd.DataFrame, craft: str, since_s: float, until_s: float
) -> Track:
    """Return the track from the operator's ephemeris where it covers the span, else from sets."""
    if is_covered(ephemeris, craft, since_s, until_s):
        return track_of_ephemeris(ephemeris[ephemeris["craft"] == craft])
    return track_of_elements(elements, craft, since_s, until_s)


def tables(ephemeris: pd.DataFrame, craft: str, since_s: float, until_s: float) -> list[str]:
    """Return the names of the tables from which `best_track` and its error come."""
    also = ["ephemeris"] if is_covered(ephemeris, craft, since_s, until_s) else []
    return ["elements", *also]


def is_covered(ephemeris: pd.DataFrame, craft: str, since_s: float, until_s: float) -> bool:
    """Return whether the operator's ephemeris covers a span."""
    own = ephemeris.loc[ephemeris["craft"] == craft, "time"]
    if own.empty:
        return False
    first_s, last_s = seconds(own.iloc[[0, -1]])
    return bool(first_s <= since_s and until_s <= last_s)


def track_of_elements(
    elements: pd.DataFrame,
    craft: str,
    since_s: float,
    until_s: float,
    *,
    change: Change = "meeting",
    max_age_days: float = ELEMENTS_REACH_DAYS,
) -> Track:
    """Return the track of a craft, at each moment from the set that holds then.

    Refuses a span of which some moment lies further than `max_age_days` from every set.
    """
    sets = reaches(elements, craft, change)
    utc_s = np.append(np.arange(since_s, until_s, STEP_S), until_s)
    chosen = in_use(sets, utc_s)
    _check_age(sets, utc_s, craft, max_age_days)
    position, velocity = np.empty((2, len(utc_s), 3))
    for number in np.unique(chosen):
        mine = chosen == number
        position[mine], velocity[mine] = states(sets["record"][number], utc_s[mine])
    return track(utc_s, position, velocity)


def states(record: Satrec, utc_s: Floats) -> tuple[Floats, Floats]:
    """Return positions in km and velocities in km/s by SGP4 from one set."""
    faults, position, velocity = record.sgp4_array(*julian_date(utc_s))
    if faults.any():
        made, wrong = moments([_epoch_s(record), utc_s[faults > 0][0]])
        raise ValueError(
            f"The elements of {made:%F %T} UTC give no orbit at {wrong:%F %T}: "
            "the craft has come down by then."
        )
    return position, velocity


def revolution(elements: pd.DataFrame, craft: str, utc_s: ArrayLike) -> Floats:
    """Return the number of the revolution as element sets count them, from node to node.

    They have five digits for it: after 99,999 comes 0.
    """
    sets, wanted = reaches(elements, craft), np.asarray(utc_s, dtype="float64")
    chosen, numbers = in_use(sets, wanted), np.empty(wanted.shape)
    for number in np.unique(chosen):
        mine, record = chosen == number, sets["record"][number]
        minutes = (wanted[mine] - sets["epoch_s"][number]) / S_PER_MIN
        start = (record.mo + record.argpo) % (2 * np.pi)
        angle = start + (record.mdot + record.argpdot + record.ndot * minutes) * minutes
        numbers[mine] = record.revnum + angle // (2 * np.pi)
    return numbers % 100_000


def apart_km(one: Satrec, other: Satrec, utc_s: Floats) -> Floats:
    """Return how far ahead along the track one set puts the craft, compared with another."""
    first, _ = states(one, utc_s)
    second, velocity = states(other, utc_s)
    pole = np.cross(second, velocity)
    pole /= np.linalg.norm(pole, axis=-1, keepdims=True)
    angle = np.arctan2((np.cross(second, first) * pole).sum(-1), (first * second).sum(-1))
    return angle * np.linalg.norm(second, axis=-1)


def _epoch_s(record: Satrec) -> float:
    return (record.jdsatepoch - UNIX_EPOCH_JD + record.jdsatepochF) * S_PER_DAY


def _is_changed(before: Satrec, after: Satrec) -> bool:
    """Return whether the mean motion moved by more than drag explains."""
    minutes = (_epoch_s(after) - _epoch_s(before)) / S_PER_MIN
    # A set holds half the rate at which the mean motion grows; the mean of two halves, doubled.
    expected = before.no_kozai + (before.ndot + after.ndot) * minutes
    per_day = S_PER_DAY / S_PER_MIN / (2 * np.pi)
    return bool(abs(after.no_kozai - expected) * per_day > CHANGE_REV_PER_DAY)


def _meeting_s(before: Satrec, after: Satrec) -> float:
    """Return when the two predictions meet, by the line through their distance; else half-way."""
    since_s, until_s = _epoch_s(before), _epoch_s(after)
    middle_s = (since_s + until_s) / 2
    hours = np.linspace(-0.5, 0.5, 200)
    utc_s = middle_s + hours * (until_s - since_s)
    slope, offset = np.polyfit(hours, apart_km(before, after, utc_s), 1)
    place = -offset / slope
    return middle_s + place * (until_s - since_s) if abs(place) < 0.5 else middle_s


def _check_age(sets: pd.DataFrame, utc_s: Floats, craft: str, max_age_days: float) -> None:
    ages = np.abs(utc_s[:, None] - sets["epoch_s"].to_numpy()).min(axis=1) / S_PER_DAY
    if ages.max() > max_age_days:
        worst = moments(utc_s[ages.argmax()])
        nearest = moments(sets["epoch_s"][(sets["epoch_s"] - utc_s[ages.argmax()]).abs().argmin()])
        raise ValueError(
            f"The elements of {craft} nearest to {worst:%F} are of {nearest:%F}, "
            f"{ages.max():.0f} days away; beyond {max_age_days:.0f} days they are too far off. "
            "`analysis refresh elements` fetches the newest."
        )
