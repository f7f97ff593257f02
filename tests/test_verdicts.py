"""Verdicts on stories: from rules, from evidence, and turning when the evidence turns."""

import math
from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import datasets, verdicts
from analysis.verdicts import rules
from analysis.verdicts.evidence import (
    AGREES,
    DISAGREES,
    IN_PART,
    RECORD,
    SET_ASIDE,
    STATEMENT,
    Evidence,
    _said,
    grade,
)  # fmt: skip
from analysis.verdicts.spans import span

AFP = "afp-2023-04-20"
HOLLYWOOD = "hollywood-2020-2025"
ONE_MINUTE_DAYS = 1 / (24 * 60)
TABLES = {name: datasets.read(name) for name in verdicts.TABLES}
STORIES = datasets.stories()
TOLD = datasets.story_claims()


def _card(tables=None, story=AFP, told=TOLD, stories=STORIES):
    changed = TABLES | (tables or {})
    card = verdicts.score_card(verdicts.cases(told, stories, story, changed))
    return card.set_index("claim_key")


@pytest.fixture(scope="module")
def card():
    return _card()


@pytest.fixture(scope="module")
def cases():
    return verdicts.cases(TOLD, STORIES, AFP, TABLES)


def _with(name, where, **values):
    """Return the tables with some cells of one changed."""
    table = TABLES[name].copy()
    rows = table.eval(where) if isinstance(where, str) else where(table)
    for column, value in values.items():
        table.loc[rows, column] = value
    return {name: table}


# What the tables say of the press story


def test_every_checkable_claim_of_the_press_story_has_a_verdict_and_a_line_of_evidence(card):
    assert len(card) >= 18
    assert set(card["verdict"]) <= set(verdicts.VERDICTS)
    assert card["evidence"].str.len().gt(0).all()
    assert card.loc[card["verdict"] != "cannot be checked", "confidence"].notna().all()


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        # TASS, 24 April 2023, and the first day in the register EAIS.
        ("release", "holds"),
        # Return from Orbit (1983) has scenes that cosmonauts shot on Salyut 7.
        ("first_feature_film", "disputed"),
        ("first_said_by_president", "holds with a caveat"),
        ("ahead_of_hollywood", "holds"),
        # NASA's administrator, 5 May 2020.
        ("rival_year", "holds"),
        # K. Shipenko to TASS: about 30 hours; Deadline: more than 30.
        ("footage", "holds with a caveat"),
        # The film-makers in Babr24 35, Wikipedia 35 to 40, Kinoafisha 40.
        ("minutes_on_screen", "disputed"),
        # Roscosmos, 24 December 2021: three and a half to four months.
        ("training", "holds with a caveat"),
        # A. Shkaplerov to TASS: Nauka 30 %, Zvezda a third, other modules 30 %.
        ("shooting_place", "holds with a caveat"),
        # The register has 905 million roubles, film.ru 1.1 billion.
        ("film_budget", "disputed"),
        ("capsule_on_show", "cannot be checked"),
        # Nothing said by Tom Cruise himself is in the tables, NASA's administrator is.
        ("rival_announced_by", "cannot be checked"),
        ("rival_partners", "holds with a caveat"),
    ],
)
def test_the_verdicts_are_those_that_the_sources_bear_out(card, claim, verdict):
    assert card.loc[claim, "verdict"] == verdict


def test_whoever_said_it_announced_it(cases):
    case = next(case for case in cases if case.claim["claim_key"] == "rival_announced_by")
    said = replace(case, claim=case.claim | {"text": "Jim Bridenstine"})

    assert rules.verdict(rules.evidence(said)) == "holds"


def test_what_agrees_in_part_speaks_for_a_claim_and_limits_it(cases, card):
    table = verdicts.caveats(verdicts.evidence_table(cases), card.reset_index()).set_index("claim")
    row = table.loc["NASA and SpaceX take part in it."]

    # The administrator's tweet, and a page whose address has the name.
    told = "NASA is named in our table's rows from 2 publications, one of them Business Insider"
    assert row["speaks_for_it"].startswith(told)
    assert row["limits_or_contradicts_it"] == "No row that counts names SpaceX"


def test_who_is_named_by_weak_sources_or_by_the_storys_own_speakers_is_set_aside(cases):
    table = verdicts.evidence_table(cases)
    aside = table[table["finding"].str.contains(" is named in ") & (table["grade"] == SET_ASIDE)]

    # A page of September 2020 with "spacex" in its address; K. Ernst, whom the story quotes.
    assert aside[["number", "why_set_aside"]].to_numpy().tolist() == [
        [12, "low confidence"], [24, "a speaker whom the story quotes"],
    ]  # fmt: skip
    # He named Channel One in the Dzen article; ekmark.online goes by a documentary of theirs.
    assert "rows from 2 publications, one of them Dzen article" in aside["finding"].iloc[1]


def test_the_list_that_a_flight_joined_has_none_of_its_own_firsts(card):
    # From 5 October 2021: four of the flight, one of the film. Before: Pepsi, D. Tito, Space 360.
    told = card.loc["long_list_of_firsts", "evidence"]

    assert told.startswith("34 Soviet and 3 Russian of ")
    assert told.endswith(" firsts listed from before the launch")


def test_what_is_compiled_from_publications_is_no_record(cases):
    table = verdicts.evidence_table(cases)
    ours = table[table["number"].isin([2, 3, 13, 25, 26])]

    assert set(ours["kind"]) == {STATEMENT}
    assert set(table.loc[table["source"].str.contains("Wikipedia"), "kind"]) == {STATEMENT}


def test_a_claim_about_films_in_general_is_not_borne_out_by_one(cases, card):
    assert card.loc["gravity_is_computer_graphics", "verdict"] == "disputed"
    films = verdicts.of_methods(verdicts.methods(cases), cases)
    assert films["main"] == "one"
    told = f"1 of {films['films']} films whose first country is the United States"
    assert told in card.loc["gravity_is_computer_graphics", "evidence"]
    listed = TABLES["films"]
    first = listed[listed["countries"].str.startswith("US", na=False)]
    known = first[~first["method"].isin(["unknown", "none"])]
    assert films["films"] == len(known) - (known["method"] == "orbit").sum()

    case = next(c for c in cases if c.claim["claim_key"] == "gravity_is_computer_graphics")
    of_one = replace(case, claim=case.claim | {"claim": "Gravity was made by computer."})
    assert rules.verdict(rules.evidence(of_one)) == "holds with a caveat"


def test_an_article_that_gives_two_budgets_is_one_witness(cases):
    table = verdicts.evidence_table(cases)
    article = "Wikipedia (English), The Challenge (2023 film)"
    row = table[(table["number"] == 27) & (table["source"] == article)].squeeze()

    # Infobox 905 million, lead 1,155 million.
    assert (row["low"], row["high"], row["grade"]) == (905e6, 1155e6, IN_PART)
    # The 250 million are not in that article: who has them is named.
    assert "extra 250 million that, according to the Dzen channel on cinema, were" in row["finding"]


def test_what_several_publications_found_names_them(cases):
    table = verdicts.evidence_table(cases)

    assert not table["source"].str.contains(r"^\d+ publications").any()
    guesses = table[table["why_set_aside"] == "an outsider's estimate"]
    whole = table[table["finding"].str.startswith("only outsiders")].squeeze()
    assert set(whole["source"].split("; ")) == set(guesses["source"])
    assert guesses["source_url"].notna().all()


def test_each_publication_of_a_joint_finding_has_its_address(cases):
    joint = verdicts.joint_sources(cases)

    assert joint["source_url"].str.startswith("http").all()
    # One publication has a part in both findings on the length of the stay.
    stay = joint[joint["number"] == 4].groupby("source")["finding"].nunique()
    assert stay["RussianSpaceWeb, Soyuz MS-19"] == 2
    # The 164 minutes of the film, beside those who say how many were shot in orbit.
    assert "Wikipedia (Russian) via a copy" in set(joint.loc[joint["number"] == 26, "source"])


def test_the_flight_is_no_evidence_of_the_stay_on_the_station(cases, card):
    table = verdicts.evidence_table(cases)
    flight = table[table["finding"].str.startswith("launch to landing")].squeeze()

    assert flight["why_set_aside"] == "the flight, not the station"
    # 5 October 12:22:31 to 17 October 01:14:05: 11.54 days.
    assert card.loc["stay", "off_percent"] == pytest.approx(100 * (12 - 11.536) / 11.536, abs=0.1)


def test_guesses_at_the_cost_are_told_apart_by_what_they_are_for(card):
    told = card.loc["project_cost_unknown", "evidence"]

    for what in ("for the launch", "for the film and flight", "for the flight"):
        assert what in told


def test_a_story_put_together_from_publications_is_told_so(cases):
    theirs = verdicts.of_story(verdicts.cases(TOLD, STORIES, HOLLYWOOD, TABLES))

    assert verdicts.of_story(cases)["published"] == "was published by AFP on 20 April 2023"
    # GamesRadar's statement has no day, the others are of 5 May 2020 to 3 September 2025.
    assert theirs["published"].startswith("was published nowhere as a whole: its 11 statements")
    assert theirs["published"].endswith("from 2020 to 2025")


def test_what_is_disputed_is_not_said_to_fail():
    ours, theirs = (verdicts.key_figures(_card(story=story)) for story in (AFP, HOLLYWOOD))

    assert ours["unsettled_as"] == "What is disputed"
    assert theirs["unsettled_as"] == "What does not hold"


def test_a_disputed_claim_stands_without_those_before_it(cases):
    told = verdicts.key_figures(_card(), cases[0].main_film)["unsettled"]

    assert told.startswith("“The Challenge” is the first feature film shot in space (claim 2); the")
    assert "; weightlessness in Hollywood's films, Gravity for one, " in told


def test_a_doubtful_year_of_a_first_is_told(cases):
    told = verdicts.of_disputed_firsts(verdicts.definitions_of_first(cases))

    # Return from Orbit: the source has both years.
    assert "dated 1983 or 1984" in told


def test_a_confirmation_is_no_announcement_and_the_rule_says_so(cases):
    hollywood = verdicts.cases(TOLD, STORIES, HOLLYWOOD, TABLES)
    ours, theirs = (set(verdicts.thresholds(c)["what is claimed"]) for c in (cases, hollywood))

    assert {"a confirmation on a day", "a craft in orbit by a day"} <= theirs - ours


def test_only_rules_for_what_a_story_claims_are_printed(cases):
    hollywood = verdicts.cases(TOLD, STORIES, HOLLYWOOD, TABLES)
    ours, theirs = (set(verdicts.thresholds(c)["what is claimed"]) for c in (cases, hollywood))

    assert {"an age", "a first", "how it was shot", "an announcement in a year"} <= ours - theirs
    assert {"a launch in a month", "what is planned"} <= theirs - ours
    # A Soyuz, and the capsule on show.
    assert {"the craft in which they flew", "anything else in words"} <= ours - theirs


def test_twelve_days_are_eleven_and_a_half_by_the_strictest_clock(card):
    # Docked 5 October 2021 12:22:31, undocked 17 October 01:14 (RussianSpaceWeb, NASA).
    docked_days = 11 + (12 * 60 + 51.5) / (24 * 60)

    assert card.loc["stay", "found_low"] == pytest.approx(docked_days, abs=ONE_MINUTE_DAYS)
    assert card.loc["stay", "off_percent"] > 0


def test_fifty_minutes_are_a_quarter_more_than_the_nearest_report(card):
    row = card.loc["minutes_on_screen"]

    assert (row["found_low"], row["found_high"], row["off_by"]) == (35, 40, 10)
    assert row["off_percent"] == 25


def test_a_billion_roubles_was_12_25_million_dollars_that_day(card):
    # Bank of Russia, official rate for 20 April 2023: 81.6549.
    assert card.loc["film_budget_in_dollars", "found_low"] == pytest.approx(1e9 / 81.6549)


def test_the_ages_are_those_of_the_release_and_not_of_the_flight(cases):
    ages = verdicts.ages_on_days(cases).set_index("who")

    # Born 5 September 1984 and 16 June 1983; launched 5 October 2021, shown 20 April 2023.
    assert list(ages["at_launch_years"]) == [37, 38]
    assert list(ages["at_release_years"]) == [38, 39]
    assert ages.loc["Yulia Peresild", "right_from"] == pd.Timestamp("2022-09-05")
    assert ages.loc["Klim Shipenko", "right_until"] == pd.Timestamp("2023-06-15")
    assert verdicts.of_ages(verdicts.ages_on_days(cases))["right"] == "release"


def test_what_is_found_of_a_first_is_told_by_its_title(card, cases):
    table = verdicts.evidence_table(cases)

    assert (
        "(fiction feature with scenes shot in orbit)" in card.loc["first_feature_film", "evidence"]
    )
    assert not table["finding"].str.contains("scenes in a feature film", regex=False).any()


def test_who_was_first_stands_under_each_definition(cases):
    table = verdicts.definitions_of_first(cases).set_index("first_id")

    assert "Return from Orbit" in table.loc["scenes-in-a-feature-film", "holder"]
    assert "The Challenge" in table.loc["film-crew-in-orbit", "holder"]
    assert "Apogee of Fear" in table.loc["fiction-short", "holder"]
    assert set(table.index[table["fits"]]) == {
        "scenes-in-a-feature-film", "film-crew-in-orbit", "film-crew-film-shown",
    }  # fmt: skip


def test_six_russian_launches_failed_in_the_ten_years_before(cases):
    # Proton July 2013, May 2014, May 2015; Soyuz December 2016, November 2017, October 2018.
    russia = verdicts.failures_by_state(cases).set_index("state").loc["Russia"]

    assert russia["failures"] == 6
    assert russia["last_failure"] == pd.Timestamp("2018-10-11")
    assert russia["low_percent"] < russia["failed_percent"] < russia["high_percent"]


def test_soyuz_that_europe_launched_are_told_by_site(cases):
    # GCAT: Arianespace from Kourou; Starsem from Baikonur and Vostochny, OneWeb's satellites.
    told = verdicts.of_europe(cases)

    assert "34 of its 103 launches are Soyuz, built in Russia: 23 from Kourou" in told
    assert "6 from Vostochny and 5 from Baikonur; none of these failed outright." in told
    assert verdicts.of_europe(verdicts.cases(TOLD, STORIES, HOLLYWOOD, TABLES)) is None


def test_the_ratio_is_36_by_the_story_and_72_by_the_lowest_forecast(cases):
    read = verdicts.of_ratios(verdicts.ratios(cases), cases)

    assert read["story_ratio"] == 30 * 60 / 50
    assert read["others_ratio_high"] == 30 * 60 / 25


# No verdict is typed: the evidence turns it


@pytest.mark.parametrize(
    ("claim", "change", "verdict"),
    [
        ("age_of_actress", _with("people", "surname == 'Peresild'",
                                 birth_date=pd.Timestamp("1990-01-01")), "does not hold"),
        ("first_feature_film", _with("firsts", "first_id == 'scenes-in-a-feature-film'",
                                     who="The Challenge"), "holds"),
        ("first_feature_film", _with("firsts", "category == 'film'", who="Someone"),
         "disputed"),
        ("first_said_by_president", _with("firsts", "category == 'film'", state="US"),
         "disputed"),
        ("botched_launches", _with("launches", "outcome == 'failure'", outcome="success"),
         "does not hold"),
        ("film_budget_in_dollars", _with("exchange_rates", "date > '2023-01-01'", rub_per_usd=60.0),
         "does not hold"),
        ("gravity_is_computer_graphics", _with("films", "title == 'Gravity'", method="wires"),
         "disputed"),
        ("gravity_is_computer_graphics", _with("films", "countries.str.startswith('US', na=False)",
                                               method="computer graphics", further_methods=None),
         "holds"),
        ("flight_month", _with("flights", "craft == 'Soyuz MS-19'",
                               launch_time=pd.Timestamp("2021-09-05", tz="UTC")), "disputed"),
        ("craft_up", _with("flights", "craft == 'Soyuz MS-19'", craft="Shenzhou 13"),
         "cannot be checked"),
        ("film_crew", _with("crews", "up_flight_id == 'soyuz-ms-19'", is_visitor=True,
                            down_flight_id="soyuz-ms-18"), "does not hold"),
        ("minutes_on_screen", _with("claims", "measure == 'minutes_on_screen'",
                                    value=50.0, value_low=math.nan, value_high=math.nan,
                                    said_as="exact"), "holds"),
        ("footage", _with("claims", "measure == 'footage'", confidence="low"),
         "cannot be checked"),
        ("shooting_place", _with("claims", "subject == 'Nauka'", value=97.0), "holds"),
        ("film_budget", _with("claims", "measure == 'film_budget' and value > 1.0e9", value=9e8),
         "disputed"),
        ("release", _with("box_office", "period == 'day'", date=pd.Timestamp("2023-04-27")),
         "disputed"),
        ("project_cost_unknown", _with("claims", "measure == 'project_cost'", stage="report",
                                       confidence="high"), "disputed"),
        ("cameo_cosmonauts", _with("claims", "claim_id == 'c067'", text="Oleg Novitsky"),
         "does not hold"),
    ],
)  # fmt: skip
def test_a_verdict_turns_when_its_evidence_does(card, claim, change, verdict):
    before, after = card.loc[claim], _card(change).loc[claim]

    assert after["verdict"] == verdict
    assert (after["verdict"], after["evidence"]) != (before["verdict"], before["evidence"])


def test_without_any_evidence_nothing_can_be_checked():
    empty = {name: table.head(0) for name, table in TABLES.items()}
    told = TOLD.assign(claim_id=None)

    assert set(_card(empty, told=told)["verdict"]) == {"cannot be checked"}


def test_a_story_is_no_witness_to_itself():
    unlinked = TOLD.assign(
        claim_id=TOLD["claim_id"].mask(TOLD["claim_key"] == "minutes_on_screen", None)
    )
    found = verdicts.evidence_table(verdicts.cases(unlinked, STORIES, AFP, TABLES))
    own = found[(found["source"] == "AFP, 20 April 2023") & (found["low"] == 50)]

    assert list(own["weight"]) == ["set aside: the story itself"]


# A second story is data


def test_the_story_of_hollywood_is_tested_by_the_same_functions():
    card = _card(story=HOLLYWOOD)

    # Nobody named for the film flew in October 2021; M. Lopez-Alegria went up in Ax-1.
    assert card.loc["launch_month", "verdict"] == "does not hold"
    assert card.loc["crew_up", "verdict"] == "does not hold"
    assert "Axiom Ax-1" in card.loc["crew_up", "evidence"]
    # No SEE-1 among the payloads launched up to December 2024.
    assert card.loc["studio_in_orbit", "verdict"] == "does not hold"
    # 8 to 31 December 2024.
    assert card.loc["studio_in_orbit", "evidence"].endswith("the last 23 days are not covered")


def test_a_publication_does_not_confirm_itself_nor_a_flight_not_made_a_plan():
    card = _card(story=HOLLYWOOD)

    # AFP has the year of an announcement by another; the rest have their own source alone.
    assert "another event" in card.loc["nasa_confirmation", "evidence"]
    alone = ["nasa_confirmation", "director", "film_budget", "studio_announcement"]
    plans = ["no_mission_planned", "spacewalk", "no_date", "given_up"]
    assert set(card.loc[alone + plans, "verdict"]) == {"cannot be checked"}


def test_those_named_for_a_film_are_told_by_name_without_the_astronaut_among_them():
    card = _card(story=HOLLYWOOD)

    # M. Lopez-Alegria, named as commander, went up in Ax-1: he is not one of them.
    for key in ["launch_month", "no_mission_planned", "spacewalk", "no_date", "given_up"]:
        assert card.loc[key, "evidence"].startswith("Tom Cruise and Doug Liman on no flight")


def test_dollars_that_were_given_for_roubles_are_not_converted_back(card, cases):
    # Al-Araby Al-Jadeed: 15 million dollars for 1,155 million roubles.
    assert card.loc["film_budget", "evidence"].endswith("3 others have 1,100 to 1,155 million RUB")
    assert card.loc["film_budget", "found_high"] == 1155e6
    findings = verdicts.evidence_table(cases)["finding"]
    arab = findings[findings.str.startswith("Al-Araby Al-Jadeed")].iloc[0]
    assert arab.endswith("about 15 million USD (given for 1,155 million roubles)")


def test_that_a_figure_was_converted_is_said():
    dollars = _with("claims", "claim_id == 'c089'", note=None)
    told = verdicts.evidence_table(verdicts.cases(TOLD, STORIES, AFP, TABLES | dollars))["finding"]

    # 15 million dollars, at some 81 roubles a dollar.
    assert "(1 of them converted)" in _card(dollars).loc["film_budget", "evidence"]
    arab = told[told.str.startswith("Al-Araby Al-Jadeed")].iloc[0]
    assert arab.endswith("about 15 million USD (1,215 million RUB at the rate when it was said)")


def test_whose_figure_another_rounds_is_said(cases):
    findings = verdicts.evidence_table(cases)["finding"]

    # DixiNews has the figure of the register EAIS, which stands beside it.
    assert "DixiNews, May 2023: 906 million RUB (the register's figure rounded up)" in set(findings)


def test_whether_a_bound_covers_the_second_currency_is_left_open(card):
    told = card.loc["film_budget_in_dollars", "evidence"]

    # AFP prints the dollars in brackets after "less than a billion rubles".
    assert "can be read either way" in told
    assert told.endswith("printed in brackets after it)")


def test_a_story_of_plans_is_told_to_be_one():
    ours, theirs = (verdicts.key_figures(_card(story=story)) for story in (AFP, HOLLYWOOD))

    assert ours["plans"] == ""
    assert theirs["plans"] == " All of them were plans of low confidence."


def test_who_flies_together_fails_only_where_the_story_has_a_month():
    undated = TOLD[TOLD["measure"] != "launch_month"]

    assert _card(story=HOLLYWOOD).loc["crew_up", "verdict"] == "does not hold"
    assert _card(story=HOLLYWOOD, told=undated).loc["crew_up", "verdict"] == "cannot be checked"


def test_a_plan_is_looked_up_to_the_end_of_the_list():
    # Said in October 2022; the list of trips ends a year later.
    told = _card(story=HOLLYWOOD).loc["spacewalk", "evidence"]

    assert told.startswith("Tom Cruise and Doug Liman on no flight by Oct 2023")


def test_what_is_read_from_ratios_names_the_other_length_and_the_lower_limit(cases):
    read = verdicts.of_ratios(verdicts.ratios(cases), cases)

    # English Wikipedia has 165 minutes, Deadline more than 30 hours.
    assert read["runtime_others"] == (
        "; it is 165 minutes by Wikipedia (English), The Challenge (2023 film)"
    )
    assert read["floors"].startswith(" By Deadline the footage was more than 30 h")


def test_a_race_is_answered_from_the_list_of_trips(cases):
    for of in (cases, verdicts.cases(TOLD, STORIES, HOLLYWOOD, TABLES)):
        read = verdicts.of_race(verdicts.race(of), of)

        assert read["flown"].startswith("Tom Cruise and Doug Liman are on no flight that is listed")


def test_a_sum_that_is_a_bound_is_told_as_one(cases):
    sums = verdicts.sums_by_day(cases)

    assert verdicts.of_sums(sums, cases)["bound"] == "less than "
    assert verdicts.of_bound(sums, cases) == "Roubles of the story: given as “less than”."


def test_claims_on_which_nothing_was_found_are_named(card, cases):
    evidence = verdicts.evidence_table(cases)
    without = evidence[evidence["number"] != 1]

    # The capsule on show, claim 23.
    told = verdicts.without_findings
    assert told(card, evidence) == "Nothing was found on claim 23."
    assert told(card, without) == "Nothing was found on claims 1 and 23."
    assert told(card[card["number"] != 23], evidence) is None


def test_a_rule_is_printed_for_being_ahead_and_for_who_appears(cases):
    kinds = set(verdicts.thresholds(cases)["what is claimed"])
    without = set(
        verdicts.thresholds([c for c in cases if c.claim["order"] not in (9, 22)])[
            "what is claimed"
        ]
    )

    assert kinds - without == {"being ahead of a rival", "who appears in the film"}


def test_that_one_of_those_named_had_flown_speaks_against_no_mission_planned():
    # D. Tito, the first tourist, flew in 2001: as if he had been the actor.
    people = TABLES["people"].replace({"surname": {"Tito": "Cruise"}})
    people.loc[people["surname"] == "Cruise", "name"] = "Tom Cruise"
    card = _card({"people": people}, story=HOLLYWOOD)

    assert card.loc["no_mission_planned", "verdict"] == "does not hold"


def test_who_claimed_what_is_named_with_where_it_stands(card):
    assert card.loc["film_budget", "said_by"] == "Konstantin Ernst"
    said = _card(story=HOLLYWOOD)["said_by"]
    assert said["no_date"] == "Doug Liman, in MEAWW, after Deadline"
    # A rumour, and what was announced with low confidence.
    assert said["launch_month"] == "Latestly, after the Space Shuttle Almanac (low confidence)"
    assert said["given_up"] == "an unnamed source of Page Six, in GamesRadar (low confidence)"


def test_rumours_and_the_giving_up_are_among_what_was_announced():
    race = verdicts.race(verdicts.cases(TOLD, STORIES, HOLLYWOOD, TABLES))
    rumours = race.loc[race["confidence"] == "low", "what"]

    assert {"launch month: Oct 2021", "status: given up"} < set(rumours)
    assert "studio module in orbit by: Dec 2024" in set(rumours)
    assert "film" not in verdicts.race_columns(race).split()


def test_an_announcement_that_was_made_is_a_report(cases):
    race = verdicts.race(cases).set_index("what")

    # data/claims.csv: Roscosmos, in a digest of October 2021.
    assert race.loc["announcement", "stage"] == "report"


def test_a_method_that_is_known_of_one_scene_is_told_so(cases):
    told = verdicts.of_one_scene(verdicts.methods(cases))

    # The Mummy has one scene in a falling aircraft, Passengers one in a pool.
    assert told.startswith("The method is known of a single scene: ")
    assert [name in told for name in ("The Mummy", "Passengers", "Gravity")] == [True, True, False]


def test_a_story_that_is_added_as_rows_is_tested():
    story = pd.Series(
        {"story_id": "new-2024", "publisher": "X", "date": pd.Timestamp("2024-05-01"),
         "title": "A new story", "language": "en", "url": "https://example.org"}
    )  # fmt: skip
    blank = dict.fromkeys(TOLD.columns) | {
        "story_id": "new-2024", "said_as": "exact", "said_by": "X", "source": "X of 1 May 2024",
        "time": pd.NaT, "value": math.nan, "value_low": math.nan, "value_high": math.nan,
    }  # fmt: skip
    rows = [
        # Docked at Rassvet, says SpaceNews: a measure of which no function knows.
        {"claim_key": "port", "measure": "docking_port", "subject": "Soyuz MS-19",
         "text": "Nauka", "claim": "They docked at Nauka.", "claim_id": "c005"},
        # Wikipedia gives 164 and 165 minutes.
        {"claim_key": "length", "measure": "runtime", "value": 164.0, "unit": "min",
         "claim": "The film is 164 minutes long."},
        {"claim_key": "music", "measure": "composer", "text": "A composer",
         "claim": "A composer wrote the music."},
        {"claim_key": "age", "measure": "age", "subject": "Klim Shipenko", "value": 39.0,
         "unit": "years", "claim": "The director is 39."},
    ]  # fmt: skip
    added = [
        blank | {"story_claim_id": f"new-{place}", "order": place} | row
        for place, row in enumerate(rows, 1)
    ]
    told = pd.concat([TOLD, pd.DataFrame(added)], ignore_index=True)
    stories = pd.concat([STORIES, story.to_frame().T], ignore_index=True)

    card = _card(story="new-2024", told=told, stories=stories)

    assert card["verdict"].to_dict() == {
        "port": "disputed",
        "length": "disputed",
        "music": "cannot be checked",
        "age": "does not hold",  # born 16 June 1983: 40 on 1 May 2024
    }


# The rules


@pytest.mark.parametrize(
    ("grades", "verdict"),
    [
        ([], "cannot be checked"),
        ([(SET_ASIDE, RECORD)], "cannot be checked"),
        ([(DISAGREES, RECORD)], "does not hold"),
        ([(DISAGREES, RECORD), (AGREES, STATEMENT)], "does not hold"),
        ([(DISAGREES, STATEMENT)], "disputed"),
        ([(DISAGREES, STATEMENT), (AGREES, RECORD)], "disputed"),
        ([(DISAGREES, RECORD), (AGREES, RECORD)], "disputed"),
        ([(AGREES, RECORD), (IN_PART, STATEMENT)], "holds with a caveat"),
        ([(AGREES, RECORD), (AGREES, STATEMENT)], "holds"),
    ],
)
def test_the_printed_rules_decide(grades, verdict):
    assert rules.verdict([Evidence("x", grade, kind) for grade, kind in grades]) == verdict
    assert verdict in set(verdicts.RULES["verdict"])


def test_the_confidence_of_a_dispute_is_that_of_the_weaker_side():
    pieces = [Evidence("a", AGREES, confidence="high"), Evidence("b", DISAGREES, confidence="low")]

    assert rules.confidence(pieces) == "low"
    assert rules.confidence(pieces[:1]) == "high"


spans = st.tuples(st.floats(-1e6, 1e6), st.floats(0, 1e6)).map(lambda s: (s[0], s[0] + s[1]))


@given(claimed=spans, other=spans)
def test_what_agrees_overlaps_and_what_disagrees_does_not(claimed, other):
    overlaps = max(claimed[0], other[0]) <= min(claimed[1], other[1])

    assert (grade(claimed, other) != DISAGREES) == overlaps
    assert grade(claimed, claimed) == AGREES


@given(value=st.integers(1, 10**9))
def test_a_figure_means_what_rounds_to_it(value):
    row = {"value": float(value), "value_low": None, "value_high": None, "text": None}
    low, high = span(row, is_rounded=True)

    assert low < value < high
    assert high - low <= max(1, value)


def test_a_month_is_its_first_to_its_last_day():
    low, high = span({"text": "2021-10"})

    assert high - low == 30


@pytest.mark.parametrize(
    ("row", "said"),
    [
        # data/claims.csv: Wikipedia's 16,612 minutes, and AFP's year of the announcement.
        ({"measure": "stay", "unit": "min", "value": 16_612.0, "as_said": "16,612 min"},
         "11.5 days"),
        ({"measure": "announcement_year", "unit": None, "value": None, "as_said": "2020"},
         "announcement in 2020"),
        ({"measure": "minutes_on_screen", "unit": "min", "value": 50.0, "as_said": "50 min"},
         "AFP, Apr 2023: 50 min"),
    ],
)  # fmt: skip
def test_a_figure_is_told_so_that_it_can_be_compared(row, said):
    assert said in _said({"said_by": "AFP", "as_of": "2023-04-20"} | row)


def test_a_figure_off_is_as_far_off_in_the_figure_as_in_the_table():
    card = _card()
    off = verdicts.figures_off(card)
    ends = off[["of_high_percent", "of_low_percent"]] - 100
    outside = off["off_percent"] != 0

    nearest = ends[outside].abs().min(axis=1)
    assert nearest.tolist() == pytest.approx(off.loc[outside, "off_percent"].abs().tolist())


def test_whose_word_alone_a_claim_rests_on_is_said():
    card = _card(story=HOLLYWOOD).set_index("number")

    assert card.loc[3, "evidence"].endswith("the story's own source: Variety")
    assert card.loc[10, "evidence"].endswith("the story's own source: Doug Liman")
    assert "the studio module (SEE-1)" in card.loc[8, "evidence"]
