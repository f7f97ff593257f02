"""A notebook of ours, exported where nobody has described it: in JupyterLab, by nbconvert."""

from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from analysis.media import VALUES_MIME
from analysis.press.html import ReportHTMLExporter
from analysis.press.lab import menu
from analysis.press.ours import FORM, KEY, described
from analysis.press.pdf import ReportPDFExporter
from analysis.press.projects import project_name

ROOT = Path(__file__).parent.parent
TABLES = {"launches": {"retrieved": "2026-01-01", "until": "2024-12-08", "sha256": "0"}}


def _cell(source: str, data: dict, tags: tuple[str, ...] = ()):
    output = new_output("execute_result", data=data, execution_count=1)
    return new_code_cell(source, outputs=[output], metadata={"tags": list(tags)} if tags else {})


def _notebook(*, has_parameters: bool = True, has_values: bool = True, cell: str | None = None):
    values = {VALUES_MIME: {"values": {}, "tables": TABLES}} if has_values else {}
    cells = [
        new_markdown_cell("# Why?"),
        _cell("secret()", {"text/markdown": "So.", **values}),
        _cell("show.controls()", {FORM: {"model_id": "1"}, "text/plain": "VBox(children=())"}),
    ]
    if has_parameters:
        source = cell or 'from x import Ship\n\nship: Ship = "Soyuz"  # which ship\ncrew: int = 2'
        cells.insert(1, new_code_cell(source, metadata={"tags": ["parameters"]}))
    return new_notebook(cells=cells)


def _text(notebook) -> str:
    page, _ = ReportHTMLExporter().from_notebook_node(notebook)
    return BeautifulSoup(page, "html.parser").get_text(" ", strip=True)


def test_it_is_a_report_without_code_and_says_its_parameters_and_its_data():
    text = _text(_notebook())

    assert "secret" not in text
    assert "Which ship Soyuz" in text
    assert "Crew 2" in text
    assert "8 December 2024" in text


def test_a_form_is_no_part_of_it():
    text = _text(_notebook())

    assert "VBox" not in text
    assert "needs a notebook" not in text


def test_notebooks_of_others_and_the_start_page_show_their_code():
    for notebook in (_notebook(has_parameters=False), _notebook(has_values=False)):
        assert "secret" in _text(notebook)
        assert KEY not in described(notebook).metadata


def test_what_the_press_has_described_stays_so():
    notebook = _notebook()
    notebook.metadata[KEY] = {"edition": "x"}

    assert described(notebook).metadata[KEY] == {"edition": "x"}


def test_a_parameters_cell_that_is_being_changed_hides_no_report():
    text = _text(_notebook(cell="ship: Ship = "))

    assert "So." in text
    assert "secret" not in text


def test_a_committed_notebook_exports_without_code_as_page_and_pdf():
    path = ROOT / "notebooks" / "05_who_was_first.ipynb"
    notebook = nbformat.read(path, as_version=4)

    text = _text(notebook)
    pdf, _ = ReportPDFExporter().from_notebook_node(notebook)

    assert "show.sentence" not in text
    assert "First year" in text
    assert pdf.startswith(b"%PDF")


@pytest.mark.parametrize("odd", [[], {"tables": []}, {"tables": {"launches": []}}])
def test_a_report_whose_values_are_odd_describes_itself_as_far_as_it_can(odd):
    notebook = _notebook()
    notebook.cells.append(_cell("", {VALUES_MIME: odd, "text/plain": "1"}))

    assert described(notebook).metadata[KEY]["tables"] == TABLES


@pytest.mark.parametrize(
    ("told", "name"),
    [
        ("project: Light\neditions: []", "Light"),
        ("project: ' '", "Reports"),
        ("project: Light\neditions: [{project: Shade}, {}]", "Shade"),
        ("editions: [1]", "Reports"),
        ("- project", "Reports"),
        ("project: [", "Reports"),
    ],
)
def test_a_notebook_says_of_which_project_it_is_if_that_has_a_name(tmp_path, told, name):
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "editions.yml").write_text(told, encoding="utf-8")

    assert project_name(tmp_path) == name
    assert project_name(tmp_path.parent) == "Reports"


def test_the_menu_calls_the_exporters_as_they_call_themselves():
    exporters = (ReportHTMLExporter, ReportPDFExporter)

    assert [each.export_from_notebook for each in exporters] == list(menu.TITLES)
