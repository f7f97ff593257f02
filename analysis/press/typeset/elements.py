"""What Markdown and HTML have in common: headings, links, pictures in running text."""

import html
from typing import Any

from analysis.press.typeset import pictures
from analysis.press.typeset.draft import Draft
from analysis.press.typeset.markup import call, content, literal, words


def heading(draft: Draft, level: int, markup: str, name: str) -> str:
    """Return a heading; PDF/UA allows no jump from one level to the next but one."""
    draft.deepest_level = level = min(level, draft.deepest_level + 1)
    named = anchor(draft, name)
    tag = f" #label({literal(named)})" if named else ""
    return call("heading", content(markup), level=str(level)).rstrip(";") + tag + "\n\n"


def anchor(draft: Draft, name: str) -> str:
    """Return the name by which links reach a heading, as JupyterLab has it, and note it."""
    named = name.strip().replace(" ", "-")
    draft.labels.add(named)
    return named


def target(draft: Draft, name: str) -> str:
    """Return a place in the text that links reach, as HTML's `<a id="name">` is one."""
    draft.labels.add(name)
    return f"#metadata(none)#label({literal(name)})"


def link(draft: Draft, address: str, markup: str) -> str:
    """Return a link; "#name" is a cross-reference, which prints as "Figure 2" or "Table 1"."""
    if address.startswith("#") and len(address) > 1:
        name = html.unescape(address[1:])
        draft.sought.append((draft.cell, name))
        return call("press.see", literal(name), content(markup))
    if not address or not markup:
        return markup
    return call("link", literal(address), content(markup))


def image(
    draft: Draft, address: str, alt: str, attachments: dict[str, Any], inline: bool = False
) -> str:
    """Return a picture in running text, or its description if it cannot be had."""
    if picture := pictures.found(draft, address, attachments):
        mime, body = picture
        if markup := pictures.picture(draft, body, mime, alt=alt, inline=inline):
            return markup
    else:
        draft.warn(f"the picture {address[:80]!r} is not here, so only its description is printed.")
    return call("emph", content(words(f"[{alt or 'picture'}]")))
