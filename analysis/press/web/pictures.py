"""Figures inside a page: safe vectors that follow light and dark, and pictures as data."""

import html
import re
from collections.abc import Iterable, Iterator
from xml.etree import ElementTree

from analysis.press.web import allowed, colours

SVG = "{http://www.w3.org/2000/svg}"
XLINK_HREF = "{http://www.w3.org/1999/xlink}href"
PAINTED = re.compile(r' class="[fs]-[^"]*"')
FINER = re.compile(r"(\.\d\d)\d+")
COORDINATES = frozenset(("d", "points", "x", "y"))


def inline(svg: str, alt: str, prefix: str) -> str:
    """Return a drawing as an <svg> element named by `alt`, its ids beginning with `prefix`.

    Only shapes and text stay; style attributes, which the page's security policy forbids, become
    plain attributes, and each painted colour a class for `dark_style`. Pixels cannot be repainted:
    a drawing on them keeps all its colours, on white.
    """
    root = ElementTree.fromstring(svg)
    box = re.split(r"[\s,]+", root.get("viewBox", "").strip())
    if root.tag != f"{SVG}svg" or len(box) != 4:
        raise ValueError("the drawing is not an SVG image with a viewBox")
    root.attrib.update(width=f"{float(box[2]):g}", height=f"{float(box[3]):g}")
    inner = "".join(_markup(child, prefix) for child in root)
    look = 'stroke-linejoin="round"'
    if next(root.iter(f"{SVG}image"), None) is not None:
        look, inner = f'{look} class="on-white"', PAINTED.sub("", inner)
    return (
        f'<svg role="img" aria-label="{html.escape(alt)}" {look} '
        f"{' '.join(_attributes(root, prefix))}>{inner}</svg>"
    )


def dark_style(markup: Iterable[str]) -> str:
    """Return the rules that repaint the drawings in `markup` for a dark page."""
    painted = {found for part in markup for found in re.findall(r"\b([fs])-([0-9a-f]{6})\b", part)}
    names = {"f": "fill", "s": "stroke"}
    rules = [
        f".{kind}-{colour}{{{names[kind]}:{colours.dark('#' + colour)}}}"
        for kind, colour in sorted(painted)
    ]
    return "@media screen and (prefers-color-scheme:dark){" + "".join(rules) + "}"


def _markup(element: ElementTree.Element, prefix: str) -> str:
    name = element.tag.removeprefix(SVG) if isinstance(element.tag, str) else ""
    if name not in allowed.SVG:
        return ""
    has_words = name in ("text", "tspan")
    parts = ["<", " ".join([name, *_attributes(element, prefix)])]
    inner = [html.escape(element.text or "")] if has_words else []
    for child in element:
        inner.append(_markup(child, prefix))
        if has_words:
            inner.append(html.escape(child.tail or ""))
    content = "".join(inner)
    return "".join([*parts, f">{content}</{name}>" if content else "/>"])


def _attributes(element: ElementTree.Element, prefix: str) -> Iterator[str]:
    values = {**element.attrib, **_declarations(element.get("style", ""))}
    if XLINK_HREF in values:
        values["href"] = values.pop(XLINK_HREF)
    classes = []
    for name, value in values.items():
        if name not in allowed.SVG_ATTRIBUTES or not _is_inside(name, value):
            continue
        if name in ("fill", "stroke") and colours.is_colour(value.lower()):
            classes.append(f"{name[0]}-{value.lower()[1:]}")
            if name == "fill" and element.tag in (f"{SVG}text", f"{SVG}tspan"):
                value = colours.readable(value.lower())
        yield f'{name}="{html.escape(_value(name, value, prefix))}"'
    if classes:
        yield f'class="{" ".join(classes)}"'


def _declarations(style: str) -> dict[str, str]:
    pairs = (part.split(":", 1) for part in style.split(";") if ":" in part)
    return {name.strip(): value.strip() for name, value in pairs}


def _is_inside(name: str, value: str) -> bool:
    """Tell whether a value points at nothing outside the page."""
    if name == "href":
        return re.match(r"#|data:image/(png|jpeg|gif|webp);base64,", value) is not None
    return "(" not in value or "url" not in value or re.match(r"url\(#[^)]+\)", value) is not None


def _value(name: str, value: str, prefix: str) -> str:
    if name == "id":
        return f"{prefix}-{value}"
    if name == "href" and value.startswith("#"):
        return f"#{prefix}-{value[1:]}"
    if name in COORDINATES:
        # A hundredth of a point is below any screen's pixel and halves the drawing.
        return " ".join(FINER.sub(r"\1", value).split())
    return value.replace("url(#", f"url(#{prefix}-")
