"""What every page carries in itself: style, fonts, script, and the policy that allows them."""

import base64
import hashlib
import string
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import quote

from analysis.press.web import webfonts

TEMPLATES = Path(__file__).parent.parent / "templates"
# What the templates print themselves, beside what a page brings.
ALWAYS_SET = string.printable + "–—…·×‘’“”"


def looks(page: str, text: Iterable[str], *, images: str = "data:", more_style: str = "") -> dict:
    """Return style, script, mark and icon of a page, and the policy that allows only them.

    `page` names a folder of templates/, `text` is all that the page sets, `images` says whence
    its pictures may come.
    """
    has_script = (TEMPLATES / page / f"{page}.js").is_file()
    script = _content(page, f"{page}.js") if has_script else ""
    markup = "\n".join(text)
    style = "\n".join(
        [
            webfonts.style({*ALWAYS_SET, *markup}, markup),
            _content("house", "house.css"),
            _content(page, "style.css"),
            more_style,
        ]
    )
    policy = "; ".join(
        [
            "default-src 'none'",
            f"style-src {_hash(style)}",
            f"script-src {_hash(script)}" if script else "script-src 'none'",
            f"img-src {images}",
            "font-src data:",
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )
    icon = f"data:image/svg+xml,{quote(_content('house', 'icon.svg').strip())}"
    mark = _content("house", "mark.svg").strip()
    return {"style": style, "script": script, "policy": policy, "icon": icon, "mark": mark}


def _content(folder: str, name: str) -> str:
    return (TEMPLATES / folder / name).read_text(encoding="utf-8")


def _hash(content: str) -> str:
    digest = hashlib.sha256(content.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
