"""What a chart that only a browser can draw says in words."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from analysis.press.typeset.colophon import mapping

PLOTLY = "application/vnd.plotly.v1+json"


def words_of(chart: Any) -> str:
    """Return the title, axes and traces of a chart by Plotly; empty if it names none.

    >>> words_of({"layout": {"title": {"text": "Rain"}}, "data": [{"type": "bar", "name": "2020"}]})
    'Rain; bar 2020'
    """
    said = "; ".join(_named(chart)) if isinstance(chart, Mapping) else ""
    return re.sub(r"<[^>]*>", " ", said)


def _named(chart: Mapping[str, Any]) -> Iterator[str]:
    layout, traces = mapping(chart, "layout"), chart.get("data")
    yield from _title(layout)
    for axis in ("xaxis", "yaxis"):
        yield from (f"{axis[0]}: {title}" for title in _title(mapping(layout, axis)))
    for trace in traces if isinstance(traces, list) else ():
        if isinstance(trace, Mapping) and trace.get("type"):
            yield " ".join(str(trace[key]) for key in ("type", "name") if trace.get(key))


def _title(part: Mapping[str, Any]) -> list[str]:
    title = part.get("title")
    text = title.get("text") if isinstance(title, Mapping) else title
    return [str(text)] if text else []
