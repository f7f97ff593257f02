"""Who flew in which craft, from when to when, and how long a stay is among all others."""

import numpy as np
import pandas as pd

from analysis import phrases
from analysis.constants import DAYS_PER_YEAR, SHORTEST_ORBIT_MIN
from analysis.phrases import in_a_row

ROLES = {-1: "visitor", 0: "crew", 1: "stayed longer"}
SHUTTLE = "STS-"
ENDS = ("start", "end")
VISIT_DAYS = 30  # a visit to a station; no shorter tour of duty has been planned


def trips(crews: pd.DataFrame, people: pd.DataFrame, flights: pd.DataFrame) -> pd.DataFrame:
    """Return every trip of a person, in order of launch, with who it was and in which craft.

    `stay_days` runs from launch to landing and is missing for those still up when the source
    closed; `age_years` is at launch; `trip` counts the person's trips. `is_in_orbit` leaves out
    what came down before one turn around the Earth: suborbital flights and failed launches.
    """
    craft = flights.set_index("flight_id")
    table = crews.merge(people.drop(columns=["category", "labelled_by"]), on="person_id")
    table = table.sort_values(["start", "surname", "person_id"], ignore_index=True)
    stay = table["end"] - table["start"]
    born = pd.to_datetime(table["birth_date"]).dt.tz_localize("UTC")
    return table.assign(
        who=_short_name(table),
        kind=np.where(table["is_visitor"], "visitor", "professional"),
        craft=table["up_flight_id"].map(craft["craft"]),
        down=table["down_flight_id"].map(craft["craft"]),
        station=table["up_flight_id"].map(craft["station"]),
        stay_days=stay / pd.Timedelta(days=1),
        age_years=(table["start"] - born) / pd.Timedelta(days=DAYS_PER_YEAR),
        trip=table.groupby("person_id").cumcount() + 1,
        is_in_orbit=stay.isna() | (stay >= pd.Timedelta(minutes=SHORTEST_ORBIT_MIN)),
    )


def followed(trips: pd.DataFrame, craft: str) -> pd.DataFrame:
    """Return whom a report on a flight follows: its visitors, or all who went up if it had none."""
    aboard = trips[trips["craft"] == craft]
    visitors = aboard[aboard["is_visitor"]]
    return visitors if len(visitors) else aboard


def ship_home(trips: pd.DataFrame, craft: str) -> str:
    """Return in which other ship most of those followed landed, or theirs where none did."""
    down = followed(trips, craft)["down"]
    return str(down[down != craft].mode().get(0, craft))


def label(trips: pd.DataFrame, craft: str) -> str:
    """Return what those followed are called in a figure: their ship may fly on without them."""
    crew = followed(trips, craft)
    if not crew["is_visitor"].any():
        return f"Crew of {craft}"
    return f"Visitor{'s' if len(crew) > 1 else ''} on {craft}"


def groups(trips: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return the ended trips among which a stay is placed, by the name of the group."""
    ended = trips[trips["is_in_orbit"] & trips["stay_days"].notna()]
    to_iss, visitors = ended["station"] == "ISS", ended["is_visitor"]
    by_shuttle = ended["craft"].str.startswith(SHUTTLE)
    return {
        "All trips to orbit": ended,
        "Trips to the ISS": ended[to_iss],
        "To the ISS by Space Shuttle": ended[to_iss & by_shuttle],
        "To the ISS by other ships, professionals": ended[to_iss & ~by_shuttle & ~visitors],
        "Visitors in orbit": ended[visitors],
        "Visitors to the ISS": ended[to_iss & visitors],
    }


def standing(trips: pd.DataFrame, stay_days: float) -> pd.DataFrame:
    """Return where a stay stands in each group: how many trips were shorter, how many longer."""
    rows = []
    for name, group in groups(trips).items():
        days = group["stay_days"]
        shorter = int((days < stay_days).sum())
        rows.append(
            {
                "among": name,
                "trips": len(days),
                "shorter": shorter,
                "shorter_percent": 100 * shorter / len(days) if len(days) else np.nan,
                "shortest": in_words(_printed_stay(group).min()) if len(days) else None,
                "lower_quartile_days": days.quantile(0.25),
                "median_days": days.median(),
                "upper_quartile_days": days.quantile(0.75),
                "longest_days": days.max(),
            }
        )
    table = pd.DataFrame(rows)
    if np.isnan(stay_days):
        table = table.astype({"shorter": "Int64"})
        table[["shorter", "shorter_percent"]] = pd.NA
    return table


def medians(trips: pd.DataFrame) -> pd.Series:
    """Return the median stays that tell visits from tours of duty, and the Shuttle's share."""
    days = {name: group["stay_days"] for name, group in groups(trips).items()}
    ended = groups(trips)["All trips to orbit"]
    longest = days["Visitors in orbit"].idxmax()
    return pd.Series(
        {
            "all_days": days["All trips to orbit"].median(),
            "shuttle_days": days["To the ISS by Space Shuttle"].median(),
            "resident_days": days["To the ISS by other ships, professionals"].median(),
            "visitor_days": days["Visitors in orbit"].median(),
            "visitor_longest_days": days["Visitors in orbit"].max(),
            "visitor_longest_on": ended.loc[longest, "craft"],
            "shuttle_percent": 100 * ended["craft"].str.startswith(SHUTTLE).mean(),
        }
    )


def exchanges(
    crews: pd.DataFrame, people: pd.DataFrame, flights: pd.DataFrame, trips: pd.DataFrame
) -> pd.DataFrame:
    """Return every visit to a station that ended in the ship of people who landed in theirs.

    The visitors of such a visit (agencies' or paying) came up in one ship and went down within
    `VISIT_DAYS` in an older one; whoever had come up in that waited for the newer.
    """
    visits = trips[(trips["craft"] != trips["down"]) & (trips["stay_days"] <= VISIT_DAYS)]
    flown = set(zip(trips["craft"], trips["down"], strict=True))
    rows = []
    for (up, down), group in visits.groupby(["craft", "down"], sort=False):
        if (down, up) not in flown:  # nobody waited
            continue
        involved = stays_of_those_involved(crews, people, flights, up, down)
        waited = involved[(involved["role"] == "stayed longer") & (involved["up"] == down)]
        if len(waited):
            rows.append(
                {
                    "came": in_a_row(group["who"]),
                    "is_for_visitors": bool(group["is_visitor"].all()),
                    "station": group["station"].iloc[0],
                    "start": group["start"].min().normalize(),
                    "up": up,
                    "down": down,
                    "visit_days": group["stay_days"].median(),
                    "waited": in_a_row(pd.Series(waited["who"].iloc[0].split(", "))),
                    "people": int(waited["people"].iloc[0]),
                    "longer_days": waited["longer_days"].iloc[0],
                }
            )
    return pd.DataFrame(rows)


def visits_to_the_iss(trips: pd.DataFrame) -> pd.DataFrame:
    """Return each flight of visitors to the ISS, and in which craft they came down."""
    guests = trips[trips["is_visitor"] & (trips["station"] == "ISS")]
    return guests.groupby(["craft", "down"], sort=False, as_index=False).agg(
        visitors=("who", in_a_row), start=("start", "min"), stay_days=("stay_days", "median")
    )


def stays_of_those_involved(
    crews: pd.DataFrame,
    people: pd.DataFrame,
    flights: pd.DataFrame,
    up: str | None,
    down: str | None,
) -> pd.DataFrame:
    """Return everyone's stay who went up or came down in the film crew's two ships.

    `role`: a visitor went up in `up` and came down in `down`; one who stayed longer did the
    reverse; the rest went up and came down in one ship. `longer_days` is against a return in
    the ship in which one went up. People of one role and ship share a row. Start and end are
    those of the crew lists, as in `trips`: the catalogue's differ by seconds.
    """
    known = flights.set_index("flight_id")
    ours = known.index[known["craft"].isin([up, down])]
    stays = crews[crews["up_flight_id"].isin(ours) & crews["down_flight_id"].isin(ours)]
    stays = stays.merge(people[["person_id", "name", "surname"]], on="person_id", validate="m:1")
    stays = stays.assign(name=_short_name(stays))
    rows = []
    for (went, came), group in stays.groupby(["up_flight_id", "down_flight_id"], sort=False):
        start, end = group["start"].min(), group["end"].max()
        later = known.loc[came, "landing_time"] - known.loc[went, "landing_time"]
        rows.append(
            {
                "who": ", ".join(group.sort_values("surname")["name"]),
                "people": len(group),
                "role": ROLES[int(np.sign(later.total_seconds()))],
                "up": known.loc[went, "craft"],
                "down": known.loc[came, "craft"],
                "start": start,
                "end": end,
                "stay_days": (end - start) / pd.Timedelta(days=1),
                "longer_days": max(later / pd.Timedelta(days=1), 0.0),
            }
        )
    columns = [
        "who",
        "people",
        "role",
        "up",
        "down",
        "start",
        "end",
        "stay_days",
        "longer_days",
    ]
    return pd.DataFrame(rows, columns=columns).sort_values(["start", "end"], ignore_index=True)


def key_figures(
    trips: pd.DataFrame, craft: str, involved: pd.DataFrame, exchanges: pd.DataFrame
) -> pd.Series:
    """Return the figures that a summary of one flight states, by name; NaN where none is known.

    Where those followed stayed for different times, their median is placed among the others.
    `other_visitor_trips` are those of others than they. `waited_percent` is of the trips to the
    ISS that were shorter than the longest of those who stayed longer; `waited_per_visited` the
    days that each waited for each day of the visit.
    """
    crew = followed(trips, craft)
    stay_days = crew["stay_days"].median()
    place = standing(trips, stay_days).set_index("among")
    came = involved[involved["role"] == "visitor"]
    waited = involved[(involved["role"] == "stayed longer") & (involved["down"] == craft)]
    visits = visits_to_the_iss(trips)
    others = groups(trips)["Visitors in orbit"].index.difference(crew.index)
    in_another = visits[visits["craft"] != visits["down"]]
    stayed_with_theirs = trips.loc[trips["craft"] == trips["down"], "craft"]
    longest = standing(trips, waited["stay_days"].max()).set_index("among")["shorter_percent"]
    return pd.Series(
        {
            "who": in_a_row(crew["who"]),
            "people": len(crew),
            "craft": craft,
            "launched_on": phrases.day(crew["start"].min()),
            "label": label(trips, craft),
            "down": came["down"].iloc[0] if len(came) else np.nan,
            "stay": _stay_in_words(_printed_stay(crew)),
            "until": "the loss of the crew" if crew["ended"].eq("died").any() else "landing",
            "stay_days": stay_days,
            "trips": place.loc["All trips to orbit", "trips"],
            "shorter_of_all": place.loc["All trips to orbit", "shorter"],
            "percent_of_all": place.loc["All trips to orbit", "shorter_percent"],
            "resident_trips": place.loc["To the ISS by other ships, professionals", "trips"],
            "shorter_of_residents": place.loc[
                "To the ISS by other ships, professionals", "shorter"
            ],
            "other_visitor_trips": len(others),
            "shorter_of_visitors": _part(place.loc["Visitors in orbit", "shorter"], len(others)),
            "visiting": in_a_row(pd.Series(", ".join(came["who"]).split(", "))) or np.nan,
            "waiting": in_a_row(pd.Series(", ".join(waited["who"]).split(", "))) or np.nan,
            "no_exchange": _no_exchange(trips, craft),
            "waited_days": waited["longer_days"].max(),
            "waited_stay_days": waited["stay_days"].max(),
            "waited_percent": longest["Trips to the ISS"] if len(waited) else np.nan,
            "waited_per_visited": each_days(waited, "longer_days") / each_days(came, "stay_days"),
            "exchanges": len(exchanges),
            "exchanges_since": exchanges["start"].dt.year.min(),
            "exchanges_for_visitors": phrases.counted(exchanges["is_for_visitors"].sum()),
            "exchanges_of": "; ".join(exchanges.loc[exchanges["is_for_visitors"], "came"]),
            "longest_wait_days": exchanges["longer_days"].max(),
            "longest_wait_who": exchanges.loc[exchanges["longer_days"].idxmax(), "waited"],
            "visits": len(visits),
            "visits_with_another_craft": len(in_another),
            "visits_with_its_own": in_another["down"].isin(stayed_with_theirs).sum(),
        },
        dtype=object,
    )


def visitors(involved: pd.DataFrame) -> int:
    """Return how many went up in the one ship and came down in the other for the film."""
    return int(involved.loc[involved["role"] == "visitor", "people"].sum())


def each_days(stays: pd.DataFrame, column: str) -> float:
    """Return the mean of a person, NaN of nobody; rows of `stays` are of several people each."""
    people = stays["people"].astype(float)
    return float((people * stays[column]).sum(min_count=1) / (people.sum() or np.nan))


def to_the_minute(stays: pd.DataFrame) -> pd.DataFrame:
    """Return stays with start, end and stay as text, to the minute: sources differ in seconds.

    Start and end are rounded; the stay is the time between them as they are printed.
    """
    moments = {name: _minute(stays[name]).dt.strftime("%Y-%m-%d %H:%M") for name in ENDS}
    return stays.assign(**moments, stay=_printed_stay(stays).map(in_words, na_action="ignore"))


def in_words(span: pd.Timedelta) -> str:
    """Return a span as 11 d 12 h 51 min, rounded to the minute.

    >>> in_words(pd.Timedelta(days=11, hours=19, minutes=40, seconds=42))
    '11 d 19 h 41 min'
    """
    parts = pd.Timedelta(span).round("min").components
    days = f"{parts.days} d " if parts.days else ""
    return f"{days}{parts.hours} h {parts.minutes} min"


def _minute(moments: pd.Series) -> pd.Series:
    return pd.to_datetime(moments, utc=True).dt.round("min")  # a column of none has no type


def _printed_stay(stays: pd.DataFrame) -> pd.Series:
    """Return the time between start and end as printed, so that a reader's difference agrees."""
    return _minute(stays["end"]) - _minute(stays["start"])


def _short_name(people: pd.DataFrame) -> pd.Series:
    """Return the first name and the surname, without the patronymic or other names between."""
    return people["name"].str.split().str[0] + " " + people["surname"]


def _no_exchange(trips: pd.DataFrame, craft: str) -> str:
    """Return why nobody waited for those who went up in a craft."""
    crew, aboard = followed(trips, craft), trips[trips["craft"] == craft]
    whole = "The visitors" if crew["is_visitor"].any() else "The crew"
    who = whole if len(crew) > 1 else in_a_row(crew["who"]) if len(crew) else "No one"
    if aboard["ended"].eq("died").any():
        return f"{who} did not come back; no seats were exchanged."
    if crew["down"].isna().any():
        return f"In which ship {'they' if len(crew) > 1 else who} came home is not in the data."
    landed = trips[trips["down"] == craft]
    if aboard["down"].eq(craft).all() and landed["craft"].eq(craft).all():
        ship = "the ship that had brought them" if len(crew) > 1 else "the same ship"
        return f"{who} came home in {ship}; no seats were exchanged."
    if crew["down"].eq(craft).all():
        return f"{who} came home in the ship of the way up, in which others changed places."
    moved = crew[crew["down"] != craft]
    ships = in_a_row(pd.Series(moved["down"].unique()))
    if landed["craft"].isin(moved["down"]).any():
        return f"Some changed places with people who had come up in {ships}."
    return (
        f"{in_a_row(moved['who'])} came home in {ships}; no one who had come up in "
        f"{'that ship' if len(set(moved['down'])) == 1 else 'those ships'} landed in {craft}."
    )


def _part(shorter: int, total: int) -> str | float:
    """Return a count in words where it is nothing or all, NaN of an unknown one."""
    return np.nan if pd.isna(shorter) else phrases.part(shorter, total)


def _stay_in_words(stays: pd.Series) -> str | float:
    """Return one stay, or the span of several that differ by more than a minute."""
    known = stays.dropna()
    if known.empty:
        return np.nan
    shortest, longest = in_words(known.min()), in_words(known.max())
    is_one = known.max() - known.min() <= pd.Timedelta(minutes=1)
    return longest if is_one else f"{shortest} to {longest}"
