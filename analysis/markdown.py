"""Text into Markdown and out of it: what a cell says, what the press says of it."""

import html
import re


def unmarked(text: str) -> str:
    """Return Markdown without its marks, for a terminal.

    >>> unmarked("**Thirty** hours, see [table](#tbl-footage).")
    'Thirty hours, see table.'
    """
    text = re.sub(r"\[([^\]]*)\]\(#[\w-]+\)", r"\1", text)
    return html.unescape(re.sub(r"(?<!\\)(\*\*|\*|`)", "", text)).replace("\\", "")


def escaped(text: str) -> str:
    r"""Return text that Markdown shows as it is.

    >>> escaped("<b>30</b> *h*")
    '&lt;b&gt;30&lt;/b&gt; \\*h\\*'
    """
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return re.sub(r"([\\`*_\[\]|#$~])", r"\\\1", text)
