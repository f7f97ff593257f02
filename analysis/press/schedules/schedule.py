"""What is due, and doing it: each due time of an edition is published once, whatever happens.

A due time is entered in the edition's ledger before the work and its outcome after it, both under
a lock that the system frees when its holders die. Published is what a run's manifest names: the
look for such a run comes first, so that dying between the two does not publish twice.
"""

import uuid
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from analysis.press import PressError, runs
from analysis.press.editions import Edition
from analysis.press.projects import Project
from analysis.press.schedules import errands, ledger, notices, supervision
from analysis.press.schedules.errands import Errand, Outcome
from analysis.press.schedules.ledger import FAILED, FAILING, PASSED_OVER, PUBLISHED, WORKING, Entry
from analysis.press.schedules.timetable import Schedule, in_words

# A due time that lies further ahead than this was entered when the clock was wrong.
_BELIEVED = timedelta(days=1)
# By `catch_up: none` a due time that is older is not made up for; a busy machine may be this late.
_LATE = timedelta(hours=1)
_LONGEST_PAUSE = timedelta(minutes=64)


@dataclass(frozen=True)
class Scheduler:
    """What a look at the schedules needs: the clock, someone to tell, someone to do the work."""

    project: Project
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    say: Callable[[str], None] = print
    is_called_off: Callable[[], bool] = lambda: False
    attempt: Callable[[Errand], Outcome] = errands.attempt
    deliver: Callable[..., Entry] = notices.deliver
    troubles: dict[str, str] = field(default_factory=dict)  # that were said, by edition

    def look(self, editions: list[Edition]) -> dict[str, Entry]:
        """Do what is due now; return the entries of the editions for which something was done."""
        done = {}
        for edition in editions:
            if edition.schedule is None or self.is_called_off():
                continue
            try:
                entry = self._attend(edition, edition.schedule)
            except (PressError, OSError) as error:
                entry = Entry(result=FAILED, why=str(error))
                if self.troubles.get(edition.name) != entry.why:  # not at every look
                    self.say(f"{edition.name}: {error}")
                self.troubles[edition.name] = entry.why
            else:
                self.troubles.pop(edition.name, None)
            if entry:
                done[edition.name] = entry
        return done

    def next_look(self, editions: list[Edition]) -> datetime | None:
        """Return when something is due next: a time of a schedule, or another attempt."""
        now = self.clock()
        times = []
        for edition in editions:
            if edition.schedule is None:
                continue
            times.append(edition.schedule.next_due(now))
            entry = ledger.entry(self.project, edition.name)
            if entry.result == FAILING and entry.retry:
                times.append(datetime.fromisoformat(entry.retry))
        return min((time for time in times if time), default=None)

    def _attend(self, edition: Edition, schedule: Schedule) -> Entry | None:
        with ledger.sole_worker(self.project, edition.name) as lock:
            if lock is None:
                return None  # another scheduler is at it
            entry = self._settled(edition)
            due = self._due(edition, schedule, entry)
            done = self._work(edition, schedule, entry, due, lock) if due else None
            self.deliver(self.project, edition, done or entry, self.say)
            return done

    def _settled(self, edition: Edition) -> Entry:
        """Return the entry, after clearing away what a scheduler that was killed left behind."""
        entry = ledger.entry(self.project, edition.name)
        if entry.result == WORKING and entry.errand:
            supervision.clear(entry.errand, grace_s=0)
            run = published(self.project, edition.name, entry.due)
            if run:
                return self._success(edition, entry, run, "")
        return entry

    def _due(self, edition: Edition, schedule: Schedule, entry: Entry) -> datetime | None:
        """Return the due time to work on now, if there is one."""
        now = self.clock()
        due, known = schedule.last_due(now), entry.due_time
        if known and known > now + _BELIEVED:
            known = None
        if due is None or (known and due < known):
            return None  # the clock was set back: wait until it has caught up
        if due != known:
            return due
        if entry.result == FAILING:
            pause = datetime.fromisoformat(entry.retry) - now
            return due if pause <= timedelta(0) or pause > _LONGEST_PAUSE else None
        return due if entry.result == WORKING else None

    def _work(
        self, edition: Edition, schedule: Schedule, entry: Entry, due: datetime, lock: int
    ) -> Entry:
        name, text = edition.name, due.isoformat()
        if entry.due != text:
            if entry.attempts and entry.result in (WORKING, FAILING):
                entry = self._defeat(edition, entry, entry.why)
            entry = replace(entry, due=text, result="", attempts=0, why="", run="", ended="")
        if run := published(self.project, name, text):
            if entry.result:
                return self._success(edition, entry, run, "")
            # By a scheduler whose ledger is lost: who was told of it is not known, nor told again.
            return ledger.enter(self.project, name, entry, result=PUBLISHED, run=run.id)
        if not entry.result and schedule.catch_up == "none" and self.clock() - due > _LATE:
            why = "It was missed, and the schedule says not to catch up."
            self._tell(edition, due, f"passed over. {why}")
            return ledger.enter(self.project, name, entry, result=PASSED_OVER, why=why)
        mark = uuid.uuid4().hex
        entry = ledger.enter(
            self.project, name, entry, result=WORKING, started=self._now(), errand=mark, retry=""
        )
        errand = Errand(self.project, edition, schedule, due, mark, lock, self.is_called_off)
        outcome = self.attempt(errand)
        if run := published(self.project, name, text):  # what is there counts, not what was said
            return self._success(edition, entry, run, outcome.remark)
        if outcome.is_called_off:
            self._tell(edition, due, "called off; the next start builds it.")
            return ledger.enter(self.project, name, entry, why="The scheduler was stopped.")
        return self._failure(edition, schedule, entry, outcome.failure)

    def _success(self, edition: Edition, entry: Entry, run: runs.Run, remark: str) -> Entry:
        runs.finish(run)
        before = _run_before(self.project, edition.name, run)
        told: list[dict[str, Any]] = []
        about = {"due": entry.due, "run": run.id, "before": before.id if before else ""}
        if entry.failing_since:
            told = notices.due_notices(edition, "recovery", **about)
        elif before and edition.notify and notices.moved(before, run, edition.notify.threshold):
            told = notices.due_notices(edition, "change", **about)
        self._tell(edition, entry.due_time, f"published{'. ' + remark if remark else ''}")
        return ledger.enter(
            self.project, edition.name, entry, result=PUBLISHED, run=run.id, ended=self._now(),
            why=remark, stale=False, failing_since="", errand="", retry="",
            notices=[*entry.notices, *told],
        )  # fmt: skip

    def _failure(self, edition: Edition, schedule: Schedule, entry: Entry, why: str) -> Entry:
        attempts = entry.attempts + 1
        why = notices.harmless(why or "It ended without a report and without a reason.")
        if attempts > schedule.retries:
            return self._defeat(edition, replace(entry, attempts=attempts), why)
        pause = min(timedelta(minutes=2 ** (attempts - 1)), _LONGEST_PAUSE)
        retry = (self.clock() + pause).isoformat(timespec="seconds")
        minutes = f"{pause.total_seconds() / 60:g} min"
        self._tell(edition, entry.due_time, f"attempt {attempts} failed, next in {minutes}. {why}")
        return ledger.enter(
            self.project, edition.name, entry, result=FAILING, attempts=attempts, why=why,
            retry=retry, ended=self._now(), errand="",
        )  # fmt: skip

    def _defeat(self, edition: Edition, entry: Entry, why: str) -> Entry:
        """Enter that a due time was not published; tell people at the first of several in a row."""
        latest = runs.latest(self.project, edition.name)
        told: list[dict[str, Any]] = []
        if not entry.failing_since:
            before = latest.id if latest else ""
            told = notices.due_notices(edition, "failure", entry.due, before=before, why=why)
        self._tell(edition, entry.due_time, f"failed. {why}")
        return ledger.enter(
            self.project, edition.name, entry, result=FAILED, why=why, ended=self._now(),
            stale=latest is not None, failing_since=entry.failing_since or entry.due, retry="",
            errand="", notices=[*entry.notices, *told],
        )  # fmt: skip

    def _tell(self, edition: Edition, due: datetime | None, what: str) -> None:
        when = f", due {due:%Y-%m-%d %H:%M} UTC" if due else ""
        self.say(f"{edition.name}{when}: {what}")

    def _now(self) -> str:
        return self.clock().isoformat(timespec="seconds")


def published(project: Project, name: str, due: str) -> runs.Run | None:
    """Return the run that was published for a due time."""
    for run in reversed(runs.runs(project, name)):
        with suppress(OSError, ValueError, AttributeError):
            if run.manifest.get("due") == due:
                return run
    return None


def _run_before(project: Project, name: str, run: runs.Run) -> runs.Run | None:
    earlier = [other for other in runs.runs(project, name) if other.id < run.id]
    return earlier[-1] if earlier else None


@dataclass(frozen=True)
class Standing:
    """Where an edition stands with its schedule, in words where they are for people."""

    next_due: datetime | None
    last_result: str
    why: str
    is_stale: bool

    @property
    def when(self) -> str:
        """Return the next due time in words."""
        return f"{self.next_due:%Y-%m-%d %H:%M} UTC" if self.next_due else "never"

    @property
    def said(self) -> str:
        """Return the last result with its reason."""
        return f"{self.last_result}: {self.why}" if self.why else self.last_result


def standing(project: Project, edition: Edition, now: datetime) -> Standing | None:
    """Return where an edition stands with its schedule; None when it has none."""
    if edition.schedule is None:
        return None
    entry = ledger.entry(project, edition.name)
    result, due = "nothing yet", entry.due_time
    if due:
        word = "interrupted" if entry.result == WORKING and entry.why else entry.result
        result = f"{word}, due {due:%Y-%m-%d %H:%M} UTC"
    why = entry.why
    if entry.stale:
        latest = runs.latest(project, edition.name)
        good = f", last good {in_words(latest.id)}" if latest else ""
        result = f"stale: failed on {in_words(entry.ended)}{good}"
    elif entry.result == FAILING:
        result = f"failing, attempt {entry.attempts + 1} at {entry.retry[11:16]} UTC"
    return Standing(edition.schedule.next_due(now), result, why, entry.stale)
