"""A form in which a reader chooses a notebook's parameters, and what follows."""

import ast
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import ipywidgets as widgets
import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from analysis import show
from analysis.declarations import declared
from analysis.press.execute import executed
from analysis.refusal import RefusalError
from analysis.show.controls import form
from analysis.show.pickers import held, picker
from analysis.show.replay import Replay, parameters_cell, steps

ROOT = Path(__file__).parent.parent
PARAMETERS = """from analysis.parameters import Craft, Days

ship: Craft = "ISS"  # which ship
days: Days = 12  # stay, days"""
SETUP = """import pandas as pd
from analysis import show
slow = called("slow", 1)
seats = called("seats", {"ISS": 3, "Tiangong": 4}[ship])
person_days = called("person_days", seats * days)"""
ANSWER = 'show.sentence("{ship} stays {person_days} days.", ship=ship, person_days=person_days)'
TABLE = 'show.table(pd.DataFrame({"days": [person_days]}), "Days.", label="days")'
DRAWING = 'show.bars(pd.DataFrame({"n": ["a"], "x": [person_days]}), "x", "n", "Days.", label="d")'
AFTER = 'show.sentence("Later: {days}.", days=days)'
NOTEBOOK = [PARAMETERS, SETUP, ANSWER, TABLE, DRAWING, AFTER]


def run(cells: list[str]) -> dict[str, Any]:
    """Return the namespace of a kernel in which these cells have run; `calls` counts."""
    calls: list[str] = []

    def called(name: str, value: Any) -> Any:
        calls.append(name)
        return value

    space: dict[str, Any] = {"In": [""], "Out": {}, "called": called, "calls": calls}
    for number, cell in enumerate(cells, 1):
        space["In"].append(cell)
        try:
            space["Out"][number] = eval(cell, space)
        except SyntaxError:
            exec(cell, space)
    space["In"].append("show.controls()")
    return space


def pickers(box: widgets.VBox) -> dict[str, Any]:
    return {row.children[0].value: row.children[1] for row in _rows(box)}


def _rows(box: widgets.VBox) -> list[widgets.HBox]:
    return [row for row in box.children if isinstance(row, widgets.HBox)]


def said(box: widgets.VBox) -> str:
    return next(child for child in box.children if isinstance(child, widgets.HTML)).value


def shown(box: widgets.VBox) -> list[dict[str, Any]]:
    outputs = [child for child in box.children if isinstance(child, widgets.Output)]
    return [output["data"] for each in outputs for output in each.outputs]


def sentences(box: widgets.VBox) -> list[str]:
    return [data["text/markdown"] for data in shown(box) if "text/markdown" in data]


def test_the_form_has_a_row_for_each_parameter_with_its_meaning():
    chosen = pickers(form(run(NOTEBOOK)))

    assert list(chosen) == ["Which ship", "Stay, days"]
    assert [control.value for control in chosen.values()] == ["ISS", 12]


def test_it_begins_with_the_answer_and_the_figures_and_runs_nothing():
    space = run(NOTEBOOK)
    before = list(space["calls"])

    box = form(space)

    assert sentences(box) == ["ISS stays 36 days."]
    assert ["image/svg+xml" in data for data in shown(box)] == [False, True]
    assert space["calls"] == before


def test_the_answer_and_the_figures_follow_what_is_chosen():
    box = form(run(NOTEBOOK))

    pickers(box)["Which ship"].value = "Tiangong"
    pickers(box)["Stay, days"].value = 10

    assert sentences(box) == ["Tiangong stays 40 days."]
    assert "a 40" in shown(box)[1]["text/plain"]


def test_the_notebook_stays_as_it_is():
    space = run(NOTEBOOK)

    pickers(form(space))["Stay, days"].value = 5

    assert (space["days"], space["person_days"]) == (12, 36)
    assert space["Out"][3].markdown == "ISS stays 36 days."


def test_only_what_depends_on_the_change_runs_again():
    space = run(NOTEBOOK)
    days = pickers(form(space))["Stay, days"]
    days.value = 11
    space["calls"].clear()

    days.value = 10

    assert space["calls"] == ["person_days"]


@pytest.mark.parametrize(
    "trap",
    ["total = 0\nfor day in range(days): total += called('trap', day)", "slow = called('trap', 2)"],
    ids=["a loop", "a name bound twice"],
)
def test_where_cells_leave_doubt_all_of_them_run_again(trap):
    space = run([PARAMETERS, SETUP, trap, ANSWER])
    ship = pickers(form(space))["Which ship"]
    ship.value = "Tiangong"
    space["calls"].clear()

    ship.value = "ISS"

    assert {"slow", "seats", "person_days", "trap"} == set(space["calls"])


def test_it_says_which_lines_keep_what_was_chosen_and_goes_back():
    box = form(run(NOTEBOOK))
    pickers(box)["Which ship"].value = "Tiangong"

    assert 'ship: Craft = "Tiangong"  # which ship' in said(box)
    assert "days: Days" not in said(box)

    next(child for child in box.children if isinstance(child, widgets.Button)).click()
    assert pickers(box)["Which ship"].value == "ISS"
    assert said(box) == ""
    assert sentences(box) == ["ISS stays 36 days."]


def test_what_cannot_be_reckoned_is_said_in_a_sentence_and_mended_by_another_choice():
    check = 'ok = 1 / (ship != "Tiangong")'
    box = form(run([PARAMETERS, SETUP, check, ANSWER]))

    pickers(box)["Which ship"].value = "Tiangong"
    assert said(box) == "<b>ZeroDivisionError: division by zero</b>"
    assert shown(box) == []

    pickers(box)["Which ship"].value = "ISS"
    assert sentences(box) == ["ISS stays 36 days."]


def test_a_wrong_value_is_refused_in_the_words_of_the_press():
    cell = 'from analysis.parameters import Start\n\nstart: Start = "today"  # first day'
    box = form(run([cell, "from analysis import show", 'show.sentence("x")']))

    pickers(box)["First day"].value = "1961-04-12"

    assert "start: '1961-04-12' lies more than" in said(box)


def test_a_form_sees_the_cells_that_have_run_since():
    space = run([PARAMETERS, SETUP])
    box = form(space)
    assert sentences(box) == []
    space["In"].append(ANSWER)
    space["Out"][4] = eval(ANSWER, space)

    pickers(box)["Stay, days"].value = 20

    assert sentences(box) == ["ISS stays 60 days."]


def test_without_a_parameters_cell_it_says_what_to_do():
    with pytest.raises(
        RefusalError, match=r"No parameters are known yet: run the notebook's cells"
    ):
        form(run(["x = 1"]))


def test_the_cells_are_those_since_the_parameters_cell_that_others_followed():
    history = [
        "",
        PARAMETERS,
        "a = 1",
        PARAMETERS,
        "b = 2",
        "b = 2",
        "a = (",
        PARAMETERS,
        "show.controls()",
    ]

    assert parameters_cell(history) == PARAMETERS
    assert [step.names(ast.Store) for step in steps(history, {})] == [{"b"}]


@pytest.mark.parametrize(
    ("kind", "value", "control"),
    [
        ("Currency", "'RUB'", widgets.Dropdown),
        ("Place", "'Moscow'", widgets.Dropdown),
        ("Days", "3", widgets.IntSlider),
        ("Draws", "1000", widgets.BoundedIntText),
        ("MinutesOnScreen", "40.0", widgets.FloatSlider),
        ("PriceDate", "'2023-04-20'", widgets.DatePicker),
        ("Start", "'2021-10-05'", widgets.DatePicker),
        ("Start", "'today'", widgets.Text),
        ("bool", "True", widgets.Checkbox),
        ("int", "3", widgets.IntText),
        ("float", "3.0", widgets.FloatText),
        ("str", "'a'", widgets.Text),
    ],
)
def test_the_type_alone_decides_how_a_value_is_chosen(kind, value, control):
    is_builtin = kind in ("bool", "int", "float", "str")
    imported = "" if is_builtin else f"from analysis.parameters import {kind}\n"
    cell = f"{imported}x: {kind} = {value}  # something"
    parameter = declared(cell, "x")["x"]

    made = picker(parameter)

    assert type(made) is control
    assert made.value == held(made, parameter.default)


@pytest.mark.parametrize(
    ("stem", "changes"),
    [
        ("06_how_often_do_launches_fail", [{"state": "Japan"}]),
        ("05_who_was_first", [{"until": 1975}]),
    ],
)
def test_what_is_run_in_part_says_the_same_as_all_of_it(stem, changes):
    notebook = nbformat.read(ROOT / "notebooks" / f"{stem}.ipynb", as_version=4)
    cells = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    results = {number: _result(cells[number - 1], cell) for number, cell in _shown(notebook)}
    found = steps(["", *cells, "show.controls()"], results)
    values = {n: p.default for n, p in declared(cells[0], stem).items()}
    in_part, all_of_it = Replay(found, _start(cells[0])), Replay(found, _start(cells[0]))
    list(in_part.shown(values))

    for change in changes:
        values |= change
        all_of_it.values = {}
        told = [_said(made) for made in in_part.shown(values)]

        assert told == [_said(made) for made in all_of_it.shown(values)]


def _start(cell: str) -> dict[str, Any]:
    namespace: dict[str, Any] = {}
    exec(cell, namespace)
    return namespace


def _shown(notebook: Any) -> Any:
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    return [(number, cell) for number, cell in enumerate(code, 1) if cell.outputs]


def _result(_: str, cell: Any) -> Any:
    """Return something of the kind that the cell shows."""
    data = cell.outputs[0].data
    if "image/svg+xml" in data:
        return show.Figure((1, 1), alt="", caption="")
    is_table = "application/vnd.dataresource+json" in data
    return show.Table({}) if is_table else show.Sentence("", {})


def _said(made: Any) -> str:
    bundle = made._repr_mimebundle_()
    return (bundle[0] if isinstance(bundle, tuple) else bundle)["text/plain"]


@pytest.fixture(scope="module")
def with_form(tmp_path_factory):
    """Return a notebook that calls for a form, as its author saves it."""
    cells = [
        new_code_cell("crew: int = 2  # people", metadata={"tags": ["parameters"]}),
        new_code_cell("from analysis import show", metadata={"tags": ["setup"]}),
        new_code_cell("show.controls()"),
    ]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    path = tmp_path_factory.mktemp("form") / "form.ipynb"
    nbformat.write(new_notebook(cells=cells, metadata={"kernelspec": kernel}), path)
    return path


def test_a_report_has_no_form(with_form):
    made = executed(with_form, {})

    assert [cell.outputs for cell in made.cells if cell.cell_type == "code"] == [[], [], []]


def test_nbval_sees_no_form(with_form):
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-c", os.devnull]
    made = subprocess.run(
        [*command, "--rootdir", str(with_form.parent), "--nbval", str(with_form)],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )

    assert "3 passed" in made.stdout, made.stdout


def test_outside_a_kernel_there_is_no_form():
    assert show.controls() is None
