"""Build an edition, put its files in place at once, and the gallery beside them."""

import hashlib
import json
import platform
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.media import VALUES_MIME
from analysis.press import PressError, parameters
from analysis.press.editions import Edition, editions

if TYPE_CHECKING:
    from nbformat import NotebookNode

# A thumbnail in the gallery is 300 CSS pixels wide at most; a page is 210 mm.
THUMBNAIL_PPI = 60.0

# papermill and nbconvert are imported where they are used: what only looks starts without them.
Progress = Callable[[str, int, int], None]

# What moves numbers or pages when it changes; the rest is in requirements.lock.
_PRINTED_VERSIONS = ("numpy", "pandas", "scipy", "matplotlib", "typst")


@dataclass(frozen=True)
class Project:
    """A folder with notebooks/ and reports/editions.yml."""

    root: Path

    @property
    def reports(self) -> Path:
        """Return the folder in which reports are published."""
        return self.root / "reports"

    def notebook(self, name: str) -> Path:
        """Return where the notebook of this name lies."""
        return self.root / "notebooks" / f"{name}.ipynb"

    def editions(self) -> dict[str, Edition]:
        """Return the editions by name."""
        return editions(self.reports / "editions.yml")


def project_at(folder: Path) -> Project:
    """Return the project in which `folder` lies."""
    for candidate in (folder, *folder.parents):
        if (candidate / "reports" / "editions.yml").is_file():
            return Project(candidate)
    raise PressError(
        f"{folder.name}: neither this folder nor one above it has a file reports/editions.yml."
    )


def values(project: Project, edition: Edition) -> dict[str, Any]:
    """Return the checked values of an edition's parameters; nothing is started."""
    from analysis.press.execute import read

    name = f"{edition.notebook}.ipynb"
    try:
        declared = parameters.declared(read(project.notebook(edition.notebook)), name)
        return parameters.checked(declared, edition.parameters)
    except PressError as error:
        raise PressError(f"Edition {edition.name}: {error}") from None


def build(
    project: Project, edition: Edition, on_progress: Progress | None = None
) -> dict[str, float]:
    """Build an edition and publish its files; return the seconds that each stage took.

    Every file is rendered before the first is put in place, so that a failure publishes nothing.
    """
    from analysis.press.execute import executed

    tell = on_progress or (lambda stage, done, of: None)
    path = project.notebook(edition.notebook)
    checked = values(project, edition)
    seconds: dict[str, float] = {}
    clock = time.perf_counter()
    notebook = executed(path, checked, lambda done, of: tell("cells", done, of))
    describe(notebook, project, edition, checked)
    seconds["kernel and cells"] = time.perf_counter() - clock
    made: dict[str, bytes] = {}
    for place, form in enumerate(edition.formats):
        tell(form.upper(), place, len(edition.formats))
        clock = time.perf_counter()
        made[form] = rendered(notebook, form, path)
        seconds[form.upper()] = time.perf_counter() - clock
    clock = time.perf_counter()
    made |= _companions(notebook)
    made["json"] = _manifest(project, edition, checked, notebook, made)
    put(project.reports, {f"{edition.name}.{form}": body for form, body in made.items()})
    update_gallery(project)
    seconds["gallery"] = time.perf_counter() - clock
    return seconds


def put(folder: Path, contents: dict[str, bytes]) -> None:
    """Write files by name, and put them in place when all of them are written."""
    folder.mkdir(exist_ok=True)
    parts = [(folder / f".{name}.part", folder / name) for name in contents]
    for (part, _), content in zip(parts, contents.values(), strict=True):
        part.write_bytes(content)
    for part, final in parts:
        part.replace(final)


def update_gallery(project: Project) -> None:
    """Make the page of all reports and the feed from the records of those that are built."""
    from analysis.press import gallery

    gallery.update(project.reports, project.editions().values())


def describe(
    notebook: "NotebookNode", project: Project, edition: Edition, checked: dict[str, Any]
) -> None:
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
            "code": _code_hash()[:12],
            "Python": ".".join(platform.python_version_tuple()[:2]),
            **{name: version(name) for name in _PRINTED_VERSIONS},
        },
    }


def state(project: Project, edition: Edition) -> str:
    """Say whether an edition is built, and whether what it is made from has changed since."""
    manifest = project.reports / f"{edition.name}.json"
    files = [project.reports / f"{edition.name}.{form}" for form in edition.formats]
    if not manifest.is_file() or not all(file.is_file() for file in files):
        return "not built"
    content = json.loads(manifest.read_text(encoding="utf-8"))
    built = content["built"][:16].replace("T", " ")
    if content["inputs"] != inputs(project, edition):
        return f"out of date: its inputs changed after {built}"
    return f"up to date: built {built}"


def _companions(notebook: "NotebookNode") -> dict[str, bytes]:
    """Return what the gallery shows beside a report: its first page, and its data if it has any."""
    from analysis.press import gallery, pdf, sheets

    companions = {"png": gallery.thumbnail(pdf.first_page_png(notebook, ppi=THUMBNAIL_PPI))}
    if next(sheets.tables(notebook), None):
        companions["zip"] = sheets.archive(notebook)
    return companions


def rendered(notebook: "NotebookNode", form: str, path: Path) -> bytes:
    """Return an executed and described notebook as HTML or PDF."""
    from nbconvert.exporters import get_exporter

    where = {"metadata": {"name": path.stem, "path": str(path.parent)}}
    exporter = get_exporter(f"report-{form}")()
    if form == "pdf":
        exporter.must_be_accessible = True  # without alt text for every figure nothing is published
    body, _ = exporter.from_notebook_node(notebook, where)
    return body.encode("utf-8") if isinstance(body, str) else body


def _manifest(
    project: Project,
    edition: Edition,
    checked: dict[str, Any],
    notebook: "NotebookNode",
    files: dict[str, bytes],
) -> bytes:
    from analysis.press import gallery

    now = datetime.now(UTC).isoformat(timespec="seconds")
    hashes = {form: hashlib.sha256(body).hexdigest() for form, body in files.items()}
    path = project.reports / f"{edition.name}.json"
    before = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    is_same = before.get("sha256") == hashes
    content = {
        "edition": edition.name,
        "notebook": edition.notebook,
        "parameters": checked,
        **gallery.summary(notebook),
        "data_until": notebook.metadata["filmed_in_orbit"]["data_until"],
        "built": now,
        "changed": before.get("changed", now) if is_same else now,
        "inputs": inputs(project, edition),
        "sha256": hashes,
    }
    return (json.dumps(content, indent=2, ensure_ascii=False) + "\n").encode("utf-8")


def inputs(project: Project, edition: Edition) -> str:
    """Return one hash over everything that a report may depend on."""
    files = [
        project.notebook(edition.notebook),
        project.root / "requirements.lock",
        *sorted((project.root / "data").glob("*.*")),
    ]
    return _digest(files, edition.model_dump_json() + _code_hash())


def _code_hash() -> str:
    package = Path(__file__).parent.parent
    return _digest(sorted(p for p in package.rglob("*.*") if "__pycache__" not in p.parts), "")


def _digest(files: list[Path], text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8"))
    for path in files:
        if path.is_file():
            digest.update(path.name.encode("utf-8") + b"\0" + path.read_bytes())
    return digest.hexdigest()
