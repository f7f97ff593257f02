"""Build an edition, and put its files in place at once."""

import hashlib
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.media import VALUES_MIME
from analysis.press import PressError, parameters
from analysis.press.editions import Edition, editions

if TYPE_CHECKING:
    from nbformat import NotebookNode

# papermill and nbconvert are imported where they are used: what only looks starts without them.
Progress = Callable[[str, int, int], None]


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
    rendered: dict[str, bytes] = {}
    for place, form in enumerate(edition.formats):
        tell(form.upper(), place, len(edition.formats))
        clock = time.perf_counter()
        rendered[form] = _rendered(notebook, form, path)
        seconds[form.upper()] = time.perf_counter() - clock
    rendered["json"] = _manifest(project, edition, checked, rendered)
    parts = []
    for suffix, content in rendered.items():
        part = project.reports / f".{edition.name}.{suffix}.part"
        part.write_bytes(content)
        parts.append((part, project.reports / f"{edition.name}.{suffix}"))
    for part, final in parts:
        part.replace(final)
    return seconds


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
        "tables": tables,
        "data_until": {name: table["until"] for name, table in tables.items() if table["until"]},
        "built_by": {"command": f"analysis build {edition.name}", "code": _code_hash()[:12]},
    }


def state(project: Project, edition: Edition) -> str:
    """Say whether an edition is built, and whether what it is made from has changed since."""
    manifest = project.reports / f"{edition.name}.json"
    files = [project.reports / f"{edition.name}.{form}" for form in edition.formats]
    if not manifest.is_file() or not all(file.is_file() for file in files):
        return "not built"
    content = json.loads(manifest.read_text(encoding="utf-8"))
    built = content["built"][:16].replace("T", " ")
    if content["inputs"] != _inputs(project, edition):
        return f"out of date: its inputs changed after {built}"
    return f"up to date: built {built}"


def _rendered(notebook: "NotebookNode", form: str, path: Path) -> bytes:
    from nbconvert.exporters import get_exporter

    where = {"metadata": {"name": path.stem, "path": str(path.parent)}}
    body, _ = get_exporter(f"report-{form}")().from_notebook_node(notebook, where)
    return body.encode("utf-8") if isinstance(body, str) else body


def _manifest(
    project: Project, edition: Edition, checked: dict[str, Any], files: dict[str, bytes]
) -> bytes:
    content = {
        "edition": edition.name,
        "notebook": edition.notebook,
        "parameters": checked,
        "built": datetime.now(UTC).isoformat(timespec="seconds"),
        "inputs": _inputs(project, edition),
        "sha256": {form: hashlib.sha256(body).hexdigest() for form, body in files.items()},
    }
    return (json.dumps(content, indent=2, ensure_ascii=False) + "\n").encode("utf-8")


def _inputs(project: Project, edition: Edition) -> str:
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
