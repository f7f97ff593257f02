"""When a film crew was where: launch, docking, undocking, landing, and who gives the times."""

import numpy as np
import pandas as pd

from analysis.claims import CITED, only, published
from analysis.constants import H_PER_DAY, MIN_PER_H
from analysis.flights import in_words

EVENTS = {
    "launch_time": "Launch",
    "docking_time": "Docking",
    "undocking_time": "Undocking",
    "landing_time": "Landing",
}
STATIONS = {"ISS": "International Space Station"}


def events(claims: pd.DataFrame, flights: pd.DataFrame, film: str) -> pd.DataFrame:
    """Return launch, docking, undocking and landing of the film crew, and who gives the time.

    The crew may come down in another craft than it went up in. `time` is the one with the best
    evidence: given to the second before given to the minute, then by confidence, then the
    catalogue of flights. `sources` counts all that give one, `spread_s` is how far they lie
    apart; a time given only to the minute is compared by the minute.
    """
    return _best(_times(claims, flights, film))


def farthest_time(claims: pd.DataFrame, flights: pd.DataFrame, film: str) -> pd.Series:
    """Return the published time that lies farthest from the one taken, NaN if all are alike.

    `apart_min` is in whole minutes, as some sources give no seconds.
    """
    told = _times(claims, flights, film)
    taken = _best(told).set_index("event")["time"]
    event = told["measure"].map(EVENTS).astype(str)
    used = pd.to_datetime([taken[name] for name in event], utc=True)
    apart = told["time"].dt.floor("min") - used.floor("min")
    apart_min = apart.abs().dt.total_seconds() / MIN_PER_H
    farthest = apart_min[apart_min > 0].nlargest(1).index
    known = told.loc[farthest].assign(apart_min=apart_min, event=event.str.lower())
    known = known.fillna({"note": "none."})
    columns = ["event", "apart_min", "said_by", "confidence", "note"]
    return pd.Series({name: only(known[name]) for name in columns}, dtype=object)


def stays(events: pd.DataFrame) -> pd.DataFrame:
    """Return how long the crew was in flight, docked, and in the ship before and after."""
    at = events.set_index("event")["time"]
    spans = {
        "In flight, launch to landing": ("Launch", "Landing"),
        "On the station, docking to undocking": ("Docking", "Undocking"),
        "In the ship, going up": ("Launch", "Docking"),
        "In the ship, coming down": ("Undocking", "Landing"),
    }
    known = {what: ends for what, ends in spans.items() if set(ends) <= set(at.index)}
    rows = [{"span": what, "time": at[until] - at[since]} for what, (since, until) in known.items()]
    table = pd.DataFrame(rows, columns=["span", "time"])
    hours = pd.to_timedelta(table["time"]).dt.total_seconds() / MIN_PER_H**2
    return table.assign(
        stay=[in_words(span) for span in table["time"]],
        stay_h=hours,
        stay_days=hours / H_PER_DAY,
    ).drop(columns="time")


def ends_on_board(events: pd.DataFrame) -> pd.DataFrame:
    """Return docking and undocking with who gives the time; one to the minute has no seconds."""
    ends = events[events["event"].isin(["Docking", "Undocking"])]
    times = [f"{time:%Y-%m-%d %H:%M:%S}".removesuffix(":00") for time in ends["time"]]
    return ends.assign(time=times)[["event", "craft", "time", "said_by", "source", "source_url"]]


def station(flights: pd.DataFrame, craft: str | None) -> str | float:
    """Return the name of the station to which a craft flew, in full; NaN of an unknown one."""
    flown = flights.loc[flights["craft"] == craft, "station"].dropna().unique()
    return STATIONS.get(flown[0], flown[0]) if len(flown) == 1 else np.nan


def crafts(claims: pd.DataFrame, film: str) -> tuple[str | None, str | None]:
    """Return the craft in which the film crew went up and the one in which it came down."""
    return _craft(claims, film, "crew_up"), _craft(claims, film, "crew_down")


def catalogued(flights: pd.DataFrame, craft: dict[str, str | None]) -> pd.DataFrame:
    """Return launch and landing as the catalogue of flights has them, in the form of claims."""
    rows = []
    for measure in ("launch_time", "landing_time"):
        found = flights[flights["craft"] == craft[measure]]
        for flight in found.to_dict("records"):
            rows.append(
                {
                    "measure": measure,
                    "subject": craft[measure],
                    "time": flight[measure],
                    "as_said": f"{flight[measure]:%Y-%m-%d %H:%M:%S}",
                    "said_by": "Jonathan McDowell",
                    "source": "GCAT and its catalogue of human spaceflight",
                    "source_url": "https://planet4589.org/space/astro/lists/missions.html",
                    "confidence": "high",
                    "claim_id": flight["flight_id"],
                    "stage": "report",
                }
            )
    columns = ["measure", "subject", "time", "as_said", *CITED]
    return pd.DataFrame(rows, columns=columns).astype({"time": "datetime64[ns, UTC]"})


def _times(claims: pd.DataFrame, flights: pd.DataFrame, film: str) -> pd.DataFrame:
    """Return every published time of an event of the film crew's craft, and the catalogue's."""
    up, down = crafts(claims, film)
    craft = dict(zip(EVENTS, [up, up, down, down], strict=True))
    told = published(claims, film, *EVENTS)
    told = told[told["subject"] == told["measure"].map(craft)]
    return pd.concat([told, catalogued(flights, craft)], ignore_index=True)


def _best(told: pd.DataFrame) -> pd.DataFrame:
    """Return the time of each event that has the best evidence, with what all times come to."""
    if told.empty:
        return told.assign(event="", craft="", sources=0, spread_s=np.nan)
    told = told.assign(_vague=told["time"].dt.second == 0)
    told["_doubt"] = told["confidence"].map({"high": 0, "medium": 1, "low": 2})
    best = told.sort_values(["_vague", "_doubt"], kind="stable").groupby("measure").head(1)
    apart = told.groupby("measure")[["time", "_vague"]].apply(_spread_s)
    return best.sort_values("time").assign(
        event=lambda t: t["measure"].map(EVENTS),
        craft=lambda t: t["subject"],
        sources=lambda t: t["measure"].map(told["measure"].value_counts()),
        spread_s=lambda t: t["measure"].map(apart),
    )[["event", "craft", "time", "sources", "spread_s", *CITED]]


def _spread_s(told: pd.DataFrame) -> float:
    """Return how far times lie apart: by the minute, and if that is nothing, to the second."""
    minutes = told["time"].dt.floor("min")
    exact = told.loc[~told["_vague"].astype(bool), "time"]
    by_minute = minutes.max() - minutes.min()
    spread = by_minute if by_minute or exact.empty else exact.max() - exact.min()
    return spread.total_seconds()


def _craft(claims: pd.DataFrame, film: str, measure: str) -> str | None:
    is_told = (claims["film"] == film) & (claims["measure"] == measure)
    told = claims[is_told & (claims["stage"] == "report")].sort_values(["as_of", "claim_id"])
    return None if told.empty else told["subject"].iloc[0]
