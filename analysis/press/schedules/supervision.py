"""Run a command that may hang, and end it with everything that it started.

A kernel may have a session of its own, and a child may outlive its parent, so neither a process
group nor the tree of parents finds them all. Each command gets a mark in its environment, which
all its descendants inherit; whatever carries the mark is part of it.
"""

import contextlib
import os
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO

MARK = "ANALYSIS_ERRAND"
_LIFELINE = "ANALYSIS_LIFELINE"
_GRACE_S = 3.0  # between asking a process to end and ending it
_PATIENCE_S = 30.0  # a process that waits for a dead disk cannot even be killed
_STEP_S = 0.1
_MOST_HEARD = 20_000  # bytes, the last of what a command prints


@dataclass(frozen=True)
class Ending:
    """How a command ended."""

    code: int | None  # None: it was ended from here
    said: str  # on its standard output
    complained: str  # on its standard error, the last of it
    is_late: bool = False


def run(
    command: list[str],
    *,
    errand: str,
    timeout_s: float,
    is_called_off: Callable[[], bool] = lambda: False,
    without: frozenset[str] = frozenset(),
    keep_open: tuple[int, ...] = (),
    cwd: str | None = None,
) -> Ending:
    """Run a command until it ends, its time is over or it is called off; leave nothing behind.

    Variables named in `without` are not in its environment. The command holds the reading end
    of a pipe that closes when this process dies (`end_with_parent`).
    """
    environment = {key: value for key, value in os.environ.items() if key not in without}
    reading, writing = os.pipe()
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        try:
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=err,
                env={**environment, MARK: errand, _LIFELINE: str(reading)},
                pass_fds=(reading, *keep_open),
                start_new_session=True,
                cwd=cwd,
            )
            end = time.monotonic() + timeout_s
            is_late = False
            while process.poll() is None and not is_late and not is_called_off():
                time.sleep(_STEP_S)
                is_late = time.monotonic() > end
            code = process.poll()
        finally:
            os.close(reading)
            clear(errand)
            os.close(writing)
        process.wait()
        return Ending(code, _end_of(out), _end_of(err), is_late and code is None)


def clear(errand: str, grace_s: float = _GRACE_S) -> None:
    """End every process that carries the mark of an errand, but this one."""
    import psutil

    begin = time.monotonic()
    asked: set[int] = set()
    while (found := _marked(errand)) and (past := time.monotonic() - begin) < _PATIENCE_S:
        for process in found:
            with contextlib.suppress(psutil.Error):
                if past >= grace_s:
                    process.kill()
                elif process.pid not in asked:
                    process.terminate()
                    asked.add(process.pid)
        psutil.wait_procs(found, timeout=_STEP_S)


def end_with_parent() -> None:
    """End this process and all with its mark when the process that started it dies."""
    reading, errand = int(os.environ[_LIFELINE]), os.environ[MARK]

    def wait() -> None:
        os.read(reading, 1)  # returns when nobody holds the other end any more
        try:
            clear(errand, grace_s=0)
        finally:
            os._exit(1)

    os.set_inheritable(reading, False)
    threading.Thread(target=wait, daemon=True).start()


def _end_of(file: IO[bytes]) -> str:
    file.seek(max(file.seek(0, os.SEEK_END) - _MOST_HEARD, 0))
    return file.read().decode("utf-8", "replace").strip()


def _marked(errand: str) -> list:
    import psutil

    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error, OSError):
            if process.pid == os.getpid() or process.status() == psutil.STATUS_ZOMBIE:
                continue
            if process.environ().get(MARK) == errand:
                found.append(process)
    return found
