"""Figures on what a film took: stays, footage, minutes, ratios, sums."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib import lines, patches, ticker
from matplotlib.axes import Axes

from analysis import show
from analysis.figures import (
    COLOURS,
    HEAD_IN,
    ROW_IN,
    TALL_ROW_IN,
    bound_marker,
    date_ticks,
    name_above,
    write_beside,
)
from analysis.phrases import capitalized, in_a_row, notes
from analysis.show.tables import printed_column

STAYS: dict[str, dict[str, Any]] = {
    "visitor": {"facecolor": COLOURS["subject"]},
    "crew": {"facecolor": COLOURS["quiet"]},  # context: the others changed ships
    "stayed longer": {"facecolor": COLOURS["known"]},
}
ARROW = "an arrow: the source gives only a bound, and the figure lies on that side of it"
ARROW_ALONE = f"{capitalized(ARROW)}."
THOUSANDS = ticker.StrMethodFormatter("{x:,.10g}")


@show.figure
def stays_of_those_involved(table: pd.DataFrame) -> show.Figure:
    """Draw who was in orbit when: needs who, start, end, role (visitor, crew, stayed longer)."""
    words = {"visitor": "came down before their own ship", "crew": "came down in the same ship",
             "stayed longer": "came down after their own ship"}  # fmt: skip
    roles = [role for role in words if role in set(table["role"])]
    fig = show.Figure(
        (show.WIDE_IN[0], HEAD_IN + 0.58 * len(table)),
        caption="Who went up in which ship and came down in which: each bar is the stay in orbit "
        "of those named above it.",
        note=f"All {words[roles[0]]}." if len(roles) == 1 else None,
        alt="Time bars of the stays in orbit: "
        + "; ".join(f"{row.who} {row.stay_days:.0f} days" for row in table.itertuples())
        + ".",
    )
    ax = fig.subplots()
    for place, row in enumerate(table.itertuples()):
        ax.barh(place, row.end - row.start, left=row.start, height=0.4, **STAYS[row.role])
        ax.annotate(
            f"{row.who}  ·  up {row.up}, down {row.down}",
            (row.start, place),
            (0, 16),
            va="center",
            textcoords="offset points",
            color=COLOURS["label"],
            fontsize=7.5,
        )
    write_beside(ax, table["end"], [f"{days:,.0f} days" for days in table["stay_days"]])
    ax.set(yticks=[], ylim=(len(table) - 0.7, -0.75), xlabel="Date")
    ax.margins(x=0.09)
    date_ticks(ax)
    ax.spines["left"].set_visible(False)
    if len(roles) > 1:
        keys = [patches.Patch(**STAYS[role]) for role in roles]
        fig.legend(keys, [words[role] for role in roles], loc="outside upper left", ncols=3)
    return fig


@show.figure
def footage_as_published(table: pd.DataFrame) -> show.Figure:
    """Draw every published amount of footage: needs low_h, high_h, said_by, as_of, as_said."""
    return _as_published(
        table.assign(low=table["low_h"], high=table["high_h"]),
        "Footage shot (h)",
        "Every published figure for the footage brought back, by who said it.",
    )


@show.figure
def minutes_as_published(table: pd.DataFrame) -> show.Figure:
    """Draw every published length of the scenes used: needs low, high in minutes."""
    return _as_published(
        table,
        "Scenes from orbit in the finished film (min)",
        "Every published figure for the part of the film that was shot in orbit, by who said it "
        "and whether before or after the film was cut.",
    )


@show.figure
def shooting_ratio_by_source(table: pd.DataFrame) -> show.Figure:
    """Draw the shooting ratio under each pair of figures: needs ratio_low, ratio_high.

    A row for each length used, with what each amount of footage makes of it.
    """
    rows = table.rename(columns={"ratio_low": "low", "ratio_high": "high"}).assign(
        label=[f"{row.used} ({row.used_said_by})" for row in table.itertuples()],
        said=lambda t: [
            (f"{low:.0f}" if round(low) == round(high) else f"{low:.0f} to {high:.0f}")
            + f" from {footage_h:.0f} h"
            for low, high, footage_h in zip(t["low"], t["high"], t["footage_h"], strict=True)
        ],
        colour=[
            COLOURS["doubtful"] if doubt == "low" else _stage_colour(stage)
            for doubt, stage in zip(table["footage_confidence"], table["stage"], strict=True)
        ],
    )
    return _ranges(
        rows,
        "Shooting ratio (minutes shot per minute used)",
        "The shooting ratio under each pair of published figures: footage divided by minutes used.",
    )


@show.figure
def share_by_module(table: pd.DataFrame) -> show.Figure:
    """Draw where the film was shot: needs subject, low, as_said and said_by."""
    fig = show.Figure(
        (show.WIDE_IN[0], HEAD_IN + ROW_IN * len(table)),
        caption="Where on the station the film was shot, according to "
        f"{in_a_row(table['said_by'].unique())}.",
        alt="Bars: "
        + "; ".join(f"{row.subject} {row.as_said}" for row in table.itertuples())
        + ".",
    )
    ax = fig.subplots()
    ax.barh(table["subject"], table["low"], height=0.55, color=COLOURS["known"])
    write_beside(ax, table["low"], table["as_said"])
    ax.invert_yaxis()
    ax.set(xlabel="Share of the shooting (%)", xlim=(0, 100))
    return fig


@show.figure
def budget_as_published(table: pd.DataFrame, currency: str) -> show.Figure:
    """Draw each published budget at the rate of its day, of the launch day, and in real terms.

    A sum that was said in `currency` needs no rate: where two ways give one sum, one is drawn.
    """
    suffix = f"_mln_{currency.lower()}"
    views = {
        "at_rate_when_said": ("at the rate when it was said", "o", "known", True),
        "at_launch_rate": ("at the rate of the launch day", "s", "label", True),
        "real_by_ru_prices": ("real, by Russian prices", "o", "Russia", False),
        "real_by_us_prices": ("real, by American prices", "s", "United States", False),
    }
    columns = [view + suffix for view in views]
    is_same = np.isclose(table[columns[0]], table[columns[1]])
    fig = show.Figure(
        (show.WIDE_IN[0], HEAD_IN + 0.35 + TALL_ROW_IN * len(table)),
        caption=f"Each published budget in {currency}: as it was said, at the rate of that day or "
        "of the launch day, and in real terms, by Russian or by American prices.",
        note=_budget_key(table, currency, bool(is_same.any())),
        alt="Markers: "
        + "; ".join(
            f"{row.label} {row.least:.3g} to {row.most:.3g} million {currency}"
            for row in table.assign(
                label=_labels(table),
                least=table[columns].min(axis=1),
                most=table[columns].max(axis=1),
            ).itertuples()
        )
        + ".",
    )
    ax = fig.subplots()
    places = range(len(table))
    ax.hlines(
        places, table[columns].min(axis=1), table[columns].max(axis=1), color="#b8bec6", linewidth=1
    )
    keys = []
    for view, (name, shape, meaning, is_filled) in views.items():
        edge = COLOURS[meaning]
        face = edge if is_filled else "white"
        look: dict[str, Any] = {"markeredgecolor": edge, "markerfacecolor": face, "linestyle": ""}
        _draw_sums(
            ax, table, table[view + suffix].mask(is_same & (view == "at_launch_rate")), shape, look
        )
        keys.append(lines.Line2D([], [], marker=shape, label=name, **look))
    ax.set(xlabel=f"Million {currency}")
    name_above(ax, _labels(table, said=True))
    ax.grid(axis="x")
    fig.legend(handles=keys, loc="outside upper left", ncols=2)
    ax.xaxis.set_major_formatter(THOUSANDS)
    return fig


@show.figure
def film_and_ride(table: pd.DataFrame, currency: str) -> show.Figure:
    """Draw what film and ride cost: needs what, at_launch_rate_mln_…, basis."""
    column = f"at_launch_rate_mln_{currency.lower()}"
    said = _hedges(table) + pd.Series(printed_column(table[column]), index=table.index)
    fig = show.Figure(
        (show.WIDE_IN[0], HEAD_IN + TALL_ROW_IN * len(table)),
        caption="The film's budget beside what its ride may have been worth, and beside what "
        "others guessed.",
        note="Blue: published; teal: derived here; grey: an estimate.",
        alt="Bars: "
        + "; ".join(
            f"{what} {sum_} million {currency}"
            for what, sum_ in zip(table["what"], said, strict=True)
        )
        + ".",
    )
    ax = fig.subplots()
    colours = {
        "published": COLOURS["known"],
        "derived": COLOURS["planned"],
        "estimate": COLOURS["quiet"],
    }
    places = range(len(table))
    ax.barh(places, table[column], height=0.3, color=table["basis"].map(colours))
    write_beside(ax, table[column], said + " · " + table["basis"], offset_pt=7)
    name_above(ax, table["what"])
    ax.margins(x=0.2)
    ax.set(xlabel=f"Million {currency}", xlim=(0, None))
    ax.xaxis.set_major_formatter(THOUSANDS)
    return fig


def _draw_sums(
    ax: Axes, table: pd.DataFrame, millions: pd.Series, shape: str, look: dict[str, Any]
) -> None:
    """Mark one sum a row where it is known, by an arrow where it is only a bound."""
    markers = np.array([bound_marker(row.low, row.high, shape) for row in table.itertuples()])
    for marker in sorted(set(markers)):
        is_drawn = (markers == marker) & millions.notna()
        if is_drawn.any():
            ax.plot(millions[is_drawn], np.flatnonzero(is_drawn), marker=marker, **look)


def _as_published(table: pd.DataFrame, xlabel: str, caption: str) -> show.Figure:
    colours = [
        COLOURS["doubtful"] if row.confidence == "low" else _stage_colour(row.stage)
        for row in table.itertuples()
    ]
    rows = table.assign(label=_labels(table), said=table["as_said"], colour=colours)
    return _ranges(rows, xlabel, caption)


def _ranges(rows: pd.DataFrame, xlabel: str, caption: str) -> show.Figure:
    """Draw the ranges of each label on a row, named with it and with their values."""
    names = rows.groupby("label", sort=False)["said"].agg(", ".join)
    drawn = rows.assign(
        left=rows["low"].fillna(rows["high"]), right=rows["high"].fillna(rows["low"])
    )
    fig = show.Figure(
        (show.WIDE_IN[0], HEAD_IN + TALL_ROW_IN * len(names)),
        caption=caption,
        alt=f"{xlabel}: " + "; ".join(f"{label} {said}" for label, said in names.items()) + ".",
        note=_key(rows),
    )
    ax = fig.subplots()
    for place, row in zip(names.index.get_indexer(drawn["label"]), drawn.itertuples(), strict=True):
        marker = bound_marker(row.low, row.high, "o")
        face = "white" if row.colour == COLOURS["planned"] else row.colour
        ax.plot(
            [row.left, row.right],
            [place, place],
            color=row.colour,
            marker=marker,
            linewidth=2.5,
            markerfacecolor=face,
            markeredgewidth=1.4,
        )
    ax.set(xlabel=xlabel, xlim=(0, drawn["right"].max() * 1.05))
    name_above(ax, names.index + ": " + names)
    return fig


def _labels(table: pd.DataFrame, said: bool = False) -> list[str]:
    """Return who said it and in which month; the day where labels would be alike."""
    labels, dated = (
        pd.Series(
            [
                ", ".join(filter(None, [row.said_by, when(row.as_of), *_sum(row)[: 2 * said]]))
                for row in table.itertuples()
            ],
            dtype=object,
        )
        for when in (_month, _day)
    )
    return labels.mask(labels.duplicated(keep=False), dated).tolist()


def _sum(row: Any) -> list[str]:
    """Return what was said, that it is a plan, and that it is of low confidence."""
    doubt = "low confidence" if row.confidence == "low" else ""
    return [row.as_said, ", ".join(filter(None, ["a plan" * (row.stage == "plan"), doubt]))]


def _hedges(table: pd.DataFrame) -> pd.Series:
    """Return the words before each figure as it was said, such as "more than "."""
    return table["as_said"].str.extract(r"^(\D*)", expand=False)


def _month(when: str) -> str:
    """Return 2021-10-19 as Oct 2021."""
    if not isinstance(when, str):
        return ""
    return when if len(when) == len("YYYY") else pd.Timestamp(when).strftime("%b %Y")


def _day(when: str) -> str:
    """Return 2021-10-19 as 19 Oct 2021."""
    is_day = isinstance(when, str) and len(when) == len("YYYY-MM-DD")
    return f"{pd.Timestamp(when):%-d %b %Y}" if is_day else _month(when)


def _stage_colour(stage: str) -> str:
    return COLOURS["known" if stage == "report" else "planned"]


def _key(rows: pd.DataFrame) -> str:
    names = {
        COLOURS["known"]: "Blue, filled: said after the fact",
        COLOURS["planned"]: "teal, hollow: a plan or a forecast",
        COLOURS["doubtful"]: "grey: low confidence",
    }
    said = [names[c] for c in names if c in set(rows["colour"])]
    return "; ".join([*said, *[ARROW] * _has_bounds(rows)]) + "."


def _budget_key(table: pd.DataFrame, currency: str, is_one_mark: bool) -> str | None:
    said = [f"A sum said in {currency} needs no rate: the first two are one mark."] * is_one_mark
    undated = table[f"at_rate_when_said_mln_{currency.lower()}"].isna().any()
    said += ["A source without a date has no rate of its day."] * bool(undated)
    said += [ARROW_ALONE] * _has_bounds(table)
    return notes(*said)


def _has_bounds(table: pd.DataFrame) -> bool:
    return bool(table[["low", "high"]].isna().any(axis=None))
