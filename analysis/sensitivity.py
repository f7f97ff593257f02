"""What the cost depends on: which input drives the spread, and which convention the middle."""

from collections.abc import Iterator

import numpy as np
import pandas as pd
from scipy import stats

from analysis import inputs as believed
from analysis import money, scenarios
from analysis.inputs import MARKET, SEAT, TARIFF, Sources
from analysis.phrases import uncapitalized
from analysis.scenarios import METHODS, Plan
from analysis.valuation import MILLION, SINCE, Valuation

POWER = 12  # 2^12 points an index: a second seed moves none by more than 0.03
ENDS = (0.05, 0.95)
TELLING = 0.005  # of the variance: what explains less is not drawn
WORDS = {method: words.lower().replace(" ", "_") for method, words in METHODS.items()}
TITLES = {
    MARKET: "Market: seats and tariffs together",
    TARIFF: "Station tariffs, on their own",
    SEAT: "Seat, on its own",
}


def sobol(plan: Plan, inputs: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Return the share of each method's variance that each driver explains, alone and in all.

    First-order and total Sobol indices (Saltelli 2010, as scipy estimates them) of the cost, the
    drivers being independent: what seats and tariffs have in common is a driver of its own.
    """
    tables = [_sobol_of(plan, inputs, method, rng) for method in METHODS]
    return pd.concat(tables, ignore_index=True)


def tornado(plan: Plan, inputs: pd.DataFrame) -> pd.DataFrame:
    """Return the cost of a minute, in millions, with each driver low and high, the rest midway.

    Low and high are the 5th and the 95th part in a hundred of the belief.
    """
    rows = []
    for method, words in METHODS.items():
        names = believed.drivers(inputs, method)
        for name in names:
            costs = [
                _cost_usd(
                    plan, inputs, method, {n: _even(end if n == name else 0.5) for n in names}
                )
                for end in (*ENDS, 0.5)
            ]
            low, high, middle = (
                float(cost[0]) / plan.minutes_on_screen / MILLION for cost in costs
            )
            rows.append((words, _title(inputs, name), low, high, middle))
    return pd.DataFrame(rows, columns=["method", "driver", "when_low", "when_high", "midway"])


def drivers(plan: Plan, inputs: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Return both views of each driver, those that explain most first within each method."""
    return sobol(plan, inputs, rng).merge(tornado(plan, inputs), on=["method", "driver"])


def leading(drivers: pd.DataFrame) -> pd.Series:
    """Return what leads each method, as a sentence names it, and its index in percent.

    Besides, the index of the seat with its market.
    """
    alone = 100 * drivers.set_index(["method", "driver"])["first_order"]
    seat = alone[METHODS["orbit"]][[TITLES[MARKET], TITLES[SEAT]]].sum()
    figures: dict[str, object] = {"orbit_seat_percent": min(seat, 100.0)}
    for method, words in METHODS.items():
        figures[f"{method}_leads"] = uncapitalized(str(alone[words].idxmax()).split(" (")[0])
        figures[f"{method}_leads_percent"] = alone[words].max()
    return pd.Series(figures)


def telling(drivers: pd.DataFrame, by: str = "total") -> pd.DataFrame:
    """Return the drivers that explain half a percent of the variance, in all or by `by`."""
    return drivers[drivers[by] >= TELLING].reset_index(drop=True)


def conventions(
    plan: Plan, sources: Sources, valuation: Valuation, count: int, seed: int
) -> pd.DataFrame:
    """Return the median cost of a minute, in millions, under other conventions than the report's.

    Every row draws from the same seed, but the one that says otherwise.
    """
    rows = []
    for name, inputs, chosen in _variants(sources, valuation, seed):
        drawn = scenarios.draws(inputs, count, np.random.default_rng(chosen))
        costs = scenarios.costs_usd(plan, drawn) / plan.minutes_on_screen / MILLION
        low, high = costs["orbit"].quantile(list(ENDS))
        ends = {"low_90": low, "high_90": high}
        rows.append({"convention": name} | costs.median().to_dict() | ends)
    table = pd.DataFrame(rows).rename(columns=WORDS)
    return table[["convention", "in_orbit", "low_90", "high_90", *list(WORDS.values())[1:]]]


def _variants(
    sources: Sources, valuation: Valuation, seed: int
) -> Iterator[tuple[str, pd.DataFrame, int]]:
    year, rates, index = valuation.price_year, valuation.rates, valuation.index
    plain = sources.inputs(valuation)
    yield f"As in this report: US prices of {year}, rates of the day", plain, seed
    yield "Drawn again from another seed", plain, seed + 1
    for day in _telling_days(rates):
        other = Valuation(year, rates, index, rate_date=day)
        rate, when = money.rate_rub_per_usd(rates, day), pd.Timestamp(day)
        said = f"Roubles at {rate:.1f} to the dollar, {when.day} {when:%b %Y}"
        yield said, sources.inputs(other), seed
    by_ru = Valuation(year, rates, index, by="RU")
    last = f"{rates['date'].max():%Y}"
    yield (
        f"Roubles brought to {last} by Russian consumer prices, then exchanged",
        sources.inputs(by_ru),
        seed,
    )
    as_printed = Valuation(year, rates, index, by="none")
    yield "No price index: sums as printed", sources.inputs(as_printed), seed
    for correlation in (0.0, 0.9):
        changed = believed.replaced(plain, "market_correlation", low=correlation)
        yield f"Correlation of seats and tariffs {correlation:g}", changed, seed
    logs = believed.replaced(plain, SEAT, shape="log-normal")
    logs = believed.replaced(logs, "budget_per_min_usd", shape="log-normal")
    yield "Seats and budgets log-normal, not triangular", logs, seed
    whole = believed.replaced(plain, "share_of_budget", shape="fixed", low=1.0)
    yield "The whole budget of a film counts as weightlessness", whole, seed
    share = plain.set_index("input").loc["share_of_budget"]
    halved = believed.replaced(
        plain, "share_of_budget", low=2 * share["low"], high=2 * share["high"]
    )
    yield "Half of a film's minutes weightless, not all of them", halved, seed


def _telling_days(rates: pd.DataFrame) -> list[str]:
    """Return the days of the cheapest and the dearest dollar of late, and the last there is."""
    recent = rates[rates["date"] >= SINCE].set_index("date")["rub_per_usd"]
    days = [recent.idxmin(), recent.idxmax(), recent.index.max()]
    return [f"{day:%Y-%m-%d}" for day in days]


def moved(conventions: pd.DataFrame) -> pd.Series:
    """Return by how much at most a rate, an index and the rest move each median, in percent.

    Besides, which convention moves a median furthest, and which the upper end in orbit.
    """
    names = conventions["convention"]
    medians = conventions[list(WORDS.values())].set_axis(list(WORDS), axis=1)
    shift = 100 * (medians / medians.iloc[0] - 1)
    off = shift.abs()
    method = off.max().idxmax()
    furthest = off[method].idxmax()
    ends = (100 * (conventions["high_90"] / conventions["high_90"].iloc[0] - 1)).abs()
    figures = {
        "rate_percent": off[names.str.startswith("Roubles at")].max(),
        "index_percent": off[names.str.startswith("No price index")].max(),
        "seed_percent": off[names.str.startswith("Drawn again")].max(),
    }
    unindexed = shift[names.str.startswith("No price index")]
    each = {f"{name}_{what}": row[name] for what, row in figures.items() for name in medians}
    return pd.Series(
        {
            **each,
            "index_way": _way(unindexed.to_numpy()),
            "furthest_where": METHODS[method].lower(),
            "furthest_convention": names[furthest],
            "furthest_percent": off.loc[furthest, method],
            "furthest_side": "higher" if shift.loc[furthest, method] > 0 else "lower",
            "end_convention": names[ends.idxmax()],
            "end_percent": ends.max(),
        },
        dtype=object,
    )


def _way(shifts: np.ndarray) -> str:
    """Return the verb for shifts that may all go one way.

    >>> _way(np.array([-15, -26])), _way(np.array([-1, 2]))
    ('lowers', 'changes')
    """
    return "lowers" if (shifts < 0).all() else "raises" if (shifts > 0).all() else "changes"


def _sobol_of(
    plan: Plan, inputs: pd.DataFrame, method: str, rng: np.random.Generator
) -> pd.DataFrame:
    names = believed.drivers(inputs, method)

    def cost(shares: np.ndarray) -> np.ndarray:
        return _cost_usd(plan, inputs, method, dict(zip(names, shares, strict=True)))

    even = stats.uniform(np.finfo(float).tiny, 1)
    found = stats.sobol_indices(func=cost, n=2**POWER, dists=[even] * len(names), rng=rng)
    return pd.DataFrame(
        {
            "method": METHODS[method],
            "driver": [_title(inputs, name) for name in names],
            "first_order": found.first_order.clip(0),
            "total": found.total_order.clip(0),
        }
    ).sort_values("total", ascending=False, kind="stable")


def _cost_usd(plan: Plan, inputs: pd.DataFrame, method: str, shares: believed.Values) -> np.ndarray:
    values = believed.values(inputs, method, shares)
    if method == "orbit":
        return scenarios.orbit_usd(values, plan.crew, plan.days, plan.footage_h)
    if method == "parabola":
        return scenarios.parabola_usd(values, plan.crew, plan.footage_h)
    return scenarios.stage_usd(values, plan.minutes_on_screen)


def _title(inputs: pd.DataFrame, driver: str) -> str:
    if driver in TITLES:
        return TITLES[driver]
    return str(inputs.set_index("input").loc[driver, "title"])


def _even(share: float) -> np.ndarray:
    return np.array([share])
