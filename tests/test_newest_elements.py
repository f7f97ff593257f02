"""The newest element sets of two stations, as CelesTrak serves them, added to those that are there.

A server on this machine serves GP data as JSON, and what comes instead of it on a bad day.
"""

import json
import re
from datetime import date

import pytest
from mirror import Mirror, answer

from analysis import datasets
from analysis.refresh import RECIPES
from analysis.refresh.download import Downloads, MissingError
from analysis.refresh.tables import refresh
from analysis.refresh.upstreams import Texts

TODAY = date(2025, 11, 11)
ISS, TIANGONG = (f"celestrak-gp/{number}.json" for number in ("25544", "48274"))
COLLECTED = RECIPES["elements"].upstreams[0].path
# CelesTrak, GP data of 10 November 2025.
ISS_NOW = {
    "OBJECT_NAME": "ISS (ZARYA)",
    "OBJECT_ID": "1998-067A",
    "EPOCH": "2025-11-10T19:21:41.474592",
    "MEAN_MOTION": 15.49512626,
    "ECCENTRICITY": 0.00041371,
    "INCLINATION": 51.6337,
    "RA_OF_ASC_NODE": 300.5531,
    "ARG_OF_PERICENTER": 56.1394,
    "MEAN_ANOMALY": 303.9988,
    "EPHEMERIS_TYPE": 0,
    "CLASSIFICATION_TYPE": "U",
    "NORAD_CAT_ID": 25544,
    "ELEMENT_SET_NO": 999,
    "REV_AT_EPOCH": 53790,
    "BSTAR": 0.00020668468,
    "MEAN_MOTION_DOT": 0.00011159,
    "MEAN_MOTION_DDOT": 0,
}
TIANGONG_NOW = ISS_NOW | {
    "OBJECT_NAME": "CSS (TIANHE)",
    "OBJECT_ID": "2021-035A",
    "EPOCH": "2025-11-10T22:38:39.077376",
    "MEAN_MOTION": 15.60859823,
    "ECCENTRICITY": 0.00047056,
    "INCLINATION": 41.4651,
    "RA_OF_ASC_NODE": 209.7335,
    "ARG_OF_PERICENTER": 1.026,
    "MEAN_ANOMALY": 359.0588,
    "NORAD_CAT_ID": 48274,
    "REV_AT_EPOCH": 25906,
    "BSTAR": 0.0004154796,
    "MEAN_MOTION_DOT": 0.00035552,
}
# The same set of the day before, as two lines.
ISS_BEFORE = (
    "1 25544U 98067A   25313.96830531  .00008626  00000+0  16179-3 0  9997,"
    "2 25544  51.6342 304.7042 0004075  52.7615 307.3745 15.49490024537771"
)


@pytest.fixture(autouse=True)
def _own_cache(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture
def published(tmp_path):
    """Return a folder with a list put together by hand and CelesTrak's two files."""
    folder = tmp_path / "published"
    _write(folder, COLLECTED, f"line1,line2,provenance\n{ISS_BEFORE},owner/name earth.ts\n")
    _write(folder, ISS, json.dumps([ISS_NOW]))
    _write(folder, TIANGONG, json.dumps([TIANGONG_NOW]))
    return folder


@pytest.fixture
def data(tmp_path, published):
    """Return a folder like data/ with the set of the list, made from nothing before CelesTrak's."""
    folder = tmp_path / "data"
    folder.mkdir()
    record = datasets.record("elements") | {"rows": 0, "hash": "", "retrieved": ""}
    (folder / "datapackage.json").write_text(json.dumps({"resources": [record]}))
    only_list = tmp_path / "list"
    _write(only_list, COLLECTED, (published / COLLECTED).read_text())
    assert _refreshed(folder, only_list).added == 1
    return folder


def _write(folder, path, text):
    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    (folder / path).write_text(text)


def _refreshed(data, source, today=TODAY):
    options = {"downloads": Downloads(plain=True, first_wait_s=0)}
    [report] = refresh(["elements"], str(source), folder=data, today=today, **options)
    return report


def _served(data, published, path, *answers):
    """Return what came of a refresh from a server that answers for `path` as given."""
    with Mirror(published) as mirror:
        mirror.answers[f"/{path}"] = list(answers)
        return _refreshed(data, mirror.address)


def _files(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_the_newest_sets_of_both_stations_are_added_and_the_old_one_stays(data, published):
    old = datasets.read("elements", data)["line1"].tolist()
    report = _served(data, published, ISS)
    table = datasets.read("elements", data)

    assert report.sentence() == "elements: updated, 3 rows (2 added, 0 changed, 0 removed)."
    assert set(old) < set(table["line1"])
    assert table["craft"].tolist() == ["ISS", "ISS", "Tiangong"]
    newest = table.iloc[1]
    # Line 2 of the set as printed with CelesTrak's other format, but for its checksum.
    assert newest["line2"].startswith(
        "2 25544  51.6337 300.5531 0004137  56.1394 303.9988 15.49512626"
    )
    assert newest["seen_at"].endswith("gp.php?CATNR=25544&FORMAT=JSON")


def test_a_set_that_is_there_is_not_added_twice(data, published):
    _served(data, published, ISS)
    before = _files(data)

    assert _served(data, published, ISS).sentence() == "elements: unchanged, 3 rows."
    assert _files(data) == before


def test_a_set_that_celestrak_replaces_by_a_newer_one_stays(data, published):
    _served(data, published, ISS)
    later = TIANGONG_NOW | {"EPOCH": "2025-11-11T00:10:57.077376", "REV_AT_EPOCH": 25907}
    report = _served(data, published, TIANGONG, answer(200, json.dumps([later]).encode()))

    assert (report.added, report.changed, report.removed, report.rows) == (1, 0, 0, 4)


def test_a_mirror_with_the_sets_of_one_station_only_adds_those(data, published):
    report = _served(data, published, TIANGONG, answer(404, b"No GP data found"))

    assert report.added == 1


def test_a_folder_with_none_of_the_files_is_named(data, tmp_path):
    report = _refreshed(data, tmp_path)

    assert report.outcome == "kept"
    assert report.reason.endswith("celestrak-gp/48274.json cannot be read as before: "
                                  "none of these files is there.")  # fmt: skip


BROKEN = {
    "a craft that has decayed": (b"No GP data found", "answers 'No GP data found', not element"),
    "an empty list": (b"[]", "has no element set of the craft: it may have decayed"),
    "asked too soon": (
        b"GP data has not updated since your last successful\ndownload.\n",
        "answers 'GP data has not updated since your last successful download.'",
    ),
    "a web page": (b"<!DOCTYPE html><title>CelesTrak</title>", "is a web page, not the file"),
    "cut short": (json.dumps([ISS_NOW]).encode()[:200], "answers .* not element sets in JSON"),
    "an absurd epoch": (
        json.dumps([ISS_NOW | {"EPOCH": "2098-11-10T19:21:41.474592"}]).encode(),
        "has the epoch 2098-11-10T.*, which is not between its launch in 1998 and 2025-11-11",
    ),
    "no epoch": (
        json.dumps([ISS_NOW | {"EPOCH": None}]).encode(),
        r"ISS \(ZARYA\) cannot be read: TypeError",
    ),
    "a wrong node": (
        json.dumps([ISS_NOW | {"RA_OF_ASC_NODE": 30.5531}]).encode(),
        "set of 2025-11-10T19:21:41Z has its node 90.0 degrees from where",
    ),
    "a wrong revolution": (
        json.dumps([ISS_NOW | {"REV_AT_EPOCH": 53811}]).encode(),
        "set of 2025-11-10T19:21:41Z has the revolution number 53811",
    ),
    "another craft": (
        json.dumps([ISS_NOW | {"NORAD_CAT_ID": 20580}]).encode(),
        "row 1, column craft: '20580' does not satisfy",
    ),
}


@pytest.mark.parametrize("fault", BROKEN)
def test_sets_with_a_fault_are_not_added(data, published, fault):
    body, why = BROKEN[fault]
    before = _files(data)
    report = _served(data, published, ISS, answer(200, body))

    assert report.outcome == "kept"
    assert re.search(why, report.reason)
    assert _files(data) == before


def test_celestrak_is_asked_for_json_and_left_alone_for_two_hours_after():
    asked = []

    class Asked(Downloads):
        def content(self, url, rest_s=0.0):
            asked.append((url, rest_s))
            return b"[]"

    with Asked() as downloads:
        texts = [Texts(None, TODAY, downloads).text(x) for x in RECIPES["elements"].upstreams]

    assert texts == ["", "", "[]", "[]"]
    # https://celestrak.org/NORAD/documentation/gp-data-formats.php
    url = "https://celestrak.org/NORAD/elements/gp.php?CATNR={}&FORMAT=JSON"
    assert asked == [(url.format(number), 7200.0) for number in ("25544", "48274")]


def test_a_set_that_celestrak_itself_no_longer_has_is_no_empty_file():
    class Gone(Downloads):
        def content(self, url, rest_s=0.0):
            raise MissingError(f"{url} answers 404 Not Found.")

    with Gone() as downloads, pytest.raises(MissingError, match=r"CATNR=25544.* answers 404"):
        Texts(None, TODAY, downloads).text(RECIPES["elements"].upstreams[2])
