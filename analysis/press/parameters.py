"""Read and check a notebook's parameter cell.

One line a parameter, `name: Type = literal  # meaning`. `Type` is a builtin or a name that the
cell imports from a vocabulary such as `analysis.parameters`.
"""

import ast
import difflib
import importlib
import io
import tokenize
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from pydantic import ConfigDict, TypeAdapter, ValidationError

from analysis.press import PressError

if TYPE_CHECKING:
    from nbformat import NotebookNode

TAG = "parameters"
_BUILTINS = {"str": str, "int": int, "float": float, "bool": bool}


@dataclass(frozen=True)
class Parameter:
    """A parameter as its cell declares it."""

    name: str
    kind: Any
    default: Any
    meaning: str

    @cached_property
    def _adapter(self) -> TypeAdapter[Any]:
        return TypeAdapter(self.kind, config=ConfigDict(strict=True, allow_inf_nan=False))

    def checked(self, value: Any) -> Any:
        """Return the value as the notebook gets it; raise `PressError` if it is not of the type."""
        try:
            return self._adapter.validate_python(value)
        except ValidationError as error:
            raise PressError(f"{self.name}: {value!r} {self._complaint(value, error)}") from None

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of the values that are accepted."""
        schema = {"description": self.meaning, **self._adapter.json_schema()}
        return {**schema, "default": self.default}

    def _complaint(self, value: Any, error: ValidationError) -> str:
        first = error.errors()[0]
        choices = self._adapter.json_schema().get("enum")
        if choices:
            return f"is not a choice; {nearest(str(value), choices)}"
        if first["type"] in ("not_a_day", "out_of_span"):
            return f"{first['msg']}."
        return f"is not accepted: {first['msg'][0].lower()}{first['msg'][1:]}."


def declared(notebook: "NotebookNode", name: str) -> dict[str, Parameter]:
    """Return the parameters of a notebook by name, in the order of its cell."""
    cells = [cell for cell in notebook.cells if TAG in cell.metadata.get("tags", [])]
    if len(cells) != 1:
        found = "no cell" if not cells else f"{len(cells)} cells"
        raise PressError(
            f"{name}: {found} tagged `{TAG}`; a report's notebook has exactly one, with lines "
            f"such as: crew: int = 2  # people in the film crew."
        )
    source = cells[0].source
    try:
        tree = ast.parse(source)
    except SyntaxError as error:
        raise PressError(f"{name}, parameters cell, line {error.lineno}: {error.msg}.") from None
    meanings = _comments(source)
    vocabulary = dict(_BUILTINS)
    parameters = {}
    for node in tree.body:
        where = f"{name}, parameters cell, line {node.lineno}"
        if isinstance(node, ast.ImportFrom):
            vocabulary |= _imported(node, where)
        else:
            parameter = _parameter(node, vocabulary, meanings.get(node.lineno, ""), where)
            parameters[parameter.name] = parameter
    return parameters


def checked(parameters: Mapping[str, Parameter], values: Mapping[str, Any]) -> dict[str, Any]:
    """Return `values` with the defaults filled in; raise `PressError` at the first wrong one."""
    for name in values:
        if name not in parameters:
            raise PressError(f"There is no parameter {name!r}; {nearest(str(name), parameters)}")
    return {
        name: parameter.checked(values.get(name, parameter.default))
        for name, parameter in parameters.items()
    }


def nearest(word: str, choices: Mapping[str, Any] | list[str]) -> str:
    """Say which choices there are, the likeliest first.

    >>> nearest("Gravitty", ["Apollo 13", "Gravity"])
    "did you mean 'Gravity'?"
    """
    lowered = {str(choice).lower(): str(choice) for choice in choices}
    close = difflib.get_close_matches(word.lower(), lowered, n=1, cutoff=0.6)
    if close:
        return f"did you mean {lowered[close[0]]!r}?"
    some = ", ".join(repr(choice) for choice in list(lowered.values())[:12])
    return f"choose among {some}{', …' if len(lowered) > 12 else ''}." if some else "there is none."


def _parameter(
    node: ast.stmt, vocabulary: Mapping[str, Any], meaning: str, where: str
) -> Parameter:
    if not (
        isinstance(node, ast.AnnAssign)
        and isinstance(node.target, ast.Name)
        and node.value is not None
    ):
        raise PressError(f"{where}: expected `name: Type = value  # meaning`.")
    if not (isinstance(node.annotation, ast.Name) and node.annotation.id in vocabulary):
        kind = ast.unparse(node.annotation)
        raise PressError(f"{where}: the type {kind} is not known; {nearest(kind, vocabulary)}")
    try:
        default = ast.literal_eval(node.value)
    except ValueError:
        raise PressError(f"{where}: the value of {node.target.id} is not a literal.") from None
    if not meaning:
        raise PressError(f"{where}: say after # what {node.target.id} means, with its unit.")
    return Parameter(node.target.id, vocabulary[node.annotation.id], default, meaning)


def _imported(node: ast.ImportFrom, where: str) -> dict[str, Any]:
    try:
        module = importlib.import_module(node.module or "")
        return {alias.asname or alias.name: getattr(module, alias.name) for alias in node.names}
    except (ImportError, ValueError, AttributeError) as error:
        raise PressError(f"{where}: {error}.") from None


def _comments(source: str) -> dict[int, str]:
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    return {
        token.start[0]: token.string.lstrip("# ").strip()
        for token in tokens
        if token.type == tokenize.COMMENT
    }
