"""The tables of launches, flights, people and spacewalks against other counts."""

from functools import cache

import pandas as pd
import pytest

from analysis import datasets

ONE_MINUTE = pd.Timedelta(minutes=1)
THREE_MINUTES = pd.Timedelta(minutes=3)
TEN_MINUTES_D = 10 / 60 / 24


@cache
def table(name):
    return datasets.read(name)


def utc(text):
    return pd.Timestamp(text, tz="UTC")


def in_space(when):
    trips = table("crews")
    return int(((trips["start"] <= when) & ~(trips["end"] <= when)).sum())


def days_in_space(person_id):
    trips = table("crews").query("person_id == @person_id")
    return (trips["end"] - trips["start"]).sum() / pd.Timedelta(days=1)


# GCAT, launch log to 8 December 2024: 6,828 launch tags, eleven of them from the Moon.
def test_every_launch_from_earth_is_one_row():
    assert len(table("launches")) == 6828 - 11


# 2018 to 2021: the lists of Wikipedia have as many; 2022 and 2023: McDowell, Space Activities
# in 2022 and in 2023, https://planet4589.org/space/papers/space23.pdf
@pytest.mark.parametrize(
    ("year", "attempts"), [(2018, 114), (2020, 114), (2021, 146), (2022, 186), (2023, 223)]
)
def test_launches_of_a_year_are_as_many_as_others_count(year, attempts):
    assert (table("launches")["launch_time"].dt.year == year).sum() == attempts


def test_crewed_launches_are_those_that_gcat_marks_and_starliner():
    # GCAT marks 353, four of which failed: Soyuz in 1975, 1983 and 2018, the Shuttle in 1986.
    crewed = table("launches").query("is_crewed")

    assert len(crewed) == 353 + 1
    assert crewed.query("outcome != 'success'")["tag"].tolist() == [
        "1975-F02", "1983-F02", "1986-F01", "2018-F01",
    ]  # fmt: skip


# Proton-M with three Glonass, 2 July 2013; Soyuz MS-10, 11 October 2018; Progress M-12M, 2011.
@pytest.mark.parametrize("tag", ["2013-F02", "2018-F01", "2011-F03"])
def test_known_failures_are_failures(tag):
    assert table("launches").set_index("tag").loc[tag, "outcome"] == "failure"


def test_an_outcome_follows_from_the_launch_code():
    by_outcome = table("launches").groupby("outcome")["launch_code"]

    assert by_outcome.unique().map(set)["success"] == {"OS", "DS"}
    assert by_outcome.unique().map(set)["failure"] == {"OF"}
    assert by_outcome.unique()["partial"].tolist() == [
        code for code in by_outcome.unique()["partial"] if code[2:].isdigit()
    ]


def test_flights_to_orbit_are_the_crewed_launches_and_two_that_fetched_crews():
    flights = table("flights").query("not is_suborbital")
    crewed = table("launches").query("is_crewed")["tag"]

    assert set(flights["launch_tag"]) - set(crewed) == {"1979-049", "2023-024"}
    assert set(crewed) <= set(flights["launch_tag"])


def test_flights_to_orbit_begin_when_gcat_says():
    flights = table("flights").merge(table("launches"), left_on="launch_tag", right_on="tag")

    assert (flights["launch_time_x"] == flights["launch_time_y"]).all()


# Roscosmos, 5 and 17 October 2021, by way of https://www.russianspaceweb.com/soyuz-ms-19.html
def test_the_film_crew_went_up_and_came_down_when_roscosmos_says():
    flights = table("flights").set_index("flight_id")

    assert flights.loc["soyuz-ms-19", "launch_time"] == utc("2021-10-05T08:55:02")
    assert flights.loc["soyuz-ms-18", "landing_time"] == utc("2021-10-17T04:35:44")


# McDowell, list of astronauts, numbers AS-00592 and AS-00593: 11:19:40:42.
@pytest.mark.parametrize("person_id", ["klim-alekseevich-shipenko", "yulia-sergeevna-peresild"])
def test_the_film_crew_spent_as_long_in_space_as_mcdowell_says(person_id):
    [trip] = table("crews").query("person_id == @person_id").to_dict("records")

    assert trip["end"] - trip["start"] == pd.Timedelta("11 days 19:40:42")


# McDowell, population of space, as kept at https://github.com/gvard/space-population
@pytest.mark.parametrize(
    ("when", "people"),
    [
        ("2021-10-05T08:55:01", 7),
        ("2021-10-05T08:55:02", 10),
        ("2021-10-13T14:55:00", 14),  # with four in New Shepard
        ("2021-10-15T16:25:00", 13),
        ("2021-10-17T04:35:44", 10),
    ],
)
def test_as_many_people_were_in_space_as_mcdowell_counts(when, people):
    assert in_space(utc(when)) == people


# IFLScience, New Record Set With 17 People In Earth Orbit At The Same Time, 31 May 2023: 17 in
# orbit; 19 with six in New Shepard in 2021.
@pytest.mark.parametrize(("when", "people"), [("2023-05-30T12:00", 17), ("2021-12-11T15:05", 19)])
def test_the_records_of_people_in_space_are_those_that_the_press_reported(when, people):
    assert in_space(utc(when)) == people


# NASA, Astronaut biographies and fact sheets; the Soviet ones: spacefacts.de.
@pytest.mark.parametrize(
    ("person_id", "days"),
    [
        ("story-musgrave", 53 + (9 + 55 / 60) / 24),
        ("richard-a-searfoss", 39 + (3 + 18 / 60) / 24),
        ("steven-l-smith", 40 + (0 + 16 / 60) / 24),
        ("david-a-wolf", 168 + (8 + 57 / 60) / 24),
        ("christina-hammock-koch", 328 + (13 + 58 / 60) / 24),
        ("vladimir-afanasiyevich-lyakhov", 333 + (7 + 48 / 60) / 24),
        ("sergei-konstantinovich-krikalyov", 803 + (9 + 39 / 60) / 24),
        ("valeri-vladimirovich-polyakov", 678 + (16 + 33 / 60) / 24),
    ],
)
def test_people_spent_as_many_days_in_space_as_their_biographies_say(person_id, days):
    assert days_in_space(person_id) == pytest.approx(days, abs=TEN_MINUTES_D)


def test_nobody_is_in_space_twice_at_once():
    trips = table("crews").sort_values(["person_id", "start"])
    again = trips["person_id"] == trips["person_id"].shift()

    assert (trips["start"] > trips["end"].shift())[again].all()
    assert (trips["end"] > trips["start"])[trips["end"].notna()].all()


def test_trips_begin_and_end_with_their_flights():
    flights = table("flights").set_index("flight_id")
    trips = table("crews")
    launch = trips["up_flight_id"].map(flights["launch_time"])
    landing = trips["down_flight_id"].map(flights["landing_time"])

    assert (trips["start"] - launch).abs().max() <= THREE_MINUTES
    assert (trips["end"] - landing).abs().max() <= THREE_MINUTES


def test_as_many_people_went_up_as_mcdowells_list_counts_aboard():
    flights = table("flights").query("not is_suborbital and outcome != 'launch_failure'")
    flights = flights[flights["launch_time"] < utc("2023-11-01")]
    went_up = table("crews").groupby("up_flight_id").size()

    counted = flights["flight_id"].map(went_up).fillna(0).astype("Int64")
    assert (counted == flights["crew_count"]).all()


# NASA, Apollo 1, Challenger and Columbia remembrance; Komarov and the crew of Soyuz 11; Adams.
def test_nineteen_people_died_on_five_flights():
    died = table("crews").query("ended == 'died'").groupby("up_flight_id").size()

    assert died.to_dict() == {
        "soyuz-1": 1,
        "soyuz-11": 3,
        "sts-107": 7,
        "sts-51-l": 7,
        "x-15-flight-191": 1,
    }


def test_spacewalks_lie_within_a_trip_of_the_person():
    walks = table("spacewalks").merge(
        table("crews"), left_on=["person_id", "flight_id"], right_on=["person_id", "up_flight_id"]
    )
    began = walks["start_x"] >= walks["start_y"].dt.floor("D")
    over = walks["end_x"].fillna(walks["start_x"]) > walks["end_y"]

    assert len(walks) == len(table("spacewalks"))
    assert began.all()
    assert not over.any()


def test_spacewalks_last_as_long_as_nasa_says_nine_times_in_ten():
    both = table("spacewalks").dropna(subset=["duration_min", "nasa_duration_min"])
    apart_min = (both["duration_min"] - both["nasa_duration_min"]).abs()

    assert len(both) > 700
    assert apart_min.median() == 0
    assert (apart_min <= 5).mean() > 0.9


def test_nearly_every_spacewalk_to_2013_is_in_nasas_list_too():
    walks = table("spacewalks")
    shared = walks[
        (walks["start"] < utc("2013-08-01")) & ~walks["flight_id"].str.startswith("shen")
    ]

    assert shared["nasa_duration_min"].notna().mean() > 0.98


def test_every_correction_leads_to_a_cell_of_its_table():
    for fault in table("corrections").itertuples():
        fields = [field["name"] for field in datasets.record(fault.table)["schema"]["fields"]]
        assert fault.column in fields


def test_what_a_correction_puts_in_stands_in_the_table():
    keys = {"launches": "tag", "flights": "flight_id", "people": "person_id"}
    for fault in table("corrections").query("table in @keys").itertuples():
        row = table(fault.table).set_index(keys[fault.table]).loc[fault.key]
        stands = row[fault.column]
        if pd.isna(fault.replacement):
            assert pd.isna(stands)
        elif isinstance(stands, pd.Timestamp):
            assert stands == pd.Timestamp(fault.replacement)
        else:
            assert str(stands).lower() == fault.replacement.lower()
