"""Hashes of what reports are made from: files, folders, the sources of a notebook, the press."""

import hashlib
import json
import os
import time
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

PACKAGE = Path(__file__).parent.parent
# What pages are made with, in analysis/. What only looks, lists or publishes is not among it.
PRESS = (
    "declarations.py", "markdown.py", "media.py", "phrases.py", "refusal.py",
    *(f"press/{name}" for name in (
        "__init__.py", "bundles.py", "changes/__init__.py", "changes/differences.py",
        "changes/front.py", "changes/since.py", "changes/snapshots.py", "covers.py", "execute.py",
        "fonts.py", "freshness.py", "harmless.py", "hashes.py", "html.py", "kernels",
        "ours.py", "parameters.py", "preprocessing.py", "proofs/__init__.py",
        "proofs/embedded.py", "proofs/seals.py", "sheets.py", "templates/code.tmTheme",
        "templates/house", "templates/report", "templates/report.typ", "typeset", "units.py", "web",
    )),
)  # fmt: skip
# Modules that stay loaded are those of the time when the press was: for them that is the start.
LOADED = time.time()
# The clock of a file system ticks every 10 ms at the slowest: a file can be changed again within.
TICK_S = 0.02


def of_file(path: Path) -> str | None:
    """Return the SHA-256 of a file; None where there is none.

    It is computed once for each state of the file, for 100 editions may stand on the same.
    """
    try:
        state = path.stat()
    except OSError:
        return None
    if time.time() - max(state.st_mtime, state.st_ctime) < TICK_S:
        return _digest(path)
    return _remembered(path, state.st_size, state.st_mtime_ns, state.st_ctime_ns, state.st_ino)


def of_folder(path: Path) -> str:
    """Return a hash of the names in a folder, hidden ones and Python's own left out."""
    try:
        found = sorted(name for name in os.listdir(path) if is_shown(name))  # noqa: PTH208
    except OSError:
        found = []
    return of_json(found)


def of_json(content: Any) -> str:
    """Return a hash of plain data."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def of_notebook(path: Path) -> str | None:
    """Return a hash of what a notebook does; outputs and counts of executions are no part of it."""
    digest = of_file(path)
    return _of_notebook(path, digest) if digest else None


def of_press() -> str:
    """Return one hash of all that pages are made with, the same wherever it is installed."""
    return of_json([[name, of_file(PACKAGE / name)] for name in press_files()])


def press_is_as_loaded() -> bool:
    """Return whether this process makes pages with what now lies on the disk."""
    return all(is_settled(PACKAGE / name, LOADED) for name in press_files())


@cache
def press_files() -> tuple[str, ...]:
    """Return the files that `PRESS` names, relative to the package."""
    return tuple(path.relative_to(PACKAGE).as_posix() for path in sorted(_press_files()))


def is_settled(path: Path, since: float) -> bool:
    """Return whether a file is now what it was at the moment `since`."""
    try:
        return path.stat().st_ctime < since - TICK_S
    except OSError:
        return False


def settle(path: Path) -> None:
    """Wait, if a file was saved this very moment, until a later change can be told from that."""
    if not is_settled(path, time.time()):
        time.sleep(2 * TICK_S)


def is_shown(name: str) -> bool:
    """Return whether a name is neither hidden nor one that Python or Jupyter makes."""
    return not name.startswith(".") and name not in ("__pycache__", "site-packages")


def _press_files() -> Iterator[Path]:
    for name in PRESS:
        path = PACKAGE / name
        if path.is_dir():
            yield from (p for p in path.rglob("*.*") if p.is_file() and p.suffix != ".pyc")
        elif path.is_file():
            yield path


@lru_cache(maxsize=10_000)
def _remembered(path: Path, *_state: int) -> str:
    return _digest(path)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@lru_cache(maxsize=10_000)
def _of_notebook(path: Path, digest: str) -> str:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        about = content.get("metadata", {})
        cells = [_source(cell) for cell in content["cells"]]
        return of_json([about.get("title"), about.get("kernelspec", {}).get("name"), cells])
    except (ValueError, KeyError, TypeError, AttributeError):
        return digest  # of a form that is not ours: as a whole


def _source(cell: dict[str, Any]) -> list[Any]:
    source, about = cell["source"], cell.get("metadata", {})
    text = source if isinstance(source, str) else "".join(source)
    return [cell["cell_type"], text, about.get("tags", []), cell.get("attachments", {})]
