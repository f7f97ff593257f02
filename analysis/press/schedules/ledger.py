"""What became of an edition's due times: reports/NAME/schedule.json, and who may write it.

A due time is entered before its work begins, and its outcome when it ends. What counts as
published is not this file but the run itself, whose manifest names its due time.
"""

import fcntl
import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from analysis.press import PressError
from analysis.press.projects import Project
from analysis.press.schedules.timetable import in_words

FILE = "schedule.json"
WORKING, FAILING, PUBLISHED, FAILED, PASSED_OVER = (
    "working",  # being built, or its scheduler was killed while it was
    "failing",  # an attempt failed, another follows
    "published",
    "failed",  # no attempt is left
    "passed over",  # missed, and by `catch_up: none` not made up for
)


@dataclass(frozen=True)
class Entry:
    """The newest due time of an edition, and what became of it."""

    due: str = ""
    result: str = ""
    attempts: int = 0  # that failed
    started: str = ""
    ended: str = ""
    retry: str = ""  # not before
    why: str = ""  # in words
    run: str = ""
    errand: str = ""  # marks the processes of the attempt
    stale: bool = False  # the latest run is older than the newest due time
    failing_since: str = ""  # the first due time of those that failed in a row
    notices: list[dict[str, Any]] = field(default_factory=list)

    @property
    def due_time(self) -> datetime | None:
        """Return the due time as an instant."""
        return datetime.fromisoformat(self.due) if self.due else None


def home(project: Project, name: str) -> Path:
    """Return the folder of an edition, which is a folder of its own and no link elsewhere."""
    folder = project.reports / name
    if folder.is_symlink():
        raise PressError(
            f"reports/{name} is a link to another place; a report is published in reports/ itself."
        )
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def entry(project: Project, name: str) -> Entry:
    """Return what is known of an edition's newest due time; nothing, for a file that is broken."""
    return _entry(project.reports / name)


def stale(home: Path) -> str:
    """Say of an edition, in its folder, that a newer report was due and failed; else nothing."""
    entry = _entry(home)
    return f"Stale: the report due on {in_words(entry.due)} failed." if entry.stale else ""


def _entry(home: Path) -> Entry:
    try:
        content = json.loads((home / FILE).read_text(encoding="utf-8"))
        known = {f.name: f.type for f in fields(Entry)}
        read = Entry(**{key: value for key, value in content.items() if key in known})
        moments = {"due": read.due} if read.due or read.result else {}
        moments |= {"retry": read.retry} if read.result == FAILING else {}
        if any(datetime.fromisoformat(moment).tzinfo is None for moment in moments.values()):
            raise ValueError
        read = replace(read, attempts=int(read.attempts), notices=[*map(dict, read.notices)])
    except (OSError, ValueError, TypeError, AttributeError):
        # Losing the file loses no run and doubles none: manifests say what is published.
        return Entry()
    return read


def enter(project: Project, name: str, old: Entry, **changes: Any) -> Entry:
    """Write an entry in one step; return it."""
    new = replace(old, **changes)
    folder = home(project, name)
    handle, part = tempfile.mkstemp(prefix=".schedule-", dir=folder)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(json.dumps(asdict(new), indent=2, ensure_ascii=False) + "\n")
        file.flush()
        os.fsync(file.fileno())
    Path(part).replace(folder / FILE)
    return new


@contextmanager
def sole_worker(project: Project, name: str) -> Iterator[int | None]:
    """Hold an edition's lock and give its descriptor; give None when another process holds it.

    The system frees a lock with the last process that has it open, however that one ends.
    """
    with (home(project, name) / ".schedule.lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield None
            return
        for part in home(project, name).glob(".schedule-*"):
            part.unlink(missing_ok=True)  # of a scheduler that was killed while it wrote
        yield file.fileno()
