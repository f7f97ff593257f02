"""A page that follows a notebook: whenever it is saved, it is shown as the report it would be.

    with previews.serving(path) as (address, watch):
        watch()     until Ctrl-C

The exporters stay in this process, so that nothing has to start when something is saved.
"""

import json
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from analysis.press import PressError
from analysis.press.html import ReportHTMLExporter
from analysis.press.lab.listening import Server
from analysis.press.pdf import ReportPDFExporter

LOOK_S = 0.05
STILL_THERE_S = 10.0
FETCH_S = 0.5


@dataclass
class Preview:
    """What is shown of one notebook; `number` counts what has changed in it."""

    path: Path
    zygote: str | None = None
    executes: bool = False
    number: int = 0
    problem: str = ""
    forms: dict[str, bytes] = field(default_factory=dict)
    readers: int = 0
    changed: threading.Condition = field(default_factory=threading.Condition)
    fetched: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.exporters: dict[str, Any] = {"html": ReportHTMLExporter(), "pdf": ReportPDFExporter()}

    def refresh(self) -> None:
        """Show the notebook as it is; what cannot be shown leaves the last page where it is."""
        try:
            notebook = self._notebook()
            where = {"name": self.path.stem, "path": str(self.path.parent)}
            for form, exporter in self.exporters.items():
                body, _ = exporter.from_notebook_node(notebook, {"metadata": dict(where)})
                content = body.encode("utf-8") if isinstance(body, str) else body
                self._tell({form: content}, _lacking(notebook))
                # The page is seen at once, not when the PDF, which keeps this process busy, is set.
                if form == "html" and self.readers:
                    self.fetched.wait(FETCH_S)
        except Exception as error:  # whatever an author's notebook may hold
            said = (
                str(error) if isinstance(error, PressError) else f"{type(error).__name__}: {error}"
            )
            self._tell({}, said)
            print(said, file=sys.stderr)

    def wait(self, seen: int) -> bool:
        """Wait until there is something newer than `seen`; return whether there is."""
        with self.changed:
            return self.changed.wait_for(lambda: self.number > seen, STILL_THERE_S)

    def _notebook(self) -> NotebookNode:
        if self.executes:
            from analysis.press.execute import executed

            return executed(self.path, {}, zygote=self.zygote)
        return nbformat.reads(_whole(self.path), as_version=4)

    def _tell(self, forms: dict[str, bytes], problem: str) -> None:
        with self.changed:
            if forms.items() <= self.forms.items() and problem == self.problem:
                return
            self.fetched.clear()
            self.forms |= forms
            self.problem, self.number = problem, self.number + 1
            self.changed.notify_all()


@contextmanager
def serving(
    path: Path, port: int = 0, *, executes: bool = False
) -> Iterator[tuple[str, Callable[[], None]]]:
    """Serve a notebook's preview on this computer; yield its address and what keeps it new."""
    with ExitStack() as stack:
        zygote = None
        if executes:
            from analysis.press import kernels

            zygote = stack.enter_context(kernels.warm())
        preview = Preview(path, zygote, executes)
        try:
            server = stack.enter_context(Server(preview, port))
        except OSError as error:
            raise PressError(f"Port {port} cannot be had: {error.strerror}.") from None
        threading.Thread(target=server.serve_forever, daemon=True).start()
        stack.callback(server.shutdown)
        yield f"http://127.0.0.1:{server.server_port}/", lambda: _watch(preview)


def _watch(preview: Preview) -> None:
    """Refresh at each save, until Ctrl-C."""
    seen = None
    try:
        while True:
            state = _state(preview.path)
            if state != seen and state is not None:
                preview.refresh()
            seen = state
            time.sleep(LOOK_S)
    except KeyboardInterrupt:
        return


def _state(path: Path) -> tuple[int, ...] | None:
    """Return what tells one saved state of a file from another; None between two."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def _whole(path: Path) -> str:
    """Return a notebook's text, once all of it is written."""
    for _ in range(20):
        text = path.read_text(encoding="utf-8")
        try:
            json.loads(text)
            return text
        except ValueError:
            time.sleep(LOOK_S)
    raise PressError(f"{path.name} is not a notebook, or is not saved whole.")


def _lacking(notebook: NotebookNode) -> str:
    """Say whether nothing has run yet."""
    code = [cell for cell in notebook.cells if cell.cell_type == "code" and cell.source.strip()]
    if not code or any(cell.outputs for cell in code):
        return ""
    return "No cell shows anything yet: run the cells in JupyterLab and save, or use --execute."
