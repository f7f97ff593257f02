"""One attempt at a due time: refresh the tables, build, publish; each in a process of its own."""

import json
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from analysis.press.editions import Edition
from analysis.press.projects import Project
from analysis.press.schedules import supervision
from analysis.press.schedules.supervision import Ending
from analysis.press.schedules.timetable import Schedule

_COMMAND = [sys.executable, "-c", "from analysis.cli import main; main()"]


@dataclass(frozen=True)
class Outcome:
    """What came of an attempt: why it failed, if so, or what is to be said of it besides."""

    failure: str = ""
    remark: str = ""
    is_called_off: bool = False


@dataclass(frozen=True)
class Errand:
    """An attempt: which edition, for which due time, marked by what, with which lock held."""

    project: Project
    edition: Edition
    schedule: Schedule
    due: datetime
    mark: str
    lock: int
    is_called_off: Callable[[], bool] = lambda: False


def attempt(errand: Errand) -> Outcome:
    """Refresh what is asked for, build and publish; within the time that the schedule gives."""
    end = time.monotonic() + 60 * errand.schedule.timeout_min
    remark = ""
    if errand.schedule.refresh:
        ending = _run(errand, [*_COMMAND, "refresh", *errand.schedule.refresh], end)
        tables = ", ".join(errand.schedule.refresh)
        if ending.code is None and not ending.is_late:
            return Outcome(is_called_off=True)
        if ending.code != 0:
            why = _last_line(ending.complained) or _last_line(ending.said) or _ended(ending, errand)
            why = why.removeprefix(f"{tables}: left as it was. ")
            remark = f"{tables} could not be refreshed: {why}"
            if errand.schedule.require_fresh or ending.is_late:
                return Outcome(failure=remark)
    day = errand.schedule.day(errand.due)
    module = [sys.executable, "-m", "analysis.press.schedules.due"]
    ending = _run(errand, [*module, errand.edition.name, errand.due.isoformat(), day], end)
    if ending.code is None and not ending.is_late:
        return Outcome(is_called_off=True)
    return Outcome(failure=_failure(ending, errand), remark=remark)


def _run(errand: Errand, command: list[str], end: float) -> Ending:
    notify = errand.edition.notify
    return supervision.run(
        command,
        errand=errand.mark,
        timeout_s=max(end - time.monotonic(), 0.0),
        is_called_off=errand.is_called_off,
        without=frozenset(notify.to if notify else ()),  # no secret where a notebook could read it
        keep_open=(errand.lock,),
        cwd=str(errand.project.root),
    )


def _failure(ending: Ending, errand: Errand) -> str:
    if ending.code == 0:
        return ""
    try:
        return str(json.loads(_last_line(ending.said))["refused"])
    except (ValueError, LookupError, TypeError):
        said = _last_line(ending.complained)
        return f"{_ended(ending, errand)}{' Its last words: ' + said if said else ''}"


def _ended(ending: Ending, errand: Errand) -> str:
    if ending.is_late:
        return f"It was not done within {errand.schedule.timeout_min:g} minutes, and was ended."
    if ending.code is not None and ending.code < 0:
        return f"The build was ended by signal {-ending.code} (9 is often a lack of memory)."
    return f"The build ended with code {ending.code}."


def _last_line(text: str) -> str:
    lines = text.strip().splitlines()
    return lines[-1].strip()[:500] if lines else ""
