"""A sentence whose numbers are data."""

from collections.abc import Mapping
from string import Formatter
from typing import Any

import pandas as pd

from analysis.show.printing import escaped, plain, unit

VALUES_MIME = "application/vnd.filmed-in-orbit.values+json"


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
    """Return a numbered list of sources, as `datasets.sources` gives them."""
    lines = []
    for number, row in enumerate(sources.to_dict("records"), 1):
        address = f" <{row['source_url']}>" if isinstance(row["source_url"], str) else ""
        lines.append(
            f"{number}. {escaped(row['credit'])}: *{escaped(row['source'])}*.{address} "
            f"Licence: {escaped(row['licence'])}. Retrieved {row['retrieved']}; in this report "
            f"the table `{row['table']}`, sha256 `{row['sha256']}`."
        )
    tables = {
        row["table"]: {key: plain(row[key]) for key in ("retrieved", "until", "sha256")}
        for row in sources.to_dict("records")
    }
    return Sentence("\n".join(lines), {}, tables)
