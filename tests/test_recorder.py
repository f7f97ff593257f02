"""What a report reads is noted, and the report does not notice."""

import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from analysis.press import PressError, kernels
from analysis.press.execute import execution

PYTHON = {"name": "python3", "display_name": "Python 3", "language": "python"}


@pytest.fixture(scope="module")
def zygote():
    with kernels.warm() as address:
        yield address


def _written(folder, *sources):
    for name in ("notebooks", "data", "reports"):
        (folder / name).mkdir()
    for name in ("data/a.csv", "data/b.csv", "data/old.csv", "reports/run.json", "notebooks/c.txt"):
        (folder / name).write_text("1", encoding="utf-8")
    (folder / "notebooks" / "ours.py").write_text("x = 1", encoding="utf-8")
    path = folder / "notebooks" / "report.ipynb"
    cells = [new_code_cell(source) for source in sources]
    nbformat.write(new_notebook(cells=cells, metadata={"kernelspec": PYTHON}), path)
    return path


def _noted(folder, zygote, *sources):
    found = execution(_written(folder, *sources), {}, zygote=zygote)
    return (
        [str(Path(path).relative_to(folder)) for path in found.files],
        [str(Path(path).relative_to(folder)) for path in found.folders],
    )


def test_what_is_opened_imported_and_listed_is_noted(tmp_path, zygote):
    files, folders = _noted(
        tmp_path,
        zygote,
        "import os, glob, sqlite3, pandas as pd, ours\n"
        "pd.read_csv('../data/a.csv'); open(b'c.txt').close()",
        "glob.glob('../data/*.csv'); os.chdir('../data'); open('b.csv').close(); os.listdir()",
    )

    assert files == ["data/a.csv", "data/b.csv", "notebooks/c.txt", "notebooks/ours.py"]
    assert folders == ["data"]


def test_what_the_report_writes_and_what_is_not_the_projects_is_not_noted(tmp_path, zygote):
    files, folders = _noted(
        tmp_path,
        zygote,
        "import os, tempfile, pandas, pathlib\n"
        "pathlib.Path('../data/new.csv').write_text('2'); open('../data/new.csv').read()\n"
        "open('../data/old.csv', 'a').close()",
        "open('../reports/run.json').close(); os.listdir('../reports'); os.listdir('/')\n"
        "try: open('../data/missing.csv')\n"
        "except FileNotFoundError: pass",
    )

    assert (files, folders) == ([], [])


def test_a_link_is_noted_where_it_stands(tmp_path, zygote):
    outside = tmp_path / "outside.csv"
    outside.write_text("1", encoding="utf-8")
    project = tmp_path / "project"
    project.mkdir()
    path = _written(project, "open('../data/link.csv').close()")
    (project / "data" / "link.csv").symlink_to(outside)
    linked = tmp_path / "linked"
    linked.symlink_to(project)

    found = execution(linked / "notebooks" / path.name, {}, zygote=zygote)

    assert found.files == (str(linked / "data" / "link.csv"),)


def test_a_report_does_not_notice_the_recorder(tmp_path, zygote):
    path = _written(
        tmp_path,
        "sorted(name for name in globals() if not name.startswith('__'))",
        "import sys; 'recorder' in sys.modules, 'EVENT' in globals(), In[1:], Out",
        "get_ipython().execution_count, list(get_ipython().history_manager.get_range())[0][1]",
    )

    notebook = execution(path, {}, zygote=zygote).notebook

    names, seen, counted = (cell.outputs[0].data["text/plain"] for cell in notebook.cells)
    assert [cell.execution_count for cell in notebook.cells] == [1, 2, 3]
    assert "recorder" not in names
    assert "json" not in names
    assert seen.startswith('(False,\n False,\n ["sorted(')
    assert counted == "(4, 1)"  # as without it: IPython counts on before it runs a cell


def test_values_arrive_and_the_failing_cell_is_counted_as_in_the_file(tmp_path, zygote):
    path = _written(tmp_path, "x = 'no'", "x", "import os\n1 / 0")
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[0].metadata["tags"] = ["parameters"]
    nbformat.write(notebook, path)

    with pytest.raises(PressError, match=r"^report\.ipynb, cell 3 \(import os\): ZeroDivision"):
        execution(path, {"x": "a\u2028'\""}, zygote=zygote)
    notebook.cells.pop()
    nbformat.write(notebook, path)
    found = execution(path, {"x": "a\u2028'\""}, zygote=zygote).notebook

    assert found.cells[2].outputs[0].data["text/plain"] == repr("a\u2028'\"")


def test_an_unknown_kernel_is_a_sentence(tmp_path, zygote):
    path = _written(tmp_path, "1")
    notebook = nbformat.read(path, as_version=4)
    notebook.metadata["kernelspec"]["name"] = "klingon"
    nbformat.write(notebook, path)

    with pytest.raises(PressError, match=r"report\.ipynb asks for the kernel 'klingon'"):
        execution(path, {}, zygote=zygote)


def test_a_folder_with_braces_in_its_name_is_a_folder(tmp_path, zygote):
    folder = tmp_path / "{a} {{b}}"
    folder.mkdir()

    assert execution(_written(folder, "sys = 1"), {}, zygote=zygote).files == ()
    assert "sys" in sys.modules
