"""How the width of a page is shared out among the columns of a table whose lines must fold."""

import itertools
from collections.abc import Iterable, Iterator

from analysis.press.typeset.letters import line_count

POWERS = (0.0, 0.5, 0.75, 1.0)
STEPS_EM = (3.0, 1.5, 0.75, 0.375)
STACKED = 0.1  # what a line more of one cell costs, in lines of the table

Widths = tuple[float, ...]
Texts = list[dict[int, tuple[str, int]]]  # a row: column -> its text and how many it covers


def filled(least: Widths, natural: Widths, room: float) -> Iterator[Widths]:
    """Yield ways to fill the room, none with a column below its least or above its natural width.

    Long columns get more of what is left: all alike, by the root of their length, or in full.
    """
    for power in POWERS:
        weights = tuple(width**power for width in natural)
        low, high = 0.0, max(b / weight for b, weight in zip(natural, weights, strict=True))
        for _ in range(40):
            level = (low + high) / 2
            is_low = sum(_clamped(least, natural, weights, level)) <= room
            low, high = (level, high) if is_low else (low, level)
        yield _clamped(least, natural, weights, low)


def _clamped(least: Widths, natural: Widths, weights: Widths, level: float) -> Widths:
    bounds = zip(least, natural, weights, strict=True)
    return tuple(max(a, min(b, level * weight)) for a, b, weight in bounds)


def evened(ways: Iterable[Widths], least: Widths, natural: Widths, rows: Texts) -> Widths:
    """Return the best of the ways, with width moved from where it costs no line to where it saves.

    Only for a table without cells over several columns.
    """
    lines = _Lines(rows, len(least))
    widths = min(ways, key=lines.of)
    best = lines.of(widths)
    for step_em in STEPS_EM:
        is_better = True
        while is_better:
            is_better = False
            for tried in _moved(widths, least, natural, step_em):
                if (total := lines.of(tried)) < best:
                    widths, best, is_better = tried, total, True
                    break
    return widths


class _Lines:
    """How many lines a table takes, by the widths of its columns."""

    def __init__(self, rows: Texts, count: int) -> None:
        empty = ("", 1)
        self._texts = [[row.get(x, empty)[0] for row in rows] for x in range(count)]
        self._known: dict[tuple[int, float], list[int]] = {}

    def of(self, widths: Widths) -> float:
        """Return the lines of all rows, and a little for each line of a cell."""
        columns = [self._column(x, width) for x, width in enumerate(widths)]
        return sum(map(max, *columns)) + STACKED * sum(map(sum, columns))

    def _column(self, x: int, width: float) -> list[int]:
        if (x, width) not in self._known:
            self._known[x, width] = [line_count(text, width) for text in self._texts[x]]
        return self._known[x, width]


def _moved(widths: Widths, least: Widths, natural: Widths, step_em: float) -> Iterator[Widths]:
    """Yield the widths with a step moved from any column that can give to any that lacks."""
    takers = [x for x, width in enumerate(widths) if width < natural[x]]
    givers = [x for x, width in enumerate(widths) if width - step_em >= least[x]]
    for taker, giver in itertools.product(takers, givers):
        if taker != giver:
            tried = list(widths)
            tried[taker] += step_em
            tried[giver] -= step_em
            yield tuple(tried)
