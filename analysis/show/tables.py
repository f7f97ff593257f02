"""A table that is HTML to a browser, Table Schema to a machine, plain text to a test."""

import html
import math
import re
from typing import Any

import pandas as pd

from analysis.media import TABLE_MIME
from analysis.show import digits
from analysis.show.printing import MISSING, head, plain, printed, unit

ADDRESS = "source_url"
FIGURE = re.compile(r"[−-]?[\d,]+(\.\d+)?")


class Table:
    """A table with caption: HTML for the browser, the data itself for export and typesetting."""

    def __init__(self, resource: dict[str, Any]) -> None:
        self.resource = resource

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        return {
            "text/html": _table_html(self.resource),
            "text/plain": _table_text(self.resource),
            TABLE_MIME: self.resource,
        }


def table(
    frame: pd.DataFrame,
    caption: str,
    *,
    label: str,
    columns: str | None = None,
    note: str | None = None,
) -> Table:
    """Return `frame` as a table to show; all of it goes into the exported data.

    `columns` are the names of those printed, with spaces between; by default all but the
    addresses. A column is headed after its name, with its unit; numbers have the digits that
    the column needs, or the interval that it is part of, or that are asked for, as
    `ratio:.2f`, also for the bounds of a ratio; `source`, or else `said_by` or `who`,
    links to `source_url`.
    """
    shown = columns.split() if columns else [n for n in frame.columns if n != ADDRESS]
    asked = {name: int(digit) for name, digit in re.findall(r"(\S+):\.(\d)f", columns or "")}
    shown = [re.sub(r":\.\df$", "", name) for name in shown]
    unknown = [name for name in shown if name not in frame.columns]
    if unknown:
        raise ValueError(f"The table {label} has no column {', '.join(unknown)}.")
    endless = [n for n in frame if _type(frame[n]) == "number" and frame[n].abs().max() == math.inf]
    if endless:  # no CSV and no JSON can hold it
        raise ValueError(f"The table {label} has an infinite number in {', '.join(endless)}.")
    linked = next(
        (n for n in ("source", "said_by", "who") if n in shown and ADDRESS in frame), None
    )
    numbers = [frame[name] for name in shown if _type(frame[name]) == "number"]
    count = digits.decimals(numbers, asked)
    cells = [printed_column(frame[name], count.get(name)) for name in shown]
    return Table(
        {
            "schema": {"fields": [_field(frame[name], name == linked) for name in frame]},
            "data": [
                {name: plain(value) for name, value in row.items()}
                for row in frame.to_dict("records")
            ],
            "display": [list(row) for row in zip(*cells, strict=True)],
            "shown": shown,
            "caption": caption,
            "label": f"tbl-{label}",
            "note": note if len(frame) else note or "There is nothing to list.",
        }
    )


def _field(column: pd.Series, is_linked: bool) -> dict[str, Any]:
    name, kind = str(column.name), _type(column)
    field = {
        "name": name,
        "type": kind,
        "title": head(name) + (" (UTC)" if _has_times(column) else ""),
        "align": "right" if kind in ("number", "integer") or _has_figures(column) else "left",
        "unit": unit(name),
        "url_field": ADDRESS if is_linked else None,
    }
    return {key: value for key, value in field.items() if value is not None}


def _type(column: pd.Series) -> str:
    kind = pd.api.types
    if kind.is_bool_dtype(column):
        return "boolean"
    if kind.is_integer_dtype(column):
        return "integer"
    if kind.is_numeric_dtype(column):
        return "number"
    return "datetime" if kind.is_datetime64_any_dtype(column) else "string"


def _has_figures(column: pd.Series) -> bool:
    """Return whether text is figures of unlike units, printed before; whole numbers may be years.

    >>> _has_figures(pd.Series(["11.5", "1,084"])), _has_figures(pd.Series(["2021", "2022"]))
    (True, False)
    """
    cells = [str(value) for value in column.dropna()] if _type(column) == "string" else []
    return all(map(FIGURE.fullmatch, cells)) and any("." in cell for cell in cells)


def printed_column(column: pd.Series, decimals: int | None = None) -> list[str]:
    """Return the cells of a column as printed, by default with the decimals that all need."""
    kind = _type(column)
    if str(column.name).endswith("year"):
        return [MISSING if pd.isna(value) else str(int(value)) for value in column]
    if kind == "number" and decimals is None:
        decimals = digits.needed(column)
    has_times = _has_times(column)
    return [printed(value, decimals, has_times) for value in column]


def _has_times(column: pd.Series) -> bool:
    if _type(column) != "datetime":
        return False
    known = column.dropna()
    return bool((known != known.dt.normalize()).any())


def _table_text(resource: dict[str, Any]) -> str:
    titles = {field["name"]: field["title"] for field in resource["schema"]["fields"]}
    heads = [titles[name] for name in resource["shown"]]
    shown = pd.DataFrame(resource["display"], columns=heads)
    body = shown.to_string(index=False) if len(shown) else " | ".join(heads)
    return "\n".join(filter(None, [resource["caption"], body, resource["note"]]))


def _table_html(resource: dict[str, Any]) -> str:
    """Return plain HTML for JupyterLab; reports set the table from the resource itself."""
    fields = {field["name"]: field for field in resource["schema"]["fields"]}
    shown = [fields[name] for name in resource["shown"]]
    heads = "".join(_cell("th", field["align"], html.escape(field["title"])) for field in shown)
    rows = []
    for cells, record in zip(resource["display"], resource["data"], strict=True):
        row = "".join(
            _cell("td", field["align"], _linked(cell, record.get(field.get("url_field", ""))))
            for field, cell in zip(shown, cells, strict=True)
        )
        rows.append(f"<tr>{row}</tr>")
    note = f"<p>{html.escape(resource['note'])}</p>" if resource["note"] else ""
    return (
        f"<table id='{resource['label']}'><caption>{html.escape(resource['caption'])}</caption>"
        f"<thead><tr>{heads}</tr></thead><tbody>{''.join(rows)}</tbody></table>{note}"
    )


def _cell(tag: str, align: str, content: str) -> str:
    return f"<{tag} style='text-align:{align}'>{content}</{tag}>"


def _linked(cell: str, address: str | None) -> str:
    text = html.escape(cell)
    safe = bool(address) and re.match(r"https?://", str(address))
    return f"<a href='{html.escape(str(address), quote=True)}'>{text}</a>" if safe else text
