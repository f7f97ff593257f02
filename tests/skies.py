"""Skyfield on the same element sets, as an independent library: SGP4 aside, all of it differs.

The Sun is JPL's ephemeris DE421, from the package skyfield-data.
"""

from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import skyfield_data
from skyfield.api import EarthSatellite, Loader

from analysis import datasets

ONE_SECOND = 1.0
ONE_KM = 1.0
# A refresh adds newer sets; tests stand on those of before.
SETS = datasets.elements()
SETS = SETS[(SETS["craft"] == "ISS") & (SETS["epoch"] < pd.Timestamp("2026-01-01", tz="UTC"))]
# The set of 8 October 2021, in the middle of the filming.
SET = SETS[SETS["epoch"] == pd.Timestamp("2021-10-08T17:31:16Z")]
EPOCH_S = pd.Timestamp("2021-10-08T17:31:16Z").timestamp()
_load = Loader(str(Path(skyfield_data.__file__).parent / "data"), verbose=False)
CLOCK = _load.timescale(builtin=True)


@cache
def planets():
    return _load("de421.bsp")


def satellite(line1: str, line2: str) -> EarthSatellite:
    return EarthSatellite(line1, line2, "ISS", CLOCK)


def the_satellite() -> EarthSatellite:
    return satellite(SET["line1"].iloc[0], SET["line2"].iloc[0])


def times(utc_s):
    stamps = pd.to_datetime(
        np.round(np.atleast_1d(utc_s) * 1e6).astype("int64"), unit="us", utc=True
    )
    return CLOCK.from_datetimes(list(stamps.to_pydatetime()))


def utc_s(times) -> np.ndarray:
    return np.array([moment.timestamp() for moment in np.atleast_1d(times.utc_datetime())])
