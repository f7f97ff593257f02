"""What the tables of data/ hold, as tables: for those who look for one, and for its columns."""

import pandas as pd

from analysis import datasets


def tables() -> pd.DataFrame:
    """Return one row for each table of data/: what it holds, how much, and until when."""
    return pd.DataFrame(
        {
            "table": name,
            "title": record["title"],
            "rows": record["rows"],
            "until": (record.get("coverage") or {}).get("until"),
            "one_row": record["description"],
        }
        for name, record in datasets.package().items()
    )


def columns(table: str) -> pd.DataFrame:
    """Return one row for each column of a table: its type, its unit, what it means.

    >>> columns("exchange_rates")["column"].tolist()
    ['date', 'rub_per_usd']
    """
    return pd.DataFrame(
        {
            "column": field["name"],
            "type": field["type"],
            "unit": field.get("unit"),
            "meaning": field["description"],
        }
        for field in datasets.record(table)["schema"]["fields"]
    )
