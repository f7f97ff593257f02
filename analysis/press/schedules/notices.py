"""Tell people, and only when it matters: a failure, a recovery, a number that moved.

A notice is entered in the edition's ledger together with its cause, marked before it is sent and
again afterwards. So it is sent at most once: one that is on its way in the moment in which the
machine dies is not sent again. One that could not be sent is tried once more.
"""

import math
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

from analysis.press.changes.differences import Difference, differences
from analysis.press.changes.snapshots import of_run
from analysis.press.editions import Edition
from analysis.press.projects import Project
from analysis.press.runs import Run
from analysis.press.schedules import couriers, ledger
from analysis.press.schedules.addressees import Event
from analysis.press.schedules.ledger import Entry
from analysis.press.schedules.timetable import in_words

WAITING, SENDING, AGAIN, SENDING_AGAIN, SENT, UNSENT = (
    "waiting", "sending", "to be sent again", "sending again", "sent", "not sent",
)  # fmt: skip
_MOST_KEPT = 20  # entries of the ledger
_MOST_LINES = 12
_LONGEST_LINE = 400


def moved(before: Run, after: Run, threshold: float) -> list[Difference]:
    """Return the named numbers that moved by more than a relative threshold."""
    old, new = (of_run(run.path, has_pictures=False) for run in (before, after))
    found = differences(old, new, tolerance=0) if old and new else []
    return [d for d in found if d.kind == "value moved" and _is_far(d.was, d.now, threshold)]


def due_notices(
    edition: Edition, event: Event, due: str, *, run: str = "", before: str = "", why: str = ""
) -> list[dict[str, Any]]:
    """Return the entries of the ledger for an event: one for each addressee."""
    if edition.notify is None or event not in edition.notify.on:
        return []
    about = {"event": event, "due": due, "run": run, "before": before, "why": why}
    return [{**about, "to": name, "status": WAITING} for name in edition.notify.to]


def deliver(
    project: Project,
    edition: Edition,
    entry: Entry,
    say: Callable[[str], None],
    complaint: Callable[..., str | None] = couriers.complaint,
) -> Entry:
    """Send the notices that wait; return the entry with what became of them."""
    notices = [dict(one) for one in entry.notices][-_MOST_KEPT:]
    for one in notices:
        if one.get("status") not in (WAITING, AGAIN):
            continue
        first = one["status"] == WAITING
        one["status"] = SENDING if first else SENDING_AGAIN
        entry = ledger.enter(project, edition.name, entry, notices=notices)
        why = complaint(one["to"], *message(project, edition, one))
        one["status"] = SENT if why is None else AGAIN if first else UNSENT
        entry = ledger.enter(project, edition.name, entry, notices=notices)
        if why:
            say(f"{edition.name}: {why}{' Once more at the next look.' if first else ''}")
    return entry


def message(
    project: Project, edition: Edition, one: dict[str, Any]
) -> tuple[str, str, Path | None]:
    """Return title, text and attachment of a notice."""
    home = project.reports / edition.name
    day = in_words(one["due"])
    run, before = (home / one[key] if one[key] else None for key in ("run", "before"))
    if one["event"] == "failure":
        title, lines = f"not published on {day}", [f"The report due on {day} was not published."]
        lines.append(one["why"])
        lines.append(
            f"The last good one, of {in_words(before.name)}, stays in place."
            if before
            else "There is no earlier one."
        )
    else:
        moves = changes(Run(before), Run(run), _threshold(edition)) if before and run else []
        count = f"{len(moves)} number{'s' if len(moves) != 1 else ''} moved"
        title = "published again" if one["event"] == "recovery" else count
        again = " again" if one["event"] == "recovery" else ""
        lines = [f"The report due on {day} is published{again}.", *_cut(moves)]
    pdf = run / f"{edition.name}.pdf" if run else None
    head = f"{edition.project}: {edition.title}: {title}"
    text = "\n".join(harmless(line) for line in lines)
    return harmless(head), text, pdf if pdf and pdf.is_file() else None


def changes(before: Run, after: Run, threshold: float) -> list[str]:
    """Return in words how the numbers moved that did, and since when."""
    return [_said(one) for one in moved(before, after, threshold)]


def harmless(text: str) -> str:
    """Return one line without what steers a terminal, a mail's head or the direction of text."""
    line = " ".join(text.split())
    kept = (sign for sign in line if unicodedata.category(sign) not in ("Cc", "Cf", "Cs"))
    return "".join(kept)[:_LONGEST_LINE]


def _threshold(edition: Edition) -> float:
    return edition.notify.threshold if edition.notify else 0.0


def _is_far(was: Any, now: Any, threshold: float) -> bool:
    if not all(isinstance(x, int | float) and not isinstance(x, bool) for x in (was, now)):
        return False
    if not (math.isfinite(was) and math.isfinite(now)):
        return repr(was) != repr(now)
    return abs(now - was) > threshold * abs(was)


def _said(one: Difference) -> str:
    unit = f" {one.unit}" if one.unit else ""
    share = f" ({100 * (one.now - one.was) / abs(one.was):+.3g} %)" if one.was else ""
    return f"{one.subject}: {one.before} → {one.after}{unit}{share}"


def _cut(lines: list[str]) -> list[str]:
    more = len(lines) - _MOST_LINES
    return [*lines[:_MOST_LINES], *([f"and {more} more."] if more > 0 else [])]
