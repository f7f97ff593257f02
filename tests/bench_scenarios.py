"""Measure a million draws of all three methods: under 2 seconds and 1 GB.

    python tests/bench_scenarios.py

Prints the time of the draws and costs alone, the tables being read before, and the most memory
that the process held. Ends with 1 where a limit is passed.
"""

import resource
import sys
import time

import numpy as np

from analysis import datasets, inputs, scenarios
from analysis.valuation import Valuation

DRAWS = 1_000_000
LIMIT_S, LIMIT_GB = 2.0, 1.0
BYTES_PER_UNIT = 1 if sys.platform == "darwin" else 1024  # of ru_maxrss


def main() -> int:
    """Measure, print, and return the exit status."""
    sources = inputs.Sources(
        datasets.claims(), datasets.prices(), datasets.assumptions(), datasets.films(),
        datasets.film_money(),
    )  # fmt: skip
    valuation = Valuation(2025, datasets.exchange_rates(), datasets.price_index())
    believed = sources.inputs(valuation)
    began = time.perf_counter()
    drawn = scenarios.draws(believed, DRAWS, np.random.default_rng(0))
    costs = scenarios.costs_usd(scenarios.Plan(2, 12, 40, 45), drawn)
    taken_s = time.perf_counter() - began
    held_gb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * BYTES_PER_UNIT / 1e9
    print(
        f"{len(costs):,} draws of {len(costs.columns)} methods: {taken_s:.2f} s, {held_gb:.2f} GB"
    )
    return int(taken_s > LIMIT_S or held_gb > LIMIT_GB)


if __name__ == "__main__":
    sys.exit(main())
