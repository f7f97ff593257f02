"""The press works on a project that is not this one, where `analysis` is only installed.

The package is built as a wheel from this tree and installed into an environment of its own, which
sees the libraries of the running one; nothing is fetched.
"""

import json
import os
import subprocess
import sys
import sysconfig
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).parent.parent
STEM = "01_does_it_rain_in_may"
# Invented for this test: a gauge that nobody has.
RAINFALL = "month,rain_mm\nMarch,38.5\nApril,41\nMay,62.5\nJune,55\n"
RECORD = {
    "name": "rainfall",
    "path": "rainfall.csv",
    "title": "Rain by month",
    "sources": [{"title": "Readings of a gauge"}],
    "licenses": [{"name": "CC0-1.0", "title": "CC0 1.0"}],
    "schema": {
        "fields": [
            {"name": "month", "type": "string", "constraints": {"required": True}},
            {"name": "rain_mm", "type": "number", "constraints": {"minimum": 0}},
        ]
    },
}
WRITTEN = {  # cell of the draft -> what its author makes of it
    "title": "# Does it rain in May?\n\nWho sows in April wants to know.",
    "setup": """from analysis import datasets, show

examined = datasets.read("rainfall").head(rows)
wettest = examined.sort_values("rain_mm").iloc[-1]""",
    "answer": """show.sentence(
    "**Yes: {month} is the wettest month, with {rain_mm:.0f} mm.**",
    wettest,
)""",
    "evidence": "## How much in which month?\n\nOne row is one month of the gauge.",
    "before": 'show.sentence("{months} months were read.", months=len(examined))',
    "table": 'show.table(examined, "Rain by month.", label="examined")',
    "figure": """show.bars(
    examined, "rain_mm", "month", "Rain by month.", label="examined"
)""",
    "reading": 'show.sentence("{month} stands out.", month=wettest["month"])',
    "limits": "## What this leaves out\n\n- Other years.",
}


@pytest.fixture(scope="module")
def binaries(tmp_path_factory):
    """Return the folder of commands of an environment with the package installed from a wheel."""
    place = tmp_path_factory.mktemp("environment")
    _done([sys.executable, "-m", "venv", place])
    seen = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    [packages] = place.glob("lib/python*/site-packages")
    (packages / "running.pth").write_text("\n".join(sorted(seen)) + "\n", encoding="utf-8")
    pip = [place / "bin" / "python", "-m", "pip", "--disable-pip-version-check"]
    offline = ["--no-deps", "--no-build-isolation", "--no-index"]
    _done([*pip, "install", *offline, ROOT])  # pip makes a wheel of a folder, and installs that
    return place / "bin"


@pytest.fixture(scope="module")
def project(tmp_path_factory, binaries):
    """Return a project made as the documentation says, up to its first pages."""
    root = tmp_path_factory.mktemp("garden")
    for folder in ("data", "reports"):
        (root / folder).mkdir()
    (root / "reports" / "editions.yml").write_text("project: Rain in the garden\n")
    (root / "data" / "rainfall.csv").write_text(RAINFALL)
    package = {"name": "garden", "resources": [RECORD]}
    (root / "data" / "datapackage.json").write_text(json.dumps(package))
    for arguments in (["refresh", "rainfall"], ["new", "Does it rain in May?"]):
        _done([binaries / "analysis", *arguments], root)
    return root


@pytest.fixture(scope="module")
def written(project, binaries):
    """Return the project with its report written out, executed and built."""
    path = project / "notebooks" / f"{STEM}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        cell.source = WRITTEN.get(cell.id, cell.source)
    nbformat.write(notebook, path)
    for arguments in (["execute"], ["build"]):
        _done([binaries / "analysis", *arguments], project)
    return project


def _run(command, folder=None):
    bare = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    return subprocess.run(
        list(map(str, command)), cwd=folder, capture_output=True, text=True, check=False, env=bare
    )


def _done(command, folder=None):
    done = _run(command, folder)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_package_comes_from_the_wheel_and_not_from_this_tree(binaries, tmp_path):
    said = _done([binaries / "python", "-c", "import analysis; print(analysis.__file__)"], tmp_path)

    assert Path(said.strip()).is_relative_to(binaries.parent)


def test_a_draft_shows_the_project_s_own_table_and_says_what_is_to_be_written(project, binaries):
    found = _run([binaries / "analysis", "lint"], project)
    draft = (project / "notebooks" / f"{STEM}.ipynb").read_text(encoding="utf-8")

    assert 'datasets.read(\\"rainfall\\")' in draft
    assert found.returncode == 1
    assert f"{STEM}.ipynb, cell 1: still to be written: TODO: why" in found.stdout


def test_a_draft_becomes_pages_as_it_is(project, binaries):
    said = _done([binaries / "analysis", "build"], project)

    assert STEM in said
    assert list(project.glob(f"reports/{STEM}/latest/*.pdf"))


def test_the_written_report_has_no_fault(written, binaries):
    assert _done([binaries / "analysis", "lint"], written) == "No fault in 1 notebook.\n"


def test_its_pages_bear_the_names_of_project_and_report_and_its_numbers(written):
    [page] = written.glob(f"reports/{STEM}/latest/*.html")
    [printed] = written.glob(f"reports/{STEM}/latest/*.pdf")
    text = page.read_text(encoding="utf-8")

    assert "<title>Does it rain in May? · Rain in the garden</title>" in text
    assert "May is the wettest month, with 62 mm" in text
    assert printed.read_bytes().startswith(b"%PDF-")
    assert "Rain in the garden".encode("utf-16-be") in printed.read_bytes() or (
        b"Rain in the garden" in printed.read_bytes()
    )


def test_nothing_that_is_built_speaks_of_this_project(written):
    pages = [*written.glob("reports/*.*"), *written.glob(f"reports/{STEM}/latest/*.html")]

    assert {path.name for path in pages} > {"index.html", "feed.xml"}
    for path in pages:
        assert "Filmed in Orbit" not in path.read_text(encoding="utf-8"), path


def test_list_and_describe_speak_of_the_project(written, binaries):
    listed = _done([binaries / "analysis", "list"], written)
    described = _done([binaries / "analysis", "describe", STEM], written / "notebooks")

    assert "Does it rain in May?" in listed
    assert "not built" not in listed
    assert "how many rows are looked at" in described


def test_check_names_the_faulty_cell_of_the_project_s_own_table(written, binaries):
    well = _done([binaries / "analysis", "check"], written / "notebooks")
    table = written / "data" / "rainfall.csv"
    table.write_text(RAINFALL.replace("62.5", "-62.5"))
    wrong = _run([binaries / "analysis", "check"], written)
    table.write_text(RAINFALL)

    assert "1 of 1 tables in data/ are in order." in well
    assert wrong.returncode == 1
    assert "data/rainfall.csv, row 3, column rain_mm" in wrong.stderr
