"""The PDFs that are committed, so that a visitor reads at the first click.

They depend on nothing but notebook, code, data and lock: no clock, no commit. A record beside them
holds a hash of what each was made from, so that one that is out of date is told without making it.
"""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

from analysis.press import bundles, inputs
from analysis.press.editions import Edition
from analysis.press.projects import Project

RECORD = "record.json"


def editions(project: Project) -> dict[str, Edition]:
    """Return the editions that bear the name of their notebook."""
    return {n: e for n, e in sorted(project.editions().items()) if n == e.notebook}


def out_of_date(project: Project) -> list[str]:
    """Return the names of default editions whose PDF is missing, altered, or of other inputs."""
    records, folder = _records(project), _folder(project)
    return [
        name
        for name, edition in editions(project).items()
        if inputs.reason(project, edition, records.get(name, {}).get("inputs"))
        or records[name]["sha256"] != _hashes(folder, name)
    ]


def make(
    project: Project, name: str, on_progress: Callable[[str, int, int], None] | None = None
) -> None:
    """Execute the notebook, and put its PDF, a picture of the first page and a record in place."""
    from analysis.press import covers

    tell = on_progress or (lambda stage, done, of: None)
    edition = editions(project)[name]
    notebook, recorded = bundles.executed(project, edition, tell=tell)
    printed = bundles.rendered(notebook, "pdf", project.notebook(name))
    put(_folder(project), {f"{name}.pdf": printed, f"{name}.png": covers.cover(printed)})
    # Whoever reads them has another Python: what they are made with is in requirements.lock.
    kept = {key: value for key, value in recorded.items() if key not in inputs.INSTALLED}
    record = {"inputs": kept, "sha256": _hashes(_folder(project), name)}
    _write_records(project, _records(project) | {name: record})


def remove_others(project: Project) -> None:
    """Remove what was published of editions that there are no more."""
    known = editions(project)
    for path in [*_folder(project).glob("*.pdf"), *_folder(project).glob("*.png")]:
        if path.stem not in known:
            path.unlink()
    _write_records(project, {n: r for n, r in _records(project).items() if n in known})


def _folder(project: Project) -> Path:
    return project.reports / "published"


def _hashes(folder: Path, name: str) -> dict[str, str]:
    files = {form: folder / f"{name}.{form}" for form in ("pdf", "png")}
    return {
        form: hashlib.sha256(path.read_bytes()).hexdigest()
        for form, path in files.items()
        if path.is_file()
    }


def _records(project: Project) -> dict[str, dict]:
    path = _folder(project) / RECORD
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


def _write_records(project: Project, records: dict[str, dict]) -> None:
    text = json.dumps(dict(sorted(records.items())), indent=2) + "\n"
    put(_folder(project), {RECORD: text.encode("utf-8")})


def put(folder: Path, contents: dict[str, bytes]) -> None:
    """Write files by name, and put them in place when all of them are written."""
    folder.mkdir(exist_ok=True)
    parts = [(folder / f".{name}.part", folder / name) for name in contents]
    for (part, _), content in zip(parts, contents.values(), strict=True):
        part.write_bytes(content)
    for part, final in parts:
        part.replace(final)
