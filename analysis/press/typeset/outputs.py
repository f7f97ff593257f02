"""What code cells show, from the richest form that can be printed."""

import json
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from analysis.media import TABLE_MIME
from analysis.press import sheets, units
from analysis.press.typeset import charts, maths, pictures, tables, terminal
from analysis.press.typeset.attachments import Attachment, file_name
from analysis.press.typeset.draft import Draft
from analysis.press.typeset.markdown import Markdown, heading_words, tokens
from analysis.press.typeset.markup import call, content, listing, literal, plain, words
from analysis.press.typeset.quotes import curved
from analysis.press.typeset.sound import joined

_PLOT_SETUP = "application/vnd.bokehjs_load.v0+json"
_WIDGETS = ("application/vnd.jupyter.widget-view+json", "application/vnd.holoviews_exec.v0+json")
LONGEST_PRINTOUT = 1000  # lines, some eighteen pages


def output(draft: Draft, shown: Mapping[str, Any]) -> str:
    """Return one output of a code cell as markup."""
    kind = shown.get("output_type")
    if kind == "stream":
        return printout(draft, joined(shown.get("text")), trouble=shown.get("name") == "stderr")
    if kind == "error":
        trace = "\n".join(shown.get("traceback") or [])
        said = f"{shown.get('ename', 'Error')}: {shown.get('evalue', '')}"
        draft.warn(f"the cell failed with {plain(said)[:120]!r}, which is printed.")
        return printout(draft, trace or said, trouble=True)
    return _bundle(draft, shown.get("data") or {}, shown.get("metadata") or {})


def printout(draft: Draft, text: str, trouble: bool = False) -> str:
    """Return terminal output: colours gone, the middle of a very long one left out."""
    lines = terminal.uncontrolled(text).strip("\n").split("\n")
    if len(lines) > LONGEST_PRINTOUT:
        kept, left = LONGEST_PRINTOUT // 2, len(lines) - LONGEST_PRINTOUT
        draft.warn(f"{left} of {len(lines)} lines of text are left out.")
        lines = [*lines[:kept], f"… {left} lines are in the notebook …", *lines[-kept:]]
    text, told = "\n".join(lines), "true" if trouble else None
    if not plain(text).strip():
        return ""
    if terminal.is_coloured(text):
        return call("press.terminal", terminal.markup(text), trouble=told) + "\n\n"
    return listing("printout", plain(text), trouble=told)


def _bundle(draft: Draft, data: Mapping[str, Any], metadata: Mapping[str, Any]) -> str:
    """Return the first form of a display that turns out to be printable."""
    for mime, set_by in _FORMS:
        if mime in data and (markup := _attempt(draft, set_by, mime, data, metadata)):
            return markup
    text = joined(data.get("text/plain"))
    if not text and data:
        return _wordless(draft, data)
    if unprinted := sorted(data.keys() - {"text/plain", *dict(_FORMS)}):
        draft.warn(f"{', '.join(unprinted)} cannot be printed: its text stands in for it.")
    return printout(draft, text)


def _wordless(draft: Draft, data: Mapping[str, Any]) -> str:
    """Return what stands for a display of forms that are not printed, and has no text."""
    if said := charts.words_of(data.get(charts.PLOTLY)):
        draft.warn(f"{charts.PLOTLY} cannot be printed: its words stand in for it.")
        return printout(draft, f"Interactive chart: {said}")
    for mime in data:
        if mime.endswith("+json") and mime not in (charts.PLOTLY, _PLOT_SETUP, *_WIDGETS):
            draft.warn(f"{mime} cannot be printed: its JSON stands in for it.")
            return _json(draft, mime, data, {})
    draft.warn(f"nothing of {', '.join(sorted(data))} can be printed.")
    return "" if _is_blank(data) else call("press.unprinted") + "\n\n"


def _is_blank(data: Mapping[str, Any]) -> bool:
    """Tell whether there is nothing to see on a screen either, but scripts that set things up."""
    source = joined(data.get("text/html", "")).lower()
    shows = re.search(r"<(?:iframe|video|audio|canvas|svg|img|div|object|embed)\b", source)
    return set(data) <= {"text/html", "application/javascript", _PLOT_SETUP} and not shows


def _attempt(draft: Draft, set_by: Any, mime: str, data: Mapping[str, Any], metadata: Any) -> str:
    own = metadata.get(mime)
    try:
        return set_by(draft, mime, data, own if isinstance(own, Mapping) else {})
    except (ValueError, TypeError, KeyError, IndexError, AttributeError) as error:
        draft.warn(f"{mime} does not hold what it should ({error!r}).")
        return ""


def _data_table(draft: Draft, mime: str, data: Mapping[str, Any], _: Mapping[str, Any]) -> str:
    resource = data[mime]
    fields = {field["name"]: field for field in resource["schema"]["fields"]}
    shown = [fields[name] for name in resource.get("shown") or list(fields)]
    head = [_linked(str(f.get("title") or f["name"]), None) for f in shown]
    printed = resource.get("display") or [
        ["" if row.get(f["name"]) is None else str(row[f["name"]]) for f in shown]
        for row in resource["data"]
    ]
    body = [
        [
            _linked(text, record.get(field.get("url_field")))
            for text, field in zip(line, shown, strict=True)
        ]
        for line, record in zip(printed, resource["data"], strict=True)
    ]
    sides = [field.get("align") for field in shown]
    grid = tables.table([head], body)
    align = [
        side if side in ("left", "right") else own
        for side, own in zip(sides, grid.align, strict=True)
    ]
    markdown = Markdown(draft)
    caption, label = resource.get("caption") or "", resource.get("label")
    markup = tables.typeset(
        draft,
        tables.Table(grid.head, grid.body, align),
        markdown.inline(caption),
        markdown.inline(resource.get("note") or ""),
        label,
    )
    _attach(draft, resource, label or "", caption)
    return markup


def _attach(draft: Draft, resource: Mapping[str, Any], label: str, caption: str) -> None:
    name = file_name(label, [file.name for file in draft.attached])
    said = "".join(map(heading_words, tokens(caption))) or "A table of the report."
    draft.attached.append(Attachment(name, "text/csv", sheets.sheet(resource), said))


def _linked(text: str, address: Any) -> tables.Cell:
    cell = _worded(text)
    if not (address and text):
        return cell
    markup = call("link", literal(str(address)), content(cell.markup))
    return tables.Cell(markup, cell.text)


@lru_cache(2**12)  # names and units stand in many rows, and in the next report again
def _worded(text: str) -> tables.Cell:
    text = curved(units.held(text))
    return tables.Cell(words(text), text)


def _image(draft: Draft, mime: str, data: Mapping[str, Any], told: Mapping[str, Any]) -> str:
    markdown = Markdown(draft)
    width_mm = told.get("width_mm")
    if width_mm is None and str(told.get("width", "")).isdecimal():
        width_mm = round(int(told["width"]) / 96 * 25.4, 2)  # a screen's pixels
    image = pictures.picture(
        draft,
        pictures.decoded(mime, data[mime]),
        mime,
        alt=told.get("alt"),
        width_mm=width_mm,
        caption=markdown.inline(told.get("caption") or ""),
        note=markdown.inline(told.get("note") or ""),
        tag=told.get("label"),
    )
    return image or ""


def _latex(draft: Draft, mime: str, data: Mapping[str, Any], _: Mapping[str, Any]) -> str:
    tex = joined(data[mime]).strip()
    return maths.formula(draft, tex.strip("$"), block=True) if tex else ""


def _markdown(draft: Draft, mime: str, data: Mapping[str, Any], _: Mapping[str, Any]) -> str:
    return Markdown(draft).blocks(joined(data[mime]))


def _html(draft: Draft, mime: str, data: Mapping[str, Any], _: Mapping[str, Any]) -> str:
    from analysis.press.typeset import hypertext  # its parser takes as long as to set a page

    markup = hypertext.blocks(draft, joined(data[mime])).strip()
    return markup + "\n\n" if markup else ""


def _html_table(draft: Draft, mime: str, data: Mapping[str, Any], told: Mapping[str, Any]) -> str:
    return _html(draft, mime, data, told) if "<table" in joined(data[mime]) else ""


def _json(draft: Draft, mime: str, data: Mapping[str, Any], _: Mapping[str, Any]) -> str:
    return printout(draft, json.dumps(data[mime], indent=2, ensure_ascii=False, default=str))


_FORMS = (
    (TABLE_MIME, _data_table),
    *((mime, _image) for mime in pictures.KNOWN if mime.startswith("image/")),
    ("text/html", _html_table),
    ("text/latex", _latex),
    ("text/markdown", _markdown),
    ("text/html", _html),
    ("application/pdf", _image),
    ("application/json", _json),
)
