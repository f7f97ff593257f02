"""People, trips and spacewalks, joined from the book, McDowell's list, GCAT and NASA."""

import pandas as pd
from test_gcat import LAUNCHLOG, NO_CORRECTIONS
from test_mcdowell import EXCERPT

from analysis.refresh import people_in_space

MISSIONS = '{"Soyuz MS-18": {"launch": "2021-04-09T07:42:41Z", "land": "2021-10-17T04:35:44Z"}}'
RIDES = (
    "person,name,time_start,time_end\n"
    '"PERESILD, Yulia Sergeevna",Soyuz MS-19,2021-10-05T08:55:02Z,\n'
    '"PERESILD, Yulia Sergeevna",Soyuz MS-18,,2021-10-17T04:35:44Z\n'
    '"OVCHININ, Aleksei Nikolaevich",Soyuz MS-10,2018-10-11T08:40Z,2018-10-11T09:00Z\n'
    '"DUBROV, Pyotr Valerievich",Soyuz MS-19,2021-10-05T08:55Z,\n'
)
PEOPLE = (
    "category,name,dob,gender,countries,diedinspace,diedinflight\n"
    'commercial tourist,"PERESILD, Yulia Sergeevna",1984-09-05,Female,RUS,,\n'
    'cosmonaut,"OVCHININ, Aleksei Nikolaevich",1971-09-28,Male,RUS,,\n'
    'cosmonaut,"DUBROV, Pyotr Valerievich",1978-01-30,Male,RUS,,\n'
    'cosmonaut,"NEVER, Flew",1978-01-30,Male,RUS,,\n'
)
EVAS = (
    "person,time_start,time_end,duration\n"
    '"DUBROV, Pyotr Valerievich",2022-01-19T12:17Z,2022-01-19T19:28Z,\n'
)
NASA = "Crew,Vehicle,Date,Duration\nAnton Shkaplerov  Pyotr Dubrov,ISS,01/19/2022,7:11\n"
FILES = (LAUNCHLOG, MISSIONS, RIDES, PEOPLE, EXCERPT)


def corrections(*rows):
    return pd.DataFrame(rows, columns=NO_CORRECTIONS.columns)


def crews(faults=NO_CORRECTIONS):
    table = people_in_space.crews(*FILES, corrections=faults)
    return table.set_index(["person_id", "up_flight_id"])


def test_only_people_who_flew_are_in_and_their_label_decides_who_visits():
    table = people_in_space.people(PEOPLE, RIDES, corrections=NO_CORRECTIONS)

    assert table.set_index("person_id")["role"].to_dict() == {
        "aleksei-nikolaevich-ovchinin": "professional",
        "pyotr-valerievich-dubrov": "professional",
        "yulia-sergeevna-peresild": "visitor",
    }
    assert set(table["labelled_by"]) == {"Lowe and North"}


def test_a_person_whom_the_book_lacks_is_added_with_a_trip_and_the_flights_times():
    faults = corrections(
        ("people", "anton-shkaplerov", "name", "", "Anton Shkaplerov"),
        ("people", "anton-shkaplerov", "category", "", "cosmonaut"),
        ("crews", "anton-shkaplerov/soyuz-ms-19", "down_flight_id", "", "soyuz-ms-19"),
    )

    person = people_in_space.people(PEOPLE, RIDES, corrections=faults).set_index("person_id")
    trip = crews(faults).loc[("anton-shkaplerov", "soyuz-ms-19")]

    assert person.loc["anton-shkaplerov", "surname"] == "Shkaplerov"
    assert person.loc["anton-shkaplerov", "labelled_by"] == "this project"
    # McDowell's list: launch and landing of Soyuz MS-19.
    assert (trip["start"], trip["end"]) == ("2021-10-05T08:55:02Z", "2022-03-30T11:28:36Z")


def test_a_trip_is_over_when_somebody_landed_or_died_and_else_goes_on():
    lost = corrections(("flights", "soyuz-ms-10", "outcome", "launch_failure", "crew_lost"))

    assert crews()["ended"].to_dict() == {
        ("aleksei-nikolaevich-ovchinin", "soyuz-ms-10"): "landed",
        ("pyotr-valerievich-dubrov", "soyuz-ms-19"): "in orbit at cut-off",
        ("yulia-sergeevna-peresild", "soyuz-ms-19"): "landed",
    }
    assert crews(lost)["ended"].iloc[0] == "died"


def test_a_trip_is_a_visit_if_the_person_is_a_visitor():
    assert crews()["is_visitor"].tolist() == ["false", "false", "true"]


def test_a_spacewalk_has_the_flight_that_took_the_person_up_and_nasas_minutes():
    table = people_in_space.spacewalks(
        *FILES, EVAS, NASA, "Crew,Vehicle,Date,Duration\n", corrections=NO_CORRECTIONS
    )

    [walk] = table.to_dict("records")
    assert walk["flight_id"] == "soyuz-ms-19"
    assert (walk["duration_min"], walk["nasa_duration_min"]) == (431, 431)
