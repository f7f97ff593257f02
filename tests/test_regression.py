"""nbval sees what a reader sees: each thing changed makes a stored notebook fail."""

import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from analysis.press.execute import execute_in_place

ROOT = Path(__file__).parent.parent
CELLS = [
    "import pandas as pd\nfrom analysis import show\n"
    "points = pd.DataFrame({'day': [1, 2, 3], 'footage_h': [2.0, 3.5, 2.5]})\n"
    "@show.figure\n"
    "def footage(table, drawn, label):\n"
    "    figure = show.Figure(show.WIDE_IN, alt='A line.', caption='Footage.')\n"
    "    figure.subplots().plot(table['day'], drawn)\n"
    "    figure.axes[0].set(xlabel='Day', ylabel=label)\n"
    "    return figure",
    "show.sentence('The crew shot {footage_h:.1f} hours.', footage_h=8.0)",
    "show.table(points, 'Footage by day', label='days')",
    "footage(points, points['footage_h'], 'Footage (h)')",
]
CHANGES = {
    "nothing": ("", ""),
    "a datum": ("[2.0, 3.5, 2.5]", "[2.0, 3.6, 2.5]"),
    "a number in a sentence": ("footage_h=8.0", "footage_h=8.1"),
    "a named value that rounds to the same words": ("footage_h=8.0", "footage_h=8.01"),
    "a unit": ("'Footage (h)'", "'Footage (min)'"),
    "a label": ("xlabel='Day'", "xlabel='Date'"),
    "a column's unit": ("'footage_h'", "'footage_min'"),
    "a plotted series": ("points['footage_h'], 'F", "points['footage_h'] * 1.01, 'F"),
    "a caption": ("caption='Footage.'", "caption='Film.'"),
    "the alt text": ("alt='A line.'", "alt='A curve.'"),
}


@pytest.fixture(scope="module")
def stored(tmp_path_factory):
    path = tmp_path_factory.mktemp("stored") / "stored.ipynb"
    cells = [new_code_cell(source) for source in CELLS]
    cells[1:1] = [new_code_cell("x: int = 1  # one", metadata={"tags": ["parameters"]})]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(new_notebook(cells=cells, metadata={"kernelspec": kernel}), path)
    execute_in_place(path)
    return path


def test_executed_twice_a_notebook_is_the_same_bytes(stored):
    first = stored.read_bytes()
    execute_in_place(stored)

    assert stored.read_bytes() == first


def test_nbval_fails_when_a_reader_would_see_something_else(stored, tmp_path):
    """All changes in one run of nbval, as each run starts an interpreter and its kernels."""
    text = stored.read_text(encoding="utf-8")
    for number, (old, new) in enumerate(CHANGES.values()):
        changed = nbformat.reads(text, as_version=4)
        for cell in changed.cells:
            cell.source = cell.source.replace(old, new) if old else cell.source
        assert old == "" or changed.cells != nbformat.reads(text, as_version=4).cells
        nbformat.write(changed, tmp_path / f"change_{number}.ipynb")
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--nbval", "-c",
         ROOT / "pyproject.toml", "--rootdir", ROOT, "--tb=no", "-rf", tmp_path],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    failed = {what for number, what in enumerate(CHANGES) if f"change_{number}.ipynb" in run.stdout}

    assert failed == set(CHANGES) - {"nothing"}, run.stdout
