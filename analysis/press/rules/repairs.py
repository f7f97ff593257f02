"""What can be mended by a machine: nothing that a reader of the report would see goes."""

import ast
from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.press import PressError
from analysis.press.rules import cells, spine, stored
from analysis.press.rules.fault import code, source

if TYPE_CHECKING:
    from nbformat import NotebookNode

KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}


def repaired(notebook: "NotebookNode") -> tuple["NotebookNode", list[str]]:
    """Return the notebook with what is mechanical mended, and a sentence for each repair."""
    mended = deepcopy(notebook)
    return mended, [said for repair in _REPAIRS for said in repair(mended)]


def write(notebook: "NotebookNode", path: Path) -> None:
    """Put a notebook in place of the one at `path`, in one step."""
    import nbformat

    part = path.with_suffix(".ipynb.part")
    try:
        part.write_text(nbformat.writes(notebook).rstrip("\n") + "\n", encoding="utf-8")
        part.replace(path)
    except OSError as error:
        raise PressError(f"{path.name} cannot be written: {error.strerror}.") from None


def _tag_what_is_obvious(notebook: "NotebookNode") -> Iterator[str]:
    for tag, candidate in (
        ("parameters", spine.parameters_candidate(notebook)),
        ("setup", spine.setup_candidate(notebook)),
    ):
        if candidate is not None:
            candidate.metadata["tags"] = [tag]
            yield f"cell {notebook.cells.index(candidate) + 1} is now tagged `{tag}`."


def _show_what_was_printed(notebook: "NotebookNode") -> Iterator[str]:
    for number, cell in code(notebook):
        if found := cells.last_printed(cell):
            statement, printed = found
            text = ast.get_source_segment(source(cell), printed) or ""
            _replace(cell, statement, text)
            yield f"cell {number} ends with `{text.splitlines()[0]}` instead of printing it."


def _replace(cell: "NotebookNode", node: ast.stmt, text: str) -> None:
    """Replace a statement; columns of a syntax tree count bytes."""
    lines = [line.encode() for line in source(cell).split("\n")]
    first, last = node.lineno - 1, (node.end_lineno or node.lineno) - 1
    before, after = lines[first][: node.col_offset], lines[last][node.end_col_offset :]
    lines[first : last + 1] = [before + text.encode() + after]
    cell.source = b"\n".join(lines).decode()


def _let_cells_speak(notebook: "NotebookNode") -> Iterator[str]:
    for number, cell in code(notebook):
        was_hushed = False
        while place := cells.hush(cell):
            line, column = place
            lines = source(cell).split("\n")
            lines[line - 1] = (lines[line - 1][:column] + lines[line - 1][column + 1 :]).rstrip()
            cell.source = "\n".join(lines).rstrip()
            was_hushed = True
        if was_hushed:
            yield f"cell {number} no longer ends with `;`."


def _drop_empty_cells(notebook: "NotebookNode") -> Iterator[str]:
    kept = [cell for cell in notebook.cells if not cells.is_empty(cell)]
    if gone := len(notebook.cells) - len(kept):
        notebook.cells = kept
        yield "an empty cell went." if gone == 1 else f"{gone} empty cells went."


def _drop_traces(notebook: "NotebookNode") -> Iterator[str]:
    held = [(notebook.metadata, stored.KEPT_OF_NOTEBOOK)]
    held += [(cell.metadata, stored.KEPT_OF_CELL) for cell in notebook.cells]
    gone = sorted({key for metadata, kept in held for key in metadata if key not in kept})
    for metadata, kept in held:
        for key in set(metadata) - kept:
            del metadata[key]
    if gone:
        yield f"the metadata no longer hold {', '.join(gone)}."
    if "kernelspec" not in notebook.metadata:
        notebook.metadata["kernelspec"] = dict(KERNEL)
        yield "its kernel is now python3."


_Repair = Callable[["NotebookNode"], Iterator[str]]
_REPAIRS: tuple[_Repair, ...] = (
    _drop_empty_cells,
    _let_cells_speak,
    _show_what_was_printed,
    _tag_what_is_obvious,
    _drop_traces,
)
