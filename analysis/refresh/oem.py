"""Orbit Ephemeris Messages (CCSDS 502.0, version 2.0, XML): positions and velocities of a craft.

NASA publishes the space station's for the fortnight ahead.
https://spotthestation.nasa.gov/trajectory_data.cfm
"""

import itertools
from datetime import datetime
from xml.etree import ElementTree

import pandas as pd

# The one kind of message read here; others would need converting.
EXPECTED = {"CENTER_NAME": "EARTH", "REF_FRAME": "EME2000", "TIME_SYSTEM": "UTC"}
COMPONENTS = {
    "X": ("x_km", "km"),
    "Y": ("y_km", "km"),
    "Z": ("z_km", "km"),
    "X_DOT": ("vx_km_s", "km/s"),
    "Y_DOT": ("vy_km_s", "km/s"),
    "Z_DOT": ("vz_km_s", "km/s"),
}


def ephemeris(message: str) -> pd.DataFrame:
    """Return the state vectors of a message up to its first epoch between two seconds.

    Every digit is as printed. Epochs fall between seconds after an engine has burnt.
    """
    try:
        root = ElementTree.fromstring(message.encode())
    except ElementTree.ParseError as error:
        raise ValueError(f"the ephemeris is not XML: {error}.") from error
    rows = []
    for segment in root.iter("segment"):
        metadata = {item.tag: (item.text or "").strip() for item in segment.find("metadata") or ()}
        _check(metadata)
        whole = itertools.takewhile(_is_on_second, segment.iter("stateVector"))
        rows += [{"craft": metadata["OBJECT_NAME"], **_state(vector)} for vector in whole]
    if not rows:
        raise ValueError("the ephemeris has no state vectors: expected an OEM 2.0 message in XML.")
    # A manoeuvre ends a segment and begins the next at the same instant.
    table = pd.DataFrame(rows).drop_duplicates(["craft", "time"])
    return table.sort_values(["craft", "time"], ignore_index=True)


def utc_time(epoch: str) -> str:
    """Return the time of an epoch by day of year.

    >>> utc_time("2022-042T12:04:00.000Z")
    '2022-02-11T12:04:00Z'
    """
    return f"{datetime.strptime(epoch.rstrip('Z'), '%Y-%jT%H:%M:%S.%f'):%Y-%m-%dT%H:%M:%SZ}"


def _check(metadata: dict[str, str]) -> None:
    for key, wanted in EXPECTED.items():
        if metadata.get(key) != wanted:
            raise ValueError(
                f"the ephemeris says {key} {metadata.get(key, 'nothing')!s}; "
                f"only {wanted} can be read."
            )


def _is_on_second(vector: ElementTree.Element) -> bool:
    return vector.findtext("EPOCH", "").strip().rstrip("Z").endswith(".000")


def _state(vector: ElementTree.Element) -> dict[str, str]:
    state = {"time": utc_time(vector.findtext("EPOCH", "").strip())}
    for tag, (column, unit) in COMPONENTS.items():
        item = vector.find(tag)
        if item is None or item.get("units", unit) != unit:
            raise ValueError(f"a state vector at {state['time']} lacks {tag} in {unit}.")
        state[column] = (item.text or "").strip()
    return state
