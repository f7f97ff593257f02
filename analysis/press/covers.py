"""What the gallery shows of a report: question, answer, a small picture of the first page."""

import io
import re
from typing import TYPE_CHECKING, Any

from analysis.press.web import prose
from analysis.press.web.outputs import Text
from analysis.press.web.report import Report

if TYPE_CHECKING:
    from nbformat import NotebookNode

# A page in black, blue and red: its picture needs no more, and is a fifth of the size.
COLOURS = 48
# A picture in the gallery is 300 CSS pixels wide at most; a page is 210 mm.
PPI = 60.0
SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[^\W\d_a-z])")


def summary(notebook: "NotebookNode") -> dict[str, Any]:
    """Return the question of a report, the answer in one sentence, and all that it is in short."""
    question, _, short, _ = Report(_words_of(notebook)).sections()
    paragraphs = [prose.words(part.tokens[0]).strip() for part in short if isinstance(part, Text)]
    said = [sentence for text in paragraphs for sentence in SENTENCE_END.split(text)]
    return {
        "question": prose.words(question.token) if question else "",
        "answer": said[0] if said else "",
        "in_short": said,
    }


def _words_of(notebook: "NotebookNode") -> "NotebookNode":
    """Return a notebook without its tables and pictures, which take long to read."""
    cells = [
        {**cell, "outputs": [each for each in cell["outputs"] if "text/markdown" in _data(each)]}
        if "outputs" in cell
        else cell
        for cell in notebook.cells
    ]
    from nbformat import from_dict

    return from_dict({**notebook, "cells": cells})


def _data(output: "NotebookNode") -> "NotebookNode":
    return output.get("data", {})


def cover(pdf: bytes) -> bytes:
    """Return a small PNG of the first page of a PDF: drawn at twice the size, for finer letters."""
    from analysis.press.pdf import first_page_of

    return thumbnail(first_page_of(pdf, 2 * PPI), 2)


def thumbnail(picture: bytes, times: int = 1) -> bytes:
    """Return a picture of a page as a small PNG, that many times smaller."""
    from PIL import Image

    with Image.open(io.BytesIO(picture)) as opened:
        # An octree keeps the little red there is; a median cut drops it.
        few = (
            opened.convert("RGB")
            .reduce(times)
            .quantize(COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
        )
    small = io.BytesIO()
    few.save(small, "PNG")  # with optimize=True it is 6 % smaller, and takes six times as long
    return small.getvalue()
