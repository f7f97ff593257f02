"""NASA's list of spacewalks: its dates, durations and names."""

from datetime import UTC, date, datetime

import pytest

from analysis.refresh import nasa_eva

LISTED = (
    "EVA #,Country,Crew    ,Vehicle,Date,Duration,Purpose \n"
    '2,USA,David Scott,Gemini VIII,"March 16-17, 1966",0:00,"Called off"\n'
    "29,USA,David Scott  James Irwin,Apollo-15,07/30/1971,0:33,\n"
    "30,USA,David Scott  James Irwin,Apollo-15,07/31/1971,6:34,\n"
    "31,USA,David Scott  James Irwin,Apollo-15,08/02/1971,4:50,\n"
    "32,USA,David Scott  James Irwin,Apollo-15,08/02/1971,0:05,\n"
    "235,Russia,Victor Lazerov  Oleg Makarov,Soyuz 12,Sept. 1973,0:00,\n"
    '260,Russia,Vladimir Titov  Musa Manarov,Soyuz TM-4,"Feb. 26,1988",4:10,\n'
    "261,USA,Mike Lopez-Alegria  Jeff Wisoff,STS-92,10/16/2000,7:07,\n"
)
ADDITIONS = (
    "ID,Country,Crew,Vehicle,Date,Duration,Purpose\n"
    "390,Russia,Gennady Padalka  Mikhail Korniyenko,ISS Incr-44,08/10/2015,5:31,\n"
)


@pytest.fixture
def listed():
    return nasa_eva.spacewalks(LISTED, ADDITIONS)


def test_a_spacewalk_with_a_day_is_a_row_from_either_file(listed):
    assert listed["date"].tolist() == sorted(listed["date"])
    assert len(listed) == 8
    assert listed.iloc[-1]["date"] == date(2015, 8, 10)


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("06/03/1965", date(1965, 6, 3)),
        ("March 16-17, 1966", date(1966, 3, 16)),
        ("Mar. 18, 1965", date(1965, 3, 18)),
        ("Feb. 26,1988", date(1988, 2, 26)),
        ("Sept. 1973", None),
        ("Mayday 1, 1990", date(1990, 5, 1)),
        ("", None),
    ],
)
def test_a_day_is_read_in_each_of_the_lists_forms(printed, day):
    assert nasa_eva.day_of(printed) == day


def test_a_duration_of_zero_is_none():
    assert nasa_eva.minutes("0:00") is None
    assert nasa_eva.minutes("8:56") == 536  # STS-102, 11 March 2001, the longest


# The book's starts in UTC; Houston was still on the day before in the first case.
@pytest.mark.parametrize(
    ("surname", "start", "minutes"),
    [
        ("Scott", datetime(1971, 7, 31, 0, 16, tzinfo=UTC), 33),
        ("Irwin", datetime(1971, 7, 31, 13, 13, tzinfo=UTC), 394),
        ("López-Alegría", datetime(2000, 10, 16, 14, 15, tzinfo=UTC), 427),
        ("Korniyenko", datetime(2015, 8, 10, 14, 20, tzinfo=UTC), 331),
        ("Leonov", datetime(1971, 7, 31, 13, 13, tzinfo=UTC), None),
        ("Scott", datetime(1966, 3, 16, 18, 0, tzinfo=UTC), None),
    ],
)
def test_a_duration_is_found_by_day_and_surname(listed, surname, start, minutes):
    assert nasa_eva.duration_of(listed, surname, start) == minutes


def test_of_two_on_a_day_the_longer_is_meant(listed):
    start = datetime(1971, 8, 2, 8, 52, tzinfo=UTC)

    assert nasa_eva.duration_of(listed, "Scott", start) == 290
