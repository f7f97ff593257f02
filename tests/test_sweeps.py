"""Members of a sweep: which there are, what each is called, what is refused before any work."""

import json
import re

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from analysis.press import PressError, sweeps
from analysis.press.editions import Edition
from analysis.press.projects import Project

PARAMETERS = """\
km: int = 3  # distance, km
place: str = "Perm"  # where to
speed: float = 1.5  # km/h
is_late: bool = False  # whether it may be late
"""
NAME = "01_how_far_is_it"
EDITIONS = f"""\
project: Ways
editions:
  - {{name: {NAME}, title: 'How far is it?', notebook: {NAME}}}
  - {{name: far, title: Far, notebook: {NAME}, parameters: {{km: 900}}, formats: [html]}}
  - {{name: far__km-7, title: Seven, notebook: {NAME}, parameters: {{km: 7}}}}
"""


@pytest.fixture
def project(tmp_path):
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "editions.yml").write_text(EDITIONS, encoding="utf-8")
    cells = [
        new_markdown_cell("# How far is it?"),
        new_code_cell(PARAMETERS, metadata={"tags": ["parameters"]}),
    ]
    for name in (NAME, "Second Draft".replace(" ", "")):
        nbformat.write(new_notebook(cells=cells), tmp_path / "notebooks" / f"{name}.ipynb")
    return Project(tmp_path)


def _names(project, *each, base=NAME):
    return [member.name for member in sweeps.members(project, base, each)]


def test_there_is_a_member_for_each_combination_in_the_order_given(project):
    members = sweeps.members(project, NAME, ["place=Perm,Omsk", "km=5,8"])

    assert [(member.parameters["place"], member.parameters["km"]) for member in members] == [
        ("Perm", 5), ("Perm", 8), ("Omsk", 5), ("Omsk", 8),
    ]  # fmt: skip
    assert members[0].name == f"{NAME}__place-perm__km-5"
    assert members[3].title == "How far is it? Place Omsk; km 8"


def test_a_member_keeps_what_its_edition_says(project):
    [member] = sweeps.members(project, "far", ["place=Omsk"])

    assert member.parameters == {"km": 900, "place": "Omsk"}
    assert (member.formats, member.project, member.notebook) == (["html"], "Ways", NAME)
    assert member.title == "Far: Place Omsk"


def test_a_title_does_not_keep_what_a_member_sets_otherwise(project):
    path = project.root / "reports" / "editions.yml"
    path.write_text(path.read_text().replace("title: Far,", "title: 'How far? 900 km, to Perm',"))
    [member] = sweeps.members(project, "far", ["place=Omsk"])

    assert member.title == "How far? Km 900; place Omsk"


def test_a_notebook_without_an_edition_can_be_swept(project):
    assert _names(project, "km=1,2", base="SecondDraft") == [
        "seconddraft__km-1", "seconddraft__km-2",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("each", "parameter", "values"),
    [
        ("km=-3,0,12", "km", [-3, 0, 12]),
        ("speed=2,0.5,1e3", "speed", [2.0, 0.5, 1000.0]),
        ("is_late=true,False", "is_late", [True, False]),
        ("place=1990,true,null", "place", ["1990", "true", "null"]),
        ('place="Paris, Texas",Perm', "place", ["Paris, Texas", "Perm"]),
    ],
)
def test_a_value_is_read_as_its_parameter_has_it(project, each, parameter, values):
    found = [member.parameters[parameter] for member in sweeps.members(project, NAME, [each])]

    assert found == values
    assert [type(value) for value in found] == [type(value) for value in values]


@pytest.mark.parametrize(
    ("each", "said"),
    [
        (["sped=3"], "There is no parameter 'sped'; did you mean 'speed'?"),
        (["km"], "is not name=A,B, such as --each since=1990,2000"),
        (["km="], "is not name=A,B"),
        (["km=3,x"], "km: 'x' is not accepted"),
        (["km=3,,4"], "km: '' is not accepted"),
        (["km=007"], "km: '007' is not accepted"),
        (["km=1.0"], "km: '1.0' is not accepted"),
        (["is_late=yes"], "is_late: 'yes' is not accepted"),
        (["speed=nan"], "speed: 'nan' is not accepted"),
        (["km=3,3"], "the value 3 is given twice"),
        (["km=3", "km=4"], "--each km is given twice: write --each km=A,B"),
        (['place="Paris'], "a quotation mark is not closed"),
    ],
)
def test_what_no_parameter_accepts_is_refused_in_a_sentence(project, each, said):
    with pytest.raises(PressError, match=re.escape(said)):
        sweeps.members(project, NAME, each)


def test_an_unknown_edition_is_refused_with_the_nearest(project):
    with pytest.raises(PressError, match="did you mean '01_how_far_is_it'"):
        sweeps.members(project, "01_how_far_is_its", ["km=1"])


AWKWARD = [
    "a b", "a-b", "A b", "a_b", "ab/..", "../../etc", "Вызов", "呼", "", "é", "e", ".", "a" * 300,
    "a" * 299 + "b", "con", "-", "\u202e", "a\nb", "a,b",
]  # fmt: skip


def test_names_are_safe_and_no_two_values_share_one(project):
    quoted = ",".join('"' + word + '"' for word in AWKWARD if "\n" not in word)
    names = _names(project, f"place={quoted}")

    assert len(set(names)) == len(names)
    for name in names:
        assert Edition(name=name, title="T", notebook=NAME).name.isascii()
        assert name.startswith(f"{NAME}__place")


def test_a_value_that_does_not_fit_its_name_is_called_the_same_in_any_company(project):
    alone = _names(project, "place=Вызов") + _names(project, "place=A_b")

    assert alone == _names(project, "place=Вызов,A_b")
    assert alone[0] != _names(project, "place=Вызовы")[0]


def test_signs_and_exponents_of_numbers_stay_apart(project):
    names = _names(project, "speed=5,-5,0.5,1e16,1e-16")

    assert names == [
        f"{NAME}__speed-{words}"
        for words in ("5-0", "minus-5-0", "0-5", "1e16", "1e-16")
    ]  # fmt: skip


def test_a_member_does_not_take_the_name_of_an_edition(project):
    [name] = _names(project, "km=7", base="far")

    assert name.startswith("far__km-7-")


def test_published_members_are_known_by_their_manifests(project):
    latest = project.reports / f"{NAME}__km-5" / "latest"
    latest.mkdir(parents=True)
    manifest = {"title": "Five", "notebook": NAME, "parameters": {"km": 5}, "edition": "x"}
    (latest / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")

    [member] = sweeps.published(project).values()

    assert (member.name, member.title) == (f"{NAME}__km-5", "Five")
    assert (member.parameters, member.project) == ({"km": 5}, "Ways")
