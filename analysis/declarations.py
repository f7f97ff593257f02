"""The grammar of a notebook's parameters cell, for the press and for the form in JupyterLab.

One line a parameter, `name: Type = literal  # meaning`. `Type` is a builtin or a name that the
cell imports from a vocabulary such as `analysis.parameters`.
"""

import ast
import difflib
import importlib
import io
import json
import re
import tokenize
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from analysis.refusal import RefusalError

# pydantic is imported where a value is checked: who only prints parameters starts without it.
if TYPE_CHECKING:
    from pydantic import TypeAdapter, ValidationError

AS_OF = "as_of"  # a parameter of this name is the day that the report is made for
_BUILTINS = {"str": str, "int": int, "float": float, "bool": bool}

_DAY = re.compile(r"\d{4}-\d\d-\d\d")  # fromisoformat takes 20230420 too, which is a number
_HALF_SIGN = re.compile("[\ud800-\udfff]")  # no file and no page can hold it


@dataclass(frozen=True)
class Parameter:
    """A parameter as its cell declares it."""

    name: str
    kind: Any
    default: Any
    meaning: str

    @cached_property
    def _adapter(self) -> "TypeAdapter[Any]":
        from pydantic import ConfigDict, TypeAdapter

        return TypeAdapter(self.kind, config=ConfigDict(strict=True, allow_inf_nan=False))

    def checked(self, value: Any, as_of: date | None = None) -> Any:
        """Return the value as the notebook gets it; or raise `RefusalError` with the reason.

        `as_of` is what `today` means, the day by the clock when it is None.
        """
        from pydantic import ValidationError

        if isinstance(value, str) and not value.isprintable() and _HALF_SIGN.search(value):
            raise RefusalError(f"{self.name}: {value!r} holds half a sign (a surrogate).")
        try:
            return self._adapter.validate_python(value, context={"as_of": as_of})
        except ValidationError as error:
            raise RefusalError(f"{self.name}: {value!r} {self._complaint(value, error)}") from None

    def words(self, value: Any) -> str:
        """Return the value as a reader knows it: by its name, where the type knows one."""
        known = {
            key: name
            for part in getattr(self.kind, "__metadata__", ())
            for key, name in getattr(part, "names", dict)().items()
        }
        return known.get(value) or words(value)

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of the values that are accepted."""
        schema = {"description": self.meaning, **self._adapter.json_schema()}
        return {**schema, "default": self.default}

    def _complaint(self, value: Any, error: "ValidationError") -> str:
        first = error.errors()[0]
        choices = self._adapter.json_schema().get("enum")
        if choices:
            return f"is not a choice; {nearest(str(value), choices)}"
        if first["type"] in ("not_a_day", "out_of_span"):
            return f"{first['msg']}."
        return f"is not accepted: {first['msg'][0].lower()}{first['msg'][1:]}."


def declared(source: str, where: str) -> dict[str, Parameter]:
    """Return the parameters that a cell declares by name, in its order."""
    try:
        tree = ast.parse(source)
    except SyntaxError as error:
        raise RefusalError(f"{where}, line {error.lineno}: {error.msg}.") from None
    meanings = comments(source)
    vocabulary = dict(_BUILTINS)
    parameters = {}
    for node in tree.body:
        line = f"{where}, line {node.lineno}"
        if isinstance(node, ast.ImportFrom):
            vocabulary |= _imported(node, line)
        else:
            parameter = _parameter(node, vocabulary, meanings.get(node.lineno, ""), line)
            parameters[parameter.name] = parameter
    return parameters


def checked(
    parameters: Mapping[str, Parameter], values: Mapping[str, Any], as_of: date | None = None
) -> dict[str, Any]:
    """Return `values` with the defaults filled in; raise `RefusalError` at the first wrong one.

    A parameter named `as_of` that has no value gets the day that the report is made for.
    """
    if as_of and AS_OF in parameters:
        values = {AS_OF: as_of.isoformat(), **values}
    for name in values:
        if name not in parameters:
            raise RefusalError(f"There is no parameter {name!r}; {nearest(str(name), parameters)}")
    return {
        name: parameter.checked(values.get(name, parameter.default), as_of)
        for name, parameter in parameters.items()
    }


def filled(source: str, values: Mapping[str, Any]) -> str:
    """Return the cell with these values in place of its own; types and comments stay.

    >>> filled('film: Film = "Gravity"  # whose making', {"film": "Вызов"})
    'film: Film = "Вызов"  # whose making'
    """
    lines = [line.encode("utf-8") for line in source.split("\n")]  # as ast counts: in bytes
    for node in reversed(ast.parse(source).body):
        target = getattr(node, "target", None)
        if isinstance(node, ast.AnnAssign) and isinstance(target, ast.Name) and node.value:
            if target.id not in values:
                continue
            first, last = node.value.lineno - 1, (node.value.end_lineno or node.value.lineno) - 1
            after = lines[last][node.value.end_col_offset :]
            before = lines[first][: node.value.col_offset]
            lines[first : last + 1] = [before + _literal(values[target.id]).encode() + after]
    return b"\n".join(lines).decode("utf-8")


def words(value: Any) -> str:
    """Return a value as it is read; a year has no comma.

    >>> words(100000), words(2025), words(40.0), words("2023-04-20")
    ('100,000', '2025', '40', '20 April 2023')
    """
    if not isinstance(value, int | float) or isinstance(value, bool):
        return _day(str(value))
    return (f"{value:,.10g}" if abs(value) >= 10_000 else f"{value:.10g}").replace("-", "−")


def _day(text: str) -> str:
    try:
        day = date.fromisoformat(text if _DAY.fullmatch(text) else "")
    except ValueError:
        return text
    return f"{day.day} {day:%B %Y}"


def nearest(word: str, choices: Mapping[str, Any] | list[str]) -> str:
    """Say which choice is likely meant, or which there are.

    >>> nearest("Gravitty", ["Apollo 13", "Gravity"])
    "did you mean 'Gravity'?"
    >>> nearest("soyuz", ["Soyuz TM-32", "Soyuz MS-19", "Gravity"])
    "choose among 'Soyuz TM-32', 'Soyuz MS-19'."
    """
    lowered = {str(choice).lower(): str(choice) for choice in choices}
    begun = [name for low, name in lowered.items() if word and low.startswith(word.lower())]
    close = difflib.get_close_matches(word.lower(), lowered, n=1, cutoff=0.6)
    if len(begun) == 1 or (close and not begun):
        return f"did you mean {(begun or [lowered[close[0]]])[0]!r}?"
    likely = begun or list(lowered.values())
    some = ", ".join(map(repr, likely[:12])) + ", …" * (len(likely) > 12)
    return f"choose among {some}." if some else "there is none."


def _literal(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else repr(value)


def _parameter(
    node: ast.stmt, vocabulary: Mapping[str, Any], meaning: str, where: str
) -> Parameter:
    if not (
        isinstance(node, ast.AnnAssign)
        and isinstance(node.target, ast.Name)
        and node.value is not None
    ):
        raise RefusalError(f"{where}: expected `name: Type = value  # meaning`.")
    if not (isinstance(node.annotation, ast.Name) and node.annotation.id in vocabulary):
        kind = ast.unparse(node.annotation)
        raise RefusalError(f"{where}: the type {kind} is not known; {nearest(kind, vocabulary)}")
    try:
        default = ast.literal_eval(node.value)
    except ValueError:
        raise RefusalError(f"{where}: the value of {node.target.id} is not a literal.") from None
    if not meaning:
        raise RefusalError(f"{where}: say after # what {node.target.id} means, with its unit.")
    return Parameter(node.target.id, vocabulary[node.annotation.id], default, meaning)


def _imported(node: ast.ImportFrom, where: str) -> dict[str, Any]:
    try:
        module = importlib.import_module(node.module or "")
        return {alias.asname or alias.name: getattr(module, alias.name) for alias in node.names}
    except (ImportError, ValueError, AttributeError) as error:
        raise RefusalError(f"{where}: {error}.") from None


def comments(source: str) -> dict[int, str]:
    """Return what stands after # in each line of a cell that has it."""
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    return {
        token.start[0]: token.string.lstrip("# ").strip()
        for token in tokens
        if token.type == tokenize.COMMENT
    }
