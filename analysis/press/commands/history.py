"""The commands that look back: what changed between two runs, and where a file comes from."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from analysis.press import PressError
from analysis.press.commands.screen import out, progress
from analysis.press.projects import Project, project_at

if TYPE_CHECKING:
    from analysis.press.changes.snapshots import Snapshot
    from analysis.press.proofs.verification import Finding, Origin
    from analysis.press.runs import Run

LONGEST = 400  # signs of what a file says of itself

app = typer.Typer()


@app.command()
def diff(
    name: Annotated[str, typer.Argument(metavar="EDITION", help="Whose runs are compared.")],
    before: Annotated[
        str | None,
        typer.Argument(
            metavar="[A]",
            help="A run: how its name begins, such as its day, 2026-11-22; else the last but one.",
        ),
    ] = None,
    after: Annotated[
        str | None, typer.Argument(metavar="[B]", help="Another; else the latest.")
    ] = None,
    html: Annotated[
        Path | None,
        typer.Option("--html", metavar="FILE", help="Write a page instead: the runs side by side."),
    ] = None,
    tolerance: Annotated[
        float | None,
        typer.Option(
            min=0,
            max=1,
            help="Share by which a number may move and count as the same; else the edition's own.",
        ),
    ] = None,
) -> None:
    """Say what changed between two runs of an edition, the last two when none is named."""
    from analysis.press.changes import differences, since

    project = project_at(Path.cwd())
    old, new = (_snapshot(run) for run in _two(project, name, before, after))
    known = project.editions().get(name)
    own = known.tolerance if known else differences.TOLERANCE
    limit = own if tolerance is None else tolerance
    found = differences.differences(old, new, limit)
    if html:
        from analysis.press.changes import side_by_side

        titled = known.project if known else ""
        aside = since.tolerated(limit)
        side_by_side.write(html, name, old, new, found, aside=aside, project=titled)
        out.print(f"{html}", markup=False)
        return
    out.print(f"{name}: from {since.when(old.moment)} to {since.when(new.moment)}", markup=False)
    names = since.names(new, old)
    for line, where in since.told(found, names):
        out.print(f"  {line}", markup=False)
        for sentence in where:
            out.print(f"    [dim]{escape(sentence)}[/dim]")
    if not found:
        out.print(f"Nothing changed{since.tolerated(limit)}.")


@app.command()
def verify(
    file: Annotated[Path, typer.Argument(help="A PDF or HTML from anywhere.")],
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="Make it anew here, and compare the bytes.")
    ] = False,
) -> None:
    """Say what made a file, whether it is as published, and whether it would be made again.

    Exit codes: 0 it is; 1 it was altered, or this checkout makes another; 2 it is not a report.
    """
    from analysis.press.proofs import verification

    try:
        project = project_at(Path.cwd())
    except PressError:
        project = None
    found, body = verification.finding(file, project)
    if rebuild:
        if project is None:
            raise PressError("To make the file anew, run this in a checkout of its project.")
        with progress(file.name) as tell:
            again = verification.rebuilt(project, found, body, on_progress=tell)
        found = replace(found, rebuilt=again)
    out.print(f"{file.name}", markup=False)
    for question, answer in [*_told(found.origin), *_answers(found)]:
        text = "".join(sign for sign in answer if sign.isprintable())[:LONGEST]
        out.print(f"  [dim]{question:<14}[/dim] {escape(text)}")
    raise typer.Exit(0 if found.is_good else 1)


def _told(origin: "Origin | None") -> list[tuple[str, str]]:
    """Return what a file says of itself."""
    if origin is None:
        return []
    about = origin.made_from.get("notebook") and origin.made_from.get("edition", {})
    notebook = about.get("notebook", "") if isinstance(about, dict) else ""
    reach = sorted(f"{name} {t['until']}" for name, t in origin.tables.items() if t.get("until"))
    fetched = sorted({str(t["retrieved"]) for t in origin.tables.values() if t.get("retrieved")})
    rows = {
        "Report": f"{origin.title or 'without a title'} ({origin.edition or 'no edition'})",
        "Notebook": str(notebook),
        "Parameters": "; ".join(f"{name}: {value}" for name, value in origin.parameters),
        "As of": origin.as_of.isoformat() if origin.as_of else "",
        "Data until": ", ".join(reach),
        "Retrieved": " to ".join(dict.fromkeys([*fetched[:1], *fetched[-1:]])),
        "Made with": ", ".join(f"{name} {version}" for name, version in origin.built_by.items()),
    }
    return [(question, answer) for question, answer in rows.items() if answer]


def _answers(found: "Finding") -> list[tuple[str, str]]:
    """Return what was found of it."""
    from analysis.press.proofs import verification

    seal = {
        "intact": "intact: no byte was changed since it was made. A seal tells that a file is "
        "whole, not who made it.",
        "broken": "broken: this file was altered after it was made.",
        "none": "none: this file was altered, or made before files were sealed.",
    }[found.seal]
    published = (
        f"here, as {found.published}: the same bytes"
        if found.published
        else "not here: no file with these bytes is among the runs kept here"
    )
    would = "would make the same: nothing that it is made from has changed"
    if found.differs in verification.UNTOLD:
        would = f"cannot say whether it would make the same: {found.differs[0]}"
    elif found.differs:
        would = f"would make another: {'; '.join(found.differs)}"
    answers = [("Seal", seal), ("Published", published), ("This checkout", would)]
    if found.rebuilt is not None:
        differ = f"other bytes: {'; '.join(found.rebuilt)}" if found.rebuilt else "the same bytes"
        answers.append(("Made anew", differ))
    return answers


def _two(project: Project, name: str, before: str | None, after: str | None) -> "tuple[Run, Run]":
    """Return the two runs that are meant."""
    from analysis.press import runs
    from analysis.press.parameters import nearest

    found = runs.runs(project, name)
    if not found:
        built = sorted(path.parent.name for path in project.reports.glob("*/latest"))
        raise PressError(f"There is no run of {name!r}; {nearest(name, built)}")
    if before is None and len(found) < 2:
        raise PressError(f"{name} has one run only: there is nothing to compare it with.")
    new = _run(found, after or "latest", name)
    if before is not None:
        return _run(found, before, name), new
    return found[found.index(new) - 1], new


def _run(found: "list[Run]", wanted: str, name: str) -> "Run":
    """Return the last run whose name begins so; a day names the last run of the day."""
    if wanted == "latest":
        return found[-1]
    meant = [run for run in found if run.id.startswith(wanted)]
    if not meant:
        some = ", ".join(run.id for run in found[-5:])
        raise PressError(f"{name} has no run {wanted!r}; the last ones are {some}.")
    return meant[-1]


def _snapshot(run: "Run") -> "Snapshot":
    from analysis.press.changes import snapshots

    found = snapshots.of_run(run.path)
    if found is None:
        raise PressError(f"The run {run.id} cannot be read: its notebook or manifest is damaged.")
    return found
