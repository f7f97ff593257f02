"""What a model of filming in weightlessness needs, each input a distribution with its grounds.

What is published sets the shape. Five figures or more for one thing make a triangle: from the
lowest over their median to the highest, so that nothing dearer or cheaper than what was published
is drawn. A range counts as two figures, and in the median with its middle. Two to four make an
even spread between the ends, even in ratio where these lie more than twice apart. One is fixed.
Assumptions bring their own shapes.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import ndtr, ndtri

from analysis.valuation import Valuation, budgets_per_min, flown, rides, tariff, valued

Values = dict[str, np.ndarray]
COLUMNS = [
    "input", "title", "method", "shape", "low", "middle", "high", "geometric_mean",
    "spread", "driver", "as_of",
    "basis", "why", "said_by", "source_url", "is_priced",
]  # fmt: skip
ENOUGH = 5  # published figures for a triangle
FAR_APART = 2.0  # highest over lowest, beyond which ends are even in ratio
MARKET, TARIFF, SEAT = "market", "tariff", "seat_usd"
PRICED = {  # item in the list of prices -> input, its title
    "cargo_up": ("cargo_up_usd_per_kg", "Cargo up (USD/kg)"),
    "cargo_down": ("cargo_down_usd_per_kg", "Cargo down (USD/kg)"),
    "crew_time": ("crew_time_usd_per_h", "Station crew's time (USD/h)"),
    "cargo": ("provisions_usd_per_day", "Cargo for the stay (USD a person-day)"),
    "crew_supplies": ("supplies_usd_per_day", "Supplies (USD a person-day)"),
    "food": ("food_usd_per_day", "Food (USD a person-day)"),
    "crew_support": ("support_usd", "Crew support (USD a mission)"),
    "integration": ("integration_usd", "Integration (USD a mission)"),
}


@dataclass(frozen=True)
class Sources:
    """The tables that the model reads."""

    claims: pd.DataFrame
    prices: pd.DataFrame
    assumptions: pd.DataFrame
    films: pd.DataFrame
    sums: pd.DataFrame

    def inputs(self, valuation: Valuation) -> pd.DataFrame:
        """Return the model's inputs in dollars of the valuation's year."""
        return inputs(self.prices, self.assumptions, self.films, self.sums, valuation)


def inputs(
    prices: pd.DataFrame, assumptions: pd.DataFrame, films: pd.DataFrame, sums: pd.DataFrame,
    valuation: Valuation,
) -> pd.DataFrame:  # fmt: skip
    """Return every input of the model: shape, low, middle, high, grounds, `driver`.

    `geometric_mean` and `spread` (standard deviation of logarithms) belong to the log-normal that
    the model is also tried with. Inputs with one driver rise and fall together. Money is in
    dollars of the year.
    """
    priced = valued(prices, valuation)
    on_stage = budgets_per_min(films, sums, valuation)
    rows = [
        *_of_prices(priced),
        _fitted(
            ("budget_per_min_usd", "Film's budget a minute (USD)", "stage"),
            on_stage["per_min_usd"],
            on_stage,
        ),
        *_of_assumptions(assumptions, priced, valuation),
    ]
    table = pd.DataFrame(rows).reindex(columns=COLUMNS)
    table["driver"] = table["driver"].fillna(table["input"])
    table["is_priced"] = table["is_priced"].eq(True)
    order = table["method"].map({"orbit": 0, "parabola": 1, "stage": 2})
    return table.assign(_order=order).sort_values("_order", kind="stable", ignore_index=True)[
        COLUMNS
    ]


def replaced(inputs: pd.DataFrame, name: str, **cells: object) -> pd.DataFrame:
    """Return the inputs with one of them changed."""
    changed = inputs.copy()
    for column, value in cells.items():
        changed.loc[changed["input"] == name, column] = value
    return changed


def quantile(row: pd.Series, share: np.ndarray) -> np.ndarray:
    """Return the value below which a `share` of the belief in an input lies."""
    low, middle, high = row["low"], row["middle"], row["high"]
    shapes: dict[str, Callable[[], np.ndarray]] = {
        "fixed": lambda: np.full_like(share, low),
        "uniform": lambda: low + (high - low) * share,
        "log-uniform": lambda: low * np.exp(np.log(high / low) * share),
        "log-normal": lambda: row["geometric_mean"] * np.exp(row["spread"] * ndtri(share)),
        "triangular": lambda: _triangle(low, middle, high, share),
    }
    return shapes[row["shape"]]()


def drivers(inputs: pd.DataFrame, method: str) -> list[str]:
    """Return what moves a method's cost, each on its own: the market first, where it counts."""
    moving = inputs[(inputs["method"] == method) & (inputs["shape"] != "fixed")]
    own = list(dict.fromkeys(moving["driver"]))
    return [MARKET, *own] if method == "orbit" else own


def values(inputs: pd.DataFrame, method: str, shares: Values) -> Values:
    """Return each input's value, given the even share (0 to 1) that each driver drew.

    Seats and tariffs have a normal factor in common, the market, so that the two correlate (in
    their normal scores) by `market_correlation`.
    """
    common = dict(shares)
    if method == "orbit":
        correlation = float(inputs.set_index("input").loc["market_correlation", "low"])
        market = np.sqrt(correlation) * ndtri(shares[MARKET])
        for name in (SEAT, TARIFF):
            if name in shares:
                own = np.sqrt(1 - correlation) * ndtri(shares[name])
                common[name] = ndtr(market + own)
    any_share = next(iter(shares.values()))
    rows = inputs[inputs["method"] == method]
    return {
        row["input"]: quantile(row, common.get(row["driver"], any_share))
        for _, row in rows.iterrows()
    }


def _of_prices(priced: pd.DataFrame) -> list[dict]:
    seats = rides(priced)
    rows = [_fitted((SEAT, "Seat up and down (USD)", "orbit"), seats["low_usd"], seats)]
    for item, (name, title) in PRICED.items():
        found = tariff(priced, item)
        row = _fitted((name, title, "orbit"), [*found["low_usd"], *found["high_usd"]], found)
        moved = item in ("cargo_up", "cargo_down", "crew_time")
        rows.append(row | ({"driver": TARIFF} if moved else {}))
    tickets = flown(priced)
    seat = ("parabolic_seat_usd", "Seat on a parabolic flight (USD)", "parabola")
    rows.append(_fitted(seat, tickets["low_usd"], tickets))
    spells = priced[priced["parabola_low_s"].notna()]
    spell = ("parabola_s", "Weightless spell (s)", "parabola")
    return [*rows, _of_ranges(spell, spells[["parabola_low_s", "parabola_high_s"]], spells)]


def _of_assumptions(
    assumptions: pd.DataFrame, priced: pd.DataFrame, valuation: Valuation
) -> list[dict]:
    rows = assumptions.rename(columns={"likeliest": "middle"}).to_dict("records")
    table = {row["input"]: row for row in rows}
    seats = flown(priced)
    charter = table["charter_usd"]
    charter["low"] = valuation.usd(charter["low"], "USD", charter["as_of"])
    charter["high"] = max(charter["low"], table["aircraft_seats"]["low"] * seats["low_usd"].max())
    charter["shape"] = "uniform"
    pay = table["pay_per_month_usd"]
    for end in ("low", "high"):
        pay[end] = valuation.usd(pay[end], "USD", pay["as_of"])
    return list(table.values())


def _fitted(name: tuple[str, str, str], found: Sequence[float], rows: pd.DataFrame) -> dict:
    """Return the input that published figures make, by the rule at the head of the module."""
    figures = np.asarray(found, dtype="float64")
    low, high = float(figures.min()), float(figures.max())
    row = dict(zip(("input", "title", "method"), name, strict=True))
    row |= {"low": low, "high": high} | _grounds(rows)
    if len(rows) >= ENOUGH:
        return row | {"shape": "triangular", "middle": float(np.median(figures))} | _logs(figures)
    if low == high:
        return row | {"shape": "fixed"}
    return row | {"shape": "log-uniform" if high > FAR_APART * low else "uniform"}


def _of_ranges(name: tuple[str, str, str], ends: pd.DataFrame, rows: pd.DataFrame) -> dict:
    """Return the input that ranges make, both ends of which count, by the same rule."""
    low, high = ends.min(axis=1), ends.max(axis=1)
    row = _fitted(name, [*low, *high[high > low]], rows)
    if (ends.nunique(axis=1)).sum() < ENOUGH:
        return row
    return row | {"shape": "triangular", "middle": float(ends.mean(axis=1).median())}


def _logs(figures: np.ndarray) -> dict:
    """Return the log-normal of the same figures: what the model is also tried with."""
    logs = np.log(figures)
    return {"geometric_mean": float(np.exp(logs.mean())), "spread": float(logs.std(ddof=1))}


def _grounds(rows: pd.DataFrame) -> dict:
    """Return who says it; prices by whose they are and from when, films by their titles."""
    if "price_id" in rows:
        years = rows["when"].fillna("").str[:4]
        names = (rows["provider"] + " " + years).str.strip().drop_duplicates()
    else:
        names = rows["title"]
    sayers = rows.get("said_by", rows["source"])
    return {
        "basis": "published",
        "is_priced": True,
        "why": f"{'; '.join(names)}.",
        "said_by": None if len(set(sayers)) > 1 else sayers.iloc[0],
        "source_url": None if len(set(sayers)) > 1 else rows["source_url"].iloc[0],
    }


def _triangle(low: float, likeliest: float, high: float, share: np.ndarray) -> np.ndarray:
    turn = (likeliest - low) / (high - low)
    rising = low + np.sqrt(share * (high - low) * (likeliest - low))
    falling = high - np.sqrt((1 - share) * (high - low) * (high - likeliest))
    return np.where(share < turn, rising, falling)
