"""Markdown of a page: prose, headings, links between its parts, formulas."""

import html
import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

import latex2mathml.converter
import mistune
import nh3
from mistune.core import BlockState
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

from analysis.press import units
from analysis.press.web import allowed

Token = dict[str, Any]
# Where a link within the page leads: an id, and what it is called if it has a number; or nowhere.
Target = Callable[[str], tuple[str, str] | None]

IMAGE_DATA = re.compile(r"data:image/(png|jpeg|gif|webp|svg\+xml)[;,]")
# Stand-ins for formulas while raw HTML is cleaned: private characters, which no text needs.
OPENING, CLOSING = "\ue000", "\ue001"

# MS-19, STS-41-C, Proton-M: browsers break them at their hyphens. A hyphen that does not break
# would be another character to whoever searches or copies.
DESIGNATION = re.compile(
    r"(?<![\w-])(?=[\w-]{,12}(?![\w-]))(?=[\w-]*(?:\d|-[A-Z]))[^\W_]+(?:-[^\W_]+)+(?![\w-])"
)

# Behind these an address may go on in the next line; browsers know of its hyphens alone.
JOINT = re.compile(r"((?<![:/])/+|[?=_]|&amp;)(?=[^/])")

PLUGINS = ("table", "strikethrough", "url", "math")
_parser = mistune.create_markdown(renderer=None, plugins=PLUGINS)


def tokens(markdown: str) -> list[Token]:
    """Return the blocks of a Markdown text."""
    parsed = _parser(markdown.replace(OPENING, "").replace(CLOSING, ""))
    return [token for token in parsed if isinstance(token, dict) and token["type"] != "blank_line"]


def words(token: Token) -> str:
    """Return the text of a token without its markup."""
    if "children" in token:
        return "".join(words(child) for child in token["children"])
    return " " if token["type"] in ("softbreak", "linebreak") else str(token.get("raw", ""))


@lru_cache(maxsize=2**13)
def typographic(text: str) -> str:
    r"""Return text with curved quotation marks and its units held to their numbers.

    >>> ascii(typographic("AFP's 30 h"))
    "'AFP\\u2019s 30\\xa0h'"

    What begins with an apostrophe and an s goes on after words in italics.
    """
    text = re.sub(r'"([^"]+)"', r"“\1”", text)
    text = re.sub(r"(?<=[^\W\d])'|^'(?=s\b)", "’", text)
    return units.held(text)


@lru_cache(maxsize=2**13)  # tables say the same words again, in one report and in the next
def printed(text: str) -> str:
    r"""Return text as HTML, typographic, each designation on one line.

    >>> printed("Soyuz MS-19")
    'Soyuz\xa0<span class="whole">MS-19</span>'
    """
    escaped = html.escape(typographic(text), quote=False)
    return DESIGNATION.sub(r'<span class="whole">\g<0></span>', escaped)


def slug(text: str) -> str:
    """Return a name for an address: lower case, words joined by dashes.

    >>> slug("In short: Вызов, 12 days?")
    'in-short-вызов-12-days'
    """
    return "-".join(re.findall(r"\w+", text.lower())) or "section"


def clean(markup: str) -> str:
    """Return foreign HTML without anything that runs, loads, or reaches out of its place."""
    cleaned = nh3.clean(
        markup,
        tags=set(allowed.HTML),
        attributes={tag: set(names) for tag, names in allowed.HTML_ATTRIBUTES.items()},
        allowed_classes={tag: set(names) for tag, names in allowed.HTML_CLASSES.items()},
        attribute_filter=_harmless,
        url_schemes={"http", "https", "mailto", "data"},
        link_rel="noopener noreferrer",
    )
    # The corner of a table heads nothing.
    return re.sub(r"<th(?: [^>]*)?>\s*</th>", "<td></td>", cleaned)


def code(source: str, language: str) -> str:
    """Return a listing with its syntax coloured by class."""
    try:
        lexer = get_lexer_by_name(language or "text")
    except ClassNotFound:
        lexer = get_lexer_by_name("text")
    listing = highlight(source, lexer, HtmlFormatter(nowrap=True)).rstrip("\n")
    return scrolling(f"<pre><code>{listing}</code></pre>", "Code", "code")


def scrolling(markup: str, name: str, kind: str = "") -> str:
    """Return markup that scrolls inside itself when it is wider than the page."""
    classes = f"scroll {kind}".strip()
    label = html.escape(name)
    return f'<div class="{classes}" role="group" tabindex="0" aria-label="{label}">{markup}</div>'


class Prose(mistune.HTMLRenderer):
    """Turns tokens into safe HTML, links within the page resolved by `target`."""

    def __init__(self, target: Target) -> None:
        super().__init__(escape=False)
        mistune.create_markdown(renderer=self, plugins=PLUGINS)  # adds what plugins render
        self.target = target
        self.formulas: list[str] = []
        self.has_html = False

    def page(self, blocks: list[Token]) -> str:
        """Return the blocks as HTML."""
        self.formulas, self.has_html = [], False
        markup = self.render_tokens(blocks, BlockState())
        if self.has_html:
            markup = clean(markup)
        # "The [figure](#fig-x) shows" reads well in a notebook; here it is "Figure 2 shows".
        markup = re.sub(r'\b[Tt]he (<a href="#[^"]+">(?:Figure|Table)\xa0\d)', r"\1", markup)
        return re.sub(
            f"{OPENING}(\\d+){CLOSING}", lambda found: self.formulas[int(found[1])], markup
        )

    def line(self, markdown: str) -> str:
        """Return one paragraph of Markdown, such as a caption, without its <p>."""
        children = [c for token in tokens(markdown) for c in token.get("children", [token])]
        return self.page(children)

    def text(self, text: str) -> str:
        """Return text as text, with the quotation marks and spaces of print."""
        return printed(html.unescape(text))

    def heading(self, text: str, level: int, **attrs: Any) -> str:
        """Return a heading below the page's only <h1>."""
        return f"<h{max(level, 2)}>{text}</h{max(level, 2)}>\n"

    def link(self, text: str, url: str, title: str | None = None) -> str:
        """Return a link; one within the page names what it leads to; an unsafe one is words."""
        if url.startswith("#"):
            found = self.target(unquote(url[1:]))
            return f'<a href="#{found[0]}">{_name(text, found[1])}</a>' if found else text
        scheme = re.match(r"\s*([a-z][\w+.-]*):|//", url, re.IGNORECASE)
        if scheme and str(scheme[1]).lower() not in ("http", "https", "mailto"):
            return text
        return f'<a href="{html.escape(_report(url))}"{_title(title)}>{_jointed(text)}</a>'

    def image(self, text: str, url: str, title: str | None = None) -> str:
        """Return an image whose data is at hand; others are named and linked, never loaded."""
        if IMAGE_DATA.match(url):
            return f'<img alt="{text}" src="{html.escape(url)}"{_title(title)}>'
        name = f"Image: {text or 'without description'}"
        return f'<span class="absent">{self.link(name, url)}</span>'

    def block_code(self, code: str, info: str | None = None) -> str:
        """Return a listing."""
        return globals()["code"](code, (info or "").split(" ")[0])

    def table(self, text: str) -> str:
        """Return a table that scrolls inside itself."""
        return scrolling(f"<table>{text}</table>", "Table")

    def table_cell(self, text: str, align: str | None = None, head: bool = False) -> str:
        """Return a cell; the right side is for numbers."""
        side = ' class="n"' if align == "right" else ""
        return f"<th{side}>{text}</th>" if head else f"<td{side}>{text}</td>"

    def block_html(self, html: str) -> str:
        """Keep HTML as it is for now; `page` cleans it."""
        self.has_html = True
        return html

    def inline_html(self, html: str) -> str:
        """Keep HTML as it is for now; `page` cleans it."""
        self.has_html = True
        return html

    def inline_math(self, text: str) -> str:
        """Return a formula within a line."""
        return self._formula(text, "inline")

    def block_math(self, text: str) -> str:
        """Return a formula on a line of its own."""
        return self._formula(text, "block")

    def _formula(self, text: str, display: str) -> str:
        self.formulas.append(formula(text, display))
        return f"{OPENING}{len(self.formulas) - 1}{CLOSING}"


def formula(tex: str, display: str = "inline") -> str:
    """Return TeX as MathML, which browsers set by themselves; as its source if it is not TeX."""
    try:
        root = latex2mathml.converter.convert_to_element(tex, display=display)
    except Exception:  # its parser raises whatever it trips over
        return f'<code class="tex">{html.escape(tex.strip())}</code>'
    for element in root.iter():
        # It writes symbols as references and leaves the author's own text as it is.
        element.text = html.unescape(element.text or "")
        element.attrib = {k: v for k, v in element.attrib.items() if k in allowed.MATHML_ATTRIBUTES}
    return ElementTree.tostring(root, encoding="unicode")


def _name(text: str, replaced: str) -> str:
    """Return the words of a link: the number of what it names, unless they say something else."""
    is_kind = text.lower() in ("figure", "table", "fig.", "tbl.", "")
    return replaced if replaced and is_kind else text


def _jointed(text: str) -> str:
    """Return an address with the places at which it may break; other words as they are.

    >>> _jointed("https://www.cbr.ru/eng/")
    'https://www.cbr.ru/<wbr>eng/'
    """
    shown = re.sub(r"<[^>]+>", "", text)
    return JOINT.sub(r"\1<wbr>", shown) if re.fullmatch(r"https?://\S+", shown) else text


def _title(title: str | None) -> str:
    return f' title="{html.escape(title)}"' if title else ""


def _report(url: str) -> str:
    """Return the address of a notebook's report: beside the others, as .html."""
    has_host = re.match(r"[a-z]+:", url, re.IGNORECASE)
    return url if has_host else re.sub(r"\.ipynb(?=$|#)", ".html", url)


def _harmless(tag: str, name: str, value: str) -> str | None:
    is_data = value.strip().lower().startswith("data:")
    if tag == "img" and name == "src":
        return value if IMAGE_DATA.match(value) else None
    return None if is_data else value
