"""What a code cell shows, as parts of a page."""

import base64
import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from analysis.media import TABLE_MIME, VALUES_MIME
from analysis.press.web import pictures, prose, tables

BITMAPS = ("image/png", "image/jpeg", "image/gif", "image/webp")
# The first of these that an output has, and that can be shown without scripts, is shown.
PREFERRED = (
    TABLE_MIME,
    "image/svg+xml",
    *BITMAPS,
    "text/markdown",
    "text/html",
    "text/latex",
    "text/plain",
)
OWN_ID = "\ue002"
ANSI = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]")


@dataclass
class Heading:
    """A heading with its id; `rank` is its level on the page, where none is left out."""

    token: prose.Token
    level: int
    label: str
    rank: int = 2


@dataclass
class Text:
    """Blocks of Markdown."""

    tokens: list[prose.Token]


@dataclass
class Markup:
    """Safe HTML, ready to stand in the page."""

    html: str


@dataclass
class Plate:
    """A figure or table with its id, for which OWN_ID stands in its body; 0 is no number."""

    kind: str
    label: str
    body: str
    caption: str = ""
    note: str = ""
    number: int = 0

    @property
    def name(self) -> str:
        """Return what the text calls it: Figure 2."""
        return f"{self.kind}\N{NO-BREAK SPACE}{self.number}"


Part = Heading | Text | Markup | Plate


def parts(output: dict[str, Any], place: str, label: str) -> Iterator[Part]:
    """Yield the parts of one output; raise ValueError when it is not what it says it is.

    `place` names its cell to readers, `label` is its id when it has none of its own.
    """
    kind = output["output_type"]
    if kind == "stream":
        yield preformatted(_joined(output["text"]), "Printed by the code", output.get("name", ""))
    elif kind == "error":
        trace = "\n".join(output.get("traceback") or [])
        yield preformatted(trace or f"{output['ename']}: {output['evalue']}", "Error", "stderr")
    else:
        yield from _shown(output["data"], output.get("metadata") or {}, place, label)


def preformatted(text: str, name: str, kind: str = "") -> Markup:
    """Return text as it was printed, without the codes that colour a terminal."""
    printed = html.escape(ANSI.sub("", text).rstrip("\n"), quote=False)
    return Markup(prose.scrolling(f"<pre>{printed}</pre>", name, f"printed {html.escape(kind)}"))


def _shown(
    bundle: dict[str, Any], metadata: dict[str, Any], place: str, label: str
) -> Iterator[Part]:
    if not isinstance(bundle, dict):
        raise ValueError("its data has no types")
    for mime in (mime for mime in PREFERRED if mime in bundle):
        part = _part(mime, bundle[mime], metadata.get(mime) or {}, place, label)
        if part:
            yield part
            return
    if set(bundle) - {VALUES_MIME}:
        words = f"What {place} shows needs a notebook: {', '.join(sorted(bundle))}."
        yield Markup(f'<p class="absent">{html.escape(words)}</p>')


def _part(mime: str, value: Any, about: dict[str, Any], place: str, label: str) -> Part | None:
    """Return what a value of this type looks like; None if it is nothing without scripts."""
    if mime == TABLE_MIME:
        return _table(value, label)
    content = _joined(value)
    if mime == "image/svg+xml":
        return _drawing(content, about, place, label)
    if mime in BITMAPS:
        return _bitmap(f"data:{mime};base64,{''.join(content.split())}", about, place, label)
    if mime == "text/markdown":
        return Text(prose.tokens(content))
    if mime == "text/latex":
        return Markup(f"<p>{prose.formula(content.strip().strip('$'), 'block')}</p>")
    if mime == "text/plain":
        return preformatted(content, f"Output of {place}")
    cleaned = prose.clean(content)
    is_empty = "<img" not in cleaned and not re.sub(r"<[^>]+>", "", cleaned).strip()
    return None if is_empty else Markup(prose.scrolling(cleaned, f"Output of {place}", "foreign"))


def _table(resource: dict[str, Any], label: str) -> Plate:
    own = str(resource.get("label") or label)
    return _plate("Table", tables.table(resource, OWN_ID, own), resource, label)


def _drawing(svg: str, about: dict[str, Any], place: str, label: str) -> Plate:
    """Return a drawing: inside the page if it describes itself, else sealed in an image."""
    if not about.get("alt"):
        coded = base64.b64encode(svg.encode()).decode()
        return _bitmap(f"data:image/svg+xml;base64,{coded}", about, place, label)
    drawing = pictures.inline(svg, str(about["alt"]), OWN_ID)
    named = f'aria-labelledby="{OWN_ID}-caption"' if about.get("caption") else 'aria-label="Figure"'
    body = f'<div class="scroll plot" role="group" tabindex="0" {named}>{drawing}</div>'
    return _plate("Figure", body, about, label)


def _bitmap(source: str, about: dict[str, Any], place: str, label: str) -> Plate:
    if not re.fullmatch(r"data:image/[\w+]+;base64,[A-Za-z0-9+/]+=*", source):
        raise ValueError("the picture is not base64")
    alt = html.escape(str(about.get("alt") or f"Picture made by {place}, without description"))
    size = "".join(f' {side}="{about[side]:d}"' for side in ("width", "height") if side in about)
    return _plate("Figure", f'<img alt="{alt}" src="{source}"{size}>', about, label)


def _plate(kind: str, body: str, about: dict[str, Any], label: str) -> Plate:
    caption, note = (str(about.get(name) or "") for name in ("caption", "note"))
    return Plate(kind, prose.slug(str(about.get("label") or label)), body, caption, note)


def _joined(text: Any) -> str:
    """Return text that notebooks hold whole or as a list of lines."""
    if isinstance(text, list):
        text = "".join(text)
    if not isinstance(text, str):
        raise ValueError(f"there is {type(text).__name__} where there should be text")
    return text
