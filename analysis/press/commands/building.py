"""The command that builds: some editions or all, one after the other or side by side."""

import contextlib
import importlib
import threading
from collections import Counter
from collections.abc import Generator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from analysis.press import PressError
from analysis.press.commands.screen import err, out, side_by_side
from analysis.press.projects import Project, project_at

if TYPE_CHECKING:
    from analysis.press.commands.screen import Board
    from analysis.press.editions import Edition
    from analysis.press.workers import Order, Outcome

FEW = 5  # fresh editions that are named
INTERRUPTED = 130  # as shells say of what Ctrl-C has ended

app = typer.Typer()


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is not a day written as 2026-11-22.") from None


@app.command()
def build(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[EDITION]…", help="Editions; all when none.")
    ] = None,
    each: Annotated[
        list[str] | None,
        typer.Option(
            "--each",
            metavar="NAME=A,B",
            help="Build the edition once for each value; with several of these, for each "
            "combination. A value with a comma goes in quotes: 'place=\"Paris, Texas\",Perm'.",
        ),
    ] = None,
    jobs: Annotated[
        int | None,
        typer.Option(min=1, help="How many at once; else by this machine's cores and memory."),
    ] = None,
    cluster: Annotated[
        str | None,
        typer.Option(metavar="ADDRESS", help="Build on a dask cluster: tcp://scheduler:8786."),
    ] = None,
    timeout: Annotated[
        float | None, typer.Option(min=1, metavar="SECONDS", help="Give up a report after this.")
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Build also what is fresh: made from what is there now.")
    ] = False,
    as_of: Annotated[
        date | None,
        typer.Option(
            parser=_day,
            metavar="YYYY-MM-DD",
            help="The day that reports are made for; else today.",
        ),
    ] = None,
    require_fresh: Annotated[
        bool, typer.Option("--require-fresh", help="Refuse reports whose data are out of date.")
    ] = False,
) -> None:
    """Build editions as HTML and PDF into reports/: those of which anything changed."""
    project = project_at(Path.cwd())
    day = as_of or datetime.now(UTC).date()
    asked = _wanted(project, names or [], each or [])
    if require_fresh:
        _refuse_old(project, asked, day)
    reasons = _reasons(project, asked, day, is_forced=force, is_dated=as_of is not None)
    due = [edition for edition in asked if edition.name in reasons]
    if all(edition.live for edition in due):
        due = _ready(project, due, bool(names))  # before anything is started for them
    _say_fresh(asked, reasons)
    done: Counter[str] = Counter()
    with contextlib.ExitStack() as stack:
        zygote = _warm(stack, len(due)) if due and not cluster else None
        orders = _orders(project, _ready(project, due, bool(names)), day)
        try:
            board = stack.enter_context(side_by_side(len(orders)))
            came = _outcomes(project, orders, jobs, cluster, timeout, zygote, board)
            for came_of_it in stack.enter_context(contextlib.closing(came)):
                outcome = _fresh(came_of_it) if require_fresh else came_of_it
                done[_published(project, outcome, reasons[outcome.edition], board)] += 1
        except KeyboardInterrupt:
            err.print(
                f"Stopped: {done['built']} of {len(orders)} built, the others are as they were.",
                style="red",
            )
            raise typer.Exit(INTERRUPTED) from None
        finally:
            if done["built"] or not due:
                _show_all(project)
    if len(orders) > 1:
        done["fresh"] = len(asked) - len(reasons)
        out.print(", ".join(f"{count} {state}" for state, count in done.items() if count) + ".")
    raise typer.Exit(1 if done["failed"] else 0)


def _wanted(project: Project, names: list[str], each: list[str]) -> "list[Edition]":
    """Return the editions that are asked for."""
    from analysis.press import sweeps
    from analysis.press.editions import chosen

    if each:
        if len(names) != 1:
            raise PressError("--each varies one edition; name it, and only it.")
        return sweeps.members(project, names[0], each)
    known = project.editions()
    if not set(names) <= set(known):
        known |= sweeps.published(project)
    return chosen(known, names)


def _reasons(
    project: Project, editions: "list[Edition]", as_of: date, *, is_forced: bool, is_dated: bool
) -> dict[str, str]:
    """Return why each edition is to be built that is; the others are fresh."""
    from analysis.press import runs

    whys = runs.reasons(project, editions, as_of)
    fresh = [edition.name for edition in editions if edition.name not in whys]
    for name in fresh if is_dated else ():
        last = runs.latest(project, name)
        if last and (day := last.manifest.get("as_of")) != as_of.isoformat():
            whys[name] = f"it was made for {day}"
    return {edition.name: "--force" for edition in editions if is_forced} | whys


def _refuse_old(project: Project, editions: "list[Edition]", as_of: date) -> None:
    """Refuse before anything is started what stood on tables that are out of date by now."""
    from analysis.press import freshness, runs

    for edition in editions:
        last = runs.latest(project, edition.name)
        read = last.manifest.get("data", {}) if last else {}
        now = freshness.recorded(project.root, read)
        if old := freshness.past({**read, **now}, as_of):
            raise PressError(f"{edition.name}: {freshness.refusal(old)}")


def _fresh(outcome: "Outcome") -> "Outcome":
    """Return an outcome that is refused where the data of the report are out of date."""
    from analysis.press import freshness

    made = outcome.bundle
    old = freshness.past(made.manifest["data"], made.manifest["as_of"]) if made else []
    return replace(outcome, bundle=None, fault=freshness.refusal(old)) if old else outcome


def _ready(project: Project, editions: "list[Edition]", is_named: bool) -> "list[Edition]":
    """Return the editions that can be built; raise `PressError` where a value is wrong.

    Of those that nobody named, live ones are left out when their data are not there.
    """
    found = [each for each in editions if is_named or not each.live or _is_ready(project, each)]
    for edition in found:
        project.values(edition)
    return found


def _say_fresh(editions: "list[Edition]", reasons: dict[str, str]) -> None:
    """Say which editions are fresh, or how many when they are many."""
    fresh = [edition.name for edition in editions if edition.name not in reasons]
    if len(fresh) > FEW:
        out.print(f"{len(fresh)} reports are fresh.")
        return
    for name in fresh:
        out.print(f"{name}: fresh", markup=False)


def _is_ready(project: Project, edition: "Edition") -> bool:
    """Return whether the data have what a live edition needs; if not, say what is missing."""
    try:
        project.values(edition)
    except PressError as error:
        out.print(f"Left out. {error}", markup=False)
        return False
    return True


def _warm(stack: contextlib.ExitStack, count: int) -> str | None:
    """Start what imports for seconds, so that it does while values are checked here."""
    from analysis.press import kernels, workers

    zygote = stack.enter_context(kernels.warm())
    if zygote is None:
        err.print(kernels.COLD)
    if count > 1:
        workers.prepare()
    return zygote


def _orders(project: Project, editions: "list[Edition]", as_of: date) -> "list[Order]":
    from analysis.press import workers
    from analysis.press.changes import since

    return [workers.Order(each, as_of, since.base(project, each.name)) for each in editions]


def _outcomes(
    project: Project,
    orders: "list[Order]",
    jobs: int | None,
    cluster: str | None,
    timeout_s: float | None,
    zygote: str | None,
    board: "Board",
) -> "Generator[Outcome]":
    """Yield what comes of each order: from a cluster, from workers here, or from this process."""
    from analysis.press import workers

    limit_s = timeout_s or workers.TIMEOUT_S
    if cluster and orders:
        from analysis.press.cluster import outcomes

        yield from outcomes(project, orders, cluster, timeout_s=limit_s)
    elif len(orders) == 1:
        threading.Thread(target=_prepare, daemon=True).start()  # while this waits for a kernel
        yield workers.outcome(project, orders[0], zygote, board.stage, limit_s)
    elif orders:
        many = min(jobs or workers.default_jobs(), len(orders))
        with workers.Team(project, jobs=many, zygote=zygote, timeout_s=limit_s) as team:
            yield from team.outcomes(orders, board.stage)


def _prepare() -> None:
    """Import what sets pages, and look up which packages are installed: a second together."""
    importlib.import_module("analysis.press.warm")
    importlib.import_module("analysis.press.proofs.provenance").versions()


def _published(project: Project, outcome: "Outcome", reason: str, board: "Board") -> str:
    """Publish what was made, and say so; say why there is nothing to publish."""
    from analysis.press import runs

    why, made = outcome.fault, outcome.bundle
    if made:
        try:
            runs.publish(project, made)
        except (OSError, PressError) as error:
            why = f"It could not be published: {error}."
    for line in outcome.said.splitlines():
        board.say(f"{outcome.edition}: {line}")
    if why or not made:
        board.finish(outcome.edition, f"failed. {why}", is_fault=True)
        return "failed"
    split = ", ".join(f"{stage} {time:.1f} s" for stage, time in made.seconds.items())
    said = "built" if reason == "not built" else f"rebuilt: {reason}"
    board.finish(outcome.edition, f"{said}; reports/{outcome.edition}/latest/ ({split})")
    return "built"


def _show_all(project: Project) -> None:
    from analysis.press import gallery, sweeps

    found = {**sweeps.published(project), **project.editions()}
    gallery.update(project.reports, found.values())
