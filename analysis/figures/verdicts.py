"""Figures on whether a story is true: verdicts, figures against evidence, firsts, failures."""

import pandas as pd
from matplotlib import ticker

from analysis import show
from analysis.figures import COLOURS, HEAD_IN, PLATE, ROW_IN, TALL_ROW_IN, name_above, write_beside

VERDICT_COLOURS = {
    "holds": COLOURS["known"],
    "holds with a caveat": COLOURS["second"],
    "disputed": COLOURS["half failed"],
    "does not hold": COLOURS["failed"],
    "cannot be checked": COLOURS["quiet"],
}


@show.figure
def claims_by_verdict(table: pd.DataFrame) -> show.Figure:
    """Draw a square for each claim, a row for each verdict: needs verdict, claims."""
    fig = show.Figure(
        (show.WIDE_IN[0], 0.2 + 0.24 * len(table)),
        caption="The claims of the story by verdict, a square for each.",
        alt="Rows of squares: "
        + "; ".join(f"{row.verdict} {row.claims}" for row in table.itertuples())
        + ".",
    )
    ax = fig.subplots()
    for place, row in enumerate(table.itertuples()):
        ax.plot(
            range(row.claims),
            [place] * row.claims,
            "s",
            markersize=9,
            color=VERDICT_COLOURS[row.verdict],
        )
        ax.annotate(str(row.claims), (row.claims - 0.3, place), va="center", fontweight="semibold")
    ax.set(yticks=range(len(table)), yticklabels=table["verdict"], xticks=[])
    ax.set(xlim=(-0.8, max(20, table["claims"].max() + 1)), ylim=(len(table) - 0.5, -0.5))
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    return fig  # fmt: skip


@show.figure
def evidence_by_figure(table: pd.DataFrame) -> show.Figure:
    """Draw each figure stated in percent of the evidence: needs claim, stated, found, …."""
    rows = table.reset_index(drop=True)
    fig = show.Figure(
        (show.WIDE_IN[0], 0.55 + 0.31 * len(rows)),
        caption="Each figure of the story in percent of the evidence that counts.",
        alt="Figures in percent of the evidence: "
        + "; ".join(
            f"{row.claim.rstrip('.')}: stated {row.stated}, evidence {row.found}"
            for row in rows.itertuples()
        )
        + ".",
        note="Stroke: the evidence. Dots and bars: the story's figure in percent of it, a bar "
        "where the evidence is a range; beside them what the evidence has. A figure given as a "
        "bound, such as “less than”, stands where the bound is. Colours: the verdicts, as in "
        "[figure](#fig-claims-by-verdict).",
    )
    ax = fig.subplots()
    # Below each row's name, which a line from top to bottom would run through.
    ax.vlines([100] * len(rows), rows.index - 0.2, rows.index + 0.28, COLOURS["label"], linewidth=1)
    for place, row in enumerate(rows.itertuples()):
        ends = [row.of_high_percent, row.of_low_percent]
        colour = VERDICT_COLOURS[row.verdict]
        ax.plot(ends, [place, place], "o-", color=colour, linewidth=2.5)
        # A label that begins just left of the stroke would be crossed by it.
        is_close = ends[0] > 85 and ends[1] < 100
        look = {"offset_pt": -8, "ha": "right"} if is_close else {"offset_pt": 8}
        write_beside(ax, [ends[0] if is_close else ends[1]], [row.found], [place], **look)
    names = [f"{row.number}  {row.claim}" for row in rows.itertuples()]
    name_above(ax, names, bbox=PLATE)
    ax.set_xlabel("Figure of the story (% of the evidence)")
    ax.margins(x=0.18)
    return fig  # fmt: skip


@show.figure
def firsts_by_definition(table: pd.DataFrame) -> show.Figure:
    """Draw who was first when under each definition: needs first, holder, date, fits, …."""
    fig = show.Figure(
        (show.WIDE_IN[0], HEAD_IN + 0.3 + TALL_ROW_IN * len(table)),
        caption="Who was first in filming in space, by definition.",
        alt="Dots on a time axis: "
        + "; ".join(f"{row.first}, {row.holder}, {row.when}" for row in table.itertuples())
        + ".",
        note="Gold: the film of the story; blue: any other holder. Filled: a definition that fits "
        "the story's words; hollow: another first of filming in space.",
    )
    ax = fig.subplots()
    for place, row in enumerate(table.itertuples()):
        colour = COLOURS["subject" if row.is_the_film else "known"]
        face = colour if row.fits else "white"
        ax.plot(row.date, place, "o", color=colour, markerfacecolor=face, markersize=7)
        is_late = row.date.year > 2000
        ax.annotate(
            row.holder,
            (row.date, place),
            (-9 if is_late else 9, 0),
            ha="right" if is_late else "left",
            va="center",
            textcoords="offset points",
        )
    name_above(ax, table["first"])
    ax.set_xlabel("Date")
    ax.grid(axis="x")
    return fig  # fmt: skip


@show.figure
def failures_by_year(table: pd.DataFrame) -> show.Figure:
    """Draw failed and partly failed launches by year: needs year, failure, partial, success."""
    fig = show.Figure(
        (show.WIDE_IN[0], 2.5),
        caption="Launches of the film crew's state that failed, wholly or in part, by year.",
        alt="Stacked bars: "
        + "; ".join(
            f"{row.year} {row.failure} failed and {row.partial} in part"
            for row in table.itertuples()
        )
        + ".",
        note="Hollow: failed in part. Above each year, all its launches. The first "
        "and the last year are not whole.",
    )
    ax = fig.subplots()
    ax.bar(table["year"], table["failure"], color=COLOURS["failed"], width=0.6, label="failed")
    ax.bar(
        table["year"],
        table["partial"],
        bottom=table["failure"],
        color="white",
        edgecolor=COLOURS["failed"],
        width=0.6,
        label="failed in part",
    )
    top = table["failure"] + table["partial"]
    for year, height, total in zip(table["year"], top, top + table["success"], strict=True):
        ax.annotate(f"of {total}", (year, height), (0, 4), ha="center", textcoords="offset points")
    ax.set(xticks=table["year"], xlabel="Year", ylabel="Launches", ylim=(0, top.max() + 1))
    ax.yaxis.set_major_locator(ticker.MaxNLocator(integer=True))
    fig.legend(loc="outside upper left", ncols=2)
    return fig  # fmt: skip


@show.figure
def failure_rates(table: pd.DataFrame) -> show.Figure:
    """Draw the share of launches that failed, by state: needs state, failed_percent, …."""
    fig = show.Figure(
        (show.WIDE_IN[0], HEAD_IN + ROW_IN * len(table)),
        caption="Share of launches that failed in the same years, by state.",
        alt="Dots with intervals: "
        + "; ".join(
            f"{row.state} {row.failures} of {row.launches}, {row.failed_percent:.1f} %"
            for row in table.itertuples()
        )
        + ".",
        note="Dot: the share that failed. Bar: its 95 % credible interval. Blue: the film crew's "
        "state; grey: others.",
    )
    ax = fig.subplots()
    for place, row in enumerate(table.itertuples()):
        colour = COLOURS["known" if row.is_own else "doubtful"]
        ax.plot([row.low_percent, row.high_percent], [place, place], color=colour, linewidth=2)
        ax.plot(row.failed_percent, place, "o", color=colour)
    said = [f"{row.failures} of {row.launches}" for row in table.itertuples()]
    write_beside(ax, table["high_percent"], said, offset_pt=6)
    ax.set(yticks=range(len(table)), yticklabels=table["state"], xlabel="Launches that failed (%)")
    ax.set(xlim=(0, None), ylim=(len(table) - 0.5, -0.5))
    ax.margins(x=0.1)
    return fig  # fmt: skip
