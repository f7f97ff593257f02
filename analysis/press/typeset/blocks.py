"""How high a figure or table is, in its parts, from the marks of a layout."""

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass

from analysis.press.typeset.marks import BOTTOM_PT, Mark, length_pt
from analysis.press.typeset.tables import TOGETHER

INSIDE = ("under", "grid", "row")  # marks within a piece
SMALLEST = 0.87  # of a figure's size: its letters are then those of small print
HEAD_PT = 30.0  # which a table without marks of its rows repeats on each page
ROW_PT, LINE_PT = 12.5, 10.1  # a row of one line, and each line more


@dataclass(frozen=True)
class Block:
    """A piece: how high it is, and of that what is under a picture.

    A table has a head, which each page repeats, and rows, below all that stands above the first;
    the last of them go together.
    """

    height_pt: float
    under_pt: float
    above_pt: float = 0.0
    head_pt: float = 0.0
    rows_pt: tuple[float, ...] = ()


def block_of(marks: Sequence[Mark], slack_pt: float) -> Block:
    """Return a piece, from its marks from beginning to end; it may turn out taller by a slack."""
    begin, *inside, end = marks
    under_pt = next((length_pt(it, end) for it in inside if it.what == "under"), 0.0)
    rows = [mark for mark in inside if mark.what == "row"]
    if not rows:
        height_pt = length_pt(begin, end) - HEAD_PT * (end.page - begin.page) + slack_pt
        count = max(1, int(height_pt // ROW_PT))
        return Block(height_pt, under_pt, 0.0, HEAD_PT, (height_pt / count,) * count)
    grid = next((mark for mark in inside if mark.what == "grid"), begin)
    heights_pt = _row_heights_pt([*rows, end])
    rows_pt = (*heights_pt[:-TOGETHER], sum(heights_pt[-TOGETHER:]) + slack_pt)
    above_pt = length_pt(begin, rows[0])
    return Block(above_pt + sum(rows_pt), 0.0, above_pt, length_pt(grid, rows[0]), rows_pt)


def _row_heights_pt(marks: Sequence[Mark]) -> list[float]:
    """Return the height of each row but that of the last mark, which is the end.

    The last on a page is taken to be as high as others of as many lines.
    """
    pairs = list(itertools.pairwise(marks))
    seen = {row.lines: end.y_pt - row.y_pt for row, end in pairs[:-1] if row.page == end.page}
    return [
        end.y_pt - row.y_pt
        if row.page == end.page
        else min(seen.get(row.lines, ROW_PT + LINE_PT * (row.lines - 1)), BOTTOM_PT - row.y_pt)
        for row, end in pairs
    ]


def scale_for(height_pt: float, room_pt: float, under_pt: float) -> float:
    """Return the scale, a little below 1, at which a figure fits; 0 where there is none.

    What is under the picture, its caption and a note, keeps its size.

    >>> scale_for(356, 320, 56), scale_for(356, 200, 56), scale_for(356, 400, 56)
    (0.88, 0.0, 0.0)
    """
    scale = math.floor(100 * (room_pt - under_pt) / max(height_pt - under_pt, 1)) / 100
    return scale if SMALLEST <= scale < 1 else 0.0
