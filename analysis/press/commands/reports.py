"""Commands that tell of reports and keep what is committed: publish, list, describe, execute."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from analysis.press import PressError, parameters
from analysis.press.commands.screen import out, progress
from analysis.press.projects import project_at

app = typer.Typer()


@app.command("publish")
def publish_defaults(
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="[EDITION]…", help="Default editions; all when none."),
    ] = None,
) -> None:
    """Make the PDFs in reports/published/ anew that are out of date, and show them in README.md."""
    from analysis.press import published, readme

    project = project_at(Path.cwd())
    known = published.editions(project)
    for name in names or []:
        if name not in known:
            raise PressError(
                f"There is no default edition {name!r}; {parameters.nearest(name, known)}"
            )
    for name in names or published.out_of_date(project):
        with progress(name) as tell:
            published.make(project, name, tell)
        out.print(f"reports/published/{name}.pdf", markup=False)
    published.remove_others(project)
    readme.show_pages(project.root, {name: edition.title for name, edition in known.items()})


@app.command("list")
def list_editions() -> None:
    """List the editions: whether each is up to date, when it is due, what came of it last.

    What `analysis build --each` made is on the page of all reports, reports/index.html.
    """
    from analysis.press import hashes, runs
    from analysis.press.schedules import schedule

    press = hashes.of_press()
    project = project_at(Path.cwd())
    known = project.editions().values()
    heads = ["Edition", "Title", "State"]
    is_scheduled = any(edition.schedule for edition in known)
    table = Table(
        *heads, *(["Next due", "Last time"] if is_scheduled else []), box=None, pad_edge=False
    )
    for edition in known:
        row = [edition.name, edition.title, runs.state(project, edition, press=press)]
        standing = schedule.standing(project, edition, datetime.now(UTC))
        if standing:
            row += [standing.when, standing.said]
        table.add_row(*map(Text, row))  # a title with brackets is a title, and no markup
    out.print(table)


@app.command()
def describe(
    notebook: Annotated[str, typer.Argument(help="Its name or file.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print the JSON Schema.")] = False,
) -> None:
    """Describe the parameters of a notebook: meaning, default, what is accepted."""
    from analysis.press import execute

    project = project_at(Path.cwd())
    name = Path(notebook).name.removesuffix(".ipynb")
    known = [path.stem for path in sorted((project.root / "notebooks").glob("*.ipynb"))]
    path = Path(notebook) if Path(notebook).is_file() else project.notebook(name)
    if name not in known and not path.is_file():
        raise PressError(f"There is no notebook {name!r}; {parameters.nearest(name, known)}")
    declared = parameters.declared(execute.read(path), f"{name}.ipynb")
    schemas = {parameter.name: parameter.schema() for parameter in declared.values()}
    if as_json:
        schema = {"title": name, "type": "object", "additionalProperties": False}
        out.print_json(json.dumps({**schema, "properties": schemas}))
        return
    table = Table("Parameter", "Default", "Meaning", "Accepts", box=None, pad_edge=False)
    for name, schema in schemas.items():
        default = str(schema["default"])
        table.add_row(name, default, declared[name].meaning, _accepted(schema))
    out.print(table)


@app.command()
def execute(
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="[NOTEBOOK]…", help="Names in notebooks/; all when none."),
    ] = None,
) -> None:
    """Execute notebooks in place with their defaults; put their answers into README.md."""
    from analysis.press import readme
    from analysis.press.execute import execute_in_place, read

    project = project_at(Path.cwd())
    paths = sorted((project.root / "notebooks").glob("[0-9]*.ipynb"))
    stems = [path.stem for path in paths]
    wanted = [Path(name).name.removesuffix(".ipynb") for name in names or stems]
    for name in wanted:
        if name not in stems:
            raise PressError(f"There is no notebook {name!r}; {parameters.nearest(name, stems)}")
    for name in wanted:
        with progress(name) as tell:
            execute_in_place(project.notebook(name), lambda done, of: tell("cells", done, of))
        out.print(f"notebooks/{name}.ipynb", markup=False)
    if (project.root / "README.md").is_file():
        readme.update(project.root, {stem: read(project.notebook(stem)) for stem in stems})


def _accepted(schema: dict) -> str:
    if "enum" in schema:
        return ", ".join(str(choice) for choice in schema["enum"])
    if schema.get("format") == "date":
        return f"a day from {schema['formatMinimum']} to {schema['formatMaximum']}"
    limits = {"minimum": "at least", "exclusiveMinimum": "more than", "maximum": "at most"}
    bounds = [f"{words} {schema[key]}" for key, words in limits.items() if key in schema]
    return ", ".join([schema.get("type", "anything"), *bounds])
