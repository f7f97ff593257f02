"""How wide text is, by the advance widths of its letters: asking Typst would cost seconds."""

import re
from functools import cache, lru_cache

import uharfbuzz as hb

from analysis.press.fonts import font_face
from analysis.press.typeset.markup import softened

SLACK = 1.03  # kerning and hinting may add what single letters do not show
_BREAKS = re.compile(r"[^\S\xa0\u202f]+|\u200b")  # where a line may end


def fits_on_line(text: str, room_pt: float, size_pt: float) -> bool:
    """Tell whether ``text`` is sure to be one line, as its letters are all of the font.

    >>> [fits_on_line("12 days", room_pt, 8.5) for room_pt in (40, 20)], fits_on_line("日", 40, 8)
    ([True, False], False)
    """
    widths, _ = _advances_em()
    return all(ord(sign) in widths for sign in text) and width_em(text) * size_pt <= room_pt + 0.01


@cache
def _advances_em() -> tuple[dict[int, float], float]:
    face = font_face("Fira Sans", "Medium")
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


@lru_cache(2**12)
def words_em(text: str) -> tuple[float, ...]:
    """Return the width of each part that no line parts."""
    return tuple(map(width_em, _BREAKS.split(softened(text))))


def line_count(text: str, room_em: float) -> int:
    """Return how many lines the text takes, each filled before the next begins.

    >>> [line_count("the film crew", room_em) for room_em in (9, 4, 2)]
    [1, 2, 3]
    """
    if width_em(text) <= room_em:
        return 1
    count, end_em, space_em = 1, 0.0, width_em(" ")
    for word_em in words_em(text):
        end_em += space_em + word_em
        if end_em - space_em > room_em and end_em > space_em + word_em:
            count, end_em = count + 1, space_em + word_em
    return count


def two_lines_em(text: str) -> float:
    """Return the least width at which the text takes two lines at most."""
    parts = _BREAKS.split(text.strip())
    ways = [(" ".join(parts[:n]), " ".join(parts[n:])) for n in range(1, len(parts) + 1)]
    return min((max(map(width_em, way)) for way in ways), default=0.0)
