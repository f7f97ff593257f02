"""The HTML of a report: one file, readable by people and machines, harmless whatever goes in."""

import base64
import hashlib
import io
import itertools
import re
from typing import Any

import nbformat
import pandas as pd
import pytest
from bs4 import BeautifulSoup
from fontTools.ttLib import TTFont
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from analysis.figures import COLOURS
from analysis.press.fonts import font_path
from analysis.press.html import TEMPLATES, ReportHTMLExporter
from analysis.press.web import colours, pictures, prose, webfonts
from analysis.show import TABLE_MIME, VALUES_MIME

# The promise of this project for one report with a dozen figures.
LARGEST_REPORT_BYTES = 1_500_000
# WCAG 2.2, success criteria 1.4.3 (text) and 1.4.11 (graphics).
TEXT_CONTRAST = 4.5
GRAPHICS_CONTRAST = 3.0

SVG = """<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"
 xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 468 216">
<defs><clipPath id="c"><rect x="0" y="0" width="9" height="9"/></clipPath>
<path id="m" d="M 0 1.234567 L 2 3" style="stroke: #14406b"/></defs>
<g clip-path="url(#c)"><use xlink:href="#m" x="1" y="2" style="fill: #14406b"/></g>
<text style="font-size: 10px; font-family: 'Fira Sans'; fill: #222222" x="1" y="2">Year</text>
</svg>"""


def figure(label: str = "fig-days", svg: str = SVG, **about: Any) -> Any:
    described = {"alt": "Days rise.", "caption": "Days aboard", "label": label, **about}
    return shown({"image/svg+xml": svg, "text/plain": "drawn"}, {"image/svg+xml": described})


def table(**changes: Any) -> Any:
    resource = {
        "schema": {
            "fields": [
                {"name": "film", "type": "string", "title": "Film", "url_field": "source_url"},
                {"name": "days", "type": "integer", "title": "Days", "align": "right"},
                {"name": "source_url", "type": "string", "title": "Source"},
            ]
        },
        "data": [
            {"film": "Вызов", "days": 1200, "source_url": "https://example.org/a"},
            {"film": "<b>Gravity</b>", "days": None, "source_url": "javascript:alert(1)"},
        ],
        "display": [["Вызов", "1,200"], ["<b>Gravity</b>", "–"]],
        "shown": ["film", "days"],
        "caption": "Days of *filming*",
        "label": "tbl-days",
        "note": "Source: [catalogue](https://example.org/).",
    }
    return shown({TABLE_MIME: resource | changes, "text/html": "<p>other</p>", "text/plain": "t"})


def shown(bundle: dict[str, Any], metadata: dict[str, Any] | None = None) -> Any:
    return new_output("display_data", data=bundle, metadata=metadata or {})


def code(*outputs: Any, source: str = "secret_source()", tags: tuple[str, ...] = ()) -> Any:
    return new_code_cell(source, outputs=list(outputs), metadata={"tags": list(tags)})


def notebook(*cells: Any, is_ours: bool = True, **about: Any) -> Any:
    written = [new_markdown_cell(cell) if isinstance(cell, str) else cell for cell in cells]
    metadata = (
        {"filmed_in_orbit": {"edition": "x", "project": "Filmed in Orbit", **about}}
        if is_ours
        else {}
    )
    return new_notebook(cells=written, metadata=metadata)


def exported(made: Any) -> str:
    markup, _ = ReportHTMLExporter().from_notebook_node(made, {"metadata": {"name": "07_x"}})
    return markup


def soup(*cells: Any, **about: Any) -> BeautifulSoup:
    return BeautifulSoup(exported(notebook(*cells, **about)), "html.parser")


REPORT = (
    "# Who flies?\n\nA [figure](#fig-days) and a [table](#tbl-days).",
    code(source="flight = 1", tags=("parameters",)),
    code(source="flight = 2", tags=("injected-parameters",)),
    code(figure("fig-hidden"), source="import show", tags=("setup",)),
    "## In short",
    code(shown({"text/markdown": "It took **12 days**.", VALUES_MIME: {"values": {}}})),
    "## How long?\n\nThe [figure](#fig-days) shows it; see [how](#How-long?).",
    code(table()),
    code(figure()),
    "## Sources",
)


def test_a_report_loads_nothing_from_outside() -> None:
    markup = exported(notebook(*REPORT))
    page = BeautifulSoup(markup, "html.parser")
    loaded = [
        tag.get(name)
        for tag in page.find_all(True)
        for name in ("src", "srcset", "poster", "data")
        if tag.get(name)
    ] + [link["href"] for link in page.find_all("link")]

    assert all(address.startswith("data:") for address in loaded)
    assert all(
        address.startswith(("data:", "#")) for address in re.findall(r"url\(([^)]*)", markup)
    )
    assert "@import" not in markup


def test_the_policy_allows_this_style_and_this_script_and_nothing_else() -> None:
    page = soup(*REPORT)
    policy = page.find("meta", {"http-equiv": "Content-Security-Policy"})["content"]
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))

    def digest(tag: str) -> str:
        (element,) = [e for e in page.find_all(tag) if e.get("id") != "manifest"]
        found = hashlib.sha256(element.string.encode("utf-8")).digest()
        return f"'sha256-{base64.b64encode(found).decode()}'"

    assert rules["default-src"] == "'none'"
    assert rules["style-src"] == digest("style")
    assert rules["script-src"] == digest("script")
    # A style attribute would need 'unsafe-inline'; the drawing above has three.
    assert not page.find_all(style=True)


def test_a_report_hides_code_parameters_and_setup() -> None:
    page = soup(*REPORT)

    assert "secret_source" not in page.get_text()
    assert "flight =" not in page.get_text()
    assert page.find(id="fig-hidden") is None


def test_a_notebook_from_elsewhere_shows_all_its_code() -> None:
    text = soup(code(), code(source="flight = 1", tags=("parameters",)), is_ours=False).get_text()

    assert "secret_source" in text
    assert "flight" in text


def test_the_head_asks_and_the_box_answers() -> None:
    page = soup(
        *REPORT,
        title="All flights",
        parameters=[["flight", "MS-19"]],
        data_until={"flights": "2024-12-31"},
    )

    assert page.h1.get_text() == "Who flies?"
    assert len(page.find_all("h1")) == 1
    assert (
        page.find(class_="answer").get_text(" ", strip=True)
        == "In short It took 12\N{NO-BREAK SPACE}days ."
    )
    assert page.find("meta", {"name": "description"})["content"] == "It took 12 days."
    facts = [item.get_text(": ") for item in page.find(class_="facts").find_all("div")]
    assert facts == ["Flight: MS-19", "Data until: 31 December 2024"]


@pytest.mark.parametrize(
    ("title", "window", "below"),
    [
        ("Who flies?", "Who flies?", None),
        ("Who flies? Axiom's first", "Axiom’s first · Who flies?", "Axiom’s first"),
        ("All flights", "All flights · Who flies?", "All flights"),
    ],
)
def test_windows_and_heads_tell_editions_of_one_question_apart(
    title: str, window: str, below: str | None
) -> None:
    page = soup(*REPORT, title=title)
    edition = page.select_one(".head .edition")

    assert page.title.get_text() == f"{window} · Filmed in Orbit"
    assert (edition and edition.get_text()) == below


def test_many_tables_are_known_until_days_between_the_first_and_the_last() -> None:
    until = {"a": "2023-10-26", "b": "2024-01-31", "c": "2024-12-08", "d": "2025-09-05"}
    facts = soup(*REPORT, data_until=until).find(class_="facts").get_text(": ", strip=True)

    assert facts == (
        "Data end: between 26 October 2023 and 5 September 2025, "
        "depending on the table (see the end)"
    )


def test_a_report_leads_to_its_other_forms_and_to_the_others() -> None:
    links = soup(*REPORT, gallery="../../index.html", files={"pdf": "x.pdf"}).select(".masthead a")

    assert [link["href"] for link in links] == ["../../index.html", "x.pdf"]
    assert soup(*REPORT, is_ours=False).select(".masthead a") == []


def test_figures_and_tables_are_numbered_and_references_say_so() -> None:
    page = soup(*REPORT)
    captions = [caption.get_text() for caption in page.find_all("figcaption")]
    references = {(a["href"], a.get_text()) for a in page.select("p a[href^='#']")}

    assert captions == ["Table\xa01. Days of filming", "Figure\xa01. Days aboard"]
    assert ("#fig-days", "Figure\xa01") in references
    assert ("#tbl-days", "Table\xa01") in references
    assert ("#how-long", "how") in references
    assert "The Figure" not in page.get_text()


def test_a_reference_to_nothing_stays_words_and_is_reported(capsys: Any) -> None:
    page = soup("# Q?\n\n[figure](#fig-lost) and ![plot](lost.png)")
    said = capsys.readouterr().err

    assert "figure and Image: plot" in page.get_text()
    assert page.find("a", href="#fig-lost") is None
    assert "07_x: nothing here is called fig-lost" in said
    assert "07_x: cell 1: the image lost.png" in said


def test_every_link_within_the_page_leads_somewhere_and_every_id_is_one() -> None:
    again = figure("fig-days")
    page = soup(*REPORT, code(again), "## Sources", code(figure("contents")))
    ids = [tag["id"] for tag in page.find_all(id=True)]
    pointed = {a["href"][1:] for a in page.find_all(href=re.compile("^#"))}
    pointed |= {tag["aria-labelledby"] for tag in page.find_all(attrs={"aria-labelledby": True})}

    assert len(ids) == len(set(ids))
    assert pointed - set(ids) == set()
    # Each drawing clips itself, not another.
    assert len(page.find_all(attrs={"clip-path": True})) == 3
    assert len({tag["clip-path"] for tag in page.find_all(attrs={"clip-path": True})}) == 3


def test_a_drawing_has_a_name_and_keeps_only_shapes_and_text() -> None:
    bad = SVG.replace(
        "<defs>",
        "<script>alert(1)</script><foreignObject><p>x</p></foreignObject>"
        "<image href='https://example.org/x.png'/>"
        "<a href='javascript:alert(1)'><path d='M 0 0'/></a>"
        "<path onclick='alert(1)' fill='url(https://example.org/#a)' d='M 1 1'/><defs>",
    )
    page = soup(code(figure(svg=bad, alt='Days "rise" & fall.')))
    drawing = page.find("svg", role="img")

    assert drawing["aria-label"] == 'Days "rise" & fall.'
    assert {tag.name for tag in drawing.find_all(True)} == {
        "image", "path", "defs", "clippath", "rect", "g", "use", "text",
    }  # fmt: skip
    assert "alert" not in str(drawing)
    assert "example.org" not in str(drawing)
    assert drawing.find("text").get_text() == "Year"


def test_a_picture_without_description_is_sealed_in_an_image() -> None:
    page = soup(code(figure(alt="")), code(shown({"image/png": "iVBORw0KGgo="})))
    images = page.find_all("img")

    assert [image["src"].split(",")[0] for image in images] == [
        "data:image/svg+xml;base64",
        "data:image/png;base64",
    ]
    assert [image["alt"][:22] for image in images] == [
        "Picture made by cell 1",
        "Picture made by cell 2",
    ]


@pytest.mark.parametrize(
    "colour", ["#222222", "#14406b", "#c8553d", "#5c8f94", "#7a6a8e", "#000080"]
)
def test_data_can_be_told_from_a_dark_page(colour: str) -> None:
    assert colours.contrast(colours.dark(colour), colours.PAPER) >= GRAPHICS_CONTRAST


def test_what_is_written_on_pixels_keeps_its_colour_on_a_dark_page() -> None:
    pixels = '<image width="9" height="9" href="data:image/png;base64,iVBORw0KGgo="/></svg>'
    page = soup(code(figure(svg=SVG.replace("</svg>", pixels))), code(figure()))
    on_pixels, other = page.select("figure svg")

    assert on_pixels["class"] == ["on-white"]
    assert not on_pixels.select("[class]")
    assert other.select("[class]")


def test_on_a_dark_page_day_stays_brighter_than_night() -> None:
    day, night = (
        colours.contrast(colours.dark(COLOURS[name]), colours.PAPER)
        for name in ("sunlight", "umbra")
    )
    assert day > 2 * night > 2 * GRAPHICS_CONTRAST


def test_colours_that_differ_on_white_differ_on_a_dark_page() -> None:
    apart = set(COLOURS.values()) - {COLOURS[n] for n in ("grid", "band", "umbra", "sunlight")}
    apart -= {COLOURS[name] for name in ("night side", "day side", "label")}
    pairs = list(itertools.combinations(sorted(apart), 2))

    nearest = min(colours.distance(one, other) for one, other in pairs)
    darkened = {pair: colours.distance(*map(colours.dark, pair)) for pair in pairs}
    assert min(darkened.values()) >= nearest, min(darkened, key=darkened.__getitem__)


def test_on_a_dark_map_the_night_side_is_the_darker_one() -> None:
    day, night = (
        colours.contrast(colours.dark(COLOURS[name]), "#000000")
        for name in ("day side", "night side")
    )

    assert day > 1.3 * night


@pytest.mark.parametrize("colour", ["#c8553d", "#d19a2a", "#8b959e", "#222222", "#5c8f94"])
def test_a_label_in_its_line_s_colour_can_be_read(colour: str) -> None:
    page = soup(code(figure(svg=SVG.replace("fill: #222222", f"fill: {colour}"))))
    text = page.find("text")

    assert colours.contrast(text["fill"], "#ffffff") >= TEXT_CONTRAST
    assert colours.contrast(colours.dark(colour), colours.PAPER) >= TEXT_CONTRAST
    # The class, by which a dark page repaints it, names the figure's own colour.
    assert text["class"] == [f"f-{colour[1:]}"]


def test_white_words_on_dark_areas_stay_white() -> None:
    page = soup(code(figure(svg=SVG.replace("fill: #222222", "fill: #ffffff"))))

    assert page.find("text")["fill"] == "#ffffff"


def test_a_pale_area_stays_behind_its_text_on_a_dark_page() -> None:
    tint, ink = colours.dark("#dbe6f1"), colours.dark("#222222")

    assert colours.contrast(tint, ink) >= TEXT_CONTRAST


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("ground", ["paper", "panel"])
@pytest.mark.parametrize("text", ["ink", "soft", "accent", "warm"])
def test_text_can_be_read_in_both_schemes(scheme: int, ground: str, text: str) -> None:
    style = (TEMPLATES / "house" / "house.css").read_text(encoding="utf-8")
    values = {
        name: re.findall(rf"--{name}: (#[0-9a-f]{{6}})", style)[scheme] for name in (ground, text)
    }

    assert colours.contrast(values[text], values[ground]) >= TEXT_CONTRAST


def test_a_drawing_is_repainted_for_dark_pages_only() -> None:
    style = pictures.dark_style([pictures.inline(SVG, "x", "a")])

    assert style.startswith("@media screen and (prefers-color-scheme:dark){")
    assert f".f-222222{{fill:{colours.dark('#222222')}}}" in style
    assert f".s-14406b{{stroke:{colours.dark('#14406b')}}}" in style


def test_a_table_is_text_with_safe_links_and_gives_its_data_away() -> None:
    found = soup(code(table())).find("figure", class_="table")
    taken = found.find("a", download=True)
    content = base64.b64decode(taken["href"].split(",")[1])
    frame = pd.read_csv(io.BytesIO(content))  # noqa: TID251  (read as a reader's program would)

    assert [cell.get_text() for cell in found.select("tbody tr *:is(th, td)")] == [
        "Вызов", "1,200", "<b>Gravity</b>", "–",
    ]  # fmt: skip
    assert [a["href"] for a in found.select("tbody a")] == ["https://example.org/a"]
    assert [head["class"] for head in found.select("thead th[class]")] == [["n"]]
    assert found.select_one("tbody td")["data-v"] == "1200"
    assert found.find(class_="scroll")["tabindex"] == "0"
    assert taken["download"] == "tbl-days.csv"
    assert frame["days"].tolist()[0] == 1200
    assert frame.columns.tolist() == ["film", "days", "source_url"]


def test_the_table_of_another_program_is_shown_too() -> None:
    bundle = {TABLE_MIME: {"schema": {"fields": [{"name": "a", "type": "number"}]},
                           "data": [{"a": 1.5}, {"a": None}]}}  # fmt: skip
    cells = [cell.get_text() for cell in soup(code(shown(bundle))).select("tbody th")]

    assert cells == ["1.5", ""]


EVIL = (
    "<script>alert(1)</script>",
    "<style>body { background: url(https://example.org/x) }</style>",
    '<b onclick="alert(1)" style="color: red">x</b>',
    '<a href="javascript:alert(1)">x</a>',
    '<a href="data:text/html,<b>alert(1)">x</a>',
    '<img src="https://example.org/alert(1).png">',
    '<iframe src="https://example.org/alert(1)"></iframe>',
    '<svg onload="alert(1)"><script>alert(1)</script></svg>',
    '<form action="https://example.org/alert(1)"><input></form>',
)


@pytest.mark.parametrize("where", ["markdown", "output", "text"])
def test_what_a_notebook_brings_cannot_run_or_load(where: str) -> None:
    cells = {
        "markdown": [f"# Q?\n\ntext {evil} text\n\n{evil}\n" for evil in EVIL],
        "output": [code(shown({"text/html": f"{evil}<p>kept</p>"})) for evil in EVIL],
        "text": [code(shown({"text/plain": evil})) for evil in EVIL],
    }[where]
    body = soup(*cells).find("main")
    attributes = [
        f"{name}={value}"
        for tag in body.select(".head *, .body *")
        for name, value in tag.attrs.items()
    ]

    assert not body.find_all(["script", "style", "iframe", "form", "input", "object"])
    assert not [a for a in attributes if re.match(r"on|style|src=http|href=(javascript|data)", a)]
    assert len(body.select("pre" if where == "text" else "p")) >= len(EVIL)
    if where == "text":
        assert [pre.get_text() for pre in body.find_all("pre")] == list(EVIL)


def test_a_table_of_another_library_keeps_its_cells() -> None:
    styled = (
        '<style>#T{}</style><table id="T" class="dataframe">'
        '<tr><td><span style="color: red">1</span></td></tr></table>'
    )
    page = soup(code(shown({"text/html": styled, "text/plain": "plain"})))
    found = page.select_one(".foreign table.dataframe td span")

    assert found.get_text() == "1"
    assert found.attrs == {}


@pytest.mark.parametrize("mime", ["application/vnd.jupyter.widget-view+json", "text/html"])
def test_what_needs_scripts_shows_its_words(mime: str) -> None:
    content = {"model_id": "1"} if "json" in mime else "<div id='p'></div><script>plot()</script>"
    page = soup(code(shown({mime: content, "text/plain": "IntSlider(value=3)"})))

    assert "IntSlider(value=3)" in page.find("main").get_text()


@pytest.mark.parametrize(
    ("markdown", "found"),
    [
        ("# Q\n\n### A\n\n##### B\n\n## C", ["h1", "h2", "h3", "h2"]),
        ("### A\n\n# B\n\n### C", ["h1", "h2", "h2", "h3"]),
    ],
)
def test_no_level_of_headings_is_left_out(markdown: str, found: list[str]) -> None:
    heads = soup(markdown).find("main").find_all(re.compile("^h[1-6]$"))

    assert [head.name for head in heads] == found


def test_the_empty_corner_of_a_table_heads_nothing() -> None:
    frame = "<table><tr><th></th><th class='n'> </th><th>a</th></tr></table>"
    page = soup(code(shown({"text/html": frame})))

    assert [cell.name for cell in page.select(".foreign tr *")] == ["td", "td", "th"]


def test_moments_and_durations_break_where_a_reader_would() -> None:
    fields = [{"name": name, "type": "string"} for name in ("span", "moment", "share")]
    row = {"span": "11 d 19 h 41 min", "moment": "5 Oct 2021, 08:55:02", "share": "below 75 %"}
    page = soup(code(table(schema={"fields": fields}, data=[row], display=None, shown=None)))
    span, moment, share = page.select("tbody :is(th, td)")

    assert span["class"] == ["date"]
    assert moment.get_text() == "5\xa0Oct\xa02021, 08:55:02"
    assert share.get_text() == "below 75\xa0%"


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("Soyuz MS-19 & STS-41-C", ["MS-19", "STS-41-C"]),
        ("(UR-100N), Союз ТМА-М-20", ["UR-100N", "ТМА-М-20"]),
        ("Proton-M/Briz-M, Soyuz-FG", ["Proton-M", "Briz-M", "Soyuz-FG"]),
        ("long-lasting, re-entry", []),
        ("sha-256-of-everything-there-is", []),
        ("35–50 lines, −3", []),
    ],
)
def test_a_designation_is_one_word_and_keeps_its_hyphens(text: str, whole: list[str]) -> None:
    made = table(data=[{"film": text}], display=[[text, "1"]], note=text)
    page = soup("# Why?\n\n## How?", text, code(made))

    for place in (
        page.select_one(".body > p"),
        page.select_one("tbody th"),
        page.select_one(".note"),
    ):
        assert place.get_text().replace("\xa0", " ") == text
        assert [span.get_text() for span in place.select(".whole")] == whole


@pytest.mark.parametrize("beside", ["", " <b>bold</b>"])
def test_an_address_breaks_behind_its_slashes_and_never_in_its_host(beside: str) -> None:
    address = "https://www.example.org/a/b_c.html?d=1&e=MS-19"
    link = soup("# Why?\n\n## How?", f"See <{address}>.{beside}").select_one(".body > p a")
    parts = "".join("|" if part.name == "wbr" else str(part) for part in link.contents)

    assert link.get_text() == link["href"] == address
    assert parts == "https://www.example.org/|a/|b_|c.html?|d=|1&|e=|MS-19"


def test_what_only_a_notebook_can_show_is_named() -> None:
    page = soup(code(shown({"application/vnd.plotly.v1+json": {"data": []}})))

    assert "What cell 1 shows needs a notebook: application/vnd.plotly" in page.main.get_text()


def broken(data: Any, metadata: Any = None) -> Any:
    return {"output_type": "display_data", "data": data, "metadata": metadata or {}}


NAMED = {"image/svg+xml": {"alt": "a"}}
DEEP = (
    f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1 1'>{'<g>' * 5000}{'</g>' * 5000}</svg>"
)
ROWLESS = {"schema": {"fields": [{"name": "a"}]}, "data": [{"a": 1}], "display": [[]]}
BROKEN = {
    "drawing cut off": broken({"image/svg+xml": "<svg", "text/plain": "words"}, NAMED),
    "drawing too deep": broken({"image/svg+xml": DEEP, "text/plain": "words"}, NAMED),
    "table without fields": broken({TABLE_MIME: {"data": 3}, "text/plain": "words"}),
    "table with short rows": broken({TABLE_MIME: ROWLESS, "text/plain": "words"}),
    "picture that is markup": broken({"image/png": '"><b>', "text/plain": ["wor", "ds"]}),
    "no data": {"output_type": "display_data", "words": 1},
    "no kind": {"words": 1},
    "data of another kind": broken(["words"]),
}


@pytest.mark.parametrize("output", BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_output_is_shown_as_text_and_its_cell_is_named(output: Any, capsys: Any) -> None:
    made = notebook("# Q?", code())
    made.cells[1].outputs = [nbformat.from_dict(output)]
    text = BeautifulSoup(exported(made), "html.parser").find("main").get_text()

    assert "words" in text
    assert "07_x: cell 2: an output is not what it says it is" in capsys.readouterr().err


def test_a_warning_of_our_code_is_reported_and_not_printed(capsys: Any) -> None:
    page = soup(code(new_output("stream", name="stderr", text="FutureWarning")))

    assert "FutureWarning" not in page.get_text()
    assert "cell 1: a warning of the code is left out: FutureWarning" in capsys.readouterr().err


def test_formulas_are_set_without_scripts_and_cannot_carry_markup() -> None:
    page = soup(
        "# Q?\n\n## A\n\nIt costs \\$5, $x^2$ and <b>\n\n$$\\text{<img src=x>}\\frac{1}{2}$$"
    )

    assert page.find("msup").get_text() == "x2"
    assert page.find("math", display="block").find("mfrac")
    assert page.find("img") is None
    assert "<code" in prose.formula("\\frac{", "inline") + prose.formula("\\begin{x}")
    assert "$5" in page.get_text()
    assert "javascript" not in prose.formula("\\href{javascript:alert(1)}{x}")
    assert BeautifulSoup(prose.formula("a \\pm b"), "html.parser").get_text() == "a±b"


def test_the_same_notebook_gives_the_same_bytes() -> None:
    assert exported(notebook(*REPORT)) == exported(notebook(*REPORT))


def test_a_report_with_twelve_figures_is_small() -> None:
    paths = "".join(f'<path d="M {i}.123456 {i}.5 L 0.123456 1"/>' for i in range(400))
    plots = [code(figure(f"fig-{i}", SVG.replace("</svg>", paths + "</svg>"))) for i in range(12)]

    assert len(exported(notebook(*REPORT, *plots)).encode("utf-8")) < LARGEST_REPORT_BYTES


def test_the_page_has_its_fonts_with_only_the_letters_it_uses() -> None:
    wanted = "Вызов 12"
    coded = re.findall(r"base64,([^)]*)", webfonts.style(wanted))
    fonts = [TTFont(io.BytesIO(base64.b64decode(part))) for part in coded]

    assert len(fonts) == len(webfonts.FACES)
    for font in fonts:
        assert set(map(chr, font.getBestCmap())) == set(wanted)
        assert "fvar" not in font
    assert font_path("Fira Sans").stat().st_size > 10 * max(map(len, coded))


@pytest.mark.parametrize(
    ("markup", "more"),
    [
        ("<strong>The <em>Challenge</em></strong>", 1),
        ('<figcaption id="x">Days of <em>filming</em></figcaption>', 1),
        ('<p class="note">From <em>Gravity</em>.</p><strong>a <i>b</i></strong>', 2),
        ("<strong>The</strong> <em>Challenge</em><figcaption>a</figcaption>", 0),
    ],
)
def test_a_rare_face_comes_only_where_it_is_seen(markup: str, more: int) -> None:
    rules = webfonts.style("abc", markup).count("@font-face")

    assert rules == len(webfonts.FACES) + more


def test_a_table_says_what_room_it_needs() -> None:
    def found(rows: int, columns: int, words: str) -> Any:
        names = [f"c{i}" for i in range(columns)]
        fields = [{"name": name, "type": "string"} for name in names]
        data = [dict.fromkeys(names, words)] * rows
        changes = {"schema": {"fields": fields}, "data": data, "display": None, "shown": None}
        return soup(code(table(**changes))).find("figure")

    small, large = found(3, 3, "short"), found(60, 9, "words " * 9)

    assert small.find(class_="scroll")["class"] == ["scroll"]
    assert large.find(class_="scroll")["class"] == ["scroll", "long", "broad"]
    assert "60 rows" in large.find(class_="take").get_text().split("Download")[0]
    assert not small.find(class_="take").get_text().split("Download")[0]
    assert not small.select(".t")
    assert len(large.select("tbody .t")) == 60 * 9


def test_a_page_serves_readers_of_every_kind() -> None:
    page = soup(*REPORT)

    assert page.html["lang"] == "en"
    assert page.find("a", class_="skip")["href"] == f"#{page.main['id']}"
    assert [nav["aria-label"] for nav in page.find_all("nav")] == ["Contents", "Contents"]
    assert [a.get_text() for a in page.find("nav").find_all("a")] == [
        "In short",
        "How long?",
        "Sources",
    ]
    assert page.find("link", rel="icon")["href"].startswith("data:image/svg+xml,")
    assert all(
        tag.get("aria-label") or tag.get("aria-labelledby") for tag in page.select("[tabindex='0']")
    )


def test_an_image_outside_the_folder_of_the_notebook_stays_outside(tmp_path: Any) -> None:
    (tmp_path / "secret.png").write_bytes(b"secret")
    folder = tmp_path / "notebooks"
    folder.mkdir()
    (folder / "own.png").write_bytes(b"own")
    made = notebook("# Q?\n\n![a](../secret.png) ![b](own.png)")
    markup, _ = ReportHTMLExporter().from_notebook_node(made, {"metadata": {"path": str(folder)}})

    assert base64.b64encode(b"own").decode() in markup
    assert base64.b64encode(b"secret").decode() not in markup
