"""The figures on the making of a film: units on axes, words for the blind, the data drawn."""

import re

import pandas as pd
import pytest

from analysis import claims, datasets, flights, money, production, rides, show
from analysis.figures import production as figures

SVG = "image/svg+xml"


@pytest.fixture(scope="module")
def drawn():
    """Return every figure of the module, drawn from the tables of the default edition."""
    said, catalogue = datasets.claims(), datasets.flights()
    film = "The Challenge"
    up, down = production.crafts(said, film)
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
    table = pd.DataFrame({"subject": ["Nauka", "Zvezda"], "low": [30.0, 33.0]})
    before = figures.share_by_module(table)._repr_mimebundle_()[0]["text/plain"]
    after = figures.share_by_module(table.assign(low=[30.0, 34.0]))._repr_mimebundle_()[0]

    assert before != after["text/plain"]


def test_a_figure_leaves_its_table_as_it_was():
    table = pd.DataFrame({"subject": ["Nauka"], "low": [30.0]})
    before = table.copy()
    figures.share_by_module(table)

    pd.testing.assert_frame_equal(table, before)
