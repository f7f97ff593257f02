"""When the film crew was where, against the catalogue and those who told it."""

import pandas as pd
import pytest

from analysis import datasets, journeys

FILM = "The Challenge"
ONE_MINUTE_DAYS = 1 / (24 * 60)


def test_the_launch_is_given_to_the_second(events):
    # RussianSpaceWeb: lift-off at 11:55:02.442 Moscow time on 5 October 2021.
    launch = events.set_index("event").loc["Launch"]

    assert launch["time"] == pd.Timestamp("2021-10-05T08:55:02Z")
    assert launch["craft"] == "Soyuz MS-19"


def test_the_crew_came_down_in_the_other_ship(events):
    # NASA, station update of 17 October 2021: undocked 01:14 UTC from Nauka, landed 04:35.
    table = events.set_index("event")

    assert table.loc["Undocking", "craft"] == "Soyuz MS-18"
    assert table.loc["Undocking", "time"] == pd.Timestamp("2021-10-17T01:14:00Z")
    assert table.loc["Landing", "time"].floor("min") == pd.Timestamp("2021-10-17T04:35:00Z")


def test_the_stay_is_the_one_that_the_catalogue_prints(events):
    # Jonathan McDowell's list of people in space: 11 days 19:40:42 for both visitors.
    stays = journeys.stays(events).set_index("span")
    flown = pd.Timedelta(days=11, hours=19, minutes=40, seconds=42) / pd.Timedelta(days=1)

    assert stays.loc["In flight, launch to landing", "stay_days"] == pytest.approx(flown)
    # Wikipedia's list of films featuring space stations prints 11 d 12 h 52 min docked.
    docked = 11 + 12 / 24 + 52 / (24 * 60)
    assert stays.loc["On the station, docking to undocking", "stay_days"] == pytest.approx(
        docked, abs=ONE_MINUTE_DAYS
    )


def test_the_time_that_lies_farthest_is_told_with_who_gave_it(said):
    farthest = journeys.farthest_time(said, datasets.flights(), FILM)

    # Zvezda TV, 5 October 2021: docked at 15:22 in Moscow, 10 minutes later than planned.
    assert (farthest["event"], farthest["apart_min"]) == ("docking", 10)
    assert farthest["said_by"] == "RIA Novosti"
    nothing = journeys.farthest_time(said, datasets.flights(), "Gravity")
    assert nothing.isna().all()


def test_the_station_has_its_name_in_full():
    catalogue = datasets.flights()

    assert journeys.station(catalogue, "Soyuz MS-19") == "International Space Station"
    assert pd.isna(journeys.station(catalogue, None))


def test_the_ends_of_the_stay_have_their_source_and_no_seconds_that_nobody_gave(events):
    # RussianSpaceWeb has the docking to the second; NASA the undocking to the minute.
    ends = journeys.ends_on_board(events).set_index("event")

    assert ends["time"].tolist() == ["2021-10-05 12:22:31", "2021-10-17 01:14"]
    assert ends["said_by"].tolist() == ["RussianSpaceWeb", "NASA"]
    assert ends["source_url"].str.startswith("https://").all()
