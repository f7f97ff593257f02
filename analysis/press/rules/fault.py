"""What a rule finds, and how rules look at a notebook."""

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nbformat import NotebookNode

PLUMBING = ("parameters", "setup")
_FENCE = re.compile(r"^(```|~~~).*?^\1", re.M | re.S)


@dataclass(frozen=True)
class Fault:
    """What is wrong and what would be right; `cell` counts from 1, None is the whole notebook."""

    cell: int | None
    sentence: str
    is_mechanical: bool = False

    def said(self, name: str) -> str:
        """Return the fault with its place.

        >>> Fault(7, "has no alt text.").said("05_who_was_first.ipynb")
        '05_who_was_first.ipynb, cell 7: has no alt text.'
        """
        place = f"{name}, cell {self.cell}" if self.cell else name
        return f"{place}: {self.sentence}"


Rule = Callable[["NotebookNode", Path], Iterator[Fault]]


def code(notebook: "NotebookNode") -> Iterator[tuple[int, "NotebookNode"]]:
    """Yield the code cells with their numbers."""
    for number, cell in enumerate(notebook.cells, 1):
        if cell.cell_type == "code":
            yield number, cell


def shown(notebook: "NotebookNode") -> Iterator[tuple[int, "NotebookNode"]]:
    """Yield the code cells whose outputs a reader sees."""
    for number, cell in code(notebook):
        if not set(PLUMBING) & tags(cell):
            yield number, cell


def prose(notebook: "NotebookNode") -> Iterator[tuple[int, str]]:
    """Yield the text of the Markdown cells, without fenced code."""
    for number, cell in enumerate(notebook.cells, 1):
        if cell.cell_type == "markdown":
            yield number, _FENCE.sub("", source(cell))


def tags(cell: "NotebookNode") -> set[str]:
    """Return the tags of a cell."""
    found = cell.get("metadata", {}).get("tags", [])
    return {tag for tag in found if isinstance(tag, str)} if isinstance(found, list) else set()


def source(cell: "NotebookNode") -> str:
    """Return the text of a cell."""
    return "".join(cell.get("source", ""))


def tree(cell: "NotebookNode") -> ast.Module:
    """Return the syntax tree of a cell; an empty one where the cell is not Python."""
    try:
        return ast.parse(source(cell))
    except (SyntaxError, ValueError):
        return ast.Module([], [])


def data(output: "NotebookNode") -> dict:
    """Return the forms that an output has, by media type."""
    found = output.get("data", {})
    return found if isinstance(found, dict) else {}


def described(output: "NotebookNode", mime: str) -> dict:
    """Return what an output says of one of its forms."""
    found = output.get("metadata", {})
    about = found.get(mime, {}) if isinstance(found, dict) else {}
    return about if isinstance(about, dict) else {}
