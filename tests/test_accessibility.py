"""No page keeps anyone out: axe-core finds no violation, wide and narrow, light and dark.

Needs Chromium and, in the variable AXE_CORE, the path of axe.min.js from the npm package axe-core.
"""

import os
from pathlib import Path

import browser
import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from small_runs import put_run

from analysis.press import bundles, gallery, runs
from analysis.press.html import ReportHTMLExporter
from analysis.press.projects import Project

ROOT = Path(__file__).parent.parent
REPORTS = {*(ROOT / "notebooks").glob("[0-9]*.ipynb")} - {*(ROOT / "notebooks").glob("00_*")}
NOTEBOOKS = sorted(path.stem for path in REPORTS)
# Reports that are built and no notebook's own: its other editions. `make reports` makes them anew.
OTHERS = sorted({p.parent.name for p in (ROOT / "reports").glob("*/latest")} - {*NOTEBOOKS})
FOREIGN = "of somebody else"
# Width in pixels, and the colours that the reader prefers.
LOOKS = [(1280, "light"), (390, "dark"), (1280, "dark"), (390, "light")]
VIOLATIONS = """axe.run(document, {resultTypes: ["violations"]}).then((found) =>
  found.violations.flatMap(({id, nodes}) => nodes.map((node) => `${id}: ${node.html}`)))"""

pytestmark = [
    pytest.mark.skipif(not browser.found(), reason="there is no Chromium to look with"),
    pytest.mark.skipif(
        "AXE_CORE" not in os.environ,
        reason="AXE_CORE does not say where axe.min.js of npm's axe-core is",
    ),
]


@pytest.fixture(scope="module")
def axe():
    return Path(os.environ["AXE_CORE"]).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def tab(tmp_path_factory):
    with browser.tab(browser.found(), tmp_path_factory.mktemp("browser")) as opened:
        yield opened


def _found(tab, axe, page, looks=LOOKS):
    """Return what axe-core finds, and what the browser itself objects to."""
    found = []
    for width_px, scheme in looks:
        tab.open(page, width_px, scheme=scheme)
        tab.evaluate(f"{axe}; null")
        said = tab.evaluate(VIOLATIONS) + tab.complaints
        found += [f"{width_px} px, {scheme}: {words}" for words in said]
    return found


def _page(folder, notebook, name):
    markup, _ = ReportHTMLExporter().from_notebook_node(notebook, {"metadata": {"name": name}})
    path = folder / "page.html"
    path.write_text(markup, encoding="utf-8")
    return path


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_report_keeps_nobody_out(tab, axe, tmp_path, name):
    project = Project(ROOT)
    notebook = nbformat.read(project.notebook(name), as_version=4)
    edition = project.editions()[name]
    bundles.describe(notebook, edition, project.values(edition))

    assert _found(tab, axe, _page(tmp_path, notebook, name)) == []


@pytest.mark.parametrize("name", OTHERS)
def test_an_edition_that_is_built_keeps_nobody_out(tab, axe, name):
    project = Project(ROOT)
    edition = project.editions().get(name)
    if edition is None or not runs.state(project, edition).startswith("fresh"):
        pytest.skip(f"reports/{name} is not fresh")

    assert _found(tab, axe, ROOT / "reports" / name / "latest" / f"{name}.html", LOOKS[:2]) == []


def test_the_page_of_somebody_else_s_notebook_keeps_nobody_out(tab, axe, tmp_path):
    markdown = (
        "Text\n===\n\n# Again\n\n#### Deep\n\n- a\n    1. b\n\n> said\n\n| a | b |\n|---|--:|\n"
        "| 1 | 2 |\n\n`code` $x^2$\n\n$$\\frac{1}{2}$$\n\n```python\nreturn 'x'  # why\n```\n\n"
        "<details><summary>More</summary>hidden</details>\n\n![plot](lost.png)\n\n[here](x.ipynb)"
    )
    frame = "<table class='dataframe'><tr><th></th><th>a</th></tr><tr><th>0</th><td>1</td></tr>"
    bundles = [
        {"text/html": f"{frame}</table>"},
        {"text/plain": "x" * 500},
        {"image/svg+xml": "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'/>"},
        {"text/latex": "$\\alpha$"},
        {"application/json": {"a": 1}},
    ]
    outputs = [new_output("display_data", data=bundle) for bundle in bundles]
    outputs += [
        new_output("stream", name="stderr", text="\x1b[31mWarning\x1b[0m"),
        new_output("error", ename="E", evalue="v", traceback=["\x1b[31mE: v\x1b[0m"]),
    ]
    cells = [new_markdown_cell(markdown), new_code_cell("for i in []: pass", outputs=outputs)]

    assert _found(tab, axe, _page(tmp_path, new_notebook(cells=cells), FOREIGN)) == []


def test_the_gallery_keeps_nobody_out(tab, axe, tmp_path):
    editions = Project(ROOT).editions().values()
    for edition in editions:
        said = {"question": f"What of {edition.notebook}?", "answer": "It is so."}
        record = {"built": "2026-11-22T10:57:07+00:00", **said}
        put_run(tmp_path, edition.name, record)
    gallery.update(tmp_path, editions)

    assert _found(tab, axe, tmp_path / "index.html") == []
