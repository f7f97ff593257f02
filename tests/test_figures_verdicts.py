"""The figures on a story draw what its tables hold, and say it in words."""

import pytest

from analysis import datasets, verdicts
from analysis.figures import verdicts as figures

TABLES = {name: datasets.read(name) for name in verdicts.TABLES}


@pytest.fixture(scope="module")
def cases():
    return verdicts.cases(datasets.story_claims(), datasets.stories(), "afp-2023-04-20", TABLES)


@pytest.fixture(scope="module")
def card(cases):
    return verdicts.score_card(cases)


def test_every_claim_is_a_square(card):
    axes = figures.claims_by_verdict(verdicts.tally(card)).axes[0]

    assert sum(len(line.get_xdata()) for line in axes.lines) == len(card)


def test_the_evidence_stands_at_a_hundred(card):
    off = verdicts.figures_off(card)
    figure = figures.evidence_by_figure(off)
    ranges, [strokes] = figure.axes[0].lines, figure.axes[0].collections

    assert {x for stroke in strokes.get_segments() for x in stroke[:, 0]} == {100}
    assert len(ranges) == len(off)
    minutes = off.reset_index()["claim_key"].tolist().index("minutes_on_screen")
    assert list(ranges[minutes].get_xdata()) == pytest.approx([125, 100 * 50 / 35])  # of 40, of 35
    assert "uses 50 minutes of what was shot in orbit: stated 50 min" in figure.alt


def test_a_definition_that_fits_is_filled(cases):
    table = verdicts.definitions_of_first(cases)
    dots = figures.firsts_by_definition(table).axes[0].lines

    filled = [dot.get_markerfacecolor() != "white" for dot in dots]
    assert filled == table["fits"].tolist()


def test_the_bars_are_the_failures(cases):
    by_year = verdicts.failures_by_year(cases)
    bars = figures.failures_by_year(by_year).axes[0].patches

    failed, partial = bars[: len(by_year)], bars[len(by_year) :]
    assert [bar.get_height() for bar in failed] == by_year["failure"].tolist()
    assert [bar.get_height() for bar in partial] == by_year["partial"].tolist()


def test_the_rates_carry_their_intervals(cases):
    by_state = verdicts.failures_by_state(cases)
    lines = figures.failure_rates(by_state).axes[0].lines

    ends = by_state[["low_percent", "high_percent"]].to_numpy().tolist()
    assert [list(line.get_xdata()) for line in lines[::2]] == ends
