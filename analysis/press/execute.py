"""Run a notebook with values for its parameters, in a fresh kernel, by papermill."""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import papermill
from nbformat import NotebookNode
from papermill.engines import NBClientEngine, NotebookExecutionManager, papermill_engines
from papermill.exceptions import PapermillExecutionError
from traitlets.config import Config

from analysis.press import PressError

Progress = Callable[[int, int], None]


class _Reporting(NBClientEngine):
    """Papermill's own engine, which tells how far it is."""

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: NotebookExecutionManager,
        kernel_name: str,
        on_progress: Progress | None = None,
        **options: Any,
    ) -> NotebookNode:
        if on_progress:
            complete = nb_man.cell_complete

            def completed(cell: NotebookNode, cell_index: int = 0, **kwargs: Any) -> None:
                complete(cell, cell_index=cell_index, **kwargs)
                on_progress(cell_index + 1, len(nb_man.nb.cells))

            nb_man.cell_complete = completed
        return super().execute_managed_notebook(nb_man, kernel_name, **options)


papermill_engines.register("press", _Reporting)


def _transport(folder: str) -> Config:
    """Return where the kernel's sockets are: files of its own, where the system has such.

    They need no ports, which parallel kernels race for, and nobody else can listen in.
    """
    if os.name != "posix":
        return Config()
    return Config(KernelManager={"transport": "ipc", "ip": f"{folder}/kernel"})


def read(path: Path) -> NotebookNode:
    """Return the notebook at `path`; raise `PressError` when it is not one."""
    try:
        return nbformat.read(path, as_version=4)
    except FileNotFoundError:
        raise PressError(f"There is no notebook notebooks/{path.name}.") from None
    except Exception as error:  # nbformat raises many kinds for one fault
        reason = " ".join(str(error).split())
        raise PressError(f"notebooks/{path.name} is not a notebook: {reason[:200]}.") from None


def executed(
    path: Path, values: dict[str, Any], on_progress: Progress | None = None
) -> NotebookNode:
    """Return the notebook at `path` executed with `values`; nothing is written.

    Raise `PressError` with the failing cell and its message when a cell fails.
    """
    try:
        with tempfile.TemporaryDirectory() as folder:
            return papermill.execute_notebook(
                str(path),
                None,
                parameters=values,
                engine_name="press",
                cwd=str(path.parent),
                progress_bar=False,
                on_progress=on_progress,
                config=_transport(folder),
                shutdown_kernel="immediate",
            )
    except PapermillExecutionError as error:
        lines = error.source.strip().splitlines()
        number = error.cell_index + 1 - bool(values)  # papermill has put one cell with the values
        raise PressError(
            f"{path.name}, cell {number} ({lines[0] if lines else 'empty'}): "
            f"{error.ename}: {error.evalue}"
        ) from None


def execute_in_place(path: Path, on_progress: Progress | None = None) -> None:
    """Execute a notebook with its defaults and store the outputs, the same bytes every time."""
    notebook = executed(path, {}, on_progress)
    notebook.metadata = NotebookNode(kernelspec=notebook.metadata["kernelspec"])
    for cell in notebook.cells:
        cell.metadata = NotebookNode({k: v for k, v in cell.metadata.items() if k == "tags" and v})
    temporary = path.with_suffix(".ipynb.part")
    nbformat.write(notebook, temporary)
    temporary.replace(path)
