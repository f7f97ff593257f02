"""The measures of the page: those that the press reckons with are those of the template."""

import pytest

from analysis.press.typeset import marks, paper
from analysis.press.typeset.draft import Draft
from analysis.press.typeset.floats import Pages
from analysis.press.typeset.marks import Choice
from analysis.press.typeset.report import Chunk, Report

A_POINT = 1.0


def tops_pt(draft: Draft, *markups: str) -> list[float]:
    """Return how low each piece begins on its page."""
    report = Report({"project": "P"}, title="T", title_markup='#"T";')
    report.body = [Chunk(0, markup, "") for markup in ("#pagebreak()\n\n", *markups)]
    pages = Pages(draft, report)
    found = pages.laid_out([Choice()] * len(pages.pieces))
    return [mark.y_pt for mark in found if mark.what == "begin" and mark.number >= 0]


@pytest.mark.parametrize("top_mm", [paper.TOP_MM, 40.0])
def test_the_first_piece_on_a_page_begins_at_its_top_margin(tmp_path, monkeypatch, top_mm):
    monkeypatch.setattr(paper, "TOP_MM", top_mm)
    block = "#press.table-block([A], caption: [A.]);\n\n"

    (top,) = tops_pt(Draft(tmp_path), block)

    assert top == pytest.approx(paper.pt(top_mm), abs=A_POINT)


def test_pieces_are_as_far_apart_as_the_press_reckons(tmp_path):
    block = "#press.table-block([#v(50pt)]);\n\n"

    first, second = tops_pt(Draft(tmp_path), block, block)

    apart_pt = 50 + marks.AROUND_PT
    assert second - first == pytest.approx(apart_pt, abs=A_POINT)
