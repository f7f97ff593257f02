"""Light on a craft and on the ground: the Sun, the Earth's shadow, the beta angle, golden light.

The Sun comes from ERFA's series for the Earth's motion (good to an arcsecond), so that no file of
planets is needed. The shadow is a cone behind the ellipsoid of the Earth; the air is left out.
It bends the last light by up to a degree, to some 15 s of redder, weaker light at each end.
"""

from functools import lru_cache

import erfa
import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.constants import (
    AU_KM,
    C_AU_PER_DAY,
    EARTH_FLATTENING,
    EARTH_RADIUS_KM,
    S_PER_DAY,
    SUN_RADIUS_KM,
    TWILIGHT_DEG,
)  # fmt: skip
from analysis.orbits import (
    Floats,
    Track,
    fixed_km,
    geodetic,
    teme_of_j2000,
    terrestrial_time,
    zenith,
)  # fmt: skip

SUN_RADIUS_DEG = float(np.degrees(SUN_RADIUS_KM / AU_KM))  # of the disc, from the mean distance
_NODE_S = S_PER_DAY / 8  # between its nodes, 3 hours, the Sun moves straight to 0.1 arcseconds


def sun_au(utc_s: ArrayLike) -> Floats:
    """Return where the Sun is seen from the centre of the Earth, in the frame of element sets.

    Aberration is in it: light comes from where the Sun seems to be.
    """
    wanted = np.asarray(utc_s, dtype="float64")
    if not wanted.size:
        return np.empty((*wanted.shape, 3))
    first, last = int(wanted.min() // _NODE_S), int(wanted.max() // _NODE_S) + 1
    nodes = _sun_nodes_au(first, last)
    place = wanted / _NODE_S - first
    left = place.astype(int)
    share = (place - left)[..., None]
    return nodes[left] * (1 - share) + nodes[left + 1] * share


def over_limb_deg(
    position_km: Floats, utc_s: ArrayLike, flattening: float = EARTH_FLATTENING
) -> Floats:
    """Return how far the Sun's centre stands above the edge of the Earth, seen from a craft.

    Stretched along its axis until it is a sphere, the Earth keeps its straight rays; near the
    edge the stretching changes angles by a third of a percent.
    """
    stretched = np.array([1, 1, 1 / (1 - flattening)])
    craft = position_km * stretched
    sun = sun_au(utc_s) * AU_KM * stretched - craft
    distance = np.linalg.norm(craft, axis=-1)
    cosine = -(craft * sun).sum(-1) / distance / np.linalg.norm(sun, axis=-1)
    return np.degrees(np.arccos(np.clip(cosine, -1, 1)) - np.arcsin(EARTH_RADIUS_KM / distance))


def light(over_limb_deg: Floats) -> NDArray[np.str_]:
    """Return what falls on a craft: sunlight, penumbra (a part of the disc) or umbra (none).

    >>> light(np.array([5.0, 0.1, -5.0])).tolist()
    ['sunlight', 'penumbra', 'umbra']
    """
    return np.select(
        [over_limb_deg >= SUN_RADIUS_DEG, over_limb_deg > -SUN_RADIUS_DEG],
        ["sunlight", "penumbra"],
        "umbra",
    )


def beta_deg(track: Track, utc_s: ArrayLike) -> Floats:
    """Return the angle between the Sun and the plane of the orbit.

    Near 0° nights are longest; the station sees none beyond some 70°.
    """
    pole = np.cross(track.position_at_km(utc_s), track.velocity_at_km_s(utc_s))
    sun = sun_au(utc_s)
    sine = (pole * sun).sum(-1) / np.linalg.norm(pole, axis=-1) / np.linalg.norm(sun, axis=-1)
    return np.degrees(np.arcsin(sine))


def sun_below(utc_s: ArrayLike) -> tuple[Floats, Floats]:
    """Return latitude and longitude in degrees of the place that has the Sun in its zenith."""
    fixed = fixed_km(sun_au(utc_s), utc_s)
    longitude, latitude = erfa.c2s(fixed)
    return np.degrees(latitude), np.degrees(longitude)


def sun_height_deg(latitude_deg: ArrayLike, longitude_deg: ArrayLike, utc_s: ArrayLike) -> Floats:
    """Return how high the Sun's centre stands at places on the ground, without refraction."""
    sun = fixed_km(sun_au(utc_s), utc_s)
    sine = (sun * zenith(latitude_deg, longitude_deg)).sum(-1) / np.linalg.norm(sun, axis=-1)
    return np.degrees(np.arcsin(np.clip(sine, -1, 1)))


def ground_light(sun_height_deg: Floats) -> NDArray[np.str_]:
    """Return the light on the ground: day, night, or between them the terminator.

    >>> ground_light(np.array([30.0, 3.0, -30.0])).tolist()
    ['day', 'terminator', 'night']
    """
    return np.select(
        [sun_height_deg > TWILIGHT_DEG, sun_height_deg > -TWILIGHT_DEG],
        ["day", "terminator"],
        "night",
    )


def sun_height_below_deg(position_km: Floats, utc_s: Floats) -> Floats:
    """Return how high the Sun stands at the points below a craft."""
    latitude, longitude, _ = geodetic(fixed_km(position_km, utc_s))
    return sun_height_deg(latitude, longitude, utc_s)


@lru_cache(maxsize=32)
def _sun_nodes_au(first: int, last: int) -> Floats:
    """Return the Sun at every node of 3 hours from the first to the last."""
    utc_s = np.arange(first, last + 1) * _NODE_S
    heliocentric, barycentric = erfa.epv00(*terrestrial_time(utc_s))
    distance = np.linalg.norm(heliocentric["p"], axis=-1, keepdims=True)
    seen = -heliocentric["p"] + distance * barycentric["v"] / C_AU_PER_DAY
    return np.einsum("nij,nj->ni", teme_of_j2000(utc_s), seen)
