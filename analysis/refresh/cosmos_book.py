"""Cosmos: The Infographic Book of Space, its list of people in space: people, rides, spacewalks.

Stuart Lowe and Chris North keep a file a person; the lists read here put those together. A
person who goes up in one craft and comes down in another has two rides, each with one time.
https://github.com/cosmos-book/cosmos-book.github.io/tree/master/human-spaceflight
"""

import html
import json
import re
import unicodedata

import pandas as pd

from analysis.refresh.corrections import chosen, corrected
from analysis.refresh.delimited import text_table

# The book's names of flights, by the names of this project where a rule cannot tell.
FLIGHT_NAMES = {
    "Apollo-Soyuz (Apollo)": "Apollo ASTP",
    "Ax-1": "Axiom Ax-1",
    "Ax-2": "Axiom Ax-2",
    "Gemini 9": "Gemini 9A",
    "SpaceX-DM2": "Dragon DM-2",
}

PEOPLE = ["category", "name", "dob", "gender", "countries", "diedinspace", "diedinflight"]
RIDES = ["person", "name", "time_start", "time_end"]
EVAS = ["person", "time_start", "time_end", "duration"]
TRIP = ["person_id", "up_flight_id", "down_flight_id", "start", "end"]

_ROMAN = {"V": "5", "VI": "6", "VII": "7", "IX": "9", "X": "10", "XI": "11"}
_DAY = r"\d{4}-\d\d-\d\d"
_TIME = re.compile(
    rf"(?P<date>{_DAY})(?:T(?P<minute>\d\d:\d\d)(?::(?P<second>\d\d)(?:\.\d+)?)?Z?)?"
)


def landings(missions: str, rides: str) -> pd.DataFrame:
    """Return launch and landing of every mission listed, or ridden, with the precision of each."""
    rows = json.loads(missions)
    listed = pd.DataFrame(
        {
            "craft": list(rows),
            "launch_time": [row["launch"] for row in rows.values()],
            "landing_time": [row["land"] for row in rows.values()],
        }
    )
    ridden = (
        text_table(rides, "the list of rides", RIDES)
        .groupby("name", as_index=False)[["time_start", "time_end"]]
        .max()
    )
    ridden.columns = pd.Index(["craft", "launch_time", "landing_time"])
    table = pd.concat([listed, ridden], ignore_index=True)
    for column in ("launch_time", "landing_time"):
        table[f"{column}_precision"] = table[column].map(time_precision)
        table[column] = table[column].map(utc_time)
    table["flight_id"] = table["craft"].map(flight_id)
    known = table.replace("", None).groupby("flight_id").first().fillna("")
    return known.assign(flight_id=known.index)


def flights_lost(people: str, trips: pd.DataFrame) -> set[str]:
    """Return the flights on which people died: the last flights of those who died in space."""
    listed = text_table(people, "the list of people", PEOPLE)
    dead = listed[(listed["diedinspace"] != "") | (listed["diedinflight"] != "")]
    last = trips.drop_duplicates("person_id", keep="last").set_index("person_id")["up_flight_id"]
    return set(last.reindex(dead["name"].map(person_id)).dropna())


def people(text: str) -> pd.DataFrame:
    """Return the people listed: name, sex, day of birth where it is whole, countries, label."""
    listed = text_table(text, "the list of people", PEOPLE)
    return pd.DataFrame(
        {
            "person_id": listed["name"].map(person_id),
            "name": listed["name"].map(person_name),
            "surname": listed["name"].map(surname),
            "sex": listed["gender"].str.lower(),
            "birth_date": listed["dob"].where(listed["dob"].str.fullmatch(_DAY), ""),
            "nationalities": listed["countries"],
            "category": listed["category"],
        }
    )


def spacewalks(evas: str, *, corrections: pd.DataFrame) -> pd.DataFrame:
    """Return the spacewalks listed, a row a person; some have a day and a duration only.

    A correction of a spacewalk has person/start as its key, the start as this function returns
    it or, where that cannot be read, as the list prints it. Of two entries of a person for one
    day the one with a time stays, of two alike the first.
    """
    listed = text_table(evas, "the list of spacewalks", EVAS)
    table = pd.DataFrame(
        {
            "person_id": listed["person"].map(person_id),
            "start": listed["time_start"],
            "end": listed["time_end"],
            "printed": listed["duration"],
        }
    )
    read = table["start"].map(lambda text: utc_time(text) if _TIME.fullmatch(text) else text)
    table = corrected(table, corrections, "spacewalks", table["person_id"] + "/" + read)
    table["start_precision"] = table["start"].map(time_precision)
    table["start"], table["end"] = table["start"].map(utc_time), table["end"].map(utc_time)
    minutes = (
        pd.to_datetime(table["end"]) - pd.to_datetime(table["start"])
    ).dt.total_seconds() / 60
    printed = table["printed"].str.extract(r"(?P<h>\d+)h(?P<m>\d+)m").astype(float)
    table["duration_min"] = minutes.fillna(printed["h"] * 60 + printed["m"]).round().astype("Int64")
    table = table.drop_duplicates(["person_id", "start"])
    days = [table["person_id"], table["start"].str[:10]]
    timed = table["start_precision"] != "day"
    seen = (timed.groupby(days).transform("any")) & ~timed
    return table[~seen].drop(columns="printed").reset_index(drop=True)


def trips(rides: str, *, corrections: pd.DataFrame) -> pd.DataFrame:
    """Return one row a person and trip: the craft up, the craft down, start and end.

    A correction of a trip has the craft up, the craft down, or person and craft up as its key.
    One of a trip that the list misses replaces an empty `down_flight_id`; its times stay empty.
    """
    listed = text_table(rides, "the list of rides", RIDES)
    ridden = pd.DataFrame(
        {
            "person_id": listed["person"].map(person_id),
            "flight_id": listed["name"].map(flight_id),
            "start": listed["time_start"].map(utc_time),
            "end": listed["time_end"].map(utc_time),
        }
    )
    paired = pd.DataFrame(_paired(ridden), columns=TRIP)
    table = pd.concat([paired, _missed(paired, corrections)], ignore_index=True)
    keys = table["up_flight_id"], table["down_flight_id"], _trip_key(table)
    table = corrected(table, corrections, "crews", *keys)
    return table[table["person_id"] != ""].reset_index(drop=True)


def flight_id(name: str) -> str:
    """Return the project's identifier of a flight.

    >>> [flight_id(name) for name in ("Soyuz MS-19", "Shenzhou IX", "Blue Origin NS-18")]
    ['soyuz-ms-19', 'shenzhou-9', 'new-shepard-ns-18']
    """
    name = FLIGHT_NAMES.get(name, name)
    name = name.replace("Blue Origin", "New Shepard").replace("SpaceX", "Dragon")
    words = name.split()
    if words[0] == "Shenzhou":
        words[-1] = _ROMAN.get(words[-1], words[-1])
    return slug(" ".join(words))


def person_id(name: str) -> str:
    """Return the identifier of a person.

    >>> person_id("PERESILD, Yulia Sergeevna")
    'yulia-sergeevna-peresild'
    """
    return slug(person_name(name))


def person_name(name: str) -> str:
    """Return a name in natural order, without nicknames in quotes, titles or degrees.

    >>> person_name("L&Oacute;PEZ-ALEGR&Iacute;A, Michael E."), person_name("MCARTHUR, Megan")
    ('Michael E. López-Alegría', 'Megan McArthur')
    """
    return " ".join(part for part in _parts(name) if part)


def surname(name: str) -> str:
    """Return the surname; the list prints it in capitals, which loses those inside (MacLean)."""
    return _parts(name)[1]


def _parts(name: str) -> tuple[str, str, str]:
    """Return given names, surname and what follows (Jr., II)."""
    name = re.sub(r",? (?:General|Chief Warrant Officer)$", "", html.unescape(name))
    name = re.sub(r"""\s*(?:(?<= )'[^']*'|"[^"]*"|\([^)]*\))""", "", name)
    family, _, given = name.partition(", ")
    family = re.sub(r"\bMc[a-z]", lambda found: found[0][:2] + found[0][2].upper(), family.title())
    family = re.sub(r"\bI[i]+\b", lambda found: found[0].upper(), family)
    found = re.fullmatch(r"(.*?),?(?: ((?:Jr|Sr)\.?|I+))?[, ]*", given.strip())
    given, suffix = found.groups("") if found else (given, "")
    return given.strip(), family.strip(), suffix


def slug(name: str) -> str:
    """Return a name in small letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower().replace("'", "")).strip("-")


def utc_time(text: str) -> str:
    """Return a time to the second; the list leaves seconds out where it does not know them.

    >>> utc_time("1961-04-12T06:07Z")
    '1961-04-12T06:07:00Z'
    """
    if text == "":
        return ""
    found = _TIME.fullmatch(text)
    if found is None:
        raise ValueError(
            f"The list of people in space has the time {text!r}; expected one such "
            f"as 2021-10-05T08:55:02Z or 2021-10-05T08:55Z."
        )
    return f"{found['date']}T{found['minute'] or '00:00'}:{found['second'] or '00'}Z"


def time_precision(text: str) -> str:
    """Return the smallest part of the time that the list prints; nothing for no time."""
    found = _TIME.fullmatch(text)
    if found is None:
        return ""
    return "second" if found["second"] else "minute" if found["minute"] else "day"


def _paired(ridden: pd.DataFrame) -> list[list[str]]:
    """Return the trips: a ride without an end is over with the person's next without a start."""
    found: list[list[str]] = []
    for ride in ridden.itertuples():
        opened = ride.start != "" or ride.end == ""
        if opened:
            down = ride.flight_id if ride.end else ""
            found.append([ride.person_id, ride.flight_id, down, ride.start, ride.end])
        else:
            found[-1][2], found[-1][4] = ride.flight_id, ride.end
    return found


def _missed(known: pd.DataFrame, corrections: pd.DataFrame) -> pd.DataFrame:
    """Return the trips that only corrections know, without times."""
    keys = chosen(corrections, "crews", pd.Index(["down_flight_id"])).query("found == ''")["key"]
    keys = keys[keys.str.contains("/") & ~keys.isin(_trip_key(known))]
    rows = [[*key.split("/"), "", "", ""] for key in keys]
    return pd.DataFrame(rows, columns=TRIP, dtype=str)


def _trip_key(table: pd.DataFrame) -> pd.Series:
    return table["person_id"] + "/" + table["up_flight_id"]
