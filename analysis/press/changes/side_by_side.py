"""The page that sets two runs of an edition side by side."""

import os
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from jinja2 import Environment, FileSystemLoader

from analysis.markdown import unmarked
from analysis.press import PressError
from analysis.press.changes import since
from analysis.press.changes.differences import Difference
from analysis.press.changes.snapshots import Drawn, Snapshot
from analysis.press.web import pictures
from analysis.press.web.looks import TEMPLATES, looks

MOST_ROWS = 20  # that came or went and are named


def write(path: Path, *about: Any, **more: Any) -> None:
    """Write the page whole, or not at all."""
    part = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        part.write_text(page(*about, **more), encoding="utf-8")
        part.replace(path)
    except OSError as error:
        raise PressError(f"{path} cannot be written: {error.strerror}.") from None
    finally:
        if part.is_file():
            part.unlink()


def page(
    edition: str,
    before: Snapshot,
    after: Snapshot,
    found: list[Difference],
    *,
    aside: str = "",
    project: str = "",
) -> str:
    """Return what differs between two runs: numbers, tables, and figures side by side."""
    name = since.names(after, before)
    shown = {
        "title": f"What changed in {edition}",
        "project": project,
        "before": {
            "run": before.run,
            "when": since.when(before.moment).removeprefix("the run of "),
        },
        "after": {"run": after.run, "when": since.when(after.moment).removeprefix("the run of ")},
        "count": len(found),
        "aside": aside,
        "values": [
            replace(one, where=unmarked(one.where))
            for one in found
            if one.kind.startswith(("value", "parameter"))
        ],
        "tables": _tables(found, name),
        "figures": _figures(before, after, found, name),
    }
    texts = [str(value) for value in shown.values()]
    style = looks("comparison", texts, more_style=pictures.dark_style(texts))
    folder = FileSystemLoader(TEMPLATES / "comparison")
    environment = Environment(loader=folder, autoescape=True, trim_blocks=True, lstrip_blocks=True)
    return environment.get_template("index.html.j2").render(**shown, **style)


def _tables(found: list[Difference], name: Any) -> list[tuple[str, dict[str, list[Any]]]]:
    """Return for each table what came and went, and the cells that changed."""
    tables: dict[str, dict[str, list[Any]]] = {}
    for one in found:
        if one.kind in ("verdict turned", "cell changed"):
            tables.setdefault(one.subject, {"notes": [], "cells": []})["cells"].append(one)
        elif one.kind.startswith(("rows", "table")):
            rows = (one.now or one.was or []) if one.kind.startswith("rows") else []
            named = "; ".join(rows[:MOST_ROWS]) + (" …" if len(rows) > MOST_ROWS else "")
            note = since.line_of(one, name) + (f": {named}" if named else "")
            tables.setdefault(one.subject, {"notes": [], "cells": []})["notes"].append(note)
    return [(name(label), news) for label, news in tables.items()]


def _figures(
    before: Snapshot, after: Snapshot, found: list[Difference], name: Any
) -> list[dict[str, Any]]:
    words = {"figure redrawn": "drawn otherwise", "figure new": "new", "figure gone": "gone"}
    news = {one.subject: words[one.kind] for one in found if one.kind in words}
    return [
        {
            "name": name(label),
            "news": news.get(label),
            "drawings": [
                (side, _drawing(said.figures.get(label), f"{side.lower()}-{label}"))
                for side, said in (("Before", before), ("After", after))
            ],
        }
        for label in {**after.figures, **before.figures}
    ]


def _drawing(drawn: Drawn | None, prefix: str) -> str:
    if drawn is None:
        return ""
    try:
        return pictures.inline(drawn.svg, drawn.caption, prefix)
    except (ValueError, ElementTree.ParseError):
        return ""
