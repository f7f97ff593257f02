"""Figures that would leave much of a page white go to the head of the next; text flows past."""

import json
import re

import typst

from analysis.press.typeset.draft import Draft
from analysis.press.typeset.report import Chunk, Report

PAGE_END_PT = (297 - 25) / 25.4 * 72
WHITE_MM = 30  # as much as a heading and three lines take
_PICTURE = "#press.picture("
_FLOAT = "#press.picture(floats: true, "
# Where the text before each picture ended, and where the picture stands.
_PLACES = """
#context [#metadata(query(<press-picture>).map(it => {
  let place = it.location().position()
  (place.page, place.y.pt())
})) <press-places>]
"""
_MARK = "#press.mark();"


def flow(draft: Draft, report: Report) -> None:
    """Let text flow past each picture that leaves a page's end white, one after the other.

    Each that moves changes what fits on the pages after it, so the pages are laid out anew.
    """
    pictures = [chunk for chunk in report.body if chunk.markup.startswith(_PICTURE)]
    done = 0
    while done < len(pictures):
        leaving = _leaving_white(draft, report, pictures)
        found = next((i for i in range(done, len(pictures)) if leaving[i]), None)
        if found is None or pictures[found] is report.body[-1]:
            return
        pictures[found].markup = pictures[found].markup.replace(_PICTURE, _FLOAT, 1)
        done = found + 1


def _leaving_white(draft: Draft, report: Report, pictures: list[Chunk]) -> list[bool]:
    """Tell of each picture whether it starts a page though the one before has room left."""
    source = report.source()
    for chunk in pictures:
        source = source.replace(chunk.markup, _MARK + chunk.markup, 1)
    path = draft.folder / "trial.typ"
    path.write_text(source + _PLACES, encoding="utf-8")
    found = typst.query(
        str(path), "<press-places>", field="value", one=True, root=str(draft.folder),
        font_paths=draft.fonts,
    )
    places = json.loads(found)
    pairs = zip(places[::2], places[1::2], strict=True)
    white_pt = WHITE_MM / 25.4 * 72
    return [after[0] > before[0] and PAGE_END_PT - before[1] > white_pt for before, after in pairs]
