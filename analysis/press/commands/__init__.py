"""The commands of the press, one module for each kind of work."""

import typer

from analysis.press.commands import building, exploring, history, reports, schedules, writing

app = typer.Typer()
for module in (building, exploring, history, reports, schedules, writing):
    app.add_typer(module.app)
