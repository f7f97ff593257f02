"""The figures on firsts: described in words, every first drawn and named."""

import warnings

import pytest

from analysis import datasets, firsts, show
from analysis.figures import firsts as figures

SVG = "image/svg+xml"


def _drawn(since, until):
    led = firsts.leads(datasets.firsts(), since, until)
    return [
        figures.every_first(led),
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


def test_the_timeline_names_every_first_and_who_did_it():
    led = firsts.leads(datasets.firsts(), 1957, 2026)
    words = [text.get_text() for text in figures.every_first(led).axes[0].texts]

    assert len(words) == len(led)
    # Sputnik 1, 4 October 1957, is the oldest of them.
    assert words[0] == "Artificial satellite · Sputnik 1"


def test_the_timeline_draws_a_lead_from_its_first_day_to_its_last():
    # Gagarin to Shepard, 23 days.
    led = firsts.leads(datasets.firsts(), 1961, 1961).query("first_id == 'human-in-space'")
    line = figures.every_first(led.reset_index(drop=True)).axes[0].lines[0]

    begin, end = line.get_xdata()
    assert (end - begin) * 365.2425 == pytest.approx(23)
