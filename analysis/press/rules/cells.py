"""What a code cell may say: one short call in plain Python, nothing defined, no path."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.press.rules.fault import PLUMBING, Fault, code, shown, source, tags, tree

if TYPE_CHECKING:
    from nbformat import NotebookNode

LONGEST_LINES = 6
_DEFINITIONS = {
    ast.FunctionDef: "a function",
    ast.AsyncFunctionDef: "a function",
    ast.ClassDef: "a class",
    ast.Lambda: "a lambda",
    ast.For: "a loop",
    ast.AsyncFor: "a loop",
    ast.While: "a loop",
}
_FORBIDDEN = {
    "print": "a cell ends with what it shows, `show.sentence(…)` for words",
    "display": "a cell ends with what it shows",
    "open": "tables are read by `datasets`, and nothing is written",
    "exec": "code stands in a module, where it has tests",
    "eval": "code stands in a module, where it has tests",
}
_PATH = re.compile(
    r"(?:~|[A-Za-z]:)?[/\\][\w.-]\S*|.*\.\.[/\\].*"
    r"|\S+\.(?:csv|tsv|txt|xlsx?|parquet|feather|json|pkl|db|sqlite)"
)
_COLOUR = re.compile(r"#(?:[0-9a-fA-F]{3}){1,2}")


def a_cell_is_python(notebook: "NotebookNode", path: Path) -> Iterator[Fault]:
    """Refuse magics, commands of the shell, and what does not parse."""
    for number, cell in code(notebook):
        magic = re.search(r"^\s*([%!]\S*)", source(cell), re.M)
        try:
            ast.parse(source(cell))
        except (SyntaxError, ValueError) as error:
            if magic:
                what = f"`{magic[1]}` is a command to the notebook, not Python; a report has none."
            else:
                line = getattr(error, "lineno", None) or 1
                what = f"line {line} is not Python: {getattr(error, 'msg', error)}."
            yield Fault(number, what)


def a_cell_is_short(notebook: "NotebookNode", path: Path) -> Iterator[Fault]:
    """Refuse a cell of more than six lines; a closing bracket is none, nor is setup counted."""
    for number, cell in shown(notebook):
        lines = [line for line in source(cell).splitlines() if line.strip(" )]}")]
        if len(lines) > LONGEST_LINES:
            yield Fault(
                number,
                f"the cell has {len(lines)} lines; at most {LONGEST_LINES} fit, and the rest "
                "belongs into a function of a module or into the setup cell.",
            )


def no_cell_is_empty(notebook: "NotebookNode", path: Path) -> Iterator[Fault]:
    """Refuse cells without content."""
    for number, cell in enumerate(notebook.cells, 1):
        if is_empty(cell):
            yield Fault(number, "the cell is empty; it would go.", True)


def is_empty(cell: "NotebookNode") -> bool:
    """Say whether a cell holds nothing; an empty parameters or setup cell says that, by its tag."""
    is_plumbing = set(PLUMBING) & tags(cell)
    return not (source(cell).strip() or cell.get("outputs") or is_plumbing)


def nothing_is_defined_in_a_cell(notebook: "NotebookNode", path: Path) -> Iterator[Fault]:
    """Refuse functions, classes, lambdas and loops: they belong into a module with tests."""
    for number, cell in code(notebook):
        kinds = {_DEFINITIONS[type(n)] for n in ast.walk(tree(cell)) if type(n) in _DEFINITIONS}
        for kind in sorted(kinds):
            yield Fault(number, f"the cell has {kind}; that belongs into a module, with a test.")


def nothing_is_printed_or_opened(notebook: "NotebookNode", path: Path) -> Iterator[Fault]:
    """Refuse print, display, open, exec, eval."""
    for number, cell in code(notebook):
        names = {node.id for node in ast.walk(tree(cell)) if isinstance(node, ast.Name)}
        for name in sorted(names & _FORBIDDEN.keys()):
            is_last = name in ("print", "display") and last_printed(cell) is not None
            yield Fault(number, f"the cell uses `{name}`; {_FORBIDDEN[name]}.", is_last)


def last_printed(cell: "NotebookNode") -> tuple[ast.Expr, ast.expr] | None:
    """Return the last statement `print(x)`, and x, where the cell ends with such a one."""
    body = tree(cell).body
    last = body[-1] if body else None
    if not (isinstance(last, ast.Expr) and isinstance(last.value, ast.Call)):
        return None
    call = last.value
    is_print = isinstance(call.func, ast.Name) and call.func.id in ("print", "display")
    is_one = len(call.args) == 1 and not call.keywords
    if is_print and is_one and not isinstance(call.args[0], ast.Starred):
        return last, call.args[0]
    return None


def no_figure_is_drawn_by_pyplot(notebook: "NotebookNode", path: Path) -> Iterator[Fault]:
    """Refuse pyplot, which keeps global state and gives a figure without words."""
    for number, cell in code(notebook):
        nodes = list(ast.walk(tree(cell)))
        imported = {a.name for n in nodes if isinstance(n, ast.Import) for a in n.names}
        for node in nodes:
            if isinstance(node, ast.ImportFrom):
                imported |= {node.module or "", *(f"{node.module}.{a.name}" for a in node.names)}
        names = {node.id for node in nodes if isinstance(node, ast.Name)}
        if imported & {"matplotlib.pyplot", "pylab", "matplotlib.pylab"} or "plt" in names:
            yield Fault(
                number,
                "the cell draws by pyplot; a figure comes from `show.bars`, `show.line` or a "
                "function marked `@show.figure`, with alt text and caption.",
            )


def no_output_is_hushed(notebook: "NotebookNode", path: Path) -> Iterator[Fault]:
    """Refuse `;` at the end of a cell."""
    for number, cell in code(notebook):
        if hush(cell):
            yield Fault(number, "the cell ends with `;`, which hides what it shows.", True)


def hush(cell: "NotebookNode") -> tuple[int, int] | None:
    """Return line (from 1) and column of a `;` that ends the cell; comments may follow it."""
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(source(cell)).readline))
    except (tokenize.TokenError, SyntaxError):
        return None
    blank = (tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.ENDMARKER, tokenize.DEDENT)
    last = next((token for token in reversed(tokens) if token.type not in blank), None)
    return last.start if last and last.string == ";" else None


def no_path_is_typed(notebook: "NotebookNode", path: Path) -> Iterator[Fault]:
    """Refuse paths and names of data files."""
    for number, cell in code(notebook):
        for text in _texts(cell):
            if _PATH.fullmatch(text):
                yield Fault(
                    number,
                    f"{text!r} is a path; a table is read by its name, "
                    '`datasets.read("a_table")`, wherever the project lies.',
                )


def no_colour_is_typed(notebook: "NotebookNode", path: Path) -> Iterator[Fault]:
    """Refuse colours: the style and the module of the figure know them."""
    for number, cell in code(notebook):
        for text in _texts(cell):
            if _COLOUR.fullmatch(text):
                yield Fault(number, f"{text!r} is a colour; that belongs where the figure is made.")


def _texts(cell: "NotebookNode") -> Iterator[str]:
    """Yield the strings of a cell, of f-strings only how they begin."""
    nodes = list(ast.walk(tree(cell)))
    within = {id(part) for n in nodes if isinstance(n, ast.JoinedStr) for part in n.values[1:]}
    for node in nodes:
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in within
        ):
            yield node.value
