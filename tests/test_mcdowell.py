"""McDowell's list of human spaceflights, GCAT's crewed launches and the book's landings, joined."""

import pandas as pd
import pytest
from test_gcat import LAUNCHLOG, NO_CORRECTIONS

from analysis.refresh import mcdowell

EXCERPT = (
    "HSFID|HSFTAG|Desig|Ship|LDate|EDate|Dur|Crew|Station|OrbID\n"
    "H00350|MS19|2021-089|Soyuz MS-19|2021 Oct  5 0855:02|2022 Mar 30 1128:36?"
    "|176:02:33:34|3|ISS|ORB325\n"
    "H00347|SS2-22|2021-S41|VMS Unity 22|2021 Jul 11 1524:17|2021 Jul 11 1538:36"
    "|0:00:14:19|6|-|SO24\n"
)
MISSIONS = (
    '{"Soyuz MS-19": {"launch": "2021-10-05T08:55:02Z", "land": "2022-03-30T11:28:26Z"},'
    ' "Mercury-Redstone 3": {"launch": "1961-05-05T14:34:13Z", "land": "1961-05-05T14:49Z"}}'
)
RIDES = (
    "person,name,time_start,time_end\n"
    '"SHEPARD, Alan B., Jr.",Mercury-Redstone 3,1961-05-05T14:34:13Z,1961-05-05T14:49Z\n'
    '"OVCHININ, Aleksei Nikolaevich",Soyuz MS-10,2018-10-11T08:40Z,2018-10-11T09:00Z\n'
)
PEOPLE = (
    "file,category,name,type,dob,gender,countries,diedinspace,diedinflight\n"
    'SHEPARD_AB.md,astronaut,"SHEPARD, Alan B., Jr.",military,1923-11-18,Male,USA,,\n'
)


def flights(rides=RIDES, people=PEOPLE):
    table = mcdowell.flights(
        LAUNCHLOG, MISSIONS, rides, people, EXCERPT, corrections=NO_CORRECTIONS
    )
    return table.set_index("flight_id")


def test_flights_are_the_crewed_launches_and_the_suborbital_ones_of_both_lists():
    assert flights().index.tolist() == [
        "mercury-redstone-3", "soyuz-ms-10", "vms-unity-22", "soyuz-ms-19",
    ]  # fmt: skip


def test_the_landing_is_mcdowells_where_his_list_has_it_and_else_the_books():
    table = flights()

    assert table.loc["soyuz-ms-19", "landing_time"] == "2022-03-30T11:28:36Z"
    assert table.loc["soyuz-ms-19", "note"] == "McDowell marks the landing time as uncertain."
    assert table.loc["mercury-redstone-3", "landing_time"] == "1961-05-05T14:49:00Z"
    assert table.loc["mercury-redstone-3", "landing_time_precision"] == "minute"


def test_suborbital_flights_have_no_launch_tag():
    table = flights()

    assert table["is_suborbital"].tolist() == ["true", "false", "true", "false"]
    assert table["launch_tag"].tolist() == ["", "2018-F01", "", "2021-089"]


def test_a_crew_is_counted_in_the_book_where_mcdowells_list_has_no_number():
    assert flights()["crew_count"].tolist() == ["1", "1", "6", "3"]


def test_a_flight_ends_in_success_failure_or_loss_of_the_crew():
    lost = PEOPLE.replace(",USA,,", ",USA,,Fire")

    assert flights()["outcome"].tolist() == ["success", "launch_failure", "success", "success"]
    assert flights(people=lost).loc["mercury-redstone-3", "outcome"] == "crew_lost"


# GCAT's names beside those of NASA's and Roscosmos's own pages.
@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("Vostok", "Vostok 1"),
        ("Soyuz-18", "Soyuz 18"),
        ("[Soyuz-18]", "Soyuz 18-1"),
        ("Soyuz TMA-01M", "Soyuz TMA-01M"),
        ("Gemini IX-A", "Gemini 9A"),
        ("Apollo 11 CSM", "Apollo 11"),
        ("Skylab SL-2", "Skylab 2"),
        ("Challenger (STS 51-L)", "STS-51-L"),
        ("Discovery (STS-26R)", "STS-26"),
        ("Dragon Endeavour (SpX DM-2)", "Dragon DM-2"),
        ("Dragon Resilience (Crew-1)", "Dragon Crew-1"),
        ("Inspiration4", "Inspiration4"),
    ],
)
def test_a_flight_has_the_name_that_people_use(printed, name):
    assert mcdowell.craft_name(printed) == name


@pytest.mark.parametrize(
    ("state", "time", "is_visit", "station"),
    [
        ("SU", "1978-01-10", True, "Salyut 6"),
        ("RU", "2000-04-04", True, "Mir"),
        ("RU", "2021-10-05", True, "ISS"),
        ("CN", "2016-10-16", True, "Tiangong-2"),
        ("SU", "1969-01-14", True, ""),
        ("US", "2009-05-11", False, ""),
    ],
)
def test_the_station_is_the_one_in_service_if_it_was_a_visit(state, time, is_visit, station):
    assert mcdowell.station_visited(state, time, is_visit) == station


def test_a_list_without_a_column_is_refused_by_its_name():
    with pytest.raises(ValueError, match=r"the columns of McDowell's list .*OrbID"):
        mcdowell.missions_listed(EXCERPT.replace("OrbID", "Orbit"))


def test_a_correction_is_applied_to_the_finished_flight():
    fault = pd.DataFrame(
        [("flights", "soyuz-ms-10", "crew_count", "1", "2")], columns=NO_CORRECTIONS.columns
    )

    table = mcdowell.flights(LAUNCHLOG, MISSIONS, RIDES, PEOPLE, EXCERPT, corrections=fault)

    assert table.set_index("flight_id").loc["soyuz-ms-10", "crew_count"] == "2"
