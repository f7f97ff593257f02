"""What the tables on the making of the film say: footage, sums, places, methods.

As in `readings`, a value is NaN where the story makes no such claim.
"""

import numpy as np
import pandas as pd

from analysis import claims
from analysis.phrases import counted, in_a_row, uncapitalized
from analysis.verdicts.evidence import Case


def of_footage(table: pd.DataFrame) -> str:
    """Return the footage that ratios are reckoned with, and who said it."""
    shot = table.drop_duplicates("footage_h")
    told = [f"{row.footage_h:.0f} h ({row.footage_said_by})" for row in shot.itertuples()]
    return f"Footage: {in_a_row(told)}; footage of low confidence is left out."


def of_ratios(table: pd.DataFrame, cases: list[Case]) -> pd.Series:
    """Return the shooting ratio of the story and the span of those of others."""
    sources = {case.story["publisher"] for case in cases}
    own, others = (table[table["used_said_by"].isin(sources) == is_own] for is_own in (True, False))
    reported = others[others["stage"] == "report"]
    films = cases[0].tables["films"].set_index("title")
    runtime_min = table["runtime_min"].max()
    return pd.Series(
        {
            "reported_low_min": reported["used_low_min"].min(),
            "reported_high_min": reported["used_high_min"].max(),
            "reported_ratio_low": reported["ratio_low"].min(),
            "reported_ratio_high": reported["ratio_high"].max(),
            "reported_share_low_percent": reported["share_low_percent"].min(),
            "reported_share_high_percent": reported["share_high_percent"].max(),
            "runtime_min": runtime_min,
            "runtime_source": films["source"].get(cases[0].main_film, np.nan),
            "runtime_others": _other_runtimes(cases[0], runtime_min),
            "floors": _floors(cases[0]),
            "story_min": own["used_low_min"].max(),
            "story_ratio": own["ratio_low"].min(),
            "story_share_percent": own["share_low_percent"].max(),
            "others_low_min": others["used_low_min"].min(),
            "others_high_min": others["used_high_min"].max(),
            "others_ratio_low": others["ratio_low"].min(),
            "others_ratio_high": others["ratio_high"].max(),
        }
    )


def of_sums(table: pd.DataFrame, cases: list[Case]) -> pd.Series:
    """Return the story's sum and the published ones in dollars at the launch and the release."""
    at = table.set_index("day").reindex(["Launch", "Release"])
    names = {
        "roubles_of_the_story_mln_usd": "stated",
        "lowest_mln_usd": "lowest",
        "highest_mln_usd": "highest",
    }
    told = [case.claim for case in cases if case.claim["measure"] == "film_budget"]
    dollars = next((c["value"] for c in told if c["unit"] == "USD"), np.nan) / 1e6
    roubles = next((c["said_as"] for c in told if c["unit"] == "RUB"), np.nan)
    bound = "" if roubles in ("exact", "about") else f"{roubles} "
    sums = {
        f"{short}_{day.lower()}_mln_usd": at.loc[day, column]
        for column, short in names.items()
        for day in at.index
    }
    fits = round(sums["stated_release_mln_usd"]) == dollars if len(table) else False
    return pd.Series(
        {
            **sums,
            "dollars_mln_usd": dollars,
            "said_as": roubles,
            "bound": bound,
            "fits": "fits" if fits else "does not fit",
        },
        dtype=object,
    )


def of_bound(table: pd.DataFrame, cases: list[Case]) -> str | None:
    """Return that the story's sum is a bound, as a note; nothing where it is a figure."""
    bound = of_sums(table, cases)["bound"]
    return f"Roubles of the story: given as “{bound.strip()}”." if bound else None


def of_places(table: pd.DataFrame) -> pd.Series:
    """Return the shares of the shooting in modules that are known to be Russian, and the rest."""
    shares = table[table["measure"] == "share_shot_in_module"]
    russian = shares[shares["is_russian"]]
    return pd.Series(
        {
            "russian_percent": russian["low"].sum(min_count=1),
            "modules": " and ".join(russian["subject"]) or np.nan,
            "other_percent": shares.loc[~shares["is_russian"], "low"].sum(min_count=1),
            "said_by": next(iter(shares["said_by"]), np.nan),
        },
        dtype=object,
    )


def of_methods(table: pd.DataFrame, cases: list[Case]) -> pd.Series:
    """Return how many films used computer graphics as their main or a further method."""
    named = {case.claim["subject"] for case in cases if case.claim["measure"] == "method"}
    there = table.loc[table["title"].isin(named), "title"]
    further = table["further_methods"].fillna("").str.contains("computer graphics")
    main = table["method"] == "computer graphics"
    quoted = [case.claim["said_by"] for case in cases if case.claim["measure"] == "method"]
    return pd.Series(
        {
            "films": len(table),
            "quoted": next(iter(quoted), np.nan),
            "named": " and ".join(there) or np.nan,
            "others": len(table) - len(there),
            "main": counted(int(main.sum())),
            "further": counted(int((further & ~main).sum())),
            "parabolic": counted(int((table["method"] == "parabolic flight").sum())),
        }
    )


def of_one_scene(table: pd.DataFrame) -> str | None:
    """Return the remarks on films whose method is known of a single scene."""
    single = table[table["note"].fillna("").str.contains(r"\bscene\b")]
    remarks = single["note"].str.split(r"\.(?:\s|$)", regex=True).str[0]
    told = [
        f"{title} ({uncapitalized(note)})"
        for title, note in zip(single["title"], remarks, strict=True)
    ]
    return f"The method is known of a single scene: {'; '.join(told)}." if told else None


def _other_runtimes(case: Case, runtime_min: float) -> str:
    """Return which other running times have been published, as more words."""
    said = claims.published(case.tables["claims"], str(case.main_film), "runtime")
    others = said[said["low"] != runtime_min]
    return "".join(f"; it is {row.low:.0f} minutes by {row.source}" for row in others.itertuples())


def _floors(case: Case) -> str:
    """Return by whom the footage is only a lower limit, and so each ratio, as a sentence more."""
    said = claims.published(case.tables["claims"], str(case.main_film), "footage")
    more = said[said["high"].isna() & (said["confidence"] != "low")]
    if more.empty:
        return ""
    who = in_a_row(more["said_by"].drop_duplicates())
    hours = more["as_said"].iloc[0]
    return f" By {who} the footage was {hours}: the minutes shot for one are then lower limits."
