"""Papermill's client of a kernel, with kernels of ours and a note of what the notebook reads."""

import asyncio
import json
import logging
import os
import signal
import sys
import threading
import time
import uuid
from pathlib import Path
from queue import Empty
from typing import Any

from jupyter_client.client import KernelClient
from jupyter_client.manager import KernelManager
from jupyter_core.utils import ensure_event_loop
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbclient.util import ensure_async, run_sync
from nbformat import NotebookNode
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import NotebookExecutionManager
from traitlets.config import Config

from analysis.press.kernels import recorder
from analysis.press.kernels.forks import Provisioner

_LOOK_FOR_DEATH_S = 1.0
_SUBSCRIBED_WITHIN_S = 0.2
_RECORDER = Path(recorder.__file__).read_text(encoding="utf-8")
_log = logging.getLogger(__name__)
_log.addHandler(logging.NullHandler())  # what ends a notebook is raised, and said once
_log.propagate = False


class Stopped(Exception):  # noqa: N818 (not an error of this program)
    """A notebook did not come to its end, at the cell with this index, and why."""

    def __init__(self, index: int, why: str) -> None:
        super().__init__(why)
        self.index = index


class Runner(PapermillNotebookClient):
    """Runs the cells of one notebook in one kernel, in a folder."""

    def __init__(
        self,
        nb_man: NotebookExecutionManager,
        kernel_name: str,
        folder: str,
        *,
        cwd: str,
        roots: list[str],
        zygote: str | None,
        timeout_s: float | None,
    ) -> None:
        super().__init__(
            nb_man,
            kernel_name=kernel_name,
            log=_log,
            config=_transport(folder),
            shutdown_kernel="immediate",
            timeout_func=self._seconds_left if timeout_s else None,
        )
        self._cwd = cwd
        self._zygote = zygote or ""
        self._timeout_s = timeout_s or 0.0
        self._roots = roots
        self._noted = Path(folder) / "recorded.json"

    def run(self) -> dict[str, list[str]]:
        """Execute the notebook; return the files that it read and the folders that it listed."""
        self._began = time.monotonic()
        try:
            self.execute(cwd=self._cwd)
        finally:
            _close_loop()
        return dict(json.loads(self._noted.read_text(encoding="utf-8")))

    def create_kernel_manager(self) -> KernelManager:
        """Return a manager whose kernel is forked, if there is a zygote to fork it from."""
        manager = super().create_kernel_manager()
        manager.provisioner = Provisioner(
            zygote=self._zygote,
            kernel_id=str(uuid.uuid4()),
            kernel_spec=manager.kernel_spec,
            parent=manager,
        )
        return manager

    async def async_start_new_kernel_client(self) -> KernelClient:
        """Connect, and return when the kernel has answered on both channels that matter."""
        try:
            self.kc = self.km.client()
            self.kc.start_channels(stdin=False, hb=False)
            await self._answered()
        except BaseException:
            await self._async_cleanup_kernel()
            raise
        return self.kc

    start_new_kernel_client = run_sync(async_start_new_kernel_client)

    def papermill_execute_cells(self) -> None:
        """Execute the cells up to the first that fails, and have it recorded what they read."""
        arguments = [self._roots, [f"{self._roots[0]}/reports", sys.prefix, sys.base_prefix]]
        source = f"{_RECORDER}\nsys.addaudithook(recorder(*{arguments!r}))\n"
        name = {"__name__": "recorder"}
        self._execute_silently(f"__import__('builtins').exec({source!r}, {name!r})", 0)
        for index, cell in enumerate(self.nb.cells):
            self.nb_man.cell_start(cell, index)
            try:
                self.execute_cell(cell, index)
            except CellExecutionError as error:
                self.nb_man.cell_exception(cell, cell_index=index, exception=error)
                break
            except DeadKernelError:
                raise Stopped(index, self._death()) from None
            except CellTimeoutError:
                raise Stopped(
                    index, f"took longer than the {self._timeout_s:g} s that the report may take"
                ) from None
            finally:
                self.nb_man.cell_complete(self.nb.cells[index], cell_index=index)
        event, target = recorder.EVENT, str(self._noted)
        last = len(self.nb.cells) - 1
        self._execute_silently(f"__import__('sys').audit({event!r}, {target!r})", last)

    def output(self, outs: list[NotebookNode], *args: Any) -> NotebookNode | None:
        """Add an output of a cell; what a stream says goes to what it has just said.

        When a kernel sends what is in its buffers depends on the clock, so the parts, and whose
        part comes first, differ from one run to the next. nbclient's own `coalesce_streams` would
        move what is printed after a figure to before it.
        """
        out = super().output(outs, *args)
        if out and outs[-1] is out and out.output_type == "stream":
            _join_streams(outs)
        return out

    def _execute_silently(self, code: str, index: int) -> None:
        """Execute code that leaves no name, no output, no count and no history behind."""
        try:
            self.wait_for_reply(self.kc.execute(code, silent=True, store_history=False))
        except DeadKernelError:
            raise Stopped(index, self._death()) from None

    def _death(self) -> str:
        code = self.km.provisioner.process.poll()
        if code is None or code >= 0:
            return f"ended its kernel with exit code {code}"
        name = signal.Signals(-code).name
        hint = ", perhaps for want of memory" if name == "SIGKILL" else ""
        return f"its kernel died ({name}{hint})"

    def _seconds_left(self, _: Any) -> float:
        return max(0.01, self._began + self._timeout_s - time.monotonic())

    async def _answered(self) -> None:
        """Ask until the answer comes on both channels: then nothing more will be missed.

        nbclient leaves aside what belongs to other requests, so nothing needs draining.
        """
        until = time.monotonic() + self.startup_timeout
        asked: set[str] = set()
        while time.monotonic() < until:
            asked.add(self.kc.kernel_info())
            if await _heard(self.kc.shell_channel, asked, _LOOK_FOR_DEATH_S) and await _heard(
                self.kc.iopub_channel, asked, _SUBSCRIBED_WITHIN_S
            ):
                return
            if not await ensure_async(self.km.is_alive()):
                raise Stopped(0, "its kernel died before it was ready")
        raise Stopped(0, f"its kernel was not ready within {self.startup_timeout} s")


def _join_streams(outs: list[NotebookNode]) -> None:
    """Have at most one `stdout`, then one `stderr`, at the end of a cell's outputs."""
    new = outs.pop()
    first = len(outs)
    while first and outs[first - 1].output_type == "stream":
        first -= 1
    for each in outs[first:]:
        if each.name == new.name:
            each.text += new.text
            return
    outs.insert(first if new.name == "stdout" else len(outs), new)


def _close_loop() -> None:
    """Close the loop that nbclient has made for a thread, which would be left open for ever."""
    if threading.current_thread() is not threading.main_thread():
        try:
            asyncio.get_running_loop()
        except RuntimeError:
            ensure_event_loop().close()


async def _heard(channel: Any, asked: set[str], seconds: float) -> bool:
    """Return whether an answer to one of the requests comes in time."""
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        try:
            message = await ensure_async(channel.get_msg(timeout=left))
        except (TimeoutError, Empty):
            return False
        if message["parent_header"].get("msg_id") in asked:
            return True
    return False


def _transport(folder: str) -> Config:
    """Return where the kernel's sockets are: files of its own, where the system has such.

    They need no ports, which parallel kernels race for, and nobody else can listen in.
    """
    file = {"connection_file": f"{folder}/connection.json"}
    if os.name != "posix":
        return Config(KernelManager=file)
    return Config(KernelManager={**file, "transport": "ipc", "ip": f"{folder}/kernel"})
