"""What the tables of a report say, as the named values of its sentences.

A value is NaN where the story makes no such claim: the report then leaves the section out.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from analysis.constants import DAYS_PER_YEAR
from analysis.phrases import day, in_a_row, uncapitalized
from analysis.verdicts.catalogued import SETBACK_YEARS
from analysis.verdicts.evidence import Case
from analysis.verdicts.flown import said_on
from analysis.verdicts.rules import CAVEAT, DISPUTED, FAILS, HOLDS, UNCHECKED
from analysis.verdicts.spans import day_in_words

NONE_OFF = "None of its figures that can be tested is off its evidence"
NONE_TESTED = "None of its figures can be tested: no evidence that counts gives a figure to compare"
FIRSTS = ("listed", "fitting", "ours", "others", "holders", "states")
FAILURES = ("before_years", "failures", "partial_failures", "state", "launches", "failed_percent")


def key_figures(card: pd.DataFrame) -> pd.Series:
    """Return how many claims have each verdict, what is unsettled, and the figure furthest off."""
    counts = card["verdict"].value_counts()
    unsettled = card[card["verdict"].isin([DISPUTED, FAILS])]
    off = card[card["off_percent"].abs() > 0]
    worst = off.loc[off["off_percent"].abs().idxmax()] if len(off) else None
    return pd.Series(
        {
            "claims": len(card),
            "holding": _hold(counts.get(HOLDS, 0)),
            "with_caveat": _hold(counts.get(CAVEAT, 0)),
            "disputed": counts.get(DISPUTED, 0),
            "failing": counts.get(FAILS, 0),
            "unchecked": counts.get(UNCHECKED, 0),
            "unsettled_as": _unsettled_as(set(unsettled["verdict"])),
            "unsettled": "; ".join(map(_numbered, unsettled.to_dict("records"))) or np.nan,
            "worst_claim": np.nan if worst is None else _numbered(worst),
            "worst_found": np.nan if worst is None else worst["found"],
            "worst_off_percent": np.nan if worst is None else abs(worst["off_percent"]),
            "worst_side": np.nan if worst is None else "over" if worst["off_by"] > 0 else "under",
            "figures": card["found_low"].notna().sum() or np.nan,
            "none_off": NONE_OFF if card["found_low"].notna().any() else NONE_TESTED,
        },
        dtype=object,
    )


def _unsettled_as(verdicts: set[str]) -> str:
    """Return what to call the claims that something speaks against.

    >>> _unsettled_as({"disputed"}), _unsettled_as({"disputed", "does not hold"})
    ('What is disputed', 'What is disputed or does not hold')
    """
    return f"What {in_a_row([f'is {v}' if v == DISPUTED else v for v in sorted(verdicts)], 'or')}"


def of_story(cases: list[Case]) -> pd.Series:
    """Return what the story is, where it was published, and who is who in it."""
    story, told = cases[0].story, cases[0].siblings
    where = f"was published by {story['publisher']} on {day(story['date'])}"
    if len(set(told["source"])) > 1:
        years = [said_on(case).year for case in cases]
        where = (
            f"was published nowhere as a whole: its {len(told)} statements stand in "
            f"{len(set(told['source']))} publications and were made from {min(years)} to "
            f"{max(years)}"
        )
    return pd.Series({"title": story["title"], "published": where, "about": story["about"]})


def of_disputed_firsts(table: pd.DataFrame) -> str:
    """Return why firsts of a table are disputed, in the words of their remarks."""
    known = table[table["disputed"].astype(bool)].dropna(subset=["note"])
    remarks = known["note"].str.rstrip(".").str.split(". ", regex=False)
    told = [
        f"{first} ({'; '.join(map(uncapitalized, parts))})"
        for first, parts in zip(known["first"], remarks, strict=True)
    ]
    return f"Disputed: {'; '.join(told)}." if told else ""


def of_footage(table: pd.DataFrame) -> str:
    """Return the footage that ratios are reckoned with, and who said it."""
    shot = table.drop_duplicates("footage_h")
    told = [f"{row.footage_h:.0f} h ({row.footage_said_by})" for row in shot.itertuples()]
    return f"Footage: {in_a_row(told)}; footage of low confidence is left out."


def _numbered(row: Mapping[str, Any]) -> str:
    """Return a claim with its number, which leads to the score card."""
    return f"{row['claim'].rstrip('.')} (claim {row['number']})"


def _hold(claims: int) -> str:
    """Return how many claims hold.

    >>> _hold(0), _hold(1), _hold(15)
    ('none holds', '1 holds', '15 hold')
    """
    return f"{claims or 'none'} {'hold' if claims > 1 else 'holds'}"


def of_firsts(table: pd.DataFrame) -> pd.Series:
    """Return how many definitions fit the story's words, and who is first under them."""
    fitting = table[table["fits"].astype(bool)]
    if fitting.empty:
        return pd.Series(dict.fromkeys(FIRSTS, np.nan))
    others = fitting[~fitting["is_the_film"]]
    holders = [f"{row.holder} ({row.when})" for row in others.itertuples()]
    return pd.Series(
        {
            "listed": len(table),
            "fitting": len(fitting),
            "ours": len(fitting) - len(others),
            "others": len(others),
            "holders": " and ".join(holders) or "nobody else",
            "states": _either(sorted({_the(state) for state in fitting["state"]})),
        },
        dtype=object,
    )


def of_ages(table: pd.DataFrame) -> pd.Series:
    """Return the days on which all the ages in the story are right."""
    since, until = table["right_from"].max(), table["right_until"].min()
    ages = {name[3:-6]: table[name] for name in table if str(name).startswith("at_")}
    right = [day for day, age in ages.items() if len(age) and (age == table["stated_years"]).all()]
    return pd.Series(
        {
            "people": len(table),
            "since": day_in_words(since) if since <= until else np.nan,
            "until": day_in_words(until) if since <= until else np.nan,
            "right": " and ".join(right) or "none of them",
            "wrong": _either([day for day in ages if day not in right]),
        },
        dtype=object,
    )


def of_failures(table: pd.DataFrame, cases: list[Case]) -> pd.Series:
    """Return the launching state's failures, and the share of all the others together."""
    own, others = (table[table["is_own"].astype(bool) == is_own] for is_own in (True, False))
    if own.empty:
        return pd.Series(dict.fromkeys(FAILURES, np.nan))
    row = own.iloc[0]
    years = (cases[0].story["date"] - row["last_failure"]).days / DAYS_PER_YEAR
    overlap = (others["low_percent"] <= row["high_percent"]) & (
        others["high_percent"] >= row["low_percent"]
    )
    return pd.Series(
        {
            **row,
            "before_years": SETBACK_YEARS,
            "since_last_years": years,
            "others": len(others),
            "others_percent": 100 * others["failures"].sum() / others["launches"].sum(),
            "overlapping": f"all {len(others)}" if overlap.all() else f"{overlap.sum()}",
        },
        dtype=object,
    )


def of_ratios(table: pd.DataFrame, cases: list[Case]) -> pd.Series:
    """Return the shooting ratio of the story and the span of those of others."""
    sources = {case.story["publisher"] for case in cases}
    own, others = (table[table["used_said_by"].isin(sources) == is_own] for is_own in (True, False))
    reported = others[others["stage"] == "report"]
    films = cases[0].tables["films"].set_index("title")
    return pd.Series(
        {
            "reported_low_min": reported["used_low_min"].min(),
            "reported_high_min": reported["used_high_min"].max(),
            "reported_ratio_low": reported["ratio_low"].min(),
            "reported_ratio_high": reported["ratio_high"].max(),
            "reported_share_low_percent": reported["share_low_percent"].min(),
            "reported_share_high_percent": reported["share_high_percent"].max(),
            "runtime_min": table["runtime_min"].max(),
            "runtime_source": films["source"].get(cases[0].main_film, np.nan),
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
            "fits": "fits" if fits else "does not fit",
        },
        dtype=object,
    )


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


def of_race(table: pd.DataFrame) -> pd.Series:
    """Return how many statements there are, and of whose films."""
    both = " and about the film that flew" if len(set(table["film"])) > 1 else ""
    return pd.Series({"steps": len(table), "film_that_flew": both}, dtype=object)


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
            "main": int(main.sum()),
            "further": int((further & ~main).sum()),
            "parabolic": int((table["method"] == "parabolic flight").sum()),
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
    return f"Of a single scene: {'; '.join(told)}." if told else None


def _either(words: list[str]) -> str:
    """Return words as alternatives.

    >>> _either(["selection", "launch", "landing"]), _either([])
    ('selection, launch or landing', 'none of them')
    """
    return in_a_row(words, "or") or "none of them"


def _the(state: str) -> str:
    return f"the {state}" if state.endswith(("Union", "States", "Kingdom")) else state
