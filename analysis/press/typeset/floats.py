"""Figures and short tables that would leave much of a page white go to the head of the next.

The text of their section flows past them; a longer table waits for them, and so does a heading
unless that leaves much white. A heading goes with its few lines to what they announce.
"""

import contextlib
import json

import typst

from analysis.press.typeset import paper
from analysis.press.typeset.blocks import scale_for
from analysis.press.typeset.draft import Draft
from analysis.press.typeset.marks import (
    AROUND_PT,
    Choice,
    Mark,
    Piece,
    cost_of,
    length_pt,
    strays,
    whites_pt,
)
from analysis.press.typeset.pagination import planned
from analysis.press.typeset.report import Chunk, Report

_CALLS = ("#press.picture(", "#press.table-block(", "#press.barrier(")
_OPTIONS = {
    "float": "floats: true, clearance: {clearance_pt}pt",
    "part": "breakable: true",
    "shrink": "shrink: {scale}",
    "pass": "passes: true",
    "turn": "turns: true",
}
_FOUND = "#press.marks-found"
_SURPRISE = 100.0  # how much more a layout may cost than its plan
_MUCH_PT = paper.pt(70)  # a quarter of a page
_WORTH = 15.0  # what a plan must promise to save
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
            option = _OPTIONS.get(choice.way, "").format(**vars(choice))
            chunk.markup = _told(markup, option) if option else markup

    def laid_out(self, choices: Choices) -> list[Mark]:
        """Return what the pages then say; raise what Typst raises."""
        self.place(choices)
        compiler = self._draft.load(f"{self._report.source()}\n\n{_FOUND}")
        [found] = json.loads(compiler.query("<press-marks>", field="value"))
        return [Mark(*it) for it in found]


def flow(draft: Draft, report: Report) -> Choices:
    """Fill the ends of pages: let text flow past a figure, shrink it a little, or part a table.

    Return where each went. One layout in which nothing moves is what the plan is reckoned from; a
    second is what comes of it, if it promises enough. There are more only where that is much worse
    than promised, where something floats above its own text, or where a figure can still shrink.
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
    for slack_pt in _SLACKS_PT:
        tried = _tried(pages, marks, slack_pt, least - _WORTH)
        if tried is None:
            break
        plan, promised, found = tried
        if (cost := cost_of(plan, found, pages.pieces)) < least:
            best, shown, least = plan, found, cost
        if cost < promised + _SURPRISE:
            break
    while smaller := _shrunk(best, shown):
        found = pages.laid_out(smaller)
        if (cost := cost_of(smaller, found, pages.pieces)) >= least:
            break
        best, shown, least = smaller, found, cost
    return best


def _tried(
    pages: Pages, marks: list[Mark], slack_pt: float, most: float
) -> tuple[Choices, float, list[Mark]] | None:
    """Return a plan, what it promises to cost, and what its pages say; None if none is worth it.

    What floats above its own text is held in a second plan.
    """
    astray: set[int] = set()
    for _ in range(2):
        plan, promised = planned(marks, pages.pieces, astray, slack_pt)
        if promised > most or all(choice.way == "stay" for choice in plan):
            return None
        found = pages.laid_out(plan)
        if not (astray := strays(plan, found)):
            break
    return plan, promised, found


def _shrunk(choices: Choices, found: list[Mark]) -> Choices | None:
    """Return the choices with a figure smaller that fits so where much of a page is white.

    None where there is no such figure: what was planned may have come otherwise.
    """
    whites = whites_pt(choices, found)
    begins, ends = ({it.number: it for it in found if it.what == what} for what in ("begin", "end"))
    for under in found:
        if under.what != "under" or under.number is None or choices[under.number].way != "stay":
            continue
        white_pt, end = whites[under.number], ends[under.number]
        height_pt = length_pt(begins[under.number], end)
        scale = scale_for(height_pt, white_pt - AROUND_PT, length_pt(under, end))
        if scale and white_pt > _MUCH_PT:
            shrunk = Choice("shrink", scale=scale)
            return [*choices[: under.number], shrunk, *choices[under.number + 1 :]]
    return None


def _piece(chunk: Chunk, is_last: bool) -> Piece:
    is_table, is_section = map(chunk.markup.startswith, _CALLS[1:])
    return Piece(is_table, is_section, is_table and _OPTIONS["part"] in chunk.markup, is_last)


def _told(markup: str, option: str) -> str:
    call = next(call for call in _CALLS if markup.startswith(call))
    return markup.replace(call, f"{call}{option}, ", 1)
