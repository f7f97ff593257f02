"""Figures that would leave much of a page white go to the head of the next; text flows past."""

import json

import typst

from analysis.press.typeset.draft import Draft
from analysis.press.typeset.report import Chunk, Report

PAGE_END_PT = (297 - 25) / 25.4 * 72
WHITE_PT = 30 / 25.4 * 72  # as much as a heading and three lines take
_PICTURE = "#press.picture("
_FLOAT = "#press.picture(floats: true, "
_TRIED = "#press.picture(tried: true, "
# Where the text before each picture ends, then where the picture stands, as page and height.
_PLACES = """
#context [#metadata(query(<press-picture>).map(it => {
  let place = it.location().position()
  (place.page, place.y.pt())
})) <press-places>]
"""


def flow(draft: Draft, report: Report) -> None:
    """Let text flow past each picture that leaves a page's end white, one after the other.

    Each that moves changes what fits on the pages after it, so the pages are laid out anew.
    """
    path = draft.folder / "trial.typ"
    path.touch()
    trial = typst.Compiler(input=str(path), root=str(draft.folder), font_paths=draft.fonts)
    # The last part has no text after it that could come before it.
    pictures = [
        chunk
        for chunk in report.body[:-1]
        if chunk.markup.startswith(_PICTURE) and _FLOAT not in chunk.markup
    ]
    settled = 0
    while settled < len(pictures):
        path.write_text(_trial(report, pictures), encoding="utf-8")
        try:
            places = json.loads(trial.query("<press-places>", field="value", one=True))
        except (RuntimeError, typst.TypstError):
            return  # what Typst refuses it refuses again, where it is told and mended
        leaving = _leaving_white(places)
        settled = next((i for i in range(settled, len(pictures)) if leaving[i]), len(pictures)) + 1
        if settled <= len(pictures):
            moved = pictures[settled - 1]
            moved.markup = moved.markup.replace(_PICTURE, _FLOAT, 1)


def _trial(report: Report, pictures: list[Chunk]) -> str:
    """Return the source in which these pictures, and no others, say where they stand."""
    kept = [chunk.markup for chunk in pictures]
    for chunk in pictures:
        chunk.markup = chunk.markup.replace(_PICTURE, _TRIED, 1)
    source = report.source()
    for chunk, markup in zip(pictures, kept, strict=True):
        chunk.markup = markup
    return source + _PLACES


def _leaving_white(places: list[tuple[int, float]]) -> list[bool]:
    """Tell of each picture whether it starts a page though one before it has room left.

    Between the page where its text ends and its own may lie one that begins with other pictures.

    >>> _leaving_white([(2, 500.0), (3, 76.5), (3, 300.0), (3, 320.0)])
    [True, False]
    """
    pairs = zip(places[::2], places[1::2], strict=True)
    return [
        page > page_before and (PAGE_END_PT - end_pt > WHITE_PT or page > page_before + 1)
        for (page_before, end_pt), (page, _) in pairs
    ]
