"""Corrections of faults in the sources: applied where they were found, refused where not."""

import pandas as pd
import pytest

from analysis.refresh.corrections import added, corrected

SOURCE = pd.DataFrame({"flight": ["Vostok 3", "Vostok 4"], "start": ["08:24", "08:02"]})


def correction(found, replacement, key="Vostok 3", table="crews", column="start"):
    columns = ["table", "key", "column", "found", "replacement"]
    return pd.DataFrame([(table, key, column, found, replacement)], columns=columns)


def test_a_correction_changes_the_cell_that_it_found_and_no_other():
    result = corrected(SOURCE, correction("08:24", "08:30"), "crews", SOURCE["flight"])

    assert result["start"].tolist() == ["08:30", "08:02"]
    assert SOURCE["start"].tolist() == ["08:24", "08:02"]


def test_a_correction_of_another_table_or_column_is_somebody_elses():
    for other in (correction("?", "!", table="flights"), correction("?", "!", column="end")):
        assert corrected(SOURCE, other, "crews", SOURCE["flight"]).equals(SOURCE)


@pytest.mark.parametrize(
    ("found", "key", "says"),
    [("08:25", "Vostok 3", "now says '08:24'"), ("08:24", "Vostok 9", "says nothing of it")],
)
def test_a_correction_that_the_source_has_overtaken_is_refused_in_a_sentence(found, key, says):
    with pytest.raises(ValueError, match=f"start of {key} in crews is '{found}'.*{says}"):
        corrected(SOURCE, correction(found, "08:30", key), "crews", SOURCE["flight"])


def test_a_missing_cell_may_be_filled_and_a_cell_emptied():
    open_end = pd.DataFrame({"id": ["a"], "end": [""]})

    filled = corrected(open_end, correction(None, "x", "a", column="end"), "crews", open_end["id"])
    emptied = corrected(filled, correction("x", None, "a", column="end"), "crews", filled["id"])

    assert filled["end"].item() == "x"
    assert emptied["end"].item() == ""


def test_rows_are_added_for_keys_that_the_source_lacks():
    extra = correction(None, "Sian Proctor", "sian-proctor", "people", "name")

    assert added(extra, "people", "id", pd.Series(["gagarin"]))["id"].tolist() == ["sian-proctor"]
    assert added(extra, "people", "id", pd.Series(["sian-proctor"])).empty
