"""The tables of people, their trips and spacewalks, from the list of people and what mends it."""

from datetime import datetime, timedelta

import pandas as pd

from analysis.refresh import cosmos_book, mcdowell, nasa_eva
from analysis.refresh.corrections import added, corrected

PEOPLE = [
    "person_id", "name", "surname", "sex", "birth_date", "nationalities", "category", "role",
    "labelled_by",
]  # fmt: skip
CREWS = [
    "person_id", "up_flight_id", "down_flight_id", "start", "end", "is_visitor", "ended",
]  # fmt: skip
SPACEWALKS = [
    "person_id", "start", "start_precision", "end", "duration_min", "flight_id",
    "nasa_duration_min",
]  # fmt: skip
VISITORS = ("commercial tourist", "private flight")


def people(people_listed: str, rides: str, *, corrections: pd.DataFrame) -> pd.DataFrame:
    """Return everyone with a trip, as the list labels them; the label decides who is a visitor."""
    listed = cosmos_book.people(people_listed)
    table = pd.concat([listed, added(corrections, "people", "person_id", listed["person_id"])])
    table = table.reindex(columns=PEOPLE, fill_value="").fillna("").reset_index(drop=True)
    by_book = table["category"] != ""
    table["labelled_by"] = by_book.map({True: "Lowe and North", False: "this project"})
    table = corrected(table, corrections, "people", table["person_id"])
    last_word = table["name"].str.split().str[-1]
    table["surname"] = table["surname"].where(table["surname"] != "", last_word)
    visits = table["category"].isin(VISITORS)
    table["role"] = visits.map({True: "visitor", False: "professional"})
    flew = cosmos_book.trips(rides, corrections=corrections)["person_id"]
    table = table[table["person_id"].isin(flew)]
    return table.sort_values("person_id", ignore_index=True)


def crews(
    launchlog: str,
    missions: str,
    rides: str,
    people_listed: str,
    excerpt: str,
    *,
    corrections: pd.DataFrame,
) -> pd.DataFrame:
    """Return every trip of every person; times that the list lacks are those of the flight."""
    flown = mcdowell.flights(
        launchlog, missions, rides, people_listed, excerpt, corrections=corrections
    ).set_index("flight_id")
    table = cosmos_book.trips(rides, corrections=corrections)
    launch = table["up_flight_id"].map(flown["launch_time"])
    landing = table["down_flight_id"].map(flown["landing_time"]).fillna("")
    table["start"] = table["start"].where(table["start"] != "", launch)
    table["end"] = table["end"].where(table["end"] != "", landing)
    roles = people(people_listed, rides, corrections=corrections).set_index("person_id")["role"]
    visits = table["person_id"].map(roles) == "visitor"
    table["is_visitor"] = visits.map({True: "true", False: "false"})
    lost = set(flown.index[flown["outcome"] == "crew_lost"])
    table["ended"] = [
        "died" if down in lost else "landed" if end else "in orbit at cut-off"
        for down, end in zip(table["down_flight_id"], table["end"], strict=True)
    ]
    return table[CREWS].sort_values(["start", "person_id"], ignore_index=True)


def spacewalks(
    launchlog: str,
    missions: str,
    rides: str,
    people_listed: str,
    excerpt: str,
    evas: str,
    nasa: str,
    nasa_additions: str,
    *,
    corrections: pd.DataFrame,
) -> pd.DataFrame:
    """Return every spacewalk of every person, with the duration that NASA's list gives it."""
    trips = crews(launchlog, missions, rides, people_listed, excerpt, corrections=corrections)
    surnames = people(people_listed, rides, corrections=corrections).set_index("person_id")
    official = nasa_eva.spacewalks(nasa, nasa_additions)
    table = cosmos_book.spacewalks(evas, corrections=corrections)
    table["flight_id"] = [
        _flight_up(trips, *row) for row in zip(table["person_id"], table["start"], strict=True)
    ]
    noon = timedelta(hours=12)
    table["nasa_duration_min"] = [
        nasa_eva.duration_of(
            official,
            surnames.loc[row.person_id, "surname"],
            datetime.fromisoformat(row.start)
            + (noon if row.start_precision == "day" else noon * 0),
        )
        for row in table.itertuples()
    ]
    table["nasa_duration_min"] = table["nasa_duration_min"].astype("Int64")
    return table[SPACEWALKS].sort_values(["start", "person_id"], ignore_index=True)


def _flight_up(trips: pd.DataFrame, person_id: str, start: str) -> str:
    """Return the flight on which a person went up last before a spacewalk."""
    own = trips[trips["person_id"] == person_id]
    before = own[own["start"].str[:10] <= start[:10]]
    return str(before["up_flight_id"].iloc[-1]) if len(before) else ""
