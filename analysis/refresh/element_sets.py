"""Two-line element sets of satellites: read, written and checked.

The format is of punched cards: the column decides. A checksum finds a wrong digit; an invented
set with a right checksum is found by its neighbours in time, since node and revolution number
of one craft move evenly. https://celestrak.org/NORAD/documentation/tle-fmt.php
"""

import csv
import io
import itertools
import json
import math
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pandas as pd
from sgp4 import exporter, omm
from sgp4.api import Satrec

COLUMNS = ["craft", "norad_id", "epoch", "line1", "line2", "seen_at"]
CRAFT = {"25544": "ISS", "48274": "Tiangong"}
NEWEST_URL = "https://celestrak.org/NORAD/elements/gp.php?CATNR={norad_id}&FORMAT=JSON"
LENGTH = 69
NODE_TOLERANCE_DEG = 1.5
# The altitude of a craft changes the rate of its node by a tenth of a degree a day.
NODE_DRIFT_DEG_PER_DAY = 0.1
REVOLUTION_TOLERANCE = 2
# Beyond, the height of the orbit has changed too often for a prediction.
NEIGHBOUR_DAYS = 60
# A set may be issued for the next crossing of the equator, hours ahead.
AHEAD = timedelta(days=1)

_REPOSITORY = re.compile(r"([\w.-]+/[\w.-]+)(?: |$)")


def elements(
    around_october_2021: str,
    other_years: str,
    iss: str,
    tiangong: str,
    *,
    known: pd.DataFrame,
    today: date,
) -> pd.DataFrame:
    """Return the table `known`, the sets collected by hand, and the newest that CelesTrak has.

    Any of the texts may be empty. Of two sets of one craft and second the first one stands, so
    that a set is not added twice; none of `known` is left out.
    """
    collected = [_collected(text) for text in (around_october_2021, other_years)]
    newest = [
        from_json(text, NEWEST_URL.format(norad_id=norad_id), today)
        for norad_id, text in zip(CRAFT, (iss, tiangong), strict=True)
        if text
    ]
    if not (newest or any(len(sets) for sets in collected)):
        raise ValueError("none of these files is there.")
    times = known["epoch"].dt.strftime("%Y-%m-%dT%H:%M:%SZ")
    parts = [*collected, known.assign(epoch=times).fillna(""), *newest]
    table = pd.concat(parts, ignore_index=True).drop_duplicates(["craft", "epoch"])
    if wrong := dict(problems(table)):
        place = max(wrong)  # of two that contradict each other the newcomer is named
        raise ValueError(f"the element set of {table.loc[place, 'epoch']} {wrong[place]}.")
    return table.sort_values(["craft", "epoch"], ignore_index=True)


def from_tle(text: str, seen_at: str = "") -> pd.DataFrame:
    """Return the element sets in a text of two or three lines each."""
    lines = [line.rstrip() for line in text.splitlines()]
    pairs = [
        (first, second)
        for first, second in itertools.pairwise(lines)
        if first.startswith("1 ") and second.startswith("2 ")
    ]
    return _table([{**_set(first, second), "seen_at": seen_at} for first, second in pairs])


def from_json(text: str, seen_at: str, today: date) -> pd.DataFrame:
    """Return the element sets in CelesTrak's JSON, whose words are those of CCSDS's OMM."""
    try:
        messages = json.loads(text)
    except ValueError as error:
        said = " ".join(text.split())[:80]
        raise ValueError(f"CelesTrak answers {said!r}, not element sets in JSON.") from error
    if not messages:
        raise ValueError("CelesTrak has no element set of the craft: it may have decayed.")
    return _table([{**_set(*tle_lines(x, today)), "seen_at": seen_at} for x in messages])


def tle_lines(message: dict[str, Any], today: date) -> tuple[str, str]:
    """Return the two lines of a mean-elements message; what a line has no column for is rounded."""
    name = message.get("OBJECT_NAME", "a satellite")
    satellite = Satrec()
    try:
        issued_for = datetime.fromisoformat(message["EPOCH"]).replace(tzinfo=UTC)
        launched = int(message["OBJECT_ID"][:4])
        omm.initialize(satellite, message)
        lines = exporter.export_tle(satellite)
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(
            f"the mean-elements message of {name} cannot be read: {type(error).__name__} {error}."
        ) from error
    # The lines have two digits for a year: a wrong century would not be seen in them.
    if issued_for.year < launched or issued_for.date() > today + AHEAD:
        raise ValueError(
            f"the mean-elements message of {name} has the epoch {message['EPOCH']}, "
            f"which is not between its launch in {launched} and {today}."
        )
    return lines


def checksum(line: str) -> int:
    """Return the sum of the digits of the first 68 columns, a minus counting 1, modulo 10.

    >>> checksum("1 25544U 98067A   21277.86166359  .00005427  00000-0  10685-3 0  9994")
    4
    """
    return sum(int(sign) if sign.isdigit() else sign == "-" for sign in line[: LENGTH - 1]) % 10


def epoch(line1: str) -> datetime:
    """Return the epoch; two-digit years before 57 are of this century.

    >>> f"{epoch('1 25544U 98067A   21277.86166359'):%F %T}"
    '2021-10-04 20:40:47'
    """
    year = int(line1[18:20])
    start = datetime(year + (2000 if year < 57 else 1900), 1, 1, tzinfo=UTC)
    return start + timedelta(days=float(line1[20:32]) - 1)


def line_problem(line1: str, line2: str) -> str | None:
    """Return what is wrong with the two lines in themselves, or None."""
    for number, line in enumerate((line1, line2), start=1):
        if len(line) != LENGTH:
            return f"has {len(line)} columns in line {number}, not {LENGTH}"
        if not line.startswith(f"{number} ") or line1[2:7] != line2[2:7]:
            return "is not a pair of lines 1 and 2 of one satellite"
        if str(checksum(line)) != line[-1]:
            return (
                f"has the checksum {line[-1]} in line {number}, which adds up to {checksum(line)}"
            )
    return None


def problems(sets: pd.DataFrame) -> Iterator[tuple[int, str]]:
    """Yield the label of each set that is wrong in itself or among its neighbours, and why."""
    sound = {}
    for row in sets.itertuples():
        if problem := line_problem(row.line1, row.line2):
            yield row.Index, problem
        else:
            sound[row.Index] = (row.norad_id, _moving(row.line1, row.line2))
    for place, (craft, moving) in sound.items():
        others = [
            other
            for label, (name, other) in sound.items()
            if label != place
            and name == craft
            and abs((other[0] - moving[0]).days) < NEIGHBOUR_DAYS
        ]
        misfits = [problem for other in others if (problem := _misfit(moving, other))]
        if len(misfits) * 2 > len(others):
            yield place, misfits[0]


Moving = tuple[datetime, Satrec]


def _moving(line1: str, line2: str) -> Moving:
    """Return the epoch, and the satellite with what of its orbit moves evenly."""
    return epoch(line1), Satrec.twoline2rv(line1, line2)


def _misfit(moving: Moving, other: Moving) -> str | None:
    days = (moving[0] - other[0]) / timedelta(days=1)
    here, there = moving[1], other[1]
    minutes = days * 1440
    expected = there.nodeo + minutes * (here.nodedot + there.nodedot) / 2
    apart_deg = math.degrees(abs(math.remainder(here.nodeo - expected, 2 * math.pi)))
    if apart_deg > NODE_TOLERANCE_DEG + NODE_DRIFT_DEG_PER_DAY * abs(days):
        return f"has its node {apart_deg:.1f} degrees from where other sets lead to expect it"
    turns = minutes * (here.no_kozai + there.no_kozai) / 2 / (2 * math.pi)
    revolution = there.revnum + turns
    if abs(math.remainder(here.revnum - revolution, 100_000)) > REVOLUTION_TOLERANCE:
        return f"has the revolution number {here.revnum}, where other sets lead to {revolution:.0f}"
    return None


def _collected(text: str) -> pd.DataFrame:
    """Return the sets of a list put together by hand, with the repository each was seen in."""
    rows = csv.DictReader(io.StringIO(text))
    return _table(
        [{**_set(x["line1"], x["line2"]), "seen_at": _address(x["provenance"])} for x in rows]
    )


def _table(rows: list[dict[str, str]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=COLUMNS, dtype=str)


def _set(line1: str, line2: str) -> dict[str, str]:
    norad_id = line1[2:7].strip()
    return {
        "craft": CRAFT.get(norad_id, norad_id),
        "norad_id": norad_id,
        "epoch": f"{epoch(line1):%Y-%m-%dT%H:%M:%SZ}",
        "line1": line1,
        "line2": line2,
    }


def _address(provenance: str) -> str:
    found = _REPOSITORY.match(provenance)
    return f"https://github.com/{found[1]}" if found else ""
