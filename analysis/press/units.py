"""What is read as one stays on one line: a number with its unit, a date, a craft's number."""

import re

_UNITS = "%|°|h|min|s|d|km|m|kg|km/s|minutes|hours|months|days|years|million|billion|mln|USD|RUB"
_MONTHS = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
_ENDS = "uary|arch|pril|June|July|gust|mber|ober"  # of the months that are longer
_TO = r"to \d{1,3}\b(?![,.]\d)"
_YEAR = r"[12]\d{3}\b"
_PAIR = re.compile(
    rf"(?<=\d) (?=(?:{_UNITS})(?!\w))|(?<=mln|ion) (?=(?:USD|RUB)\b)"
    r"|(?<=\d [dh]) (?=\d+ (?:h|min)\b)"
    rf"|(?<=\d) (?=(?:{_MONTHS})[a-z]* {_YEAR})|(?<={_MONTHS}) (?={_YEAR})"
    rf"|(?<={_ENDS}) (?={_YEAR})"
    rf"|(?<=\b\d) (?={_TO})|(?<=\b\d\d) (?={_TO})|(?<=\b\d{{3}}) (?={_TO})|(?<=\bto) (?=\d)"
    r"|(?<=\d) (?=of \d)|(?<=\d of) (?=\d)|(?<=\bclaim) (?=\d)"
    r"|(?<=\b[np]) (?=[=<] ?\d)|(?<=\b[np] [=<]) (?=\d)"
)
# A name and its number: Vostok 1, Soyuz TM-32, Table 5.
_NUMBERED = re.compile(r"\b([A-Z][a-z]{2,}) (?=(?:[A-Z]{1,4}-)?\d{1,3}[A-Z]?\b(?![,.]\d))")


def held(text: str) -> str:
    r"""Return the text with no break within what is read as one.

    >>> ascii(held("95 % of 30 h, 12 times, 5 Oct 2021"))
    "'95\\xa0% of 30\\xa0h, 12 times, 5\\xa0Oct\\xa02021'"
    >>> ascii(held("(p = 0.01)"))
    "'(p\\xa0=\\xa00.01)'"
    >>> ascii(held("11 d 12 h 51 min, 7 of 29 by 20 April 2023"))
    "'11\\xa0d\\xa012\\xa0h\\xa051\\xa0min, 7\\xa0of\\xa029 by 20\\xa0April\\xa02023'"
    >>> ascii(held("3 to 4 months in Soyuz TM-32"))
    "'3\\xa0to\\xa04\\xa0months in Soyuz\\xa0TM-32'"
    """
    if " " not in text:
        return text
    return _NUMBERED.sub("\\1\N{NO-BREAK SPACE}", _PAIR.sub("\N{NO-BREAK SPACE}", text))
