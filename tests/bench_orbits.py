"""Time the search for windows and passes, beside Skyfield's own search for the same events.

Times are of the processor, so that a busy machine does not change them.

    python tests/bench_orbits.py          twelve days, and the ratio
    python tests/bench_orbits.py --year   besides, a year for a thousand places

Both use one element set; ours also gives the windows of every shot. Skyfield searches the edges
of the shadow by `find_discrete` over `is_sunlit`, and passes by `find_events`.
"""

import argparse
import resource
import sys
import time

import numpy as np
import pandas as pd
import skies
from skyfield.api import wgs84
from skyfield.searchlib import find_discrete

from analysis import datasets, elements, ground, passes, shots, windows

DAYS, RUNS, PER_YEAR = 12, 5, 365
SINCE_S = skies.EPOCH_S - DAYS / 2 * 86_400
UNTIL_S = SINCE_S + DAYS * 86_400
PLACES = datasets.places()
MOSCOW = PLACES.set_index("place_id", drop=False).loc["moscow"]
LAND = ground.outline(datasets.land())


def ours() -> int:
    """Search every window of every shot, and every pass over every place."""
    track = elements.track_of_elements(skies.SET, "ISS", SINCE_S, UNTIL_S)
    spans = shots.conditions(track, MOSCOW, LAND, SINCE_S, UNTIL_S)
    found = passes.passes(track, PLACES, SINCE_S, UNTIL_S)
    edges = spans["some light"].size
    windows.summary(shots.shots(spans, "Moscow"), SINCE_S, UNTIL_S)
    return edges + 3 * len(found)


def theirs() -> int:
    """Search the edges of the shadow and every pass over every place."""
    satellite, start, end = skies.the_satellite(), *skies.times([SINCE_S, UNTIL_S])

    def is_lit(moment):
        return satellite.at(moment).is_sunlit(skies.planets())

    is_lit.step_days = 0.01
    events = len(find_discrete(start, end, is_lit)[0])
    for place in PLACES.itertuples():
        height_m = 0 if pd.isna(place.elevation_m) else place.elevation_m
        stand = wgs84.latlon(place.latitude_deg, place.longitude_deg, height_m)
        events += len(satellite.find_events(stand, start, end, passes.CONTACT_DEG)[0])
    return events


def year_of_a_thousand_places() -> int:
    """Search a year of passes over a thousand places spread evenly between 55° south and north."""
    rng = np.random.default_rng(1)
    sines = np.sin(np.radians([-55, 55]))
    places = pd.DataFrame(
        {
            "place_id": [f"p{number}" for number in range(1000)],
            "latitude_deg": np.degrees(np.arcsin(rng.uniform(*sines, 1000))),
            "longitude_deg": rng.uniform(-180, 180, 1000),
            "elevation_m": np.nan,
        }
    )
    until_s = SINCE_S + PER_YEAR * 86_400
    track = elements.track_of_elements(
        skies.SET, "ISS", SINCE_S, until_s, max_age_days=PER_YEAR + DAYS
    )
    return len(passes.passes(track, places, SINCE_S, until_s))


def seconds(work, runs: int) -> tuple[float, int]:
    """Return the best of some runs, after one to warm up, and what the work counted."""
    work() if runs > 1 else None
    took = []
    for _ in range(runs):
        clock = time.process_time()
        counted = work()
        took.append(time.process_time() - clock)
    return min(took), counted


def main() -> None:
    """Print the times, the ratio and, with --year, the memory."""
    reader = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    reader.add_argument("--year", action="store_true", help="a year for a thousand places, too")
    options = reader.parse_args()
    our_s, our_events = seconds(ours, RUNS)
    their_s, their_events = seconds(theirs, 2)
    print(f"{DAYS} days, {len(PLACES)} places, every shot: {our_s:.2f} s, {our_events} events")
    print(f"Skyfield, the same shadow and passes: {their_s:.2f} s, {their_events} events")
    print(f"ratio {their_s / our_s:.0f}")
    if options.year:
        year_s, count = seconds(year_of_a_thousand_places, 1)
        unit = 1024**2 if sys.platform == "darwin" else 1024
        peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit
        print(f"a year, 1000 places: {year_s:.0f} s, {count} passes, peak {peak_mb:.0f} MB")


if __name__ == "__main__":
    main()
