"""Where a run comes from: the commit that lay in the folder, the packages that are installed."""

import os
import subprocess
from functools import cache
from importlib.metadata import distributions
from pathlib import Path
from typing import Any


def commit(root: Path) -> dict[str, Any] | None:
    """Return the commit that lies in a folder and whether nothing there differs from it.

    None where there is no commit, or no git to ask.
    """
    ask = ["git", "-C", str(root), "status", "--porcelain=v2", "--branch"]
    # To look must not write: another git may be at work.
    quiet = os.environ | {"GIT_OPTIONAL_LOCKS": "0"}
    try:
        said = subprocess.run(ask, capture_output=True, text=True, check=True, env=quiet)
    except (OSError, subprocess.CalledProcessError):
        return None
    lines = said.stdout.splitlines()
    heads = [line.split()[-1] for line in lines if line.startswith("# branch.oid ")]
    if not heads or heads == ["(initial)"]:
        return None
    return {"id": heads[0], "is_clean": all(line.startswith("#") for line in lines)}


@cache
def versions() -> dict[str, str]:
    """Return the version of every package that is installed here, by name."""
    found = {each.name: each.version for each in distributions() if each.name}
    return dict(sorted(found.items(), key=lambda pair: pair[0].lower()))
