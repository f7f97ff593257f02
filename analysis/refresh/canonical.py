"""One way to write a table of data/: the same values give the same bytes."""

import csv
import hashlib
import io
from decimal import Decimal, InvalidOperation
from typing import Any

import pandas as pd

# Where a table says when, in this order, before any other date; a record's coverage may name
# another "column", or be null.
TIME_NAMES = ("date", "period", "year", "as_of")


def csv_bytes(table: pd.DataFrame, fields: list[dict[str, Any]]) -> bytes:
    r"""Return the table as CSV: UTF-8, LF, minimal quotes, missing cells empty.

    >>> table = pd.DataFrame({"flight": ["Soyuz MS-19"], "days": [11.0]})
    >>> csv_bytes(table, [{"name": "flight", "type": "string"}, {"name": "days", "type": "number"}])
    b'flight,days\nSoyuz MS-19,11\n'
    """
    columns = [[cell_text(x, field["type"]) for x in table[field["name"]]] for field in fields]
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([field["name"] for field in fields])
    writer.writerows(zip(*columns, strict=True))
    return out.getvalue().encode()


def cell_text(value: Any, kind: str) -> str:
    """Return how a value of a column of type `kind` is written; text is taken as it stands.

    >>> cell_text(1e9, "number"), cell_text(True, "boolean"), cell_text(None, "date")
    ('1000000000', 'true', '')
    """
    if value is None or value is pd.NA or value is pd.NaT or value != value:
        return ""
    if kind in ("number", "integer"):
        return _digits(value)
    if kind == "boolean":
        return str(value).lower()
    if kind == "date" and not isinstance(value, str):
        return f"{value:%Y-%m-%d}"
    if kind == "datetime" and not isinstance(value, str):
        return f"{value:%Y-%m-%dT%H:%M:%SZ}"
    return str(value)


def _digits(value: Any) -> str:
    """Return the shortest decimal that reads back as the value, never with an exponent.

    What is no number stays as it is, for the table's contract to refuse it with its place.
    """
    try:
        text = format(Decimal(str(value)), "f")
    except InvalidOperation:
        return str(value)
    return text.rstrip("0").rstrip(".") if "." in text else text


def facts(content: bytes, resource: dict[str, Any]) -> dict[str, Any]:
    """Return what a record says of the bytes of its table: rows, coverage, bytes, hash."""
    rows = list(csv.DictReader(io.StringIO(content.decode(), newline="")))
    return {
        "rows": len(rows),
        "coverage": _coverage(rows, resource),
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
    }


def _coverage(rows: list[dict[str, str]], resource: dict[str, Any]) -> dict[str, Any] | None:
    """Return the first and last date, month or year; None where the record says none."""
    stated = resource.get("coverage", {})
    if stated is None or (column := stated.get("column") or _time_column(resource)) is None:
        return None
    times = sorted(row[column][:10] for row in rows if row[column])
    if not times:
        return None
    return {"from": times[0], "until": times[-1]} | (
        {"column": column} if "column" in stated else {}
    )


def _time_column(resource: dict[str, Any]) -> str | None:
    fields = resource["schema"]["fields"]
    timed = [field["name"] for field in fields if field["type"] in ("date", "datetime")]
    named = [name for name in TIME_NAMES if any(field["name"] == name for field in fields)]
    return next(iter(named + timed), None)
