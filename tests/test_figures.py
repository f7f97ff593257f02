"""What every figure of a report owes its reader: words that can be read."""

import re
from pathlib import Path

import nbformat
import pytest

from analysis.figures import COLOURS, INKS, ink
from analysis.press.web.colours import FAINTEST, READABLE, contrast

NOTEBOOKS = sorted((Path(__file__).parent.parent / "notebooks").glob("[0-9]*.ipynb"))
SVG = "image/svg+xml"
GRAPHICS_CONTRAST = 3.0  # WCAG 2.2, 1.4.11
MEANINGS = ("known", "subject", "planned", "failed", "Russia", "United States")
WORDS = re.compile(r"<text [^>]*fill: (#[0-9a-f]{6})")


def _pictures(path):
    for cell in nbformat.read(path, as_version=4).cells:
        for output in cell.get("outputs", []):
            if SVG in output.get("data", {}):
                yield cell.id, output["data"][SVG]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_words_in_figures_are_dark_enough_to_be_read(path):
    # White and what is nearly so stands on something dark.
    faint = {
        (cell, colour)
        for cell, svg in _pictures(path)
        for colour in WORDS.findall(svg)
        if FAINTEST < contrast(colour, "#ffffff") < READABLE
    }

    assert not faint


def test_the_colours_of_words_are_those_of_marks_made_darker():
    for colour in INKS:
        assert contrast(colour, "#ffffff") < READABLE <= contrast(ink(colour), "#ffffff")


def test_no_two_meanings_share_a_colour_and_each_can_be_seen():
    meanings = [name for name in COLOURS if name not in ("grid", "band", "night side")]
    shared = {COLOURS[name] for name in meanings}

    assert len(shared) == len(meanings) - 1  # all other states are all the others
    assert COLOURS["other states"] == COLOURS["doubtful"]
    for name in MEANINGS:
        assert contrast(COLOURS[name], "#ffffff") >= GRAPHICS_CONTRAST


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_picture_states_no_place_finer_than_a_hundredth_of_a_point(path):
    assert not [cell for cell, svg in _pictures(path) if re.search(r' d="[^"]*\.\d{3}', svg)]
