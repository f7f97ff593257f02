"""How old the data of a report are, on its cover and at the gate; and which day `today` is."""

import json
from datetime import date

import pytest
from bs4 import BeautifulSoup
from nbformat.v4 import new_markdown_cell, new_notebook

from analysis import contracts, datasets, declarations, show
from analysis.press import freshness
from analysis.press.html import ReportHTMLExporter
from analysis.press.typeset.cells import Cells
from analysis.press.typeset.draft import Draft

NOVEMBER = "2026-11-22"
LAUNCHES = {"retrieved": "2025-12-08", "until": "2024-12-08", "expected_age_days": 31}
FLIGHTS = {"retrieved": "2026-11-20", "until": "2024-10-29", "expected_age_days": 62}
EPHEMERIS = {"retrieved": "2022-02-26", "until": "2022-02-26", "expected_age_days": None}
TABLES = {"launches": LAUNCHES, "flights": FLIGHTS, "ephemeris": EPHEMERIS}


def test_the_age_of_a_table_counts_from_its_retrieval_to_the_day_of_the_report():
    assert [(age.name, age.days) for age in freshness.ages(TABLES, NOVEMBER)] == [
        ("ephemeris", 1730),
        ("launches", 349),
        ("flights", 2),
    ]


def test_only_a_table_that_is_older_than_expected_is_out_of_date():
    assert [age.name for age in freshness.past(TABLES, NOVEMBER)] == ["launches"]


@pytest.mark.parametrize(("day", "count"), [("2026-01-08", 0), ("2026-01-09", 1)])
def test_a_table_is_out_of_date_on_the_day_after_the_last_expected_one(day, count):
    assert len(freshness.past({"launches": LAUNCHES}, day)) == count


def test_without_a_day_there_is_no_age():
    assert freshness.ages(TABLES, None) == []
    assert freshness.warning(TABLES, None) == freshness.words(TABLES, None) == ""


@pytest.mark.parametrize("tables", [None, [], "x", {"a": 3}, {"a": {}}, {"a": {"retrieved": "?"}}])
def test_what_is_no_record_of_a_table_has_no_age(tables):
    assert freshness.ages(tables, NOVEMBER) == []


@pytest.mark.parametrize("days", ["31", True, 3.5, {}])
def test_an_expectation_that_is_no_number_of_days_is_none(days):
    assert freshness.past({"a": LAUNCHES | {"expected_age_days": days}}, NOVEMBER) == []


def test_many_old_tables_make_one_sentence():
    many = {f"table{number}": LAUNCHES for number in range(9)}

    assert freshness.warning(many, NOVEMBER).endswith("; and 5 more.")


# The cover.


def _about(as_of):
    return {"edition": "fail", "tables": TABLES, "as_of": as_of}


def _notebook(as_of):
    cells = [new_markdown_cell("# How often do launches fail?\n\nIt matters.")]
    return new_notebook(cells=cells, metadata={"filmed_in_orbit": _about(as_of)})


def _page(as_of):
    page, _ = ReportHTMLExporter().from_notebook_node(_notebook(as_of))
    return BeautifulSoup(page, "html.parser")


def _typst(as_of, tmp_path):
    return Cells(False, True).report(Draft(tmp_path), _notebook(as_of), "fail").source()


WARNING = "Out of date: launches, retrieved 349 days before this report (at most 31 expected)."


def test_the_head_of_a_page_says_how_old_the_data_are_and_warns():
    page = _page(NOVEMBER)

    facts = {div.dt.text: div.dd.text for div in page.select(".facts div")}
    assert facts["Data retrieved"].endswith(
        ", 2 to 1730 days before this report of 22 November 2026"
    )
    assert page.select_one("p.past").text == WARNING


def test_the_cover_of_a_pdf_says_the_same(tmp_path):
    source = _typst(NOVEMBER, tmp_path).replace("\u200b", "").replace("\xa0", " ")

    assert "2 to 1730 days before this report of 22 November 2026" in source
    assert WARNING in source
    assert "349 days; out of date after 31" in source


def test_a_report_that_is_made_for_no_day_gives_dates_only(tmp_path):
    page, source = _page(None), _typst(None, tmp_path)

    assert page.select_one("p.past") is None
    assert "before this report" not in page.text
    assert "before this report" not in source
    assert "aged" not in source


# The record.


def test_every_table_says_how_old_it_may_be():
    for name, record in datasets.package().items():
        assert "expected_age_days" in record, name
        days = record["expected_age_days"]
        assert days is None or (type(days) is int and days > 0), name


def test_every_expectation_stands_with_its_reason_beside_the_data():
    told = (datasets.home() / "README.md").read_text(encoding="utf-8")
    rows = [line.split("|")[1:4] for line in told.splitlines() if line.startswith("|")]
    stated = {
        table.strip("` "): days.strip()
        for days, tables, _ in (row for row in rows if len(row) == 3)
        for table in tables.split(",")
    }

    for name, record in datasets.package().items():
        assert stated[name] == str(record["expected_age_days"] or "none"), name


@pytest.mark.parametrize("days", [0, -1, "31", 1.5, True])
def test_an_expectation_that_is_no_number_of_days_is_refused(days):
    resource = {"path": "x.csv", "expected_age_days": days, "schema": {"fields": []}}

    with pytest.raises(contracts.DataError, match=r"expected_age_days .* a whole number of days"):
        contracts.table(b"", resource, lambda *_: None)


def test_the_expectation_reaches_the_press_with_the_sources():
    shown = show.references(datasets.sources("launches", "ephemeris"))._repr_mimebundle_()

    told = shown[show.VALUES_MIME]["tables"]
    assert told["launches"]["expected_age_days"] == 31
    assert told["ephemeris"]["expected_age_days"] is None
    json.dumps(told, allow_nan=False)


def test_the_records_of_a_project_are_read_where_there_are_any(tmp_path):
    assert freshness.recorded(tmp_path, ["launches"]) == {}

    (tmp_path / "data").mkdir()
    package = tmp_path / "data" / "datapackage.json"
    package.write_text(json.dumps({"resources": [{"name": "launches", **LAUNCHES}]}))
    assert freshness.recorded(tmp_path, ["launches", "moons"]) == {
        "launches": {"name": "launches", **LAUNCHES}
    }

    package.write_text("[")
    assert freshness.recorded(tmp_path, ["launches"]) == {}


# The day that a report is made for.

DECLARED = """\
from analysis.parameters import Start
as_of: str = "2026-01-01"  # day of the report
start: Start = "2021-10-05"  # first day
"""


def _checked(day, **values):
    return declarations.checked(declarations.declared(DECLARED, "cell"), values, day)


def test_a_parameter_named_as_of_gets_the_day_of_the_report():
    assert _checked(date(2026, 11, 22))["as_of"] == NOVEMBER


def test_a_parameter_named_as_of_keeps_a_value_that_is_given_and_its_default_without_a_day():
    assert _checked(date(2026, 11, 22), as_of="2025-05-05")["as_of"] == "2025-05-05"
    assert _checked(None)["as_of"] == "2026-01-01"


def test_today_is_the_day_of_the_report_whatever_the_clock_says():
    newest = datasets.elements()["epoch"].max().date()

    assert _checked(newest, start="today")["start"] == newest.isoformat()
