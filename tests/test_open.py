"""A published report, opened in a copy of its own."""

import json
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from analysis import cli
from analysis.press import PressError
from analysis.press.lab import scratch
from analysis.press.projects import Project

NAME = "03_who_goes"
CELL = "crew: int = 2  # people\nship: str = 'Soyuz'  # its name"
FIRST, SECOND = "2026-01-02T030405.000001Z", "2026-02-03T040506.000002Z"
EDITIONS = f"""
editions:
  - {{name: {NAME}, title: 'Who goes?', notebook: {NAME}}}
  - {{name: {NAME}_alone, title: Alone, notebook: {NAME}, parameters: {{crew: 1}}}}
"""


def _notebook(*, is_run: bool = False, said: str = "two go"):
    cells = [
        new_markdown_cell("# Who goes?"),
        new_code_cell(CELL, metadata={"tags": ["parameters"]}, execution_count=1),
        new_code_cell("say(crew)", execution_count=2),
    ]
    output = new_output("execute_result", data={"text/plain": said}, execution_count=2)
    cells[2].outputs = [output]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    metadata = {"kernelspec": kernel}
    if is_run:
        injected = {"tags": ["injected-parameters"]}
        cells.insert(2, new_code_cell("crew = 9", metadata=injected, execution_count=2))
        cells[3].execution_count = output.execution_count = 3
        metadata |= {"papermill": {}, "filmed_in_orbit": {"edition": NAME}}
        cells[3].metadata["papermill"] = {"duration": 1}
    return new_notebook(cells=cells, metadata=metadata)


@pytest.fixture
def project(tmp_path):
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "editions.yml").write_text(EDITIONS, encoding="utf-8")
    nbformat.write(_notebook(), tmp_path / "notebooks" / f"{NAME}.ipynb")
    for number, run in enumerate((FIRST, SECOND), 1):
        folder = tmp_path / "reports" / NAME / run
        folder.mkdir(parents=True)
        manifest = {"parameters": {"crew": number + 4, "ship": "Dragon"}}
        (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
        nbformat.write(_notebook(is_run=True, said=f"run {number}"), folder / f"{NAME}.ipynb")
    (tmp_path / "reports" / NAME / "latest").symlink_to(SECOND)
    return Project(tmp_path)


def _read(path):
    return nbformat.read(path, as_version=4)


def test_the_newest_run_opens_with_its_values_in_the_parameters_cell(project):
    path = scratch.copy(project, NAME)
    copied = _read(path)

    assert path == project.root / "scratch" / f"{NAME}-2026-02-03T040506.ipynb"
    assert copied.cells[1].source == 'crew: int = 6  # people\nship: str = "Dragon"  # its name'
    assert copied.cells[1].metadata.tags == ["parameters"]


def test_a_copy_shows_what_the_run_showed_and_carries_no_trace_of_the_press(project):
    copied = _read(scratch.copy(project, NAME))

    assert [cell.source for cell in copied.cells][2:] == ["say(crew)"]
    assert copied.cells[2].execution_count == copied.cells[2].outputs[0].execution_count == 2
    assert copied.cells[2].outputs[0].data["text/plain"] == "run 2"
    assert set(copied.metadata) == {"kernelspec"}
    assert copied.cells[2].metadata == {}


def test_an_older_run_opens_by_how_its_name_begins(project):
    copied = _read(scratch.copy(project, NAME, "2026-01"))

    assert copied.cells[1].source.startswith("crew: int = 5  #")


def test_the_notebook_and_the_run_stay_as_they_are(project):
    files = [*project.root.rglob("*.ipynb"), *project.root.rglob("manifest.json")]
    before = {path: path.read_bytes() for path in files}

    path = scratch.copy(project, NAME)
    path.write_text("spoilt", encoding="utf-8")

    assert {path: path.read_bytes() for path in files} == before


def test_a_copy_that_was_changed_is_kept_and_one_that_was_not_is_taken_again(project):
    first = scratch.copy(project, NAME)
    assert scratch.copy(project, NAME) == first
    first.write_text("my own work", encoding="utf-8")

    second = scratch.copy(project, NAME)

    assert second.name == f"{NAME}-2026-02-03T040506-2.ipynb"
    assert first.read_text(encoding="utf-8") == "my own work"
    assert scratch.copy(project, NAME) == second


def test_an_edition_that_was_never_built_opens_with_the_values_of_its_entry(project):
    copied = _read(scratch.copy(project, f"{NAME}_alone"))

    assert copied.cells[1].source.startswith('crew: int = 1  # people\nship: str = "Soyuz"')
    assert copied.cells[2].outputs == []  # they were of other values


@pytest.mark.parametrize(
    ("name", "run", "said"),
    [
        ("03_who_gose", None, f"There is no edition '03_who_gose'; did you mean '{NAME}'?"),
        ("03_who_gose", "2025", f"There is no edition '03_who_gose'; did you mean '{NAME}'?"),
        (NAME, "2025", f"{NAME} has no run '2025'; its newest are {FIRST}, {SECOND}."),
        (
            f"{NAME}_alone",
            "2025",
            f"{NAME}_alone has no run '2025'; `analysis build {NAME}_alone` makes its first.",
        ),
    ],
)
def test_what_does_not_exist_is_refused_and_leaves_no_file(project, name, run, said):
    with pytest.raises(PressError) as refused:
        scratch.copy(project, name, run)

    assert str(refused.value) == said
    assert not (project.root / "scratch").exists()


@pytest.fixture
def started(project, monkeypatch, tmp_path):
    """Return the commands that would take the place of this process."""
    commands: list[list[str]] = []
    monkeypatch.chdir(project.root / "reports")
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "jupyter"))
    monkeypatch.setenv("PATH", "/usr/bin")
    monkeypatch.setattr("os.execv", lambda _, command: commands.append(command))
    return commands


def _analysis(monkeypatch, *arguments):
    monkeypatch.setattr(sys, "argv", ["analysis", *arguments])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    return ended.value.code


def test_jupyterlab_starts_in_the_project_and_gets_its_own_options(project, started, monkeypatch):
    assert _analysis(monkeypatch, "open", NAME, "--no-browser", "--port=9") == 0

    path = f"--LabApp.default_url=/lab/tree/scratch/{NAME}-2026-02-03T040506.ipynb"
    python = [sys.executable, "-m", "jupyterlab", "--ServerApp.root_dir=."]
    assert started == [[*python, path, "--no-browser", "--port=9"]]
    assert Path.cwd() == project.root


def test_the_lab_opens_on_the_page_from_which_to_start(project, started, monkeypatch):
    nbformat.write(_notebook(), project.notebook("00_start_here"))

    assert _analysis(monkeypatch, "lab", "--no-browser") == 0

    page = "--LabApp.default_url=/lab/tree/notebooks/00_start_here.ipynb"
    assert started[0][-2:] == [page, "--no-browser"]


def test_a_project_without_such_a_page_is_told_so(started, monkeypatch, capsys):
    assert _analysis(monkeypatch, "lab") == 2

    said = "There is no notebook notebooks/00_start_here.ipynb, from which to start."
    assert said in capsys.readouterr().err
    assert started == []


def test_a_broken_notebook_beside_it_keeps_nobody_out(project, started, monkeypatch):
    project.notebook("broken").write_text("{", encoding="utf-8")

    assert _analysis(monkeypatch, "open", NAME) == 0
    assert len(started) == 1


def test_what_cannot_be_opened_is_said_in_red_and_nothing_starts(started, monkeypatch, capsys):
    assert _analysis(monkeypatch, "open", "none") == 2

    assert "There is no edition 'none'" in capsys.readouterr().err
    assert started == []
