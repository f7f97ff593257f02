"""What a film cost, beside what the ride of its crew was worth at the prices of the day."""

import numpy as np
import pandas as pd

from analysis.constants import SOYUZ_SEATS
from analysis.phrases import uncapitalized

COLUMNS = [
    "what", "basis", "low", "high", "unit", "as_said", "claim_id", "as_of", "said_by", "source",
    "source_url", "confidence", "note",
]  # fmt: skip


def costs(
    budgets: pd.DataFrame,
    guesses: pd.DataFrame,
    tariffs: pd.DataFrame,
    seats: int,
    shoot: str | None,
) -> pd.DataFrame:
    """Return what the film cost, what its ride was worth, what others guess for both.

    `budgets` and `guesses` are published sums (`production.published`), `tariffs` published
    prices, `seats` the seats that the film took, `shoot` the day of the launch. The ride is
    derived: the seats at each Soyuz price published within a year of the shoot, a whole ship and
    launch being shared by its three seats. `as_said` is the price as published, `low` and `high`
    are what it makes for the seats. `basis` tells published figures from derived ones and from
    estimates.
    """
    parts = [_lowest_and_highest(budgets), _rides(tariffs, seats, shoot), _guesses(guesses)]
    table = pd.concat([part.reindex(columns=COLUMNS).astype(object) for part in parts])
    return table.astype({"low": "float64", "high": "float64"}).reset_index(drop=True)


def lowest_estimate(costs: pd.DataFrame, currency: str) -> pd.Series:
    """Return the lowest estimate if it lies below every derived price, else NaN."""
    millions = costs[f"at_launch_rate_mln_{currency.lower()}"]
    derived, estimates = (millions[costs["basis"] == it] for it in ("derived", "estimate"))
    below = estimates[estimates < derived.min()].sort_values(kind="stable").head(1)
    what = [uncapitalized(name) for name in costs.loc[below.index, "what"]]
    return pd.Series(
        {
            "what": what[0] if what else np.nan,
            "comes_to_mln": below.iloc[0] if what else np.nan,
            "currency": currency,
        },
        dtype=object,
    )


def _lowest_and_highest(budgets: pd.DataFrame) -> pd.DataFrame:
    """Return the ends of the trusted budgets, in the currency that most sources use."""
    stated = budgets[(budgets["confidence"] != "low") & budgets["low"].notna()]
    stated = stated[stated["unit"] == stated["unit"].mode().get(0)].sort_values("low")
    ends = stated.iloc[[0, -1]] if len(stated) > 1 else stated
    names = ["The film, lowest published budget", "The film, highest published budget"]
    return ends.assign(what=names[: len(ends)], basis="published")


def _rides(tariffs: pd.DataFrame, seats: int, shoot: str | None) -> pd.DataFrame:
    if not seats or shoot is None:
        return tariffs.head(0)
    years_apart = (tariffs["valid_from"].str[:4].astype("float") - int(shoot[:4])).abs()
    soyuz = tariffs[tariffs["provider"].str.startswith("Soyuz") & (years_apart <= 1)]
    whole = soyuz[soyuz["item"] == "launch_vehicle_and_spacecraft"].assign(share=1 / SOYUZ_SEATS)
    rides = pd.concat([whole, soyuz[soyuz["item"] == "seat"].assign(share=1.0)])
    lows, highs = (rides["amount"].fillna(rides[end]) for end in ("amount_low", "amount_high"))
    said = rides["said_as"].where(rides["said_as"] != "exact", "").astype(str) + " "
    is_whole = rides["share"] < 1
    priced = np.where(is_whole, "ship", "seat")
    return rides.assign(
        low=lows * rides["share"] * seats,
        high=highs * rides["share"] * seats,
        unit=rides["currency"],
        as_said=[
            f"{words}{price / 1e6:,.10g} million {currency} a {of}".strip()
            for words, price, currency, of in zip(
                said, lows.fillna(highs), rides["currency"], priced, strict=True
            )
        ],
        what=np.where(
            is_whole,
            f"{seats} of the {SOYUZ_SEATS} seats, at their share of a whole ship and launch",
            f"{seats} Soyuz seats at the price for "
            + rides["provider"]
            .str.extract(r"\((.+)\)", expand=False)
            .replace("visitor", "a visitor"),
        ),
        basis=np.where(rides["confidence"] == "low", "estimate", "derived"),
        claim_id=rides["price_id"],
    )


def _guesses(guesses: pd.DataFrame) -> pd.DataFrame:
    names = [f"The whole {row.subject}, according to {row.said_by}" for row in guesses.itertuples()]
    return guesses.assign(what=names, basis="estimate")
