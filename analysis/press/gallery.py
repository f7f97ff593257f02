"""The page of all reports and the feed of what is new: written when anything in them changed."""

import re
from collections.abc import Iterable
from pathlib import Path

from analysis.press import PressError, hashes
from analysis.press.editions import Edition
from analysis.press.projects import UNNAMED
from analysis.press.runs import MANIFEST, Run, folders, linked, locked, put
from analysis.press.schedules import ledger

# What both are made with, in analysis/press/.
_MADE_WITH = (
    "cards.py", "fonts.py", "ours.py", "units.py", "templates/gallery/feed.xml.j2",
    "templates/gallery/gallery.js", "templates/gallery/index.html.j2",
    "templates/gallery/style.css", "templates/house/house.css", "templates/house/icon.svg",
    "templates/house/mark.svg", "web/looks.py", "web/prose.py", "web/webfonts.py",
)  # fmt: skip
_MADE_FROM = re.compile(r'<meta name="made-from" content="(\w+)">')
_HEAD = 500  # characters of the page, in which it says so


def update(reports: Path, editions: Iterable[Edition]) -> None:
    """Write index.html and feed.xml for the editions that are built, unless they are right.

    Of several who update at once each waits for its turn, and the last one sees all that is built.
    """
    editions = list(editions)
    try:
        with locked(reports / ".lock"):
            built = {edition.name: _built(reports / edition.name) for edition in editions}
            made_from = _made_from(editions, built)
            if made_from != _said(reports):
                _write(reports, editions, built, made_from)
    except OSError as error:
        raise PressError(
            f"reports/index.html cannot be written: {error.strerror}. The reports are published."
        ) from error


def _write(
    reports: Path, editions: list[Edition], built: dict[str, list[Run]], made_from: str
) -> None:
    from analysis.press import cards

    project = editions[0].project if editions else UNNAMED
    found = cards.told_apart(
        [
            cards.card(edition, newest.path, older)
            for edition in editions
            for newest, *older in filter(None, [built[edition.name]])
        ]
    )
    for name, content in (
        ("feed.xml", cards.feed(found, project)),
        ("index.html", cards.page(found, project, made_from)),
    ):
        part = reports / f".{name}.part"
        put(part, content.encode("utf-8"))
        part.replace(reports / name)


def _built(home: Path) -> list[Run]:
    """Return the runs of an edition, the latest first; none where it is not built."""
    newest = linked(home)
    if newest is None:
        return []
    older = [Run(path) for path in reversed(folders(home)) if path.name < newest.name]
    return [Run(newest), *older]


def _made_from(editions: list[Edition], built: dict[str, list[Run]]) -> str:
    """Return one hash of all that the page and the feed say, and of what they are made with."""
    said = [
        [edition.model_dump(mode="json", include={"name", "title", "notebook", "project"})]
        + [run.id for run in runs]
        + [hashes.of_file(run.path / MANIFEST) for run in runs[:1]]
        + [ledger.stale(run.path.parent) for run in runs[:1]]
        for edition in editions
        for runs in [built[edition.name]]
    ]
    press = hashes.PACKAGE / "press"
    return hashes.of_json([said, [hashes.of_file(press / name) for name in _MADE_WITH]])


def _said(reports: Path) -> str | None:
    """Return what the page that is there says it was made from."""
    page = reports / "index.html"
    if not (page.is_file() and (reports / "feed.xml").is_file()):
        return None
    with page.open(encoding="utf-8") as file:
        found = _MADE_FROM.search(file.read(_HEAD))
    return found[1] if found else None
