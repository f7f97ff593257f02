"""Element sets: which of them holds when, the track that they give, and how far off it may be.

Sets are propagated by SGP4, the model that they were made for (Spacetrack Report No. 3, as
revised by Vallado, Crawford, Hujsak and Kelso, AIAA 2006-6753).
"""

import itertools
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from sgp4.api import Satrec

from analysis.constants import (
    EARTH_GM_KM3_S2,
    ELEMENTS_REACH_DAYS,
    H_PER_DAY,
    S_PER_DAY,
    S_PER_H,
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

NEAR_DAYS = 60  # sets from which the growth of the error is estimated
STEP_S = 60.0
# Between two sets of one orbit the mean motion differs by what drag explains, to 0.0002 a day.
CHANGE_REV_PER_DAY = 0.001
FIT_KM = 1.0  # the error of a set at its own epoch; Vallado and Crawford, AIAA 2008-6770
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


def best_track(
    elements: pd.DataFrame, ephemeris: pd.DataFrame, craft: str, since_s: float, until_s: float
) -> Track:
    """Return the track from the operator's ephemeris where it covers the span, else from sets."""
    if is_covered(ephemeris, craft, since_s, until_s):
        return track_of_ephemeris(ephemeris[ephemeris["craft"] == craft])
    return track_of_elements(elements, craft, since_s, until_s)


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
    chosen = _chosen(sets, utc_s)
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
    chosen, numbers = _chosen(sets, wanted), np.empty(wanted.shape)
    for number in np.unique(chosen):
        mine, record = chosen == number, sets["record"][number]
        minutes = (wanted[mine] - sets["epoch_s"][number]) / S_PER_MIN
        start = (record.mo + record.argpo) % (2 * np.pi)
        angle = start + (record.mdot + record.argpdot + record.ndot * minutes) * minutes
        numbers[mine] = record.revnum + angle // (2 * np.pi)
    return numbers % 100_000


def orbit_changes(
    elements: pd.DataFrame, craft: str, since_s: float, until_s: float
) -> pd.DataFrame:
    """Return the changes of orbit near a span: the sets around each, and where they meet.

    `apart_km` is how far apart along the track the two put the craft at the later epoch.
    """
    sets = reaches(elements, craft)
    sets = sets.join(sets[["epoch", "epoch_s", "record"]].shift().add_suffix("_before"))
    near = sets["has_gap"] & (sets["epoch_s"] > since_s) & (sets["epoch_s_before"] < until_s)
    rows = [
        {
            "last_set_before": row.epoch_before,
            "first_set_after": row.epoch,
            "predictions_meet": moments(row.since_s),
            "apart_km": abs(
                float(apart_km(row.record_before, row.record, np.array([row.epoch_s]))[0])
            ),
        }
        for row in sets[near].itertuples()
    ]
    return pd.DataFrame(
        rows, columns=["last_set_before", "first_set_after", "predictions_meet", "apart_km"]
    )


def gap(changes: pd.DataFrame, uncertainty: pd.DataFrame) -> pd.Series:
    """Return the last change of orbit in words, and how far apart the predictions lie; or NaN."""
    if changes.empty or uncertainty["other_km"].isna().all():
        return pd.Series(np.nan, ["gap_from", "gap_until", "met_at", "other_high_km"])
    before, after, met = changes.iloc[-1][list(changes.columns[:3])]
    return pd.Series(
        {
            "gap_from": f"{before.day} {before:%B}",
            "gap_until": f"{after.day} {after:%B}",
            "met_at": f"{met.day} {met:%B, %H:%M}",
            "other_high_km": uncertainty["other_km"].max(),
        }
    )


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
    """Return the likely error hour by hour; NaN where the operator's ephemeris is used instead."""
    hours_s = np.append(np.arange(since_s, until_s, S_PER_H), until_s)
    if is_covered(ephemeris, craft, since_s, until_s):
        columns = ["age_days", "along_km", "along_s", "other_km", "other_s"]
        return pd.DataFrame({"time": moments(hours_s)}).reindex(columns=["time", *columns])
    return uncertainty(elements, craft, hours_s)


def uncertainty(elements: pd.DataFrame, craft: str, utc_s: ArrayLike) -> pd.DataFrame:
    """Return the likely error along the track, in km and in seconds, by age of the set in use.

    The growth is that of the sets around, or of all in the table where there are none.

    `other_km` is, where a change of orbit lies between two sets, how far away the one that is
    not in use would put the craft: the size of what is not known.
    """
    utc_s = np.asarray(utc_s, dtype="float64")
    sets = reaches(elements, craft)
    chosen = _chosen(sets, utc_s)
    age_days = (utc_s - sets["epoch_s"].to_numpy()[chosen]) / S_PER_DAY
    backward, forward = _drift_near(elements, craft, utc_s)
    along_km = np.hypot(FIT_KM, age_days * np.where(age_days < 0, backward, forward))
    rate_rad_s = sets["record"].map(lambda record: record.no_kozai).to_numpy()[chosen] / S_PER_MIN
    other_km = np.full(len(utc_s), np.nan)
    for number in np.flatnonzero(sets["has_gap"]):
        (before_s, before), (after_s, after) = (
            sets.loc[n, ["epoch_s", "record"]] for n in (number - 1, number)
        )
        within = (utc_s > before_s) & (utc_s < after_s)
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


def apart_km(one: Satrec, other: Satrec, utc_s: Floats) -> Floats:
    """Return how far ahead along the track one set puts the craft, compared with another."""
    first, _ = states(one, utc_s)
    second, velocity = states(other, utc_s)
    pole = np.cross(second, velocity)
    pole /= np.linalg.norm(pole, axis=-1, keepdims=True)
    angle = np.arctan2((np.cross(second, first) * pole).sum(-1), (first * second).sum(-1))
    return angle * np.linalg.norm(second, axis=-1)


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


def _epoch_s(record: Satrec) -> float:
    return (record.jdsatepoch - UNIX_EPOCH_JD + record.jdsatepochF) * S_PER_DAY


def _chosen(sets: pd.DataFrame, utc_s: Floats) -> np.ndarray:
    return np.searchsorted(sets["until_s"].to_numpy()[:-1], utc_s, "right")


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
