"""The end of a report of ours: from what it was made, and how it is made again."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from analysis.press.typeset.markup import array, call, content, literal, words

PREFIX = 12  # signs of a hash that tell it from every other one here


def colophon(about: Mapping[str, Any], attached: list[str]) -> str:
    """Return the block that names command, code, versions, tables and attached files."""
    built_by = {str(name): str(value) for name, value in mapping(about, "built_by").items()}
    said = [_made(built_by)] if built_by else []
    if attached:
        names = ", ".join(attached)
        said.append(words(f"Attached to this PDF, as data: {names}."))
    rows = [
        [name, str(table.get("sha256") or "–")[:PREFIX], *map(day, _dates(table))]
        for name, table in sorted(mapping(about, "tables").items())
        if isinstance(table, Mapping)
    ]
    if not said and not rows:
        return ""
    cells = array(literal(cell) for row in rows for cell in row)
    return call("press.colophon", array(map(content, said)), tables=cells if rows else None)


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
    """Return until when each table reaches, and when the newest of them was fetched.

    >>> freshness({"tables": {"launches": {"until": "2023-04-20", "retrieved": "2026-11-22"}}})
    'Data until 20 April 2023 (launches). Retrieved 22 November 2026.'
    """
    tables = {k: v for k, v in mapping(about, "tables").items() if isinstance(v, Mapping)}
    until = dict(mapping(about, "data_until")) or {k: v.get("until") for k, v in tables.items()}
    by_day: dict[str, list[str]] = {}
    for name, last in sorted(until.items(), key=lambda pair: str(pair[1])):
        if last:
            by_day.setdefault(day(last), []).append(str(name))
    days = ", ".join(f"{last} ({', '.join(names)})" for last, names in by_day.items())
    fetched = sorted({str(t["retrieved"]) for t in tables.values() if t.get("retrieved")})
    dates = " to ".join(day(one) for one in dict.fromkeys((*fetched[:1], *fetched[-1:])))
    said = [f"Data until {days}." if days else "", f"Retrieved {dates}." if dates else ""]
    return " ".join(filter(None, said))


def day(iso: Any) -> str:
    """Return a date as it is read: "2023-04-20" is 20 April 2023; other text is left alone."""
    text = str(iso or "–")
    try:
        found = date.fromisoformat(text[:10])
    except ValueError:
        return text
    if not re.match(r"\d{4}-\d\d-\d\d", text):
        return text  # 20230420 is a number
    return f"{found.day} {found:%B %Y}"


def mapping(about: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    """Return what is described under ``key``; nothing where it is no mapping."""
    value = about.get(key)
    return value if isinstance(value, Mapping) else {}


def _dates(table: Mapping[str, Any]) -> tuple[Any, Any]:
    return table.get("until"), table.get("retrieved")
