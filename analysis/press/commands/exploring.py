"""The commands for working in JupyterLab: lab, open, preview."""

import contextlib
import os
import sys
from pathlib import Path
from typing import Annotated
from urllib.parse import quote

import typer

from analysis.press import PressError
from analysis.press.commands.screen import out

START = "00_start_here"

app = typer.Typer()
# What is no option of ours is one of JupyterLab's.
_PASSING_ON = {"allow_extra_args": True, "ignore_unknown_options": True}


@app.command(context_settings=_PASSING_ON)
def lab(context: typer.Context) -> None:
    """Open JupyterLab on the page from which to start; its own options are passed on.

    On a machine without a browser: `analysis lab --no-browser` prints the address to open.
    """
    from analysis.press.projects import project_at

    project = project_at(Path.cwd())
    _start(project.root, project.notebook(START), context.args)


@app.command("open", context_settings=_PASSING_ON)
def open_edition(
    context: typer.Context,
    edition: Annotated[str, typer.Argument(help="A report, as `analysis list` names it.")],
    run: Annotated[
        str | None, typer.Argument(help="Its run, or how the run's name begins; else the newest.")
    ] = None,
) -> None:
    """Open a published report in JupyterLab, in a copy of its own; JupyterLab's options pass on.

    The copy is in scratch/, which git leaves alone, and has the values of the report in its
    parameters cell: change them there, run all cells.
    """
    from analysis.press.lab import scratch
    from analysis.press.projects import project_at

    if run and run.startswith("-"):
        context.args.insert(0, run)
        run = None
    project = project_at(Path.cwd())
    path = scratch.copy(project, edition, run)
    out.print(path.relative_to(project.root).as_posix(), markup=False)
    _start(project.root, path, context.args)


@app.command()
def preview(
    notebook: Annotated[str, typer.Argument(help="A notebook's name or file.")],
    port: Annotated[int, typer.Option(help="Where to serve; 0 takes one that is free.")] = 0,
    execute: Annotated[
        bool, typer.Option("--execute", help="Run all cells anew at each save.")
    ] = False,
    has_browser: Annotated[
        bool,
        typer.Option(
            "--browser/--no-browser", help="Open it in a browser, or only say where it is."
        ),
    ] = True,
) -> None:
    """Show a notebook as a report, and again whenever it is saved, as page and PDF.

    It shows what the cells have shown when the notebook was saved; with --execute it runs them.
    """
    from analysis.press.lab import previews

    path = _notebook(notebook)
    with previews.serving(path, port, executes=execute) as (address, watch):
        out.print(f"{path.name} at {address}; Ctrl-C ends.", markup=False)
        if has_browser:
            typer.launch(address)
        watch()


def _notebook(name: str) -> Path:
    """Return the file of this name, here or among the project's notebooks."""
    from analysis.press.parameters import nearest
    from analysis.press.projects import project_at

    if Path(name).is_file():
        return Path(name).resolve()
    root = project_at(Path.cwd()).root
    known = {path.stem: path for path in sorted(root.glob("notebooks/*.ipynb"))}
    known |= {path.stem: path for path in sorted(root.glob("scratch/*.ipynb"))}
    stem = Path(name).name.removesuffix(".ipynb")
    if stem not in known:
        raise PressError(f"There is no notebook {name!r}; {nearest(stem, known)}")
    return known[stem]


def _start(root: Path, notebook: Path, options: list[str]) -> None:
    """Become JupyterLab, with this environment's kernel, on a notebook whose outputs show."""
    import nbformat
    from nbformat.sign import NotebookNotary

    where = notebook.relative_to(root).as_posix()
    if not notebook.is_file():
        raise PressError(f"There is no notebook {where}, from which to start.")
    # JupyterLab shows no drawing of a notebook that nobody on this computer trusts.
    notary = NotebookNotary()
    for path in [notebook, *root.glob("notebooks/*.ipynb")]:
        with contextlib.suppress(Exception):  # one that is no notebook is for its author to mend
            notary.sign(nbformat.read(path, as_version=4))
    os.chdir(root)
    # So that `analysis` is found in JupyterLab's terminals.
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    # The default address, so that the one that JupyterLab prints leads to the notebook too.
    address = f"--LabApp.default_url=/lab/tree/{quote(where)}"
    command = [sys.executable, "-m", "jupyterlab", "--ServerApp.root_dir=.", address, *options]
    sys.stdout.flush()
    os.execv(command[0], command)
