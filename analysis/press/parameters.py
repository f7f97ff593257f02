"""Find a notebook's parameters cell, and read and check it.

`analysis.declarations` has the grammar, which the form in JupyterLab shares.
"""

from typing import TYPE_CHECKING

from analysis import declarations
from analysis.declarations import AS_OF, Parameter, checked, nearest
from analysis.press import PressError

if TYPE_CHECKING:
    from nbformat import NotebookNode

__all__ = ["AS_OF", "TAG", "Parameter", "cell", "checked", "declared", "nearest"]

TAG = "parameters"


def cell(notebook: "NotebookNode", name: str) -> "NotebookNode":
    """Return the one cell that is tagged as parameters; raise `PressError` if it is not one."""
    cells = [cell for cell in notebook.cells if TAG in cell.metadata.get("tags", [])]
    if len(cells) != 1:
        found = "no cell" if not cells else f"{len(cells)} cells"
        raise PressError(
            f"{name}: {found} tagged `{TAG}`; a report's notebook has exactly one, with lines "
            f"such as: crew: int = 2  # people in the film crew."
        )
    return cells[0]


def declared(notebook: "NotebookNode", name: str) -> dict[str, Parameter]:
    """Return the parameters of a notebook by name, in the order of its cell."""
    return declarations.declared(cell(notebook, name).source, f"{name}, parameters cell")
