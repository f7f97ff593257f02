"""Every notebook keeps the rules of a report; the rules themselves are tested in test_rules."""

from pathlib import Path

import nbformat
import pytest

from analysis.press import rules

FOLDER = Path(__file__).parent.parent / "notebooks"
PATHS = sorted(FOLDER.glob("[0-9]*.ipynb"))
KEPT = [
    pytest.param(path, rule, id=f"{path.stem}-{rule.__name__}")
    for path in PATHS
    for rule in rules.rules(path)
]


def test_there_are_notebooks():
    assert PATHS


@pytest.mark.parametrize(("path", "rule"), KEPT)
def test_a_notebook_keeps_the_rule(path, rule):
    notebook = nbformat.read(path, as_version=4)

    assert [fault.said(path.name) for fault in rule(notebook, path)] == []
