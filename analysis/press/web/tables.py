"""Tables of a page: set from the data they carry, to read, to sort and to take away."""

import base64
import html
import re
from collections.abc import Iterable
from typing import Any

from analysis.press import sheets
from analysis.press.web import prose

# A table of more rows scrolls inside itself, its head in sight; others stand whole in the page.
LONG_ROWS = 40
# A table of more columns is set closer, and uses the margin beside the text.
MANY_COLUMNS = 6
# A column with longer cells is read, not scanned: it must not become a strip.
LONG_CELL = 32
# One with longer cells still is of paragraphs, which need a text's width at the head of a row, too.
PARAGRAPH = 100
Field = dict[str, Any]
# What stays on its line: 2021-10, 5 Oct 2021, 11 d 19 h 41 min.
UNBROKEN = re.compile(r"\d{4}(-\d\d){1,2}|\d+ \w{3} \d{4}|(\d+ (d|h|min|s) ?)+")
DAY = re.compile(r"\d+ \w{3} \d{4}(?=,)")


def table(resource: dict[str, Any], label: str, file: str) -> str:
    """Return a table resource (Table Schema and rows), and its CSV to take, named `file`.

    The table scrolls inside itself; what names it is its caption, `label` with "-caption".
    """
    fields = {field["name"]: field for field in resource["schema"]["fields"]}
    shown = [fields[name] for name in resource.get("shown") or fields]
    records = resource["data"]
    printed = resource.get("display") or [
        [sheets.text(r.get(f["name"])) for f in shown] for r in records
    ]
    if len(printed) != len(records) or any(len(row) != len(shown) for row in printed):
        raise ValueError("the printed rows of the table do not match its data")
    heads = "".join(f'<th scope="col"{_side(field)}>{_words(field)}</th>' for field in shown)
    read = [_reading(str(row[i]) for row in printed) for i in range(len(shown))]
    rows = "".join(
        f"<tr>{_row(shown, cells, record, read)}</tr>"
        for cells, record in zip(printed, records, strict=True)
    )
    is_long = len(records) > LONG_ROWS
    count = f"{len(records):,} row{'' if len(records) == 1 else 's'}"
    hint, size = (f"Scroll the table for all {count}. ", " long") if is_long else ("", "")
    size += " broad" if len(shown) > MANY_COLUMNS else ""
    return (
        f'<div class="scroll{size}" role="group" tabindex="0" aria-labelledby="{label}-caption">'
        f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
        f'<p class="take">{hint}<a download="{html.escape(file)}.csv" '
        f'href="{_csv_link(resource)}">Download the data</a> (CSV, {count})</p>'
    )


def _row(shown: list[Field], cells: list[str], record: dict[str, Any], read: list[str]) -> str:
    return "".join(
        _cell(field, str(cell), record, is_head=place == 0, reading=read[place])
        for place, (field, cell) in enumerate(zip(shown, cells, strict=True))
    )


def _cell(field: Field, cell: str, record: dict[str, Any], *, is_head: bool, reading: str) -> str:
    address = str(record.get(field.get("url_field", ""), ""))
    # In a narrow column a moment breaks between day and time, and nowhere else.
    text = prose.printed(DAY.sub(_unbroken, cell))
    if re.match(r"https?://", address):
        text = f'<a href="{html.escape(address)}">{text}</a>'
    raw = record.get(field["name"])
    key = "" if raw is None or str(raw) == cell else f' data-v="{html.escape(sheets.text(raw))}"'
    tag, scope = ("th", ' scope="row"') if is_head else ("td", "")
    side = _side(field) or (' class="date"' if UNBROKEN.fullmatch(cell) else "")
    side = side or (f' class="{reading}"' if reading else "")
    return f"<{tag}{scope}{side}{key}>{text}</{tag}>"


def _reading(cells: Iterable[str]) -> str:
    """Return the class of a column that is read: of text, or of paragraphs."""
    longest = max(map(len, cells), default=0)
    return "" if longest <= LONG_CELL else "t" if longest <= PARAGRAPH else "t prose"


def _words(field: Field) -> str:
    return prose.printed(str(field.get("title") or field["name"]))


def _is_right(field: Field) -> bool:
    return field.get("align", "") == "right" or (
        "align" not in field and field.get("type") in ("integer", "number")
    )


def _side(field: Field) -> str:
    return ' class="n"' if _is_right(field) else ""


def _csv_link(resource: dict[str, Any]) -> str:
    """Return the data as a link that needs no script."""
    return f"data:text/csv;charset=utf-8;base64,{base64.b64encode(sheets.sheet(resource)).decode()}"


def _unbroken(found: re.Match[str]) -> str:
    return found[0].replace(" ", "\N{NO-BREAK SPACE}")
