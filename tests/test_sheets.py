"""The tables of a report as CSV files in one archive, the same bytes on any day."""

import io
import zipfile

import pandas as pd
from nbformat.v4 import new_code_cell, new_notebook, new_output

from analysis.media import TABLE_MIME
from analysis.press import sheets

RESOURCE = {
    "label": "tbl-days",
    "schema": {"fields": [{"name": "film"}, {"name": "days"}, {"name": "is_film"}]},
    "data": [
        {"film": 'Вызов, "2023"', "days": 11.82, "is_film": True},
        {"film": "two\nlines", "days": None, "is_film": False},
    ],
}


def _made(*resources):
    outputs = [new_output("display_data", data={TABLE_MIME: part}) for part in resources]
    return new_notebook(cells=[new_code_cell("x", outputs=outputs)])


def test_a_sheet_is_read_back_as_it_was():
    read = pd.read_csv(io.BytesIO(sheets.sheet(RESOURCE)))  # noqa: TID251  (as a reader would)

    assert read["film"].tolist() == ['Вызов, "2023"', "two\nlines"]
    assert read["days"].fillna(-1).tolist() == [11.82, -1]
    assert read["is_film"].tolist() == [True, False]


def test_an_archive_has_each_table_once_and_no_date():
    packed = sheets.archive(_made(RESOURCE, RESOURCE, RESOURCE | {"label": "tbl-more"}))
    with zipfile.ZipFile(io.BytesIO(packed)) as file:
        members = file.infolist()

        assert [member.filename for member in members] == ["tbl-days.csv", "tbl-more.csv"]
        assert {member.date_time for member in members} == {sheets.NO_DATE}
        assert file.read("tbl-days.csv") == sheets.sheet(RESOURCE)


def test_a_notebook_without_tables_has_none():
    broken = new_notebook(cells=[new_code_cell("x", outputs=[])])

    assert list(sheets.tables(broken)) == []
