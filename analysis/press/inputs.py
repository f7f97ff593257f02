"""What a report is made from, and what of it has changed since."""

import hashlib
from pathlib import Path

from analysis.press.editions import Edition
from analysis.press.projects import Project


def digest(project: Project, edition: Edition) -> str:
    """Return one hash over everything that a report may depend on."""
    files = [
        project.notebook(edition.notebook),
        project.root / "requirements.lock",
        *sorted((project.root / "data").glob("*.*")),
    ]
    return _digest(files, edition.model_dump_json() + code_hash())


def code_hash() -> str:
    """Return the hash of the whole package."""
    package = Path(__file__).parent.parent
    return _digest(sorted(p for p in package.rglob("*.*") if "__pycache__" not in p.parts), "")


def _digest(files: list[Path], text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8"))
    for path in files:
        if path.is_file():
            digest.update(path.name.encode("utf-8") + b"\0" + path.read_bytes())
    return digest.hexdigest()
