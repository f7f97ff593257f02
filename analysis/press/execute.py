"""Run a notebook with values for its parameters, in a fresh kernel, by papermill."""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from jupyter_client.kernelspec import NoSuchKernel
from nbformat import NotebookNode
from papermill.engines import Engine, NotebookExecutionManager, papermill_engines
from papermill.exceptions import PapermillExecutionError
from papermill.execute import raise_for_execution_errors
from papermill.iorw import load_notebook_node

from analysis.press import PressError
from analysis.press.kernels import injection
from analysis.press.kernels.runner import Runner, Stopped

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Execution:
    """An executed notebook, the files of the project that it read and the folders it listed.

    Files and folders of the project, `analysis` included, as absolute paths in order; not what
    is in reports/, in the Python environment, or read by processes that the notebook starts.
    """

    notebook: NotebookNode
    files: tuple[str, ...]
    folders: tuple[str, ...]


class _Press(Engine):
    """Papermill's engine with our values, our kernels and a report of how far it is."""

    @classmethod
    def execute_notebook(
        cls, nb: NotebookNode, *args: Any, values: dict[str, Any], **options: Any
    ) -> NotebookNode:
        injection.inject(nb, values)
        return super().execute_notebook(nb, *args, **options)

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: NotebookExecutionManager,
        kernel_name: str,
        *,
        on_progress: Progress | None,
        noted: dict[str, list[str]],
        runner: dict[str, Any],
        **_: Any,
    ) -> None:
        if on_progress:
            complete = nb_man.cell_complete

            def completed(cell: NotebookNode, cell_index: int = 0, **kwargs: Any) -> None:
                complete(cell, cell_index=cell_index, **kwargs)
                on_progress(cell_index + 1, len(nb_man.nb.cells))

            nb_man.cell_complete = completed
        noted.update(Runner(nb_man, kernel_name, **runner).run())


papermill_engines.register("press", _Press)


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
    path: Path,
    values: dict[str, Any],
    on_progress: Progress | None = None,
    *,
    zygote: str | None = None,
    timeout_s: float | None = None,
) -> NotebookNode:
    """Return the notebook of `execution`."""
    return execution(path, values, on_progress, zygote=zygote, timeout_s=timeout_s).notebook


def execution(
    path: Path,
    values: dict[str, Any],
    on_progress: Progress | None = None,
    *,
    zygote: str | None = None,
    timeout_s: float | None = None,
) -> Execution:
    """Execute the notebook at `path` with `values`, in its folder; nothing is written.

    The kernel is forked from `zygote`, an address of `kernels.warm()`. Raise `PressError` with
    the cell when one fails, kills its kernel, or `timeout_s` for the whole notebook are over.
    """
    path = path.absolute()
    package = Path(__file__).parent.parent
    noted: dict[str, list[str]] = {}
    with tempfile.TemporaryDirectory() as folder:
        runner = {
            "folder": folder,
            "cwd": str(path.parent),
            "roots": [str(path.parent.parent), str(package)],
            "zygote": zygote,
            "timeout_s": timeout_s,
        }
        try:
            # What papermill.execute_notebook does, but for the text of the notebook, which it makes
            # at the end even for nobody.
            loaded = load_notebook_node(str(path))
            notebook = papermill_engines.execute_notebook_with_engine(
                "press",
                loaded,
                papermill_engines.nb_kernel_name("press", loaded),
                progress_bar=False,
                on_progress=on_progress,
                values=values,
                noted=noted,
                runner=runner,
            )
            raise_for_execution_errors(notebook, None)
        except PapermillExecutionError as error:
            message = f"{error.ename}: {error.evalue}"
            raise PressError(f"{_where(path, values, error.cell_index)}: {message}") from None
        except Stopped as error:
            raise PressError(f"{_where(path, values, error.index)}: {error}.") from None
        except NoSuchKernel as error:
            raise PressError(
                f"{path.name} asks for the kernel {error.name!r}, which is not installed."
            ) from None
    return Execution(notebook, tuple(noted["files"]), tuple(noted["folders"]))


def _where(path: Path, values: dict[str, Any], index: int) -> str:
    """Say which cell of the notebook as it is in its file had this index when it was run."""
    notebook = read(path)
    injection.inject(notebook, values)
    source = notebook.cells[index].source.strip().splitlines()
    number = index + 1 - (bool(values) and index > injection.place_of_values(notebook.cells))
    return f"{path.name}, cell {number} ({source[0] if source else 'empty'})"


def execute_in_place(path: Path, on_progress: Progress | None = None) -> None:
    """Execute a notebook with its defaults and store the outputs, the same bytes every time."""
    notebook = executed(path, {}, on_progress)
    notebook.metadata = NotebookNode(kernelspec=notebook.metadata["kernelspec"])
    for cell in notebook.cells:
        cell.metadata = NotebookNode({k: v for k, v in cell.metadata.items() if k == "tags" and v})
    temporary = path.with_suffix(".ipynb.part")
    nbformat.write(notebook, temporary)
    temporary.replace(path)
