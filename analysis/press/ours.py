"""Know a notebook of this project wherever it is exported, and what its report says of itself.

A published report is described by the press, which knows its edition. One that is exported in
JupyterLab, or by `jupyter nbconvert`, describes itself: by its parameters cell and its sentences.
"""

import ast
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from analysis.declarations import comments, words
from analysis.media import VALUES_MIME
from analysis.press.projects import project_name

KEY = "filmed_in_orbit"  # of notebook metadata, under which a report is described
FORM = "application/vnd.jupyter.widget-view+json"
# Tags of what is not shown. "hide-input" and its like hide until a reader clicks: paper shows it.
REMOVED = {"remove-cell", "remove_cell"}
NO_CODE = {"remove-input", "remove_input"}
NO_OUTPUT = {"remove-output", "remove_output"}
_SCAFFOLDING = {"parameters", "injected-parameters", "setup"}


def variant(title: str, question: str) -> str:
    """Return what tells an edition from the others of its question: nothing where it is the one.

    >>> variant("Who flies? Axiom Ax-1", "Who flies?"), variant("Who flies?", "Who flies?")
    ('Axiom Ax-1', '')
    """
    return title.removeprefix(question).strip()


def heading(title: str, question: str) -> str:
    """Return what a window is called: what tells it apart first, for a tab shows no more.

    >>> heading("Who flies? Axiom Ax-1", "Who flies?")
    'Axiom Ax-1 · Who flies?'
    """
    return " · ".join(filter(None, [variant(title, question), question]))


def never_shown(notebook: Mapping[str, Any]) -> set[str]:
    """Return the tags of cells that are not shown; parameters of other people's notebooks are."""
    return REMOVED | _SCAFFOLDING if KEY in notebook.get("metadata", {}) else REMOVED


def described(notebook: NotebookNode, folder: str = "") -> NotebookNode:
    """Return the notebook, described if it is a report of ours that nobody has described yet.

    `folder` is where it lies, by which its project is known.
    A report has a cell tagged as parameters, and sentences that carry their values. What moves in
    a notebook, such as a form, is no part of it.
    """
    shown = [output for cell in notebook.cells for output in cell.get("outputs") or []]
    bundles = [output["data"] for output in shown if isinstance(output.get("data"), dict)]
    values = [it[VALUES_MIME] for it in bundles if isinstance(it.get(VALUES_MIME), dict)]
    declaring = [cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", [])]
    if KEY in notebook.metadata or not values or len(declaring) != 1:
        return notebook
    for cell in notebook.cells:
        if cell.get("outputs"):
            cell.outputs = [each for each in cell.outputs if FORM not in each.get("data", {})]
    tables = {
        name: table
        for value in values
        if isinstance(value.get("tables"), dict)
        for name, table in value["tables"].items()
        if isinstance(table, dict)
    }
    notebook.metadata[KEY] = {
        "project": project_name(Path(folder or ".").resolve()),
        "parameters": _chosen(declaring[0].source),
        "tables": tables,
        "data_until": {
            name: table["until"] for name, table in tables.items() if table.get("until")
        },
    }
    return notebook


def _chosen(source: str) -> list[list[Any]]:
    """Return the parameters as (meaning, value), as their cell has them; nothing is imported.

    >>> _chosen("crew: Crew = 2  # people")
    [['people', '2']]
    """
    try:
        lines = [node for node in ast.parse(source).body if isinstance(node, ast.AnnAssign)]
        meanings = comments(source)
        return [
            [
                meanings.get(line.lineno) or ast.unparse(line.target),
                words(ast.literal_eval(line.value)),
            ]
            for line in lines
            if line.value is not None
        ]
    except (SyntaxError, ValueError):  # a reader is in the middle of changing it
        return []
