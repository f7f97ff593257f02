"""What a stay holds, in all and by day, and how much of it hangs on the gap in the elements."""

import numpy as np
import pandas as pd
import pytest
from skies import SETS

from analysis import (
    datasets,
    drifts,
    elements,
    ground,
    journeys,
    light,
    orbits,
    shots,
    stays,
    windows,
)

SINCE_S, UNTIL_S = stays.span_s("2021-10-05", 13)
TRACK = elements.track_of_elements(SETS, "ISS", SINCE_S, UNTIL_S)
MOSCOW = datasets.places().set_index("name", drop=False).loc["Moscow"]
OUTLINES = ground.outlines(datasets.borders().query("country == 'Russia'"))
OUTLINES["land"] = ground.outline(datasets.land())
SPANS = shots.conditions(TRACK, MOSCOW, OUTLINES["land"], SINCE_S, UNTIL_S)
EVENTS = journeys.events(datasets.claims(), datasets.flights(), "The Challenge")
STAY = stays.film_stay(EVENTS, "ISS", SINCE_S, UNTIL_S)
HAD = stays.figures(TRACK, SPANS, OUTLINES, "Russia", STAY["since_s"], STAY["until_s"])
UNSURE = drifts.uncertainty_where_used(SETS, datasets.ephemeris(), "ISS", SINCE_S, UNTIL_S)


def test_film_crew_stayed_from_docking_to_undocking():
    # RussianSpaceWeb: docking on 5 October 2021, 12:22:31; NASA: undocking on 17 October, 01:14.
    expected = orbits.seconds(["2021-10-05T12:22:31Z", "2021-10-17T01:14:00Z"])

    assert [STAY["since_s"], STAY["until_s"]] == list(expected)


@pytest.mark.parametrize(
    ("craft", "start"), [("Tiangong", "2021-10-05"), ("ISS", "2022-02-12"), ("ISS", "2021-10-18")]
)
def test_another_stay_is_all_of_the_days_asked_for(craft, start):
    since_s, until_s = stays.span_s(start, 10)

    stay = stays.film_stay(EVENTS, craft, since_s, until_s)

    assert not stay["is_film"]
    assert (stay["since_s"], stay["until_s"]) == (since_s, until_s)


def test_figures_of_the_stay_agree_with_a_count_of_every_fifth_second():
    every_s = np.arange(STAY["since_s"], STAY["until_s"], 5.0)
    over_deg = light.over_limb_deg(TRACK.position_at_km(every_s), every_s)
    word = light.light(over_deg)
    points = orbits.below(TRACK, every_s)

    some = word != "umbra"
    assert HAD["sunrises"] == (some[1:] & ~some[:-1]).sum()
    assert HAD["sunlight_percent"] == pytest.approx(100 * (word == "sunlight").mean(), abs=0.05)
    assert HAD["golden_min"] == pytest.approx((some & (over_deg < 6)).sum() / 12, rel=0.005)
    russia = OUTLINES["Russia"].holds(points["latitude_deg"], points["longitude_deg"]).mean()
    assert HAD["over_country_percent"] == pytest.approx(100 * russia, rel=0.01)


def test_orbits_of_the_stay_are_those_that_the_element_sets_number():
    # Sets print revolution 30559 on 4 October 20:40:47 and 30740 on 16 October 12:51:35: 181.
    first, last = orbits.seconds(["2021-10-04T20:40:48Z", "2021-10-16T12:51:36Z"])
    track = elements.track_of_elements(SETS, "ISS", first, last)
    spans = shots.conditions(track, MOSCOW, OUTLINES["land"], first, last)

    orbits_flown = stays.figures(track, spans, OUTLINES, "Russia", first, last)["orbits"]

    assert orbits_flown == pytest.approx(30_740 - 30_559, abs=0.3)  # the sets' places on the orbit


def test_days_add_up_to_the_whole():
    whole = stays.figures(TRACK, SPANS, OUTLINES, "Russia", SINCE_S, UNTIL_S)

    table = stays.days(TRACK, SPANS, OUTLINES, "Russia", SINCE_S, UNTIL_S)

    assert len(table) == 13
    for name in ("orbits", "sunrises", "sunlight_h", "night_h", "golden_min", "in_contact_min"):
        assert table[name].sum() == pytest.approx(whole[name], rel=1e-4)


def test_strips_are_cut_at_midnight_and_lose_no_time():
    table = stays.strips(SPANS, ["umbra", "contact"])

    assert table["from_h"].between(0, 24).all()
    assert table["until_h"].between(0, 24).all()
    hours = (table["until_h"] - table["from_h"]).groupby(table["condition"]).sum()
    for name in hours.index:
        assert hours[name] * 3600 == pytest.approx(windows.total_s(SPANS[name]))


def test_a_place_at_sea_has_no_country_to_be_over():
    had = stays.figures(TRACK, SPANS, OUTLINES, None, SINCE_S, SINCE_S + 20_000)

    assert pd.isna(had["over_country_percent"])
    assert "Over" not in stays.told(had, None, "Honolulu")["measure"].str.cat().replace(
        "Over land", ""
    )


def test_calendar_has_a_row_a_day_and_says_when_and_how_long():
    takes = shots.shots(SPANS, "Moscow")
    best = windows.best_takes(takes, SINCE_S, UNTIL_S)

    table = stays.calendar(best, shots.featured("Moscow"))

    assert len(table) == 13
    assert table["Land in daylight below"].str.fullmatch(r"\d\d:\d\d, \d+\.\d min|–").all()


def test_who_came_with_the_film_crew_is_told_with_the_times():
    told = stays.film_visit(datasets.claims(), EVENTS, "The Challenge", STAY)

    # SpaceNews, 5 October 2021: up in Soyuz MS-19 with Shkaplerov, who stayed; NASA: down in
    # Soyuz MS-18 with Novitsky, undocked on 17 October, 01:14.
    assert told["people"] == "Klim Shipenko and Yulia Peresild"
    assert (told["docked_ship"], told["docked_with"]) == ("Soyuz MS-19", "Anton Shkaplerov")
    assert (told["undocked_ship"], told["undocked_with"]) == ("Soyuz MS-18", "Oleg Novitsky")
    assert told["docked_at"] == "5 October 2021, 12:22"
    assert told["undocked_at"] == "17 October 2021, 01:14"
    assert (told["docked_by"], told["undocked_by"]) == ("RussianSpaceWeb", "NASA")


def test_nobody_is_told_of_a_stay_without_a_film_crew():
    stay = stays.film_stay(EVENTS, "Tiangong", SINCE_S, UNTIL_S)

    assert stays.film_visit(datasets.claims(), EVENTS, "The Challenge", stay).isna().all()


def test_beta_and_night_are_told_by_their_ends_not_by_the_first_and_the_last_day():
    days = pd.DataFrame({"beta_deg": [-29.5, -60.2, -58.2], "night_h": [9.0, 5.8, 6.4]})
    shot = ["Golden light on the station", "Land in daylight below"]
    summary = pd.DataFrame({"shot": shot, "windows": 1, "median_min": 3.0, "longest_min": 4.0})
    near = pd.DataFrame({"place": ["Moscow"]})

    key = stays.key_figures(HAD, STAY, summary, days, UNSURE, near, pd.DataFrame())

    assert (key["beta_low_deg"], key["beta_high_deg"]) == (-60.2, -29.5)
    assert (key["night_low_h"], key["night_high_h"]) == (5.8, 9.0)
