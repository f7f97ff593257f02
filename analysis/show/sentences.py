"""A sentence whose numbers are data."""

from collections.abc import Mapping
from string import Formatter
from typing import Any

import pandas as pd

from analysis.media import VALUES_MIME
from analysis.show.printing import escaped, plain, unit


class Sentence:
    """Prose with its numbers: Markdown to read, named values with units to compare."""

    def __init__(
        self, markdown: str, values: Mapping[str, Any], tables: Mapping[str, Any] | None = None
    ) -> None:
        self.markdown = markdown
        self.values = dict(values)
        self.tables = dict(tables or {})

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        values = {
            name: {"value": plain(value), "unit": unit(name)} for name, value in self.values.items()
        }
        payload: dict[str, Any] = {"values": values}
        if self.tables:
            payload["tables"] = self.tables
        return {
            "text/markdown": self.markdown,
            "text/plain": self.markdown,
            VALUES_MIME: payload,
        }


def sentence(
    template: str,
    known: Mapping[str, Any] | pd.Series | None = None,
    *,
    otherwise: str | None = None,
    **values: Any,
) -> Sentence:
    """Return the template with its values filled in, Python's format language, Markdown kept.

    Values come from `known` by the names that the template has places for, and from `values`.

    Text among the values is shown as it is, never read as Markdown or HTML. When a value is
    missing, `otherwise` is said instead; without it the sentence is refused.

    >>> sentence("The crew shot {footage_h:.0f} hours.", footage_h=30).markdown
    'The crew shot 30 hours.'
    """
    places = {name for _, name, _, _ in Formatter().parse(template) if name}
    found = {} if known is None else known
    values = {name: found[name] for name in sorted(places - set(values))} | values
    for name, value in values.items():
        if pd.isna(value):
            if otherwise is None:
                raise ValueError(f"The value {name} of a sentence is missing: say so in words.")
            return Sentence(otherwise, {})
    unused = sorted(set(values) - places)
    if unused:
        raise ValueError(f"The sentence has no place for {', '.join(unused)}.")
    printed = {
        name: escaped(value) if isinstance(value, str) else value for name, value in values.items()
    }
    return Sentence(template.format(**printed), values)


def references(sources: pd.DataFrame) -> Sentence:
    """Return a numbered list of sources, as `datasets.sources` gives them, each named once."""
    lines = []
    for number, (_, rows) in enumerate(sources.groupby(["source", "credit"], sort=False), 1):
        first = rows.iloc[0]
        address = f" <{first['source_url']}>." if isinstance(first["source_url"], str) else ""
        tables = ", ".join(f"`{name}`" for name in rows["table"])
        lines.append(
            f"{number}. {escaped(first['credit'])}: *{escaped(first['source'])}*.{address} "
            f"In {tables}; retrieved {first['retrieved']}."
        )
    licences = sources.drop_duplicates("table")
    lines.append("\nThe tables that this report read, and on what terms they may be used:\n")
    for row in licences.to_dict("records"):
        lines.append(f"- `{row['table']}` ({row['sha256']}…): {escaped(row['licence'])}.")
    recorded = {
        row["table"]: {key: plain(row[key]) for key in ("retrieved", "until", "sha256")}
        for row in licences.to_dict("records")
    }
    return Sentence("\n".join(lines), {}, recorded)
