"""The first day of a stay: near elements that are in the data, or today."""

from datetime import UTC, date, datetime

import pandas as pd
import pytest
from pydantic import TypeAdapter, ValidationError

from analysis import datasets, parameters

START = TypeAdapter(parameters.Start)


def fresh(monkeypatch, epoch: datetime) -> None:
    """Let the newest element set be of `epoch`."""
    known = datasets.elements()
    newest = known.tail(1).assign(epoch=pd.Timestamp(epoch))
    monkeypatch.setattr(datasets, "elements", lambda: pd.concat([known, newest]))


@pytest.mark.parametrize("value", ["2021-10-05", date(2021, 10, 5)])
def test_a_day_near_elements_is_taken(value):
    assert START.validate_python(value) == "2021-10-05"


def test_today_is_resolved_to_the_day_when_elements_are_fresh(monkeypatch):
    now = datetime.now(UTC)
    fresh(monkeypatch, now)

    assert START.validate_python("today") in (f"{now:%F}", f"{datetime.now(UTC):%F}")


def test_today_without_fresh_elements_names_the_command_that_fetches_them(monkeypatch):
    known = datasets.elements()
    stale = known[known["epoch"] < pd.Timestamp("2026-01-01", tz="UTC")]
    monkeypatch.setattr(datasets, "elements", lambda: stale)

    with pytest.raises(ValidationError, match=r"needs elements of the last 2 days.*`analysis"):
        START.validate_python("today")


@pytest.mark.parametrize("value", ["2022-06-01", "1957-10-04", "2031-01-01"])
def test_a_day_far_from_all_elements_is_refused(value):
    with pytest.raises(ValidationError, match="lies more than 14 days from all elements"):
        START.validate_python(value)


@pytest.mark.parametrize("value", ["tomorrow", "5 Oct 2021", 20211005, None])
def test_what_is_not_a_day_is_refused(value):
    with pytest.raises(ValidationError, match="is not a day written YYYY-MM-DD"):
        START.validate_python(value)


def test_a_schema_says_which_days_there_are():
    schema = START.json_schema()

    assert schema["format"] == "date"
    assert schema["formatMinimum"] < "2021-10-05" < schema["formatMaximum"]


def test_a_day_written_out_stays_as_it_is():
    assert parameters.day("2021-10-05") == "2021-10-05"
    assert parameters.day("today") >= "2026-01-01"
