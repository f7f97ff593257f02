"""Fonts for one page: each face with only the characters the page uses, as data in its style."""

import base64
import functools
import io
import re
from collections.abc import Iterable
from typing import NamedTuple

import uharfbuzz as hb
from fontTools.ttLib import TTFont

from analysis.press.fonts import font_face


class Face(NamedTuple):
    """A face of the page: family, weight and slant as CSS has them, its style, its fixed axes."""

    family: str
    weight: int
    slant: str
    style: str
    axes: tuple[tuple[str, float], ...] = ()


# Optical size in points: text on a page is set at about 19 CSS pixels.
OPTICAL_SIZE = ("opsz", 15.0)
FACES = (
    Face("Fira Sans", 400, "normal", "Regular"),
    Face("Fira Sans", 600, "normal", "SemiBold"),
    Face("Source Serif 4", 400, "normal", "Regular", (("wght", 400), OPTICAL_SIZE)),
    Face("Source Serif 4", 600, "normal", "Regular", (("wght", 600), OPTICAL_SIZE)),
    Face("Source Serif 4", 400, "italic", "Italic", (("wght", 400), OPTICAL_SIZE)),
)
# Faces that few pages need, each with the markup that shows it: without, browsers slant and smear.
WITHIN = r"<({})\b[^>]*>(?:(?!</\1>).)*<(?:em|i)\b"
RARE_FACES = (
    (
        WITHIN.format("strong|b"),
        Face("Source Serif 4", 600, "italic", "Italic", (("wght", 600), OPTICAL_SIZE)),
    ),
    (WITHIN.format("figcaption|h[1-6]"), Face("Fira Sans", 600, "italic", "SemiBoldItalic")),
    (r'class="note">(?:(?!</p>).)*<(?:em|i)\b', Face("Fira Sans", 400, "italic", "Italic")),
)
FEATURES = ("kern", "mark", "mkmk", "ccmp", "locl", "tnum", "lnum")


def style(characters: Iterable[str], markup: str = "") -> str:
    """Return the @font-face rules that set `characters` as in `markup`, the fonts inside them.

    HarfBuzz subsets a face in milliseconds where fontTools takes a third of a second, and WOFF
    packs it ten times faster than WOFF2 for a quarter more bytes. Editions of one notebook mostly
    use the same letters, so a process keeps what it has packed.
    """
    wanted = frozenset(map(ord, characters))
    rare = [face for pattern, face in RARE_FACES if re.search(pattern, markup, re.DOTALL)]
    return "\n".join(_rule(face, wanted) for face in [*FACES, *rare])


@functools.lru_cache
def _rule(face: Face, wanted: frozenset[int]) -> str:
    coded = base64.b64encode(_woff(_subset(face, wanted))).decode()
    return (
        f'@font-face{{font-family:"{face.family}";font-weight:{face.weight};'
        f"font-style:{face.slant};font-display:swap;"
        f'src:url(data:font/woff;base64,{coded}) format("woff")}}'
    )


def _subset(face: Face, wanted: frozenset[int]) -> bytes:
    whole = font_face(face.family, face.style)
    request = hb.SubsetInput()
    request.unicode_set.update(wanted)
    request.layout_feature_tag_set.clear()
    request.layout_feature_tag_set.update(int.from_bytes(f.encode(), "big") for f in FEATURES)
    request.flags = hb.SubsetFlags.NO_HINTING
    for axis, value in face.axes:
        request.pin_axis_location(whole, axis, value)
    return bytes(hb.subset(whole, request).blob.data)


def _woff(opentype: bytes) -> bytes:
    packed = io.BytesIO()
    with TTFont(io.BytesIO(opentype), lazy=True, recalcTimestamp=False) as font:
        font.flavor = "woff"
        font.save(packed)
    return packed.getvalue()
