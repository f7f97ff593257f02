"""The page of all reports and the feed of what is new, made from the records beside them."""

import io
import json
import re
import struct
import uuid
from collections.abc import Iterable
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader
from nbformat import NotebookNode
from PIL import Image

from analysis.press.editions import Edition
from analysis.press.web import prose
from analysis.press.web.looks import PROJECT, TEMPLATES, looks
from analysis.press.web.outputs import Text
from analysis.press.web.report import Report

# By the letter of the policy 'self' means nothing on a disk, where no page has an origin.
IMAGES = "'self' file: data:"
FILES = {"html": "Read", "pdf": "PDF", "zip": "Data"}
NAMESPACE = uuid.uuid5(uuid.NAMESPACE_DNS, "filmed-in-orbit")
# A page in black, blue and red: its picture needs no more, and is a fifth of the size.
THUMBNAIL_COLOURS = 48
SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[^\W\d_a-z])")


def summary(notebook: NotebookNode) -> dict[str, str]:
    """Return what the gallery says of a report: its question, and the answer in one sentence."""
    question, _, short, _ = Report(notebook).sections()
    said = next((part for part in short if isinstance(part, Text)), None)
    answer = prose.words(said.tokens[0]) if said else ""
    return {
        "question": prose.words(question.token) if question else "",
        "answer": SENTENCE_END.split(answer.strip())[0],
    }


def thumbnail(picture: bytes) -> bytes:
    """Return a picture of a page as a small PNG."""
    with Image.open(io.BytesIO(picture)) as opened:
        # An octree keeps the little red there is; a median cut drops it.
        few = opened.convert("RGB").quantize(
            THUMBNAIL_COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE
        )
    small = io.BytesIO()
    few.save(small, "PNG", optimize=True)
    return small.getvalue()


def update(reports: Path, editions: Iterable[Edition]) -> None:
    """Write index.html and feed.xml for the editions that are built."""
    found = [(edition, reports / edition.name / "latest") for edition in editions]
    cards = [_card(edition, folder) for edition, folder in found if folder.is_dir()]
    for name, content in (("index.html", page(cards)), ("feed.xml", feed(cards))):
        part = reports / f".{name}.part"
        part.write_text(content, encoding="utf-8")
        part.replace(reports / name)


def page(cards: list[dict[str, Any]]) -> str:
    """Return the gallery as HTML: one section for each question, one card for each edition."""
    sections: dict[str, list[dict[str, Any]]] = {}
    for card in sorted(
        cards, key=lambda card: (card["notebook"], card["name"] != card["notebook"])
    ):
        sections.setdefault(card["notebook"], []).append(card)
    style = looks("gallery", [json.dumps(cards, ensure_ascii=False)], images=IMAGES)
    return _template("index.html.j2").render(
        project=PROJECT, sections=[*sections.values()], names=FILES, **style
    )


def feed(cards: list[dict[str, Any]]) -> str:
    """Return an Atom feed (RFC 4287) of the editions, the newest first.

    Addresses are relative to the feed, for it does not know where it is published.
    """
    newest = sorted(cards, key=lambda card: card["moment"], reverse=True)
    return _template("feed.xml.j2").render(
        project=PROJECT,
        id=NAMESPACE.urn,
        updated=newest[0]["moment"] if newest else "1970-01-01T00:00:00+00:00",
        entries=[card | {"id": uuid.uuid5(NAMESPACE, card["name"]).urn} for card in newest],
    )


def _card(edition: Edition, folder: Path) -> dict[str, Any]:
    record = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    question = prose.typographic(record.get("question") or edition.title)
    moment = record.get("changed") or record["built"]
    files = {form: f"{edition.name}.{form}" for form in FILES}
    place = f"{edition.name}/latest"
    return {
        "name": edition.name,
        "notebook": edition.notebook,
        "title": prose.typographic(edition.title),
        "question": question,
        "answer": prose.typographic(record.get("answer", "")),
        "moment": moment,
        "changed": _day(datetime.fromisoformat(moment)),
        "until": _day(_latest(record.get("data_until", {}))),
        "files": {f: f"{place}/{name}" for f, name in files.items() if (folder / name).is_file()},
        "thumbnail": _thumbnail(folder / f"{edition.name}.png", place),
    }


def _latest(until: dict[str, str]) -> date | None:
    days = [day for day in until.values() if re.fullmatch(r"\d{4}-\d\d-\d\d", day)]
    return date.fromisoformat(max(days)) if days else None


def _thumbnail(path: Path, place: str) -> dict[str, Any] | None:
    """Return a picture's file and its size in pixels, which its head says (PNG, 11.2.2)."""
    if not path.is_file():
        return None
    width, height = struct.unpack(">II", path.read_bytes()[16:24])
    return {"file": f"{place}/{path.name}", "width": width, "height": height}


def _day(day: date | None) -> str:
    return f"{day.day} {day:%B %Y}" if day else ""


@cache
def _environment() -> Environment:
    folder = FileSystemLoader(TEMPLATES / "gallery")
    return Environment(loader=folder, autoescape=True, trim_blocks=True, lstrip_blocks=True)


def _template(name: str) -> Any:
    return _environment().get_template(name)
