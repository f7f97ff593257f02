"""Copies of published reports to work in: what is done to them touches no notebook of ours.

scratch/EDITION-RUN.ipynb     the notebook of that run, its values written into the parameters cell
"""

from itertools import count
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from analysis.declarations import filled
from analysis.press import PressError, parameters, runs
from analysis.press.editions import Edition
from analysis.press.execute import read
from analysis.press.projects import Project
from analysis.press.runs import Run

FOLDER = "scratch"
INJECTED = "injected-parameters"


def copy(project: Project, name: str, run_id: str | None = None) -> Path:
    """Write a copy of an edition's notebook, with the values it was published with, to work in.

    `run_id` is the run, or how its id begins; the newest when it is None. An edition that has
    no run yet is taken as reports/editions.yml has it. A copy that somebody has changed stays as
    it is: the new one gets a number.
    """
    run = _run(project, name, run_id)
    if run:
        notebook, stem = _of_run(run), f"{name}-{run.id.partition('.')[0]}"
    else:
        notebook, stem = _of_edition(project, _edition(project, name)), name
    text = nbformat.writes(notebook) + "\n"
    folder = project.root / FOLDER
    folder.mkdir(exist_ok=True)
    for number in count(1):
        path = folder / (f"{stem}.ipynb" if number == 1 else f"{stem}-{number}.ipynb")
        if not path.exists():
            path.write_text(text, encoding="utf-8")
        if path.read_text(encoding="utf-8") == text:
            return path
    raise AssertionError


def _run(project: Project, name: str, run_id: str | None) -> Run | None:
    known = runs.runs(project, name)
    if run_id is None:
        return runs.latest(project, name)
    found = [run for run in known if run.id.startswith(run_id)]
    if not found:
        if not known:
            _edition(project, name)
        ids = ", ".join(run.id for run in known[-5:])
        raise PressError(
            f"{name} has no run {run_id!r}; "
            + (f"its newest are {ids}." if ids else f"`analysis build {name}` makes its first.")
        )
    return found[-1]


def _edition(project: Project, name: str) -> Edition:
    editions = project.editions()
    if name not in editions:
        raise PressError(f"There is no edition {name!r}; {parameters.nearest(name, editions)}")
    return editions[name]


def _of_run(run: Run) -> NotebookNode:
    notebook = read(next(run.path.glob("*.ipynb")))
    return _bare(notebook, run.manifest["parameters"], run.path.parent.name)


def _of_edition(project: Project, edition: Edition) -> NotebookNode:
    """Return the notebook of an edition that was never built; outputs of other values go."""
    values = project.values(edition)
    notebook = read(project.notebook(edition.notebook))
    declared = parameters.declared(notebook, edition.notebook)
    if values != {name: parameter.default for name, parameter in declared.items()}:
        for cell in notebook.cells:
            if cell.cell_type == "code":
                cell.outputs, cell.execution_count = [], None
    return _bare(notebook, values, edition.notebook)


def _bare(notebook: NotebookNode, values: dict[str, Any], name: str) -> NotebookNode:
    """Return the notebook as its author would write it for these values."""
    own = parameters.cell(notebook, name)
    own.source = filled(own.source, values)
    notebook.cells = [
        cell for cell in notebook.cells if INJECTED not in cell.metadata.get("tags", [])
    ]
    for cell in notebook.cells:
        cell.metadata = NotebookNode({k: v for k, v in cell.metadata.items() if k == "tags"})
    _number(notebook)
    notebook.metadata = NotebookNode(kernelspec=notebook.metadata["kernelspec"])
    return notebook


def _number(notebook: NotebookNode) -> None:
    """Count the cells that have run as if no cell had been taken out."""
    numbers = count(1)
    for cell in notebook.cells:
        if cell.get("execution_count"):
            cell.execution_count = next(numbers)
            for output in cell.outputs:
                if "execution_count" in output:
                    output.execution_count = cell.execution_count
