"""How a notebook is stored: executed in order, and without traces of machine or editor."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.press.rules.fault import Fault, code

if TYPE_CHECKING:
    from nbformat import NotebookNode

KEPT_OF_NOTEBOOK, KEPT_OF_CELL = {"kernelspec"}, {"tags"}
_MACHINE = re.compile(
    r"(?<![\w:/.])/(?:home|root|Users|work|tmp|mnt)/[^\s\"'<>\\]*|[A-Z]:\\\\Users\\\\\w+"
    r"|site-packages|\b0x[0-9a-f]{6,}"
)


def invalidity(notebook: "NotebookNode") -> str | None:
    """Return why a notebook is not valid by nbformat's schema, or None; an id may be missing."""
    import warnings

    import nbformat

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            nbformat.validate(notebook)
    except Exception as error:  # what breaks the schema can break the validator too
        return " ".join(str(getattr(error, "message", error)).split())[:200].rstrip(".")
    return None


def it_was_executed_in_order(notebook: "NotebookNode", path: Path) -> Iterator[Fault]:
    """Refuse execution counts that are not 1, 2, 3 …."""
    for expected, (number, cell) in enumerate(code(notebook), 1):
        count = cell.get("execution_count")
        if count != expected:
            found = (
                f"was executed as number {count}, not {expected}" if count else "was not executed"
            )
            yield Fault(
                number, f"the cell {found}; `analysis execute {path.stem}` executes all in order."
            )
            return


def it_is_stored_without_traces(notebook: "NotebookNode", path: Path) -> Iterator[Fault]:
    """Refuse what editors leave in a notebook's metadata."""
    extra = sorted(set(notebook.metadata) - KEPT_OF_NOTEBOOK)
    if extra:
        yield Fault(None, f"its metadata hold {', '.join(extra)}; a report has none of it.", True)
    if "kernelspec" not in notebook.metadata:
        yield Fault(None, "its metadata name no kernel; it would be python3.", True)
    for number, cell in enumerate(notebook.cells, 1):
        extra = sorted(set(cell.get("metadata", {})) - KEPT_OF_CELL)
        if extra:
            said = f"the cell's metadata hold {', '.join(extra)}; only tags belong there."
            yield Fault(number, said, True)


def no_path_of_a_machine_stands_in_it(notebook: "NotebookNode", path: Path) -> Iterator[Fault]:
    """Refuse addresses of files and of memory, in what is said and in what is shown."""
    for number, cell in enumerate(notebook.cells, 1):
        if found := _MACHINE.search(json.dumps(cell, ensure_ascii=False)):
            yield Fault(number, f"{found[0]!r} belongs to one machine; no reader has it.")
