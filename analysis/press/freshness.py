"""How old the data of a report are on its day, and which of them are older than they should be.

Age counts from the day on which a table was fetched, or compiled, to the day that the report is
made for. Until when the table reaches is said beside it: a fresh copy of an old list is old news.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from analysis import phrases

MOST_NAMED = 4  # tables in one sentence
FEW = 2  # tables whose titles a line holds


@dataclass(frozen=True)
class Age:
    """The age of one table in days, and what it may be; None for a past that is closed."""

    name: str
    title: str
    days: int
    expected_days: int | None

    @property
    def is_past(self) -> bool:
        """Return whether the table is older than it should be."""
        return self.expected_days is not None and self.days > self.expected_days

    @property
    def words(self) -> str:
        """Return the age, and what it may be."""
        limit = "" if self.expected_days is None else f"; out of date after {self.expected_days}"
        return f"{self.days} {'day' if self.days == 1 else 'days'}{limit}"


def ages(tables: Any, as_of: Any) -> list[Age]:
    """Return the age of each table on a day, the oldest first; without a day there is none.

    >>> launches = {"retrieved": "2025-12-08", "expected_age_days": 31}
    >>> ages({"launches": launches}, "2026-11-22")
    [Age(name='launches', title='launches', days=349, expected_days=31)]
    """
    day = _day(as_of)
    found = []
    for name, told in tables.items() if day and isinstance(tables, Mapping) else ():
        retrieved = _day(told.get("retrieved")) if isinstance(told, Mapping) else None
        if day and retrieved:
            expected = told.get("expected_age_days")
            is_known = isinstance(expected, int) and not isinstance(expected, bool)
            title = str(told.get("title") or name)
            days = (day - retrieved).days
            found.append(Age(str(name), title, days, expected if is_known else None))
    return sorted(found, key=lambda age: (-age.days, age.name))


def past(tables: Any, as_of: Any) -> list[Age]:
    """Return the tables that are older than they should be."""
    return [age for age in ages(tables, as_of) if age.is_past]


def warning(tables: Any, as_of: Any) -> str:
    """Return the sentence that warns of what is out of date, or nothing.

    >>> launches = {"title": "Launches", "retrieved": "2025-12-08", "expected_age_days": 31}
    >>> warning({"launches": launches}, "2026-11-22")
    'Out of date: Launches, retrieved 349 days before this report (at most 31 expected).'
    """
    found = past(tables, as_of)
    named = [
        f"{age.title}, retrieved {age.days} days before this report "
        f"(at most {age.expected_days} expected)"
        for age in found[:MOST_NAMED]
    ]
    if len(found) > MOST_NAMED:
        named.append(f"and {len(found) - MOST_NAMED} more")
    return f"Out of date: {'; '.join(named)}." if named else ""


def recorded(root: Path, names: Iterable[str]) -> dict[str, Any]:
    """Return what the records of tables in a project's data/ say now of their age."""
    try:
        content = json.loads((root / "data" / "datapackage.json").read_text(encoding="utf-8"))
        known = {resource["name"]: resource for resource in content["resources"]}
    except (OSError, ValueError, LookupError, TypeError):
        return {}
    return {name: known[name] for name in names if name in known}


def words(tables: Any, as_of: Any) -> str:
    """Return how long before the day of the report its data were fetched.

    >>> words({"launches": {"retrieved": "2026-11-22"}}, "2026-11-22")
    'on the day of this report'
    >>> words({"launches": {"retrieved": "2026-11-22"}}, "2026-11-30")
    '8 days before this report of 30 November 2026'
    """
    found = ages(tables, as_of)
    if not found:
        return ""
    oldest, newest = found[0].days, found[-1].days
    if oldest <= 0:
        return "on the day of this report"
    span = f"{oldest}" if oldest == newest else f"{newest} to {oldest}"
    return f"{span} {'day' if oldest == 1 else 'days'} before this report of {in_words(as_of)}"


def retrieved(tables: Mapping[str, Mapping[str, Any]], as_of: Any) -> str:
    """Return on which days tables were fetched, and how long before the day of the report.

    >>> retrieved({"launches": {"retrieved": "2026-11-22"}}, None)
    '22 November 2026'
    """
    days = sorted({str(told["retrieved"]) for told in tables.values() if told.get("retrieved")})
    span = " to ".join(map(in_words, dict.fromkeys((*days[:1], *days[-1:]))))
    return ", ".join(filter(None, [span, span and words(tables, as_of)]))


def in_words(when: Any) -> str:
    """Return a day or a month as it is read; other text is left alone.

    >>> in_words("2023-04-20"), in_words("2026-05"), in_words("20230420")
    ('20 April 2023', 'May 2026', '20230420')
    """
    text = str(when)
    is_month = re.fullmatch(r"\d{4}-\d\d", text)
    if not is_month and not re.match(r"\d{4}-\d\d-\d\d", text):
        return text
    day = _day(f"{text}-01" if is_month else text)
    if not day:
        return text
    return f"{day:%B %Y}" if is_month else phrases.day(day)


def reach(
    until: Mapping[str, Any], titles: Mapping[str, str] | None = None
) -> tuple[str, str] | None:
    """Return until when tables reach: one day, the days of a few, or the first and the last.

    >>> reach({"films": "2024-01-31", "flights": "2024-12-31"}, {"films": "Films"})
    ('until', '31 January 2024 (Films), 31 December 2024 (flights)')
    >>> reach({"films": "2024-01-31", "prices": "2026-05"})
    ('end', 'between 31 January 2024 and May 2026')
    """
    by_day: dict[str, list[str]] = {}
    for name, last in sorted(until.items(), key=lambda pair: str(pair[1])):
        if last:
            by_day.setdefault(in_words(last), []).append((titles or {}).get(name) or name)
    if len(by_day) < 2:
        return ("until", next(iter(by_day))) if by_day else None
    if titles is not None and sum(map(len, by_day.values())) <= FEW:
        return "until", ", ".join(f"{day} ({', '.join(named)})" for day, named in by_day.items())
    first, *_, last = by_day
    return "end", f"between {first} and {last}"


def refusal(found: Iterable[Age]) -> str:
    """Return why a report on old data is refused, and what would help."""
    named = [f"{a.name} ({a.days} days old, at most {a.expected_days} expected)" for a in found]
    return f"The data are out of date: {', '.join(named)}. `analysis refresh` fetches newer ones."


def _day(text: Any) -> date | None:
    try:
        return date.fromisoformat(str(text)[:10])
    except ValueError:
        return None
