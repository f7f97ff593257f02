"""A new table in place of the old one, whole at every instant, whoever pulls the plug.

The record in datapackage.json decides: the file whose hash it names is the table. The new table is
written to .refresh/ and the new record put in place first, in one step; the table follows. A
refresh that was cut short before that step has changed nothing; after it, the table waits in
.refresh/, where a reader finds it and the next refresh takes it from.
"""

import contextlib
import fcntl
import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path

PACKAGE = "datapackage.json"
STAGE = ".refresh"


class BusyError(RuntimeError):
    """Somebody else is refreshing the same folder."""


@contextlib.contextmanager
def sole_writer(folder: Path) -> Iterator[None]:
    """Hold data/ for one refresh; the lock is on the folder itself and dies with the process."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        _lock(handle, folder)
        yield
    finally:
        os.close(handle)


def _lock(handle: int, folder: Path) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise BusyError(
            f"Another refresh is at work on {folder.name}/; start this one when it has ended."
        ) from error


def finish(folder: Path) -> None:
    """Put in place what a refresh that was cut short had decided, and forget the rest."""
    stage = folder / STAGE
    if not stage.is_dir():
        return
    package = json.loads((folder / PACKAGE).read_bytes())
    decided = {resource["path"]: resource["hash"] for resource in package["resources"]}
    for path in stage.iterdir():
        if decided.get(path.name) == f"sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}":
            path.replace(folder / path.name)
        else:
            path.unlink()
    stage.rmdir()
    _sync(folder)


def replace(folder: Path, name: str, table: bytes, package: bytes) -> None:
    """Put a table and the datapackage.json that describes it in place of the old ones."""
    stage = folder / STAGE
    stage.mkdir(exist_ok=True)
    try:
        _write(stage / name, table)
        _write(stage / PACKAGE, package)
        _sync(stage)
        (stage / PACKAGE).replace(folder / PACKAGE)
        _sync(folder)
    finally:
        finish(folder)


def write_whole(path: Path, content: bytes) -> None:
    """Write a file that others see whole or not at all."""
    part = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        _write(part, content)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    """Make renames in a folder outlast a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
