"""How long something lasts when part of it has not ended yet.

What is watched is a table: `years`, for how long it lasted or has been watched, and
`is_standing`, whether it had not ended by then.
"""

import warnings

import numpy as np
import pandas as pd
from scipy import stats


def curve(watched: pd.DataFrame) -> pd.DataFrame:
    """Return the share still standing after so many years (Kaplan and Meier), and who ended then.

    The 95 % interval is that of Greenwood's formula on the log-log scale; where everything stands
    or nothing does, it has no width.

    >>> watched = pd.DataFrame({"years": [1, 2, 4], "is_standing": [False, True, False]})
    >>> [round(share, 3) for share in curve(watched)["share"]]
    [1.0, 0.667, 0.667, 0.0]
    """
    if watched.empty:
        return pd.DataFrame(columns=["years", "share", "low", "high", "ended"])
    standing = stats.ecdf(_censored(watched)).sf
    with warnings.catch_warnings():
        # scipy warns where the share is 1 or 0 and the formula has no value.
        warnings.simplefilter("ignore", RuntimeWarning)
        limits = standing.confidence_interval(method="log-log")
    share, low, high = (
        np.append(1, part.probabilities) for part in (standing, limits.low, limits.high)
    )
    years = np.append(0, standing.quantiles)
    ends = watched.loc[~watched["is_standing"], "years"]
    return pd.DataFrame(
        {
            "years": years,
            "share": share,
            "low": np.where(np.isnan(low), share, low),
            "high": np.where(np.isnan(high), share, high),
            "ended": [int((ends == at).sum()) for at in years],
        }
    )


def standing_after(curve: pd.DataFrame, years: float) -> float:
    """Return the share that stands after `years`; NaN beyond the last one observed."""
    if curve.empty or not years <= curve["years"].max():  # nor of an unknown span
        return np.nan
    return float(curve.loc[curve["years"] <= years, "share"].iloc[-1])


def median_years(curve: pd.DataFrame) -> tuple[float, float, float]:
    """Return when half have ended, with the ends of its interval; NaN where it is not seen.

    The interval holds the times at which the curve's own interval holds one half.
    """
    falls = (curve.loc[curve[name] <= 0.5, "years"] for name in ("share", "low", "high"))
    median, low, high = (float(years.iloc[0]) if len(years) else np.nan for years in falls)
    return median, low, high


def difference_p(watched: pd.DataFrame, other: pd.DataFrame) -> float:
    """Return the p-value of the log-rank test that two groups last alike."""
    if watched["is_standing"].all() or other["is_standing"].all():
        return np.nan
    return float(stats.logrank(_censored(watched), _censored(other)).pvalue)


def difference_within_p(*pairs: tuple[pd.DataFrame, pd.DataFrame]) -> float:
    """Return the p-value of the log-rank test stratified by pairs: only like is compared.

    (Σ observed - expected ends)² / Σ variance, over the pairs, is chi-squared with one degree.
    """
    excess, variance = np.sum([_excess(*pair) for pair in pairs], axis=0)
    return float(stats.chi2.sf(excess**2 / variance, 1)) if variance > 0 else np.nan


def _excess(watched: pd.DataFrame, other: pd.DataFrame) -> tuple[float, float]:
    """Return how many more ended than if both lasted alike, and the variance of that number."""
    both = pd.concat([watched.assign(is_ours=True), other.assign(is_ours=False)])
    ends = both[~both["is_standing"].astype(bool)].groupby("years")["is_ours"].agg(["sum", "size"])
    ours, every = (
        np.array([(part["years"] >= at).sum() for at in ends.index]) for part in (watched, both)
    )
    share, ended = ours / every, ends["size"].to_numpy()
    variance = ended * share * (1 - share) * (every - ended) / np.maximum(every - 1, 1)
    return float((ends["sum"] - ended * share).sum()), float(variance.sum())


def _censored(watched: pd.DataFrame) -> stats.CensoredData:
    years = watched["years"].to_numpy(float)
    is_standing = watched["is_standing"].to_numpy(bool)
    return stats.CensoredData(uncensored=years[~is_standing], right=years[is_standing])
