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
from analysis.press.typeset.blocks import INSIDE, Block, block_of, scale_for
from analysis.press.typeset.marks import (
    AROUND_PT,
    BOTTOM_PT,
    COLOPHON_ABOVE_PT,
    HEADING_ABOVE_PT,
    HEADING_PT,
    LONELY,
    LOOSE,
    LOOSE_PT,
    SECTIONS,
    TOP_PT,
    WHITE_PT,
    Choice,
    Mark,
    Piece,
    Way,
    before_spaces,
    length_pt,
    worse,
)

ROOM_PT = paper.pt(paper.LONG_TABLE_MM)
OVER_PT = 50.0  # of a parted table, at least, on the next page: three rows and a short note
ROUNDING_PT = 0.01
SPACE_PT = AROUND_PT + 7.0  # below a piece, and a line of text
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
        heads_pt = sum(height_pt + AROUND_PT for height_pt, _ in self.waiting)
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

    def opened(self, lead_pt: float) -> "_State":
        """Return where a heading stands, which goes overleaf without room for what it leads."""
        has_room = BOTTOM_PT - self.y_pt >= min(lead_pt, HEADING_ABOVE_PT + HEADING_PT)
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
        last = self.floated[-1]
        chosen[last] = replace(chosen[last], clearance_pt=space_pt)
        after = self.turned()
        cost = self.cost + worse(white_pt)
        return replace(after, y_pt=after.y_pt - AROUND_PT, cost=cost, chosen=tuple(chosen))


def planned(
    marks: Sequence[Mark],
    pieces: Sequence[Piece],
    held: Collection[int] = (),
    slack_pt: float = 0.0,
) -> tuple[list[Choice], float]:
    """Return where each piece goes, from the marks of a layout in which all stay, and the cost.

    Those that are `held`, by number, do not float; each may turn out taller by a slack.
    """
    marks = before_spaces(marks)
    first = next((index for index, mark in enumerate(marks) if mark.what == "text"), None)
    if first is None:
        return [], math.inf
    begun, inside = marks[first], list[Mark]()  # of a piece, while it lasts
    states = [_State(begun.y_pt, chosen=(Choice(),) * (begun.number or 0))]
    for before, mark in itertools.pairwise(marks[first:]):
        if mark.what == "head" and before.what in SECTIONS:
            continue
        if mark.what == "begin" or (inside and mark.what in INSIDE):
            inside.append(mark)
        elif mark.what == "end" and mark.number is not None and mark.number >= 0:
            block = block_of([*inside, mark], slack_pt)
            states, inside = _placed(states, mark.number, block, pieces, mark.number in held), []
        elif mark.what == "end":
            states = [_closed(state, length_pt(inside[0], mark)) for state in states]
        else:
            states = [_flowed(state, before, mark) for state in states]
            if mark.what == "barrier":
                kinds, lead_pt = _kinds(pieces, mark.number), _lead_pt(marks, mark)
                states = _least(it for state in states for it in _openings(state, kinds, lead_pt))
    best = min(states, key=lambda state: state.cost)
    return list(best.chosen), best.cost


def _flowed(state: _State, before: Mark, mark: Mark) -> _State:
    """Return where the stream between two marks ends; no page begins with the space below a piece.

    What there was of it at the end of a page may be elsewhere now, and the other way round.
    """
    if before.what != "end" or not length_pt(before, mark):
        return state.flowed(length_pt(before, mark))
    had_space, has_space = (y_pt + SPACE_PT <= BOTTOM_PT for y_pt in (before.y_pt, state.y_pt))
    begun = before if had_space else before._replace(page=before.page + 1, y_pt=TOP_PT)
    space_pt = AROUND_PT * (has_space - had_space)
    return (state if has_space else state.turned()).flowed(length_pt(begun, mark) + space_pt)


def _kinds(pieces: Sequence[Piece], number: int | None) -> set[bool]:
    """Return whether a section has figures (False) and tables (True) of its own."""
    own = itertools.takewhile(lambda piece: not piece.is_section, pieces[(number or 0) + 1 :])
    return {piece.is_table for piece in own}


def _lead_pt(marks: Sequence[Mark], barrier: Mark) -> float:
    """Return how high the heading of a section is with its lines, up to what they announce."""
    start = marks.index(barrier) + 1
    head, *after = marks[start : start + 2]
    return length_pt(head, after[0]) if after and after[0].page == head.page else math.inf


def _openings(state: _State, kinds: Collection[bool], lead_pt: float) -> Iterator[_State]:
    """Yield the states where a section begins, one for each way to begin it.

    What floats into one with something of its kind may be taken for that.
    """
    yield _chosen(state.flushed(HEADING_ABOVE_PT).opened(lead_pt), Choice())
    white_pt = BOTTOM_PT - state.y_pt
    if state.waiting:
        is_met = any(is_table in kinds for _, is_table in state.waiting)
        yield _chosen(state.opened(lead_pt), Choice("pass", is_met=is_met))
    elif white_pt < HEADING_ABOVE_PT + LOOSE_PT + WHITE_PT:
        yield _chosen(state.turned().opened(lead_pt), Choice("turn", white_pt))


def _placed(
    states: list[_State], number: int, block: Block, pieces: Sequence[Piece], is_held: bool
) -> list[_State]:
    """Return the best states after a piece, which does not float if it is held."""
    ways = (after for state in states for after in _ways(state, number, block, pieces[number]))
    return _least(it for it in ways if not (is_held and it.chosen[-1].way == "float"))


def _ways(state: _State, number: int, block: Block, piece: Piece) -> Iterator[_State]:
    """Yield the states after a piece, one for each way to place it."""
    height_pt = block.height_pt
    room_pt = BOTTOM_PT - state.y_pt - AROUND_PT
    is_queued = any(is_table == piece.is_table for _, is_table in state.waiting)
    if piece.is_long:
        yield _parted(state.flushed(AROUND_PT), block, "stay")
    elif height_pt <= room_pt and not is_queued:
        yield replace(_chosen(state, Choice()), y_pt=state.y_pt + AROUND_PT + height_pt)
    else:
        yield from _overleaf(state, number, height_pt, piece)
        scale = scale_for(height_pt, room_pt, block.under_pt)
        if not piece.is_table and not is_queued and scale:
            yield replace(_chosen(state, Choice("shrink", scale=scale)), y_pt=BOTTOM_PT)
        if piece.is_table and ROOM_PT < room_pt < height_pt - OVER_PT:
            yield _parted(state.flushed(AROUND_PT), block, "part")


def _overleaf(state: _State, number: int, height_pt: float, piece: Piece) -> Iterator[_State]:
    """Yield the states after a piece that the next page holds, at its head or as it comes."""
    can_float = not piece.is_last and _has_room_above(state, height_pt)
    state = _loosened(state)
    # What fits does not go to the next page, but comes before what waits.
    if height_pt > BOTTOM_PT - state.y_pt - AROUND_PT or not can_float:
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
    taken_pt = sum(waiting_pt + AROUND_PT for waiting_pt, _ in state.waiting)
    return taken_pt + height_pt <= BOTTOM_PT - TOP_PT


def _pushed(state: _State, height_pt: float) -> _State:
    """Return the state after a block that begins the next page, below what floats there."""
    after = state.turned()
    y_pt = after.y_pt
    white_pt = BOTTOM_PT - state.y_pt
    if y_pt + height_pt > BOTTOM_PT and y_pt > TOP_PT:
        white_pt, y_pt = max(white_pt, BOTTOM_PT - y_pt), TOP_PT
    return replace(_chosen(after, Choice("stay", white_pt)), y_pt=y_pt + height_pt)


def _parted(state: _State, block: Block, way: Way) -> _State:
    """Return the state after a table that goes over the end of its page."""
    room_pt, white_pt = BOTTOM_PT - state.y_pt - AROUND_PT, 0.0
    if room_pt < min(block.height_pt, ROOM_PT):
        white_pt = max(room_pt, 0.0)
        state = replace(_loosened(state).turned(), y_pt=TOP_PT - AROUND_PT)
    y_pt = state.y_pt + AROUND_PT + block.above_pt
    for height_pt in block.rows_pt:
        if y_pt + height_pt > BOTTOM_PT + ROUNDING_PT:
            y_pt = TOP_PT + block.head_pt
        y_pt += height_pt
    return replace(_chosen(state, Choice(way, white_pt)), y_pt=y_pt)


def _chosen(state: _State, choice: Choice) -> _State:
    cost = state.cost + choice.cost + worse(choice.white_pt)
    return replace(state, cost=cost, chosen=(*state.chosen, choice))


def _closed(state: _State, height_pt: float) -> _State:
    """Return the state after the colophon, which wants company on its page."""
    state = state.flushed(AROUND_PT)
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
