"""Changes of orbit between two element sets, and what of a stay hangs on when they were."""

from collections.abc import Mapping
from typing import get_args

import numpy as np
import pandas as pd

from analysis.constants import S_PER_DAY
from analysis.elements import Change, apart_km, reaches, track_of_elements
from analysis.ground import Outline
from analysis.orbits import moments
from analysis.shots import conditions
from analysis.stays import as_said, figures, words

EFFECTS = ["measure", "as_said", "here", "change_if_early", "change_if_late", "spread_percent"]
# Of a figure that is shown, the same in another unit; and what no prediction changes.
LEFT_ALONE = [
    "stay_days", "sunlight_percent", "night_h", "over_country_percent", "lowest_km", "highest_km",
]  # fmt: skip


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


def gap(changes: pd.DataFrame, uncertainty: pd.DataFrame, stay: pd.Series) -> pd.Series:
    """Return the last change of orbit in words, and how far apart the predictions lie; or NaN.

    `gap_days` is how much of the stay falls between the two sets.
    """
    if changes.empty or uncertainty["other_km"].isna().all():
        return pd.Series(np.nan, ["gap_from", "gap_until", "gap_days", "met_at", "other_high_km"])
    before, after, met = changes.iloc[-1][list(changes.columns[:3])]
    within_s = min(after.timestamp(), stay["until_s"]) - max(before.timestamp(), stay["since_s"])
    return pd.Series(
        {
            "gap_from": f"{before.day} {before:%B}",
            "gap_until": f"{after.day} {after:%B}",
            "gap_days": max(within_s, 0) / S_PER_DAY,
            "met_at": f"{met.day} {met:%B, %H:%M}",
            "other_high_km": uncertainty["other_km"].max(),
        }
    )


def effects(
    elements: pd.DataFrame,
    craft: str,
    place: pd.Series,
    outlines: Mapping[str, Outline],
    country: str | None,
    since_s: float,
    until_s: float,
) -> pd.DataFrame:
    """Return the figures of a stay, and by how much they move if the orbit was changed otherwise.

    Early is right after the last set before the change, late right before the first set after it.

    `outlines` holds the land under the name `land`. No rows where no change of orbit is near.
    """
    if orbit_changes(elements, craft, since_s, until_s).empty:
        return pd.DataFrame(columns=EFFECTS)
    columns = {}
    for change in get_args(Change):
        track = track_of_elements(elements, craft, since_s, until_s, change=change)
        spans = conditions(track, place, outlines["land"], since_s, until_s)
        columns[change] = figures(track, spans, outlines, country, since_s, until_s)
    table = pd.DataFrame(columns).drop(LEFT_ALONE).astype(float)
    apart = table.sub(table["meeting"], axis=0)
    names = [words(name, country, place["name"]) for name in table.index]
    spread = apart.max(axis=1) - apart.min(axis=1)
    return pd.DataFrame(
        {
            "measure": names,
            "as_said": [as_said(columns["meeting"][name]) for name in table.index],
            "here": table["meeting"].to_numpy(),
            "change_if_early": apart["earliest"].to_numpy(),
            "change_if_late": apart["latest"].to_numpy(),
            "spread_percent": (100 * spread / table["meeting"]).to_numpy(),
        }
    )


def effect(effects: pd.DataFrame, key: pd.Series) -> pd.Series:
    """Return the figure that depends most on when the orbit was changed; NaN without a change."""
    if effects.empty:
        names = ["spread_measure", "spread_high_percent", "other_high_km", "other_high_s"]
        return pd.Series(np.nan, names)
    most = effects.loc[effects["spread_percent"].astype(float).idxmax()]
    return pd.Series(
        {
            "spread_measure": _bare(most["measure"]),
            "spread_high_percent": most["spread_percent"],
            "other_high_km": key["other_high_km"],
            "other_high_s": key["other_high_s"],
        }
    )


def _bare(measure: str) -> str:
    """Return a measure without its unit, within a sentence.

    >>> _bare("Over Russia (h)")
    'over Russia'
    """
    return measure[:1].lower() + measure[1:].rsplit(" (", 1)[0]
