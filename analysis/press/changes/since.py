"""What changed since the last run, in words: the lines with which a report opens."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from pathlib import Path
from textwrap import shorten
from typing import Any

from analysis.markdown import unmarked
from analysis.press import runs
from analysis.press.changes.differences import TOLERANCE, Difference, differences
from analysis.press.changes.front import front
from analysis.press.changes.snapshots import Snapshot
from analysis.press.projects import Project

LONGEST = 60  # signs of a text in such a line
KEPT = 200  # differences that the record of a run lists


def base(project: Project, name: str) -> Path | None:
    """Return the folder of the newest run of an edition, which the next one is compared with."""
    folder = runs.linked(project.reports / name)
    return folder if folder and (folder / f"{name}.ipynb").is_file() else None


def news(
    before: Snapshot, after: Snapshot, edition: str, tolerance: float, as_of: date | None
) -> dict[str, Any]:
    """Return what changed between two runs: as data, and as Markdown for a report to open with."""
    found = differences(before, after, tolerance)
    return {
        "run": before.run,
        "moment": before.moment,
        "tolerance": tolerance,
        "count": len(found),
        "differences": [one.plain() for one in found[:KEPT]],
        "markdown": _opening(before, found, edition, tolerance, as_of),
    }


def _opening(
    before: Snapshot,
    found: list[Difference],
    edition: str,
    tolerance: float,
    as_of: date | None,
) -> str:
    since = when(before.moment, before.as_of, as_of)
    if not found:
        return f"**Nothing changed since {since}**{tolerated(tolerance)}."
    told = front(found, edition)
    head = f"**Since {since}**{tolerated(tolerance)}:\n"
    return "\n".join([head, *(f"- {line}" for line in told)])


def tolerated(tolerance: float) -> str:
    """Return what is not counted as a change, where that is more than a rounding.

    >>> tolerated(0.01), tolerated(1e-6)
    (', numbers that moved by less than 1 % aside', '')
    """
    if tolerance <= TOLERANCE:
        return ""
    return f", numbers that moved by less than {tolerance * 100:.3g} % aside"


def names(*snapshots: Snapshot) -> Callable[[str], str]:
    """Return how tables and figures are called outside a report: number and caption."""
    known: dict[str, str] = {}
    for said in snapshots:
        for kind, captions in (
            ("Table", {label: one.caption for label, one in said.tables.items()}),
            ("Figure", {label: one.caption for label, one in said.figures.items()}),
        ):
            for number, (label, caption) in enumerate(captions.items(), 1):
                known.setdefault(label, f"{kind} {number} ({caption.rstrip('.')})")
    return lambda label: known.get(label, label)


def when(moment: str, made_for: str = "", as_of: date | None = None) -> str:
    """Return the day that a run was made for; its moment, where the day alone does not tell.

    >>> when("2026-11-16T06:00:00+00:00", "2026-11-15", date(2026, 11, 22))
    '15 November 2026'
    >>> when("2026-11-22T13:18:02+00:00", "2026-11-22", date(2026, 11, 22))
    'the run of 22 November 2026, 13:18:02 UTC'
    """
    day = date.fromisoformat(made_for or moment[:10])
    if as_of not in (None, day):
        return f"{day.day} {day:%B %Y}"
    found = datetime.fromisoformat(moment)
    return f"the run of {found.day} {found:%B %Y}, {found:%H:%M:%S} UTC"


def told(found: Iterable[Difference], name: Callable[[str], str]) -> list[tuple[str, list[str]]]:
    """Return every difference in words, each once, with the sentences that state a value."""
    lines: dict[str, list[str]] = {}
    for one in found:
        where = lines.setdefault(line_of(one, name), [])
        if one.kind.startswith("value") and unmarked(one.where) not in where:
            where.append(unmarked(one.where))
    return [*lines.items()]


def line_of(one: Difference, name: Callable[[str], str], safe: Callable[[str], str] = str) -> str:
    """Return one difference in words; `name` says what a table or figure is called.

    >>> line_of(Difference("value moved", "Footage", "30", "31", "h"), str)
    'Footage: 30 → 31 h'
    >>> line_of(Difference("rows new", "tbl-films", now=["Gravity"]), str)
    '1 row added to tbl-films'
    """
    before, after = (safe(text) for text in _apart(one.before or "–", one.after or "–"))
    unit = f" {safe(one.unit)}" if one.unit else ""
    subject, where = safe(one.subject), safe(shorten(one.where, 2 * LONGEST, placeholder=" …"))
    rows = len(one.now or one.was or []) if one.kind.startswith("rows") else 0
    counted = f"{rows} {'rows' if rows > 1 else 'row'}"
    return {
        "parameter set": lambda: f"Parameter changed, {subject}: {before} → {after}",
        "verdict turned": lambda: f"{name(one.subject)}, {where}: {before} → {after}",
        "cell changed": lambda: f"{name(one.subject)}, {where}: {before} → {after}",
        "value moved": lambda: f"{subject}: {before} → {after}{unit}",
        "value new": lambda: f"{subject}: {after}{unit}, not said before",
        "value gone": lambda: f"{subject}: {before}{unit}, no longer said",
        "rows new": lambda: f"{counted} added to {name(one.subject)}",
        "rows gone": lambda: f"{counted} gone from {name(one.subject)}",
        "table new": lambda: f"{name(one.subject)} is new",
        "table gone": lambda: f"The table {subject} is gone",
        "figure redrawn": lambda: f"{name(one.subject)} is drawn otherwise",
        "figure new": lambda: f"{name(one.subject)} is new",
        "figure gone": lambda: f"The figure {subject} is gone",
    }[one.kind]()


def _apart(before: str, after: str) -> list[str]:
    """Return two texts shortened, long ones from about where they begin to differ.

    >>> _apart("Unsettled are the length and the footage, all others hold", "x")[1]
    'x'
    """
    pairs = enumerate(zip(before, after, strict=False))
    same = next((place for place, (old, new) in pairs if old != new), 0)
    start = before.rfind(" ", 0, same) + 1
    if max(len(before), len(after)) <= LONGEST or start < LONGEST // 3:
        start = 0
    texts = (("… " if start else "") + text[start:] for text in (before, after))
    return [shorten(text, LONGEST, placeholder=" …") for text in texts]
