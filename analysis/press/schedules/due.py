"""Build and publish one edition for one due time, in a process of its own.

The scheduler starts it: `python -m analysis.press.schedules.due NAME DUE DAY`. It prints one
line of JSON.
"""

import json
import os
import signal
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from analysis.press import PressError
from analysis.press.schedules import supervision


def publish_for(folder: Path, name: str, due: str, day: date) -> dict[str, Any]:
    """Publish an edition as of a day, its manifest naming the due time; say which run it is."""
    from analysis.press import bundles, runs
    from analysis.press.changes import since
    from analysis.press.editions import chosen
    from analysis.press.projects import project_at
    from analysis.press.schedules import ledger

    project = project_at(folder)
    ledger.home(project, name)
    [edition] = chosen(project.editions(), [name])
    bundle = bundles.made(project, edition, as_of=day, since=since.base(project, name))
    run = runs.publish(project, replace(bundle, manifest={**bundle.manifest, "due": due}))
    return {"run": run.id}


def main(name: str, due: str, day: str) -> int:
    """Do it; return 0, or 2 with the reason in a sentence."""
    # An exit, unlike a signal, lets the kernel and temporary files be cleared away.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    supervision.end_with_parent()
    try:
        said, code = publish_for(Path.cwd(), name, due, date.fromisoformat(day)), 0
    except PressError as error:
        said, code = {"refused": str(error)}, 2
    print("\n" + json.dumps(said))
    return code


if __name__ == "__main__":
    code = main(*sys.argv[1:])
    sys.stdout.flush()
    os._exit(code)  # threads of a library that hangs in its own cleaning up do not hold this up
