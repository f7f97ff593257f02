"""Units stay on the line of their number, and a month on that of its day."""

import re

_UNITS = "%|°|h|min|s|d|km|m|kg|km/s|minutes|hours|days|years|million|billion|mln|USD|RUB"
_MONTHS = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
_PAIR = re.compile(
    rf"(?<=\d) (?=(?:{_UNITS})(?!\w))|(?<=mln|ion) (?=(?:USD|RUB)\b)"
    rf"|(?<=\d) (?=(?:{_MONTHS})[a-z]* [12]\d{{3}}\b)"
)


def held(text: str) -> str:
    r"""Return the text with no break between a number and its unit, a day and its month.

    >>> ascii(held("95 % of 30 h, 12 times, 5 Oct 2021"))
    "'95\\xa0% of 30\\xa0h, 12 times, 5\\xa0Oct 2021'"
    """
    return _PAIR.sub("\N{NO-BREAK SPACE}", text)
