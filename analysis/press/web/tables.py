"""Tables of a page: set from the data they carry, to read, to sort and to take away."""

import base64
import csv
import html
import io
import re
from typing import Any

Field = dict[str, Any]
DATE = re.compile(r"\d{4}(-\d\d){1,2}")


def table(resource: dict[str, Any], label: str, file: str) -> str:
    """Return a table resource (Table Schema and rows), and its CSV to take, named `file`.

    The table scrolls inside itself; what names it is its caption, `label` with "-caption".
    """
    fields = {field["name"]: field for field in resource["schema"]["fields"]}
    shown = [fields[name] for name in resource.get("shown") or fields]
    records = resource["data"]
    printed = resource.get("display") or [[_text(r.get(f["name"])) for f in shown] for r in records]
    if len(printed) != len(records) or any(len(row) != len(shown) for row in printed):
        raise ValueError("the printed rows of the table do not match its data")
    heads = "".join(f'<th scope="col"{_side(field)}>{_words(field)}</th>' for field in shown)
    rows = "".join(
        f"<tr>{_row(shown, cells, record)}</tr>"
        for cells, record in zip(printed, records, strict=True)
    )
    count = f"{len(records):,} row{'' if len(records) == 1 else 's'}"
    return (
        f'<div class="scroll" role="region" tabindex="0" aria-labelledby="{label}-caption">'
        f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
        f'<p class="take"><a download="{html.escape(file)}.csv" '
        f'href="{_csv_link(list(fields), records)}">Download the data</a> (CSV, {count})</p>'
    )


def _row(shown: list[Field], cells: list[str], record: dict[str, Any]) -> str:
    return "".join(
        _cell(field, str(cell), record, is_head=place == 0)
        for place, (field, cell) in enumerate(zip(shown, cells, strict=True))
    )


def _cell(field: Field, cell: str, record: dict[str, Any], *, is_head: bool) -> str:
    address = str(record.get(field.get("url_field", ""), ""))
    text = html.escape(cell)
    if re.match(r"https?://", address):
        text = f'<a href="{html.escape(address)}">{text}</a>'
    raw = record.get(field["name"])
    key = "" if raw is None or str(raw) == cell else f' data-v="{html.escape(_text(raw))}"'
    tag, scope = ("th", ' scope="row"') if is_head else ("td", "")
    side = _side(field) or (' class="date"' if DATE.fullmatch(cell) else "")
    return f"<{tag}{scope}{side}{key}>{text}</{tag}>"


def _words(field: Field) -> str:
    return html.escape(str(field.get("title") or field["name"]))


def _is_right(field: Field) -> bool:
    return field.get("align", "") == "right" or (
        "align" not in field and field.get("type") in ("integer", "number")
    )


def _side(field: Field) -> str:
    return ' class="n"' if _is_right(field) else ""


def _csv_link(names: list[str], records: list[dict[str, Any]]) -> str:
    """Return the data as a link that needs no script; the mark at its start is for Excel."""
    sheet = io.StringIO()
    rows = csv.writer(sheet, lineterminator="\n")
    rows.writerow(names)
    rows.writerows([_text(record.get(name)) for name in names] for record in records)
    coded = base64.b64encode(sheet.getvalue().encode("utf-8-sig")).decode()
    return f"data:text/csv;charset=utf-8;base64,{coded}"


def _text(value: Any) -> str:
    """Return a value as data/ writes it: nothing for missing, true and false.

    >>> _text(None), _text(True), _text(12.5)
    ('', 'true', '12.5')
    """
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)
