"""Passes over places: rise, culmination, set, and the light at the place and on the craft.

All places are searched together: a minute's steps of the track against the plane of each horizon
is one product of matrices, and only the moments near a horizon are looked at more closely.
"""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.constants import CREW_SLEEPS_H, CREW_WAKES_H, MIN_PER_H, S_PER_MIN, TWILIGHT_DEG
from analysis.light import ground_light, light, over_limb_deg, sun_height_deg
from analysis.orbits import M_PER_KM, Floats, Track, fixed_km, moments, place_km, seconds, zenith
from analysis.phrases import part
from analysis.windows import STEP_S, crossings, tips

CELLS = 4_000_000  # moments times places held at once, some 100 MB
NEAR_KM = 10.0  # a craft that culminates between two steps was seen this little below the horizon
CONTACT_DEG = 10.0


def passes(
    track: Track,
    places: pd.DataFrame,
    since_s: float,
    until_s: float,
    above_deg: float = CONTACT_DEG,
) -> pd.DataFrame:
    """Return every pass above an elevation over every place, by place and time.

    `places` has place_id, latitude_deg, longitude_deg and elevation_m (sea level where missing).
    The columns: place_id, rise_s, top_s, set_s (utc_s), highest_deg. A pass that is under way at
    either end is cut there.
    """
    utc_s = np.linspace(since_s, until_s, max(3, int((until_s - since_s) / STEP_S) + 2))
    positions = fixed_km(track.position_at_km(utc_s), utc_s)
    at_once = max(1, CELLS // len(utc_s))
    firsts = range(0, max(1, len(places)), at_once)
    chunks = [places.iloc[first : first + at_once] for first in firsts]
    found = pd.concat(
        [
            _Search(track, chunk, utc_s, positions, above_deg)
            .found()
            .assign(place_id=lambda t, chunk=chunk: chunk["place_id"].to_numpy()[t["place"]])
            for chunk in chunks
        ],
        ignore_index=True,
    )
    return found[["place_id", "rise_s", "top_s", "set_s", "highest_deg"]]


def described(
    passes: pd.DataFrame, places: pd.DataFrame, track: Track, uncertainty: pd.DataFrame
) -> pd.DataFrame:
    """Return passes as a crew reads them: times, minutes, light on the ground and on the craft.

    `sun_deg` is the Sun's height at the place at culmination; `shows` tells a pass that can be
    seen by eye from the ground: dusk or night there, sunlight on the craft. `error_s` is how
    early or late a pass may likely come, `other_s` how far away in time the prediction lies that
    is not in use, both from `uncertainty` (time, along_s, other_s).
    """
    known = places.set_index("place_id").loc[passes["place_id"]]
    top_s = passes["top_s"].to_numpy()
    position = track.position_at_km(top_s)
    sun_deg = sun_height_deg(
        known["latitude_deg"].to_numpy("float64"), known["longitude_deg"].to_numpy("float64"), top_s
    )
    craft = light(over_limb_deg(position, top_s))
    return pd.DataFrame(
        {
            "place": known["name"].to_numpy(),
            "rise": moments(passes["rise_s"]),
            "top": moments(top_s),
            "set": moments(passes["set_s"]),
            "top_at": moments(top_s).strftime("%H:%M:%S"),
            "set_at": moments(passes["set_s"]).strftime("%H:%M:%S"),
            "length_min": (passes["set_s"] - passes["rise_s"]) / S_PER_MIN,
            "highest_deg": passes["highest_deg"],
            "sun_deg": sun_deg,
            "ground": ground_light(sun_deg),
            "craft": craft,
            "shows": (sun_deg < -TWILIGHT_DEG) & (craft == "sunlight"),
            "error_s": _at(uncertainty, "along_s", top_s),
            "other_s": _at(uncertainty, "other_s", top_s),
        }
    )


def counts(described: pd.DataFrame) -> pd.Series:
    """Return how many passes come by day, in the crew's night, in sunlight, to be seen; or NaN."""
    hour = described["top"].dt.hour + described["top"].dt.minute / MIN_PER_H
    found = {
        "passes": len(described),
        "by_day": int((described["sun_deg"] > 0).sum()),
        "asleep": int(((hour < CREW_WAKES_H) | (hour >= CREW_SLEEPS_H)).sum()) or "none",
        "sunlit": part(int(described["craft"].eq("sunlight").sum()), len(described)),
        "shows": int(described["shows"].sum()) or "none",
    }
    return pd.Series(found if len(described) else dict.fromkeys(found, np.nan), dtype=object)


def spans(passes: pd.DataFrame) -> Floats:
    """Return the spans of the passes over one place."""
    return passes[["rise_s", "set_s"]].to_numpy("float64").reshape(-1, 2)


def _at(uncertainty: pd.DataFrame, column: str, utc_s: Floats) -> Floats:
    return np.interp(utc_s, seconds(uncertainty["time"]), uncertainty[column].astype(float))


class _Search:
    """The passes over some places: runs of steps in which a craft is near or over a horizon."""

    def __init__(
        self, track: Track, places: pd.DataFrame, utc_s: Floats, positions: Floats, above_deg: float
    ) -> None:
        latitude, longitude, height_m = (
            places[column].fillna(0).to_numpy("float64")
            for column in ("latitude_deg", "longitude_deg", "elevation_m")
        )
        stands, up = place_km(latitude, longitude, height_m / M_PER_KM), zenith(latitude, longitude)
        over_km = up @ positions.T - (stands * up).sum(-1)[:, None]
        place, self.cell = np.nonzero(over_km > -NEAR_KM)
        is_first = np.r_[True, (np.diff(self.cell) != 1) | (np.diff(place) != 0)][: len(place)]
        self.first, self.run = np.flatnonzero(is_first), np.cumsum(is_first) - 1
        self.track, self.utc_s, self.level = track, utc_s, np.sin(np.radians(above_deg))
        sight_km = np.linalg.norm(positions[self.cell] - stands[place], axis=-1)
        self.margins = over_km[place, self.cell] / sight_km - self.level
        self.place = place[self.first]
        self.stands, self.up = stands[self.place], up[self.place]

    def found(self) -> pd.DataFrame:
        """Return the passes that rise above the level: place, rise_s, top_s, set_s, highest_deg."""
        top_s = self._tops_s()
        highest = self._margin(top_s, np.arange(len(top_s)))
        kept = np.flatnonzero(highest >= 0)
        return pd.DataFrame(
            {
                "place": self.place[kept],
                "rise_s": self._end_s(kept, top_s, -1),
                "top_s": top_s[kept],
                "set_s": self._end_s(kept, top_s, 1),
                "highest_deg": np.degrees(np.arcsin(highest[kept] + self.level)),
            }
        )

    def _margin(self, utc_s: Floats, run: NDArray[np.intp]) -> Floats:
        """Return the sine of the elevation above the level, each moment at the place of a run."""
        sight = fixed_km(self.track.position_at_km(utc_s), utc_s) - self.stands[run]
        return (sight * self.up[run]).sum(-1) / np.linalg.norm(sight, axis=-1) - self.level

    def _tops_s(self) -> Floats:
        """Return the culminations: the highest step, then the tips of two parabolas."""
        if not len(self.first):
            return np.empty(0)
        highest = np.maximum.reduceat(self.margins, self.first)
        places = np.flatnonzero(self.margins == highest[self.run])
        _, one_each = np.unique(self.run[places], return_index=True)
        top_s, runs = self.utc_s[self.cell[places[one_each]]], np.arange(len(self.first))
        for reach_s in (STEP_S, STEP_S / 8):
            around = np.clip(top_s, self.utc_s[0] + reach_s, self.utc_s[-1] - reach_s)
            reach = np.full(len(around), reach_s)
            top_s = tips(lambda moment: self._margin(moment, runs), around, reach)
        return top_s

    def _end_s(self, kept: NDArray[np.intp], top_s: Floats, side: int) -> Floats:
        """Return where passes cross the level before (-1) or after (1) they culminate."""
        none = len(self.utc_s) if side < 0 else -1
        above = np.where(self.margins >= 0, self.cell, none)
        extreme = np.minimum if side < 0 else np.maximum
        step = extreme.reduceat(above, self.first)[kept] if len(kept) else kept
        top_s = top_s[kept]
        is_seen = (step >= 0) & (step < len(self.utc_s))
        known_s = self.utc_s[np.clip(step, 0, len(self.utc_s) - 1)]
        inner = np.where(is_seen, side * np.maximum(side * known_s, side * top_s), top_s)
        outer = np.where(is_seen, known_s, top_s) + side * (self.utc_s[1] - self.utc_s[0])
        outer = np.clip(outer, self.utc_s[0], self.utc_s[-1])
        is_cut = self._margin(outer, kept) >= 0
        ends = outer.copy()
        runs = kept[~is_cut]
        ends[~is_cut] = crossings(
            lambda moment, which: self._margin(moment, runs[which]), outer[~is_cut], inner[~is_cut]
        )
        return ends
