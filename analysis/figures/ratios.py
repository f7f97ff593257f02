"""Figures on how many times as often: ratios of rates on a scale of factors."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib import ticker
from matplotlib.axes import Axes
from matplotlib.axis import Axis

from analysis import show
from analysis.figures import COLOURS, HEAD_IN, ROW_IN
from analysis.phrases import notes

FLOOR, CEILING = 0.1, 10  # of the scale; beyond it an arrow


@show.figure
def ratio_by_definition(table: pd.DataFrame, launcher: str) -> show.Figure:
    """Draw each ratio of rates on a scale of factors: needs definition, against, ratio, ends."""
    shown = table[table["low"].notna()].reset_index(drop=True)
    shown["high"] = shown["high"].fillna(np.inf)
    fig = show.Figure(
        (show.WIDE_IN[0], HEAD_IN + 0.35 + ROW_IN * len(shown)),
        caption=f"How many times as often launches by {launcher} went wrong, under each definition "
        "of “went wrong” and against whom, with 95 % intervals.",
        alt="Ratios: "
        + "; ".join(
            f"{r.definition}, against {r.against}: {_times(r.ratio)} ({_range(r)})"
            for r in shown.itertuples()
        )
        + ".",
        note=_key(shown),
    )
    if shown.empty:
        return fig
    ax = fig.subplots()
    places = [row + 0.5 * (row // 3) for row in range(len(shown))]
    _draw_ratios(ax, shown, places)
    ax.set(yticks=places, yticklabels=shown["against"])
    ax.tick_params("y", pad=8)  # an arrow at the end reaches over the axis
    for place, (_, row) in zip(places, shown.iterrows(), strict=True):
        if row["definition"] not in set(shown["definition"][: row.name]):
            ax.annotate(row["definition"].capitalize(), (0.01, place - 0.68), va="center",
                        xycoords=("axes fraction", "data"), fontsize=7.5,
                        color=COLOURS["label"])  # fmt: skip
    ax.set_ylim(places[-1] + 0.6, -1.1)
    return fig  # fmt: skip


@show.figure
def ratio_by_window(table: pd.DataFrame, launcher: str, until: int) -> show.Figure:
    """Draw the ratio for spans of 1 to 15 years that end with `until`: needs since_year, ratio."""
    fig = show.Figure(
        show.WIDE_IN,
        caption=f"How many times as often launches by {launcher} went wrong as all others' in the "
        f"years up to {until}, by the year with which the count begins. The band is the 95 % "
        "interval.",
        note=_edges(table),
        alt="Line of the ratio: "
        + "; ".join(f"since {row.since_year} {_times(row.ratio)}" for row in table.itertuples())
        + ".",
    )
    ax = fig.subplots()
    low = table["low"].clip(FLOOR, CEILING)
    ax.fill_between(table["since_year"], low, table["high"].fillna(np.inf).clip(FLOOR, CEILING),
                    color=COLOURS["band"], linewidth=0)  # fmt: skip
    drawn = table.assign(ratio=table["ratio"].clip(FLOOR, CEILING))
    cut = drawn[drawn["ratio"] != table["ratio"]].dropna(subset=["ratio"])
    ax.plot(drawn["since_year"], drawn["ratio"], "-", color=COLOURS["known"])
    inside = drawn.drop(cut.index)
    ax.plot(inside["since_year"], inside["ratio"], "o", color=COLOURS["known"], markersize=3.5)
    for end, marker in ((FLOOR, "v"), (CEILING, "^")):
        there = cut[cut["ratio"] == end]
        ax.plot(there["since_year"], there["ratio"], marker, color=COLOURS["known"],
                markerfacecolor="white", markersize=6, clip_on=False)  # fmt: skip
    ax.axhline(1, color="#222222", linewidth=0.8)
    ax.set_yscale("log")
    _factors(ax.yaxis)
    ax.set(xlabel=f"Counting from this year to {until}", ylabel="Times as often as all others")
    ax.set_ylim(FLOOR, CEILING)
    ax.xaxis.set_major_locator(ticker.MaxNLocator(integer=True, nbins=10))
    return fig  # fmt: skip


def _draw_ratios(ax: Axes, table: pd.DataFrame, places: Sequence[float]) -> None:
    ax.axvline(1, color="#222222", linewidth=0.8)
    for place, row in zip(places, table.itertuples(), strict=True):
        colour = COLOURS["known" if row.low > 1 or row.high < 1 else "doubtful"]
        ends = np.clip([row.low, row.high], FLOOR, CEILING)
        ax.plot(ends, [place, place], color=colour, linewidth=2)
        for end, is_cut, marker in (
            (FLOOR, row.low < FLOOR, "<"),
            (CEILING, row.high > CEILING, ">"),
        ):
            if is_cut:
                ax.plot(end, place, marker, color=colour, clip_on=False)
        if FLOOR <= row.ratio <= CEILING:
            ax.plot(row.ratio, place, "o", color=colour, clip_on=False)
        ax.annotate(_times(row.ratio), (1.02, place), xycoords=("axes fraction", "data"),
                    va="center", annotation_clip=False)  # fmt: skip
    ax.set_xscale("log")
    _factors(ax.xaxis)
    ax.set_xlim(FLOOR, CEILING)
    ax.set_xlabel("Times as often")


def _edges(table: pd.DataFrame) -> str | None:
    """Return what the edges of the scale cut, where they cut the line or its band."""
    says = {
        f"A hollow mark at the top stands for more than {CEILING:g}.": table["ratio"] > CEILING,
        "A hollow mark at the foot stands for 0, where none went wrong.": table["ratio"] == 0,
        f"A hollow mark at the foot stands for less than {FLOOR:g}.": (
            table["ratio"].between(0, FLOOR, inclusive="neither")
        ),
        f"The band is cut at {FLOOR:g} and {CEILING:g}, the ends of the scale.": (
            (table["low"] < FLOOR) | (table["high"].fillna(np.inf) > CEILING)
        ),
    }
    return notes(*(words for words, rows in says.items() if rows.any()))


def _key(table: pd.DataFrame) -> str | None:
    """Return what colour and arrows stand for, where the table has such intervals."""
    says = {
        "Intervals in blue leave out 1.": (table["low"] > 1) | (table["high"] < 1),
        "Intervals in grey hold 1.": (table["low"] <= 1) & (table["high"] >= 1),
        "An arrow says that the interval goes beyond the scale.": (table["low"] < FLOOR)
        | (table["high"] > CEILING),
    }
    return notes(*(words for words, rows in says.items() if rows.any()))


def _factors(axis: Axis) -> None:
    """Turn an axis with a logarithmic scale to factors: a half, one, two, five."""
    axis.set_major_locator(ticker.FixedLocator([FLOOR, 0.2, 0.5, 1, 2, 5, CEILING]))
    axis.set_major_formatter(ticker.FormatStrFormatter("%g"))
    axis.set_minor_locator(ticker.NullLocator())
    axis.grid(True)


def _times(ratio: float) -> str:
    return "no ratio" if pd.isna(ratio) else f"{ratio:.2f} ×"


def _range(row: Any) -> str:
    end = "no upper end" if np.isinf(row.high) else f"{row.high:.2f}"
    return f"{row.low:.2f} to {end}"
