"""Text between Markdown, a terminal and a reader."""

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

    >>> escaped("<b> 30*")
    '&lt;b&gt; 30\\*'
    """
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return re.sub(r"([\\`*_\[\]|#$~])", r"\\\1", text)
