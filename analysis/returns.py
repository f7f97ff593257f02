"""What films brought back for what was spent: ratios, methods, the state's part, exchange rates.

Takes published sums (`films.published`); what a unit of money is worth is passed in.
"""

import re

import numpy as np
import pandas as pd
from scipy import stats

from analysis.films import YEARS_FROM_BUDGET_TO_RELEASE, Worth, usable
from analysis.phrases import CURRENCIES, counted, in_a_row

# What the latest rouble film has to say.
LAST = [
    "film", "rate_rub_per_usd", "release_rate_rub_per_usd", "median_rate_rub_per_usd",
    "dollar_films", "dearer", "cheaper_low", "cheaper_high", "ratio", "ratio_in_dollars",
    "us_prices_percent",
]  # fmt: skip


def compared(published: pd.DataFrame, worth: Worth, rises: Worth) -> pd.DataFrame:
    """Return one row a film: lowest, middle and highest budget and takings, and their ratio.

    Doubtful sums and mere bounds are left out. A ratio takes both sums in the currency of most
    budgets, and takings at home only where none of the world is published; `sources` are those
    of the sums that are left. `…_mln_own_currency` are the middle of these as printed, in
    `currency`. `ratio` is nominal; `ratio_real` sets the budget in the prices of the release, by
    `rises`: the rise of consumer prices of the currency's country from the year before.
    """
    rows = []
    for _, film in usable(published).groupby("film_id", sort=False):
        budgets, grosses = _comparable(film)
        if budgets.empty and grosses.empty:
            continue
        currency = (budgets if len(budgets) else grosses)["currency"].iloc[0]
        year = int(film["year"].iloc[0])
        spent = worth.get((currency, year - YEARS_FROM_BUDGET_TO_RELEASE), np.nan) / 1e6
        earned = worth.get((currency, year), np.nan) / 1e6
        budget, gross = _ends(budgets), _ends(grosses)
        rows.append(
            {
                **film[["film_id", "film", "year", "method"]].iloc[0].to_dict(),
                "currency": currency,
                "reach": _reach(grosses),
                "sources": pd.concat([budgets, grosses])["said_by"].nunique(),
                "budget_mln_own_currency": budget[1] / 1e6,
                "takings_mln_own_currency": gross[1] / 1e6,
                "budget_low_mln": budget[0] * spent,
                "budget_mln": budget[1] * spent,
                "budget_high_mln": budget[2] * spent,
                "takings_low_mln": gross[0] * earned,
                "takings_mln": gross[1] * earned,
                "takings_high_mln": gross[2] * earned,
                "ratio_low": gross[0] / budget[2],
                "ratio": gross[1] / budget[1],
                "ratio_high": gross[2] / budget[0],
                "ratio_real": gross[1] / budget[1] / rises.get((currency, year), np.nan),
            }
        )
    table = pd.DataFrame(rows)
    return table.sort_values("ratio", ascending=False, na_position="last", ignore_index=True)


def by_source(published: pd.DataFrame) -> pd.DataFrame:
    """Return the sums that are compared, of each film, with who gives which; and the addresses."""
    rows = []
    for (film, year), sums in usable(published).groupby(["film", "year"]):
        budgets, grosses = _comparable(sums)
        urls = pd.concat([budgets, grosses])["source_url"].dropna().unique()
        if len(budgets) or len(grosses):
            rows.append(
                {
                    "film": film,
                    "year": year,
                    "currency": (budgets if len(budgets) else grosses)["currency"].iloc[0],
                    "budgets": _voices(budgets),
                    "takings": _voices(grosses),
                    "addresses": " ".join(urls),
                }
            )
    return pd.DataFrame(rows)


def own_range(published: pd.DataFrame, film: str) -> str:
    """Return whose own range has both ends of a film's budgets, and what others give, if so."""
    budgets, _ = _comparable(usable(published[published["film"] == film]))
    low, high = budgets["low"].min(), budgets["high"].max()
    wide = budgets[(budgets["low"] == low) & (budgets["high"] == high)]
    if wide.empty or low == high:
        return ""
    whose = (
        f": both come from {wide['said_by'].iloc[0]}, and the lowest and the highest ratio rest "
        "on them"
    )
    others = budgets.drop(wide.index)
    if others.empty:
        return whose
    ends = dict.fromkeys(
        f"{end / 1e6:,.10g}" for end in (others["low"].min(), others["high"].max())
    )
    return f"{whose}; others give {' to '.join(ends)} million"


def kept(published: pd.DataFrame, film: str, *measures: str) -> str:
    """Return what tells the sums of a film that are compared from its others, if anything does."""
    ours = published[published["film"] == film]
    compared = pd.concat(_comparable(usable(ours)))["currency"]
    sums = ours[ours["measure"].isin(measures)] if measures else ours
    main = f"{compared.iloc[0]}" if len(compared) else ""
    is_mixed = main and (sums["currency"] != main).any()
    money = f" in {CURRENCIES.get(main, main)}" if is_mixed else ""
    kinds = {
        "doubtful": sums["is_doubtful"].any(),
        "a mere bound": sums[["low", "high"]].isna().any(axis=None),
    }
    others = [kind for kind, is_there in kinds.items() if is_there]
    but = f" that are {'neither' if len(others) > 1 else 'not'} {in_a_row(others, 'nor')}"
    return money + (but if others else "")


def in_money(table: pd.DataFrame, currency: str) -> pd.DataFrame:
    """Return a table whose columns in millions say of which money, as `budget_mln_usd`."""
    unit = f"_mln_{currency.lower()}"
    return table.rename(columns=lambda name: re.sub("_mln$", unit, name))


def key_figures(compared: pd.DataFrame, film: str) -> pd.Series:
    """Return the figures that a summary of one film's money states, by name; NaN where unknown."""
    ours = compared[compared["film"] == film]
    known = compared[compared["ratio"].notna()]
    row = ours.iloc[0] if len(ours) else pd.Series(np.nan, index=compared.columns, dtype=object)
    below = known[known["ratio"] < 1]
    at_home = int((below["reach"] == "home").sum())
    better = int((known["ratio"] > row["ratio"]).sum())
    takings = {"world": "in the world's cinemas", "home": "in cinemas at home"}
    counted_by = {
        "world": "Most are counted, as this one is, by the whole world's takings",
        "home": "Most are counted by the world's takings, this one by those at home",
    }
    return pd.Series(
        {
            **row.to_dict(),
            "where": takings.get(row["reach"], np.nan),
            "currency_said": CURRENCIES.get(row["currency"], row["currency"]),
            "counted_by": counted_by.get(row["reach"], np.nan),
            "ratio_said": _span(row["ratio_low"], row["ratio_high"]),
            "budget_said": _span(row["budget_low_mln"], row["budget_high_mln"]),
            "takings_said": _span(row["takings_low_mln"], row["takings_high_mln"]),
            "films": len(known),
            "better_said": "only one film" if better == 1 else counted(better),
            "median_ratio": known["ratio"].median(),
            "median_from": median_interval(known["ratio"])[0],
            "median_to": median_interval(known["ratio"])[1],
            "below_budget": len(below),
            "below_at_home": f" ({counted(at_home)} by those at home alone)" if at_home else "",
            "spread_percent": 100 * (row["budget_high_mln"] / row["budget_low_mln"] - 1) or np.nan,
        },
        dtype=object,
    )


def by_method(compared: pd.DataFrame) -> pd.DataFrame:
    """Return budgets and ratios by how weightlessness was made, with 95 % intervals of medians.

    The intervals are exact (by order statistics) and need six films; fewer have none.
    """
    rows = []
    for method, group in compared.groupby("method"):
        ratio = group["ratio"].dropna()
        low, high = median_interval(ratio)
        rows.append(
            {
                "method": method,
                "films": len(group),
                "with_budget": int(group["budget_mln"].count()),
                "median_budget_mln": group["budget_mln"].median(),
                "with_both_sums": len(ratio),
                "lowest_ratio": ratio.min(),
                "median_ratio": ratio.median(),
                "highest_ratio": ratio.max(),
                "median_from": low,
                "median_to": high,
            }
        )
    table = pd.DataFrame(rows)
    return table.sort_values(
        ["with_both_sums", "films", "method"], ascending=[False, False, True], ignore_index=True
    )


def median_interval(values: pd.Series) -> tuple[float, float]:
    """Return the exact 95 % interval of a median by order statistics; NaN below six values.

    >>> median_interval(pd.Series([1, 2, 3, 4, 5, 6]))   # covers with 1 − 2/2⁶ = 96.9 %
    (1.0, 6.0)
    """
    known = np.sort(values.dropna().to_numpy(dtype="float64"))
    if len(known) == 0:
        return np.nan, np.nan
    below = int(stats.binom.ppf(0.025, len(known), 0.5))
    if below == 0:
        return np.nan, np.nan
    return float(known[below - 1]), float(known[len(known) - below])


def state_support(film_money: pd.DataFrame, compared: pd.DataFrame) -> pd.DataFrame:
    """Return the state's money in films with rouble budgets, by the register that lists both.

    `grant_mln` need not be repaid, `loan_mln` must; both nominal roubles, as are the budget and
    the takings at home beside them. A film without published support has none here, not zero.
    """
    rows = []
    for film in compared[compared["currency"] == "RUB"].to_dict("records"):
        ours = film_money[film_money["film_id"] == film["film_id"]]
        register = ours[ours["measure"].str.startswith("state_support")]["source"].unique()
        listed = ours[ours["source"].isin(register)].groupby("measure")["amount"].sum() / 1e6
        grant = listed.get("state_support_nonrefundable", np.nan)
        loan = listed.get("state_support_refundable", np.nan)
        support = np.nan if np.isnan(grant) and np.isnan(loan) else np.nansum([grant, loan])
        budget, gross = (listed.get(name, np.nan) for name in ("budget", "gross_domestic"))
        rows.append(
            {
                "film": film["film"],
                "year": film["year"],
                "budget_mln_rub": budget,
                "grant_mln_rub": grant,
                "loan_mln_rub": loan,
                "state_share_percent": 100 * support / budget,
                "takings_mln_rub": gross,
                "takings_per_state_rouble": gross / support,
            }
        )
    columns = ["film", "year", "budget_mln_rub", "grant_mln_rub", "loan_mln_rub",
               "state_share_percent", "takings_mln_rub", "takings_per_state_rouble"]  # fmt: skip
    return pd.DataFrame(rows, columns=columns).sort_values(["year", "film"], ignore_index=True)


def roubles_among_dollars(
    compared: pd.DataFrame, rates: pd.DataFrame, worth: Worth
) -> pd.DataFrame:
    """Return where each rouble budget stands among the dollar ones, at three official rates.

    The rates are the lowest, the mean and the highest of the year of the budget and that of the
    release. `median_rate_rub_per_usd` is the rate at which the budget would
    equal the median dollar budget, `ratio_in_dollars` takings by budget when each is turned into
    dollars at the mean rate of its year and then by American prices, which rose by
    `us_prices_percent` from the one year to the other.
    """
    dollars = compared.loc[compared["currency"] == "USD", "budget_mln"].dropna()
    ours = compared[(compared["currency"] == "RUB") & compared["budget_mln"].notna()]
    rows = []
    for film in ours.sort_values("year").to_dict("records"):
        spent = film["year"] - YEARS_FROM_BUDGET_TO_RELEASE
        span = rates.loc[rates["date"].dt.year.between(spent, film["year"]), "rub_per_usd"]
        dollar = worth.get(("USD", spent), np.nan)
        mean_rate = dollar / worth.get(("RUB", spent), np.nan)
        for name, rate in (
            ("dearest rouble", span.min()), ("mean, budget's year", mean_rate),
            ("cheapest rouble", span.max()),
        ):  # fmt: skip
            budget = film["budget_mln_own_currency"] / rate * dollar
            rows.append(
                {
                    "film": film["film"],
                    "year": film["year"],
                    "rate": name,
                    "rate_rub_per_usd": rate,
                    "release_rate_rub_per_usd": worth.get(("USD", film["year"]), np.nan)
                    / worth.get(("RUB", film["year"]), np.nan),
                    "budget_mln": budget,
                    "dollar_films_cheaper": int((dollars < budget).sum()),
                    "dollar_films": len(dollars),
                    "median_rate_rub_per_usd": film["budget_mln_own_currency"]
                    * dollar
                    / dollars.median(),
                    "ratio": film["ratio"],
                    "ratio_in_dollars": film["takings_mln"] / film["budget_mln"],
                    "us_prices_percent": 100
                    * (dollar / worth.get(("USD", film["year"]), np.nan) - 1),
                }
            )
    return pd.DataFrame(rows)


def last_rouble_film(roubles: pd.DataFrame, film: str = "") -> pd.Series:
    """Return the row of the latest rouble film at the mean rate, and its ends over the rates.

    A film that is named and among them stands for the latest.
    """
    if roubles.empty:
        return pd.Series(np.nan, index=LAST, dtype=object)
    named = roubles["film"] == film
    ours = roubles[named if named.any() else roubles["film"] == roubles["film"].iloc[-1]]
    row = ours.loc[ours["rate"].str.startswith("mean")].iloc[0]
    return pd.Series(
        {
            **row.to_dict(),
            "dearer": row["dollar_films"] - row["dollar_films_cheaper"],
            "cheaper_low": ours["dollar_films_cheaper"].min(),
            "cheaper_high": ours["dollar_films_cheaper"].max(),
        },
        dtype=object,
    )


def extremes(compared: pd.DataFrame) -> pd.Series:
    """Return the films with the highest and the lowest ratio, and how much inflation takes off."""
    known = compared.dropna(subset=["ratio"]).sort_values("ratio")
    first, last = known.iloc[0], known.iloc[-1]
    inflation_percent = 100 * (1 - known["ratio_real"] / known["ratio"])
    hit = known.loc[inflation_percent.idxmax()]
    return pd.Series(
        {
            "best": f"{last['film']}",
            "ratio_max": last["ratio"],
            "worst": f"{first['film']}",
            "ratio_min": first["ratio"],
            "inflation_percent": inflation_percent.median(),
            "inflation_most_percent": inflation_percent.max(),
            "inflation_film": f"{hit['film']}",
            "inflation_film_year": f"{hit['year']}",
        },
        dtype=object,
    )


def method_figures(methods: pd.DataFrame) -> pd.Series:
    """Return how wide the largest group of one known method is, and how many are unknown."""
    known, next_known = methods[methods["method"] != "unknown"].head(2).to_dict("records")
    unknown = methods.loc[methods["method"] == "unknown", "with_both_sums"].sum()
    return pd.Series(
        {
            "largest": known["method"],
            "largest_films": known["with_both_sums"],
            "largest_low": known["lowest_ratio"],
            "largest_high": known["highest_ratio"],
            "median_from": known["median_from"],
            "median_to": known["median_to"],
            "others_most": next_known["with_both_sums"],
            "unknown": unknown,
            "films": methods["with_both_sums"].sum(),
        },
        dtype=object,
    )


def support_figures(support: pd.DataFrame) -> pd.Series:
    """Return the ends of the state's share and of takings per rouble of support."""
    known = support.dropna(subset=["state_share_percent"])
    return pd.Series(
        {
            "films": len(known),
            "low_percent": known["state_share_percent"].min(),
            "high_percent": known["state_share_percent"].max(),
            "low_times": known["takings_per_state_rouble"].min(),
            "high_times": known["takings_per_state_rouble"].max(),
        },
        dtype=object,
    )


def _comparable(film: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return budgets in the currency of most, and the widest takings in the same currency."""
    budgets = film[film["measure"] == "budget"]
    grosses = film[(film["measure"] == "takings") & (film["reach"] != "abroad")]
    either = budgets if len(budgets) else grosses
    currency = either["currency"].mode().get(0)
    budgets, grosses = (sums[sums["currency"] == currency] for sums in (budgets, grosses))
    widest = "world" if (grosses["reach"] == "world").any() else "home"
    return budgets, grosses[grosses["reach"] == widest]


def _voices(sums: pd.DataFrame) -> str | None:
    """Return sums with those who give them: 52 million: IMDb and Wikipedia; 65 million: TMDB."""
    said = [
        words.removesuffix(f" {currency}")
        for words, currency in zip(sums["as_said"], sums["currency"], strict=True)
    ]
    names = sums["said_by"].str.split(", as collected").str[0]
    return (
        "; ".join(
            f"{amount}: {in_a_row(group.unique())}"
            for amount, group in names.groupby(pd.Series(said, sums.index), sort=False)
        )
        or None
    )


def _reach(grosses: pd.DataFrame) -> str | None:
    return grosses["reach"].iloc[0] if len(grosses) else None


def _ends(sums: pd.DataFrame) -> tuple[float, float, float]:
    """Return the lowest, the median and the highest of sums; a range counts by its middle."""
    middle = (sums["low"] + sums["high"]) / 2
    return sums["low"].min(), middle.median(), sums["high"].max()


def _span(low: float, high: float) -> str | float:
    """Return a range in words, to a tenth below a hundred.

    >>> _span(1.82, 2.32), _span(2.75, 2.76), _span(907.3, 945.9)
    ('between 1.8 and 2.3', '2.8', 'between 907 and 946')
    """
    if np.isnan(low):
        return np.nan
    ends = [f"{end:,.0f}" if high >= 100 else f"{end:.1f}" for end in (low, high)]
    return ends[0] if ends[0] == ends[1] else f"between {ends[0]} and {ends[1]}"
