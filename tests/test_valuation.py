"""Prices and budgets in dollars of one year, against the publishers' own figures."""

import numpy as np
import pandas as pd
import pytest

from analysis import datasets, valuation
from analysis.valuation import Valuation

ROUNDING = 1e-9
RATES, INDEX = datasets.exchange_rates(), datasets.price_index()
IN_2021 = Valuation(2021, RATES, INDEX)


def test_a_dollar_of_its_own_year_stays_a_dollar():
    assert IN_2021.usd(1.0, "USD", "2021") == pytest.approx(1, rel=ROUNDING)


def test_a_dollar_of_2013_is_1_308_dollars_of_2023():
    # BLS, CPI-U annual averages: 232.957 in 2013, 304.702 in 2023.
    assert Valuation(2023, RATES, INDEX).usd(1.0, "USD", "2013") == pytest.approx(
        304.702 / 232.957, rel=1e-5
    )


def test_roubles_can_be_taken_at_another_day_s_rate():
    # Bank of Russia, 20 April 2023: 81.6549 roubles per dollar.
    other = Valuation(2021, RATES, INDEX, rate_date="2023-04-20", by="none")

    assert other.usd(81.6549, "RUB", "2021-09-16") == pytest.approx(1, rel=ROUNDING)


def test_roubles_can_rise_by_russian_prices_first():
    by_ru = Valuation(2023, RATES, INDEX, by="RU")
    plain = Valuation(2023, RATES, INDEX)

    # Rosstat: prices rose by 8.39, 11.94 and 7.42 % in 2021 to 2023, the dollar by a fifth.
    assert by_ru.usd(1e9, "RUB", "2021-09-16") != pytest.approx(
        plain.usd(1e9, "RUB", "2021-09-16"), rel=0.01
    )
    # Rosstat's rises in the table begin with 2020: before them, American prices.
    assert by_ru.usd(1e9, "RUB", "2017") == plain.usd(1e9, "RUB", "2017")


def test_euros_have_no_rate_and_no_value():
    assert np.isnan(IN_2021.usd(5980, "EUR", "2013-03"))


def test_a_seat_is_a_quarter_of_a_mission_and_a_third_of_a_ship_and_launch():
    as_printed = Valuation(2021, RATES, INDEX, by="none")
    priced = valuation.valued(datasets.prices(), as_printed).set_index("price_id")

    # SpaceNews, 2022: 288 million dollars for each of Crew-10 to Crew-14, four seats.
    assert priced.loc["p30", "low_usd"] == 72e6
    # TASS, 16 September 2021: 4,412.66 million roubles; Bank of Russia that day: 72.852.
    rate = RATES.set_index("date").loc[pd.Timestamp("2021-09-16"), "rub_per_usd"]
    assert priced.loc["p53", "low_usd"] == pytest.approx(4_412_660_000 / rate / 3, rel=ROUNDING)
    # The Register, 10 May 2021: 5.2 million dollars a private mission, whoever is on board.
    assert priced.loc["p42", "low_usd"] == 5.2e6


def test_all_in_tickets_are_not_among_the_rides():
    rides = valuation.rides(valuation.valued(datasets.prices(), IN_2021))

    assert set(rides["price_id"]) == {"p16", "p22", "p27", "p28", "p29", "p30", "p53"}


def test_older_prices_of_seats_are_history_and_do_not_count():
    outdated = valuation.outdated(valuation.valued(datasets.prices(), IN_2021))

    # Zero-G, September 2004: 2,950 dollars; NASA paid for Soyuz seats from 2006 on.
    assert outdated.set_index("price_id").loc["p47", "amount"] == 2950
    assert set(outdated["provider"]) == {"Soyuz (NASA)", "Zero-G"}
    assert (outdated["when"] < valuation.SINCE).all()


def test_what_was_told_of_weightless_minutes_names_who_told_it():
    films, sums = datasets.films(), datasets.film_money()
    on_stage = valuation.budgets_per_min(films, sums, IN_2021)

    # CTB, on filmpro.ru, 2017: 40 minutes; the film has 119.
    told = valuation.minutes_told(on_stage, datasets.claims())
    assert told["advertised_film"] == "Salyut-7"
    assert told["advertised_told"] == (
        "40 min of 119 advertised as weightless by the producer CTB (low confidence)"
    )


def test_each_measure_of_weightless_minutes_is_known_of_one_film():
    claims = datasets.claims()

    assert claims.loc[claims["measure"].isin(valuation.MINUTES), "measure"].is_unique


def test_gravity_cost_1_18_million_dollars_a_minute_in_its_own_year():
    films, sums = datasets.films(), datasets.film_money()
    table = valuation.budgets_per_min(films, sums, Valuation(2013, RATES, INDEX))

    # The Numbers and FiveThirtyEight 110, IMDb 100, Wikipedia 80 to 130 million; 91 minutes.
    median = np.median([110e6, 110e6, 100e6, 105e6])
    gravity = table.set_index("film_id").loc["gravity-2013", "per_min_usd"]
    assert gravity == pytest.approx(median / 91, rel=ROUNDING)
    assert round(gravity / 1e6, 2) == 1.18


def test_films_of_a_country_are_those_that_it_made_alone_or_with_others():
    films = pd.DataFrame({"title": ["a", "b", "c"], "countries": ["US", "GB; US", "RU"]})

    assert list(valuation.of_country(films, "US")["title"]) == ["a", "b"]
