"""The figures on failed launches: described in words, nothing lost off the scale."""

import warnings

import pandas as pd
import pytest
from matplotlib.colors import to_hex

from analysis import comparisons, datasets, launches, show
from analysis.figures import COLOURS, ratios
from analysis.figures import launches as figures
from analysis.press.web import colours

GRAPHICS = 3  # WCAG 2.2, 1.4.11
SVG = "image/svg+xml"
LOG = launches.log(datasets.launches())
SPANS = [("Russia", 2011, 2020), ("United States", 1957, 2024), ("North Korea", 1998, 2024),
         ("Sea Launch", 1999, 1999)]  # fmt: skip


def _drawn(state, since, until):
    span = launches.within(LOG, since, until)
    return [
        figures.launches_by_year(launches.by_year(LOG, state, since, until), state),
        figures.rolling_rate(launches.rolling(LOG, state, since), state, since, until),
        figures.rate_by_launcher(launches.each_launcher(span), state),
        ratios.ratio_by_definition(comparisons.by_definition(LOG, state, since, until), state),
        ratios.ratio_by_window(comparisons.by_window(LOG, state, until), state, until),
        figures.rate_by_family(launches.by_family(span, state)),
        figures.rate_by_experience(launches.by_experience(span, state), state),
    ]


@pytest.mark.parametrize(("state", "since", "until"), SPANS)
def test_every_figure_is_described_without_a_warning(state, since, until):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for figure in _drawn(state, since, until):
            if isinstance(figure, show.Sentence):
                continue
            _, metadata = figure._repr_mimebundle_()
            described = metadata[SVG]["alt"].lower()
            assert len(described) > 30
            assert "nan" not in described.split()
            assert "inf" not in described.split()


def test_a_line_within_its_band_can_be_seen_on_a_dark_page():
    _, rolled, _, _, by_window, *_ = _drawn("Russia", 2011, 2020)
    for figure in (rolled, by_window):
        [band] = figure.axes[0].collections
        *_, alpha = band.get_facecolor()[0]
        ground = colours.dark(to_hex(band.get_facecolor()[0]))

        assert alpha == 1
        for line in figure.axes[0].lines:
            seen = colours.contrast(colours.dark(to_hex(line.get_color())), ground)
            assert seen >= GRAPHICS


@pytest.mark.parametrize(("state", "is_cut"), [("India", True), ("Russia", False)])
def test_five_years_with_few_launches_are_not_drawn_outside_the_years_examined(state, is_cut):
    # data/launches.csv: India launched three times from 1990 to 1994, Russia hundreds of times.
    rolled = launches.rolling(LOG, state, 2015)
    figure = figures.rolling_rate(rolled, state, 2015, 2024)
    _, own = figure.axes[0].lines
    drawn = pd.Series(own.get_ydata(), rolled["until_year"])

    assert pd.isna(drawn[1994]) == is_cut
    assert drawn.loc[2015:2024].notna().all()
    assert max(drawn.dropna()) <= figure.axes[0].get_ylim()[1]
    assert bool(figure.note) == is_cut


def test_a_state_without_launches_has_no_bars():
    table = launches.by_year(LOG, "Brazil", 2011, 2020)

    assert isinstance(figures.launches_by_year(table, "Brazil"), show.Sentence)


def test_the_rate_of_a_launcher_is_written_beside_its_bar():
    # By hand from data/launches.csv: 17 of Russia's 229 launches, 7.4 %.
    figure = figures.rate_by_launcher(
        launches.each_launcher(launches.within(LOG, 2011, 2020)), "Russia"
    )
    words = [text.get_text() for text in figure.axes[0].texts]

    assert "17 of 229  (7.4 %)" in words


def test_the_ratio_that_leaves_out_1_has_another_colour():
    table = comparisons.by_definition(LOG, "Russia", 2011, 2020)
    figure = ratios.ratio_by_definition(table, "Russia")
    leaves_out = ((table["low"] > 1) | (table["high"] < 1)).sum()
    bars = [line for line in figure.axes[0].lines if len(line.get_xdata()) == 2][1:]

    assert sum(line.get_color() == COLOURS["known"] for line in bars) == leaves_out == 1


def test_grey_is_explained_only_where_it_is_drawn():
    table = comparisons.by_definition(LOG, "Russia", 2011, 2020)
    clear = table[(table["low"] > 1) | (table["high"] < 1)]

    assert "grey" in ratios.ratio_by_definition(table, "Russia").note
    assert "blue" in ratios.ratio_by_definition(table, "Russia").note
    assert "grey" not in (ratios.ratio_by_definition(clear, "Russia").note or "")


def test_of_families_with_equally_many_launches_none_is_left_out():
    # By hand from data/launches.csv: five American families flew once from 2015 to 2024, and three
    # of these launches failed.
    table = launches.by_family(launches.within(LOG, 2015, 2024), "United States")
    figure = figures.rate_by_family(table)
    drawn = len(figure.axes[0].get_yticks())

    assert table["attempts"].iloc[drawn - 1] > table["attempts"].iloc[drawn]
    assert "families with at least 2 launches" in figure.caption


def test_a_share_beyond_the_scale_is_a_hollow_arrow_and_said():
    # By hand from data/launches.csv: 5 of Iran's 9 launches from 2011 to 2020 failed.
    table = launches.each_launcher(launches.within(LOG, 2011, 2020))
    figure = figures.rate_by_launcher(table, "Russia")
    hollow = [line for line in figure.axes[0].lines if line.get_markerfacecolor() == "white"]

    assert len(hollow) == (table["rate_percent"] > figure.axes[0].get_xlim()[1]).sum() > 0
    assert "hollow" in figure.note


def test_marks_at_nothing_and_at_all_are_drawn_whole():
    # data/launches.csv: all 3 first flights of Japanese vehicles from 2015 to 2024 failed, and
    # none of the 4 second ones.
    table = launches.by_experience(launches.within(LOG, 2015, 2024), "Japan")
    own, others = figures.rate_by_experience(table, "Japan").axes[0].lines

    assert not own.get_clip_on()
    assert not others.get_clip_on()


def test_blue_is_explained_where_others_are_grey():
    each = launches.each_launcher(launches.within(LOG, 2011, 2020))

    assert figures.rate_by_launcher(each, "Russia").note.startswith(
        "Blue: Russia. Grey: all others."
    )
    alone = each[each["launcher"] == "Russia"]
    assert "Blue" not in (figures.rate_by_launcher(alone, "Russia").note or "")


def test_a_hollow_mark_says_at_which_end_it_stands():
    # Table of first years: Europe's ratio since 2024 is 16.07; two of Russia's are 0.
    top = ratios.ratio_by_window(comparisons.by_window(LOG, "Europe", 2024), "Europe", 2024)
    foot = ratios.ratio_by_window(comparisons.by_window(LOG, "Russia", 2020), "Russia", 2020)

    assert "at the top stands for more than 10" in top.note
    assert "foot" not in top.note
    assert "at the foot stands for 0, where none went wrong" in foot.note
