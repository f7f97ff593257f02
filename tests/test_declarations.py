"""A parameters cell with other values in it."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from analysis.declarations import declared, filled

CELL = """from analysis.parameters import (
    Film,
)

who: str = "Вызов"  # whose making, «так»
many: int = (
    2
)
crew: int = 3  # people
share: float = 0.5; has_light: bool = True  # two on a line"""


def _values(cell: str) -> dict[str, Any]:
    namespace: dict[str, Any] = {}
    exec(cell, namespace)
    return {name: namespace[name] for name in ("who", "many", "crew", "share", "has_light")}


@given(
    st.text(),
    st.integers(-(10**9), 10**9),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
)
def test_a_filled_cell_says_the_new_values_and_keeps_the_rest(who, many, share, has_light):
    wanted = {"who": who, "many": many, "share": share, "has_light": has_light}
    cell = filled(CELL, wanted)

    assert _values(cell) == wanted | {"crew": 3}
    for kept in (
        "    Film,",
        "# whose making, «так»",
        "crew: int = 3  # people",
        "# two on a line",
    ):
        assert kept in cell


def test_without_values_the_cell_is_the_same():
    assert filled(CELL, {}) == CELL


def test_what_is_filled_in_is_what_the_press_reads():
    cell = "crew: int = 2  # people\nname: str = 'a'  # of the ship"

    found = declared(filled(cell, {"crew": 5, "name": 'a "b"\\'}), "x")

    assert {name: each.default for name, each in found.items()} == {"crew": 5, "name": 'a "b"\\'}
    assert [each.meaning for each in found.values()] == ["people", "of the ship"]
