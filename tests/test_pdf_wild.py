"""Any notebook becomes a PDF: whatever it holds, however broken it is, and nothing goes missing."""

import io
import shutil
import subprocess

import nbformat
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from nbconvert.utils.exceptions import ConversionException
from wild import WILD, as_file, md, notebook, run

from analysis.press.pdf import ReportPDFExporter

pdftotext = shutil.which("pdftotext")


def exported(content) -> bytes:
    return ReportPDFExporter().from_notebook_node(nbformat.from_dict(content))[0]


def text_of(made: bytes) -> str:
    """Return what the PDF says, line breaks and soft breaks aside."""
    told = subprocess.run([pdftotext, "-", "-"], input=made, capture_output=True, check=True).stdout
    return " ".join(told.decode().replace("\u200b", "").split())


@pytest.mark.parametrize("name", WILD)
def test_a_notebook_from_the_wild_becomes_a_pdf_that_says_what_it_says(name, capsys):
    content, expected = WILD[name]

    made, _ = ReportPDFExporter().from_file(io.StringIO(as_file(content)))

    assert made.startswith(b"%PDF")
    warned = capsys.readouterr().err
    assert "Typst refused" not in warned
    assert "could not be read (" not in warned
    if pdftotext:
        said = text_of(made)
        for words in expected:
            assert words in said, warned


def test_a_notebook_goes_through_nbconvert_as_a_file(tmp_path):
    path = tmp_path / "wild.ipynb"
    path.write_text(as_file(notebook(md("# From a file"), run("1 + 1"))), encoding="utf-8")

    made, resources = ReportPDFExporter().from_filename(str(path))

    assert made.startswith(b"%PDF")
    assert resources["output_extension"] == ".pdf"


@pytest.mark.parametrize("text", ["", "no JSON", "[]", "5"])
def test_a_file_that_is_no_notebook_is_refused_in_a_sentence(text):
    with pytest.raises(ConversionException, match=r"The file is no notebook"):
        ReportPDFExporter().from_file(io.StringIO(text))


# What notebooks are made of, in pieces that are likely to meet in the wrong order.
PIECES = [
    *(
        "# ",
        "## ",
        "- ",
        "1. ",
        "> ",
        "    ",
        "\n",
        "\n\n",
        "```",
        "`",
        "~~~",
        ":::",
        "{note}",
        "!!! tip",
    ),
    *(
        "*",
        "**",
        "_",
        "~~",
        "[",
        "](",
        ")",
        "![",
        "[^1]",
        "[^1]: ",
        "|",
        "|--|",
        "---",
        "\\",
        "<",
        ">",
    ),
    *(
        "$",
        "$$",
        "\\frac{a}{b}",
        "\\begin{align}",
        "\\end{align}",
        "{",
        "}",
        "^",
        "_2",
        "&",
        "&amp;",
        "\\\\(",
    ),
    *(
        "<b>",
        "</b>",
        "<div>",
        "</div>",
        "<table>",
        "<tr><td>",
        "<svg",
        "</svg>",
        "<!--",
        "-->",
        "<script>",
    ),
    *("#", "#x", "@x", "//", "/*", "\x00", "\ud800", "\u202e", "Вызов", "word", " ", "5", '"', "'"),
]
markdown_texts = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | markdown_texts,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)
bundles = st.dictionaries(
    st.sampled_from(
        [
            *(
                "text/plain",
                "text/html",
                "text/markdown",
                "text/latex",
                "image/png",
                "image/svg+xml",
            ),
            *("application/json", "application/vnd.dataresource+json", "application/pdf", "x/y"),
        ]
    ),
    values,
    max_size=3,
)
outputs = st.fixed_dictionaries(
    {"output_type": st.sampled_from(["stream", "error", "display_data", "execute_result", "?"])},
    optional={
        "data": bundles | values,
        "metadata": values,
        "text": values,
        "name": values,
        "ename": values,
        "traceback": values,
    },
)
cells = st.fixed_dictionaries(
    {
        "cell_type": st.sampled_from(["code", "markdown", "raw", "?"]),
        "source": markdown_texts | values,
    },
    optional={
        "metadata": values,
        "attachments": values,
        "outputs": st.lists(outputs, max_size=2) | values,
    },
)
notebooks = st.fixed_dictionaries(
    {"cells": st.lists(cells, max_size=3) | values},
    optional={"metadata": values, "nbformat": values},
)
BOUNDED = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@given(markdown_texts)
@BOUNDED
def test_no_markdown_stops_the_press(source):
    assert exported(notebook(md("# T"), md(source))).startswith(b"%PDF")


@given(notebooks)
@BOUNDED
def test_no_notebook_stops_the_press(content):
    assert exported(content).startswith(b"%PDF")
