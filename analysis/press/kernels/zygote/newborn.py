"""In the forked child: make all as it is in a new process, and run the real kernel."""

import contextlib
import ctypes
import importlib
import importlib.util
import os
import resource
import signal
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

_WHEN_PARENT_DIES = 1  # PR_SET_PDEATHSIG of <sys/prctl.h>
_FIRST_TO_GO = "500"  # of 1000: when memory runs out, the system takes a kernel, not the zygote


def become_kernel(
    command: list[str],
    folder: str,
    environment: dict[str, str],
    cores: list[int],
    umask: int,
    limits: dict[str, tuple[int, int]],
    streams: list[int],
    connection: int,
    before: Mapping[str, str],
    filters: list[Any],
) -> None:
    """Be what the command would have started in the folder; say `ready` on the connection."""
    zygote = os.getppid()
    os.setsid()
    ctypes.CDLL(None).prctl(_WHEN_PARENT_DIES, signal.SIGKILL)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    _take_streams(streams, connection)
    os.umask(umask)
    for number, (soft, hard) in limits.items():
        resource.setrlimit(int(number), (soft, hard))
    with contextlib.suppress(OSError):  # not every sandbox lets it
        Path("/proc/self/oom_score_adj").write_text(_FIRST_TO_GO, encoding="utf-8")
    _take_environment(environment, before)
    os.chdir(folder)
    _forget()
    _start(command, zygote, connection, filters)


def _take_streams(streams: Sequence[int], connection: int) -> None:
    """Have the client's output and error, an input at its end, and no other open file."""
    read, write = os.pipe()
    for theirs, number in zip([read, *streams], range(3), strict=True):
        os.dup2(theirs, number)
    os.closerange(3, connection)
    os.closerange(connection + 1, max(write, *streams) + 1)
    sys.stdout.reconfigure(line_buffering=os.isatty(1))  # type: ignore[union-attr]


def _take_environment(environment: Mapping[str, str], before: Mapping[str, str]) -> None:
    """Have the client's variables, and those that imports have set, as they do anywhere."""
    set_by_imports = {name: os.environ[name] for name in os.environ if name not in before}
    set_by_imports.pop("MPLBACKEND", None)  # that was `preloads`; ipykernel sets it again
    os.environ.clear()
    os.environ.update({**set_by_imports, **environment})
    time.tzset()


def _forget() -> None:
    """Forget what was found on disk, and the seed that numpy shares among forks."""
    for name in [name for name in sys.modules if name.partition(".")[0] == __package__]:
        del sys.modules[name]
    tempfile.tempdir = None
    sys.path_importer_cache.clear()
    importlib.invalidate_caches()
    if "numpy.random" in sys.modules:
        sys.modules["numpy.random"].seed()


def _flushed_when_written(stream: Any) -> Callable[[], None]:
    """Return a stream's `flush` that asks its thread, and waits for it, only with cause.

    ipykernel asks six times a cell, and mostly nothing was written.
    """
    flush = stream.flush

    def flush_what_is_written() -> None:
        if stream._flush_pending:
            flush()

    return flush_what_is_written


def _start(command: list[str], zygote: int, connection: int, filters: list[Any]) -> None:
    launcher = importlib.util.find_spec(command[2])
    sys.argv = [str(launcher and launcher.origin), *command[3:]]
    sys.orig_argv = command
    app = sys.modules["ipykernel.kernelapp"].IPKernelApp.instance(parent_handle=zygote)
    app.initialize()
    for stream in (sys.stdout, sys.stderr):
        stream.flush = _flushed_when_written(stream)  # type: ignore[method-assign]
    # Who ends a kernel interrupts it first; one that has just run its last cell would say so.
    app.log.addFilter(lambda record: "KeyboardInterrupt caught" not in record.getMessage())
    # As if imported by a cell: in front of what the kernel has set.
    warnings.filters[:0] = filters  # type: ignore[index]
    with warnings.catch_warnings():  # entered and left, it has the filters read again
        pass
    os.write(connection, b'{"ready": true}\n')
    os.close(connection)
    app.start()
