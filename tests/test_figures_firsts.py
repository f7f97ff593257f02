"""The figures on firsts: described in words, every first drawn and named."""

import warnings

import pytest

from analysis import datasets, firsts, show
from analysis.figures import firsts as figures

SVG = "image/svg+xml"


def _drawn(since, until):
    led = firsts.leads(datasets.firsts(), since, until)
    return [
        figures.early_firsts(led, firsts.TURN_YEAR),
        figures.late_firsts(led, firsts.TURN_YEAR),
        figures.firsts_by_decade(firsts.by_decade(led)),
        figures.leads_of_rivals(firsts.curves(led, *firsts.RIVALS)),
        figures.leads_of_eras(firsts.curves(led, *firsts.ERAS)),
        figures.score_by_choice(firsts.choices(led)),
    ]


@pytest.mark.parametrize(
    ("since", "until"), [(1957, 2026), (1957, 1957), (1984, 1985), (1990, 1990)]
)
def test_every_figure_is_described_without_a_warning(since, until):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for figure in _drawn(since, until):
            if isinstance(figure, show.Sentence):
                continue
            _, metadata = figure._repr_mimebundle_()
            assert len(metadata[SVG]["alt"]) > 30
            assert "nan" not in metadata[SVG]["alt"].lower().split()


def test_the_timeline_names_every_first():
    led = firsts.leads(datasets.firsts(), 1957, 1974)
    names = [
        label.get_text() for label in figures.early_firsts(led, 1975).axes[0].get_yticklabels()
    ]

    assert len(names) == len(led)
    # Sputnik 1, 4 October 1957, is the oldest of them.
    assert names[0] == "Artificial satellite"


def test_a_curve_that_falls_to_nothing_is_explained():
    # Russia's longest lead has ended, the longest American one stands.
    led = firsts.leads(datasets.firsts(), 1957, 2026)
    both, one = (
        figures.leads_of_rivals(firsts.curves(led, *names))
        for names in (firsts.RIVALS, ["United States"])
    )

    assert both.note.endswith(figures.FALLEN)
    assert one.note == "Solid: United States."


def test_the_timeline_draws_a_lead_from_its_first_day_to_its_last():
    # Gagarin to Shepard, 23 days.
    led = firsts.leads(datasets.firsts(), 1961, 1961).query("first_id == 'human-in-space'")
    line = figures.early_firsts(led, 1975).axes[0].lines[0]

    begin, end = line.get_xdata()
    assert (end - begin) * 365.2425 == pytest.approx(23)


def test_no_second_covers_a_first():
    # Gagarin flew 23 days before Shepard: at the scale of decades the two marks are one.
    led = firsts.leads(datasets.firsts(), 1957, 1974)
    ax = figures.early_firsts(led, 1975).axes[0]
    place = int(led.index[led["title"] == "Human in space"][0])
    second, first = [
        line for line in ax.lines if len(line.get_xdata()) == 1 and line.get_ydata()[0] == place
    ]

    assert first.get_zorder() == second.get_zorder()  # the later drawn is on top
    assert first.get_markerfacecolor() != "white"
    assert second.get_markersize() > first.get_markersize()
