"""The world with a ground track on it, the night side, coasts and places."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from analysis import show
from analysis.figures import COLOURS

Box = tuple[float, float, float, float]  # west, south, east, north
Side = tuple[int, int]  # east or west of a dot, above or below it
EDGES = (-180, 180, -62, 76)
LETTER_DEG, LINE_DEG, DOT_DEG = 2.7, 5.2, 1.6  # on the map, at the size it is printed in
SIDES: tuple[Side, ...] = (
    (1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (1, -1), (-1, 1), (-1, -1),
)  # fmt: skip


@show.figure
def ground_track(
    track: pd.DataFrame,
    coasts: pd.DataFrame,
    places: pd.DataFrame,
    near: pd.DataFrame,
    edge: pd.DataFrame,
    place: str,
) -> show.Figure:
    """Draw the ground track on the world: needs time, longitude_deg, latitude_deg, craft.

    `coasts` and `places` are the tables of data/; `near` are the places that are named; `edge` is
    the line between the day and the night side at a `time`; `place` is the one asked about.
    """
    start = track["time"].iloc[0]
    fig = show.Figure(
        (show.WIDE_IN[0], 2.78),
        caption=f"The ground track from {start:%H:%M} to "
        f"{track['time'].iloc[-1]:%H:%M} UTC on {start.day} {start:%b %Y}. On the darker side "
        f"it is night at {edge['time'].iloc[0]:%H:%M} UTC; the [table](#tbl-near) has the "
        "Sun at each passage.",
        note="Solid: the station is in the light; dotted: in the Earth's shadow. Dots: places in "
        f"the data; named: {place}, in gold, and those within 500 km of the track, where there is "
        "room. Arrows point the way.",
        alt=f"World map with {len(near)} passages near places on the track: "
        + ", ".join(near["place"].unique())
        + ".",
    )
    ax = fig.subplots()
    ax.set_facecolor(COLOURS["day side"])
    pole = 90 if edge["is_dark_north"].iloc[0] else -90
    ax.fill_between(
        edge["longitude_deg"], edge["latitude_deg"], pole, color=COLOURS["night side"], linewidth=0
    )
    for _, line in coasts.groupby("line_id"):
        ax.plot(line["longitude_deg"], line["latitude_deg"], color="#9aa4ae", linewidth=0.5)
    pieces = _pieces(track)
    for is_lit, piece in pieces:
        ax.plot(
            piece["longitude_deg"],
            piece["latitude_deg"],
            color=COLOURS["known"] if is_lit else COLOURS["umbra"],
            linestyle="-" if is_lit else (0, (1, 1.2)),
            linewidth=1.6,
        )
        _arrow(ax, piece)
    ax.plot(
        places["longitude_deg"], places["latitude_deg"], "o", markersize=1.8,
        color=COLOURS["doubtful"],
    )  # fmt: skip
    asked = places[places["name"] == place].rename(columns={"name": "place"})
    named = pd.concat([asked, near]).drop_duplicates("place")
    for row, (across, up) in _names(named, places, _drawn([piece for _, piece in pieces])):
        ax.plot(
            row.longitude_deg, row.latitude_deg, "o", markersize=3.6,
            color=COLOURS["subject" if row.place == place else "doubtful"],
            markeredgecolor="white", markeredgewidth=0.5,
        )  # fmt: skip
        ax.annotate(
            _name(row), (row.longitude_deg, row.latitude_deg), (4 * across, 6 * up - 0.5),
            textcoords="offset points", fontsize=7, va="center",
            ha={1: "left", -1: "right", 0: "center"}[across],
        )  # fmt: skip
    ax.set(
        xlim=EDGES[:2], ylim=EDGES[2:], aspect="equal", xticks=range(-180, 181, 60),
        yticks=range(-60, 61, 30), xlabel="Longitude (° east)", ylabel="Latitude (° north)",
    )  # fmt: skip
    return fig


def _pieces(track: pd.DataFrame) -> list[tuple[bool, pd.DataFrame]]:
    """Return the track in pieces, all lit or all in the shadow, none across the map's edge."""
    lit = track["craft"] != "umbra"
    jumps = track["longitude_deg"].diff().abs() > 180
    number = (jumps | (lit != lit.shift())).cumsum()
    # Each piece reaches to the first point of the next, unless that lies across the edge.
    pieces = []
    for _, piece in track.groupby(number):
        following = track.loc[piece.index[-1] + 1 :].head(1)
        joins = len(following) and not jumps[following.index[0]]
        pieces.append(
            (bool(lit[piece.index[0]]), pd.concat([piece, following]) if joins else piece)
        )
    return pieces


def _arrow(ax: Axes, piece: pd.DataFrame) -> None:
    if len(piece) < 12:
        return
    here, there = piece.iloc[len(piece) // 2 : len(piece) // 2 + 2].itertuples()
    ax.annotate(
        "", (there.longitude_deg, there.latitude_deg), (here.longitude_deg, here.latitude_deg),
        arrowprops={
            "arrowstyle": "-|>", "color": COLOURS["known"], "linewidth": 0, "mutation_scale": 9
        },
    )  # fmt: skip


def _drawn(pieces: list[pd.DataFrame]) -> pd.DataFrame:
    """Return points on the lines of a track, closer together than a letter is wide."""
    where = ["longitude_deg", "latitude_deg"]
    fine = [np.arange(0, len(piece) - 1, 0.25) for piece in pieces]
    return pd.concat(
        pd.DataFrame({name: np.interp(at, range(len(piece)), piece[name]) for name in where})
        for at, piece in zip(fine, pieces, strict=True)
    )


def _names(near: pd.DataFrame, places: pd.DataFrame, drawn: pd.DataFrame) -> list[tuple[Any, Side]]:
    """Return the places whose names have room, with the side: over no dot, no name, no `drawn`."""
    dots = pd.concat([places, near])[["longitude_deg", "latitude_deg"]].drop_duplicates()
    taken: list[Box] = []
    named = []
    for row in near.itertuples():
        for side in SIDES:
            box = _box(row, side)
            if _is_free(box, dots, taken) and not _holds(box, drawn).any():
                taken.append(box)
                named.append((row, side))
                break
    return named


def _box(row: Any, side: Side) -> Box:
    """Return west, south, east and north of a name that stands on one side of its dot."""
    across, up = side
    width, gap = LETTER_DEG * len(_name(row)), LINE_DEG / 2
    west = row.longitude_deg + {1: gap, -1: -gap - width, 0: -width / 2}[across]
    south = row.latitude_deg - LINE_DEG / 2 + up * LINE_DEG
    return west, south, west + width, south + LINE_DEG


def _is_free(box: Box, dots: pd.DataFrame, taken: list[Box]) -> bool:
    west, south, east, north = box
    on_map = EDGES[0] < west and east < EDGES[1] and EDGES[2] < south and north < EDGES[3]
    covers = _holds((west - DOT_DEG, south - DOT_DEG, east + DOT_DEG, north + DOT_DEG), dots)
    clash = any(west < e and w < east and south < n and s < north for w, s, e, n in taken)
    return on_map and not covers.any() and not clash


def _holds(box: Box, points: pd.DataFrame) -> pd.Series:
    """Return which points lie in a box."""
    west, south, east, north = box
    inside = points["longitude_deg"].between(west, east)
    return inside & points["latitude_deg"].between(south, north)


def _name(row: Any) -> str:
    return str(row.place).split(",")[0]
