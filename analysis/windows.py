"""Shooting windows: the stretches of time in which what a shot needs holds without a break.

A condition is a margin, a function of `utc_s` that is at least 0 where it holds; its stretches
are found by sampling, by looking between samples for peaks that touch 0, and by closing in on
each crossing. Spans are arrays of (start, end), sorted and apart from one another.
"""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.constants import CREW_SLEEPS_H, CREW_WAKES_H, MIN_PER_H, S_PER_DAY, S_PER_H, S_PER_MIN
from analysis.orbits import Floats, moments

Margin = Callable[[Floats], Floats]
Condition = Callable[[Floats], NDArray[np.bool_]]

STEP_S = 60.0
FINE_S = 5.0
TINY = 1e-300


def stretches(margin: Margin, since_s: float, until_s: float, step_s: float = STEP_S) -> Floats:
    """Return the spans in which a smooth margin is at least 0, to a hundredth of a second."""
    samples = np.linspace(since_s, until_s, max(3, int((until_s - since_s) / step_s) + 2))
    samples, margins = _with_peaks(margin, samples, margin(samples))
    holds = margins >= 0
    turn = np.flatnonzero(holds[1:] != holds[:-1])
    ends = crossings(lambda moment, _: margin(moment), samples[turn], samples[turn + 1])
    return _bounded(ends, holds, since_s, until_s)


def stretches_where(
    condition: Condition, since_s: float, until_s: float, step_s: float = FINE_S
) -> Floats:
    """Return the spans in which a condition without a margin holds, to a tenth of a second.

    Stretches shorter than a step may be missed: a step is 36 km of coast.
    """
    samples = np.linspace(since_s, until_s, max(3, int((until_s - since_s) / step_s) + 2))
    holds = condition(samples)
    turn = np.flatnonzero(holds[1:] != holds[:-1])
    low, high, at_low = samples[turn], samples[turn + 1], holds[turn]
    while len(turn) and (high - low).max() > 0.1:
        middle = (low + high) / 2
        is_low = condition(middle) == at_low
        low, high = np.where(is_low, middle, low), np.where(is_low, high, middle)
    return _bounded((low + high) / 2, holds, since_s, until_s)


def crossings(
    margin: Callable[[Floats, NDArray[np.intp]], Floats], low: Floats, high: Floats
) -> Floats:
    """Return where margins cross 0 between `low` and `high`, by Ridders' method, to a millisecond.

    Each bracket holds one crossing; `margin(utc_s, which)` takes moments of the brackets `which`.
    """
    which = np.arange(len(low))
    low, high, best = low.copy(), high.copy(), np.full(len(low), np.inf)
    at_low, at_high = margin(low, which), margin(high, which)
    for _ in range(20):
        a, b, at_a, at_b = low[which], high[which], at_low[which], at_high[which]
        middle = (a + b) / 2
        at_middle = margin(middle, which)
        scale = np.sqrt(np.maximum(at_middle**2 - at_a * at_b, TINY))
        new = middle + (middle - a) * np.sign(at_a - at_b) * at_middle / scale
        at_new = margin(new, which)
        # The next bracket lies between the closest two of the four points with unlike signs.
        points = np.stack([a, middle, new, b])
        values = np.stack([at_a, at_middle, at_new, at_b])
        order = np.argsort(points, axis=0)
        points, values = (np.take_along_axis(x, order, 0) for x in (points, values))
        left = ((values[1:] >= 0) != (values[:-1] >= 0)).argmax(0)
        column = np.arange(len(which))
        low[which], high[which] = points[left, column], points[left + 1, column]
        at_low[which], at_high[which] = values[left, column], values[left + 1, column]
        is_open = np.abs(new - best[which]) > 0.001
        best[which] = new
        which = which[is_open]
        if not len(which):
            break
    return best


def tips(margin: Margin, centre: Floats, reach: Floats) -> Floats:
    """Return the tips of the parabolas through a margin at three moments each."""
    before, at, after = margin(centre - reach), margin(centre), margin(centre + reach)
    bend = 2 * at - before - after
    shift = np.divide(after - before, 2 * bend, out=np.zeros_like(bend), where=bend != 0)
    return centre + np.clip(shift, -1, 1) * reach


def both(first: Floats, *others: Floats) -> Floats:
    """Return the spans common to all.

    >>> both(np.array([[0.0, 4.0], [6.0, 9.0]]), np.array([[3.0, 7.0]])).tolist()
    [[3.0, 4.0], [6.0, 7.0]]
    """
    for other in others:
        cuts = np.unique(np.concatenate([first.ravel(), other.ravel()]))
        middles = (cuts[1:] + cuts[:-1]) / 2
        kept = np.flatnonzero(holds_at(first, middles) & holds_at(other, middles))
        first = _joined(np.stack([cuts[kept], cuts[kept + 1]], axis=1))
    return first


def otherwise(spans: Floats, since_s: float, until_s: float) -> Floats:
    """Return the rest of the time.

    >>> otherwise(np.array([[3.0, 4.0]]), 0.0, 9.0).tolist()
    [[0.0, 3.0], [4.0, 9.0]]
    """
    rest = np.concatenate([[since_s], spans.ravel(), [until_s]]).reshape(-1, 2)
    return rest[rest[:, 1] > rest[:, 0]]


def holds_at(spans: Floats, utc_s: Floats) -> NDArray[np.bool_]:
    """Return whether moments lie in one of the spans."""
    return np.searchsorted(spans.ravel(), utc_s, "right") % 2 == 1


def total_s(spans: Floats) -> float:
    """Return the time in all spans together."""
    return float((spans[:, 1] - spans[:, 0]).sum())


def crew_days(since_s: float, until_s: float) -> Floats:
    """Return the waking hours of the crew, 06:00 to 21:30 UTC, within a span."""
    days = np.arange(since_s // S_PER_DAY, until_s // S_PER_DAY + 1)[:, None] * S_PER_DAY
    hours = days + np.array([CREW_WAKES_H, CREW_SLEEPS_H]) * S_PER_H
    return both(hours, np.array([[since_s, until_s]]))


def crew_hours() -> str:
    """Return the waking hours of the crew as a sentence has them.

    >>> crew_hours()
    '06:00 and 21:30'
    """
    return " and ".join(
        f"{int(hour):02d}:{round(hour % 1 * MIN_PER_H):02d}"
        for hour in (CREW_WAKES_H, CREW_SLEEPS_H)
    )


def during(shots: Mapping[str, Floats], since_s: float, until_s: float) -> dict[str, Floats]:
    """Return the windows of each shot within a span, cut at its ends."""
    span = np.array([[since_s, until_s]])
    return {shot: both(spans, span) for shot, spans in shots.items()}


def summary(shots: Mapping[str, Floats], since_s: float, until_s: float) -> pd.DataFrame:
    """Return of each shot how many windows there are, how long, and when in the crew's day.

    `awake_percent` is the share of the time in windows that falls into the crew's day.
    """
    awake = crew_days(since_s, until_s)
    rows = [
        {"shot": shot, **_summary(spans, awake, since_s, until_s)} for shot, spans in shots.items()
    ]
    return pd.DataFrame(rows)


def lengths(shots: Mapping[str, Floats]) -> pd.DataFrame:
    """Return every window of every shot: shot, start, end, length_min."""
    parts = [
        pd.DataFrame(
            {
                "shot": shot,
                "start": moments(spans[:, 0]),
                "end": moments(spans[:, 1]),
                "length_min": (spans[:, 1] - spans[:, 0]) / S_PER_MIN,
            }
        )
        for shot, spans in shots.items()
    ]
    return pd.concat(parts, ignore_index=True)


def best_takes(shots: Mapping[str, Floats], since_s: float, until_s: float) -> pd.DataFrame:
    """Return the longest take of each shot on each day that the crew is awake for.

    Windows are cut at the ends of the crew's day; days without a take are left out.
    """
    awake = crew_days(since_s, until_s)
    takes = lengths({shot: both(spans, awake) for shot, spans in shots.items()})
    takes = takes.assign(day=takes["start"].dt.floor("D"))
    longest = takes.groupby(["day", "shot"], sort=False)["length_min"].idxmax()
    return takes.loc[longest].sort_values(["day", "start"], ignore_index=True)


def _summary(spans: Floats, awake: Floats, since_s: float, until_s: float) -> dict[str, Any]:
    minutes = (spans[:, 1] - spans[:, 0]) / S_PER_MIN
    none = not len(spans)
    return {
        "windows": len(spans),
        "per_day": len(spans) / ((until_s - since_s) / S_PER_DAY),
        "total_h": minutes.sum() / 60,
        "share_percent": 100 * minutes.sum() * S_PER_MIN / (until_s - since_s),
        "shortest_min": np.nan if none else minutes.min(),
        "median_min": np.nan if none else np.median(minutes),
        "longest_min": np.nan if none else minutes.max(),
        "longest_starts": pd.NaT if none else moments(spans[minutes.argmax(), 0]),
        "awake_percent": np.nan
        if none
        else 100 * total_s(both(spans, awake)) / (minutes.sum() * S_PER_MIN),
    }


def _with_peaks(margin: Margin, samples: Floats, margins: Floats) -> tuple[Floats, Floats]:
    """Return the samples and, between them, the peaks that may touch 0 from either side."""
    left, middle, right = margins[:-2], margins[1:-1], margins[2:]
    side = np.where(middle < 0, 1, -1)
    bend = side * (2 * middle - left - right)
    is_peak = (side * middle >= side * left) & (side * middle >= side * right) & (bend > 0)
    # A peak that stays further from 0 than it rises over a whole step does not reach it.
    is_near = -side * middle < bend
    place = np.flatnonzero(is_peak & is_near) + 1
    if not len(place):
        return samples, margins
    reach = (samples[1] - samples[0]) * np.ones(len(place))
    centre = samples[place]
    for _ in range(3):
        centre, reach = tips(margin, centre, reach), reach / 8
    centre = np.clip(centre, samples[place - 1], samples[place + 1])
    order = np.argsort(np.concatenate([samples, centre]), kind="stable")
    return (
        np.concatenate([samples, centre])[order],
        np.concatenate([margins, margin(centre)])[order],
    )


def _bounded(ends: Floats, holds: NDArray[np.bool_], since_s: float, until_s: float) -> Floats:
    """Return ends as spans, the first and the last closed by the interval where it still holds."""
    first = [since_s] if holds[0] else []
    last = [until_s] if holds[-1] else []
    return np.concatenate([first, ends, last]).reshape(-1, 2)


def _joined(spans: Floats) -> Floats:
    """Return spans with those that touch made one."""
    if not len(spans):
        return spans.reshape(0, 2)
    apart = np.flatnonzero(spans[1:, 0] > spans[:-1, 1])
    return np.stack([spans[np.r_[0, apart + 1], 0], spans[np.r_[apart, len(spans) - 1], 1]], axis=1)
