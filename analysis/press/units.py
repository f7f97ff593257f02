"""Units stay on the line of their number."""

import re

_UNITS = "%|°|h|min|s|d|km|m|kg|km/s|minutes|hours|days|years|million|billion|mln|USD|RUB"
_PAIR = re.compile(rf"(?<=\d) (?=(?:{_UNITS})(?!\w))")


def held(text: str) -> str:
    r"""Return the text with no break between a number and its unit.

    >>> ascii(held("95 % of 30 h, 12 times"))
    "'95\\xa0% of 30\\xa0h, 12 times'"
    """
    return _PAIR.sub("\N{NO-BREAK SPACE}", text)
