"""A story's claims with their verdicts and evidence, as tables."""

import math
import re
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import pandas as pd

from analysis import claims
from analysis.phrases import in_a_row, said_in, uncapitalized
from analysis.verdicts import rules
from analysis.verdicts.evidence import Case, Evidence
from analysis.verdicts.spans import in_figures

Tables = Mapping[str, pd.DataFrame]
IS_THE_FILM = re.compile(r"^It(?= is the first .*\bfilm\b)")  # of a story that is about a film
ORDINARY = {"a", "an", "it", "the", "that", "they", "he", "she"}  # no names, wherever they stand
LOW = " (low confidence)"
TABLES = (
    "claims", "flights", "crews", "people", "launches", "firsts", "films", "exchange_rates",
    "box_office",
)  # fmt: skip


def cases(
    story_claims: pd.DataFrame, stories: pd.DataFrame, story_id: str, tables: Tables
) -> list[Case]:
    """Return the claims of a story, in its order, each with what may test it."""
    story = stories.set_index("story_id", drop=False).loc[story_id]
    own = story_claims[story_claims["story_id"] == story_id].sort_values("order")
    return [Case(claim, story, own, tables) for claim in own.to_dict("records")]


def score_card(cases: list[Case]) -> pd.DataFrame:
    """Return each claim with its verdict, the evidence in a line, confidence and distance."""
    rows = []
    said = _as_said(cases[0].siblings)
    for case in cases:
        found = rules.evidence(case)
        is_weak = case.published("confidence") == "low"
        rows.append(
            {
                "number": case.claim["order"],
                "claim_key": case.claim["claim_key"],
                "measure": case.claim["measure"],
                "claim": case.claim["claim"],
                "verdict": rules.verdict(found),
                "evidence": rules.in_a_line(found, case.claim["unit"], _own_source(case)),
                "confidence": rules.confidence(found),
                "said_by": _claimed_by(case.claim) + (LOW if is_weak else ""),
                "is_weak_plan": is_weak and case.published("stage") == "plan",
                "counted": len(rules.counted(found)),
                "unit": case.claim["unit"],
                "stated": said[case.claim["order"]],
                **rules.distance(case, found),
                "source": case.claim["source"],
                "source_url": case.claim["source_url"],
            }
        )
    card = pd.DataFrame(rows)
    ends = zip(card["found_low"], card["found_high"], card["unit"], strict=True)
    return card.assign(found=[in_figures(*end) for end in ends])


def within_a_sentence(told: pd.Series, film: str | None = None) -> list[str]:
    """Return claims as each stands within a sentence, without those before it.

    A first word that is nowhere in small letters, such as a name, keeps its capital.

    >>> within_a_sentence(pd.Series(["It is the first film.", "The Tu flew.", "Tu saw the film."]))
    ['it is the first film.', 'the Tu flew.', 'Tu saw the film.']
    """
    common, found = set(re.findall(r"\b[a-z]+\b", " ".join(told))) | ORDINARY, []
    for claim in told:
        named = IS_THE_FILM.sub(f"“{film}”", claim) if film else claim
        is_name = named.startswith((film or "“", "“")) or named.split()[0].lower() not in common
        found.append(named if is_name else uncapitalized(named))
    return found


def evidence_table(cases: list[Case]) -> pd.DataFrame:
    """Return every finding on every claim, counted or set aside."""
    rows = [
        {
            "number": case.claim["order"],
            "claim": case.claim["claim"],
            **asdict(piece),
            "weight": f"set aside: {piece.why_set_aside}" if piece.why_set_aside else piece.grade,
        }
        for case in cases
        for piece in rules.evidence(case)
    ]
    columns = ["number", "claim", *Evidence.__dataclass_fields__, "weight"]
    table = pd.DataFrame(rows, columns=columns).drop(columns="publications")
    return table.replace([math.inf, -math.inf], math.nan)


def joint_sources(cases: list[Case]) -> pd.DataFrame:
    """Return the publications of each finding that comes from several, with their addresses."""
    rows = [
        (case.claim["order"], piece.finding, *publication)
        for case in cases
        for piece in rules.evidence(case)
        for publication in piece.publications
    ]
    table = pd.DataFrame(rows, columns=["number", "finding", "source", "source_url"])
    return table.drop_duplicates(["number", "finding", "source"], ignore_index=True)


def without_findings(card: pd.DataFrame, evidence: pd.DataFrame) -> str | None:
    """Return which claims have no row in the table of evidence, in a sentence."""
    numbers = [f"{number}" for number in card["number"] if number not in set(evidence["number"])]
    if not numbers:
        return None
    return f"Nothing was found on claim{'s' * (len(numbers) > 1)} {in_a_row(numbers)}."


def tally(card: pd.DataFrame) -> pd.DataFrame:
    """Return how many claims have each verdict, in the order of the verdicts."""
    counts = card["verdict"].value_counts().reindex(rules.VERDICTS, fill_value=0)
    return counts.rename_axis("verdict").rename("claims").reset_index()


def figures_off(card: pd.DataFrame) -> pd.DataFrame:
    """Return the figures among the claims, in percent of the evidence: of its high and low end.

    Where one of these is nearer to 100, it is as far off it as `off_percent` says.
    """
    known = card[card["found_low"].notna()]
    return known.assign(
        of_high_percent=100 * known["stated_value"] / known["found_high"],
        of_low_percent=100 * known["stated_value"] / known["found_low"],
    )


def caveats(evidence: pd.DataFrame, card: pd.DataFrame) -> pd.DataFrame:
    """Return, for the claims that do not simply hold, what speaks for them and what does not."""
    looked = card[card["verdict"] != rules.HOLDS]
    rows = []
    for row in looked.itertuples():
        found = evidence[evidence["number"] == row.number]
        pro = found.loc[found["grade"] == "agrees", "finding"]
        con = found.loc[found["grade"].isin(["agrees in part", "disagrees"]), "finding"]
        # What agrees in part speaks for a claim and limits it, where it says how.
        halves = found[found["grade"] == "agrees in part"]
        halves = halves[(halves["limit"] != "") | (len(pro) == 0)]
        if len(halves):
            pro = pd.concat([pro, halves["finding"]])
            limits = halves["limit"].replace("", "in part only")
            con = pd.concat([con.drop(halves.index), limits.drop_duplicates()])
        silent = row.evidence if row.verdict == rules.UNCHECKED else None
        rows.append(
            {
                "number": row.number,
                "claim": row.claim,
                "verdict": row.verdict,
                "speaks_for_it": rules.sentence("; ".join(pro)) or None,
                "limits_or_contradicts_it": rules.sentence("; ".join(con)) or silent,
                "confidence": row.confidence,
            }
        )
    columns = [
        "number",
        "claim",
        "verdict",
        "speaks_for_it",
        "limits_or_contradicts_it",
        "confidence",
    ]
    return pd.DataFrame(rows, columns=columns)


def _claimed_by(claim: Mapping[str, Any]) -> str:
    """Return who made a claim, with where it stands if that is not the story itself.

    >>> _claimed_by({"said_by": "Ann", "source": "The News", "source_url": "https://a.example"})
    'Ann, in The News'
    """
    who, where = str(claim["said_by"]), str(claim["source"])
    return who if pd.isna(claim["source_url"]) else said_in(who, where)


def _own_source(case: Case) -> str | None:
    """Return who told the story what it claims, where that is not its publisher."""
    said_by = str(case.claim["said_by"])
    return None if said_by == case.story["publisher"] else said_by


def _as_said(own: pd.DataFrame) -> pd.Series:
    """Return each claim's figure or words as a reader says them, by its place in the story."""
    alike = own.assign(film="", claim_id=own["story_claim_id"], as_of="", stage="", confidence="")
    said = claims.published(alike, "", *own["measure"].unique()).set_index("claim_id")["as_said"]
    said = said.str.replace(r"^1 people$", "1 person", regex=True)
    return own.set_index("order")["story_claim_id"].map(said)
