"""What the tables of a report say, as the named values of its sentences.

A value is NaN where the story makes no such claim: the report then leaves the section out.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from analysis import states
from analysis.constants import DAYS_PER_YEAR
from analysis.findings import BUILT
from analysis.launches import SITES
from analysis.phrases import counted, day, in_a_row, notes, part, uncapitalized
from analysis.verdicts.catalogued import SETBACK_YEARS
from analysis.verdicts.evidence import Case
from analysis.verdicts.flown import flights_of, people_named_for, plain, said_on, who_flew
from analysis.verdicts.looks import launches_before
from analysis.verdicts.rules import CAVEAT, DISPUTED, FAILS, HOLDS, UNCHECKED
from analysis.verdicts.scores import within_a_sentence
from analysis.verdicts.spans import day_in_words

NONE_OFF = "No figure in it that can be tested is off its evidence"
NONE_TESTED = "No figure in it can be tested: no evidence that counts gives a figure to compare"
AGES = {1: "The age in the story is", 2: "Both ages in the story are"}
FIRSTS = ("listed", "fitting", "ours", "others", "holders", "states")
FAILURES = ("before_years", "failures", "partial_failures", "state", "launches", "failed_percent")


def key_figures(card: pd.DataFrame, film: str | None = None) -> pd.Series:
    """Return how many claims have each verdict, what is unsettled, and the figure furthest off."""
    card = card.assign(claim=within_a_sentence(card["claim"], film))
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
            "plans": _plans(unsettled["is_weak_plan"]),
            "worst_claim": np.nan if worst is None else _numbered(worst),
            "worst_found": np.nan if worst is None else worst["found"],
            "worst_off_percent": np.nan if worst is None else abs(worst["off_percent"]),
            "worst_side": np.nan if worst is None else "over" if worst["off_by"] > 0 else "under",
            "figures": card["found_low"].notna().sum() or np.nan,
            "none_off": NONE_OFF if card["found_low"].notna().any() else NONE_TESTED,
        },
        dtype=object,
    )


def _plans(is_weak_plan: pd.Series) -> str:
    """Return how many of some claims were plans, as a sentence more.

    >>> _plans(pd.Series([True])), _plans(pd.Series([True, False])), _plans(pd.Series([False]))
    (' It was a plan of low confidence.', ' One of them was a plan of low confidence.', '')
    """
    count, total = int(is_weak_plan.sum()), len(is_weak_plan)
    if not count:
        return ""
    if count == 1:
        return f" {'It' if total == 1 else 'One of them'} was a plan of low confidence."
    return f" {'All' if count == total else count} of them were plans of low confidence."


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


def _numbered(row: Mapping[str, Any]) -> str:
    """Return a claim with its number, which leads to the score card."""
    return f"{row['claim'].rstrip('.')} (claim {row['number']})"


def _hold(claims: int) -> str:
    """Return how many claims hold.

    >>> _hold(0), _hold(1), _hold(15)
    ('none holds', '1 holds', '15 hold')
    """
    return f"{claims or 'none'} {'hold' if claims > 1 else 'holds'}"


def _film_and_when(holder: str, when: str) -> str:
    """Return a film, where it was shot and when, apart from each other.

    >>> _film_and_when("Return from Orbit, Salyut 7", "1983")
    '“Return from Orbit” (Salyut 7, 1983)'
    """
    film, _, where = holder.partition(", ")
    return f"“{film}” ({', '.join(filter(None, [where, when]))})"


def of_firsts(table: pd.DataFrame) -> pd.Series:
    """Return how many definitions fit the story's words, and who is first under them."""
    fitting = table[table["fits"].astype(bool)]
    if fitting.empty:
        return pd.Series(dict.fromkeys(FIRSTS, np.nan))
    others = fitting[~fitting["is_the_film"]]
    holders = [_film_and_when(row.holder, row.when) for row in others.itertuples()]
    return pd.Series(
        {
            "listed": len(table),
            "fitting": len(fitting),
            "ours": len(fitting) - len(others),
            "others": counted(len(others)),
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
            "ages": AGES.get(len(table), "All ages in the story are"),
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
            "state": states.in_a_sentence(row["state"]),
            "before_years": SETBACK_YEARS,
            "since_last_years": years,
            "others": len(others),
            "others_percent": 100 * others["failures"].sum() / others["launches"].sum(),
            "overlapping": f"all {len(others)}" if overlap.all() else f"{overlap.sum()}",
        },
        dtype=object,
    )


def of_europe(cases: list[Case]) -> str | None:
    """Return whom Europe stands for, and how many of its launches were built elsewhere."""
    launches = launches_before(cases)
    theirs = launches[launches["state"].isin(states.LAUNCHING["Europe"])]
    told = [states.EUROPE] if len(theirs) else []
    for family, (name, builder) in BUILT.items():
        bought = theirs[theirs["family"] == family]
        sites = bought["site_name"].replace(SITES).value_counts()
        failed = part((bought["outcome"] == "failure").sum(), len(bought))
        if len(bought):
            told.append(
                f"{len(bought)} of its {len(theirs)} launches are {name}, built in {builder}: "
                f"{in_a_row(f'{count} from {site}' for site, count in sites.items())}; "
                f"{failed} of these failed outright."
            )
    return notes(*told)


def of_race(table: pd.DataFrame, cases: list[Case]) -> pd.Series:
    """Return how many statements there are, of whose films, and whether their people flew."""
    both = " and about the film that flew" if len(set(table["film"])) > 1 else ""
    rivals = set(table.loc[table["topic"] == "rival", "film"]) - _flown_films(cases[0])
    answer = _who_flew_for(cases[0], rivals)
    return pd.Series({"steps": len(table), "film_that_flew": both, "flown": answer}, dtype=object)


def _flown_films(case: Case) -> set[str]:
    return {str(case.main_film)} if flights_of(case)[0] else set()


def _who_flew_for(case: Case, films: set[str]) -> str:
    """Return whether anyone named for these films flew, in a sentence."""
    names: dict[str, str] = {}
    for film in sorted(films):
        names |= people_named_for(case, film)
    trips = who_flew(case)
    flown = trips.loc[trips["who"].map(plain).isin(names), "who"].drop_duplicates()
    if len(flown):
        return f"Of those named for the flight, {in_a_row(flown)} flew."
    until = f"{trips['start'].max():%B %Y}"
    are = "is" if len(names) == 1 else "are"
    return (
        f"{in_a_row(names.values())} {are} on no flight that is listed; the list ends in {until}."
    )


def _either(words: list[str]) -> str:
    """Return words as alternatives.

    >>> _either(["selection", "launch", "landing"]), _either([])
    ('selection, launch or landing', 'none of them')
    """
    return in_a_row(words, "or") or "none of them"


def _the(state: str) -> str:
    return f"the {state}" if state.endswith(("Union", "States", "Kingdom")) else state
