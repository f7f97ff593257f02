"""One launcher beside its past and beside others: counts by hand, and what they allow to say."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import comparisons, datasets, launches, states

LOG = launches.log(datasets.launches())


def test_before_is_the_span_of_equal_length_that_ended_where_this_one_began():
    # By hand from data/launches.csv, rows of state RU: 229 from 2011 to 2020, of which 8 failed and
    # 9 failed in part; 247 from 2001 to 2010, of which 7 and 5.
    rows = comparisons.by_definition(LOG, "Russia", 2011, 2020)
    row = rows[rows["against"] == "itself, 2001 to 2010"].set_index("definition")

    whole = row.loc[launches.WRONG]
    assert tuple(whole[["wrong", "attempts", "other_side_wrong", "other_side_attempts"]]) == (
        17,
        229,
        12,
        247,
    )
    assert whole["ratio"] == pytest.approx((17 / 229) / (12 / 247))
    assert tuple(row.loc["failed outright", ["wrong", "other_side_wrong"]]) == (8, 7)


def test_families_years_and_experience_add_up_to_the_same_launches():
    span = launches.within(LOG, 2011, 2020)
    total = (span["launcher"] == "Russia").sum()

    assert launches.by_year(LOG, "Russia", 2011, 2020)["attempts"].sum() == total
    assert launches.by_family(span, "Russia")["attempts"].sum() == total
    assert launches.by_experience(span, "Russia")["attempts"].sum() == total
    assert comparisons.by_definition(LOG, "Russia", 2011, 2020)["attempts"].unique() == [total]


@settings(max_examples=20, deadline=None)
@given(st.sampled_from(list(states.LAUNCHING)), st.integers(1957, 2024), st.integers(1957, 2024))
def test_any_state_and_span_gives_tables_and_no_error(state, one, other):
    since, until = sorted((one, other))
    key = comparisons.key_figures(LOG, state, since, until)
    wrong = launches.went_wrong(launches.within(LOG, since, until), state)

    assert len(comparisons.by_window(LOG, state, until)) <= comparisons.MOST_WINDOWS
    assert len(launches.crewed(LOG, state, since, until)) == 4
    assert len(wrong) == (0 if pd.isna(key["wrong"]) else key["wrong"])


def test_a_state_without_launches_has_no_rate():
    key = comparisons.key_figures(LOG, "Brazil", 2011, 2020)

    assert launches.by_year(LOG, "Brazil", 2011, 2020).empty
    assert pd.isna(key["rate_percent"])
    assert pd.isna(key["verdict"])


def test_without_failures_before_the_comparison_is_said_in_counts():
    # By hand from data/launches.csv: Japan failed in none of 28 launches from 2005 to 2014.
    said = comparisons.in_counts(comparisons.by_definition(LOG, "Japan", 2015, 2024))

    assert (
        "From 2005 to 2014 none of 28 launches went wrong, so that no ratio can be stated." in said
    )
    assert "2.02 times as often as for all others in the same years (interval 0.68 to 4.6" in said


@pytest.mark.parametrize(
    ("state", "said"),
    [
        # data/launches.csv, 2015 to 2024: all 3 first flights of Japanese vehicles failed, 24 of 70
        # of all others'; India differs in no class.
        (
            "Japan",
            " Where a class of flights is taken alone, however, a difference is clear: on 1st "
            "flights (3 of 3 ",
        ),
        ("India", ""),
    ],
)
def test_where_no_difference_is_clear_the_classes_with_one_are_named(state, said):
    found = comparisons.key_figures(LOG, state, 2015, 2024)["but"]

    assert found.startswith(said)
    assert bool(found) == bool(said)


def test_a_class_with_a_difference_is_no_exception_where_the_whole_has_one():
    # Russia's 2.08 (1.08 to 3.98) at equal experience; of second flights 2 of 5 against 2 of 36.
    span = launches.within(LOG, 2011, 2020)

    assert "2nd flights" in comparisons.by_class(launches.by_experience(span, "Russia"))
    assert comparisons.key_figures(LOG, "Russia", 2011, 2020)["but"] == ""


@pytest.mark.parametrize(
    ("state", "until", "is_said"), [("Japan", 2024, True), ("Russia", 2020, False)]
)
def test_a_missing_ratio_is_explained_only_where_there_is_one(state, until, is_said):
    # data/launches.csv: none of Japan's 28 launches from 2005 to 2014 went wrong.
    span = (LOG, state, until - 9, until)
    note = comparisons.on_ratios(comparisons.by_definition(*span), *span)

    assert ("neither a ratio nor an upper end" in note) == is_said
    assert "in the classes that both flew" not in note


def test_nothing_is_expected_where_others_flew_too_seldom_to_have_a_rate():
    # By hand from data/launches.csv, 2015 to 2024: on flights after the 100th of a vehicle all
    # others had 1 failure in 7 launches, the United States flew 307; 43.9 failures would follow.
    span = launches.within(LOG, 2015, 2024)
    table = launches.by_experience(span, "United States").set_index("flight")
    key = comparisons.key_figures(LOG, "United States", 2015, 2024)

    assert tuple(table.loc["after the 100th", ["attempts", "others_attempts"]]) == (307, 7)
    assert pd.isna(table.loc["after the 100th", "expected"])
    assert key["measured_attempts"] == table["attempts"].sum() - 307
    assert key["expected"] == pytest.approx(15.2, abs=0.05)
    assert (table["others_attempts"].ge(launches.ENOUGH) == table["expected"].notna()).all()


def test_the_log_ends_on_the_day_of_its_last_launch():
    # GCAT, launch log, last row: 2024-237, 8 December 2024.
    key = comparisons.key_figures(LOG, "Russia", 2011, 2020)

    assert key["log_until"] == "8 December 2024"


def test_as_many_years_up_to_the_end_of_the_log_are_another_choice():
    # By hand from data/launches.csv, 2015 to 2024: Russia 9 of 185, all others 62 of 1,206.
    found = comparisons.by_end(LOG, "Russia", 2011, 2020)

    assert (found["first"], found["last"]) == (2015, 2024)
    assert found["ratio"] == pytest.approx((9 / 185) / (62 / 1206))
    assert pd.isna(comparisons.by_end(LOG, "Russia", 2015, 2024)["ratio"])
