"""What a report is made from, recorded while it is made, and what of it has changed since.

The record holds the notebook's sources, the values of the parameters, every file of the project
and of this package that the kernel read or imported, what pages are made with, the lock. What
it cannot see: a file outside the project, one that was looked for and not there, and the record
of a table in datapackage.json when the report neither reads nor names that table.
"""

import json
import platform
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from functools import cache, lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.press import PressError, hashes

if TYPE_CHECKING:
    from analysis.press.editions import Edition
    from analysis.press.projects import Project

# What moves numbers or pages when it changes; the rest is in requirements.lock.
PRINTED_VERSIONS = ("numpy", "pandas", "scipy", "matplotlib", "typst")
PACKAGE_FILE = "datapackage.json"
_OURS = f"{hashes.PACKAGE.name}/"
INSTALLED = {"Python", *PRINTED_VERSIONS}
_NO_FILES = {
    "notebook", "parameters", "defaults", "written", "day", "edition", "press", *INSTALLED,
}  # fmt: skip
# What an edition says that no page shows; its parameters are compared by value.
_UNPRINTED = {"name", "parameters", "live", "keep", "promised", "schedule", "notify"}
_ABSENT = object()


def record(
    project: "Project",
    edition: "Edition",
    *,
    defaults: Mapping[str, Any],
    values: Mapping[str, Any],
    files: Iterable[Path],
    folders: Iterable[Path] = (),
    tables: Iterable[str] = (),
    since: float,
    as_of: date | None = None,
) -> dict[str, Any]:
    """Return what a report was made from: hashes and values by name.

    `files` and `folders` are what the kernel read and listed from the moment `since`; `tables`
    are those that the report names. What changed in between has no hash: it is made anew.
    """
    written = _plain({**defaults, **edition.parameters})
    notebook = project.notebook(edition.notebook)
    return {
        "notebook": hashes.of_notebook(notebook) if hashes.is_settled(notebook, since) else None,
        "parameters": _plain(values),
        "defaults": _plain(defaults),
        "written": written,
        # A value that the check resolves, such as `today`, may be another one tomorrow.
        **({} if written == _plain(values) else {"day": _day(as_of)}),
        "edition": _told(edition),
        **_files(project, [path for path in files if path != notebook], tables, since),
        **{f"{label}/": hashes.of_folder(path) for path, label in _labelled(project, folders)},
        "press": hashes.of_press() if hashes.press_is_as_loaded() else None,
        "requirements.lock": hashes.of_file(project.root / "requirements.lock"),
        **_installed(),
    }


def reason(
    project: "Project",
    edition: "Edition",
    recorded: Any,
    as_of: date | None = None,
    *,
    press: str | None = None,
) -> str | None:
    """Say in words what an edition's record no longer agrees with; None when all is as it was.

    What the record does not name is not compared; `as_of` is what `today` means. `press` is what
    `hashes.of_press` says, for those who ask of many.
    """
    if not isinstance(recorded, dict):
        return "it does not say what it was made from"
    changes = [*_changes(project, edition, recorded, as_of)]
    if (press or hashes.of_press()) != recorded["press"]:
        changes.append("what makes the pages changed")
    if not changes:
        return None
    more = f" and {len(changes) - 1} more" if len(changes) > 1 else ""
    return f"{changes[0]}{more}"


def code_hash(recorded: Mapping[str, Any]) -> str:
    """Return one hash of the code of a report: its notebook, the modules it imported, the press."""
    is_code = {name for name in recorded if name.startswith(_OURS) or name.endswith(".py")}
    return hashes.of_json({name: recorded[name] for name in {"notebook", "press", *is_code}})


def _changes(
    project: "Project", edition: "Edition", recorded: dict[str, Any], as_of: date | None
) -> Iterator[str]:
    if hashes.of_notebook(project.notebook(edition.notebook)) != recorded["notebook"]:
        yield "the notebook changed"
    else:  # without it nothing is known of its parameters
        yield from _parameter_changes(project, edition, recorded, as_of)
    told, before = _told(edition), recorded["edition"]
    for key in sorted(told.keys() | before):
        if told.get(key) != before.get(key):
            yield f"the {key} changed"
    yield from _file_changes(project, recorded)
    for name, installed in _installed().items():
        if name in recorded and recorded[name] != installed:
            yield f"{name} was {recorded[name]} and is {installed}"


def _parameter_changes(
    project: "Project", edition: "Edition", recorded: dict[str, Any], as_of: date | None
) -> Iterator[str]:
    """Compare values; the check, which reads tables, runs only where what is written differs."""
    written = recorded["defaults"] | _plain(edition.parameters)
    values = recorded["parameters"]
    is_same_day = recorded.get("day", _day(as_of)) == _day(as_of)
    doubtful = [
        name
        for name, value in written.items()
        if not _is_same(value, values.get(name, _ABSENT))
        and not (is_same_day and _is_same(value, recorded["written"].get(name, _ABSENT)))
    ]
    if not doubtful:
        return
    try:
        checked = _plain(project.values(edition, as_of))
    except PressError as error:
        yield str(error).rstrip(".")
        return
    for name in doubtful:
        if not _is_same(checked[name], values.get(name)):
            yield f"the parameter {name} was {values.get(name)} and is {checked[name]}"


def _file_changes(project: "Project", recorded: dict[str, Any]) -> Iterator[str]:
    files = [name for name in recorded if name not in _NO_FILES]
    changed = [name for name in files if _now(project, name) != recorded[name]]
    stems = {Path(name).stem for name in changed}
    for name in changed:
        file, _, table = name.partition(": ")
        if recorded[name] is None:
            yield f"{name} changed while the report was made"
        elif table in stems and table:
            continue  # a table that changes has another record, of course
        elif table:
            yield f"{table} in {file} changed"
        elif name.endswith("/"):
            yield f"the files in {name} are not the same"
        else:
            yield f"{name} {'changed' if _place(project, name).is_file() else 'is gone'}"


def _files(
    project: "Project", files: Iterable[Path], tables: Iterable[str], since: float
) -> dict[str, Any]:
    found: dict[str, Any] = {}
    known = {path: label for path, label in _labelled(project, files) if path.is_file()}
    for path, label in sorted(known.items(), key=lambda pair: pair[1]):
        is_settled = hashes.is_settled(path, since)
        if path.name != PACKAGE_FILE:
            found[label] = hashes.of_file(path) if is_settled else None
            continue
        parts = _parts(path)
        read = {name for name, (file, _) in parts.items() if path.parent / file in known}
        for name in ["", *sorted(parts.keys() & {*tables, *read})]:
            part = f"{label}: {name}" if name else label
            found[part] = parts[name][1] if is_settled else None
    return found


def _now(project: "Project", name: str) -> str | None:
    """Return the hash of what a record names, as it is now."""
    file, _, table = name.partition(": ")
    path = _place(project, file)
    if name.endswith("/"):
        return hashes.of_folder(path)
    if path.name == PACKAGE_FILE:
        return _parts(path).get(table, ("", None))[1]
    return hashes.of_file(path)


def _parts(path: Path) -> dict[str, tuple[str, str]]:
    """Return file and hash of each resource of a Data Package, and under "" of the rest of it."""
    return _parts_of(path, hashes.of_file(path))


@lru_cache(maxsize=16)
def _parts_of(path: Path, digest: str | None) -> dict[str, tuple[str, str]]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        resources = content.pop("resources")
        parts = {r["name"]: (str(r.get("path", "")), hashes.of_json(r)) for r in resources}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {"": ("", digest or "")}
    return {"": ("", hashes.of_json(content)), **parts}


def _labelled(project: "Project", paths: Iterable[Path]) -> Iterator[tuple[Path, str]]:
    """Yield those of the paths that are the project's or ours, each with its name in the record."""
    homes = [(hashes.PACKAGE, _OURS), (project.root, ""), (project.root.resolve(), "")]
    for path in paths:
        home, prefix = next(((h, p) for h, p in homes if path.is_relative_to(h)), (None, ""))
        if home is not None:
            inner = path.relative_to(home)
            if all(hashes.is_shown(part) for part in inner.parts):
                yield path, f"{prefix}{inner.as_posix()}"


def _place(project: "Project", label: str) -> Path:
    base = hashes.PACKAGE.parent if label.startswith(_OURS) else project.root
    return base / label


def _told(edition: "Edition") -> dict[str, Any]:
    """Return what an edition says of itself on its pages; what is not said is as always."""
    return edition.model_dump(mode="json", exclude=_UNPRINTED, exclude_defaults=True)


@cache
def _installed() -> dict[str, str]:
    """Return the versions that a report prints; Python's without its last number."""
    python = ".".join(platform.python_version_tuple()[:2])
    found = {"Python": python}
    for name in PRINTED_VERSIONS:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return values as JSON has them: YAML reads 2023-04-20 as a date."""
    return json.loads(json.dumps(dict(values), default=_iso))


def _iso(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def _is_same(value: Any, other: Any) -> bool:
    return bool(value == other) and isinstance(value, bool) == isinstance(other, bool)


def _day(as_of: date | None) -> str:
    """Return the day that is meant: the one by the clock when none is given."""
    return (as_of or datetime.now(UTC).date()).isoformat()
