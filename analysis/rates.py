"""How often something happens, from counts: shares and their ratios, with credible intervals.

Jeffreys' prior throughout, Beta(½, ½): after k events in n trials the rate is believed to be
Beta(k + ½, n − k + ½), the trials being taken as independent and alike.
"""

from functools import lru_cache

import numpy as np
import pandas as pd
from scipy import optimize, special

Belief = tuple[float, float]  # the two parameters of a beta distribution; `stats.beta` is slow

LEVEL = 0.95
# The nodes of Takahasi and Mori (1974), who let a sum gather where a function of a share has its
# ends. Ten times as many move no limit of a ratio by 1 part in 500, or by 1 in 5,000 from ten
# trials on.
_PLACES = np.linspace(-2.8, 2.8, 151)
SHARES = special.expit(np.pi * np.sinh(_PLACES))
WEIGHTS = np.cosh(_PLACES) * SHARES * (1 - SHARES)
WEIGHTS /= WEIGHTS.sum()


def interval(events: int, trials: int, level: float = LEVEL) -> tuple[float, float]:
    """Return the equal-tailed credible interval of a rate.

    Without events it begins at 0, without anything else it ends at 1, as Brown, Cai and
    DasGupta (2001) propose; without trials nothing is known and both ends are NaN.

    >>> [round(end, 3) for end in interval(0, 10)]
    [0.0, 0.217]
    """
    if not trials:
        return np.nan, np.nan
    tail = (1 - level) / 2
    belief = _belief(events, trials)
    low, high = (float(special.betaincinv(*belief, share)) for share in (tail, 1 - tail))
    return (0.0 if events == 0 else low), (1.0 if events == trials else high)


def ratio(
    events: int, trials: int, other_events: int, other_trials: int, level: float = LEVEL
) -> dict[str, float]:
    """Return a rate over another: `ratio`, its interval `low`, `high`, and `chance_higher`.

    The interval and the chance that the first rate is the higher come from the two rates'
    posteriors; `ratio` is that of the rates observed, NaN where the other is 0.
    """
    if not trials or not other_trials:
        return dict.fromkeys(("ratio", "low", "high", "chance_higher"), np.nan)
    low, high, chance_higher = _compared(events, trials, other_events, other_trials, level)
    observed = (events / trials) / (other_events / other_trials) if other_events else np.nan
    return {
        "ratio": observed,
        "low": 0.0 if events == 0 else low,
        "high": np.inf if other_events == 0 else high,
        "chance_higher": chance_higher,
    }


def stratified_ratio(strata: pd.DataFrame, level: float = LEVEL) -> dict[str, float]:
    """Return the ratio of two rates over strata in which both are known, like with like.

    Mantel and Haenszel's risk ratio with the interval of Greenland and Robins (1985), which
    treats the counts as large in sum, not in each stratum. `strata` has events, trials,
    other_events and other_trials; NaN where no stratum has both, or one side has no event.
    """
    both = strata[(strata["trials"] > 0) & (strata["other_trials"] > 0)].astype(float)
    events, trials, other_events, other_trials = (
        both[name] for name in ("events", "trials", "other_events", "other_trials")
    )
    total = trials + other_trials
    mine = (events * other_trials / total).sum()
    theirs = (other_events * trials / total).sum()
    if not mine or not theirs:
        return dict.fromkeys(("ratio", "low", "high"), np.nan)
    all_events = events + other_events
    spread = (trials * other_trials * all_events - events * other_events * total) / total**2
    width = special.ndtri((1 + level) / 2) * np.sqrt(spread.sum() / (mine * theirs))
    ratio = mine / theirs
    return {"ratio": ratio, "low": ratio * np.exp(-width), "high": ratio * np.exp(width)}


@lru_cache(maxsize=256)  # a report compares the same counts more than once
def _compared(
    events: int, trials: int, other_events: int, other_trials: int, level: float
) -> tuple[float, float, float]:
    """Return the ends of the interval, and the chance that the first rate is the higher."""
    mine, theirs = _belief(events, trials), _belief(other_events, other_trials)
    (mine_log, mine_spread), (theirs_log, theirs_spread) = _log_moments(mine), _log_moments(theirs)
    if mine_spread < theirs_spread:  # a sum over the narrower of the two needs fewer nodes
        low, high, chance_higher = _compared(other_events, other_trials, events, trials, level)
        return 1 / high, 1 / low, 1 - chance_higher
    # The chance that mine/theirs < r is the mean share of mine below r·x over theirs' quantiles x.
    points = special.betaincinv(*theirs, SHARES)
    tail = (1 - level) / 2
    # No distribution has more than `tail` beyond so many deviations (Cantelli's inequality).
    reach = np.sqrt((mine_spread + theirs_spread) / tail)
    bracket = mine_log - theirs_log - reach, mine_log - theirs_log + reach
    low, high = (
        float(np.exp(optimize.brentq(_excess, *bracket, args=(mine, points, goal))))
        for goal in (tail, 1 - tail)
    )
    return low, high, -_excess(0, mine, points, 1)


def _excess(log_ratio: float, mine: Belief, points: np.ndarray, goal: float) -> float:
    rates = np.minimum(np.exp(log_ratio) * points, 1)
    return float(WEIGHTS @ special.betainc(*mine, rates) - goal)


def _log_moments(belief: Belief) -> tuple[float, float]:
    """Return mean and variance of the logarithm of a rate."""
    events, all_of_them = belief[0], sum(belief)
    mean = special.digamma(events) - special.digamma(all_of_them)
    return float(mean), float(special.polygamma(1, events) - special.polygamma(1, all_of_them))


def _belief(events: int, trials: int) -> Belief:
    return events + 0.5, trials - events + 0.5
