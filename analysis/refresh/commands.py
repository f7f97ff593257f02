"""`analysis refresh` and `analysis check`: sentences on the terminal, an exit code for machines.

0 all is well, 1 a table is not (it was left as it was), 2 the command makes no sense.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn

from analysis import datasets
from analysis.refresh import replace
from analysis.refresh.download import DownloadError, Downloads
from analysis.refresh.tables import refresh
from analysis.refresh.upstreams import speaks_plain_http

DONE, NOT_WELL, SENSELESS = 0, 1, 2


def check(folder: Path | None = None) -> int:
    """Say what is wrong in data/, table by table; first finish a refresh that was cut short."""
    folder = folder or datasets.home()
    try:
        with replace.sole_writer(folder):
            replace.finish(folder)
        faults = dict(datasets.problems(folder))
    except (datasets.DataError, replace.BusyError, OSError) as error:
        return _failure(error, NOT_WELL)
    wrong = [fault for fault in faults.values() if fault]
    for fault in wrong:
        print(fault, file=sys.stderr)
    print(f"{len(faults) - len(wrong)} of {len(faults)} tables in {folder.name}/ are in order.")
    return NOT_WELL if wrong else DONE


def refresh_command(
    names: list[str],
    source: str | None = None,
    *,
    dry_run: bool = False,
    accept_loss: bool = False,
    folder: Path | None = None,
) -> int:
    """Refresh the tables `names`, or all with a recipe, and say what came of each."""
    try:
        with _visit(source) as downloads:
            reports = refresh(
                names,
                source,
                dry_run=dry_run,
                accept_loss=accept_loss,
                folder=folder,
                downloads=downloads,
            )
    except (replace.BusyError, OSError) as error:
        return _failure(error, NOT_WELL)
    except (datasets.DataError, DownloadError) as error:
        return _failure(error, SENSELESS)
    if not reports:
        print("No table here is fetched; `analysis refresh TABLE` records one that you edited.")
    for report in reports:
        print(report.sentence(), file=sys.stderr if report.outcome == "kept" else sys.stdout)
    return NOT_WELL if any(report.outcome == "kept" for report in reports) else DONE


def _failure(error: Exception, code: int) -> int:
    said = f"{error.filename}: {error.strerror}." if isinstance(error, OSError) else error
    print(said, file=sys.stderr)
    return code


@contextmanager
def _visit(source: str | None) -> Iterator[Downloads]:
    """Show how far a download is, on a terminal only."""
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn())
    with Progress(*columns, transient=True, disable=not sys.stderr.isatty()) as bars:
        task = bars.add_task("", visible=False)

        def show(url: str, done: int, total: int | None) -> None:
            bars.update(task, description=url, completed=done, total=total, visible=True)

        yield Downloads(plain=speaks_plain_http(source), progress=show)
