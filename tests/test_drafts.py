"""A draft has the spine, stands in editions.yml, and says what is still to be written."""

import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
import yaml

from analysis.press import PressError, drafts, rules
from analysis.press.editions import editions
from analysis.press.projects import Project

ROOT = Path(__file__).parent.parent


@pytest.fixture
def project(tmp_path):
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "editions.yml").write_text("project: Lamps\n", encoding="utf-8")
    return Project(tmp_path)


def _new(project, question):
    name, title = drafts.named(project, question)
    return name, drafts.write(project, name, title)


def _editions(project):
    return project.reports / "editions.yml"


def test_a_question_becomes_a_numbered_notebook_and_an_edition(project):
    assert _new(project, "Does  light fade") == ("01_does_light_fade", True)
    assert _new(project, 'Is "é" a letter?') == ("02_is_e_a_letter", True)

    known = editions(_editions(project))
    assert [e.title for e in known.values()] == ["Does light fade?", 'Is "é" a letter?']
    assert {e.project for e in known.values()} == {"Lamps"}
    assert project.notebook("02_is_e_a_letter").is_file()


def test_the_number_follows_the_highest(project):
    (project.root / "notebooks").mkdir()
    for stem in ("00_start_here", "07_who_flies", "scratch"):
        project.notebook(stem).write_text("{}", encoding="utf-8")

    assert drafts.named(project, "And now?")[0] == "08_and_now"


def test_a_long_question_is_cut_between_words(project):
    name, title = drafts.named(project, "How long is a question that " + "goes on and " * 9 + "on?")

    assert len(name) < 64
    assert title.endswith("and on?")
    notebook = drafts.draft(title, None)
    rule = rules.spine.the_title_is_the_question_of_the_file_name
    assert list(rule(notebook, Path(f"{name}.ipynb"))) == []


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("", "no letters from a to z"),
        (" ?? ", "no letters from a to z"),
        ("Темно?", "no letters from a to z"),
        ("Does it \u202efade?", "cannot be a title"),
        ("Does light FADE?!", "01_does_light_fade.ipynb asks that already"),
    ],
)
def test_an_empty_or_repeated_question_is_refused(project, question, said):
    _new(project, "Does light fade?")
    before = {path: path.read_bytes() for path in project.root.rglob("*") if path.is_file()}

    with pytest.raises(PressError, match=said):
        _new(project, question)
    assert before == {p: p.read_bytes() for p in project.root.rglob("*") if p.is_file()}


def test_a_notebook_is_never_overwritten(project):
    (project.root / "notebooks").mkdir()
    project.notebook("01_does_light_fade").write_text("mine", encoding="utf-8")

    with pytest.raises(PressError, match="cannot be written"):
        drafts.write(project, "01_does_light_fade", "Does light fade?")
    assert project.notebook("01_does_light_fade").read_text(encoding="utf-8") == "mine"


def test_the_entry_keeps_what_the_file_says_and_its_comments(project):
    before = "# Ours.\neditions:\n  # The first.\n  - {name: a, title: A, notebook: a}\n"
    _editions(project).write_text(before, encoding="utf-8")
    _new(project, "Does light fade?")
    after = _editions(project).read_text(encoding="utf-8")

    assert after.startswith(before)
    assert [e["name"] for e in yaml.safe_load(after)["editions"]] == ["a", "01_does_light_fade"]


@pytest.mark.parametrize(
    "content",
    [
        "editions: [{name: a, title: A, notebook: a}]\n",
        "editions:\n  - {name: a, title: A, notebook: a}\nproject: Lamps\n",
        "editions: [",
        "- a list\n",
    ],
)
def test_where_an_entry_cannot_be_added_the_file_is_left(project, content):
    _editions(project).write_text(content, encoding="utf-8")

    assert _new(project, "Does light fade?") == ("01_does_light_fade", False)
    assert _editions(project).read_text(encoding="utf-8") == content


def test_a_draft_shows_the_first_table_with_a_column_of_numbers():
    known = drafts.tables(ROOT / "data" / "datapackage.json")
    table = drafts.shown(known, None)

    assert table.name == min(known)
    assert set(known) <= {path.stem for path in (ROOT / "data").glob("*.csv")}
    assert f'datasets.read("{table.name}")' in drafts.draft("Why?", table).cells[2].source


def test_a_draft_shows_the_table_that_is_asked_for_and_refuses_one_that_is_not_there():
    known = drafts.tables(ROOT / "data" / "datapackage.json")

    assert drafts.shown(known, "launches").name == "launches"
    with pytest.raises(PressError, match=r"no table 'lunches'.*did you mean 'launches'\?"):
        drafts.shown(known, "lunches")


def test_nothing_but_the_placeholders_and_the_execution_is_at_fault():
    for table in (None, drafts.Table("rainfall", "rain_mm", "month")):
        notebook = drafts.draft("Does light fade?", table)
        nbformat.validate(notebook)
        found = rules.faults(notebook, Path("01_does_light_fade.ipynb"))
        others = [f.sentence for f in found if not f.sentence.startswith("still to be written")]
        assert len(others) == 1
        assert "was not executed" in others[0]
        assert {1, 5, 6, 7, 8, 9, 10, 11} <= {fault.cell for fault in found}


def test_the_same_question_makes_the_same_bytes():
    first, again = (nbformat.writes(drafts.draft("Why?", None)) for _ in range(2))

    assert first == again


def test_the_command_says_what_comes_next(project):
    command = [sys.executable, "-c", "from analysis.cli import main; main()", "new", "Why so?"]
    done = subprocess.run(command, cwd=project.root, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    assert "notebooks/01_why_so.ipynb" in done.stdout
    assert "`analysis build 01_why_so`" in done.stdout
