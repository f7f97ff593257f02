"""The end of a report of ours: from what it was made, and how it is made again."""

from collections.abc import Mapping
from typing import Any

from analysis.press import freshness as ages
from analysis.press.typeset.markup import array, call, content, literal, words

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
        [
            name,
            str(table.get("sha256") or "–")[:PREFIX],
            *(ages.in_words(table.get(when) or "–") for when in ("until", "retrieved")),
            *([old.get(name, "–")] if old else []),
        ]
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
    titles = {name: str(told.get("title") or name) for name, told in tables.items()}
    fetched = ages.retrieved(tables, about.get("as_of"))
    reach = ages.reach(until, titles)
    where = ", depending on the table (see the last page)" if reach and reach[0] == "end" else ""
    said = [f"Data {' '.join(reach)}{where}."] if reach else []
    return " ".join([*said, *([f"Retrieved {fetched}."] if fetched else [])])


def mapping(about: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    """Return what is described under ``key``; nothing where it is no mapping."""
    value = about.get(key)
    return value if isinstance(value, Mapping) else {}
