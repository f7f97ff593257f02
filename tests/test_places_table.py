"""data/places.csv against other publications of the same points."""

import pandas as pd
import pytest

from analysis import datasets

ISS_INCLINATION_DEG = 51.64  # NASA, International Space Station facts and figures

# The station can be overhead up to its inclination and no further.
NEVER_OVERHEAD = {
    "denali",
    "iceland",
    "kamchatka",
    "kiruna",
    "lake-baikal",
    "mcmurdo",
    "moscow",
    "plesetsk",
    "tsup-korolyov",
    "ushuaia",
    "vinson-massif",
    "vostochny",
}

# place: latitude, longitude in degrees, with the authority above each.
PUBLISHED = {
    # Wikimapia 25720, building 30: 29°33′30″ N, 95°5′19″ W.
    "mcc-houston": (29.5583, -95.0886),
    # French Wikipedia, Oberpfaffenhofen: 48°04′26″ N, 11°16′18″ E.
    "col-cc-oberpfaffenhofen": (48.0739, 11.2717),
    # UNESCO World Heritage list 426, Palace of Westminster.
    "london": (51.4997, -0.1286),
    # UNESCO World Heritage list 600, banks of the Seine.
    "paris": (48.8583, 2.2942),
    # Indonesian Wikipedia, Struktur Richat: 21°7′29.67″ N, 11°24′12.96″ W.
    "richat": (21.1249, -11.4036),
    # English Wikipedia, Zhezkazgan Airport.
    "zhezkazgan": (47.7089, 67.7392),
    # Wikimapia 3934711, Aral Sea: 45°2′8″ N, 60°17′54″ E.
    "aral-sea": (45.0356, 60.2983),
}

WITHIN_THE_PLACE_DEG = 0.3  # the Aral Sea was 400 km long and has many centres

GCAT_SITE = {
    "baikonur": "GIK-5",
    "cape-canaveral": "CC",
    "jiuquan": "JQ",
    "kennedy": "KSC",
    "kourou": "CSG",
    "mahia": "MAHIA",
    "plesetsk": "NIIP-53",
    "sriharikota": "SHAR",
    "tanegashima": "TNSC",
    "vandenberg": "V",
    "vostochny": "VOST",
    "wallops": "WI",
    "wenchang": "WEN",
    "xichang": "XSC",
}

GCAT_ROUNDING_DEG = 0.31  # GCAT gives Baikonur, 90 km wide, in whole degrees


@pytest.fixture(scope="module")
def places() -> pd.DataFrame:
    return datasets.read("places").set_index("place_id")


def test_these_places_and_no_others_lie_beyond_the_inclination_of_the_station(places):
    beyond = places["latitude_deg"].abs() > ISS_INCLINATION_DEG
    assert set(places.index[beyond]) == NEVER_OVERHEAD


@pytest.mark.parametrize(("place", "point"), PUBLISHED.items())
def test_the_point_is_where_another_publication_has_it(places, place, point):
    found = places.loc[place, ["latitude_deg", "longitude_deg"]].tolist()
    assert found == pytest.approx(point, abs=WITHIN_THE_PLACE_DEG)


def test_every_launch_site_is_where_the_launch_log_has_it(places):
    columns = ["latitude_deg", "longitude_deg"]
    sites = datasets.read("launches").drop_duplicates("site").set_index("site")[columns]
    ours = places.loc[places["kind"] == "launch site", columns]
    assert set(ours.index) == set(GCAT_SITE)
    theirs = sites.loc[[GCAT_SITE[place] for place in ours.index]].to_numpy()
    assert (abs(ours - theirs) <= GCAT_ROUNDING_DEG).all(axis=None)


def test_every_kind_of_place_and_every_continent_has_one(places):
    assert set(places["kind"]) == {
        "city",
        "control room",
        "ground station",
        "landing area",
        "landmark",
        "launch site",
    }
    # One country each for Africa, the Americas, Antarctica, Asia, Europe, Oceania.
    assert {"EG", "US", "BR", "AQ", "JP", "FR", "AU"} <= set(places["country"].dropna())
