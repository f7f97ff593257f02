"""The claims on films and the films, checked against each other and the authorities they cite."""

import pandas as pd
import pytest

from analysis import datasets, money

ONE_MINUTE = 1.0
FILM = "The Challenge"
AFP = "AFP, 20 April 2023"
NEVER_MADE = {"Untitled Tom Cruise project", "The Final Journey (Yuri Kara)"}


@pytest.fixture(scope="module")
def claims() -> pd.DataFrame:
    return datasets.read("claims")


@pytest.fixture(scope="module")
def films() -> pd.DataFrame:
    return datasets.read("films").set_index("film_id")


@pytest.fixture(scope="module")
def story_claims() -> pd.DataFrame:
    return datasets.read("story_claims")


@pytest.fixture(scope="module")
def box_office() -> pd.DataFrame:
    return datasets.read("box_office")


def usd_on(day: str, roubles: float) -> float:
    return money.converted(roubles, "RUB", "USD", day, datasets.exchange_rates())


def said(claims: pd.DataFrame, measure: str, film: str = FILM, **where: str) -> pd.Series:
    """Return the one claim that fits."""
    found = claims[(claims["film"] == film) & (claims["measure"] == measure)]
    for column, value in where.items():
        found = found[found[column] == value]
    assert len(found) == 1, f"{len(found)} claims fit {measure}"
    return found.iloc[0]


def test_ascent_took_the_three_hours_and_twenty_seven_minutes_that_the_bbc_reported(claims):
    launch = said(claims, "launch_time", subject="Soyuz MS-19", said_by="Wikipedia")["time"]
    docking = said(claims, "docking_time", said_by="Wikipedia")["time"]
    # BBC, 5 October 2021: 3 h 27 min
    assert said(claims, "launch_to_docking")["value"] == 3 * 60 + 27
    assert (docking - launch).total_seconds() / 60 == pytest.approx(207, abs=ONE_MINUTE)


def test_docked_time_follows_from_the_times_of_both_ships(claims):
    docking = said(claims, "docking_time", said_by="RussianSpaceWeb")["time"]
    undocking = said(claims, "undocking_time", said_by="NASA")["time"]
    # Wikipedia, List of films featuring space stations: 11 d 12 h 52 min
    stay_min = (11 * 24 + 12) * 60 + 52
    assert (undocking - docking).total_seconds() / 60 == pytest.approx(stay_min, abs=ONE_MINUTE)
    assert said(claims, "stay", unit="min")["value"] == stay_min


def test_training_fits_between_selection_and_launch(claims):
    selected = pd.Timestamp(said(claims, "selection_date", confidence="high", said_by="Roscosmos",
                                 source="Roscosmos via Parabolic Arc")["text"])  # fmt: skip
    launch = said(claims, "launch_time", subject="Soyuz MS-19", said_by="Wikipedia")["time"]
    # Roscosmos, 13 May 2021 and 5 October 2021: 145 days
    assert (launch.tz_localize(None) - selected).days == 145
    assert said(claims, "training", said_by="Roscosmos")["value_high"] * 30.4 < 145


def test_hours_on_ship_and_station_are_the_sum_of_their_parts(claims):
    course = claims[claims["measure"] == "training_course"].set_index("subject")["value"]
    # Men Today, 2021: 130 h on ship and station, of which 87 h station and 43 h Soyuz
    assert course["ship and station together"] == course["space station"] + course["Soyuz"] == 130


def test_thirty_hours_for_fifty_minutes_make_thirty_six_to_one(claims):
    shot_h = said(claims, "footage", said_by="AFP")["value"]
    used_min = said(claims, "minutes_on_screen", said_by="AFP")["value"]
    # AFP, 20 April 2023: 30 h, 50 min
    assert shot_h * 60 / used_min == 36


def test_footage_of_the_challenge_is_the_same_in_claims_and_films(claims, films):
    film = films.loc["the-challenge-2023"]
    assert film["weightless_footage_min"] == said(claims, "footage", said_by="AFP")["value"] * 60
    assert (
        film["weightless_screen_min"] == said(claims, "minutes_on_screen", said_by="AFP")["value"]
    )


def test_parabolas_of_apollo_13_make_about_four_hours(claims, films):
    parabolas = said(claims, "parabolas", "Apollo 13")["value"]
    durations_s = claims.loc[claims["measure"] == "parabola_duration", "value"]
    # Neil Oseman: 612 parabolas of 25 s; TIME: 23 s, about four hours
    assert parabolas == 612
    assert (durations_s.min(), durations_s.max()) == (23, 25)
    assert parabolas * 23 / 3600 < 4 < parabolas * 25 / 3600
    assert films.loc["apollo-13-1995", "weightless_footage_min"] == 4 * 60


def test_a_billion_roubles_was_twelve_million_dollars(claims):
    ceiling = said(claims, "film_budget", said_by="Konstantin Ernst", source=AFP)["value_high"]
    # AFP, 20 April 2023: less than a billion roubles ($12 million)
    assert round(usd_on("2023-04-20", ceiling) / 1e6) == 12
    assert said(claims, "film_budget", source=AFP, unit="USD")["value"] == 12e6


def test_first_weekend_is_the_five_point_two_million_dollars_that_tass_printed(claims, box_office):
    weekend = box_office[(box_office["source"] == "TASS") & (box_office["period"] == "weekend")]
    # TASS, 24 April 2023: 426 million roubles, more than 5.2 million dollars
    assert 5.2e6 < usd_on("2023-04-24", weekend["amount"].item()) < 5.3e6
    assert said(claims, "first_weekend_gross")["value_low"] == 5.2e6


def test_films_of_the_claims_stand_in_the_table_of_films(claims, films):
    assert set(claims["film"]) - set(films["title"]) == NEVER_MADE


def test_orbit_is_the_method_of_films_shot_in_space_alone(films):
    assert (films["method"].eq("orbit") == films["shot_in_space"]).all()


def test_how_far_a_film_is_set_in_space_is_told_where_it_is_only_partly(films):
    assert (films["setting_note"].notna() == films["set_in_space"].eq("partly")).all()


def test_a_method_is_told_with_its_source_or_unknown(films):
    assert (films["method_source_url"].isna() == films["method"].eq("unknown")).all()


def test_no_two_films_share_a_key_of_another_catalogue(films):
    for key in ("imdb_id", "ru_certificate"):
        assert not films[key].dropna().duplicated().any()


def test_year_ends_the_key_of_a_film(films):
    assert (films.index.str[-4:] == films["year"].astype(str)).all()


def test_a_claim_is_a_figure_or_a_time_or_words(claims, story_claims):
    for table in (claims, story_claims):
        is_figure = table[["value", "value_low", "value_high"]].notna().any(axis=1)
        kinds = is_figure.astype(int) + table["time"].notna() + table["text"].notna()
        assert kinds.eq(1).all()
        assert (table["unit"].notna() == is_figure).all()


@pytest.mark.parametrize("name", ["claims", "prices", "box_office", "film_money"])
def test_a_range_has_two_ends_in_order_and_a_single_figure_none(name):
    table = datasets.read(name)
    stem = "value" if "value" in table else "amount"
    low, high = table[f"{stem}_low"], table[f"{stem}_high"]
    assert not (table[stem].notna() & (low.notna() | high.notna())).any()
    assert (low.isna() | high.isna() | (low < high)).all()
    if "said_as" in table:
        ends = (low.notna() & high.notna()) == table["said_as"].eq("range")
        assert ends.all()
        assert low[table["said_as"].isin(["more than", "at least"])].notna().all()
        assert high[table["said_as"].isin(["less than", "at most"])].notna().all()


def test_only_the_press_story_itself_has_no_address(claims, story_claims):
    for table in (claims, story_claims):
        assert set(table.loc[table["source_url"].isna(), "source"]) == {AFP}


def test_story_and_claims_say_the_same(claims, story_claims):
    linked = story_claims.dropna(subset=["claim_id"]).merge(claims, on="claim_id")
    assert len(linked) >= 24
    for column in ("measure", "value", "value_low", "value_high", "unit", "text", "said_as"):
        here, there = linked[f"{column}_x"], linked[f"{column}_y"]
        assert (here.eq(there) | (here.isna() & there.isna())).all(), column


def test_every_checkable_claim_of_the_press_story_is_there(story_claims):
    story = story_claims[story_claims["story_id"] == "afp-2023-04-20"]
    assert story["order"].tolist() == list(range(1, len(story) + 1))
    assert not story["claim_key"].duplicated().any()
    told = {"stay", "footage", "minutes_on_screen", "training", "film_budget", "botched_launches"}
    assert told <= set(story["claim_key"])


def test_tables_that_can_test_a_claim_exist(story_claims):
    named = {name for cell in story_claims["tables"].dropna() for name in cell.split(",")}
    assert named <= set(datasets.package())
