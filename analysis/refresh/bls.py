"""US Bureau of Labor Statistics: CPI-U, from the CSV that github.com/datasets/cpi-us keeps."""

import csv
import io
from collections.abc import Iterator

HEADER = ["Date", "Index", "Inflation"]  # the last is the mirror's own arithmetic: left out


def monthly_indices(published: str) -> Iterator[tuple[str, str]]:
    r"""Yield each month and its index, all items, not seasonally adjusted, 1982-84 = 100.

    >>> list(monthly_indices("Date,Index,Inflation\n1913-01-01,9.8,\n"))
    [('1913-01', '9.8')]
    """
    rows = csv.reader(io.StringIO(published))
    if (header := next(rows, None)) != HEADER:
        raise ValueError(f"the columns of the CPI-U file are {header}, not {HEADER}")
    for day, index, _ in rows:
        yield day.removesuffix("-01"), index
