"""Figures on who flies: stays, visitors by year, ages, people in orbit, training."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib import patches

from analysis import show
from analysis.figures import COLOURS, HEAD_IN, ROW_IN, write_beside

TICKS_DAYS = (0.1, 1, 3, 10, 30, 100, 365)
BINS_PER_DECADE = 12
LEAST = 0.12  # of the highest bar, below which none is drawn
LETTER = 0.0108  # of the width of the axes, at 7.5 points
EITHER_WAY = "Visitors: to orbit and on suborbital flights."
VISITOR, PROFESSIONAL = COLOURS["subject"], COLOURS["second"]


@show.figure
def length_of_stay(
    table: pd.DataFrame, stays_days: Mapping[str, pd.Series], stay_days: float, whose: str,
    until: str,
) -> show.Figure:  # fmt: skip
    """Draw how many trips were how long, a row a group, and the stay of some across.

    `table` has among, trips, median_days; `stays_days` the days of stay by the same names.
    """
    fig = show.Figure(
        (show.WIDE_IN[0], HEAD_IN + 0.5 * len(table)),
        caption=f"Length of every trip to orbit that had ended by {until}, from launch to landing; "
        "equal steps to the right are equal factors.",
        alt="Histograms of lengths of stay: "
        + "; ".join(
            f"{row.among}, {row.trips} trips, median {row.median_days:.1f} days"
            for row in table.itertuples()
        )
        + (f". A line marks {stay_days:.1f} days." if stay_days > 0 else "."),
        note="Heights: how many trips, in each row on its own scale; no bar is lower than "
        f"{100 * LEAST:.0f} % of the highest, however few trips it stands for.",
    )
    edges = np.geomspace(0.05, 500, 4 * BINS_PER_DECADE + 1)
    axes = np.atleast_1d(fig.subplots(len(table), sharex=True))
    for ax, (name, days) in zip(axes, stays_days.items(), strict=True):
        counts, _ = np.histogram(days, bins=edges)
        some = counts > 0
        ax.bar(
            edges[:-1][some], np.maximum(counts, LEAST * counts.max())[some], align="edge",
            width=0.93 * np.diff(edges)[some], color=_of_group(name), linewidth=0,
        )  # fmt: skip
        ax.set_title(f"{name} ({len(days):,})", loc="left", fontsize=8, pad=2)
        ax.set(xscale="log", xlim=(edges[0], edges[-1]), yticks=[])
        ax.spines["left"].set_visible(False)
        ax.minorticks_off()
        if stay_days > edges[0]:
            ax.axvline(stay_days, color="#222222", linewidth=1)
    if stay_days > edges[0]:
        axes[0].annotate(
            f"{whose}: {stay_days:.1f} days", (stay_days, 1), (0, 2), ha="center",
            xycoords=("data", "axes fraction"), textcoords="offset points", va="bottom",
        )  # fmt: skip
    axes[-1].set(xlabel="Length of the trip (days)", xticks=TICKS_DAYS)
    axes[-1].set_xticklabels([f"{tick:g}" for tick in TICKS_DAYS])
    _name_colours(
        fig,
        {"everyone": COLOURS["known"], "professionals": PROFESSIONAL, "visitors": VISITOR},
    )
    return fig  # fmt: skip


@show.figure
def trips_by_year(table: pd.DataFrame, until: str) -> show.Figure:
    """Draw who went up each year: needs year, professionals, visitors_to_orbit, …_suborbital."""
    busiest = table.loc[table["professionals"].idxmax()]
    last = table.iloc[-1]
    fig = show.Figure(
        show.WIDE_IN,
        caption=f"People launched each year, until {until}: professionals, visitors to orbit, "
        "visitors on suborbital flights.",
        alt=f"Stacked bars by year, {table['year'].min()} to {last['year']}. Most professionals "
        f"went up in {busiest['year']}: {busiest['professionals']}. In {last['year']}: "
        f"{last['professionals']} professionals, {last['visitors_to_orbit']} visitors to orbit.",
        note="Flights of VSS Unity, Virgin Galactic's suborbital craft, are not in the crew lists; "
        "the last year is cut short.",
    )
    ax = fig.subplots()
    below = np.zeros(len(table))
    kinds = {
        "professionals": ("professionals", PROFESSIONAL, None),
        "visitors_to_orbit": ("visitors to orbit", VISITOR, None),
        "visitors_suborbital": ("visitors, suborbital", "white", "//////"),
    }
    for column, (name, colour, hatch) in kinds.items():
        some = table[column].to_numpy() > 0  # an empty bar would still have its edge
        ax.bar(
            table["year"][some], table[column][some], bottom=below[some], width=0.8,
            color=colour, label=name, hatch=hatch, linewidth=0.6,
            edgecolor=VISITOR if hatch else colour,
        )  # fmt: skip
        below += table[column].to_numpy()
    ax.set(xlabel="Year of launch", ylabel="People launched", xlim=(1960, last["year"] + 1))
    ax.grid(axis="y")
    fig.legend(loc="outside upper left", ncols=3)
    return fig  # fmt: skip


@show.figure
def age_at_launch(table: pd.DataFrame, craft: str, until: str) -> show.Figure:
    """Draw every traveller's age at every launch: needs start, age_years, kind, sex, craft."""
    known = table[table["age_years"].notna()]
    ours = known[known["craft"] == craft]
    fig = show.Figure(
        (show.WIDE_IN[0], 3.6),
        caption=f"Age at launch of everyone whose date of birth is known, until {until}.",
        note=EITHER_WAY,
        alt=f"Ages at launch of {len(known):,} trips, from {known['age_years'].min():.0f} to "
        f"{known['age_years'].max():.0f} years. On {craft}: "
        + (", ".join(f"{row.who} {int(row.age_years)}" for row in ours.itertuples()) or "unknown")
        + ".",
    )
    ax = fig.subplots()
    marks = {
        ("professional", "male"): ("professionals, men", PROFESSIONAL, "o", 8),
        ("professional", "female"): ("professionals, women", COLOURS["known"], "D", 9),
        ("visitor", "male"): ("visitors, men", VISITOR, "^", 17),
        ("visitor", "female"): ("visitors, women", VISITOR, "v", 17),
    }
    for (kind, sex), (name, face, marker, size) in marks.items():
        these = known[(known["kind"] == kind) & (known["sex"] == sex)]
        ax.scatter(
            these["start"], these["age_years"], s=size, c=face, marker=marker, label=name,
            edgecolors="none",
        )  # fmt: skip
    ax.scatter(ours["start"], ours["age_years"], s=55, facecolors="none", edgecolors="#222222",
               label=craft)  # fmt: skip
    ax.set(xlabel="Date of launch", ylabel="Age at launch (years)")
    ax.grid(axis="y")
    fig.legend(loc="outside upper left", ncols=5, handletextpad=0.1, columnspacing=1)
    return fig  # fmt: skip


@show.figure
def people_by_country(table: pd.DataFrame, until: str) -> show.Figure:
    """Draw people by nationality: needs country, people, women, visitors."""
    fig = show.Figure(
        (show.WIDE_IN[0], HEAD_IN + 0.22 * len(table)),
        caption=f"People who flew until {until}, by nationality: those of at least "
        f"{table['people'].min()} people.",
        note=EITHER_WAY,
        alt="Bars: " + "; ".join(f"{row.country} {row.people}" for row in table.itertuples()) + ".",
    )
    ax = fig.subplots()
    others = table["people"] - table["visitors"]
    ax.barh(table["country"], others, height=0.6, color=PROFESSIONAL, label="professionals")
    ax.barh(
        table["country"], table["visitors"], left=others, height=0.6, color=VISITOR,
        label="visitors",
    )  # fmt: skip
    write_beside(ax, table["people"], table["people"])
    ax.invert_yaxis()
    ax.set(xlabel="People")
    fig.legend(loc="outside upper left", ncols=2)
    return fig  # fmt: skip


@show.figure
def people_in_orbit(
    table: pd.DataFrame, records: pd.DataFrame, since: pd.Timestamp, until: pd.Timestamp,
    whose: str,
) -> show.Figure:  # fmt: skip
    """Draw how many were in orbit at each moment: needs time, people; and the records."""
    top = records.iloc[-1]
    fig = show.Figure(
        show.WIDE_IN,
        caption="People in orbit at each moment, until "
        f"{table['time'].iloc[-1].day} {table['time'].iloc[-1]:%B %Y}; dots are records.",
        alt=f"A stepped line from {table['time'].iloc[0]:%Y} to {table['time'].iloc[-1]:%B %Y}; "
        f"the highest is {top['people']} on {top['time'].day} {top['time']:%B %Y}.",
    )
    ax = fig.subplots()
    ax.fill_between(
        table["time"], table["people"], step="post", color=PROFESSIONAL, alpha=0.6, linewidth=0
    )
    ax.plot(table["time"], table["people"], drawstyle="steps-post", color=COLOURS["known"],
            linewidth=0.5)  # fmt: skip
    ax.plot(
        records["time"], records["people"], "o", color=COLOURS["known"], markersize=5,
        markeredgecolor="white", markeredgewidth=0.7, zorder=4,
    )  # fmt: skip
    for row in records.tail(3).itertuples():
        side, away = ("left", 5) if row.people == top["people"] else ("right", -5)
        ax.annotate(
            f"{row.people}", (row.time, row.people), (away, 2), textcoords="offset points", ha=side
        )
    if pd.notna(until):
        ax.axvspan(since, until, color="#222222", alpha=0.9, linewidth=0.8)
        ax.annotate(
            whose, (since, 1), (-5, -4), xycoords=("data", "axes fraction"), ha="right", va="top",
            textcoords="offset points", fontsize=7.5,
        )  # fmt: skip
    ax.set(xlabel="Date", ylabel="People in orbit", ylim=(0, 20), yticks=range(0, 21, 5))
    ax.set_xlim(*(table["time"].iloc[[0, -1]] + pd.to_timedelta([-400, 1200], unit="D")))
    ax.grid(axis="y")
    return fig  # fmt: skip


@show.figure
def exchanges(table: pd.DataFrame, craft: str) -> show.Figure:
    """Draw visit and wait of each exchange.

    Needs start, up, waited, visit_days, longer_days, is_for_visitors.
    """
    fig = show.Figure(
        (show.WIDE_IN[0], HEAD_IN + 0.34 * len(table)),
        caption="Each exchange: the visit above, the wait that went with it below.",
        note=f"In bold: the visit in {craft}." if (table["up"] == craft).any() else None,
        alt="Bars: "
        + "; ".join(
            f"{row.start.year}, visit of {row.visit_days:.0f} days, {row.waited} waited "
            f"{row.longer_days:.0f}"
            for row in table.itertuples()
        )
        + ".",
    )
    ax = fig.subplots()
    for place, row in enumerate(table.itertuples()):
        colour = VISITOR if row.is_for_visitors else PROFESSIONAL
        ax.barh(place - 0.2, row.visit_days, height=0.3, color=colour)
        ax.barh(place + 0.16, row.longer_days, height=0.3, color=COLOURS["known"])
    waited = [f"{row.waited}, {row.longer_days:.0f} days" for row in table.itertuples()]
    beside = [*zip(table["longer_days"], waited, strict=True)]
    below = [place + 0.16 for place in range(len(table))]
    write_beside(ax, table["longer_days"], waited, below, fontsize=7.5)
    names = [f"{row.start.year}  {row.up}" for row in table.itertuples()]
    ax.set(yticks=range(len(table)), yticklabels=names, xlabel="Days of visit and of waiting")
    for said, up in zip(ax.get_yticklabels(), table["up"], strict=True):
        said.set_fontweight("semibold" if up == craft else "normal")
    ax.set_ylim(len(table) - 0.5, -0.5)
    ax.set_xlim(0, max(days / max(0.3, 1 - LETTER * len(said)) for days, said in beside))
    _name_colours(
        fig,
        {"visit of visitors": VISITOR, "visit of professionals": PROFESSIONAL,
         "wait": COLOURS["known"]},
    )  # fmt: skip
    return fig  # fmt: skip


@show.figure
def training_by_course(table: pd.DataFrame) -> show.Figure:
    """Draw hours of training by subject: needs subject, low."""
    drawn = table.sort_values("low", ascending=False)
    is_sum = drawn["subject"].str.endswith("together")
    fig = show.Figure(
        (show.WIDE_IN[0], HEAD_IN + ROW_IN * len(drawn)),
        caption="Hours of the film crew's training by subject, as published.",
        alt="Bars: "
        + "; ".join(f"{row.subject} {row.low:.0f} hours" for row in drawn.itertuples())
        + ".",
        note="Hollow: given for two of the others together." if is_sum.any() else None,
    )
    ax = fig.subplots()
    ax.barh(
        drawn["subject"], drawn["low"], height=0.55, edgecolor=COLOURS["known"], linewidth=1,
        color=np.where(is_sum, "white", COLOURS["known"]),
    )  # fmt: skip
    write_beside(ax, drawn["low"], [f"{hours:.0f}" for hours in drawn["low"]])
    ax.invert_yaxis()
    ax.set(xlabel="Training (h)")
    return fig  # fmt: skip


def _name_colours(fig: show.Figure, colours: Mapping[str, str]) -> None:
    keys = [patches.Patch(facecolor=colour) for colour in colours.values()]
    fig.legend(keys, [*colours], loc="outside upper left", ncols=len(colours))


def _of_group(name: str) -> str:
    """Return the colour of a group of trips: that of whom it holds, if of one kind alone."""
    if "isitors" in name:
        return VISITOR
    return PROFESSIONAL if "professionals" in name else COLOURS["known"]
