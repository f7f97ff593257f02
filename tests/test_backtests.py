"""The model on two films that were made, and the comparison itself."""

import numpy as np
import pandas as pd
import pytest

from analysis import backtests, datasets, inputs
from analysis.valuation import Valuation

SOURCES = inputs.Sources(
    datasets.claims(), datasets.prices(), datasets.assumptions(), datasets.films(),
    datasets.film_money(),
)  # fmt: skip
VALUATION = Valuation(2025, datasets.exchange_rates(), datasets.price_index())
DRAWS = 20_000
TWO_PERCENT = 0.02  # how far prices of a month may lie from the mean of their year


@pytest.fixture(scope="module")
def challenge() -> pd.DataFrame:
    return backtests.the_challenge(SOURCES, VALUATION, DRAWS, np.random.default_rng(0))


@pytest.fixture(scope="module")
def apollo() -> pd.DataFrame:
    return backtests.apollo_13(SOURCES, VALUATION, DRAWS, np.random.default_rng(0))


def test_the_challenge_was_two_people_for_twelve_days_and_thirty_hours():
    # AFP, 20 April 2023: 12 days, 30 hours; SpaceNews: Shkaplerov commanded Shipenko and Peresild.
    plan = backtests.challenge_plan(SOURCES.claims)

    assert (plan.crew, plan.days, plan.footage_h) == (2, 12, pytest.approx(30))


def test_the_model_brackets_the_budget_of_the_challenge(challenge):
    film = challenge[challenge["what"] == "film"]

    # EAIS: 905 million roubles; Wikipedia: 1,155 million; Ernst: less than a billion.
    assert {905, 1155} <= set(film["low"])
    assert (film["verdict"] == "agrees").all()


def test_the_ride_of_two_is_no_less_than_two_thirds_of_a_soyuz_and_its_launch(challenge):
    # TASS, 16 September 2021: 4,412.66 million roubles for one rocket and ship, three seats.
    flight = challenge[challenge["what"] == "flight"].iloc[0]

    assert flight["model_low"] > 4412.66 * 2 / 3
    # Izvestia, May 2023, unnamed media: 7 billion roubles.
    assert flight["model_low"] < 7000 < flight["model_high"]


def test_apollo_13_comes_out_at_the_parabolas_and_flights_that_were_flown(apollo):
    table = apollo.set_index("what")

    # Neil Oseman: 612 parabolas.
    assert table.loc["parabolas", "model_low"] < 612 < table.loc["parabolas", "model_high"]
    # Space Adventures: 40 flights; 4 h / (23 to 25 s) / (12 to 15 a flight) = 38.4 to 52.2, whole.
    low, high = table.loc["flights", ["model_low", "model_high"]]
    assert 39 <= low <= 40 <= high <= 53


def test_the_model_brackets_the_budget_of_apollo_13(apollo):
    film = apollo[apollo["what"] == "film"]

    # Wikipedia and IMDb: 52 million dollars; The Numbers and FiveThirtyEight: 65 million.
    assert sorted(film["low"]) == [52, 65]
    assert (film["verdict"] == "agrees").all()


def test_a_figure_given_by_two_sources_counts_once(apollo):
    film = apollo[apollo["what"] == "film"]

    assert film["said_by"].str.contains(";").all()


@pytest.mark.parametrize(
    ("low", "high", "verdict"),
    [
        (5, 5, "agrees"), (20, 20, "above the model"), (0.1, 0.1, "below the model"),
        (0.1, None, "agrees"), (20, None, "above the model"),
        (None, 20, "agrees"), (None, 0.1, "below the model"),
    ],
)  # fmt: skip
def test_a_bound_agrees_with_a_model_that_reaches_beyond_it(low, high, verdict):
    said = pd.DataFrame({"what": ["film"], "low": [low], "high": [high]}, dtype=object)
    said = said.astype({"low": float, "high": float})
    model = {"film": np.linspace(1, 10, 1000)}

    assert backtests._compared(said, model, 1.0)["verdict"].item() == verdict


def test_bounds_are_counted_apart_from_figures(challenge, apollo):
    found = backtests.agreement(challenge, apollo)

    # Of The Challenge more than 905 and less than 1,000 million, at least 2 and more than 5 billion
    # roubles, at least 16 million dollars; of Apollo 13 none.
    assert (found["bounds"], found["bounds_agreeing"]) == (5, 5)
    assert found["figures"] + found["bounds"] == (
        challenge["verdict"] != "not in the model"
    ).sum() + len(apollo)


def test_apollo_13_has_the_hours_and_spells_that_were_published():
    # TIME, 1995: about 4 hours, 23 seconds each; Neil Oseman: 25.
    told = backtests.apollo_plan(SOURCES.claims)

    assert told.to_dict() == {"flown_h": 4, "spell_low_s": 23, "spell_high_s": 25}


def test_what_was_said_in_dollars_stands_in_roubles_beside_bounds(challenge):
    said = challenge.set_index("as_said")["said_mln_rub"]

    # AFP, 20 April 2023; Bank of Russia for that day: 81.66 roubles to the dollar.
    assert said["12 million USD"] == "980"
    assert said["at least 2 billion RUB"] == "from 2,000"


def test_figures_of_low_confidence_are_compared_and_said_to_be_such(challenge):
    # mc.bk55.ru, April 2023: 1,115 million roubles; CelebMezzo: at least 16 million dollars.
    remarks = backtests.remarks(challenge, SOURCES.claims)
    doubtful = remarks.query("confidence == 'low' and what == 'film'")

    assert set(doubtful["as_said"]) == {"1.115 billion RUB", "at least 16 million USD"}


def test_each_claim_on_a_figure_has_its_own_remark(challenge):
    remarks = backtests.remarks(challenge, SOURCES.claims).set_index("said_by")

    # 905 million roubles: of medium confidence by the Dzen channel, of high by Wikipedia.
    shared = remarks[remarks["as_said"] == "905 million RUB"]
    assert dict(shared["confidence"]) == {
        "Dzen channel on cinema": "medium",
        "Wikipedia (English), The Challenge (2023 film)": "high",
    }
    assert len(remarks) == challenge["claim_id"].str.split(", ").str.len().sum()


def test_a_figure_at_second_hand_is_said_by_where_it_stands(challenge):
    said = challenge.set_index("as_said")["said_by"]

    # claims.csv, c088 and c083: mc.bk55.ru, after Wikipedia; Wikipedia itself.
    assert said["1.115 billion RUB"] == "mc.bk55.ru, after Wikipedia"
    assert said["1.155 billion RUB"] == "Wikipedia"


def test_a_figure_that_several_give_leads_to_none_of_their_pages(challenge, apollo):
    for table in (challenge, apollo):
        is_shared = table["said_by"].str.contains(";")
        assert table.loc[is_shared, "source_url"].isna().all()


def test_apollo_13_has_its_accounts_by_name():
    told = backtests.apollo_accounts(SOURCES.claims, SOURCES.inputs(VALUATION))

    # Neil Oseman and TIME, 1995; Space Adventures: 40 flights.
    assert told["accounts"] == (
        "Neil Oseman gave less than 4 h in spells of 25 s and TIME gave about 4 h in spells of 23 s"
    )
    assert told["flights_said"] == "Space Adventures gave 40 flights"
    # 4 h / (25 and 23 s); these / (15 and 12 a flight).
    assert (told["divided_low"], told["divided_high"]) == (576, pytest.approx(626.1, abs=0.05))
    assert (told["filled_low"], told["filled_high"]) == (39, 53)  # 38.4 and 52.2, whole flights


def test_the_seats_of_the_challenge_lie_between_two_prices_of_soyuz():
    seats = backtests.own_seats(SOURCES.prices, VALUATION)

    # The Government of Russia, 16 September 2021: 4,412.66 million roubles for three seats, at the
    # Bank of Russia's 72.7 to the dollar; NASA, October 2020: more than 90 million dollars.
    assert seats["seat_low_mln_usd"] == pytest.approx(4412.66 / 3 / 72.7, rel=TWO_PERCENT)
    assert seats["seat_low_said"].endswith("ship and its launch, Government of Russia, 2021")
    assert 90 < seats["seat_high_mln_usd"] < 95
    assert seats["seat_high_said"] == "a seat, NASA, 2020"
    assert seats["seat_low_remark"].endswith("Not the launch that took the film crew up")
