"""Figures and short tables that would leave much of a page white go to the head of the next.

The text of their section flows past them; a heading or a longer table waits for them.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass

import typst

from analysis.press.typeset.draft import Draft
from analysis.press.typeset.report import Chunk, Report

PAGE_END_PT = (297 - 25) / 25.4 * 72
WHITE_PT = 30 / 25.4 * 72  # as much as a heading and three lines take
TOO_WHITE_PT = 50 / 25.4 * 72  # a fifth of a page: rather than that, a table is parted
_CALLS = ("#press.picture(", "#press.table-block(")
_IS_LONG = "breakable: true"
# Where the text before each ends, where it stands itself, and where what may not pass it begins.
_PLACES = """
#let at(it) = {
  let place = it.location().position()
  (place.page, place.y.pt())
}
#context [#metadata(query(<press-place>).filter(it => it.value.at(1) != none).map(it => {
  let next = query(selector(<press-barrier>).after(it.location()))
  (..it.value, at(it), if next.len() > 0 { at(next.first()) })
})) <press-places>]
"""
Position = tuple[int, float]  # page, counted from 1, and points from its head


@dataclass(frozen=True)
class Place:
    """Where a figure or table stands, the text before it ends, and the next heading begins."""

    page: int
    text: Position
    barrier: Position | None

    def white_pt(self, floats: bool = False) -> float:
        """Return what is left white of the page on which the text ends.

        Between that page and its own may lie one that begins with other figures.

        >>> round(Place(3, (2, 500.0), (2, 700.0)).white_pt())
        271
        >>> round(Place(3, (2, 500.0), (2, 700.0)).white_pt(floats=True))
        71
        >>> Place(2, (2, 500.0), None).white_pt()
        0.0
        """
        page, end_pt = self.barrier or (self.page, 0.0) if floats else self.text
        if self.page == self.text[0] or page > self.text[0]:
            return 0.0
        return PAGE_END_PT if self.page > page + 1 else PAGE_END_PT - end_pt


def flow(draft: Draft, report: Report) -> None:
    """Let text flow past what leaves a page's end white, one after the other.

    Each that moves changes what fits on the pages after it, so the pages are laid out anew.
    """
    path = draft.folder / "trial.typ"
    path.touch()
    trial = typst.Compiler(input=str(path), root=str(draft.folder), font_paths=draft.fonts)
    pieces = [chunk for chunk in report.body if chunk.markup.startswith(_CALLS)]

    def places() -> list[Place]:
        path.write_text(_trial(report, pieces), encoding="utf-8")
        return _read(trial.query("<press-places>", field="value", one=True), len(pieces))

    try:
        _settle(pieces, report.body[-1:], places)
    except (RuntimeError, typst.TypstError):
        return  # what Typst refuses it refuses again, where it is told and mended


def _settle(pieces: list[Chunk], last: list[Chunk], places: Callable[[], list[Place]]) -> None:
    found = places() if pieces else []
    for index, piece in enumerate(pieces):
        # The last part has no text after it that could come before it.
        if _IS_LONG in piece.markup or found[index].white_pt() <= WHITE_PT or piece in last:
            continue
        stays, before = piece.markup, found
        piece.markup = _told(stays, "floats: true")
        found = places()
        if _is_table(piece) and found[index].white_pt(floats=True) > TOO_WHITE_PT:
            piece.markup = _told(stays, _IS_LONG)
            found = places()
        elif _is_overtaken(index, pieces, found):
            piece.markup, found = stays, before


def _is_overtaken(index: int, pieces: list[Chunk], places: list[Place]) -> bool:
    """Tell whether a later one of its kind comes before it, so that numbers would change."""
    later = zip(pieces[index + 1 :], places[index + 1 :], strict=True)
    kind, page = _is_table(pieces[index]), places[index].page
    return any(_is_table(piece) == kind and place.page < page for piece, place in later)


def _is_table(piece: Chunk) -> bool:
    return piece.markup.startswith(_CALLS[1])


def _told(markup: str, option: str) -> str:
    call = next(call for call in _CALLS if markup.startswith(call))
    return markup.replace(call, f"{call}{option}, ", 1)


def _trial(report: Report, pieces: list[Chunk]) -> str:
    """Return the source in which these pieces, and nothing else, say where they stand."""
    kept = [piece.markup for piece in pieces]
    for number, piece in enumerate(pieces):
        piece.markup = _told(piece.markup, f"number: {number}")
    source = report.source()
    for piece, markup in zip(pieces, kept, strict=True):
        piece.markup = markup
    return source + _PLACES


def _read(answer: str, count: int) -> list[Place]:
    marks = {(what, number): places for what, number, *places in json.loads(answer)}
    places = []
    for number in range(count):
        (page, y_pt), barrier = marks["itself", number]
        text, barrier = marks.get(("text", number), ((page, y_pt), barrier))
        places.append(Place(page, tuple(text), barrier and tuple(barrier)))
    return places
