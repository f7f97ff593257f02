"""How, where, by whom and for how much the film was made: shares, names, methods, sums."""

import math
from dataclasses import replace

import pandas as pd

from analysis import money
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
)
from analysis.verdicts.spans import converted, day_in_words

MOSTLY_PERCENT = 50  # of the shooting in a place, of a film shot by a method
WHOLLY_PERCENT = 95  # of the shooting in a place
# The Russian segment, past and present; Zarya, built in Russia, belongs to NASA.
RUSSIAN_MODULES = {"Zarya", "Zvezda", "Pirs", "Poisk", "Rassvet", "Nauka", "Prichal"}
PLACES = {"Russian module": RUSSIAN_MODULES, "Russian segment": RUSSIAN_MODULES}
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


def named(case: Case) -> list[Evidence]:
    """Look for each name in what others published about the film: that it is there says little."""
    others = case.tables["claims"].query(
        "film == @case.film and source != @case.claim['source'] and confidence != 'low'"
    )
    cells = others["said_by"] + " " + others["text"].fillna("") + " " + others["note"].fillna("")
    rows = {name: others[cells.str.contains(name, regex=False)] for name in case.words}
    there, absent = [n for n in rows if len(rows[n])], [n for n in rows if rows[n].empty]
    if not there:
        return []
    row = rows[there[-1]].iloc[0]
    text = f"others on the film name {' and '.join(there)}"
    together = "that they are named does not show that they made it together"
    limit = f"they do not name {' and '.join(absent)}" if absent else together
    return [
        Evidence(text, IN_PART, STATEMENT, "medium", said_by=row["said_by"],
                 source=row["source"], source_url=row["source_url"], limit=limit)
    ]  # fmt: skip


def announced_by(case: Case) -> list[Evidence]:
    """Look for a statement of the one named; the earliest of others is context."""
    said = case.tables["claims"].query(
        "film == @case.film and source != @case.claim['source'] and confidence != 'low'"
    )
    own = said[said["said_by"].isin(case.words)].sort_values("as_of")
    found = [
        Evidence(f"{row.said_by} said so, {_day(row.as_of)}", AGREES, STATEMENT, row.confidence,
                 said_by=row.said_by, source=row.source, source_url=row.source_url)
        for row in own.head(1).itertuples()
    ]  # fmt: skip
    first = said[~said["said_by"].isin(case.words)].dropna(subset=["as_of"]).sort_values("as_of")
    context = [
        Evidence(f"the earliest statement here is that of {row.said_by}, {_day(row.as_of)}",
                 SET_ASIDE, STATEMENT, row.confidence, "another speaker",
                 said_by=row.said_by, source=row.source, source_url=row.source_url)
        for row in first.head(1).itertuples()
    ]  # fmt: skip
    return found + context


def _day(when: str) -> str:
    return day_in_words(pd.Timestamp(when)) if len(when) == len("YYYY-MM-DD") else when


def method(case: Case) -> list[Evidence]:
    """Compare with the main way in which the film made weightlessness; others limit the claim."""
    films = case.tables["films"].query("title == @case.claim['subject']")
    found = []
    for film in films.to_dict("records"):
        source = {"source": film["method_source"], "source_url": film["method_source_url"]}
        same = AGREES if film["method"] == case.claim["text"] else DISAGREES
        found.append(Evidence(f"main method: {film['method']}", same, **source))
        if pd.notna(film["further_methods"]):
            more = film["further_methods"].replace(";", " and ")
            found.append(Evidence(f"it also used {more}", IN_PART, **source))
        if film["method"] == "orbit":
            found += _part_of_the_film(case, film)
    return found + _others_like_it(case, films)


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
        words = f"its “{row['said_as']}” was dropped"
        found.append(Evidence(words, IN_PART, source=claim["source"]))
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
    spread = guesses["value"].fillna(guesses["value_low"]) / 1e9
    text = f"only outsiders' estimates: {spread.min():.0f} to {spread.max():.0f} billion roubles"
    return [Evidence(text, AGREES, STATEMENT, "medium", source=f"{len(guesses)} publications")]


def release_date(case: Case) -> list[Evidence]:
    """Compare with other reports and with the first day at the box office."""
    box = case.tables["box_office"].query("period == 'day'").sort_values("date")
    titles = case.tables["films"].set_index("film_id")["title"]
    box = box[box["film_id"].map(titles) == case.film]
    return [
        *(replace(dated(case, row.date, f"first day in the register: {day_in_words(row.date)}",
                        (row.source, row.source_url)), kind=STATEMENT)
          for row in box.head(1).itertuples()),
        *published(case),
    ]  # fmt: skip


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
    return [Evidence(text, AGREES if is_most else IN_PART, STATEMENT, "medium",
                     source=f"{len(others)} publications")]  # fmt: skip


def _others_like_it(case: Case, films: pd.DataFrame) -> list[Evidence]:
    """Return how the other films of the same country made weightlessness, as context."""
    known = case.tables["films"].query("method not in ('unknown', 'none', 'orbit')")
    if films.empty or films["method"].iloc[0] == "orbit":
        return []
    country = str(films["countries"].iloc[0]).split(";")[0]
    alike = known[known["countries"].fillna("").str.split(";").str[0] == country]
    same = alike[alike["method"] == case.claim["text"]]
    text = (
        f"the main method of {len(same)} of {len(alike)} films of {country} whose method is known"
    )
    return [
        Evidence(text, SET_ASIDE, why_set_aside="other films", source="this report's list of films")
    ]
