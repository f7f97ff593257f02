"""The spine: title, parameters, setup, in short, sections, what this leaves out, sources."""

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.press import PressError, parameters
from analysis.press.rules.fault import PLUMBING, Fault, code, prose, source, tags, tree

if TYPE_CHECKING:
    from nbformat import NotebookNode

IN_SHORT, LIMITS, SOURCES = "In short", "What this leaves out", "Sources"
ORDINALS = ("first", "second", "third")


def slug(question: str) -> str:
    """Return a question as a file name has it.

    >>> slug("Who flies, and for how long?")
    'who_flies_and_for_how_long'
    """
    plain = unicodedata.normalize("NFKD", question.lower())
    return "_".join(re.sub(r"[^a-z0-9\s]", "", plain).split())


def the_name_is_a_number_and_a_question(notebook: "NotebookNode", path: Path) -> Iterator[Fault]:
    """Refuse a file name that is not two digits and the question in small letters."""
    if not re.fullmatch(r"\d\d_[a-z0-9_]+", path.stem):
        yield Fault(
            None,
            f"the file is named {path.stem}; a report's name is two digits and its question in "
            "small letters, such as 09_does_light_fade.",
        )


def the_title_is_the_question_of_the_file_name(
    notebook: "NotebookNode", path: Path
) -> Iterator[Fault]:
    """Refuse a first line that is not the question of which the file name has the first words."""
    first = source(notebook.cells[0]) if notebook.cells else ""
    title = first.split("\n", 1)[0].strip()
    if not title.startswith("# "):
        yield Fault(1, "the title is missing; the first line would be `# The question?`.")
    elif not title.endswith("?"):
        yield Fault(1, f"the title `{title}` is not a question; it would end with `?`.")
    elif not slug(title).startswith(path.stem[3:]):
        yield Fault(
            1,
            f"title and file name ask different things; with this title the file would be "
            f"{path.stem[:2]}_{slug(title)}.ipynb.",
        )


def why_it_matters_stands_below_the_title(notebook: "NotebookNode", path: Path) -> Iterator[Fault]:
    """Refuse a title with nothing below it."""
    first = source(notebook.cells[0]).strip() if notebook.cells else ""
    if first.startswith("# ") and "\n" not in first:
        yield Fault(1, "nothing says why the question matters; a sentence below the title would.")


def there_is_one_title(notebook: "NotebookNode", path: Path) -> Iterator[Fault]:
    """Refuse a second heading of the first level."""
    heads = [(n, line) for n, text in prose(notebook) for line in re.findall(r"^# .*", text, re.M)]
    for number, line in heads[1:]:
        yield Fault(number, f"`{line}` is a second title; a section is headed by `##`.")


def parameters_and_setup_follow_the_title(notebook: "NotebookNode", path: Path) -> Iterator[Fault]:
    """Refuse a second cell that is not tagged `parameters`, a third not tagged `setup`."""
    for place, tag in enumerate(PLUMBING, 2):
        tagged = [number for number, cell in code(notebook) if tag in tags(cell)]
        where = f"it would be the {ORDINALS[place - 1]} cell, and code"
        if not tagged and tag == "setup":
            is_obvious = setup_candidate(notebook) is not None
            yield Fault(None, f"no cell is tagged `{tag}`; {where}.", is_obvious)
        for number in tagged:
            if number != place:
                yield Fault(number, f"this cell is tagged `{tag}`; {where}.")


def setup_candidate(notebook: "NotebookNode") -> "NotebookNode | None":
    """Return the cell that is the setup in all but its tag: it comes third and shows nothing."""
    import ast

    if any("setup" in tags(cell) for cell in notebook.cells) or len(notebook.cells) < len(ORDINALS):
        return None
    cell = notebook.cells[2]
    if cell.cell_type != "code" or tags(cell):
        return None
    body = tree(cell).body
    prepares = (ast.Import, ast.ImportFrom, ast.Assign, ast.AnnAssign)
    return cell if body and all(isinstance(node, prepares) for node in body) else None


def the_parameters_are_declared_and_their_defaults_accepted(
    notebook: "NotebookNode", path: Path
) -> Iterator[Fault]:
    """Refuse parameters that the press cannot read or whose defaults are not of their types."""
    tagged = [number for number, cell in code(notebook) if "parameters" in tags(cell)]
    try:
        declared = parameters.declared(notebook, "")
        parameters.checked(declared, {})
    except PressError as error:
        said = str(error).removeprefix(": ").removeprefix(", parameters cell, ")
        is_obvious = not tagged and parameters_candidate(notebook) is not None
        yield Fault(next(iter(tagged), None), said, is_obvious)


def parameters_candidate(notebook: "NotebookNode") -> "NotebookNode | None":
    """Return the cell that declares parameters in all but its tag: it comes second."""
    from copy import deepcopy

    if any("parameters" in tags(c) for c in notebook.cells) or len(notebook.cells) < 2:
        return None
    cell = notebook.cells[1]
    if cell.cell_type != "code" or tags(cell) or not tree(cell).body:
        return None
    tagged = deepcopy(cell)
    tagged.metadata["tags"] = ["parameters"]
    try:
        return cell if parameters.declared(_of(tagged), "") else None
    except PressError:
        return None


def _of(cell: "NotebookNode") -> "NotebookNode":
    from nbformat import NotebookNode

    return NotebookNode(cells=[cell])


def the_sections_are_complete_and_in_order(notebook: "NotebookNode", path: Path) -> Iterator[Fault]:
    """Refuse a report that lacks In short, What this leaves out or Sources, or has them amiss."""
    heads = _heads(notebook)
    places = {head: place for place, (_, head) in reversed([*enumerate(heads)])}
    for wanted in (IN_SHORT, LIMITS, SOURCES):
        if wanted not in places:
            yield Fault(None, f"the section `## {wanted}` is missing.")
    if places.get(IN_SHORT, 0) != 0:
        yield Fault(heads[places[IN_SHORT]][0], f"`## {IN_SHORT}` would be the first section.")
    if places.get(SOURCES, len(heads) - 1) != len(heads) - 1:
        yield Fault(heads[places[SOURCES]][0], f"`## {SOURCES}` would be the last section.")
    if places.keys() >= {IN_SHORT, LIMITS} and places[LIMITS] == places[IN_SHORT] + 1:
        number = heads[places[LIMITS]][0]
        yield Fault(number, f"between `## {IN_SHORT}` and `## {LIMITS}` no section has evidence.")


def in_short_begins_with_a_computed_sentence(
    notebook: "NotebookNode", path: Path
) -> Iterator[Fault]:
    """Refuse a typed answer: the first cell of In short is `show.sentence(…)`."""
    for number, head in _heads(notebook):
        if head == IN_SHORT:
            after = notebook.cells[number] if number < len(notebook.cells) else None
            if after is None or after.cell_type != "code":
                yield Fault(
                    number,
                    f"the answer below `## {IN_SHORT}` is typed; it would be a cell such as "
                    '`show.sentence("{count} do.", count=len(found))`.',
                )


def sources_are_the_last_cell(notebook: "NotebookNode", path: Path) -> Iterator[Fault]:
    """Refuse sources that are not one code cell, the last."""
    for number, head in _heads(notebook):
        after = notebook.cells[number:]
        if head == SOURCES and [cell.cell_type for cell in after] != ["code"]:
            yield Fault(
                number,
                f"below `## {SOURCES}` stands something else than one code cell; it would be "
                '`show.references(datasets.sources("a_table"))`.',
            )


def _heads(notebook: "NotebookNode") -> list[tuple[int, str]]:
    return [
        (number, head.strip())
        for number, text in prose(notebook)
        for head in re.findall(r"^## (.*)", text, re.M)
    ]
