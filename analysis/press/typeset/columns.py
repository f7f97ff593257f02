"""How wide each column is and how large the letters are, so that no table leaves its page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from analysis.press.typeset import paper
from analysis.press.typeset.letters import line_count, two_lines_em, width_em, words_em
from analysis.press.typeset.shares import Texts, Widths, evened, filled

PORTRAIT_PT = paper.pt(paper.WIDE_MM)
LANDSCAPE_PT = paper.pt(paper.PAPER_MM[1] - 2 * paper.SIDE_MM)
# Few, so that neighbours look alike; below 6.5 points a table is there but not read.
SIZES_PT = (8.5, 7.5, 6.5)
WORTH_SHRINKING = 1.35  # times the height that smaller letters give a table
REFERENCE_MM = 400  # a table to look things up in, not to read
WORTH_TURNING_MM = 85  # half of what a turned page holds
MOST_PANELS = 3
# What a column of words should have, and what it is left with where others save more lines.
WORDS_EM, FEWEST_WORDS_EM = 9.0, 5.0


@dataclass(frozen=True)
class Layout:
    """One panel of a table: which columns, how wide, at which size."""

    columns: tuple[int, ...]
    widths_pt: Widths
    size_pt: float
    inset_pt: float
    height_mm: float
    landscape: bool = False


@dataclass(frozen=True)
class Needs:
    """What columns need, in sizes of letters; ``two_lines`` is for heads of two lines."""

    least: Widths
    wanted: Widths
    natural: Widths
    two_lines: Widths

    def of(self, columns: Sequence[int]) -> "Needs":
        """Return what some of the columns need."""
        every = (self.least, self.wanted, self.natural, self.two_lines)
        return Needs(*(tuple(widths[x] for x in columns) for widths in every))


def layouts(head: Texts, body: Texts) -> list[Layout]:
    """Return one layout, or several panels that each begin with the first column.

    A page is turned only for a table that fills much of it, for the text has to wait; panels
    one below the other waste nothing.
    """
    needs, rows = _needs(head, body), head + body
    if upright := _whole(needs, rows, landscape=False):
        return [upright]
    turned = _whole(needs, rows, landscape=True)
    if turned and turned.height_mm >= WORTH_TURNING_MM:
        return [turned]
    panels = _panels(needs, rows)
    return [turned] if turned and len(panels) > MOST_PANELS else panels


def _whole(needs: Needs, rows: Texts, landscape: bool) -> Layout | None:
    """Return the table in one piece, small only where it would else be much longer."""
    page_pt, every = LANDSCAPE_PT if landscape else PORTRAIT_PT, tuple(range(len(needs.least)))
    if not _fits(needs, page_pt, SIZES_PT[-1]):
        return None
    tried: list[Layout] = []
    for size_pt in SIZES_PT:
        if tried and size_pt == SIZES_PT[-1]:
            break
        if unfolded := _unfolded_em(needs, page_pt, size_pt):
            return _better([*tried, _layout(every, unfolded, size_pt, rows, landscape)])
        if sum(needs.least) <= _room_em(len(every), page_pt, size_pt):
            widths = _folded_em(needs, rows, page_pt, size_pt)
            tried.append(_layout(every, widths, size_pt, rows, landscape))
    return _better(tried)


def _better(tried: list[Layout]) -> Layout:
    """Return the first in larger letters unless the last, in smaller ones, is much shorter."""
    large, small = tried[0], tried[-1]
    is_worth_it = large.height_mm > min(WORTH_SHRINKING * small.height_mm, REFERENCE_MM)
    return small if is_worth_it else large


def _unfolded_em(needs: Needs, page_pt: float, size_pt: float) -> Widths | None:
    """Return the widths at which no line but one of a head folds, if all of them fit the page."""
    room_em = _room_em(len(needs.least), page_pt, size_pt) + 1e-9
    ways = (needs.natural, needs.two_lines)
    return next((widths for widths in ways if sum(widths) <= room_em), None)


def _folded_em(needs: Needs, rows: Texts, page_pt: float, size_pt: float) -> Widths:
    room_em = _room_em(len(needs.least), page_pt, size_pt)
    least = needs.wanted if _fits(needs, page_pt, size_pt) else needs.least
    ways = list(filled(least, needs.natural, room_em))
    if any(span > 1 for row in rows for _, span in row.values()):
        every = tuple(range(len(needs.least)))
        return min(ways, key=lambda widths: _layout(every, widths, size_pt, rows).height_mm)
    return evened(ways, needs.least, needs.natural, rows)


def _fits(needs: Needs, page_pt: float, size_pt: float) -> bool:
    return sum(needs.wanted) <= _room_em(len(needs.least), page_pt, size_pt)


def _room_em(count: int, page_pt: float, size_pt: float) -> float:
    """Return what so many columns leave for letters."""
    return page_pt / size_pt - 2 * count * _inset_em(count)


def _inset_em(count: int) -> float:
    """Return the space to either side of a cell, less where there are many."""
    return 0.65 if count <= 6 else 0.5 if count <= 10 else 0.3


def _needs(head: Texts, body: Texts) -> Needs:
    def words(fewest_em: float) -> Widths:
        asked = [*_asked(head, _longest_word_em), *_asked(body, lambda it: _few_em(it, fewest_em))]
        return _met(asked)

    lines = _asked(body, _natural_em)
    return Needs(
        least=words(FEWEST_WORDS_EM),
        wanted=words(WORDS_EM),
        natural=_met([*_asked(head, _natural_em), *lines]),
        two_lines=_met([*_asked(head, two_lines_em), *lines]),
    )


def _asked(rows: Texts, measure: Callable[[str], float]) -> list[tuple[int, int, float]]:
    """Return how many columns each cell covers, which is the first, and what it asks for."""
    return [(span, x, measure(text)) for row in rows for x, (text, span) in row.items()]


def _met(asked: list[tuple[int, int, float]]) -> Widths:
    """Return widths that give each cell what it asks for, the columns of a wide cell alike."""
    widths = [1.0] * max(x + span for span, x, _ in asked)
    # Cells over several columns come last, for what is missing.
    for span, x, width in sorted(asked):
        missing = (width - sum(widths[x : x + span])) / span
        for i in range(x, x + span) if missing > 0 else ():
            widths[i] += missing
    return tuple(widths)


def _natural_em(text: str) -> float:
    return max(map(width_em, text.split("\n")))


def _longest_word_em(text: str) -> float:
    return max(words_em(text))


def _few_em(text: str, fewest_em: float) -> float:
    """Return the width of the longest word, or of a few where there are several."""
    return min(_natural_em(text), max(_longest_word_em(text), fewest_em))


def _layout(
    columns: tuple[int, ...],
    widths_em: Widths,
    size_pt: float,
    rows: Texts,
    landscape: bool = False,
) -> Layout:
    inset_pt = _inset_em(len(columns)) * size_pt
    place = {x: i for i, x in enumerate(columns)}

    def lines(row: dict[int, tuple[str, int]]) -> int:
        return max(
            (
                line_count(text, sum(widths_em[place[x] : place[x] + span]))
                for x, (text, span) in row.items()
                if x in place
            ),
            default=1,
        )

    height_pt = sum(lines(row) * size_pt * 1.25 + 6.2 for row in rows)
    widths_pt = tuple(width * size_pt + 2 * inset_pt for width in widths_em)
    return Layout(columns, widths_pt, size_pt, inset_pt, height_pt / 72 * 25.4, landscape)


def _panels(needs: Needs, rows: Texts) -> list[Layout]:
    """Fill panels of a portrait page one after the other, the first column in each."""
    size_pt, count = SIZES_PT[1], len(needs.least)
    groups = _groups(needs, size_pt, count)
    # Once more, so that the last panel is not the only short one.
    groups = _groups(needs, size_pt, -(-(count - 1) // len(groups)))
    panels = []
    for group in groups:
        chosen, room_em = needs.of(group), _room_em(len(group), PORTRAIT_PT, size_pt)
        is_fit = sum(chosen.wanted) <= room_em
        ways = filled(chosen.wanted, chosen.natural, room_em) if is_fit else ()
        widths = next(iter(ways), (room_em / len(group),) * len(group))
        panels.append(_layout(tuple(group), widths, size_pt, rows))
    return panels


def _groups(needs: Needs, size_pt: float, most: int) -> list[list[int]]:
    groups: list[list[int]] = [[0]]
    for column in range(1, len(needs.least)):
        tried = needs.of([*groups[-1], column])
        is_full = len(groups[-1]) > most or not _fits(tried, PORTRAIT_PT, size_pt)
        if len(groups[-1]) > 1 and is_full:
            groups.append([0])
        groups[-1].append(column)
    return groups
