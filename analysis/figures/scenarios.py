"""Figures on what the next film would cost: intervals, curves, drivers, tests."""

import pandas as pd
from matplotlib import ticker
from matplotlib.axes import Axes

from analysis import show
from analysis.figures import (
    COLOURS,
    HEAD_IN,
    ROW_IN,
    bound_marker,
    curled,
    ink,
    write_beside,
)

# Shades of what is known; apart in grey by lightness, and by mark.
LOOKS = {
    "In orbit": (COLOURS["known"], "o"),
    "On parabolic flights": (COLOURS["third"], "s"),
    "On a stage": (COLOURS["second"], "D"),
}
DOT_PT, ARROW_PT = 5, 9  # of a sum, and of a bound
FAR = 500  # ends of a scale of ratios, beyond which only tens are named


@show.figure
def cost_per_minute(table: pd.DataFrame) -> show.Figure:
    """Draw each method's interval on a scale of ratios: needs method, low_90 … high_90."""
    fig = show.Figure(
        (show.WIDE_IN[0], HEAD_IN + 0.5 * len(table)),
        caption="What weightlessness adds to a minute on screen, by method.",
        alt="Ranges of cost a minute: "
        + "; ".join(
            f"{r.method} {r.low_90:.2g} to {r.high_90:.2g}, median {r.median:.2g} million dollars"
            for r in table.itertuples()
        )
        + ".",
        note="Mark: median. Thick bar: central 50 %. Thin line: central 90 %. The scale goes by "
        "ratios.",
    )
    ax = fig.subplots()
    for place, row in enumerate(table.itertuples()):
        colour, marker = LOOKS[row.method]
        _interval(ax, place, row, colour, marker)
        ax.annotate(
            f"{row.method}: {_two(row.median)} (90 %: {_two(row.low_90)} to {_two(row.high_90)})",
            (row.low_90, place), (0, 10), textcoords="offset points", fontsize=8,
        )  # fmt: skip
    ax.set(xscale="log", yticks=[], xlabel="Cost of a minute on screen (million USD)")
    ax.set_ylim(len(table) - 0.6, -0.75)
    ax.set_xlim(table["low_90"].min() / 1.6, table["high_90"].max() * 3)
    ax.spines["left"].set_visible(False)
    _plain_ticks(ax)
    ax.grid(axis="x")
    return fig  # fmt: skip


@show.figure
def cost_by_length(table: pd.DataFrame, minutes_on_screen: float) -> show.Figure:
    """Draw cost against length: needs method, minutes_on_screen_min, median, low_50, high_50."""
    fig = show.Figure(
        (show.WIDE_IN[0], 4.0),
        caption="What weightlessness costs in all, by the minutes that end up on screen.",
        alt="Cost by length: "
        + "; ".join(
            f"{method} {_three(part['median'].iloc[0])} million dollars for 1 minute, "
            f"{_three(part['median'].iloc[-1])} for {part['minutes_on_screen_min'].iloc[-1]:.0f}"
            for method, part in table.groupby("method", sort=False)
        )
        + ".",
        note="Line: median, with a mark at each length of the table. Band: central 50 %. Both "
        "scales go by ratios. The dotted line is the length planned.",
    )
    ax = fig.subplots()
    for method, part in table.groupby("method", sort=False):
        colour, marker = LOOKS[str(method)]
        x = part["minutes_on_screen_min"]
        ax.fill_between(x, part["low_50"], part["high_50"], color=colour, alpha=0.18, linewidth=0)
        ax.plot(x, part["median"], color=colour, marker=marker, markersize=3.5,
                markevery=part["is_listed"].tolist())  # fmt: skip
        ax.annotate(
            str(method), (x.iloc[-1], part["median"].iloc[-1]), (5, 0),
            textcoords="offset points", va="center", color=ink(colour), annotation_clip=False,
        )  # fmt: skip
    ax.axvline(minutes_on_screen, color=COLOURS["doubtful"], linestyle=":", linewidth=1)
    ax.set(
        xscale="log", yscale="log",
        xlabel="Minutes on screen", ylabel="Cost in all (million USD)",
    )  # fmt: skip
    _plain_ticks(ax)
    ax.yaxis.set_major_formatter(lambda x, _: f"{x:,g}")
    ax.grid()
    return fig  # fmt: skip


@show.figure
def what_drives_the_spread(table: pd.DataFrame) -> show.Figure:
    """Draw Sobol indices, a panel a method: needs driver, first_order, total."""
    panels = list(table.groupby("method", sort=False))
    fig = show.Figure(
        (show.WIDE_IN[0], 0.5 * len(panels) + HEAD_IN + 0.25 * len(table)),
        caption="Which input drives the spread: its share of the variance of the cost.",
        alt="Sobol indices: "
        + "; ".join(
            f"{method}: {part['driver'].iloc[0]} {part['first_order'].iloc[0]:.0%} alone, "
            f"{part['total'].iloc[0]:.0%} in all"
            for method, part in panels
        )
        + ".",
        note="Filled, first number: alone (first-order index). Hollow, second number: with its "
        "part in what it does together with others (total index). Inputs of less than half a "
        "percent in all are left out.",
    )
    axes = fig.subplots(
        len(panels), 1, sharex=True, squeeze=False,
        height_ratios=[len(part) + 0.8 for _, part in panels],
    )[:, 0]  # fmt: skip
    for ax, (method, part) in zip(axes, panels, strict=True):
        colour, _ = LOOKS[str(method)]
        places = range(len(part))
        ax.barh(places, 100 * part["total"], height=0.62, facecolor="none", edgecolor=colour)
        ax.barh(places, 100 * part["first_order"], height=0.62, color=colour)
        said = [f"{100 * row.first_order:.0f} · {100 * row.total:.0f}" for row in part.itertuples()]
        write_beside(ax, 100 * part["total"], said, fontsize=7.5)
        _rows(ax, part["driver"], str(method))
    axes[-1].set(xlabel="Share of the variance (%)", xlim=(0, 112))
    return fig  # fmt: skip


@show.figure
def tornado(table: pd.DataFrame) -> show.Figure:
    """Draw the cost with each driver low and high: needs driver, when_low, when_high, midway."""
    panels = list(table.groupby("method", sort=False))
    fig = show.Figure(
        (show.WIDE_IN[0], 0.75 * len(panels) + 0.23 * len(table)),
        caption="What a minute costs when one input is low or high and the others are midway.",
        alt="Bars from low to high: "
        + "; ".join(
            f"{method}: {part['driver'].iloc[0]} {part['when_low'].iloc[0]:.2g} to "
            f"{part['when_high'].iloc[0]:.2g} million dollars"
            for method, part in panels
        )
        + ".",
        note="Hollow end: the input at its 5th percentile; filled end: at the "
        "95th. Line: all midway. Each panel has a scale of its own. Inputs that alone explain "
        "less than half a percent of the variance are left out.",
    )
    axes = fig.subplots(
        len(panels), 1, squeeze=False, height_ratios=[len(part) + 0.8 for _, part in panels]
    )[:, 0]
    for ax, (method, part) in zip(axes, panels, strict=True):
        colour, _ = LOOKS[str(method)]
        ax.axvline(part["midway"].iloc[0], color=COLOURS["doubtful"], linewidth=0.8)
        for place, row in enumerate(part.itertuples()):
            for end, face in ((row.when_low, "white"), (row.when_high, colour)):
                ax.barh(
                    place, end - row.midway, left=row.midway, height=0.6,
                    facecolor=face, edgecolor=colour, linewidth=0.9,
                )  # fmt: skip
        _rows(ax, part["driver"], str(method))
    axes[-1].set(xlabel="Cost of a minute on screen (million USD)")
    return fig  # fmt: skip


@show.figure
def the_challenge_over_the_model(table: pd.DataFrame) -> show.Figure:
    """Draw what is said over the model's 90 %: needs what, low, high, model_low … verdict."""
    return _said_over_model(table, "Million roubles")


@show.figure
def apollo_13_over_the_model(table: pd.DataFrame) -> show.Figure:
    """Draw the same of Apollo 13, in millions of dollars of its year."""
    return _said_over_model(table, "Million dollars of 1995")


def _said_over_model(table: pd.DataFrame, unit: str) -> show.Figure:
    is_bound = table["low"].isna() | table["high"].isna()
    fig = show.Figure(
        (show.WIDE_IN[0], HEAD_IN + ROW_IN * len(table)),
        caption=f"What *{table['film'].iloc[0]}* is said to have cost, drawn on the model's range.",
        alt="Published sums over model ranges: "
        + "; ".join(f"{r.as_said}: {r.verdict}" for r in table.itertuples())
        + ".",
        note="Hollow band: the model's central 90 %, tick: its median. Dot: what was said"
        + (
            "; arrow: only a bound was said, which agrees if part of the band lies where it points."
            if is_bound.any()
            else "."
        )
        + (" No band: the model has no such part." if table["model_low"].isna().any() else ""),
    )
    ax = fig.subplots()
    for place, row in enumerate(table.itertuples()):
        said = row.low if pd.notna(row.low) else row.high
        marker = bound_marker(row.low, row.high, "o")
        ax.plot(
            [said], [place], marker, color=COLOURS["known"], markeredgecolor="white",
            markersize=DOT_PT if marker == "o" else ARROW_PT,
        )  # fmt: skip
        if pd.notna(row.model_low):
            width, middle = row.model_high - row.model_low, [row.model_median] * 2
            ax.barh(
                place, width, left=row.model_low, height=0.62, facecolor="none",
                edgecolor=COLOURS["planned"],
            )  # fmt: skip
            ax.plot(middle, [place - 0.31, place + 0.31], color=COLOURS["planned"], linewidth=1.5)
    labels = [f"{row.what}: {row.as_said}" for row in table.itertuples()]
    ax.set(yticks=range(len(table)), yticklabels=labels, xscale="log", xlabel=unit)
    ax.set_ylim(len(table) - 0.5, -0.5)
    ax.set_xlim(left=table[["low", "high", "model_low"]].min(axis=None) * 0.8)
    _plain_ticks(ax)
    ax.grid(axis="x")
    return fig  # fmt: skip


def _interval(ax: Axes, place: int, row: object, colour: str, marker: str) -> None:
    low_90, low_50, median, high_50, high_90 = (
        getattr(row, name) for name in ("low_90", "low_50", "median", "high_50", "high_90")
    )
    ax.plot([low_90, high_90], [place] * 2, color=colour, linewidth=1.2)
    ax.plot([low_50, high_50], [place] * 2, color=colour, linewidth=6, solid_capstyle="butt")
    ax.plot(
        [median], [place], marker, color="white", markeredgecolor=colour, markersize=6,
        markeredgewidth=1.4,
    )  # fmt: skip


def _three(number: float) -> str:
    """Return a number to three figures, never as a power of ten.

    >>> _three(164.6), _three(0.2666)
    ('165', '0.267')
    """
    return f"{float(f'{number:.3g}'):g}"


def _two(number: float) -> str:
    """Return a number to two figures, never as a power of ten.

    >>> _two(4.19), _two(0.267), _two(123)
    ('4.2', '0.27', '120')
    """
    return f"{float(f'{number:.2g}'):g}"


def _rows(ax: Axes, names: pd.Series, title: str) -> None:
    ax.set(yticks=range(len(names)), yticklabels=curled(names))
    ax.set_ylim(len(names) - 0.4, -0.6)
    ax.set_title(title, loc="left", fontweight="semibold", fontsize=8.5)


def _plain_ticks(ax: Axes) -> None:
    low, high = ax.get_xlim()
    steps = (1,) if high > FAR * low else (1, 2, 5)
    ax.xaxis.set_major_locator(ticker.LogLocator(subs=steps))
    ax.xaxis.set_major_formatter(lambda x, _: f"{x:,.10g}")
    ax.xaxis.set_minor_formatter(lambda x, _: "")
