"""Tables made anew from published files, or left byte for byte as they were."""

import json
import re
from datetime import date
from threading import Thread

import pytest
from mirror import Mirror, answer

from analysis import datasets
from analysis.refresh import RECIPES, Recipe, Upstream
from analysis.refresh.canonical import csv_bytes, facts
from analysis.refresh.commands import check, refresh_command
from analysis.refresh.download import DownloadError, Downloads
from analysis.refresh.replace import BusyError, sole_writer
from analysis.refresh.tables import refresh
from analysis.refresh.upstreams import Texts

FIRST_DAY, LATER = date(2026, 1, 1), date(2026, 2, 1)
RAW = "cbr-usd-rub/usd_rub_raw.csv"
# Bank of Russia: the days of docking, of launch and of landing.
RATES = "date,rate\n10/16/2021,71.1714\n10/6/2021,72.5686\n10/5/2021,72.9239\n"
ONE_MORE = RATES.replace("date,rate\n", "date,rate\n10/19/2021,71.1755\n")


@pytest.fixture(autouse=True)
def _own_cache(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture
def published(tmp_path):
    """Return a folder of upstream files, as the Bank's mirror has them."""
    return _publish(tmp_path / "published", RATES)


@pytest.fixture
def data(tmp_path, published):
    """Return a folder like data/, with the table of exchange rates made on the first day."""
    return _made(tmp_path / "data", published)


def _publish(folder, rates):
    (folder / RAW).parent.mkdir(parents=True, exist_ok=True)
    (folder / RAW).write_text(rates)
    return folder


def _made(folder, published, **records):
    resources = [datasets.record("exchange_rates") | {"rows": 0, "hash": "", "retrieved": ""}]
    folder.mkdir()
    _record(folder, *resources)
    [report] = refresh(["exchange_rates"], str(published), folder=folder, today=FIRST_DAY)
    assert report.outcome == "updated"
    return folder


def _record(folder, *resources):
    package = {"name": "small", "resources": list(resources)}
    text = json.dumps(package, ensure_ascii=False, indent=2) + "\n"
    (folder / "datapackage.json").write_text(text)


def _files(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def _refreshed(data, source, **options):
    [report] = refresh(["exchange_rates"], str(source), folder=data, today=LATER, **options)
    return report


def test_the_same_files_give_the_same_bytes(data, published):
    before = _files(data)

    assert _refreshed(data, published).sentence() == "exchange_rates: unchanged, 3 rows."
    assert _files(data) == before


def test_a_longer_file_extends_the_table_and_its_record(data, published):
    report = _refreshed(data, _publish(published, ONE_MORE))

    assert report.sentence() == ("exchange_rates: updated, 4 rows (1 added, 0 changed, 0 removed).")
    assert datasets.read("exchange_rates", data)["rub_per_usd"].iloc[-1] == 71.1755
    record = datasets.record("exchange_rates", data)
    assert record["retrieved"] == "2026-02-01"
    assert record["rows"] == 4
    assert record["coverage"] == {"from": "2021-10-05", "until": "2021-10-19"}
    assert record["bytes"] == (data / "exchange_rates.csv").stat().st_size


def test_a_revised_figure_is_counted(data, published):
    report = _refreshed(data, _publish(published, RATES.replace("72.5686", "72.5687")))

    assert (report.added, report.changed, report.removed) == (0, 1, 0)


def test_a_dry_run_tells_and_touches_nothing(data, published):
    before = _files(data)
    report = _refreshed(data, _publish(published, ONE_MORE), dry_run=True)

    assert "would be updated, 4 rows (1 added" in report.sentence()
    assert _files(data) == before


BROKEN = {
    "fewer rows": (
        RATES.replace("10/5/2021,72.9239\n", ""),
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
    before = _files(data)
    report = _refreshed(data, _publish(published, text))

    assert report.outcome == "kept"
    assert re.search(why, report.reason)
    assert _files(data) == before


def test_lost_rows_go_where_somebody_says_so(data, published):
    fewer, _ = BROKEN["fewer rows"]
    report = _refreshed(data, _publish(published, fewer), accept_loss=True)

    assert (report.rows, report.removed) == (2, 1)


def test_a_table_that_is_not_text_is_refused(data, published):
    (published / RAW).write_bytes(b"date,rate\n10/5/2021,\xff\n")

    assert "is not text in utf-8" in _refreshed(data, published).reason


def test_a_file_that_is_not_in_the_folder_is_named(data, tmp_path):
    assert f"{RAW} cannot be read: No such file" in _refreshed(data, tmp_path).reason


def test_a_table_that_no_machine_can_fetch_is_skipped(data):
    recipe = Recipe("exchange_rates", (Upstream("rates.csv"),), RECIPES["exchange_rates"].build)
    [report] = refresh(folder=data, recipes={"exchange_rates": recipe})

    assert report.outcome == "skipped"
    assert "rates.csv has no address that a machine can fetch" in report.sentence()


def test_the_banks_address_ends_on_the_day_of_the_refresh():
    asked = []

    class Asked(Downloads):
        def content(self, url):
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
    with Mirror(_publish(published, ONE_MORE)) as mirror:
        report = _refreshed(data, mirror.address)

    assert report.added == 1


def test_a_truncated_download_leaves_the_table(data, published):
    before = _files(data)
    with Mirror(published) as mirror:
        mirror.answers[f"/{RAW}"] = [answer(200, RATES[:40].encode(), promised=len(RATES))] * 4
        downloads = Downloads(plain=True, first_wait_s=0)
        report = _refreshed(data, mirror.address, downloads=downloads)

    assert "failed 4 times: peer closed connection" in report.reason
    assert _files(data) == before


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
    report = _refreshed(data, "http://127.0.0.1:9", downloads=downloads)

    assert f"http://127.0.0.1:9/{RAW} failed 4 times: [Errno 111]" in report.reason


def test_two_refreshes_at_once_do_not_meet(data, published):
    with sole_writer(data), pytest.raises(BusyError, match="Another refresh is at work on data/"):
        _refreshed(data, published)


def test_of_many_at_once_one_writes_and_all_readers_see_a_whole_table(data, published):
    outcomes = []

    def run():
        try:
            outcomes.append(_refreshed(data, published).outcome)
        except BusyError:
            outcomes.append("busy")

    _publish(published, ONE_MORE)
    runs = [Thread(target=run) for _ in range(4)]
    for thread in runs:
        thread.start()
    while any(thread.is_alive() for thread in runs):
        assert len(datasets.read("exchange_rates", data)) in (3, 4)

    assert outcomes.count("updated") == 1
    assert set(outcomes) <= {"updated", "unchanged", "busy"}
    assert len(outcomes) == 4


CREW = {"name": "crew", "type": "string", "constraints": {"required": True, "unique": True}}
PAY = {"name": "pay_rub", "type": "number", "constraints": {"minimum": 0}}
DAY = {"name": "date", "type": "string", "constraints": {}}


@pytest.fixture
def by_hand(data):
    """Return data/ with a table that people edit, whose days are those of the exchange rates."""
    link = {"fields": ["date"], "reference": {"resource": "exchange_rates", "fields": ["date"]}}
    schema = {"fields": [CREW, PAY, DAY], "primaryKey": ["crew"], "foreignKeys": [link]}
    record = {"name": "pays", "path": "pays.csv", "retrieved": "", "schema": schema}
    content = b"crew,pay_rub,date\nshkaplerov,1000,2021-10-05\n"
    (data / "pays.csv").write_bytes(content)
    _record(data, datasets.record("exchange_rates", data), record | facts(content, record))
    return data


def _edited(data, text, names=("pays",)):
    (data / "pays.csv").write_bytes(text)
    return refresh(names, folder=data, today=LATER)[-1]


def test_an_edited_table_is_recorded_as_this_project_writes_csv(by_hand):
    edit = b"\xef\xbb\xbfcrew,pay_rub,date\r\nshkaplerov,1e3,2021-10-05\r\n peresild , 2.50,\r\n"
    report = _edited(by_hand, edit)

    assert report.sentence() == "pays: recorded, 2 rows (1 before)."
    assert (by_hand / "pays.csv").read_bytes() == (
        b"crew,pay_rub,date\nshkaplerov,1000,2021-10-05\nperesild,2.5,\n"
    )
    assert len(datasets.read("pays", by_hand)) == 2
    assert datasets.record("pays", by_hand)["retrieved"] == "2026-02-01"


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (b"peresild,-1,\n", "row 2, column pay_rub: '-1.0' does not satisfy"),
        (b"peresild,much,\n", "row 2, column pay_rub: 'much' is not a number"),
        (b"shkaplerov,1,\n", "row 2, column crew: shkaplerov stands in an earlier row too"),
        (b"peresild,1,2021-10-07\n", "does not stand in column date of data/exchange_rates"),
        (b"peresild,1\n", "row 2 has 2 cells, the header has 3"),
        ("Пересильд,1,\n".encode("cp1251"), "not text in UTF-8, from byte 45 on"),
    ],
)
def test_a_wrong_edit_is_named_and_neither_recorded_nor_undone(by_hand, line, why):
    edit = (by_hand / "pays.csv").read_bytes() + line
    recorded = (by_hand / "datapackage.json").read_bytes()
    report = _edited(by_hand, edit)

    assert report.outcome == "kept"
    assert why in report.reason
    assert (by_hand / "pays.csv").read_bytes() == edit
    assert (by_hand / "datapackage.json").read_bytes() == recorded


def test_rows_that_another_table_points_to_are_not_let_go(by_hand, published):
    fewer, _ = BROKEN["fewer rows"]
    report = _refreshed(by_hand, _publish(published, fewer), accept_loss=True)

    assert report.outcome == "kept"
    assert "data/pays.csv, row 1, column date" in report.reason


def test_a_table_comes_after_those_it_points_to(by_hand, published):
    (by_hand / "pays.csv").write_text("crew,pay_rub,date\nshkaplerov,1000,2021-10-19\n")
    _publish(published, ONE_MORE)
    reports = refresh(["pays", "exchange_rates"], str(published), folder=by_hand)

    assert [(x.table, x.outcome) for x in reports] == [
        ("exchange_rates", "updated"),
        ("pays", "recorded"),
    ]


def test_a_recipe_takes_other_tables_as_they_are_after_their_own_refresh(by_hand, published):
    def build(text, *, pays):
        assert pays["pay_rub"].tolist() == [5]
        return RECIPES["exchange_rates"].build(text)

    unlinked = datasets.record("pays", by_hand)
    unlinked["schema"].pop("foreignKeys")
    _record(by_hand, datasets.record("exchange_rates", by_hand), unlinked)
    (by_hand / "pays.csv").write_text("crew,pay_rub,date\nshkaplerov,5,\n")
    upstreams = RECIPES["exchange_rates"].upstreams
    recipe = Recipe("exchange_rates", upstreams, build, {"pays": "pays"})
    options = {"folder": by_hand, "recipes": {"exchange_rates": recipe}}

    [alone] = refresh(source=str(published), **options)
    assert alone.outcome == "kept"
    assert "data/pays.csv was changed since datapackage.json recorded it" in alone.reason
    pays, rates = refresh(["exchange_rates", "pays"], str(published), **options)
    assert (pays.outcome, rates.outcome) == ("recorded", "unchanged")


def test_a_table_that_is_not_there_is_refused_with_those_that_are(data, published):
    with pytest.raises(datasets.DataError, match="no table 'rates' in data/; there are exchange_"):
        refresh(["rates"], str(published), folder=data)


def test_a_folder_that_is_not_there_is_refused(data):
    with pytest.raises(DownloadError, match="--from /nowhere: there is no such folder"):
        refresh(["exchange_rates"], source="/nowhere", folder=data)


def test_the_commands_speak_in_sentences_and_exit_codes(by_hand, published, capsys):
    def said(code, command, *args, **options):
        assert command(*args, folder=by_hand, **options) == code
        return "".join(capsys.readouterr())

    rates = ["exchange_rates"]
    assert said(0, refresh_command, rates, str(published)) == "exchange_rates: unchanged, 3 rows.\n"
    assert said(2, refresh_command, ["rates"]).startswith("There is no table 'rates'")
    assert said(2, refresh_command, rates, "/nowhere").startswith("--from /nowhere")
    assert said(0, check) == "2 of 2 tables in data/ are in order.\n"
    with sole_writer(by_hand):
        assert said(1, refresh_command, rates).startswith("Another refresh is at work")
    (published / RAW).write_text("")
    assert "left as it was" in said(1, refresh_command, rates, str(published))
    (by_hand / "pays.csv").write_text("crew,pay_rub,date\nshkaplerov,1000,\n")
    assert "1 of 2 tables in data/ are in order." in said(1, check)


def test_numbers_are_written_the_same_however_they_came():
    fields = [{"name": "n", "type": "number"}]
    table = datasets.pd.DataFrame({"n": [1e9, "1000000000", "60.00", 0.12526, float("nan"), 1e-7]})

    assert csv_bytes(table, fields).split() == [
        b"n",
        b"1000000000",
        b"1000000000",
        b"60",
        b"0.12526",
        b'""',
        b"0.0000001",
    ]
