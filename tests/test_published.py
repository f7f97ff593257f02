"""What is committed to be read at once is what the notebooks, the code and the data say now."""

import hashlib
import json
import time
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from analysis.press import covers, execute, hashes, inputs, published, readme
from analysis.press.projects import Project
from analysis.press.typeset import printing

ROOT = Path(__file__).parent.parent
NAME = "01_how_far_is_it"
LARGEST_THUMBNAIL_BYTES = 60_000
EDITIONS = f"""editions:
  - {{name: {NAME}, title: How far, notebook: {NAME}}}
  - {{name: {NAME}_by_ship, title: By ship, notebook: {NAME}, parameters: {{km: 9}}}}
"""


@pytest.fixture
def project(tmp_path):
    for folder in ("notebooks", "reports", "data"):
        (tmp_path / folder).mkdir()
    (tmp_path / "reports" / "editions.yml").write_text(EDITIONS, encoding="utf-8")
    (tmp_path / "requirements.lock").write_text("a==1\n", encoding="utf-8")
    (tmp_path / "data" / "ways.csv").write_text("km\n3\n", encoding="utf-8")
    _write(tmp_path, "km: int = 3  # distance, km")
    time.sleep(2 * hashes.TICK_S)  # what changes while a report is made is made anew
    return Project(tmp_path)


def _write(folder, source):
    cells = [
        new_markdown_cell("# How far?"),
        new_code_cell(source, metadata={"tags": ["parameters"]}),
    ]
    kernel = {"name": "python3", "display_name": "P", "language": "python"}
    notebook = new_notebook(cells=cells, metadata={"kernelspec": kernel})
    nbformat.write(notebook, folder / "notebooks" / f"{NAME}.ipynb")


def test_what_is_published_is_up_to_date():
    """`make publish` mends it; nothing is executed to find out."""
    assert published.out_of_date(Project(ROOT)) == []


def test_the_readme_shows_the_first_page_of_each():
    editions = published.editions(Project(ROOT))
    titles = {name: edition.title for name, edition in editions.items()}

    assert readme.pages(titles) in (ROOT / "README.md").read_text(encoding="utf-8")
    for name in titles:
        picture = ROOT / "reports" / "published" / f"{name}.png"
        assert picture.stat().st_size < LARGEST_THUMBNAIL_BYTES


def test_only_default_editions_are_published(project):
    assert list(published.editions(project)) == [NAME]


def test_a_pdf_and_its_first_page_are_made_and_then_up_to_date(project):
    before = published.out_of_date(project)
    published.make(project, NAME)
    folder = project.reports / "published"

    assert before == [NAME]
    assert (folder / f"{NAME}.pdf").read_bytes().startswith(b"%PDF-")
    assert (folder / f"{NAME}.png").read_bytes().startswith(b"\x89PNG")
    assert published.out_of_date(project) == []
    assert sorted(path.name for path in folder.iterdir()) == [
        f"{NAME}.pdf", f"{NAME}.png", "record.json",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "change",
    [
        lambda root: _write(root, "km: int = 4  # distance, km"),
        lambda root: (root / "data" / "ways.csv").write_text("km\n4\n", encoding="utf-8"),
        lambda root: (root / "requirements.lock").write_text("a==2\n", encoding="utf-8"),
        lambda root: (root / "reports" / "published" / f"{NAME}.pdf").write_bytes(b"%PDF-other"),
        lambda root: (root / "reports" / "published" / f"{NAME}.png").unlink(),
    ],
    ids=["notebook", "data", "lock", "another PDF", "no picture"],
)
def test_what_a_pdf_is_made_from_tells_when_it_is_out_of_date(project, monkeypatch, change):
    monkeypatch.setattr("analysis.press.execute.execution", _unexecuted)
    published.make(project, NAME)
    assert published.out_of_date(project) == []
    change(project.root)

    assert published.out_of_date(project) == [NAME]


def _unexecuted(path, values, on_progress=None, **_):
    read = str(path.parent.parent / "data" / "ways.csv")
    return execute.Execution(nbformat.read(path, as_version=4), (read,), ())


def test_another_python_makes_no_published_pdf_out_of_date(project, monkeypatch):
    monkeypatch.setattr("analysis.press.execute.execution", _unexecuted)
    published.make(project, NAME)
    installed = inputs._installed()
    monkeypatch.setattr(inputs, "_installed", lambda: installed | {"Python": "3.99", "numpy": "9"})

    assert published.out_of_date(project) == []


def test_a_table_that_no_cell_reads_makes_no_published_pdf_out_of_date(project, monkeypatch):
    monkeypatch.setattr("analysis.press.execute.execution", _unexecuted)
    published.make(project, NAME)
    (project.root / "data" / "others.csv").write_text("km\n4\n", encoding="utf-8")

    assert published.out_of_date(project) == []


def test_neither_the_clock_nor_a_commit_is_in_what_is_published(project, monkeypatch):
    monkeypatch.setattr("analysis.press.execute.execution", _unexecuted)
    digests = []
    for stamp in ("2026-01-01", "2031-12-31"):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(stamp[:4]) * 31_536_000))
        published.make(project, NAME)
        digests.append(
            {
                path.name: hashlib.sha256(path.read_bytes()).hexdigest()
                for path in (project.reports / "published").iterdir()
            }
        )

    assert digests[0] == digests[1]


def test_what_has_no_edition_any_more_is_removed(project):
    folder = project.reports / "published"
    folder.mkdir()
    for name in ("09_gone.pdf", "09_gone.png", "fig-x.svg"):
        (folder / name).write_bytes(b"made")
    (folder / "record.json").write_text(json.dumps({"09_gone": {}}), encoding="utf-8")
    published.remove_others(project)

    assert sorted(path.name for path in folder.iterdir()) == ["fig-x.svg", "record.json"]
    assert json.loads((folder / "record.json").read_text(encoding="utf-8")) == {}


def test_a_thumbnail_is_small_and_the_page_itself():
    notebook = new_notebook(cells=[new_markdown_cell("# Q?\n\nWords.")])
    page = covers.first_page_of(printing.pdf_of(notebook), ppi=60)
    small = covers.thumbnail(page)

    assert small[16:24] == page[16:24]
    assert len(small) < len(page) / 2
    assert small == covers.thumbnail(page)
