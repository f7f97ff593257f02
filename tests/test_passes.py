"""Passes over places, against Skyfield's own search, and their properties."""

import numpy as np
import pandas as pd
import pytest
import skies
from hypothesis import given, settings
from hypothesis import strategies as st
from skies import ONE_SECOND, SET, SETS, the_satellite, times
from skyfield.api import wgs84

from analysis import datasets, drifts, elements, orbits, passes

SINCE_S, UNTIL_S = orbits.seconds(["2021-10-05", "2021-10-17"])
TRACK = elements.track_of_elements(SETS, "ISS", SINCE_S, UNTIL_S)
ONE_SET = elements.track_of_elements(SET, "ISS", SINCE_S, UNTIL_S)
UNSURE = drifts.uncertainty(SETS, "ISS", np.arange(SINCE_S, UNTIL_S, 3600.0))
PLACES = datasets.places()
SOME = PLACES[PLACES["place_id"].isin(["moscow", "london", "singapore", "kiruna", "mcmurdo"])]


def place(latitude_deg: float, longitude_deg: float) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "place_id": ["here"],
            "name": ["Here"],
            "latitude_deg": [latitude_deg],
            "longitude_deg": [longitude_deg],
            "elevation_m": [np.nan],
        }
    )


@pytest.mark.parametrize("above_deg", [0.0, 10.0, 40.0])
def test_station_rises_culminates_and_sets_when_skyfield_says(above_deg):
    found = passes.passes(ONE_SET, SOME, SINCE_S, UNTIL_S, above_deg)
    start, end = times([SINCE_S, UNTIL_S])

    counted = 0
    for row in SOME.itertuples():
        stands = wgs84.latlon(
            row.latitude_deg, row.longitude_deg, 0 if pd.isna(row.elevation_m) else row.elevation_m
        )
        moments, events = the_satellite().find_events(stands, start, end, above_deg)
        theirs = skies.utc_s(moments) if len(moments) else np.empty(0)
        mine = found[found["place_id"] == row.place_id]
        for event, column in enumerate(["rise_s", "top_s", "set_s"]):
            expected = theirs[np.asarray(events) == event]
            assert len(mine) == len(expected)
            assert np.abs(mine[column] - expected).max() < ONE_SECOND or not len(expected)
            counted += len(expected)
    assert counted > 300 or above_deg == 40


def test_station_stands_as_high_as_skyfield_says():
    found = passes.passes(ONE_SET, SOME, SINCE_S, UNTIL_S).query("place_id == 'moscow'")
    moscow = SOME.set_index("place_id").loc["moscow"]
    stands = wgs84.latlon(moscow["latitude_deg"], moscow["longitude_deg"])

    theirs, _, _ = (the_satellite() - stands).at(times(found["top_s"])).altaz()

    assert found["highest_deg"].to_numpy() == pytest.approx(theirs.degrees, abs=0.02)


def test_nothing_rises_where_the_orbit_does_not_reach():
    # The orbit is inclined by 51.6°; McMurdo lies at 77.8° south, beyond the horizon.
    found = passes.passes(TRACK, SOME, SINCE_S, UNTIL_S, 0.0)

    assert "mcmurdo" not in set(found["place_id"])


@settings(max_examples=40)
@given(utc_s=st.floats(SINCE_S + 600, UNTIL_S - 600))
def test_a_place_on_the_track_has_a_pass_overhead(utc_s):
    [below] = orbits.below(TRACK, np.array([utc_s])).itertuples()

    found = passes.passes(
        TRACK, place(below.latitude_deg, below.longitude_deg), utc_s - 590, utc_s + 590
    )

    [here] = found[(found["rise_s"] < utc_s) & (utc_s < found["set_s"])].itertuples()
    # The Earth turns under the track, so that the highest point is not quite the zenith.
    assert here.highest_deg > 89
    assert here.top_s == pytest.approx(utc_s, abs=2 * ONE_SECOND)


@settings(max_examples=40)
@given(
    latitude_deg=st.floats(-55, 55),
    longitude_deg=st.floats(-180, 180),
    above_deg=st.floats(0, 60),
    later_s=st.floats(0, 40_000),
)
def test_searching_from_later_finds_the_same_passes(
    latitude_deg, longitude_deg, above_deg, later_s
):
    here, end_s = place(latitude_deg, longitude_deg), SINCE_S + 2 * 86_400
    whole = passes.passes(TRACK, here, SINCE_S, end_s, above_deg)
    rest = passes.passes(TRACK, here, SINCE_S + later_s, end_s, above_deg)

    columns = ["rise_s", "top_s", "set_s", "highest_deg"]
    same = whole[whole["rise_s"] > SINCE_S + later_s][columns].to_numpy()
    later = rest[rest["rise_s"] > SINCE_S + later_s + 0.01][columns].to_numpy()
    assert later == pytest.approx(same, abs=0.1)


def test_many_places_are_searched_as_each_alone(monkeypatch):
    whole = passes.passes(TRACK, PLACES, SINCE_S, SINCE_S + 86_400)
    monkeypatch.setattr(passes, "CELLS", 5000)

    pieces = passes.passes(TRACK, PLACES, SINCE_S, SINCE_S + 86_400)

    pd.testing.assert_frame_equal(whole, pieces)


def test_no_places_have_no_passes():
    found = passes.passes(TRACK, PLACES.head(0), SINCE_S, SINCE_S + 86_400)

    assert found.empty
    assert passes.described(found, PLACES, TRACK, UNSURE).empty
    assert passes.counts(passes.described(found, PLACES, TRACK, UNSURE)).isna().all()


def test_a_pass_is_cut_where_the_span_ends():
    moscow = SOME[SOME["place_id"] == "moscow"]
    [first, *_] = passes.passes(TRACK, moscow, SINCE_S, UNTIL_S).itertuples()

    [cut] = passes.passes(TRACK, moscow, first.top_s + 30, first.set_s + 600).itertuples()

    assert (cut.rise_s, cut.top_s) == pytest.approx((first.top_s + 30,) * 2, abs=0.1)
    assert cut.set_s == pytest.approx(first.set_s, abs=0.01)


def test_first_pass_over_moscow_is_told_with_its_light():
    moscow = SOME[SOME["place_id"] == "moscow"]
    found = passes.passes(TRACK, moscow, SINCE_S, UNTIL_S)

    table = passes.described(found, PLACES, TRACK, UNSURE)

    assert (table["rise"] < table["top"]).all()
    assert (table["top"] < table["set"]).all()
    # In Moscow on 5 October 2021 the Sun rose at 3:37 and set at 14:53 UTC (timeanddate.com).
    first_day = table[table["top"] < pd.Timestamp("2021-10-06T00:00:00Z")]
    by_day = first_day["top"].dt.hour.between(4, 14)
    assert ((first_day["sun_deg"] > 0) == by_day).all()
    # 10 October lies in the gap of the elements, 5 October does not.
    assert (
        table["other_s"].notna().tolist()
        == (
            table["top"].dt.day.between(9, 14)
            | (table["top"].between("2021-10-08T17:31:16Z", "2021-10-15T16:50:04Z"))
        ).tolist()
    )
