"""A project of one small notebook that behaves as a parameter says, for tests of what builds."""

from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from analysis.press.projects import Project

NAME = "01_how_far_is_it"
EDITIONS = f"""\
editions:
  - {{name: {NAME}, title: 'How far is it?', notebook: {NAME}, formats: [html]}}
"""
PARAMETERS = """\
km: int = 3  # distance, km
does: str = "well"  # what the report does
"""
BEHAVIOUR = """\
import os, pathlib, signal, time
pathlib.Path(f"../started-{km}-{os.getpid()}").touch()
if does == "raise": raise ValueError("it is too far")
if does == "kill": os.kill(os.getppid(), signal.SIGKILL)
if does == "wait": time.sleep(3600)
if does == "linger": time.sleep(1)
"""


def project_in(folder: Path) -> Project:
    """Write the project into a folder, and return it."""
    (folder / "notebooks").mkdir(parents=True)
    (folder / "reports").mkdir()
    (folder / "reports" / "editions.yml").write_text(EDITIONS, encoding="utf-8")
    cells = [
        new_markdown_cell("# How far is it?\n\nIt matters."),
        new_code_cell(PARAMETERS, metadata={"tags": ["parameters"]}),
        new_code_cell(BEHAVIOUR),
        new_code_cell("km * 2"),
    ]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    notebook = new_notebook(cells=cells, metadata={"kernelspec": kernel})
    nbformat.write(notebook, folder / "notebooks" / f"{NAME}.ipynb")
    return Project(folder)


def started(project: Project) -> list[str]:
    """Return a line for each time that a report was begun: its distance and its process."""
    return [path.name.removeprefix("started-") for path in project.root.glob("started-*")]
