"""From notebook to a published run: all of it, or nothing and a sentence."""

import json
import shutil
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from analysis.press import PressError, bundles, hashes, runs
from analysis.press.editions import Edition
from analysis.press.projects import Project
from analysis.press.proofs import provenance

NAME = "01_how_far_is_it"
EDITIONS = f"editions:\n  - {{name: {NAME}, title: How far, notebook: {NAME}}}\n"
AS_OF = date(2026, 11, 22)
# A cell that states a number and shows a table, as a report's cells do.
SHOWS = """\
from IPython.display import display
values = {"far_km": {"value": km * 2, "unit": "km", "text": "6"}}
told = {"ways": {"until": "2023-04-20", "retrieved": "2026-11-22", "sha256": "ab"}}
values_mime = "application/vnd.filmed-in-orbit.values+json"
said = {values_mime: {"values": values, "tables": told}}
display({"text/markdown": f"It is {km * 2} km.", **said}, raw=True)
"""


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
    time.sleep(2 * hashes.TICK_S)  # what changes while a report is made is made anew
    return Project(folder)


def _made(project, on_progress=None, **parameters):
    edition = Edition(name=NAME, title="How far", notebook=NAME, parameters=parameters)
    return bundles.made(project, edition, as_of=AS_OF, on_progress=on_progress)


def _analysis(folder, *arguments):
    command = [sys.executable, "-c", "from analysis.cli import main; main()", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def _reports(project):
    return sorted(path.name for path in project.reports.iterdir())


def test_an_edition_becomes_a_folder_with_everything_in_it(project):
    stages = []
    bundle = _made(project, lambda stage, done, of: stages.append((stage, done, of)), km=21)
    run = runs.publish(project, bundle)

    assert sorted(path.name for path in run.path.iterdir()) == [
        f"{NAME}.html", f"{NAME}.ipynb", f"{NAME}.pdf", f"{NAME}.png", "manifest.json",
        "values.json",
    ]  # fmt: skip
    assert "42" in (run.path / f"{NAME}.html").read_text(encoding="utf-8")
    assert (run.path / f"{NAME}.pdf").read_bytes().startswith(b"%PDF-")
    assert nbformat.read(run.path / f"{NAME}.ipynb", as_version=4).cells
    assert set(bundle.seconds) == {"kernel and cells", "HTML", "PDF"}
    assert ("cells", 5, 5) in stages


def test_a_manifest_says_what_a_run_was_made_from_when_and_with_what(tmp_path):
    project = _project(tmp_path, _notebook(SHOWS))
    manifest = runs.publish(project, _made(project, km=21)).manifest

    assert manifest["parameters"] == {"km": 21}
    assert manifest["as_of"] == "2026-11-22"
    assert manifest["question"] == "How far is it?"
    assert manifest["data"]["ways"] == {
        "sha256": "ab", "retrieved": "2026-11-22", "until": "2023-04-20",
    } | manifest["data"]["ways"]  # fmt: skip
    assert manifest["started"] <= manifest["finished"] <= manifest["built"]
    assert manifest["versions"]["numpy"]
    assert manifest["commit"] is None
    assert str(tmp_path) not in json.dumps(manifest)


@pytest.mark.skipif(not shutil.which("git"), reason="there is no git")
def test_a_commit_is_told_with_whether_anything_differs_from_it(tmp_path):
    def git(*arguments):
        who = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
        command = ["git", "-C", str(tmp_path), *who, *arguments]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        return done.stdout.strip()

    git("init", "-q")
    unborn = provenance.commit(tmp_path)
    (tmp_path / "a.txt").write_text("1")
    git("add", "a.txt")
    git("commit", "-q", "-m", "One")
    clean = provenance.commit(tmp_path)
    (tmp_path / "b.txt").write_text("2")

    assert unborn is None
    assert clean == {"id": git("rev-parse", "HEAD"), "is_clean": True}
    assert provenance.commit(tmp_path) == {**clean, "is_clean": False}


def test_the_same_inputs_make_the_same_bytes(project):
    first, second = _made(project).files, _made(project).files

    assert {name for name in first if first[name] != second[name]} <= {f"{NAME}.ipynb"}


def test_a_cell_that_fails_is_named_and_nothing_is_published(tmp_path):
    project = _project(tmp_path, _notebook('raise KeyError("no such film")'))

    with pytest.raises(PressError) as refusal:
        _made(project)

    assert "cell 4" in str(refusal.value)
    assert "KeyError: 'no such film'" in str(refusal.value)
    assert _reports(project) == ["editions.yml"]


def test_a_wrong_value_starts_no_kernel(project, monkeypatch):
    monkeypatch.setattr("papermill.execute_notebook", lambda *_, **__: pytest.fail("a kernel"))

    with pytest.raises(PressError, match="There is no parameter 'kmm'; did you mean 'km'"):
        _made(project, kmm=3)


def test_a_failed_build_leaves_the_last_good_one(tmp_path):
    project = _project(tmp_path, _notebook("assert km < 10"))
    _analysis(project.root, "build")
    good = runs.latest(project, NAME)
    (project.reports / "editions.yml").write_text(EDITIONS.replace("}", ", parameters: {km: 30}}"))
    failed = _analysis(project.root, "build")

    assert failed.returncode == 1
    assert runs.latest(project, NAME) == good


def test_the_command_builds_says_why_and_builds_nothing_twice(project):
    built = _analysis(project.root, "build")
    again = _analysis(project.root, "build")
    listed = _analysis(project.root / "notebooks", "list")
    nbformat.write(_notebook("km * 3"), project.notebook(NAME))
    relisted = _analysis(project.root, "list")
    rebuilt = _analysis(project.root, "build", NAME)
    forced = _analysis(project.root, "build", "--force")

    assert built.returncode == 0, built.stderr
    assert f"{NAME}: built; reports/{NAME}/latest/" in built.stdout
    assert again.stdout == f"{NAME}: fresh\n"
    assert "fresh, built 20" in listed.stdout
    assert "out of date: the notebook changed" in relisted.stdout
    assert f"{NAME}: rebuilt: the notebook changed; reports/" in rebuilt.stdout
    assert f"{NAME}: rebuilt: --force; reports/" in forced.stdout
    assert len(runs.runs(project, NAME)) == 3


def test_many_fresh_reports_are_counted(project, monkeypatch):
    entries = [
        f"  - {{name: n{i}, title: T, notebook: {NAME}, formats: [html]}}\n" for i in range(6)
    ]
    (project.reports / "editions.yml").write_text("editions:\n" + "".join(entries))
    monkeypatch.setattr(runs, "reason", lambda *_, **__: None)
    from typer.testing import CliRunner

    from analysis.press.commands import app

    monkeypatch.chdir(project.root)
    done = CliRunner().invoke(app, ["build"])

    assert done.stdout == "6 reports are fresh.\n"
    assert done.exit_code == 0


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
    assert _reports(project) == ["editions.yml"]


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
    assert f"reports/{NAME}/latest/" in done.stdout
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
    before = set(Path(project.root).rglob("*"))
    runs.publish(project, _made(project))
    after = set(Path(project.root).rglob("*"))

    assert {path.relative_to(project.reports).parts[0] for path in after - before} == {NAME}
