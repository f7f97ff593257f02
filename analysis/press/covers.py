"""What the gallery shows of a report: question, answer, a small picture of the first page."""

import io
import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from analysis.media import TABLE_MIME
from analysis.press.web import prose
from analysis.press.web.outputs import Text
from analysis.press.web.report import Report

if TYPE_CHECKING:
    from nbformat import NotebookNode

# A page in black, blue and red: its picture needs no more, and is a fifth of the size.
COLOURS = 48
# A picture in the gallery is 300 CSS pixels wide at most; a page is 210 mm.
PPI = 60.0
_PAGE = b'#set page(paper: "a4", margin: 0pt)\n#image("report.pdf", page: 1, width: 100%)'
_SVG = "image/svg+xml"
SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=(?:<em>)?[^\W\d_a-z])")


def summary(notebook: "NotebookNode") -> dict[str, Any]:
    """Return the question of a report, the answer in one sentence, and all that it is in short.

    What it is in short stands there twice, as text and as HTML, sentence by sentence.
    """
    report = Report(_words_of(notebook))
    question, _, short, _ = report.sections()
    said = [part.tokens[0] for part in short if isinstance(part, Text)]
    sentences, markup = (
        [
            sentence
            for token in said
            for sentence in SENTENCE_END.split(_words(token, report.targets, is_html).strip())
        ]
        for is_html in (False, True)
    )
    return {
        "question": prose.words(question.token) if question else "",
        "answer": sentences[0] if sentences else "",
        "in_short": sentences,
        "in_short_html": markup,
    }


def _words(token: prose.Token, names: dict[str, str], is_html: bool) -> str:
    """Return the text of a token, in which a table or figure has its name: Table 2.

    Of its marks HTML keeps italics, in which titles of films are.
    """
    address = str(token.get("attrs", {}).get("url", ""))
    if address.startswith("#") and (name := names.get(address[1:])):
        return name.replace("\N{NO-BREAK SPACE}", " ")
    if "children" not in token:
        return prose.printed(prose.words(token)) if is_html else prose.words(token)
    inner = "".join(_words(child, names, is_html) for child in token["children"])
    return f"<em>{inner}</em>" if is_html and token["type"] == "emphasis" else inner


def _words_of(notebook: "NotebookNode") -> "NotebookNode":
    """Return a notebook with nothing in its tables and pictures, which take long to read."""
    cells = [
        {**cell, "outputs": [{**each, "data": _emptied(each)} for each in cell["outputs"]]}
        if "outputs" in cell
        else cell
        for cell in notebook.cells
    ]
    from nbformat import from_dict

    return from_dict({**notebook, "cells": cells})


def _emptied(output: "NotebookNode") -> dict[str, Any]:
    data = output.get("data", {})
    if TABLE_MIME in data:
        told = {key: data[TABLE_MIME].get(key) for key in ("label", "caption")}
        return {TABLE_MIME: {**told, "schema": {"fields": []}, "data": [], "display": []}}
    if _SVG in data:
        return {_SVG: "<svg/>"}
    return {"text/markdown": data["text/markdown"]} if "text/markdown" in data else {}


def cover(pdf: bytes) -> bytes:
    """Return a small PNG of the first page of a PDF: drawn at twice the size, for finer letters."""
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


def first_page_of(pdf: bytes, ppi: float = 96) -> bytes:
    """Return a picture of the first page of a report's PDF.

    Typst draws a page of a PDF in a tenth of the time in which it sets the report again.
    """
    import typst

    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "report.pdf").write_bytes(pdf)
        none = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False)
        made = typst.Compiler(root=folder, font_paths=none).compile(_PAGE, format="png", ppi=ppi)
    return made[0] if isinstance(made, list) else cast(bytes, made)
