"""Who is named for a film, and who announced it: what the rows from others say."""

import re
from dataclasses import replace

import pandas as pd

from analysis.verdicts.evidence import (
    AGREES,
    IN_PART,
    SET_ASIDE,
    STATEMENT,
    Case,
    Evidence,
    set_aside,
    together,
)
from analysis.verdicts.spans import day_in_words


def named(case: Case) -> list[Evidence]:
    """Look for each name in our rows from others on the film: that it is there says little."""
    others = case.tables["claims"].query("film == @case.film and source != @case.claim['source']")
    others = others.sort_values("as_of")
    is_own = others["said_by"].isin(case.siblings["said_by"])
    is_weak = others["confidence"] == "low"
    found, only = [], []
    for name in case.words:
        has_name = _has_name(others, name)
        there = others[has_name & ~is_own & ~is_weak]
        found += _naming(name, there)
        if there.empty:
            only.append(name)
            found += [
                set_aside(piece, "a speaker whom the story quotes")
                for piece in _naming(name, others[has_name & is_own])
            ]
            found += [
                set_aside(piece, "low confidence")
                for piece in _naming(name, others[has_name & is_weak])
            ]
    together = "that they are named does not show that they made it together"
    limit = f"no row that counts names {' and '.join(only)}" if only else together
    return [
        replace(piece, limit=limit, confidence="medium") if piece.grade == IN_PART else piece
        for piece in found
    ]


def _has_name(rows: pd.DataFrame, name: str) -> pd.Series:
    """Return which rows have a name: as a speaker, in words, in the source or its address."""
    words = rows["said_by"] + " " + rows["text"].fillna("") + " " + rows["note"].fillna("")
    words = words + " " + rows["source"]
    slug = re.escape(name.casefold().replace(" ", "-"))
    pages = rows["source_url"].fillna("").str.casefold()
    return words.str.contains(name, regex=False) | pages.str.contains(rf"\b{slug}\b")


def _naming(name: str, rows: pd.DataFrame) -> list[Evidence]:
    named = rows[["source", "source_url"]].drop_duplicates()
    count = rows["source"].nunique()
    among = "one of them" if count == 2 else "among them"
    pages = f"{count} publications, {among}" if count > 1 else "one publication:"
    return [
        Evidence(f"{name} is named in our table's rows from {pages} {row['source']}", IN_PART,
                 STATEMENT, row["confidence"], said_by=row["said_by"],
                 **together(named.itertuples(index=False, name=None)))
        for row in rows.head(1).to_dict("records")
    ]  # fmt: skip


def announced_by(case: Case) -> list[Evidence]:
    """Look for a statement of the one named; the earliest of others is context."""
    said = case.tables["claims"].query(
        "film == @case.film and source != @case.claim['source'] and confidence != 'low'"
    )
    own = said[said["said_by"].isin(case.words)].sort_values("as_of")
    found = [
        Evidence(f"{row.said_by} said so, {_day(row.as_of)}", AGREES, STATEMENT, row.confidence,
                 said_by=row.said_by, source=row.source, source_url=row.source_url)
        for row in own.head(1).itertuples()
    ]  # fmt: skip
    first = said[~said["said_by"].isin(case.words)].dropna(subset=["as_of"]).sort_values("as_of")
    context = [
        Evidence(f"the earliest statement here is that of {row.said_by}, {_day(row.as_of)}",
                 SET_ASIDE, STATEMENT, row.confidence, "another speaker",
                 said_by=row.said_by, source=row.source, source_url=row.source_url)
        for row in first.head(1).itertuples()
    ]  # fmt: skip
    return found + context


def _day(when: str) -> str:
    return day_in_words(pd.Timestamp(when)) if len(when) == len("YYYY-MM-DD") else when
