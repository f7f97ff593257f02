"""World Bank: annual change of consumer prices, from the CSV that github.com/datasets/cpi keeps.

Its README calls the values an index; they are the indicator FP.CPI.TOTL.ZG, in per cent.
"""

import csv
import io
from collections.abc import Iterator

HEADER = ["Country", "Country Code", "Year", "CPI"]


def mean_changes(published: str, country_code: str) -> Iterator[tuple[str, str]]:
    r"""Yield each year of a country and the change of its mean price level on the year before.

    >>> file = "Country,Country Code,Year,CPI\nRussian Federation,RUS,2021,6.69445891957612\n"
    >>> list(mean_changes(file, "RUS"))
    [('2021', '6.69445891957612')]
    """
    rows = csv.reader(io.StringIO(published))
    if (header := next(rows, None)) != HEADER:
        raise ValueError(f"the columns of the World Bank's file are {header}, not {HEADER}")
    for _, code, year, change in rows:
        if code == country_code:
            yield year, change
