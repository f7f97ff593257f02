"""Leads against their two days, the score against counting."""

from itertools import combinations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import datasets, firsts

ALL = firsts.leads(datasets.firsts(), 1957, 2026)
LEADERS = ("Russia", "United States", "China")


def test_known_leads_have_the_length_between_their_days():
    # Sputnik 1 on 4 October 1957, Explorer 1 on 1 February 1958 (UTC); Gagarin on 12 April 1961,
    # Shepard on 5 May; Leonov on 18 March 1965, White on 3 June: NASA's chronologies.
    days = ALL.set_index("first_id")["lead_days"]

    assert days["satellite"] == 28 + 30 + 31 + 31
    assert days["human-in-space"] == 23
    assert days["spacewalk"] == 13 + 30 + 31 + 3


def test_russia_carries_on_the_soviet_union_s_firsts():
    assert "Russia" in set(ALL["leader"])
    assert not (ALL["leader"] == ALL["second"]).any()


def test_the_film_s_lead_stands_and_another_definition_has_an_earlier_film():
    # AFP, 20 April 2023, calls it the first; Return from Orbit has scenes of 1983 or 1984.
    key = firsts.key_figures(ALL)

    assert key["film_year"] == 2021
    assert key["film_fate"] == "that lead stands"
    assert (key["earlier_name"], key["earlier_when"]) == ("Return from Orbit", "1983 or 1984")
    assert key["film_dispute"] == "The earlier of these firsts is disputed"


@pytest.mark.parametrize(
    ("later", "earlier", "told"),
    [(True, True, "Both"), (True, False, "The later"), (False, False, "Neither")],
)
def test_which_of_the_film_s_two_firsts_is_disputed_is_told(later, earlier, told):
    marks = {firsts.CHALLENGE: later, firsts.BEFORE_IT: earlier}
    led = ALL.assign(disputed=ALL["first_id"].map(marks).eq(True))

    assert firsts.key_figures(led)["film_dispute"].startswith(f"{told} of these firsts")


def test_how_much_of_russia_s_score_is_film_is_counted():
    # By hand in data/firsts.csv: Russia's ranks 1 without a rank 2, those of film from 1975 on,
    # and those from 2020 on, of which the opening in 2023 alone is not of the launch.
    key = firsts.key_figures(ALL)

    assert (key["standing_film"], key["late_russia_film"]) == ("all 4", 7)
    assert (key["recent_since"], key["recent_challenge"]) == (2020, "all 5")
    assert key["film_flight"] == 4
    assert pd.isna(firsts.key_figures(ALL[ALL["date"] < "2021"])["recent_challenge"])


def test_rivals_are_compared_within_a_period():
    # Most of Russia's leads began before 1975, when leads were short: alone that parts the two.
    key = firsts.key_figures(ALL)

    assert key["rivals_p"] < key["rivals_within_p"] < 0.05
    assert pd.isna(firsts.key_figures(ALL[ALL["leader"] == "Russia"])["rivals_within_p"])


def test_the_list_tells_state_and_day_of_either_place():
    listed = firsts.defined(ALL).set_index("first_id")

    assert listed.loc["satellite", "led_by"] == "Russia, 4 Oct 1957"
    assert listed.loc["satellite", "second_by"] == "United States, 1 Feb 1958: Explorer 1"
    assert pd.isna(listed.loc["film-crew-in-orbit", "second_by"])


def test_the_list_names_the_publication_of_either_place():
    listed = firsts.defined(ALL).set_index("first_id")["first"]

    assert listed["satellite"].endswith(
        " Source: Encyclopaedia Britannica, space exploration: major milestones; "
        "of the second place: GCAT launch log (J. McDowell)."
    )
    assert listed["human-in-space"].endswith("chronology of crewed spaceflights.")
    assert listed["human-in-space"].count("Britannica") == 1  # one publication has both
    assert listed["booster-landing"].count("ource") == 1  # nobody was second


def test_a_disputed_second_place_says_so_and_why():
    # data/firsts.csv on Buran, Odysseus and 11 more.
    film = firsts.marked(ALL).set_index("first_id")["second"]
    defined = firsts.defined(ALL).set_index("first_id")["first"]

    assert film["panoramic-video"] == "Canada (disputed)"
    assert film["video-8k"] == "China"
    assert film["actor-in-space"] == "United States"
    assert "Second place disputed: Buran flew" in defined["runway-landing-from-orbit"]
    assert defined.str.contains("Second place disputed").sum() == 13
    assert firsts.key_figures(ALL)["disputed_seconds"] == "13 of the 56"
    assert not ALL.loc[ALL["is_standing"], "second_disputed"].any()  # nobody was second


def test_disputed_second_places_shorten_leads():
    # By hand: leads of 1, 2 and 9 years, watched for 9; if the second stands, half have ended at 9.
    led = ALL.head(3).assign(
        lead_years=[1.0, 2.0, 9.0], watched_years=9.0, is_standing=False,
        second_disputed=[False, True, False],
    )  # fmt: skip
    key = firsts.key_figures(led)

    assert (key["median_years"], key["longest_median_years"]) == (2, 9)
    assert key["certain_median_years"] == 1  # of the other two, the first
    assert key["certain_verb"] == "becomes"
    assert firsts.key_figures(ALL)["longest_median_years"] > firsts.key_figures(ALL)["median_years"]
    assert firsts.key_figures(ALL)["certain_verb"] == "stays at"  # 6.8 years, with and without


def test_a_lead_has_one_length_only_where_its_days_are_known():
    # Peresild on 5 October, Shatner on 13; Space 360 on 18 November 2016, the second in 2020;
    # Return from Orbit in 1983 or 1984, watched until 31 March 2026.
    told = firsts.marked(ALL).set_index("first_id")["lasted_years"]

    assert told["actor-in-space"] == "0.02"
    assert told["panoramic-video"] == "3.1 to 4.1"
    assert told["film-crew-in-orbit"] == "4.5 so far"
    assert told["scenes-in-a-feature-film"] == "41.2 to 43.2 so far"
    then = firsts.marked(firsts.leads(datasets.firsts(), 1957, 1983)).set_index("first_id")
    assert then.loc["scenes-in-a-feature-film", "lasted_years"] == "0.00 to 1.0 so far"


def test_the_list_tells_the_kind_of_every_first():
    listed = firsts.defined(ALL).set_index("first_id")["first"]

    assert listed["moon-impact"].startswith("Craft on the Moon (the Moon): A craft reaches")
    assert listed["music-video"].startswith("Music video filmed in space (culture): ")


def test_a_disputed_first_says_so_and_why():
    titles = firsts.marked(ALL).set_index("first_id")["first"]
    defined = firsts.defined(ALL).set_index("first_id")["first"]

    assert titles["private-spacewalk"] == "Spacewalk on a private flight (disputed)"
    assert "stood in the open hatch" in defined["private-spacewalk"]
    assert titles.str.endswith("(disputed)").tolist() == ALL["disputed"].tolist()
    assert not defined[~ALL["disputed"].to_numpy()].str.contains("Disputed:").any()


def test_a_lead_is_seen_as_it_stood_when_the_years_end():
    # Tereshkova in 1963, Ride in 1983: in 1970 the lead stood, for seven and a half years.
    then = firsts.leads(datasets.firsts(), 1957, 1970).set_index("first_id").loc["woman-in-space"]

    assert then["is_standing"]
    assert pd.isna(then["second_who"])
    assert then["lead_years"] == pytest.approx(7.5, abs=0.1)


def test_no_lead_is_watched_beyond_what_was_read():
    seen = ALL["date"] + pd.to_timedelta(ALL["lead_days"], unit="D")

    assert (seen[ALL["is_standing"]] == firsts.READ_UNTIL).all()
    assert (seen <= firsts.READ_UNTIL).all()


def test_every_way_of_counting_adds_up():
    score = firsts.score(ALL)

    assert score["firsts"].sum() == len(ALL)
    assert score["share_percent"].sum() == pytest.approx(100)
    table = firsts.by_decade(ALL)
    assert table["firsts"].sum() == len(ALL)
    assert (table[["russia", "us", "others"]].sum(axis=1) == table["firsts"]).all()


def test_leaving_out_a_kind_leaves_out_its_firsts():
    left = firsts.choices(ALL).set_index("counted")

    for kind, count in ALL["category"].value_counts().items():
        name = firsts.KINDS.get(kind, kind)
        others = ALL[ALL["category"] != kind]
        assert left.loc[f"without {name}", "firsts"] == len(ALL) - count
        assert left.loc[f"without {name}", "russia"] == (others["leader"] == "Russia").sum()


def test_the_choices_that_turn_or_level_the_order_are_named():
    rows = [("the whole list", 3, 2), ("a", 1, 2), ("b", 2, 2), ("c", 2, 1), ("d", 0, 2)]
    order = firsts.order(pd.DataFrame(rows, columns=["counted", "russia", "us"]))

    assert order.to_dict() == {
        "others": 4, "ahead": "1", "level": "1 (b)", "behind": "2 (a, d)"
    }  # fmt: skip
    assert pd.isna(firsts.order(firsts.choices(ALL.head(0)))["others"])


def test_chances_of_shorter_lists_are_those_of_all_lists(monkeypatch):
    # Every list of four out of nine, written out.
    monkeypatch.setattr(firsts, "LISTS", (4,))
    leaders = ["Russia"] * 4 + ["United States"] * 3 + ["China"] * 2
    lists = [list(drawn) for drawn in combinations(leaders, 4)]
    ahead = sum(d.count("Russia") > d.count("United States") for d in lists)
    level = sum(d.count("Russia") == d.count("United States") for d in lists)

    row = firsts.shorter_lists(pd.DataFrame({"leader": leaders})).iloc[0]

    assert row["russia_ahead_percent"] == pytest.approx(100 * ahead / len(lists))
    assert row["level_percent"] == pytest.approx(100 * level / len(lists))


@given(st.lists(st.sampled_from(LEADERS), min_size=11, max_size=60))
def test_some_order_comes_of_every_shorter_list(leaders):
    table = firsts.shorter_lists(pd.DataFrame({"leader": leaders})).set_index("listed")

    assert table.sum(axis=1).to_numpy() == pytest.approx(100)


@pytest.mark.parametrize(
    ("since", "until"), [(1990, 1990), (1957, 1957), (1984, 1984), (2026, 2026)]
)
def test_few_firsts_or_none_give_tables_and_no_error(since, until):
    led = firsts.leads(datasets.firsts(), since, until)
    tables = [
        firsts.score(led), firsts.by_decade(led), firsts.choices(led), firsts.lengths(led),
        firsts.shorter_lists(led), firsts.curves(led, *firsts.RIVALS),
    ]  # fmt: skip

    assert firsts.key_figures(led)["firsts"] == len(led)
    assert all(isinstance(table, pd.DataFrame) for table in tables)


def test_years_in_the_wrong_order_are_refused_in_a_sentence():
    with pytest.raises(ValueError) as refusal:
        firsts.leads(datasets.firsts(), 2020, 1960)

    assert str(refusal.value) == ("The years run from 2020 to 1960: since must not be after until.")
