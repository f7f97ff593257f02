"""What a notebook's cells show for other values of its parameters; the notebook stays as it is.

The cells are those that have run, as the kernel remembers them: no file is read.
"""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import CodeType
from typing import Any

from analysis.show.drawings import Figure
from analysis.show.sentences import Sentence
from analysis.show.tables import Table

# A notebook of assignments and of cells that end with what they show can be run again in part.
_PLAIN = (ast.Assign, ast.AnnAssign, ast.Import, ast.ImportFrom)


@dataclass(frozen=True)
class Step:
    """A statement, or the expression with which a cell of the answer ends."""

    node: ast.stmt | ast.expr
    shown: Any = None  # by the notebook itself

    def code(self) -> CodeType:
        """Return the step, ready to run."""
        if isinstance(self.node, ast.expr):
            return compile(ast.Expression(self.node), "<cell>", "eval")
        return compile(ast.Module([self.node], []), "<cell>", "exec")

    def names(self, use: type[ast.expr_context]) -> set[str]:
        """Return the names that the step reads (`ast.Load`) or binds (`ast.Store`)."""
        nodes = list(ast.walk(self.node))
        named = {n.id for n in nodes if isinstance(n, ast.Name) and isinstance(n.ctx, use)}
        imported = {a.asname or a.name.split(".")[0] for a in nodes if isinstance(a, ast.alias)}
        return named | imported if use is ast.Store else named


@dataclass
class Replay:
    """The cells that follow a notebook's parameters, run in a namespace of their own."""

    steps: list[Step]
    namespace: dict[str, Any]
    values: dict[str, Any] = field(default_factory=dict)  # that the namespace stands for

    def shown(self, values: Mapping[str, Any]) -> Iterator[Any]:
        """Yield what the cells of the answer show for these values, as soon as each is known.

        Only what depends on a changed value runs again, where the cells leave no doubt of it.
        """
        is_partial = bool(self.values) and self._is_plain()
        before, self.values = self.values, {}  # unknown, until all have run
        stale = {n for n, value in values.items() if n not in before or before[n] != value}
        self.namespace.update(values)
        for step in self.steps:
            if is_partial and isinstance(step.node, ast.stmt) and not stale & step.names(ast.Load):
                continue
            result = eval(step.code(), self.namespace)
            stale |= step.names(ast.Store)
            if isinstance(step.node, ast.expr):
                yield result
        self.values = dict(values)

    def _is_plain(self) -> bool:
        """Return whether each name is bound once, and nothing can change in another way."""
        statements = [step for step in self.steps if isinstance(step.node, ast.stmt)]
        bound = [name for step in statements for name in step.names(ast.Store)]
        return (
            all(isinstance(step.node, _PLAIN) for step in statements)
            and len(bound) == len(set(bound))
            # What a generator draws depends on what was drawn before.
            and not any(_is_generator(self.namespace.get(name)) for name in bound)
        )


def parameters_cell(history: list[str]) -> str | None:
    """Return the parameters cell that has run last; None when none has.

    >>> parameters_cell(["", "crew: int = 2  # people", "crew * 2"])
    'crew: int = 2  # people'
    """
    return next((source for source in reversed(history) if _declares(source)), None)


def steps(history: list[str], results: Mapping[int, Any]) -> list[Step]:
    """Return what ran since the parameters cell: statements, and what makes up the answer.

    The answer is the sentences before the first table, and the figures. A cell that was run twice
    counts once; one that failed leaves no result, and does not count.
    """
    found: list[Step] = []
    seen: set[str] = set()
    has_tables = False
    for number in _since_parameters(history):
        source, shown = history[number], results.get(number)
        body = _body(source)
        if not body or source in seen or _declares(source) or _calls_controls(body):
            continue
        seen.add(source)
        end = body.pop() if isinstance(body[-1], ast.Expr) else None
        found += [Step(node) for node in body]
        has_tables |= isinstance(shown, Table | Figure)
        if isinstance(shown, Figure) or (isinstance(shown, Sentence) and not has_tables):
            assert isinstance(end, ast.Expr)
            found.append(Step(end.value, shown))
    return found


def _since_parameters(history: list[str]) -> range:
    """Return the numbers of the cells since the last parameters cell that others followed."""
    marks = [number for number, source in enumerate(history) if _declares(source)]
    for mark in reversed(marks):
        if any(_body(source) and not _declares(source) for source in history[mark + 1 : -1]):
            return range(mark + 1, len(history))
    return range(0)


def _body(source: str) -> list[ast.stmt]:
    try:
        return ast.parse(source).body
    except SyntaxError:  # a cell that never ran
        return []


def _declares(source: str) -> bool:
    """Return whether a cell holds nothing but imports and `name: Type = value`."""
    body = _body(source)
    kinds = [type(node) for node in body]
    return ast.AnnAssign in kinds and set(kinds) <= {ast.AnnAssign, ast.Import, ast.ImportFrom}


def _calls_controls(body: list[ast.stmt]) -> bool:
    calls = [node.func for top in body for node in ast.walk(top) if isinstance(node, ast.Call)]
    return any("controls" in (getattr(f, "attr", ""), getattr(f, "id", "")) for f in calls)


def _is_generator(value: Any) -> bool:
    return type(value).__module__.split(".")[-1] in ("random", "_generator", "mtrand")
