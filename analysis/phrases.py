"""Words that sentences of several reports are put together from; the press uses them, too."""

from collections.abc import Iterable
from datetime import date

# A date by the precision to which it is known; {1} is the year after.
KNOWN_TO = {
    "day": "{0.day} {0:%b %Y}",
    "month": "{0:%b %Y}",
    "year": "{0:%Y}",
    "two years": "{0:%Y} or {1}",
}
CURRENCIES = {"RUB": "roubles", "USD": "dollars"}


def in_a_row(names: Iterable[object], joint: str = "and") -> str:
    """Return names as a list in prose.

    >>> in_a_row(["Vande Hei", "Dubrov"]), in_a_row(["a", "b", "c"], "or"), in_a_row([])
    ('Vande Hei and Dubrov', 'a, b or c', '')
    """
    words = [f"{name}" for name in names]
    return f" {joint} ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def part(count: int, total: int) -> str:
    """Return a count in words where it is nothing or all.

    >>> part(0, 4), part(1, 4), part(4, 4)
    ('none', '1', 'all')
    """
    return "none" if not count else "all" if count == total else f"{count:,}"


def counted(number: int) -> str:
    """Return a count as it stands in a sentence.

    >>> counted(0), counted(1), counted(1100)
    ('none', 'one', '1,100')
    """
    return {0: "none", 1: "one"}.get(int(number), f"{number:,}")


def day(when: date) -> str:
    """Return a day as it stands in a sentence.

    >>> day(date(2021, 10, 5))
    '5 October 2021'
    """
    return f"{when.day} {when:%B %Y}"


def as_known(when: date, precision: str) -> str:
    """Return a date as a table has it, as precisely as it is known.

    >>> as_known(date(1962, 8, 12), "day"), as_known(date(1983, 1, 1), "two years")
    ('12 Aug 1962', '1983 or 1984')
    """
    return KNOWN_TO[precision].format(when, when.year + 1)


def said_in(who: str, publication: str) -> str:
    """Return whose word it is and where it stands, in one name where that holds the other.

    >>> said_in("Ernst", "AFP"), said_in("Wikipedia", "mc.bk55.ru, after Wikipedia")
    ('Ernst, in AFP', 'mc.bk55.ru, after Wikipedia')
    """
    if who in publication:
        return publication
    return who if publication in who else f"{who}, in {publication}"


def passed_on(who: str, publication: str) -> str:
    """Return whose word it is; a publication that passes it on is named before that.

    >>> passed_on("AFP", "AFP, 20 April 2023"), passed_on("Ng", "TASS, after Ng, via ok.ru")
    ('AFP', 'TASS, after Ng')
    """
    return publication.split(", via ")[0] if f", after {who}" in publication else who


def notes(*said: str | None) -> str | None:
    """Return the notes that there are as one, None without any.

    >>> notes("A dash: no launch.", None, "Hollow: a bound."), notes(None)
    ('A dash: no launch. Hollow: a bound.', None)
    """
    return " ".join(filter(None, said)) or None


def capitalized(text: str) -> str:
    """Return text as it begins a sentence; other capitals stay.

    >>> capitalized("who pays NASA")
    'Who pays NASA'
    """
    return f"{text[:1].upper()}{text[1:]}"


def uncapitalized(text: str) -> str:
    """Return text as it goes on a sentence.

    >>> uncapitalized("Crew of a Soyuz")
    'crew of a Soyuz'
    """
    return f"{text[:1].lower()}{text[1:]}"
