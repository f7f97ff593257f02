"""A report is built anew if and only if something that it depends on changed."""

import json
import shutil
import subprocess
import sys
import time
from datetime import UTC, date, datetime
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from analysis.press import PressError, bundles, hashes, inputs, runs
from analysis.press.projects import Project

NAME = "far"
NOTEBOOK = "01_far"
EDITIONS = f"""\
editions:
  - name: {NAME}
    title: How far is it?
    notebook: {NOTEBOOK}
    parameters: {{km: 4}}
"""
RESOURCES = [
    {"name": name, "path": f"{name}.csv", "title": name.capitalize()}
    for name in ("ways", "other", "named")
]
READS = """\
import json, os
from pathlib import Path
import beside
from analysis import money
data = Path("../data")
ways = (data / "ways.csv").read_text()
names = [each["name"] for each in json.loads((data / "datapackage.json").read_text())["resources"]]
listed = os.listdir("../data/maps")
"""
NAMES_A_TABLE = """\
from IPython.display import display
told = {"until": "2023", "retrieved": "2026-11-22", "sha256": "0"}
shown = {"values": {}, "tables": {"named": told}}
display({"application/vnd.filmed-in-orbit.values+json": shown, "text/plain": "x"}, raw=True)
"""


def _notebook():
    kernel = {"name": "python3", "display_name": "P", "language": "python"}
    return new_notebook(
        cells=[
            new_markdown_cell("# How far is it?\n\nIt matters."),
            new_code_cell(
                "km: int = 3  # distance, km\nday: str = 'x'  # a day",
                metadata={"tags": ["parameters"]},
            ),
            new_code_cell(READS, metadata={"tags": ["setup"]}),
            new_code_cell(NAMES_A_TABLE),
            new_code_cell("km * 2"),
        ],
        metadata={"kernelspec": kernel},
    )


def _package(root, **changes):
    content = {"name": "p", "title": "P", "resources": RESOURCES, **changes}
    (root / "data" / "datapackage.json").write_text(json.dumps(content), encoding="utf-8")


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """One report, built for good; each test works on a copy."""
    root = tmp_path_factory.mktemp("built")
    for folder in ("notebooks", "reports", "data/maps"):
        (root / folder).mkdir(parents=True)
    (root / "reports" / "editions.yml").write_text(EDITIONS, encoding="utf-8")
    (root / "requirements.lock").write_text("a==1\n", encoding="utf-8")
    (root / "notebooks" / "beside.py").write_text("SPEED_KM_S = 8\n", encoding="utf-8")
    (root / "data" / "maps" / "moon.txt").write_text("grey\n", encoding="utf-8")
    for name in ("ways", "other", "named"):
        (root / "data" / f"{name}.csv").write_text("km\n3\n", encoding="utf-8")
    _package(root)
    nbformat.write(_notebook(), root / "notebooks" / f"{NOTEBOOK}.ipynb")
    time.sleep(2 * hashes.TICK_S)
    project = Project(root)
    as_of = datetime.now(UTC).date()
    runs.publish(project, bundles.made(project, project.editions()[NAME], as_of=as_of))
    return root


@pytest.fixture
def project(built, tmp_path, monkeypatch):
    """Copy the project and this package to elsewhere on the disk."""
    shutil.copytree(built, tmp_path / "project", symlinks=True)
    skipped = shutil.ignore_patterns("__pycache__")
    shutil.copytree(hashes.PACKAGE, tmp_path / "analysis", ignore=skipped)
    monkeypatch.setattr(hashes, "PACKAGE", tmp_path / "analysis")
    return Project(tmp_path / "project")


def _reason(project):
    return runs.reason(project, project.editions()[NAME])


def _edited(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def _cell(root, number, **changes):
    path = root / "notebooks" / f"{NOTEBOOK}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[number].update(changes)
    nbformat.write(notebook, path)


def _module(root, name):
    with (root.parent / "analysis" / name).open("a", encoding="utf-8") as file:
        file.write("\n# more\n")


def _edition(old, new):
    return lambda root: _edited(root / "reports" / "editions.yml", old, new)


def _data(name, text="km\n5\n"):
    return lambda root: (root / "data" / name).write_text(text, encoding="utf-8")


def _title(name):
    changed = [r | {"title": "Another"} if r["name"] == name else r for r in RESOURCES]
    return lambda root: _package(root, resources=changed)


def test_a_copy_elsewhere_is_as_fresh_as_the_report_itself(project, built):
    assert _reason(Project(built)) is None
    assert _reason(project) is None


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda root: _cell(root, 4, source="km * 3"), "the notebook changed"),
        (lambda root: _cell(root, 0, source="# How near?"), "the notebook changed"),
        (lambda root: _cell(root, 4, metadata={"tags": ["remove-cell"]}), "the notebook changed"),
        (lambda root: (root / "notebooks" / f"{NOTEBOOK}.ipynb").unlink(), "the notebook changed"),
        (_edition("km: 4", "km: 5"), "the parameter km was 4 and is 5"),
        (_edition("{km: 4}", "{}"), "the parameter km was 4 and is 3"),
        (_edition("km: 4", "km: true"), "Edition far: km: True is not accepted"),
        (_edition("km: 4", "kmm: 4"), "There is no parameter 'kmm'; did you mean 'km'?"),
        (_edition("is it?", "is that?"), "the title changed"),
        (_edition("parameters:", "formats: [html]\n    parameters:"), "the formats changed"),
        (_data("ways.csv"), "data/ways.csv changed"),
        (lambda root: (root / "data" / "ways.csv").unlink(), "data/ways.csv is gone"),
        (_data("maps/mars.txt"), "the files in data/maps/ are not the same"),
        (lambda root: _package(root, title="Q"), "data/datapackage.json changed"),
        (_title("ways"), "ways in data/datapackage.json changed"),
        (_title("named"), "named in data/datapackage.json changed"),
        (
            lambda root: (root / "notebooks" / "beside.py").write_text("SPEED_KM_S = 7\n"),
            "notebooks/beside.py changed",
        ),
        (lambda root: _module(root, "money.py"), "analysis/money.py changed"),
        (lambda root: _module(root, "press/html.py"), "what makes the pages changed"),
        (lambda root: _module(root, "press/web/prose.py"), "what makes the pages changed"),
        (lambda root: _module(root, "press/templates/report/style.css"), "what makes the pages"),
        (lambda root: _module(root, "press/templates/report.typ"), "what makes the pages changed"),
        (lambda root: (root / "requirements.lock").write_text("a==2\n"), "requirements.lock chan"),
        (lambda root: (root / "requirements.lock").unlink(), "requirements.lock is gone"),
    ],
)
def test_what_a_report_is_made_from_makes_it_out_of_date(project, change, said):
    change(project.root)

    assert said in _reason(project)


@pytest.mark.parametrize(
    "change",
    [
        lambda root: _cell(root, 4, execution_count=7, outputs=[]),
        lambda root: _cell(root, 4, metadata={"collapsed": True, "execution": {"x": 1}}),
        lambda root: (root / "notebooks" / "02_near.ipynb").write_text("{}"),
        _edition("parameters:", "live: false\n    parameters:"),
        _edition("parameters:", "keep: {count: 3}\n    parameters:"),
        _edition("parameters:", "schedule: '0 6 * * *'\n    parameters:"),
        _edition("km: 4", "km: 4, day: x"),
        lambda root: _edition("editions:", "editions:\n  - {name: b, title: B, notebook: b}")(root),
        _data("other.csv"),
        _data("new.csv"),
        _data("maps/moon.txt"),  # it was listed and never opened
        _data("README.md", "Tables"),
        _title("other"),
        lambda root: _package(root, resources=[*RESOURCES, {"name": "new", "path": "new.csv"}]),
        lambda root: _data("ways.csv", "km\n3\n")(root),  # written again, the same
        lambda root: _module(root, "rates.py"),
        lambda root: _module(root, "refresh/tables.py"),
        lambda root: _module(root, "press/runs.py"),
        lambda root: _module(root, "press/cards.py"),
        lambda root: _module(root, "press/schedules/schedule.py"),
        lambda root: _module(root, "press/commands/building.py"),
        lambda root: _module(root, "press/templates/gallery/style.css"),
        lambda root: (root / "README.md").write_text("Words"),
    ],
)  # fmt: skip
def test_what_a_report_is_not_made_from_leaves_it_fresh(project, change):
    change(project.root)

    assert _reason(project) is None


def test_other_packages_make_a_report_out_of_date(project, monkeypatch):
    installed = inputs._installed()
    monkeypatch.setattr(inputs, "_installed", lambda: installed | {"Python": "3.99"})

    assert _reason(project) == f"Python was {installed['Python']} and is 3.99"


def test_the_first_change_is_named_and_the_others_are_counted(project):
    _data("ways.csv")(project.root)
    _title("ways")(project.root)  # that of a table which changed goes without saying
    (project.root / "requirements.lock").write_text("a==2\n")
    _module(project.root, "money.py")

    assert _reason(project) == "analysis/money.py changed and 2 more"


def test_a_fresh_report_is_known_by_reading_only(built):
    """Nothing that takes long to import is imported, and no cell is checked."""
    heavy = ["nbformat", "nbconvert", "papermill", "pandas", "numpy", "matplotlib", "jinja2"]
    code = (
        "import sys; from pathlib import Path; from analysis.press import gallery, runs\n"
        "from analysis.press.projects import Project\n"
        f"project = Project(Path({str(built)!r}))\n"
        "assert runs.reasons(project, project.editions().values()) == {}\n"
        f"print([name for name in {heavy} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert done.stdout == "[]\n", done.stderr


def test_a_file_that_changes_while_a_report_is_made_makes_it_out_of_date(project):
    record = _record(project, since=time.time() - 60)

    assert record["data/ways.csv"] is None
    told = inputs.reason(project, project.editions()[NAME], record | {"press": hashes.of_press()})
    assert told.startswith("the notebook changed")
    assert "more" in told


def test_what_is_written_shortly_before_a_report_is_made_is_recorded(project):
    time.sleep(2 * hashes.TICK_S)
    record = _record(project, since=time.time())

    assert record["data/ways.csv"] == hashes.of_file(project.root / "data" / "ways.csv")


def _record(project, since):
    return inputs.record(
        project,
        project.editions()[NAME],
        defaults={"km": 3},
        values={"km": 4},
        files=[project.root / "data" / "ways.csv"],
        since=since,
    )


def test_a_value_that_the_day_resolves_is_compared_day_by_day(project, monkeypatch):
    day = date(2026, 11, 22)
    time.sleep(2 * hashes.TICK_S)
    edition = project.editions()[NAME].model_copy(update={"parameters": {"day": "today"}})
    recorded = inputs.record(
        project, edition, defaults={"day": "x"}, values={"day": day.isoformat()},
        files=[], since=time.time(), as_of=day,
    )  # fmt: skip
    recorded["press"] = hashes.of_press()
    asked = []

    def values(self, edition, as_of=None):
        asked.append(as_of)
        return {"day": as_of.isoformat()}

    monkeypatch.setattr(Project, "values", values)
    same = inputs.reason(project, edition, recorded, day)
    later = inputs.reason(project, edition, recorded, date(2026, 11, 23))

    assert same is None
    assert later == "the parameter day was 2026-11-22 and is 2026-11-23"
    assert asked == [date(2026, 11, 23)]


def test_a_day_in_yaml_is_the_day_in_the_record(project):
    time.sleep(2 * hashes.TICK_S)
    edition = project.editions()[NAME].model_copy(update={"parameters": {"day": date(2023, 4, 20)}})
    recorded = inputs.record(
        project, edition, defaults={"day": "x"}, values={"day": "2023-04-20"}, files=[],
        since=time.time(),
    )  # fmt: skip

    assert "day" not in recorded
    assert inputs.reason(project, edition, recorded | {"press": hashes.of_press()}) is None


def test_a_record_of_another_form_is_no_reason_to_fail(project):
    edition = project.editions()[NAME]

    assert inputs.reason(project, edition, "2c90a1d3") == "it does not say what it was made from"
    assert inputs.reason(project, edition, None) == "it does not say what it was made from"


def test_the_hash_of_the_code_is_of_what_the_report_imported(project, built):
    record = runs.latest(Project(built), NAME).manifest["inputs"]
    code = inputs.code_hash(record)

    assert code == inputs.code_hash(dict(reversed(record.items())))
    assert code == inputs.code_hash(record | {"data/ways.csv": "other", "Python": "9"})
    for name in ("notebook", "press", "analysis/money.py", "notebooks/beside.py"):
        assert name in record
        assert code != inputs.code_hash(record | {name: "other"})
    assert not [name for name in record if str(built) in name or name.startswith("/")]


def test_all_that_pages_are_made_with_is_named():
    """What these modules decide about a report, such as its parameters, is recorded as itself."""
    deciding = {"__init__.py", "press/editions.py", "press/inputs.py", "press/projects.py"}
    code = """\
import sys
from pathlib import Path
import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from analysis.press import bundles, execute
from analysis.press.changes import since
from analysis.press.editions import Edition
parameters = new_code_cell("km: int = 3  # km", metadata={"tags": ["parameters"]})
notebook = new_notebook(cells=[new_markdown_cell("# Q?\\n\\nWhy."), parameters])
edition = Edition(name="a", title="A", notebook="a")
bundles.describe(notebook, edition, {"km": 3}, made_from={"notebook": "", "press": ""})
for form in edition.formats:
    made = bundles.rendered(notebook, form, Path("a.ipynb"))
bundles._companions(notebook, "a", made)
for name, module in sorted(sys.modules.items()):
    if name.split(".")[0] == "analysis":
        print(module.__file__)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    imported = {Path(line).relative_to(hashes.PACKAGE).as_posix() for line in done.stdout.split()}

    assert {
        "press/html.py",
        "press/typeset/printing.py",
        "press/execute.py",
        "media.py",
    } <= imported
    assert sorted(imported - {*hashes.press_files()} - deciding - SETTING_UP) == []


# What an edition may say besides is read with it, and told to no page; nor is the commit, nor
# where the runs lie.
SETTING_UP = {
    "press/proofs/provenance.py", "press/runs.py", "press/schedules/__init__.py",
    "press/schedules/addressees.py", "press/schedules/timetable.py", "press/yaml_files.py",
}  # fmt: skip


def test_what_no_page_is_made_with_is_not_named():
    named = hashes.press_files()

    assert not [name for name in named if name.startswith("press/commands/")]
    assert not {
        "press/cards.py",
        "press/gallery.py",
        "press/runs.py",
        "press/schedules/schedule.py",
    } & {*named}
    assert "press/templates/report/index.html.j2" in named
    assert "press/templates/gallery/index.html.j2" not in named
    assert [name for name in hashes.PRESS if not (hashes.PACKAGE / name).exists()] == []


def test_a_notebook_that_is_none_is_out_of_date_and_then_refused(project):
    path = project.notebook(NOTEBOOK)
    path.write_text("{", encoding="utf-8")

    assert _reason(project) == "the notebook changed"
    with pytest.raises(PressError, match="is not a notebook"):
        project.values(project.editions()[NAME])
