"""NASA's list of spacewalks of the United States and Russia, one row a spacewalk.

Dates come in many forms and sometimes as a range; `0:00` is printed for spacewalks that were
called off and for unknown durations. The crew is one cell, names apart by blanks.
https://data.nasa.gov/Raw-Data/Extra-vehicular-Activity-EVA-US-and-Russia/9kcy-zwvn
"""

import csv
import difflib
import io
import re
import unicodedata
from datetime import date, datetime, timedelta

import pandas as pd

COLUMNS = ["date", "crew", "vehicle", "duration_min"]
# Surnames are spelt differently (Kovalyonok, Kovalenok), seldom by more than this.
ALIKE = 0.75
HOUSTON = timedelta(hours=6)  # behind UTC, in winter
MOSCOW = timedelta(hours=3)  # ahead of UTC

_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_WORDS = re.compile(r"([A-Za-z]{3})[a-z]*\.? (\d{1,2})(?:-\d{1,2})?, ?(\d{4})")
_NUMBERS = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")


def spacewalks(listed: str, additions: str) -> pd.DataFrame:
    """Return the spacewalks with a full date: day, crew as printed, vehicle, whole minutes."""
    found = []
    for text in (listed, additions):
        for row in csv.DictReader(io.StringIO(text)):
            row = {key.strip(): value for key, value in row.items() if key and value is not None}
            if day := day_of(row.get("Date", "")):
                found.append((day, row["Crew"], row["Vehicle"], minutes(row["Duration"])))
    return pd.DataFrame(found, columns=COLUMNS).sort_values("date", ignore_index=True)


def day_of(text: str) -> date | None:
    """Return the day, of a range the first; None where the list names no day.

    >>> day_of("March 16-17, 1966"), day_of("06/03/1965"), day_of("Sept. 1973")
    (datetime.date(1966, 3, 16), datetime.date(1965, 6, 3), None)
    """
    if found := _NUMBERS.match(text.strip()):
        month, day, year = map(int, found.groups())
        return date(year, month, day)
    if (found := _WORDS.match(text.strip())) and found[1].lower() in _MONTHS:
        return date(int(found[3]), _MONTHS.index(found[1].lower()) + 1, int(found[2]))
    return None


def minutes(duration: str) -> int | None:
    """Return a duration of hours and minutes in minutes; None for `0:00` and for none.

    >>> minutes("7:34"), minutes("0:00")
    (454, None)
    """
    hours, colon, rest = duration.strip().partition(":")
    return (int(hours) * 60 + int(rest) or None) if colon else None


def duration_of(listed: pd.DataFrame, surname: str, start: datetime) -> int | None:
    """Return NASA's minutes for the spacewalk that a person began; None if it has none.

    NASA dates by Houston's clock, its Russian rows by Moscow's. Of two on a day the longer is
    meant: on the Moon the hatch was opened once more to throw things out.
    """
    for day in ((start - HOUSTON).date(), start.date(), (start + MOSCOW).date()):
        rows = listed[(listed["date"] == day) & listed["duration_min"].notna()]
        found = [row.duration_min for row in rows.itertuples() if _is_aboard(surname, row.crew)]
        if found:
            return int(max(found))
    return None


def _is_aboard(surname: str, crew: str) -> bool:
    """Say whether a word of a surname is in a crew, spelt alike."""
    known = re.findall(r"[^\W\d_]+", _plain(crew))
    parts = re.findall(r"[^\W\d_]+", _plain(surname))
    return any(difflib.get_close_matches(part, known, n=1, cutoff=ALIKE) for part in parts)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
