"""Look at the schedules again and again, in the foreground, until asked to stop."""

import signal
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any, Protocol

from analysis.press import PressError
from analysis.press.editions import Edition
from analysis.press.projects import Project
from analysis.press.schedules.schedule import Scheduler

# The longest sleep: after it the clock is read anew, which may have been set meanwhile.
_STEP = timedelta(seconds=10)


class Stop(Protocol):
    """What says that it is time to end; `threading.Event` is one."""

    def is_set(self) -> bool:
        """Return whether it is."""

    def wait(self, timeout: float) -> Any:
        """Sleep, but no longer than until it is."""


class Timetable:
    """The editions of a project, read anew when their file changes."""

    def __init__(self, project: Project, say: Callable[[str], None]) -> None:
        self._project, self._say = project, say
        self._read = self._state()
        self.editions = list(project.editions().values())

    def refresh(self) -> list[Edition]:
        """Return the editions; those of before, when the file is now broken."""
        state = self._state()
        if state != self._read:
            self._read = state
            try:
                self.editions = list(self._project.editions().values())
            except PressError as error:
                self._say(f"{error} What was read before stays in force.")
            else:
                self._say("editions.yml was read anew.")
        return self.editions

    def _state(self) -> tuple[int, ...]:
        with suppress(OSError):
            found = (self._project.reports / "editions.yml").stat()
            return (found.st_mtime_ns, found.st_size, found.st_ino)
        return ()


def watch(scheduler: Scheduler, stop: Stop, after: Callable[[list[Edition]], None]) -> None:
    """Do what is due, when it is due, until `stop`; call `after` when something was done."""
    scheduler = replace(scheduler, is_called_off=stop.is_set)
    timetable = Timetable(scheduler.project, scheduler.say)
    scheduled = [edition for edition in timetable.editions if edition.schedule]
    scheduler.say(_greeting(scheduler, scheduled))
    while not stop.is_set():
        editions = timetable.refresh()
        if scheduler.look(editions):
            after(editions)
        upcoming = scheduler.next_look(editions)
        pause = min(upcoming - scheduler.clock(), _STEP) if upcoming else _STEP
        stop.wait(max(pause.total_seconds(), 0.1))
    scheduler.say("Stopped.")


def stop_at_signals() -> threading.Event:
    """Return what is set when this process is asked to end."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    return stop


def _greeting(scheduler: Scheduler, scheduled: list[Edition]) -> str:
    upcoming = scheduler.next_look(scheduled)
    if upcoming is None:
        return "No edition in editions.yml has a schedule yet; waiting for one."
    count = f"{len(scheduled)} edition{'s' if len(scheduled) > 1 else ''}"
    return f"{count} with a schedule; next due {upcoming:%Y-%m-%d %H:%M} UTC."
