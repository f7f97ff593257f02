"""The figures on who flies: told apart without colour, one meaning in one colour."""

import pandas as pd
import pytest
from matplotlib.colors import to_hex

from analysis.figures import COLOURS, production
from analysis.figures import flights as figures
from analysis.press.web.colours import contrast

CRAFT = "Soyuz MS-19"
APART = 1.3  # times as light, so that a grey print has two greys


@pytest.fixture
def yearly():
    return pd.DataFrame(
        {"year": [1985, 2021], "professionals": [63, 19], "visitors_to_orbit": [0, 8],
         "visitors_suborbital": [0, 14]}
    )  # fmt: skip


@pytest.fixture
def exchange():
    return pd.DataFrame(
        {"start": pd.to_datetime(["1978-01-10", "2021-10-05"]), "up": ["Soyuz 27", CRAFT],
         "waited": ["A", "B"], "visit_days": [6.0, 11.8], "longer_days": [59.0, 164.0],
         "is_for_visitors": [False, True]}
    )  # fmt: skip


def test_visitors_who_reached_no_orbit_are_hatched_as_no_others_are(yearly):
    by_name = {
        bars.get_label(): bars.patches[0]
        for bars in figures.trips_by_year(yearly, "2023").axes[0].containers
    }
    faces = [to_hex(bar.get_facecolor()) for bar in by_name.values()]

    assert [name for name, bar in by_name.items() if bar.get_hatch()] == ["visitors, suborbital"]
    assert contrast(faces[0], faces[1]) > APART
    assert to_hex(by_name["visitors, suborbital"].get_edgecolor()) == faces[1]


def test_a_year_without_visitors_has_no_bar_of_them_and_the_highest_has_room(yearly):
    ax = figures.trips_by_year(yearly, "2023").axes[0]

    assert [len(bars.patches) for bars in ax.containers] == [2, 1, 1]
    assert ax.get_ylim()[1] > yearly["professionals"].max()


def test_stays_have_the_colour_of_those_who_stayed():
    names = ["All trips to orbit", "To the ISS by other ships, professionals", "Visitors in orbit"]
    table = pd.DataFrame({"among": names, "trips": 1, "median_days": 12.0})
    stays = {name: pd.Series([12.0]) for name in names}
    drawn = figures.length_of_stay(table, stays, 11.8, CRAFT, "2023").axes

    assert [to_hex(ax.patches[0].get_facecolor()) for ax in drawn] == [
        COLOURS["known"], figures.PROFESSIONAL, figures.VISITOR,
    ]  # fmt: skip


def test_a_bar_of_few_trips_can_be_seen():
    table = pd.DataFrame({"among": ["All trips to orbit"], "trips": 801, "median_days": 12.0})
    stays = {"All trips to orbit": pd.Series([12.0] * 800 + [400.0])}
    few, many = sorted(
        bar.get_height()
        for bar in figures.length_of_stay(table, stays, 12.0, CRAFT, "2023").axes[0].patches
    )

    assert few == pytest.approx(figures.LEAST * many)


def test_colours_are_told_by_swatches_that_turn_with_the_page(exchange):
    (legend,) = figures.exchanges(exchange, CRAFT).legends
    named = {
        text.get_text(): to_hex(key.get_facecolor())
        for text, key in zip(legend.get_texts(), legend.get_patches(), strict=True)
    }

    assert named == {
        "visit of visitors": figures.VISITOR, "visit of professionals": figures.PROFESSIONAL,
        "wait": COLOURS["known"],
    }  # fmt: skip


def test_ages_of_women_have_a_form_of_their_own_and_visitors_triangles():
    table = pd.DataFrame(
        {"start": pd.Timestamp("2021-10-05"), "age_years": 40.0, "craft": CRAFT,
         "who": "A", "kind": ["professional", "professional", "visitor", "visitor"],
         "sex": ["male", "female"] * 2}
    )  # fmt: skip
    marks = figures.age_at_launch(table, CRAFT, "2023").axes[0].collections[:4]
    faces = [to_hex(mark.get_facecolor()[0]) for mark in marks]
    forms = [mark.get_paths()[0].vertices.tolist() for mark in marks]
    dot, diamond, up, down = [len(form) for form in forms]

    assert "#ffffff" not in faces  # hollow is a plan or a forecast
    assert faces[2] == faces[3] == figures.VISITOR
    assert contrast(faces[0], faces[1]) > APART
    assert dot > diamond > up == down
    assert forms[2] != forms[3]


def test_visits_of_visitors_and_waits_have_the_same_colours_wherever_they_are_drawn(exchange):
    _, _, visit, wait = figures.exchanges(exchange, CRAFT).axes[0].patches
    faces = [to_hex(bar.get_facecolor()) for bar in (visit, wait)]

    assert faces == [production.STAYS[role]["facecolor"] for role in ("visitor", "stayed longer")]
    assert contrast(*faces) > APART


def test_visits_of_professionals_have_their_colour(exchange):
    visit, wait, *_ = figures.exchanges(exchange, CRAFT).axes[0].patches
    faces = [to_hex(bar.get_facecolor()) for bar in (visit, wait)]

    assert faces == [figures.PROFESSIONAL, COLOURS["known"]]
    assert contrast(*faces) > APART


def test_the_exchange_of_the_flight_examined_is_in_bold(exchange):
    ours, others = (figures.exchanges(exchange, craft) for craft in (CRAFT, "Ax-1"))
    weights = [name.get_fontweight() for name in ours.axes[0].get_yticklabels()]

    assert weights == ["normal", "semibold"]
    assert ours.note == f"In bold: the visit in {CRAFT}."
    assert others.note is None
