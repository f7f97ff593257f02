"""The PDF of a notebook: what it says, how it is built, and that nothing in a cell stops it."""

import base64
import copy
import hashlib
import itertools
import json
import re
import shutil
import struct
import subprocess
import sys
from pathlib import Path

import pytest
import typst
import wild
from hypothesis import given, settings
from hypothesis import strategies as st
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from traitlets.config import Config

from analysis.media import VALUES_MIME
from analysis.press import PressError
from analysis.press.covers import first_page_of
from analysis.press.fonts import font_path
from analysis.press.ours import FORM
from analysis.press.pdf import ReportPDFExporter
from analysis.press.typeset import floats, hypertext, maths, pictures, printing, tables
from analysis.press.typeset.cells import Cells
from analysis.press.typeset.draft import Draft
from analysis.press.typeset.markdown import Markdown, heading_words, tokens
from analysis.press.typeset.marks import Choice
from analysis.press.typeset.markup import literal, words
from analysis.press.typeset.outputs import output
from analysis.press.typeset.printing import pdf_of, printed
from analysis.press.typeset.quotes import set_quotes
from analysis.press.typeset.report import Chunk, Report
from analysis.press.typeset.speech import spoken
from analysis.show import TABLE_MIME

SVG = (
    "<svg xmlns='http://www.w3.org/2000/svg' width='80' height='40'><text y='20'>Вызов</text></svg>"
)
# A transparent picture of one pixel.
PNG = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk"
    "YPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)
ACCESSIBLE = b"pdfuaid:part"
PAGE = re.compile(rb"/Type\s*/Page\b")


@pytest.fixture
def draft(tmp_path: Path) -> Draft:
    return Draft(tmp_path)


@pytest.fixture(scope="module")
def shared_draft(tmp_path_factory: pytest.TempPathFactory) -> Draft:
    """Hypothesis calls a test many times; the compiler keeps nothing from one to the next."""
    return Draft(tmp_path_factory.mktemp("draft"))


def display(data: dict, metadata: dict | None = None):
    return new_output("display_data", data=data, metadata=metadata or {})


def code(source: str, *outputs, tags=()):
    return new_code_cell(source, outputs=list(outputs), metadata={"tags": list(tags)})


def figure(label: str = "fig-footage"):
    described = {"alt": "A word.", "caption": "The *title*", "label": label, "note": "Source: us"}
    return display({"image/svg+xml": SVG, "text/plain": "figure"}, {"image/svg+xml": described})


def table(rows: int = 2, count: int = 3, label: str = "tbl-days"):
    names = [f"column_{index}" for index in range(count)]
    fields = [{"name": n, "type": "integer", "title": f"Head {n}", "align": "right"} for n in names]
    resource = {
        "schema": {"fields": [*fields, {"name": "u", "type": "string", "title": "u"}]},
        "data": [{"u": "https://example.org"} for _ in range(rows)],
        "display": [[f"{row * 1000 + i:,}" for i in range(count)] for row in range(rows)],
        "shown": names,
        "caption": "Days & *hours*",
        "label": label,
        "note": None,
    }
    fields[0]["url_field"] = "u"
    return display({TABLE_MIME: resource, "text/html": "<table></table>", "text/plain": "table"})


def our_notebook(*cells, **about):
    title = new_markdown_cell("# Is it *true*?\n\nA first paragraph.\n\nA second one.")
    about = {
        "edition": "is_it_true",
        "parameters": [["Price of a seat", "55 mln USD"]],
        "data_until": {"launches": "2023-04-20"},
        "built_by": {"Typst": "0.15"},
        **about,
    }
    return new_notebook(cells=[title, *cells], metadata={"filmed_in_orbit": about})


OURS = our_notebook(
    code("story = 'afp'", tags=["parameters"]),
    code("story = 'tass'", tags=["injected-parameters"]),
    code("import analysis", tags=["setup"]),
    new_markdown_cell("## In short"),
    code("answer()", display({"text/markdown": "It **holds**, see [figure](#fig-footage)."})),
    new_markdown_cell("## Footage\n\nAt $r = \\frac{a}{b}$.[^1]\n\n[^1]: A note."),
    code("show()", table(), figure()),
    new_markdown_cell("## Money\n\n[table](#tbl-days)\n\n## Limits\n\n## Sources"),
)


def exported(notebook) -> bytes:
    return ReportPDFExporter().from_notebook_node(notebook)[0]


def source_of(draft: Draft, notebook) -> str:
    return Cells(has_code=False, has_outputs=True).report(draft, notebook, "name").source()


def elements(draft: Draft, source: str, selector: str) -> list:
    """Return what Typst itself finds in the report."""
    main = draft.folder / "main.typ"
    main.write_text(source, encoding="utf-8")
    return json.loads(typst.query(main, selector, root=draft.folder, font_paths=draft.fonts))


def text_of(element) -> str:
    """Return the text in an element that Typst describes."""
    if isinstance(element, list):
        return "".join(map(text_of, element))
    if not isinstance(element, dict):
        return ""
    if element.get("func") == "space":
        return " "
    parts = (element.get(key) for key in ("text", "child", "children", "body"))
    return "".join(part if isinstance(part, str) else text_of(part) for part in parts)


def test_our_report_is_a_tagged_pdf_that_typst_vouches_for(capsys):
    made = exported(OURS)

    # ISO 14289-1 asks for a structure tree, a language and a title; ISO 32000-1 names them so.
    for entry in (b"/StructTreeRoot", b"/Lang(en", b"/Outlines", b"/MarkInfo", ACCESSIBLE):
        assert entry in made
    assert capsys.readouterr().err == ""


def test_the_same_notebook_gives_the_same_bytes():
    assert exported(OURS) == exported(OURS)


def test_a_timestamp_in_the_metadata_is_the_only_date_in_the_pdf():
    dated = our_notebook()
    dated.metadata["filmed_in_orbit"]["timestamp"] = 1681948800  # 20 April 2023

    assert b"/CreationDate" not in exported(OURS)
    assert b"D:20230420" in exported(dated)


def test_every_font_in_the_pdf_is_embedded():
    made = exported(OURS)

    assert len(re.findall(rb"/FontFile\d", made)) == made.count(b"/FontDescriptor/")


def test_an_export_leaves_the_notebook_as_it_was():
    """One that describes itself as it is exported, and sheds a form."""
    told = {VALUES_MIME: {"values": {}, "tables": {}}, "text/markdown": "So."}
    form = display({FORM: {"model_id": "1"}, "text/plain": "VBox()"})
    cells = [code("ship = 1", tags=["parameters"]), code("show()", display(told), form, table())]
    notebook = new_notebook(cells=[new_markdown_cell("# Why?"), *cells])
    before = copy.deepcopy(notebook)

    exported(notebook)
    pdf_of(notebook)

    assert notebook == before


def test_the_press_and_nbconvert_make_the_same_bytes(tmp_path):
    """Also where the name of the file is the title, and a picture lies beside it."""
    (tmp_path / "a.svg").write_text(SVG, encoding="utf-8")
    notebook = new_notebook(cells=[new_markdown_cell("![A](a.svg)")])
    where = {"metadata": {"name": "untitled", "path": str(tmp_path)}}

    by_nbconvert, _ = ReportPDFExporter().from_notebook_node(notebook, where)

    assert pdf_of(notebook, "untitled", str(tmp_path)) == by_nbconvert
    assert pdf_of(notebook, "other", str(tmp_path)) != by_nbconvert


def test_a_pdf_is_made_where_the_working_folder_is_gone(tmp_path):
    code = (
        "import os, sys\n"
        "from analysis.press.typeset.printing import forget, pdf_of\n"
        "os.mkdir(sys.argv[1]); os.chdir(sys.argv[1]); os.rmdir(sys.argv[1])\n"
        "pdf_of({'cells': []}); forget()\n"
    )

    subprocess.run([sys.executable, "-c", code, str(tmp_path / "gone")], check=True)


@pytest.mark.skipif(not shutil.which("pdfinfo"), reason="poppler's pdfinfo is not installed")
def test_no_cell_of_a_table_is_a_paragraph_for_who_has_it_read_out(tmp_path, draft):
    """Marks of rows are no content: with a place of their own they would be."""
    notebook = our_notebook(noted(None, rows=60))
    (tmp_path / "a.pdf").write_bytes(exported(notebook))

    told = subprocess.run(["pdfinfo", "-struct", tmp_path / "a.pdf"], capture_output=True).stdout

    words_of = (line.split() for line in told.decode().splitlines())
    kinds = [words[0].rstrip(":") for words in words_of if words and words[0][0] != "/"]
    inside = [after for kind, after in itertools.pairwise(kinds) if kind == "TD"]
    assert "press.row(1)" in source_of(draft, notebook)
    assert len(inside) >= 3 * 60
    assert "P" not in inside


def test_the_press_sets_a_report_without_nbconvert_and_a_parser_of_html():
    """They take longer to import than a report to set."""
    path = Path(__file__).parents[1] / "notebooks" / "05_who_was_first.ipynb"
    code = (
        "import sys, nbformat\n"
        "from analysis.press.typeset.printing import forget, pdf_of\n"
        f"pdf_of(nbformat.read({str(path)!r}, 4)); forget()\n"
        "print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    )
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )

    assert "typst" in loaded.stdout.split()
    assert not {"nbconvert", "bs4", "PIL", "pandas", "pydantic"} & {*loaded.stdout.split()}


@pytest.fixture
def exported_source(monkeypatch):
    """Return what the exporter would compile."""
    monkeypatch.setattr(printing, "printed", lambda _, report: report.source().encode())
    return lambda notebook, **options: (
        ReportPDFExporter(config=Config(**options)).from_notebook_node(notebook)[0].decode()
    )


def test_what_nbconvert_is_asked_to_do_first_is_done(exported_source):
    gone = new_markdown_cell("Gone", metadata={"tags": ["not-for-print"]})
    notebook = new_notebook(cells=[new_markdown_cell("Kept"), gone])
    removing = {"enabled": True, "remove_cell_tags": ["not-for-print"]}

    source = exported_source(notebook, TagRemovePreprocessor=removing)

    assert "Kept" in source
    assert "Gone" not in source
    assert "Gone" in exported_source(notebook)


def test_code_of_our_reports_never_shows(exported_source):
    source = exported_source(OURS)

    for hidden in ("story", "import analysis", "show()"):
        assert hidden not in source


def test_parameters_and_setup_show_in_notebooks_of_others_only(exported_source):
    ours, others = exported_source(OURS), exported_source(new_notebook(cells=OURS.cells))

    assert '#press.listing("show()", lang: "python")' in others
    for scaffold in ("afp", "tass", "import analysis"):
        assert scaffold in others
        assert scaffold not in ours


def test_the_first_page_says_what_is_asked_of_what_and_until_when(draft):
    source = source_of(draft, OURS)

    head = source[source.index("press.masthead") : source.index("press.in-short")]
    assert '#"Is it"; #emph([#"true";])' in head
    assert 'standfirst: [#"A first paragraph.";]' in head
    assert '("Price of a seat", "55 mln USD")' in head
    assert "Data until 20\xa0April\xa02023." in head
    assert "A second one." in head


def test_a_variant_is_told_apart_by_its_title_and_below_the_question(draft):
    source = source_of(draft, our_notebook(title="Is it true? As TASS has it"))
    head = source[source.index("press.masthead") :]

    assert 'title: "As TASS has it · Is it true?"' in source
    assert 'edition: [#"As TASS has it";]' in head
    assert 'title: "Is it true?"' in source_of(draft, our_notebook(title="Is it true?"))


def test_the_answer_holds_its_sentences_and_ends_before_the_next_heading(draft):
    source = source_of(draft, OURS)

    answer = source[source.index("press.in-short") : source.index("press.contents")]
    assert "holds" in answer
    assert "Footage" not in answer


def test_the_answer_ends_before_a_table(draft):
    source = source_of(draft, our_notebook(new_markdown_cell("## In short"), code("", table())))

    assert source.index("press.contents") < source.index("press.tabular")


def test_headings_are_bookmarks_and_only_sections_are_in_the_contents(draft):
    found = elements(draft, source_of(draft, OURS), "heading")

    assert [text_of(heading["body"]) for heading in found if heading["outlined"] is not False] == [
        *("Footage", "Money", "Limits", "Sources")
    ]
    assert len(found) == 7  # with the title, the answer and the colophon


def test_the_cover_has_a_box_of_changes_only_where_there_are_any(draft):
    def cover(count, told):
        since = {"count": count, "markdown": told}
        source = source_of(draft, our_notebook(new_markdown_cell("## In short"), since=since))
        return source.replace("\xa0", " ").replace("\u200b", "")

    moved, unmoved = cover(1, "**Since May:**\n\n- 7 became 8"), cover(0, "**Nothing changed.**")

    assert "#press.since(" in moved
    assert "#press.since(" not in unmoved
    assert "Nothing changed." in unmoved[: unmoved.index("press.in-short")]


def test_a_cross_reference_prints_the_number(draft):
    found = elements(draft, source_of(draft, OURS), "link")

    printed_words = [text_of(link["body"]) for link in found]
    assert {"Figure\xa01", "Table\xa01"} <= set(printed_words)


def test_an_unknown_cross_reference_prints_its_words_with_a_warning(capsys):
    notebook = our_notebook(new_markdown_cell("See [the figure](#fig-nowhere)."))

    assert ACCESSIBLE in exported(notebook)
    assert "cell 2: nothing is named 'fig-nowhere'" in capsys.readouterr().err


def test_figures_and_tables_carry_caption_note_and_alt_text(draft):
    found = elements(draft, source_of(draft, OURS), "figure")

    assert [text_of(figure["caption"]["body"]) for figure in found] == [
        *("Days & hours", "The title")
    ]
    assert 'alt: "A word."' in source_of(draft, OURS)
    assert "Source: us" in source_of(draft, OURS)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"]), max_size=40))
@settings(max_examples=150, deadline=None)
def test_words_print_verbatim_whatever_typst_would_read_in_them(shared_draft, text):
    source = f"#box[{words(text)}#[];]<probe>"

    (box,) = elements(shared_draft, source, "<probe>")

    assert text_of(box).replace("\u200b", "").split() == text.replace("\u200b", "").split()


@pytest.mark.parametrize(
    "text", ['"', "\\", "#f()", "a\nb", "= head", "1986. x", "--", "//", "~", "$x$", "]", "@a <b>"]
)
def test_markdown_text_keeps_the_signs_that_typst_reads(shared_draft, text):
    escaped = re.sub(r"([^\w\s])", r"\\\1", text)

    (box,) = elements(
        shared_draft, f"#box[{Markdown(shared_draft).inline(escaped)}]<probe>", "<probe>"
    )

    assert text_of(box).split() == text.split()


def test_a_literal_has_no_control_characters_or_half_characters():
    assert literal("a\x00\x1b\ud800b") == '"ab"'


def test_nested_lists_tables_in_lists_and_attachments_are_set(draft):
    cell = "- a\n  1. b\n\n  | h |\n  |--:|\n  | 1 |\n- ![seen](attachment:x.png)\n- [x] done"
    markup = Markdown(draft, {"x.png": {"image/png": PNG}}).blocks(cell)

    assert draft.complaint(markup) is None
    for part in ("#list(", "#enum(", "press.tabular", 'alt: "seen"', "☑"):
        assert part in markup


def test_html_in_markdown_is_paired_and_what_only_acts_is_left_out(draft):
    markup = Markdown(draft).blocks("<b>bold *it*</b> H<sub>2</sub>O <i>open <script>x()</script>")

    assert '#strong([#"bold"; #emph([#"it";])' in markup
    assert '#sub([#"2";])' in markup
    assert "x()" not in markup
    assert "script" in draft.warnings[0]


def test_spans_of_html_tables_neither_overlap_nor_leave_holes(draft):
    source = (
        "<table><tr><th colspan=2>ab</th><th>c</th></tr><tr><td rowspan=9>1</td><td>2</td></tr>"
        "<tr><td>3</td><td colspan=7>4</td></tr></table>"
    )
    markup = hypertext.blocks(draft, source)

    assert draft.complaint(markup) is None
    assert "colspan: 2" in markup
    assert "rowspan: 2" in markup


@pytest.mark.parametrize(
    ("tex", "expected"),
    [
        (r"E = mc^2", "E = m c^2"),
        # A sum of brackets of fixed size must keep its brackets.
        (r"\bigl(x\bigr)", "( x )"),
        (r"\begin{align*} a &= b \\ c &= d \end{align*}", r"a &= b \ c &= d"),
        (r"\begin{equation} \tag{1} x \label{eq} \end{equation}", 'x wide "(1)"'),
    ],
)
def test_formulas_become_typst(draft, tex, expected):
    markup = maths.formula(draft, tex, block=True)

    body = re.search(r"\$(.*)\$", markup)[1]
    assert body.replace(" ", "") == expected.replace(" ", "")
    assert "alt:" in markup


@pytest.mark.parametrize("tex", [r"\frac{", r"\foo{x}", "", "$"])
def test_an_unreadable_formula_prints_as_tex_with_a_warning(draft, tex):
    markup = maths.formula(draft, tex)

    assert markup == f"#raw({literal(tex)});"
    assert len(draft.warnings) == 1


def test_money_is_no_formula(draft):
    markup = Markdown(draft).inline("between $5 and $10, or $a$")

    assert "between $5 and $10, or" in markup
    assert markup.count("math.equation") == 1


def test_a_table_too_wide_for_a_page_is_split_into_panels_that_repeat_the_first_column(draft):
    markup = output(draft, table(count=40))

    assert markup.count("press.tabular") > 1
    assert markup.count("Head column_0") == markup.count("press.tabular")
    assert all(f"Head column_{index}" in markup for index in range(40))


def test_a_page_is_turned_for_a_wide_table_that_fills_it(draft):
    assert "press.landscape" in output(draft, table(rows=30, count=16))
    assert "press.landscape" not in output(draft, table(rows=30, count=8))


def test_a_wide_table_of_few_rows_is_split_where_it_stands(draft):
    markup = output(draft, table(rows=3, count=16))

    assert "press.landscape" not in markup
    assert markup.count("press.tabular") == 2


def test_a_long_table_goes_over_pages_and_a_short_one_does_not():
    assert len(PAGE.findall(exported(our_notebook(code("", table(rows=200)))))) > 3
    assert len(PAGE.findall(exported(our_notebook(code("", table(rows=12)))))) == 1


def test_a_short_table_is_kept_in_one_piece(draft):
    assert "breakable" not in output(draft, table(rows=6))
    assert "breakable: true" in output(draft, table(rows=60))


def test_text_flows_past_a_figure_that_would_leave_a_page_s_end_white(draft):
    tall = "<svg xmlns='http://www.w3.org/2000/svg' width='500' height='700'/>"
    shown = display({"image/svg+xml": tall}, {"image/svg+xml": {"alt": "A", "caption": "Tall"}})
    lines = [new_markdown_cell(f"Line {n}.") for n in range(50)]
    notebook = our_notebook(*lines[:20], code("", shown), *lines[20:])
    report = Cells(has_code=False, has_outputs=True).report(draft, notebook, "name")
    floats.flow(draft, report)

    assert report.source().count("floats: true") == 1
    assert ACCESSIBLE in exported(notebook)


def pages_of(draft, report, what: str) -> list[int]:
    """Return the pages on which figures, or the headings of sections, stand."""
    chosen = {"figure": "figure", "head": "heading.where(level: 2, outlined: true)"}[what]
    pages = f"query({chosen}).map(it => it.location().page())"
    path = draft.folder / "pages.typ"
    path.write_text(report.source() + f"\n#context [#metadata({pages}) <pages>]\n", "utf-8")
    compiler = typst.Compiler(input=str(path), root=str(draft.folder), font_paths=draft.fonts)
    return json.loads(compiler.query("<pages>", field="value", one=True))


def test_no_heading_passes_a_figure_of_the_section_before_it(draft):
    tall = "<svg xmlns='http://www.w3.org/2000/svg' width='500' height='700'/>"
    shown = display({"image/svg+xml": tall}, {"image/svg+xml": {"alt": "A", "caption": "Tall"}})
    lines = [new_markdown_cell(f"Line {n}.") for n in range(25)]
    notebook = our_notebook(*lines[:20], code("", shown), *lines[20:], new_markdown_cell("## Next"))
    report = Cells(has_code=False, has_outputs=True).report(draft, notebook, "name")
    floats.flow(draft, report)

    assert report.source().count("floats: true") == 1
    (tall_page,), (next_page,) = pages_of(draft, report, "figure"), pages_of(draft, report, "head")
    assert tall_page == next_page == 2


def test_a_short_table_goes_to_the_next_page_whole_and_text_flows_past_it(draft):
    lines = [new_markdown_cell(f"Line {n}.") for n in range(60)]
    notebook = our_notebook(*lines[:23], code("", table(rows=12)), *lines[23:])
    report = Cells(has_code=False, has_outputs=True).report(draft, notebook, "name")
    floats.flow(draft, report)

    assert report.source().count("floats: true") == 1
    assert "breakable: true" not in report.source()


def test_a_short_table_that_would_leave_too_much_white_is_parted(draft):
    lines = [new_markdown_cell(f"Line {n}.") for n in range(18)]
    high_rows = table(rows=7)
    high_rows["data"][TABLE_MIME]["display"] = [["several words " * 20, "1", "2"]] * 7
    notebook = our_notebook(*lines, code("", high_rows), new_markdown_cell("## Next"))
    report = Cells(has_code=False, has_outputs=True).report(draft, notebook, "name")
    floats.flow(draft, report)

    assert "breakable: true" in report.source()
    assert "floats: true" not in report.source()


def test_a_figure_that_fits_where_it_is_stays_there(draft):
    report = Cells(has_code=False, has_outputs=True).report(draft, OURS, "name")
    floats.flow(draft, report)

    assert "floats: true" not in report.source()


def test_a_row_of_a_table_is_not_cut_by_the_end_of_a_page(draft):
    assert "whole-rows: true" in output(draft, table(rows=60))


def noted(note: str | None, rows: int):
    """Return a table whose rows are lines of words, without links, above a note."""
    told = table(rows=rows)
    resource = told["data"][TABLE_MIME]
    resource["note"] = note
    del resource["schema"]["fields"][0]["url_field"]
    return code("", told)


@pytest.mark.parametrize("note", [None, "A note."])
@pytest.mark.parametrize("rows", [2, 6, 40])
def test_typst_takes_a_table_of_any_length_with_and_without_a_note(rows, note, capsys):
    exported(our_notebook(noted(note, rows)))

    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("rows", [2, 8, 20])
def test_a_note_of_many_lines_has_its_room_below_a_table(draft, rows):
    def height_pt(note):
        report = Cells(has_code=False, has_outputs=True).report(
            draft, our_notebook(noted(note, rows)), "name"
        )
        pages = floats.Pages(draft, report)
        ends = [m for m in pages.laid_out([Choice()]) if m.what in ("begin", "end")]
        return ends[1].y_pt - ends[0].y_pt

    many_lines = "A note of many words. " * 40
    assert height_pt(many_lines) - height_pt("A note.") > 5 * 7.5  # letters of 7.5 points


@pytest.mark.parametrize("rows", [8, 40])
def test_the_last_rows_and_the_note_stay_together_wherever_a_table_is_parted(draft, rows):
    source = source_of(draft, our_notebook(noted("A note.", rows)))

    assert "foot: (" in source
    assert f'"{1000 * (rows - 3):,}", ' in source.partition("foot: (")[2]


def test_numbers_stand_to_the_right_and_words_to_the_left():
    cells = [["12", "−3.5 %", "x"], ["1,000", "–", "2 of 3 films"]]
    grid = tables.table([], [[tables.Cell(words(t), t) for t in row] for row in cells])

    assert grid.align == ["right", "right", "left"]


def test_a_table_is_set_as_displayed_with_its_links(draft):
    markup = output(draft, table())

    assert '[#link("https://example.org", [#"1,000";]);]' in markup
    assert "align: (right, right, right,)" in markup


def test_a_table_keeps_the_sides_that_its_fields_name(draft):
    shown = table()
    shown["data"][TABLE_MIME]["schema"]["fields"][0]["align"] = "left"

    assert "align: (left, right, right,)" in output(draft, shown)


@pytest.mark.parametrize(
    "data",
    [
        {"image/png": base64.b64encode(b"no picture").decode()},
        {"image/png": "%%%"},
        {"image/svg+xml": "<svg><open"},
        {TABLE_MIME: {"schema": {}, "data": 5}},
        {TABLE_MIME: None},
        {"application/vnd.jupyter.widget-view+json": {"model_id": "x"}},
        {"text/html": "<script>draw()</script>"},
    ],
)
def test_a_broken_output_gives_way_to_its_text_with_a_warning(draft, data):
    draft.cell = 7
    markup = output(draft, display({**data, "text/plain": "its text"}))

    assert '#press.printout("its text")' in markup
    assert draft.warnings[0].startswith("cell 7: ")


def test_a_traceback_keeps_the_colours_of_a_terminal(draft):
    error = new_output("error", ename="E", evalue="v", traceback=["\x1b[31mE\x1b[0m: v"])

    markup = output(draft, error)

    assert '(("E", press.ansi-red, false), (": v", none, false),)' in markup
    assert "trouble: true" in markup
    assert draft.complaint(markup) is None


def test_long_lines_are_folded_and_very_long_texts_cut(draft):
    stream = new_output("stream", name="stdout", text="x" * 200 + "\n" + "line\n" * 2000)
    markup = output(draft, stream)

    lines = markup.split("\\n")
    assert max(map(len, lines)) <= 92 + len('#press.printout("')
    assert len(lines) < 1010
    assert "1001 of 2001 lines" in draft.warnings[0]


def test_a_foreign_notebook_shows_its_code_unless_told_not_to(exported_source):
    foreign = new_notebook(cells=[code("1 + 1"), code("secret", tags=["remove-input"])])

    assert '#press.listing("1 + 1", lang: "python")' in exported_source(foreign)
    assert "secret" not in exported_source(foreign)
    # What nbconvert's --no-input sets.
    assert "1 + 1" not in exported_source(foreign, TemplateExporter={"exclude_input": True})


def test_a_picture_without_alt_text_costs_the_vouching_but_not_the_pdf(capsys):
    notebook = new_notebook(cells=[new_markdown_cell("# T"), code("", display({"image/png": PNG}))])

    made = exported(notebook)

    assert made.startswith(b"%PDF")
    assert ACCESSIBLE not in made
    assert "pictures of cell 2 have no alt text" in capsys.readouterr().err


def test_a_report_that_must_be_accessible_is_refused_without_alt_text():
    exporter = ReportPDFExporter(must_be_accessible=True)
    described = new_notebook(cells=[new_markdown_cell("# T"), code("", figure())])
    undescribed = new_notebook(
        cells=[new_markdown_cell("# T"), code("", display({"image/png": PNG}))]
    )

    assert ACCESSIBLE in exporter.from_notebook_node(described)[0]
    with pytest.raises(PressError, match=r"pictures of cell 2 have no alt text"):
        exporter.from_notebook_node(undescribed)


def test_a_sign_that_no_font_has_costs_the_vouching_but_not_the_pdf(capsys):
    made = exported(new_notebook(cells=[new_markdown_cell("# T\n\n\U00013000")]))  # a hieroglyph

    assert made.startswith(b"%PDF")
    assert ACCESSIBLE not in made
    assert "could not be displayed" in capsys.readouterr().err


def test_a_cell_that_typst_refuses_prints_as_bare_text(draft):
    report = Report(None, title="T", title_markup="T")
    report.body = [Chunk(3, "#no-such-function()", "what it said"), Chunk(4, "fine", "fine")]

    assert printed(draft, report).startswith(b"%PDF")
    assert report.body[0].markup == '#press.printout("what it said");\n\n'
    assert report.body[1].markup == "fine"
    assert any(warning.startswith("cell 3: ") for warning in draft.warnings)


def test_a_notebook_without_a_title_is_named_after_its_file(draft):
    assert Cells(True, True).report(draft, new_notebook(), "06_launches").title == "06_launches"


def test_a_font_that_nobody_brings_is_refused_in_a_sentence():
    with pytest.raises(ValueError, match=r"There is no font 'Comic Sans'"):
        font_path("Comic Sans")
    with pytest.raises(ValueError, match=r"Fira Sans has no style 'Wobbly'"):
        font_path("Fira Sans", "Wobbly")


# ISO 19005-3 (PDF/A-3) is the one of them that allows files inside.
ARCHIVAL = b"pdfaid:part"
TABLES = {
    "flights": {"retrieved": "2026-11-22", "sha256": "78113dfcc6a6aaaa", "until": "2024-10-29"},
    "people": {"retrieved": "2026-11-20", "sha256": "d4e2543f60f6bbbb", "until": None},
}


def test_a_report_whose_tables_are_dated_is_pdf_a_3_and_pdf_ua_1(capsys):
    made = exported(our_notebook(code("show()", table(), figure()), tables=TABLES))

    assert ACCESSIBLE in made
    assert ARCHIVAL in made
    assert capsys.readouterr().err == ""


def test_the_pdf_is_dated_when_its_newest_table_was_fetched():
    assert b"D:20261122" in exported(our_notebook(tables=TABLES))


def test_the_data_of_each_table_and_the_manifest_are_in_the_pdf(draft):
    notebook = our_notebook(code("", table(label="tbl-days")), code("", table(label="tbl-days")))

    report = Cells(has_code=False, has_outputs=True).report(draft, notebook, "name")

    assert list(report.attached) == ["days.csv", "days-2.csv", "manifest.json"]
    first, _, last = draft.attached
    rows = "column_0,column_1,column_2,u\n" + ",,,https://example.org\n" * 2
    assert first.content.decode("utf-8-sig") == rows
    assert first.description == "Days & hours"
    told = json.loads(last.content)
    assert told["parameters"] == [["Price of a seat", "55 mln USD"]]
    assert told["attached"]["days.csv"] == hashlib.sha256(first.content).hexdigest()
    made = exported(notebook)
    assert made.count(b"/EmbeddedFile") >= 3


def test_a_foreign_notebook_has_no_manifest():
    assert b"manifest.json" not in exported(new_notebook(cells=[code("", table())]))


def test_the_end_says_how_the_report_was_made(draft):
    built_by = {"command": "analysis build 07", "code": "a" * 64, "Python": "3.11.7"}
    source = source_of(draft, our_notebook(tables=TABLES, built_by=built_by))

    end = source[source.index("press.colophon") :]
    for said in (
        '#raw("analysis build 07")',
        f'#raw("{"a" * 12}")',
        "Python 3.11.7",
        "78113dfcc6a6",
    ):
        assert said in end
    assert "aaaa" not in end.replace("a" * 12, "")
    assert '"29 October 2024", "22 November 2026"' in end
    assert draft.complaint(source) is None


def test_the_last_three_rows_of_a_table_stay_together(draft):
    markup = output(draft, table(rows=30))

    assert "foot: (" in markup
    assert markup.index("27,000") > markup.index("foot: (") > markup.index("26,000")


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler's pdftotext is not installed")
@pytest.mark.parametrize("rows", range(34, 41))
def test_the_note_below_a_long_table_is_on_the_page_of_its_last_rows(rows):
    long = table(rows=rows)
    long["data"][TABLE_MIME]["note"] = "Each is what its source said. " * 9

    made = exported(our_notebook(code("", long)))

    said = subprocess.run(["pdftotext", "-layout", "-", "-"], input=made, capture_output=True)
    (last,) = (page for page in said.stdout.decode().split("\f") if "Each is what" in page)
    assert all(f"{row},000" in last for row in range(rows - 3, rows))
    assert "said. Each is what its source said. Each is what its source said." in last


def test_in_a_table_too_a_number_stays_with_its_unit_and_an_apostrophe_is_curved(draft):
    shown = {"data": {TABLE_MIME: {
        "schema": {"fields": [{"name": "said", "title": "90 % to"}]},
        "data": [{"said": "Axiom's 30 h, 5 Oct 2021"}],
    }}}  # fmt: skip
    markup = output(draft, {"output_type": "display_data", **shown})

    assert "90\xa0% to" in markup
    assert "Axiom’s 30\xa0h, 5\xa0Oct\xa02021" in markup


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler's pdftotext is not installed")
@pytest.mark.parametrize("name", ["STS-41-C", "Proton-M", "Soyuz-U-PVB"])
def test_a_designation_is_on_one_line_wherever_it_stands_and_has_plain_hyphens(name):
    paragraphs = "\n\n".join(f"{'i' * n} {'word ' * 10}of {name}, ({name})" for n in range(30))

    made = exported(our_notebook(new_markdown_cell(paragraphs)))

    said = subprocess.run(["pdftotext", "-", "-"], input=made, capture_output=True).stdout.decode()
    assert said.count(name) == 60


def test_rows_of_one_line_are_so_with_designations_in_them(draft):
    cells = [tables.Cell(words(text), text) for text in ("STS-41-C", "of CPI-U", "")]
    markup = tables.typeset(draft, tables.table([], [cells]))

    assert "one-line: true" in markup
    assert draft.complaint(markup) is None


def test_words_that_announce_a_list_stay_with_it(draft):
    source = "The tables, and their terms:\n\n- one\n- two"

    assert Markdown(draft).blocks(source).startswith("#press.lead(")
    assert "press.lead" not in Markdown(draft).blocks(source.replace(":", "."))


def test_rows_under_a_span_are_not_parted(draft):
    rows = "<tr><td rowspan=5>x</td><td>0</td></tr>" + "<tr><td>1</td></tr>" * 4
    markup = hypertext.blocks(draft, f"<table><tr><th>a</th><th>b</th></tr>{rows}</table>")

    assert "foot:" not in markup
    assert draft.complaint(markup) is None


def test_a_long_list_of_contents_stands_in_two_columns(draft):
    few, many = (
        our_notebook(*(new_markdown_cell(f"## Part {n}\n\nText.") for n in range(count)))
        for count in (5, 9)
    )

    assert len(elements(draft, source_of(draft, few), "outline")) == 1
    assert len(elements(draft, source_of(draft, many), "outline")) == 2


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler's pdftotext is not installed")
@pytest.mark.parametrize("lines", range(22, 28))
def test_a_long_table_begins_where_some_of_its_rows_have_room(lines):
    text = new_markdown_cell("\n\n".join(["Line."] * lines))

    made = exported(our_notebook(text, code("", table(rows=60))))

    said = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=made, capture_output=True
    ).stdout
    (first,) = (page for page in said.decode().split("\f") if "Days & hours" in page)
    assert "2,000" in first


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler's pdftotext is not installed")
def test_each_page_on_which_a_table_goes_on_says_so_and_no_other(capsys):
    text = new_markdown_cell("\n\n".join(["Line."] * 60))

    made = exported(our_notebook(code("", table(rows=90)), text, code("", table(rows=5))))

    said = subprocess.run(["pdftotext", "-layout", "-", "-"], input=made, capture_output=True)
    pages = said.stdout.decode().split("\f")
    _, *goes_on = (number for number, page in enumerate(pages) if "Head column" in page)
    assert [n for n, page in enumerate(pages) if "Table 1, continued" in page] == goes_on[:-1]
    assert "Table 2, continued" not in said.stdout.decode()
    assert len(goes_on) > 1
    assert ACCESSIBLE in made
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("note", [None, "A note."])
def test_the_rule_that_ends_a_table_is_drawn_only_where_it_ends(draft, note):
    source = source_of(draft, our_notebook(noted(note, rows=60)))

    pages = draft.load(source).compile(format="svg")

    heavy = [page.count(b'stroke-width="0.9"') for page in pages if b"stroke-width" in page]
    # Two above the head on each page, one below the last row.
    assert heavy == [1] * (len(heavy) - 1) + [2]
    assert len(heavy) > 1


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler's pdftotext is not installed")
def test_a_page_s_head_names_the_section_with_which_the_page_begins():
    lines = "\n\n".join(["Line."] * 40)
    notebook = our_notebook(
        *(new_markdown_cell(f"## {name}\n\n{lines}") for name in ("Sooner", "Later"))
    )

    made = exported(notebook)

    said = subprocess.run(["pdftotext", "-layout", "-", "-"], input=made, capture_output=True)
    _, second, third, *_ = said.stdout.decode().split("\f")
    assert "Sooner" in second.split("\n")[0]
    assert "\nLater" in second
    assert "Later" in third.split("\n")[0]


def test_a_tall_table_with_rows_that_have_no_cell_of_their_own_is_printed(draft):
    pair = "<tr><td rowspan=2>A</td><td rowspan=2>B</td></tr><tr></tr>"

    markup = hypertext.blocks(draft, f"<table>{pair * 15}</table>")

    assert markup.count("rowspan: 2") == 30
    assert draft.complaint(markup) is None
    assert draft.warnings == []


def test_shading_bars_and_colours_of_html_tables_are_printed(draft):
    source = (
        "<style>#T_a_row0 {background-color: #440154; color: #f1f1f1} .b {font-weight: bold}"
        "</style><table><tr><td id=T_a_row0>1</td><td class=b>2</td><td style='background:"
        "linear-gradient(90deg, #5fba7d 40%, transparent 40%)'>3</td></tr></table>"
    )
    markup = hypertext.blocks(draft, source)

    assert 'fill: rgb("#440154")' in markup
    assert '#text([#"1";], fill: rgb("#f1f1f1"))' in markup
    assert '#text([#"2";], weight: 700)' in markup
    assert '(rgb("#5fba7d"), 40%), (white, 40%)' in markup
    assert draft.complaint(markup) is None


@pytest.mark.parametrize(
    ("source", "head", "grave"),
    [
        (":::{warning} Mind the gap\nBody.\n:::", "Mind the gap", True),
        ("::: {.callout-tip}\nBody.\n:::", "Tip", False),
        ("> [!NOTE]\n> Body.", "Note", False),
        ('!!! danger "Stop"\n    Body.', "Stop", True),
        ("```{important}\nBody.\n```", "Important", True),
        ('<div class="alert alert-block alert-warning">Body.</div>', None, True),
    ],
)
def test_notes_and_warnings_stand_in_a_box(draft, source, head, grave):
    markup = Markdown(draft).blocks(source)

    assert "#press.callout(" in markup
    assert (f'[#"{head}";]' if head else "none, ") in markup
    assert ("grave: true" in markup) == grave
    assert "Body." in markup
    assert draft.complaint(markup) is None


def test_code_is_highlighted_in_the_language_of_the_notebook(exported_source):
    kernel = {"kernelspec": {"name": "ir", "display_name": "R", "language": "R"}}

    source = exported_source(new_notebook(cells=[code("x <- 1")], metadata=kernel))

    assert '#press.listing("x <- 1", lang: "r")' in source


@pytest.mark.parametrize(
    ("written", "printed_words"),
    [
        ('a "botched" launch', "a “botched” launch"),
        ('*"Is it true?"*, the crew\'s', "“Is it true?”, the crew’s"),
        ("the '60s, 'so to say'", "the ’60s, ‘so to say’"),
        # Feet and inches, and what has no partner, are no quotation marks.
        ('5\'10" and 3" of', '5\'10" and 3" of'),
        ('`"code"` and $"x"$', '"code" and "x"'),
    ],
)
def test_straight_marks_of_prose_become_quotation_marks(written, printed_words):
    (paragraph,) = tokens(written)

    set_quotes(paragraph["children"])

    assert heading_words(paragraph) == printed_words


@pytest.mark.parametrize(
    ("tex", "words_of_it"),
    [
        (r"E = mc^2", "E equals m c squared"),
        (r"\sum_{i=1}^{n} x_i", "the sum from i equals 1 to n of x sub i"),
        (r"\frac{\text{cost}}{90^\circ} \le \hat p", "cost over 90 degrees is at most p hat"),
        (r"\begin{cases} a \end{cases}", None),
        (r"x^{", None),
    ],
)
def test_formulas_are_read_out_in_words(tex, words_of_it):
    assert spoken(tex) == words_of_it


def test_a_formula_without_words_is_read_out_as_its_tex(draft):
    assert 'alt: "\\\\begin' in maths.formula(draft, r"\begin{pmatrix} a \end{pmatrix}")


def test_the_first_page_is_a_picture_of_the_width_of_the_paper():
    made = first_page_of(exported(OURS), ppi=48)

    # PNG keeps width and height after its name and that of the first part; A4 is 210 mm wide.
    assert made.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", made[16:24])
    assert (width, height) == (397, 561)


def test_what_cannot_be_printed_leaves_a_line_that_says_so(draft):
    plot = {"application/vnd.plotly.v1+json": {}, "text/html": "<div></div><script>x</script>"}

    assert output(draft, display(plot)) == "#press.unprinted();\n\n"
    # A script that only prepares the page is nothing that a reader misses.
    assert output(draft, display({"text/html": "<script>x</script>"})) == ""


def test_one_bad_picture_costs_only_itself(capsys):
    bad = display({"image/png": base64.b64encode(b"no").decode(), "text/plain": "its text"})
    made = exported(our_notebook(code("", bad), code("", figure())))

    assert ACCESSIBLE in made
    assert "cell 2: the PNG picture cannot be read" in capsys.readouterr().err


def test_pictures_that_typst_cannot_read_are_converted(draft):
    bmp = base64.b64decode(wild.BMP)

    assert ".png" in pictures.picture(draft, bmp, "image/bmp", alt="A dot.")
