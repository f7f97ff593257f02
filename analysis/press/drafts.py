"""A notebook with the spine of a report, to be written out: `analysis new "a question?"`."""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from analysis.press import PressError
from analysis.press.editions import Edition
from analysis.press.parameters import nearest
from analysis.press.projects import Project
from analysis.press.rules.repairs import KERNEL
from analysis.press.rules.spine import slug

LAST_NUMBER = 99
LONGEST_NAME = 60
NUMBERS = ("number", "integer")


@dataclass(frozen=True)
class Table:
    """What a draft shows of the project's data: a table, its columns of numbers and of names."""

    name: str
    numbers: str
    names: str


def named(project: Project, question: str) -> tuple[str, str]:
    """Return the name of the notebook that asks a question, and the question as its title.

    Raise `PressError` where the question has no words or is asked already.
    """
    title = " ".join(question.split()).rstrip("?. ") + "?"
    words = slug(title)
    if not words:
        raise PressError(
            f"{question!r} has no letters from a to z or digits, of which a file name is made; "
            'ask as in: analysis new "Does light fade?"'
        )
    if len(words) > LONGEST_NAME:
        words = words[:LONGEST_NAME].rsplit("_", 1)[0]
    taken = sorted(path.stem for path in (project.root / "notebooks").glob("[0-9][0-9]_*.ipynb"))
    for stem in taken:
        if stem[3:] == words:
            raise PressError(f"notebooks/{stem}.ipynb asks that already.")
    number = max((int(stem[:2]) for stem in taken), default=0) + 1
    if number > LAST_NUMBER:
        raise PressError(f"notebooks/ has a number {LAST_NUMBER}; a name has only two digits.")
    name = f"{number:02}_{words}"
    try:
        Edition(name=name, title=title, notebook=name)
    except ValidationError as error:
        raise PressError(f"{title!r} cannot be a title: {error.errors()[0]['msg']}.") from None
    return name, title


def write(project: Project, name: str, title: str, wanted: str | None = None) -> bool:
    """Write the draft and its entry in editions.yml; return whether the entry could be added.

    It shows the wanted table, or the first that a draft can show.
    """
    import nbformat

    table = shown(tables(project.root / "data" / "datapackage.json"), wanted)
    path = project.notebook(name)
    text = nbformat.writes(draft(title, table)) + "\n"
    try:
        path.parent.mkdir(exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        raise PressError(f"notebooks/{path.name} cannot be written: {error.strerror}.") from None
    return _add_edition(project.reports / "editions.yml", name, title)


def entry(name: str, title: str) -> str:
    """Return the lines by which reports/editions.yml makes a notebook a report."""
    said = json.dumps(title, ensure_ascii=False)  # a string of JSON is one of YAML
    return f"  - name: {name}\n    title: {said}\n    notebook: {name}\n"


def _add_edition(path: Path, name: str, title: str) -> bool:
    """Add an entry at the end of the file, where that is where editions stand."""
    before = path.read_text(encoding="utf-8")
    try:
        known = yaml.safe_load(before) or {}
        head = "" if known.get("editions") else "editions:\n"
        after = f"{before.rstrip()}\n\n{head}{entry(name, title)}".lstrip()
        added = yaml.safe_load(after)
        entries = known.get("editions") or []
        wanted = {"name": name, "title": title, "notebook": name}
        if added != {**known, "editions": [*entries, wanted]}:
            return False
    except (yaml.YAMLError, AttributeError, TypeError):
        return False  # a broken file is named by what reads it
    part = path.with_suffix(".yml.part")
    part.write_text(after, encoding="utf-8")
    part.replace(path)
    return True


def shown(known: dict[str, Table], wanted: str | None) -> Table | None:
    """Return the wanted table, the first when none is; raise `PressError` if it cannot be shown."""
    if wanted is None:
        return next(iter(known.values()), None)
    if wanted not in known:
        raise PressError(f"There is no table {wanted!r} to draw bars of; {nearest(wanted, known)}")
    return known[wanted]


def tables(package: Path) -> dict[str, Table]:
    """Return the tables of a data package that have a column of numbers, and one to name rows.

    Each with the first that every row fills, where there is such a column.
    """
    try:
        resources = json.loads(package.read_text(encoding="utf-8"))["resources"]
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    found = {}
    for resource in resources:
        fields = resource.get("schema", {}).get("fields", [])
        full = sorted(fields, key=lambda f: not f.get("constraints", {}).get("required", False))
        numbers = [f["name"] for f in full if f.get("type") in NUMBERS]
        names = [f["name"] for f in fields if f["name"] not in numbers[:1]]
        measured = [name for name in numbers if not re.search(r"(^|_)(year|id|number)$", name)]
        if measured and names:
            found[resource["name"]] = Table(resource["name"], measured[0], names[0])
    return found


def draft(title: str, table: Table | None) -> Any:
    """Return the notebook: everything that is still to be written begins with TODO."""
    from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

    cells = []
    for ident, source in _cells(title, table).items():
        make = new_markdown_cell if source.startswith("#") else new_code_cell
        tags = {"tags": [ident]} if ident in ("parameters", "setup") else {}
        cells.append(make(source, id=ident, metadata=tags))
    return new_notebook(cells=cells, metadata={"kernelspec": dict(KERNEL)})


def _cells(title: str, table: Table | None) -> dict[str, str]:
    """Return the sources of the cells by their ids."""
    numbers, names = (table.numbers, table.names) if table else ("square", "number")
    what = table.name if table else "squares"
    return {
        "title": f"# {title}\n\nTODO: why the question matters, and to whom.",
        "parameters": "rows: int = 8  # how many rows are looked at",
        "setup": _setup(table),
        "in-short": "## In short",
        "answer": 'show.sentence(\n    "**TODO: the answer, its numbers computed.** '
        '{rows} rows were looked at.",\n    rows=len(examined),\n)',
        "evidence": "## What is in the table?\n\n"
        f"TODO: what one row of {what} is, and how it was found.",
        "before": 'show.sentence(\n    "TODO: what to look for in these {rows} rows.",'
        "\n    rows=len(examined),\n)",
        "table": f'show.table(\n    examined,\n    "TODO: what {what} lists.",\n'
        f'    label="examined",\n    columns="{names} {numbers}",\n)',
        "figure": f'show.bars(\n    examined,\n    "{numbers}",\n    "{names}",\n'
        '    "TODO: what the bars are, and of when.",\n    label="examined",\n)',
        "reading": 'show.sentence(\n    "TODO: what the figure shows; the largest is {largest}.",\n'
        f'    largest=examined["{numbers}"].max(),\n'
        '    otherwise="TODO: what to say where there is no number.",\n)',
        "limits": "## What this leaves out\n\n- TODO: what a critic would say first, "
        "and which way it moves the answer.",
        "sources": "## Sources",
        "references": f'show.references(datasets.sources("{table.name}"))'
        if table
        else 'show.sentence("TODO: what was read, who published it, on what terms.")',
    }


def _setup(table: Table | None) -> str:
    if table:
        return (
            "from analysis import datasets, show\n\n"
            f'examined = datasets.read("{table.name}").head(rows)'
        )
    return (
        "import pandas as pd\n\nfrom analysis import show\n\n"
        'numbers = pd.Series(range(1, rows + 1), name="number")\n'
        "examined = numbers.to_frame().assign(square=numbers**2)"
    )
