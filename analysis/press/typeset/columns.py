"""How wide each column is and how large the letters are, so that no table leaves its page.

Reckoned from the advance widths of the font, because asking Typst to measure costs seconds.
"""

import itertools
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

import uharfbuzz as hb

from analysis.press.fonts import font_path
from analysis.press.typeset.markup import softened

if TYPE_CHECKING:
    from numpy import float64
    from numpy.typing import NDArray

PORTRAIT_PT = 165 / 25.4 * 72
LANDSCAPE_PT = (297 - 2 * 22.5) / 25.4 * 72
SIZES_PT = (8.5, 8.0, 7.5, 7.0, 6.5)  # below 6.5 points a table is there but not read
UNFOLDED_SIZES = 3  # smaller letters before broken lines, but none below 7.5 points
WORTH_TURNING_MM = 85  # half of what a turned page holds
MOST_PANELS = 3
SLACK = 1.03  # kerning and hinting may add what single letters do not show

NARROWEST_TEXT_EM = 9.0  # a column of words is not squeezed below this

WORTH_EVENING = 25  # rows
_BREAKS = re.compile(r"[^\S\xa0\u202f]+|\u200b")  # where a line may end
POWERS = (0.0, 0.5, 0.75, 1.0)

Need = tuple[float, float]
Widths = tuple[float, ...]
Texts = list[dict[int, tuple[str, int]]]  # a row: column -> its text and how many it covers


@dataclass(frozen=True)
class Layout:
    """One panel of a table: which columns, how wide, at which size."""

    columns: tuple[int, ...]
    widths_pt: Widths
    size_pt: float
    inset_pt: float
    height_mm: float
    landscape: bool = False


def fits_on_line(text: str, room_pt: float, size_pt: float) -> bool:
    """Tell whether ``text`` is sure to be one line, as its letters are all of the font.

    >>> [fits_on_line("12 days", room_pt, 8.5) for room_pt in (40, 20)], fits_on_line("日", 40, 8)
    ([True, False], False)
    """
    widths, _ = _advances_em()
    return all(ord(sign) in widths for sign in text) and width_em(text) * size_pt <= room_pt + 0.01


@cache
def _advances_em() -> tuple[dict[int, float], float]:
    face = hb.Face(hb.Blob.from_file_path(str(font_path("Fira Sans", "Medium"))))
    font, unit = hb.Font(face), face.upem
    glyphs = {code: font.get_nominal_glyph(code) for code in face.unicodes}
    widths = {code: font.get_glyph_h_advance(glyph) / unit for code, glyph in glyphs.items()}
    figure = max(widths[ord(digit)] for digit in "0123456789")
    return widths | {ord(digit): figure for digit in "0123456789"}, figure


@lru_cache(2**14)
def width_em(text: str) -> float:
    """Return the width of ``text`` on one line, in sizes of its letters; figures are all alike.

    >>> width_em("1111") == width_em("8888") > width_em("iiii")
    True
    """
    widths, figure = _advances_em()
    return sum(widths.get(ord(letter), 1.5 * figure) for letter in text) * SLACK


def layouts(head: Texts, body: Texts) -> list[Layout]:
    """Return one layout, or several panels that each begin with the first column.

    A page is turned only for a table that fills much of it, for the text has to wait; panels
    one below the other waste nothing.
    """
    needs, rows = _needs_em(head, body), head + body
    for size_pt in SIZES_PT[:UNFOLDED_SIZES]:
        for on_one_line in (needs, _needs_em([], body, head)):
            if widths := _on_one_line_pt(on_one_line, size_pt):
                return [_layout(tuple(range(len(needs))), widths, size_pt, rows)]
    if upright := _whole(needs, rows, landscape=False):
        return [upright]
    turned = _whole(needs, rows, landscape=True)
    if turned and turned.height_mm >= WORTH_TURNING_MM:
        return [turned]
    panels = _panels(needs, rows)
    return [turned] if turned and len(panels) > MOST_PANELS else panels


def _on_one_line_pt(needs: list[Need], size_pt: float) -> Widths | None:
    """Return the natural widths of the columns if all of them fit an upright page."""
    inset_pt = 2 * _inset_pt(len(needs), size_pt)
    widths = tuple(natural * size_pt + inset_pt for _, natural in needs)
    return widths if sum(widths) <= PORTRAIT_PT else None


def _whole(needs: list[Need], rows: Texts, landscape: bool) -> Layout | None:
    """Return the table in one piece, in the largest letters with which it fits, if it does."""
    page_pt, every = LANDSCAPE_PT if landscape else PORTRAIT_PT, tuple(range(len(needs)))
    for size_pt in SIZES_PT:
        ways = _widths_pt(needs, page_pt, size_pt)
        if tried := [_layout(every, widths, size_pt, rows, landscape) for widths in ways]:
            best = min(tried, key=lambda layout: layout.height_mm)
            return _evened(best, [need * size_pt for need, _ in needs], rows)
    return None


def _evened(layout: Layout, least_pt: list[float], rows: Texts) -> Layout:
    """Return the table with width moved to where it saves lines, from where it costs none.

    Only for tables long enough that a page is at stake, and without cells over several columns.
    """
    if len(rows) < WORTH_EVENING or any(span > 1 for row in rows for _, span in row.values()):
        return layout
    import numpy as np  # a tenth of a second, for long tables alone

    inset_pt = 2 * layout.inset_pt
    count = len(layout.columns)
    texts_pt = (
        np.array([[width_em(row[x][0]) if x in row else 0.0 for x in range(count)] for row in rows])
        * layout.size_pt
    )

    def lines(widths: "NDArray[float64]") -> float:
        return float(np.maximum(np.ceil(texts_pt / (widths - inset_pt)).max(axis=1), 1).sum())

    widths, floor = np.array(layout.widths_pt), np.array(least_pt) + inset_pt
    best = lines(widths)
    for step_pt in (24.0, 12.0, 6.0, 3.0):
        is_better = True
        while is_better:
            is_better = False
            for taker, giver in itertools.permutations(range(count), 2):
                tried = widths.copy()
                tried[taker] += step_pt
                tried[giver] -= step_pt
                if tried[giver] >= floor[giver] and (total := lines(tried)) < best:
                    widths, best, is_better = tried, total, True
    return _layout(layout.columns, tuple(widths.tolist()), layout.size_pt, rows, layout.landscape)


def _needs_em(head: Texts, body: Texts, folded: Texts | None = None) -> list[Need]:
    """Return the least and the natural width of each column; ``folded`` rows take two lines."""
    folded = folded or []
    count = max(x + span for row in folded + head + body for x, (_, span) in row.items())
    needs = [(1.0, 1.0)] * count
    # A head may break at every word. Cells over several columns ask last, for what is missing.
    cells = [
        (span, x, *_need_em(text, narrowest_em))
        for rows, narrowest_em in ((head, 0.0), (body, NARROWEST_TEXT_EM))
        for row in rows
        for x, (text, span) in row.items()
    ] + [
        (span, x, *(_two_lines_em(text),) * 2) for row in folded for x, (text, span) in row.items()
    ]
    for span, x, least, natural in sorted(cells):
        have = [sum(needs[i][k] for i in range(x, x + span)) for k in (0, 1)]
        more = max(0, least - have[0]) / span, max(0, natural - have[1]) / span
        for i in range(x, x + span):
            needs[i] = needs[i][0] + more[0], needs[i][1] + more[1]
    return needs


def _two_lines_em(text: str) -> float:
    """Return the least width at which the text takes two lines at most."""
    parts = _BREAKS.split(text.strip())
    ways = [(" ".join(parts[:n]), " ".join(parts[n:])) for n in range(1, len(parts) + 1)]
    return min((max(map(width_em, way)) for way in ways), default=0.0)


def _need_em(text: str, narrowest_em: float) -> Need:
    natural = max(width_em(line) for line in text.split("\n"))
    word = max(width_em(word) for word in _BREAKS.split(softened(text)))
    return min(natural, max(word, narrowest_em)), natural


def _inset_pt(count: int, size_pt: float) -> float:
    """Return the space to either side of a cell, less where there are many."""
    return size_pt * (0.65 if count <= 6 else 0.5 if count <= 10 else 0.3)


def _widths_pt(needs: list[Need], page_pt: float, size_pt: float) -> list[Widths]:
    """Return ways to share out the page; none if the columns do not fit."""
    inset_pt = 2 * _inset_pt(len(needs), size_pt)
    room_pt = page_pt - len(needs) * inset_pt
    least = [need * size_pt for need, _ in needs]
    natural = [need * size_pt for _, need in needs]
    if sum(natural) <= room_pt:
        return [tuple(width + inset_pt for width in natural)]
    if sum(least) > room_pt:
        return []
    # Long columns get more of what is left: all alike, by the root of their length, or in full.
    ways = [
        _filled(least, natural, [width**power for width in natural], room_pt) for power in POWERS
    ]
    return [tuple(width + inset_pt for width in way) for way in ways]


def _filled(
    least: list[float], natural: list[float], weights: list[float], room_pt: float
) -> list[float]:
    """Return widths in the ratio of the weights, none below its least or above its natural one."""
    low, high = 0.0, max(b / weight for b, weight in zip(natural, weights, strict=True))
    for _ in range(40):
        level = (low + high) / 2
        widths = _clamped(least, natural, weights, level)
        low, high = (level, high) if sum(widths) <= room_pt else (low, level)
    return _clamped(least, natural, weights, low)


def _clamped(
    least: list[float], natural: list[float], weights: list[float], level: float
) -> list[float]:
    bounds = zip(least, natural, weights, strict=True)
    return [max(a, min(b, level * weight)) for a, b, weight in bounds]


def _layout(
    columns: tuple[int, ...],
    widths_pt: Widths,
    size_pt: float,
    rows: Texts,
    landscape: bool = False,
) -> Layout:
    inset_pt = _inset_pt(len(columns), size_pt)
    by_column = dict(zip(columns, widths_pt, strict=True))

    def lines(row: dict[int, tuple[str, int]]) -> float:
        return max(
            (
                -(-width_em(text) * size_pt // max(1, by_column[x] * span - 2 * inset_pt))
                for x, (text, span) in row.items()
                if x in by_column
            ),
            default=1,
        )

    height_pt = sum(max(lines(row), 1) * size_pt * 1.25 + 6.2 for row in rows)
    return Layout(columns, widths_pt, size_pt, inset_pt, height_pt / 72 * 25.4, landscape)


def _panels(needs: list[Need], rows: Texts) -> list[Layout]:
    """Fill panels of a portrait page one after the other, the first column in each."""
    size_pt = SIZES_PT[2]
    groups = _groups(needs, size_pt, len(needs))
    # Once more, so that the last panel is not the only short one.
    groups = _groups(needs, size_pt, -(-(len(needs) - 1) // len(groups)))
    panels = []
    for group in groups:
        chosen = [needs[i] for i in group]
        widths = _widths_pt(chosen, PORTRAIT_PT, size_pt) or [_even(len(group))]
        panels.append(_layout(tuple(group), widths[0], size_pt, rows))
    return panels


def _groups(needs: list[Need], size_pt: float, most: int) -> list[list[int]]:
    groups: list[list[int]] = [[0]]
    for column in range(1, len(needs)):
        tried = [needs[i] for i in (*groups[-1], column)]
        is_full = len(groups[-1]) > most or not _widths_pt(tried, PORTRAIT_PT, size_pt)
        if len(groups[-1]) > 1 and is_full:
            groups.append([0])
        groups[-1].append(column)
    return groups


def _even(count: int) -> Widths:
    return (PORTRAIT_PT / count,) * count
