"""The conventions of a report's notebook, checked on its JSON."""

import ast
import re
from pathlib import Path

import nbformat
import pytest

from analysis.press import parameters

FOLDER = Path(__file__).parent.parent / "notebooks"
PATHS = sorted(FOLDER.glob("[0-9]*.ipynb"))
PLUMBING = {"parameters", "setup"}
LONGEST_CELL_LINES = 6


@pytest.fixture(params=PATHS, ids=lambda path: path.stem)
def notebook(request):
    return nbformat.read(request.param, as_version=4)


def _code(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def _shown(notebook):
    """Return the code cells whose outputs a reader sees."""
    return [cell for cell in _code(notebook) if not PLUMBING & set(cell.metadata.get("tags", []))]


def _markdown(notebook):
    return [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]


def test_there_are_notebooks():
    assert PATHS


def test_the_name_is_a_number_and_a_question(notebook, request):
    path = request.node.callspec.params["notebook"]

    assert re.fullmatch(r"\d\d_[a-z0-9_]+", path.stem)


def test_the_title_begins_with_the_words_of_the_file_name(notebook, request):
    path = request.node.callspec.params["notebook"]
    title = notebook.cells[0].source.splitlines()[0]

    assert title.startswith("# ")
    assert title.endswith("?")
    words = re.sub(r"[^a-z0-9 ]", "", title.lower()).split()
    assert "_".join(words).startswith(path.stem[3:])


def test_the_spine_is_complete_and_in_order(notebook):
    tags = [tag for cell in notebook.cells[1:3] for tag in cell.metadata.get("tags", [])]
    heads = [line for source in _markdown(notebook) for line in re.findall("^## .*", source, re.M)]

    assert tags == ["parameters", "setup"]
    assert heads[0] == "## In short"
    assert "## What this leaves out" in heads
    assert heads[-1] == "## Sources"


def test_the_parameters_are_declared_and_their_defaults_accepted(notebook):
    declared = parameters.declared(notebook, "the notebook")

    assert parameters.checked(declared, {}) == {n: p.default for n, p in declared.items()}


def test_a_cell_is_short_and_shows_one_thing(notebook):
    for cell in _shown(notebook):
        lines = [line for line in cell.source.splitlines() if line.strip(" )]}")]
        assert len(lines) <= LONGEST_CELL_LINES, cell.source
        assert len(cell.outputs) == 1, cell.source
        assert cell.outputs[0].output_type == "execute_result", cell.source


def test_setup_and_parameters_show_nothing(notebook):
    for cell in _code(notebook):
        if PLUMBING & set(cell.metadata.get("tags", [])):
            assert cell.outputs == [], cell.source


def test_nothing_is_defined_drawn_or_printed_in_a_cell(notebook):
    for cell in _code(notebook):
        tree = ast.parse(cell.source)
        kinds = (ast.FunctionDef, ast.ClassDef, ast.Lambda, ast.For, ast.While)
        names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}

        assert not any(isinstance(node, kinds) for node in ast.walk(tree)), cell.source
        assert not names & {"print", "display", "plt", "open", "exec", "eval"}, cell.source
        assert not cell.source.rstrip().endswith(";"), cell.source
        assert not re.search(r"#[0-9a-fA-F]{6}\b|\.csv\b|\.\./|^[%!]", cell.source, re.M)


def test_a_figure_follows_its_table(notebook):
    table_seen = False
    for cell in notebook.cells:
        if cell.cell_type == "markdown" and cell.source.startswith("## "):
            # A long table may stand at the end, if the section leads there.
            table_seen = "(#tbl-" in cell.source
        for output in cell.get("outputs", []):
            if "application/vnd.dataresource+json" in output.data:
                table_seen = True
            if "image/svg+xml" in output.data:
                assert table_seen, cell.source
                assert output.metadata["image/svg+xml"]["alt"]
                assert output.metadata["image/svg+xml"]["caption"]


def test_prose_holds_no_computed_number(notebook):
    """A number with a unit or a decimal in Markdown was typed, and goes stale.

    Conventions do not: the level of an interval, the ends of a scale, the scale of a map.
    """
    conventions = r"\b95 %|\b0 to 100 %|\b1:110 million"
    typed = r"\d+\.\d+|\d+ ?(%|hours|minutes|days|million|billion|launches|failures|people)"
    for source in _markdown(notebook):
        assert not re.search(typed, re.sub(conventions, "", source)), source


def test_it_was_executed_in_order_and_stored_without_traces(notebook):
    counts = [cell.execution_count for cell in _code(notebook)]

    assert counts == list(range(1, len(counts) + 1))
    assert set(notebook.metadata) == {"kernelspec"}
    assert all(set(cell.metadata) <= {"tags"} for cell in notebook.cells)


def test_no_path_of_a_machine_stands_in_it(request, notebook):
    text = request.node.callspec.params["notebook"].read_text(encoding="utf-8")

    assert not re.search(r"/(?:home|root|Users|work|tmp)/|site-packages|0x[0-9a-f]{6}", text)


def test_every_reference_has_its_target(notebook):
    labels = set()
    for cell in _code(notebook):
        for output in cell.outputs:
            labels.add(output.data.get("application/vnd.dataresource+json", {}).get("label"))
            labels.add(output.metadata.get("image/svg+xml", {}).get("label"))
    shown = [output.data.get("text/markdown", "") for c in _code(notebook) for output in c.outputs]
    targets = re.findall(r"\]\(#((?:fig|tbl)-[\w-]+)\)", "\n".join(_markdown(notebook) + shown))

    assert set(targets) <= labels
