"""Reports made side by side on this machine, each by a process of its own.

Workers are forked from a process that has imported what reports need and done nothing else, so it
is no matter what threads this process has. A worker makes some reports, the next of them faster
than the first, and gives way to a new one, so that no memory adds up.
"""

import contextlib
import io
import multiprocessing as mp
import os
import signal
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from multiprocessing import forkserver
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from analysis.press import PressError
from analysis.press.bundles import Bundle, made
from analysis.press.editions import Edition
from analysis.press.projects import Project

if TYPE_CHECKING:
    from analysis.press.changes.snapshots import Snapshot

# A worker and its kernel, at their largest, with the reports of this project.
MEMORY_OF_ONE_MIB = 550
REPORTS_OF_ONE = 40
TIMEOUT_S = 3600.0
_CONTROL_GROUP = Path("/sys/fs/cgroup")
_PATIENCE_S = 5.0

Stage = Callable[[str, str, int, int], None]


@dataclass(frozen=True)
class Order:
    """A report that is to be made."""

    edition: Edition
    as_of: date
    since: "Path | Snapshot | dict[str, Any] | None" = None


@dataclass(frozen=True)
class Outcome:
    """What came of an order: a bundle, or the sentence that says why there is none."""

    edition: str
    bundle: Bundle | None = None
    fault: str = ""
    said: str = ""  # what was written on stderr meanwhile
    peak_mib: float = 0.0


def default_jobs() -> int:
    """Return how many reports this machine makes at once: by its cores and its free memory."""
    import psutil

    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    free = psutil.virtual_memory().available
    with contextlib.suppress(OSError, ValueError):  # `max` stands for no limit, and is no number
        limit, used = ((_CONTROL_GROUP / f"memory.{x}").read_text() for x in ("max", "current"))
        free = min(free, int(limit) - int(used))
    return max(1, min(cores or 1, int(free / 2**20 / MEMORY_OF_ONE_MIB)))


def prepare() -> None:
    """Start the process that workers are forked from, which takes seconds to import; go on."""
    if "forkserver" in mp.get_all_start_methods():
        _context()
        forkserver.ensure_running()


def outcome(
    project: Project,
    order: Order,
    zygote: str | None = None,
    on_stage: Stage | None = None,
    timeout_s: float | None = None,
) -> Outcome:
    """Return what comes of an order here and now; no error of a report is raised."""
    tell = on_stage or (lambda *_: None)
    name = order.edition.name
    with contextlib.redirect_stderr(io.StringIO()) as said:
        try:
            bundle = made(
                project,
                order.edition,
                as_of=order.as_of,
                since=order.since,
                zygote=zygote,
                timeout_s=timeout_s,
                on_progress=lambda stage, done, of: tell(name, stage, done, of),
            )
        except Exception as error:  # of one report: the others are made all the same
            return Outcome(name, None, fault(error), said.getvalue(), _peak_mib())
    return Outcome(name, bundle, "", said.getvalue(), _peak_mib())


class Team:
    """Workers that make reports until they are dismissed; use it in a `with` statement."""

    def __init__(
        self, project: Project, *, jobs: int, zygote: str | None, timeout_s: float = TIMEOUT_S
    ) -> None:
        self._hire = lambda: _Worker(project, zygote, timeout_s)
        self._jobs = jobs
        self._staff: list[_Worker] = []

    def outcomes(self, orders: Iterable[Order], on_stage: Stage | None = None) -> Iterator[Outcome]:
        """Yield what comes of each order, as it comes."""
        waiting = deque(orders)
        while waiting or any(worker.order for worker in self._staff):
            self._give(waiting)
            busy = {worker.pipe: worker for worker in self._staff if worker.order}
            soonest = min(worker.deadline for worker in busy.values())
            ready = wait(list(busy), max(0.0, soonest - time.monotonic()))
            for worker in [busy[cast(Connection, pipe)] for pipe in ready] or [*busy.values()]:
                if came := worker.answer(on_stage):
                    worker.take(waiting)  # before the caller publishes: nobody waits for a disk
                    yield came

    def close(self) -> None:
        """End all workers, and what they have in hand."""
        for worker in self._staff:
            worker.stop()

    def __enter__(self) -> "Team":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _give(self, waiting: deque[Order]) -> None:
        self._staff = [worker for worker in self._staff if not worker.is_spent()]
        for worker in self._staff:
            worker.take(waiting)
        while waiting and len(self._staff) < self._jobs:
            self._staff.append(self._hire())
            self._staff[-1].take(waiting)


def fault(error: Exception) -> str:
    """Return the sentence that says why there is no report."""
    if isinstance(error, PressError | OSError) or type(error).__name__ == "DataError":
        return str(error)
    frame = error.__traceback__
    while frame and frame.tb_next:
        frame = frame.tb_next
    where = f" ({Path(frame.tb_frame.f_code.co_filename).name}:{frame.tb_lineno})" if frame else ""
    return f"{type(error).__name__}: {error}{where}"


@dataclass(eq=False)
class _Worker:
    """A process that makes one report after the other, as seen from the one that asked for it."""

    project: Project
    zygote: str | None
    timeout_s: float
    order: Order | None = None
    deadline: float = 0.0
    taken: int = 0
    pipe: Connection = field(init=False)

    def __post_init__(self) -> None:
        context = _context()
        self.pipe, its_end = context.Pipe()
        self.process = context.Process(
            target=_work, args=(its_end, self.project, self.zygote), daemon=True
        )
        self.process.start()
        its_end.close()

    def take(self, waiting: deque[Order]) -> None:
        """Begin with the next order, unless there is one in hand or this worker is to go."""
        if self.order or not waiting or self.taken >= REPORTS_OF_ONE or self.pipe.closed:
            return
        self.order = waiting.popleft()
        self.deadline = time.monotonic() + self.timeout_s
        self.taken += 1
        with contextlib.suppress(OSError):  # that it has died is seen when it does not answer
            self.pipe.send(self.order)

    def is_spent(self) -> bool:
        """Tell whether this worker has made its reports; one that has is gone then."""
        if self.order or not (self.pipe.closed or self.taken >= REPORTS_OF_ONE):
            return False
        self.stop()
        return True

    def answer(self, on_stage: Stage | None) -> Outcome | None:
        """Return what came of the order in hand; none if it only told how far it is."""
        assert self.order
        name = self.order.edition.name
        try:
            if not self.pipe.poll():
                return None if time.monotonic() < self.deadline else self._late(name)
            said = self.pipe.recv()
        except (EOFError, OSError):
            return self._lost(name)
        if not isinstance(said, Outcome):
            if on_stage:
                on_stage(*said)
            return None
        self.order = None
        return said

    def stop(self) -> None:
        """End the process and all that it started."""
        if not self.pipe.closed:
            self.pipe.close()
        if self.order and self.process.pid:
            _kill(self.process.pid)
        self.order = None
        self.process.join(_PATIENCE_S)
        if self.process.is_alive() and self.process.pid:
            _kill(self.process.pid)
            self.process.join()

    def _late(self, name: str) -> Outcome:
        self.stop()
        return Outcome(name, fault=f"It took longer than {self.timeout_s:g} s and was stopped.")

    def _lost(self, name: str) -> Outcome:
        self.process.join(_PATIENCE_S)
        code = self.process.exitcode
        self.stop()
        if code and code < 0:
            by = signal.Signals(-code).name
            why = f"was killed by the signal {by}" + (
                ", as when memory runs out; fewer --jobs need less" if by == "SIGKILL" else ""
            )
        else:
            why = f"ended with code {code}" if code is not None else "does not answer"
        return Outcome(name, fault=f"The process that made it {why}.")


def _work(orders: Connection, project: Project, zygote: str | None) -> None:
    from analysis.press.typeset import printing

    if hasattr(os, "setsid"):
        os.setsid()  # an interrupt from the keyboard is for the process that asked
    sys.stdin = Path(os.devnull).open(encoding="utf-8")  # noqa: SIM115 - for as long as it lives
    with contextlib.suppress(EOFError, OSError):
        while True:
            order = orders.recv()
            orders.send(outcome(project, order, zygote, lambda *stage: orders.send(stage)))
            printing.forget()


def _context() -> Any:
    """Return how processes are started: forked from one that is warm, where there are forks."""
    if "forkserver" not in mp.get_all_start_methods():
        return mp.get_context("spawn")
    context = mp.get_context("forkserver")
    context.set_forkserver_preload(["analysis.press.warm"])
    return context


def _kill(pid: int) -> None:
    import psutil

    with contextlib.suppress(psutil.NoSuchProcess):
        family = psutil.Process(pid)
        for process in [*family.children(recursive=True), family]:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()


def _peak_mib() -> float:
    if sys.platform == "win32":
        return 0.0
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (2**20 if sys.platform == "darwin" else 2**10)
