"""The commands of the press, one module for each kind of work."""

import typer

from analysis.press.commands import reports

app = typer.Typer()
for module in (reports,):
    app.add_typer(module.app)
