"""Consumer prices of two countries, from their three sources, in one table."""

import pandas as pd

from analysis.refresh import bls, rosstat, world_bank

COLUMNS = ["country", "series", "period", "value", "unit", "said_by", "source_url"]
CPI_US = (
    "index 1982-84=100",
    "US Bureau of Labor Statistics",
    "https://github.com/datasets/cpi-us",
)
CPI_WORLD = ("percent", "World Bank", "https://github.com/datasets/cpi")


def price_index(cpi_us: str, cpi_world: str) -> pd.DataFrame:
    """Return every figure as printed: a monthly index for the US, changes for Russia."""
    monthly = [
        ("US", "cpi_u_monthly", month, index, *CPI_US)
        for month, index in bls.monthly_indices(cpi_us)
    ]
    december = [
        ("RU", "cpi_december_change", month, change, "percent", "Rosstat", url)
        for month, change, url in rosstat.DECEMBER_CHANGES
    ]
    mean = [
        ("RU", "cpi_mean_change", year, change, *CPI_WORLD)
        for year, change in world_bank.mean_changes(cpi_world, "RUS")
    ]
    table = pd.DataFrame(monthly + december + mean, columns=COLUMNS)
    return table.sort_values(["country", "series", "period"], ignore_index=True)
