"""What one does in JupyterLab, done in a real one: open, run, choose, export, go round."""

import contextlib
import json
import shutil
import socket
import sys
from pathlib import Path

import browser
import laboratory
import nbformat
import pytest

from analysis.press.lab import menu

ROOT = Path(__file__).parent.parent
REPORT = "06_how_often_do_launches_fail"
HAS_MENU = Path(sys.prefix) / "etc" / "jupyter" / "jupyter_server_config.d" / "filmed-in-orbit.json"
# The notebook that is open, its cells, and the text of all that they show.
PANEL = "window.jupyterapp.shell.currentWidget"
CELLS = f"{PANEL}.content.widgets"
OUTPUTS = f"""JSON.stringify({CELLS}.map(cell => (cell.model.toJSON().outputs ?? [])
    .map(output => output.data?.['text/plain'] ?? output.evalue ?? output.text)))"""

pytestmark = [
    pytest.mark.skipif(not browser.found(), reason="there is no Chromium to work with"),
    pytest.mark.skipif(not HAS_MENU.is_file(), reason="the package is not wholly installed here"),
]


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    """Return a project of its own, with one published run."""
    folder = tmp_path_factory.mktemp("project")
    for name in ("00_start_here", REPORT):
        (folder / "notebooks").mkdir(exist_ok=True)
        shutil.copy(ROOT / "notebooks" / f"{name}.ipynb", folder / "notebooks")
    edition = {"name": REPORT, "title": "Launches", "notebook": REPORT}
    run = folder / "reports" / REPORT / "2026-01-02T030405.000001Z"
    run.mkdir(parents=True)
    (folder / "reports" / "editions.yml").write_text(json.dumps({"editions": [edition]}))
    values = {"state": "Japan", "since": 2001, "until": 2020}
    (run / "manifest.json").write_text(json.dumps({"parameters": values}))
    shutil.copy(folder / "notebooks" / f"{REPORT}.ipynb", run)
    (run.parent / "latest").symlink_to(run.name)
    return folder


@pytest.fixture(scope="module")
def reader(root, tmp_path_factory):
    """Return one who works in the JupyterLab that `analysis open` starts."""
    folder = tmp_path_factory.mktemp("jupyter")
    command = [str(Path(sys.executable).parent / "analysis"), "open", REPORT]
    with contextlib.ExitStack() as stack:
        address = stack.enter_context(laboratory.server(command, root, folder, _free_port()))
        tab = stack.enter_context(browser.tab(browser.found(), folder / "browser"))
        yield laboratory.Reader(tab, address)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def _stored(path: Path) -> list[list[str]]:
    cells = nbformat.read(path, as_version=4).cells
    return [
        ["".join(output.data["text/plain"]) for output in cell.get("outputs", [])] for cell in cells
    ]


def _new_cell(reader: laboratory.Reader, source: str) -> None:
    """Type a cell below the last one and run it."""
    reader.tab.evaluate(f"{PANEL}.content.activeCellIndex = {CELLS}.length - 1")
    reader.do("notebook:insert-cell-below")
    reader.tab.evaluate(
        f"{PANEL}.content.activeCell.model.sharedModel.setSource({json.dumps(source)})"
    )
    reader.do("notebook:run-cell")


@pytest.fixture(scope="module")
def opened(reader):
    """Return the reader, with the published report open that `analysis open` has copied."""
    reader.open(f"scratch/{REPORT}-2026-01-02T030405.ipynb")
    return reader


def test_a_published_report_opens_with_its_values_and_its_figures(opened):
    source = opened.tab.evaluate(f"{CELLS}[1].model.sharedModel.getSource()")

    assert 'state: LaunchState = "Japan"  # ' in source
    assert opened.tab.evaluate(f"{PANEL}.content.model.cells.get(4).trusted")


def test_it_runs_from_top_to_bottom_with_these_values(opened, root):
    opened.do("notebook:run-all-cells")
    shown = json.loads(opened.tab.evaluate(OUTPUTS))

    assert shown[4][0].startswith("**Of ")
    assert "by Japan from 2001 to 2020" in shown[4][0]
    assert "by Russia" in _stored(root / "notebooks" / f"{REPORT}.ipynb")[4][0]


def test_a_reader_chooses_in_a_form_and_the_answer_follows(opened):
    answer = "[...document.querySelectorAll('.widget-output')].map(e => e.textContent).join()"
    _new_cell(opened, "show.controls()")
    opened.wait("!!document.querySelector('.widget-dropdown select')")
    opened.wait(f"{answer}.includes('launches by Japan from 2001 to 2020')")

    opened.tab.evaluate(
        "(() => { const box = document.querySelector('.widget-dropdown select');"
        " box.value = 'India'; box.dispatchEvent(new Event('change', {bubbles: true})); })()"
    )

    opened.wait(f"{answer}.includes('launches by India from 2001 to 2020')")
    said = opened.wait("document.querySelector('.widget-html pre')?.textContent")
    assert said == 'state: LaunchState = "India"  # whose launches are examined'


def test_the_menu_exports_the_report_as_page_and_pdf(opened):
    listed = opened.tab.evaluate(
        "fetch('/api/nbconvert').then(answer => answer.json()).then(Object.keys)"
    )
    assert listed[:2] == list(menu.TITLES)

    opened.do("docmanager:save")
    page = _exported(opened, "Report (HTML)")
    pdf = _exported(opened, "Report (PDF)")

    assert "launches by Japan from 2001 to 2020" in page
    assert "Whose launches are examined" in page
    assert "show.controls" not in page
    assert "India" not in page.partition("<main")[2].partition("launches by Japan")[0]
    assert pdf.startswith("%PDF-")


def _exported(reader: laboratory.Reader, title: str) -> str:
    """Return what the menu's command opens in a new window."""
    reader.tab.evaluate("window.open = address => { window.exported = address; return null; }")
    arguments = json.dumps({"format": title, "label": title, "isPalette": False})
    reader.do("notebook:export-to-format", arguments)
    return reader.tab.evaluate(
        "fetch(window.exported).then(answer => { if (!answer.ok) throw answer.status;"
        " return answer.text() })"
    )


@pytest.mark.parametrize("name", ["00_start_here", REPORT])
def test_a_notebook_shows_in_jupyterlab_what_its_report_shows(reader, root, name):
    path = f"notebooks/{name}.ipynb"
    before = _stored(root / path)
    reader.open(path)

    reader.do("notebook:run-all-cells")

    assert json.loads(reader.tab.evaluate(OUTPUTS)) == before
    # Of the notebook before, which was left without being saved.
    assert [said for said in reader.tab.complaints if "beforeunload" not in said] == []
