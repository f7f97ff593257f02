"""The world with a ground track on it, the night side, coasts and places."""

import pandas as pd
from matplotlib.axes import Axes

from analysis import show
from analysis.figures import COLOURS, HALO


@show.figure
def ground_track(
    track: pd.DataFrame,
    coasts: pd.DataFrame,
    places: pd.DataFrame,
    near: pd.DataFrame,
    edge: pd.DataFrame,
) -> show.Figure:
    """Draw the ground track on the world: needs time, longitude_deg, latitude_deg, craft.

    `coasts` and `places` are the tables of data/; `near` are the places that are named; `edge` is
    the line between the day and the night side at a `time`.
    """
    start = track["time"].iloc[0]
    fig = show.Figure(
        (show.WIDE_IN[0], 3.1),
        caption=f"The ground track from {start:%H:%M} to "
        f"{track['time'].iloc[-1]:%H:%M} UTC on {start.day} {start:%b %Y}. On the shaded side "
        f"it is night at {edge['time'].iloc[0]:%H:%M} UTC.",
        note="Solid: the station is in the light; dotted: in the Earth's shadow. Dots: places in "
        "the data; named: those within 500 km of the track, where there is room. Arrows point the "
        "way.",
        alt=f"World map with {len(near)} passages near places on the track: "
        + ", ".join(near["place"].unique())
        + ".",
    )
    ax = fig.subplots()
    pole = 90 if edge["is_dark_north"].iloc[0] else -90
    ax.fill_between(
        edge["longitude_deg"], edge["latitude_deg"], pole, color=COLOURS["night side"], linewidth=0
    )
    for _, line in coasts.groupby("line_id"):
        ax.plot(line["longitude_deg"], line["latitude_deg"], color="#9aa4ae", linewidth=0.5)
    for is_lit, piece in _pieces(track):
        ax.plot(
            piece["longitude_deg"],
            piece["latitude_deg"],
            color=COLOURS["report"] if is_lit else COLOURS["umbra"],
            linestyle="-" if is_lit else (0, (1, 1.2)),
            linewidth=1.6,
        )
        _arrow(ax, piece)
    ax.plot(
        places["longitude_deg"], places["latitude_deg"], "o", markersize=1.8,
        color=COLOURS["forecast"],
    )  # fmt: skip
    for row in _apart(near.drop_duplicates("place")).itertuples():
        ax.plot(
            row.longitude_deg, row.latitude_deg, "o", markersize=3.6, color=COLOURS["forecast"],
            markeredgecolor="white", markeredgewidth=0.5,
        )  # fmt: skip
        is_east = row.longitude_deg > 120
        ax.annotate(
            row.place.split(",")[0], (row.longitude_deg, row.latitude_deg),
            (-4 if is_east else 4, -0.5), textcoords="offset points", fontsize=6.5,
            ha="right" if is_east else "left", va="center", path_effects=[HALO],
        )  # fmt: skip
    ax.set(
        xlim=(-180, 180), ylim=(-62, 76), aspect="equal", xticks=range(-180, 181, 60),
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
            "arrowstyle": "-|>", "color": COLOURS["report"], "linewidth": 0, "mutation_scale": 9
        },
    )  # fmt: skip


def _apart(near: pd.DataFrame) -> pd.DataFrame:
    """Return the places whose names have room: none closer than a label to one before it."""
    kept: list[int] = []
    for row in near.itertuples():
        clash = any(
            abs(row.longitude_deg - near.loc[other, "longitude_deg"]) < 26
            and abs(row.latitude_deg - near.loc[other, "latitude_deg"]) < 5
            for other in kept
        )
        if not clash:
            kept.append(row.Index)
    return near.loc[kept]
