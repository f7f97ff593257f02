"""What the record of a table promises, checked: columns, types, ranges, keys.

The first breach is said in a sentence that names file, row and column; rows count from 1.
"""

import io
import json
from collections.abc import Callable, Hashable
from typing import Any

import pandas as pd

from analysis.records import DataError


def table(
    content: bytes, resource: dict[str, Any], known: Callable[[str, str], pd.Series]
) -> pd.DataFrame:
    """Return the CSV `content` typed by its record; raise `DataError` at the first breach.

    `known(table, column)` gives the values that a foreign key may take.
    """
    file = resource["path"]
    _check_expected_age(resource)
    typed = _typed(cells(content, resource), file, resource)
    _check_constraints(typed, file, resource)
    _check_keys(typed, file, resource)
    for reference in resource["schema"].get("foreignKeys", []):
        _check_reference(typed, file, reference, known)
    return typed


def _check_expected_age(resource: dict[str, Any]) -> None:
    days = resource.get("expected_age_days")
    if days is not None and (type(days) is not int or days < 1):
        raise DataError(
            f"data/{resource['path']}: its record says expected_age_days {json.dumps(days)}; "
            f"a whole number of days is right, or null for a table of a past that is closed."
        )


def cells(content: bytes, resource: dict[str, Any]) -> pd.DataFrame:
    """Return every cell as text, missing ones as NA, with the columns that the record lists."""
    file = resource["path"]
    try:
        table = pd.read_csv(  # noqa: TID251 -- this is the one place
            io.BytesIO(content), dtype=str, keep_default_na=False, na_values=[""], encoding="utf-8"
        )
    except (ValueError, pd.errors.ParserError) as error:
        raise DataError(f"data/{file} is not a CSV table in UTF-8: {error}.") from error
    expected = [field["name"] for field in resource["schema"]["fields"]]
    if list(table.columns) != expected:
        odd = sorted(set(table.columns) ^ set(expected)) or ["their order"]
        raise DataError(
            f"data/{file}, header: the columns are not those of datapackage.json; "
            f"they differ in {', '.join(odd)}."
        )
    return table


def _typed(cells: pd.DataFrame, file: str, resource: dict[str, Any]) -> pd.DataFrame:
    columns = {}
    for field in resource["schema"]["fields"]:
        text = cells[field["name"]]
        typed = _CONVERSIONS[field["type"]](text)
        wrong = text.notna() & typed.isna()
        if wrong.any():
            row = wrong.idxmax()
            raise DataError(
                f"{_place(file, row, field['name'])}: {text[row]!r} is not {_NOUNS[field['type']]}."
            )
        columns[field["name"]] = typed
    return pd.DataFrame(columns)


def _whole(text: pd.Series) -> pd.Series:
    numbers = pd.to_numeric(text, errors="coerce")
    return numbers.where(numbers % 1 == 0).astype("Int64")


_CONVERSIONS = {
    "string": lambda text: text,
    "number": lambda text: pd.to_numeric(text, errors="coerce").astype("float64"),
    "integer": _whole,
    "boolean": lambda text: text.map({"true": True, "false": False}).astype("boolean"),
    "date": lambda text: pd.to_datetime(text, format="%Y-%m-%d", errors="coerce"),
    "datetime": lambda text: pd.to_datetime(
        text, format="%Y-%m-%dT%H:%M:%SZ", errors="coerce", utc=True
    ),
}
_NOUNS = {
    "number": "a number",
    "integer": "a whole number",
    "boolean": "true or false",
    "date": "a date such as 2021-10-05",
    "datetime": "a UTC time such as 2021-10-05T08:55:02Z",
}


def _check_constraints(table: pd.DataFrame, file: str, resource: dict[str, Any]) -> None:
    fields = resource["schema"]["fields"]
    kept = [_kept(table[field["name"]], field) for field in fields]
    breaches = [(cells.idxmin(), place) for place, cells in enumerate(kept) if not cells.all()]
    if breaches:
        row, place = min(breaches)
        name, limits = fields[place]["name"], fields[place]["constraints"]
        value = table.loc[row, name]
        wrong = "is missing" if pd.isna(value) else repr(str(value))
        raise DataError(
            f"{_place(file, row, name)}: {wrong} does not satisfy "
            f"{json.dumps(limits, ensure_ascii=False)}."
        )


def _kept(values: pd.Series, field: dict[str, Any]) -> pd.Series:
    """Return whether each cell keeps the constraints of its column."""
    limits = field.get("constraints", {})
    temporal = field["type"] in ("date", "datetime")
    known, bound = values.dropna(), pd.Timestamp if temporal else lambda value: value
    kept = pd.Series(True, known.index)
    if "minimum" in limits:
        kept &= known >= bound(limits["minimum"])
    if "maximum" in limits:
        kept &= known <= bound(limits["maximum"])
    if "enum" in limits:
        kept &= known.isin(limits["enum"])
    if "pattern" in limits:
        kept &= known.str.fullmatch(limits["pattern"])
    return kept.reindex(values.index, fill_value=not limits.get("required", False))


def _check_keys(table: pd.DataFrame, file: str, resource: dict[str, Any]) -> None:
    schema = resource["schema"]
    alone = [[f["name"]] for f in schema["fields"] if f.get("constraints", {}).get("unique")]
    for key in filter(None, [schema.get("primaryKey"), *alone]):
        again = table.duplicated(key) & table[key].notna().all(axis=1)
        if again.any():
            row = again.idxmax()
            raise DataError(
                f"{_place(file, row, ', '.join(key))}: "
                f"{', '.join(map(str, table.loc[row, key]))} stands in an earlier row too."
            )


def _check_reference(
    table: pd.DataFrame,
    file: str,
    reference: dict[str, Any],
    known: Callable[[str, str], pd.Series],
) -> None:
    [column], [other] = reference["fields"], reference["reference"]["fields"]
    parent = reference["reference"]["resource"]
    orphan = table[column].notna() & ~table[column].isin(known(parent, other))
    if orphan.any():
        row = orphan.idxmax()
        raise DataError(
            f"{_place(file, row, column)}: {table.loc[row, column]!r} does not stand in "
            f"column {other} of data/{parent}.csv."
        )


def _place(file: str, row: Hashable, column: str) -> str:
    """Say where: rows count from 1 below the header."""
    return f"data/{file}, row {int(str(row)) + 1}, column {column}"
