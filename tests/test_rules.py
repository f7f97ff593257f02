"""Each rule bites where it should, on a small bad notebook, and on nothing else."""

import subprocess
import sys
import warnings
from copy import deepcopy
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from wild import WILD, as_file

from analysis.media import TABLE_MIME, VALUES_MIME
from analysis.press import PressError, rules
from analysis.press.execute import read
from analysis.press.rules import repairs, stored

PATH = Path("03_does_light_fade.ipynb")
SVG = "image/svg+xml"


def _result(number, data, metadata=None):
    return [new_output("execute_result", data, metadata=metadata or {}, execution_count=number)]


def _says(number, text="It does.", **values):
    return _result(number, {"text/markdown": text, VALUES_MIME: {"values": values}})


def _table(number, **changes):
    return _result(number, {TABLE_MIME: {"caption": "Lamps.", "label": "tbl-lamps", **changes}})


def _figure(number, **changes):
    about = {"caption": "Light.", "alt": "Bars.", "label": "fig-light", **changes}
    return _result(number, {SVG: "<svg/>"}, {SVG: about})


@pytest.fixture
def good():
    """Return a small report without fault; cells are counted from 0 here."""
    cells = [
        new_markdown_cell("# Does light fade?\n\nWho pays for lamps wants to know."),
        new_code_cell("lamps: int = 2  # lamps looked at", metadata={"tags": ["parameters"]}),
        new_code_cell("from analysis import show", metadata={"tags": ["setup"]}),
        new_markdown_cell("## In short"),
        new_code_cell("show.sentence('It does.')", outputs=_says(3)),
        new_markdown_cell("## Which lamps?\n\nSee [figure](#fig-light)."),
        new_code_cell("show.table(rows, 'Lamps.', label='lamps')", outputs=_table(4)),
        new_code_cell("show.bars(rows, 'light', 'lamp', 'Light.')", outputs=_figure(5)),
        new_code_cell("show.sentence('The first does.')", outputs=_says(6)),
        new_markdown_cell("## What this leaves out\n\n- The night."),
        new_markdown_cell("## Sources"),
        new_code_cell("show.references(sources)", outputs=_says(7)),
    ]
    code = [cell for cell in cells if cell.cell_type == "code"]
    for number, cell in enumerate(code, 1):
        cell.execution_count = number
    return new_notebook(cells=cells, metadata={"kernelspec": dict(repairs.KERNEL)})


def _said(notebook, path=PATH):
    return [fault.said(path.name) for fault in rules.faults(notebook, path)]


def _writes(place, source):
    def change(notebook):
        notebook.cells[place].source = source

    return change


def _outputs(place, outputs):
    def change(notebook):
        notebook.cells[place].outputs = outputs

    return change


def _without(place):
    def change(notebook):
        del notebook.cells[place]

    return change


def _metadata(place, **metadata):
    def change(notebook):
        notebook.cells[place].metadata.update(metadata)

    return change


def _inserts(place, cell):
    def change(notebook):
        notebook.cells.insert(place, cell)

    return change


def _stops(place):
    return _outputs(place, [new_output("error", ename="KeyError", evalue="'lamp'", traceback=[])])


def _warns(place):
    return _outputs(place, [new_output("stream", name="stderr", text="old"), *_says(4)])


def _counts_back(notebook):
    notebook.cells[6].execution_count, notebook.cells[7].execution_count = 5, 4


def _as_edited(notebook):
    notebook.metadata["language_info"] = {"name": "python"}


# Rule, what makes the good notebook bad, and words of what is then said.
BITES = [
    ("there_is_one_title", _writes(5, "# Which lamps?"), "cell 6: `# Which lamps?` is a second"),
    ("a_cell_is_python", _writes(8, "show sentence"), "cell 9: line 1 is not Python"),
    ("a_cell_is_python", _writes(8, "%time x"), "`%time` is a command to the notebook"),
    ("a_cell_is_python", _writes(8, "!ls"), "`!ls` is a command to the notebook"),
    ("no_cell_is_empty", _inserts(12, new_markdown_cell(" ")), "cell 13: the cell is empty"),
    ("nothing_is_defined_in_a_cell", _writes(8, "def f(): pass"), "has a function"),
    ("nothing_is_defined_in_a_cell", _writes(8, "class A: pass"), "has a class"),
    ("nothing_is_defined_in_a_cell", _writes(8, "f(lambda x: x)"), "has a lambda"),
    ("nothing_is_defined_in_a_cell", _writes(2, "for x in y: pass"), "cell 3: the cell has a loop"),
    ("nothing_is_printed_or_opened", _writes(8, "print(rows)"), "uses `print`"),
    ("nothing_is_printed_or_opened", _writes(8, "display(rows)"), "uses `display`"),
    ("nothing_is_printed_or_opened", _writes(2, "x = open(y)"), "uses `open`"),
    ("no_figure_is_drawn_by_pyplot", _writes(2, "import matplotlib.pyplot as p"), "by pyplot"),
    ("no_figure_is_drawn_by_pyplot", _writes(2, "from matplotlib import pyplot"), "by pyplot"),
    ("no_figure_is_drawn_by_pyplot", _writes(8, "plt.plot(x)"), "cell 9: the cell draws by pyplot"),
    ("no_output_is_hushed", _writes(8, "x;  # shown"), "cell 9: the cell ends with `;`"),
    ("no_path_is_typed", _writes(2, "x = read('../data/a')"), "'../data/a' is a path"),
    ("no_path_is_typed", _writes(2, "x = read('/srv/lamps')"), "'/srv/lamps' is a path"),
    ("no_path_is_typed", _writes(2, "x = read('~/lamps')"), "'~/lamps' is a path"),
    ("no_path_is_typed", _writes(2, r"x = read('C:\\lamps')"), "is a path"),
    ("no_path_is_typed", _writes(2, "x = read('lamps.csv')"), "'lamps.csv' is a path"),
    ("no_path_is_typed", _writes(2, "x = f'/srv/{lamps}'"), "'/srv/' is a path"),
    ("no_colour_is_typed", _writes(8, "draw(x, '#14406b')"), "'#14406b' is a colour"),
    ("a_figure_has_alt_text_and_caption", _outputs(7, _figure(5, alt="")), "has no alt text"),
    ("a_figure_has_alt_text_and_caption", _outputs(7, _figure(5, caption=None)), "has no caption"),
    ("a_table_has_a_caption", _outputs(6, _table(4, caption="")), "cell 7: the table has no cap"),
    ("every_reference_has_its_target", _writes(5, "## A\n\n[x](#fig-dark)"), "#fig-dark leads now"),
    ("every_reference_has_its_target", _outputs(8, _says(6, "[x](#tbl-a)")), "cell 9: the link #t"),
    (
        "no_value_is_a_link",
        _outputs(8, _says(6, x={"printed": "a [b](#tbl-c)"})),
        "value 'x' holds",
    ),
    ("a_label_is_used_once", _outputs(6, _table(4, label="fig-light")), "are labelled fig-light"),
    ("no_placeholder_is_left", _writes(9, "## What this leaves out\n\nTODO: all."), "TODO: all."),
    ("no_placeholder_is_left", _writes(8, "show.sentence('TBD')"), "cell 9: still to be written"),
    ("it_is_stored_without_traces", _metadata(8, collapsed=True), "cell 9: the cell's metadata"),
    ("it_is_stored_without_traces", _as_edited, "its metadata hold language_info"),
    ("no_path_of_a_machine_stands_in_it", _writes(8, "x  # see /home/a/b.py"), "'/home/a/b.py'"),
    ("no_path_of_a_machine_stands_in_it", _outputs(8, _says(6, "at 0x7f3a21")), "'0x7f3a21'"),
    ("the_title_is_the_question_of_the_file_name", _writes(0, "Light\n\nx"), "title is missing"),
    ("the_title_is_the_question_of_the_file_name", _writes(0, "# Light\n\nx"), "not a question"),
    ("the_title_is_the_question_of_the_file_name", _writes(0, "# Dark?\n\nx"), "03_dark.ipynb"),
    ("why_it_matters_stands_below_the_title", _writes(0, "# Does light fade?"), "cell 1: nothing"),
    ("parameters_and_setup_follow_the_title", _metadata(2, tags=[]), "no cell is tagged `setup`"),
    ("parameters_and_setup_follow_the_title", _without(1), "it would be the third cell"),
    ("the_parameters_are_declared_and_their_defaults_accepted", _without(1), "no cell tagged"),
    (
        "the_parameters_are_declared_and_their_defaults_accepted",
        _writes(1, "lamps: Lamp = 2  # lamps"),
        "cell 2: line 1: the type Lamp is not known",
    ),
    (
        "the_parameters_are_declared_and_their_defaults_accepted",
        _writes(1, "lamps: int = 2"),
        "say after # what lamps means",
    ),
    (
        "the_parameters_are_declared_and_their_defaults_accepted",
        _writes(1, "lamps: int = 'two'  # lamps"),
        "lamps: 'two' is not accepted",
    ),
    (
        "the_sections_are_complete_and_in_order",
        _writes(9, "## Why"),
        "`## What this leaves out` is",
    ),
    ("the_sections_are_complete_and_in_order", _writes(3, "## Short"), "`## In short` is missing"),
    (
        "the_sections_are_complete_and_in_order",
        _inserts(3, new_markdown_cell("## Before")),
        "cell 5: `## In short` would be the first section",
    ),
    (
        "the_sections_are_complete_and_in_order",
        _inserts(12, new_markdown_cell("## After")),
        "cell 11: `## Sources` would be the last section",
    ),
    ("the_sections_are_complete_and_in_order", _writes(5, "Words."), "no section has evidence"),
    (
        "in_short_begins_with_a_computed_sentence",
        _inserts(4, new_markdown_cell("Yes.")),
        "is typed",
    ),
    ("sources_are_the_last_cell", _without(11), "cell 11: below `## Sources` stands something"),
    ("a_cell_is_short", _writes(8, "\n".join("abcdefg")), "cell 9: the cell has 7 lines"),
    ("a_cell_shows_one_thing", _outputs(8, _says(6) * 2), "cell 9: the cell shows 2 things"),
    ("a_cell_shows_one_thing", _outputs(8, []), "cell 9: the cell shows nothing"),
    ("a_cell_shows_one_thing", _stops(8), "cell 9: the cell stopped: KeyError: 'lamp'"),
    ("a_cell_shows_one_thing", _warns(6), "cell 7: the cell gave a warning"),
    ("setup_and_parameters_show_nothing", _outputs(2, _says(2)), "cell 3: the setup cell shows"),
    ("what_is_shown_describes_itself", _outputs(8, _result(6, {"text/plain": "3"})), "bare value"),
    ("what_is_shown_describes_itself", _outputs(6, _result(4, {"text/html": ""})), "bare table"),
    ("what_is_shown_describes_itself", _outputs(7, _result(5, {"image/png": ""})), "bare picture"),
    (
        "prose_holds_no_computed_number",
        _writes(5, "## A\n\nIt took 12 days."),
        "`12 days` is typed",
    ),
    ("prose_holds_no_computed_number", _writes(5, "## A\n\nA rate of 7.4."), "`7.4` is typed"),
    ("prose_holds_no_computed_number", _writes(5, "## A\n\nOf 1,342 trips."), "`1,342` is typed"),
    ("prose_holds_no_computed_number", _writes(5, "## A\n\nFor 40 %."), "`40 %` is typed"),
    ("prose_holds_no_computed_number", _writes(5, "## A\n\nIn 17 launches."), "`17 launches`"),
    ("it_was_executed_in_order", _counts_back, "cell 7: the cell was executed as number 5, not 4"),
]


def test_a_good_report_has_no_fault(good):
    assert _said(good) == []


@pytest.mark.parametrize(("rule", "change", "said"), BITES)
def test_a_rule_bites(good, rule, change, said):
    [function] = [known for known in rules.rules(PATH) if known.__name__ == rule]
    change(good)

    found = [fault.said(PATH.name) for fault in function(good, PATH)]
    assert [sentence for sentence in found if said in sentence], found


def test_every_rule_is_shown_to_bite():
    elsewhere = {"the_name_is_a_number_and_a_question", "a_figure_follows_its_table"}

    assert {rule.__name__ for rule in rules.rules(PATH)} == {b[0] for b in BITES} | elsewhere


def test_a_report_is_named_by_number_and_question(good):
    [said] = _said(good, Path("Light fades.ipynb"))[:1]

    assert "the file is named Light fades; a report's name is two digits" in said


def test_a_figure_comes_after_its_table_or_leads_to_it(good):
    good.cells[6].outputs, good.cells[7].outputs = _figure(4), _table(5)
    assert any("cell 7: the figure comes before its table" in said for said in _said(good))

    good.cells[5].source = "## Which lamps?\n\nAll are in a [table](#tbl-lamps)."
    assert _said(good) == []


@pytest.mark.parametrize(
    "prose",
    [
        "In 2021 the level was 95 %, on a scale of 0 to 100 %, see [there](https://a.org/1.5).",
        "Run `python3.11`; $x = 1.5$ holds. In 2020 launches began, and 1 means as often.",
        "```\nrate = 2.5\n# not a title\n```",
    ],
)
def test_what_is_set_by_convention_is_no_computed_number(good, prose):
    good.cells[9].source += f"\n\n{prose}"

    assert _said(good) == []


@pytest.mark.parametrize(
    "source",
    [
        "x = f'{a}/{b}'",
        "x = 'km/h'",
        "x = 'and/or'",
        "x = 'https://example.org/a'",
        "x = 'ends; not'  # nor here;",
        "x = 'No. #1'",
    ],
)
def test_what_only_looks_like_a_fault_is_none(good, source):
    good.cells[2].source = source

    assert _said(good) == []


def test_a_start_page_needs_no_spine_but_keeps_the_rest():
    page = new_notebook(cells=[new_markdown_cell("# Start here")])
    page.cells.append(new_code_cell("import matplotlib.pyplot as plt"))
    page.metadata["kernelspec"] = dict(repairs.KERNEL)

    [said] = _said(page, Path("00_start_here.ipynb"))
    assert "pyplot" in said


def test_a_notebook_that_was_never_executed_is_told_so_once(good):
    for cell in good.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None

    assert _said(good) == [
        f"{PATH.name}, cell 2: the cell was not executed; `analysis execute {PATH.stem}` executes "
        "all in order."
    ]


@pytest.mark.parametrize("name", list(WILD))
def test_whatever_strangers_write_is_answered_in_sentences(name, tmp_path):
    path = tmp_path / PATH.name
    path.write_text(as_file(WILD[name][0]), encoding="utf-8")

    try:
        with warnings.catch_warnings():  # of nbformat, about ids that old notebooks lack
            warnings.simplefilter("ignore")
            notebook = read(path)
    except PressError:
        return
    assert all(len(said) > len(path.name) + 10 for said in _said(notebook))
    if not stored.invalidity(notebook):
        repairs.repaired(notebook)


MENDS = [
    (_writes(8, "show.sentence('é');  # said"), "show.sentence('é')  # said", "no longer ends"),
    (_writes(8, "x = 1\nprint(rows)"), "x = 1\nrows", "ends with `rows` instead of printing"),
    (_writes(8, "display(\n    é,\n)"), "é", "ends with `é` instead of printing"),
    (_metadata(8, scrolled=True), "show.sentence('The first does.')", "no longer hold scrolled"),
    (_metadata(1, tags=[]), "show.sentence('The first does.')", "cell 2 is now tagged `param"),
    (_metadata(2, tags=[]), "show.sentence('The first does.')", "cell 3 is now tagged `setup`"),
    (_inserts(9, new_code_cell("")), "show.sentence('The first does.')", "an empty cell went"),
]


@pytest.mark.parametrize(("change", "source", "said"), MENDS)
def test_what_is_mechanical_is_mended_and_said(good, change, source, said):
    change(good)
    assert any(fault.is_mechanical for fault in rules.faults(good, PATH))
    mended, sentences = repairs.repaired(good)

    assert len(sentences) == 1
    assert said in sentences[0]
    assert mended.cells[8].source == source
    assert not any(fault.is_mechanical for fault in rules.faults(mended, PATH))
    assert repairs.repaired(mended) == (mended, [])


@pytest.mark.parametrize(
    "source",
    [
        "print(a, b)",
        "print(*a)",
        "print(a)\nb",
        "x = print(a)",
        "print(a, file=f)",
        "a + (print(b))",
    ],
)
def test_a_print_that_says_more_than_one_value_is_left_to_its_author(good, source):
    good.cells[8].source = source

    assert repairs.repaired(good) == (good, [])


def test_mending_loses_no_word_and_no_output(good):
    for change, _, _ in MENDS[3:]:
        change(good)
    before = deepcopy(good)
    mended, _ = repairs.repaired(good)

    assert good == before
    kept = [(c.source, c.get("outputs")) for c in good.cells if c.source.strip()]
    assert [(c.source, c.get("outputs")) for c in mended.cells] == kept


@pytest.fixture
def project(tmp_path, good):
    (tmp_path / "reports").mkdir()
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "reports" / "editions.yml").write_text("project: Lamps\n", encoding="utf-8")
    nbformat.write(good, tmp_path / "notebooks" / PATH.name)
    return tmp_path


def test_the_command_names_place_and_remedy_and_mends(project, good):
    good.cells[8].source += ";"
    good.cells[9].source += "\n\nTODO: more."
    nbformat.write(good, project / "notebooks" / PATH.name)
    found = _analysis(project, "lint")
    mended = _analysis(project, "lint", PATH.stem, "--fix")
    text = (project / "notebooks" / PATH.name).read_text(encoding="utf-8")

    assert found.returncode == mended.returncode == 1
    assert f"{PATH.name}, cell 9: the cell ends with `;`" in found.stdout
    assert "Faults: 2. `analysis lint --fix` mends 1 of them." in found.stdout
    assert f"{PATH.name}, mended: cell 9 no longer ends with `;`." in mended.stdout
    assert f"{PATH.name}, cell 10: still to be written: TODO: more." in mended.stdout
    assert "does.');" not in text
    assert not list(project.rglob("*.part"))


def test_a_good_notebook_gives_one_line_and_is_not_touched(project):
    path = project / "notebooks" / PATH.name
    before = path.stat().st_mtime_ns
    done = _analysis(project / "notebooks", "lint", PATH.name, "--fix")

    assert (done.returncode, done.stdout) == (0, "No fault in 1 notebook.\n")
    assert path.stat().st_mtime_ns == before


def test_a_wrong_name_or_a_broken_file_is_refused(project):
    (project / "notebooks" / "04_broken.ipynb").write_text("{", encoding="utf-8")
    misspelt, broken = (
        _analysis(project, "lint", "03_does_light_fades"),
        _analysis(project, "lint", "04_broken"),
    )

    assert misspelt.returncode == broken.returncode == 2
    assert "did you mean '03_does_light_fade'?" in misspelt.stderr
    assert "04_broken.ipynb is not a notebook" in broken.stderr
    assert "Traceback" not in misspelt.stderr + broken.stderr


def _analysis(folder, *arguments):
    command = [sys.executable, "-c", "from analysis.cli import main; main()", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
