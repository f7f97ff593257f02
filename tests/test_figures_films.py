"""The figures on films' money: names that do not cover each other, colours that are explained."""

import itertools

import numpy as np
import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import LineCollection
from matplotlib.colors import to_hex

from analysis.figures import COLOURS
from analysis.figures import films as figures


@pytest.fixture
def table():
    # Budget and takings as of films in data/film_money.csv, in millions of dollars of 2023.
    rows = [("2001: A Space Odyssey", "USD", 99.3, 1033.4), ("Gravity", "USD", 142.7, 936.4),
            ("Moonraker", "USD", 151.8, 882.9), ("The Challenge", "RUB", 15.3, 24.6),
            ("Salyut-7", "RUB", 9.4, 16.0), ("The Age of Pioneers", "RUB", 8.8, 11.8),
            ("Red Planet", "USD", 146.0, 60.0)]  # fmt: skip
    frame = pd.DataFrame(rows, columns=["film", "currency", "budget_mln", "takings_mln"])
    for name, factor in itertools.product(("budget", "takings"), ("low", "high")):
        frame[f"{name}_{factor}_mln"] = frame[f"{name}_mln"]
    return frame


def test_no_name_covers_another_or_a_mark(table):
    figure = figures.takings_against_budgets(table, "Gravity", "USD of 2023")
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    drawn = canvas.get_renderer()
    names = [text for text in figure.axes[0].texts if text.get_text() in set(table["film"])]
    boxes = [name.get_window_extent(drawn) for name in names]
    marks = figure.axes[0].transData.transform(table[["budget_mln", "takings_mln"]])

    assert len(names) >= 6
    assert not any(one.overlaps(other) for one, other in itertools.combinations(boxes, 2))
    assert not any(box.contains(*mark) for box in boxes for mark in marks)


def test_colours_are_explained_and_guides_are_those_that_a_dark_page_repaints(table):
    figure = figures.takings_against_budgets(table, "Gravity", "USD of 2023")
    guides = [line for line in figure.axes[0].lines if np.ptp(line.get_xdata()) > 100]

    assert "Gold: Gravity; violet: films with a budget in roubles; blue: other films" in figure.note
    assert {line.get_color() for line in guides} == {COLOURS["grid"]}


def test_a_rouble_film_has_one_colour_in_every_figure(table):
    rows = table.assign(method="orbit", year=2020, ratio=table["takings_mln"] / table["budget_mln"])
    figure = figures.ratio_by_method(rows, "The Challenge")
    [dots] = [one for one in figure.axes[0].collections if len(one.get_offsets()) == len(rows)]
    drawn = {to_hex(colour) for colour in dots.get_facecolors()}

    assert drawn == {COLOURS["subject"], COLOURS["Russia"], COLOURS["known"]}
    assert "violet: other films with a budget in roubles; blue: films with" in figure.note


@pytest.mark.parametrize(
    ("doubtful", "high", "words"),
    [(True, 5.0, ("grey", None)), (False, np.nan, (None, "Arrows")), (False, 5.0, (None, None))],
)
def test_grey_and_arrows_are_explained_only_where_they_are_drawn(doubtful, high, words):
    row = {"measure": "budget", "reach": None, "said_by": "The Numbers", "as_said": "5 million USD"}
    rows = pd.DataFrame([row | {"low_mln": 5.0, "high_mln": high, "is_doubtful": doubtful}])
    note = figures.sums_by_source(rows, "USD of 2023").note

    assert [word in note for word in ("grey", "Arrows")] == [bool(word) for word in words]


def test_a_median_is_drawn_of_several_films_alone(table):
    rows = table.assign(year=2020, ratio=table["takings_mln"] / table["budget_mln"])
    rows["method"] = ["wires"] * (len(rows) - 1) + ["orbit"]
    [axes] = figures.ratio_by_method(rows, "The Challenge").axes

    bars = [line for line in axes.collections if isinstance(line, LineCollection)]
    assert len(bars) == 1
