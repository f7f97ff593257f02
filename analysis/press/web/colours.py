"""Colours of figures on a dark page: the same hue, with enough contrast to read."""

import math
import re
from functools import lru_cache

PAPER = "#11161c"
# The house figure's own greys, and what stands for them on a dark page; day and night, on the
# station and on the ground, which must not change places; the strongest two blues of a calendar;
# the three blues of what is known and the grey of context, which must stay apart, and the stronger
# of them the stronger.
NAMED = {
    "#000000": "#e6eaee",
    "#222222": "#e6eaee",
    "#b8bec6": "#5d6875",
    "#e3e6ea": "#2a333d",
    "#ffffff": PAPER,
    "#f3e6c4": "#e3d3a4",
    "#3b4652": "#66727f",
    "#fdfcf8": "#2b333c",
    "#dde2e8": "#0a0d11",
    "#0f2f50": "#a9cdf3",
    "#456a91": "#5f8fc4",
    "#14406b": "#a9cdf3",
    "#3f7fb8": "#5f9fdc",
    "#9fb3c8": "#4373a6",
    "#c3c9cf": "#5d6570",
}
# OKLab lightness: darker colours are raised above FLOOR, tints as pale as TINT become deep ones.
FLOOR = 0.62
TINT = 0.9
# WCAG 2.2, 1.4.3. Text with less than FAINTEST on white stands on something dark.
READABLE = 4.5
FAINTEST = 2.0
# Björn Ottosson, "A perceptual color space for image processing" (2020), M1 and M2 for linear sRGB.
TO_CONE = (
    (0.4122214708, 0.5363325363, 0.0514459929),
    (0.2119034982, 0.6806995451, 0.1073969566),
    (0.0883024619, 0.2817188376, 0.6299787005),
)
TO_LAB = (
    (0.2104542553, 0.7936177850, -0.0040720468),
    (1.9779984951, -2.4285922050, 0.4505937099),
    (0.0259040371, 0.7827717662, -0.8086757660),
)
FROM_LAB = (
    (1.0, 0.3963377774, 0.2158037573),
    (1.0, -0.1055613458, -0.0638541728),
    (1.0, -0.0894841775, -1.2914855480),
)
FROM_CONE = (
    (4.0767416621, -3.3077115913, 0.2309699292),
    (-1.2684380046, 2.6097574011, -0.3413193965),
    (-0.0041960863, -0.7034186147, 1.7076147010),
)


@lru_cache(maxsize=2**10)
def dark(colour: str) -> str:
    """Return the colour that stands for `colour`, as #rrggbb, on a dark page.

    >>> dark("#222222"), dark("#6a4c93"), dark("#d19a2a")
    ('#e6eaee', '#9b7dc8', '#d19a2a')
    """
    if colour in NAMED:
        return NAMED[colour]
    lightness, a, b = _oklab(colour)
    if lightness < FLOOR:
        lightness = FLOOR + (FLOOR - lightness) / 5
    elif lightness > TINT:
        lightness = 0.26 + (1 - lightness)
    else:
        return colour
    return _hexadecimal(lightness, a, b)


@lru_cache(maxsize=2**10)
def readable(colour: str) -> str:
    """Return the colour in which text of `colour` can be read on white: the same hue, darker.

    >>> readable("#14406b"), readable("#d19a2a"), readable("#ffffff")
    ('#14406b', '#a16c00', '#ffffff')
    """
    if contrast(colour, "#ffffff") < FAINTEST:
        return colour
    lightness, a, b = _oklab(colour)
    while contrast(colour, "#ffffff") < READABLE:
        lightness -= 0.005
        colour = _hexadecimal(lightness, a, b)
    return colour


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, from 1 to 21 (WCAG 2.2, "contrast ratio").

    >>> contrast("#000000", "#ffffff")
    21.0
    """
    dim, bright = sorted(_luminance(colour) for colour in (one, other))
    return (bright + 0.05) / (dim + 0.05)


def distance(one: str, other: str) -> float:
    """Return how far two colours lie apart in OKLab; black and white are 1 apart.

    >>> round(distance("#000000", "#ffffff"), 3)
    1.0
    """
    return math.dist(_oklab(one), _oklab(other))


def is_colour(text: str) -> bool:
    """Tell whether `text` is a colour written as #rrggbb."""
    return re.fullmatch(r"#[0-9a-f]{6}", text) is not None


def _linear_rgb(colour: str) -> list[float]:
    shares = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return [s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares]


def _luminance(colour: str) -> float:
    red, green, blue = _linear_rgb(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _oklab(colour: str) -> list[float]:
    return _product(TO_LAB, [math.cbrt(c) for c in _product(TO_CONE, _linear_rgb(colour))])


def _hexadecimal(lightness: float, a: float, b: float) -> str:
    cones = [c**3 for c in _product(FROM_LAB, [lightness, a, b])]
    shares = [min(max(s, 0.0), 1.0) for s in _product(FROM_CONE, cones)]
    coded = [12.92 * s if s <= 0.0031308 else 1.055 * s ** (1 / 2.4) - 0.055 for s in shares]
    return "#" + "".join(f"{round(255 * s):02x}" for s in coded)


def _product(matrix: tuple[tuple[float, ...], ...], vector: list[float]) -> list[float]:
    return [sum(m * v for m, v in zip(row, vector, strict=True)) for row in matrix]
