"""What passes below: the ground track, the night side, places and countries."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from analysis.constants import CREW_WAKES_H, S_PER_DAY, S_PER_H, S_PER_MIN
from analysis.ground import Outline, distance_km, shares_percent
from analysis.light import ground_light, light, over_limb_deg, sun_below, sun_height_deg
from analysis.orbits import Floats, Track, below, local_solar_time_h, moments, point_below, turns
from analysis.shots import NEAR_KM
from analysis.windows import STEP_S, tips

DRAWN_TURNS = 3
FINE_STEP_S = 10.0


def drawn_span(track: Track, since_s: float, until_s: float) -> tuple[float, float]:
    """Return the span of three orbits from when the crew wakes on its first full day."""
    days_s = np.arange(since_s // S_PER_DAY, until_s // S_PER_DAY + 1) * S_PER_DAY
    wakes_s = days_s + CREW_WAKES_H * S_PER_H
    full = wakes_s[(wakes_s >= since_s) & (days_s >= since_s)]
    start_s = full[0] if len(full) and full[0] < until_s - S_PER_H else since_s
    going = np.arange(start_s, until_s, STEP_S)
    gone = turns(track, going)
    return start_s, float(going[np.searchsorted(gone, gone[0] + DRAWN_TURNS, "left") - 1])


def ground_track(track: Track, since_s: float, until_s: float, step_s: float) -> pd.DataFrame:
    """Return the points below a craft at even steps, with the light there and on the craft."""
    utc_s = np.arange(since_s, until_s + 1, step_s)
    position = track.position_at_km(utc_s)
    points = below(track, utc_s)
    longitude = points["longitude_deg"].to_numpy()
    sun_deg = sun_height_deg(points["latitude_deg"].to_numpy(), longitude, utc_s)
    return points.assign(
        time=points.index,
        solar_time_h=local_solar_time_h(longitude, sun_below(utc_s)[1]),
        sun_below_deg=sun_deg,
        ground=ground_light(sun_deg),
        craft=light(over_limb_deg(position, utc_s)),
    ).reset_index(drop=True)


def night_edge(utc_s: float) -> pd.DataFrame:
    """Return the line along which the Sun stands on the horizon: one latitude to a longitude.

    `is_dark_north` tells on which side of it the night lies.
    """
    latitude_deg, longitude_deg = sun_below(utc_s)
    longitudes = np.linspace(-180, 180, 181)
    edge = np.arctan(
        -np.cos(np.radians(longitudes - longitude_deg)) / np.tan(np.radians(latitude_deg))
    )
    return pd.DataFrame(
        {
            "longitude_deg": longitudes,
            "latitude_deg": np.degrees(edge),
            "is_dark_north": bool(latitude_deg < 0),
            "time": moments(utc_s),
        }
    )


def near_places(track: Track, places: pd.DataFrame, since_s: float, until_s: float) -> pd.DataFrame:
    """Return the places that come within 500 km of the ground track, by time of the closest point.

    A place may be passed on several orbits. `sun_deg` is the Sun's height there at that moment.
    """
    rows = []
    for place in places.itertuples():
        where = place.latitude_deg, place.longitude_deg
        closest_s, apart_km = _closest(track, *where, since_s, until_s)
        sun_deg = sun_height_deg(*where, closest_s)
        rows.append(
            pd.DataFrame(
                {
                    "place": place.name,
                    "kind": place.kind,
                    "time": moments(closest_s),
                    "distance_km": apart_km,
                    "sun_deg": sun_deg,
                    "ground": ground_light(sun_deg),
                    "latitude_deg": place.latitude_deg,
                    "longitude_deg": place.longitude_deg,
                }
            )
        )
    near = pd.concat(rows, ignore_index=True)
    return near[near["distance_km"] < NEAR_KM].sort_values("time", ignore_index=True)


def _closest(
    track: Track, latitude_deg: float, longitude_deg: float, since_s: float, until_s: float
) -> tuple[Floats, Floats]:
    """Return when a ground track comes closest to a place, and how close, dip by dip."""

    def apart_km(utc_s: Floats) -> Floats:
        return distance_km(*point_below(track, utc_s), latitude_deg, longitude_deg)

    utc_s = np.arange(since_s, until_s, STEP_S)
    apart = apart_km(utc_s)
    is_dip = (apart[1:-1] < apart[:-2]) & (apart[1:-1] <= apart[2:]) & (apart[1:-1] < 2 * NEAR_KM)
    closest_s = utc_s[1:-1][is_dip]
    for reach_s in (STEP_S, STEP_S / 8):
        # The square of a distance bends evenly, where the distance itself has a corner.
        around = np.clip(closest_s, since_s + reach_s, until_s - reach_s)
        closest_s = tips(lambda t: -(apart_km(t) ** 2), around, np.full(len(around), reach_s))
    return closest_s, apart_km(closest_s)


def countries(
    track: Track, outlines: Mapping[str, Outline], since_s: float, until_s: float
) -> pd.DataFrame:
    """Return how long each country lay straight below, the longest first."""
    utc_s = np.arange(since_s, until_s, FINE_STEP_S)
    points = below(track, utc_s)
    shares = shares_percent(
        dict(outlines), points["latitude_deg"].to_numpy(), points["longitude_deg"].to_numpy()
    )
    table = shares[shares > 0].drop("land", errors="ignore").rename_axis("country").reset_index()
    return table.assign(total_min=table["share_percent"] / 100 * (until_s - since_s) / S_PER_MIN)


def country_at(
    outlines: Mapping[str, Outline], latitude_deg: float, longitude_deg: float
) -> str | None:
    """Return the country whose outline holds a point, or None at sea."""
    where = np.array([latitude_deg]), np.array([longitude_deg])
    return next((name for name, outline in outlines.items() if outline.holds(*where)[0]), None)
