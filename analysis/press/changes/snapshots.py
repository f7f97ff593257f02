"""What a run says, for the next one to be compared with: named values, tables, figures."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from analysis.declarations import words
from analysis.media import TABLE_MIME, VALUES_MIME
from analysis.press import ours

SVG = "image/svg+xml"


@dataclass(frozen=True)
class Stated:
    """A value that a sentence states: as data, as printed there, and the sentence."""

    name: str
    value: Any
    unit: str | None
    words: str
    printed: str
    said: str


@dataclass(frozen=True)
class Shown:
    """A table that a report shows: its data, and the columns that are printed, as printed."""

    label: str
    caption: str
    titles: dict[str, str]  # name of a column that is printed -> its head
    kinds: dict[str, str]  # name of any column -> its type
    rows: list[dict[str, Any]]
    printed: list[list[str]]


@dataclass(frozen=True)
class Drawn:
    """A figure: its picture, and in words what it draws."""

    label: str
    caption: str
    svg: str
    text: str


@dataclass(frozen=True)
class Snapshot:
    """What one run says; of a published one `run`, `moment` and `as_of` tell which it was."""

    run: str = ""
    moment: str = ""
    as_of: str = ""
    parameters: dict[str, str] = field(default_factory=dict)  # meaning -> value
    stated: list[Stated] = field(default_factory=list)
    tables: dict[str, Shown] = field(default_factory=dict)
    figures: dict[str, Drawn] = field(default_factory=dict)


def of_notebook(
    notebook: Mapping[str, Any], run: str = "", moment: str = "", as_of: str = ""
) -> Snapshot:
    """Return what an executed notebook says to its readers."""
    about = notebook.get("metadata", {}).get(ours.KEY, {})
    told = {str(meaning): words(value) for meaning, value in about.get("parameters", [])}
    found = Snapshot(run, moment, as_of, told)
    for output in _outputs(notebook):
        data = output.get("data") or {}
        if VALUES_MIME in data:
            found.stated.extend(_stated(data))
        if TABLE_MIME in data:
            table = _shown(data[TABLE_MIME])
            found.tables.setdefault(table.label, table)
        if SVG in data:
            drawn = _drawn(output, len(found.figures))
            found.figures.setdefault(drawn.label, drawn)
    return found


def of_run(folder: Path, has_pictures: bool = True) -> Snapshot | None:
    """Return what a published run says: its notebook lies beside its manifest.

    None where these are damaged or gone: then there is nothing to compare with.
    """
    try:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        path = folder / f"{manifest['edition']}.ipynb"
        notebook = json.loads(path.read_text(encoding="utf-8"))
        day = str(manifest.get("as_of") or manifest["built"])[:10]
        found = of_notebook(notebook, folder.name, manifest["built"], day)
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return None
    if has_pictures:
        return found
    figures = {label: replace(drawn, svg="") for label, drawn in found.figures.items()}
    return replace(found, figures=figures)


def values(notebook: Mapping[str, Any]) -> dict[str, Any]:
    """Return every value that a sentence states, by name; one stated again has a number."""
    found: dict[str, Any] = {}
    for one in of_notebook(notebook).stated:
        key, count = one.name, 1
        while key in found:
            count += 1
            key = f"{one.name}-{count}"
        found[key] = {
            "value": one.value,
            "unit": one.unit,
            "words": one.words,
            "printed": one.printed,
            "said": one.said,
        }
    return found


def _outputs(notebook: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    never_shown = ours.never_shown(notebook)
    for cell in notebook.get("cells", []):
        if not never_shown & set(cell.get("metadata", {}).get("tags", [])):
            yield from cell.get("outputs") or []


def _stated(data: Mapping[str, Any]) -> Iterator[Stated]:
    said = joined(data.get("text/markdown"))
    for name, one in data[VALUES_MIME].get("values", {}).items():
        value = one.get("value")
        words = one.get("words") or name.replace("_", " ").capitalize()
        printed = one.get("printed") or _plainly(value)
        yield Stated(name, value, one.get("unit"), words, printed, said)


def _shown(resource: Mapping[str, Any]) -> Shown:
    fields = {field["name"]: field for field in resource["schema"]["fields"]}
    names = resource.get("shown") or [*fields]
    return Shown(
        resource.get("label", ""),
        resource.get("caption", ""),
        {name: fields[name].get("title", name) for name in names},
        {name: field.get("type", "string") for name, field in fields.items()},
        list(resource["data"]),
        list(resource.get("display") or []),
    )


def _drawn(output: Mapping[str, Any], count: int) -> Drawn:
    about = output.get("metadata", {}).get(SVG, {})
    data = output["data"]
    label = about.get("label") or f"figure-{count + 1}"
    return Drawn(label, about.get("caption", ""), joined(data[SVG]), joined(data.get("text/plain")))


def joined(text: Any) -> str:
    """Return the text of an output, which a file may hold as a list of lines."""
    return "".join(map(str, text)) if isinstance(text, list) else str(text or "")


def _plainly(value: Any) -> str:
    if value is None:
        return "–"
    return f"{value:,.6g}" if isinstance(value, float) else str(value)
