"""A run of an edition as the press publishes it, without making a report."""

import json
from pathlib import Path
from typing import Any

RUN = "2026-11-22T105707.000000Z"


def put_run(reports: Path, name: str, record: dict[str, Any], run: str = RUN) -> None:
    """Put a run with a page, a PDF and this manifest into reports/, and make it the latest."""
    folder = reports / name / run
    folder.mkdir(parents=True, exist_ok=True)
    for form in ("html", "pdf"):
        (folder / f"{name}.{form}").write_bytes(b"made")
    (folder / "manifest.json").write_text(json.dumps(record), encoding="utf-8")
    link = reports / name / "latest"
    link.unlink(missing_ok=True)
    link.symlink_to(run)
