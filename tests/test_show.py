"""What a cell shows: to the reader, to the regression test, to the machine."""

import json

import matplotlib
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import show

SVG = "image/svg+xml"
FRAME = pd.DataFrame(
    {
        "said_by": ["AFP", "<b>UPI</b>"],
        "footage_h": [30.0, np.nan],
        "cost_rub": [1_000_000_000, 2],
        "source_url": ["https://example.org/a?b=1&c", "javascript:alert(1)"],
    }
)


def _bundle(shown):
    bundle = shown._repr_mimebundle_()
    return bundle if isinstance(bundle, dict) else bundle[0]


def _table(**options):
    return show.table(FRAME, "Who said what", label="said", **options)


def test_a_sentence_is_prose_and_named_values():
    shown = _bundle(show.sentence("The crew shot {footage_h:.0f} hours.", footage_h=30.2))

    assert shown["text/markdown"] == "The crew shot 30 hours."
    assert shown[show.VALUES_MIME] == {
        "values": {
            "footage_h": {"value": 30.2, "unit": "h", "words": "Footage", "printed": "30"},
        }
    }


def test_a_sentence_refuses_what_is_missing_unless_told_what_to_say():
    with pytest.raises(ValueError, match="The value footage_h of a sentence is missing"):
        show.sentence("{footage_h} hours", footage_h=np.nan)

    said = show.sentence("{footage_h} hours", footage_h=None, otherwise="Nobody said.")

    assert said.markdown == "Nobody said."


def test_a_sentence_has_a_place_for_every_value():
    with pytest.raises(ValueError, match="no place for minutes"):
        show.sentence("{hours} hours", hours=1, minutes=2)


@given(st.text(st.characters(codec="utf-8", exclude_categories=["C"]), min_size=1))
def test_text_in_a_sentence_never_becomes_markup(text):
    said = show.sentence("{who}", who=text).markdown

    assert "<" not in said
    assert ">" not in said


def test_a_table_is_html_text_and_table_schema():
    shown = _bundle(_table())
    resource = shown[show.TABLE_MIME]

    assert [field["type"] for field in resource["schema"]["fields"]] == [
        "string", "number", "integer", "string",
    ]  # fmt: skip
    assert resource["shown"] == ["said_by", "footage_h", "cost_rub"]
    assert resource["display"] == [["AFP", "30", "1,000,000,000"], ["<b>UPI</b>", "–", "2"]]
    assert resource["data"][1]["footage_h"] is None
    assert resource["schema"]["fields"][1]["title"] == "Footage (h)"
    assert "Footage (h)" in shown["text/plain"]
    json.dumps(resource, allow_nan=False)


def test_html_in_data_is_text_and_only_web_addresses_are_links():
    shown = _bundle(_table())["text/html"]

    assert "&lt;b&gt;UPI" in shown
    assert "https://example.org/a?b=1&amp;c" in shown
    assert "javascript" not in shown


def test_a_table_names_the_column_that_it_lacks():
    with pytest.raises(ValueError, match="The table said has no column minutes"):
        _table(columns="said_by minutes")


def test_days_with_gaps_are_printed_as_days():
    days = pd.DataFrame({"day": pd.to_datetime(["2021-10-05", None])})
    resource = _bundle(show.table(days, "Days", label="days"))[show.TABLE_MIME]

    assert resource["display"] == [["5 Oct 2021"], ["–"]]


@pytest.mark.parametrize(
    ("columns", "printed"),
    [
        # An estimate and its bounds, by unit.
        ({"rate_percent": [13.3, 8.7], "low_percent": [4.67, 1.85], "high_percent": [28.7, 25.1]},
         ["13.3", "4.7", "28.7"]),
        # By stem, and the bound next to it by its place.
        ({"ratio_low": [5.99], "ratio": [10.84], "ratio_high": [18.1]}, ["6.0", "10.8", "18.1"]),
        ({"low_90": [2.449], "median": [4.19], "high_90": [201.3]}, ["2.45", "4.19", "201.30"]),
        # Bounds alone.
        ({"low_mln": [0.034], "high_mln": [1.58]}, ["0.034", "1.580"]),
        # A bound that the decimals of the estimate would make nothing.
        ({"rate_percent": [13.3], "low_percent": [0.03], "high_percent": [28.7]},
         ["13.30", "0.03", "28.70"]),
        # Other quantities, and one bound of two.
        ({"budget_mln": [99.3], "gross_mln": [1033.4], "ratio": [10.85]},
         ["99.3", "1,033", "10.8"]),
        ({"rate_percent": [13.3], "low_percent": [0.467]}, ["13.3", "0.467"]),
    ],
)  # fmt: skip
def test_the_parts_of_an_interval_have_the_same_decimals(columns, printed):
    shown = show.table(pd.DataFrame(columns), "Rates", label="rates")

    assert shown.resource["display"][0] == printed


def test_decimals_that_are_asked_for_are_printed_also_in_the_bounds():
    rates = {"rate_percent": [0.0, 100.0], "low_percent": [0.0, 14.7], "high_percent": [44.5, 100]}
    columns = "rate_percent:.1f low_percent high_percent"
    shown = show.table(pd.DataFrame(rates), "Rates", label="rates", columns=columns)

    assert shown.resource["display"] == [["0.0", "0.0", "44.5"], ["100.0", "14.7", "100.0"]]
    assert shown.resource["shown"] == list(rates)


def test_a_table_without_rows_says_so():
    shown = _bundle(show.table(FRAME.head(0), "Nothing", label="none"))

    assert "There is nothing to list." in shown["text/plain"]
    assert "There is nothing to list." in shown["text/html"]


@show.figure
def _line(table, colour="#14406b", xlabel="Day (days)", label=None):
    figure = show.Figure(show.WIDE_IN, alt="A line rises.", caption="Rise.")
    axes = figure.subplots()
    axes.plot(table["x"], table["y"], color=colour)
    axes.annotate("peak", (2, 3))
    axes.set(xlabel=xlabel, ylabel="Height (km)")
    return figure


POINTS = pd.DataFrame({"x": [0.0, 1.0, 2.0], "y": [1.0, 2.0, 3.0]})


def test_a_figure_shows_itself_once_as_vectors_with_live_text():
    bundle, metadata = _line(POINTS)._repr_mimebundle_()

    assert set(bundle) == {SVG, "text/plain"}
    assert "Height (km)" in bundle[SVG]
    assert "Fira Sans" in bundle[SVG]
    assert matplotlib.__version__ not in bundle[SVG]
    assert metadata[SVG]["alt"] == "A line rises."
    assert metadata[SVG]["label"] == "fig--line"


def test_a_figure_drawn_twice_is_the_same_bytes():
    assert _bundle(_line(POINTS)) == _bundle(_line(POINTS))


@pytest.mark.parametrize(
    "changed",
    [
        lambda: _line(POINTS.assign(y=[1.0, 2.001, 3.0])),
        lambda: _line(POINTS.assign(x=[0.0, 1.1, 2.0])),
        lambda: _line(POINTS.head(2)),
        lambda: _line(POINTS, xlabel="Day (hours)"),
    ],
)
def test_the_text_of_a_figure_changes_with_what_it_draws(changed):
    assert _bundle(changed())["text/plain"] != _bundle(_line(POINTS))["text/plain"]


def test_nothing_is_drawn_from_a_table_without_rows():
    assert "nothing to draw" in _bundle(_line(POINTS.head(0)))["text/markdown"]


def test_drawing_leaves_the_reader_s_own_style_alone():
    before = matplotlib.rcParams["font.size"]
    _bundle(_line(POINTS))

    assert matplotlib.rcParams["font.size"] == before


def test_sources_are_a_numbered_list_that_names_its_tables():
    sources = pd.DataFrame(
        [{"table": "claims", "title": "What is said", "source": "Claims", "source_url": "https://example.org",
          "credit": "We", "licence": "CC0", "retrieved": "2026-11-22", "until": "2025",
          "sha256": "abc"}]
    )  # fmt: skip
    shown = _bundle(show.references(sources))

    assert shown["text/markdown"].startswith(
        "1. We: *Claims*. <https://example.org>. For *What is said*; retrieved 22 Nov 2026."
    )
    assert "What is said (`claims`, abc…): CC0." in shown["text/markdown"]
    assert shown[show.VALUES_MIME]["tables"]["claims"]["retrieved"] == "2026-11-22"


@pytest.mark.parametrize(
    ("credit", "title", "url", "said"),
    [
        ("J. Doe, https://p.org", "J. Doe, list", "https://p.org/a.html", "J. Doe, list."),
        (
            "J. Doe, LOG, https://p.org/b",
            "LOG: list",
            "https://p.org/b/c.tsv",
            "J. Doe: *LOG: list*.",
        ),
        ("Space Force; CelesTrak", "CelesTrak, data", None, "Space Force: *CelesTrak, data*."),
        ("Made with Natural Earth", "Countries", None, "Made with Natural Earth: *Countries*."),
    ],
)
def test_a_source_repeats_nothing_of_its_title_or_address(credit, title, url, said):
    record = {"licence": "CC0", "retrieved": "2026-11-22", "until": "2025", "sha256": "abc"}
    source = {"table": "a", "title": "A", "source": title, "source_url": url, "credit": credit}
    shown = _bundle(show.references(pd.DataFrame([source | record])))
    address = f" <{url}>." if url else ""

    assert shown["text/markdown"].startswith(f"1. {said}{address} For *A*;")


def test_a_negative_number_has_a_minus_and_a_word_its_hyphen():
    shown = _bundle(show.sentence("{low_deg:.0f}° by {who}", low_deg=-29, who="SES-10"))

    assert shown["text/markdown"] == "−29° by SES-10"
