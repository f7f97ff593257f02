"""Bank of Russia: the official rate of the US dollar, from its own XML or from a mirror's CSV.

The rate of a day is set the day before. None is set for Sundays, Mondays and days after holidays:
there the last rate before stands.
"""

import csv
import io
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from xml.etree import ElementTree

import pandas as pd

NEW_ROUBLE = date(1998, 1, 1)  # one new rouble for RUB_OLD_PER_NEW old ones
RUB_OLD_PER_NEW = 1000


def exchange_rates(published: str) -> pd.DataFrame:
    r"""Return roubles per US dollar by date, from the Bank's XML or from the mirror's CSV.

    All rates are in new roubles: the mirror has converted those before 1998, the Bank has not.

    >>> exchange_rates("date,rate\n10/5/2021,72.9239\n").iloc[0].tolist()
    ['2021-10-05', Decimal('72.9239')]
    """
    rates = _rates_xml if published.lstrip().startswith("<") else _rates_csv
    table = pd.DataFrame(rates(published), columns=["date", "rub_per_usd"])
    return table.sort_values("date", ignore_index=True)


def _rates_csv(published: str) -> Iterator[tuple[str, Decimal]]:
    rows = csv.reader(io.StringIO(published))
    if (header := next(rows, None)) != ["date", "rate"]:
        raise ValueError(f"the mirror's columns are {header}, not date and rate")
    for day, rate in rows:
        yield datetime.strptime(day, "%m/%d/%Y").date().isoformat(), Decimal(rate)


def _rates_xml(published: str) -> Iterator[tuple[str, Decimal]]:
    root = ElementTree.fromstring(published)
    if root.tag != "ValCurs":
        raise ValueError(f"the Bank's XML begins with <{root.tag}>, not with <ValCurs>")
    for entry in root.iter("Record"):
        day = datetime.strptime(entry.attrib["Date"], "%d.%m.%Y").date()
        scale = RUB_OLD_PER_NEW if day < NEW_ROUBLE else 1
        rate = _number(entry, "Value") / _number(entry, "Nominal") / scale
        yield day.isoformat(), rate


def _number(entry: ElementTree.Element, tag: str) -> Decimal:
    """Return a number that is printed with a decimal comma and, from 1000 on, with spaces."""
    return Decimal("".join(entry.findtext(tag, "").split()).replace(",", "."))
