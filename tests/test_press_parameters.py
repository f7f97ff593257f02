"""What a parameters cell declares, and what is refused before any kernel starts."""

import subprocess
import sys

import pytest
from nbformat.v4 import new_code_cell, new_notebook

from analysis import declarations
from analysis.press import PressError, parameters


def _notebook(source, tags=("parameters",)):
    return new_notebook(cells=[new_code_cell(source, metadata={"tags": list(tags)})])


CELL = """from analysis.parameters import Currency, Film, PriceDate

film: Film = "The Challenge"  # whose making is examined
currency: Currency = "USD"  # in which sums are compared
price_date: PriceDate = "2023-04-20"  # the day of the prices
crew: int = 2  # people
"""


@pytest.fixture(scope="module")
def declared():
    return parameters.declared(_notebook(CELL), "x.ipynb")


def test_a_cell_declares_names_defaults_and_meanings(declared):
    assert list(declared) == ["film", "currency", "price_date", "crew"]
    assert declared["film"].default == "The Challenge"
    assert declared["crew"].meaning == "people"


def test_states_and_years_of_launches_are_known_without_pandas():
    # It takes a second to import, and would make every `build` of such an edition wait for it.
    asks = (
        "import sys; from pydantic import TypeAdapter; from analysis import parameters as p;"
        "TypeAdapter(p.LaunchState).validate_python('RU');"
        "TypeAdapter(p.LaunchYear).validate_python(2000); print('pandas' in sys.modules)"
    )
    said = subprocess.run([sys.executable, "-c", asks], capture_output=True, text=True, check=True)

    assert said.stdout.strip() == "False"


def test_values_not_given_are_the_defaults(declared):
    values = parameters.checked(declared, {"currency": "RUB"})

    assert values == {
        "film": "The Challenge", "currency": "RUB", "price_date": "2023-04-20", "crew": 2,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"flim": "Gravity"}, "did you mean 'film'?"),
        ({"film": "Gravitty"}, "did you mean 'Gravity'?"),
        ({"film": 13}, "is not a choice"),
        ({"currency": "usd"}, "did you mean 'USD'?"),
        ({"price_date": "1991-01-01"}, "lies outside 2019-12-31 to 2023-11-30"),
        ({"price_date": "20 April 2023"}, "is not a day written YYYY-MM-DD"),
        ({"price_date": 2023}, "is not a day written YYYY-MM-DD"),
        ({"crew": "2"}, "valid integer"),
        ({"crew": True}, "valid integer"),
        ({"crew": 2.5}, "valid integer"),
        ({"film": None}, "is not a choice"),
        ({'x";import os#': 1}, "There is no parameter"),
    ],
)
def test_a_wrong_value_is_refused_with_the_nearest_right_one(declared, given, said):
    with pytest.raises(PressError) as refusal:
        parameters.checked(declared, given)

    assert said in str(refusal.value)
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("crew = 2  # people", "expected `name: Type = value  # meaning`"),
        ("crew: int = 2", "say after # what crew means"),
        ("crew: int = 1 + a()  # people", "is not a literal"),
        ("crew: integer = 2  # people", "the type integer is not known; did you mean 'int'?"),
        ("crew: int =", "invalid syntax"),
        ("from analysis.parameters import Flim\n", "Flim"),
        ("print('hello')", "expected `name: Type = value  # meaning`"),
    ],
)
def test_a_cell_that_declares_nothing_sound_is_refused(source, said):
    with pytest.raises(PressError) as refusal:
        parameters.declared(_notebook(source), "x.ipynb")

    assert said in str(refusal.value)
    assert "x.ipynb" in str(refusal.value)


def test_a_notebook_without_a_parameters_cell_is_refused():
    with pytest.raises(PressError, match="no cell tagged `parameters`"):
        parameters.declared(_notebook("crew: int = 2  # people", tags=()), "x.ipynb")


def test_the_schema_offers_the_films_of_the_data(declared):
    schema = declared["film"].schema()

    assert "The Challenge" in schema["enum"]
    assert schema["default"] == "The Challenge"
    assert schema["description"] == "whose making is examined"


def test_a_value_that_is_a_key_is_told_by_its_name():
    story = declarations.declared(
        'from analysis.parameters import Story\nstory: Story = "afp-2023-04-20"  # story', "a cell"
    )["story"]

    assert story.words("afp-2023-04-20").startswith("Russia's film from the space station")
    assert story.schema()["enum"] == ["afp-2023-04-20", "hollywood-2020-2025"]
