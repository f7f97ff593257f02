"""Figures on films' money: sums by source, takings against budgets, the run in cinemas."""

from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.axis import Axis

from analysis import show
from analysis.figures import COLOURS, HEAD_IN, PLATE, ROW_IN, ink, write_beside
from analysis.phrases import CURRENCIES, capitalized, in_a_row, passed_on

RATIO_TICKS = (0.3, 0.5, 1, 2, 3, 5, 10, 20)
LINE_AT_ONE = "Line at 1: takings as high as the budget."
DRAWN_PT = (410, 295)  # about what the axes of a scatter measure
LETTER_PT = 3.9  # and a letter of a name in it
NEAR_PT = 3.5  # a name nearer than that to a mark seems to be its own
WORD_PT, EDGES_PT = 4.1, 24  # a letter of a label in a chart of rows, and the space around it
Box = tuple[float, float, float, float]  # left, lower, right and upper edge, in points
OURS, OTHERS, ROUBLE = COLOURS["subject"], COLOURS["known"], COLOURS["Russia"]


@show.figure
def sums_by_source(table: pd.DataFrame, money: str) -> show.Figure:
    """Draw published sums of one film: needs measure, reach, source, as_said, …_mln.

    What somebody said twice is drawn once.
    """
    rows = table.dropna(subset=["low_mln", "high_mln"], how="all")
    if rows.empty:
        rows = table.assign(low_mln=0.0, high_mln=0.0).head(0)
    rows = rows.assign(
        label=[f"{_what(row)}, {passed_on(row.said_by, row.source)}" for row in rows.itertuples()]
    )
    rows = rows.drop_duplicates(["label", "as_said", "is_doubtful"], ignore_index=True)
    labels = rows["label"].tolist()
    fig = show.Figure(
        (show.WIDE_IN[0], HEAD_IN + ROW_IN * max(len(rows), 1)),
        caption=f"Budgets and takings of the film, as published, in millions of {money}.",
        alt="Markers: "
        + "; ".join(f"{name} {row.as_said}" for name, row in zip(labels, rows.itertuples(),
                                                                 strict=True))
        + ".",
        note=_marks(rows),
    )  # fmt: skip
    ax = fig.subplots()
    for place, row in enumerate(rows.itertuples()):
        colour = COLOURS["doubtful" if row.is_doubtful else "known"]
        ends = [row.low_mln, row.high_mln]
        left, right = (
            (ends[0] if pd.notna(ends[0]) else ends[1]),
            (ends[1] if pd.notna(ends[1]) else ends[0]),
        )
        marker = ">" if pd.isna(row.high_mln) else "<" if pd.isna(row.low_mln) else "o"
        ax.plot([left, right], [place, place], color=colour, marker=marker, linewidth=2.5)
        write_beside(ax, [right], [row.as_said], [place], offset_pt=8)
    ax.set(yticks=range(len(rows)), yticklabels=labels, xlabel=f"Million {money}")
    ax.xaxis.set_major_formatter(mpl.ticker.StrMethodFormatter("{x:,.10g}"))
    ax.set_ylim(max(len(rows), 1) - 0.5, -0.5)
    ax.set_xlim(0, _reach_with_words(rows, labels))
    return fig  # fmt: skip


def _reach_with_words(rows: pd.DataFrame, labels: list[str]) -> float:
    """Return where an axis from zero has to end for the words beside each mark to fit."""
    wide = 72 * show.WIDE_IN[0] - WORD_PT * max(map(len, labels), default=0) - EDGES_PT
    words = rows["as_said"].map(len) * WORD_PT + EDGES_PT
    ends = rows[["low_mln", "high_mln"]].max(axis=1)
    return float((ends * wide / (wide - words)).max()) if len(rows) else 1.0


def _marks(rows: pd.DataFrame) -> str:
    """Return what the marks of one film's sums stand for."""
    said = {
        "Grey: doubtful. ": rows["is_doubtful"].any(),
        "Arrows: only a bound was published. ": rows[["low_mln", "high_mln"]].isna().any(axis=None),
        "Joined dots: a range. ": (rows["low_mln"] < rows["high_mln"]).any(),
    }
    return (
        "".join(words for words, is_drawn in said.items() if is_drawn)
        + "Beside each, the sum in the source's own currency, to a tenth of a million, at no rate "
        "and without inflation."
    )


@show.figure
def takings_against_budgets(table: pd.DataFrame, film: str, money: str) -> show.Figure:
    """Draw takings against budget of each film, with the spread of the sources."""
    both = table.dropna(subset=["budget_mln", "takings_mln"])
    fig = show.Figure(
        (show.WIDE_IN[0], 4.6),
        caption="Takings against budgets. Bars span what the sources give; on each slanting "
        "line takings are as many times the budget as stands at its end.",
        alt=f"Scatter of {len(both)} films, budgets from {both['budget_mln'].min():,.0f} to "
        f"{both['budget_mln'].max():,.0f}, takings from {both['takings_mln'].min():,.0f} to "
        f"{both['takings_mln'].max():,.0f} million {money}.",
        note=_key(both, film)
        + " Named: the film examined, those with a budget in roubles, and those with the highest "
        "and the lowest ratio. Roubles at the mean official rate of each year, so that the lines "
        "show ratios in dollars." + _at_home(both),
    )
    ax = fig.subplots()
    reach = np.array([both["budget_mln"].min() / 2, both["budget_mln"].max() * 2])
    for ratio in (0.5, 1, 2, 5, 10):
        ax.plot(reach, reach * ratio, color=COLOURS["grid"], linewidth=0.7, zorder=0)
        ax.annotate(f"{ratio:g}×", (reach[1], reach[1] * ratio), (2, 0), va="center",
                    textcoords="offset points", color="#5b6670", fontsize=7.5)  # fmt: skip
    ends = {both["film"].iloc[0], both["film"].iloc[-1], film}
    ends |= set(both.loc[both["currency"] == "RUB", "film"])
    for row in both.itertuples():
        colour = _colour(row, film)
        ax.hlines(row.takings_mln, row.budget_low_mln, row.budget_high_mln, color=colour)
        ax.vlines(row.budget_mln, row.takings_low_mln, row.takings_high_mln, color=colour)
        ax.plot(row.budget_mln, row.takings_mln, "o", color=colour, markersize=4)
    ax.set(xscale="log", yscale="log", xlabel=f"Budget (million {money})",
           ylabel=f"Takings (million {money})", xlim=reach)  # fmt: skip
    _name_films(ax, both, ends, film)
    _mark_logs(ax, ax.xaxis, ax.yaxis)
    return fig  # fmt: skip


def _at_home(table: pd.DataFrame) -> str:
    """Return which films are counted by their takings at home, if any."""
    names = in_a_row(table.loc[table["reach"] == "home", "film"])
    return f" Takings at home, not the world's: {names}." if names else ""


def _name_films(ax: Axes, table: pd.DataFrame, named: set[str], film: str) -> None:
    """Name some films beside their marks, in their colours, where no mark, bar or name is."""
    marks, lows, highs = (_in_points(ax, table, end) for end in ("", "low_", "high_"))
    taken = [(*(at - NEAR_PT), *(at + NEAR_PT)) for at in marks]
    for at, low, high in zip(marks, lows, highs, strict=True):
        taken += [(low[0], at[1], high[0], at[1]), (at[0], low[1], at[0], high[1])]  # its bars
    for row, at in zip(table.itertuples(), marks, strict=True):
        if row.film not in named:
            continue
        length = LETTER_PT * len(row.film)
        spots = [(side, up) for up in (3, -11, 12, -20) for side in (5, -5)]
        boxes = [_name_box(at, side, up, length) for side, up in spots]
        best = min(range(len(spots)), key=lambda n: (_clashes(boxes[n], taken), n))
        side, up = spots[best]
        taken.append(boxes[best])
        ax.annotate(row.film, (row.budget_mln, row.takings_mln), (side, up), fontsize=7.5,
                    ha="left" if side > 0 else "right", textcoords="offset points",
                    color=ink(_colour(row, film)))  # fmt: skip


def _in_points(ax: Axes, table: pd.DataFrame, end: str) -> np.ndarray:
    """Return where budgets and takings, or an end of theirs, lie in the drawing, in points."""
    sums = table[[f"budget_{end}mln", f"takings_{end}mln"]].to_numpy()
    limits = np.log10([ax.get_xlim(), ax.get_ylim()])
    return (np.log10(sums) - limits[:, 0]) / np.ptp(limits, axis=1) * DRAWN_PT


def _name_box(at: np.ndarray, side: float, up: float, length: float) -> Box:
    """Return the edges of a name beside a mark."""
    left = at[0] + side if side > 0 else at[0] + side - length
    return left, at[1] + up - 2, left + length, at[1] + up + 6


def _clashes(box: Box, taken: list[Box]) -> int:
    """Count what a box would cover, and what of it would lie outside the drawing."""
    outside = box[0] < 0 or box[2] > DRAWN_PT[0]
    return 5 * outside + sum(
        box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3]
        for other in taken
    )


def _key(table: pd.DataFrame, film: str) -> str:
    """Return what the colours stand for."""
    ours, rest = table[table["film"] == film], table[table["film"] != film]
    said = [f"gold: {film}"] if len(ours) else []
    for currency, colour in (("RUB", "violet"), ("USD", "blue")):
        if (rest["currency"] == currency).any():
            other = "other " if (ours["currency"] == currency).any() else ""
            said.append(f"{colour}: {other}films with a budget in {CURRENCIES[currency]}")
    return f"{capitalized('; '.join(said))}."


def _colour(row: Any, film: str) -> str:
    """Return the colour of a film beside the one examined."""
    return OURS if row.film == film else ROUBLE if row.currency == "RUB" else OTHERS


@show.figure
def ratio_by_film(table: pd.DataFrame, film: str) -> show.Figure:
    """Draw takings per budget of each film: needs film, year, ratio with its ends, ratio_real."""
    rows = table.dropna(subset=["ratio"]).reset_index(drop=True)
    fig = show.Figure(
        (show.WIDE_IN[0], HEAD_IN + 0.2 * len(rows)),
        caption="Takings for each unit of budget. Bars: from the lowest takings over the highest "
        "budget to the highest over the lowest; dots: the middle of the sources; rings: with the "
        "budget in the prices of the release.",
        alt="Ratios: " + "; ".join(f"{row.film} {row.ratio:.1f}" for row in rows.itertuples())
        + ".",
        note=f"{_key(rows, film)} {LINE_AT_ONE} A dot hides its bar where sources agree, or "
        "nearly, and has none where there is one source."
        + (" No ring: no price level is known." if rows["ratio_real"].isna().any() else ""),
    )  # fmt: skip
    ax = fig.subplots()
    for place, row in enumerate(rows.itertuples()):
        colour = _colour(row, film)
        ax.hlines(place, row.ratio_low, row.ratio_high, color=colour, linewidth=2)
        ax.plot(row.ratio, place, "o", color=colour)
        if pd.notna(row.ratio_real):
            ax.plot(row.ratio_real, place, "o", markerfacecolor="none", markeredgecolor="#222222",
                    markersize=6, markeredgewidth=0.7)  # fmt: skip
    for is_below, end, offset_pt, side in (
        (False, "ratio_high", 8, "left"),
        (True, "ratio_low", -8, "right"),
    ):  # clear of the line at 1
        part = rows[(rows["ratio"] < 1) == is_below]
        write_beside(
            ax,
            part[end],
            part["ratio"].map("{:.1f}".format),
            part.index,
            offset_pt=offset_pt,
            ha=side,
            fontsize=7.5,
            bbox=PLATE,
        )
    ax.axvline(1, color=COLOURS["doubtful"], linewidth=0.8, zorder=0)
    labels = [f"{row.film} ({row.year})" for row in rows.itertuples()]
    ax.set(xscale="log", yticks=range(len(rows)), yticklabels=labels,
           xlabel="Takings per budget (ratio)", xticks=RATIO_TICKS)  # fmt: skip
    ax.set_xticklabels([f"{tick:g}" for tick in RATIO_TICKS])
    ax.minorticks_off()
    ax.set_xlim(left=0.65 * rows["ratio_low"].min())
    ax.set_ylim(len(rows) - 0.5, -0.5)
    return fig  # fmt: skip


@show.figure
def ratio_by_method(table: pd.DataFrame, film: str) -> show.Figure:
    """Draw the films' ratios by how weightlessness was made: needs film, method, ratio."""
    rows = table.dropna(subset=["ratio"])
    methods = rows["method"].value_counts().index.tolist()
    fig = show.Figure(
        (show.WIDE_IN[0], HEAD_IN + 0.36 * len(methods)),
        caption="Takings per budget by how weightlessness was made; each dot is a film, the bar "
        "the median of several.",
        alt="Dots: "
        + "; ".join(
            f"{name} {len(group)} film{'s' * (len(group) > 1)}, "
            f"median {group['ratio'].median():.1f}"
            for name, group in rows.groupby("method")
        )
        + ".",
        note=f"{_key(rows, film)} {LINE_AT_ONE} Named: of each method, the film with the highest "
        "ratio.",
    )
    ax = fig.subplots()
    for place, name in enumerate(methods):
        group = rows[rows["method"] == name].sort_values("ratio")
        colours = [_colour(row, film) for row in group.itertuples()]
        ax.scatter(group["ratio"], [place] * len(group), c=colours, s=24, alpha=0.85)
        if len(group) > 1:
            middle = group["ratio"].median()
            ax.vlines(middle, place - 0.3, place + 0.3, color="#222222", linewidth=1.5)
        best = group.iloc[-1]
        write_beside(ax, [best["ratio"]], [best["film"]], [place], offset_pt=6, fontsize=7.5,
                     bbox=PLATE)  # fmt: skip
    ax.axvline(1, color=COLOURS["doubtful"], linewidth=0.8, zorder=0)
    ax.set(xscale="log", yticks=range(len(methods)), yticklabels=methods,
           xlabel="Takings per budget (ratio)", xticks=RATIO_TICKS)  # fmt: skip
    ax.set_xticklabels([f"{tick:g}" for tick in RATIO_TICKS])
    ax.minorticks_off()
    ax.set_ylim(len(methods) - 0.5, -0.5)
    return fig  # fmt: skip


@show.figure
def takings_by_day(
    table: pd.DataFrame, points: pd.DataFrame, fits: pd.DataFrame, curves: pd.DataFrame, film: str
) -> show.Figure:
    """Draw the sums counted up to each date, and the decay fitted to the first of them.

    `table` has day, amount_mln_rub (one a day), `points` all publications', `fits` the forecasts
    and `curves` day and one column a fit, named by its last day.
    """
    last = table.iloc[-1]
    fig = show.Figure(
        (show.WIDE_IN[0], 3.7),
        caption=f"Takings of {film} in Russia up to each date, and the decay fitted to the sums "
        "known by the day named; dots and bars at the right are the fitted totals with their "
        "95 % intervals.",
        alt=f"Points rise from {table['amount_mln_rub'].iloc[0]:,.0f} million roubles on the first "
        f"day to {last['amount_mln_rub']:,.0f} on day {last['day']}. Fitted totals: "
        + "; ".join(
            f"through day {row.through_day}: {row.total_mln_rub:,.0f}" for row in fits.itertuples()
        )
        + ".",
        note="Dots at the left: every sum published with its date; solid line at the right: the "
        f"last of them, {last['amount_mln_rub']:,.0f} million.",
    )
    ax, side = fig.subplots(1, 2, sharey=True, width_ratios=(5, 1.5))
    # The later, the darker, on a dark page, too: it changes only what is darker than the third.
    shades = ["#a6dad2", "#80c3b9", "#5daea1", COLOURS["planned"]]
    for place, (row, shade) in enumerate(zip(fits.itertuples(), shades, strict=False)):
        style = ("--", "-.", ":", (0, (8, 2)))[place % 4]
        ax.plot(curves["day"], curves[row.through_day], linestyle=style, color=shade,
                linewidth=1.3, label=f"through day {row.through_day}")  # fmt: skip
        side.vlines(place, row.total_from_mln_rub, row.total_to_mln_rub, color=shade, linewidth=3)
        side.plot(place, row.total_mln_rub, "o", color=shade)
    ax.plot(
        points["day"], points["amount_mln_rub"], "o", color=COLOURS["known"], markersize=4, zorder=3
    )
    side.axhline(last["amount_mln_rub"], color=COLOURS["known"], linewidth=0.8)
    side.set(xticks=range(len(fits)), xticklabels=[f"{day}" for day in fits["through_day"]],
             xlabel="Fit through day", xlim=(-0.6, len(fits) - 0.4))  # fmt: skip
    ax.set(xlabel="Day of the run", ylabel="Takings so far (million RUB)", xlim=(0, None))
    top = 1.25 * last["amount_mln_rub"]
    for place, most in enumerate(fits["total_to_mln_rub"]):
        if most > top:
            side.annotate(f"to {most:,.0f}", (place, top), (6, -9), textcoords="offset points",
                          fontsize=7.5)  # fmt: skip
    ax.set_ylim(0, top)
    ax.yaxis.set_major_formatter(mpl.ticker.FuncFormatter(lambda y, _: f"{y:,.0f}"))
    ax.grid(axis="y")
    ax.legend(loc="lower right")
    return fig  # fmt: skip


@show.figure
def state_support(table: pd.DataFrame) -> show.Figure:
    """Draw budgets of films by who paid: needs budget_mln_rub, grant_mln_rub, loan_mln_rub."""
    rows = table.dropna(subset=["budget_mln_rub"])
    parts = rows[["grant_mln_rub", "loan_mln_rub"]].fillna(0)
    rest = rows["budget_mln_rub"] - parts.sum(axis=1)
    fig = show.Figure(
        (show.WIDE_IN[0], HEAD_IN + 0.2 + 0.4 * max(len(rows), 1)),
        caption="What the register gives as the state's part of a budget, nominal roubles.",
        alt="Stacked bars: "
        + "; ".join(
            f"{row.film} {row.state_share_percent:.0f} % of {row.budget_mln_rub:,.0f} million"
            for row in rows.itertuples()
        )
        + ".",
    )
    ax = fig.subplots()
    left = np.zeros(len(rows))
    for name, values, colour in (
        ("grant", parts["grant_mln_rub"], COLOURS["known"]),
        ("loan", parts["loan_mln_rub"], COLOURS["second"]),
        ("others", rest, COLOURS["quiet"]),
    ):
        ax.barh(rows["film"], values, left=left, height=0.55, color=colour, label=name)
        left += values.to_numpy()
    ax.invert_yaxis()
    ax.set(xlabel="Million RUB")
    fig.legend(loc="outside upper left", ncols=3)
    return fig  # fmt: skip


@show.figure
def budgets_in_order(
    table: pd.DataFrame, roubles: pd.DataFrame, film: str, money: str
) -> show.Figure:
    """Draw all budgets in order, rouble ones with the span of the official rates."""
    rows = table.dropna(subset=["budget_mln"]).sort_values("budget_mln", ignore_index=True)
    span = roubles.groupby("film")["budget_mln"].agg(["min", "max"]) if len(roubles) else None
    fig = show.Figure(
        (show.WIDE_IN[0], HEAD_IN + 0.2 * len(rows)),
        caption="Budgets in order. Bars of rouble budgets run from the cheapest to the dearest "
        "rouble of the year of the release and the one before, those of dollar budgets over what "
        "the sources give.",
        alt="Budgets: "
        + "; ".join(f"{row.film} {row.budget_mln:,.0f}" for row in rows.itertuples())
        + f" million {money}.",
        note=_key(rows, film),
    )
    ax = fig.subplots()
    for place, row in enumerate(rows.itertuples()):
        colour = _colour(row, film)
        low, high = row.budget_low_mln, row.budget_high_mln
        if span is not None and row.film in span.index:
            low, high = span.loc[row.film]
        ax.hlines(place, low, high, color=colour, linewidth=2)
        ax.plot(row.budget_mln, place, "o", color=colour)
    labels = [f"{row.film} ({row.year})" for row in rows.itertuples()]
    ax.set(xscale="log", yticks=range(len(rows)), yticklabels=labels,
           xlabel=f"Budget (million {money})")  # fmt: skip
    ax.set_ylim(-0.5, len(rows) - 0.5)
    _mark_logs(ax, ax.xaxis)
    ax.grid(axis="x")
    return fig  # fmt: skip


def _what(row: Any) -> str:
    if row.measure == "budget":
        return "Budget"
    return {"world": "Takings, world", "home": "Takings, home", "abroad": "Takings, Russia"}[
        row.reach
    ]  # fmt: skip


def _mark_logs(ax: Axes, *axes: Axis) -> None:
    """Mark 1, 2 and 5 of each power of ten, as numbers."""
    for axis in axes:
        axis.set_major_locator(mpl.ticker.LogLocator(subs=(1, 2, 5), numticks=20))
        axis.set_major_formatter(mpl.ticker.StrMethodFormatter("{x:,.10g}"))
    ax.minorticks_off()
