"""What the model's inputs rest on, in the words of a report."""

import numpy as np
import pandas as pd

from analysis.claims import linked_to_one
from analysis.inputs import PRICED
from analysis.phrases import in_a_row
from analysis.valuation import (
    ON_STAGE,
    REPLACED,
    SEATS_IN,
    SINCE,
    STAGE_SINCE,
    flown,
    outdated,
    rides,
    tariff,
)


def described(inputs: pd.DataFrame) -> pd.DataFrame:
    """Return the inputs as a reader reads them: `range` in words, `shape`, grounds."""
    said = [
        " to ".join(
            _said(x) for x in dict.fromkeys([row["low"], row["middle"], row["high"]]) if x == x
        )
        for row in inputs.to_dict("records")
    ]
    belief = [
        f"{text}" if shape == "fixed" else f"{text}, {shape}"
        for text, shape in zip(said, inputs["shape"], strict=True)
    ]
    table = pd.DataFrame(
        {
            "input": inputs["title"],
            "belief": belief,
            "basis": inputs["basis"],
            "rests_on": inputs["why"],
            "said_by": inputs["said_by"],
            "source_url": inputs["source_url"],
            "is_priced": inputs["is_priced"],
        }
    )
    return linked_to_one(table)


def split(described: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the inputs that prices and budgets make, and those that rest on something else."""
    priced = described["is_priced"]
    plain = described.drop(columns="is_priced")
    return plain[priced].reset_index(drop=True), plain[~priced].reset_index(drop=True)


def shapes(inputs: pd.DataFrame) -> pd.Series:
    """Return how many inputs there are, how many have a range, and which are one number."""
    fixed = inputs[inputs["shape"] == "fixed"]
    names = fixed["title"].str.split(" (", regex=False).str[0].str.lower()
    return pd.Series(
        {
            "inputs": len(inputs),
            "ranged": len(inputs) - len(fixed),
            "fixed": len(fixed),
            "fixed_names": "; ".join(names) or np.nan,
        },
        dtype=object,
    )


def rules(priced: pd.DataFrame) -> pd.Series:
    """Return which published figures count, and how many prices of seats are too old to."""
    old = outdated(priced)
    spans = (
        old["when"]
        .str[:4]
        .groupby(old["provider"], sort=False)
        .agg(number="size", first="min", last="max")
    )
    said = [
        f"{row.number} of {row.Index}, {' to '.join(dict.fromkeys([row.first, row.last]))}"
        for row in spans.itertuples()
    ]
    return pd.Series(
        {
            "since": SINCE,
            "outdated": len(old),
            "outdated_said": "; ".join(said),
            "replaced": REPLACED["crew_supplies"][:4],
            "stage_since": STAGE_SINCE,
            "methods": in_a_row(ON_STAGE, "or"),
        },
        dtype=object,
    )


def prices_described(priced: pd.DataFrame) -> pd.DataFrame:
    """Return the prices and spells that the model uses: as printed, and in dollars of the year."""
    timed = priced[priced["parabola_low_s"].notna()]
    parts = [rides(priced), *(tariff(priced, item) for item in PRICED), flown(priced), timed]
    used = pd.concat(parts).drop_duplicates("price_id")
    takes = {"price": pd.concat(parts[:-1])["price_id"], "seconds": timed["price_id"]}
    low, high = (used["amount"].fillna(used[end]) for end in ("amount_low", "amount_high"))
    words = used["said_as"].where(~used["said_as"].isin(["exact", "range"]), "")
    printed = [
        f"{word} {' to '.join(f'{x:,.0f}' for x in dict.fromkeys(ends) if x == x)} {unit}".strip()
        if pd.notna(ends[0])
        else "–"
        for *ends, unit, word in zip(low, high, used["currency"], words, strict=True)
    ]
    return used.assign(
        item=[_with_unit(*cells) for cells in zip(used["item"], used["per"], strict=True)],
        as_printed=printed,
        a_unit_usd=[
            " to ".join(_said(x) for x in dict.fromkeys(ends) if x == x) or "–"
            for ends in zip(used["low_usd"], used["high_usd"], strict=True)
        ],
        seconds=[
            " to ".join(f"{x:.0f}" for x in dict.fromkeys(ends) if x == x) or "–"
            for ends in zip(used["parabola_low_s"], used["parabola_high_s"], strict=True)
        ],
        the_model_takes=[
            " and ".join(what for what, of in takes.items() if price in set(of))
            for price in used["price_id"]
        ],
    )[["price_id", "item", "provider", "when", "as_printed", "a_unit_usd", "seconds",
       "the_model_takes", "said_by", "source", "source_url"]]  # fmt: skip


def _with_unit(item: str, unit: str) -> str:
    """Return an item with the unit that its price is for, where its name does not say it.

    >>> _with_unit("cargo_up", "kg"), _with_unit("parabolic_seat", "seat")
    ('cargo up, per kg', 'parabolic seat')
    """
    name = item.replace("_", " ")
    return name if unit in name or item in SEATS_IN else f"{name}, per {unit}"


def _said(number: float) -> str:
    """Return a number to three figures, as a reader says it.

    >>> _said(23_696_000), _said(8298.8), _said(0.82)
    ('23.7 mln', '8,300', '0.82')
    """
    if number >= 1e6:
        return f"{float(f'{number / 1e6:.3g}'):g} mln"
    return f"{float(f'{number:.3g}'):,.10g}"
