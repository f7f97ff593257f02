"""The command that publishes on time: `analysis schedule`."""

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from analysis.press import PressError
from analysis.press.commands.screen import err, out
from analysis.press.projects import Project, project_at

if TYPE_CHECKING:
    from analysis.press.editions import Edition

app = typer.Typer()


@app.command("schedule")
def schedule_editions(
    once: Annotated[
        bool, typer.Option("--once", help="Do what is due now, and exit: for cron and for CI.")
    ] = False,
    now: Annotated[
        str | None,
        typer.Option(metavar="TIME", help="With --once: take this for now (2026-11-22T06:00Z)."),
    ] = None,
) -> None:
    """Publish the editions that have a schedule when they are due, until stopped.

    Exit codes with --once: 0 what was due is published, or nothing was; 1 something failed,
    and the message says when it is tried again; 2 what was asked cannot be done.
    """
    from analysis.press.schedules import schedule, watching
    from analysis.press.schedules.ledger import FAILED, FAILING

    project = project_at(Path.cwd())
    moment = _moment(now) if now else None
    if moment and not once:
        raise PressError("--now goes with --once: a clock that stands still is due only once.")
    scheduler = schedule.Scheduler(project, say=_say)
    editions = list(project.editions().values())
    for line in _missing(editions):
        err.print(line, style="yellow", markup=False)
    if not once:
        watching.watch(scheduler, watching.stop_at_signals(), lambda e: _show(project, e))
        return
    if moment:
        scheduler = schedule.Scheduler(project, clock=lambda: moment, say=_say)
    done = scheduler.look(editions)
    if done:
        _show(project, editions)
    is_bad = any(entry.result in (FAILED, FAILING) for entry in done.values())
    raise typer.Exit(1 if is_bad else 0)


def _say(line: str) -> None:
    out.print(f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} {line}", markup=False)


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise PressError(f"--now: {text!r} is not a time with its zone, such as 2026-11-22T06:00Z.")
    return moment.astimezone(UTC)


def _missing(editions: "list[Edition]") -> list[str]:
    """Say which of the variables that hold addresses are not set."""
    named = {to for e in editions if e.schedule and e.notify for to in e.notify.to}
    return [f"{name} is not set: nobody is told there." for name in sorted(named - set(os.environ))]


def _show(project: Project, editions: "list[Edition]") -> None:
    """Bring the page of all reports up to date; the reports themselves are published without it."""
    from analysis.press import gallery, sweeps

    try:
        built = {**sweeps.published(project), **{edition.name: edition for edition in editions}}
        gallery.update(project.reports, built.values())
    except (OSError, ValueError, LookupError) as error:
        _say(f"The page of all reports was not brought up to date: {error}")
