"""The longer looks that some claims need: firsts, ages, launches, minutes, sums, rivals.

Each takes the cases of a story and returns an empty table where it makes no such claim.
"""

import re

import pandas as pd

from analysis import claims, money, production, rates, states
from analysis.phrases import as_known
from analysis.verdicts.catalogued import (
    SETBACK_YEARS,
    definitions,
    launching,
)
from analysis.verdicts.evidence import Case
from analysis.verdicts.flown import CATALOGUE, flights_of, short_names, whole_years
from analysis.verdicts.made import RUSSIAN_MODULES

AGES = ["who", "born", "stated_years", "at_selection_years", "at_launch_years", "at_landing_years",
        "at_release_years", "right_from", "right_until"]  # fmt: skip
FAILURES = ["state", "is_own", "launches", "failures", "partial_failures", "failed_percent",
            "low_percent", "high_percent", "last_failure"]  # fmt: skip
SUMS = ["day", "date", "rate_rub_per_usd", "roubles_of_the_story_mln_usd", "lowest_mln_usd",
        "highest_mln_usd"]  # fmt: skip
FEWEST_LAUNCHES = 10  # from which a share means something
STEPS = ("announcement_month", "selection_date", "release_date")


def definitions_of_first(cases: list[Case]) -> pd.DataFrame:
    """Return the firsts of filming in space: who holds each, which fit the story's words."""
    ours = _on(cases, "first")
    table = ours[0].tables["firsts"] if ours else pd.DataFrame(columns=["category", "rank"])
    table = table[(table["category"] == "film") & (table["rank"] == 1)]
    if table.empty:
        return table.reindex(columns=["first", "definition", "holder", "state", "when", "fits"])
    fitting = {place for case in ours for place in definitions(table, case.claim["text"]).index}
    return table.assign(
        first=table["title"],
        holder=table["who"].str.replace(r" \(.*?\)", "", regex=True),
        state=[state_in_words(code) for code in table["state"]],
        when=[*map(as_known, table["date"], table["date_precision"])],
        fits=table.index.isin(fitting),
        is_the_film=[str(ours[0].main_film) in who for who in table["who"]],
    ).sort_values(["fits", "date"], ascending=[False, True], ignore_index=True)


def ages_on_days(cases: list[Case]) -> pd.DataFrame:
    """Return the ages that the story gives beside those on the days that matter."""
    rows = []
    for case in _on(cases, "age"):
        people = case.tables["people"].set_index(short_names(case.tables["people"]))
        for born in people.loc[people.index == case.claim["subject"], "birth_date"].dropna():
            stated = int(case.claim["value"])
            days = _days(case)
            rows.append(
                {
                    "who": case.claim["subject"],
                    "born": born,
                    "stated_years": stated,
                    **{f"at_{day}_years": whole_years(born, days[day]) for day in days},
                    "right_from": born + pd.DateOffset(years=stated),
                    "right_until": born + pd.DateOffset(years=stated + 1, days=-1),
                }
            )
    return pd.DataFrame(rows, columns=AGES)


def failures_by_state(cases: list[Case]) -> pd.DataFrame:
    """Return launches and failures of each state with several in the years before the story.

    `low_percent` to `high_percent` is the interval in which the rate lies with 95 % probability.
    """
    rows = []
    launches = launches_before(cases)
    for state, group in launches.groupby(states.named(launches["state"])):
        if len(group) < FEWEST_LAUNCHES:
            continue
        failed = group[group["outcome"] == "failure"]
        low, high = rates.interval(len(failed), len(group))
        rows.append(
            {
                "state": state,
                "is_own": bool(group["state"].isin(launching(cases[0])).any()),
                "launches": len(group),
                "failures": len(failed),
                "partial_failures": int((group["outcome"] == "partial").sum()),
                "failed_percent": 100 * len(failed) / len(group),
                "low_percent": 100 * low,
                "high_percent": 100 * high,
                "last_failure": failed["launch_time"].max().tz_localize(None).normalize(),
            }
        )
    table = pd.DataFrame(rows, columns=FAILURES)
    return table.sort_values("launches", ascending=False, ignore_index=True)


def failures_by_year(cases: list[Case]) -> pd.DataFrame:
    """Return the launching state's launches in each of these years, by how they ended."""
    launches = launches_before(cases)
    own = launches[launches["state"].isin(launching(cases[0]))] if cases else launches
    ends = pd.crosstab(own["launch_time"].dt.year.rename("year"), own["outcome"])
    ends = ends.reindex(columns=["success", "partial", "failure"], fill_value=0)
    return ends.rename_axis(columns=None).reset_index()


def ratios(cases: list[Case]) -> pd.DataFrame:
    """Return the shooting ratio that follows from each published length of what was used."""
    film = next((str(case.film) for case in _on(cases, "minutes_on_screen")), "")
    said = cases[0].tables["claims"]
    footage = production.hours(claims.published(said, film, "footage"))
    used = claims.published(said, film, "minutes_on_screen")
    table = production.shooting_ratios(footage[footage["confidence"] != "low"], used)
    runtime_min = _runtime_min(cases, film)
    return table.assign(
        runtime_min=runtime_min,
        share_low_percent=100 * table["used_low_min"] / runtime_min,
        share_high_percent=100 * table["used_high_min"] / runtime_min,
    )


def sums_by_day(cases: list[Case]) -> pd.DataFrame:
    """Return the sum in roubles and the published budgets in dollars, at the rates of the days."""
    rows = []
    for case in _on(cases, "film_budget"):
        if case.claim["unit"] != "RUB":
            continue
        stated = _first(case.claim["value"], case.claim["value_high"], case.claim["value_low"])
        said = claims.published(case.tables["claims"], str(case.film), "film_budget")
        others = said[(said["unit"] == "RUB") & (said["confidence"] != "low")]["low"]
        for day, moment in _days(case).items():
            rate = money.rate_rub_per_usd(case.tables["exchange_rates"], f"{moment:%Y-%m-%d}")
            sums = (stated / rate / 1e6, others.min() / rate / 1e6, others.max() / rate / 1e6)
            rows.append((day.capitalize(), moment.normalize(), rate, *sums))
    return pd.DataFrame(rows, columns=SUMS)


def race(cases: list[Case]) -> pd.DataFrame:
    """Return what was made public of the rivals and of the story's film, by day, and the launch.

    Rumours are among it: the confidence tells them.
    """
    said = cases[0].tables["claims"]
    rivals = said[(said["topic"] == "rival") & said["film"].isin({case.film for case in cases})]
    films = set(rivals["film"]) | {cases[0].main_film}
    ours = said[said["film"].isin(films) & said["measure"].isin(STEPS)]
    told = pd.concat([rivals, ours]).query("measure != 'announcement_year'")
    told = told[(told["confidence"] != "low") | told["claim_id"].isin(rivals["claim_id"])]
    told = told.sort_values("as_of").drop_duplicates(["film", "measure", "text"])
    if rivals.empty:
        return told.assign(what=[])
    words = claims.published(told.assign(film=""), "", *told["measure"].unique())
    words = words.set_index("claim_id")["as_said"].map(_month_in_words)
    names = told["measure"].str.replace("_", " ").str.replace("nasa", "NASA")
    is_day = told["text"] == told["as_of"]
    events = names.str.removesuffix(" date").str.removesuffix(" month")
    told = told.assign(what=events.where(is_day, names + ": " + told["claim_id"].map(words)))
    flown = [
        {"as_of": f"{flight['launch_time']:%Y-%m-%d}", "film": cases[0].main_film,
         "what": f"launch of the film crew in {flight['craft']}", "stage": "report",
         "said_by": CATALOGUE[0], "source_url": CATALOGUE[1], "confidence": "high"}
        for flight in flights_of(cases[0])[0]
    ]  # fmt: skip
    return pd.concat([told, pd.DataFrame(flown)]).sort_values("as_of", ignore_index=True)


def race_columns(table: pd.DataFrame) -> str:
    """Return the columns to print of a race: the film, where there is more than one."""
    film = "film " if len(set(table["film"])) > 1 else ""
    return f"as_of {film}what stage said_by confidence"


def methods(cases: list[Case]) -> pd.DataFrame:
    """Return how films of the country of one whose method the story names made weightlessness."""
    for case in _on(cases, "method"):
        films = case.tables["films"]
        country = (
            films.loc[films["title"] == case.claim["subject"], "countries"].str.split(";").str[0]
        )
        known = films[~films["method"].isin(["unknown", "none", "orbit"])]
        alike = known[known["countries"].fillna("").str.split(";").str[0].isin(country)]
        if len(alike):
            more = alike["further_methods"].str.replace(";", ", ")
            alike = alike.drop(columns=["source", "source_url"]).assign(further_methods=more)
            names = {"method_source": "source", "method_source_url": "source_url"}
            return alike.rename(columns=names).sort_values(["method", "year"])
    return cases[0].tables["films"].head(0)


def places(cases: list[Case]) -> pd.DataFrame:
    """Return what was published on where the film was shot."""
    film = next((str(case.film) for case in _on(cases, "shooting_place")), "")
    said = claims.published(
        cases[0].tables["claims"], film, "share_shot_in_module", "shooting_place"
    )
    return said.assign(is_russian=said["subject"].isin(RUSSIAN_MODULES))


def _month_in_words(text: str) -> str:
    return f"{pd.Timestamp(text):%b %Y}" if re.fullmatch(r"\d{4}-\d\d", text) else text


def _on(cases: list[Case], measure: str) -> list[Case]:
    return [case for case in cases if case.claim["measure"] == measure]


def _first(*values: float) -> float:
    return next(value for value in values if pd.notna(value))


def _days(case: Case) -> dict[str, pd.Timestamp]:
    """Return the days on which a film crew is selected, flies, lands, and its film opens."""
    said = case.tables["claims"].query("film == @case.main_film").drop_duplicates("measure")
    said = said.set_index("measure")["text"]
    up, down = flights_of(case)
    days = {
        "selection": said.get("selection_date"),
        "launch": up[0]["launch_time"].tz_localize(None) if up else None,
        "landing": down[0]["landing_time"].tz_localize(None) if down else None,
        "release": said.get("release_date"),
    }
    return {day: pd.Timestamp(moment) for day, moment in days.items() if moment is not None}


def launches_before(cases: list[Case]) -> pd.DataFrame:
    """Return all launches in the years before a story that speaks of failures."""
    ours = _on(cases, "launch_failures")
    launches = cases[0].tables["launches"]
    if not ours:
        return launches.head(0)
    until = ours[0].story["date"].tz_localize("UTC")
    since = until - pd.DateOffset(years=SETBACK_YEARS)
    return launches[launches["launch_time"].between(since, until)]


def _runtime_min(cases: list[Case], film: str) -> float:
    films = cases[0].tables["films"].set_index("title")["runtime_min"]
    return float(films.get(film, float("nan")))


def state_in_words(code: str) -> str:
    """Return the state of GCAT's code; the Soviet Union apart from Russia."""
    return "Soviet Union" if code == "SU" else states.NAMES[code]
