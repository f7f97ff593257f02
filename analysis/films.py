"""What films about space cost and took: each source's figure apart, and what follows from them.

Money stays in the currency and the year of its source until a notebook passes in what a unit of
it is worth (`worth`): this module knows no rates and no prices.
"""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

import numpy as np
import pandas as pd

from analysis.phrases import in_a_row, said_in, uncapitalized

CURRENCIES = ("USD", "RUB")  # those for which there are rates and prices
# How the notes of film_money begin where the compilers doubt the figure itself.
DOUBTS = ("Stale", "Doubtful", "Filed as worldwide", "Only showings since")
MEASURES = {
    "budget": ("budget", None),
    "gross_world": ("takings", "world"),
    "gross_domestic": ("takings", "home"),
    "gross_abroad": ("takings", "abroad"),
    "film_budget": ("budget", None),
    "worldwide_gross": ("takings", "world"),
}
YEARS_FROM_BUDGET_TO_RELEASE = 1  # an assumption: sources do not date what was spent
COLUMNS = [
    "film_id", "film", "year", "method", "measure", "reach", "low", "high", "currency", "as_said",
    "said_by", "source", "as_of", "is_doubtful", "source_url", "note",
]  # fmt: skip
TERMS = {
    "EAIS": "EAIS: the Unified Automated Information System of the Cinema Fund, in which cinemas "
    "register the tickets they sell.",
    "movie-stats": "movie-stats: a collection of data on films, kept on GitHub.",
    "TMDB": "TMDB: The Movie Database, a collection of data on films.",
    "The Numbers": "The Numbers: a site that lists budgets and takings of films.",
    "FiveThirtyEight": "FiveThirtyEight: the list of films behind a story of that publication.",
    "Konstantin Ernst": "Konstantin Ernst: head of Channel One, one of the film's makers.",
    "Dzen": "Dzen: a Russian platform on which anyone can publish.",
}
ENCYCLOPEDIA = "Wikipedia"
Worth = Mapping[tuple[str, int], float]


def published(
    films: pd.DataFrame, film_money: pd.DataFrame, claims: pd.DataFrame, box_office: pd.DataFrame
) -> pd.DataFrame:
    """Return published budgets and takings of every film, in the currency of each source.

    "More than" has no `high`, "less than" no `low`. Of takings counted by date only the last
    dated sum counts. `reach` tells takings of the world from those at home and abroad, `source`
    where the sum can be read: with who said it, where that is another. Films that are not set in
    space are left out.
    """
    said = claims.rename(columns={"film": "title", "unit": "currency", "value": "amount"})
    said = said.assign(
        said_by=[_voice(*who) for who in zip(said["said_by"], said["source"], strict=True)],
        amount_low=said["value_low"],
        amount_high=said["value_high"],
        is_doubtful=said["confidence"] == "low",
    )
    listed = film_money.assign(
        said_by=film_money["source"],
        source=[
            _read_at(*read)
            for read in zip(film_money["source"], film_money["source_url"], strict=True)
        ],
        said_as="exact",
        is_doubtful=film_money["note"].str.startswith(DOUBTS, na=False),
    )
    known = in_space(films)[["film_id", "title", "year", "method"]]
    parts = [
        listed.merge(known, on="film_id"),
        said.merge(known, on="title"),
        _last_counted(box_office).merge(known, on="film_id"),
    ]
    table = pd.concat([part.astype(object) for part in parts], ignore_index=True)
    table = table[table["measure"].isin(MEASURES)]
    sums = table[["amount", "amount_low", "amount_high"]].astype("float64")
    return (
        table.assign(
            film=table["title"],
            year=table["year"].astype(int),
            reach=[MEASURES[name][1] for name in table["measure"]],
            measure=[MEASURES[name][0] for name in table["measure"]],
            low=sums["amount"].fillna(sums["amount_low"]),
            high=sums["amount"].fillna(sums["amount_high"]),
            is_doubtful=table["is_doubtful"].astype(bool),
            source=[
                said_in(*names) for names in zip(table["said_by"], table["source"], strict=True)
            ],
        )
        .assign(as_said=lambda t: [_as_said(row) for row in t.itertuples()])
        .sort_values(["film_id", "measure", "low"], kind="stable")
        # One sum by one source is one figure, by whatever way it came here.
        .drop_duplicates(
            ["film_id", "measure", "reach", "low", "high", "currency", "said_by", "as_of"]
        )
        .reset_index(drop=True)[COLUMNS]
    )


def in_space(films: pd.DataFrame) -> pd.DataFrame:
    """Return the films that are set in space, or a part of which is."""
    return films[films["set_in_space"] != "no"]


def usable(published: pd.DataFrame) -> pd.DataFrame:
    """Return the sums that are neither doubtful nor a mere bound."""
    is_whole = published[["low", "high"]].notna().all(axis=1)
    return published[~published["is_doubtful"] & is_whole]


def moneys(published: pd.DataFrame) -> list[tuple[str, int]]:
    """Return the currencies and years for which a notebook must say what a unit is worth."""
    known = published[published["currency"].isin(CURRENCIES)]
    pairs = {
        (currency, year - lag)
        for currency, year in zip(known["currency"], known["year"], strict=True)
        for lag in (0, YEARS_FROM_BUDGET_TO_RELEASE)
    }
    return sorted(pairs | {("USD", year) for _, year in pairs})


def valued(published: pd.DataFrame, worth: Worth) -> pd.DataFrame:
    """Return the sums with `low_mln`, `high_mln`: millions of the money that `worth` is in.

    A budget counts as spent a year before the release, takings as of the year of release.
    """
    lag = np.where(published["measure"] == "budget", YEARS_FROM_BUDGET_TO_RELEASE, 0)
    keys = zip(published["currency"], published["year"] - lag, strict=True)
    factor = np.array([worth.get(key, np.nan) for key in keys]) / 1e6
    return published.assign(
        low_mln=published["low"] * factor, high_mln=published["high"] * factor
    )  # fmt: skip


def named(published: pd.DataFrame) -> pd.DataFrame:
    """Return the sums with `what`, measure and reach in one: budget, takings at home."""
    measure = published["measure"]
    return published.assign(what=measure.str.cat(published["reach"], sep=", ").fillna(measure))


def explained(published: pd.DataFrame) -> str:
    """Return what the names of some sources stand for, each where it occurs."""
    names = " ".join(published["source"])
    return "".join(f" {words}" for term, words in TERMS.items() if term in names)


def only_partly(films: pd.DataFrame, names: Iterable[str]) -> str:
    """Return which of some films are set in space only partly, and how far."""
    rows = films[films["title"].isin(names) & (films["set_in_space"] == "partly")]
    return "".join(f" {row.title}: {uncapitalized(row.setting_note)}" for row in rows.itertuples())


def made(films: pd.DataFrame, names: Iterable[str]) -> pd.DataFrame:
    """Return how weightlessness was made in each of some films, and who says so."""
    rows = films[films["title"].isin(names) & (films["method"] != "unknown")]
    table = pd.DataFrame(
        {
            "film": rows["title"],
            "year": rows["year"],
            "method": rows["method"],
            "further_methods": rows["further_methods"].str.replace(";", ", "),
            "source": rows["method_source"],
            "source_url": rows["method_source_url"],
        }
    )
    return table.sort_values(["method", "year", "film"], ignore_index=True)


def left_out(published: pd.DataFrame, names: Iterable[str]) -> str:
    """Return which sums of some films are doubtful or mere bounds, and by whom, if any."""
    rows = published.drop(usable(published).index)
    rows = rows[rows["film"].isin(names)]
    kinds = rows["is_doubtful"].map({True: "doubtful", False: "a mere bound"})
    return "".join(
        f" Left out as {kind}: "
        + "; ".join(
            f"{row.film}, {row.measure} of {row.as_said} by {row.source}"
            for row in group.itertuples()
        )
        + "."
        for kind, group in rows.groupby(kinds, sort=False)
    )


def unused(published: pd.DataFrame) -> str:
    """Return which sums of a film are left out where films are compared, and which are abroad."""
    main = published.loc[published["measure"] == "budget", "currency"].mode().get(0)
    kinds = {
        "doubtful sums": published["is_doubtful"],
        "mere bounds": published[["low", "high"]].isna().any(axis=1),
        "sums in another currency than most of the film's budgets": (published["currency"] != main)
        & pd.notna(main),
    }
    names = in_a_row(name for name, is_one in kinds.items() if is_one.any())
    abroad = " Of takings abroad only those in Russia are listed."
    said = abroad if (published["reach"] == "abroad").any() else ""
    return f"{said} Shown, and left out where films are compared: {names}." if names else said


def counted_by_date(published: pd.DataFrame, box_office: pd.DataFrame, others: str) -> str:
    """Return which of one film's takings up to a date is here, and where others are, if any."""
    if not box_office["film_id"].isin(published["film_id"]).any():
        return ""
    return (
        " Of the sums of takings at home that were counted up to a date, only the latest is "
        f"listed here; the others are in {others}."
    )


def less_abroad(valued: pd.DataFrame) -> pd.Series:
    """Return a sum for the world that lies below one for home alone, with both; NaN for none."""
    takings = valued[valued["measure"] == "takings"].dropna(subset=["low_mln"])
    world, home = (takings[takings["reach"] == reach] for reach in ("world", "home"))
    names = ("world_mln", "world_said_by", "home_mln", "home_said_by")
    below = world[world["low_mln"] < home["low_mln"].max()]
    if below.empty:
        return pd.Series(dict.fromkeys(names, np.nan))
    most = home.loc[home["low_mln"].idxmax()]
    top = below.loc[below["low_mln"].idxmax()]
    found = (top["low_mln"], top["said_by"], most["low_mln"], most["said_by"])
    return pd.Series(dict(zip(names, found, strict=True)), dtype=object)


def _last_counted(box_office: pd.DataFrame) -> pd.DataFrame:
    dated = box_office[
        (box_office["period"] == "cumulative")
        & (box_office["measure"] == "gross")
        & box_office["date"].notna()
    ]
    last = dated.sort_values("date").groupby("film_id").tail(1)
    return last.assign(
        measure="gross_domestic",
        currency=last["unit"],
        said_by=last["source"],
        as_of=last["date"].dt.strftime("%Y-%m-%d"),
        is_doubtful=last["confidence"] == "low",
    )


def _read_at(source: str, url: str) -> str:
    """Return a source with the copy of it that is linked, where that is another's.

    >>> _read_at("Wikipedia (English)", "https://pwojczyn.com/wiki/view.php?lang=en")
    'Wikipedia (English) via pwojczyn.com'
    """
    host = urlsplit(url).netloc.removeprefix("www.")
    is_copy = source.startswith(ENCYCLOPEDIA) and not host.endswith(".wikipedia.org")
    return f"{source} via {host}" if is_copy else source


def _voice(said_by: str, source: str) -> str:
    """Return who says a sum, by the fuller name with which the source begins, if it does.

    >>> _voice("Wikipedia", "Wikipedia (English), The Challenge (2023 film)")
    'Wikipedia (English)'
    """
    name = source.split(", ")[0]
    return name if name.startswith(f"{said_by} (") else said_by


def _as_said(row: Any) -> str:
    """Return a sum in words: about 15 million USD, 80 to 130 million USD, less than 1 billion."""
    if row.low == row.high:
        about = "about " if row.said_as == "about" else ""
        return f"{about}{_amount(row.low)} {row.currency}"
    if pd.isna(row.low):
        return f"less than {_amount(row.high)} {row.currency}"
    if pd.isna(row.high):
        bound = row.said_as if row.said_as == "at least" else "more than"
        return f"{bound} {_amount(row.low)} {row.currency}"
    return f"{_amount(row.low).removesuffix(' million')} to {_amount(row.high)} {row.currency}"


def _amount(number: float) -> str:
    """Return a sum as a reader says it, to a tenth of a million.

    >>> _amount(1_155_000_000), _amount(905_000_000), _amount(31_805)
    ('1,155 million', '905 million', '31,805')
    """
    if number < 1e6:
        return f"{number:,.0f}"
    return f"{number / 1e6:,.1f}".removesuffix(".0") + " million"
