"""Files over HTTP from a server on this machine that is well, busy, broken or up to no good."""

import os
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from threading import Event

import pytest
from mirror import UNSAID, Mirror, answer

from analysis.refresh import download
from analysis.refresh.download import DownloadError, Downloads

RATES = b"date,rate\n10/5/2021,72.9239\n"  # Bank of Russia, the day the crew flew
AN_HOUR_S = 3600
A_MINUTE_AND_A_BIT_S = download.LONGEST_WAIT_S + 1


@pytest.fixture
def mirror(tmp_path):
    (tmp_path / "published").mkdir()
    (tmp_path / "published" / "rates.csv").write_bytes(RATES)
    with Mirror(tmp_path / "published") as server:
        yield server


@pytest.fixture
def waits(monkeypatch):
    """Return the waits between attempts, which take no time here."""
    seconds = []
    monkeypatch.setattr(download.time, "sleep", seconds.append)
    return seconds


@pytest.fixture
def fetched(mirror, tmp_path, waits):
    """Return a function that fetches rates.csv, as a new run of the command would."""

    def content(rest_s=0.0, **options):
        with Downloads(plain=True, cache=tmp_path / "cache", **options) as downloads:
            return downloads.content(f"{mirror.address}/rates.csv", rest_s)

    return content


def test_a_file_comes_whole_and_its_progress_is_told(fetched, mirror):
    told = []

    assert fetched(progress=lambda *state: told.append(state)) == RATES
    assert told[-1] == (f"{mirror.address}/rates.csv", len(RATES), len(RATES))


def test_an_unchanged_file_is_not_sent_again(fetched, mirror):
    assert fetched() == fetched() == RATES
    assert mirror.statuses == [200, 304]


def test_an_unchanged_file_is_known_by_its_date_too(fetched, mirror):
    day = "Tue, 05 Oct 2021 08:55:02 GMT"
    asked = []

    def unchanged(handler):
        asked.append(handler.headers["If-Modified-Since"])
        answer(304)(handler)

    mirror.answers["/rates.csv"] = [answer(200, RATES, Last_Modified=day), unchanged]

    assert fetched() == fetched() == RATES
    assert asked == [day]


def test_a_server_that_wants_rest_is_not_asked_twice(fetched, mirror):
    assert fetched() == RATES
    (mirror.folder / "rates.csv").write_bytes(b"date,rate\n")

    assert fetched(rest_s=AN_HOUR_S) == RATES
    assert mirror.statuses == [200]


def test_a_server_that_had_its_rest_is_asked_again(fetched, mirror, tmp_path):
    fetched()
    [kept] = (tmp_path / "cache").iterdir()
    os.utime(kept, (0, kept.stat().st_mtime - AN_HOUR_S))

    assert fetched(rest_s=AN_HOUR_S) == RATES
    assert mirror.statuses == [200, 304]


def test_a_changed_file_is_sent_again(fetched, mirror):
    fetched()
    (mirror.folder / "rates.csv").write_bytes(b"date,rate\n")

    assert fetched() == b"date,rate\n"
    assert mirror.statuses == [200, 200]


def test_a_damaged_cache_is_not_believed(fetched, mirror, tmp_path):
    fetched()
    [kept] = (tmp_path / "cache").iterdir()
    kept.write_bytes(kept.read_bytes().replace(b"72.9239", b"27.9239"))

    assert fetched() == RATES
    assert mirror.statuses == [200, 200]


def test_a_file_comes_where_nothing_can_be_kept(fetched, mirror, tmp_path):
    (tmp_path / "cache").write_text("a file, where the folder of kept files should be")

    assert fetched() == fetched() == RATES


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_a_busy_server_is_asked_again_after_ever_longer_waits(fetched, mirror, waits, status):
    mirror.answers["/rates.csv"] = [answer(status), answer(status)]

    assert fetched() == RATES
    assert waits == [1, 2]


def test_a_server_says_in_seconds_how_long_to_wait(fetched, mirror, waits):
    mirror.answers["/rates.csv"] = [answer(503, Retry_After="7")]

    assert fetched() == RATES
    assert waits == [7]


def test_a_server_says_by_a_date_how_long_to_wait(fetched, mirror, waits):
    then = format_datetime(datetime.now(UTC) + timedelta(seconds=20), usegmt=True)
    mirror.answers["/rates.csv"] = [answer(429, Retry_After=then)]

    assert fetched() == RATES
    assert waits[0] == pytest.approx(20, abs=2)


def test_a_server_that_wants_a_long_rest_gets_it(fetched, mirror, waits):
    mirror.answers["/rates.csv"] = [answer(503, Retry_After=f"{A_MINUTE_AND_A_BIT_S:.0f}")]

    with pytest.raises(DownloadError, match="asks to be left alone for 61 seconds: 503 Service"):
        fetched()
    assert waits == []


def test_a_server_that_stays_busy_is_given_up(fetched, mirror):
    mirror.answers["/rates.csv"] = [answer(503)] * 9

    with pytest.raises(DownloadError, match="failed 4 times: 503 Service Unavailable"):
        fetched()
    assert mirror.statuses == [503] * 4


def test_a_missing_file_is_not_asked_for_again(fetched, mirror):
    mirror.answers["/rates.csv"] = [answer(404)]

    with pytest.raises(DownloadError, match=r"rates\.csv answers 404 Not Found\."):
        fetched()
    assert mirror.statuses == [404]


def test_a_truncated_file_is_asked_for_again_and_never_taken(fetched, mirror):
    short = answer(200, RATES[:12], promised=len(RATES), ETag='"short"')
    mirror.answers["/rates.csv"] = [short]
    assert fetched() == RATES

    mirror.answers["/rates.csv"] = [short] * 4
    with pytest.raises(DownloadError, match="failed 4 times: peer closed connection"):
        fetched()
    assert fetched() == RATES


def test_a_file_said_to_be_beyond_all_measure_is_refused(fetched, mirror):
    mirror.answers["/rates.csv"] = [answer(200, RATES, promised=1001)]

    with pytest.raises(DownloadError, match="larger than 1,000 bytes"):
        fetched(limit_bytes=1000)


def test_a_file_that_turns_out_beyond_all_measure_is_refused(fetched, mirror):
    mirror.answers["/rates.csv"] = [answer(200, b"9" * 1001, promised=UNSAID)]

    with pytest.raises(DownloadError, match="larger than 1,000 bytes"):
        fetched(limit_bytes=1000)


def test_a_file_that_never_ends_is_refused(fetched, monkeypatch):
    monkeypatch.setattr(download, "DEADLINE_S", 0.0)

    with pytest.raises(DownloadError, match="took longer than 0 seconds"):
        fetched()


def test_a_server_that_says_nothing_is_given_up(fetched, mirror):
    patience = Event()
    mirror.answers["/rates.csv"] = [lambda handler: patience.wait(5)] * 4

    with pytest.raises(DownloadError, match="failed 4 times: timed out"):
        fetched(silence_s=0.05)
    patience.set()


def test_a_redirect_is_followed(fetched, mirror):
    (mirror.folder / "moved.csv").write_bytes(RATES)
    mirror.answers["/rates.csv"] = [answer(302, Location="/moved.csv")]

    assert fetched() == RATES


def test_a_redirect_to_plain_http_elsewhere_is_refused(fetched, mirror):
    mirror.answers["/rates.csv"] = [answer(302, Location="http://example.org/rates.csv")]

    with pytest.raises(DownloadError, match=r"http://example\.org/rates\.csv is not an https"):
        fetched()


def test_redirects_in_a_circle_are_refused(fetched, mirror):
    mirror.answers["/rates.csv"] = [answer(302, Location="/rates.csv")] * 9

    with pytest.raises(DownloadError, match="more than 5 redirects"):
        fetched()


def test_plain_http_is_refused_even_to_this_machine_unless_asked_for(mirror, tmp_path):
    with Downloads(cache=tmp_path) as downloads, pytest.raises(DownloadError, match="not an https"):
        downloads.content(f"{mirror.address}/rates.csv")
    assert mirror.statuses == []


def test_the_project_says_who_asks(fetched, mirror):
    asked = []

    def note(handler):
        asked.append(handler.headers["User-Agent"])
        answer(200, RATES)(handler)

    mirror.answers["/rates.csv"] = [note]
    fetched()

    assert asked[0].startswith("filmed-in-orbit/")
