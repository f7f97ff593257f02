"""Claims on who flew in what, when and how old, tested by flights, trips and people."""

import math
from dataclasses import replace

import pandas as pd

from analysis import journeys
from analysis.constants import DAYS_PER_MONTH
from analysis.verdicts.evidence import (
    AGREES,
    DISAGREES,
    SET_ASIDE,
    STATEMENT,
    Case,
    Evidence,
    dated,
    figure,
    grade,
    published,
    set_aside,
    together,
)
from analysis.verdicts.flown import (
    BOOK,
    CATALOGUE,
    OUR_FIRSTS,
    film_crew_of,
    flights_of,
    people_named_for,
    plain,
    said_on,
    short_names,
    who_flew,
    whole_years,
)
from analysis.verdicts.spans import day_in_words, items

UNDATED = "a plan without a date cannot fail"
EPOCH = pd.Timestamp(0, tz="UTC")


def stay(case: Case) -> list[Evidence]:
    """Compare with the times of the flights, by two clocks, and with the published stays."""
    events = journeys.events(case.tables["claims"], case.tables["flights"], case.film or "")
    clocks = journeys.stays(events).set_index("span")["stay_days"]
    sources = events.set_index("event")[["source", "source_url"]]
    found = []
    for since, until, span in (
        ("Docking", "Undocking", "On the station, docking to undocking"),
        ("Launch", "Landing", "In flight, launch to landing"),
    ):
        for days in clocks[clocks.index == span]:
            text = f"{since.lower()} to {until.lower()}: {days:.2f} days"
            ends = sources.loc[[since, until]].itertuples(index=False, name=None)
            piece = replace(figure(case, days, text, ("", None)), **together(ends))
            is_another = case.claim["subject"] == "space station" and span.startswith("In flight")
            found.append(set_aside(piece, "the flight, not the station") if is_another else piece)
    return found + published(case)


def flight_month(case: Case) -> list[Evidence]:
    """Compare with launch and landing in the catalogue."""
    up, down = flights_of(case)
    ends = [("launch", flight["launch_time"]) for flight in up]
    ends += [("landing", flight["landing_time"]) for flight in down]
    return [dated(case, time, f"{what} on {day_in_words(time)}", CATALOGUE) for what, time in ends]


def film_crew(case: Case) -> list[Evidence]:
    """Count the visitors who flew up and down for the film, and those among them with a trade."""
    crew = film_crew_of(case)
    if crew.empty:
        return []
    firsts = case.tables["firsts"].query("category == 'film' and rank == 1")
    trades = firsts[firsts["title"].str.contains("actor in orbit|director in orbit", case=False)]
    named = [name for name in crew["surname"] if trades["who"].str.contains(name).any()]
    return [
        figure(case, len(crew), f"visitors on the flight: {' and '.join(crew['who'])}", BOOK),
        replace(figure(case, len(named), f"actor or director by trade: {' and '.join(named)}",
                       OUR_FIRSTS), kind=STATEMENT, confidence="medium"),
    ]  # fmt: skip


def craft_up(case: Case) -> list[Evidence]:
    """Compare the craft named with the one in the catalogue."""
    return [
        Evidence(
            f"they went up in {flight['craft']} on {day_in_words(flight['launch_time'])}",
            AGREES if flight["craft"].startswith(case.claim["text"]) else DISAGREES,
            source=CATALOGUE[0], source_url=CATALOGUE[1],
        )
        for flight in flights_of(case)[0]
    ]  # fmt: skip


def companions_up(case: Case) -> list[Evidence]:
    """Count those who went up with the film crew."""
    up, _ = flights_of(case)
    if not up or film_crew_of(case).empty:
        return []
    trips = who_flew(case)
    aboard = trips[trips["up_flight_id"].isin([flight["flight_id"] for flight in up])]
    others = aboard[~aboard["person_id"].isin(film_crew_of(case)["person_id"])]
    return [figure(case, len(others), f"with them: {', '.join(others['who'])}", BOOK)]


def crew_up(case: Case) -> list[Evidence]:
    """Look for a flight with all who are named aboard; without a date none can be missed."""
    trips = who_flew(case)
    flown = trips[trips["who"].map(plain).isin(map(plain, case.words))]
    together = flown.groupby("up_flight_id")["person_id"].nunique() == len(case.words)
    later = flown[flown["start"] >= said_on(case)].drop_duplicates("who", keep="first")
    crafts = case.tables["flights"].set_index("flight_id")["craft"]
    told = [
        f"{r.who} flew in {crafts[r.up_flight_id]}, {r.start:%b %Y}" for r in later.itertuples()
    ]
    missing = [name for name in case.words if plain(name) not in set(flown["who"].map(plain))]
    told += (
        [f"{' and '.join(missing)} on no flight by {trips['start'].max():%b %Y}"] if missing else []
    )
    piece = _in_the_book("; ".join(told), AGREES if together.any() else DISAGREES)
    has_date = case.siblings["measure"].eq("launch_month").any()
    return [piece if together.any() or has_date else set_aside(piece, UNDATED)]


def launch_month(case: Case) -> list[Evidence]:
    """Look for anyone named for the film aboard a flight of the days named."""
    trips, names = who_flew(case), people_named_for(case, case.film)
    if not names or (trips["start"].max() - EPOCH).days < case.span[1]:
        return []
    flown = trips[trips["who"].map(plain).isin(names)]
    there = flown[(flown["start"] - EPOCH).dt.days.between(*case.span)]
    if there.empty:
        until = f"{trips['start'].max():%b %Y}"
        text = f"{' and '.join(names.values())} on no flight then or later, up to {until}"
        return [_in_the_book(text, DISAGREES)]
    return [_in_the_book(f"{' and '.join(there['who'])} flew then", AGREES)]


def age(case: Case) -> list[Evidence]:
    """Compare with the age on the day of the story; that on the day of the launch is beside it."""
    people = case.tables["people"].assign(who=short_names(case.tables["people"]))
    found = []
    for born in people.loc[people["who"] == case.claim["subject"], "birth_date"].dropna():
        years = whole_years(born, case.story["date"])
        found.append(
            figure(case, years, f"{years} on the day of the story, born {day_in_words(born)}", BOOK)
        )
        for flight in flights_of(case)[0]:
            then = whole_years(born, flight["launch_time"].tz_localize(None))
            beside = figure(case, then, f"{then} on the day of the launch", BOOK)
            found.append(set_aside(beside, "another day"))
    return found


def cameo_cosmonauts(case: Case) -> list[Evidence]:
    """Count the names published, and those of them who were then in orbit."""
    found = published(case)
    crew = film_crew_of(case)
    said = case.tables["claims"].query("film == @case.film and measure == @case.claim['measure']")
    names = {plain(name) for text in said["text"].dropna() for name in items(text)}
    if crew.empty or not names:
        return found
    trips = who_flew(case)
    there = trips[(trips["start"] <= crew["start"].min()) & (trips["end"] >= crew["end"].max())]
    seen = there[there["who"].map(plain).isin(names)]["who"].tolist()
    return [figure(case, len(seen), f"in orbit all that time: {', '.join(seen)}", BOOK), *found]


def training(case: Case) -> list[Evidence]:
    """Compare with published training times, and with the days between selection and launch."""
    chosen = case.tables["claims"].query("film == @case.film and measure == 'selection_date'")
    found = published(case)
    for flight in flights_of(case)[0]:
        for row in chosen.head(1).itertuples():
            days = (flight["launch_time"].tz_localize(None) - pd.Timestamp(row.text)).days
            months = days / DAYS_PER_MONTH
            text = f"at most {days} days ({months:.1f} months), from selection to launch"
            # The calendar bounds the training from above; it does not measure it.
            bearing = grade(case.span, (-math.inf, months))
            found.append(Evidence(text, bearing, STATEMENT, low=math.nan, high=months,
                                  source=row.source, source_url=row.source_url))  # fmt: skip
    return found


def status(case: Case) -> list[Evidence]:
    """Ask whether anyone named for the film had flown when it was said: if not, plans may stand."""
    if not people_named_for(case, case.film):
        return []
    piece = _had_flown(case, said_on(case))
    if piece.grade == DISAGREES:
        return [piece]
    return [set_aside(piece, "that they did not fly says nothing of plans")]


def plan(case: Case) -> list[Evidence]:
    """Set aside whether it was done: a plan without a date cannot fail."""
    if not people_named_for(case, case.film):
        return []
    return [set_aside(_had_flown(case, who_flew(case)["start"].max()), UNDATED)]


def _had_flown(case: Case, day: pd.Timestamp) -> Evidence:
    """Return whether anyone named for the film had flown by a day, as far as the list reaches."""
    trips, names = who_flew(case), people_named_for(case, case.film)
    until = min(trips["start"].max(), day)
    flew = trips[trips["who"].map(plain).isin(names) & (trips["start"] <= until)]
    if len(flew):
        return _in_the_book(f"{' and '.join(flew['who'])} had flown", DISAGREES)
    text = f"{' and '.join(names.values())} on no flight by {until:%b %Y}"
    return _in_the_book(text, SET_ASIDE)


def _in_the_book(finding: str, bearing: str) -> Evidence:
    return Evidence(finding, bearing, source=BOOK[0], source_url=BOOK[1])
