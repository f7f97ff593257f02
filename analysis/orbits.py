"""Where a craft is: states and what lies between them, frames, the point below.

Moments are `utc_s`, seconds of UTC since 1970 without leap seconds, in arrays of any shape; the
last axis of a position holds x, y, z. Positions are in the frame of the element sets (TEME: true
equator, mean equinox of date), or in one that turns with the Earth where a name says `fixed`.
"""

import math
from dataclasses import dataclass
from typing import Any

import erfa
import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from analysis.constants import EARTH_GM_KM3_S2, EARTH_J2, EARTH_RADIUS_KM, S_PER_DAY, S_PER_MIN

Floats = NDArray[np.float64]

UNIX_EPOCH_JD = 2_440_587.5
TT_MINUS_TAI_S = 32.184
SUN_DEG_PER_H = 15
M_PER_KM = 1000
_WGS84 = 1  # the ellipsoid's number in ERFA


@dataclass(frozen=True)
class Track:
    """States of a craft at rising moments, and between each two a polynomial of fifth degree.

    Its coefficients are of the share of the step that is over: [step, power, x y z].
    """

    utc_s: Floats
    position_km: Floats
    coefficients_km: Floats

    def position_at_km(self, utc_s: ArrayLike) -> Floats:
        """Return positions by quintic Hermite interpolation: place, speed and pull at both ends.

        States 4 minutes apart give it to a metre. Only the two states around a moment count, so
        that an engine burn does not ripple into the hours beside it.
        """
        terms, share, _ = self._found(utc_s)
        position = terms[..., 5, :]
        for power in (4, 3, 2, 1, 0):
            position = position * share + terms[..., power, :]
        return position

    def velocity_at_km_s(self, utc_s: ArrayLike) -> Floats:
        """Return velocities, the slope of the same polynomials."""
        terms, share, step_s = self._found(utc_s)
        velocity = 5 * terms[..., 5, :]
        for power in (4, 3, 2, 1):
            velocity = velocity * share + power * terms[..., power, :]
        return velocity / step_s

    def _found(self, utc_s: ArrayLike) -> tuple[Floats, Floats, Floats]:
        wanted = np.asarray(utc_s, dtype="float64")
        if wanted.size and not (self.utc_s[0] <= wanted.min() and wanted.max() <= self.utc_s[-1]):
            first, last = moments([self.utc_s[0], self.utc_s[-1]])
            since, until = moments([wanted.min(), wanted.max()])
            raise ValueError(
                f"The track reaches from {first:%F %T} to {last:%F %T} UTC; "
                f"asked was {since:%F %T} to {until:%F %T}."
            )
        left = np.searchsorted(self.utc_s, wanted, "right") - 1
        left = np.minimum(left, len(self.utc_s) - 2)
        step_s = self.utc_s[left + 1] - self.utc_s[left]
        share = (wanted - self.utc_s[left]) / step_s
        return self.coefficients_km[left], share[..., None], step_s[..., None]


def track(utc_s: Floats, position_km: Floats, velocity_km_s: Floats) -> Track:
    """Return the track through these states."""
    step_s = np.diff(utc_s)[:, None]
    pull = gravity_km_s2(position_km)
    p, moved = position_km[:-1], np.diff(position_km, axis=0)
    v, w = velocity_km_s[:-1] * step_s, velocity_km_s[1:] * step_s
    a, b = pull[:-1] * step_s**2 / 2, pull[1:] * step_s**2 / 2
    cubic = 10 * moved - 6 * v - 4 * w - 3 * a + b
    quartic = -15 * moved + 8 * v + 7 * w + 3 * a - 2 * b
    quintic = 6 * moved - 3 * v - 3 * w - a + b
    return Track(utc_s, position_km, np.stack([p, v, a, cubic, quartic, quintic], axis=1))


def track_of_ephemeris(states: pd.DataFrame) -> Track:
    """Return the track through the rows of a CCSDS ephemeris in EME2000.

    The mean equator of 2000 is turned to the true equator of date: IAU 2006 precession and
    IAU 2000B nutation.
    """
    utc_s = seconds(states["time"])
    matrix = teme_of_j2000(utc_s)
    position, velocity = (
        np.einsum("...ij,...j->...i", matrix, states[columns].to_numpy("float64"))
        for columns in (["x_km", "y_km", "z_km"], ["vx_km_s", "vy_km_s", "vz_km_s"])
    )
    return track(utc_s, position, velocity)


def gravity_km_s2(position_km: Floats) -> Floats:
    """Return the pull of an oblate Earth: the central term and J2.

    >>> gravity_km_s2(np.array([6378.137, 0.0, 0.0])).round(5)  # 9.814 m/s² at the equator
    array([-0.00981, -0.     , -0.     ])
    """
    r2 = (position_km**2).sum(axis=-1, keepdims=True)
    flattened = 1.5 * EARTH_J2 * EARTH_RADIUS_KM**2 / r2
    z2 = 5 * position_km[..., 2:] ** 2 / r2
    factors = 1 + flattened * (np.array([1.0, 1.0, 3.0]) - z2)
    return -EARTH_GM_KM3_S2 / r2**1.5 * position_km * factors


def seconds(times: Any) -> Floats:
    """Return UTC times as seconds since 1970.

    >>> seconds(["1970-01-02"])
    array([86400.])
    """
    stamps = pd.DatetimeIndex(pd.to_datetime(times, utc=True))
    return stamps.as_unit("ns").asi8 / 1e9


def moments(utc_s: ArrayLike) -> pd.DatetimeIndex:
    """Return seconds since 1970 as UTC times, to the second."""
    return pd.to_datetime(np.round(np.asarray(utc_s, dtype="float64")), unit="s", utc=True)


def julian_date(utc_s: ArrayLike) -> tuple[Floats, Floats]:
    """Return the Julian date as a day that begins at midnight, and its part that is over."""
    days = np.asarray(utc_s, dtype="float64") / S_PER_DAY
    whole = np.floor(days)
    return whole + UNIX_EPOCH_JD, days - whole


def terrestrial_time(utc_s: ArrayLike) -> tuple[Floats, Floats]:
    """Return the Julian date in Terrestrial Time, 1972 and later, by ERFA's table of leap seconds.

    After its last entry there are taken to be no more: 2016 had the latest, and they are to end.
    """
    leaps = erfa.leap_seconds.get()
    since = np.array([f"{year}-{month:02d}" for year, month in leaps[["year", "month"]]], "M8[s]")
    place = np.searchsorted(since.astype("float64"), utc_s, "right") - 1
    day, part = julian_date(utc_s)
    return day, part + (leaps["tai_utc"][place] + TT_MINUS_TAI_S) / S_PER_DAY


def teme_of_j2000(utc_s: ArrayLike) -> Floats:
    """Return the matrices that turn J2000 axes into those of the element sets.

    The equation of the equinoxes turns the true equinox to the mean one.
    """
    tt = terrestrial_time(utc_s)
    return erfa.rz(erfa.ee00b(*tt), erfa.pnm06a(*tt))


def sidereal_rad(utc_s: ArrayLike) -> Floats:
    """Return Greenwich mean sidereal time (IAU 1982), UT1 being taken as UTC.

    The two differ by less than 0.9 s, by 0.1 s in 2021: 50 m on the ground.
    """
    return erfa.gmst82(*julian_date(utc_s))


def fixed_km(position_km: Floats, utc_s: ArrayLike) -> Floats:
    """Return positions in the frame that turns with the Earth; polar motion (15 m) is left out."""
    angle = sidereal_rad(utc_s)
    x, y, z = np.moveaxis(position_km, -1, 0)
    cos, sin = np.cos(angle), np.sin(angle)
    return np.stack([cos * x + sin * y, cos * y - sin * x, z], axis=-1)


def geodetic(fixed_km: Floats) -> tuple[Floats, Floats, Floats]:
    """Return latitude and longitude in degrees and height in km on the WGS 84 ellipsoid.

    >>> [round(float(x), 3) for x in geodetic(np.array([0.0, 6378.137 + 408, 0.0]))]
    [0.0, 90.0, 408.0]
    """
    longitude, latitude, height_m = erfa.gc2gd(_WGS84, fixed_km * M_PER_KM)
    return np.degrees(latitude), np.degrees(longitude), height_m / M_PER_KM


def place_km(
    latitude_deg: ArrayLike, longitude_deg: ArrayLike, height_km: ArrayLike = 0.0
) -> Floats:
    """Return the position of places in the frame that turns with the Earth."""
    height_m = np.asarray(height_km, dtype="float64") * M_PER_KM
    return erfa.gd2gc(_WGS84, np.radians(longitude_deg), np.radians(latitude_deg), height_m) / (
        M_PER_KM
    )


def zenith(latitude_deg: ArrayLike, longitude_deg: ArrayLike) -> Floats:
    """Return the unit vectors that point up at places, in the frame that turns with the Earth."""
    return erfa.s2c(np.radians(longitude_deg), np.radians(latitude_deg))


def below(track: Track, utc_s: Floats) -> pd.DataFrame:
    """Return the points below a craft: latitude_deg, longitude_deg, altitude_km."""
    latitude, longitude, altitude = geodetic(fixed_km(track.position_at_km(utc_s), utc_s))
    return pd.DataFrame(
        {"latitude_deg": latitude, "longitude_deg": longitude, "altitude_km": altitude},
        index=moments(utc_s),
    )


def point_below(track: Track, utc_s: Floats) -> tuple[Floats, Floats]:
    """Return latitude and longitude below a craft, in degrees, where a table would be too slow."""
    latitude, longitude, _ = geodetic(fixed_km(track.position_at_km(utc_s), utc_s))
    return latitude, longitude


def local_solar_time_h(longitude_deg: ArrayLike, sun_longitude_deg: ArrayLike) -> Floats:
    """Return the hour by the Sun where it stands in the zenith of another longitude.

    >>> float(local_solar_time_h(37.6, -52.4))  # a quarter turn east of noon
    18.0
    """
    return (12 + np.subtract(longitude_deg, sun_longitude_deg) / SUN_DEG_PER_H) % 24


def turns(track: Track, utc_s: Floats) -> Floats:
    """Return how often the craft has gone around since the ascending node before the start.

    Whole numbers fall on ascending nodes; moments must rise, less than half an orbit apart.
    """
    position, velocity = track.position_at_km(utc_s), track.velocity_at_km_s(utc_s)
    pole = np.cross(position, velocity)
    node = np.stack([-pole[..., 1], pole[..., 0], np.zeros(len(pole))], axis=-1)
    across = np.cross(pole, node) / np.linalg.norm(pole, axis=-1, keepdims=True)
    angle = np.arctan2((position * across).sum(-1), (position * node).sum(-1)) % (2 * np.pi)
    return np.unwrap(angle) / (2 * np.pi)


def orbital_period_min(altitude_km: float) -> float:
    """Return the period of a circular orbit, T = 2π √(a³/μ).

    Two-body, spherical Earth; ignores drag and oblateness.

    >>> round(orbital_period_min(408), 1)   # the space station
    92.7
    """
    radius_km = EARTH_RADIUS_KM + altitude_km
    return 2 * math.pi * math.sqrt(radius_km**3 / EARTH_GM_KM3_S2) / S_PER_MIN
