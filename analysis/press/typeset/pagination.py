"""Where figures and tables go on their pages, reckoned from where they stand when nothing moves.

What comes between them is taken as a stream that fills pages like water; what does not break is
a block of known height. Of all ways to place the blocks the one that leaves least white is kept,
among those of a beam. Typst has the last word: it lays out what was planned, and says.
"""

import heapq
import itertools
import math
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from analysis.press.typeset import paper
from analysis.press.typeset.marks import (
    ABOVE_PT,
    BELOW_PT,
    BOTTOM_PT,
    COLOPHON_ABOVE_PT,
    HEADING_ABOVE_PT,
    HEADING_PT,
    LONELY,
    LOOSE,
    LOOSE_PT,
    TOP_PT,
    WHITE_PT,
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
OVER_PT = 50.0  # of a parted table, at least, on the next page: three rows and a short note
CAPTION_PT = 56.0  # of two lines, and a note, which do not shrink
HEAD_PT = 38.0  # which a table repeats on each page, and what of a row has no room there
BEAM = 40


@dataclass(frozen=True)
class _State:
    """A way to fill the pages up to here; ``waiting`` are heights of what floats, and its kind."""

    y_pt: float
    cost: float = 0.0
    waiting: tuple[tuple[float, bool], ...] = ()
    chosen: tuple[Choice, ...] = ()
    floated: tuple[int, ...] = ()  # numbers of what waits
    head_pt: float = -math.inf  # where the last heading on the page stands

    def turned(self) -> "_State":
        """Return the head of the next page, below what floats there."""
        heads_pt = sum(height_pt + BELOW_PT for height_pt, _ in self.waiting)
        y_pt = min(TOP_PT + heads_pt, BOTTOM_PT)
        return replace(self, y_pt=y_pt, waiting=(), floated=(), head_pt=-math.inf)

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
        after = self if has_room else self.turned()
        y_pt = after.y_pt if after.y_pt > TOP_PT else TOP_PT - HEADING_ABOVE_PT
        return replace(after, y_pt=y_pt, head_pt=y_pt)

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
    marks: Sequence[Mark],
    pieces: Sequence[Piece],
    held: Collection[int] = (),
    slack_pt: float = 0.0,
) -> list[Choice]:
    """Return where each piece goes, from the marks of a layout in which all of them stay.

    Those that are `held`, by number, do not float; each may turn out taller by a slack.
    """
    marks = before_spaces(marks)
    first = next((index for index, mark in enumerate(marks) if mark.what == "text"), None)
    if first is None:
        return []
    begun = marks[first]
    states = [_State(begun.y_pt, chosen=(Choice(),) * (begun.number or 0))]
    for before, mark in itertools.pairwise(marks[first:]):
        if mark.what == "begin":
            begun = mark
        elif mark.what == "end" and mark.number is not None and mark.number >= 0:
            height_pt = length_pt(begun, mark) - HEAD_PT * (mark.page - begun.page) + slack_pt
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
                kinds = _kinds(pieces, mark.number)
                states = _least(after for state in states for after in _openings(state, kinds))
    return list(min(states, key=lambda state: state.cost).chosen)


def _kinds(pieces: Sequence[Piece], number: int | None) -> set[bool]:
    """Return whether a section has figures (False) and tables (True) of its own."""
    own = itertools.takewhile(lambda piece: not piece.is_section, pieces[(number or 0) + 1 :])
    return {piece.is_table for piece in own}


def _openings(state: _State, kinds: Collection[bool]) -> Iterator[_State]:
    """Yield the states where a section begins, one for each way to begin it.

    What floats into one with something of its kind may be taken for that.
    """
    yield _chosen(state.flushed(HEADING_ABOVE_PT).opened(), Choice())
    white_pt = BOTTOM_PT - state.y_pt
    if state.waiting:
        is_met = any(is_table in kinds for _, is_table in state.waiting)
        yield _chosen(state.opened(), Choice("pass", is_met=is_met))
    elif white_pt < HEADING_ABOVE_PT + LOOSE_PT + WHITE_PT:
        yield _chosen(state.turned().opened(), Choice("turn", white_pt))


def _ways(state: _State, number: int, height_pt: float, piece: Piece) -> Iterator[_State]:
    """Yield the states after a piece, one for each way to place it."""
    room_pt = BOTTOM_PT - state.y_pt - ABOVE_PT
    is_queued = any(is_table == piece.is_table for _, is_table in state.waiting)
    if piece.is_long:
        yield _parted(state.flushed(ABOVE_PT), height_pt, "stay")
    elif height_pt <= room_pt and not is_queued:
        yield replace(_chosen(state, Choice()), y_pt=state.y_pt + ABOVE_PT + height_pt)
    else:
        yield from _overleaf(state, number, height_pt, piece)
        scale = scale_for(height_pt, room_pt)
        if not piece.is_table and not is_queued and scale:
            yield replace(_chosen(state, Choice("shrink", scale=scale)), y_pt=BOTTOM_PT)
        if piece.is_table and ROOM_PT < room_pt < height_pt - OVER_PT:
            yield _parted(state.flushed(ABOVE_PT), height_pt, "part")


def scale_for(height_pt: float, room_pt: float) -> float:
    """Return the scale, a little below 1, at which a figure fits; 0 where there is none.

    >>> scale_for(356, 320), scale_for(356, 200), scale_for(356, 400)
    (0.88, 0.0, 0.0)
    """
    scale = math.floor(100 * (room_pt - CAPTION_PT) / max(height_pt - CAPTION_PT, 1)) / 100
    return scale if SMALLEST <= scale < 1 else 0.0


def _overleaf(state: _State, number: int, height_pt: float, piece: Piece) -> Iterator[_State]:
    """Yield the states after a piece that the next page holds, at its head or as it comes."""
    can_float = not piece.is_last and _has_room_above(state, height_pt)
    state = _loosened(state)
    # What fits does not go to the next page, but comes before what waits.
    if height_pt > BOTTOM_PT - state.y_pt - ABOVE_PT or not can_float:
        yield _pushed(state, height_pt)
    if can_float:
        waiting = (*state.waiting, (height_pt, piece.is_table))
        floats = _chosen(state, Choice("float"))
        yield replace(floats, waiting=waiting, floated=(*state.floated, number))


def _loosened(state: _State) -> _State:
    """Return the state in which a heading and its few lines stay behind what goes overleaf."""
    is_loose = state.y_pt - state.head_pt < LOOSE_PT
    return replace(state, cost=state.cost + LOOSE * is_loose)


def _has_room_above(state: _State, height_pt: float) -> bool:
    """Tell whether the head of the next page holds a block besides what waits for it."""
    taken_pt = sum(waiting_pt + BELOW_PT for waiting_pt, _ in state.waiting)
    return taken_pt + height_pt <= BOTTOM_PT - TOP_PT


def _pushed(state: _State, height_pt: float) -> _State:
    """Return the state after a block that begins the next page, below what floats there."""
    after = state.turned()
    y_pt = after.y_pt + (ABOVE_PT - BELOW_PT if after.y_pt > TOP_PT else 0.0)
    white_pt = BOTTOM_PT - state.y_pt
    if y_pt + height_pt > BOTTOM_PT and y_pt > TOP_PT:
        white_pt, y_pt = max(white_pt, BOTTOM_PT - y_pt), TOP_PT
    return replace(_chosen(after, Choice("stay", white_pt)), y_pt=y_pt + height_pt)


def _parted(state: _State, height_pt: float, way: Way) -> _State:
    """Return the state after a table that goes over the end of its page."""
    room_pt, white_pt = BOTTOM_PT - state.y_pt - ABOVE_PT, 0.0
    if room_pt < min(height_pt, ROOM_PT):
        white_pt = max(room_pt, 0.0)
        state = replace(_loosened(state).turned(), y_pt=TOP_PT - ABOVE_PT)
    over_pt = state.y_pt + ABOVE_PT + height_pt - BOTTOM_PT
    heads_pt = HEAD_PT * math.ceil(max(over_pt, 0.0) / (BOTTOM_PT - TOP_PT))
    return _chosen(state, Choice(way, white_pt)).flowed(ABOVE_PT + height_pt + heads_pt)


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
    best: dict[tuple[object, ...], _State] = {}
    for state in states:
        key = (round(state.y_pt), state.waiting, state.y_pt - state.head_pt < LOOSE_PT)
        if key not in best or state.cost < best[key].cost:
            best[key] = state
    return heapq.nsmallest(BEAM, best.values(), key=lambda state: state.cost)
