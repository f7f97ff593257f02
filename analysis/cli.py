"""The `analysis` command: what the press builds, and what data/ holds.

Exit codes: 0 done; 1 a check or a build failed; 2 what was asked cannot be done.
"""

import typer
from rich.console import Console

from analysis.datasets import DataError, problems
from analysis.press import PressError
from analysis.press import cli as press

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Build the reports of this project, and check what they stand on.",
)
app.add_typer(press.app)
out = Console(soft_wrap=True, highlight=False)
err = Console(stderr=True, soft_wrap=True, highlight=False)


@app.command()
def check() -> None:
    """Check every table of data/ against its record."""
    wrong = 0
    for name, problem in problems():
        wrong += bool(problem)
        (err if problem else out).print(problem or f"data/{name}.csv holds", markup=False)
    raise typer.Exit(1 if wrong else 0)


def main() -> None:
    """Run the command; what is wrong is said in a sentence, never as a traceback."""
    try:
        app()
    except (PressError, DataError) as error:
        err.print(str(error), style="red", markup=False)
        raise SystemExit(2) from None
