"""The page of all reports and the feed of what is new, as text; `gallery` writes them."""

import json
import struct
import uuid
from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader

from analysis import phrases
from analysis.press import freshness
from analysis.press.editions import Edition
from analysis.press.ours import variant
from analysis.press.runs import MANIFEST, Run
from analysis.press.schedules import ledger
from analysis.press.web import prose
from analysis.press.web.looks import TEMPLATES, looks

# By the letter of the policy 'self' means nothing on a disk, where no page has an origin.
IMAGES = "'self' file: data:"
FILES = {"html": "Read", "pdf": "PDF", "zip": "Tables"}
MOST_OLDER = 12  # runs that a card lists; the others lie beside them


def page(cards: list[dict[str, Any]], project: str, made_from: str) -> str:
    """Return the gallery as HTML: one section for each question, one card for each edition."""
    sections: dict[str, list[dict[str, Any]]] = {}
    for card in sorted(
        cards, key=lambda card: (card["notebook"], card["name"] != card["notebook"])
    ):
        sections.setdefault(card["notebook"], []).append(card)
    style = looks("gallery", [json.dumps(cards, ensure_ascii=False)], images=IMAGES)
    return _template("index.html.j2").render(
        project=project,
        made_from=made_from,
        sections=[*sections.values()],
        names=FILES,
        **style,
    )


def feed(cards: list[dict[str, Any]], project: str) -> str:
    """Return an Atom feed (RFC 4287) of the editions, the newest first.

    Addresses are relative to the feed, for it does not know where it is published.
    """
    namespace = uuid.uuid5(uuid.NAMESPACE_DNS, prose.slug(project))
    newest = sorted(cards, key=lambda card: card["moment"], reverse=True)
    return _template("feed.xml.j2").render(
        project=project,
        id=namespace.urn,
        updated=newest[0]["moment"] if newest else "1970-01-01T00:00:00+00:00",
        entries=[card | {"id": uuid.uuid5(namespace, card["name"]).urn} for card in newest],
    )


def card(edition: Edition, folder: Path, older: Iterable[Run]) -> dict[str, Any]:
    """Return what the page says of an edition: its latest run, in `folder`, and older ones."""
    record = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    question = prose.typographic(record.get("question") or edition.title)
    moment = record.get("changed") or record["built"]
    reach = freshness.reach(record.get("data_until", {}))
    files = {form: f"{edition.name}.{form}" for form in FILES}
    place = f"{edition.name}/latest"
    return {
        "name": edition.name,
        "notebook": edition.notebook,
        "title": prose.typographic(edition.title),
        "variant": variant(prose.typographic(edition.title), question),
        "question": question,
        "answer": prose.typographic(record.get("answer", "")),
        "in_short": [*map(prose.typographic, record.get("in_short", []))],
        "in_short_html": record.get("in_short_html", []),
        "moment": moment,
        "changed": prose.typographic(phrases.day(datetime.fromisoformat(moment))),
        "stale": ledger.stale(folder.parent),
        "reach": prose.typographic("data " + " ".join(reach)) if reach else "",
        "files": {f: f"{place}/{name}" for f, name in files.items() if (folder / name).is_file()},
        "thumbnail": _thumbnail(folder / f"{edition.name}.png", place),
        "older": _history(edition.name, older),
    }


def told_apart(cards: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the cards, those of variants with an answer that the default edition does not give."""
    defaults = {card["notebook"]: card for card in cards if card["name"] == card["notebook"]}
    answers = [_own_answer(card, defaults.get(card["notebook"], card)) for card in cards]
    return [
        card | {"answer": answer, "answer_html": _as_html(card, answer)}
        for card, answer in zip(cards, answers, strict=True)
    ]


def _as_html(card: dict[str, Any], answer: str) -> str:
    said, markup = card["in_short"], card["in_short_html"]
    known = dict(zip(said, markup, strict=True)) if len(said) == len(markup) else {}
    return known.get(answer) or prose.printed(answer)


def _own_answer(card: dict[str, Any], default: dict[str, Any]) -> str:
    own = (said for said in card["in_short"] if said not in default["in_short"])
    return next(own, card["answer"])


def _history(name: str, older: Iterable[Run]) -> list[dict[str, str]]:
    """Return where older runs are and when they were made, those of one minute to the second."""
    found = ((run.moment, file) for run in older if (file := _file(name, run)))
    runs = [*islice(found, MOST_OLDER)]
    minutes = Counter(_minute(moment) for moment, _ in runs)
    return [
        {
            "file": file,
            "moment": _minute(moment) + (f"{moment::%S}" if minutes[_minute(moment)] > 1 else ""),
        }
        for moment, file in runs
    ]


def _file(name: str, run: Run) -> str | None:
    forms = (form for form in FILES if (run.path / f"{name}.{form}").is_file())
    return next((f"{name}/{run.id}/{name}.{form}" for form in forms), None)


def _minute(moment: datetime) -> str:
    return f"{phrases.day(moment)}, {moment:%H:%M}"


def _thumbnail(path: Path, place: str) -> dict[str, Any] | None:
    """Return a picture's file and its size in pixels, which its head says (PNG, 11.2.2)."""
    if not path.is_file():
        return None
    width, height = struct.unpack(">II", path.read_bytes()[16:24])
    return {"file": f"{place}/{path.name}", "width": width, "height": height}


@cache
def _environment() -> Environment:
    folder = FileSystemLoader(TEMPLATES / "gallery")
    return Environment(loader=folder, autoescape=True, trim_blocks=True, lstrip_blocks=True)


def _template(name: str) -> Any:
    return _environment().get_template(name)
