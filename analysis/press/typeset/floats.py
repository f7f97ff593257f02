"""Figures and short tables that would leave much of a page white go to the head of the next.

The text of their section flows past them; a longer table waits for them, and so does a heading
unless that leaves much white. A heading goes with its few lines to what they announce.
"""

import contextlib
import json

import typst

from analysis.press.typeset import paper
from analysis.press.typeset.draft import Draft
from analysis.press.typeset.marks import (
    ABOVE_PT,
    Choice,
    Mark,
    Piece,
    cost_of,
    length_pt,
    strays,
    whites_pt,
    worse,
)
from analysis.press.typeset.pagination import planned, scale_for
from analysis.press.typeset.report import Chunk, Report

_CALLS = ("#press.picture(", "#press.table-block(", "#press.barrier(")
_OPTIONS = {
    "float": "floats: true",
    "part": "breakable: true",
    "shrink": "shrink: {scale}",
    "pass": "passes: true",
    "turn": "turns: true",
}
_SURPRISE_PT = 40.0  # more white than was planned
_MUCH_PT = paper.pt(70)  # a quarter of a page
_SLACKS_PT = (0.0, 6.0)  # a line more or less decides what fits

Choices = list[Choice]


class Pages:
    """The pages of a report in the making, whose figures and tables can be told where to go."""

    def __init__(self, draft: Draft, report: Report) -> None:
        self._draft, self._report = draft, report
        self._chunks = [chunk for chunk in report.body if chunk.markup.startswith(_CALLS)]
        self._bare = [_told(it.markup, f"number: {n}") for n, it in enumerate(self._chunks)]
        self.pieces = [_piece(chunk, chunk is report.body[-1]) for chunk in self._chunks]

    def place(self, choices: Choices) -> None:
        """Tell each piece where to go."""
        for chunk, markup, choice in zip(self._chunks, self._bare, choices, strict=True):
            option = _OPTIONS.get(choice.way, "").format(scale=choice.scale)
            chunk.markup = _told(markup, option) if option else markup

    def laid_out(self, choices: Choices) -> list[Mark]:
        """Return what the pages then say; raise what Typst raises."""
        self.place(choices)
        compiler = self._draft.compiler_of(self._report.source())
        return [Mark(*it) for it in json.loads(compiler.query("<press-mark>", field="value"))]


def flow(draft: Draft, report: Report) -> Choices:
    """Fill the ends of pages: let text flow past a figure, shrink it a little, or part a table.

    Return where each went. One layout in which nothing moves is what the plan is reckoned from, a
    second is what comes of it; only where that is worse than planned, and saves less than half of
    what there was to save, is there a third, of a more careful plan.
    """
    pages = Pages(draft, report)
    choices = [Choice()] * len(pages.pieces)
    with contextlib.suppress(RuntimeError, typst.TypstError):
        choices = _settled(pages, choices) if choices else []
    pages.place(choices)  # what Typst refuses it refuses again, where it is told and mended
    return choices


def _settled(pages: Pages, stay: Choices) -> Choices:
    """Return the choices that were found to leave least white."""
    marks = pages.laid_out(stay)
    best, shown, least = stay, marks, cost_of(stay, marks, pages.pieces)
    much = least / 2
    for slack_pt in _SLACKS_PT:
        plan, found = _plan(pages, stay, marks, slack_pt)
        if (cost := cost_of(plan, found, pages.pieces)) < least:
            best, shown, least = plan, found, cost
        if least < much or not _is_surprising(plan, found):
            break
    while tried := _shrunk(best, shown, pages.pieces):
        found = pages.laid_out(tried)
        if (cost := cost_of(tried, found, pages.pieces)) >= least:
            break
        best, shown, least = tried, found, cost
    return best


def _plan(
    pages: Pages, stay: Choices, marks: list[Mark], slack_pt: float
) -> tuple[Choices, list[Mark]]:
    """Return a plan, and what its pages say, in which nothing floats above its own text."""
    held: set[int] = set()
    while True:
        plan = planned(marks, pages.pieces, held, slack_pt)
        if all(choice.way == "stay" for choice in plan):
            return stay, marks
        found = pages.laid_out(plan)
        if not (astray := strays(plan, found)):
            return plan, found
        held |= astray


def _shrunk(choices: Choices, found: list[Mark], pieces: list[Piece]) -> Choices | None:
    """Return the choices with a figure smaller that fits so where much of a page is white.

    None where there is no such figure: what was planned may have come otherwise.
    """
    whites = whites_pt(choices, found)
    ends = {mark.number: mark for mark in found if mark.what == "end"}
    for mark in found:
        if mark.what != "begin" or mark.number is None or mark.number < 0:
            continue
        white_pt = whites[mark.number]
        scale = scale_for(length_pt(mark, ends[mark.number]), white_pt - ABOVE_PT)
        is_figure = not pieces[mark.number].is_table and choices[mark.number].way == "stay"
        if is_figure and scale and white_pt > _MUCH_PT:
            shrunk = Choice("shrink", scale=scale)
            return [*choices[: mark.number], shrunk, *choices[mark.number + 1 :]]
    return None


def _is_surprising(plan: Choices, found: list[Mark]) -> bool:
    """Tell whether any piece has left more white than was planned."""
    whites = zip(plan, whites_pt(plan, found), strict=True)
    return any(worse(it) > worse(choice.white_pt) + _SURPRISE_PT for choice, it in whites)


def _piece(chunk: Chunk, is_last: bool) -> Piece:
    is_table, is_section = map(chunk.markup.startswith, _CALLS[1:])
    return Piece(is_table, is_section, is_table and _OPTIONS["part"] in chunk.markup, is_last)


def _told(markup: str, option: str) -> str:
    call = next(call for call in _CALLS if markup.startswith(call))
    return markup.replace(call, f"{call}{option}, ", 1)
