"""Who flew in which craft, from when to when."""

import numpy as np
import pandas as pd

ROLES = {-1: "visitor", 0: "crew", 1: "stayed longer"}


def stays_of_those_involved(
    crews: pd.DataFrame,
    people: pd.DataFrame,
    flights: pd.DataFrame,
    up: str | None,
    down: str | None,
) -> pd.DataFrame:
    """Return everyone's stay who went up or came down in the film crew's two ships.

    `role`: a visitor went up in `up` and came down in `down`; one who stayed longer did the
    reverse; the rest went up and came down in one ship. `longer_days` is against a return in
    the ship in which one went up. People of one role and ship share a row.
    """
    known = flights.set_index("flight_id")
    ours = known.index[known["craft"].isin([up, down])]
    stays = crews[crews["up_flight_id"].isin(ours) & crews["down_flight_id"].isin(ours)]
    stays = stays.merge(people[["person_id", "name", "surname"]], on="person_id", validate="m:1")
    stays = stays.assign(name=stays["name"].str.split().str[0] + " " + stays["surname"])
    rows = []
    for (went, came), group in stays.groupby(["up_flight_id", "down_flight_id"], sort=False):
        start, end = known.loc[went, "launch_time"], known.loc[came, "landing_time"]
        later = end - known.loc[went, "landing_time"]
        rows.append(
            {
                "who": ", ".join(group.sort_values("surname")["name"]),
                "people": len(group),
                "role": ROLES[int(np.sign(later.total_seconds()))],
                "up": known.loc[went, "craft"],
                "down": known.loc[came, "craft"],
                "start": start,
                "end": end,
                "stay": in_words(end - start),
                "stay_days": (end - start) / pd.Timedelta(days=1),
                "longer_days": max(later / pd.Timedelta(days=1), 0.0),
            }
        )
    columns = [
        "who",
        "people",
        "role",
        "up",
        "down",
        "start",
        "end",
        "stay",
        "stay_days",
        "longer_days",
    ]
    return pd.DataFrame(rows, columns=columns).sort_values(["start", "end"], ignore_index=True)


def visitors(involved: pd.DataFrame) -> int:
    """Return how many went up in the one ship and came down in the other for the film."""
    return int(involved.loc[involved["role"] == "visitor", "people"].sum())


def in_words(span: pd.Timedelta) -> str:
    """Return a span as 11 d 12 h 51 min, rounded to the minute.

    >>> in_words(pd.Timedelta(days=11, hours=19, minutes=40, seconds=42))
    '11 d 19 h 41 min'
    """
    parts = pd.Timedelta(span).round("min").components
    days = f"{parts.days} d " if parts.days else ""
    return f"{days}{parts.hours} h {parts.minutes} min"
