"""Figures on what the camera could see: light, lengths of takes, calendar, uncertainty."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib import dates, ticker
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from analysis import show
from analysis.constants import CREW_SLEEPS_H, CREW_WAKES_H
from analysis.figures import COLOURS, HEAD_IN, ink

AWAKE_H = (CREW_WAKES_H, CREW_SLEEPS_H)
LINE_DECADES = 0.004  # half the width of a line
CELL = 0.96  # of a calendar, the rest being the gap to the next
# From which share of the best of its row a cell has which colour, and its words which. Pale or
# strong and nothing between, where no words can be read, on white paper or on a dark page.
SHADES = {
    0.95: ("#0f2f50", "white"),
    0.8: ("#456a91", "white"),
    0.5: ("#dbe4ee", "#222222"),
    0.0: ("#f2f5f8", "#222222"),
}


@show.figure
def light_by_day(strips: pd.DataFrame, place: str) -> show.Figure:
    """Draw a row a day with the nights of the station: needs condition, day, from_h, until_h."""
    every = pd.DatetimeIndex(sorted(strips["day"].unique()))
    rows = {day: number for number, day in enumerate(every)}
    nights = strips[strips["condition"] == "umbra"]
    contacts = strips[strips["condition"] == "contact"]
    fig = show.Figure(
        (show.WIDE_IN[0], HEAD_IN + 0.3 + 0.25 * len(every)),
        caption="The light on the station, one row a day: pale where the Sun shines on it, dark in "
        f"the Earth's shadow. Marks below the rows: in sight of {place}. Hours when the crew "
        "sleeps are faded.",
        alt=f"{len(nights)} dark bars of about "
        f"{60 * (nights['until_h'] - nights['from_h']).median():.0f} minutes, one an orbit, "
        f"in two where midnight cuts it, and {len(contacts)} short marks of time in sight of "
        f"{place}.",
    )
    ax = fig.subplots()
    lit = strips[strips["condition"] == "some light"]
    # The rim keeps a mark of a minute or two as wide as can be seen.
    for table, colour, height, shift, rim_pt in (
        (lit, COLOURS["sunlight"], 0.62, -0.07, 0),
        (nights, COLOURS["umbra"], 0.62, -0.07, 0),
        (contacts, COLOURS["subject"], 0.14, 0.35, 1),
    ):
        middle = table["day"].map(rows) + shift
        ax.add_patch(_bars(table["from_h"], table["until_h"], middle, height, colour, rim_pt))
    for low, high in ((0, AWAKE_H[0]), (AWAKE_H[1], 24)):
        ax.axvspan(low, high, color="white", alpha=0.45, linewidth=0, zorder=3)
    for hour in AWAKE_H:
        ax.axvline(hour, color=COLOURS["label"], linewidth=0.6, linestyle=(0, (3, 2)))
    ax.annotate(
        "crew awake", (sum(AWAKE_H) / 2, -0.62), ha="center", fontsize=7.5, color=COLOURS["label"]
    )
    ax.set(
        yticks=range(len(every)), yticklabels=[_day(day, has_year=False) for day in every],
        xlim=(0, 24), xticks=range(0, 25, 3), xlabel="Hour of the day (UTC)",
    )  # fmt: skip
    ax.set_ylim(len(every) - 0.4, -1.0)
    ax.spines["left"].set_visible(False)
    return fig


@show.figure
def window_lengths(lengths: pd.DataFrame) -> show.Figure:
    """Draw every window of every shot by its length: needs shot and length_min."""
    shots = list(lengths["shot"].unique())
    fig = show.Figure(
        (show.WIDE_IN[0], HEAD_IN + 0.15 + 0.36 * len(shots)),
        caption="Every window of each shot by its length, on a scale of powers of ten. Triangles "
        "mark the median; the figures at the right are the number of windows and the longest.",
        note="Windows shorter than 6 seconds stand at the left edge.",
        alt="Marks of window lengths: "
        + "; ".join(
            f"{shot} {len(group)} windows, median {group['length_min'].median():.2g}, "
            f"longest {group['length_min'].max():.3g} minutes"
            for shot, group in lengths.groupby("shot", sort=False)
        )
        + ".",
    )
    ax = fig.subplots()
    for number, shot in enumerate(shots):
        minutes = lengths.loc[lengths["shot"] == shot, "length_min"].clip(lower=0.1)
        # Windows of nearly one length share a line, as dark as theirs over each other would be.
        alike = (np.log10(minutes) / LINE_DECADES).round().value_counts()
        shades = [(COLOURS["known"], 1 - 0.55**count) for count in alike]
        ax.vlines(
            10 ** (alike.index * LINE_DECADES), number - 0.27, number + 0.27, color=shades,
            linewidth=0.6,
        )  # fmt: skip
        ax.plot(minutes.median(), number - 0.38, "v", color="#222222", markersize=4)
        ax.annotate(
            f"{len(minutes)} · {minutes.max():.1f} min", (1.01, number), va="center", fontsize=7.5,
            xycoords=("axes fraction", "data"),
        )  # fmt: skip
    ax.set(yticks=range(len(shots)), yticklabels=shots, xlabel="Length of the window (min)")
    ax.set_xscale("log")
    ax.set_xlim(0.1, max(100, lengths["length_min"].max() * 1.1))
    ax.xaxis.set_major_formatter(ticker.FuncFormatter(lambda value, _: f"{value:g}"))
    ax.set_ylim(len(shots) - 0.5, -0.5)
    ax.grid(axis="x")
    return fig


@show.figure
def best_takes(takes: pd.DataFrame, shots: Sequence[str]) -> show.Figure:
    """Draw the longest take of each shot on each day: needs day, shot, length_min."""
    table = takes.pivot_table("length_min", "shot", "day", aggfunc="max").reindex(shots)
    fig = show.Figure(
        (show.WIDE_IN[0], HEAD_IN + 0.3 + 0.3 * len(table)),
        caption="The longest take of each shot on each day while the crew is awake, in minutes; "
        "the more a cell stands out from the page, the closer it is to the best of its row.",
        note="Four shades: at least "
        + ", ".join(f"{100 * least:.0f} %" for least in SHADES if least)
        + " of the best of the row, as printed, and less.",
        alt="A calendar of minutes: "
        + "; ".join(
            f"{shot} at best {row.max():.3g} min on {_day(row.idxmax())}"
            for shot, row in table.iterrows()
            if row.notna().any()
        )
        + ".",
    )
    ax = fig.subplots()
    said = table.map(_printed)
    # By what is printed, so that equal numbers have equal shades.
    shown = said.replace("–", np.nan).astype(float)
    share = shown.div(shown.max(axis=1), axis=0).to_numpy()
    shade = np.select([share >= least for least in SHADES], list(SHADES), np.nan)
    for least, (colour, _) in SHADES.items():
        rows, columns = (pd.Series(places, dtype=float) for places in np.nonzero(shade == least))
        ax.add_patch(_bars(columns - CELL / 2, columns + CELL / 2, rows, CELL, color=colour))
    for row, column in np.ndindex(table.shape):
        ax.annotate(
            said.iloc[row, column], (column, row), ha="center", va="center", fontsize=7.5,
            color=SHADES.get(float(shade[row, column]), ("", "#222222"))[1],
        )  # fmt: skip
    ax.set(
        yticks=range(len(table)), yticklabels=table.index, xticks=range(len(table.columns)),
        xticklabels=[f"{day.day}\n{day:%b}" for day in table.columns],
    )  # fmt: skip
    ax.set(xlim=(-0.5, len(table.columns) - 0.5), ylim=(len(table) - 0.5, -0.5))
    ax.set_xlabel("Day (UTC)")
    ax.spines[:].set_visible(False)
    ax.tick_params(length=0)
    return fig


@show.figure
def element_uncertainty(table: pd.DataFrame) -> show.Figure:
    """Draw how far along the track the station may be off: needs time, along_km, other_km."""
    gap = table[table["other_km"].notna()]
    said = (
        f", and in the gap up to {gap['other_km'].max():.0f} km to the prediction that is not used"
        if len(gap)
        else ""
    )
    fig = show.Figure(
        show.WIDE_IN,
        caption="How far along its track the station may be from where it is drawn, on a scale of "
        "powers of ten.",
        alt=f"A line between {table['along_km'].min():.1f} and {table['along_km'].max():.1f} km"
        f"{said}.",
    )
    ax = fig.subplots()
    ax.fill_between(
        table["time"], 0.5, table["along_km"], color=COLOURS["second"], alpha=0.5, linewidth=0
    )
    ax.plot(table["time"], table["along_km"], color=COLOURS["known"])
    _named(ax, table, "along_km", "likely, by the age\nof the elements", COLOURS["known"])
    if len(gap):
        ax.plot(table["time"], table["other_km"], color=COLOURS["doubtful"], linestyle=(0, (4, 2)))
        _named(
            ax, gap, "other_km", "distance to the prediction that is not used", COLOURS["doubtful"]
        )
    ax.set_yscale("log")
    ax.yaxis.set_major_formatter(ticker.FuncFormatter(lambda value, _: f"{value:,g}"))
    ax.set(ylabel="Error along the track (km)", xlabel="Day (UTC)")
    ax.set_ylim(0.8, max(20.0, table[["along_km", "other_km"]].max().max() * 2))
    count = table["time"].dt.date.nunique()
    ax.xaxis.set_major_locator(dates.DayLocator(interval=1 + count // 9))
    ax.xaxis.set_major_formatter(
        ticker.FuncFormatter(lambda value, _: _day(dates.num2date(value), has_year=False))
    )
    ax.grid(axis="y")
    return fig


def _bars(
    left: pd.Series,
    right: pd.Series,
    middle: pd.Series,
    height: float,
    color: str,
    rim_pt: float = 0,
) -> PathPatch:
    """Return horizontal bars as one shape, which is a fifth as long in a file as one for each."""
    low, high = middle - height / 2, middle + height / 2
    corners = [(left, low), (right, low), (right, high), (left, high), (left, low)]
    points = np.stack([np.column_stack(corner) for corner in corners], axis=1)
    codes = [Path.MOVETO, Path.LINETO, Path.LINETO, Path.LINETO, Path.CLOSEPOLY] * len(left)
    return PathPatch(Path(points.reshape(-1, 2), codes), color=color, linewidth=rim_pt)


def _printed(minutes: float) -> str:
    """Return minutes as a cell has them.

    >>> _printed(4.06), _printed(69.5), _printed(float("nan"))
    ('4.1', '70', '–')
    """
    if np.isnan(minutes):
        return "–"
    return f"{minutes:.0f}" if minutes >= 9.95 else f"{minutes:.1f}"


def _named(ax: Axes, table: pd.DataFrame, column: str, words: str, colour: str) -> None:
    """Write the name of a line over its first highest point, towards the middle of the axis."""
    peak = table.loc[table[column].idxmax()]
    is_late = dates.date2num(peak["time"]) > sum(ax.get_xlim()) / 2
    ax.annotate(
        words, (peak["time"], peak[column]), (-16 if is_late else 6, 3), va="bottom",
        ha="right" if is_late else "left", textcoords="offset points",
        color=ink(colour), fontsize=7.5,
    )  # fmt: skip


def _day(when: pd.Timestamp, has_year: bool = True) -> str:
    return f"{when.day} {when:%b %Y}" if has_year else f"{when.day} {when:%b}"
