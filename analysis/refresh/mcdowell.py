"""Jonathan McDowell's list of human spaceflights: the flights that carried people.

The list prints times as GCAT does. Where the excerpt of it ends, the launch comes from GCAT's
launch log and the landing from the list of people in space.
https://planet4589.org/space/astro/lists/missions.html
"""

import re

import pandas as pd

from analysis.refresh import cosmos_book, gcat
from analysis.refresh.corrections import corrected
from analysis.refresh.delimited import text_table

COLUMNS = [
    "flight_id", "craft", "launch_tag", "hsf_id", "launch_time", "launch_time_precision",
    "landing_time", "landing_time_precision", "station", "launch_state", "crew_count",
    "is_crewed_at_launch", "is_suborbital", "outcome", "note",
]  # fmt: skip
LISTED = ["HSFID", "Desig", "Ship", "LDate", "EDate", "Crew", "OrbID"]
# GCAT names the craft; people say the flight.
FLIGHT_NAMES = {
    "Vostok": "Vostok 1",
    "Voskhod": "Voskhod 1",
    "Friendship Seven": "Mercury-Atlas 6",
    "Aurora Seven": "Mercury-Atlas 7",
    "Sigma Seven": "Mercury-Atlas 8",
    "Faith Seven": "Mercury-Atlas 9",
    "Apollo-Soyuz Test Project": "Apollo ASTP",
    "[Soyuz-18]": "Soyuz 18-1",
    "[Soyuz T]": "Soyuz T-10-1",
    "Calypso": "Starliner CFT",
}
# Launched without people, they brought home crews whose own craft was unfit to land in:
# Soyuz 34 that of Soyuz 32, Soyuz MS-23 that of Soyuz MS-22.
RESCUES = ["1979-049", "2023-024"]
# Starliner's first crew: GCAT's SatType of it lacks the H (data/corrections.csv).
UNMARKED = ["2024-109"]
# The station in service for the flights of a state, from the date of its first crewed visit.
STATIONS = [
    ("SU", "1971-04", "Salyut 1"),
    ("SU", "1974-07", "Salyut 3"),
    ("SU", "1975-01", "Salyut 4"),
    ("SU", "1976-07", "Salyut 5"),
    ("SU", "1977-10", "Salyut 6"),
    ("SU", "1982-05", "Salyut 7"),
    ("SU", "1987-02", "Mir"),
    ("RU", "1992-01", "Mir"),
    ("RU", "2000-10", "ISS"),
    ("US", "1973-05", "Skylab"),
    ("US", "1995-02", "Mir"),
    ("US", "1998-12", "ISS"),
    ("CN", "2012-06", "Tiangong-1"),
    ("CN", "2016-10", "Tiangong-2"),
    ("CN", "2021-06", "Tiangong"),
]

SUBORBITAL = ("mercury-redstone-", "x-15-", "ss1-")

_TRUTH = {True: "true", False: "false"}
_ROMAN = {"III": "3", "IV": "4", "V": "5", "VI-A": "6A", "VII": "7", "VIII": "8",
          "IX-A": "9A", "X": "10", "XI": "11", "XII": "12"}  # fmt: skip


def flights(
    launchlog: str,
    missions: str,
    rides: str,
    people: str,
    excerpt: str,
    *,
    corrections: pd.DataFrame,
) -> pd.DataFrame:
    """Return every flight that took people up, or tried to, and the two that only fetched some."""
    listed = missions_listed(excerpt).set_index("flight_id", drop=False)
    trips = cosmos_book.trips(rides, corrections=corrections)
    landed = cosmos_book.landings(missions, rides)
    table = pd.concat([_orbital(launchlog, listed), _suborbital(listed, landed)])
    table = table.set_index("flight_id", drop=False).reindex(
        columns=[*COLUMNS, "launch_code"], fill_value=""
    )
    table = table.fillna("").pipe(_filled, listed).pipe(_filled, landed)
    aboard = trips.groupby("up_flight_id").size().astype(str)
    table = _filled(table, aboard.to_frame("crew_count"))
    table.loc[table["is_crewed_at_launch"] == "false", "crew_count"] = "0"
    lost = cosmos_book.flights_lost(people, trips)
    table["outcome"] = [
        "crew_lost" if id_ in lost else "launch_failure" if code[1:2] == "F" else "success"
        for id_, code in zip(table.index, table["launch_code"], strict=True)
    ]
    table = table[COLUMNS].reset_index(drop=True)
    table = corrected(table, corrections, "flights", table["flight_id"])
    return table.sort_values(["launch_time", "flight_id"], ignore_index=True)


def missions_listed(excerpt: str) -> pd.DataFrame:
    """Return the flights of McDowell's list, with UTC times, their precision and his doubts."""
    rows = text_table(excerpt, "McDowell's list of human spaceflights", LISTED, "|")
    launch = pd.DataFrame([gcat.vague_time(text) for text in rows["LDate"]])
    landing = pd.DataFrame([gcat.vague_time(text) for text in rows["EDate"]])
    return pd.DataFrame(
        {
            "flight_id": rows["Ship"].map(cosmos_book.flight_id),
            "craft": rows["Ship"],
            "launch_tag": rows["Desig"].where(rows["OrbID"].str.startswith("ORB"), ""),
            "hsf_id": rows["HSFID"],
            "launch_time": launch["time"],
            "launch_time_precision": launch["precision"],
            "landing_time": landing["time"],
            "landing_time_precision": landing["precision"],
            "crew_count": rows["Crew"],
            "is_suborbital": rows["OrbID"].str.startswith("SO").map(_TRUTH),
            "note": [
                _doubts(*pair)
                for pair in zip(launch["is_uncertain"], landing["is_uncertain"], strict=True)
            ],
        }
    )


def craft_name(name: str) -> str:
    """Return what people call the flight that GCAT prints under the craft's name.

    >>> [craft_name(name) for name in ("Soyuz-18", "Challenger (STS 51-L)", "Gemini VII")]
    ['Soyuz 18', 'STS-51-L', 'Gemini 7']
    >>> [craft_name(name) for name in ("Dragon Endeavour (Crew-2)", "Apollo 11 CSM")]
    ['Dragon Crew-2', 'Apollo 11']
    """
    if name in FLIGHT_NAMES:
        return FLIGHT_NAMES[name]
    if shuttle := re.search(r"\(STS[ -](.+?)R?\)", name):
        return f"STS-{shuttle[1]}"
    if dragon := re.fullmatch(r"Dragon \w+ \((?:SpX )?(.+)\)", name):
        return f"Dragon {dragon[1]}"
    name = re.sub(r" CSM$|(?<=Skylab )SL-", "", name)
    name = re.sub(r"^(Soyuz|Vostok|Voskhod)-(?=\d)", r"\1 ", name)
    first, _, last = name.rpartition(" ")
    return f"{first} {_ROMAN.get(last, last)}" if first == "Gemini" else name


def station_visited(state: str, launch_time: str, is_visit: bool) -> str:
    """Return the station that a state's crews flew to at the time; nothing if it was no visit."""
    in_service = [
        name for owner, since, name in STATIONS if owner == state and since <= launch_time
    ]
    return in_service[-1] if is_visit and in_service else ""


def _orbital(launchlog: str, listed: pd.DataFrame) -> pd.DataFrame:
    crewed = gcat.crewed_launches(launchlog)
    rescues = gcat.payload_rows(launchlog, [*RESCUES, *UNMARKED])
    rows = pd.concat([crewed, rescues], ignore_index=True)
    times = pd.DataFrame([gcat.vague_time(text) for text in rows["Launch_Date"]])
    orbital = listed[listed["launch_tag"] != ""]
    names = rows["Launch_Tag"].map(orbital.set_index("launch_tag")["craft"])
    craft = names.fillna(rows["Name"].map(craft_name))
    visits = rows["Type"].str[3:].str.contains("V")
    return pd.DataFrame(
        {
            "flight_id": craft.map(cosmos_book.flight_id),
            "craft": craft,
            "launch_tag": rows["Launch_Tag"],
            "launch_time": times["time"],
            "launch_time_precision": times["precision"],
            "station": [
                station_visited(*row)
                for row in zip(rows["LVState"], times["time"], visits, strict=True)
            ],
            "launch_state": rows["LVState"],
            "launch_code": rows["Launch_Code"],
            "is_crewed_at_launch": (~rows["Launch_Tag"].isin(RESCUES)).map(_TRUTH),
            "is_suborbital": "false",
        }
    )


def _suborbital(listed: pd.DataFrame, landed: pd.DataFrame) -> pd.DataFrame:
    """Return the flights that were not meant to reach orbit; all were American."""
    of_book = landed[landed.index.str.startswith(SUBORBITAL)]
    rows = pd.concat([listed[listed["is_suborbital"] == "true"], of_book])
    return rows.assign(
        launch_tag="", launch_state="US", is_crewed_at_launch="true", is_suborbital="true"
    )


def _filled(table: pd.DataFrame, source: pd.DataFrame) -> pd.DataFrame:
    """Return `table` with its empty cells taken from `source` where that has the flight."""
    result = table.copy()
    known = source.reindex(table.index, fill_value="")
    for column in [name for name in source.columns if name in table.columns]:
        if column.endswith("_precision"):
            continue
        empty = result[column] == ""
        result[column] = result[column].where(~empty, known[column])
        if f"{column}_precision" in source.columns:
            precision = f"{column}_precision"
            result[precision] = result[precision].where(~empty, known[precision])
    return result


def _doubts(launch_is_uncertain: bool, landing_is_uncertain: bool) -> str:
    doubtful = [
        name
        for name, doubt in (("launch", launch_is_uncertain), ("landing", landing_is_uncertain))
        if doubt
    ]
    return f"McDowell marks the {' and '.join(doubtful)} time as uncertain." if doubtful else ""
