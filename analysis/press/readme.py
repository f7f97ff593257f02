"""Keep the README in step with the notebooks: its answers, its figure, its first pages."""

import html
import re
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.press import PressError
from analysis.press.fonts import font_face
from analysis.press.rules import NO_REPORT

if TYPE_CHECKING:
    from nbformat import NotebookNode

_ANSWERS = re.compile(r"(?<=<!-- answers -->\n).*?(?=<!-- /answers -->)", re.S)
_PAGES = re.compile(r"(?<=<!-- pages -->\n).*?(?=<!-- /pages -->)", re.S)
_WHITE = '<rect width="100%" height="100%" fill="#fff"/>'
_WORDS = re.compile(
    r"<text\b[^>]*?font-size: (?P<size_px>[\d.]+)px[^>]*>(?P<words>[^<]*)(?=</text>)"
)
_FIGURE = re.compile(r"!\[[^\]]*\]\(reports/published/(fig-[\w-]+)\.svg\)")


def update(root: Path, notebooks: dict[str, "NotebookNode"]) -> None:
    """Write the README's table and its figure from the executed notebooks, by file name."""
    readme = root / "README.md"
    text = readme.read_text(encoding="utf-8")
    updated = _ANSWERS.sub(lambda _: answers(notebooks), text)
    if updated != text:
        readme.write_text(updated, encoding="utf-8")
    for label in _FIGURE.findall(text):
        path = root / "reports" / "published" / f"{label}.svg"
        path.parent.mkdir(exist_ok=True)
        path.write_text(drawing(notebooks, label), encoding="utf-8")


def answers(notebooks: dict[str, "NotebookNode"]) -> str:
    """Return the Markdown table of questions, each with the first thing its report says."""
    lines = ["| question | in short |", "|---|---|"]
    reports = {stem: nb for stem, nb in notebooks.items() if not stem.startswith(NO_REPORT)}
    for stem, notebook in sorted(reports.items()):
        question = notebook.cells[0].source.splitlines()[0].removeprefix("# ")
        lines.append(f"| [{question}](notebooks/{stem}.ipynb) | {_in_short(stem, notebook)} |")
    return "\n".join(lines) + "\n"


def show_pages(root: Path, titles: dict[str, str]) -> None:
    """Write into the README the first pages of the published PDFs, by name."""
    readme = root / "README.md"
    if readme.is_file():
        text = readme.read_text(encoding="utf-8")
        updated = _PAGES.sub(lambda _: pages(titles), text)
        if updated != text:
            readme.write_text(updated, encoding="utf-8")


def pages(titles: dict[str, str]) -> str:
    """Return small first pages, four in a row, each a link to its PDF."""
    folder = "reports/published"
    return "".join(
        f'<a href="{folder}/{name}.pdf"><img src="{folder}/{name}.png" width="24%" '
        f'alt="First page of the report: {html.escape(title)}"></a>\n'
        for name, title in titles.items()
    )


def drawing(notebooks: dict[str, "NotebookNode"], label: str) -> str:
    """Return the SVG of a figure as it can stand alone.

    On white, as a page may be dark and its text is not. Who has not its font reads it in another,
    in which each line of words is as long as in the figure's own.
    """
    for notebook in notebooks.values():
        for cell in notebook.cells:
            for output in cell.get("outputs", []):
                described = output.get("metadata", {}).get("image/svg+xml", {})
                if described.get("label") == label:
                    svg = _WORDS.sub(_kept_as_long, output["data"]["image/svg+xml"])
                    return re.sub(r"(<svg[^>]*>)", rf"\1{_WHITE}", svg, count=1)
    raise PressError(f"No notebook draws the figure {label} that README.md shows.")


def _kept_as_long(text: re.Match[str]) -> str:
    length_px = _width_em(html.unescape(text["words"])) * float(text["size_px"])
    return f'<text textLength="{length_px:.1f}" lengthAdjust="spacingAndGlyphs"{text[0][5:]}'


def _width_em(words: str) -> float:
    import uharfbuzz as hb

    face = font_face("Fira Sans")
    shaped = hb.Buffer()
    shaped.add_str(words)
    shaped.guess_segment_properties()
    hb.shape(hb.Font(face), shaped)
    return sum(each.x_advance for each in shaped.glyph_positions) / face.upem


def _in_short(stem: str, notebook: "NotebookNode") -> str:
    """Return what the first cell under In short says."""
    sources = [cell.source for cell in notebook.cells]
    start = next(i for i, source in enumerate(sources) if source.startswith("## In short"))
    outputs = notebook.cells[start + 1].outputs
    if not outputs:
        raise PressError(f"notebooks/{stem}.ipynb is not executed; `make notebooks` executes all.")
    shown = outputs[0]["data"]["text/markdown"]
    return " ".join(shown.split())
