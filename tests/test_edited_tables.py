"""Tables that people edit: checked, recorded, and kept by the recipes that read them."""

import pytest
from small_data import FEWER, LATER, ONE_MORE, RATES, RAW, publish, record, refreshed

from analysis import datasets
from analysis.refresh import RECIPES, Recipe, Upstream
from analysis.refresh.canonical import facts
from analysis.refresh.commands import check, refresh_command
from analysis.refresh.replace import sole_writer
from analysis.refresh.tables import refresh

pytestmark = pytest.mark.usefixtures("own_cache")


CREW = {"name": "crew", "type": "string", "constraints": {"required": True, "unique": True}}
PAY = {"name": "pay_rub", "type": "number", "constraints": {"minimum": 0}}
DAY = {"name": "date", "type": "string", "constraints": {}}


@pytest.fixture
def by_hand(data):
    """Return data/ with a table that people edit, whose days are those of the exchange rates."""
    link = {"fields": ["date"], "reference": {"resource": "exchange_rates", "fields": ["date"]}}
    schema = {"fields": [CREW, PAY, DAY], "primaryKey": ["crew"], "foreignKeys": [link]}
    said = {"title": "Pay", "sources": [{"title": "A"}], "licenses": [{"title": "B"}]}
    pays = {"name": "pays", "path": "pays.csv", "retrieved": "", "schema": schema} | said
    content = b"crew,pay_rub,date\nshkaplerov,1000,2021-10-05\n"
    (data / "pays.csv").write_bytes(content)
    record(data, datasets.record("exchange_rates", data), pays | facts(content, pays))
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
    report = refreshed(by_hand, publish(published, FEWER), accept_loss=True)

    assert report.outcome == "kept"
    assert "data/pays.csv, row 1, column date" in report.reason


def test_a_table_comes_after_those_it_points_to(by_hand, published):
    (by_hand / "pays.csv").write_text("crew,pay_rub,date\nshkaplerov,1000,2021-10-19\n")
    publish(published, ONE_MORE)
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
    record(by_hand, datasets.record("exchange_rates", by_hand), unlinked)
    (by_hand / "pays.csv").write_text("crew,pay_rub,date\nshkaplerov,5,\n")
    upstreams = RECIPES["exchange_rates"].upstreams
    recipe = Recipe("exchange_rates", upstreams, build, {"pays": "pays"})
    options = {"folder": by_hand, "recipes": {"exchange_rates": recipe}}

    [alone] = refresh(source=str(published), **options)
    assert alone.outcome == "kept"
    assert "data/pays.csv was changed since datapackage.json recorded it" in alone.reason
    pays, rates = refresh(["exchange_rates", "pays"], str(published), **options)
    assert (pays.outcome, rates.outcome) == ("recorded", "unchanged")


def test_a_recipe_takes_its_own_table_with_what_people_edited_in_it(by_hand, published):
    def build(text, *, known):
        kept = known.assign(pay_rub=known["pay_rub"] + len(text))
        return kept[["crew", "pay_rub", "date"]]

    recipe = Recipe("pays", (Upstream(RAW),), build, {"known": "pays"})
    (by_hand / "pays.csv").write_text("crew,pay_rub,date\nperesild,5,2021-10-05\n")
    [report] = refresh(source=str(published), folder=by_hand, recipes={"pays": recipe})

    assert report.outcome == "updated"
    assert datasets.read("pays", by_hand)["pay_rub"].tolist() == [5 + len(RATES)]


def test_an_edit_of_a_table_whose_files_no_machine_can_fetch_is_recorded(by_hand):
    recipes = {"pays": Recipe("pays", (Upstream("pays"),), lambda text: None, {"known": "pays"})}
    skipped, recorded, again = (
        refresh(folder=_with_pays(by_hand, pay), recipes=recipes)[0].outcome
        for pay in ("1000", "2000", "2000")
    )

    assert (skipped, recorded, again) == ("skipped", "recorded", "skipped")
    assert datasets.read("pays", by_hand)["pay_rub"].tolist() == [2000]


def _with_pays(folder, pay):
    (folder / "pays.csv").write_text(f"crew,pay_rub,date\nshkaplerov,{pay},2021-10-05\n")
    return folder


def test_a_recipe_says_what_is_wrong_with_an_edit_of_its_own_table(by_hand, published):
    recipe = Recipe("pays", (Upstream(RAW),), lambda text, known: known, {"known": "pays"})
    (by_hand / "pays.csv").write_text("crew,pay_rub,date\nperesild,much,2021-10-05\n")
    [report] = refresh(source=str(published), folder=by_hand, recipes={"pays": recipe})

    assert report.outcome == "kept"
    assert "row 1, column pay_rub: 'much' is not a number" in report.reason


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
