"""From upstream formats to the tables of data/: one module a source, one recipe a table.

canonical, rows          one way to write a table, to read one that was edited, to tell two apart
download, upstreams      published files, from their addresses, a mirror or a folder
candidate                a new version of a table, and the tests it must pass
replace                  in place of the old version, whole at every instant
tables, report           refreshing, and what came of it
commands                 `analysis refresh` and `analysis check`
everything else          a source: its published format in, a table out
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import pandas as pd

from analysis.refresh import (
    bank_of_russia,
    consumer_prices,
    element_sets,
    film_money,
    gcat,
    mcdowell,
    natural_earth,
    oem,
    people_in_space,
)

GCAT_URL = "https://planet4589.org/space/gcat/tsv/"
GITHUB_URL = "https://raw.githubusercontent.com/"


@dataclass(frozen=True)
class Upstream:
    """A published file: its path in a folder or mirror of such files, and its own address.

    `{today}` in the address stands for the day of the refresh, as 22/11/2026. Without an address
    the file is one that no machine can fetch, or that was put together by hand. One that is not
    needed is an empty text where it is not to be had. A server is asked once in `rest_h` hours.
    """

    path: str
    url: str | None = None
    is_needed: bool = True
    rest_h: float = 0.0


@dataclass(frozen=True)
class Recipe:
    """A table, the files it is made from, and the function that makes it from their texts.

    `tables` names tables of data/ that the function takes besides, by keyword; one that
    `is_dated` takes the day of the refresh too, as `today`.
    """

    table: str
    upstreams: tuple[Upstream, ...]
    build: Callable[..., pd.DataFrame]
    tables: Mapping[str, str] = field(default_factory=dict)
    is_dated: bool = False


BANK_OF_RUSSIA = Upstream(
    "cbr-usd-rub/usd_rub_raw.csv",
    "https://www.cbr.ru/scripts/XML_dynamic.asp"
    "?date_req1=01/07/1992&date_req2={today}&VAL_NM_RQ=R01235",
)
CPI_US = Upstream("cpi-us/cpiai.csv", GITHUB_URL + "datasets/cpi-us/HEAD/data/cpiai.csv")
CPI_WORLD = Upstream("cpi-world/cpi.csv", GITHUB_URL + "datasets/cpi/HEAD/data/cpi.csv")
FIVETHIRTYEIGHT = Upstream(
    "films-538-bechdel/movies.csv", GITHUB_URL + "fivethirtyeight/data/HEAD/bechdel/movies.csv"
)
CERTIFICATES = Upstream("films-mkrf-russia/mkrf_movies.csv")
TAKINGS = Upstream("films-mkrf-russia/mkrf_shows.csv")
LAUNCHLOG = Upstream("gcat-launchlog-2024/launchlog.tsv", GCAT_URL + "derived/launchlog.tsv")
VEHICLES = Upstream("gcat-tables-2025/lv.tsv", GCAT_URL + "tables/lv.tsv")
SITES = Upstream("gcat-tables-2025/sites.tsv", GCAT_URL + "tables/sites.tsv")
AGENCIES = Upstream("gcat-tables-2025/orgs.tsv", GCAT_URL + "tables/orgs.tsv")
MISSIONS = Upstream(
    "cosmos-book-humans/missions.json",
    GITHUB_URL + "cosmos-book/cosmos-book.github.io/HEAD"
    "/human-spaceflight/data/processed/missions.json",
)
RIDES = Upstream("cosmos-book-humans/derived/rides.csv")
PEOPLE = Upstream("cosmos-book-humans/derived/people.csv")
SPACEWALKS = Upstream("cosmos-book-humans/derived/evas.csv")
FLIGHTS_EXCERPT = Upstream("mcdowell-missions-excerpt/missions_2021-04_2023-12.psv")
NASA_SPACEWALKS = Upstream("nasa-eva-1965-2015/nasa_eva_us_russia.csv")
NASA_ADDITIONS = Upstream("nasa-eva-1965-2015/additions.csv")
ELEMENTS_2021 = Upstream("iss-tle-2021/iss_tle_2021_accepted.csv", is_needed=False)
ELEMENTS_OTHER = Upstream("iss-tle-2021/iss_tle_other_years.csv", is_needed=False)
# CelesTrak renews its sets every two hours and refuses to send one twice.
NEWEST_ELEMENTS = tuple(
    Upstream(
        f"celestrak-gp/{norad_id}.json",
        element_sets.NEWEST_URL.format(norad_id=norad_id),
        is_needed=False,
        rest_h=2,
    )
    for norad_id in element_sets.CRAFT
)
TRAJECTORY = Upstream("iss-oem/ISS.OEM_J2K_EPH.2022-042.xml")
COUNTRIES = Upstream(
    "worldmap-natural-earth/countries-110m.json",
    "https://cdn.jsdelivr.net/npm/world-atlas@2.0.2/countries-110m.json",
)
LAND = Upstream(
    "worldmap-natural-earth/land-110m.json",
    "https://cdn.jsdelivr.net/npm/world-atlas@2.0.2/land-110m.json",
)

FLOWN = (LAUNCHLOG, MISSIONS, RIDES, PEOPLE, FLIGHTS_EXCERPT)
ELEMENTS = (ELEMENTS_2021, ELEMENTS_OTHER, *NEWEST_ELEMENTS)
WALKED = (*FLOWN, SPACEWALKS, NASA_SPACEWALKS, NASA_ADDITIONS)
FILM_LISTS = (FIVETHIRTYEIGHT, CERTIFICATES, TAKINGS)
MENDED = {"corrections": "corrections"}
# The figures that people cite one by one stand in the table itself, and stay in it.
BESIDE_LISTS = {"films": "films", "cited": "film_money"}
# Nobody publishes old sets: what was once added is kept.
HISTORY = {"known": "elements"}

RECIPES = {
    recipe.table: recipe
    for recipe in (
        Recipe("borders", (COUNTRIES,), natural_earth.borders),
        Recipe("crews", FLOWN, people_in_space.crews, MENDED),
        Recipe("elements", ELEMENTS, element_sets.elements, HISTORY, is_dated=True),
        Recipe("ephemeris", (TRAJECTORY,), oem.ephemeris),
        Recipe("exchange_rates", (BANK_OF_RUSSIA,), bank_of_russia.exchange_rates),
        Recipe("film_money", FILM_LISTS, film_money.film_money, BESIDE_LISTS),
        Recipe("flights", FLOWN, mcdowell.flights, MENDED),
        Recipe("land", (LAND,), natural_earth.land),
        Recipe("launches", (LAUNCHLOG, VEHICLES, SITES, AGENCIES), gcat.launches, MENDED),
        Recipe("people", (PEOPLE, RIDES), people_in_space.people, MENDED),
        Recipe("price_index", (CPI_US, CPI_WORLD), consumer_prices.price_index),
        Recipe("spacewalks", WALKED, people_in_space.spacewalks, MENDED),
    )
}
