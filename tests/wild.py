"""Notebooks such as strangers write: each with words that its PDF must hold.

All of our own making, each for one or two ways in which notebooks differ or are broken.
"""

import base64
import json
import struct
import zlib
from typing import Any

Notebook = dict[str, Any]


def notebook(*cells: Any, **metadata: Any) -> Notebook:
    return {"nbformat": 4, "nbformat_minor": 4, "metadata": metadata, "cells": list(cells)}


def md(source: Any, **more: Any) -> Notebook:
    return {"cell_type": "markdown", "metadata": {}, "source": source, **more}


def run(source: Any, *outputs: Any, **metadata: Any) -> Notebook:
    return {
        "cell_type": "code",
        "execution_count": 1,
        "metadata": metadata,
        "source": source,
        "outputs": list(outputs),
    }


def shows(metadata: Any = None, **data: Any) -> Notebook:
    """Return an output; media types are written with two underscores for the slash."""
    forms = {name.replace("__", "/").replace("_", "."): value for name, value in data.items()}
    return {"output_type": "display_data", "data": forms, "metadata": metadata or {}}


def html(source: str, text: str = "as text") -> Notebook:
    return shows(text__html=source, text__plain=text)


def says(text: Any, name: str = "stdout") -> Notebook:
    return {"output_type": "stream", "name": name, "text": text}


def fails(*traceback: str, ename: str = "ValueError", evalue: str = "no such orbit") -> Notebook:
    return {"output_type": "error", "ename": ename, "evalue": evalue, "traceback": [*traceback]}


def png(width: int, height: int) -> str:
    """Return a blue picture of this size, as notebooks keep it."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    rows = (b"\0" + b"\x14\x40\x6b" * width) * height
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return base64.b64encode(b"\x89PNG\r\n\x1a\n" + parts).decode()


BLUE = png(60, 40)
# A picture of one pixel, in the simplest form of the format.
GIF = "R0lGODlhAQABAIAAAAUEBAAAACwAAAAAAQABAAACAkQBADs="
BMP = base64.b64encode(
    b"BM:\0\0\0\0\0\0\0006\0\0\0(\0\0\0\x01\0\0\0\x01\0\0\0\x01\0\x18\0\0\0\0\0\x04\0\0\0"
    + bytes(16)
    + b"\x6b\x40\x14\0"
).decode()
SVG = (
    "<svg xmlns='http://www.w3.org/2000/svg' width='90' height='30'><text y='20'>orbit</text></svg>"
)
FRAME = (
    '<div><style scoped>.dataframe tbody tr th {vertical-align: top;}</style><table border="1" '
    'class="dataframe"><thead><tr style="text-align: right;"><th></th><th>craft</th><th>days</th>'
    "</tr></thead><tbody><tr><th>0</th><td>Vostok</td><td>0.08</td></tr><tr><th>1</th><td>Mir"
    "</td><td>437.7</td></tr></tbody></table><p>2 rows × 2 columns</p></div>"
)
MULTI = (
    "<table><thead><tr><th></th><th colspan='2'>ascent</th><th colspan='2'>descent</th></tr><tr>"
    "<th>craft</th><th>min</th><th>max</th><th>min</th><th>max</th></tr></thead><tbody><tr>"
    "<th rowspan='2'>Soyuz</th><td>1</td><td>2</td><td>3</td><td>4</td></tr><tr><td>5</td><td>6"
    "</td><td>7</td><td>8</td></tr></tbody></table>"
)
STYLER = (
    "<style>#T_a_row0_col0 {background-color: #440154; color: #f1f1f1;} #T_a_row1_col0, .x:hover "
    "{background: linear-gradient(90deg, #5fba7d 33.3%, transparent 33.3%);} #T_a th {font-weight"
    ": normal} @media print {}</style><table id='T_a'><caption>Shaded</caption><thead><tr><th>v"
    "</th></tr></thead><tbody><tr><td id='T_a_row0_col0'>1.5</td></tr><tr><td id='T_a_row1_col0'>"
    "<span style='color:rgba(200,0,0,.8)'>2.5</span></td></tr></tbody></table>"
)
CHART = {
    "data": [{"type": "bar", "name": "Snow"}],
    "layout": {"title": {"text": "<b>Rain</b>"}, "xaxis": {"title": "Year"}},
}
WIDE = "<table><tr>" + "".join(f"<th>column {n}</th>" for n in range(40)) + "</tr>"
WIDE += ("<tr>" + "".join(f"<td>value{n}</td>" for n in range(40)) + "</tr>") * 3 + "</table>"
LONG = (
    "<table><tr><th>n</th></tr>"
    + "".join(f"<tr><td>{n}</td></tr>" for n in range(300))
    + "</table>"
)
PLOTLY = {
    "application/vnd.plotly.v1+json": {"data": [{"y": [1, 2]}]},
    "text/html": "<div id='p'></div><script>Plotly.newPlot('p')</script>",
}
WIDGET = {
    "application/vnd.jupyter.widget-view+json": {"model_id": "f00", "version_major": 2},
    "text/plain": "IntSlider(value=7)",
}
ALTAIR = {"application/vnd.vegalite.v5+json": {"mark": "bar"}, "image/png": BLUE}
SCHEMA = {
    "application/vnd.dataresource+json": {
        "schema": {
            "fields": [{"name": "craft", "type": "string"}, {"name": "n", "type": "integer"}]
        },
        "data": [{"craft": "Vostok", "n": 6}, {"craft": None, "n": 7}],
    }
}
TRACEBACK = (
    "\x1b[0;31m---------------------------\x1b[0m",
    "\x1b[0;31mValueError\x1b[0m        Traceback (most recent call last)",
    "Cell \x1b[0;32mIn[1], line 1\x1b[0m\n\x1b[0;32m----> 1\x1b[0m launch\x1b[38;5;241m(\x1b[39m)",
    "\x1b[0;31mValueError\x1b[0m: no such orbit",
)
NESTED = "\n".join("  " * depth + f"- level {depth}" for depth in range(9))
TABLE = "| craft | days |\n|:--|--:|\n| *Vostok* | 0.08 |\n| `Mir` \\| x | $437$ |"
COMPLEX_TEX = r"""$$\begin{pmatrix} a & b \\ c & d \end{pmatrix} \begin{cases} 1 & x > 0 \\
0 & x \le 0
\end{cases} \qquad \left\lVert x \right\rVert_2 = \sqrt{\sum_{i=1}^n x_i^2}$$"""
ADMONITIONS = """:::{warning} Mind the gap
Between *this* and that.
:::

> [!NOTE]
> From a forge.

!!! tip "A title"
    Indented words.

```{important}
Fenced words.
```

<div class="alert alert-block alert-danger"><b>Boxed</b> words with $x^2$.</div>
"""
ODD_HTML = """<details><summary>More</summary>Hidden <kbd>Ctrl</kbd></details>
<center>Middle</center>
<dl><dt>Perigee</dt><dd>lowest</dd></dl><ol><li>one<ul><li>inner</li></ul></li></ol><p>unclosed
<table><tr><td>lone cell<td>second</table><!-- no comment --><font color="red">red</font>"""

# name -> the notebook, and what its PDF says
WILD: dict[str, tuple[Any, list[str]]] = {
    "empty": (notebook(), ["Notebook"]),
    "empty_cells": (notebook(md(""), run(""), md("   \n")), []),
    "no_metadata": (
        {"nbformat": 4, "nbformat_minor": 2, "cells": [md("plain words")]},
        ["plain words"],
    ),
    "no_cells": ({"nbformat": 4, "nbformat_minor": 5, "metadata": {}}, []),
    "lines_as_lists": (notebook(md(["# Ti", "tle\n", "\n", "text"])), ["Title", "text"]),
    "odd_cell_type": (notebook({"cell_type": "chart", "source": "odd words"}), ["odd words"]),
    "no_source": (notebook({"cell_type": "code"}, {"cell_type": "markdown"}), []),
    "cells_that_are_none": (notebook(None, 5, "x", md("the rest")), ["the rest"]),
    "null_fields": (
        notebook(
            {**run("x = 1"), "outputs": None, "metadata": None}, {**md("kept"), "attachments": None}
        ),
        ["x = 1", "kept"],
    ),
    "odd_metadata": (
        notebook(md("kept"), language=7, kernelspec=5, title=["a"], language_info={"name": None}),
        ["kept"],
    ),
    "odd_tags": (notebook({**run("y = 2"), "metadata": {"tags": "setup"}}), ["y = 2"]),
    "old_format": (
        {
            "nbformat": 4,
            "nbformat_minor": 0,
            "metadata": {},
            "cells": [run("print(1)", says("1\n"))],
        },
        ["print(1)"],
    ),
    "r_kernel": (
        notebook(run("x <- c(1, 2)\nsummary(x)"), kernelspec={"language": "R", "name": "ir"}),
        ["x <- c(1, 2)"],
    ),
    "unknown_language": (
        notebook(run("(define x 1)"), language_info={"name": "scheme!!"}),
        ["(define x 1)"],
    ),
    "magics": (
        notebook(run("%matplotlib inline\n!ls -l\n%%time\nx?"), run("%%bash\necho $HOME")),
        ["!ls -l"],
    ),
    "raw_cell": (notebook({"cell_type": "raw", "metadata": {}, "source": "\\LaTeX raw"}), ["raw"]),
    "headings_that_jump": (
        notebook(md("### Third first\n\n# First\n\n###### Sixth")),
        ["Third first", "Sixth"],
    ),
    "setext_headings": (notebook(md("Title\n=====\n\nPart\n----\n\ntext")), ["Title", "Part"]),
    "only_headings": (notebook(*(md(f"# Part {n}") for n in range(12))), ["Part 11"]),
    "same_headings": (notebook(md("# A\n\n## Same\n\n## Same\n\n[see](#Same)")), ["Same", "see"]),
    "heading_with_marks": (
        notebook(md("# *It* `is` $x$ [linked](https://example.org) #1")),
        ["linked", "#1"],
    ),
    "nested_lists": (notebook(md(NESTED)), ["level 0", "level 8"]),
    "mixed_lists": (
        notebook(md("1. one\n   - a\n\n     text in it\n   - b\n7. two\n* [ ] to do\n* [x] done")),
        ["text in it", "done"],
    ),
    "table": (notebook(md(TABLE)), ["Vostok", "0.08"]),
    "table_with_holes": (notebook(md("| a | b |\n|---|---|\n| 1 |\n| 2 | 3 | 4 |")), ["1"]),
    "table_of_text": (
        notebook(md("| a | b |\n|---|---|\n| " + "word " * 200 + "| end |")),
        ["word", "end"],
    ),
    "footnotes": (
        notebook(md("Text[^1] and[^two], [^none].\n\n[^1]: A note.\n[^two]: Its *own* [^1].")),
        ["A note."],
    ),
    "quotes": (
        notebook(md('> one\n>> two\n>\n> - three\n\n"Said" the crew\'s commander.')),
        ["three", "“Said” the crew’s"],
    ),
    "links": (
        notebook(
            md(
                "<https://example.org/a_b> [x](y.ipynb) [](z) [e](<>) https://bare.example.org"
                " [m](mailto:a@b)"
            )
        ),
        ["example.org"],
    ),
    "code_fences": (
        notebook(
            md(
                "```python\nimport this\n```\n\n    indented code\n\n~~~\ntildes\n~~~\n\n"
                "```mermaid\ngraph TD\n```"
            )
        ),
        ["import this", "graph TD"],
    ),
    "unclosed_fence": (notebook(md("```\nnever closed")), ["never closed"]),
    "html_blocks": (notebook(md(ODD_HTML)), ["Hidden", "lone cell", "inner"]),
    "html_and_markdown": (
        notebook(md("<div>\n\n**bold** in a box\n\n</div>\n\nH<sub>2</sub>O<br/>next")),
        ["in a box", "next"],
    ),
    "html_unclosed": (notebook(md("<div><b>open <i>tags <table><tr><td>cell")), ["open", "cell"]),
    "html_comment": (notebook(md("seen <!-- unseen --> too")), ["seen"]),
    "admonitions": (
        notebook(md(ADMONITIONS)),
        ["Mind the gap", "forge", "A title", "Fenced", "Boxed"],
    ),
    "quarto_divs": (
        notebook(
            md(
                "::: {.callout-note}\n## Head\nnoted\n:::\n\n::: {#refs}\n:::\n\n"
                "::: {.column}\nside\n:::"
            )
        ),
        ["noted", "side"],
    ),
    "unclosed_admonition": (notebook(md(":::{note}\nopen to the end")), ["open to the end"]),
    "maths": (
        notebook(md("In line $E = mc^2$, costs $5 or $10.\n\n$$\\frac{a}{b}$$\n\n" + COMPLEX_TEX)),
        ["In line", "$5 or $10"],
    ),
    "maths_environments": (
        notebook(
            md(
                "\\begin{align}\na &= b + c \\\\\n  &= d\n\\end{align}\n"
                "\n\\begin{equation}\nx\n\\end{equation}\nafter"
            )
        ),
        ["after"],
    ),
    "maths_brackets": (notebook(md("\\\\(x\\\\) and\n\n\\\\[ y^2 \\\\]\n\nend")), ["end"]),
    "maths_broken": (
        notebook(md("$\\frac{1}{$ and $$\\begin{x}$$ and $\\unknown{a}$")),
        ["frac", "unknown"],
    ),
    "maths_macros": (
        notebook(md("$\\newcommand{\\R}{\\mathbb{R}}$ $x \\in \\R$ $\\require{ams}$ seen")),
        ["seen"],
    ),
    "chemistry": (notebook(md("$\\ce{H2O}$ water")), ["water"]),
    "typst_in_text": (
        notebook(
            md("#let x = 1 #x `#y` @ref <label> $ //no /*no*/ ~ -- ... = + - *\n\n#set page(1)")
        ),
        ["#let x", "@ref", "#set page(1)"],
    ),
    "control_signs": (
        notebook(md("a\x00b\x1b[31mc\x07d\ufffe e\u202ef"), run("x", says("bell\x07 tab\tend"))),
        ["bell", "end"],
    ),
    "other_scripts": (
        notebook(md("Вызов Πρόκληση تحدٍّ אתגר 挑战 चुनौती 🚀 ﬁ 𝒳")),
        ["Вызов", "Πρόκληση"],
    ),
    "long_words": (notebook(md("x" * 3000 + "\n\nhttps://example.org/" + "a/" * 200)), ["xxx"]),
    "deep_quotes": (notebook(md(">" * 60 + " deep")), ["deep"]),
    "attachment": (
        notebook(md("![seen](attachment:a%20b.png)", attachments={"a b.png": {"image/png": BLUE}})),
        [],
    ),
    "attachment_missing": (notebook(md("![gone](attachment:no.png) after")), ["gone", "after"]),
    "attachment_broken": (
        notebook(md("![bad](attachment:a.png)", attachments={"a.png": {"image/png": "%%"}})),
        ["bad"],
    ),
    "data_address": (
        notebook(
            md(
                f"![d](data:image/png;base64,{BLUE})"
                f' <img width="20" src="data:image/gif;base64,{GIF}">'
            )
        ),
        [],
    ),
    "remote_picture": (notebook(md("![far away](https://example.org/x.png)")), ["far away"]),
    "picture_in_table": (
        notebook(md(f"| a |\n|---|\n| ![p](data:image/png;base64,{BLUE}) words |")),
        ["words"],
    ),
    "inline_svg": (
        notebook(
            md("<svg width='50' height='20' viewBox='0 0 50 20'><text y='15'>live</text></svg>")
        ),
        ["live"],
    ),
    "png": (notebook(run("p", shows(image__png=BLUE, text__plain="<Figure>"))), []),
    "png_with_size": (
        notebook(run("p", shows({"image/png": {"width": 9000, "height": "x"}}, image__png=[BLUE]))),
        [],
    ),
    "bmp": (notebook(run("p", shows(image__bmp=BMP, text__plain="one dot"))), []),
    "gif": (notebook(run("p", shows(image__gif=GIF))), []),
    "picture_wrongly_named": (
        notebook(run("p", shows(image__jpeg=BLUE, text__plain="its text"))),
        [],
    ),
    "picture_broken": (
        notebook(run("p", shows(image__png="AAAA", text__plain="its text"))),
        ["its text"],
    ),
    "picture_tall": (notebook(run("p", shows(image__png=png(10, 2000)))), []),
    "svg": (
        notebook(
            run("p", shows({"image/svg+xml": {"isolated": True}}, **{"image__svg+xml": [SVG]}))
        ),
        ["orbit"],
    ),
    "svg_broken": (
        notebook(run("p", shows(**{"image__svg+xml": "<svg><g", "text__plain": "its text"}))),
        ["its text"],
    ),
    "pdf_picture": (
        notebook(run("p", shows(application__pdf="JVBERi0=", text__plain="its text"))),
        ["its text"],
    ),
    "frame": (notebook(run("df", html(FRAME))), ["Vostok", "437.7", "2 rows × 2 columns"]),
    "frame_with_levels": (notebook(run("df", html(MULTI))), ["ascent", "Soyuz"]),
    "frame_styled": (notebook(run("df.style", html(STYLER))), ["Shaded", "2.5"]),
    "frame_wide": (notebook(run("df", html(WIDE))), ["column 0", "value39"]),
    "frame_long": (notebook(run("df", html(LONG))), ["299"]),
    "frame_as_schema": (
        notebook(run("df", {"output_type": "display_data", "metadata": {}, "data": SCHEMA})),
        ["Vostok"],
    ),
    "tables_in_tables": (
        notebook(
            run(
                "t",
                html(
                    "<table><tr><td><table><tr><td>inner</td></tr></table></td>"
                    "<td rowspan=0>x</td></tr></table>"
                ),
            )
        ),
        ["inner"],
    ),
    "spans_that_lie": (
        notebook(
            run(
                "t",
                html(
                    "<table><tr><td colspan=999 rowspan=-2>a</td></tr>"
                    "<tr><td colspan='x'>b</td></tr></table>"
                ),
            )
        ),
        ["a", "b"],
    ),
    "table_empty": (notebook(run("t", html("<table></table>"))), ["as text"]),
    "html_output": (
        notebook(
            run("h", html("<h2>Found</h2><p>A <a href='#x'>link</a></p><pre>  kept\n  lines</pre>"))
        ),
        ["Found", "kept"],
    ),
    "script_output": (
        notebook(run("h", html("<script>draw()</script><style>p{}</style>"))),
        ["as text"],
    ),
    "iframe": (
        notebook(run("v", shows(text__html="<iframe src='https://example.org'></iframe>"))),
        ["cannot be printed"],
    ),
    "video": (notebook(run("v", html("<video controls src='x.mp4'></video>"))), ["as text"]),
    "plotly": (
        notebook(run("fig", {"output_type": "display_data", "metadata": {}, "data": PLOTLY})),
        ["cannot be printed"],
    ),
    "altair": (
        notebook(run("fig", {"output_type": "display_data", "metadata": {}, "data": ALTAIR})),
        [],
    ),
    "widget": (
        notebook(run("w", {"output_type": "display_data", "metadata": {}, "data": WIDGET})),
        ["IntSlider(value=7)"],
    ),
    "javascript": (notebook(run("j", shows(application__javascript="alert(1)"))), []),
    "latex": (
        notebook(run("s", shows(text__latex="$\\displaystyle \\int x\\, dx$", text__plain="x"))),
        [],
    ),
    "latex_table": (
        notebook(
            run("s", shows(text__latex="\\begin{tabular}{l}a\\end{tabular}", text__plain="a"))
        ),
        ["a"],
    ),
    "markdown_output": (
        notebook(run("m", shows(text__markdown="**bold** and $x$\n\n" + TABLE))),
        ["bold", "Vostok"],
    ),
    "json": (notebook(run("j", shows(application__json={"craft": ["Vostok", None]}))), ["Vostok"]),
    "geojson": (
        notebook(
            run(
                "j", shows(**{"application__geo+json": {"type": "Point"}, "text__plain": "a point"})
            )
        ),
        ["a point"],
    ),
    "unknown_form": (notebook(run("q", shows(application__x_secret="00"))), ["cannot be printed"]),
    "streams": (
        notebook(run("p", says("one\n"), says("two\n"), says("oops\n", "stderr"))),
        ["one", "two", "oops"],
    ),
    "progress_bar": (notebook(run("p", says("10%|#   |\r50%|##  |\r100%|####|\n"))), ["100%"]),
    "ansi": (
        notebook(
            run(
                "p",
                says(
                    "\x1b[1;32mgreen\x1b[0m \x1b[48;2;1;2;3m\x1b[38;2;9;9;9mrgb\x1b[m "
                    "\x1b[2K\x1b[?25l end \x1b]8;;u\x1b\\link"
                ),
            )
        ),
        ["green", "rgb", "end"],
    ),
    "traceback": (notebook(run("launch()", fails(*TRACEBACK))), ["no such orbit"]),
    "traceback_empty": (notebook(run("launch()", fails())), ["ValueError: no such orbit"]),
    "traceback_odd": (
        notebook(run("x", {"output_type": "error", "traceback": "not a list"})),
        ["Error"],
    ),
    "very_long_output": (notebook(run("p", says("\n".join(map(str, range(20_000)))))), ["19999"]),
    "very_long_line": (notebook(run("p", says("z" * 50_000))), ["zzz"]),
    "output_without_data": (
        notebook(run("p", {"output_type": "display_data"}, {"output_type": "?"}, 3)),
        ["p"],
    ),
    "output_of_nulls": (
        notebook(run("p", shows(text__plain=None, text__html=None, image__png=None))),
        ["p"],
    ),
    "output_of_numbers": (notebook(run("p", shows(text__plain=7, text__markdown=8))), ["8"]),
    "hidden": (
        notebook(
            run("folded", says("shown"), tags=["hide-input"]),
            run("x", says("gone"), tags=["remove-output"]),
        ),
        ["folded", "shown"],
    ),
    "collapsed": (
        notebook(run("kept", says("too"), collapsed=True, jupyter={"source_hidden": True})),
        ["kept"],
    ),
    "half_a_report_of_ours": (
        notebook(
            md("# Why?\n\n## In short\n\nSo."),
            filmed_in_orbit={"parameters": 5, "tables": [], "built_by": "me", "data_until": 3},
        ),
        ["So."],
    ),
    "references": (
        notebook(md("[f](#fig-no) [t](#tbl-no) [[1]](#cite) @smith2020 {cite}`a` {ref}`b`")),
        ["smith2020"],
    ),
    "emphasis": (
        notebook(md("**a *b* c** ~~d~~ ***e*** __f__ snake_case_word 2*3*4 \\*g\\*")),
        ["snake_case_word"],
    ),
    "rules_and_breaks": (
        notebook(md("a  \nb\\\nc\n\n---\n***\n\n&nbsp;&copy; &lt;x&gt;")),
        ["©", "<x>"],
    ),
    "windows_lines": (
        notebook(md("# A\r\n\r\ntext\r\n- b\r\n"), run("x = 1\r\ny = 2\r\n")),
        ["text", "y = 2"],
    ),
    "formulas_of_plain_tex": (
        notebook(
            md(
                r"$\boxed{a_1 \over b}$ $${n \choose k} \tag{7}$$ $\tag*{eight} {\rm d}x$ "
                r"$\textit{The window \"closes\"!}$ $\mathrm{;}\lvert q \rvert$ $\eqref{x:1}$ "
                r"$\LaTeX$"
            )
        ),
        ["(7)", "eight", "LaTeX"],
    ),
    "words_in_html_in_line": (
        notebook(md("Press <kbd>Ctrl</kbd>-<kbd>C</kbd>, see <code>a_b*c*d</code>.")),
        ["Press Ctrl-C", "a_bcd"],
    ),
    "heading_of_html": (
        notebook(md('### <a id="at"></a> <a href="#b c"><code>Charts</code></a>\n\n[to](#at)')),
        ["Charts", "to"],
    ),
    "signs_of_a_page": (
        notebook(
            run(
                "xarray",
                shows(
                    text__html='<svg style="width: 0; height: 0"><symbol id="i"><path d="M0 0"/>'
                    "</symbol></svg><p>Dimensions</p><svg class='icon'><use xlink:href='#i'/></svg>"
                ),
            )
        ),
        ["Dimensions"],
    ),
    "address_with_blanks": (
        notebook(
            run("x", shows(text__html=f'<p>A dot: <img src="data: image/png; base64,{BLUE}">'))
        ),
        ["A dot"],
    ),
    "parameters_of_others": (
        notebook(run("alpha = 0.6", tags=["parameters"]), run("import x", tags=["setup"])),
        ["alpha = 0.6", "import x"],
    ),
    "form_of_somebody": (
        notebook(
            run("x", shows(None) | {"data": {"application/vnd.apples+json": {"red": "pome"}}})
        ),
        ["pome"],
    ),
    "chart_without_a_picture": (
        notebook(run("plot", shows(None) | {"data": {"application/vnd.plotly.v1+json": CHART}})),
        ["Rain", "x: Year", "bar Snow"],
    ),
    "right_to_left": (notebook(md("# שלום\n\nمرحبا بالعالم"), language="he"), []),
}


def as_file(content: Any) -> str:
    """Return a notebook as the text of its file."""
    return json.dumps(content, ensure_ascii=True)
