"""Raw HTML in Typst: what has a printed form keeps it, what acts on a screen is left out."""

import base64
import html
import re
from typing import Any

from bs4 import BeautifulSoup, NavigableString, Tag
from bs4.element import PreformattedString

from analysis.press.typeset import callouts, maths, styles, tables
from analysis.press.typeset.draft import Draft
from analysis.press.typeset.elements import heading, image, link, target
from analysis.press.typeset.markup import call, content, listing, literal, words

_UNPRINTED = ("style", "template", "head", "noscript", "colgroup")
_INTERACTIVE = (
    "script",
    "iframe",
    "video",
    "audio",
    "canvas",
    "object",
    "embed",
    "button",
    "input",
)
_INLINE = {
    **dict.fromkeys(("b", "strong"), "strong"),
    **dict.fromkeys(("i", "em", "cite", "var", "dfn"), "emph"),
    **dict.fromkeys(("s", "del", "strike"), "strike"),
    **dict.fromkeys(("u", "ins"), "underline"),
    **{"sub": "sub", "sup": "super", "mark": "highlight"},
}
_BLOCKS = {
    *("p", "div", "section", "article", "main", "header", "footer", "aside", "nav", "center"),
    *("figure", "figcaption", "details", "summary", "dl", "dt", "dd", "address", "form", "li"),
}
# What a picture in a cell counts for when the width of its column is reckoned.
_PICTURE = "M" * 12
_ALERT = re.compile(
    r"\b(?:alert|admonition|callout)\b.*?\b(?:alert-|callout-)?(success|info|note|tip|warning|danger|important)\b"
)
_MATHS = re.compile(maths.INLINE)
_SVG = re.compile(r"(?<!,)<svg\b.*?</svg>", re.S | re.I)  # not one in the address of a picture
_DRAWN = re.compile(
    r"^<svg\b(?![^>]*\bwidth:\s*0).*<(?:path|rect|circle|ellipse|line|poly|text|image)\b",
    re.S | re.I,
)
# What HTML takes for granted, and a picture in a file has to name.
_SPACES = {"xmlns": "http://www.w3.org/2000/svg", "xmlns:xlink": "http://www.w3.org/1999/xlink"}


def keep(kept: list[str], markup: str, text: str) -> str:
    """Put markup aside and return the tag that stands for it, and for its text, in HTML."""
    kept.append(markup)
    return f'<kept-markup n="{len(kept) - 1}">{html.escape(text)}</kept-markup>'


def blocks(
    draft: Draft,
    source: str,
    attachments: dict[str, Any] | None = None,
    kept: list[str] | None = None,
    is_in_cell: bool = False,
) -> str:
    """Return HTML as markup; empty if it prints nothing."""
    # A parser of HTML would lower the case of SVG's names: whole drawings become pictures first.
    source = _SVG.sub(_as_image, source)
    soup = BeautifulSoup(source, "html.parser")
    styles.apply_sheets(soup)
    acting = {tag.name for tag in soup.find_all(_INTERACTIVE)}
    if acting:
        draft.warn(f"HTML for the screen is left out: {', '.join(sorted(acting))}.")
    for tag in soup.find_all([*_UNPRINTED, *_INTERACTIVE]):
        tag.decompose()
    return _Hypertext(draft, attachments or {}, kept or [], is_in_cell).inner(soup)


def _as_image(found: re.Match[str]) -> str:
    svg = found[0]
    if not _DRAWN.search(svg):
        return ""  # signs that a page draws from another place in it, and the store of such signs
    for name, space in _SPACES.items():
        if f"{name}=" not in svg[: svg.index(">")]:
            svg = re.sub(r"<svg\b", f'<svg {name}="{space}"', svg, count=1, flags=re.I)
    title = re.search(r"<title[^>]*>([^<]*)</title>", svg)
    packed = base64.b64encode(svg.encode()).decode()
    alt = title[1].replace('"', "") if title else ""
    return f'<img alt="{alt}" src="data:image/svg+xml;base64,{packed}">'


class _Hypertext:
    def __init__(
        self, draft: Draft, attachments: dict[str, Any], kept: list[str], is_in_cell: bool
    ) -> None:
        self.draft, self.attachments, self.kept = draft, attachments, kept
        self.is_in_cell = is_in_cell

    def inner(self, tag: Tag) -> str:
        return "".join(self.one(child) for child in tag.children)

    def one(self, node: Any) -> str:
        if isinstance(node, NavigableString):
            # Comments, declarations and the like are strings of this kind.
            return "" if isinstance(node, PreformattedString) else self.text(str(node))
        name = node.name
        if name == "kept-markup":
            return self.kept[int(node["n"])]
        if set_by := getattr(self, f"_{name}", None):
            return set_by(node)
        if name in _INLINE:
            inner = self.inner(node)
            return call(_INLINE[name], content(inner)) if inner else ""
        if name in ("span", "font"):
            return _styled(styles.style(node), self.inner(node))
        if re.fullmatch(r"h[1-6]", name):
            text = node.get_text(" ", strip=True)
            return "\n\n" + heading(self.draft, int(name[1]), self.inner(node), text)
        if name in ("code", "kbd", "samp", "tt"):
            return call("raw", literal(node.get_text()))
        inner = self.inner(node)
        return f"\n\n{inner.strip()}\n\n" if name in _BLOCKS else inner

    def text(self, text: str) -> str:
        """Return running text with its formulas, which Jupyter sets in HTML too."""
        parts, end = [], 0
        for found in _MATHS.finditer(text) if "$" in text or "\\(" in text else ():
            tex = found["wide"] or found["narrow"] or found["round"]
            parts += [words(text[end : found.start()]), maths.formula(self.draft, tex)]
            end = found.end()
        return "".join([*parts, words(text[end:])])

    def _div(self, tag: Tag) -> str:
        inner = self.inner(tag).strip()
        classes = " ".join(map(str, tag.get_attribute_list("class"))).lower()
        if (found := _ALERT.search(classes)) and inner:
            return "\n\n" + callouts.box(inner, found[1])
        return f"\n\n{inner}\n\n"

    def _br(self, _: Tag) -> str:
        return call("linebreak")

    def _hr(self, _: Tag) -> str:
        return "\n\n#press.rule\n\n"

    def _pre(self, tag: Tag) -> str:
        return "\n\n" + listing("printout", tag.get_text())

    def _a(self, tag: Tag) -> str:
        place = str(tag.get("id") or tag.get("name") or "").strip()
        named = target(self.draft, place) if place else ""
        return named + link(self.draft, str(tag.get("href", "")), self.inner(tag))

    def _img(self, tag: Tag) -> str:
        address, alt = str(tag.get("src", "")), str(tag.get("alt", ""))
        return image(self.draft, address, alt, self.attachments, self.is_in_cell)

    def _blockquote(self, tag: Tag) -> str:
        return call("quote", content(self.inner(tag)), block="true") + "\n\n"

    def _items(self, tag: Tag) -> list[str]:
        return [content(self.inner(item).strip()) for item in tag.find_all("li", recursive=False)]

    def _ul(self, tag: Tag) -> str:
        return f"\n\n{call('list', *self._items(tag))}\n\n"

    def _ol(self, tag: Tag) -> str:
        return f"\n\n{call('enum', *self._items(tag))}\n\n"

    def _table(self, tag: Tag) -> str:
        rows = [row for row in tag.find_all("tr") if row.find_parent("table") is tag]
        head = [row for row in rows if row.find_parent("thead")]
        if not head and rows and not rows[0].find("td"):
            head = rows[:1]
        body = [row for row in rows if row not in head]
        outer, self.is_in_cell = self.is_in_cell, True
        grid = tables.table([self._row(r) for r in head], [self._row(r) for r in body])
        caption = tag.find("caption")
        printed = self.inner(caption).strip() if caption else None
        self.is_in_cell = outer
        return "\n\n" + tables.typeset(self.draft, grid, printed)

    def _row(self, row: Tag) -> tables.Row:
        cells = row.find_all(["td", "th"], recursive=False)
        return [
            tables.Cell(
                self.inner(cell).strip(),
                _line(cell),
                _count(cell, "colspan"),
                _count(cell, "rowspan"),
                styles.style(cell),
            )
            for cell in cells
        ]


def _styled(look: styles.Style, inner: str) -> str:
    if not inner.strip() or not (look.colour or look.is_bold):
        return inner
    return call("text", content(inner), fill=look.colour, weight="700" if look.is_bold else None)


def _line(cell: Tag) -> str:
    return " ".join([*cell.get_text(" ").split(), *[_PICTURE] * len(cell.find_all("img"))])


def _count(cell: Tag, name: str) -> int:
    given = str(cell.get(name, "1")).strip()
    count = int(given) if given.isdecimal() else 1
    # In HTML a span of 0 rows reaches to the end; a thousand is as many as browsers allow.
    return min(count or (1000 if name == "rowspan" else 1), 1000)
