"""From notebook to published files: all of them, or none and a sentence."""

import json
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from analysis.press import PressError, publish
from analysis.press.editions import Edition

NAME = "01_how_far_is_it"
EDITIONS = f"editions:\n  - {{name: {NAME}, title: How far, notebook: {NAME}}}\n"


def _notebook(last="km * 2"):
    return new_notebook(
        cells=[
            new_markdown_cell("# How far is it?\n\nIt matters."),
            new_code_cell("km: int = 3  # distance, km", metadata={"tags": ["parameters"]}),
            new_code_cell("from pathlib import Path", metadata={"tags": ["setup"]}),
            new_code_cell(last),
        ],
        metadata={"kernelspec": {"name": "python3", "display_name": "P", "language": "python"}},
    )


@pytest.fixture
def project(tmp_path):
    return _project(tmp_path)


def _project(folder, notebook=None, editions=EDITIONS):
    (folder / "notebooks").mkdir()
    (folder / "reports").mkdir()
    (folder / "reports" / "editions.yml").write_text(editions, encoding="utf-8")
    nbformat.write(notebook or _notebook(), folder / "notebooks" / f"{NAME}.ipynb")
    return publish.Project(folder)


def _published(project):
    return sorted(path.name for path in project.reports.iterdir())


def _record(project):
    return json.loads((project.reports / f"{NAME}.json").read_text(encoding="utf-8"))


def _edition(**parameters):
    return Edition(name=NAME, title="How far", notebook=NAME, parameters=parameters)


def _analysis(folder, *arguments):
    command = [sys.executable, "-c", "from analysis.cli import main; main()", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_an_edition_becomes_html_pdf_and_a_record(project):
    stages = []
    seconds = publish.build(
        project, _edition(km=21), lambda stage, done, of: stages.append((stage, done, of))
    )

    assert _published(project) == [
        f"{NAME}.html", f"{NAME}.json", f"{NAME}.pdf", f"{NAME}.png",
        "editions.yml", "feed.xml", "index.html",
    ]  # fmt: skip
    assert "42" in (project.reports / f"{NAME}.html").read_text(encoding="utf-8")
    assert (project.reports / f"{NAME}.pdf").read_bytes().startswith(b"%PDF-")
    record = _record(project)
    assert record["parameters"] == {"km": 21}
    assert record["question"] == "How far is it?"
    assert set(seconds) == {"kernel and cells", "HTML", "PDF", "gallery"}
    assert ("cells", 5, 5) in stages


def test_the_same_inputs_make_the_same_bytes(project):
    publish.build(project, _edition())
    first = {p.name: p.read_bytes() for p in project.reports.iterdir() if p.suffix != ".json"}
    changed = _record(project)["changed"]
    publish.build(project, _edition())

    assert first == {
        p.name: p.read_bytes() for p in project.reports.iterdir() if p.suffix != ".json"
    }
    # A report that says the same is not news.
    assert _record(project)["changed"] == changed


def test_a_cell_that_fails_is_named_and_nothing_is_published(tmp_path):
    project = _project(tmp_path, _notebook('raise KeyError("no such film")'))

    with pytest.raises(PressError) as refusal:
        publish.build(project, _edition())

    assert "cell 4" in str(refusal.value)
    assert "KeyError: 'no such film'" in str(refusal.value)
    assert _published(project) == ["editions.yml"]


def test_a_failed_build_leaves_the_last_good_one(tmp_path):
    project = _project(tmp_path, _notebook("assert km < 10"))
    publish.build(project, _edition(km=3))
    good = {path: path.read_bytes() for path in project.reports.iterdir()}

    with pytest.raises(PressError):
        publish.build(project, _edition(km=30))

    assert {path: path.read_bytes() for path in project.reports.iterdir()} == good


def test_a_wrong_value_starts_no_kernel(project, monkeypatch):
    monkeypatch.setattr("papermill.execute_notebook", lambda *_, **__: pytest.fail("a kernel"))

    with pytest.raises(PressError, match="There is no parameter 'kmm'; did you mean 'km'"):
        publish.build(project, _edition(kmm=3))


def test_the_state_tells_what_changed(project):
    edition = _edition()
    before = publish.state(project, edition)
    publish.build(project, edition)
    after = publish.state(project, edition)
    nbformat.write(_notebook("km * 3"), project.notebook(NAME))

    assert before == "not built"
    assert after.startswith("up to date")
    assert publish.state(project, edition).startswith("out of date")


def test_the_command_builds_and_lists(project):
    built = _analysis(project.root, "build")
    listed = _analysis(project.root / "notebooks", "list")

    assert built.returncode == 0, built.stderr
    assert f"reports/{NAME}.html and reports/{NAME}.pdf" in built.stdout
    assert "up to date" in listed.stdout


def test_a_failing_report_gives_exit_code_1_and_its_cell(tmp_path):
    project = _project(tmp_path, _notebook("1 / 0"))
    built = _analysis(project.root, "build")

    assert built.returncode == 1
    assert f"{NAME}.ipynb, cell 4 (1 / 0): ZeroDivisionError" in built.stderr
    assert "Traceback" not in built.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("build", "01_how_far"), f"There is no edition '01_how_far'; did you mean '{NAME}'?"),
        (("describe", "how_far_is_it"), f"did you mean '{NAME}'?"),
        (("execute", "nothing"), "There is no notebook 'nothing'"),
        (("bild",), "No such command 'bild'"),
    ],
)
def test_what_does_not_exist_gives_exit_code_2_and_the_nearest(project, arguments, said):
    done = _analysis(project.root, *arguments)

    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert _published(project) == ["editions.yml"]


@pytest.mark.parametrize(
    ("editions", "said"),
    [
        ("editions: [", "editions.yml is not YAML"),
        (EDITIONS.replace("}", ", parameters: {km: three}}"), "valid integer"),
        (EDITIONS.replace(f"notebook: {NAME}", "notebook: 09_gone"), "no notebook notebooks/09"),
    ],
)
def test_broken_editions_give_exit_code_2(tmp_path, editions, said):
    project = _project(tmp_path, editions=editions)
    done = _analysis(project.root, "build")

    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_a_live_edition_is_left_out_with_a_line_when_its_data_are_not_there(tmp_path):
    live = f"  - {{name: live, title: L, notebook: {NAME}, live: true, parameters: {{km: far}}}}\n"
    project = _project(tmp_path, editions=EDITIONS + live)
    done = _analysis(project.root, "build")
    named = _analysis(project.root, "build", "live")

    assert done.returncode == 0
    assert "Left out. Edition live: km: 'far' is not accepted" in done.stdout
    assert f"reports/{NAME}.html" in done.stdout
    assert named.returncode == 2


def test_outside_a_project_the_command_says_what_is_missing(tmp_path):
    done = _analysis(tmp_path, "build")

    assert done.returncode == 2
    assert "reports/editions.yml" in done.stderr


def test_describe_prints_a_schema(project):
    done = _analysis(project.root, "describe", NAME, "--json")
    schema = json.loads(done.stdout)

    assert schema["properties"]["km"]["type"] == "integer"
    assert schema["properties"]["km"]["default"] == 3


def test_no_progress_is_drawn_where_there_is_no_terminal(project):
    done = _analysis(project.root, "build")

    assert "\x1b" not in done.stdout + done.stderr
    assert "starting" not in done.stderr


def test_nothing_is_written_but_the_reports(project):
    before = {path for path in Path(project.root).rglob("*") if path.parent != project.reports}
    publish.build(project, _edition())
    after = {path for path in Path(project.root).rglob("*") if path.parent != project.reports}

    assert before == after
    assert not list(project.reports.glob("*.part"))
