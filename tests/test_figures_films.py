"""The figures on films' money: names that do not cover each other, colours that are explained."""

import itertools

import numpy as np
import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import LineCollection
from matplotlib.colors import to_hex

from analysis.figures import COLOURS, ink
from analysis.figures import films as figures
from analysis.press.web.colours import PAPER, contrast, dark


@pytest.fixture
def table():
    # Budget and takings as of films in data/film_money.csv, in millions of dollars of 2023.
    rows = [("2001: A Space Odyssey", "USD", 99.3, 1033.4), ("Gravity", "USD", 142.7, 936.4),
            ("Moonraker", "USD", 151.8, 882.9), ("The Challenge", "RUB", 15.3, 24.6),
            ("Salyut-7", "RUB", 9.4, 16.0), ("The Age of Pioneers", "RUB", 8.8, 11.8),
            ("Red Planet", "USD", 146.0, 60.0)]  # fmt: skip
    frame = pd.DataFrame(rows, columns=["film", "currency", "budget_mln", "takings_mln"])
    frame["reach"] = np.where(frame["currency"] == "RUB", "home", "world")
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


def test_a_name_is_not_nearer_to_another_mark(table):
    # As in data/film_money.csv: Deep Impact lies right of Apollo 13, hardly lower.
    rows = table.iloc[[3, 3]].assign(film=["Apollo 13", "Deep Impact"], currency="USD")
    rows[["budget_mln", "takings_mln"]] = [[120.3, 690.9], [152.0, 653.9]]
    rows = pd.concat([table, rows.assign(reach="world")], ignore_index=True)
    for name in ("budget", "takings"):
        rows[[f"{name}_low_mln", f"{name}_high_mln"]] = rows[[f"{name}_mln"] * 2].to_numpy()
    [axes] = figures.takings_against_budgets(rows, "Apollo 13", "USD of 2023").axes
    [label] = [text for text in axes.texts if text.get_text() == "Apollo 13"]

    assert label.get_ha() == "right" or label.get_position()[1] > 0


def test_budgets_are_marked_at_more_than_powers_of_ten(table):
    rows = table.assign(year=2020)
    [axes] = figures.budgets_in_order(rows, rows.head(0), "Gravity", "USD of 2023").axes
    FigureCanvasAgg(axes.figure).draw()
    low, high = axes.get_xlim()

    assert {10, 20, 50, 100} <= {tick for tick in axes.get_xticks() if low <= tick <= high}


def test_ratios_below_one_stand_left_of_their_marks_clear_of_the_line(table):
    rows = table.assign(year=2020, ratio=table["takings_mln"] / table["budget_mln"])
    rows = rows.assign(ratio_low=rows["ratio"], ratio_high=rows["ratio"], ratio_real=rows["ratio"])
    [axes] = figures.ratio_by_film(rows, "Gravity").axes
    sides = {text.get_text(): text.get_ha() for text in axes.texts}

    assert (sides["0.4"], sides["6.6"]) == ("right", "left")  # Red Planet, Gravity


def test_what_somebody_said_twice_is_drawn_once():
    # data/claims.csv: Ernst said "less than a billion" on 17 April 2023, and to OSN on the 18th.
    row = {"measure": "budget", "reach": None, "said_by": "Konstantin Ernst", "high_mln": 15.2}
    row |= {"low_mln": np.nan, "as_said": "less than 1,000 million RUB", "is_doubtful": False}
    said = [row | {"source": "AFP"}, row | {"source": "Dzen"}]
    [axes] = figures.sums_by_source(pd.DataFrame(said), "USD of 2023").axes

    assert len(axes.get_yticklabels()) == 1


def test_one_film_is_no_films(table):
    rows = table.assign(year=2020, ratio=table["takings_mln"] / table["budget_mln"])
    rows["method"] = ["wires"] * (len(rows) - 1) + ["orbit"]

    assert "orbit 1 film, median" in figures.ratio_by_method(rows, "The Challenge").alt


def test_films_counted_by_takings_at_home_are_named(table):
    note = figures.takings_against_budgets(table, "Gravity", "USD of 2023").note

    assert note.endswith(": The Challenge, Salyut-7 and The Age of Pioneers.")


def test_the_longest_words_beside_a_mark_fit_into_the_drawing():
    # data/box_office.csv: about 2,100 million roubles of The Challenge, its furthest mark.
    row = {"measure": "takings", "reach": "home", "said_by": "Rossiyskaya Gazeta", "low_mln": 24.6}
    row |= {"source": "Rossiyskaya Gazeta", "high_mln": 24.6, "is_doubtful": False}
    row["as_said"] = "about 2,100 million RUB"
    slip = row | {"source": "CelebMezzo, after Russian media", "low_mln": 16.7, "high_mln": 16.7}
    figure = figures.sums_by_source(pd.DataFrame([slip, row]), "USD of 2023")
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    drawn = canvas.get_renderer()
    [axes] = figure.axes

    ends = [words.get_window_extent(drawn).x1 for words in axes.texts]
    assert max(ends) <= axes.get_window_extent(drawn).x1


def test_no_name_covers_a_bar(table):
    # As in data/film_money.csv: takings of 2001 from 72 to 190 million dollars of 1968.
    table.loc[0, ["takings_low_mln", "takings_high_mln"]] = [595.0, 1570.0]
    other = table.loc[[1]].assign(film="Apollo 13")
    rows = pd.concat([table, other.assign(budget_mln=120.3, takings_mln=690.9)], ignore_index=True)
    figure = figures.takings_against_budgets(rows, "Apollo 13", "USD of 2023")
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    [name] = [text for text in figure.axes[0].texts if text.get_text() == "Apollo 13"]
    box = name.get_window_extent(canvas.get_renderer())
    [bar] = figure.axes[0].transData.transform([(99.3, 690.9)])

    assert not box.x0 <= bar[0] <= box.x1
    assert name.get_color() == ink(COLOURS["subject"])


def test_a_slip_is_laid_to_the_page_where_it_stands():
    # data/claims.csv, c088: 1,115 million roubles, at mc.bk55.ru.
    row = {"measure": "budget", "reach": None, "said_by": "Wikipedia", "as_said": "1,115 million"}
    row |= {"source": "mc.bk55.ru, after Wikipedia", "low_mln": 17.0, "high_mln": 17.0}
    [axes] = figures.sums_by_source(pd.DataFrame([row | {"is_doubtful": True}]), "USD").axes

    assert [label.get_text() for label in axes.get_yticklabels()] == [
        "Budget, mc.bk55.ru, after Wikipedia"
    ]


def test_fits_are_shades_that_stay_apart_and_in_order_on_a_dark_page():
    days = pd.DataFrame({"day": range(1, 7), "amount_mln_rub": [50.0, 90, 120, 140, 150, 160]})
    daily = days.assign(date=pd.Timestamp("2023-04-20"), sums=1)
    fits = pd.DataFrame(
        {"through_day": [3, 4, 5, 6], "total_mln_rub": 170.0, "total_from_mln_rub": 160.0,
         "total_to_mln_rub": 180.0}
    )  # fmt: skip
    curves = days[["day"]].assign(**{f"{day}": 100.0 for day in fits["through_day"]})
    curves.columns = ["day", *fits["through_day"]]
    axes, _ = figures.takings_by_day(daily, days, fits, curves, "The Challenge").axes
    drawn = [dark(line.get_color()) for line in axes.lines[:4]]
    lights = [contrast(colour, PAPER) for colour in drawn]

    assert all(one > 1.2 * other for one, other in itertools.pairwise(lights))


@pytest.mark.parametrize(
    ("doubtful", "high", "explained"),
    [(True, 5.0, "Grey"), (False, np.nan, "Arrows"), (False, 6.0, "Joined dots"), (False, 5.0, "")],
)
def test_marks_are_explained_only_where_they_are_drawn(doubtful, high, explained):
    row = {"measure": "budget", "reach": None, "said_by": "The Numbers", "as_said": "5 million USD"}
    row["source"] = "The Numbers"
    rows = pd.DataFrame([row | {"low_mln": 5.0, "high_mln": high, "is_doubtful": doubtful}])
    note = figures.sums_by_source(rows, "USD of 2023").note

    drawn = [words for words in ("Grey", "Arrows", "Joined dots") if words in note]
    assert drawn == [words for words in [explained] if words]


def test_a_median_is_drawn_of_several_films_alone(table):
    rows = table.assign(year=2020, ratio=table["takings_mln"] / table["budget_mln"])
    rows["method"] = ["wires"] * (len(rows) - 1) + ["orbit"]
    [axes] = figures.ratio_by_method(rows, "The Challenge").axes

    bars = [line for line in axes.collections if isinstance(line, LineCollection)]
    assert len(bars) == 1
