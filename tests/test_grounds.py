"""Every input says what it rests on, and every price that it names is shown."""

from analysis import datasets, grounds, inputs
from analysis.valuation import Valuation, valued

SOURCES = inputs.Sources(
    datasets.claims(), datasets.prices(), datasets.assumptions(), datasets.films(),
    datasets.film_money(),
)  # fmt: skip
VALUATION = Valuation(2025, datasets.exchange_rates(), datasets.price_index())
BELIEVED = SOURCES.inputs(VALUATION)


def test_a_price_is_shown_as_printed_and_by_the_unit():
    shown = grounds.prices_described(valued(SOURCES.prices, VALUATION)).set_index("price_id")

    # SpaceNews, 2022: 258.7 million dollars for each of Crew-7 to Crew-9.
    assert shown.loc["p29", "as_printed"] == "258,700,000 USD"
    # NASA, October 2020: more than 90 million dollars for one seat.
    assert shown.loc["p22", "as_printed"] == "more than 90,000,000 USD"
    # Zero-G, 27 East, August 2021: 20 to 30 seconds; Novespace's seat is sold in euros.
    assert shown.loc["p49", "seconds"] == "20 to 30"
    assert shown.loc["p51", "a_unit_usd"] == "–"
    # Zero-G's seats of 2004 and 2021: the old price is not used, its seconds are.
    assert shown.loc["p47", "the_model_takes"] == "seconds"
    assert shown.loc["p49", "the_model_takes"] == "price and seconds"
    assert shown.loc["p50", "the_model_takes"] == "price"


def test_a_price_names_its_unit():
    shown = grounds.prices_described(valued(SOURCES.prices, VALUATION))

    # NASA's tariff of February 2021: cargo by the kilogram, the crew's time by the hour.
    assert {"cargo up, per kg", "crew time, per hour", "seat", "mission"} <= set(shown["item"])


def test_the_prices_too_old_to_count_are_told_by_whose_they_are():
    rules = grounds.rules(valued(SOURCES.prices, VALUATION))

    # Zero-G printed 2,950 dollars in September 2004.
    assert rules["outdated_said"].endswith("1 of Zero-G, 2004")
    assert rules["methods"] == "wires, rig or computer graphics"


def test_each_input_says_what_it_rests_on():
    described = grounds.described(BELIEVED)

    assert described["rests_on"].str.len().gt(3).all()
    assert set(described["basis"]) == {"published", "partly published", "assumption"}
    # What is no assumption of ours and no list of prices names who says it.
    _, assumed = grounds.split(described)
    assert assumed.loc[assumed["basis"] != "assumption", "said_by"].notna().all()


def test_every_price_key_an_input_names_stands_in_the_table_of_prices():
    priced, _ = grounds.split(grounds.described(BELIEVED))
    shown = set(grounds.prices_described(valued(SOURCES.prices, VALUATION))["price_id"])
    named = set(priced["rests_on"].str.findall(r"\bp\d\d\b").explode().dropna())

    assert named <= shown


def test_inputs_of_one_number_are_counted_and_named():
    shapes = grounds.shapes(SOURCES.inputs(VALUATION))

    assert shapes["ranged"] + shapes["fixed"] == shapes["inputs"]
    # NASA's tariff of 29 April 2021 has one price for each mission's support.
    assert "crew support" in shapes["fixed_names"]
    assert len(shapes["fixed_names"].split("; ")) == shapes["fixed"]
