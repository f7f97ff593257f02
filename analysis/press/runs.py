"""The runs of an edition: immutable folders, and `latest`, which is always one whole run.

reports/NAME/runs/<id>/     what one run made, and its manifest.json
reports/NAME/latest         a link to the newest run, replaced in one step
"""

import fcntl
import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from analysis.press import inputs
from analysis.press.bundles import Bundle
from analysis.press.editions import Edition
from analysis.press.projects import Project

MANIFEST = "manifest.json"


@dataclass(frozen=True)
class Run:
    """One run of an edition, as published."""

    path: Path

    @property
    def id(self) -> str:
        """Return the moment of publication, by which runs sort."""
        return self.path.name

    @cached_property
    def manifest(self) -> dict[str, Any]:
        """Return what the run was made from, when, and the hash of every file."""
        return json.loads((self.path / MANIFEST).read_text(encoding="utf-8"))

    @cached_property
    def values(self) -> dict[str, Any]:
        """Return the named numbers that the report states."""
        return json.loads((self.path / "values.json").read_text(encoding="utf-8"))


def latest(project: Project, name: str) -> Run | None:
    """Return the newest published run of an edition."""
    link = project.reports / name / "latest"
    return Run(link.resolve()) if (link / MANIFEST).is_file() else None


def runs(project: Project, name: str) -> list[Run]:
    """Return the runs of an edition, the oldest first."""
    found = (project.reports / name / "runs").glob(f"*/{MANIFEST}")
    return [Run(path.parent) for path in sorted(found)]


def state(project: Project, edition: Edition) -> str:
    """Say whether an edition is built, and whether what it is made from has changed since."""
    run = latest(project, edition.name)
    if run is None:
        return "not built"
    built = run.manifest["built"][:16].replace("T", " ")
    if run.manifest["inputs"] != inputs.digest(project, edition):
        return f"out of date: its inputs changed after {built}"
    return f"up to date: built {built}"


def publish(project: Project, bundle: Bundle) -> Run:
    """Write a bundle as a new run, and make it the latest in one step."""
    home = project.reports / bundle.edition
    (home / "runs").mkdir(parents=True, exist_ok=True)
    staging = Path(tempfile.mkdtemp(prefix=".staging-", dir=home))
    try:
        for name, content in bundle.files.items():
            path = staging / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(content)
        with _locked(home):
            moment = datetime.now(UTC)
            final = home / "runs" / f"{moment:%Y-%m-%dT%H%M%S.%fZ}"
            manifest = _manifest(bundle, latest(project, bundle.edition), moment)
            (staging / MANIFEST).write_bytes(manifest)
            staging.chmod(0o755)
            staging.rename(final)
            link = home / ".latest"
            link.unlink(missing_ok=True)
            link.symlink_to(Path("runs") / final.name)
            link.replace(home / "latest")
    except BaseException:
        shutil.rmtree(staging, ignore_errors=True)
        raise
    return Run(final)


def _manifest(bundle: Bundle, before: Run | None, moment: datetime) -> bytes:
    now = moment.isoformat(timespec="seconds")
    hashes = {name: hashlib.sha256(body).hexdigest() for name, body in bundle.files.items()}
    is_same = before is not None and before.manifest["sha256"] == hashes
    content = {
        **bundle.manifest,
        "built": now,
        "changed": before.manifest["changed"] if before and is_same else now,
        "sha256": hashes,
    }
    return (json.dumps(content, indent=2, ensure_ascii=False) + "\n").encode("utf-8")


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Hold the edition's lock: two builds publish one after the other."""
    with (folder / ".lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
