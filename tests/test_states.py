"""GCAT's codes of states, in words."""

import pandas as pd
import pytest

from analysis import datasets, states


def test_every_state_of_the_data_has_a_name():
    assert set(datasets.firsts()["state"]) <= set(states.NAMES)
    assert set(datasets.launches()["state"]) <= set(states.NAMES)


def test_the_soviet_union_is_russia_and_arianespace_is_europe():
    # The notes of data/firsts.csv count SU and RU as one; GCAT gives Ariane to F and Vega to I-ESA.
    named = states.named(pd.Series(["SU", "RU", "F", "I-ESA", "NZ"]))

    assert list(named) == ["Russia", "Russia", "Europe", "Europe", "New Zealand"]


def test_whom_europe_is_stands_where_europe_is_listed():
    said = states.explained(pd.Series(["Japan", "Europe"]))

    assert said == states.meant("Europe").strip()
    assert states.explained(pd.Series(["Japan"])) is None


def test_a_state_without_a_name_is_refused_in_a_sentence():
    with pytest.raises(ValueError) as refusal:
        states.named(pd.Series(["SU", "XX"]))

    assert str(refusal.value) == "GCAT's state XX has no name in analysis/states.py."
