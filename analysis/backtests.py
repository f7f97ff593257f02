"""The model tried on two films that were made: what they are said to have cost, and what it says.

A film is what it cost without weightlessness (running time × what a minute of a like film cost,
net of the share that weightlessness took there) and its weightlessness as the model has it.
"""

from dataclasses import replace

import numpy as np
import pandas as pd
from scipy import stats

from analysis import inputs as believed
from analysis import money, scenarios
from analysis.claims import CITED, linked_to_one, published
from analysis.constants import MIN_PER_H, S_PER_MIN
from analysis.inputs import SEAT, Sources, Values
from analysis.phrases import in_a_row, passed_on, said_in
from analysis.scenarios import Plan
from analysis.valuation import MILLION, Valuation, budgets_per_min, of_country, valued

CHALLENGE, APOLLO = "The Challenge", "Apollo 13"
CHALLENGE_YEAR, APOLLO_YEAR = 2021, 1995  # when it was shot; when it was shown
ASTRONAUTS = 3  # https://www.nasa.gov/missions/apollo/apollo-13-mission-details/
TAIL = 0.05
AGREES = "agrees"
NOT_COMPARED = "not in the model"  # which prices seats and no launch by itself
COUNTED = {"parabolas", "flights"}
COLUMNS = [
    "film", "what", "subject", "low", "high", "as_said", "unit", "model_low", "model_median",
    "model_high", "verdict", *CITED,
]  # fmt: skip


def the_challenge(
    tables: Sources, valuation: Valuation, count: int, rng: np.random.Generator
) -> pd.DataFrame:
    """Return each sum said of The Challenge beside the model's, in millions of roubles.

    Its own inputs: crew, days and footage; Soyuz prices of the two years up to the flight; no
    fees of NASA's for private missions; Russian films on space for what is not weightless.
    """
    then = replace(valuation, price_year=CHALLENGE_YEAR)
    claims = tables.claims
    launch = published(claims, CHALLENGE, "launch_time")["as_of"].iloc[0]
    drawn = scenarios.draws(_of_challenge(tables, then), count, rng)
    orbit = drawn["orbit"]
    plan = challenge_plan(claims)
    ride = scenarios.orbit_usd(orbit, plan.crew, plan.days, plan.footage_h)
    runtime_min = float(published(claims, CHALLENGE, "runtime")["low"].median())
    film = runtime_min * _rest_per_min_usd(tables, then, "RU", drawn["stage"], rng)
    rate = money.rate_rub_per_usd(valuation.rates, launch)
    model = {"film": film * rate, "flight": ride * rate, "film and flight": (film + ride) * rate}
    said = published(claims, CHALLENGE, "film_budget", "project_cost")
    parts = said["subject"].where(said["measure"] == "project_cost", "film")
    said = said.assign(
        what=parts,
        film=CHALLENGE,
        said_by=list(map(passed_on, said["said_by"], said["source"])),
        **{end: _in_roubles(said, end, valuation.rates, launch) for end in ("low", "high")},
    )
    table = _compared(said.assign(unit="mln RUB"), model, MILLION)
    return table.assign(
        said_mln_rub=[
            _ends_in_words(*ends) for ends in zip(table["low"], table["high"], strict=True)
        ]
    )


def apollo_13(
    tables: Sources, valuation: Valuation, count: int, rng: np.random.Generator
) -> pd.DataFrame:
    """Return what is said of Apollo 13 beside the model's: parabolas, flights, million dollars.

    Its own inputs: hours of weightlessness, length of a parabola, American films on space for
    what is not weightless. Today's prices of flights, brought back to 1995.
    """
    then = replace(valuation, price_year=APOLLO_YEAR)
    told = apollo_plan(tables.claims)
    flown_h = told["flown_h"]
    own = believed.replaced(
        tables.inputs(then), "parabola_s",
        shape="uniform", low=told["spell_low_s"], high=told["spell_high_s"],
    )  # fmt: skip
    own = believed.replaced(own, "usable_share", shape="fixed", low=1.0)
    drawn = scenarios.draws(own, count, rng)
    flown = scenarios.parabola_usd(drawn["parabola"], ASTRONAUTS, flown_h)
    runtime_min = float(tables.films.set_index("title").loc[APOLLO, "runtime_min"])
    film = runtime_min * _rest_per_min_usd(tables, then, "US", drawn["stage"], rng) + flown
    model = {
        "parabolas": scenarios.parabolas(drawn["parabola"], flown_h),
        "flights": np.ceil(scenarios.flights(drawn["parabola"], flown_h)),
        "film": film / MILLION,
    }
    said = published(tables.claims, APOLLO, "parabolas", "flights")
    said = said.assign(what=said["measure"], film=APOLLO)
    return _compared(pd.concat([said, _budgets(tables)], ignore_index=True), model, 1.0)


def agreement(*tests: pd.DataFrame) -> pd.Series:
    """Return how many different figures and bounds agree with the model, which do not, its ends."""
    compared = pd.concat(tests, ignore_index=True)
    compared = compared[compared["verdict"] != NOT_COMPARED]
    agree = compared["verdict"] == AGREES
    ends = compared.drop_duplicates("what").set_index("what")[["model_low", "model_high"]]
    named = {
        f"{part.replace(' ', '_')}_{end}": ends.loc[part, f"model_{end}"]
        for part in ends.index
        for end in ("low", "high")
    }
    missed = [
        f"{row.as_said}, said by {row.said_by} of the {row.subject} ({row.verdict})"
        for row in compared[~agree].itertuples()
    ]
    bound = compared["low"].isna() | compared["high"].isna()
    counts = {
        "figures": int((~bound).sum()), "figures_agreeing": int((agree & ~bound).sum()),
        "bounds": int(bound.sum()), "bounds_agreeing": int((agree & bound).sum()),
    }  # fmt: skip
    return pd.Series(
        counts | {"exceptions": f" Exceptions: {'; '.join(missed)}." if missed else ""} | named
    )


def remarks(compared: pd.DataFrame, claims: pd.DataFrame) -> pd.DataFrame:
    """Return each claim on these figures, where it stands, its confidence and how it came about."""
    keys = compared[["what", "as_said"]].assign(claim_id=compared["claim_id"].str.split(", "))
    cited = claims[["claim_id", "said_by", "source", "confidence", "note", "source_url"]]
    known = keys.explode("claim_id").merge(cited, on="claim_id")
    known["said_by"] = [
        _said_where(*names) for names in zip(known["said_by"], known["source"], strict=True)
    ]
    return known.drop(columns=["claim_id", "source"])


def challenge_plan(claims: pd.DataFrame) -> Plan:
    """Return The Challenge as a plan: the crew but for the commander, days, minutes, ratio."""
    crew = published(claims, CHALLENGE, "crew_up").query("stage == 'report'")["text"].iloc[0]
    stays = published(claims, CHALLENGE, "stay").query("unit == 'days' and stage == 'report'")
    days = stays.loc[stays["subject"] == "space station", "low"].median()
    trusted = {
        measure: published(claims, CHALLENGE, measure).query("confidence != 'low'")
        for measure in ("footage", "minutes_on_screen")
    }
    minutes = trusted["minutes_on_screen"][["low", "high"]].mean(axis=1).median()
    footage_min = trusted["footage"]["low"].median() * MIN_PER_H
    return Plan(len(crew.split(";")) - 1, int(days), float(minutes), float(footage_min / minutes))


def apollo_plan(claims: pd.DataFrame) -> pd.Series:
    """Return what was published of the flights for Apollo 13: hours weightless, ends of a spell."""
    spells = published(claims, APOLLO, "parabola_duration")
    return pd.Series(
        {
            "flown_h": float(published(claims, APOLLO, "weightlessness")["high"].max()),
            "spell_low_s": spells["low"].min(),
            "spell_high_s": spells["high"].max(),
        }
    )


def apollo_accounts(claims: pd.DataFrame, inputs: pd.DataFrame) -> pd.Series:
    """Return what was published of the flights for Apollo 13, by whom, and what the model has.

    Beside `apollo_plan`: the accounts of hours and spells, of parabolas and flights, in words,
    the ends of the model's parabolas a flight, and how many of each the ends make by division;
    flights are whole.
    """
    plan = apollo_plan(claims)
    told = published(claims, APOLLO, "weightlessness", "parabola_duration")
    said = told.groupby("said_by")["as_said"].agg(" in spells of ".join)
    flown = published(claims, APOLLO, "parabolas", "flights")
    counts = {
        f"{row.measure}_said": f"{row.said_by} gave {row.as_said}" for row in flown.itertuples()
    }
    of_flight = inputs.set_index("input").loc["parabolas_per_flight"]
    flown_s = plan["flown_h"] * MIN_PER_H * S_PER_MIN
    fewest, most = flown_s / plan["spell_high_s"], flown_s / plan["spell_low_s"]
    return pd.concat(
        [
            plan,
            pd.Series(counts, dtype=object),
            pd.Series(
                {
                    "accounts": in_a_row(f"{who} gave {figures}" for who, figures in said.items()),
                    "flight_low": of_flight["low"],
                    "flight_high": of_flight["high"],
                    "divided_low": fewest,
                    "divided_high": most,
                    "filled_low": np.ceil(fewest / of_flight["high"]),
                    "filled_high": np.ceil(most / of_flight["low"]),
                },
                dtype=object,
            ),
        ]
    )


def own_seats(prices: pd.DataFrame, valuation: Valuation) -> pd.Series:
    """Return between which prices a seat of The Challenge lies, in millions of dollars of its year.

    Beside each what it is the price of, who said it and when; of the lower the remark, too.
    """
    soyuz = _soyuz(prices, replace(valuation, price_year=CHALLENGE_YEAR)).sort_values("low_usd")
    figures: dict[str, object] = {"seat_year": CHALLENGE_YEAR}
    for end, row in (("low", soyuz.iloc[0]), ("high", soyuz.iloc[-1])):
        of = "a seat" if row["item"] == "seat" else "a seat's share of a ship and its launch"
        figures[f"seat_{end}_mln_usd"] = row["low_usd"] / MILLION
        figures[f"seat_{end}_said"] = f"{of}, {row['said_by']}, {row['when'][:4]}"
    figures["seat_low_remark"] = soyuz["note"].iloc[0].rstrip(".")
    return pd.Series(figures, dtype=object)


def _soyuz(prices: pd.DataFrame, then: Valuation) -> pd.DataFrame:
    """Return the prices of Soyuz seats, and of a ship with its launch, of the two years."""
    priced = valued(prices, then)
    return priced[
        priced["provider"].str.startswith("Soyuz")
        & priced["item"].isin(["seat", "launch_vehicle_and_spacecraft"])
        & priced["when"].str[:4].isin([str(CHALLENGE_YEAR - 1), str(CHALLENGE_YEAR)])
    ]


def _of_challenge(tables: Sources, then: Valuation) -> pd.DataFrame:
    soyuz = _soyuz(tables.prices, then)
    ends = {"low": soyuz["low_usd"].min(), "high": soyuz["low_usd"].max()}
    own = believed.replaced(tables.inputs(then), SEAT, shape="log-uniform", **ends)
    for fee in ("support_usd", "integration_usd"):
        own = believed.replaced(own, fee, low=0.0, high=0.0)
    return own


def _rest_per_min_usd(
    tables: Sources, then: Valuation, country: str, stage: Values, rng: np.random.Generator
) -> np.ndarray:
    """Return draws of what a minute of one further film of a country costs without weightlessness.

    The classical prediction from few films: logarithms, Student's t, n − 1 degrees of freedom.
    Its outermost thousandths, beyond all that is shown, are left off: with two films they are
    without bound.
    """
    films = of_country(budgets_per_min(tables.films, tables.sums, then), country)
    logs = np.log(films["per_min_usd"])
    count = len(stage["share_of_budget"])
    scatter = logs.std() * np.sqrt(1 + 1 / len(logs))
    far = stats.t.ppf(rng.uniform(0.001, 0.999, count), len(logs) - 1)
    return np.exp(logs.mean() + scatter * far) * (1 - stage["share_of_budget"])


def _said_where(who: str, publication: str) -> str:
    """Return whose word it is, and in brackets where it stands unless one name holds the other.

    >>> _said_where("Ernst", "AFP"), _said_where("experts asked by Izvestia", "Izvestia via vpk")
    ('Ernst (AFP)', 'experts asked by Izvestia (via vpk)')
    """
    if (one := said_in(who, publication)) in (who, publication):
        return one
    first, _, relay = publication.partition(" via ")
    return f"{who} (via {relay})" if relay and first in who else f"{who} ({publication})"


def _in_roubles(said: pd.DataFrame, end: str, rates: pd.DataFrame, launch: str) -> list[float]:
    """Return millions of roubles; dollars at the rate of the day when they were said."""
    return [
        money.converted(amount, unit, "RUB", when if isinstance(when, str) else launch, rates)
        / MILLION
        for amount, unit, when in said[[end, "unit", "as_of"]].itertuples(index=False)
    ]


def _ends_in_words(low: float, high: float) -> str:
    """Return a sum or its bound as printed.

    >>> _ends_in_words(905, 905), _ends_in_words(2000, np.nan), _ends_in_words(np.nan, 1000)
    ('905', 'from 2,000', 'to 1,000')
    """
    if low == high:
        return f"{low:,.0f}"
    ends = (f"from {low:,.0f}" if low == low else "", f"to {high:,.0f}" if high == high else "")
    return " ".join(filter(None, ends))


def _budgets(tables: Sources) -> pd.DataFrame:
    film_id = tables.films.set_index("title").loc[APOLLO, "film_id"]
    sums = tables.sums[(tables.sums["film_id"] == film_id) & (tables.sums["measure"] == "budget")]
    millions = sums["amount"] / MILLION
    return sums.assign(
        film=APOLLO,
        what="film",
        low=millions,
        high=millions,
        as_said=[f"{x:,.0f} million USD" for x in millions],
        unit="mln USD",
        said_by=sums["source"],
    )


def _compared(said: pd.DataFrame, model: dict[str, np.ndarray], per: float) -> pd.DataFrame:
    """Return each figure once, with all who give it, the model's median and central 90 %.

    A part that the model does not have is compared with nothing. "More than x" agrees with a model
    that reaches above x, "less than x" with one below. What is counted has ends that are whole.
    """
    ends = {part: np.quantile(drawn, [TAIL, 0.5, 1 - TAIL]) / per for part, drawn in model.items()}
    for part in COUNTED & set(ends):
        low, middle, high = ends[part]
        ends[part] = np.array([np.floor(low), np.round(middle), np.ceil(high)])
    table = said.reset_index(drop=True).reindex(columns=COLUMNS)
    table = table.groupby(["what", "low", "high"], dropna=False, as_index=False).agg(_merged)
    for place, name in enumerate(("model_low", "model_median", "model_high")):
        table[name] = [ends[part][place] if part in ends else np.nan for part in table["what"]]
    above = table["low"] > table["model_high"]
    below = table["high"] < table["model_low"]
    verdicts = [NOT_COMPARED, "above the model", "below the model"]
    table["verdict"] = np.select([~table["what"].isin(ends), above, below], verdicts, AGREES)
    return linked_to_one(table)[COLUMNS]


def _merged(column: pd.Series) -> object:
    """Return the names or keys of several sources in one cell, of the rest the first."""
    joined = {"said_by": "; ", "claim_id": ", "}.get(str(column.name))
    known = column.dropna().drop_duplicates()
    return joined.join(known) if joined else (known.iloc[0] if len(known) else None)
