"""Words that sentences of several reports are put together from; the press uses them, too."""

from collections.abc import Iterable
from datetime import date


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


def said_in(who: str, publication: str) -> str:
    """Return whose word it is and where it stands, in one name where that holds the other.

    >>> said_in("Ernst", "AFP"), said_in("Wikipedia", "mc.bk55.ru, after Wikipedia")
    ('Ernst, in AFP', 'mc.bk55.ru, after Wikipedia')
    """
    if who in publication:
        return publication
    return who if publication in who else f"{who}, in {publication}"


def uncapitalized(text: str) -> str:
    """Return text as it goes on a sentence.

    >>> uncapitalized("Crew of a Soyuz")
    'crew of a Soyuz'
    """
    return f"{text[:1].lower()}{text[1:]}"
