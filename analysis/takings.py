"""How a film's takings run down in cinemas: the sums counted by date, and a decay fitted to them.

Half of what is still to come comes in each half-life: total × (1 − 2^(−day / half-life)).
"""

import numpy as np
import pandas as pd
from scipy import optimize, stats

from analysis import phrases
from analysis.constants import DAYS_PER_WEEK

CONFIDENCE = 0.95
TERRITORIES = {"RU": "Russia", "RU+CIS": "Russia with the CIS"}
_NEAR = 1e-15
FEWEST_DAYS = 5  # with two parameters, three degrees of freedom are the least worth an interval


def counted(box_office: pd.DataFrame, territory: str = "RU") -> pd.DataFrame:
    """Return takings from the first day up to a date, every publication's figure apart.

    The first day and the first weekend are sums from the start too. `day` is 1 on the first.
    "More than" counts as the bound, a range as its middle; `as_said` has either in words. Sums
    without a date are left out.
    """
    rows = _grosses(box_office, territory).dropna(subset="date")
    start = rows.loc[rows["period"] == "day", "date"].min()
    day = (rows["date"] - start).dt.days + 1
    is_sum = (rows["period"] == "cumulative") | (rows["period"] == "day")
    is_sum |= (rows["period"] == "weekend") & (day <= DAYS_PER_WEEK)
    ends = rows[["amount_low", "amount_high"]].mean(axis=1)
    table = rows.assign(day=day, amount_mln_rub=rows["amount"].fillna(ends) / 1e6)
    table["as_said"] = [_as_said(row) for row in table.to_dict("records")]
    return table[is_sum].sort_values(["date", "point_id"], ignore_index=True)


def undated(box_office: pd.DataFrame, territory: str = "RU") -> str:
    """Return which sums of takings have no date, by whom, with the remark on each; or nothing."""
    rows = _grosses(box_office, territory).fillna({"note": "no remark"})
    said = "; ".join(
        f"{_as_said(row)} by {row['source']} ({phrases.uncapitalized(row['note']).rstrip('.')})"
        for row in rows[rows["date"].isna()].to_dict("records")
    )
    return f" Not listed, as they have no date: {said}." if said else ""


def daily(counted: pd.DataFrame) -> pd.DataFrame:
    """Return one sum a day, the median of those published, so that no day counts for many.

    `is_bound` where "more than" is all that was published.
    """
    return (
        counted.assign(is_bound=counted["said_as"] == "more than")
        .groupby("day", as_index=False)
        .agg(
            date=("date", "first"),
            amount_mln_rub=("amount_mln_rub", "median"),
            sums=("day", "size"),
            is_bound=("is_bound", "all"),
        )
    )


def taken(day: np.ndarray | float, total: float, half_life_days: float) -> np.ndarray | float:
    """Return what has been taken by the end of a day: total × (1 − 2^(−day / half-life)).

    >>> taken(7.0, 100.0, 7.0)
    50.0
    """
    return total * (1 - 2 ** (-day / half_life_days))


def fitted(daily: pd.DataFrame, last_day: float = np.inf) -> dict[str, float] | None:
    """Return total and half-life fitted by least squares to the days until `last_day`.

    Each with its 95 % interval, from Student's t on the logarithm; None for fewer days than
    `FEWEST_DAYS`. The interval supposes that the decay has this form and that days err
    independently; sums that run on from one another do not: it is narrower than the truth.
    """
    known = daily[daily["day"] <= last_day]
    if len(known) < FEWEST_DAYS:
        return None
    days, sums = known["day"].to_numpy(dtype="float64"), known["amount_mln_rub"].to_numpy()
    found, covariance = optimize.curve_fit(
        lambda day, *logs: taken(day, *np.exp(logs)),
        days,
        sums,
        p0=np.log([1.3 * sums.max(), np.median(days)]),
        maxfev=10_000,
        jac=_slopes,
        # As near as numbers go, or the last printed digits are those of the machine.
        ftol=_NEAR,
        xtol=_NEAR,
        gtol=_NEAR,
    )
    reach = np.sqrt(np.diag(covariance)) * stats.t.ppf((1 + CONFIDENCE) / 2, len(known) - 2)
    (total, half_life), (least, shortest), (most, longest) = np.exp(
        [found, found - reach, found + reach]
    )
    return {
        "through_day": int(days[-1]),
        "sums": len(known),
        "total_mln_rub": total,
        "total_from_mln_rub": least,
        "total_to_mln_rub": most,
        "half_life_days": half_life,
        "half_life_from_days": shortest,
        "half_life_to_days": longest,
    }


def _slopes(day: np.ndarray, log_total: float, log_half_life: float) -> np.ndarray:
    """Return how takings change with the logarithms of the total and of the half-life."""
    total, half_life = np.exp([log_total, log_half_life])
    left = 2.0 ** (-day / half_life)
    return np.column_stack([total * (1 - left), -total * np.log(2) * left * day / half_life])


def forecasts(daily: pd.DataFrame) -> pd.DataFrame:
    """Return the fit as it would have been made after each day, with the sums known by then."""
    fits = [fitted(daily, day) for day in daily["day"]]
    table = pd.DataFrame([fit for fit in fits if fit])
    if table.empty:
        return table
    return table.assign(through=table["through_day"].map(daily.set_index("day")["date"]))


def curves(daily: pd.DataFrame, forecasts: pd.DataFrame) -> pd.DataFrame:
    """Return the fitted takings of each forecast for every day, a column a forecast."""
    days = np.arange(daily["day"].max() + 1 if len(daily) else 1)
    fitted = {
        row.through_day: taken(days, row.total_mln_rub, row.half_life_days)
        for row in forecasts.itertuples()
    }
    return pd.DataFrame({"day": days, **fitted})


def weekends(box_office: pd.DataFrame) -> pd.DataFrame:
    """Return each published weekend's takings: the median of its figures, and how many there are.

    Russia and Russia with the CIS are mixed: for later weekends only one of the two is known.
    """
    rows = box_office[(box_office["period"] == "weekend") & (box_office["measure"] == "gross")]
    ends = rows[["amount_low", "amount_high"]].mean(axis=1)
    rows = rows.assign(amount_mln_rub=rows["amount"].fillna(ends) / 1e6)
    table = rows.groupby("date", as_index=False).agg(
        amount_mln_rub=("amount_mln_rub", "median"),
        lowest_mln_rub=("amount_mln_rub", "min"),
        highest_mln_rub=("amount_mln_rub", "max"),
        figures=("amount_mln_rub", "size"),
        territory=("territory", _named),
    )
    week = (table["date"] - table["date"].min()).dt.days // DAYS_PER_WEEK + 1
    return table.assign(week=week)


def weekly_factor(weekends: pd.DataFrame) -> dict[str, float]:
    """Return by what factor takings change from weekend to weekend, with its 95 % interval.

    Least squares on the logarithm; NaN for fewer than three weekends.
    """
    if len(weekends) < 3:
        return dict.fromkeys(("factor", "factor_from", "factor_to"), np.nan)
    line = stats.linregress(weekends["week"], np.log(weekends["amount_mln_rub"]))
    reach = stats.t.ppf((1 + CONFIDENCE) / 2, len(weekends) - 2) * line.stderr
    return {
        "factor": float(np.exp(line.slope)),
        "factor_from": float(np.exp(line.slope - reach)),
        "factor_to": float(np.exp(line.slope + reach)),
    }


def ticket_prices(box_office: pd.DataFrame) -> pd.DataFrame:
    """Return what a ticket cost, where one publication gives takings and tickets of one period.

    "More than" counts as the bound. To ten roubles, as tickets are told in round numbers.
    """
    rows = box_office.assign(amount=box_office["amount"].fillna(box_office["amount_low"]))
    keys = ["source", "period"]
    sold = rows.loc[rows["measure"] == "admissions", [*keys, "amount", "said_as"]]
    money = rows[rows["measure"] == "gross"]
    table = money.merge(sold, on=keys, suffixes=("_rub", "_tickets"))
    roubles, tickets = table["amount_rub"] / 1e6, table["amount_tickets"] / 1e6
    return pd.DataFrame(
        {
            "until": table["date"].dt.strftime("%Y-%m-%d"),
            "period": table["period"],
            "takings_mln_rub": roubles,
            "tickets_mln": tickets,
            "takings": _millions(table["said_as_rub"], roubles) + " RUB",
            "tickets": _millions(table["said_as_tickets"], tickets),
            "ticket_rub": (roubles / tickets).round(-1),
            "register": table["register"],
            "source": table["source"],
            "source_url": table["source_url"],
        }
    ).sort_values("until", ignore_index=True)


def key_figures(daily: pd.DataFrame, forecasts: pd.DataFrame, weekends: pd.DataFrame) -> pd.Series:
    """Return what a summary says of the run: the first fit, the last but one, and what came."""
    last = daily.iloc[-1] if len(daily) else pd.Series(dtype=object)
    known = forecasts[forecasts["through_day"] < last.get("day", 0)] if len(forecasts) else None
    if known is None or known.empty:
        return pd.Series(dtype=object)
    first, later = known.iloc[0], known.iloc[-1]
    factor = weekly_factor(weekends)
    return pd.Series(
        {
            "first_through": phrases.day(first["through"]),
            "first_total": first["total_mln_rub"],
            "first_from": first["total_from_mln_rub"],
            "first_to": first["total_to_mln_rub"],
            "later_through": phrases.day(later["through"]),
            "later_weeks": int(-(-later["through_day"] // DAYS_PER_WEEK)),
            "later_sums": later["sums"],
            "later_bounds": int(daily.loc[daily["day"] <= later["through_day"], "is_bound"].sum()),
            "later_total": later["total_mln_rub"],
            "later_from": later["total_from_mln_rub"],
            "later_to": later["total_to_mln_rub"],
            "half_life_days": later["half_life_days"],
            "half_life_from_days": later["half_life_from_days"],
            "half_life_to_days": later["half_life_to_days"],
            "came": last["amount_mln_rub"],
            "came_until": phrases.day(last["date"]),
            "beyond_percent": 100 * (last["amount_mln_rub"] / later["total_mln_rub"] - 1),
            "tail": "more than"
            if last["amount_mln_rub"] > later["total_to_mln_rub"]
            else "about what",
            "kept_percent": 100 * factor["factor"],
            "kept_from_percent": 100 * factor["factor_from"],
            "kept_to_percent": 100 * factor["factor_to"],
        },
        dtype=object,
    )


def _grosses(box_office: pd.DataFrame, territory: str) -> pd.DataFrame:
    return box_office[(box_office["measure"] == "gross") & (box_office["territory"] == territory)]


def _named(codes: pd.Series) -> str:
    return "; ".join(TERRITORIES[code] for code in sorted(set(codes)))


def _as_said(row: dict) -> str:
    """Return a sum in words: 1,002 million, more than 1,670 million, 1,000,176,206."""
    given = [row[key] for key in ("amount", "amount_low", "amount_high") if pd.notna(row[key])]
    is_exact = any(number % 1000 for number in given)  # counted, and not told in millions
    figures = " to ".join(f"{n:,.0f}" if is_exact else f"{n / 1e6:,.10g}" for n in given)
    words = "" if row["said_as"] in ("exact", "range") else f"{row['said_as']} "
    return f"{words}{figures} {'' if is_exact else 'million '}{row['unit']}"


def _millions(said_as: pd.Series, millions: pd.Series) -> pd.Series:
    """Return numbers of millions as they were told: about 5.1 million, more than 2,000 million."""
    words = said_as.where(said_as != "exact", "").add(" ")
    return (words + millions.map("{:,.10g} million".format)).str.lstrip()
