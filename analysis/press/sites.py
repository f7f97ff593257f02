"""A place on a worker of a cluster where reports are made: a folder, and a process beside it.

The folder holds the notebooks and tables that were sent. The process runs in it with warm kernels
and makes one report after the other; it ends with the worker, however that ends.
"""

import contextlib
import hashlib
import io
import multiprocessing as mp
import os
import platform
import queue
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import zipfile
from collections.abc import Iterable, Mapping
from importlib.metadata import PackageNotFoundError, requires, version
from multiprocessing.connection import Connection
from pathlib import Path

from analysis.press import kernels
from analysis.press.hashes import PACKAGE
from analysis.press.projects import Project
from analysis.press.workers import Order, Outcome, Team

DISTRIBUTION = "filmed-in-orbit"
_CODE, _PYTHON = "code of analysis", "Python"
_DIGITS = 12
_PATIENCE_S = 10.0
_SERVE = "import sys; from analysis.press.sites import serve; serve(*sys.argv[1:])"
# The same bytes for the same files: the date in the parcel is the first that an archive can name.
_NO_DATE = (1980, 1, 1, 0, 0, 0)


def parcel(project: Project, notebooks: Iterable[str]) -> bytes:
    """Return what a report needs beside the installed package.

    That is its notebook, what lies beside the notebooks, such as modules, the tables, the lock.
    """
    root = project.root
    paths = [project.notebook(name) for name in sorted(set(notebooks))]
    for folder in ("notebooks", "data"):
        paths += filter(_is_sent, sorted((root / folder).rglob("*")))
    paths += [project.reports / "editions.yml", root / "requirements.lock"]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        for path in filter(Path.is_file, paths):
            member = zipfile.ZipInfo(path.relative_to(root).as_posix(), _NO_DATE)
            file.writestr(member, path.read_bytes(), zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _is_sent(path: Path) -> bool:
    is_private = any(part.startswith((".", "__pycache__")) for part in path.parts[-3:])
    return path.is_file() and path.suffix != ".ipynb" and not is_private


def fingerprint(packages: Iterable[str] = ()) -> dict[str, str]:
    """Return what has to be the same on two machines for the same report to come of both.

    `packages` are those to tell of; without, those that the project names.
    """
    digest = hashlib.sha256()
    for path in sorted(PACKAGE.rglob("*.*")):
        if path.is_file() and "__pycache__" not in path.parts:
            digest.update(path.relative_to(PACKAGE).as_posix().encode() + b"\0" + path.read_bytes())
    named = [re.split(r"[^\w.-]", line)[0] for line in _requirements() if "extra ==" not in line]
    return {
        _CODE: digest.hexdigest()[:_DIGITS],
        _PYTHON: ".".join(platform.python_version_tuple()[:2]),
        **{name: _version(name) for name in packages or named if name not in (_CODE, _PYTHON)},
    }


def differences(ours: Mapping[str, str], theirs: Mapping[str, str]) -> str:
    """Say in what another machine differs; nothing if in nothing.

    >>> differences({"numpy": "2.4.6", "Python": "3.11"}, {"numpy": "2.4.5", "Python": "3.11"})
    'numpy 2.4.5 instead of 2.4.6'
    """
    return ", ".join(
        f"{name} {theirs.get(name, 'none')} instead of {value}"
        for name, value in ours.items()
        if theirs.get(name) != value
    )


class Site:
    """A folder with what was sent, and the process that makes reports in it."""

    def __init__(self, sent: bytes, timeout_s: float) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="reports-"))
        self._timeout_s = timeout_s
        self._one_at_a_time = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        with zipfile.ZipFile(io.BytesIO(sent)) as file:
            file.extractall(self._folder)

    def outcome(self, order: Order) -> Outcome:
        """Return what comes of an order; raise `ConnectionError` when the process is lost."""
        with self._one_at_a_time:
            if self._process is None or self._process.poll() is not None:
                self._start()
            try:
                self._pipe.send(order)
                came = self._pipe.recv()
            except (EOFError, OSError) as error:
                self._stop()
                raise ConnectionError("The process that makes reports was lost.") from error
            assert isinstance(came, Outcome)
            return came

    def close(self) -> None:
        """End the process and remove the folder."""
        self._stop()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _start(self) -> None:
        self._pipe, theirs = mp.Pipe()
        with theirs:
            number = theirs.fileno()
            command = [sys.executable, "-c", _SERVE, str(number), str(self._timeout_s)]
            self._process = subprocess.Popen(command, cwd=self._folder, pass_fds=[number])

    def _stop(self) -> None:
        if self._process is None:
            return
        self._process.terminate()  # it ends what it has in hand
        try:
            self._process.wait(_PATIENCE_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process = None
        self._pipe.close()


def serve(number: str, timeout_s: str) -> None:
    """Make the reports that are asked for over a pipe, until its other end is closed."""
    pipe = Connection(int(number))
    inbox: queue.Queue[Order] = queue.Queue()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    threading.Thread(target=_listen, args=(pipe, inbox), daemon=True).start()
    project = Project(Path.cwd())
    with (
        kernels.warm() as zygote,
        Team(project, jobs=1, zygote=zygote, timeout_s=float(timeout_s)) as team,
    ):
        while True:
            for came in team.outcomes([inbox.get()]):
                pipe.send(came)


def _listen(pipe: Connection, inbox: "queue.Queue[Order]") -> None:
    with contextlib.suppress(EOFError, OSError):
        while True:
            inbox.put(pipe.recv())
    os.kill(os.getpid(), signal.SIGTERM)  # whoever asked is gone: end also what is in hand


def _requirements() -> list[str]:
    try:
        return requires(DISTRIBUTION) or []
    except PackageNotFoundError:
        return []


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "none"
