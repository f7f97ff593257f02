"""Everything that one run of an edition makes, as bytes; nothing is written here."""

import json
import platform
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.media import VALUES_MIME
from analysis.press import harmless, hashes, inputs, parameters
from analysis.press.editions import Edition, Keep
from analysis.press.projects import Project
from analysis.press.proofs import provenance

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from analysis.press.changes.snapshots import Snapshot

# papermill and nbconvert are imported where they are used: what only looks starts without them.
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Bundle:
    """What a run made: files by name, and what is known of how they were made."""

    edition: str
    files: dict[str, bytes]
    manifest: dict[str, Any]
    seconds: dict[str, float]
    keep: Keep = field(default_factory=Keep)


def made(
    project: Project,
    edition: Edition,
    *,
    as_of: date | None,
    since: "Path | Snapshot | dict[str, Any] | None" = None,
    zygote: str | None = None,
    timeout_s: float | None = None,
    on_progress: Progress | None = None,
) -> Bundle:
    """Execute an edition's notebook and render it; raise `PressError` when that cannot be done.

    `as_of` is the day that the report is made for, whatever the clock says; None for one that
    does not tell how old its data are. `since` is the run to compare with, its folder or what it
    said, for the report to open with what changed; or the news themselves.
    """
    tell = on_progress or (lambda stage, done, of: None)
    started = datetime.now(UTC)
    clock = time.perf_counter()
    notebook, recorded = executed(
        project, edition, as_of=as_of, zygote=zygote, timeout_s=timeout_s, tell=tell
    )
    _tell_news(notebook, edition, since, as_of)
    seconds = {"kernel and cells": time.perf_counter() - clock}
    files = {}
    for place, form in enumerate(edition.formats):
        tell(form.upper(), place, len(edition.formats))
        clock = time.perf_counter()
        path = project.notebook(edition.notebook)
        files[f"{edition.name}.{form}"] = rendered(notebook, form, path)
        seconds[form.upper()] = time.perf_counter() - clock
    files |= _companions(notebook, edition.name, files.get(f"{edition.name}.pdf"))
    manifest = {
        **_manifest(edition, notebook, as_of),
        "parameters": recorded["parameters"],
        "since": notebook.metadata["filmed_in_orbit"].get("since"),
        "inputs": recorded,
        "commit": provenance.commit(project.root),
        "versions": provenance.versions(),
        "started": started.isoformat(timespec="seconds"),
        "finished": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    return Bundle(edition.name, files, manifest, seconds, edition.keep)


def executed(
    project: Project,
    edition: Edition,
    *,
    as_of: date | None = None,
    zygote: str | None = None,
    timeout_s: float | None = None,
    tell: Progress,
) -> tuple["NotebookNode", dict[str, Any]]:
    """Return an edition's notebook executed and described, and the record of its inputs."""
    from analysis.press.execute import execution

    hashes.settle(project.notebook(edition.notebook))
    since = time.time()
    declared = project.declared(edition)
    checked = project.values(edition, as_of)
    run = execution(
        project.notebook(edition.notebook),
        checked,
        lambda done, of: tell("cells", done, of),
        zygote=zygote,
        timeout_s=timeout_s,
    )
    recorded = inputs.record(
        project,
        edition,
        defaults={name: parameter.default for name, parameter in declared.items()},
        values=checked,
        files=map(Path, run.files),
        folders=map(Path, run.folders),
        tables=_tables(run.notebook),
        since=since,
        as_of=as_of or datetime.fromtimestamp(since, UTC).date(),
    )
    describe(run.notebook, edition, checked, as_of, made_from=recorded)
    harmless.clear(run.notebook)
    return run.notebook, recorded


def _tell_news(
    notebook: "NotebookNode",
    edition: Edition,
    before: "Path | Snapshot | dict[str, Any] | None",
    as_of: date | None,
) -> None:
    """Tell the exporters what changed since the run before, where there was one."""
    from analysis.press.changes import since, snapshots

    if isinstance(before, Path):
        before = snapshots.of_run(before, has_pictures=False)
    if isinstance(before, snapshots.Snapshot):
        after = snapshots.of_notebook(notebook)
        before = since.news(before, after, edition.name, edition.tolerance, as_of)
    if before:
        notebook.metadata["filmed_in_orbit"]["since"] = before


def describe(
    notebook: "NotebookNode",
    edition: Edition,
    checked: dict[str, Any],
    as_of: date | None = None,
    *,
    made_from: dict[str, Any] | None = None,
) -> None:
    """Tell the exporters what the report is: its edition, its parameters in words, its data.

    Without `as_of` the report does not say how old its data are. `made_from` is the record of its
    inputs, which travels in its files so that anyone can compare.
    """
    declared = parameters.declared(notebook, f"{edition.notebook}.ipynb")
    tables = _tables(notebook)
    notebook.metadata["filmed_in_orbit"] = {
        "project": edition.project,
        "edition": edition.name,
        "title": edition.title,
        "parameters": [
            [declared[name].meaning, declared[name].words(value)] for name, value in checked.items()
        ],
        "files": {form: f"{edition.name}.{form}" for form in edition.formats},
        "gallery": "../../index.html",  # as seen from a run
        "as_of": as_of.isoformat() if as_of else None,
        "tables": tables,
        "data_until": {name: table["until"] for name, table in tables.items() if table["until"]},
        "made_from": made_from or {},
        "built_by": {
            "command": f"analysis build {edition.name}",
            **({"code": inputs.code_hash(made_from)[:12]} if made_from else {}),
            "Python": ".".join(platform.python_version_tuple()[:2]),
            **{name: version(name) for name in inputs.PRINTED_VERSIONS},
        },
    }


def rendered(notebook: "NotebookNode", form: str, path: Path) -> bytes:
    """Return an executed and described notebook as HTML or PDF."""
    if form == "pdf":
        from analysis.press.typeset.printing import pdf_of

        # Without alt text for every figure nothing is published.
        return pdf_of(notebook, path.stem, str(path.parent), must_be_accessible=True)
    from analysis.press import html

    where = {"metadata": {"name": path.stem, "path": str(path.parent)}}
    page, _ = html.exporter().from_notebook_node(notebook, where)
    return page.encode("utf-8")


def _companions(notebook: "NotebookNode", name: str, printed: bytes | None) -> dict[str, bytes]:
    """Return what stands beside a report: notebook, named numbers, tables, its first page."""
    from analysis.press import covers, sheets
    from analysis.press.changes import snapshots

    values = json.dumps(snapshots.values(notebook), indent=2, ensure_ascii=False) + "\n"
    printed = printed or rendered(notebook, "pdf", Path(f"{name}.ipynb"))
    tables = {f"tables/{t['label']}.csv": sheets.sheet(t) for t in sheets.tables(notebook)}
    packed = {f"{name}.zip": sheets.archive(notebook)} if tables else {}
    return {
        # nbformat would indent it, which takes ten times as long.
        f"{name}.ipynb": json.dumps(notebook, sort_keys=True, ensure_ascii=False).encode("utf-8"),
        "values.json": values.encode("utf-8"),
        f"{name}.png": covers.cover(printed),
        **tables,
        **packed,
    }


def _manifest(edition: Edition, notebook: "NotebookNode", as_of: date | None) -> dict[str, Any]:
    from analysis.press import covers

    told = ("sha256", "retrieved", "until", "expected_age_days")
    return {
        "edition": edition.name,
        "title": edition.title,
        "notebook": edition.notebook,
        "formats": edition.formats,
        **covers.summary(notebook),
        "data_until": notebook.metadata["filmed_in_orbit"]["data_until"],
        "data": {
            name: {key: table.get(key) for key in told} for name, table in _tables(notebook).items()
        },
        "as_of": as_of.isoformat() if as_of else None,
    }


def _tables(notebook: "NotebookNode") -> dict[str, Any]:
    """Return the tables of data/ that the report says it stands on, by name."""
    found: dict[str, Any] = {}
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            found |= output.get("data", {}).get(VALUES_MIME, {}).get("tables", {})
    return found
