"""Prices and budgets in dollars of one year: which rate, which index, which of them count."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property, partial

import numpy as np
import pandas as pd

from analysis import money
from analysis.claims import linked_to_one, published_on_all
from analysis.constants import CREW_DRAGON_SEATS, SOYUZ_SEATS

SINCE = "2018"  # older prices of seats and flights are history, not offers
# A visitor's ticket holds the stay as well: counting the station's tariff with it counts it twice.
ALL_IN = ("Axiom", "Soyuz (visitor)")
RIDES = ("seat", "mission", "launch_vehicle_and_spacecraft")
PARABOLIC = "parabolic_seat"
SEATS_IN = {"mission": CREW_DRAGON_SEATS, "launch_vehicle_and_spacecraft": SOYUZ_SEATS}
ON_STAGE = ("wires", "rig", "computer graphics")
STAGE_SINCE = 1995  # films older than the oldest that is tested against the model
MINUTES = {  # measure of a claim -> its name, what it says of the minutes before who said it
    "minutes_in_weightlessness_advertised": (
        "advertised",
        "advertised as weightless by the producer",
    ),
    "minutes_with_visual_effects": ("effects", "with visual effects according to"),
}
MILLION = 1e6
REPLACED = {"crew_supplies": "2021-04-29"}  # the tariff before is another bundle of services


@dataclass(frozen=True)
class Valuation:
    """How sums become dollars of one year: the year, the day of the rate, the index.

    `rate_date`: roubles at the rate of this day; None: of the day when the sum held.
    `index`: US consumer prices; RU: roubles first by Russian ones, as far as these reach;
    none: as printed.
    """

    price_year: int
    rates: pd.DataFrame
    index: pd.DataFrame
    rate_date: str | None = None
    by: str = "US"

    def usd(self, amount: float, currency: str, when: str) -> float:
        """Return a sum of `when` in dollars of the year; NaN in a currency without a rate."""
        if currency not in ("USD", "RUB"):
            return np.nan
        if currency == "RUB" and self.by == "RU":
            last = f"{self.rates['date'].max():%Y-%m-%d}"
            roubles = money.real(amount, "RUB", when, last, self.index)
            if not np.isnan(roubles):
                dollars = money.converted(roubles, "RUB", "USD", last, self.rates)
                return self._risen(dollars, last)
        dollars = money.converted(amount, currency, "USD", self.rate_date or when, self.rates)
        return self._risen(dollars, when)

    def _risen(self, dollars: float, since: str) -> float:
        if self.by == "none":
            return dollars
        return dollars * (self._level(str(self.price_year)) / self._level(since))

    @cached_property
    def _level(self) -> Callable[[str], float]:
        """Return American prices at a date: many sums share one, and a look-up is slow."""
        return cache(partial(money.price_level, self.index, "US"))


def valued(prices: pd.DataFrame, valuation: Valuation) -> pd.DataFrame:
    """Return the prices with `low_usd`, `high_usd`: for one unit, a seat where seats are sold.

    "More than 90 million" counts as 90; a whole ship is shared by its seats.
    """
    when = prices["valid_from"].fillna(prices["as_of"])
    units = prices["quantity"] * prices["item"].map(SEATS_IN).fillna(1)
    low = prices["amount"].fillna(prices["amount_low"]).fillna(prices["amount_high"]) / units
    high = prices["amount"].fillna(prices["amount_high"]).fillna(prices["amount_low"]) / units
    ends = {
        name: [
            valuation.usd(*cell) if pd.notna(cell[0]) and isinstance(cell[2], str) else np.nan
            for cell in zip(amounts, prices["currency"], when, strict=True)
        ]
        for name, amounts in (("low_usd", low), ("high_usd", high))
    }
    return prices.assign(when=when, **ends)


def rides(priced: pd.DataFrame) -> pd.DataFrame:
    """Return the prices of a seat without the stay: what agencies pay, and a state for a ship."""
    seats = _seats(priced, *RIDES)
    return seats[seats["when"].fillna("") >= SINCE]


def tariff(priced: pd.DataFrame, item: str) -> pd.DataFrame:
    """Return the prices of an item of the station's tariff, old and new."""
    found = priced[(priced["item"] == item) & priced["low_usd"].notna()]
    return found[found["when"] >= REPLACED.get(item, "")]


def flown(priced: pd.DataFrame) -> pd.DataFrame:
    """Return the late prices of a seat on a parabolic flight."""
    seats = _seats(priced, PARABOLIC)
    return seats[seats["when"].fillna("") >= SINCE]


def outdated(priced: pd.DataFrame) -> pd.DataFrame:
    """Return the prices of seats, up or on a parabolic flight, that are too old to count."""
    seats = _seats(priced, *RIDES, PARABOLIC)
    return seats[seats["when"].fillna("") < SINCE]


def _seats(priced: pd.DataFrame, *items: str) -> pd.DataFrame:
    is_bare = priced["item"].isin(items) & ~priced["provider"].isin(ALL_IN)
    return priced[is_bare & priced["low_usd"].notna()]


def budgets_per_min(films: pd.DataFrame, sums: pd.DataFrame, valuation: Valuation) -> pd.DataFrame:
    """Return films made weightless on a stage: `budget_usd`, and `per_min_usd` of running time.

    The median of a film's published budgets, a range counting by its middle; spent in the year
    of the film, at that year's mean rate.
    """
    made = films[films["method"].isin(ON_STAGE) & (films["year"] >= STAGE_SINCE)]
    of_these = (sums["measure"] == "budget") & sums["film_id"].isin(made["film_id"])
    known = sums[of_these].copy()
    known["sum"] = known["amount"].fillna((known["amount_low"] + known["amount_high"]) / 2)
    middles = known.groupby(["film_id", "currency"], as_index=False).agg(
        sum=("sum", "median"),
        said_by=("source", lambda names: "; ".join(names.drop_duplicates())),
        said_url=("source_url", "first"),
    )
    table = made.drop(columns=["note"]).merge(middles, on="film_id")
    table["budget_usd"] = [
        valuation.usd(amount, currency, str(year))
        for amount, currency, year in table[["sum", "currency", "year"]].itertuples(index=False)
    ]
    return table.assign(per_min_usd=table["budget_usd"] / table["runtime_min"].astype(float))


def of_country(films: pd.DataFrame, country: str) -> pd.DataFrame:
    """Return the films that a country made, alone or with others."""
    return films[films["countries"].str.contains(country)]


def minutes_told(on_stage: pd.DataFrame, claims: pd.DataFrame) -> pd.Series:
    """Return what was published on the weightless minutes of these films, or comes near it.

    For each measure, which is known of one film at most: the film's title, and what is said.
    """
    lengths = on_stage.set_index("title")["runtime_min"]
    told = published_on_all(claims, *MINUTES)
    figures = {}
    for row in told[told["film"].isin(lengths.index)].itertuples():
        name, words = MINUTES[row.measure]
        figures[f"{name}_film"] = row.film
        figures[f"{name}_told"] = (
            f"{row.as_said} of {lengths[row.film]:.0f} {words} {row.said_by} "
            f"({row.confidence} confidence)"
        )
    return pd.Series(figures)


def films_described(on_stage: pd.DataFrame) -> pd.DataFrame:
    """Return the films on a stage with budget and cost a minute in millions, the dearest first."""
    named = linked_to_one(on_stage.assign(source_url=on_stage["said_url"]))
    return named.assign(
        budget_mln_usd=on_stage["budget_usd"] / MILLION,
        per_minute_mln_usd=on_stage["per_min_usd"] / MILLION,
        countries=on_stage["countries"].str.replace(";", ", "),
    ).sort_values("per_minute_mln_usd", ascending=False, ignore_index=True)[
        ["film_id", "title", "countries", "year", "method", "budget_mln_usd", "runtime_min",
         "per_minute_mln_usd", "said_by", "source_url"]
    ]  # fmt: skip
