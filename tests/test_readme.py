"""The README says what the notebooks say, in at most 120 lines."""

import re
from pathlib import Path

import nbformat
import pytest

from analysis.press import PressError, readme

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "README.md").read_text(encoding="utf-8")
LONGEST_LINES = 120


@pytest.fixture(scope="module")
def notebooks():
    paths = (ROOT / "notebooks").glob("[0-9]*.ipynb")
    return {path.stem: nbformat.read(path, as_version=4) for path in paths}


def test_its_answers_are_the_notebooks_own(notebooks):
    assert readme.answers(notebooks) in TEXT


def test_its_figure_is_the_notebooks_own(notebooks):
    [label] = re.findall(r"reports/published/(fig-[\w-]+)\.svg", TEXT)
    path = ROOT / "reports" / "published" / f"{label}.svg"

    drawn = readme.drawing(notebooks, label)
    assert path.read_text(encoding="utf-8") == drawn
    # No other font makes words longer than the drawing has room for.
    assert 0 < drawn.count("<text ") == drawn.count("textLength=")


def test_it_is_short():
    assert len(TEXT.splitlines()) < LONGEST_LINES


def test_every_file_it_links_to_exists():
    targets = re.findall(r"\]\((?!https?:)([^)#]+)\)", TEXT)

    assert targets
    assert [target for target in targets if not (ROOT / target).exists()] == []


def test_an_unknown_figure_is_refused(notebooks):
    with pytest.raises(PressError, match="No notebook draws the figure fig-none"):
        readme.drawing(notebooks, "fig-none")
