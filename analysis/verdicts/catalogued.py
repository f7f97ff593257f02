"""What the lists of firsts and of launches say on a claim.

The thresholds that turn words such as "several" or "a long list" into something that can fail
stand first, by name.
"""

import pandas as pd

from analysis.phrases import as_known, uncapitalized
from analysis.verdicts.evidence import (
    AGREES,
    DISAGREES,
    IN_PART,
    STATEMENT,
    Case,
    Evidence,
    set_aside,
    together,
)
from analysis.verdicts.flown import (
    BOOK,
    CATALOGUE,
    OUR_FIRSTS,
    flights_of,
    people_named_for,
    plain,
    said_on,
    who_flew,
)
from analysis.verdicts.spans import day_in_words

SEVERAL = 3  # failed launches
SETBACK_YEARS = 10  # before the story
LONG_LIST = 10  # firsts
COVERED_PERCENT = 95  # of the time until a date, so that an absence counts
STATES = {"Russia": "RU", "Soviet Union": "SU", "United States": "US", "China": "CN"}
ADJECTIVES = {"SU": "Soviet", "RU": "Russian", "US": "American", "CN": "Chinese"}
PREDECESSORS = {"RU": ("SU", "RU")}  # as the table of firsts counts: no second state


def first(case: Case) -> list[Evidence]:
    """Ask who is first under each definition that fits the words, or who of two rivals flew."""
    if case.claim["text"].startswith("before "):
        return _ahead(case)
    fitting = definitions(case.tables["firsts"], case.claim["text"])
    return [
        Evidence(
            f"{row['who'].split(' (')[0]}, {as_known(row['date'], row['date_precision'])} "
            f"({uncapitalized(row['title'])})",
            _holder(case, row),
            STATEMENT,
            confidence="medium" if row["disputed"] else "high",
            source=row["source"],
            source_url=row["source_url"],
        )
        for row in fitting[fitting["rank"] == 1].to_dict("records")
    ]


def firsts(case: Case) -> list[Evidence]:
    """Count the firsts of the launching state and of the one it carries on, before the launch."""
    launches = [flight["launch_time"] for flight in flights_of(case)[0]]
    if not launches:
        return []
    listed = case.tables["firsts"].query("rank == 1")
    earlier = listed[listed["date"] < min(launches).tz_localize(None).normalize()]
    counts = {code: int((earlier["state"] == code).sum()) for code in launching(case)}
    told = " and ".join(f"{count} {ADJECTIVES.get(code, code)}" for code, count in counts.items())
    text = f"{told} of {len(earlier)} firsts listed from before the launch"
    bearing = AGREES if sum(counts.values()) >= LONG_LIST else DISAGREES
    return [Evidence(text, bearing, STATEMENT, "medium", source=OUR_FIRSTS[0])]


def launch_failures(case: Case) -> list[Evidence]:
    """Count the failures of the launching state in the years before the story."""
    launches = case.tables["launches"]
    until = case.story["date"].tz_localize("UTC")
    since = until - pd.DateOffset(years=SETBACK_YEARS)
    own = launches[launches["state"].isin(launching(case))]
    own = own[own["launch_time"].between(since, until)]
    failed = own[own["outcome"] == "failure"]
    if own.empty:
        return []
    last = f", the last in {failed['launch_time'].max():%b %Y}" if len(failed) else ""
    whose = ADJECTIVES.get(launching(case)[-1], "of its")
    text = f"{len(failed)} of {len(own)} {whose} launches failed in {SETBACK_YEARS} years{last}"
    bearing = AGREES if len(failed) >= SEVERAL else DISAGREES
    return [Evidence(text, bearing, low=len(failed), high=len(failed),
                     source=CATALOGUE[0], source_url=CATALOGUE[1])]  # fmt: skip


def studio_module_in_orbit_by(case: Case) -> list[Evidence]:
    """Look for a launch of the module until the day; absence counts where the list reaches it."""
    launches, name = case.tables["launches"], str(case.claim["subject"])
    since, due = said_on(case), pd.Timestamp(case.span[1], unit="D", tz="UTC")
    known_until = launches["launch_time"].max()
    flown = launches[launches["payloads"].str.contains(name, regex=False, na=False)]
    if len(flown):
        when = flown["launch_time"].min()
        return [Evidence(f"launched on {day_in_words(when)}", AGREES if when <= due else DISAGREES,
                         source=CATALOGUE[0], source_url=CATALOGUE[1])]  # fmt: skip
    covered = 100 * (min(known_until, due) - since) / (due - since)
    text = f"no launch of the studio module ({name}) up to {day_in_words(known_until)}"
    missing = max(0, (due - known_until.normalize()).days)
    text += f"; the last {missing} days are not covered" if missing else ""
    piece = Evidence(text, DISAGREES, confidence="medium",
                     source=CATALOGUE[0], source_url=CATALOGUE[1])  # fmt: skip
    return [
        piece if covered >= COVERED_PERCENT else set_aside(piece, "the list ends before that day")
    ]


def definitions(firsts: pd.DataFrame, text: str) -> pd.DataFrame:
    """Return the firsts whose titles have the words that tell a claim from other firsts.

    "First feature film shot in space" is told from other firsts by `feature` alone.
    """
    common = {"first", "film", "shot", "filmed", "in", "space", "orbit", "a", "the", "made", "ever"}
    telling = [word for word in text.casefold().split() if word not in common]
    fits = [all(word in title.casefold() for word in telling) for title in firsts["title"]]
    return firsts[pd.Series(fits, index=firsts.index) & (firsts["category"] == "film")]


def launching(case: Case) -> tuple[str, ...]:
    """Return the state that launched the film crew, with the one that it carries on."""
    states = [flight["launch_state"] for flight in flights_of(case)[0]]
    return tuple(code for state in states for code in PREDECESSORS.get(state, (state,)))


def _ahead(case: Case) -> list[Evidence]:
    """Compare the launch of the film crew with the flights of those named for the rivals."""
    claims, trips = case.tables["claims"], who_flew(case)
    rivals = set(claims.loc[claims["topic"] == "rival", "film"]) - {case.main_film}
    names: dict[str, str] = {}
    for film in sorted(rivals):
        names |= people_named_for(case, film)
    flown = trips[trips["who"].map(plain).isin(names)]
    found = []
    for flight in flights_of(case)[0]:
        text = f"launched on {day_in_words(flight['launch_time'])}"
        if flown.empty:
            until = f"{trips['start'].max():%b %Y}"
            rest = f"{' and '.join(names.values())} on no flight by {until}"
        else:
            rest = f"{flown['who'].iloc[0]} flew on {day_in_words(flown['start'].min())}"
        is_ahead = flown.empty or flight["launch_time"] < flown["start"].min()
        grade = AGREES if is_ahead else DISAGREES
        found.append(Evidence(f"{text}; {rest}", grade, **together((CATALOGUE, BOOK))))
    return found if names else []


def _holder(case: Case, row: dict) -> str:
    """Grade who holds a first: the film, or the state if the claim names one."""
    named = f"{case.claim['subject']} {case.claim['claim']}"
    code = next((code for state, code in STATES.items() if state in named), None)
    if code is None:
        return AGREES if str(case.main_film) in row["who"] else DISAGREES
    if row["state"] == code:
        return AGREES
    return IN_PART if row["state"] in PREDECESSORS.get(code, ()) else DISAGREES
