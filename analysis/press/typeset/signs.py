"""Which signs no font of the exporter has."""

import re
from functools import cache

from analysis.press.fonts import font_face

# Latin, Greek, Cyrillic and the punctuation that every one of the fonts has.
_COMMON = re.compile(r"[\x00-\u024f\u0370-\u04ff\u2010-\u2027\u2030-\u203a\u20ac\u2212\u200b]")


def without_font(text: str) -> list[str]:
    """Return the signs of the text for which there is no font, in order.

    >>> without_font("Вызов, 12 дней; ∑ ≤ ☐"), without_font("挑战")
    ([], ['战', '挑'])
    """
    rare = set(_COMMON.sub("", text))
    return sorted(sign for sign in rare if ord(sign) not in _covered()) if rare else []


@cache
def _covered() -> frozenset[int]:
    """Return the codes of DejaVu Sans, to which every other font falls back."""
    return frozenset(font_face("DejaVu Sans").unicodes)
