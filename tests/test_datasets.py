"""A table that is not what its record says is refused, in a sentence that says where."""

import hashlib
import json

import pytest

from analysis import datasets

PACKAGE = {
    "resources": [
        {
            "name": "ships",
            "path": "ships.csv",
            "title": "Ships",
            "sources": [{"title": "A list"}],
            "licenses": [{"title": "Free"}],
            "schema": {
                "fields": [
                    {"name": "ship", "type": "string", "constraints": {"required": True}},
                    {"name": "seats", "type": "integer", "constraints": {"minimum": 1}},
                    {"name": "kind", "type": "string", "constraints": {"enum": ["a", "b"]}},
                    {"name": "first_date", "type": "date",
                     "constraints": {"minimum": "1961-04-12"}},
                    {"name": "code", "type": "string", "constraints": {"pattern": "[A-Z]+"}},
                    {"name": "flying", "type": "boolean"},
                    {"name": "number", "type": "integer", "constraints": {"unique": True}},
                ],
                "primaryKey": ["ship"],
            },
        },
        {
            "name": "launches",
            "path": "launches.csv",
            "title": "Launches",
            "sources": [{"title": "A list"}],
            "licenses": [{"title": "Free"}],
            "schema": {
                "fields": [
                    {"name": "ship", "type": "string"},
                    {"name": "at", "type": "datetime"},
                ],
                "foreignKeys": [
                    {"fields": ["ship"], "reference": {"resource": "ships", "fields": ["ship"]}}
                ],
            },
        },
    ]
}  # fmt: skip
SHIPS = (
    "ship,seats,kind,first_date,code,flying,number\n"
    "Soyuz,3,a,1967-04-23,S,true,7\nDragon,4,,,,,\nStarliner,4,,,,,\n"
)
LAUNCHES = "ship,at\nSoyuz,2021-10-05T08:55:02Z\n"


@pytest.fixture
def folder(tmp_path):
    return _written(tmp_path, SHIPS, LAUNCHES)


def _written(folder, ships, launches):
    """Write two tables and a record whose hashes are right, whatever else is not."""
    package = json.loads(json.dumps(PACKAGE))
    for resource, text in zip(package["resources"], (ships, launches), strict=True):
        content = text.encode("utf-8")
        (folder / resource["path"]).write_bytes(content)
        resource["hash"] = f"sha256:{hashlib.sha256(content).hexdigest()}"
    (folder / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    return folder


def test_a_sound_table_is_read_with_its_types(folder):
    ships = datasets.read("ships", folder)
    launches = datasets.read("launches", folder)

    assert ships["seats"].tolist() == [3, 4, 4]
    assert ships["first_date"].dt.year.iloc[0] == 1967
    assert ships["flying"].iloc[0]
    assert ships["kind"].isna().tolist() == [False, True, True]
    assert str(launches["at"].iloc[0]) == "2021-10-05 08:55:02+00:00"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("Soyuz,3", "Soyuz,three", "row 1, column seats: 'three' is not a whole number"),
        ("Soyuz,3", "Soyuz,3.5", "row 1, column seats: '3.5' is not a whole number"),
        ("Dragon,4", "Dragon,0", "row 2, column seats: '0' does not satisfy {\"minimum\": 1}"),
        ("Dragon,4,", ",4,", "row 2, column ship: is missing"),
        (",a,", ",c,", "row 1, column kind: 'c' does not satisfy"),
        ("1967-04-23", "23/04/1967", "row 1, column first_date: '23/04/1967' is not a date"),
        ("1967-04-23", "1957-10-04", "row 1, column first_date"),
        (",S,", ",Ss,", "row 1, column code: 'Ss' does not satisfy"),
        ("true", "yes", "row 1, column flying: 'yes' is not true or false"),
        ("Dragon,4", "Soyuz,4", "row 2, column ship: Soyuz stands in an earlier row too"),
        ("Dragon,4,,,,,", "Dragon,4,,,,,7", "row 2, column number: 7 stands in an earlier row"),
        ("ship,seats", "ship,chairs", "header: the columns are not those of datapackage.json"),
        ("ship,seats,kind", "seats,ship,kind", "they differ in their order"),
    ],
)
def test_a_wrong_table_is_refused_with_file_row_and_column(tmp_path, old, new, said):
    assert old in SHIPS
    folder = _written(tmp_path, SHIPS.replace(old, new), LAUNCHES)

    with pytest.raises(datasets.DataError) as refusal:
        datasets.read("ships", folder)

    assert str(refusal.value).startswith("data/ships.csv, ")
    assert said in str(refusal.value)


def test_a_value_that_another_table_lacks_is_refused(tmp_path):
    folder = _written(tmp_path, SHIPS, LAUNCHES.replace("Soyuz", "Vostok"))

    with pytest.raises(datasets.DataError, match="row 1, column ship: 'Vostok' does not stand in"):
        datasets.read("launches", folder)


def test_a_table_changed_since_it_was_recorded_is_refused(folder):
    (folder / "ships.csv").write_text(SHIPS.replace("Soyuz,3", "Soyuz,2"), encoding="utf-8")

    with pytest.raises(
        datasets.DataError, match=r"was changed since datapackage\.json recorded it"
    ):
        datasets.read("ships", folder)


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"", b'ship\n"open'])
def test_a_file_that_is_no_table_is_refused(folder, content):
    (folder / "ships.csv").write_bytes(content)

    with pytest.raises(datasets.DataError, match=r"data/ships\.csv"):
        datasets.read("ships", folder)


def test_an_unknown_table_and_a_missing_file_are_refused(folder):
    with pytest.raises(datasets.DataError, match="There is no table 'shops' in data/"):
        datasets.read("shops", folder)
    (folder / "ships.csv").unlink()
    with pytest.raises(datasets.DataError, match=r"data/ships\.csv cannot be read"):
        datasets.read("ships", folder)


def test_a_record_that_is_no_data_package_is_refused(folder):
    (folder / "datapackage.json").write_text("{", encoding="utf-8")

    with pytest.raises(datasets.DataError, match=r"datapackage\.json is not a Data Package"):
        datasets.read("ships", folder)


def test_a_file_without_a_record_is_a_problem(folder):
    (folder / "boats.csv").write_text("boat\n", encoding="utf-8")

    found = dict(datasets.problems(folder))

    assert found["ships"] is None
    assert found["boats"] == "data/boats.csv has no record in datapackage.json."


@pytest.mark.parametrize("name", list(datasets.package()))
def test_every_table_of_data_is_what_its_record_says(name):
    table = datasets.read(name)
    record = datasets.record(name)

    assert len(table) == record["rows"]
    assert record["description"].startswith("One row is ")
    assert all(source["title"] for source in record["sources"])
    assert all(field["description"] for field in record["schema"]["fields"])


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            {"schema": {}},
            "table ships: schema is missing; it needs path, schema, title, sources, licenses",
        ),
        (
            {"schema": {"fields": [{"name": "seats", "type": "text"}]}},
            "table ships, column seats: the type is 'text', not one of string, number",
        ),
    ],
)
def test_a_record_that_no_reader_can_use_is_refused(folder, change, said):
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    package["resources"][0] |= change
    (folder / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")

    with pytest.raises(datasets.DataError, match=said):
        datasets.read("ships", folder)


def test_a_table_that_was_never_recorded_says_how_it_is(folder):
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    del package["resources"][0]["hash"]
    (folder / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")

    with pytest.raises(datasets.DataError, match="`analysis refresh ships` records it"):
        datasets.read("ships", folder)


def test_a_table_is_looked_for_in_the_project_in_which_one_stands(tmp_path, monkeypatch):
    (tmp_path / "data").mkdir()
    (tmp_path / "notebooks").mkdir()
    _written(tmp_path / "data", SHIPS, LAUNCHES)
    monkeypatch.chdir(tmp_path / "notebooks")

    assert list(datasets.package()) == ["ships", "launches"]
    assert datasets.read("ships")["ship"].tolist() == ["Soyuz", "Dragon", "Starliner"]


def test_outside_any_project_the_tables_are_those_beside_the_package(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    assert "launches" in datasets.package()


@pytest.mark.parametrize("key", ["title", "sources", "licenses"])
def test_a_table_of_which_nothing_is_said_is_no_source(folder, monkeypatch, key):
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    del package["resources"][0][key]
    (folder / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    monkeypatch.setattr(datasets, "home", lambda: folder)

    with pytest.raises(datasets.DataError, match=f"table ships: {key} is missing"):
        datasets.sources("ships")
    assert f"{key} is missing" in dict(datasets.problems())["ships"]
