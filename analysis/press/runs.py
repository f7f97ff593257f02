"""The runs of an edition: immutable folders, and `latest`, which is always one whole run.

reports/NAME/<id>/          what one run made, and its manifest.json
reports/NAME/latest         a link to the newest run, replaced in one step

A run is written into `.staging`, which only the holder of the edition's lock has. Its files are
on the disk before it gets its name, and its name before `latest` leads to it: who is killed in
between leaves hidden leftovers, which the next one to publish removes, or one whole run more.
"""

import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from analysis.press import PressError, hashes, inputs
from analysis.press.editions import RUN, Edition, Keep
from analysis.press.projects import Project

if TYPE_CHECKING:
    from analysis.press.bundles import Bundle

MANIFEST = "manifest.json"
NOT_BUILT = "not built"
_ID = "%Y-%m-%dT%H%M%S.%fZ"
_STAGING, _LINK, _LEAVING = ".staging", ".latest", ".leaving"


@dataclass(frozen=True)
class Run:
    """One run of an edition, as published."""

    path: Path

    @property
    def id(self) -> str:
        """Return the moment of publication, by which runs sort."""
        return self.path.name

    @property
    def moment(self) -> datetime:
        """Return the moment of publication."""
        return datetime.strptime(self.id, _ID).replace(tzinfo=UTC)

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
    path = linked(project.reports / name)
    return Run(path) if path else None


def runs(project: Project, name: str) -> list[Run]:
    """Return the runs of an edition, the oldest first."""
    return [Run(path) for path in folders(project.reports / name)]


def linked(home: Path) -> Path | None:
    """Return the folder that `latest` links to; None unless it is a whole run of this edition."""
    link, path = home / "latest", None
    while path != (path := link.resolve()):  # newer runs may come, and this one go, meanwhile
        if path.parent != home.parent.resolve() / home.name:
            return None
        if (path / MANIFEST).is_file():
            return path
    return None


def folders(home: Path) -> list[Path]:
    """Return the folders of an edition's whole runs, the oldest first."""
    found = (path.parent for path in home.glob(f"*/{MANIFEST}"))
    return sorted(path for path in found if re.match(RUN, path.name) and not path.is_symlink())


def reasons(
    project: Project, editions: Iterable[Edition], as_of: date | None = None
) -> dict[str, str]:
    """Return why each edition must be built that must; the others are fresh."""
    press = hashes.of_press()
    whys = {edition.name: reason(project, edition, as_of, press=press) for edition in editions}
    return {name: why for name, why in whys.items() if why}


def reason(
    project: Project, edition: Edition, as_of: date | None = None, *, press: str | None = None
) -> str | None:
    """Say why an edition must be built; None when it is fresh."""
    run = latest(project, edition.name)
    if run is None:
        return NOT_BUILT
    try:
        gone = [name for name in run.manifest["sha256"] if not (run.path / name).is_file()]
        recorded = run.manifest["inputs"]
    except (OSError, ValueError, KeyError):
        return f"{MANIFEST} of the last run cannot be read"
    if gone:
        return f"{gone[0]} of the last run is missing"
    return inputs.reason(project, edition, recorded, as_of, press=press)


def state(project: Project, edition: Edition, *, press: str | None = None) -> str:
    """Say whether an edition is built, and whether what it is made from has changed since."""
    why, run = reason(project, edition, press=press), latest(project, edition.name)
    if run is None or why == NOT_BUILT:
        return NOT_BUILT
    return f"out of date: {why}" if why else f"fresh, built {run.moment:%Y-%m-%d %H:%M} UTC"


def publish(project: Project, bundle: "Bundle") -> Run:
    """Write a bundle as a new run, and make it the latest in one step; then retire old runs.

    Raise `PressError` when that cannot be done: what was published before is as it was.
    """
    home = project.reports / bundle.edition
    _check_names(home, bundle)
    try:
        home.mkdir(parents=True, exist_ok=True)
        with locked(home / ".lock"):
            _clean(home)
            run = _written(home, bundle)
            with suppress(OSError):  # what cannot be removed now can be after the next run
                retire(home, bundle.keep)
    except OSError as error:
        raise PressError(
            f"{home.name}: nothing can be published in reports/{home.name}/: {error.strerror}. "
            f"What was published before is untouched."
        ) from error
    return run


def finish(run: Run) -> None:
    """Make the newest run the latest, when who published it was killed before that."""
    home = run.path.parent
    with locked(home / ".lock"):
        if folders(home)[-1:] == [run.path] and (home / "latest").resolve() != run.path.resolve():
            _clean(home)
            (home / _LINK).symlink_to(run.id)
            (home / _LINK).replace(home / "latest")


def retire(home: Path, keep: Keep) -> None:
    """Remove runs that are neither among the newest nor young, latest or promised."""
    known = folders(home)
    newest = {path.name for path in known[-keep.count :]}
    kept = newest | {*keep.promised, (home / "latest").resolve().name}
    oldest = (datetime.now(UTC) - timedelta(days=keep.days)).strftime(_ID)
    for path in known:
        if path.name not in kept and path.name < oldest:
            path.rename(home / _LEAVING)  # in one step: no run is ever there by half
            shutil.rmtree(home / _LEAVING)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock at `path`, which ends with its holder: no lock is left behind."""
    try:
        import fcntl
    except ImportError:
        raise PressError(
            "Reports are published on Linux and macOS only, where files have locks; on Windows, "
            "the Subsystem for Linux has them."
        ) from None
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def put(path: Path, content: bytes) -> None:
    """Write a file so that it is on the disk when this returns."""
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _check_names(home: Path, bundle: "Bundle") -> None:
    """Refuse a bundle that would write elsewhere than into a run of its own edition."""
    if home.is_symlink():
        raise PressError(
            f"reports/{home.name} is a link to another place; reports are published "
            f"in reports/ itself."
        )
    for name in (bundle.edition, *bundle.files):
        parts = PurePosixPath(name).parts
        if not parts or name.startswith("/") or ".." in parts or "\\" in name or "\0" in name:
            raise PressError(f"{name!r} cannot be the name of a file of a report.")


def _written(home: Path, bundle: "Bundle") -> Run:
    staging, link = home / _STAGING, home / _LINK
    before = _before(home)
    moment = max([datetime.now(UTC), *(run.moment + timedelta(microseconds=1) for run in before)])
    final = home / moment.strftime(_ID)
    try:
        staging.mkdir()
        manifest = _manifest(bundle, before, moment)
        for name, content in {**bundle.files, MANIFEST: manifest}.items():
            path = staging / name
            path.parent.mkdir(parents=True, exist_ok=True)
            put(path, content)
            path.chmod(path.stat().st_mode & ~0o222)
        for folder in (*(path for path in staging.rglob("*") if path.is_dir()), staging):
            _settle(folder)
        staging.rename(final)
        _settle(final.parent)
        link.symlink_to(final.name)
        link.replace(home / "latest")
    except BaseException:
        _clean(home)
        if (home / "latest").resolve() != final.resolve():
            shutil.rmtree(final, ignore_errors=True)
        raise
    _settle(home)
    return Run(final)


def _before(home: Path) -> list[Run]:
    """Return the newest run and the latest, which are the same unless somebody was killed."""
    known = [*folders(home)[-1:], *filter(None, [linked(home)])]
    return [Run(path) for path in known]


def _manifest(bundle: "Bundle", before: list[Run], moment: datetime) -> bytes:
    now = moment.isoformat(timespec="seconds")
    hashes = {name: hashlib.sha256(body).hexdigest() for name, body in bundle.files.items()}
    news = bundle.manifest.get("since") or {}
    is_same = bool(before) and (
        before[-1].manifest["sha256"] == hashes
        or (news.get("run"), news.get("count")) == (before[-1].id, 0)
    )
    content = {
        **bundle.manifest,
        "built": now,
        "changed": before[-1].manifest["changed"] if is_same else now,
        "sha256": hashes,
    }
    return (json.dumps(content, indent=2, ensure_ascii=False) + "\n").encode("utf-8")


def _clean(home: Path) -> None:
    """Remove what somebody who was killed has left; only for who holds the lock."""
    for name in (_STAGING, _LEAVING):
        shutil.rmtree(home / name, ignore_errors=True)
    (home / _LINK).unlink(missing_ok=True)


def _settle(folder: Path) -> None:
    """Have the names in a folder on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
