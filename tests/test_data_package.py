"""What datapackage.json and README.md say of the tables, against each other and the recipes."""

import re

import pytest

from analysis import datasets
from analysis.refresh import RECIPES

README = (datasets.home() / "README.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^## (\w+)\n(.*?)(?=^## |\Z)", README, flags=re.M | re.S))
BOOK = "cosmos-book"
SHARE_ALIKE = "CC-BY-SA-3.0"
# Results of a search, not pages that somebody published.
SEARCH_RESULTS = r"[?&](?:search|query|highlight)=|google\.|bing\.com|yandex\.\w+/search"


def test_every_table_has_its_section_in_alphabetical_order():
    assert list(SECTIONS) == sorted(datasets.package())


@pytest.mark.parametrize("name", list(datasets.package()))
def test_a_section_says_what_a_row_is_how_it_was_made_its_faults_refresh_and_licence(name):
    section = " ".join(SECTIONS[name].split())
    licence = section.partition("**Licence**:")[2]

    assert section.startswith("*One row is ")
    assert all(f"- **{word}" in section for word in ("Made", "Known faults", "Refresh"))
    assert f"`analysis refresh {name}" in section
    assert all(x["name"] in licence for x in datasets.record(name)["licenses"])


def test_the_readme_lists_every_file_that_a_folder_needs():
    paths = {upstream.path for recipe in RECIPES.values() for upstream in recipe.upstreams}

    assert {path for path in paths if f"`{path}`" not in README} == set()


def test_a_licence_has_one_title_and_one_address():
    said = {
        (x["name"], x["title"], x["path"])
        for record in datasets.package().values()
        for x in record["licenses"]
    }

    assert len(said) == len({name for name, _, _ in said})


def test_what_is_made_from_the_book_is_shared_alike():
    recipes = {
        name
        for name, x in RECIPES.items()
        if any(BOOK in upstream.path for upstream in x.upstreams)
    }
    shared = {
        name
        for name, record in datasets.package().items()
        if SHARE_ALIKE in {x["name"] for x in record["licenses"]}
    }

    assert shared == recipes | {"corrections"}


def test_a_source_with_an_address_is_a_page_over_https():
    for record in datasets.package().values():
        for source in record["sources"]:
            assert source["credit"]
            assert source["path"] is None or source["path"].startswith("https://")


@pytest.mark.parametrize("name", list(datasets.package()))
def test_no_row_cites_the_results_of_a_search(name):
    table = datasets.read(name)
    for column in table.filter(like="url").columns:
        found = table[column].dropna().astype(str)
        assert not found[found.str.contains(SEARCH_RESULTS)].tolist()


def test_nothing_names_the_machine_it_was_made_on():
    for path in sorted(datasets.home().iterdir()):
        if path.is_file():
            assert not re.search(r"/(work|root|home|tmp)/", path.read_text(encoding="utf-8")), path
