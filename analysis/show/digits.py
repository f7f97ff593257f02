"""How many decimals a column has: as many as its numbers need, and one count for an interval."""

import math
from collections.abc import Iterable, Mapping

import pandas as pd

from analysis.show.printing import bare_head, unit

MOST = 3
LOW = {"low", "lowest", "from"}
HIGH = {"high", "highest", "to"}


def decimals(
    columns: Iterable[pd.Series], asked: Mapping[str, int] | None = None
) -> dict[str, int]:
    """Return the decimals of columns of numbers by name, the same for all parts of an interval.

    The estimate says how many, or without one all bounds; more where one would be printed as 0.
    Those `asked` for are given.

    >>> rates = {"rate_percent": [13.3, 8.7], "low_percent": [4.67, 1.85]}
    >>> decimals(pd.Series(rate, name=name) for name, rate in rates.items())
    {'rate_percent': 1, 'low_percent': 2}
    >>> rates["high_percent"] = [28.7, 25.1]
    >>> decimals(pd.Series(rate, name=name) for name, rate in rates.items())
    {'rate_percent': 1, 'low_percent': 1, 'high_percent': 1}
    """
    columns = list(columns)
    asked = asked or {}
    found = {str(column.name): needed(column) for column in columns} | {**asked}
    for parts in _quantities(columns):
        said = [_words(part) for part in parts]
        if any(words & LOW for words in said) and any(words & HIGH for words in said):
            together = pd.concat(parts)
            estimates = (part for part in parts if not _words(part) & (LOW | HIGH))
            estimate = next(estimates, together)
            count = max(needed(estimate), _first_figure(together))
            count = asked.get(str(estimate.name), count)
            found |= {str(part.name): count for part in parts}
    return found


def needed(column: pd.Series) -> int:
    """Return the digits that show three figures of the largest and two of the smallest value.

    >>> needed(pd.Series([355.2, 11.8])), needed(pd.Series([11.8, 0.14]))
    (0, 2)
    """
    present = column[column.notna() & (column != 0)].abs()
    if present.empty or (present % 1 == 0).all():
        return 0
    most = max(2 - _magnitude(present.max()), 1 - _magnitude(present.min()))
    return min(max(most, 0), MOST)


def _quantities(columns: list[pd.Series]) -> list[list[pd.Series]]:
    """Return the columns that state the same: a bare bound is one of the column before it."""
    found: dict[tuple[frozenset[str], str | None], list[pd.Series]] = {}
    before: tuple[frozenset[str], str | None] | None = None
    for column in columns:
        quantity = frozenset(_words(column) - LOW - HIGH - {"median"}), unit(str(column.name))
        if not quantity[0] and before and before[1] == quantity[1]:
            quantity = before
        found.setdefault(quantity, []).append(column)
        before = quantity
    return [*found.values()]


def _words(column: pd.Series) -> set[str]:
    words = bare_head(str(column.name)).lower().split()
    return {word for word in words if not word.isdigit()}


def _first_figure(column: pd.Series) -> int:
    present = column[column.notna() & (column != 0)].abs()
    return 0 if present.empty else min(max(-_magnitude(present.min()), 0), MOST)


def _magnitude(number: float) -> int:
    return math.floor(math.log10(number))
