"""Table in, figure out: one module a notebook.

One meaning, one colour, in all figures; labels stand beside what they name; nothing is computed
here that a reader could want as a number.
"""

import re
from collections.abc import Iterable
from typing import Any

from matplotlib import dates
from matplotlib.axes import Axes
from matplotlib.patheffects import withStroke

# Safe for the colour-blind, and apart in grey by lightness or by fill.
COLOURS = {
    "known": "#14406b",  # what was published, counted or measured
    "subject": "#bf8a1e",  # whom a report asks about, among others: the film, its crew, a place
    "planned": "#2b8a80",  # a plan, a forecast, what is derived; hollow, or a broken line
    "failed": "#c8553d",  # a launch that failed, a claim that does not hold
    "half failed": "#e3a294",  # a claim that is disputed
    "second": "#9fb3c8",  # the other part of what is known
    "third": "#3f7fb8",  # and what is between the two
    "doubtful": "#8b959e",  # low confidence; all the others
    "quiet": "#c3c9cf",  # estimates without a source of their own; context
    "grid": "#e3e6ea",  # as in house.mplstyle, repainted on a dark page
    "label": "#5b6670",  # words that stand back
    "band": "#dde3ea",  # an interval about a line; opaque, as a dark page repaints only colours
    "umbra": "#3b4652",  # night on the station
    "sunlight": "#f3e6c4",  # day on the station
    "night side": "#dde2e8",  # night on the ground
    "day side": "#fdfcf8",  # day on the ground
    "Russia": "#6a4c93",
    "United States": "#4f9a45",
    "other states": "#8b959e",
}
# The same as words: dark enough to be read on white, 4.5 to 1 (WCAG 2.2, 1.4.3).
INKS = {
    "#bf8a1e": "#8a5c00",
    "#2b8a80": "#1f7168",
    "#c8553d": "#b5432c",
    "#9fb3c8": "#5b6670",
    "#3f7fb8": "#2f6ba3",
    "#8b959e": "#5b6670",
    "#4f9a45": "#3a7632",
}
HALO = withStroke(linewidth=3, foreground="white")  # for words over a drawing; makes them paths
PLATE = {"facecolor": "white", "edgecolor": "none", "pad": 0.5}  # and for those that a line crosses
ROW_IN = 0.27  # height of a row in a chart of rows
TALL_ROW_IN = 0.4  # of one whose label stands above its marks
HEAD_IN = 0.75  # and of the axis below it


def ink(colour: str) -> str:
    """Return the colour for words of what is drawn in `colour`.

    >>> ink(COLOURS["subject"]), ink(COLOURS["known"])
    ('#8a5c00', '#14406b')
    """
    return INKS.get(colour, colour)


def curled(words: Iterable[object]) -> list[str]:
    """Return labels with the apostrophe that the text has.

    >>> curled(["Station crew's hours"])
    ['Station crew’s hours']
    """
    return [re.sub(r"(?<=[^\W\d])'", "’", f"{said}") for said in words]


def date_ticks(ax: Axes, most: int = 8) -> None:
    """Mark months, days or years below the drawing, the year at the first and where it changes."""
    low, high = ax.get_xlim()
    locator = dates.AutoDateLocator(minticks=3, maxticks=most)
    ticks = locator.tick_values(dates.num2date(low), dates.num2date(high))
    days = [day for day in dates.num2date(ticks) if low <= dates.date2num(day) <= high]
    labels, year = [], None
    for day in days:
        name = f"{day:%b}" if all(other.day == 1 for other in days) else f"{day.day} {day:%b}"
        labels.append(name if day.year == year else f"{name}\n{day.year}")
        year = day.year
    if all((day.day, day.month) == (1, 1) for day in days):
        labels = [str(day.year) for day in days]
    ax.set_xticks(dates.date2num(days), labels)
    ax.set_xlim(low, high)


def name_above(ax: Axes, names: Iterable[object], **look: Any) -> None:
    """Name rows 0, 1, … above their marks: beside the axis long names take half of a telephone."""
    names = list(names)
    for place, name in enumerate(names):
        ax.annotate(
            f"{name}", (0, place), (4, 10), xycoords=("axes fraction", "data"),
            textcoords="offset points", va="center", fontsize=8, **look,
        )  # fmt: skip
    ax.set(yticks=[], ylim=(len(names) - 0.6, -0.85))


def bound_marker(low: float, high: float, marker: str) -> str:
    """Return an arrow for a sum of which only a bound is known, else the marker.

    >>> bound_marker(30, float("nan"), "o"), bound_marker(30, 30, "o")
    ('>', 'o')
    """
    return ">" if high != high else "<" if low != low else marker


def write_beside(
    ax: Axes,
    values: Iterable[float],
    words: Iterable[object],
    places: Iterable[float] | None = None,
    *,
    offset_pt: float = 4,
    **look: Any,
) -> None:
    """Write words at the right of each value in a chart of rows; rows are 0, 1, … or `places`."""
    values = list(values)
    rows = range(len(values)) if places is None else places
    for value, place, said in zip(values, rows, words, strict=True):
        ax.annotate(
            f"{said}", (value, place), (offset_pt, 0), va="center", textcoords="offset points",
            **look,
        )  # fmt: skip
