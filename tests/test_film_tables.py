"""The tables on films, checked against each other and against the authorities they cite."""

import pandas as pd
import pytest

from analysis import datasets
from analysis.refresh import fivethirtyeight, ministry_of_culture
from analysis.refresh.film_money import film_money

ONE_MINUTE = 1.0
ROUNDING_USD = 50_000  # prices of seats are printed to a tenth of a million
FILM = "The Challenge"
AFP = "AFP, 20 April 2023"
NEVER_MADE = {"Untitled Tom Cruise project", "The Final Journey (Yuri Kara)"}


@pytest.fixture(scope="module")
def claims() -> pd.DataFrame:
    return datasets.read("claims")


@pytest.fixture(scope="module")
def prices() -> pd.DataFrame:
    return datasets.read("prices")


@pytest.fixture(scope="module")
def films() -> pd.DataFrame:
    return datasets.read("films").set_index("film_id")


@pytest.fixture(scope="module")
def box_office() -> pd.DataFrame:
    return datasets.read("box_office")


@pytest.fixture(scope="module")
def money() -> pd.DataFrame:
    return datasets.read("film_money")


@pytest.fixture(scope="module")
def story_claims() -> pd.DataFrame:
    return datasets.read("story_claims")


def said(claims: pd.DataFrame, measure: str, film: str = FILM, **where: str) -> pd.Series:
    """Return the one claim that fits."""
    found = claims[(claims["film"] == film) & (claims["measure"] == measure)]
    for column, value in where.items():
        found = found[found[column] == value]
    assert len(found) == 1, f"{len(found)} claims fit {measure}"
    return found.iloc[0]


def usd_on(day: str, roubles: float) -> float:
    rates = datasets.exchange_rates().set_index("date")["rub_per_usd"]
    return roubles / rates.asof(pd.Timestamp(day))


# The flight


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


# The footage


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


# The money


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


def test_takings_up_to_a_day_never_fall(box_office):
    takings = box_office[
        (box_office["period"] == "cumulative")
        & (box_office["measure"] == "gross")
        & box_office["date"].notna()
    ]
    amounts = takings["amount"].fillna(takings["amount_low"])
    ordered = amounts.groupby(takings["date"]).agg(["min", "max"])
    assert len(ordered) >= 6
    assert (ordered["min"].iloc[1:].to_numpy() > ordered["max"].iloc[:-1].to_numpy()).all()


def test_two_weekends_earned_less_than_the_total_soon_after(box_office):
    gross = box_office[box_office["measure"] == "gross"]
    weekends = gross[(gross["period"] == "weekend") & (gross["date"] < "2023-05-01")]
    highest = weekends.groupby("date")["amount"].max().sum()
    total = gross[(gross["period"] == "cumulative") & (gross["date"] == "2023-05-03")]
    assert highest < total["amount"].item()


def test_publications_agree_on_the_first_weekend_to_three_per_cent(box_office):
    first = box_office[(box_office["period"] == "weekend") & (box_office["date"] == "2023-04-23")]
    figures = first["amount"].fillna(first["amount_high"])
    # film.ru after EAIS, 423 million; Kanobu after EAIS and Kommersant, 435 million
    assert (figures.min(), figures.max()) == (423e6, 435e6)


def test_tickets_cost_the_same_by_two_publications(box_office):
    known = box_office.assign(figure=box_office["amount"].fillna(box_office["amount_low"]))
    known = known[known["date"] >= "2023-05-28"]
    price = known.pivot_table("figure", "source", "measure").dropna()
    price = price["gross"] / price["admissions"]
    # Rozetked, 28 May 2023: 47.4 million for 150 thousand; Rossiyskaya Gazeta: 1.67 billion for 5.1
    assert price["Rozetked"] == pytest.approx(316, abs=1)
    assert price["Rossiyskaya Gazeta via smesbest.ru"] == pytest.approx(327, abs=1)


# Prices


def test_contracts_for_seats_make_the_price_of_a_seat(prices):
    contracts = prices[prices["item"] == "contract"].set_index("amount")
    seats = prices[prices["item"] == "seat"]
    # NASA, 6 April 2010: 335 million for 6, 55.8 each; AP, 30 April 2013: 424 million for 6, 70.7
    # each; NASA Inspector General, IG-16-028: 491.2 million for 6, 81.9 each
    for total, each in ((335e6, 55.8e6), (424e6, 70.7e6), (491.2e6, 81.9e6)):
        contract = contracts.loc[total]
        assert total / contract["quantity"] == pytest.approx(each, abs=ROUNDING_USD)
        same_days = seats["valid_from"].eq(contract["valid_from"])
        assert each in set(seats.loc[same_days, "amount"])


def test_seventy_seats_cost_three_point_nine_billion(prices):
    contract = prices[(prices["item"] == "contract") & (prices["quantity"] == 70)].iloc[0]
    mean = prices.loc[prices["note"].eq("Mean of 70 seats."), "amount"].item()
    # NASA Inspector General, IG-20-005: 70 seats, 3.9 billion, 55.4 million on average
    assert mean == 55.4e6
    assert mean * 70 == pytest.approx(contract["amount"], abs=50e6)
    assert contract["amount"] / 70 == pytest.approx(55.7e6, abs=ROUNDING_USD)


def test_private_stay_costs_what_nasa_reckoned_in_its_example(prices):
    daily = prices[prices["item"].isin(["life_support", "crew_supplies"])]
    daily = daily.loc[daily["valid_from"].eq("2019-06"), "amount"].sum()
    # NASA, pricing policy of June 2019: four people for seven days, 945,000 dollars
    assert daily * 4 * 7 == 945_000


def test_tariff_of_february_2021_follows_that_of_2019_without_a_gap(prices):
    tariff = prices[prices["item"].isin(["cargo_up", "cargo_down", "crew_time"])]
    old, new = tariff[tariff["valid_until"].notna()], tariff[tariff["valid_until"].isna()]
    assert set(old["item"]) == set(new["item"])
    until = pd.to_datetime(old["valid_until"]) + pd.Timedelta(days=1)
    assert set(until) == set(pd.to_datetime(new["valid_from"])) == {pd.Timestamp("2021-02-25")}
    # SpaceNews, March 2021: an hour of crew time from 17,500 to 130,000 dollars
    hours = tariff[tariff["item"] == "crew_time"]
    assert hours["amount"].tolist() == [17_500, 130_000]


def test_eight_rockets_cost_one_point_three_billion_roubles_each(prices):
    order = prices[(prices["item"] == "launch_vehicle") & (prices["quantity"] == 8)].iloc[0]
    # TASS, 21 May 2019: eight Soyuz-2.1a for 10.45 billion; Interfax: one for 1.322 billion
    single = prices[(prices["item"] == "launch_vehicle") & (prices["quantity"] == 1)].iloc[0]
    assert order["amount"] / 8 == pytest.approx(1.306e9, abs=1e6)
    assert order["amount"] / 8 == pytest.approx(single["amount"], rel=0.02)


def test_order_of_one_rocket_and_ship_is_sixty_million_dollars(prices):
    order = prices[prices["item"] == "launch_vehicle_and_spacecraft"].iloc[0]
    # TASS, 16 September 2021: 4,412,660 thousand roubles; 72.8 roubles to the dollar
    assert order["amount"] == 4_412_660_000
    assert usd_on("2021-09-16", order["amount"]) == pytest.approx(60.6e6, rel=0.01)


# Films


def test_films_of_the_claims_stand_in_the_table_of_films(claims, films):
    assert set(claims["film"]) - set(films["title"]) == NEVER_MADE


def test_orbit_is_the_method_of_films_shot_in_space_alone(films):
    assert (films["method"].eq("orbit") == films["shot_in_space"]).all()


def test_a_method_is_told_with_its_source_or_unknown(films):
    assert (films["method_source_url"].isna() == films["method"].eq("unknown")).all()


def test_no_two_films_share_a_key_of_another_catalogue(films):
    for key in ("imdb_id", "ru_certificate"):
        assert not films[key].dropna().duplicated().any()


def test_year_ends_the_key_of_a_film(films):
    assert (films.index.str[-4:] == films["year"].astype(str)).all()


def test_world_takings_include_those_at_home(money):
    gross = money[money["currency"] == "USD"].pivot_table(
        index=["film_id", "source"], columns="measure", values="amount", aggfunc="max"
    )
    both = gross[["gross_domestic", "gross_world"]].dropna()
    assert len(both) >= 13
    assert (both["gross_world"] >= both["gross_domestic"]).all()


def test_tmdb_files_american_takings_as_those_of_the_world(money):
    of_tmdb = money[(money["source"] == "TMDB") & money["note"].notna()].set_index("film_id")
    american = money[
        (money["source"] == fivethirtyeight.SOURCE) & (money["measure"] == "gross_domestic")
    ].set_index("film_id")
    # FiveThirtyEight: Deep Impact 140,464,664, Mission to Mars 60,874,615 in the US and Canada
    assert set(of_tmdb.index) == {"deep-impact-1998", "mission-to-mars-2000"}
    assert (of_tmdb["amount"] == american["amount"].reindex(of_tmdb.index)).all()


def test_sums_of_the_two_lists_are_those_published(money):
    sums = money.set_index(["film_id", "source", "measure"])["amount"]
    apollo = sums["apollo-13-1995"]["FiveThirtyEight"]
    # FiveThirtyEight, movies.csv, tt0112384
    assert apollo["budget"] == 65_000_000
    assert apollo["gross_world"] == 334_100_000
    salyut = sums["salyut-7-2017"][ministry_of_culture.SOURCE]
    # Ministry of Culture of Russia, certificate 111006917
    assert salyut["budget"] == 493_733_957
    assert salyut["state_support_nonrefundable"] == 225_000_000
    assert salyut["gross_domestic"] == 752_679_777


# Form


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


# The two published lists

LISTED = (
    "year,imdb,title,budget,domgross,intgross\n"
    "1995,tt0112384,Apollo 13,65000000,172070496,334100000\n"
    "2013,tt1711425,21 &amp; Over,13000000,#N/A,42195766\n"
)
CERTIFICATES = (
    "\ufefftitle,puNumber,show_start_date,production_country,refundable_support,"
    "nonrefundable_support,budget;;;\n"
    '"Гравитация,121024013,2013-09-11T12:00:00.000Z,США - Великобритания,,,0.0";;;\n'
    '"Время первых, или как это было,111001317,2017-02-21T12:00:00.000Z,Россия,1.0,2.0,3.0";;;\n'
    '"""Салют-7"", фильм",111006917\n'
    '"Салют-7,111006917,2017-10-01T12:00:00.000Z, Россия ,0.0,225000000.0,493733957.0";;;\n'
)
TAKINGS = "puNumber,box_office\n111006917,752679777.0\n121024013,1000.5\n"
CERTIFICATE_IDS = pd.Series({"111006917": "salyut-7-2017", "121024013": "gravity-2013",
                             "111001317": "the-age-of-pioneers-2017"})  # fmt: skip


def test_figures_that_the_list_of_fivethirtyeight_lacks_are_left_out():
    film_ids = pd.Series({"tt0112384": "apollo-13-1995", "tt1711425": "21-and-over-2013"})
    rows = fivethirtyeight.film_money(LISTED, film_ids=film_ids)
    found = rows[rows["film_id"] == "21-and-over-2013"]
    assert found["measure"].tolist() == ["budget", "gross_world"]
    assert rows.loc[rows["measure"] == "gross_domestic", "territory"].item() == "US and Canada"


def test_a_list_of_fivethirtyeight_without_takings_is_refused_in_a_sentence():
    with pytest.raises(ValueError, match="has no column domgross, intgross"):
        fivethirtyeight.film_money("imdb,budget\n", film_ids=pd.Series(dtype=str))


def test_takings_of_foreign_films_in_russia_are_those_abroad():
    rows = ministry_of_culture.film_money(CERTIFICATES, TAKINGS, film_ids=CERTIFICATE_IDS)
    of_gravity = rows[rows["film_id"] == "gravity-2013"].iloc[0]
    assert (of_gravity["measure"], of_gravity["amount"]) == ("gross_abroad", "1000.5")
    assert of_gravity["note"] == ministry_of_culture.PARTIAL
    of_salyut = rows[rows["film_id"] == "salyut-7-2017"]
    assert of_salyut["measure"].tolist() == [
        "budget", "state_support_nonrefundable", "gross_domestic",
    ]  # fmt: skip
    assert of_salyut["note"].eq("").all()


def test_certificates_torn_apart_by_commas_are_left_out():
    kept = [row["puNumber"] for row in ministry_of_culture.certificates(CERTIFICATES)]
    assert kept == ["121024013", "111006917"]


def test_certificates_without_budgets_are_refused_in_a_sentence():
    with pytest.raises(ValueError, match="the columns of the certificates are"):
        list(ministry_of_culture.certificates("title,puNumber\n"))


def test_figures_cited_one_by_one_outlive_a_refresh_of_the_lists(films):
    cited = pd.DataFrame(
        {
            "film_id": ["salyut-7-2017", "salyut-7-2017"],
            "source": ["Wikipedia (English)", ministry_of_culture.SOURCE],
            "measure": "budget",
            "amount": ["400000000", "1"],
        }
    )
    table = film_money(LISTED, CERTIFICATES, TAKINGS, films=films.reset_index(), cited=cited)
    of_salyut = table[(table["film_id"] == "salyut-7-2017") & (table["measure"] == "budget")]
    assert dict(zip(of_salyut["source"], of_salyut["amount"], strict=True)) == {
        ministry_of_culture.SOURCE: "493733957",
        "Wikipedia (English)": "400000000",
    }
