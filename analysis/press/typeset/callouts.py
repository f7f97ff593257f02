"""Notes, tips and warnings set apart from the text, in the ways in which notebooks write them."""

import re
from typing import Any

import mistune

from analysis.press.typeset.markup import call, content

Token = dict[str, Any]
_GRAVE = {"warning", "caution", "danger", "attention", "error", "important"}
_KINDS = _GRAVE | {"note", "tip", "hint", "info", "seealso", "success", "admonition", "example"}
# As MyST, Quarto and mkdocs write them; GitHub's are quotes, Jupyter's are HTML.
_COLONS = (
    r"^ {0,3}(?P<colons>:{3,})[ \t]*(?P<colons_info>[^\n]*)\n"
    r"(?P<colons_text>[\s\S]*?)(?:\n?^ {0,3}(?P=colons)[ \t]*$|\Z)"
)
_MARKS = (
    r"^(?:!!!|\?\?\?)[ \t]+(?P<marks_kind>[\w-]+)(?P<marks_title>[^\n]*)\n"
    r"(?P<marks_text>(?:(?: {4}|\t)[^\n]*(?:\n|\Z)|[ \t]*\n)+)"
)
_INFO = re.compile(
    r"\{\s*[.:]?(?P<kind>[\w-]+)[^}]*\}\s*(?P<title>.*)|(?P<bare>[\w-]+)\s*(?P<rest>.*)"
)
_ALERT = re.compile(r"\[!(\w+)\]\s*")
_OPTION = re.compile(r"^:[\w-]+:[^\n]*\n?", re.M)


def directive(info: str) -> tuple[str, str] | None:
    """Return kind and title of a fence such as "{warning} Mind the gap"; None for one of code.

    >>> directive("{warning} Mind the gap"), directive("{.callout-tip}"), directive("python")
    (('warning', 'Mind the gap'), ('tip', ''), None)
    """
    found = _INFO.fullmatch(info.strip())
    if not found or not found["kind"]:
        return None
    kind = found["kind"].lower().removeprefix("callout-")
    return (kind, found["title"].strip()) if kind in _KINDS else None


def alert(quote: Token) -> str | None:
    """Return the kind of a quote that begins with "[!NOTE]", which is taken out of it."""
    children = quote.get("children") or [{}]
    first = (children[0].get("children") or [{}])[0]
    # "[!NOTE]" may come as one text or, because of the bracket, as several.
    found = _ALERT.match(first.get("raw", "")) if first.get("type") == "text" else None
    if not found or found[1].lower() not in _KINDS:
        return None
    first["raw"] = first["raw"][found.end() :]
    return found[1].lower()


def markup(kind: str, title: str, body: str) -> str:
    """Return a block in the margin's colour; ``title`` and ``body`` are markup."""
    grave = "true" if kind in _GRAVE else None
    return call("press.callout", content(title), content(body), grave=grave) + "\n\n"


def box(body: str, kind: str) -> str:
    """Return such a block without a head of its own, as those of HTML are."""
    return (
        call("press.callout", "none", content(body), grave="true" if kind in _GRAVE else None)
        + "\n\n"
    )


def plugin(md: mistune.Markdown) -> None:
    """Teach the parser ":::" and "!!!" blocks."""

    def block(parser: Any, found: re.Match[str], state: Any) -> int:
        if found["colons"]:
            told = directive(found["colons_info"])
            text = _OPTION.sub("", found["colons_text"])
        else:
            told = found["marks_kind"].lower(), found["marks_title"].strip(' "')
            text = re.sub(r"^(?: {4}|\t)", "", found["marks_text"], flags=re.M)
        child = state.child_state(text + "\n")
        parser.parse(child)
        kind, title = told or ("", "")
        attrs = {"kind": kind, "title": title}
        token = "callout" if kind else "division"
        state.append_token({"type": token, "attrs": attrs, "children": child.tokens})
        return found.end()

    for name, pattern in (("colons", _COLONS), ("marks", _MARKS)):
        md.block.register(f"callout_{name}", pattern, block, before="list")
