"""What the film took, against what was published and against hand calculation."""

import numpy as np
import pandas as pd
import pytest

from analysis import claims, datasets, flights, journeys, production, rides

FILM = "The Challenge"


@pytest.fixture(scope="module")
def involved(said):
    up, down = journeys.crafts(said, FILM)
    return flights.stays_of_those_involved(
        datasets.crews(), datasets.people(), datasets.flights(), up, down
    )


def test_why_someone_waited_is_told_with_who_said_it():
    # Gizmodo Australia, March 2021, after the Associated Press: a year, for the film crew's seat
    stays = claims.published_on_all(datasets.claims(), "stay")
    told = claims.told_of(stays, "Pyotr Dubrov and Mark Vande Hei")

    assert told["claim_id"].tolist() == ["c146"]
    why = claims.why_they_waited(told)
    assert "Of Mark Vande Hei, Gizmodo Australia reported in March 2021 that his stay could" in why


def test_where_nothing_was_published_on_a_wait_only_that_is_said():
    stays = claims.published_on_all(datasets.claims(), "stay")
    nobody = claims.told_of(stays, float("nan"))

    assert nobody.empty
    assert claims.why_they_waited(nobody) == "The crew lists do not tell why."


def _claim(**given):
    """Return a table of one claim, with what the test does not care about left empty."""
    blank = dict.fromkeys(
        ["claim_id", "film", "topic", "measure", "subject", "text", "unit", "said_as", "stage",
         "as_of", "said_by", "source", "source_url", "note"], None,
    )  # fmt: skip
    row = {
        **blank,
        "film": "X",
        "said_by": "AFP",
        "said_as": "exact",
        "confidence": "high",
        "stage": "report",
    }
    row |= {"value": np.nan, "value_low": np.nan, "value_high": np.nan, "time": pd.NaT}
    return pd.DataFrame([{**row, **given}])


@pytest.mark.parametrize(
    ("given", "words", "low", "high"),
    [
        ({"value": 30, "said_as": "about", "unit": "h"}, "about 30 h", 30, 30),
        ({"value_low": 30, "said_as": "more than", "unit": "h"}, "more than 30 h", 30, np.nan),
        ({"value_high": 1e9, "said_as": "less than", "unit": "RUB"}, "less than 1 billion RUB",
         np.nan, 1e9),
        ({"value_low": 25, "value_high": 35, "said_as": "range", "unit": "min"}, "25 to 35 min",
         25, 35),
        ({"value": 30, "unit": "percent"}, "30 %", 30, 30),
        ({"value": 13.75, "unit": "kg"}, "13.75 kg", 13.75, 13.75),
        ({"text": "Rassvet"}, "Rassvet", np.nan, np.nan),
        ({"time": pd.Timestamp("2021-10-17T01:14:00Z")}, "2021-10-17 01:14", np.nan, np.nan),
        ({"time": pd.Timestamp("2021-10-05T12:22:31Z")}, "2021-10-05 12:22:31", np.nan, np.nan),
    ],
)  # fmt: skip
def test_a_claim_is_shown_as_it_was_said(given, words, low, high):
    row = claims.published(_claim(measure="m", **given), "X", "m").iloc[0]

    assert row["as_said"] == words
    assert (row["low"], row["high"]) == pytest.approx((low, high), nan_ok=True)


def test_the_story_s_own_figures_make_36_to_one():
    footage = claims.published(_claim(measure="f", value=30, unit="h"), "X", "f")
    used = claims.published(_claim(measure="u", value=50, unit="min"), "X", "u")

    ratio = production.shooting_ratios(footage, used).iloc[0]

    # AFP, 20 April 2023: 30 hours of footage, 50 minutes used; 1,800 / 50.
    assert ratio["ratio_low"] == ratio["ratio_high"] == 36


def test_a_range_of_minutes_makes_a_range_of_ratios():
    footage = claims.published(_claim(measure="f", value_low=30, unit="h"), "X", "f")
    used = claims.published(_claim(measure="u", value_low=25, value_high=35, unit="min"), "X", "u")

    ratio = production.shooting_ratios(footage, used).iloc[0]

    # 1,800 minutes over 35 and over 25.
    assert (ratio["ratio_low"], ratio["ratio_high"]) == pytest.approx((1800 / 35, 72))


def test_footage_in_minutes_counts_as_hours():
    footage = claims.published(_claim(measure="f", value=8, unit="min"), "X", "f")

    assert production.hours(footage)["low_h"].iloc[0] == pytest.approx(8 / 60)


def test_footage_of_the_film_is_told_from_the_least_to_the_most_that_was_said(said):
    told = production.footage(said, FILM, 12)

    # AFP, 20 April 2023: 30 hours; dich.media, 21 April 2023: 78.
    assert (told["footage_low_h"], told["footage_high_h"]) == (30, 78)
    assert (told["pace_low_h"], told["pace_high_h"]) == (2.5, 6.5)
    # TASS, 19 October 2021: about 30, by the director; Deadline's "more than 30" is a bound.
    assert told["footage_low_said_by"] == "Klim Shipenko and AFP"
    assert told["footage_high_said_by"] == "dich.media; it stands alone and names no source"


def test_two_waited_164_days_for_the_visitors(involved):
    # NASA gives Mark Vande Hei's flight as 355 days, 9 April 2021 to 30 March 2022.
    waiting = involved[involved["role"] == "stayed longer"].iloc[0]

    assert waiting["who"] == "Pyotr Dubrov, Mark Vande Hei"
    assert int(waiting["stay_days"]) == 355
    assert waiting["longer_days"] == pytest.approx(164.3, abs=0.1)
    assert flights.visitors(involved) == 2


def test_selection_to_launch_took_145_days(said, events):
    # Roscosmos named the crew on 13 May 2021; launch on 5 October 2021.
    table = production.preparation(said, events, FILM).set_index("measure")

    assert table.loc["selection to launch, reckoned", "low_days"] == 145


def test_the_ride_is_two_thirds_of_a_whole_ship():
    # Order of the Russian government, September 2021: 4,412.66 million roubles for one Soyuz.
    ride = rides.costs(
        claims.published(_claim(measure="b", value=9e8, unit="RUB"), "X", "b"),
        claims.published(_claim(measure="g"), "X", "none"),
        datasets.prices(),
        2,
        "2021-10-05",
    )
    ship = ride[ride["what"].str.contains("whole ship")].iloc[0]

    assert ship["low"] == pytest.approx(4_412.66e6 * 2 / 3)
    assert ship["basis"] == "derived"
    assert ship["as_said"] == "4,412.66 million RUB a ship"
    # NASA, 2020: "more than 90 million dollars" for one seat, so that two have no upper end.
    seats = ride[ride["what"].str.contains("NASA")].iloc[0]
    assert (seats["as_said"], seats["low"]) == ("more than 90 million USD a seat", 180e6)
    assert pd.isna(seats["high"])


def test_each_of_those_who_waited_stayed_13_9_days_for_each_day_of_the_visitors(said, involved):
    # By hand: 164.29 days later, for a flight of 11.82 days; each alone, not the two together.
    empty = claims.published(said, FILM, "none")
    costs = rides.costs(empty, empty, datasets.prices(), 0, None).assign(at_launch_rate_mln_usd=1.0)
    stays = journeys.stays(journeys.events(said, datasets.flights(), FILM))

    key = production.key_figures(stays, production.hours(empty), empty, involved, costs, "USD")

    assert key["waited_per_visited"] == pytest.approx(164.29 / 11.82, abs=0.02)
    # Pyotr Dubrov and Mark Vande Hei, for Yulia Peresild and Klim Shipenko.
    assert (key["visitors"], key["waiting_count"]) == (2, 2)


def _key_of_costs(said, involved, budget_rub):
    """Return the key figures of a film with this budget, flown at the prices of 2021."""
    costs = rides.costs(
        claims.published(_claim(measure="b", value=budget_rub, unit="RUB"), "X", "b"),
        claims.published(said, FILM, "project_cost"),
        datasets.prices(),
        2,
        "2021-10-05",
    )
    in_roubles = costs["low"].where(costs["unit"] == "RUB", costs["low"] * 73)
    costs = costs.assign(at_launch_rate_mln_rub=in_roubles / 1e6)
    empty = claims.published(said, FILM, "none")
    stays = journeys.stays(journeys.events(said, datasets.flights(), FILM))
    key = production.key_figures(stays, production.hours(empty), empty, involved, costs, "RUB")
    return key, costs


def test_a_highest_price_that_is_only_a_bound_is_said_to_be_one(said, involved):
    # NASA, 2020: "more than 90 million dollars" for one seat is the highest price.
    key, _ = _key_of_costs(said, involved, 9e8)

    assert key["ride_high_bound"] == "more than "


def test_a_budget_is_too_small_for_the_ride_only_when_it_is_lower(said, involved):
    # Two thirds of 4,412.66 million roubles are 2,942 million.
    assert _key_of_costs(said, involved, 2.9e9)[0]["hold"] == "are too small to include"
    assert _key_of_costs(said, involved, 3.0e9)[0]["hold"] == "are large enough to include"


def test_an_estimate_below_all_prices_is_told(said, involved):
    # Alexander Lazutkin, 6 October 2021: 2 billion roubles for the launch; Mikhail Korniyenko,
    # April 2023: at least as much for film and flight.
    _, costs = _key_of_costs(said, involved, 9e8)
    lowest = rides.lowest_estimate(costs, "RUB")
    without = rides.lowest_estimate(costs[costs["basis"] != "estimate"], "RUB")

    assert lowest["what"] == "the whole launch, according to Alexander Lazutkin"
    assert lowest["bounds"] == (
        "; at least as much for the whole film and flight, according to Mikhail Korniyenko"
    )
    # By hand: two thirds of 2,000 million.
    assert lowest["share"] == " Of the launch, 2 of the 3 seats come to 1,333 million."
    assert (lowest["comes_to_mln"], lowest["confidence"]) == (2e3, "low")
    assert pd.isna(without["comes_to_mln"])


def test_an_estimate_for_more_than_the_launch_has_no_share_of_it(said, involved):
    # Mikhail Korniyenko, April 2023: at least 2 billion roubles for film and flight.
    _, costs = _key_of_costs(said, involved, 9e8)
    is_launch = costs["what"].str.contains("Lazutkin")

    assert rides.lowest_estimate(costs[~is_launch], "RUB").isna()["share"]
    assert costs.loc[costs["what"].str.contains("film and flight"), "share"].isna().all()


def test_a_price_of_these_years_for_two_kinds_of_ship_is_left_out_by_name():
    # Interfax, 28 December 2019: 58.6 billion roubles for ships of 2021 to 2025.
    others = rides.left_out(datasets.prices(), "2021-10-05")["others"]

    assert others.startswith("Roscosmos's 58,600 million RUB for 2021 to 2025 (Interfax), with ")
    assert pd.isna(rides.left_out(datasets.prices(), None)["others"])


def test_why_one_stayed_longer_is_told_by_the_remark_on_it(said, involved):
    # Gizmodo Australia, March 2021.
    why = production.why_they_stayed(said, FILM, involved)

    assert why["why"].endswith("if his seat home was wanted for the film crew.")
    assert production.why_they_stayed(said, FILM, involved.iloc[:0]).isna().all()


def test_the_ends_of_the_budgets_are_reports_and_in_the_currency_of_most(said):
    budgets = claims.published(said, FILM, "film_budget")
    ends = rides.costs(budgets, budgets.head(0), datasets.prices(), 2, "2021-10-05").head(2)

    # A Dzen channel of 2022 has 905 million, too, as a first estimate; AFP has 12 million dollars.
    assert ends["claim_id"].to_list() == ["c082", "c083"]
    assert ends["what"].str.endswith("budget published in roubles").all()
    asked = claims.published(said, FILM, "extra_budget_requested")
    # 905 million and the 250 million asked for in 2022 are 1,155 million.
    assert rides.extra(asked, ends)["as_said"] == "250 million RUB"
    assert pd.isna(rides.extra(asked.assign(low=1.0), ends)["as_said"])


def test_the_currency_of_the_budgets_that_count_is_named(said):
    # By hand: of the sums in data/claims.csv ten are in roubles, three in dollars.
    budgets = claims.published(said, FILM, "film_budget")
    in_roubles = budgets[budgets["unit"] == "RUB"]

    assert rides.counted(budgets).to_list() == ["roubles", "dollars"]
    assert pd.isna(rides.counted(in_roubles)["others"])


def test_what_is_left_out_of_a_summary_is_named(said, involved):
    footage = claims.published(said, FILM, "footage")
    stays = journeys.stays(journeys.events(said, datasets.flights(), FILM))
    empty = claims.published(said, FILM, "none")
    costs = rides.costs(empty, empty, datasets.prices(), 0, None).assign(at_launch_rate_mln_usd=1.0)

    key = production.key_figures(stays, production.hours(footage), empty, involved, costs, "USD")

    assert key["crew"] == "Yulia Peresild and Klim Shipenko"
    # SpaceNews, 5 October 2021, and NASA, 17 October: the third aboard.
    assert (key["up_with"], key["down_with"]) == ("Anton Shkaplerov", "Oleg Novitsky")
    assert key["footage_said_by"] == "Klim Shipenko and AFP; Deadline says more than 30 h"
    assert key["left_out"] == (
        " Left out: dich.media's 78 h (it stands alone and names no source)."
    )


def test_who_alone_gave_a_bound_is_said_to_have_given_one(said, involved):
    footage = claims.published(said, FILM, "footage")
    footage = footage[footage["said_by"] == "Deadline"]
    empty = claims.published(said, FILM, "none")
    costs = rides.costs(empty, empty, datasets.prices(), 0, None).assign(at_launch_rate_mln_usd=1.0)
    stays = journeys.stays(journeys.events(said, datasets.flights(), FILM))

    key = production.key_figures(stays, production.hours(footage), empty, involved, costs, "USD")

    assert key["footage_said_by"] == "Deadline (more than)"
    assert key["left_out"] == ""


def test_every_time_that_is_counted_is_listed(said, events):
    listed = production.told(said, datasets.flights(), FILM)

    for row in events.itertuples():
        is_it = (listed["measure"] == f"{row.event.lower()} time") & (
            listed["subject"] == row.craft
        )
        assert is_it.sum() == row.sources
    assert "2021-10-17 04:35:44" in set(listed["as_said"])


def test_what_the_crew_and_the_way_up_can_be_checked_against_is_listed(said):
    listed = production.told(said, datasets.flights(), FILM).set_index("measure")

    # BBC: 3 h 27 min; SpaceNews, 5 October 2021; NASA, 17 October 2021.
    assert listed.loc["launch to docking", "as_said"] == "207 min"
    assert listed.loc["crew up", "as_said"] == "Anton Shkaplerov; Klim Shipenko; Yulia Peresild"
    assert listed.loc["crew down", "as_said"] == "Oleg Novitsky; Klim Shipenko; Yulia Peresild"


def test_who_said_more_than_is_marked_in_the_ratios(said):
    footage = claims.published(said, FILM, "footage")
    ratios = production.shooting_ratios(footage, claims.published(said, FILM, "minutes_on_screen"))

    # Deadline, November 2021: "more than 30 hours".
    assert set(ratios["footage_said_by"]) == {
        "Klim Shipenko and AFP; Deadline: more than 30 h", "dich.media",
    }  # fmt: skip


def test_the_people_on_the_set_are_not_called_a_station(said):
    table = production.who_did_what(said, FILM)

    assert "space station" not in set(table["subject"])
    assert "5 people" in set(table.loc[table["subject"] == "all who took part", "what"])


@pytest.mark.parametrize("film", sorted(datasets.claims()["film"].unique()))
def test_every_film_of_the_data_has_its_tables_if_only_empty_ones(said, film):
    catalogue = datasets.flights()
    events = journeys.events(said, catalogue, film)
    up, down = journeys.crafts(said, film)
    involved = flights.stays_of_those_involved(
        datasets.crews(), datasets.people(), catalogue, up, down
    )
    stays = journeys.stays(events)
    footage = production.hours(claims.published(said, film, "footage"))
    used = claims.published(said, film, "minutes_on_screen")
    costs = rides.costs(
        claims.published(said, film, "film_budget"),
        claims.published(said, film, "project_cost"),
        datasets.prices(),
        flights.visitors(involved),
        production.shoot_date(events),
    ).assign(at_launch_rate_mln_usd=1.0)

    key = production.key_figures(stays, footage, used, involved, costs, "USD")

    assert (pd.isna(key["docked_days"])) == (len(events) == 0)
    assert len(production.told(said, catalogue, film)) <= len(said)
    assert production.people_on_set(said, film).index.to_list() == ["people", "counted_by"]
    assert production.yields(footage, stays, involved, said, film).empty == stays.empty
