"""A crew's ride and stay by all-in tickets, beside what the model puts for the same."""

import numpy as np
import pandas as pd

from analysis.inputs import Values
from analysis.phrases import capitalized, counted
from analysis.scenarios import QUANTILES, Plan, orbit_parts_usd
from analysis.valuation import MILLION

HELD = ("Seats", "Mission fees", "Stay")  # by a ticket; of training, the teaching
SOYUZ = "Soyuz (visitor)"
UNNAMED = "press"  # whose word a price is where the publication names nobody


def ride_usd(plan: Plan, orbit: Values) -> np.ndarray:
    """Return what the model puts, in each draw, for what a crew's tickets hold."""
    parts = orbit_parts_usd(orbit, plan.crew, plan.days, plan.footage_h)
    return np.asarray(sum(parts[name] for name in HELD))


def tickets(plan: Plan, prices: pd.DataFrame, orbit: Values) -> pd.DataFrame:
    """Return what the crew's ride and stay cost by each all-in ticket, in millions of dollars.

    `prices` as `valuation.valued` gives them; `draws_dearer_percent` of the model's are dearer.
    """
    sold = prices[(prices["provider"] == "Axiom") & prices["low_usd"].notna()]
    crew_usd = plan.crew * sold["low_usd"]
    ride = ride_usd(plan, orbit)
    return sold.assign(
        what=[f"{row.provider}'s ticket, {row.when}" for row in sold.itertuples()],
        seat_mln_usd=sold["low_usd"] / MILLION,
        crew_mln_usd=crew_usd / MILLION,
        draws_dearer_percent=[100 * float(np.mean(ride > usd)) for usd in crew_usd],
        said_by=[
            f"unnamed, in {row.source}" if row.said_by == UNNAMED else row.said_by
            for row in sold.itertuples()
        ],
    )[["price_id", "what", "seat_mln_usd", "crew_mln_usd", "draws_dearer_percent", "said_by",
       "source", "source_url"]]  # fmt: skip


def ride_figures(plan: Plan, tickets: pd.DataFrame, orbit: Values) -> pd.Series:
    """Return the model's median and central 90 % for the same, and how many tickets are cheaper.

    In millions of dollars, to three figures.
    """
    ride = ride_usd(plan, orbit)
    ends = {
        f"ride_{name}_mln_usd": float(f"{np.quantile(ride, QUANTILES[name]) / MILLION:.3g}")
        for name in ("low_90", "median", "high_90")
    }
    cheaper = int((tickets["draws_dearer_percent"] > 50).sum())
    told = _of_the_tickets(cheaper, len(tickets))
    counts = {"cheaper": cheaper, "tickets": len(tickets), "cheaper_tickets": told}
    return pd.Series({**ends, **counts}, dtype=object)


def _of_the_tickets(count: int, total: int) -> str:
    """Return how many of the tickets something holds for, as it begins a sentence.

    >>> [_of_the_tickets(*counts) for counts in ((2, 2), (3, 3), (0, 2))]
    ["Both of Axiom's tickets", "All 3 of Axiom's tickets", "None of Axiom's 2 tickets"]
    """
    if count == total > 1:
        return f"{'Both' if total == 2 else f'All {total}'} of Axiom's tickets"
    return f"{capitalized(counted(count))} of Axiom's {total} tickets"


def soyuz_figures(prices: pd.DataFrame) -> pd.Series:
    """Return what visitors' seats on Soyuz came to, in millions of dollars, and what is a guess.

    `prices` as `valuation.valued` gives them; a price of low confidence is the guess.
    """
    seats = prices[prices["provider"] == SOYUZ].sort_values("when")
    is_guess = seats["confidence"] == "low"
    asked, guess = seats[~is_guess], seats[is_guess].iloc[-1]
    return pd.Series(
        {
            "soyuz_low_mln_usd": asked["low_usd"].min() / MILLION,
            "soyuz_high_mln_usd": asked["high_usd"].max() / MILLION,
            "soyuz_first": asked["when"].iloc[0][:4],
            "soyuz_last": asked["when"].iloc[-1][:4],
            "guess_mln_usd": guess["low_usd"] / MILLION,
            "guess_said_by": guess["said_by"],
            "guess_year": guess["when"][:4],
        },
        dtype=object,
    )
