"""What a film cost, beside what the ride of its crew was worth at the prices of the day."""

from typing import Any

import numpy as np
import pandas as pd

from analysis.constants import SOYUZ_SEATS
from analysis.phrases import CURRENCIES, in_a_row, uncapitalized

SEAT, WHOLE = "seat", "launch_vehicle_and_spacecraft"
COLUMNS = [
    "what", "basis", "low", "high", "unit", "as_said", "claim_id", "as_of", "said_by", "source",
    "source_url", "confidence", "note", "share",
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
    derived: the seats at each Soyuz price that was announced in, or began to hold in, the year of
    the shoot or one next to it, a whole ship and launch being shared by its three seats.
    `as_said` is the price as published, `low` and `high` are what it makes for the seats. `basis`
    tells published figures from derived ones and from estimates, which are all guesses and every
    price of low confidence. `share` is the part of an estimate that falls to the seats, where it
    is for a whole launch.
    """
    rides, others = _rides(tariffs, seats, shoot), _guesses(guesses, seats)
    parts = [_lowest_and_highest(budgets), rides, others]
    table = pd.concat([part.reindex(columns=COLUMNS).astype(object) for part in parts])
    numbers = dict.fromkeys(["low", "high", "share"], "float64")
    return table.astype(numbers).reset_index(drop=True)


def lowest_estimate(costs: pd.DataFrame, currency: str) -> pd.Series:
    """Return the lowest estimates, told together, if below every derived price, else NaN.

    A mere bound is no estimate of a sum; `bounds` tells of those that begin at the lowest one,
    `share` what it makes for the film crew's seats if it is for a whole launch.
    """
    millions = costs[f"at_launch_rate_mln_{currency.lower()}"]
    is_estimate, is_sum = costs["basis"] == "estimate", costs[["low", "high"]].notna().all(axis=1)
    derived, estimates = millions[costs["basis"] == "derived"], millions[is_estimate & is_sum]
    is_lowest = np.isclose(millions, estimates.min()) & is_estimate
    lowest, floors = costs[is_lowest & is_sum], costs[is_lowest & costs["high"].isna()]
    is_below = estimates.min() < derived.min()
    found = {
        "what": in_a_row(lowest["what"].map(uncapitalized)),
        "share": _seats_of(lowest["share"].max(), estimates.min()),
        "bounds": "".join(
            f"; at least as much for {uncapitalized(what)}" for what in floors["what"]
        ),
        "confidence": in_a_row(lowest["confidence"].unique()),
        "comes_to_mln": estimates.min(),
        "price_mln": derived.min(),
    }
    if not is_below:
        found = dict.fromkeys(found, np.nan)
    return pd.Series({**found, "currency": currency}, dtype=object)


def counted(budgets: pd.DataFrame) -> pd.Series:
    """Return the currency in which most say the budget, and the others, NaN if there are none."""
    said_in = _currency_of_most(_stated(budgets))
    others = [CURRENCIES.get(unit, unit) for unit in budgets["unit"].unique() if unit != said_in]
    found = {"said_in": CURRENCIES.get(said_in, said_in), "others": in_a_row(others) or np.nan}
    return pd.Series(found, dtype=object)


def extra(asked: pd.DataFrame, costs: pd.DataFrame) -> pd.Series:
    """Return the sum asked for besides that makes the lowest budget the highest, NaN if none."""
    ends = costs[costs["basis"] == "published"]
    between = ends["low"].max() - ends["low"].min()
    is_it = (asked["low"] == between) & asked["unit"].isin(ends["unit"])
    columns = ["as_said", "said_by", "as_of"]
    row = asked[is_it].head(1)
    return pd.Series({name: row[name].squeeze() if len(row) else np.nan for name in columns})


def left_out(tariffs: pd.DataFrame, shoot: str | None) -> pd.Series:
    """Return the Soyuz prices of these years that are for no seat and no whole ship and launch."""
    others = _of_these_years(tariffs, shoot)
    others = others[~others["item"].isin([SEAT, WHOLE])]
    said = [
        f"{row.said_by}'s {row.amount / 1e6:,.10g} million {row.currency} for {_years(row)} "
        f'({row.source}), with the remark "{row.note.rstrip(".")}"'
        for row in others.itertuples()
    ]
    return pd.Series({"others": in_a_row(said) or np.nan}, dtype=object)


def _years(price: Any) -> str:
    ends = [f"{when}"[: len("YYYY")] for when in (price.valid_from, price.valid_until)]
    return " to ".join(dict.fromkeys(year for year in ends if year.isdigit()))


def _seats_of(share: float, mln: float) -> str:
    """Return the sentence on what the film crew's seats are of an estimate for a whole launch.

    >>> _seats_of(2 / 3, 2_000)
    ' Of the launch, 2 of the 3 seats come to 1,333 million.'
    """
    if np.isnan(share):
        return ""
    seats = f"{share * SOYUZ_SEATS:.0f} of the {SOYUZ_SEATS} seats"
    return f" Of the launch, {seats} come to {share * mln:,.0f} million."


def _stated(budgets: pd.DataFrame) -> pd.DataFrame:
    return budgets[(budgets["confidence"] != "low") & budgets["low"].notna()]


def _currency_of_most(stated: pd.DataFrame) -> Any:
    return stated["unit"].mode().get(0)


def _lowest_and_highest(budgets: pd.DataFrame) -> pd.DataFrame:
    """Return the ends of the trusted budgets, in the currency that most sources use.

    Of sources with one sum a report goes before a plan, an exact sum before a bound, then the
    higher confidence.
    """
    stated = _stated(budgets)
    currency = _currency_of_most(stated)
    ranked = stated[stated["unit"] == currency].assign(
        _plan=lambda t: t["stage"] != "report",
        _bound=lambda t: t["high"].isna(),
        _doubt=lambda t: t["confidence"] != "high",
    )
    ranked = ranked.sort_values(["low", "_plan", "_bound", "_doubt"], kind="stable")
    sums = ranked.drop_duplicates("low")
    ends = sums.iloc[[0, -1]] if len(sums) > 1 else sums
    said = CURRENCIES.get(currency, currency)
    names = [f"The film, {end} budget published in {said}" for end in ("lowest", "highest")]
    return ends.assign(what=names[: len(ends)], basis="published")


def _rides(tariffs: pd.DataFrame, seats: int, shoot: str | None) -> pd.DataFrame:
    if not seats or shoot is None:
        return tariffs.head(0)
    soyuz = _of_these_years(tariffs, shoot)
    whole = soyuz[soyuz["item"] == WHOLE].assign(share=1 / SOYUZ_SEATS)
    rides = pd.concat([whole, soyuz[soyuz["item"] == SEAT].assign(share=1.0)])
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
    ).drop(columns="share")


def _of_these_years(tariffs: pd.DataFrame, shoot: str | None) -> pd.DataFrame:
    """Return the Soyuz prices of the year of the shoot and the years next to it."""
    year = int(shoot[: len("YYYY")]) if shoot else np.nan
    years_apart = (tariffs["valid_from"].str[: len("YYYY")].astype("float") - year).abs()
    return tariffs[tariffs["provider"].str.startswith("Soyuz") & (years_apart <= 1)]


def _guesses(guesses: pd.DataFrame, seats: int) -> pd.DataFrame:
    names = [f"The whole {row.subject}, according to {row.said_by}" for row in guesses.itertuples()]
    is_launch = guesses["subject"] == "launch"
    share = np.where(is_launch & (seats > 0), seats / SOYUZ_SEATS, np.nan)
    return guesses.assign(what=names, basis="estimate", share=share)
