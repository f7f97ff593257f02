"""What the published figures say for and against a claim, graded by rules.

A claim and a finding are both spans. A finding inside the claim's span agrees, one that overlaps
it agrees in part, one outside disagrees. What must not count is set aside, and says why.
"""

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import pandas as pd

from analysis import claims
from analysis.constants import H_PER_DAY, MIN_PER_H
from analysis.phrases import uncapitalized
from analysis.verdicts.spans import (
    CURRENCIES,
    DATE,
    Span,
    converted,
    day_in_words,
    in_figures,
    items,
    span,
)

MIN_PER_DAY = MIN_PER_H * H_PER_DAY

AGREES, IN_PART, DISAGREES, SET_ASIDE = "agrees", "agrees in part", "disagrees", "set aside"
RECORD, STATEMENT = "record", "statement"
CONFIDENCE = ("low", "medium", "high")
OWN = "the story itself"
# What a remark says of a figure that restates another one.
RESTATED = re.compile(r"(?:Given for|The register's figure) [^.;]+")
ROUBLES = re.compile(r"Given for ([\d,.]+) million roubles")
# Two names under which the tables know one fact.
SAME_FACT = {
    "announcement_year": "nasa_confirmation_date",
    "nasa_confirmation_date": "announcement_year",
}


@dataclass(frozen=True)
class Evidence:
    """One finding: what it is, how it bears on the claim, how sure it is, what it lacks."""

    finding: str
    grade: str
    kind: str = RECORD
    confidence: str = "high"
    why_set_aside: str = ""
    low: float = math.nan
    high: float = math.nan
    said_by: str = ""
    source: str = ""
    source_url: str | None = None
    limit: str = ""
    is_converted: bool = False
    publications: tuple[tuple[str, str | None], ...] = ()

    @property
    def whole(self) -> str:
        """The finding with what limits it, in a line."""
        return "; ".join(filter(None, [self.finding, self.limit]))


@dataclass(frozen=True, eq=False)
class Case:
    """A claim of a story, with the story's other claims and the tables that may test it."""

    claim: Mapping[str, Any]
    story: pd.Series
    siblings: pd.DataFrame
    tables: Mapping[str, pd.DataFrame]

    @cached_property
    def film(self) -> str | None:
        """The film of the claim, else of the last claim before it that names one."""
        before = self._films[self.siblings["order"] <= self.claim["order"]].dropna()
        return before.iloc[-1] if len(before) else self.main_film

    @cached_property
    def main_film(self) -> str | None:
        """The film that most of the story's claims are about."""
        known = self._films.dropna()
        return None if known.empty else known.mode().iloc[0]

    @cached_property
    def _films(self) -> pd.Series:
        film = self.tables["claims"].set_index("claim_id")["film"]
        return self.siblings["claim_id"].map(film)

    def published(self, column: str) -> Any:
        """Return what the table of published claims has on this one, None where it is not there."""
        return self.tables["claims"].set_index("claim_id")[column].get(self.claim["claim_id"])

    @property
    def words(self) -> list[str]:
        """The parts of a claim in words."""
        return items(self.claim["text"])

    @property
    def span(self) -> Span:
        """The figures or days that would bear the claim out."""
        return span(self.claim, is_rounded=self.claim["said_as"] in ("exact", "about"))


def grade(claimed: Span, found: Span) -> str:
    """Return how a finding bears on a claim.

    >>> grade((29.5, 30.5), (30, 30)), grade((29.5, 30.5), (30, math.inf))
    ('agrees', 'agrees in part')
    """
    if claimed[0] <= found[0] and found[1] <= claimed[1]:
        return AGREES
    return IN_PART if found[0] <= claimed[1] and claimed[0] <= found[1] else DISAGREES


def published(case: Case) -> list[Evidence]:
    """Return what others have published on the fact that the claim is about."""
    same = case.tables["claims"].query("film == @case.film")
    measures = [case.claim["measure"], SAME_FACT.get(case.claim["measure"], "")]
    said = claims.published(same, case.film or "", *measures)
    said = same.set_index("claim_id").loc[said["claim_id"]].assign(as_said=list(said["as_said"]))
    others = said[~said.index.isin([case.claim["claim_id"]])]
    about = case.claim["subject"]
    if pd.notna(about):
        others = others[others["subject"].isna() | (others["subject"] == about)]
    found = [_statement(case, row) for row in others.to_dict("records")]
    found = _without_forecasts(found, others["stage"].tolist())
    return _one_voice(case, found, others["note"].tolist())


def in_words(text: str, found: str) -> str:
    """Grade words against words: all of them, some of them, none."""
    claimed, there = ({item.casefold() for item in items(side)} for side in (text, found))
    if claimed <= there:
        return AGREES
    return IN_PART if claimed & there else DISAGREES


def _statement(case: Case, row: Mapping[str, Any]) -> Evidence:
    claim = case.claim
    restated = _in_roubles(row, claim["unit"])
    found = restated or converted(row, claim["unit"], case.tables["exchange_rates"])
    if pd.notna(claim["text"]) and not DATE.fullmatch(claim["text"]):
        bearing = in_words(claim["text"], row["text"])
    elif math.isnan(found[0]):
        bearing = SET_ASIDE
    else:
        bearing = grade(case.span, found)
    dates = claim["measure"].endswith("_date")
    piece = Evidence(
        finding=_said(row),
        grade=bearing,
        kind=STATEMENT,
        confidence=row["confidence"],
        why_set_aside="no rate to convert at" if bearing == SET_ASIDE else "",
        low=found[0],
        high=found[1],
        said_by=row["said_by"],
        source=row["source"],
        source_url=row["source_url"],
        limit="the day is not named" if dates and bearing == IN_PART else "",
    )
    is_other = {row["unit"], claim["unit"]} == set(CURRENCIES)
    if is_other and not restated and not math.isnan(found[0]):
        piece = _with_the_sum_compared(piece, claim["unit"])
    if row["source"] == claim["source"]:
        return set_aside(piece, OWN)
    # That a project was announced does not show that this speaker confirmed it.
    if claim["measure"] == "nasa_confirmation_date" != row["measure"]:
        return set_aside(piece, "another event")
    if row["said_by"] == claim["said_by"]:
        return set_aside(piece, "the same speaker again")
    return set_aside(piece, "low confidence") if row["confidence"] == "low" else piece


def _in_roubles(row: Mapping[str, Any], unit: Any) -> Span | None:
    """Return the roubles for which a source gives a sum in dollars, if it says so.

    To convert such a sum once more would make a figure that nobody has given.
    """
    known = ROUBLES.match(str(row["note"]))
    if not known or (row["unit"], unit) != ("USD", "RUB"):
        return None
    return (1e6 * float(known[1].replace(",", "")),) * 2


def _with_the_sum_compared(piece: Evidence, unit: str) -> Evidence:
    """Return a finding in another currency with what it comes to in that of the claim."""
    known = [end for end in (piece.low, piece.high) if math.isfinite(end)]
    sums = in_figures(min(known), max(known), unit)
    told = f"{piece.finding} ({sums} at the rate when it was said)"
    return replace(piece, finding=told, is_converted=True)


def set_aside(piece: Evidence, why: str) -> Evidence:
    """Return the finding as one that does not count, with the reason."""
    return replace(piece, grade=SET_ASIDE, why_set_aside=why)


def together(publications: Iterable[tuple[str, str | None]]) -> dict[str, Any]:
    """Return the source of a finding from several publications: their names, and each address."""
    each = dict(publications)
    names, addresses = list(each), list(each.values())
    if len(each) == 1:
        return {"source": names[0], "source_url": addresses[0]}
    return {"source": "; ".join(names), "source_url": None, "publications": tuple(each.items())}


def _without_forecasts(found: list[Evidence], stages: list[str]) -> list[Evidence]:
    """Set aside what was said before the fact, where something was said after it."""
    counts = [piece.grade != SET_ASIDE for piece in found]
    if not any(count and stage == "report" for count, stage in zip(counts, stages, strict=True)):
        return found
    return [
        set_aside(piece, "said before the fact") if count and stage != "report" else piece
        for piece, count, stage in zip(found, counts, stages, strict=True)
    ]


def _one_voice(case: Case, found: list[Evidence], notes: list[Any]) -> list[Evidence]:
    """Join the figures that one publication gives for one thing: a single witness, and a range."""
    voices: dict[tuple, Evidence] = {}
    for place, (piece, note) in enumerate(zip(found, notes, strict=True)):
        is_figure = piece.grade != SET_ASIDE and math.isfinite(piece.low + piece.high)
        voice = (piece.said_by, piece.source, "" if is_figure else place)
        voices[voice] = _joined(case, voices[voice], piece, note) if voice in voices else piece
    return list(voices.values())


def _joined(case: Case, one: Evidence, other: Evidence, note: Any) -> Evidence:
    """Return two figures of a publication as one finding; the remark's last words say why two."""
    low, high = min(one.low, other.low), max(one.high, other.high)
    finding = f"{one.finding} and, in the same publication, {other.finding.split(': ', 1)[-1]}"
    if pd.notna(note):
        why = note.removesuffix(".").split(". ")[-1]
        finding += f" ({uncapitalized(why)})"
    sure = min(one.confidence, other.confidence, key=CONFIDENCE.index)
    return replace(one, finding=finding, grade=grade(case.span, (low, high)), low=low, high=high,
                   confidence=sure)  # fmt: skip


def _said(row: Mapping[str, Any]) -> str:
    """Return who said what, with the month; a day in full needs none, but what it is of."""
    if len(row["as_said"]) == len("YYYY-MM-DD") and DATE.fullmatch(row["as_said"]):
        event = row["measure"].removesuffix("_date").replace("_", " ").replace("nasa", "NASA")
        return f"{row['said_by']}, {event}: {day_in_words(pd.Timestamp(row['as_said']))}"
    told = f"{row['said_by']}{_month(row['as_of'])}: {_in_words(row)}"
    return f"says {told.replace(';', ',')}" if ";" in row["as_said"] else told


def _in_words(row: Mapping[str, Any]) -> str:
    """Return a figure as it was said; a bare year with what is of it, a stay in days, too.

    What it restates stands in brackets.
    """
    said = str(row["as_said"])
    if restated := RESTATED.match(str(row.get("note"))):
        return f"{said} ({uncapitalized(restated[0])})"
    if row["measure"].endswith("_year"):
        return f"{row['measure'].removesuffix('_year').replace('_', ' ')} in {said}"
    if row["unit"] == "min" and row["value"] >= MIN_PER_DAY:
        return f"{said} ({row['value'] / MIN_PER_DAY:.1f} days)"
    return said


def _month(when: Any) -> str:
    if not isinstance(when, str):
        return ""
    return f", {when}" if len(when) == len("YYYY") else f", {pd.Timestamp(when):%b %Y}"


def figure(case: Case, value: float, text: str, source: tuple[str, str | None]) -> Evidence:
    """Return a record's figure, in the unit of the claim, graded against it."""
    bearing = grade(case.span, (value, value))
    return Evidence(text, bearing, RECORD, "high", "", value, value, "", *source)


def dated(case: Case, when: pd.Timestamp, text: str, source: tuple[str, str | None]) -> Evidence:
    """Return a record's day, graded against the days claimed."""
    day = (when.tz_localize(None) - pd.Timestamp(0)).days
    return Evidence(text, grade(case.span, (day, day)), RECORD, "high", "", day, day, "", *source)
