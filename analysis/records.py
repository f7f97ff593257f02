"""The record of a table in datapackage.json, and the error for what is not as it says.

It is read without pandas, which takes a second to import: what only asks which years or choices
there are does not wait for it.
"""

from typing import Any

TYPES = ("string", "number", "integer", "boolean", "date", "datetime")
READ_BY = ("path", "schema")  # what of a table's record tells how to read it
SAID_BY = ("title", "sources", "licenses")  # and what reports print: who said it, on what terms


class DataError(ValueError):
    """A table of data/ is not what its record says; the message names file, row and column."""


def check_record(name: str, record: dict[str, Any], keys: tuple[str, ...] = READ_BY) -> None:
    """Raise `DataError` where the record of a table lacks one of `keys`, or a column its type."""
    where = f"data/datapackage.json, table {name}"
    for key in keys:
        if not record.get(key):
            needed = ", ".join((*READ_BY, *SAID_BY))
            raise DataError(f"{where}: {key} is missing; it needs {needed}.")
    for field in record["schema"].get("fields", []):
        if field.get("type") not in TYPES:
            raise DataError(
                f"{where}, column {field.get('name')}: the type is {field.get('type')!r}, "
                f"not one of {', '.join(TYPES)}."
            )
