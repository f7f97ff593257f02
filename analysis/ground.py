"""What lies below: land or sea, and which country.

An outline is a set of lines. A point is inside when a ray along its meridian to the North Pole,
which lies in the sea, meets the lines an odd number of times; so lines that are cut at the
antimeridian need not be closed.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.constants import EARTH_MEAN_RADIUS_KM
from analysis.orbits import Floats, zenith

STEP_DEG = 0.05  # between meridians, 6 km at the equator: finer than the coastlines
_COLUMNS = round(360 / STEP_DEG)
_STRIDE = 1000.0  # keeps the latitudes of one meridian apart from those of the next


@dataclass(frozen=True)
class Outline:
    """Where the lines of an outline cross each of 7,200 meridians, sorted."""

    crossings: Floats  # meridian × 1000 + latitude
    ends: NDArray[np.intp]  # of each meridian among them

    def holds(self, latitude_deg: Floats, longitude_deg: Floats) -> NDArray[np.bool_]:
        """Return whether points lie inside."""
        column = ((longitude_deg + 180) / STEP_DEG).astype(int) % _COLUMNS
        south = np.searchsorted(self.crossings, column * _STRIDE + latitude_deg)
        return (self.ends[column] - south) % 2 == 1


def outline(lines: pd.DataFrame) -> Outline:
    """Return the outline that lines make: line_id, longitude_deg, latitude_deg in their order."""
    line = lines["line_id"].to_numpy()
    longitude = (lines["longitude_deg"].to_numpy("float64") + 180) / STEP_DEG - 0.5
    latitude = lines["latitude_deg"].to_numpy("float64")
    is_step = np.flatnonzero(line[1:] == line[:-1])
    west = np.where(longitude[is_step] < longitude[is_step + 1], is_step, is_step + 1)
    east = 2 * is_step + 1 - west
    first = np.ceil(longitude[west]).astype(int)
    # A line that ends on a meridian leaves it to the next one, so that it counts once.
    number = np.ceil(longitude[east]).astype(int) - first
    step = np.repeat(np.arange(len(is_step)), number)
    column = np.arange(len(step)) - np.repeat(np.cumsum(number) - number, number) + first[step]
    share = (column - longitude[west[step]]) / (longitude[east[step]] - longitude[west[step]])
    crossing = latitude[west[step]] + share * (latitude[east[step]] - latitude[west[step]])
    crossings = np.sort(column * _STRIDE + crossing)
    ends = np.searchsorted(crossings, (np.arange(_COLUMNS) + 0.5) * _STRIDE)
    return Outline(crossings, ends)


def outlines(borders: pd.DataFrame) -> dict[str, Outline]:
    """Return the outline of each country."""
    return {name: outline(lines) for name, lines in borders.groupby("country")}


def distance_km(
    latitude_deg: Floats, longitude_deg: Floats, to_latitude_deg: float, to_longitude_deg: float
) -> Floats:
    """Return distances along the ground, on a sphere with the mean radius of the Earth.

    >>> round(float(distance_km(0.0, 0.0, 0.0, 90.0)))  # a quarter of the equator
    10008
    """
    cosine = zenith(latitude_deg, longitude_deg) @ zenith(to_latitude_deg, to_longitude_deg)
    return EARTH_MEAN_RADIUS_KM * np.arccos(np.clip(cosine, -1, 1))


def shares_percent(
    outlines: dict[str, Outline], latitude_deg: Floats, longitude_deg: Floats
) -> pd.Series:
    """Return the share of the points that lies in each outline, the largest first."""
    held = {
        name: 100 * outline.holds(latitude_deg, longitude_deg).mean()
        for name, outline in outlines.items()
    }
    return pd.Series(held, name="share_percent").sort_values(ascending=False, kind="stable")
