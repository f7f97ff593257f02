"""What is said of the tables of launches: counts by hand, and what they allow to say."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import comparisons, datasets, findings, launches, states

LOG = launches.log(datasets.launches())
ABOARD = launches.crewed_failures(LOG, datasets.flights())


def _span(since, until):
    return launches.within(LOG, since, until)


def _all(state, since, until):
    """Return everything that the report says, by the name of the function."""
    span = _span(since, until)
    return {
        "trend": findings.trend(launches.rolling(LOG, state, since), until, state),
        "standing": findings.standing(launches.each_launcher(span), state),
        "clear": findings.clear(comparisons.by_definition(LOG, state, since, until)),
        "by_start": findings.by_start(comparisons.by_window(LOG, state, until)),
        "families": findings.families(launches.by_family(span, state)),
        "newness": findings.newness(launches.by_experience(span, state)),
        "aboard": findings.aboard(launches.crewed(LOG, state, since, until), ABOARD),
        "list_of_wrong": findings.list_of_wrong(launches.went_wrong(span, state)),
    }


NAMES = {name: set(found.index) for name, found in _all("Russia", 2011, 2020).items()}


@settings(max_examples=20, deadline=None)
@given(st.sampled_from(list(states.LAUNCHING)), st.integers(1957, 2024), st.integers(1957, 2024))
def test_any_state_and_span_has_all_values_of_the_sentences_or_gaps(state, one, other):
    found = _all(state, *sorted((one, other)))

    assert {name: set(values.index) for name, values in found.items()} == NAMES


@pytest.mark.parametrize("since", [1957, 2020])
def test_of_a_state_without_launches_nothing_is_said(since):
    found = _all("Brazil", since, since)

    assert all(values.isna().any() for values in found.values())


def test_the_spans_of_a_trend_have_no_launch_in_common():
    # By hand from data/launches.csv, rows of state RU: 13 of 142 launches from 2011 to 2015 went
    # wrong, 4 of 87 from 2016 to 2020; of all others' 12 of 280, then 24 of 418.
    found = findings.trend(launches.rolling(LOG, "Russia", 2011), 2020, "Russia")

    assert found["before_percent"] == pytest.approx(100 * 13 / 142)
    assert found["rate_percent"] == pytest.approx(100 * 4 / 87)
    assert found["others_before_percent"] == pytest.approx(100 * 12 / 280)
    assert found["answer"] == "Neither a rise nor a fall is clear"


def test_the_end_of_the_figure_is_compared_with_the_span_before():
    # By hand from data/launches.csv: of Russia's launches from 2020 to 2024 2 of 84 went wrong, of
    # those from 2011 to 2015 13 of 142.
    rolled = launches.rolling(LOG, "Russia", 2011)

    assert findings.trend(rolled, 2020, "Russia")["later"] == (
        " In the last 5 years of the log, up to 2024, 2.4 % of launches by Russia went wrong: "
        "clearly less often than up to 2015."
    )
    assert findings.trend(rolled, 2024, "Russia")["later"] == ""


@pytest.mark.parametrize(
    ("before", "last", "said"),
    [
        ((10, 100), (40, 100), "risen"),
        ((40, 100), (10, 100), "fallen"),
        ((1, 5), (2, 5), "Neither"),
    ],
)
def test_a_rate_has_moved_where_the_interval_of_the_ratio_leaves_out_1(before, last, said):
    rolled = pd.DataFrame({"until_year": [2015, 2020]})
    rolled["wrong"], rolled["attempts"] = zip(before, last, strict=True)
    rolled["rate_percent"] = 100 * rolled["wrong"] / rolled["attempts"]

    assert said in findings.trend(rolled.assign(others_rate_percent=5.0), 2020, "Russia")["answer"]


def test_a_launcher_stands_among_those_with_enough_launches_alone():
    # By hand from data/launches.csv, 2011 to 2020: with at least 30 launches are China 13 of 240,
    # the United States 9 of 239, Europe, India, Japan; Iran's 5 of 9 are too few.
    found = findings.standing(launches.each_launcher(_span(2011, 2020)), "Russia")

    assert found["higher"] == "none of the 5 others"
    assert found["top"] == "China"
    assert found["top_percent"] == pytest.approx(100 * 13 / 240)
    assert found["apart"] == "none of the 5 others"


def test_launchers_stand_apart_where_the_interval_of_their_ratio_leaves_out_1():
    counts = {"launcher": ["a", "b", "c"], "wrong": [40, 10, 30], "attempts": [100, 100, 100]}
    each = launches.with_rates(pd.DataFrame(counts))

    assert findings.standing(each, "a")["apart"] == "1 of the 2 others"


def test_intervals_are_counted_on_either_side_of_1_an_open_end_among_them():
    ratios = pd.DataFrame(
        {"low": [1.1, 0.2, 0.5, 1.3, None], "high": [2.0, 0.9, 2.0, None, None]}, dtype=float
    )

    found = findings.clear(ratios)
    assert found[["ratios", "above", "below", "around"]].tolist() == [4, 2, 1, 1]
    assert found["counted"] == (
        "Of the 4 intervals 2 lie wholly above 1 (clearly more often), one lies wholly below 1 "
        "(clearly less often), and one holds 1."
    )


@pytest.mark.parametrize(
    ("above", "below", "around", "said"),
    [
        (1, 1, 1, "Where one starts to count can turn the answer round"),
        (3, 0, 0, "the same wherever one starts"),
        (0, 1, 2, "Of 3 spans that end with 2013, only that from 2011 gives a clear"),
        (2, 0, 1, "2 (from 2011 and 2012) give a clear difference: more often"),
        (4, 0, 2, "Of 6 spans that end with 2013, 4 give"),
        (0, 0, 3, "Wherever one starts to count, no difference"),
    ],
)
def test_whether_the_first_year_decides_follows_the_intervals(above, below, around, said):
    counts = {"ratios": above + below + around, "above": above, "below": below, "around": around}
    years = list(range(2011, 2011 + above + below))

    assert said in findings._on_choice(pd.Series(counts), years, 2013)


def test_the_one_first_year_with_a_clear_difference_is_named():
    # Table of first years up to 2020: Russia's interval leaves out 1 from 2019 alone.
    assert "2019" in findings.by_start(comparisons.by_window(LOG, "Russia", 2020))["answer"]


@pytest.mark.parametrize(("ends", "is_counted"), [((0.2, 1.5), True), ((0.2, 0.3), False)])
def test_intervals_are_counted_only_where_the_answer_turns_round(ends, is_counted):
    windows = pd.DataFrame({"since_year": [2020, 2019], "years": [1, 2], "low": ends})
    windows = windows.assign(high=windows["low"] + 0.5, ratio=windows["low"] + 0.2)

    assert bool(findings.by_start(windows)["counted_besides"]) == is_counted


def test_first_years_with_the_same_ratio_are_all_named():
    # Table of first years up to 2020: none of Russia's launches of 2019 and 2020 went wrong.
    found = findings.by_start(comparisons.by_window(LOG, "Russia", 2020))

    assert found["lowest_since"] == "2019 or later"
    assert found["highest_since"] == "2011"


def test_families_that_lead_together_are_named_together():
    # By hand from data/launches.csv, 2011 to 2020: R-7 7 of 128, Proton 7 of 61, of 7 families.
    found = findings.families(launches.by_family(_span(2011, 2020), "Russia"))

    assert found["concerned"] == "4 of 7"
    assert (
        found["led"]
        == "R-7 and Proton each had 7 of the 17 launches that went wrong, and together 189 of the "
        "229 attempts"
    )


@pytest.mark.parametrize(
    ("wrong", "led"),
    [
        ((1, 1, 0), "one in each; these made 30 of the 60 attempts"),
        ((3, 1, 0), "a had 3 of the 4 launches that went wrong, in 10 of the 60 attempts"),
        (
            (2, 2, 1),
            "a and b each had 2 of the 5 launches that went wrong, and together 30 of the 60 "
            "attempts",
        ),
        ((2, 0, 0), "a had all of the 2 launches that went wrong, in 10 of the 60 attempts"),
        ((1, 0, 0), "a had the one launch that went wrong, in 10 of the 60 attempts"),
    ],
)
def test_where_each_family_failed_as_often_that_is_said_once(wrong, led):
    table = pd.DataFrame({"family": list("abc"), "wrong": wrong, "attempts": [10, 20, 30]})

    assert findings.families(table)["led"] == led


def test_launches_of_a_family_that_another_state_built_are_told():
    # By hand from data/launches.csv, 2015 to 2024: 28 of Europe's 91 launches are Soyuz, none went
    # wrong; GCAT's table of vehicles has Progress, Samara, as who made them.
    europe, russia = (launches.by_family(_span(2015, 2024), s) for s in ("Europe", "Russia"))

    assert findings.built_elsewhere(europe, "Europe") == (
        " The 28 of the family R-7 are Soyuz, built in Russia; without them, 5 of 63 went wrong, "
        "7.9 %."
    )
    assert findings.built_elsewhere(russia, "Russia") == ""


def test_new_vehicles_are_everyone_s_first_and_second_flights():
    # Table of flights, 2011 to 2020: 4 and 5 by Russia with 0 and 2 wrong, 55 and 36 by others
    # with 14 and 2.
    found = findings.newness(launches.by_experience(_span(2011, 2020), "Russia"))

    assert (found["new_wrong"], found["new_attempts"]) == (18, 100)
    assert found["old_attempts"] == len(_span(2011, 2020)) - 100
    assert found["own"] == "9, of which 2 went wrong"
    assert found["answer"] == "clearly more often"


def test_the_crews_of_failed_launches_are_counted_in_the_whole_log():
    # Soyuz 18-1, T-10-1 and MS-10 were brought down alive; Challenger's crew of STS-51-L died.
    found = findings.aboard(launches.crewed(LOG, "Russia", 2020, 2020), ABOARD)

    assert (found["failures"], found["lived"], found["died"]) == (4, 3, 1)
    assert (found["wrong"], found["others_wrong"]) == (3, 1)
    assert found["span"] == "1957 to 2024"


def test_the_list_of_failures_counts_new_vehicles_and_crews():
    table = pd.DataFrame(
        {"vehicle": ["A", "A", "B"], "flight": [1, 2, 3], "crewed": [False, True, False]}
    )

    assert findings.list_of_wrong(table).to_dict() == {
        "listed": "3 launches", "new": "2 were", "crewed": "one had",
        "flown": "; they were flown by 2 different versions of vehicles",
    }  # fmt: skip
    assert findings.list_of_wrong(table.head(0)).isna().all()


@pytest.mark.parametrize(
    ("state", "said"),
    [
        # Table of first years up to 2024: four of Japan's intervals lie above 1; India's hold it.
        (
            "Japan",
            " Of 15 spans that end with 2024, 4 give a clear difference: more often than all "
            "others; they share launches, so these are not 4 separate findings.",
        ),
        ("India", ""),
    ],
)
def test_the_first_year_matters_where_its_choice_changes_the_answer(state, said):
    assert findings.by_start(comparisons.by_window(LOG, state, 2024))["matters"] == said
