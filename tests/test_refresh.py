"""Tables made anew from published files, or left byte for byte as they were."""

import re
from threading import Thread

import pandas as pd
import pytest
from mirror import Mirror, answer
from small_data import FEWER, LATER, ONE_MORE, RATES, RAW, files, publish, refreshed

from analysis import datasets
from analysis.refresh import RECIPES, Recipe, Upstream
from analysis.refresh.canonical import csv_bytes
from analysis.refresh.download import DownloadError, Downloads
from analysis.refresh.replace import BusyError, sole_writer
from analysis.refresh.tables import refresh
from analysis.refresh.upstreams import Texts

pytestmark = pytest.mark.usefixtures("own_cache")


def test_the_same_files_give_the_same_bytes(data, published):
    before = files(data)

    assert refreshed(data, published).sentence() == "exchange_rates: unchanged, 3 rows."
    assert files(data) == before


def test_a_longer_file_extends_the_table_and_its_record(data, published):
    report = refreshed(data, publish(published, ONE_MORE))

    assert report.sentence() == ("exchange_rates: updated, 4 rows (1 added, 0 changed, 0 removed).")
    assert datasets.read("exchange_rates", data)["rub_per_usd"].iloc[-1] == 71.1755
    record = datasets.record("exchange_rates", data)
    assert record["retrieved"] == "2026-02-01"
    assert record["rows"] == 4
    assert record["coverage"] == {"from": "2021-10-05", "until": "2021-10-19"}
    assert record["bytes"] == (data / "exchange_rates.csv").stat().st_size


def test_a_revised_figure_is_counted(data, published):
    report = refreshed(data, publish(published, RATES.replace("72.5686", "72.5687")))

    assert (report.added, report.changed, report.removed) == (0, 1, 0)


def test_a_dry_run_tells_and_touches_nothing(data, published):
    before = files(data)
    report = refreshed(data, publish(published, ONE_MORE), dry_run=True)

    assert "would be updated, 4 rows (1 added" in report.sentence()
    assert files(data) == before


BROKEN = {
    "fewer rows": (
        FEWER,
        "lacks rows .* 1 in all, the first is 2021-10-05",
    ),
    "other column order": ("rate,date\n72.9239,10/5/2021\n", "columns are .*, not date and rate"),
    "a web page": ("<!DOCTYPE html><title>Maintenance</title>", "is a web page, not the file"),
    "nothing": ("\n", "is empty"),
    "a word for a rate": (RATES.replace("72.9239", "soon"), "cannot be read as before"),
    "an impossible rate": (ONE_MORE.replace("71.1755", "711755"), r"row 4, column rub_per_usd"),
    "a day twice": (
        RATES + "10/5/2021,72.9239\n",
        "row 2, column date: 2021-10-05 .*stands in an earlier row too",
    ),
    "cut in a cell": (RATES + "10/4/20", "cannot be read as before"),
}


@pytest.mark.parametrize("fault", BROKEN)
def test_a_table_with_a_fault_does_not_replace_a_good_one(data, published, fault):
    text, why = BROKEN[fault]
    before = files(data)
    with Mirror(publish(published, text)) as mirror:
        reports = [refreshed(data, source) for source in (published, mirror.address)]

    assert [report.outcome for report in reports] == ["kept", "kept"]
    assert all(re.search(why, report.reason) for report in reports)
    assert files(data) == before


def test_lost_rows_go_where_somebody_says_so(data, published):
    report = refreshed(data, publish(published, FEWER), accept_loss=True)

    assert (report.rows, report.removed) == (2, 1)


def test_a_table_that_is_not_text_is_refused(data, published):
    (published / RAW).write_bytes(b"date,rate\n10/5/2021,\xff\n")

    assert "is not text in utf-8" in refreshed(data, published).reason


def test_a_file_that_is_not_in_the_folder_is_named(data, tmp_path):
    assert f"{RAW} cannot be read: No such file" in refreshed(data, tmp_path).reason


def test_a_table_that_no_machine_can_fetch_is_skipped(data):
    recipe = Recipe("exchange_rates", (Upstream("rates.csv"),), RECIPES["exchange_rates"].build)
    [report] = refresh(folder=data, recipes={"exchange_rates": recipe})

    assert report.outcome == "skipped"
    assert "rates.csv has no address that a machine can fetch" in report.sentence()


def test_the_banks_address_ends_on_the_day_of_the_refresh():
    asked = []

    class Asked(Downloads):
        def content(self, url, rest_s=0.0):
            asked.append(url)
            return b"date,rate\n"

    with Asked() as downloads:
        Texts(None, LATER, downloads).text(RECIPES["exchange_rates"].upstreams[0])

    assert asked == [
        "https://www.cbr.ru/scripts/XML_dynamic.asp"
        "?date_req1=01/07/1992&date_req2=01/02/2026&VAL_NM_RQ=R01235"
    ]


def test_every_recipe_makes_a_table_that_is_recorded():
    assert RECIPES.keys() <= datasets.package().keys()
    assert all(name == recipe.table for name, recipe in RECIPES.items())


def test_a_mirror_serves_as_a_folder_does(data, published):
    with Mirror(publish(published, ONE_MORE)) as mirror:
        report = refreshed(data, mirror.address)

    assert report.added == 1


def test_the_banks_own_xml_serves_as_its_mirror_does(data, published):
    # XML_dynamic.asp: windows-1251, decimal commas, days with points.
    rows = re.sub(
        r"(\d+)/(\d+)/(\d+),(.*)\.(.*)",
        r'<Record Date="\2.\1.\3" Id="R01235"><Nominal>1</Nominal><Value>\4,\5</Value></Record>',
        RATES.removeprefix("date,rate\n").replace("/6/", "/06/").replace("/5/", "/05/"),
    )
    xml = f'<?xml version="1.0" encoding="windows-1251"?><ValCurs name="Рынок">{rows}</ValCurs>'
    with Mirror(published) as mirror:
        mirror.answers[f"/{RAW}"] = [answer(200, xml.encode("cp1251"))]
        report = refreshed(data, mirror.address)

    assert report.sentence() == "exchange_rates: unchanged, 3 rows."


def test_a_truncated_download_leaves_the_table(data, published):
    before = files(data)
    with Mirror(published) as mirror:
        mirror.answers[f"/{RAW}"] = [answer(200, RATES[:40].encode(), promised=len(RATES))] * 4
        downloads = Downloads(plain=True, first_wait_s=0)
        report = refreshed(data, mirror.address, downloads=downloads)

    assert "failed 4 times: peer closed connection" in report.reason
    assert files(data) == before


def test_a_file_that_two_tables_need_is_asked_for_once_in_vain(published):
    with Mirror(published) as mirror, Downloads(plain=True, first_wait_s=0) as downloads:
        mirror.answers[f"/{RAW}"] = [answer(503)] * 9
        texts = Texts(mirror.address, LATER, downloads)
        for _ in range(2):
            with pytest.raises(DownloadError, match="failed 4 times"):
                texts.text(Upstream(RAW))

    assert mirror.statuses == [503] * 4


def test_a_server_that_is_not_there_is_named(data):
    downloads = Downloads(plain=True, first_wait_s=0)
    report = refreshed(data, "http://127.0.0.1:9", downloads=downloads)

    assert f"http://127.0.0.1:9/{RAW} failed 4 times: [Errno 111]" in report.reason


def test_two_refreshes_at_once_do_not_meet(data, published):
    with sole_writer(data), pytest.raises(BusyError, match="Another refresh is at work on data/"):
        refreshed(data, published)


def test_of_many_at_once_one_writes_and_all_readers_see_a_whole_table(data, published):
    outcomes = []

    def run():
        try:
            outcomes.append(refreshed(data, published).outcome)
        except BusyError:
            outcomes.append("busy")

    publish(published, ONE_MORE)
    runs = [Thread(target=run) for _ in range(4)]
    for thread in runs:
        thread.start()
    while any(thread.is_alive() for thread in runs):
        assert len(datasets.read("exchange_rates", data)) in (3, 4)

    assert outcomes.count("updated") == 1
    assert set(outcomes) <= {"updated", "unchanged", "busy"}
    assert len(outcomes) == 4


def test_a_table_that_is_not_there_is_refused_with_those_that_are(data, published):
    with pytest.raises(datasets.DataError, match="no table 'rates' in data/; there are exchange_"):
        refresh(["rates"], str(published), folder=data)


def test_a_folder_that_is_not_there_is_refused(data):
    with pytest.raises(DownloadError, match="--from /nowhere: there is no such folder"):
        refresh(["exchange_rates"], source="/nowhere", folder=data)


def test_numbers_are_written_the_same_however_they_came():
    fields = [{"name": "n", "type": "number"}]
    table = pd.DataFrame({"n": [1e9, "1000000000", "60.00", 0.12526, float("nan"), 1e-7]})

    assert csv_bytes(table, fields).split() == [
        b"n",
        b"1000000000",
        b"1000000000",
        b"60",
        b"0.12526",
        b'""',
        b"0.0000001",
    ]
