"""The data of a report's tables, to take away as CSV."""

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any

from nbformat import NotebookNode

from analysis.media import TABLE_MIME
from analysis.press import PressError

# The first day that a ZIP archive can name: the clock must not get into its bytes.
NO_DATE = (1980, 1, 1, 0, 0, 0)
EXTERNAL_READABLE = 0o644 << 16
_LABEL = re.compile(r"[^\W_][\w-]{0,99}")


def sheet(resource: Mapping[str, Any]) -> bytes:
    r"""Return all data of a table as CSV; the mark at its start is for Excel.

    >>> fields = [{"name": "flight"}, {"name": "is_up"}, {"name": "stay_d"}]
    >>> rows = [{"flight": "MS-19", "is_up": False, "stay_d": None}]
    >>> sheet({"schema": {"fields": fields}, "data": rows}).decode("utf-8-sig")
    'flight,is_up,stay_d\nMS-19,false,\n'
    """
    names = [field["name"] for field in resource["schema"]["fields"]]
    written = io.StringIO()
    rows = csv.writer(written, lineterminator="\n")
    rows.writerow(names)
    rows.writerows([text(record.get(name)) for name in names] for record in resource["data"])
    return written.getvalue().encode("utf-8-sig", "replace")


def archive(notebook: NotebookNode) -> bytes:
    """Return a ZIP archive with a CSV file for each table that the notebook shows."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        for resource in tables(notebook):
            member = zipfile.ZipInfo(f"{resource['label']}.csv", NO_DATE)
            member.external_attr = EXTERNAL_READABLE
            file.writestr(member, sheet(resource), zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def tables(notebook: NotebookNode) -> Iterator[dict[str, Any]]:
    """Yield the table resources that the notebook shows, each label once."""
    seen: set[str] = set()
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            resource = output.get("data", {}).get(TABLE_MIME, {})
            label = resource.get("label")
            if label and label not in seen:
                if not (isinstance(label, str) and _LABEL.fullmatch(label)):
                    raise PressError(
                        f"The label {str(label)[:60]!r} of a table cannot name a file; it has "
                        f"letters, digits, - and _ only."
                    )
                seen.add(label)
                yield resource


def text(value: Any) -> str:
    """Return a value as data/ writes it: nothing for missing, true and false.

    >>> text(None), text(True), text(12.5)
    ('', 'true', '12.5')
    """
    if value is None:
        return ""
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    return str(value).lower() if isinstance(value, bool) else str(value)
