"""Markdown cells in Typst, through mistune's tokens."""

import html
import re
from collections.abc import Iterable
from itertools import pairwise
from typing import Any

import mistune
from mistune.plugins.table import table_in_list, table_in_quote

from analysis.press import units
from analysis.press.typeset import callouts, maths, tables
from analysis.press.typeset.draft import Draft
from analysis.press.typeset.elements import heading, image, link
from analysis.press.typeset.markup import call, content, language, listing, literal, softened, words
from analysis.press.typeset.quotes import set_quotes

Token = dict[str, Any]
_BLOCK_MATHS = (
    r"^ {0,3}\$\$(?P<dollars>[\s\S]+?)\$\$[ \t]*$"
    r"|^ {0,3}\\\\?\[(?P<squares>[\s\S]+?)\\\\?\][ \t]*$"
    r"|^ {0,3}(?P<lines>\\begin\{(?P<kind>[a-zA-Z]+\*?)\}[\s\S]+?\\end\{(?P=kind)\})[ \t]*$"
)


def _maths(md: mistune.Markdown) -> None:
    def block(_: object, found: re.Match[str], state: Any) -> int:
        tex = found["dollars"] or found["squares"] or found["lines"]
        state.append_token({"type": "formula", "raw": tex, "attrs": {"block": True}})
        return found.end() + 1

    def inline(_: object, found: re.Match[str], state: Any) -> int:
        tex, wide = found["narrow"] or found["round"], found["wide"]
        state.append_token({"type": "formula", "raw": wide or tex, "attrs": {"block": bool(wide)}})
        return found.end()

    md.block.register("formula", _BLOCK_MATHS, block, before="list")
    md.block.insert_rule(md.block.list_rules, "formula", before="list")
    md.block.insert_rule(md.block.block_quote_rules, "formula", before="list")
    md.inline.register("formula", maths.INLINE, inline, before="escape")


_PARSER = mistune.create_markdown(
    renderer=None,
    plugins=[
        *("table", "footnotes", "strikethrough", "task_lists", "url"),
        *(table_in_list, table_in_quote, _maths, callouts.plugin),
    ],
)


def tokens(source: str) -> list[Token]:
    """Return the block tokens of a Markdown text."""
    return _PARSER(source)  # type: ignore[return-value]


def heading_words(token: Token) -> str:
    """Return the text of a token without its marks."""
    if token["type"] in ("softbreak", "linebreak"):
        return " "
    inner = "".join(heading_words(child) for child in token.get("children", []))
    own = token["raw"] if token["type"] in ("text", "codespan", "formula") else ""
    return html.unescape(own) + inner


def without_articles(parsed: list[Token]) -> list[Token]:
    """Return tokens of which "the [table](#tbl-x)" will print as "Table 1", not "the Table 1".

    >>> see = {"type": "link", "attrs": {"url": "#tbl-x"}}
    >>> without_articles([{"type": "text", "raw": "as the "}, see])[0]["raw"]
    'as '
    """
    kept = [dict(token) for token in parsed]
    for token, following in pairwise(kept):
        url = (following.get("attrs") or {}).get("url", "")
        if token["type"] == "text" and re.match("#(?:fig|tbl)-", url):
            token["raw"] = re.sub(r"\b[Tt]he $", "", token["raw"])
    return kept


def _with_leads(parsed: list[Token]) -> list[Token]:
    """Return tokens in which a paragraph that announces a list, by a colon, is its lead."""
    blocks = [token for token in parsed if token["type"] != "blank_line"]
    for token, following in pairwise(blocks):
        if (token["type"], following["type"]) != ("paragraph", "list"):
            continue
        if heading_words(token).rstrip().endswith(":"):
            token["type"] = "lead"
    return blocks


class Markdown:
    """Sets the tokens of one cell; ``attachments`` are the pictures pasted into that cell."""

    def __init__(self, draft: Draft, attachments: dict[str, Any] | None = None) -> None:
        self.draft = draft
        self.attachments = attachments or {}
        self.notes: dict[str, list[Token]] = {}
        self.is_in_cell = False

    def blocks(self, source: str | list[Token]) -> str:
        """Return a whole Markdown text, or tokens of it, as markup."""
        parsed = tokens(source) if isinstance(source, str) else source
        self.learn_notes(parsed)
        return self._all(parsed)

    def inline(self, source: str | list[Token]) -> str:
        """Return a line of Markdown as markup without a paragraph of its own."""
        if not isinstance(source, str):
            set_quotes(source)
        return self.blocks(source).strip()

    def learn_notes(self, parsed: list[Token]) -> None:
        """Take in the texts of footnotes, which stand at the end of a cell."""
        for token in parsed:
            for note in token["children"] if token["type"] == "footnotes" else ():
                self.notes[note["attrs"]["key"]] = note["children"]

    def _all(self, parsed: Iterable[Token]) -> str:
        parsed = without_articles(list(parsed))
        if not any(token["type"] in ("inline_html", "block_html") for token in parsed):
            return "".join(map(self._one, _with_leads(parsed)))
        from analysis.press.typeset import hypertext  # its parser takes as long as to set a page

        # Tags may open in one token and close in a later one: let a parser of HTML pair them,
        # with what is set already standing between them.
        kept: list[str] = []
        source = ""
        for token in parsed:
            if token["type"] in ("inline_html", "block_html"):
                source += token["raw"]
            elif source.rfind("<svg") > source.rfind("</svg"):
                source += html.escape(heading_words(token))
            else:
                source += hypertext.keep(kept, self._one(token), heading_words(token))
        return hypertext.blocks(self.draft, source, self.attachments, kept, self.is_in_cell)

    def _one(self, token: Token) -> str:
        set_by = getattr(self, f"_{token['type']}", None)
        if set_by is not None:
            return set_by(token)
        return self._all(token.get("children", []))

    def _inner(self, token: Token) -> str:
        return self._all(token.get("children", [])).strip()

    def _text(self, token: Token) -> str:
        return words(units.held(html.unescape(token["raw"])))

    def _paragraph(self, token: Token) -> str:
        set_quotes(token["children"])
        return self._inner(token) + "\n\n"

    _block_text = _paragraph

    def _lead(self, token: Token) -> str:
        return call("press.lead", content(self._paragraph(token).strip())) + "\n\n"

    def _heading(self, token: Token) -> str:
        name = heading_words(token)
        set_quotes(token["children"])
        return heading(self.draft, token["attrs"]["level"], self._inner(token), name)

    def _emphasis(self, token: Token) -> str:
        return call("emph", content(self._inner(token)))

    def _strong(self, token: Token) -> str:
        return call("strong", content(self._inner(token)))

    def _strikethrough(self, token: Token) -> str:
        return call("strike", content(self._inner(token)))

    def _softbreak(self, _: Token) -> str:
        return "\n"

    def _linebreak(self, _: Token) -> str:
        return call("linebreak")

    def _thematic_break(self, _: Token) -> str:
        return "#press.rule\n\n"

    def _codespan(self, token: Token) -> str:
        return call("raw", literal(softened(html.unescape(token["raw"]))))

    def _block_code(self, token: Token) -> str:
        info = (token.get("attrs") or {}).get("info") or ""
        if told := callouts.directive(info):
            kind, title = told
            return self._callout_of(kind, title, tokens(token["raw"]))
        return listing("listing", token["raw"], lang=language(info))

    def _callout(self, token: Token) -> str:
        attrs = token["attrs"]
        return self._callout_of(attrs["kind"], attrs["title"], token["children"])

    def _callout_of(self, kind: str, title: str, inside: list[Token]) -> str:
        self.learn_notes(inside)
        head = self.inline(title) if title else words(kind.capitalize())
        return callouts.markup(kind, head, self._all(inside).strip())

    def _formula(self, token: Token) -> str:
        return maths.formula(self.draft, token["raw"], token["attrs"]["block"])

    def _link(self, token: Token) -> str:
        return link(self.draft, token["attrs"]["url"], self._inner(token))

    def _image(self, token: Token) -> str:
        alt = "".join(heading_words(child) for child in token.get("children", []))
        address = token["attrs"]["url"]
        return image(self.draft, address, alt, self.attachments, self.is_in_cell)

    def _footnotes(self, _: Token) -> str:
        return ""

    def _footnote_ref(self, token: Token) -> str:
        # A note that is taken out before it is set cannot call itself for ever.
        note = self.notes.pop(token["raw"], None)
        if note is None:
            return call("super", content(words(str(token["attrs"]["index"]))))
        markup = self._all(note).strip()
        self.notes[token["raw"]] = note
        return call("footnote", content(markup))

    def _list(self, token: Token) -> str:
        attrs = token["attrs"]
        items = [content(self._one(item).strip()) for item in token["children"]]
        # Items of more than a line stand apart, or one could not tell where each begins.
        is_short = all(len(heading_words(item)) < 80 for item in token["children"])
        tight = "true" if token.get("tight") and is_short else "false"
        if attrs.get("ordered"):
            return call("enum", *items, start=str(attrs.get("start", 1)), tight=tight) + "\n\n"
        return call("list", *items, tight=tight) + "\n\n"

    def _task_list_item(self, token: Token) -> str:
        sign = "☑ " if token["attrs"]["checked"] else "☐ "
        return words(sign) + self._inner(token)

    def _block_quote(self, token: Token) -> str:
        if kind := callouts.alert(token):
            return callouts.markup(kind, words(kind.capitalize()), self._inner(token))
        return call("quote", content(self._inner(token)), block="true") + "\n\n"

    def _table(self, token: Token) -> str:
        self.is_in_cell = True
        head, *body = token["children"]
        align = [cell["attrs"]["align"] for cell in head["children"]]
        rows = [self._row(row) for part in body for row in part["children"]]
        grid = tables.table([self._row(head)], rows)
        self.is_in_cell = False
        given = [a or found for a, found in zip(align, grid.align, strict=False)]
        return tables.typeset(self.draft, tables.Table(grid.head, grid.body, given))

    def _row(self, row: Token) -> tables.Row:
        for cell in row["children"]:
            set_quotes(cell["children"])
        return [tables.Cell(self._inner(cell), heading_words(cell)) for cell in row["children"]]
