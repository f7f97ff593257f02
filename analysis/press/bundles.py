"""Everything that one run of an edition makes, as bytes; nothing is written here."""

import json
import platform
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.media import VALUES_MIME
from analysis.press import inputs, parameters
from analysis.press.editions import Edition
from analysis.press.projects import Project

if TYPE_CHECKING:
    from nbformat import NotebookNode

# A thumbnail in the gallery is 300 CSS pixels wide at most; a page is 210 mm.
THUMBNAIL_PPI = 60.0

# papermill and nbconvert are imported where they are used: what only looks starts without them.
Progress = Callable[[str, int, int], None]

# What moves numbers or pages when it changes; the rest is in requirements.lock.
_PRINTED_VERSIONS = ("numpy", "pandas", "scipy", "matplotlib", "typst")


@dataclass(frozen=True)
class Bundle:
    """What a run made: files by name, and what is known of how they were made."""

    edition: str
    files: dict[str, bytes]
    manifest: dict[str, Any]
    seconds: dict[str, float]


def made(
    project: Project,
    edition: Edition,
    *,
    as_of: date,
    since: dict[str, Any] | None = None,
    zygote: str | None = None,
    on_progress: Progress | None = None,
) -> Bundle:
    """Execute an edition's notebook and render it; raise `PressError` when that cannot be done.

    `as_of` is the day that the report is made for, whatever the clock says; `since` is what
    changed since the last run, for the report to open with.
    """
    from analysis.press.execute import executed

    tell = on_progress or (lambda stage, done, of: None)
    path = project.notebook(edition.notebook)
    checked = project.values(edition)
    seconds: dict[str, float] = {}
    clock = time.perf_counter()
    notebook = executed(path, checked, lambda done, of: tell("cells", done, of))
    describe(notebook, edition, checked)
    seconds["kernel and cells"] = time.perf_counter() - clock
    files = {}
    for place, form in enumerate(edition.formats):
        tell(form.upper(), place, len(edition.formats))
        clock = time.perf_counter()
        files[f"{edition.name}.{form}"] = rendered(notebook, form, path)
        seconds[form.upper()] = time.perf_counter() - clock
    files |= _companions(notebook, edition.name)
    manifest = _manifest(project, edition, checked, notebook, as_of)
    return Bundle(edition.name, files, manifest, seconds)


def describe(notebook: "NotebookNode", edition: Edition, checked: dict[str, Any]) -> None:
    """Tell the exporters what the report is: its edition, its parameters in words, its data."""
    declared = parameters.declared(notebook, f"{edition.notebook}.ipynb")
    tables: dict[str, Any] = {}
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            tables |= output.get("data", {}).get(VALUES_MIME, {}).get("tables", {})
    notebook.metadata["filmed_in_orbit"] = {
        "edition": edition.name,
        "title": edition.title,
        "parameters": [[declared[name].meaning, str(value)] for name, value in checked.items()],
        "files": {form: f"{edition.name}.{form}" for form in edition.formats},
        "tables": tables,
        "data_until": {name: table["until"] for name, table in tables.items() if table["until"]},
        "built_by": {
            "command": f"analysis build {edition.name}",
            "code": inputs.code_hash()[:12],
            "Python": ".".join(platform.python_version_tuple()[:2]),
            **{name: version(name) for name in _PRINTED_VERSIONS},
        },
    }


def rendered(notebook: "NotebookNode", form: str, path: Path) -> bytes:
    """Return an executed and described notebook as HTML or PDF."""
    from nbconvert.exporters import get_exporter

    where = {"metadata": {"name": path.stem, "path": str(path.parent)}}
    exporter = get_exporter(f"report-{form}")()
    if form == "pdf":
        exporter.must_be_accessible = True  # without alt text for every figure nothing is published
    body, _ = exporter.from_notebook_node(notebook, where)
    return body.encode("utf-8") if isinstance(body, str) else body


def stated(notebook: "NotebookNode") -> dict[str, Any]:
    """Return every named number that the report's sentences state: its value and unit."""
    found: dict[str, Any] = {}
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            found |= output.get("data", {}).get(VALUES_MIME, {}).get("values", {})
    return found


def _companions(notebook: "NotebookNode", name: str) -> dict[str, bytes]:
    """Return what stands beside a report: notebook, named numbers, tables, its first page."""
    import nbformat

    from analysis.press import gallery, pdf, sheets

    values = json.dumps(stated(notebook), indent=2, ensure_ascii=False) + "\n"
    first_page = pdf.first_page_png(notebook, ppi=THUMBNAIL_PPI)
    tables = {f"tables/{t['label']}.csv": sheets.sheet(t) for t in sheets.tables(notebook)}
    packed = {f"{name}.zip": sheets.archive(notebook)} if tables else {}
    return {
        f"{name}.ipynb": nbformat.writes(notebook).encode("utf-8"),
        "values.json": values.encode("utf-8"),
        f"{name}.png": gallery.thumbnail(first_page),
        **tables,
        **packed,
    }


def _manifest(
    project: Project,
    edition: Edition,
    checked: dict[str, Any],
    notebook: "NotebookNode",
    as_of: date,
) -> dict[str, Any]:
    from analysis.press import gallery

    return {
        "edition": edition.name,
        "notebook": edition.notebook,
        "parameters": checked,
        **gallery.summary(notebook),
        "data_until": notebook.metadata["filmed_in_orbit"]["data_until"],
        "as_of": as_of.isoformat(),
        "inputs": inputs.digest(project, edition),
    }
