"""What Markdown may say: nothing that is computed, nothing that is still to be written."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.press.rules.fault import Fault, code, prose, tree

if TYPE_CHECKING:
    from nbformat import NotebookNode

_UNITS = (
    "%|percent|hours?|minutes?|days?|weeks?|months?|times|people|thousand|million|billion"
    r"|dollars|euros|roubles|\d*[a-z]{3,}s\b"
)
_TYPED = re.compile(
    rf"(?<![\w#/.:])(?:\d+\.\d+|\d{{1,3}}(?:,\d{{3}})+|\d{{1,3}}[ \u00a0]?(?:{_UNITS}))"
)
# The level of an interval, the ends of a scale and the scale of a map are set, not computed; code,
# formulas and the addresses of links are not read as numbers.
_EXEMPT = re.compile(
    r"\b(?:90|95|99)[ \u00a0]%|\b0 to 100[ \u00a0]%|\b1:\d+ million|`[^`]*`"
    r"|\$[^$]+\$|\]\([^)]*\)|<[^>]*>"
)
_VERBS = re.compile(r"\d+ (?:means|is|was|has|does|holds|stands|leaves|makes|gives)\b")
_PLACEHOLDER = re.compile(r"\b(?:TODO|TBD|FIXME|XXX)\b|(?i:lorem ipsum)")


def prose_holds_no_computed_number(notebook: "NotebookNode", path: Path) -> Iterator[Fault]:
    """Refuse a decimal, or a number with a unit, in Markdown: it was typed, and goes stale."""
    for number, text in prose(notebook):
        for typed in _TYPED.findall(_VERBS.sub("", _EXEMPT.sub("", text))):
            yield Fault(
                number,
                f"`{typed}` is typed, and stays when the data move; `show.sentence` would compute "
                "it, and its source would hold it.",
            )


def no_placeholder_is_left(notebook: "NotebookNode", path: Path) -> Iterator[Fault]:
    """Refuse words that only hold a place."""
    for number, text in prose(notebook):
        yield from _placeholders(number, text)
    for number, cell in code(notebook):
        for node in ast.walk(tree(cell)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield from _placeholders(number, node.value)


def _placeholders(number: int, text: str) -> Iterator[Fault]:
    for line in text.splitlines():
        if found := _PLACEHOLDER.search(line):
            rest = line[found.start() :].strip(" *_")
            said = rest if len(rest) < 80 else f"{rest[:80].rsplit(' ', 1)[0]} …"
            yield Fault(number, f"still to be written: {said}")
