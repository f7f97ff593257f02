"""Who flew, in which flights: what the tests of claims look up."""

import unicodedata
from functools import lru_cache

import pandas as pd

from analysis import journeys
from analysis.verdicts.evidence import Case
from analysis.verdicts.spans import items

CATALOGUE = ("GCAT, the catalogue of J. McDowell", "https://planet4589.org/space/gcat/")
BOOK = (
    "Lowe and North, Cosmos, data on human spaceflight",
    "https://github.com/cosmos-book/cosmos-book.github.io/tree/master/human-spaceflight",
)
# Compiled from publications: what its rows say are statements, and so is a count of them.
OUR_FIRSTS = ("the list of firsts, whole in the report “Who was first?”", None)


@lru_cache(maxsize=64)  # a story's claims, of which most tests ask for them more than once
def flights_of(case: Case) -> tuple[list[dict], list[dict]]:
    """Return the flights in which the story's film crew went up and came down."""
    crafts = journeys.crafts(case.tables["claims"], case.main_film or "")
    flights = case.tables["flights"]
    up, down = (flights[flights["craft"] == craft].to_dict("records") for craft in crafts)
    return up, down


def film_crew_of(case: Case) -> pd.DataFrame:
    """Return the trips of the visitors who went up and came down in the film crew's ships."""
    up, down = ({flight["flight_id"] for flight in side} for side in flights_of(case))
    trips = who_flew(case)
    ours = trips["up_flight_id"].isin(up) & trips["down_flight_id"].isin(down)
    return trips[ours & trips["is_visitor"]]


def who_flew(case: Case) -> pd.DataFrame:
    """Return all trips with `who` made them: first name and surname."""
    people = case.tables["people"]
    people = people.assign(who=short_names(people))[["person_id", "surname", "birth_date", "who"]]
    return case.tables["crews"].merge(people, on="person_id").sort_values(["start", "surname"])


def people_named_for(case: Case, film: str | None) -> dict[str, str]:
    """Return who is said to fly for a film, but for those whose profession is to fly.

    Each name without accents leads to the name as it was printed.
    """
    said = case.tables["claims"].query("film == @film and measure == 'crew_up'")
    names = {plain(name): name for text in said["text"] for name in items(text)}
    people = case.tables["people"]
    others = set(short_names(people.loc[people["role"] == "professional"]).map(plain))
    return {key: name for key, name in names.items() if key not in others}


def said_on(case: Case) -> pd.Timestamp:
    """Return the day on which the claim was first published, in UTC."""
    claims = case.tables["claims"].set_index("claim_id")
    known = case.claim["claim_id"] in claims.index
    day = claims.loc[case.claim["claim_id"], "as_of"] if known else None
    return pd.Timestamp(case.story["date"] if day is None or pd.isna(day) else day, tz="UTC")


def short_names(people: pd.DataFrame) -> pd.Series:
    """Return first names and surnames, without patronymics and what else stands between."""
    return people["name"].str.split().str[0] + " " + people["surname"]


def plain(name: str) -> str:
    """Return a name without accents, as papers print it.

    >>> plain("Michael López-Alegría")
    'michael lopez-alegria'
    """
    parts = unicodedata.normalize("NFKD", name)
    return "".join(part for part in parts if not unicodedata.combining(part)).casefold()


def whole_years(born: pd.Timestamp, day: pd.Timestamp) -> int:
    """Return an age as people say it.

    >>> whole_years(pd.Timestamp("1984-09-05"), pd.Timestamp("2021-10-05"))
    37
    """
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
