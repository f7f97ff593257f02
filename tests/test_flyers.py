"""People in orbit and records against the press of the day, counts of persons by hand."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import datasets, flights, flyers


@pytest.fixture(scope="module")
def trips():
    return flights.trips(datasets.crews(), datasets.people(), datasets.flights())


@pytest.mark.parametrize(
    ("moment", "people"),
    [
        # Gvard, after McDowell: 10, 13 and 10 in the days of the flight of the film
        # https://github.com/gvard/astrodata
        ("2021-10-05T08:55:02Z", 10),
        ("2021-10-15T16:30:00Z", 13),
        ("2021-10-17T04:35:44Z", 10),
        # 14 on 16 September 2021 and 13 in March 1995: https://globalusanews.com/2023/05/30/number-of-humans-in-earths-orbit-breaks-record/
        ("2021-09-16T12:00:00Z", 14),
        ("1995-03-14T12:00:00Z", 13),
        # 17 on 30 May 2023: https://spacenewshubb.com/2023/05/31/17-humans-are-in-orbit-after-shenzhou-16-launch/
        ("2023-05-30T12:00:00Z", 17),
        # Apollo 11 flew alone.
        ("1969-07-20T20:17:40Z", 3),
        # No one was in orbit between Skylab 4 and Soyuz 14.
        ("1974-05-01T00:00:00Z", 0),
    ],
)
def test_people_in_orbit_on_a_day(trips, moment, people):
    in_orbit = flyers.people_in_orbit(trips)
    now = pd.Timestamp(moment)
    assert in_orbit.loc[in_orbit["time"] <= now, "people"].iloc[-1] == people


def test_records_are_those_that_were_printed(trips):
    # 13 held for "a quarter of a century", then 14, then 17: the pages cited above
    last = flyers.records(flyers.people_in_orbit(trips), trips).tail(3)
    assert last["people"].tolist() == [13, 14, 17]
    assert last["by_launch_of"].tolist() == ["Soyuz TM-21", "Inspiration4", "Shenzhou 16"]
    assert last["held_days"].iloc[0] == pytest.approx(26.5 * 365.25, abs=10)


def test_someone_has_always_been_up_since_the_first_expedition(trips):
    # NASA: continuous human presence since Expedition 1, launched 31 October 2000
    # https://www.nasa.gov/international-space-station/
    in_orbit = flyers.people_in_orbit(trips)
    ours = flights.followed(trips, "Soyuz MS-19")
    key = flyers.key_figures(trips, ours, in_orbit, flyers.records(in_orbit, trips))
    assert key["never_empty_since"] == "31 October 2000"
    assert key["at_once"] == "between 10 and 13"
    assert key.notna().all()


def test_visitors_before_the_film_are_the_eight_flights_of_seven_people(trips):
    # Space Adventures: seven clients, eight flights from 2001 to 2009 https://spaceadventures.com/
    early = trips[trips["is_visitor"] & (trips["start"] < "2021")]
    assert (len(early), early["person_id"].nunique()) == (8, 7)


def test_women_whom_the_book_has_as_men_are_counted_as_women(trips):
    # NASA: payload specialist of STS-51-L; astronaut of Expeditions 56 and 57
    women = trips.loc[trips["sex"] == "female", "person_id"]
    assert {"sharon-christa-corrigan-mcauliffe", "serena-m-aunon-chancellor"} <= set(women)


def test_most_visitors_had_little_time_to_fly_again(trips):
    # By hand from data/crews.csv: seven people flew as visitors before 2010, 43 from July 2021 on.
    in_orbit = flyers.people_in_orbit(trips)
    ours = flights.followed(trips, "Soyuz MS-19")
    key = flyers.key_figures(trips, ours, in_orbit, flyers.records(in_orbit, trips))
    assert (key["visitors"], key["recent_visitors"], key["recent_years"]) == (50, 43, 3)
    # By hand from data/crews.csv and data/people.csv: the eighth oldest of 15 was 50.08.
    assert (key["older_visitor_trips"], key["visitor_ages"]) == (8, 15)
    assert key["visitor_age_years"] == 50


def test_first_woman_was_the_only_one_of_her_decade(trips):
    first = flyers.women_by_period(trips).iloc[0]
    assert (first["women"], first["last_year"]) == (1, 1970)


@pytest.mark.parametrize(
    ("craft", "at_once"),
    [
        # McDowell: the ISS's 7, Shenzhou 13's 3 until 16 April 2022, and Axiom's 4
        # https://planet4589.org/space/astro/lists/missions.html
        ("Axiom Ax-1", (11, 14)),
        # The same list: the ISS's 3, Soyuz TM-32's 3, and 7 in STS-100 until 1 May 2001
        ("Soyuz TM-32", (6, 13)),
    ],
)
def test_who_has_landed_is_not_in_orbit_during_the_trip(trips, craft, at_once):
    ours = flights.followed(trips, craft)
    during = flyers.present(flyers.people_in_orbit(trips), ours["start"].min(), ours["end"].max())
    assert tuple(during) == at_once


def test_a_trip_that_has_no_end_is_counted_to_the_last_moment_known():
    in_orbit = flyers.people_in_orbit(_trips([("a", 0, None), ("b", 5, 9)]))
    assert tuple(flyers.present(in_orbit, in_orbit["time"].iloc[0], pd.NaT)) == (1, 2)


def test_a_trip_that_has_not_ended_is_in_no_sum_of_a_person(trips):
    # Kononenko: 737 days in four flights before the one of September 2023
    # https://en.wikipedia.org/wiki/Oleg_Kononenko
    totals = flyers.days_in_space(trips).set_index("who").loc["Oleg Kononenko"]
    assert (totals["trips"], totals["is_up"]) == (4, True)
    assert totals["last_year"] < 2023


def test_every_nationality_has_a_name():
    codes = datasets.people()["nationalities"].str.split(";").explode()
    assert sorted(set(codes) - set(flyers.COUNTRIES)) == []


def test_everyone_aboard_is_listed_with_states_in_words(trips):
    # The crew of Axiom 1, of which Stibbe is Israeli and Pathy Canadian: https://www.axiomspace.com/missions/ax1
    crew = flyers.aboard(trips, "Axiom Ax-1").set_index("who")

    assert len(crew) == 4
    assert crew.loc["Mark Pathy", "nationality"] == "Canada"
    assert crew.loc["Eytan Stibbe", "nationality"] == "Israel"


def test_two_nationalities_count_in_both():
    rows = _trips([("a", 0, 10)], nationalities="USA;IRN")
    table = flyers.people_by_country(rows).set_index("country")["people"]
    assert table.to_dict() == {"United States": 1, "Iran": 1}


def test_no_nationality_is_cut_from_others_with_as_many_people(trips):
    countries = flyers.people_by_country(trips)
    shown = flyers.commonest(countries)

    assert set(shown["people"]).isdisjoint(countries["people"].drop(shown.index))


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(1, 90)), min_size=1, max_size=25))
def test_nobody_is_lost_between_launch_and_landing(spans):
    trips = _trips([(f"p{i}", start, start + stay) for i, (start, stay) in enumerate(spans)])
    in_orbit = flyers.people_in_orbit(trips)
    assert in_orbit["people"].iloc[-1] == 0
    assert in_orbit["people"].min() == 0
    assert in_orbit["people"].max() <= len(spans)
    records = flyers.records(in_orbit, trips)
    assert records["people"].is_monotonic_increasing
    assert records["people"].iloc[-1] == in_orbit["people"].max()


def test_who_is_still_up_is_counted_to_the_end():
    trips = _trips([("a", 0, None), ("b", 5, 9)])
    assert flyers.people_in_orbit(trips)["people"].tolist() == [1, 2, 1]


@given(st.lists(st.integers(0, 4), min_size=1, max_size=30))
def test_every_person_is_counted_once_by_trips(people):
    trips = _trips([(f"p{p}", i, i + 1) for i, p in enumerate(people)])
    table = flyers.trips_per_person(trips)
    assert table["professionals"].sum() == len(set(people))
    assert (table["trips"] * table["professionals"]).sum() == len(people)


def _trips(spans, nationalities="USA"):
    day = pd.Timestamp("2000-01-01", tz="UTC")
    return pd.DataFrame(
        {
            "person_id": [who for who, _, _ in spans],
            "craft": [f"Ship {start}" for _, start, _ in spans],
            "start": [day + pd.Timedelta(days=start) for _, start, _ in spans],
            "end": [pd.NaT if e is None else day + pd.Timedelta(days=e) for _, _, e in spans],
            "sex": "female",
            "nationalities": nationalities,
            "is_visitor": False,
            "is_in_orbit": True,
        }
    )
