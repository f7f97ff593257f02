"""Who has been to space: by year, age, sex and nationality, how many at once, how often.

Every function takes the trips of persons (`flights.trips`).
"""

import numpy as np
import pandas as pd

from analysis import phrases
from analysis.constants import DAYS_PER_YEAR

SHOWN_PEOPLE = 3  # of a nationality, below which states are counted and not listed
KINDS = ("professional", "visitor to orbit", "visitor, suborbital")
# The codes of the book of names: ISO 3166, the Olympic ones of Portugal and of states now gone.
COUNTRIES = {
    "AFG": "Afghanistan", "ARE": "United Arab Emirates", "AUS": "Australia", "AUT": "Austria",
    "BEL": "Belgium", "BGR": "Bulgaria", "BRA": "Brazil", "CAN": "Canada", "CHE": "Switzerland",
    "CHN": "China", "CUB": "Cuba", "DEU": "Germany", "DNK": "Denmark", "EGY": "Egypt",
    "ESP": "Spain", "FRA": "France", "GBR": "United Kingdom", "GDR": "East Germany",
    "HUN": "Hungary", "IND": "India", "IRN": "Iran", "ISR": "Israel", "ITA": "Italy",
    "JPN": "Japan", "KAZ": "Kazakhstan", "KOR": "South Korea", "MEX": "Mexico", "MNG": "Mongolia",
    "MYS": "Malaysia", "NLD": "Netherlands", "POL": "Poland", "POR": "Portugal", "ROU": "Romania",
    "RUS": "Russia", "SAU": "Saudi Arabia", "SOV": "Soviet Union", "SVK": "Slovakia",
    "SWE": "Sweden", "SYR": "Syria", "TCH": "Czechoslovakia", "UKR": "Ukraine",
    "URS": "Soviet Union", "USA": "United States", "VNM": "Vietnam", "ZAF": "South Africa",
}  # fmt: skip


def trips_by_year(trips: pd.DataFrame) -> pd.DataFrame:
    """Return how many went up each year, by kind, failed launches among the professionals.

    A visitor is suborbital when the trip ended before one turn around the Earth.
    """
    years = trips["start"].dt.year
    counts = pd.crosstab(years, _kind(trips)).reindex(columns=KINDS, fill_value=0)
    counts = counts.reindex(range(int(years.min()), int(years.max()) + 1), fill_value=0)
    counts.columns = ["professionals", "visitors_to_orbit", "visitors_suborbital"]
    return counts.rename_axis("year").reset_index()


def trips_by_period(trips: pd.DataFrame, years: int = 5) -> pd.DataFrame:
    """Return trips to orbit in spans of some years since 1961, and the visitors' share in them."""
    yearly = trips_by_year(trips[trips["is_in_orbit"]]).drop(columns="visitors_suborbital")
    span = (yearly["year"] - yearly["year"].min()) // years
    table = yearly.groupby(span).agg(
        first_year=("year", "min"),
        last_year=("year", "max"),
        professionals=("professionals", "sum"),
        visitors=("visitors_to_orbit", "sum"),
    )
    share = 100 * table["visitors"] / (table["professionals"] + table["visitors"])
    return table.assign(visitors_percent=share).reset_index(drop=True)


def people_by_kind(trips: pd.DataFrame) -> pd.DataFrame:
    """Return how many people of each kind flew, how old at launch, how many of them women.

    Who flew as two kinds, such as a professional who later paid, counts in both.
    """
    trips = trips.assign(kind=_kind(trips))
    rows = []
    for kind in KINDS:
        group = trips[trips["kind"] == kind]
        people = group.drop_duplicates("person_id")
        women = int((people["sex"] == "female").sum())
        ages = group["age_years"]
        rows.append(
            {
                "kind": kind,
                "people": len(people),
                "women": women,
                "women_percent": 100 * women / len(people) if len(people) else np.nan,
                "trips": len(group),
                "age_unknown": int(ages.isna().sum()),
                "youngest_years": ages.min(),
                "median_age_years": ages.median(),
                "oldest_years": ages.max(),
            }
        )
    return pd.DataFrame(rows)


def women_by_period(trips: pd.DataFrame, years: int = 10) -> pd.DataFrame:
    """Return the people on their first trip, and how many of them were women, by span of years."""
    first = trips[trips["trip"] == 1]
    span = (first["start"].dt.year - first["start"].dt.year.min()) // years
    table = first.groupby(span).agg(
        first_year=("start", lambda t: t.dt.year.min()),
        last_year=("start", lambda t: t.dt.year.max()),
        newcomers=("person_id", "size"),
        women=("sex", lambda s: int((s == "female").sum())),
    )
    share = 100 * table["women"] / table["newcomers"]
    return table.assign(women_percent=share).reset_index(drop=True)


def aboard(trips: pd.DataFrame, craft: str) -> pd.DataFrame:
    """Return the trips of everyone who went up in this craft, with `nationality` in words."""
    rows = trips[trips["craft"] == craft]
    return rows.assign(nationality=nationalities(rows["nationalities"]))


def nationalities(codes: pd.Series) -> pd.Series:
    """Return the names of the states for codes with semicolons between.

    >>> nationalities(pd.Series(["RUS", "CAN;ISR"])).tolist()
    ['Russia', 'Canada, Israel']
    """
    return codes.map(lambda text: ", ".join(COUNTRIES[code] for code in text.split(";")))


def people_by_country(trips: pd.DataFrame) -> pd.DataFrame:
    """Return people, women and visitors by nationality; who has two counts in both."""
    rows = trips.assign(code=trips["nationalities"].str.split(";")).explode("code")
    rows = rows.assign(
        country=rows["code"].map(COUNTRIES),
        visitor=rows["person_id"].where(rows["is_visitor"]),
        woman=rows["person_id"].where(rows["sex"] == "female"),
    )
    table = rows.groupby("country", as_index=False).agg(
        people=("person_id", "nunique"),
        women=("woman", "nunique"),
        visitors=("visitor", "nunique"),
        first_year=("start", lambda t: t.dt.year.min()),
    )
    return table.sort_values(
        ["people", "first_year", "country"], ascending=[False, True, True], ignore_index=True
    )


def commonest(countries: pd.DataFrame) -> pd.DataFrame:
    """Return the nationalities of at least `SHOWN_PEOPLE` people: no cut inside a tie."""
    return countries[countries["people"] >= SHOWN_PEOPLE]


def people_in_orbit(trips: pd.DataFrame) -> pd.DataFrame:
    """Return how many were in orbit from each launch or landing on: `time`, `people`.

    The last row is the last launch or landing known; beyond it nothing is said.
    """
    orbit = trips[trips["is_in_orbit"]]
    up = orbit.groupby("start").size()
    down = orbit.groupby("end").size()
    change = up.sub(down, fill_value=0).sort_index()
    return pd.DataFrame({"time": change.index, "people": change.cumsum().astype(int).to_numpy()})


def records(in_orbit: pd.DataFrame, trips: pd.DataFrame) -> pd.DataFrame:
    """Return when the number of people in orbit was the highest ever, and whose launch made it.

    `held_days` is until the next record, to the day; missing for the one that stood at the end.
    """
    before = in_orbit["people"].cummax().shift(fill_value=0)
    rows = in_orbit[in_orbit["people"] > before].reset_index(drop=True)
    craft = trips.drop_duplicates("start").set_index("start")["craft"]
    held = rows["time"].shift(-1) - rows["time"]
    return rows.assign(
        by_launch_of=rows["time"].map(craft), held_days=(held / pd.Timedelta(days=1)).round()
    )  # fmt: skip


def present(in_orbit: pd.DataFrame, since: pd.Timestamp, until: pd.Timestamp) -> pd.Series:
    """Return the fewest and the most in orbit from one moment until just before another.

    A trip without an end is under way until the last launch or landing known, and then.
    """
    at_start = in_orbit.loc[in_orbit["time"] <= since, "people"].tail(1)
    is_over = in_orbit["time"] >= (pd.Timestamp.max.tz_localize("UTC") if pd.isna(until) else until)
    during = in_orbit.loc[(in_orbit["time"] >= since) & ~is_over, "people"]
    seen = pd.concat([at_start, during])
    return pd.Series({"fewest": seen.min(), "most": seen.max()})


def trips_per_person(trips: pd.DataFrame) -> pd.DataFrame:
    """Return how many people made one trip, two, three …; a visitor's trips as visitor alone."""
    made = trips.groupby(["is_visitor", "person_id"]).size().reset_index(name="trips")
    table = pd.crosstab(made["trips"], made["is_visitor"]).reindex(
        columns=[False, True], fill_value=0
    )
    table.columns = ["professionals", "visitors"]
    return table.reset_index()


def days_in_space(trips: pd.DataFrame) -> pd.DataFrame:
    """Return everyone's ended trips and days in space, most days first; `is_up` if again up."""
    is_open = trips["stay_days"].isna()
    told = trips.assign(year=trips["start"].dt.year)[~is_open]
    table = told.groupby("person_id", as_index=False).agg(
        who=("who", "first"),
        trips=("trip", "size"),
        first_year=("year", "min"),
        last_year=("year", "max"),
        total_days=("stay_days", "sum"),
        longest_days=("stay_days", "max"),
    )
    table = table.assign(is_up=table["person_id"].isin(trips.loc[is_open, "person_id"]))
    return table.sort_values(["total_days", "who"], ascending=[False, True], ignore_index=True)


def key_figures(
    trips: pd.DataFrame, ours: pd.DataFrame, in_orbit: pd.DataFrame, records: pd.DataFrame
) -> pd.Series:
    """Return the figures that a summary of all flyers states, by name; NaN where none is known.

    `early` and `late` part the trips to orbit at the last span of `trips_by_period`; the gap is
    the longest run of years without a visitor in orbit after the first. `recent_visitors` first
    flew in the last span, less than `recent_years` before the last moment known. `at_once` is how
    many were in orbit during the trips `ours`. `visitor_age_years` is the median age of visitors
    to orbit in whole years; of `visitor_ages` known, `older_visitor_trips` are above it.
    """
    periods, yearly = trips_by_period(trips), trips_by_year(trips)
    early, late = periods.iloc[:-1], periods.iloc[-1]
    early_visitors = early["visitors"].sum()
    early_trips = early_visitors + early["professionals"].sum()
    recent = yearly[yearly["year"] >= late["first_year"]].sum()
    visited = yearly.loc[yearly["visitors_to_orbit"] > 0, "year"].reset_index(drop=True)
    gap = visited.diff().idxmax()
    kinds = people_by_kind(trips).set_index("kind")
    women = women_by_period(trips)
    made = trips_per_person(trips)
    again = made[made["trips"] > 1]
    twice = trips[trips["is_visitor"]].groupby("who").size()
    first = trips[trips["is_visitor"]].groupby("person_id")["start"].min()
    is_recent = first.dt.year >= late["first_year"]
    since_then = in_orbit["time"].iloc[-1] - first[is_recent].min()
    recent_years = since_then / pd.Timedelta(days=DAYS_PER_YEAR)
    during = present(in_orbit, ours["start"].min(), ours["end"].max())
    ages = trips.loc[_kind(trips) == KINDS[1], "age_years"]
    middle = round(ages.median())
    empty = in_orbit.loc[in_orbit["people"] == 0, "time"].index.max()
    most = days_in_space(trips).iloc[0]
    return pd.Series(
        {
            "early_visitors": early_visitors,
            "early_trips": early_trips,
            "early_percent": 100 * early_visitors / early_trips,
            "early_until": early["last_year"].iloc[-1],
            "late_visitors": int(late["visitors"]),
            "late_trips": int(late["professionals"] + late["visitors"]),
            "late_since": int(late["first_year"]),
            "late_until": int(late["last_year"]),
            "late_percent": late["visitors_percent"],
            "late_suborbital": recent["visitors_suborbital"],
            "first_visitor_year": visited.iloc[0],
            "gap_since": int(visited[gap - 1]) + 1,
            "gap_until": int(visited[gap]) - 1,
            "visitor_age_years": middle,
            "older_visitor_trips": int((ages > middle).sum()),
            "visitor_ages": ages.count(),
            "professional_median_age": kinds.loc[KINDS[0], "median_age_years"],
            "women_first": women["women"].iloc[0],
            "newcomers_first": women["newcomers"].iloc[0],
            "women_last": women["women"].iloc[-1],
            "newcomers_last": women["newcomers"].iloc[-1],
            "women_last_percent": women["women_percent"].iloc[-1],
            "women_last_since": women["first_year"].iloc[-1],
            "most_ever": records["people"].iloc[-1],
            "most_ever_on": phrases.day(records["time"].iloc[-1]),
            "record_before": records["people"].iloc[-3],
            "record_before_days": records["held_days"].iloc[-3],
            "record_after_on": phrases.day(records["time"].iloc[-2]),
            "never_empty_since": phrases.day(in_orbit.loc[empty + 1, "time"]),
            "at_once": _span(during["fewest"], during["most"]),
            "again_professionals_percent": 100
            * again["professionals"].sum()
            / made["professionals"].sum(),
            "visitors": made["visitors"].sum(),
            "again_visitors": again["visitors"].sum(),
            "recent_visitors": int(is_recent.sum()),
            "recent_years": int(np.ceil(recent_years)),
            "again_visitors_who": " and ".join(sorted(twice[twice > 1].index)),
            "most_days_who": most["who"],
            "most_days": most["total_days"],
            "most_days_trips": most["trips"],
            "known_until": phrases.day(in_orbit["time"].iloc[-1]),
            "known_launches_until": phrases.day(trips["start"].max()),
        },
        dtype=object,
    )


def _kind(trips: pd.DataFrame) -> pd.Series:
    visitor = np.where(trips["is_in_orbit"], KINDS[1], KINDS[2])
    return pd.Series(np.where(trips["is_visitor"], visitor, KINDS[0]), index=trips.index)


def _span(fewest: int, most: int) -> str:
    """Return the least and the most in words.

    >>> _span(10, 13), _span(10, 10)
    ('between 10 and 13', '10')
    """
    return f"{most}" if fewest == most else f"between {fewest} and {most}"
