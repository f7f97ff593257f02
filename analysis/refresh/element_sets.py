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
from datetime import UTC, datetime, timedelta

import pandas as pd

COLUMNS = ["craft", "norad_id", "epoch", "line1", "line2", "seen_at"]
CRAFT = {"25544": "ISS"}
LENGTH = 69
# Measured: 246.8533° on 17 September 2021, 13.6218° on 3 November.
ISS_NODE_DEG_PER_DAY = -4.945
NODE_TOLERANCE_DEG = 1.5
# Its altitude changes the rate of the node by a tenth of a degree a day.
NODE_DRIFT_DEG_PER_DAY = 0.1
REVOLUTION_TOLERANCE = 2
# Beyond, the height of the orbit has changed too often for a prediction.
NEIGHBOUR_DAYS = 60

_REPOSITORY = re.compile(r"([\w.-]+/[\w.-]+)(?: |$)")


def elements(around_october_2021: str, other_years: str) -> pd.DataFrame:
    """Return the element sets collected by hand, with the repository each was seen in."""
    rows = [
        {**_set(row["line1"], row["line2"]), "seen_at": _address(row["provenance"])}
        for text in (around_october_2021, other_years)
        for row in csv.DictReader(io.StringIO(text))
    ]
    table = pd.DataFrame(rows, columns=COLUMNS)
    if wrong := dict(problems(table)):
        place, reason = next(iter(wrong.items()))
        raise ValueError(f"the element set of {table.loc[place, 'epoch']} {reason}.")
    return table.sort_values(["craft", "epoch"], ignore_index=True)


def from_tle(text: str, seen_at: str = "") -> pd.DataFrame:
    """Return the element sets in a text of two or three lines each."""
    lines = [line.rstrip() for line in text.splitlines()]
    pairs = [
        (first, second)
        for first, second in itertools.pairwise(lines)
        if first.startswith("1 ") and second.startswith("2 ")
    ]
    rows = [{**_set(first, second), "seen_at": seen_at} for first, second in pairs]
    return pd.DataFrame(rows, columns=COLUMNS)


def from_json(text: str, seen_at: str = "") -> pd.DataFrame:
    """Return the element sets in CelesTrak's JSON, whose words are those of CCSDS's OMM."""
    rows = [{**_set(*tle_lines(message)), "seen_at": seen_at} for message in json.loads(text)]
    return pd.DataFrame(rows, columns=COLUMNS)


def tle_lines(message: dict[str, str | float | int]) -> tuple[str, str]:
    """Return the two lines of a mean-elements message; what a line has no column for is rounded."""
    try:
        epoch = datetime.fromisoformat(str(message["EPOCH"])).replace(tzinfo=UTC)
        number = int(message["NORAD_CAT_ID"])
        year, launch = str(message["OBJECT_ID"]).split("-", 1)
        day = 1 + (epoch - datetime(epoch.year, 1, 1, tzinfo=UTC)) / timedelta(days=1)
        first = (
            f"1 {number:05d}{message['CLASSIFICATION_TYPE']} {year[2:]}{launch:<6} "
            f"{epoch:%y}{day:012.8f} {_signed_decimal(float(message['MEAN_MOTION_DOT']))} "
            f"{_exponential(float(message['MEAN_MOTION_DDOT']))} "
            f"{_exponential(float(message['BSTAR']))} "
            f"{message['EPHEMERIS_TYPE']} {int(message['ELEMENT_SET_NO']):4d}"
        )
        second = (
            f"2 {number:05d} {float(message['INCLINATION']):8.4f} "
            f"{float(message['RA_OF_ASC_NODE']):8.4f} "
            f"{round(float(message['ECCENTRICITY']) * 1e7):07d} "
            f"{float(message['ARG_OF_PERICENTER']):8.4f} {float(message['MEAN_ANOMALY']):8.4f} "
            f"{float(message['MEAN_MOTION']):11.8f}{int(message['REV_AT_EPOCH']):5d}"
        )
    except (KeyError, ValueError) as error:
        raise ValueError(
            f"the mean-elements message of {message.get('OBJECT_NAME', 'a satellite')} "
            f"cannot be read: {type(error).__name__} {error}."
        ) from error
    return first + str(checksum(first)), second + str(checksum(second))


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


Moving = tuple[datetime, float, float, int]


def _moving(line1: str, line2: str) -> Moving:
    """Return what moves evenly: epoch, node, mean motion and revolution number."""
    return epoch(line1), float(line2[17:25]), float(line2[52:63]), int(line2[63:68])


def _misfit(moving: Moving, other: Moving) -> str | None:
    days = (moving[0] - other[0]) / timedelta(days=1)
    node_deg = (other[1] + ISS_NODE_DEG_PER_DAY * days) % 360
    apart_deg = abs(math.remainder(moving[1] - node_deg, 360))
    if apart_deg > NODE_TOLERANCE_DEG + NODE_DRIFT_DEG_PER_DAY * abs(days):
        return f"has its node {apart_deg:.1f} degrees from where other sets lead to expect it"
    revolution = other[3] + days * (moving[2] + other[2]) / 2
    if abs(math.remainder(moving[3] - revolution, 100_000)) > REVOLUTION_TOLERANCE:
        return f"has the revolution number {moving[3]}, where other sets lead to {revolution:.0f}"
    return None


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


def _signed_decimal(value: float) -> str:
    """Write a number below 1 as the lines do: a sign or blank, a point, eight digits."""
    return ("-" if value < 0 else " ") + f"{abs(value):.8f}".removeprefix("0")


def _exponential(value: float) -> str:
    """Write a number as the lines do: ` 10685-3` is 0.10685e-3."""
    if value == 0:
        return " 00000-0"
    exponent = math.floor(math.log10(abs(value))) + 1
    digits = round(abs(value) / 10.0**exponent * 100_000)
    if digits == 100_000:
        digits, exponent = 10_000, exponent + 1
    sign = "-" if value < 0 else " "
    return f"{sign}{digits:05d}{'-' if exponent <= 0 else '+'}{abs(exponent)}"
