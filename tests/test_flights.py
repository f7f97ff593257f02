"""Trips against what agencies publish, how a stay stands among others, and who waited for whom."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import datasets, flights

ONE_MINUTE_DAYS = 1 / (24 * 60)
WITHIN_A_DAY = 1.0  # agencies round, and count from docking or by calendar days


@pytest.fixture(scope="module")
def tables():
    return datasets.crews(), datasets.people(), datasets.flights()


@pytest.fixture(scope="module")
def trips(tables):
    return flights.trips(*tables)


@pytest.mark.parametrize(
    ("person_id", "days"),
    [
        # Roscosmos by way of NBC News: 878 days hoped for before his last launch; 878 d 11 h 29 min
        # https://www.nbcnews.com/science/space/suited-space-cosmonaut-gennady-padalka-sets-record-days-orbit-n384586
        ("gennadi-ivanovich-padalka", 878 + 11 / 24 + 29 / 1440),
        # "803 days, 9 hours, and 39 minutes accrued over six missions", the same page
        ("sergei-konstantinovich-krikalyov", 803 + 9 / 24 + 39 / 1440),
        # 747 d 14 h 14 min, http://spacetoday.org/Questions/SpaceflightEnduranceRecords.html
        ("sergei-vasiliyevich-avdeyev", 747 + 14 / 24 + 14 / 1440),
        # NASA: 665 d 22 h 22 min by 2017, and ten days on Axiom 2: 675 d 3 h 48 min or 675 d 5 h
        # https://nssdc.gsfc.nasa.gov/nmc/spacecraft/display.action?id=2023-070A
        ("peggy-a-whitson", 675),
        # NASA: 523 days in all, https://www.nasa.gov/people/mark-t-vande-hei/
        ("mark-t-vande-hei", 523),
        # NASA: 371 days in one flight, https://www.nasa.gov/people/frank-rubio/
        ("francisco-carlos-rubio", 371),
        # NASA: 520 days over four flights, https://www.nasa.gov/people/scott-j-kelly/
        ("scott-j-kelly", 520),
        # NASA: 534 days, https://www.nasa.gov/people/jeffrey-n-williams/
        ("jeffrey-n-williams", 534),
        # JAXA by way of NHK: 504 days over five flights; 504 d 18 h 33 min
        # https://www3.nhk.or.jp/nhkworld/en/news/20240326_37/
        ("koichi-wakata", 504 + 18 / 24 + 33 / 1440),
        # CNES by way of the Cité de l'espace: 209 d 12 h 24 min over two flights
        # https://en.cite-espace.com/space-news/thomas-pesquet-a-french-record-for-days-in-space/
        ("jean-pierre-haignere", 209 + 12 / 24 + 24 / 1440),
        # DLR by way of dpa: 350 days over two flights, https://celebsnet.com/?p=73111
        ("thomas-arthur-reiter", 350),
        # NASA: 4 h 55 min in 1962 and 213 h 44 min in 1998, https://www.nasa.gov/john-glenn/
        ("john-h-glenn-jr", (4 + 55 / 60 + 213 + 44 / 60) / 24),
    ],
)
def test_days_in_space_are_those_that_agencies_publish(trips, person_id, days):
    total_days = trips.loc[trips["person_id"] == person_id, "stay_days"].sum()
    assert total_days == pytest.approx(days, abs=WITHIN_A_DAY)


def test_the_film_crew_flew_as_long_as_mcdowell_has_it(trips):
    # 11:19:40:42 for both, https://planet4589.org/space/astro/web/astro.html
    ours = flights.followed(trips, "Soyuz MS-19")
    assert sorted(ours["who"]) == ["Klim Shipenko", "Yulia Peresild"]
    published_days = 11 + 19 / 24 + 40 / 1440 + 42 / 86400
    assert ours["stay_days"].tolist() == pytest.approx([published_days] * 2, abs=1e-5)


def test_age_is_counted_to_the_launch(trips):
    # William Shatner, born 22 March 1931, "the oldest person to fly to space at 90"
    # https://www.blueorigin.com/news/ns-18-mission-updates
    shatner = trips[trips["who"] == "William Shatner"].iloc[0]
    assert int(shatner["age_years"]) == 90
    # Gagarin, born 9 March 1934, flew at 27
    assert int(trips.iloc[0]["age_years"]) == 27


@pytest.mark.parametrize(
    ("who", "years"),
    [
        # Blue Origin, 15 July 2021: "18-year-old Oliver Daemen"
        # https://www.scmp.com/news/world/united-states-canada/article/3141295/blue-origin-customer-18-will-become-youngest
        ("Oliver Daemen", 18),
        # NASA: born 13 February 1942, flew in April 1985 http://www.astronautix.com/astros/wilonald.htm
        ("Donald Williams", 43),
        # Born 2 September 1948, lost on 28 January 1986
        # https://kids.britannica.com/students/article/Christa-Corrigan-McAuliffe/312405
        ("Sharon McAuliffe", 37),
    ],
)
def test_dates_of_birth_that_the_book_has_wrong_are_corrected(trips, who, years):
    assert int(trips[trips["who"] == who].iloc[0]["age_years"]) == years


def test_what_came_down_before_one_turn_is_not_in_orbit(trips):
    in_orbit = trips.set_index("craft")["is_in_orbit"]
    for craft in ("New Shepard NS-18", "Soyuz MS-10", "STS-51-L", "Mercury-Redstone 3"):
        assert craft not in in_orbit.index or not in_orbit[[craft]].any()
    assert in_orbit["Vostok 1"]
    assert in_orbit[["Dragon Crew-7"]].all()  # still up when the source closed


def test_a_flight_without_visitors_is_followed_by_its_crew(trips):
    assert len(flights.followed(trips, "STS-107")) == 7
    assert flights.followed(trips, "Soyuz TM-32")["who"].tolist() == ["Dennis Tito"]


@pytest.mark.parametrize(
    ("craft", "visiting", "waiting"),
    [
        # Soyuz T-14: Grechko landed in T-13, Savinykh of T-13 with the rest in T-14
        # https://planet4589.org/space/astro/lists/missions.html
        ("Soyuz T-14", "Georgi Grechko", "Viktor Savinykh"),
        # STS-102 brought three residents who landed in STS-105: nobody waited for it.
        ("STS-102", None, None),
        # Two of Soyuz MS-18 stayed, in the place of others: for their own ship nobody did.
        ("Soyuz MS-18", None, None),
        # Still up when the lists end.
        ("Soyuz MS-24", None, None),
    ],
)
def test_who_waited_landed_in_the_ship_examined(tables, trips, craft, visiting, waiting):
    down = flights.ship_home(trips, craft)
    involved = flights.stays_of_those_involved(*tables, craft, down)
    key = flights.key_figures(trips, craft, involved, flights.exchanges(*tables, trips))

    assert (key["waiting"] if waiting else None) == waiting
    assert pd.isna(key["waiting"]) == (waiting is None)
    assert not visiting or key["visiting"] == visiting
    assert len(flights.to_the_minute(involved)) == len(involved)


def test_names_stand_in_the_order_of_surnames_in_all_tables(tables, trips):
    involved = flights.stays_of_those_involved(*tables, "Soyuz MS-19", "Soyuz MS-18")
    key = flights.key_figures(trips, "Soyuz MS-19", involved, flights.exchanges(*tables, trips))

    assert (
        key["who"] == key["visiting"] == key["exchanges_of"] == "Yulia Peresild and Klim Shipenko"
    )


def test_no_visitors_trip_is_compared_with_itself(tables, trips):
    # By hand from data/crews.csv: 20 ended trips of visitors to orbit, three of them on Axiom 1,
    # which were the longest; the two on Soyuz MS-19 were longer than 12.
    for craft, found in {"Axiom Ax-1": ("all", 17), "Soyuz MS-19": ("12", 18)}.items():
        involved = flights.stays_of_those_involved(*tables, craft, flights.ship_home(trips, craft))
        key = flights.key_figures(trips, craft, involved, flights.exchanges(*tables, trips))
        assert (key["shorter_of_visitors"], key["other_visitor_trips"]) == found
    assert flights.medians(trips)["visitor_longest_on"] == "Axiom Ax-1"


def test_a_figure_names_those_followed_and_not_a_ship_that_flew_on(trips):
    assert flights.label(trips, "Soyuz MS-19") == "Visitors on Soyuz MS-19"
    assert flights.label(trips, "Soyuz TM-32") == "Visitor on Soyuz TM-32"
    assert flights.label(trips, "Apollo 11") == "Crew of Apollo 11"


def test_standing_counts_by_hand():
    stays = _trips([2.0, 8.0, 12.0, 12.0, 180.0], station="ISS", visitor=[1, 1, 1, 0, 0])
    table = flights.standing(stays, 12.0).set_index("among")
    # Two of five are shorter than 12 days; those equal to it are not.
    assert table.loc["All trips to orbit", ["trips", "shorter"]].tolist() == [5, 2]
    assert table.loc["All trips to orbit", "shorter_percent"] == pytest.approx(40.0)
    assert table.loc["Visitors in orbit", "shorter_percent"] == pytest.approx(200 / 3)
    assert table.loc["To the ISS by Space Shuttle", "trips"] == 0


def test_a_hop_is_not_a_trip_to_orbit():
    stays = _trips([0.007, 12.0]).assign(is_in_orbit=[False, True])
    assert flights.standing(stays, 5.0)["shorter"].tolist()[:2] == [0, 0]
    assert len(flights.groups(stays)["All trips to orbit"]) == 1


def test_a_stay_without_end_has_no_standing():
    table = flights.standing(_trips([2.0, 8.0]), float("nan"))
    assert table["shorter_percent"].isna().all()


@given(
    st.lists(st.floats(0.1, 400), min_size=1, max_size=30), st.floats(0.1, 400), st.floats(0, 50)
)
def test_a_longer_stay_never_stands_lower(days, stay_days, more_days):
    trips = _trips(days)
    lower = flights.standing(trips, stay_days)["shorter"]
    higher = flights.standing(trips, stay_days + more_days)["shorter"]
    assert (higher >= lower).all()
    assert (lower.to_numpy() <= flights.standing(trips, 1.0)["trips"].to_numpy()).all()


def test_two_waited_for_the_film(tables):
    # NASA, April 2022: Vande Hei and Dubrov 355 days in space; they came in MS-18, left in MS-19
    # https://www.nasa.gov/people/mark-t-vande-hei/
    involved = flights.stays_of_those_involved(*tables, "Soyuz MS-19", "Soyuz MS-18")
    waited = involved[involved["role"] == "stayed longer"].iloc[0]
    assert waited["who"] == "Pyotr Dubrov, Mark Vande Hei"
    assert round(waited["stay_days"]) == 355
    # From 17 October 2021 to 30 March 2022 are 164 days.
    assert waited["longer_days"] == pytest.approx(164, abs=0.5)
    assert flights.visitors(involved) == 2


def test_the_same_trip_has_the_same_times_in_both_tables(tables, trips):
    # Landing of Soyuz MS-19: 11:28:26 in the Cosmos book and in Wikipedia, 11:28:36 in McDowell's
    # list, which marks it as uncertain, 11:28:04 at RussianSpaceWeb: they agree on the minute.
    involved = flights.stays_of_those_involved(*tables, "Soyuz MS-19", "Soyuz MS-18")
    swap = flights.to_the_minute(involved).set_index("who")
    aboard = flights.to_the_minute(trips[trips["craft"] == "Soyuz MS-19"]).set_index("who")

    for name, who in {"start": "Anton Shkaplerov", "end": "Anton Shkaplerov"}.items():
        assert swap.loc[who, name] == aboard.loc[who, name]
    assert swap.loc["Anton Shkaplerov", "end"] == "2022-03-30 11:28"
    # The crew landed at 04:35:44 (Cosmos book).
    assert swap.loc["Oleg Novitsky", "end"] == "2021-10-17 04:36"


def test_every_stay_is_the_time_between_the_printed_start_and_end(trips):
    printed = flights.to_the_minute(trips)
    start, end = (pd.to_datetime(printed[name]) for name in ("start", "end"))
    is_over = end.notna()

    between = (end - start)[is_over].map(flights.in_words)
    assert printed.loc[is_over, "stay"].tolist() == between.tolist()
    assert not is_over.all()
    assert printed.loc[~is_over, "stay"].isna().all()


@pytest.mark.parametrize("craft", ["Soyuz MS-19", "Soyuz TM-32", "Axiom Ax-1", "Soyuz MS-18"])
def test_a_summary_gives_the_stay_that_the_table_of_those_aboard_gives(tables, trips, craft):
    involved = flights.stays_of_those_involved(*tables, craft, flights.ship_home(trips, craft))
    key = flights.key_figures(trips, craft, involved, flights.exchanges(*tables, trips))
    aboard = flights.to_the_minute(flights.followed(trips, craft))

    assert set(aboard["stay"]) >= set(key["stay"].split(" to "))


def test_a_stay_is_placed_in_counts_that_do_not_round_to_nothing(tables, trips):
    # By hand from data/crews.csv: of 214 trips of professionals to the station, in other ships
    # than the Shuttle, one was shorter than Tito's 7 d 22 h 4 min.
    involved = flights.stays_of_those_involved(*tables, "Soyuz TM-32", "Soyuz TM-31")
    key = flights.key_figures(trips, "Soyuz TM-32", involved, flights.exchanges(*tables, trips))

    assert (key["shorter_of_residents"], key["resident_trips"]) == (1, 214)
    # By hand from data/crews.csv: nobody of TM-31 and TM-33 landed in them, someone in the others.
    assert (key["visits_with_another_craft"], key["visits_with_its_own"]) == (9, 7)


def test_exchanges_hold_those_that_are_known(tables, trips):
    known = flights.exchanges(*tables, trips).set_index("up")
    # RussianSpaceWeb and ESA tell each: Krikalev stayed on when Aubakirov and Viehböck came (1991),
    # Kelly and Kornienko left in Volkov's ship after Aimbetov's and Mogensen's visit (2015).
    assert known.loc["Soyuz TM-13", "waited"] == "Sergei Krikalyov"
    assert set(known.loc["Soyuz TMA-18M", "waited"].split(" and ")) == {
        "Scott Kelly",
        "Mikhail Korniyenko",
    }
    assert known.index[known["is_for_visitors"]].tolist() == ["Soyuz MS-19"]
    # The whole crew came to bring a fresh ship: nobody waited for Tito.
    assert "Soyuz TM-32" not in known.index


def test_summary_of_any_flight_has_no_gaps_but_what_is_unknown(tables, trips):
    involved = flights.stays_of_those_involved(*tables, "Soyuz MS-19", "Soyuz MS-18")
    known = flights.exchanges(*tables, trips)
    assert flights.key_figures(trips, "Soyuz MS-19", involved, known).notna().all()
    alone = flights.stays_of_those_involved(*tables, "STS-107", "STS-107")
    columbia = flights.key_figures(trips, "STS-107", alone, known)
    assert pd.isna(columbia["waiting"])
    assert columbia["until"] == "the loss of the crew"


def _trips(days, station="ISS", visitor=None):
    return pd.DataFrame(
        {
            "craft": "Soyuz X",
            "station": station,
            "is_visitor": [bool(v) for v in visitor or [0] * len(days)],
            "stay_days": days,
            "start": pd.Timestamp("2021-10-05", tz="UTC"),
            "end": pd.Timestamp("2021-10-05", tz="UTC") + pd.to_timedelta(days, unit="D"),
            "is_in_orbit": True,
        }
    )


@pytest.mark.parametrize(
    ("craft", "said"),
    [
        # Axiom Space, Ax-1: all four up and down in Dragon Endeavour, 8 to 25 April 2022.
        (
            "Axiom Ax-1",
            "The visitors came home in the ship that had brought them; no seats were exchanged.",
        ),
        # Space Adventures: Tito up in Soyuz TM-32, down in TM-31; TM-32 stayed as the lifeboat.
        (
            "Soyuz TM-32",
            "Dennis Tito came home in Soyuz TM-31; no one who had come up in that ship landed in "
            "Soyuz TM-32.",
        ),
        ("STS-107", "The crew did not come back; no seats were exchanged."),
    ],
)
def test_where_nobody_waited_it_is_said_why(trips, craft, said):
    assert flights._no_exchange(trips, craft).startswith(said)
