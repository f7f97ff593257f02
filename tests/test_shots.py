"""What a shot needs, and when all of it holds."""

import numpy as np
import pytest
from skies import SETS

from analysis import datasets, elements, ground, light, orbits, shots, windows

SINCE_S, UNTIL_S = orbits.seconds(["2021-10-05", "2021-10-08"])
TRACK = elements.track_of_elements(SETS, "ISS", SINCE_S, UNTIL_S)
PLACES = datasets.places().set_index("place_id", drop=False)
MOSCOW = PLACES.loc["moscow"]
LAND = ground.outline(datasets.land())
CONDITIONS = shots.conditions(TRACK, MOSCOW, LAND, SINCE_S, UNTIL_S)
SHOTS = shots.shots(CONDITIONS, "Moscow")
EVERY_S = np.arange(SINCE_S, UNTIL_S, 7.0)
POSITION = TRACK.position_at_km(EVERY_S)
OVER_DEG = light.over_limb_deg(POSITION, EVERY_S)
BELOW = orbits.below(TRACK, EVERY_S)


# What each condition says, asked of every seventh second instead of searched.
@pytest.mark.parametrize(
    ("name", "holds"),
    [
        ("sunlight", light.light(OVER_DEG) == "sunlight"),
        ("some light", light.light(OVER_DEG) != "umbra"),
        ("umbra", light.light(OVER_DEG) == "umbra"),
        ("golden", (light.light(OVER_DEG) != "umbra") & (OVER_DEG < 6)),
        ("day below", light.sun_height_below_deg(POSITION, EVERY_S) > 6),
        ("night below", light.sun_height_below_deg(POSITION, EVERY_S) < -6),
        ("land below", LAND.holds(BELOW["latitude_deg"], BELOW["longitude_deg"])),
        ("place in daylight", light.sun_height_deg(55.7558, 37.6178, EVERY_S) > 0),
    ],
)
def test_spans_of_a_condition_are_those_in_which_it_holds(name, holds):
    found = windows.holds_at(CONDITIONS[name], EVERY_S)

    assert np.asarray(found == holds).mean() > 0.9995  # an island shorter than a step


def test_sunlight_golden_light_and_night_leave_no_time_over():
    penumbra_s = windows.total_s(CONDITIONS["some light"]) - windows.total_s(CONDITIONS["sunlight"])
    parts_s = [windows.total_s(CONDITIONS[name]) for name in ("sunlight", "umbra")]

    assert sum(parts_s) + penumbra_s == pytest.approx(UNTIL_S - SINCE_S)
    assert 0 < penumbra_s < 0.02 * (UNTIL_S - SINCE_S)


def test_place_is_close_only_while_in_contact():
    # At 500 km the station stands some 37° high, far over the 10° of contact.
    close, contact = CONDITIONS["place close"], CONDITIONS["contact"]

    assert len(close)
    assert windows.total_s(windows.both(close, contact)) == pytest.approx(windows.total_s(close))


@pytest.mark.parametrize("name", list(shots.SHOTS))
def test_a_shot_holds_while_everything_that_it_needs_holds(name):
    spans = SHOTS[name.format(place="Moscow")]

    needed = [windows.holds_at(CONDITIONS[need], EVERY_S) for need in shots.SHOTS[name]]
    assert (windows.holds_at(spans, EVERY_S) == np.logical_and.reduce(needed)).all()


def test_every_shot_says_in_words_what_it_needs():
    table = shots.needs("Moscow")

    assert table["shot"].tolist() == list(SHOTS)
    assert table["needs"].str.len().min() > 10


def test_a_place_beyond_the_orbit_has_no_window():
    there = shots.conditions(TRACK, PLACES.loc["mcmurdo"], LAND, SINCE_S, SINCE_S + 20_000)

    assert len(shots.shots(there, "McMurdo")["Live to McMurdo"]) == 0
