"""Editions that no file lists: every combination of some values of a notebook's parameters."""

import csv
import hashlib
import itertools
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from analysis.press import PressError
from analysis.press.editions import Edition
from analysis.press.parameters import Parameter, nearest
from analysis.press.projects import Project

SEPARATOR = "__"  # between the name of the base and each parameter, in the name of a member
_LONGEST_NAME = 100
_HASH_DIGITS = 8
_NUMBERS = {"integer": r"-?(0|[1-9]\d*)", "number": r"-?(0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?"}
_TRUTH = {"true": True, "false": False}
_EXAMPLE = "--each since=1990,2000"


def members(project: Project, base: str, each: Sequence[str]) -> list[Edition]:
    """Return the members of a product, such as of `state=Russia,China` and `since=1990,2000`.

    `base` is an edition or a notebook. Raise `PressError` for what no parameter accepts.
    """
    edition = _base(project, base)
    declared = project.declared(edition)
    axes: dict[str, list[Any]] = {}
    for text in each:
        name, values = _axis(text, declared)
        if name in axes:
            raise PressError(f"--each {name} is given twice: write --each {name}=A,B.")
        axes[name] = values
    combinations = [dict(zip(axes, values, strict=True)) for values in _product(axes)]
    names = _names(edition.name, combinations, set(project.editions()))
    return [
        edition.model_copy(update={"name": name, "title": title, "parameters": given})
        for name, title, given in zip(
            names,
            (_title(edition, combination) for combination in combinations),
            ({**edition.parameters, **combination} for combination in combinations),
            strict=True,
        )
    ]


def published(project: Project) -> dict[str, Edition]:
    """Return the members of sweeps of which there are reports, as their manifests tell."""
    found: dict[str, Edition] = {}
    name = next(iter(project.editions().values())).project
    for path in sorted(project.reports.glob(f"*{SEPARATOR}*/latest/manifest.json")):
        record = json.loads(path.read_text(encoding="utf-8"))
        given = {key: record[key] for key in Edition.model_fields if key in record}
        if {"title", "notebook"} <= set(given) and project.notebook(record["notebook"]).is_file():
            found[path.parts[-3]] = Edition(**given | {"name": path.parts[-3], "project": name})
    return found


def _base(project: Project, name: str) -> Edition:
    known = project.editions()
    if name in known:
        return known[name]
    stems = [path.stem for path in sorted(project.notebook("x").parent.glob("*.ipynb"))]
    if name not in stems:
        raise PressError(f"There is no edition {name!r}; {nearest(name, [*known, *stems])}")
    title = _slug(name).replace("-", " ").replace("_", " ").strip().capitalize()
    return Edition(name=re.sub(r"[^a-z0-9_-]", "-", name.lower()), title=title, notebook=name)


def _axis(text: str, declared: dict[str, Parameter]) -> tuple[str, list[Any]]:
    """Return a parameter and its checked values, of `name=A,B`; a value with a comma in quotes."""
    name, sign, listed = text.partition("=")
    name = name.strip()
    if not sign or not listed.strip():
        raise PressError(f"--each {text!r} is not name=A,B, such as {_EXAMPLE}.")
    if name not in declared:
        raise PressError(f"There is no parameter {name!r}; {nearest(name, declared)}")
    try:
        [row] = csv.reader([listed], skipinitialspace=True, strict=True)
    except (csv.Error, ValueError):
        raise PressError(
            f"--each {text!r}: a quotation mark is not closed; a value with a comma is written "
            f'"Paris, Texas", quotes included.'
        ) from None
    parameter = declared[name]
    kind = parameter.schema()
    values = [parameter.checked(_value(word.strip(), kind)) for word in row]
    for value, count in Counter(map(_plain, values)).items():
        if count > 1:
            raise PressError(f"--each {name}: the value {value} is given twice.")
    return name, values


def _value(word: str, schema: dict[str, Any]) -> Any:
    """Return what a word means to a parameter; the word itself where it means nothing.

    >>> _value("1990", {"type": "integer"}), _value("007", {"type": "integer"})
    (1990, '007')
    >>> _value("1990", {"type": "string"}), _value("false", {"type": "boolean"})
    ('1990', False)
    """
    if "enum" in schema:
        return next((choice for choice in schema["enum"] if str(choice) == word), word)
    kind = schema.get("type")
    if kind in _NUMBERS and re.fullmatch(_NUMBERS[kind], word):
        return int(word) if kind == "integer" else float(word)
    if kind == "boolean":
        return _TRUTH.get(word.lower(), word)
    if kind is None:  # of several types: as JSON has it, or else text
        try:
            return json.loads(word)
        except ValueError:
            return word
    return word


def _product(axes: dict[str, list[Any]]) -> Iterator[tuple[Any, ...]]:
    return itertools.product(*axes.values())


def _names(base: str, combinations: list[dict[str, Any]], taken: set[str]) -> list[str]:
    """Return a name for each combination: short, of plain letters, and of one combination only."""
    slugs = [[_slug(f"{key}-{_written(v)}") for key, v in c.items()] for c in combinations]
    names = [SEPARATOR.join([base, *parts]) for parts in slugs]
    times = Counter(names)
    return [
        name
        if times[name] == 1
        and name not in taken
        and len(name) <= _LONGEST_NAME
        and all(map(_is_faithful, combination.values()))
        else _marked(name, combination)
        for name, combination in zip(names, combinations, strict=True)
    ]


def _marked(name: str, combination: dict[str, Any]) -> str:
    digest = hashlib.sha256(_plain(combination).encode("utf-8")).hexdigest()[:_HASH_DIGITS]
    return f"{name[: _LONGEST_NAME - _HASH_DIGITS - 1].rstrip('-_')}-{digest}"


def _written(value: Any) -> str:
    text = str(value).replace("+", "")
    return f"minus-{text[1:]}" if isinstance(value, int | float) and text[0] == "-" else text


def _slug(text: str) -> str:
    """Return text in small letters of ASCII, digits and single hyphens.

    >>> _slug("United States"), _slug("Шепенко"), _slug("Curaçao / 12 d")
    ('united-states', '', 'curacao-12-d')
    """
    ascii_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", ascii_text.replace("_", "-")).strip("-")


def _is_faithful(value: Any) -> bool:
    """Tell whether no other value is likely to have the same slug."""
    return not isinstance(value, str) or bool(
        re.fullmatch(r"[A-Za-z0-9]+([ -][A-Za-z0-9]+)*", value)
    )


def _plain(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)


def _title(edition: Edition, combination: dict[str, Any]) -> str:
    """Return the question and all that is set: what else a title says may not hold for a member."""
    question, mark, rest = edition.title.partition("?")
    title = question + mark
    if rest:
        combination = {**edition.parameters, **combination}
    said = "; ".join(f"{name.replace('_', ' ')} {value}" for name, value in combination.items())
    return f"{title}{'' if title[-1:] in '?!.' else ':'} {said[:1].upper()}{said[1:]}"
