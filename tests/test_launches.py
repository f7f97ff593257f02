"""Launches against the published totals of other authors."""

import pandas as pd
import pytest

from analysis import datasets, launches, states

LOG = launches.log(datasets.launches())


def _year(year: int) -> pd.Series:
    return launches.tally(LOG[LOG["year"] == year], "year").iloc[0]


# Yearly totals of the world, with the authority above each.
ATTEMPTS = {
    # Claude Lafleur, The Spacecraft Encyclopedia, 2011 in review.
    2011: 84,
    # FAA, Commercial Space Transportation: 2013 Year in Review, executive summary: both.
    2012: 78,
    2013: 81,
    # The Space Report 2020 (Space Foundation): 2020 tied with 2018 at 114 attempts.
    2018: 114,
    2020: 114,
    # John Walker, Ratburger, Space Scoreboard: 2019.
    2019: 102,
    # Wikipedia's list of orbital launches, as counted by V. Sinha's data set.
    1998: 82,
    2000: 85,
    2014: 92,
    2021: 146,
    # NASA, Project Vanguard: Sputnik 1 and 2, and the Vanguard that fell back on its pad.
    1957: 3,
}


@pytest.mark.parametrize(("year", "attempts"), ATTEMPTS.items())
def test_a_year_has_as_many_attempts_as_others_count(year, attempts):
    assert _year(year)["attempts"] == attempts


# Attempts that did not succeed at all, with the authority above each.
FAILED = {
    # New Papyrus Magazine, 3 January 2011: 70 successes and 4 failures.
    2010: 4,
    # FAA, 2013 Year in Review: three of the 81 launches failed.
    2013: 3,
    # Parabolic Arc, 22 June 2021: two failures and one partial failure in 2018, ten in 2020.
    2018: 2,
    2020: 10,
    # John Walker, Ratburger: 97 successes of 102 in 2019.
    2019: 5,
}


@pytest.mark.parametrize(("year", "failed"), FAILED.items())
def test_a_year_has_as_many_failures_as_others_count(year, failed):
    assert _year(year)["failed"] == failed


def test_states_launched_in_2019_as_often_as_a_second_author_counts():
    # John Walker, Ratburger, Space Scoreboard: 2019. He gives Soyuz from Guiana to Europe, as GCAT.
    # His Russia has 25: GCAT gives three of these, flown from Baykonur for Arianespace, to France.
    each = launches.each_launcher(launches.within(LOG, 2019, 2019)).set_index("launcher")

    counts = {"China": 34, "India": 6, "New Zealand": 6, "Japan": 2, "Iran": 2, "United States": 21}
    assert each.loc[list(counts), "attempts"].to_dict() == counts
    assert each.loc["Russia", "attempts"] + each.loc["Europe", "attempts"] == 25 + 6
    assert each.loc["China", "failed"] == 2


def test_russia_failed_twice_and_once_in_part_in_2015():
    # Parabolic Arc, 31 December 2015: two failures and one partial failure; Progress M-27M, which
    # reached a useless orbit, is GCAT's 30 %, in part.
    year = launches.by_year(LOG, "Russia", 2015, 2015).iloc[0]

    assert year["wrong"] == 3


def test_the_shuttle_flew_135_times_and_was_lost_at_launch_once():
    # NASA, Space Shuttle era: 135 missions, Challenger lost 73 seconds after lift-off.
    shuttle = launches.tally(LOG, "vehicle").set_index("vehicle").loc["Space Shuttle"]

    assert (shuttle["attempts"], shuttle["wrong"]) == (135, 1)
    assert shuttle["rate_percent"] == pytest.approx(100 / 135)


def test_ariane_5_flew_117_times():
    # Arianespace, VA261 (5 July 2023): the 117th and last flight.
    assert LOG["vehicle"].str.startswith("Ariane 5").sum() == 117


def test_every_launch_is_somebody_s_and_is_counted_once():
    each = launches.each_launcher(LOG)

    assert each["attempts"].sum() == len(datasets.launches())
    assert set(each["launcher"]) == set(states.LAUNCHING)
    assert (each["failed"] + each["failed_in_part"] == each["wrong"]).all()


def test_the_five_years_to_2015_are_the_sum_of_five_years():
    rolled = launches.rolling(LOG, "Russia", 2015).set_index("until_year").loc[2015]
    years = launches.by_year(LOG, "Russia", 2011, 2015)

    assert rolled["attempts"] == years["attempts"].sum()
    assert rolled["wrong"] == years["wrong"].sum()


def test_soyuz_ms_10_was_the_65th_soyuz_fg():
    # Wikipedia, Soyuz-FG: 70 launches from 2001 to 2019, 69 of them successful; Progress MS-10 and
    # Soyuz MS-11, MS-12, MS-13 and MS-15 came after Soyuz MS-10.
    fg = LOG[LOG["vehicle"] == "Soyuz-FG"].set_index("tag")

    assert len(fg) == 70
    assert fg.loc["2018-F01", "flight"] == 65


def test_what_gcat_marks_a_failure_lies_between_the_other_definitions():
    assert (LOG["is_failed"] <= LOG["is_below_line"]).all()
    assert (LOG["is_below_line"] <= LOG["is_wrong"]).all()
    assert (LOG.loc[LOG["score_percent"] == 100, "outcome"] == "success").all()


def test_of_the_launches_below_the_line_those_without_a_mark_are_named():
    # GCAT scores below 75 % as failures; data/launches.csv has OS66 in 1967 and OS65 in 2018.
    said = launches.marked(launches.within(LOG, 2015, 2024))

    assert said.endswith("a score below 75 % but Ariane 5ECA of 25 January 2018 (65 %).")
    assert launches.marked(launches.within(LOG, 2001, 2010)).endswith("a score below 75 %.")
    assert (LOG.loc[LOG["is_below_line"], "score_percent"] < launches.LINE_PERCENT).all()


def test_four_crewed_launches_went_wrong():
    # GCAT: Soyuz 18-1 (1975), Soyuz T-10-1 (1983), STS-51-L (1986), Soyuz MS-10 (2018).
    table = launches.crewed_failures(LOG, datasets.flights())

    assert list(table["craft"]) == ["Soyuz 18-1", "Soyuz T-10-1", "STS-51-L", "Soyuz MS-10"]
    assert list(table["the_crew"]) == ["lived", "lived", "died", "lived"]


@pytest.mark.parametrize(
    ("until", "note"),
    [(2023, None), (2024, "2024: until 8 December, where the copy of the log ends.")],
)
def test_a_last_year_that_the_log_does_not_finish_is_said(until, note):
    assert launches.unfinished(LOG, until) == note


def test_names_of_the_log_are_explained_only_where_they_occur():
    span = launches.within(LOG, 2015, 2024)
    china, russia, europe, brazil = (
        launches.named(launches.by_family(span, s)) for s in ("China", "Russia", "Europe", "Brazil")
    )

    assert (
        "Chang Zheng, CZ: Long March; the log's Chinese names are in pinyin. DF: Dongfeng" in china
    )
    assert "Long March" not in russia
    assert "3 commonest" in russia
    assert "3 commonest" not in europe  # its four Ariane 5 and 6 are all named
    assert brazil is None


def test_a_vehicle_that_went_wrong_is_named_in_its_family():
    # data/launches.csv: the one Ariane 62, of 9 July 2024, failed in part; it is fourth of five.
    europe = launches.by_family(launches.within(LOG, 2015, 2024), "Europe").set_index("family")

    assert "Ariane 62" in europe.loc["Ariane5", "vehicles"]


def test_a_dash_is_explained_only_where_there_is_one():
    # data/launches.csv: no Indian vehicle flew a 31st time from 2015 to 2024; American ones did.
    span = launches.within(LOG, 2015, 2024)
    india, america = (launches.by_experience(span, s) for s in ("India", "United States"))

    assert launches.on_expected(india).endswith("Rates: a dash where there was no launch.")
    assert "fewer than" not in launches.on_expected(india)
    assert "no launch" not in launches.on_expected(america)
    assert "fewer than 30" in launches.on_expected(america)  # the others flew 7 after the 100th
    assert launches.dashes(launches.crewed(LOG, "Japan", 2015, 2024)) == "A dash: no launch."
    assert launches.dashes(launches.crewed(LOG, "Russia", 2011, 2020)) is None


def test_test_flights_are_told_only_where_they_are_counted():
    # data/launches.csv: Starship flew first on 20 April 2023, and six times up to 8 December 2024,
    # of which two are marked OF and four OS; their tags have the letter F or U.
    said = launches.starship_flights(launches.within(LOG, 2015, 2024))
    tags = LOG.loc[LOG["family"] == "Starship", "tag"]

    assert launches.starship_flights(launches.within(LOG, 2011, 2020)) == ""
    assert "are 6 test flights of Starship by the United States; by the log's designations" in said
    assert "none reached orbit" in said
    assert "4 succeeded, 2 failed" in said
    assert tags.str.contains("-[FU]").all()


@pytest.mark.parametrize(("since", "is_said"), [(2015, True), (1980, False)])
def test_years_of_the_log_that_are_left_out_are_said(since, is_said):
    note = launches.left_out(launches.rolling(LOG, "Russia", since), LOG, since)

    assert bool(note) == is_said


def test_years_in_the_wrong_order_are_refused_in_a_sentence():
    with pytest.raises(ValueError) as refusal:
        launches.within(LOG, 2020, 2011)

    assert str(refusal.value) == ("The years run from 2020 to 2011: since must not be after until.")


def test_sites_are_spelt_as_in_the_table_of_places():
    sites = launches.went_wrong(launches.within(LOG, 2011, 2020), "Russia")["site"]
    places = " ".join(datasets.places()["name"])

    assert {"Baikonur", "Vostochny"} <= set(sites)
    assert "Baikonur" in places
    assert "Vostochny" in places
