"""The commands that help to write a report: new, lint."""

from pathlib import Path
from typing import Annotated

import typer

from analysis.press import PressError, parameters
from analysis.press.commands.screen import out
from analysis.press.projects import project_at

app = typer.Typer()


@app.command()
def new(
    question: Annotated[str, typer.Argument(help='In words: "Does light fade?"')],
    table: Annotated[
        str | None,
        typer.Option(help="The table of data/ that the draft shows; else the first."),
    ] = None,
) -> None:
    """Make a notebook with the spine of a report, and its entry in reports/editions.yml."""
    from analysis.press import drafts

    project = project_at(Path.cwd())
    name, title = drafts.named(project, question)
    is_listed = drafts.write(project, name, title, table)
    out.print(f"notebooks/{name}.ipynb", markup=False)
    if not is_listed:
        out.print("To make it a report, add to the editions in reports/editions.yml:")
        out.print(drafts.entry(name, title), end="", markup=False)
    out.print(
        f"`analysis build {name}` makes its pages, "
        f"`analysis lint {name}` says what is still to be written.",
        markup=False,
    )


@app.command()
def lint(
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="[NOTEBOOK]…", help="Names or files; all numbered when none."),
    ] = None,
    fix: Annotated[bool, typer.Option("--fix", help="Mend what is mechanical.")] = False,
) -> None:
    """Say in sentences what keeps notebooks from being reports."""
    from analysis.press import rules
    from analysis.press.execute import read
    from analysis.press.rules import repairs

    left, mendable = 0, 0
    paths = _notebooks(names or [])
    for path in paths:
        notebook = read(path)
        if fix:
            notebook, done = repairs.repaired(notebook)
            if done:
                repairs.write(notebook, path)
            for sentence in done:
                out.print(f"{path.name}, mended: {sentence}", markup=False)
        for fault in rules.faults(notebook, path):
            left += 1
            mendable += fault.is_mechanical
            out.print(fault.said(path.name), markup=False)
    if left:
        out.print(f"\nFaults: {left}.{_mendable(mendable)}", markup=False)
        raise typer.Exit(1)
    out.print(f"No fault in {len(paths)} notebook{'s' * (len(paths) != 1)}.", markup=False)


def _mendable(count: int) -> str:
    return f" `analysis lint --fix` mends {count} of them." if count else ""


def _notebooks(names: list[str]) -> list[Path]:
    """Return the notebooks of these names, or of these files; all numbered ones when none."""
    files = [Path(name) for name in names]
    if names and all(file.suffix == ".ipynb" and file.is_file() for file in files):
        return [file.resolve() for file in files]
    project = project_at(Path.cwd())
    folder = project.root / "notebooks"
    known = [path.stem for path in sorted(folder.glob("*.ipynb"))]
    for file in files:
        if file.name.removesuffix(".ipynb") not in known:
            stem = file.name.removesuffix(".ipynb")
            raise PressError(f"There is no notebook {stem!r}; {parameters.nearest(stem, known)}")
    chosen = [file.name.removesuffix(".ipynb") for file in files]
    return [project.notebook(stem) for stem in chosen or [k for k in known if k[:1].isdigit()]]
