"""What style sheets and style attributes say of HTML, as far as paper shows it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_COMMENT = re.compile(r"/\*.*?\*/|<!--|-->", re.S)
_DECLARATION = re.compile(r"([\w-]+)\s*:\s*((?:[^;()]|\([^()]*(?:\([^()]*\)[^()]*)*\))+)")
_RGB = re.compile(r"rgba?\(\s*([\d.]+)[\s,]+([\d.]+)[\s,]+([\d.]+)(?:[\s,/]+([\d.]+)(%?))?\s*\)")
_STOP = re.compile(r"(#\w+|rgba?\([^()]*\)|[a-z]+)\s+([\d.]+)%")
MOST_RULES = 400  # beyond one for each cell by its name, which costs next to nothing


@dataclass(frozen=True)
class Style:
    """How a piece of HTML looks; ``fill`` and ``colour`` are Typst's."""

    fill: str | None = None
    colour: str | None = None
    is_bold: bool = False
    side: str | None = None


PLAIN = Style()


def style(tag: "Tag") -> Style:
    """Return how the tag looks by its own attributes."""
    told = dict(_declarations(str(tag.get("style", ""))))
    fill = told.get("background-color") or told.get("background") or tag.get("bgcolor")
    side = told.get("text-align") or tag.get("align")
    weight = told.get("font-weight", "")
    return Style(
        gradient(told.get("background", "")) or colour(str(fill or "")),
        colour(told.get("color") or str(tag.get("color", ""))),
        weight.startswith("bold") or weight in ("600", "700", "800", "900"),
        str(side) if side in ("left", "right", "center") else None,
    )


def apply_sheets(soup: "BeautifulSoup") -> None:
    """Write what the style sheets inside the HTML say into the attributes of the tags they mean."""
    sheets = soup.find_all("style")
    if not sheets:
        return
    named = {tag["id"]: tag for tag in soup.find_all(id=True)}
    others = 0
    for sheet in sheets:
        for selectors, body in _RULE.findall(_COMMENT.sub("", sheet.get_text())):
            for selector in map(str.strip, selectors.split(",")):
                if selector.startswith("#") and re.fullmatch(r"[\w-]+", selector[1:]):
                    found = [named[selector[1:]]] if selector[1:] in named else []
                elif others < MOST_RULES:
                    others += 1
                    found = _selected(soup, selector)
                for tag in found:
                    tag["style"] = f"{body.strip().rstrip(';')};{tag.get('style', '')}"


def colour(css: str) -> str | None:
    """Return a colour of CSS as Typst's; None for one that cannot be seen or is none.

    >>> colour("tomato"), colour("rgba(0, 0, 0, 0.5)"), colour("transparent"), colour("inherit")
    ('rgb("#ff6347")', 'rgb("#7f7f7f")', None, None)
    """
    from PIL import ImageColor

    css = css.replace("!important", "").strip().lower()
    if found := _RGB.fullmatch(css):
        red, green, blue, alpha, percent = found.groups()
        share = float(alpha or 1) / (100 if percent else 1)
        parts = tuple(min(int(float(part)), 255) for part in (red, green, blue))
    else:
        try:
            parts, share = ImageColor.getrgb(css), 1.0
        except ValueError:
            return None
        if len(parts) == 4:
            share = parts[3] / 255
    # PDF/A wants no more transparency than needed: what lies on white paper is mixed with white.
    mixed = [int(255 - (255 - part) * min(share, 1.0)) for part in parts[:3]]
    return None if share == 0 else 'rgb("#{:02x}{:02x}{:02x}")'.format(*mixed)


def gradient(css: str) -> str | None:
    """Return a bar that a table's cell draws with stops of a gradient to the right.

    >>> gradient("linear-gradient(90deg, red 40%, transparent 40%)")
    'gradient.linear((rgb("#ff0000"), 0%), (rgb("#ff0000"), 40%), (white, 40%), (white, 100%))'
    """
    if not css.strip().startswith("linear-gradient(90deg"):
        return None
    stops = [
        (colour(name) or "white", min(float(share), 100.0)) for name, share in _STOP.findall(css)
    ]
    stops.sort(key=lambda stop: stop[1])
    if len(stops) < 2:
        return None
    ends = [(stops[0][0], 0.0), *(stop for stop in stops if stop[1] > 0), (stops[-1][0], 100.0)]
    ends = list(dict.fromkeys(ends))
    return f"gradient.linear({', '.join(f'({name}, {share:g}%)' for name, share in ends)})"


def _selected(soup: "BeautifulSoup", selector: str) -> "list[Tag]":
    try:
        return list(soup.select(selector, limit=20_000))
    except Exception:  # soupsieve refuses in several ways; a rule not understood is no rule
        return []


def _declarations(css: str) -> Iterator[tuple[str, str]]:
    for name, value in _DECLARATION.findall(css):
        yield name.lower(), value.replace("!important", "").strip()
