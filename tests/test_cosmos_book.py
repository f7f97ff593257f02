"""The book's list of people in space: names, times, rides and spacewalks."""

import pandas as pd
import pytest
from test_gcat import NO_CORRECTIONS

from analysis.refresh import cosmos_book

RIDES = (
    "file,person,name,time_start,time_end\n"
    'KIMBROUGH_RS.md,"KIMBROUGH, Robert Shane",STS-126,2008-11-15T00:55Z,2008-11-30T21:26Z\n'
    'PERESILD_YS.md,"PERESILD, Yulia Sergeevna",Soyuz MS-19,2021-10-05T08:55:02Z,\n'
    'PERESILD_YS.md,"PERESILD, Yulia Sergeevna",Soyuz MS-18,,2021-10-17T04:35:44Z\n'
    'CHUB_NA.md,"CHUB, Nikolai Aleksandrovich",Soyuz MS-24,2023-09-15T15:44Z,\n'
    'ADAMS_MJ.md,"ADAMS, Mike James",X-15 Flight 191,,\n'
)
EVAS = (
    "file,person,time_start,time_end,duration\n"
    'LEONOV_AA.md,"LEONOV, Aleksei Arkhipovich",1965-03-18T08:34:51Z,1965-03-18T08:47Z,\n'
    'APT_J.md,"APT, Jerome",1991-04-07,,4h26m\n'
    'APT_J.md,"APT, Jerome",1991-04-08,,5h47m\n'
    'APT_J.md,"APT, Jerome",1991-04-08T10:00Z,1991-04-08T15:47Z,\n'
    'FEI_J.md,"FEI, Junlong",2023-02-28,,\n'
    'MEIR_JU.md,"MEIR, Jessica Ulrika",2019-10-18T11:38Z,2019-10-18T18:55Z,\n'
    'MEIR_JU.md,"MEIR, Jessica Ulrika",2019-10-18T11:38Z,2019-10-18T18:55Z,\n'
)


def correction(table, key, column, found, replacement):
    row = (table, key, column, found, replacement)
    return pd.DataFrame([row], columns=NO_CORRECTIONS.columns)


def trips(corrections=NO_CORRECTIONS):
    return cosmos_book.trips(RIDES, corrections=corrections).set_index("person_id")


def test_a_ride_up_and_the_next_ride_down_make_one_trip():
    peresild = trips().loc["yulia-sergeevna-peresild"]

    assert peresild.tolist() == [
        "soyuz-ms-19", "soyuz-ms-18", "2021-10-05T08:55:02Z", "2021-10-17T04:35:44Z",
    ]  # fmt: skip


def test_a_round_trip_in_one_craft_is_one_ride():
    assert trips().loc["robert-shane-kimbrough", "down_flight_id"] == "sts-126"


def test_a_ride_without_an_end_or_without_any_time_stays_open():
    assert trips().loc["nikolai-aleksandrovich-chub", ["down_flight_id", "end"]].tolist() == [
        "",
        "",
    ]
    assert trips().loc["mike-james-adams", "up_flight_id"] == "x-15-flight-191"


def test_a_trip_that_the_book_misses_is_added():
    missed = correction(
        "crews", "robert-shane-kimbrough/soyuz-ms-02", "down_flight_id", "", "soyuz-ms-02"
    )

    added = trips(missed).loc["robert-shane-kimbrough"].iloc[-1]

    assert added.tolist() == ["soyuz-ms-02", "soyuz-ms-02", "", ""]


def test_a_trip_whose_person_is_struck_out_is_gone():
    struck = correction(
        "crews", "robert-shane-kimbrough/sts-126", "person_id", "robert-shane-kimbrough", ""
    )

    assert "robert-shane-kimbrough" not in trips(struck).index


@pytest.mark.parametrize(
    ("printed", "name", "surname"),
    [
        ("PERESILD, Yulia Sergeevna", "Yulia Sergeevna Peresild", "Peresild"),
        ("CHR&Eacute;TIEN, Jean-Loup", "Jean-Loup Chrétien", "Chrétien"),
        ("MCARTHUR, William Surles, Jr", "William Surles McArthur Jr", "McArthur"),
        ("CONRAD, Charles \"Pete\", Jr.", "Charles Conrad Jr.", "Conrad"),
        ("CARTER, Manley Lanier, Jr., 'Sonny'", "Manley Lanier Carter Jr.", "Carter"),
        ("O'BRIEN, Vanessa", "Vanessa O'Brien", "O'Brien"),
        ("COLEMAN, Catherine G. 'Cady', (Ph.D.)", "Catherine G. Coleman", "Coleman"),
        ("MATTINGLY, Thomas K., II", "Thomas K. Mattingly II", "Mattingly"),
        ("KELLY III, Clint", "Clint Kelly III", "Kelly III"),
        ("CHILTON, Kevin P., General", "Kevin P. Chilton", "Chilton"),
    ],
)  # fmt: skip
def test_a_name_is_put_into_natural_order_without_nicknames_and_titles(printed, name, surname):
    assert cosmos_book.person_name(printed) == name
    assert cosmos_book.surname(printed) == surname


@pytest.mark.parametrize(
    ("printed", "flight_id"),
    [
        ("SpaceX Crew-2", "dragon-crew-2"),
        ("SpaceX-DM2", "dragon-dm-2"),
        ("Ax-1", "axiom-ax-1"),
        ("Blue Origin NS-18", "new-shepard-ns-18"),
        ("Shenzhou VII", "shenzhou-7"),
        ("Shenzhou 11", "shenzhou-11"),
        ("STS-51-L", "sts-51-l"),
        ("Soyuz TMA-01M", "soyuz-tma-01m"),
    ],
)
def test_the_books_names_lead_to_the_projects_flights(printed, flight_id):
    assert cosmos_book.flight_id(printed) == flight_id


@pytest.mark.parametrize(
    ("printed", "time", "precision"),
    [
        ("2021-10-05T08:55:02Z", "2021-10-05T08:55:02Z", "second"),
        ("1963-07-19T18:31:29.1Z", "1963-07-19T18:31:29Z", "second"),
        ("1961-04-12T06:07Z", "1961-04-12T06:07:00Z", "minute"),
        ("1991-04-07", "1991-04-07T00:00:00Z", "day"),
        ("", "", ""),
    ],
)
def test_a_time_is_as_precise_as_it_is_printed(printed, time, precision):
    assert cosmos_book.utc_time(printed) == time
    assert cosmos_book.time_precision(printed) == precision


@pytest.mark.parametrize("printed", ["February 3, 2006 9:55", "2023-12-21T", "2006-02-3T16:27Z"])
def test_a_time_that_cannot_be_read_is_refused(printed):
    with pytest.raises(ValueError, match=r"has the time .* expected one such"):
        cosmos_book.utc_time(printed)


def test_a_spacewalk_lasts_from_start_to_end_or_as_printed():
    table = cosmos_book.spacewalks(EVAS, corrections=NO_CORRECTIONS)
    minutes = table.set_index(["person_id", "start"])["duration_min"]

    assert minutes["aleksei-arkhipovich-leonov", "1965-03-18T08:34:51Z"] == 12
    assert minutes["jerome-apt", "1991-04-07T00:00:00Z"] == 4 * 60 + 26
    assert pd.isna(minutes["junlong-fei", "2023-02-28T00:00:00Z"])


def test_a_spacewalk_listed_twice_is_one():
    table = cosmos_book.spacewalks(EVAS, corrections=NO_CORRECTIONS)

    assert (table["person_id"] == "jessica-ulrika-meir").sum() == 1
    assert table.loc[table["person_id"] == "jerome-apt", "start_precision"].tolist() == [
        "day",
        "minute",
    ]


def test_people_have_a_birth_date_only_where_it_is_whole():
    listed = (
        "file,category,name,dob,gender,countries,diedinspace,diedinflight\n"
        'A.md,commercial tourist,"BESS, Cameron",1992-03,Male,USA,,\n'
        'B.md,commercial tourist,"PERESILD, Yulia Sergeevna",1984-09-05,Female,RUS,,\n'
    )

    table = cosmos_book.people(listed)

    assert table["birth_date"].tolist() == ["", "1984-09-05"]
    assert table["sex"].tolist() == ["male", "female"]


def test_a_list_without_a_column_is_refused_by_its_name():
    with pytest.raises(ValueError, match=r"the columns of the list of rides are .*time_end"):
        cosmos_book.trips(RIDES.replace("time_end", "end"), corrections=NO_CORRECTIONS)
