"""The `analysis` command: what the press builds, and what data/ holds.

Exit codes: 0 done; 1 a check, a refresh or a build failed; 2 what was asked cannot be done.
"""

from typing import Annotated

import typer
from rich.console import Console

from analysis.press import PressError, commands

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Build the reports of this project, and check what they stand on.",
)
app.add_typer(commands.app)


@app.command()
def check() -> None:
    """Check every table of data/ against its record."""
    from analysis.refresh import commands as refreshing

    raise typer.Exit(refreshing.check())


@app.command()
def refresh(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[TABLE]…", help="Tables; all when none.")
    ] = None,
    source: Annotated[
        str | None,
        typer.Option("--from", metavar="DIR|URL", help="A folder or mirror with upstream files."),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would change.")] = False,
    accept_loss: Annotated[
        bool, typer.Option("--accept-loss", help="Let rows go that the upstream no longer has.")
    ] = False,
) -> None:
    """Fetch what upstreams publish, and replace the tables that pass their contract."""
    from analysis.refresh import commands as refreshing

    raise typer.Exit(
        refreshing.refresh_command(names or [], source, dry_run=dry_run, accept_loss=accept_loss)
    )


def main() -> None:
    """Run the command; what is wrong is said in a sentence, never as a traceback."""
    try:
        app()
    except PressError as error:
        _refuse(error)
    except ValueError as error:
        from analysis.datasets import DataError

        if not isinstance(error, DataError):
            raise
        _refuse(error)


def _refuse(error: Exception) -> None:
    Console(stderr=True, soft_wrap=True, highlight=False).print(
        str(error), style="red", markup=False
    )
    raise SystemExit(2)
