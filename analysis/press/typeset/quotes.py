"""Straight quotation marks of prose, as printers set them."""

import re
from collections.abc import Iterator
from typing import Any

Token = dict[str, Any]
_OTHER = "\ufffc"  # stands for a formula, code or picture between words
# In this order; each takes one sign for one sign, so that every text keeps its length.
_MENDED = (
    (re.compile(r"(?<=\d)'(?=\d\ds\b)|(?<=\s)'(?=\d\ds\b)"), "’"),  # the '60s
    (re.compile(r"(?<=[\w.,!?;:%)’”\ufffc])'(?=[^\W\d])"), "’"),
    (re.compile(r"(?<![\w\ufffc])\"(?=[^\s\"])([^\"]*)(?<=[^\s\"(\[])\"(?![\w\ufffc])"), r"“\1”"),
    (re.compile(r"(?<![\w\ufffc])'(?=[^\s'])([^']*?)(?<=[^\s'(\[])'(?!\w)"), r"‘\1’"),
    (re.compile(r"(?<=[^\W\d])'(?!\w)"), "’"),  # the crews' own
)


def set_quotes(parsed: list[Token]) -> None:
    r"""Turn pairs of straight marks within a paragraph, and apostrophes, in place.

    What has no partner, such as the signs of feet and inches, stays as it is.

    >>> tokens = [{"type": "text", "raw": "the film's \"12 days\", 5'10\" tall"}]
    >>> set_quotes(tokens); tokens[0]["raw"]
    'the film’s “12 days”, 5\'10" tall'
    """
    leaves = list(_leaves(parsed))
    whole = "".join(leaf["raw"] if leaf["type"] == "text" else _OTHER for leaf in leaves)
    if '"' not in whole and "'" not in whole:
        return
    for pattern, mended in _MENDED:
        whole = pattern.sub(mended, whole)
    start = 0
    for leaf in leaves:
        length = len(leaf["raw"]) if leaf["type"] == "text" else len(_OTHER)
        if leaf["type"] == "text":
            leaf["raw"] = whole[start : start + length]
        start += length


def curved(text: str) -> str:
    """Return text that is no Markdown with its quotation marks and apostrophes curved.

    >>> curved("Russia's film")
    'Russia’s film'
    """
    leaf = {"type": "text", "raw": text}
    set_quotes([leaf])
    return leaf["raw"]


def _leaves(parsed: list[Token]) -> Iterator[Token]:
    for token in parsed:
        if token.get("children") and token["type"] != "image":
            yield from _leaves(token["children"])
        elif token["type"] in ("softbreak", "linebreak"):
            yield {"type": "text", "raw": " "}
        else:
            yield token
