"""Input that is broken or meant to do harm: refused in a sentence, or harmless in what is made."""

import io
import json
import subprocess
import sys
import zipfile
from datetime import date

import nbformat
import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from papermill.translators import PythonTranslator

from analysis.press import PressError, bundles, parameters, runs, sheets, yaml_files
from analysis.press.bundles import Bundle
from analysis.press.editions import Edition, editions
from analysis.press.projects import Project
from analysis.press.schedules import ledger

NAME = "how_far"
# What a browser would run, and what a browser shows when it is text.
SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(2)>"
TURNED = "\u202e"  # right-to-left override: what follows is shown backwards
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


def _read(folder, text):
    path = folder / "editions.yml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return editions(path)


# --- editions.yml ---

LAUGHS = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + "\n".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10)
)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (LAUGHS, "unfolds to more than 100,000 values"),
        ("a: &a [*a]", "unfolds to more than"),
        ("a: &a {b: *a}", "unfolds to more than"),
        ("editions: " + "[" * 3000 + "]" * 3000, "nested too deeply"),
        ("# " + "x" * 1_000_001, "larger than 1,000,000 bytes"),
        ("editions: [{name: a, name: b}]", "'name' stands twice"),
        ("editions: " + "9" * 5000, "is not YAML"),
        ("editions: 2026-99-99", "is not YAML"),
        ("editions: !!python/object/apply:os.system [true]", "is not YAML"),
        ("editions: {[1]: 2}", "is not YAML"),
        ('editions: ["\\ud800"]', "half a sign"),
        ("editions: [\x00]", "is not YAML"),
        (b"editions: [\xff\xfe]", "is not YAML"),
        ("--- a\n--- b", "is not YAML"),
        ("", "has no list"),
    ],
    ids=range(15),
)
def test_a_file_that_does_harm_is_refused_in_a_sentence(tmp_path, text, said):
    with pytest.raises(PressError, match=said) as caught:
        _read(tmp_path, text)
    assert "Traceback" not in str(caught.value)


def test_an_honest_anchor_is_not_a_bomb(tmp_path):
    text = """
monthly: &monthly {cron: 0 6 1 * *, zone: Europe/Berlin}
editions:
  - {name: a, title: A, notebook: n, schedule: *monthly}
  - {name: b, title: B, notebook: n, schedule: *monthly}
"""
    assert {edition.schedule.zone for edition in _read(tmp_path, text).values()} == {
        "Europe/Berlin"
    }


def test_a_file_that_is_a_folder_or_not_there_is_said(tmp_path):
    for path in (tmp_path, tmp_path / "none.yml"):
        with pytest.raises(PressError, match="cannot be read"):
            yaml_files.content(path)


@pytest.mark.parametrize(
    "name",
    ["../a", "/etc/passwd", "a/b", "..", ".", ".hidden", "a\x00", "a\n", "a b", "A", "a\\b", "ä",
     "a" * 101, "-rf", "a\u202eb", "", "${HOME}", "a;ls", 5, None, ["a"]],
)  # fmt: skip
@pytest.mark.parametrize("key", ["name", "notebook"])
def test_a_name_that_leads_elsewhere_is_refused(tmp_path, key, name):
    if key == "notebook" and name in ("A", "a" * 101, "-rf"):
        return  # a file name may be so
    entry = {"name": "a", "title": "A", "notebook": "n"} | {key: name}
    with pytest.raises(PressError):
        _read(tmp_path, json.dumps({"editions": [entry]}))


@pytest.mark.parametrize("sign", [TURNED, "\u2066", "\x1b", "\x00", "\x85"])
def test_a_title_with_a_sign_that_steers_is_refused(tmp_path, sign):
    entry = {"name": "a", "title": f"A{sign}b", "notebook": "n"}
    with pytest.raises(PressError, match=f"invisible sign U.{ord(sign):04X}|is not YAML"):
        _read(tmp_path, json.dumps({"editions": [entry]}))


def test_a_title_with_markup_of_the_terminal_is_listed_as_it_is(tmp_path):
    project = _project(tmp_path, title="[red]no[/blue] [link=x]")
    command = [sys.executable, "-c", "from analysis.cli import main; main()", "list"]
    ran = subprocess.run(command, cwd=project.root, capture_output=True, text=True, check=False)

    assert ran.returncode == 0
    assert "[red]no[/blue] [link=x]" in ran.stdout


# --- parameters ---


def _declared(line):
    cell = new_code_cell(line, metadata={"tags": ["parameters"]})
    return parameters.declared(new_notebook(cells=[cell]), "n.ipynb")


@pytest.mark.parametrize(
    "name",
    ["km = 1; import os; x", "km\nimport os", "__import__('os')", "", "../km", "km ", "ＫＭ"],
)
def test_a_parameter_that_is_not_declared_is_refused(name):
    with pytest.raises(PressError, match="There is no parameter"):
        parameters.checked(_declared("km: int = 3  # distance"), {name: 3})


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("float", float("nan")), ("float", float("inf")), ("float", -float("inf")),
        ("float", "1"), ("int", 1.0), ("int", True), ("int", "3"), ("int", "__import__('os')"),
        ("str", "\ud800"), ("str", b"x"), ("str", 3), ("bool", 1), ("str", ["a"]), ("str", None),
        ("int", {"a": 1}),
    ],
)  # fmt: skip
def test_a_value_of_another_kind_is_refused(kind, value):
    default = {"float": 1.0, "int": 1, "str": "'x'", "bool": True}[kind]
    with pytest.raises(PressError, match=r"^km: "):
        parameters.checked(_declared(f"km: {kind} = {default}  # distance"), {"km": value})


@settings(max_examples=300)
@given(TEXTS | st.integers(-(10**4000), 10**4000) | st.booleans() | st.floats(allow_nan=False))
def test_a_value_reaches_the_notebook_as_data_and_never_as_code(value):
    space: dict = {}
    exec(PythonTranslator.codify({"km": value}), space)
    assert space["km"] == value


@pytest.mark.parametrize(
    "value", ['"""\n\'); import os #\\', "\\", "{km}", "$(ls)", "%run x", "!ls"]
)
def test_a_text_that_looks_like_code_is_a_text(value):
    checked = parameters.checked(_declared("km: str = 'x'  # distance"), {"km": value})
    space: dict = {}
    exec(PythonTranslator.codify(checked), space)
    assert space["km"] == value


@pytest.mark.parametrize(
    "line",
    ["km: int = __import__('os').system('true')  # x", "import os", "km: eval('int') = 3  # x",
     "km: int = 3", "km = 3  # x", "def f(): pass", "km: int = (  # x", "km: int = [0]*10**9  # x",
     "from no_such_module import x"],
)  # fmt: skip
def test_a_parameters_cell_is_read_and_never_run(line):
    with pytest.raises(PressError):
        _declared(line)


# --- folders of runs ---


def _project(folder, title="How far?", notebook=None):
    (folder / "reports").mkdir()
    (folder / "notebooks").mkdir()
    entry = {"name": NAME, "title": title, "notebook": NAME}
    text = json.dumps({"project": "Try", "editions": [entry]})
    (folder / "reports" / "editions.yml").write_text(text, encoding="utf-8")
    if notebook:
        nbformat.write(notebook, str(folder / "notebooks" / f"{NAME}.ipynb"))
    return Project(folder)


def _bundle(**files):
    return Bundle(NAME, {"values.json": b"{}", **files}, {"edition": NAME}, {})


def _outside(tmp_path):
    inside, outside = tmp_path / "inside", tmp_path / "outside"
    inside.mkdir()
    outside.mkdir()
    return _project(inside), outside


@pytest.mark.parametrize(
    "name", ["../x", "tables/../../../x", "/tmp/x", "a\\..\\x", "a\x00", "", ".."]
)
def test_a_file_of_a_bundle_cannot_leave_its_run(tmp_path, name):
    project, _ = _outside(tmp_path)
    with pytest.raises(PressError, match="cannot be the name of a file"):
        runs.publish(project, _bundle(**{name: b"x"}))
    assert [path.name for path in project.reports.iterdir()] == ["editions.yml"]


def test_nothing_is_published_through_a_link_out_of_reports(tmp_path):
    project, outside = _outside(tmp_path)
    (project.reports / NAME).symlink_to(outside, target_is_directory=True)
    with pytest.raises(PressError, match="link to another place"):
        runs.publish(project, _bundle())
    assert list(outside.iterdir()) == []


def test_the_ledger_is_not_written_through_a_link(tmp_path):
    project, outside = _outside(tmp_path)
    (project.reports / NAME).symlink_to(outside, target_is_directory=True)
    with pytest.raises(PressError, match="link to another place"):
        ledger.enter(project, NAME, ledger.Entry(), due="2026-11-01T06:00:00+00:00")
    assert list(outside.iterdir()) == []


def test_a_latest_that_points_elsewhere_is_not_followed(tmp_path):
    project, outside = _outside(tmp_path)
    (outside / "manifest.json").write_text('{"edition": "how_far"}', encoding="utf-8")
    (project.reports / NAME).mkdir()
    (project.reports / NAME / "latest").symlink_to(outside, target_is_directory=True)

    assert runs.latest(project, NAME) is None
    run = runs.publish(project, _bundle())
    assert runs.latest(project, NAME) == run
    assert sorted(path.name for path in outside.iterdir()) == ["manifest.json"]


def test_a_link_among_the_runs_is_no_run(tmp_path):
    project, outside = _outside(tmp_path)
    (outside / "manifest.json").write_text('{"due": "x"}', encoding="utf-8")
    run = runs.publish(project, _bundle())
    link = run.path.parent / "2020-01-01T000000.000000Z"
    link.symlink_to(outside, target_is_directory=True)

    assert runs.runs(project, NAME) == [run]


@pytest.mark.parametrize("label", ["../x", "/x", "a/b", "..", "a\\b", "a\x00", "", 5, "x" * 101])
def test_the_label_of_a_table_cannot_name_a_file_elsewhere(label):
    resource = {"label": label, "schema": {"fields": [{"name": "a"}]}, "data": [{"a": 1}]}
    output = {"data": {"application/vnd.dataresource+json": resource}}
    notebook = new_notebook(cells=[new_code_cell("x")])
    notebook.cells[0].outputs = [output]
    if label == "":
        assert list(sheets.tables(notebook)) == []
        return
    with pytest.raises(PressError, match="cannot name a file"):
        sheets.archive(notebook)


def test_an_archive_holds_plain_files_with_plain_names():
    resource = {"label": "tbl-a", "schema": {"fields": [{"name": "a"}]}, "data": [{"a": "=1+1"}]}
    notebook = new_notebook(cells=[new_code_cell("x")])
    notebook.cells[0].outputs = [{"data": {"application/vnd.dataresource+json": resource}}]
    with zipfile.ZipFile(io.BytesIO(sheets.archive(notebook))) as file:
        [member] = file.infolist()
    assert member.filename == "tbl-a.csv"
    assert member.external_attr >> 16 == 0o644  # no link, nothing to run


# --- what a notebook shows ---

CELLS = f"""
show.sentence("It is {{who}} of {{n_km:.0f}} km.", who={SCRIPT!r}, n_km=3.0)
show.table(pd.DataFrame({{"x": [{SCRIPT!r}, {TURNED + "turned"!r}]}}), caption="Who.", label="who")
{SCRIPT!r}
HTML({SCRIPT!r})
show.sentence("The name is {{name}}.", name="a{TURNED}b\\x00c")
show.sentence("It is {{long}}.", long="y" * 100_000)
"""


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    """Build a report whose data, outputs and title are hostile; return its folder."""
    setup = "import pandas as pd\nfrom IPython.display import HTML\nfrom analysis import show"
    notebook = new_notebook(
        cells=[
            new_markdown_cell("# How far?\n\nWhy."),
            new_code_cell("km: int = 3  # distance", metadata={"tags": ["parameters"]}),
            new_code_cell(setup, metadata={"tags": ["setup"]}),
            new_markdown_cell("## In short"),
            *(new_code_cell(line) for line in CELLS.strip().splitlines()),
            new_markdown_cell(f"## More\n\n{SCRIPT}"),
        ],
        metadata={"kernelspec": {"name": "python3", "display_name": "P", "language": "python"}},
    )
    project = _project(tmp_path_factory.mktemp("hostile"), f"How far? {SCRIPT}", notebook)
    [edition] = project.editions().values()
    return runs.publish(project, bundles.made(project, edition, as_of=date(2026, 11, 22))).path


@pytest.mark.filterwarnings("ignore")
def test_script_in_data_is_text_on_the_page_and_does_not_run(report):
    text = (report / f"{NAME}.html").read_text(encoding="utf-8")
    page = BeautifulSoup(text, "html.parser")

    assert not [tag for tag in page.find_all("script", type=None) if "alert" in tag.get_text()]
    assert not [tag for tag in page.find_all(True) if any(k.startswith("on") for k in tag.attrs)]
    shown = page.get_text()
    assert f"It is {SCRIPT} of" in shown
    assert SCRIPT in [cell.get_text() for cell in page.find_all(["td", "th"])]
    assert page.find(class_="edition").get_text() == SCRIPT


def test_direction_is_not_turned_and_no_control_is_in_what_is_published(report):
    for name in (f"{NAME}.html", "values.json", "manifest.json"):
        text = (report / name).read_text(encoding="utf-8")
        assert TURNED not in text
        assert "\x00" not in text
    assert "abc" in (report / f"{NAME}.html").read_text(encoding="utf-8")
    assert "turned" in (report / "tables" / "tbl-who.csv").read_text(encoding="utf-8")


def test_a_hostile_report_is_a_pdf_too(report):
    assert (report / f"{NAME}.pdf").read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize("value", [float("inf"), -float("inf")])
def test_an_infinite_number_is_refused_with_the_name_of_its_place(value):
    pd = pytest.importorskip("pandas")
    from analysis import show

    with pytest.raises(ValueError, match="table films has an infinite number in cost"):
        show.table(pd.DataFrame({"cost": [1.0, value]}), caption="c", label="films")
    with pytest.raises(ValueError, match="value cost of a sentence is infinite"):
        show.sentence("It costs {cost}.", cost=value)


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", '{"cells": 5}', "\x00", '{"nbformat": 99}', "[" * 5000]
)
def test_a_notebook_that_is_none_is_said(tmp_path, text):
    project = _project(tmp_path)
    project.notebook(NAME).write_text(text, encoding="utf-8")
    with pytest.raises(PressError, match=r"not a notebook|no cell tagged"):
        project.values(Edition(name=NAME, title="t", notebook=NAME))
