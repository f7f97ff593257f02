"""Budgets, takings and prices, checked against each other and the authorities they cite."""

import pandas as pd
import pytest

from analysis import datasets
from analysis import money as exchange
from analysis.refresh import fivethirtyeight, ministry_of_culture

ROUNDING_USD = 50_000  # prices of seats are printed to a tenth of a million


@pytest.fixture(scope="module")
def prices() -> pd.DataFrame:
    return datasets.read("prices")


@pytest.fixture(scope="module")
def box_office() -> pd.DataFrame:
    return datasets.read("box_office")


@pytest.fixture(scope="module")
def money() -> pd.DataFrame:
    return datasets.read("film_money")


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
    rates = datasets.exchange_rates()
    dollars = exchange.converted(order["amount"], "RUB", "USD", "2021-09-16", rates)
    # TASS, 16 September 2021: 4,412,660 thousand roubles; 72.8 roubles to the dollar
    assert order["amount"] == 4_412_660_000
    assert dollars == pytest.approx(60.6e6, rel=0.01)
