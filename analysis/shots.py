"""What a shot needs, as conditions on light, ground and contact, and when all of it holds."""

import pandas as pd

from analysis.constants import GOLDEN_DEG, TWILIGHT_DEG
from analysis.ground import Outline, distance_km
from analysis.light import SUN_RADIUS_DEG, over_limb_deg, sun_height_below_deg, sun_height_deg
from analysis.orbits import Floats, Track, point_below
from analysis.passes import CONTACT_DEG, passes, spans
from analysis.windows import both, otherwise, stretches, stretches_where

NEAR_KM = 500.0  # seen from 420 km up at 40° from straight down

# Of which conditions a shot is made; {place} stands for the name of the place.
SHOTS = {
    "Station in full sunlight": ["sunlight"],
    "Golden light on the station": ["golden"],
    "Daylight below, sunlit station": ["sunlight", "day below"],
    "Land in daylight below": ["sunlight", "day below", "land below"],
    "Night below, dark station": ["umbra", "night below"],
    "Golden light over land": ["golden", "land below"],
    "{place} close and in daylight": ["place close", "place in daylight"],
    "Live to {place}": ["contact"],
    "Live to {place} in sunlight": ["contact", "sunlight"],
}
FICKLE = {"golden", "land below", "place close"}


def conditions(
    track: Track, place: pd.Series, land: Outline, since_s: float, until_s: float
) -> dict[str, Floats]:
    """Return the spans in which each condition holds.

    The place is close within 500 km along the ground, and in contact above 10° of elevation.
    """

    def over_limb(utc_s: Floats) -> Floats:
        return over_limb_deg(track.position_at_km(utc_s), utc_s)

    def height_below(utc_s: Floats) -> Floats:
        return sun_height_below_deg(track.position_at_km(utc_s), utc_s)

    at = float(place["latitude_deg"]), float(place["longitude_deg"])
    span = since_s, until_s
    some_light = stretches(lambda t: over_limb(t) + SUN_RADIUS_DEG, *span)
    return {
        "sunlight": stretches(lambda t: over_limb(t) - SUN_RADIUS_DEG, *span),
        "some light": some_light,
        "umbra": otherwise(some_light, *span),
        "golden": both(some_light, stretches(lambda t: GOLDEN_DEG - over_limb(t), *span)),
        "day below": stretches(lambda t: height_below(t) - TWILIGHT_DEG, *span),
        "night below": stretches(lambda t: -TWILIGHT_DEG - height_below(t), *span),
        "land below": stretches_where(lambda t: land.holds(*point_below(track, t)), *span),
        "place close": stretches(
            lambda t: NEAR_KM - distance_km(*point_below(track, t), *at), *span
        ),
        "place in daylight": stretches(lambda t: sun_height_deg(*at, t), *span),
        "contact": spans(passes(track, place.to_frame().T, *span, above_deg=CONTACT_DEG)),
    }


def shots(conditions: dict[str, Floats], place_name: str) -> dict[str, Floats]:
    """Return the windows of each shot, in which all that it needs holds without a break."""
    return {
        name.format(place=place_name): both(*[conditions[need] for need in needs])
        for name, needs in SHOTS.items()
    }


def featured(place_name: str) -> list[str]:
    """Return the shots of which a table has room: those that differ most from day to day."""
    return [name.format(place=place_name) for name, of in SHOTS.items() if FICKLE & set(of)]


def needs(place_name: str) -> pd.DataFrame:
    """Return what each shot needs, in words."""
    words = {
        "sunlight": "the whole disc of the Sun over the Earth's edge",
        "golden": f"the Sun in sight, at most {GOLDEN_DEG:.0f}° over the edge",
        "umbra": "no Sun at the station",
        "day below": f"Sun more than {TWILIGHT_DEG:.0f}° above the horizon on the ground below",
        "night below": f"Sun more than {TWILIGHT_DEG:.0f}° under the horizon on the ground below",
        "land below": "land straight below",
        "place close": f"{place_name} within {NEAR_KM:.0f} km along the ground",
        "place in daylight": f"Sun above the horizon in {place_name}",
        "contact": f"station more than {CONTACT_DEG:.0f}° above the horizon of {place_name}",
    }
    rows = [
        {"shot": name.format(place=place_name), "needs": "; ".join(words[need] for need in of)}
        for name, of in SHOTS.items()
    ]
    return pd.DataFrame(rows)
