"""What the report on launches says of its counts: words that follow the intervals."""

import pandas as pd
import pytest

from analysis import comparisons, contrasts, datasets, launches

LOG = launches.log(datasets.launches())


@pytest.mark.parametrize(
    ("ends", "said"),
    {
        ((0.8, 3.0), (0.5, 2.0)): "more nor less often than before or than all others'.",
        (
            (1.1, 3.0),
            (0.5, 2.0),
        ): "clearly more often than before; against all others, no difference is clear.",
        (
            (0.5, 2.0),
            (0.2, 0.8),
        ): "less often than all others'; against the years before, no difference is clear.",
        ((0.1, 0.9), (0.2, 0.8)): "less often than before and clearly less often than all others'.",
    }.items(),
)
def test_the_verdict_follows_the_intervals(ends, said):
    rows = [pd.Series({"low": low, "high": high}) for low, high in ends]

    assert said in contrasts.verdict(*rows)


@pytest.mark.parametrize(
    ("ratios", "said"),
    [
        ((0.53, 0.53, 0.96, 1.0), "depends on how new the vehicles are, and little on what counts"),
        ((1.4, 0.8, 1.5, 0.8), "depends on what counts as a failure, and little on how new"),
        ((1.4, 0.8, 2.1, 1.2), "depends on what counts as a failure and on how new"),
        ((1.0, 1.1, 1.1, 1.0), "depends little on what counts as a failure or on how new"),
        ((0.0, 0.0, 0.0, 0.0), "depends little"),
    ],
)
def test_the_report_says_on_what_its_answer_depends(ratios, said):
    names = ("others_ratio", "others_outright_ratio", "alike_ratio", "alike_outright_ratio")

    unlike = pd.DataFrame({"low": [0.5, 1.1], "high": [2.0, 3.0]}).assign(
        against=["others", "alike"], definition=["a", "b"]
    )

    assert said in contrasts.what_matters(dict(zip(names, ratios, strict=True)), unlike)


@pytest.mark.parametrize(
    ("state", "since", "said"),
    [
        # Table of ratios: India's six to all others hold 1, from 1.32 down to 0.49; Russia's at
        # equal experience does not, 2.08 (1.08 to 3.98).
        ("India", 2015, "does not depend on what counts as a failure or on how new"),
        ("Russia", 2011, "depends on what counts as a failure and on how new"),
        # 0.60 (0.37 to 0.98) at equal experience; by the narrower definitions it holds 1.
        (
            "China",
            2015,
            "depends on how new the vehicles are. What counts as a failure moves the ratio little, "
            "but decides whether a difference is clear.",
        ),
    ],
)
def test_an_answer_that_no_choice_changes_depends_on_none(state, since, said):
    key = comparisons.key_figures(LOG, state, since, since + 9)

    assert said in key["what_matters"]


@pytest.mark.parametrize(
    ("ends", "said"),
    [
        (((1.1, 4.0), (0.9, 4.0), (0.5, 3.0)), "definitions “b” and “c” that is not clear"),
        (((1.1, 4.0), (0.9, 4.0), (1.5, 3.0)), "definition “b” that is not clear"),
        (((0.9, 4.0), (1.1, 4.0), (0.5, 3.0)), "definition “b” that is clear"),
        (((0.9, 4.0), (0.8, 4.0), (0.5, 3.0)), "the answer is the same"),
    ],
)
def test_the_closing_says_by_which_definitions_the_answer_is_another(ends, said):
    ratios = pd.DataFrame(ends, columns=["low", "high"]).assign(definition=["a", "b", "c"])

    assert said in contrasts.across_definitions(ratios)


@pytest.mark.parametrize(
    ("ratios", "alike", "newness", "is_told"),
    [
        ((0.5, 0.5, 1.0, 1.0), (0.9, 2.0), "clearly more often", True),
        ((0.5, 0.5, 1.0, 1.0), (0.9, 2.0), "neither clearly more nor less often", False),
        ((1.4, 0.8, 1.5, 0.8), (0.9, 2.0), "clearly more often", False),
        ((0.5, 0.5, 1.0, 1.0), (0.2, 0.9), "clearly more often", False),
    ],
)
def test_new_vehicles_explain_only_an_answer_that_depends_on_them(ratios, alike, newness, is_told):
    names = ("others_ratio", "others_outright_ratio", "alike_ratio", "alike_outright_ratio")
    ends = pd.DataFrame([(0.2, 0.9), alike], columns=["low", "high"])
    why = contrasts.why(dict(zip(names, ratios, strict=True)), ends, newness)

    assert bool(why) == is_told


def test_the_report_says_of_whom_the_story_spoke_where_it_asks_of_another():
    # AFP, 20 April 2023: setbacks, botched launches among them, of Russia's space industry.
    asked = {
        state: comparisons.key_figures(LOG, state, 2015, 2024)["asked"]
        for state in ("Russia", "China", "Brazil")
    }

    assert asked["Russia"] == ""
    assert "speaks of Russia; here the same is asked of China" in asked["China"]
    assert "asked of Brazil" in asked["Brazil"]


@pytest.mark.parametrize(
    ("state", "said"),
    [
        # Table at equal experience: 2.08 (1.08 to 3.98), 0.96 (0.59 to 1.55), and no failure.
        ("Russia", "clearly more often"),
        ("United States", "neither clearly more nor less often"),
        ("Brazil", None),
    ],
)
def test_the_closing_says_how_often_at_equal_experience(state, said):
    since = 2011 if state == "Russia" else 2015
    found = comparisons.key_figures(LOG, state, since, since + 9)["alike_answer"]

    assert found == said if said else pd.isna(found)


@pytest.mark.parametrize(
    ("state", "said"),
    # From data/launches.csv: 136 launches in 2024 narrow the interval to 3.3 points; Japan's
    # busiest years had 7.
    [("United States", "How much a single year says"), ("Japan", "A single year says little")],
)
def test_a_year_says_little_only_where_its_interval_is_wide(state, said):
    key = comparisons.key_figures(LOG, state, 2015, 2024)

    assert key["what_a_year_says"].startswith(said)


def test_widths_of_single_years_are_told_in_whole_points():
    # 2024, by Table 1 of the edition on Europe: 3.9 to 82.3 %; the ends unrounded lie 78.45 apart.
    said = comparisons.key_figures(LOG, "Europe", 2015, 2024)["what_a_year_says"]

    assert "between 15 and 78 percentage points wide" in said


def test_nothing_is_said_of_years_without_launches():
    assert comparisons.key_figures(LOG, "Brazil", 2011, 2020)["what_a_year_says"] == ""


@pytest.mark.parametrize(
    ("since", "until", "said"),
    [
        # data/flights.csv: Soyuz MS-19 was launched on 5 October 2021; the log ends in 2024.
        (2011, 2020, "The years 2011 to 2020 are the 10 before that of the film's flight, 2021"),
        (2015, 2024, "The years 2015 to 2024 are the last 10 in the copy of the log"),
        (2001, 2010, "The years 2001 to 2010 are those that this edition was asked for"),
        (2020, 2020, "Here one year is counted, 2020"),
    ],
)
def test_the_report_says_what_years_it_counts(since, until, said):
    assert contrasts.years_chosen(since, until, datasets.flights(), LOG) == said
