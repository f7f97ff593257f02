"""The figures on the making of a film: units on axes, words for the blind, the data drawn."""

import re

import pandas as pd
import pytest

from analysis import claims, datasets, flights, journeys, money, production, rides, show
from analysis.figures import COLOURS
from analysis.figures import production as figures

SVG = "image/svg+xml"


@pytest.fixture(scope="module")
def drawn():
    """Return every figure of the module, drawn from the tables of the default edition."""
    said, catalogue = datasets.claims(), datasets.flights()
    film = "The Challenge"
    up, down = journeys.crafts(said, film)
    involved = flights.stays_of_those_involved(
        datasets.crews(), datasets.people(), catalogue, up, down
    )
    footage = production.hours(claims.published(said, film, "footage"))
    used = claims.published(said, film, "minutes_on_screen")
    budgets = claims.published(said, film, "film_budget")
    guesses = claims.published(said, film, "project_cost")
    costs = rides.costs(budgets, guesses, datasets.prices(), 2, "2021-10-05")
    in_dollars = ("USD", "2021-10-05", "2023-04-20", datasets.exchange_rates(),
                  datasets.price_index())  # fmt: skip
    return {
        "stays": figures.stays_of_those_involved(involved),
        "footage": figures.footage_as_published(footage),
        "minutes": figures.minutes_as_published(used),
        "ratio": figures.shooting_ratio_by_source(production.shooting_ratios(footage, used)),
        "modules": figures.share_by_module(claims.published(said, film, "share_shot_in_module")),
        "budget": figures.budget_as_published(money.views(budgets, *in_dollars), "USD"),
        "ride": figures.film_and_ride(money.views(costs, *in_dollars), "USD"),
    }


NAMES = ["stays", "footage", "minutes", "ratio", "modules", "budget", "ride"]


@pytest.mark.parametrize("name", NAMES)
def test_every_figure_is_described_and_labelled(drawn, name):
    figure = drawn[name]
    _, metadata = figure._repr_mimebundle_()
    described = metadata[SVG]

    assert len(described["alt"]) > 40
    assert described["caption"].endswith(".")
    assert re.fullmatch(r"fig-[a-z-]+", described["label"])
    assert figure.get_figwidth() == show.WIDE_IN[0]
    assert "nan" not in described["alt"].lower()


@pytest.mark.parametrize("name", sorted(set(NAMES) - {"stays"}))
def test_every_quantity_on_an_axis_has_its_unit(drawn, name):
    label = drawn[name].axes[0].get_xlabel()

    assert re.search(r"\((h|min|%|minutes shot per minute used)\)$|^Million (USD|RUB)$", label)


def test_a_changed_datum_changes_the_text_that_is_compared(drawn):
    told = {"as_said": ["about 30 %", "about 33 %"], "said_by": "Anton Shkaplerov"}
    table = pd.DataFrame({"subject": ["Nauka", "Zvezda"], "low": [30.0, 33.0], **told})
    before = figures.share_by_module(table)._repr_mimebundle_()[0]["text/plain"]
    after = figures.share_by_module(table.assign(low=[30.0, 34.0]))._repr_mimebundle_()[0]

    assert before != after["text/plain"]


def test_a_figure_leaves_its_table_as_it_was():
    told = {"as_said": ["about 30 %"], "said_by": "Anton Shkaplerov"}
    table = pd.DataFrame({"subject": ["Nauka"], "low": [30.0], **told})
    before = table.copy()
    figures.share_by_module(table)

    pd.testing.assert_frame_equal(table, before)


def _dated(table):
    """Return how many sums are known on the day they were said."""
    return table.filter(like="at_rate_when_said").notna().sum().sum()


def test_a_budget_that_is_only_a_bound_is_an_arrow(drawn):
    # data/claims.csv: "less than 1 billion" twice, "more than 905 million", "at least 16 million".
    marks = [(line.get_marker(), len(line.get_xdata())) for line in drawn["budget"].axes[0].lines]

    assert {count for marker, count in marks if marker == "<"} == {2}
    assert max(count for marker, count in marks if marker == ">") == 2
    assert "An arrow" in drawn["budget"].note


def test_a_bound_of_footage_has_its_arrow_explained(drawn):
    assert "an arrow" in drawn["footage"].note
    assert "arrow" not in drawn["minutes"].note


def test_what_is_of_low_confidence_is_named_so(drawn):
    names = [text.get_text() for text in drawn["budget"].axes[0].texts]

    # data/claims.csv, c088 and c090.
    assert sum(name.endswith("low confidence") for name in names) == 2
    # c084: "the first estimate", of 2022.
    assert sum(name.endswith("a plan") for name in names) == 1


def test_that_an_undated_budget_lacks_the_rate_of_its_day_is_said(drawn):
    # data/claims.csv, c082 and c083.
    assert "without a date has no rate" in drawn["budget"].note


def test_a_share_is_written_as_it_was_said_and_who_said_it_is_named(drawn):
    words = [text.get_text() for text in drawn["modules"].axes[0].texts]

    assert words == ["about 30 %", "about 33 %", "about 30 %"]
    assert "Anton Shkaplerov" in drawn["modules"].caption


def test_a_budget_said_in_the_currency_has_one_mark_for_both_rates():
    # data/claims.csv: of 13 budgets 10 are said in roubles, 3 in dollars.
    budgets = claims.published(datasets.claims(), "The Challenge", "film_budget")
    for currency, same in (("RUB", 10), ("USD", 3)):
        table = money.views(
            budgets, currency, "2021-10-05", "2023-04-20", datasets.exchange_rates(),
            datasets.price_index(),
        )  # fmt: skip
        figure = figures.budget_as_published(table, currency)
        first, second = COLOURS["known"], COLOURS["label"]
        marks = {first: 0, second: 0}
        for line in figure.axes[0].lines:
            if (colour := line.get_markerfacecolor()) in marks:
                marks[colour] += len(line.get_xdata())

        assert marks == {first: _dated(table), second: 13 - same}
        assert f"said in {currency} needs no rate" in figure.note


def test_the_first_date_has_its_year(drawn):
    ticks = [label.get_text() for label in drawn["stays"].axes[0].get_xticklabels()]

    assert ticks[0].endswith("2021")
    assert sum("2022" in tick for tick in ticks) == 1


def test_a_bar_is_named_as_its_sum_was_said(drawn):
    words = [text.get_text() for text in drawn["ride"].axes[0].texts]

    # NASA, 2020: more than 90 million dollars a seat; Mikhail Korniyenko: at least 2 billion
    # roubles, at 72.9239 a dollar.
    assert {"more than 180 · derived", "at least 27 · estimate", "12 · published"} <= set(words)


def test_labels_that_would_be_alike_have_their_day(drawn):
    # Konstantin Ernst spoke of less than a billion roubles twice in April 2023.
    labels = [text.get_text() for text in drawn["budget"].axes[0].texts]

    assert len(set(labels)) == len(labels) > 5
