"""Figures on firsts: the timeline, the score, how long leads last."""

from typing import Any

import pandas as pd
from matplotlib import ticker
from matplotlib.axes import Axes

from analysis import show
from analysis.figures import COLOURS, HEAD_IN, ROW_IN, curled, ink
from analysis.phrases import capitalized

MARKERS = {"Russia": "o", "United States": "s"}
OTHERS = "other states"
SHARES = {"russia": "Russia", "us": "United States", "others": OTHERS}
STYLES = {"solid": "-", "dashed": (0, (5, 1.5))}
RING = 0.017  # of the years drawn: about the width of a mark, which a larger one rings
FALLEN = " A curve at 0 %: its longest lead has ended; any that stand have been watched for less."
POSTER_IN = 6.6  # of a page, without head, axis and caption


@show.figure
def early_firsts(table: pd.DataFrame, turn_year: int) -> show.Figure:
    """Draw the firsts before a year as lines from their day to that of a second state.

    Needs title, category, leader, date, second, second_date, lead_years, is_standing.
    """
    return _timeline(table, f"The firsts before {turn_year}")


@show.figure
def late_firsts(table: pd.DataFrame, turn_year: int) -> show.Figure:
    """Draw the firsts from a year on in the same way."""
    return _timeline(table, f"The firsts from {turn_year} on")


def _timeline(table: pd.DataFrame, which: str) -> show.Figure:
    counts = table["leader"].value_counts()
    shaded = "Film is shaded. " if (table["category"] == "film").any() else ""
    fig = show.Figure(
        (show.WIDE_IN[0], HEAD_IN + 0.4 + min(0.17, POSTER_IN / len(table)) * len(table)),
        caption=f"{which}: how long it took until a second state did it too. {shaded}An arrow "
        "marks a lead that stands.",
        note="Filled: first; hollow: second, larger where the two marks would cover each other.",
        alt=f"Timeline of {len(table)} firsts from {table['date'].min():%Y} to "
        f"{table['date'].max():%Y}: "
        + ", ".join(f"{state} {n}" for state, n in counts.items())
        + f"; {table['is_standing'].sum()} leads stand.",
    )
    ax = fig.subplots()
    start = _years(table["date"])
    end = start + table["lead_years"]
    for place, row in enumerate(table.itertuples()):
        _lead(
            ax, place, row, (start.iloc[place], end.iloc[place]), RING * (end.max() - start.min())
        )
    ax.set(yticks=range(len(table)), yticklabels=curled(table["title"]), xlabel="Year")
    ax.set(xlim=(start.min() - 1, end.max() + 1), ylim=(len(table) - 0.3, -0.7))
    ax.tick_params("y", length=0, labelsize=7.5)
    ax.spines["left"].set_visible(False)
    ax.xaxis.set_major_locator(ticker.MaxNLocator(integer=True, nbins=8))
    ax.tick_params("x", labeltop=True)
    ax.grid(axis="x")
    _key(fig)
    return fig


def _lead(ax: Axes, place: int, row: Any, span: tuple[float, float], near: float) -> None:
    """Draw one lead: who was first, for how long, and who came second or that it stands.

    A second that is as `near` as the width of a mark is drawn larger, so that it hides no first.
    """
    start, end = span
    colour = _colour(row.leader)
    if row.category == "film":
        ax.axhspan(place - 0.5, place + 0.5, color="#f5ecdb", zorder=0, linewidth=0)
    ax.plot([start, end], [place, place], color=colour, linewidth=1.3)
    if row.is_standing:
        ax.plot(end, place, ">", color=colour, markersize=4.5)
    else:
        ax.plot(end, place, MARKERS.get(row.second, "^"), color=_colour(row.second),
                markersize=8 if end - start < near else 4.5, markerfacecolor="white",
                markeredgewidth=1)  # fmt: skip
    ax.plot(start, place, MARKERS.get(row.leader, "^"), color=colour, markersize=4.5)


@show.figure
def firsts_by_decade(table: pd.DataFrame) -> show.Figure:
    """Draw how many firsts fell to whom in each decade: needs decade and the counts."""
    fig = show.Figure(
        (show.WIDE_IN[0], 2.7),
        caption="Firsts by decade, of Russia (with the Soviet Union), of the United States and of "
        "all others.",
        alt="Bars by decade: "
        + "; ".join(
            f"{row.decade} Russia {row.russia}, United States {row.us}, others {row.others}"
            for row in table.itertuples()
        )
        + ".",
    )
    ax = fig.subplots()
    for shift, (column, name) in zip((-0.27, 0, 0.27), SHARES.items(), strict=True):
        places = [place + shift for place in range(len(table))]
        ax.bar(places, table[column], width=0.24, color=COLOURS[name], label=name)
        for place, count in zip(places, table[column], strict=True):
            if count:
                ax.annotate(f"{count}", (place, count), (0, 2), ha="center", fontsize=7.5,
                            textcoords="offset points", color=COLOURS["label"])  # fmt: skip
    ax.set(xticks=range(len(table)), xticklabels=table["decade"], ylabel="Firsts")
    ax.set(xlabel="Decade")
    ax.yaxis.set_major_locator(ticker.MaxNLocator(integer=True, nbins=5))
    fig.legend(loc="outside upper left", ncols=3)
    return fig  # fmt: skip


@show.figure
def leads_of_rivals(table: pd.DataFrame) -> show.Figure:
    """Draw how long leads last, by who holds them: needs group, years, share, low, high, ended."""
    return _curves(table, "by who holds them")


@show.figure
def leads_of_eras(table: pd.DataFrame) -> show.Figure:
    """Draw how long leads last, by when they began: needs group, years, share, low, high, ended."""
    return _curves(table, "by when they began")


def _curves(table: pd.DataFrame, words: str) -> show.Figure:
    names = list(dict.fromkeys(table["group"]))
    styles = ", ".join(
        f"{style}: {name.replace('Begun', 'begun')}"
        for style, name in zip(STYLES, names, strict=False)
    )
    fig = show.Figure(
        (show.WIDE_IN[0], 2.9),
        caption=f"Share of leads that still stood after so many years, {words} (Kaplan and Meier), "
        "with 95 % intervals. A tick marks a lead that stands and has not been watched longer.",
        note=f"{capitalized(styles)}.{FALLEN if (table['share'] == 0).any() else ''}",
        alt="Step curves: "
        + "; ".join(
            f"{name}, after ten years {_after(table[table['group'] == name], 10)}" for name in names
        )
        + ".",
    )
    ax = fig.subplots()
    fresh = iter([COLOURS["third"], COLOURS["known"]])  # no state's
    for number, (name, curve) in enumerate(table.groupby("group", sort=False)):
        colour = COLOURS[name] if name in MARKERS else next(fresh)
        style = list(STYLES.values())[number % len(STYLES)]
        ax.fill_between(curve["years"], curve["low"] * 100, curve["high"] * 100, step="post",
                        color=colour, alpha=0.13, linewidth=0)  # fmt: skip
        ax.step(curve["years"], curve["share"] * 100, where="post", color=colour, linestyle=style)
        waiting = curve[(curve["ended"] == 0) & (curve["years"] > 0)]
        ax.plot(waiting["years"], waiting["share"] * 100, "|", color=colour, markersize=6)
        at = curve[curve["share"] >= curve["share"].iloc[-1]].iloc[-1]
        ax.annotate(str(name), (at["years"], at["share"] * 100), (5, 7), color=ink(colour),
                    textcoords="offset points", annotation_clip=False)  # fmt: skip
    ax.set(xlabel="Years since the first", ylabel="Leads still standing (%)", ylim=(0, 102))
    ax.set_xlim(0, table["years"].max() * 1.18)
    ax.grid(axis="y")
    return fig  # fmt: skip


@show.figure
def score_by_choice(table: pd.DataFrame) -> show.Figure:
    """Draw the two rivals' shares under each choice of what to count: needs counted, counts."""
    fig = show.Figure(
        (show.WIDE_IN[0], HEAD_IN + 0.35 + ROW_IN * 0.82 * len(table)),
        caption="Share of firsts held by Russia (with the Soviet Union) and by the United States, "
        "under each choice of what to count; on the right, how many are counted.",
        alt="Shares: "
        + "; ".join(
            f"{row.counted} Russia {row.russia} and United States {row.us} of {row.firsts}"
            for row in table.itertuples()
        )
        + ".",
    )
    ax = fig.subplots()
    places = range(len(table))
    shares = {
        name: 100 * table[column] / table["firsts"]
        for column, name in SHARES.items()
        if name != OTHERS
    }
    ends = pd.DataFrame(shares)
    ax.hlines(places, ends.min(axis=1), ends.max(axis=1), color=COLOURS["quiet"], linewidth=1.6)
    for name, share in shares.items():
        ax.plot(share, places, MARKERS[name], color=COLOURS[name], label=name)
    for place, count in zip(places, table["firsts"], strict=True):
        ax.annotate(f"{count}", (1.02, place), xycoords=("axes fraction", "data"), va="center",
                    annotation_clip=False, color=COLOURS["label"])  # fmt: skip
    ax.set(yticks=places, yticklabels=table["counted"], xlabel="Share of firsts (%)")
    ax.set_ylim(len(table) - 0.5, -0.5)
    ax.set_xlim(0, 100)
    ax.grid(axis="x")
    fig.legend(loc="outside upper left", ncols=2)
    return fig  # fmt: skip


def _key(fig: show.Figure) -> None:
    """Explain markers and colours above the figure, without drawing in it."""
    ax: Axes = fig.axes[0]
    for name, marker in {**MARKERS, OTHERS: "^"}.items():
        ax.plot([], [], marker, color=COLOURS[name], label=name, markersize=5)
    ax.plot([], [], ">", color=COLOURS["label"], label="stands", markersize=4)
    fig.legend(loc="outside upper left", ncols=4, columnspacing=1.1, handletextpad=0.2)


def _colour(state: str) -> str:
    return COLOURS.get(state, COLOURS[OTHERS])


def _years(dates: pd.Series) -> pd.Series:
    return dates.dt.year + (dates.dt.day_of_year - 1) / 365.25


def _after(curve: pd.DataFrame, years: float) -> str:
    standing = curve.loc[curve["years"] <= years, "share"]
    return f"{100 * standing.iloc[-1]:.0f} %" if curve["years"].max() >= years else "not known"
