"""From evidence to a verdict: rules that are the same for every claim."""

import math
import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

import pandas as pd

from analysis.verdicts import aboard, catalogued, made, named
from analysis.verdicts.evidence import (
    AGREES,
    CONFIDENCE,
    DISAGREES,
    IN_PART,
    OWN,
    RECORD,
    SET_ASIDE,
    Case,
    Evidence,
    published,
)  # fmt: skip
from analysis.verdicts.spans import COUNTED_EXACTLY_BELOW, DATE, in_figures

HOLDS, CAVEAT, DISPUTED, FAILS, UNCHECKED = VERDICTS = (
    "holds", "holds with a caveat", "disputed", "does not hold", "cannot be checked",
)  # fmt: skip
DISTANCE = ("stated_value", "found_low", "found_high", "off_by", "off_percent")
FIGURE, DAY, AHEAD, WORDS = (
    "a figure",
    "a day",
    "ahead",
    "words",
)  # what a claim says, where its measure has no test of its own
NOTHING = "nothing in the tables beyond the story itself"

# What tests a claim on a measure; any other measure is tested by what others have published.
TESTS: Mapping[str, Callable[[Case], list[Evidence]]] = {
    test.__name__: test
    for test in (
        aboard.age, aboard.cameo_cosmonauts, aboard.companions_up, aboard.craft_up, aboard.crew_up,
        aboard.film_crew, aboard.flight_month, aboard.launch_month, aboard.plan, aboard.status,
        aboard.stay, aboard.training, made.film_budget, catalogued.first, catalogued.firsts,
        catalogued.launch_failures, named.announced_by, made.method, made.project_cost,
        made.release_date, made.shooting_place, catalogued.studio_module_in_orbit_by,
    )
} | {"partners": named.named, "producers": named.named}  # fmt: skip

RULES = pd.DataFrame(
    [
        (UNCHECKED, "nothing counts as evidence"),
        (FAILS, "a record disagrees, and no record agrees even in part"),
        (
            DISPUTED,
            "something disagrees, and either only statements count, or a record agrees at least "
            "in part",
        ),
        (CAVEAT, "nothing disagrees, but something agrees only in part"),
        (HOLDS, "everything that counts agrees"),
    ],
    columns=["verdict", "when"],
)

_PLACE, _SETBACKS = made.WHOLLY_PERCENT, catalogued.SETBACK_YEARS
_COVERED = catalogued.COVERED_PERCENT
# What is claimed, when it holds, and the measures of such claims.
THRESHOLDS = [
    ("a figure", "the evidence rounds to it: to its last decimal if it has any, to the whole "
     f"number if it is below {COUNTED_EXACTLY_BELOW}, else to its last digit that is not zero, "
     "as 1,250 to tens", {FIGURE}),
    ("an age", "it is the age, in whole years, on the day of the story", {"age"}),
    ("a first", "the film or the state named comes first under each definition that fits; in "
     "part, if the state is Russia and a first is the Soviet Union's", {"first"}),
    ("being ahead of a rival", "the film's crew was launched before any of those named for the "
     "rival, professional astronauts left aside", {AHEAD}),
    ("a long list of firsts", "the list in the report “Who was first?” has "
     f"{catalogued.LONG_LIST} or more, from before the launch, of the state that launched the film "
     "crew, those of the Soviet Union counting as Russia's", {"firsts"}),
    ("botched launches", f"{catalogued.SEVERAL} or more failed outright in the "
     f"{_SETBACKS} years before the story", {"launch_failures"}),
    ("where it was shot", f"{_PLACE} % was shot in one module of the place named; in part, if "
     f"more than {made.MOSTLY_PERCENT} % was in several of them together", {"shooting_place"}),
    ("how it was shot", "it is the film's main method; in part, if the film used other methods, "
     f"too, or no more than {made.MOSTLY_PERCENT} % of it was made so", {"method"}),
    ("how films in general were shot", "besides, it is the main method of more than "
     f"{made.MOSTLY_PERCENT} % of the films with the same first country, counting those not shot "
     "in orbit whose method is known", {"method"}),
    ("partners, producers", "never more than in part: a row on the film in our table of published "
     "claims names one of them, as the speaker, in its words or remark, or in the name or address "
     "of its source, which does not show what each did; the publications themselves are not "
     "searched, and speakers whom the story quotes are left aside", {"partners", "producers"}),
    ("who announced it", "a statement on the film by the one named is known from another source; "
     "statements by others count neither for nor against it",
     {"announced_by"}),
    ("a sum kept from the public", "no sum is known here from those who paid, which is of "
     "medium confidence, as one may have been missed; outsiders' estimates are not theirs",
     {"project_cost"}),
    ("the craft in which they flew", "it is the one in the catalogue", {"craft_up"}),
    ("a launch in a month", "one of those named, professional astronauts left aside, was launched "
     "then; against it: that none was, if the list reaches to the end of that month",
     {"launch_month"}),
    ("a craft in orbit by a day", "its launch is listed by then; against it: that none is "
     f"listed, if the list covers {_COVERED} % of the time from the day on which it was said to "
     "that day",
     {"studio_module_in_orbit_by"}),
    ("who appears in the film", "others name as many, and as many of those named were in orbit "
     "from the film crew's launch to its landing", {"cameo_cosmonauts"}),
    ("who flies together", "a flight had all of them aboard; against it: that none had, "
     "if the story names a month for the flight", {"crew_up"}),
    ("what is planned", "nothing here can show it; that one of those named, professional "
     "astronauts left aside, had flown by then would speak against “not planned” and “given up”",
     {"plan", "status"}),
    ("a confirmation on a day", "another source than the claim's own gives the day on which the "
     "same speaker confirmed it; that the project was announced is another event",
     {"nasa_confirmation_date"}),
    ("an announcement in a year", "another source than the claim's own gives the year, or a day "
     "in it on which the project was confirmed, as what is confirmed is public by then; no "
     "source gives another year", {"announcement_year"}),
    ("any other event on a day", "another source than the claim's own gives the day; in part, if "
     "it gives the month or the year alone", {DAY}),
    ("anything else in words", "another source than the claim's own has the same words; in part, "
     "if it has some of them", {WORDS}),
]  # fmt: skip


def thresholds(cases: list[Case]) -> pd.DataFrame:
    """Return what makes each kind of claim hold, of the kinds that a story has."""
    kinds = {kind for case in cases for kind in (case.claim["measure"], _form(case.claim))}
    rows = [(claimed, holds) for claimed, holds, measures in THRESHOLDS if measures & kinds]
    return pd.DataFrame(rows, columns=["what is claimed", "holds if"])


def _form(claim: Mapping[str, Any]) -> str:
    text = claim["text"]
    if pd.isna(text):
        return FIGURE
    if str(text).startswith("before "):
        return AHEAD
    if DATE.fullmatch(str(text)):
        return DAY
    return "" if claim["measure"] in TESTS else WORDS


@lru_cache(maxsize=64)  # a story's claims: the score card asks, and the table of evidence again
def evidence(case: Case) -> list[Evidence]:
    """Return everything that the tables have on a claim."""
    return TESTS.get(case.claim["measure"], published)(case)


def verdict(found: list[Evidence]) -> str:
    """Return the verdict on what was found, by `RULES` in their order.

    >>> verdict([Evidence("12 days", AGREES), Evidence("more than 12 days", IN_PART)])
    'holds with a caveat'
    """
    grades = {piece.grade for piece in counted(found)}
    records = {piece.grade for piece in counted(found) if piece.kind == RECORD}
    if not grades:
        return UNCHECKED
    if DISAGREES in grades:
        return FAILS if records == {DISAGREES} else DISPUTED
    return CAVEAT if IN_PART in grades else HOLDS


def confidence(found: list[Evidence]) -> str | None:
    """Return that of the best evidence that counts; of the weaker side, where both have some."""
    sides = [
        [CONFIDENCE.index(piece.confidence) for piece in counted(found) if is_against(piece)]
        for is_against in (_disagrees, lambda piece: not _disagrees(piece))
    ]
    best = [max(side) for side in sides if side]
    return CONFIDENCE[min(best)] if best else None


def counted(found: list[Evidence]) -> list[Evidence]:
    """Return the evidence that counts, the best first."""
    count = [piece for piece in found if piece.grade != SET_ASIDE]
    return sorted(count, key=lambda p: (p.kind != RECORD, -CONFIDENCE.index(p.confidence)))


def in_a_line(found: list[Evidence], unit: str | None = None, own: str | None = None) -> str:
    """Return the evidence that decides, in a line: what speaks for the claim, what limits it.

    Where none counts, it says on whose word the claim rests: the story's `own` source.
    """
    count = counted(found)
    if not count:
        return sentence(_uncounted(found, own))
    agree, part, against = (
        [piece for piece in count if piece.grade == grade] for grade in (AGREES, IN_PART, DISAGREES)
    )
    parts = [piece.whole for piece in (agree[:1] + part[:1] if agree else part[:2])]
    if against:
        parts = [*parts[:1], ("but " if parts else "") + _against(against, unit)]
    return sentence("; ".join(parts))


def distance(case: Case, found: list[Evidence]) -> dict[str, float]:
    """Return the claim's figure, the span of the evidence, and how far apart they are.

    `off_by` is the claim's figure less the nearest end of the evidence, 0 where the evidence
    reaches it (or, for a bound, keeps it); `off_percent` is that in percent of the evidence.
    """
    claim = case.claim
    figures = [claim[key] for key in ("value", "value_low", "value_high") if pd.notna(claim[key])]
    ends = _ends(found)
    if not ends or not figures:
        return dict.fromkeys(DISTANCE, math.nan)
    low, high = min(ends), max(ends)
    claimed = case.span if pd.isna(claim["value"]) else (claim["value"],) * 2
    if claimed[0] > high:
        off, near = claimed[0] - high, high
    elif claimed[1] < low:
        off, near = claimed[1] - low, low
    else:
        off, near = 0.0, high
    share = 100 * off / near if near else math.nan
    return dict(zip(DISTANCE, (figures[0], low, high, off, share), strict=True))


def _ends(found: list[Evidence]) -> list[float]:
    """Return the figures to measure against: of records if there are any, else of statements."""
    known = [piece for piece in counted(found) if math.isfinite(piece.low + piece.high)]
    best = [piece for piece in known if piece.kind == RECORD] or known
    return [end for piece in best for end in (piece.low, piece.high)]


def _uncounted(found: list[Evidence], own: str | None) -> str:
    """Return what there is where nothing counts, and on whose word the claim rests, if said."""
    known = [piece for piece in found if piece.why_set_aside != OWN]
    text = f"{known[0].finding}; {known[0].why_set_aside}" if known else NOTHING
    return f"{text}; the story's own source: {own}" if own else text


def _against(pieces: list[Evidence], unit: str | None) -> str:
    """Return the finding against a claim; of several publications the span of what they have."""
    if len(pieces) == 1 or pieces[0].kind == RECORD:
        return pieces[0].finding
    ends = [end for piece in pieces for end in (piece.low, piece.high) if math.isfinite(end)]
    if ends and unit:
        told = f"{len(pieces)} others have {in_figures(min(ends), max(ends), unit)}"
        converted = sum(piece.is_converted for piece in pieces)
        return told + (f" ({converted} of them converted)" if converted else "")
    return f"{pieces[0].finding}, and {len(pieces) - 1} more"


def _disagrees(piece: Evidence) -> bool:
    return piece.grade == DISAGREES


def sentence(words: str) -> str:
    """Return words as they begin a sentence; a site's address stays as it is.

    >>> sentence("others have 40 min"), sentence("film.ru, Apr 2023: 1.1 billion RUB")
    ('Others have 40 min', 'film.ru, Apr 2023: 1.1 billion RUB')
    """
    return words if re.match(r"\w+\.\w", words) else words[:1].upper() + words[1:]
