"""Runs inside a kernel: notes which files a report reads. Sent there as source, by `execute`.

It is given `roots`, the folders of which it tells, and `left_out`, folders in them of which it
does not; it leaves no name behind. `sys.audit(EVENT, path)` has it write what it noted.

Seen is what Python opens and lists, modules included. Not seen: what other processes read, what
a C library opens by itself, and whether a file exists when it is not opened. A file that the
report writes before it reads it is not noted.
"""

import json
import os
import sys
from pathlib import Path
from typing import Any

EVENT = "analysis.press.recorded"
SKIPPED = {".git", "__pycache__", "site-packages"}


def recorder(roots: list[str], left_out: list[str]) -> Any:
    """Return an audit hook that notes what is opened and listed."""
    reads: dict[str, bool] = {}
    folders: set[str] = set()
    join, absolute, decoded = os.path.join, os.path.abspath, os.fsdecode
    places = [(join(place, ""), join(root, "")) for root in roots for place in (root, real(root))]
    outside = tuple(join(each, "") for folder in left_out for each in (folder, real(folder)))

    def ours(path: Any) -> str | None:
        """Return the path as it is under a root, or None."""
        if not isinstance(path, (str, bytes, os.PathLike)):
            return None
        path = absolute(decoded(path))
        for place, root in places:
            if join(path, "").startswith(place):
                rest = path[len(place) :]
                told = join(root, rest) if rest else root[:-1]
                if SKIPPED.isdisjoint(rest.split("/")) and not join(told, "").startswith(outside):
                    return told
        return None

    def modules() -> set[str]:
        files = (getattr(each, "__file__", None) for each in list(sys.modules.values()))
        return {path for path in map(ours, files) if path}

    def write(target: str) -> None:
        read = {path for path, is_read in reads.items() if is_read} | modules()
        noted = {"files": sorted(filter(os.path.isfile, read)), "folders": sorted(folders)}
        Path(target).write_text(json.dumps(noted), encoding="utf-8")

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            path = ours(arguments[0])
            if path:
                reads.setdefault(path, is_for_reading(*arguments[1:3]))
        elif event in ("os.listdir", "os.scandir"):
            path = ours(arguments[0] if arguments[0] is not None else ".")
            if path and not of_importing():
                folders.add(path)
        elif event == "sqlite3.connect":
            path = ours(arguments[0])
            if path:
                reads.setdefault(path, True)
        elif event == EVENT:
            write(arguments[0])

    return hook


def real(path: str) -> str:
    """Return where links lead."""
    return os.path.realpath(path)


def of_importing() -> bool:
    """Return whether the import system asks: it looks into every folder of `sys.path`."""
    return str(sys._getframe(2).f_globals.get("__name__")).startswith("importlib")


def is_for_reading(mode: str | None, flags: int) -> bool:
    """Return whether what is there when a file is opened can be read.

    >>> is_for_reading("rb", 0), is_for_reading("w", 0), is_for_reading(None, os.O_WRONLY)
    (True, False, False)
    """
    if mode is None:
        return flags & (os.O_WRONLY | os.O_TRUNC) == 0
    return "r" in mode or mode == "U"
