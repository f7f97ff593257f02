"""What was published about a film: each figure with who said it, as numbers and in words."""

import numpy as np
import pandas as pd

from analysis.phrases import uncapitalized

CITED = ["claim_id", "as_of", "stage", "said_by", "source", "source_url", "confidence", "note"]


def published(claims: pd.DataFrame, film: str, *measures: str) -> pd.DataFrame:
    """Return the claims on these measures, each with `low`, `high` and the figure as it was said.

    "Less than 40" has no `low`, "more than 30" no `high`; "about 30" is 30 in both.
    """
    found = claims[(claims["film"] == film) & claims["measure"].isin(measures)].copy()
    found["low"] = found["value"].fillna(found["value_low"])
    found["high"] = found["value"].fillna(found["value_high"])
    found["as_said"] = [_as_said(row) for row in found.to_dict("records")]
    order = {measure: place for place, measure in enumerate(measures)}
    found["_order"] = found["measure"].map(order)
    found = found.sort_values(["_order", "as_of", "claim_id"], kind="stable")
    return found[["measure", "subject", "low", "high", "unit", "as_said", "time", "text", *CITED]]


def published_on_all(claims: pd.DataFrame, *measures: str) -> pd.DataFrame:
    """Return the published claims on these measures of every film, with `film`."""
    films = claims["film"].unique()
    told = [published(claims, film, *measures).assign(film=film) for film in films]
    return pd.concat(told, ignore_index=True)


def told_of(stays: pd.DataFrame, waiting: str | float) -> pd.DataFrame:
    """Return the published claims on stays that are of those waiting, and that say why."""
    is_theirs = stays["subject"].map(lambda subject: subject in f"{waiting}")
    return stays[is_theirs & stays["note"].notna()].reset_index(drop=True)


def why_they_waited(told: pd.DataFrame) -> str:
    """Return what was published on why people stayed longer: the crew lists do not tell.

    A remark is told as its source's: whose figure stands there need not have said why.
    """
    said = [
        f" Of {row.subject}, {row.source} reported in {pd.Timestamp(row.as_of):%B %Y} that "
        f"{uncapitalized(row.note)}"
        for row in told.itertuples()
    ]
    return "".join(["The crew lists do not tell why.", *said])


def linked_to_one(table: pd.DataFrame) -> pd.DataFrame:
    """Return the table with an address only where `said_by` names one: a link leads to one page."""
    is_one = ~table["said_by"].str.contains("; ", na=False)
    return table.assign(source_url=table["source_url"].where(is_one, None))


def only(column: pd.Series) -> object:
    """Return the one value of a column, NaN when it has none or several."""
    return column.iloc[0] if len(column) == 1 else np.nan


def _as_said(row: dict) -> str:
    """Return a claim's figure in words: about 30 h, 25 to 35 min, less than 1 billion RUB.

    A time has its seconds only where they are given.
    """
    if pd.notna(row["text"]):
        return row["text"]
    if pd.notna(row["time"]):
        return f"{row['time']:%Y-%m-%d %H:%M:%S}".removesuffix(":00")  # given to the minute
    given = [row[key] for key in ("value", "value_low", "value_high") if pd.notna(row[key])]
    figures = " to ".join(_amount(number) for number in given)
    words = "" if row["said_as"] in ("exact", "range") else f"{row['said_as']} "
    unit = "" if pd.isna(row["unit"]) else {"percent": " %"}.get(row["unit"], f" {row['unit']}")
    return f"{words}{figures}{unit}"


def _amount(number: float) -> str:
    """Return a number as a reader says it.

    >>> _amount(1_155_000_000), _amount(905_000_000), _amount(13.75), _amount(3000)
    ('1.155 billion', '905 million', '13.75', '3,000')
    """
    for size, word in ((1e9, "billion"), (1e6, "million")):
        if number >= size:
            return f"{number / size:.10g} {word}"
    return f"{number:,.10g}" if number % 1 else f"{number:,.0f}"
