"""Values arrive in a notebook as they are, whatever they hold."""

import ast
import math
from datetime import date
from enum import Enum

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from IPython.core.inputtransformer2 import TransformerManager
from nbformat.v4 import new_code_cell, new_notebook

from analysis.press import PressError
from analysis.press.kernels import injection

HARD = [
    "'",
    '"',
    "\\",
    "\n",
    "\r",
    "\x00",
    "\x85",
    "\u2028",
    "\ud800",
    "{x}",
    "%",
    "!",
    "?",
    "#",
    "é",
]
TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=[])), st.lists(st.sampled_from(HARD)).map("".join)
)
PLAIN = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), TEXTS)
VALUES = st.recursive(
    PLAIN,
    lambda inside: st.one_of(
        st.lists(inside, max_size=4),
        st.dictionaries(st.one_of(TEXTS, st.integers()), inside, max_size=4),
    ),
    max_leaves=8,
)


class Colour(str, Enum):  # noqa: UP042 (what people write)
    """Text that says something else when it is printed."""

    RED = "red"


def _read_back(source):
    """Return what a kernel would have after it has run the cell."""
    names = {}
    exec(TransformerManager().transform_cell(source), names)
    return {name: value for name, value in names.items() if name != "__builtins__"}


def _same(one, other):
    """Return whether two values are equal and of the same types throughout."""
    return type(one) is type(other) and repr(one) == repr(other)


@given(VALUES)
def test_a_value_reads_back_as_it_was(value):
    assert _same(_read_back(injection.assignments({"x": value})), {"x": value})


@given(VALUES)
def test_the_cell_holds_one_literal_and_no_code(value):
    comment, line = injection.assignments({"x": value}).split("\n")
    (statement,) = ast.parse(line).body

    assert comment == "# Parameters"
    assert isinstance(statement, ast.Assign)
    calls = {ast.unparse(node) for node in ast.walk(statement) if isinstance(node, ast.Call)}
    assert calls <= {"float('inf')", "float('-inf')"}
    if not calls:
        assert _same(ast.literal_eval(statement.value), value)


@given(TEXTS)
def test_what_is_no_name_is_refused(name):
    if name.isidentifier():
        return
    with pytest.raises(PressError, match="is not a name"):
        injection.assignments({name: 1})


@pytest.mark.parametrize("name", ["class", "x; import os", "", "a.b", "x: int"])
def test_code_for_a_name_is_refused(name):
    with pytest.raises(PressError, match="is not a name that a parameter can have"):
        injection.assignments({name: 1})


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        (Colour.RED, "red"),
        (np.float64(0.1), 0.1),
        (np.str_("a"), "a"),
        ((1, 2), [1, 2]),
        (True, True),
    ],
)
def test_a_value_of_a_narrower_kind_arrives_as_the_plain_one(value, plain):
    found = _read_back(injection.assignments({"x": value}))["x"]

    assert type(found) is type(plain)
    assert found == plain


def test_a_number_longer_than_python_prints_arrives():
    for value in (10**5000, -(10**5000)):
        assert _read_back(injection.assignments({"x": value}))["x"] == value


def test_what_is_not_a_number_arrives():
    assert math.isnan(_read_back(injection.assignments({"x": math.nan}))["x"])


@pytest.mark.parametrize("value", [date(2021, 10, 5), {1, 2}, b"x", object(), [date(2021, 1, 1)]])
def test_a_value_that_has_no_literal_is_refused(value):
    with pytest.raises(PressError, match=r"^x: a \w+ cannot be given to a notebook; text, numbers"):
        injection.assignments({"x": value})


def test_the_values_stand_after_the_parameters_and_replace_older_ones():
    cells = [
        new_code_cell("import os"),
        new_code_cell("x = 1", metadata={"tags": ["parameters"]}),
        new_code_cell("x = 2", metadata={"tags": ["injected-parameters"]}),
        new_code_cell("x"),
    ]
    notebook = new_notebook(cells=cells)

    injection.inject(notebook, {"x": 3})

    sources = [cell.source for cell in notebook.cells]
    assert sources == ["import os", "x = 1", "# Parameters\nx = 3", "x"]
