"""A sentence whose numbers are data."""

import math
import numbers
import re
from collections.abc import Mapping
from string import Formatter
from typing import Any

import pandas as pd

from analysis.markdown import escaped
from analysis.media import VALUES_MIME
from analysis.show.printing import bare_head, plain, printed, unit


class _Printer(Formatter):
    """Python's format language, with a minus sign before numbers that are negative."""

    def format_field(self, value: Any, format_spec: str) -> str:
        shown = str(super().format_field(value, format_spec))
        return shown.replace("-", "−") if isinstance(value, numbers.Real) else shown


class Sentence:
    """Prose with its numbers: Markdown to read, named values with units to compare."""

    def __init__(
        self,
        markdown: str,
        values: Mapping[str, Any],
        tables: Mapping[str, Any] | None = None,
        printed: Mapping[str, str] | None = None,
    ) -> None:
        self.markdown = markdown
        self.values = dict(values)
        self.tables = dict(tables or {})
        self.printed = dict(printed or {})

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        values = {
            name: {
                "value": plain(value),
                "unit": unit(name),
                "words": bare_head(name),
                "printed": self.printed.get(name, str(value)),
            }
            for name, value in self.values.items()
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
    >>> sentence("It fell by {change_percent:.1f} %.", change_percent=-2.25).markdown
    'It fell by −2.2 %.'
    """
    places = {name for _, name, _, _ in Formatter().parse(template) if name}
    found = {} if known is None else known
    values = {name: found[name] for name in sorted(places - set(values))} | values
    for name, value in values.items():
        if pd.isna(value):
            if otherwise is None:
                raise ValueError(f"The value {name} of a sentence is missing: say so in words.")
            return Sentence(otherwise, {})
        if isinstance(value, float) and math.isinf(value):
            raise ValueError(f"The value {name} of a sentence is infinite: say so in words.")
    unused = sorted(set(values) - places)
    if unused:
        raise ValueError(f"The sentence has no place for {', '.join(unused)}.")
    safe = {
        name: escaped(value) if isinstance(value, str) else value for name, value in values.items()
    }
    said = _Printer().vformat(template, (), safe)
    return Sentence(said, values, printed=_printed(template, values))


def _printed(template: str, values: Mapping[str, Any]) -> dict[str, str]:
    """Return each value as the sentence prints it, the first time where it does so twice."""
    found: dict[str, str] = {}
    for _, name, spec, conversion in Formatter().parse(template):
        if name and name not in found:
            place = f"{{{name}{'!' + conversion if conversion else ''}:{spec}}}"
            found[name] = _Printer().vformat(place, (), values)
    return found


def references(sources: pd.DataFrame) -> Sentence:
    """Return a numbered list of sources, as `datasets.sources` gives them, each named once."""
    lines = []
    for number, (_, rows) in enumerate(sources.groupby(["source", "credit"], sort=False), 1):
        first = rows.iloc[0]
        url = first["source_url"] if isinstance(first["source_url"], str) else ""
        address = f" <{url}>." if url else ""
        lines.append(
            f"{number}. {_named(first['credit'], first['source'], url)}.{address} "
            f"For {_listed(rows['title'])}; retrieved {printed(pd.Timestamp(first['retrieved']))}."
        )
    licences = sources.drop_duplicates("table")
    lines.append("\nThe tables that this report read, and on what terms they may be used:\n")
    for row in licences.to_dict("records"):
        lines.append(
            f"- {escaped(row['title'])} (`{row['table']}`, {row['sha256']}…): "
            f"{escaped(row['licence'])}."
        )
    recorded = {
        row["table"]: {key: plain(row[key]) for key in ("title", "retrieved", "until", "sha256")}
        | {"expected_age_days": _whole(row.get("expected_age_days"))}
        for row in licences.to_dict("records")
    }
    return Sentence("\n".join(lines), {}, recorded)


def _named(credit: str, title: str, url: str) -> str:
    """Return whom to credit and for what; what title or address say themselves is not repeated.

    >>> _named("Lowe and North, Cosmos", "Cosmos, data on spaceflight", "")
    'Lowe and North: *Cosmos, data on spaceflight*'
    >>> _named("FiveThirtyEight, CC BY 4.0", "FiveThirtyEight, Bechdel", "")
    'FiveThirtyEight, Bechdel (CC BY 4.0)'
    """
    first, *others = re.split(r"[,;] ", credit)
    more = [escaped(part) for part in others if part not in f"{title} {url}"]
    if first not in title:
        return f"{', '.join([escaped(first), *more])}: *{escaped(title)}*"
    return escaped(title) + (f" ({', '.join(more)})" if more else "")


def _listed(titles: pd.Series) -> str:
    """Return the titles of tables, as one says them within a sentence."""
    return ", ".join(f"*{escaped(title)}*" for title in titles)


def _whole(number: float | None) -> int | None:
    return None if number is None or pd.isna(number) else int(number)
