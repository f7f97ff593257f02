"""Where figures and tables go on their pages, reckoned from where they stand when nothing moves.

What comes between them is taken as a stream that fills pages like water; what does not break is
a block of known height. Of all ways to place the blocks the one that leaves least white is kept,
among those of a beam. Typst has the last word: it lays out what was planned, and says.
"""

import heapq
import math
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from analysis.press.typeset import paper
from analysis.press.typeset.marks import (
    ABOVE_PT,
    BELOW_PT,
    BOTTOM_PT,
    COLOPHON_ABOVE_PT,
    HEADING_ABOVE_PT,
    HEADING_PT,
    LONELY,
    TOP_PT,
    Choice,
    Mark,
    Piece,
    Way,
    before_spaces,
    length_pt,
    opened,
    worse,
)

ROOM_PT = paper.pt(paper.LONG_TABLE_MM)
SMALLEST = 0.87  # of a figure's size: its letters are then those of small print
CAPTION_PT = 36.0  # of two lines, which do not shrink
BEAM = 40


@dataclass(frozen=True)
class _State:
    """A way to fill the pages up to here; ``waiting`` are heights of what floats, and its kind."""

    y_pt: float
    cost: float = 0.0
    waiting: tuple[tuple[float, bool], ...] = ()
    chosen: tuple[Choice, ...] = ()
    floated: tuple[int, ...] = ()  # numbers of what waits

    def turned(self) -> "_State":
        """Return the head of the next page, below what floats there."""
        heads_pt = sum(height_pt + BELOW_PT for height_pt, _ in self.waiting)
        return replace(self, y_pt=min(TOP_PT + heads_pt, BOTTOM_PT), waiting=(), floated=())

    def flowed(self, length_pt: float) -> "_State":
        """Return where a stream of this length ends."""
        state = self
        while length_pt > BOTTOM_PT - state.y_pt:
            length_pt -= BOTTOM_PT - state.y_pt
            after = state.turned()
            # A page that what floats fills up takes nothing; the next one does.
            state = after if after.y_pt < BOTTOM_PT else replace(after, y_pt=TOP_PT)
        return replace(state, y_pt=state.y_pt + length_pt)

    def opened(self) -> "_State":
        """Return where a heading stands."""
        has_room = BOTTOM_PT - self.y_pt >= HEADING_ABOVE_PT + HEADING_PT
        return self if has_room else replace(self.turned(), y_pt=TOP_PT - HEADING_ABOVE_PT)

    def flushed(self, space_pt: float) -> "_State":
        """Return where all that floats is placed; the space that comes next is none there."""
        if not self.waiting:
            return self
        white_pt = BOTTOM_PT - self.y_pt
        chosen = list(self.chosen)
        for number in self.floated:
            chosen[number] = replace(chosen[number], white_pt=white_pt)
        after = self.turned()
        cost = self.cost + worse(white_pt)
        return replace(after, y_pt=after.y_pt - space_pt, cost=cost, chosen=tuple(chosen))


def planned(
    marks: Sequence[Mark], pieces: Sequence[Piece], held: Collection[int] = ()
) -> list[Choice]:
    """Return where each piece goes, from the marks of a layout in which all of them stay.

    Those that are `held`, by number, do not float.
    """
    marks = before_spaces(marks)
    first = next((index for index, mark in enumerate(marks) if mark.what == "text"), None)
    if first is None:
        return []
    begun = marks[first]
    states = [_State(begun.y_pt)]
    for before, mark in pairwise(marks[first:]):
        if mark.what == "begin":
            begun = mark
        elif mark.what == "end" and mark.number is not None and mark.number >= 0:
            height_pt = length_pt(begun, mark)
            states = _least(
                after
                for state in states
                for after in _ways(state, mark.number, height_pt, pieces[mark.number])
                if mark.number not in held or after.chosen[-1].way != "float"
            )
        elif mark.what == "end":
            states = [_closed(state, length_pt(begun, mark)) for state in states]
        else:
            states = [state.flowed(length_pt(opened(before), mark)) for state in states]
            if mark.what == "barrier":
                states = [state.flushed(HEADING_ABOVE_PT).opened() for state in states]
    return list(min(states, key=lambda state: state.cost).chosen)


def _ways(state: _State, number: int, height_pt: float, piece: Piece) -> Iterator[_State]:
    """Yield the states after a piece, one for each way to place it."""
    room_pt = BOTTOM_PT - state.y_pt - ABOVE_PT
    is_queued = any(is_table == piece.is_table for _, is_table in state.waiting)
    if piece.is_long:
        yield _parted(state.flushed(ABOVE_PT), height_pt, "stay")
    elif height_pt <= room_pt and not is_queued:
        yield replace(_chosen(state, Choice()), y_pt=state.y_pt + ABOVE_PT + height_pt)
    else:
        yield _pushed(state, height_pt)
        if not piece.is_last and _has_room_above(state, height_pt):
            floats = _chosen(state, Choice("float"))
            waiting = (*state.waiting, (height_pt, piece.is_table))
            yield replace(floats, waiting=waiting, floated=(*state.floated, number))
        scale = math.floor(100 * (room_pt - CAPTION_PT) / max(height_pt - CAPTION_PT, 1)) / 100
        if not piece.is_table and not is_queued and SMALLEST <= scale < 1:
            yield replace(_chosen(state, Choice("shrink", scale=scale)), y_pt=BOTTOM_PT)
        if piece.is_table and room_pt > ROOM_PT and height_pt > 1.5 * ROOM_PT:
            yield _parted(state.flushed(ABOVE_PT), height_pt, "part")


def _has_room_above(state: _State, height_pt: float) -> bool:
    """Tell whether the head of the next page holds a block besides what waits for it."""
    taken_pt = sum(waiting_pt + BELOW_PT for waiting_pt, _ in state.waiting)
    return taken_pt + height_pt <= BOTTOM_PT - TOP_PT


def _pushed(state: _State, height_pt: float) -> _State:
    """Return the state after a block that begins the next page, below what floats there."""
    after = state.turned()
    y_pt = after.y_pt + (ABOVE_PT - BELOW_PT if after.y_pt > TOP_PT else 0.0)
    if y_pt + height_pt > BOTTOM_PT:
        y_pt = TOP_PT
    return replace(_chosen(after, Choice("stay", BOTTOM_PT - state.y_pt)), y_pt=y_pt + height_pt)


def _parted(state: _State, height_pt: float, way: Way) -> _State:
    """Return the state after a table that goes over the end of its page."""
    room_pt, white_pt = BOTTOM_PT - state.y_pt - ABOVE_PT, 0.0
    if room_pt < min(height_pt, ROOM_PT):
        white_pt = max(room_pt, 0.0)
        state = replace(state.turned(), y_pt=TOP_PT - ABOVE_PT)
    return _chosen(state, Choice(way, white_pt)).flowed(ABOVE_PT + height_pt)


def _chosen(state: _State, choice: Choice) -> _State:
    cost = state.cost + choice.cost + worse(choice.white_pt)
    return replace(state, cost=cost, chosen=(*state.chosen, choice))


def _closed(state: _State, height_pt: float) -> _State:
    """Return the state after the colophon, which wants company on its page."""
    state = state.flushed(ABOVE_PT)
    is_lonely = state.y_pt + COLOPHON_ABOVE_PT + height_pt > BOTTOM_PT
    return replace(state, cost=state.cost + LONELY * is_lonely)


def _least(states: Iterable[_State]) -> list[_State]:
    """Return the best states, one of those that go on alike."""
    best: dict[tuple[int, tuple[tuple[float, bool], ...]], _State] = {}
    for state in states:
        key = (round(state.y_pt), state.waiting)
        if key not in best or state.cost < best[key].cost:
            best[key] = state
    return heapq.nsmallest(BEAM, best.values(), key=lambda state: state.cost)
