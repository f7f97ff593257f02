"""reports/editions.yml: what is accepted, and in what words the rest is refused."""

from pathlib import Path

import pytest

from analysis.press import PressError
from analysis.press.editions import chosen, editions
from analysis.press.projects import Project

ROOT = Path(__file__).parent.parent

GOOD = """
editions:
  - {name: a, title: A, notebook: 01_a}
  - {name: b, title: B, notebook: 01_a, parameters: {film: Gravity}, formats: [pdf]}
"""


def _read(tmp_path, text):
    path = tmp_path / "editions.yml"
    path.write_text(text, encoding="utf-8")
    return editions(path)


def test_editions_keep_the_order_of_the_file(tmp_path):
    known = _read(tmp_path, GOOD)

    assert list(known) == ["a", "b"]
    assert known["a"].formats == ["html", "pdf"]
    assert known["b"].parameters == {"film": "Gravity"}


def test_all_editions_are_chosen_when_none_is_named(tmp_path):
    known = _read(tmp_path, GOOD)

    assert [edition.name for edition in chosen(known, [])] == ["a", "b"]
    assert [edition.name for edition in chosen(known, ["b", "b"])] == ["b"]


def test_an_unknown_edition_is_refused_with_the_nearest(tmp_path):
    with pytest.raises(PressError, match=r"There is no edition 'bb'; did you mean 'b'\?"):
        chosen(_read(tmp_path, GOOD), ["bb"])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("editions: [", "is not YAML"),
        ("", "has no list named `editions`"),
        ("editions: {}", "has no list named `editions`"),
        ("editions: [x]", "expected name, title and notebook"),
        ("editions: [{name: a, title: A}]", "notebook: Field required"),
        ("editions: [{name: ../a, title: A, notebook: n}]", "name: String should match"),
        ("editions: [{name: a, title: A, notebook: ../n}]", "notebook: String should match"),
        ("editions: [{name: a, title: A, notebook: n, format: [pdf]}]", "did you mean 'formats'?"),
        ("editions: [{name: a, title: A, notebook: n, formats: [docx]}]", "'html' or 'pdf'"),
        (
            "editions: [{name: a, title: A, notebook: n}, {name: a, title: A, notebook: n}]",
            "two editions are named 'a'",
        ),
        ("editions: [!!python/object/apply:os.getcwd []]", "is not YAML"),
    ],
)
def test_a_broken_file_is_refused_in_a_sentence(tmp_path, text, said):
    with pytest.raises(PressError) as refusal:
        _read(tmp_path, text)

    assert said in str(refusal.value)
    assert str(refusal.value).startswith("editions.yml")
    assert "\n" not in str(refusal.value)


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(PressError, match="cannot be read: No such file"):
        editions(tmp_path / "editions.yml")


def test_no_two_reports_have_one_title():
    titles = [edition.title for edition in Project(ROOT).editions().values()]

    assert len(set(titles)) == len(titles)


def test_a_title_that_names_state_and_years_names_those_of_its_parameters():
    project = Project(ROOT)
    launches = [e for e in project.editions().values() if e.notebook.startswith("06_")]

    for edition in launches:
        given = project.values(edition)
        assert edition.title.endswith("? {state}, {since}–{until}".format(**given))
