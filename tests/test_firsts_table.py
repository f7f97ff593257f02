"""data/firsts.csv against the publications and the launch log."""

import pandas as pd
import pytest

from analysis import datasets

# (first, place): day, with the authority above each.
PUBLISHED = {
    # Sina English, timeline of the world's space exploration, 2 December 2013.
    ("satellite", 1): "1957-10-04",
    # Wikidata Q49901; by local time in Florida it was 31 January.
    ("satellite", 2): "1958-02-01",
    # Sina English, timeline of the world's space exploration, 2 December 2013.
    ("human-in-orbit", 1): "1961-04-12",
    # Astromart, world celebrates 50 years of spacewalks, 4 June 2015: both.
    ("spacewalk", 1): "1965-03-18",
    ("spacewalk", 2): "1965-06-03",
    # Celestia's catalogue of craft, Luna 9.
    ("moon-soft-landing", 1): "1966-02-03",
    # The Great Soviet Encyclopedia, article "docking": both.
    ("docking", 1): "1966-03-16",
    ("docking", 2): "1967-10-30",
    # Die Welt, the first docking of crewed craft.
    ("docking-of-two-crewed-craft", 1): "1969-01-16",
    # Space.com, on this day: on the Moon on 20 September, on Earth four days later.
    ("moon-samples-by-robot", 1): "1970-09-24",
    # Guinness World Records, first spacecraft to orbit another planet: 13 days ahead of Mars 2.
    ("planet-orbit", 2): "1971-11-27",
    # Astronomy, 14 December 2025.
    ("planet-visited", 1): "1962-12-14",
    # McDowell, human spaceflights, H00349: 00:02:56 UTC, the evening before in Florida.
    ("private-crew", 1): "2021-09-16",
    # McDowell, human spaceflights, H00350: Soyuz MS-19.
    ("film-crew-in-orbit", 1): "2021-10-05",
    # McDowell, human spaceflights, H00351: New Shepard NS-18.
    ("actor-in-space", 2): "2021-10-13",
}

# (first, place): launch in the table launches, by GCAT's designation.
LAUNCHED_AS = {
    ("satellite", 1): "1957 ALP",
    ("satellite", 2): "1958 ALP",
    ("animal-in-orbit", 1): "1957 BET",
    ("human-in-orbit", 2): "1962 GAM",
    ("woman-in-space", 1): "1963-023",
    ("woman-in-space", 2): "1983-059",
    ("crew-of-several", 1): "1964-065",
    ("guest-crew-member", 1): "1978-023",
    ("cargo-ship", 2): "2008-008",
    ("space-station", 1): "1971-032",
    ("station-crew", 1): "1971-053",
    ("self-paying-visitor", 1): "2001-017",
    ("private-liquid-rocket", 1): "2008-048",
    ("private-crew-ship", 1): "2020-033",
    ("private-crew", 1): "2021-084",
    ("film-crew-in-orbit", 1): "2021-089",
}

SUBORBITAL = {("human-in-space", 2), ("actor-in-space", 2)}  # not in an orbital launch log


@pytest.fixture(scope="module")
def firsts() -> pd.DataFrame:
    return datasets.read("firsts").set_index(["first_id", "rank"]).sort_index()


@pytest.fixture(scope="module")
def launches() -> pd.DataFrame:
    return datasets.read("launches")


@pytest.mark.parametrize(("place", "day"), PUBLISHED.items())
def test_the_day_is_the_published_one(firsts, place, day):
    assert firsts.loc[place, "date"] == pd.Timestamp(day)
    assert firsts.loc[place, "date_precision"] == "day"


@pytest.mark.parametrize(("place", "tag"), LAUNCHED_AS.items())
def test_the_day_is_that_of_the_launch_in_the_log(firsts, launches, place, tag):
    launch = launches.set_index("tag").loc[tag, "launch_time"]
    assert firsts.loc[place, "date"] == launch.tz_localize(None).normalize()


def test_a_first_dated_by_its_launch_has_a_launch_to_orbit_on_that_day(firsts, launches):
    last_day = launches["launch_time"].max().tz_localize(None)
    dated_by_launch = firsts[
        firsts["definition"].str.contains("the date is the launch")
        & (firsts["date_precision"] == "day")
        & (firsts["date"] < last_day)
        & ~firsts.index.isin(SUBORBITAL)
    ]
    reached_orbit = launches[launches["outcome"] != "failure"]
    days = set(reached_orbit["launch_time"].dt.tz_localize(None).dt.normalize())
    assert len(dated_by_launch) > 30
    assert set(dated_by_launch["date"]) <= days


def test_every_second_place_has_a_first_place_that_is_not_later(firsts):
    first = firsts["date"].xs(1, level="rank")
    second = firsts["date"].xs(2, level="rank")
    assert set(first.index) == set(firsts.index.get_level_values("first_id"))
    assert (second >= first[second.index]).all()


def test_second_place_goes_to_another_state(firsts):
    # Russia carries on the Soviet programme, so RU after SU would be the same state.
    states = firsts["state"].replace({"RU": "SU"})
    second = states.xs(2, level="rank")
    assert (second != states.xs(1, level="rank")[second.index]).all()


def test_both_places_share_what_was_first_and_its_definition(firsts):
    shared = firsts.groupby("first_id")[["category", "title", "definition"]].nunique()
    assert (shared == 1).all(axis=None)


def test_what_is_disputed_says_what_it_depends_on(firsts):
    assert firsts.loc[firsts["disputed"], "note"].notna().all()


@pytest.mark.parametrize(
    "place",
    [
        ("human-in-space", 2),  # Glenn is the second in orbit, a first of its own
        ("film-crew-in-orbit", 1),  # Return from Orbit is first in having scenes from orbit
        ("crew-exchange", 2),  # a Russian station, but the ship's state is what counts
        ("fiction-short", 1),  # a Russian ship, but the maker's state is what counts
        ("year-in-space", 2),  # Russian ships, but the person's state is what counts
    ],
)
def test_no_other_first_and_no_other_state_than_the_defined_disputes_a_place(firsts, place):
    assert not firsts.loc[place, "disputed"]


def test_a_coarse_date_is_the_first_day_of_its_month_or_year(firsts):
    coarse = firsts[firsts["date_precision"] != "day"]
    assert (coarse["date"].dt.day == 1).all()
    years = coarse["date_precision"].isin(["year", "two years"])
    assert (coarse.loc[years, "date"].dt.month == 1).all()


def test_the_challenge_is_first_by_one_definition_and_preceded_by_another(firsts):
    # A. Surin's Return from Orbit (1983) has scenes shot for it aboard Salyut 7.
    assert firsts.loc[("film-crew-in-orbit", 1), "state"] == "RU"
    earlier = firsts.loc[("scenes-in-a-feature-film", 1)]
    assert earlier["state"] == "SU"
    assert earlier["date"] < firsts.loc[("film-crew-in-orbit", 1), "date"]
