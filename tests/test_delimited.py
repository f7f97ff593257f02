"""Delimited tables of the sources."""

import pytest

from analysis.refresh.delimited import text_table


def test_every_cell_is_text_and_a_missing_one_is_empty():
    table = text_table("tag,rev\n001,\n", "the list", ["tag"])

    assert table.iloc[0].tolist() == ["001", ""]


def test_a_quotation_mark_is_text_where_nothing_is_quoted():
    table = text_table('name\tn\n"Buzz\t1\n', "the list", [], "\t", is_quoted=False)

    assert table["name"].item() == '"Buzz'


def test_a_missing_column_is_named():
    with pytest.raises(ValueError, match=r"the columns of the list are a; b, c is not among them"):
        text_table("a\n1\n", "the list", ["a", "b", "c"])
