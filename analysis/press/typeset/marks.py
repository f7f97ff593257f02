"""What the pages of a layout say of its figures and tables: where each stands, what is white.

The template marks where the text before a piece ends, where it begins and ends itself, what is
under a picture (its caption), the grid of a long table and each row of it, and where what floats
may not go on: before a section (a barrier, unless it is passed) and before a long table (a flush).
It tells where headings stand (a head).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from analysis.press.typeset import paper

TOP_PT = paper.pt(paper.TOP_MM)
BOTTOM_PT = paper.pt(paper.PAPER_MM[1] - paper.BOTTOM_MM)
AROUND_PT = paper.AROUND_EM * paper.LETTERS_PT  # a figure or table
COLOPHON_ABOVE_PT = paper.COLOPHON_ABOVE_EM * paper.LETTERS_PT
HEADING_ABOVE_PT = paper.SECTION_ABOVE_EM * paper.SECTION_PT
HEADING_PT = 60.0  # a heading and two lines, which do not stand alone at the end of a page
COLOPHON = -1  # its number
SECTIONS = ("barrier", "passed")  # marks before a section's head

A_THIRD_PT = (BOTTOM_PT - TOP_PT) / 3
WHITE_PT = paper.pt(30)  # as much as a heading and three lines take
# What is worth how many points of white at the end of a page.
FLOATING, SHRINKING, PARTING, LONELY = 15.0, 30.0, 90.0, 250.0
PASSING, MEETING, LOOSE = 250.0, 100.0, 80.0
MUCH = 4.0  # and each point of white beyond a third of a page, besides
SHRINKING_TO_NOTHING = 300.0  # and SHRINKING, in proportion

LOOSE_PT = 120.0  # a heading and four lines, which announce what is overleaf

Way = Literal["stay", "float", "part", "shrink", "pass", "turn"]


class Mark(NamedTuple):
    """What the page says of a place: ``what`` is there of which piece, on which page, how low.

    A row has a number of lines.
    """

    what: str
    number: int | None
    page: int
    y_pt: float
    lines: int = 0


@dataclass(frozen=True)
class Piece:
    """A figure, a table or the beginning of a section.

    A table that ``is_long`` may go over the end of any page.
    """

    is_table: bool = False
    is_section: bool = False
    is_long: bool = False
    is_last: bool = False  # no text comes after it that could come before it


@dataclass(frozen=True)
class Choice:
    """Where a piece goes, and how much white it is thought to leave at the end of a page.

    A section can let what floats pass, where that `is_met` by something of its kind, or not; or
    turn to the next page. Below what floats is a clearance, as a heading has no space there.
    """

    way: Way = "stay"
    white_pt: float = 0.0
    scale: float = 1.0
    is_met: bool = False
    clearance_pt: float = AROUND_PT

    @property
    def cost(self) -> float:
        """Return what a reader would give to have it in one piece, in its place, at its size."""
        shrinking = SHRINKING + SHRINKING_TO_NOTHING * (1 - self.scale)
        passing = PASSING + MEETING * self.is_met
        costs = {"float": FLOATING, "part": PARTING, "shrink": shrinking, "pass": passing}
        return costs.get(self.way, 0.0)


def cost_of(choices: Sequence[Choice], marks: Sequence[Mark], pieces: Sequence[Piece]) -> float:
    """Return what a layout costs that was made.

    There is no end to it if figures or tables change their order, or come before their text.
    """
    if strays(choices, marks):
        return math.inf
    for is_table in (False, True):
        pages = [
            mark.page
            for mark in marks
            if mark.what == "begin" and mark.number in range(len(pieces))
            if pieces[mark.number or 0].is_table == is_table
        ]
        if pages != sorted(pages):
            return math.inf
    last = marks[-2] if marks and marks[-1].number == COLOPHON else None
    is_lonely = last is not None and last.y_pt < TOP_PT + HEADING_ABOVE_PT
    whites = sum(map(worse, whites_pt(choices, marks)))
    chosen = sum(choice.cost for choice in choices)
    return whites + chosen + LONELY * is_lonely + LOOSE * loose(marks)


def strays(choices: Sequence[Choice], marks: Sequence[Mark]) -> set[int]:
    """Return the numbers of pieces that float above the text which announces them.

    Typst floats a piece to the head of the page on which it is told to, if there is room.
    """
    texts = {mark.number: mark.page for mark in marks if mark.what == "text"}
    return {
        mark.number
        for mark in marks
        if mark.what == "begin" and mark.number is not None and mark.number >= 0
        if choices[mark.number].way == "float" and mark.page <= texts[mark.number]
    }


def whites_pt(choices: Sequence[Choice], marks: Sequence[Mark]) -> list[float]:
    """Return how much of a page's end each piece has left white, in a layout that was made.

    What stays leaves white what follows the text before it; what floats leaves white what follows
    the last text that may pass it.
    """
    begins = {mark.number: mark for mark in marks if mark.what == "begin"}
    whites = [0.0] * len(choices)
    for index, mark in enumerate(marks):
        if mark.number is None or mark.number < 0:
            continue
        if mark.what == "text":
            later = (each for each in marks[index:] if each.what in ("barrier", "flush"))
            end = next(later, marks[-1]) if choices[mark.number].way == "float" else mark
            begin = begins[mark.number]
            if begin.page > max(end.page, mark.page):
                between = [it.y_pt for it in marks if end.page < it.page < begin.page]
                highest_pt = min([end.y_pt, *([max(between)] if between else [])])
                whites[mark.number] = BOTTOM_PT - highest_pt
        elif mark.what in SECTIONS and choices[mark.number].way == "turn":
            whites[mark.number] = BOTTOM_PT - mark.y_pt
    return whites


def loose(marks: Sequence[Mark]) -> int:
    """Return how many headings stand at the end of a page with few lines on what is overleaf."""
    begins = {mark.number: mark for mark in marks if mark.what == "begin"}
    head, count = Mark("barrier", None, 0, 0.0), 0
    for mark in marks:
        if mark.what in SECTIONS:
            head = mark
        elif mark.what == "text" and begins[mark.number].page > mark.page == head.page:
            count += mark.y_pt - head.y_pt < LOOSE_PT
    return count


def length_pt(start: Mark, end: Mark) -> float:
    """Return how much of the stream lies between two marks.

    >>> round(length_pt(Mark("end", 0, 1, 700.0), Mark("text", 1, 2, 100.0)), 1)
    94.5
    """
    pages = (end.page - start.page) * (BOTTOM_PT - TOP_PT)
    return max(0.0, pages + end.y_pt - start.y_pt)


def before_spaces(marks: Sequence[Mark]) -> list[Mark]:
    """Return the marks, those below a space as they would be without it, at the end of a page.

    There is a space only above what is on the same page.
    """
    placed: list[Mark] = []
    for index, mark in enumerate(marks):
        before = placed[-1] if placed else None
        if mark.what == "text" and before and before.what == "flush":
            mark = before._replace(what="text", number=mark.number)
        elif space_pt := _space_pt(marks, index):
            least_pt = before.y_pt if before and before.page == mark.page else 0.0
            mark = mark._replace(y_pt=max(mark.y_pt - space_pt, least_pt))
        placed.append(mark)
    return placed


def _space_pt(marks: Sequence[Mark], index: int) -> float:
    """Return how much of the space above what follows a mark is above the mark, too."""
    mark = marks[index]
    if mark.what == "head" and index and marks[index - 1].what in SECTIONS:
        return HEADING_ABOVE_PT
    if mark.what not in (*SECTIONS, "flush", "text"):
        return 0.0
    after = next((it for it in marks[index + 1 : index + 3] if it.what in ("head", "begin")), None)
    if after is None or (after.page, after.y_pt) != (mark.page, mark.y_pt):
        return 0.0
    if after.what == "head":
        return HEADING_ABOVE_PT
    return COLOPHON_ABOVE_PT if after.number == COLOPHON else AROUND_PT


def worse(white_pt: float) -> float:
    """Return how bad the white at a page's end is: what is too much counts, and soon doubly.

    More than a third of a page is soon worse than a figure in the next section.

    >>> worse(80.0), round(worse(WHITE_PT + 100)), round(worse(A_THIRD_PT + 50) - worse(A_THIRD_PT))
    (0.0, 159, 351)
    """
    too_much_pt = max(0.0, white_pt - WHITE_PT)
    return too_much_pt * (1 + too_much_pt / 170) + MUCH * max(0.0, white_pt - A_THIRD_PT)
