"""The cell that gives a notebook its values: what is written there reads back as what was meant.

Papermill's own translation makes text of what it does not know, and of keys, and puts names in
unchecked; a name or a value could become code.
"""

import keyword
import math
from collections.abc import Mapping
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from analysis.press import PressError

TAG, AFTER = "injected-parameters", "parameters"
_LONGEST_DECIMAL = 10**4000  # Python reads no more than 4300 digits


def inject(notebook: NotebookNode, values: Mapping[str, Any]) -> None:
    """Put a cell with the values after the parameter cell, instead of one that is there."""
    cells = [cell for cell in notebook.cells if TAG not in cell.metadata.get("tags", [])]
    if values:
        place = place_of_values(cells)
        cells.insert(place, new_code_cell(assignments(values), metadata={"tags": [TAG]}))
        # A cell without an identity of its own has, like all others, the same at each run.
        cells[place].id = TAG
    notebook.cells = cells


def place_of_values(cells: list[NotebookNode]) -> int:
    """Return the index of the cell with the values."""
    tagged = [place for place, cell in enumerate(cells) if AFTER in cell.metadata.get("tags", [])]
    return tagged[0] + 1 if tagged else 0


def assignments(values: Mapping[str, Any]) -> str:
    r"""Return the source that assigns the values.

    >>> print(assignments({"film": "The \"Challenge\"", "crew": 2}))
    # Parameters
    film = 'The "Challenge"'
    crew = 2
    """
    lines = ["# Parameters"]
    for name, value in values.items():
        if not name.isidentifier() or keyword.iskeyword(name):
            raise PressError(f"{name!r} is not a name that a parameter can have.")
        lines.append(f"{name} = {literal(value, name)}")
    return "\n".join(lines)


def literal(value: Any, name: str) -> str:
    """Return a value of a kind that JSON or YAML knows as Python source."""
    if value is None or isinstance(value, bool):
        return repr(value)
    if isinstance(value, str):
        return _text(str.__str__(value))
    if isinstance(value, int):
        return int.__repr__(value) if abs(value) < _LONGEST_DECIMAL else hex(value)
    if isinstance(value, float):
        number = float.__repr__(value)
        return number if math.isfinite(value) else f'float("{number}")'
    if isinstance(value, (list, tuple)):
        inside = ", ".join(literal(each, name) for each in value)
        return f"[{inside}]"
    if isinstance(value, dict):
        pairs = (f"{literal(key, name)}: {literal(each, name)}" for key, each in value.items())
        return f"{{{', '.join(pairs)}}}"
    kind = type(value).__name__
    raise PressError(
        f"{name}: a {kind} cannot be given to a notebook; text, numbers, yes or no, lists of them "
        f"and tables of them can (a day as text: 2023-04-20)."
    )


def _text(value: str) -> str:
    source = repr(value)
    return f'"{source[1:-1]}"' if '"' not in source else source
