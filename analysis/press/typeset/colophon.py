"""The end of a report of ours: from what it was made, and how it is made again."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from analysis.press import freshness as ages
from analysis.press.typeset.markup import array, call, content, literal, words

FEW_TABLES = 2  # whose titles a line holds
PREFIX = 12  # signs of a hash that tell it from every other one here


def colophon(about: Mapping[str, Any], attached: list[str]) -> str:
    """Return the block that names command, code, versions, tables and attached files."""
    built_by = {str(name): str(value) for name, value in mapping(about, "built_by").items()}
    said = [_made(built_by)] if built_by else []
    if attached:
        names = ", ".join(attached)
        said.append(words(f"Attached to this PDF, as data: {names}."))
        verify = call("raw", literal("analysis verify"))
        said.append(f"{verify}{words(' tells whether a byte of this file was changed.')}")
    old = {age.name: age.words for age in ages.ages(about.get("tables"), about.get("as_of"))}
    rows = [
        [name, str(table.get("sha256") or "–")[:PREFIX], *map(day, _dates(table))]
        + ([old.get(name, "–")] if old else [])
        for name, table in sorted(mapping(about, "tables").items())
        if isinstance(table, Mapping)
    ]
    if not said and not rows:
        return ""
    cells = array(literal(cell) for row in rows for cell in row)
    aged = "true" if rows and old else None
    said_so = array(map(content, said))
    return call("press.colophon", said_so, tables=cells if rows else None, aged=aged)


def _made(built_by: dict[str, str]) -> str:
    """Return the sentence on command, code and versions."""
    command, code = built_by.pop("command", ""), built_by.pop("code", "")
    parts = [words("Made")]
    if command:
        parts += [words(" by "), call("raw", literal(command))]
    if code:
        parts += [words(" from code "), call("raw", literal(code[:PREFIX]))]
    versions = ", ".join(f"{name} {version}" for name, version in built_by.items())
    parts.append(words(f" with {versions}." if versions else "."))
    if command and code:
        parts.append(
            words(" The same code, tables and versions make the same file, byte for byte.")
        )
    return "".join(parts)


def freshness(about: Mapping[str, Any]) -> str:
    """Return until when the tables reach, and when the newest of them was fetched.

    >>> launches = {"title": "Launches", "until": "2023-04-20", "retrieved": "2026-11-22"}
    >>> freshness({"tables": {"launches": launches}})
    'Data until 20 April 2023. Retrieved 22 November 2026.'
    """
    tables = {k: v for k, v in mapping(about, "tables").items() if isinstance(v, Mapping)}
    until = dict(mapping(about, "data_until")) or {k: v.get("until") for k, v in tables.items()}
    by_day: dict[str, list[str]] = {}
    for name, last in sorted(until.items(), key=lambda pair: str(pair[1])):
        if last:
            title = tables.get(name, {}).get("title") or name
            by_day.setdefault(day(last), []).append(str(title))
    fetched = sorted({str(t["retrieved"]) for t in tables.values() if t.get("retrieved")})
    dates = " to ".join(day(one) for one in dict.fromkeys((*fetched[:1], *fetched[-1:])))
    if dates and (age := ages.words(tables, about.get("as_of"))):
        dates = f"{dates}, {age}"
    said = [_reach(by_day) if by_day else "", f"Retrieved {dates}." if dates else ""]
    return " ".join(filter(None, said))


def _reach(by_day: dict[str, list[str]]) -> str:
    """Return the day until which each of a few tables reaches, or the span of many.

    >>> _reach({"May 2023": ["Crews", "People"], "May 2025": ["Claims"]})
    'Data end between May 2023 and May 2025, depending on the table (see the last page).'
    """
    if len(by_day) == 1:
        return f"Data until {next(iter(by_day))}."
    if sum(map(len, by_day.values())) <= FEW_TABLES:
        days = ", ".join(f"{last} ({', '.join(titles)})" for last, titles in by_day.items())
        return f"Data until {days}."
    first, *_, last = by_day
    return f"Data end between {first} and {last}, depending on the table (see the last page)."


def day(iso: Any) -> str:
    """Return a date as it is read: "2023-04-20" is 20 April 2023; other text is left alone.

    >>> day("2023-04-20"), day("2026-05"), day("20230420")
    ('20 April 2023', 'May 2026', '20230420')
    """
    text = str(iso or "–")
    is_month = re.fullmatch(r"\d{4}-\d\d", text)
    try:
        found = date.fromisoformat(f"{text}-01" if is_month else text[:10])
    except ValueError:
        return text
    if not is_month and not re.match(r"\d{4}-\d\d-\d\d", text):
        return text  # 20230420 is a number
    return f"{found:%B %Y}" if is_month else f"{found.day} {found:%B %Y}"


def mapping(about: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    """Return what is described under ``key``; nothing where it is no mapping."""
    value = about.get(key)
    return value if isinstance(value, Mapping) else {}


def _dates(table: Mapping[str, Any]) -> tuple[Any, Any]:
    return table.get("until"), table.get("retrieved")
