"""Figures on how often launches fail: years, rates with their intervals."""

from collections.abc import Sequence

import pandas as pd
from matplotlib import ticker
from matplotlib.axes import Axes

from analysis import show
from analysis.figures import COLOURS, HALO, HEAD_IN, ROW_IN, ink
from analysis.phrases import capitalized, notes

LABELLED_YEARS = 25
LARGEST = 50  # percent; a share above it may leave the scale
SMALL = 20  # attempts below which an interval may run off the scale, or is not drawn
WITH_LABELS = 1.22  # as wide as the years are an axis and the labels behind it


@show.figure
def launches_by_year(table: pd.DataFrame, launcher: str) -> show.Figure:
    """Draw attempts and failures: needs year, attempts, failed, failed_in_part."""
    fig = show.Figure(
        show.WIDE_IN,
        caption=f"Launches by {launcher}, and those that went wrong.",
        alt="Stacked bars of launches by year, failed and failed in part: "
        + "; ".join(
            f"{row.year} {row.attempts}, {row.failed} and {row.failed_in_part}"
            for row in table.itertuples()
        )
        + ".",
    )
    ax = fig.subplots()
    bottom = pd.Series(0, table.index)
    parts = {
        "failed": ("failed outright", COLOURS["failed"], None),
        "failed_in_part": ("failed in part", COLOURS["half failed"], "//////"),
        "whole": ("succeeded", COLOURS["quiet"], None),
    }
    for name, (words, colour, hatch) in parts.items():
        heights = table.assign(whole=table["attempts"] - table["wrong"])[name]
        ax.bar(
            table["year"], heights, bottom=bottom, width=0.78, label=words, color=colour,
            hatch=hatch, edgecolor=COLOURS["failed"] if hatch else colour,
            # Without an edge one launch among many, too low for its hatch, keeps its own colour,
            # and above the others theirs does not cover it.
            linewidth=0 if hatch else 0.6 * (heights > 0),
            zorder=2 if name == "whole" else 3,
        )  # fmt: skip
        bottom = bottom + heights
    if len(table) <= LABELLED_YEARS:
        for row in table.itertuples():
            ax.annotate(
                f"{row.attempts}", (row.year, row.attempts), (0, 3), ha="center",
                textcoords="offset points", fontsize=7.5, color=COLOURS["label"],
            )  # fmt: skip
    ax.xaxis.set_major_locator(ticker.MaxNLocator(integer=True, nbins=12))
    ax.yaxis.set_major_locator(ticker.MaxNLocator(integer=True))
    ax.set(xlabel="Year", ylabel="Launches")
    fig.legend(loc="outside upper left", ncols=3)
    return fig  # fmt: skip


@show.figure
def rolling_rate(table: pd.DataFrame, launcher: str, since: int, until: int) -> show.Figure:
    """Draw the five-year rate with its band beside that of all others: needs until_year, …."""
    last = table.set_index("until_year").loc[until]
    years = table["until_year"]
    is_drawn = (table["attempts"] >= SMALL) | years.between(since, until)
    own = ["rate_percent", "low_percent", "high_percent"]
    is_short = (table["attempts"].between(1, SMALL - 1) & ~is_drawn).any()
    table = table.assign(**table[own].where(is_drawn))
    top = min(100, 1.08 * table[["high_percent", "others_rate_percent"]].max(axis=None))
    fig = show.Figure(
        show.WIDE_IN,
        caption=f"Share of launches that went wrong in the five years up to each year, {launcher} "
        f"and all others. The band is the 95 % credible interval for {launcher}; the years "
        "examined are shaded.",
        note=f"Line and band of {launcher} are left out where, outside the years examined, five "
        f"years hold fewer than {SMALL} launches."
        if is_short
        else None,
        alt=f"Lines of the five-year failure rate. Up to {until}: {launcher} "
        f"{last['rate_percent']:.1f} %, all others {last['others_rate_percent']:.1f} %.",
    )
    ax = fig.subplots()
    ax.axvspan(since - 0.5, until + 0.5, color="#f0ede6", zorder=0)
    ax.fill_between(
        years, table["low_percent"], table["high_percent"], color=COLOURS["band"], linewidth=0
    )
    others = ink(COLOURS["doubtful"])
    ax.plot(years, table["others_rate_percent"], color=others, linestyle=(0, (4, 2)))
    ax.plot(years, table["rate_percent"], color=COLOURS["known"])
    name = capitalized(launcher)
    ends = {
        "All others": ("others_rate_percent", others),
        name: ("rate_percent", COLOURS["known"]),
    }
    _label_ends(ax, table.set_index("until_year"), ends)
    ax.set(xlabel="Five years up to", ylabel="Went wrong (%)")
    ax.set_xlim(years.min(), years.min() + WITH_LABELS * (years.max() - years.min()))
    ax.set_ylim(0, top)
    ax.set_xticks([year for year in years if year % 5 == 0])
    ax.grid(axis="y")
    for line in ax.get_ygridlines():
        line.set_xdata([0, 1 / WITH_LABELS])  # not on behind the labels at the ends
    return fig  # fmt: skip


@show.figure
def rate_by_launcher(table: pd.DataFrame, launcher: str) -> show.Figure:
    """Draw each launcher's rate with its interval: needs launcher, attempts, wrong, rates."""
    return _rates(
        table.assign(label=table["launcher"]),
        "Share of launches that went wrong, by who launched, with 95 % credible intervals.",
        [name == launcher for name in table["launcher"]],
        _colours(table["launcher"], launcher),
    )


@show.figure
def rate_by_family(table: pd.DataFrame, most: int = 15) -> show.Figure:
    """Draw the rate of the commonest families: needs family, vehicles, attempts, wrong, rates."""
    shown = _commonest(table, most)
    first = shown["vehicles"].str.split(", ").str[0]
    least = shown["attempts"].min()
    return _rates(
        shown.assign(
            label=[
                " · ".join(dict.fromkeys(names))
                for names in zip(shown["family"], first, strict=True)
            ]
        ),
        "Share of launches that went wrong, by family and one of its commonest vehicles, "
        "with 95 % credible intervals"
        + (f": families with at least {least} launches." if len(shown) < len(table) else "."),
        [True] * len(shown),
    )


def _commonest(table: pd.DataFrame, most: int) -> pd.DataFrame:
    """Return at most so many families, such that of those with equally many launches none is cut.

    Where all would be, they are all there.
    """
    if len(table) <= most:
        return table
    shown = table[table["attempts"] > table["attempts"].iloc[most]]
    return shown if len(shown) else table


@show.figure
def rate_by_experience(table: pd.DataFrame, launcher: str) -> show.Figure:
    """Draw the rate by a vehicle's n-th flight: needs flight, rates, and the others' rates."""
    fig = show.Figure(
        show.WIDE_IN,
        caption="Share of launches that went wrong by how often the vehicle had flown, with 95 % "
        "credible intervals.",
        alt=f"Points for {launcher} and all others: "
        + "; ".join(
            f"{row.flight} {_percent(row.rate_percent)} and {_percent(row.others_rate_percent)}"
            for row in table.itertuples()
        )
        + ".",
    )
    ax = fig.subplots()
    series = {
        launcher: ("", "o", COLOURS["known"], COLOURS["known"], -0.13),
        "all others": ("others_", "s", COLOURS["doubtful"], "white", 0.13),
    }
    for words, (prefix, marker, colour, face, shift) in series.items():
        tried = table[table[f"{prefix}attempts"] > 0]
        places = tried.index + shift
        low, rate, high = (tried[f"{prefix}{name}_percent"] for name in ("low", "rate", "high"))
        ax.vlines(places, low, high, color=colour, linewidth=1.6)
        ax.plot(places, rate, marker, color=colour, markerfacecolor=face, label=words,
                clip_on=False, zorder=3)  # fmt: skip
        for place, top, count in zip(places, high, tried[f"{prefix}attempts"], strict=True):
            ax.annotate(f"{count}", (place, top), (0, 5), ha="center", fontsize=7,
                        textcoords="offset points", color=COLOURS["label"])  # fmt: skip
    ax.set(xticks=range(len(table)), xticklabels=table["flight"])
    ends = table[["high_percent", "others_high_percent"]].max(axis=None)
    ax.set_ylim(0, 1.08 * ends if ends > 0 else 1)
    ax.set_yticks([tick for tick in ax.get_yticks() if tick <= 100])
    ax.set(
        xlabel="Flight of the vehicle; above each line, number of launches", ylabel="Went wrong (%)"
    )
    ax.grid(axis="y")
    fig.legend(loc="outside upper left", ncols=2)
    return fig  # fmt: skip


def _rates(
    table: pd.DataFrame, caption: str, marked: Sequence[bool], key: str | None = None
) -> show.Figure:
    """Draw one rate a row; what does not fit the scale ends in an arrow, and is in the label."""
    sure = table.loc[table["attempts"] >= SMALL, "high_percent"]
    rates = table.loc[table["rate_percent"] <= LARGEST, "rate_percent"]
    largest = max(20.0, sure.max() if len(sure) else 100.0, rates.max() if len(rates) else 0.0)
    end = min(100.0, 1.15 * largest)
    fig = show.Figure(
        (show.WIDE_IN[0], HEAD_IN + ROW_IN * len(table)),
        caption=caption,
        alt="Rates: "
        + "; ".join(
            f"{row.label} {row.wrong:,} of {row.attempts:,}, {row.low_percent:.1f} to "
            f"{row.high_percent:.1f} %"
            for row in table.itertuples()
        )
        + ".",
        note=notes(key, _arrows(table, end)),
    )
    ax = fig.subplots()
    for place, (row, is_marked) in enumerate(zip(table.itertuples(), marked, strict=True)):
        colour = COLOURS["known"] if is_marked else COLOURS["doubtful"]
        ax.plot([min(row.low_percent, end), min(row.high_percent, end)], [place, place],
                color=colour, linewidth=2)  # fmt: skip
        if row.rate_percent <= end:
            ax.plot(row.rate_percent, place, "o", color=colour, clip_on=False)
        if row.high_percent > end:
            face = "white" if row.rate_percent > end else colour
            ax.plot(end, place, ">", color=colour, markerfacecolor=face, clip_on=False)
        ax.annotate(
            f"{row.wrong:,} of {row.attempts:,}  ({_percent(row.rate_percent)})", (1.02, place),
            xycoords=("axes fraction", "data"), va="center", annotation_clip=False,
        )  # fmt: skip
    ax.set(yticks=range(len(table)), yticklabels=table["label"], xlabel="Went wrong (%)")
    ax.set_ylim(len(table) - 0.5, -0.5)
    ax.set_xlim(0, end)
    ax.tick_params("y", pad=8)  # a mark at 0 reaches over the axis
    ax.grid(axis="x")
    return fig  # fmt: skip


def _colours(launchers: pd.Series, launcher: str) -> str | None:
    """Return whom the colours stand for, None where one of them is not drawn."""
    if launchers.eq(launcher).all() or not launchers.eq(launcher).any():
        return None
    return f"Blue: {launcher}. Grey: all others."


def _arrows(table: pd.DataFrame, end: float) -> str | None:
    """Return what the arrows at the end of the scale stand for, None where there are none."""
    if not (table["high_percent"] > end).any():
        return None
    hollow = "; hollow, that the share itself does" if (table["rate_percent"] > end).any() else ""
    return f"An arrow says that the interval goes beyond the scale{hollow}."


def _label_ends(ax: Axes, table: pd.DataFrame, ends: dict[str, tuple[str, str]]) -> None:
    known = {name: table[column].dropna() for name, (column, _) in ends.items()}
    lasts = sorted((s.iloc[-1], s.index[-1], name) for name, s in known.items() if len(s))
    gap = 9 if len(lasts) == 2 and lasts[1][0] - lasts[0][0] < 2 else 0
    for sign, (rate, year, name) in zip((-1, 1), lasts, strict=False):
        ax.annotate(f"{name} {rate:.1f} %", (year, rate), (6, sign * gap / 1.6), va="center",
                    textcoords="offset points", color=ink(ends[name][1]),
                    path_effects=[HALO])  # fmt: skip


def _percent(rate: float) -> str:
    return "no launch" if pd.isna(rate) else f"{rate:.1f} %"
