"""How, where, by whom and for how much the film was made: shares, names, methods, sums."""

import math
import re
from dataclasses import replace
from typing import Any

import pandas as pd

from analysis import claims, money, states
from analysis.phrases import uncapitalized
from analysis.verdicts.evidence import (
    AGREES,
    DISAGREES,
    IN_PART,
    SET_ASIDE,
    STATEMENT,
    Case,
    Evidence,
    dated,
    figure,
    published,
    set_aside,
    together,
)
from analysis.verdicts.spans import converted, day_in_words

MOSTLY_PERCENT = 50  # of the shooting in a place, of a film shot by a method
WHOLLY_PERCENT = 95  # of the shooting in a place
# The Russian segment, past and present; Zarya, built in Russia, belongs to NASA.
RUSSIAN_MODULES = {"Zarya", "Zvezda", "Pirs", "Poisk", "Rassvet", "Nauka", "Prichal"}
PLACES = {"Russian module": RUSSIAN_MODULES, "Russian segment": RUSSIAN_MODULES}
REGISTERS = {"EAIS": "first day in the Cinema Fund's register (EAIS)"}
BANK = ("Bank of Russia, official rates", "https://www.cbr.ru/currency_base/dynamics/")


def shooting_place(case: Case) -> list[Evidence]:
    """Add up the shares of the shooting in the modules that the place may mean."""
    shares = case.tables["claims"].query(
        "film == @case.film and measure == 'share_shot_in_module' and stage == 'report'"
    )
    meant = PLACES.get(case.claim["text"], {case.claim["text"]})
    there = shares[shares["subject"].isin(meant)]
    if shares.empty:
        return published(case)
    total, row = there["value"].sum(), shares.iloc[0]
    most = there["value"].max()
    alone = most >= WHOLLY_PERCENT
    told = ", ".join(f"{r.subject} {r.value:.0f} %" for r in shares.itertuples())
    bearing = AGREES if alone else IN_PART if total > MOSTLY_PERCENT else DISAGREES
    limit = "" if alone else f"no one of the modules meant has more than {most:.0f} %"
    piece = Evidence(f"{row['said_by']}: {told}", bearing, STATEMENT, row["confidence"],
                     source=row["source"], source_url=row["source_url"], limit=limit)  # fmt: skip
    return [
        piece,
        *(
            set_aside(plan, "said before the fact")
            for plan in published(case)
            if plan.grade != SET_ASIDE
        ),
    ]


def method(case: Case) -> list[Evidence]:
    """Compare with the main way in which the film made weightlessness; others limit the claim."""
    films = case.tables["films"].query("title == @case.claim['subject']")
    found = []
    for film in films.to_dict("records"):
        source = {"source": film["method_source"], "source_url": film["method_source_url"]}
        same = AGREES if film["method"] == case.claim["text"] else DISAGREES
        found.append(
            Evidence(f"main method of {film['title']}: {film['method']}", same, STATEMENT, **source)
        )
        if pd.notna(film["further_methods"]):
            more = film["further_methods"].replace(";", " and ")
            found.append(Evidence(f"it also used {more}", IN_PART, STATEMENT, **source))
        if film["method"] == "orbit":
            found += _part_of_the_film(case, film)
    return found + _films_like_it(case, films)


def film_budget(case: Case) -> list[Evidence]:
    """Compare with published budgets; a sum that converts another, with the rate of the day."""
    claim = case.claim
    other = case.siblings.query(
        "measure == @claim['measure'] and unit != @claim['unit'] and order < @claim['order']"
    )
    if other.empty:
        return published(case)
    day = f"{case.story['date']:%Y-%m-%d}"
    row = other.iloc[-1].to_dict() | {"as_of": day}
    bound = converted(row, claim["unit"], case.tables["exchange_rates"])[1]
    rate = money.rate_rub_per_usd(case.tables["exchange_rates"], day)
    if math.isnan(bound):
        return published(case)
    text = f"at {rate:.2f} RUB per USD it is {bound / 1e6:,.2f} million {claim['unit']}"
    found = [figure(case, bound, text, BANK)]
    if pd.isna(row["value"]):
        words = (
            f"the roubles are “{row['said_as']}” that; whether the dollars are, too, can be read "
            f"either way{_remark(case)}"
        )
        found.append(Evidence(words, IN_PART, STATEMENT, source=claim["source"]))
    return found


def project_cost(case: Case) -> list[Evidence]:
    """Look for a sum from those who paid; what outsiders guess does not make it public."""
    sums = case.tables["claims"].query("film == @case.film and measure == @case.claim['measure']")
    stated = sums.query("stage == 'report' and confidence != 'low'")
    guesses = sums.query("stage == 'estimate'")
    if len(stated):
        row = stated.iloc[0]
        return [Evidence(f"{row['said_by']} named a sum", DISAGREES, STATEMENT, row["confidence"],
                         source=row["source"], source_url=row["source_url"])]  # fmt: skip
    if guesses.empty:
        return []
    told = claims.published(guesses, case.film or "", "project_cost")
    sums = told.groupby("subject", sort=False)["as_said"].agg(" or ".join)
    text = ", ".join(f"{said} for the {what}" for what, said in sums.items())
    piece = Evidence(f"only outsiders' estimates: {text}", AGREES, STATEMENT, "medium",
                     **together(_named(guesses)))  # fmt: skip
    each = [
        Evidence(f"{row.said_by}: {row.as_said} for the {row.subject}", SET_ASIDE, STATEMENT,
                 row.confidence, "an outsider's estimate", said_by=row.said_by,
                 source=row.source, source_url=row.source_url)
        for row in told.itertuples()
    ]  # fmt: skip
    return [piece, *each]


def release_date(case: Case) -> list[Evidence]:
    """Compare with other reports and with the first day at the box office."""
    box = case.tables["box_office"].query("period == 'day'").sort_values("date")
    titles = case.tables["films"].set_index("film_id")["title"]
    box = box[box["film_id"].map(titles) == case.film]
    return [
        *(replace(dated(case, row.date, _first_day(row), (row.source, row.source_url)),
                  kind=STATEMENT)
          for row in box.head(1).itertuples()),
        *published(case),
    ]  # fmt: skip


def _first_day(row: Any) -> str:
    known = REGISTERS.get(row.register, "first takings")
    return f"{known}, by {row.source}: {day_in_words(row.date)}"


def _remark(case: Case) -> str:
    """Return the remark on the story's own figure, in brackets."""
    note = case.published("note")
    return "" if pd.isna(note) else f" ({uncapitalized(note.removesuffix('.'))})"


def _part_of_the_film(case: Case, film: dict) -> list[Evidence]:
    """Return what part of the film others say was shot so: a part limits the claim."""
    shares = case.tables["claims"].query(
        "film == @film['title'] and measure == 'minutes_on_screen' and stage == 'report'"
    )
    others = shares[shares["source"] != case.claim["source"]]
    minutes = others[["value", "value_low", "value_high"]]
    if others.empty or pd.isna(film["runtime_min"]):
        return []
    low, high = minutes.min().min(), minutes.max().max()
    text = f"{low:.0f} to {high:.0f} of its {film['runtime_min']} minutes were shot so"
    is_most = 100 * low / film["runtime_min"] > MOSTLY_PERCENT
    length = (film["source"], film["source_url"])
    return [Evidence(text, AGREES if is_most else IN_PART, STATEMENT, "medium",
                     **together([*_named(others), length]))]  # fmt: skip


def _named(rows: pd.DataFrame) -> list[tuple[str, str | None]]:
    """Return the publications of some rows, each with its address."""
    return list(rows[["source", "source_url"]].itertuples(index=False, name=None))


def _films_like_it(case: Case, films: pd.DataFrame) -> list[Evidence]:
    """Return how films of the same first country made weightlessness: context, or what is claimed.

    Films shot in orbit are left out: they had weightlessness and made none.
    """
    known = case.tables["films"].query("method not in ('unknown', 'none', 'orbit')")
    if films.empty or films["method"].iloc[0] == "orbit":
        return []
    country = str(films["countries"].iloc[0]).split(";")[0]
    alike = known[known["countries"].fillna("").str.split(";").str[0] == country]
    same = alike[alike["method"] == case.claim["text"]]
    text = (
        f"{case.claim['text']} as the main method: {len(same)} of {len(alike)} films whose first "
        f"country is {_in_words(country)}, not shot in orbit, whose method is known"
    )
    is_most = 100 * len(same) > MOSTLY_PERCENT * len(alike)
    piece = Evidence(text, AGREES if is_most else DISAGREES, STATEMENT, "medium",
                     source="this report's list of films")  # fmt: skip
    is_of_films = re.search(r"\bfilms\b", case.claim["claim"])
    return [piece if is_of_films else set_aside(piece, "other films")]


def _in_words(country: str) -> str:
    return states.in_a_sentence(states.NAMES.get(country, country))
