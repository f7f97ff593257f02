"""What a film took, from what was published about it: days, hours, minutes, people.

Every function takes the table of claims (`datasets.claims()`) and answers with a table in which
each figure still names who said it. A range stays a range: low and high.
"""

from typing import Any

import numpy as np
import pandas as pd

from analysis.claims import only, published, told_of, why_they_waited
from analysis.constants import DAYS_PER_MONTH, H_PER_DAY, MIN_PER_H
from analysis.flights import each_days, visitors
from analysis.journeys import EVENTS, catalogued, crafts
from analysis.phrases import in_a_row, uncapitalized

# What a report on the making of a film uses or can be checked against, as it is told.
MEASURES = (
    *EVENTS, "launch_to_docking", "crew_up", "crew_down",
    "stay", "footage", "minutes_on_screen", "roles", "people_on_set", "cameo_cosmonauts",
    "share_shot_in_module", "shooting_place", "training", "selection_date", "training_course",
    "release_date", "film_budget", "extra_budget_requested", "project_cost",
)  # fmt: skip
MONTH = f"A month counts as {DAYS_PER_MONTH:.2f} days."
# Who is counted by the measures that count people.
COUNTED = {"people_on_set": "all who took part", "cameo_cosmonauts": "cosmonauts on screen"}


def hours(published: pd.DataFrame) -> pd.DataFrame:
    """Return published durations with `low_h`, `high_h`, whatever unit they were said in."""
    factor = published["unit"].map({"h": 1, "min": 1 / MIN_PER_H, "days": H_PER_DAY})
    return published.assign(low_h=published["low"] * factor, high_h=published["high"] * factor)


def shooting_ratios(footage: pd.DataFrame, used: pd.DataFrame) -> pd.DataFrame:
    """Return minutes shot per minute used, for every pair of published figures.

    Footage given as "more than 30 h" counts as 30, so that its ratio is a floor; who said so is
    told apart. The longer the part used, the lower the ratio.
    """
    known = hours(footage).assign(footage_h=lambda t: t["low_h"].fillna(t["high_h"]))
    shot = known.groupby("footage_h", as_index=False).agg(
        footage_said_by=("said_by", lambda names: _givers(known.loc[names.index], "{}: {}")),
        footage_confidence=("confidence", "first"),
    )
    pairs = shot.merge(
        used.rename(columns={"said_by": "used_said_by", "as_said": "used"}), how="cross"
    )
    minutes = pairs["footage_h"] * MIN_PER_H
    return pairs.assign(
        used_low_min=pairs["low"].fillna(pairs["high"]),
        used_high_min=pairs["high"].fillna(pairs["low"]),
        ratio_low=lambda t: minutes / t["used_high_min"],
        ratio_high=lambda t: minutes / t["used_low_min"],
    )[
        ["footage_h", "footage_said_by", "footage_confidence", "used", "used_said_by", "as_of",
         "stage", "used_low_min", "used_high_min", "ratio_low", "ratio_high"]
    ].sort_values(["footage_h", "ratio_low"], kind="stable", ignore_index=True)  # fmt: skip


def yields(
    footage: pd.DataFrame, stays: pd.DataFrame, involved: pd.DataFrame, claims: pd.DataFrame,
    film: str,
) -> pd.DataFrame:  # fmt: skip
    """Return what a day on the station yielded, in all, per visitor and per person on set."""
    docked_days = stays.loc[stays["span"].str.startswith("On the station"), "stay_days"].sum()
    crew = visitors(involved)
    on_set = people_on_set(claims, film)["people"]
    known = footage if docked_days and crew else footage.head(0)
    footage_h = known["low_h"].fillna(known["high_h"])
    return known.assign(
        per_day_h=footage_h / docked_days,
        per_day_and_visitor_h=footage_h / docked_days / crew,
        per_day_and_person_on_set_h=footage_h / docked_days / on_set,
        share_of_stay_percent=100 * footage_h / (docked_days * H_PER_DAY),
    )


def people_on_set(claims: pd.DataFrame, film: str) -> pd.Series:
    """Return how many people were on the set, and who counted them: the most that is published."""
    counts = published(claims, film, "people_on_set").sort_values("low", ascending=False)
    first = counts.head(1)
    return pd.Series(
        {"people": only(first["low"]), "counted_by": only(first["said_by"])}, dtype=object
    )


def key_figures(
    stays: pd.DataFrame, footage: pd.DataFrame, used: pd.DataFrame, involved: pd.DataFrame,
    costs: pd.DataFrame, currency: str,
) -> pd.Series:  # fmt: skip
    """Return the figures that a summary states, by name; NaN where nothing is published.

    Footage, minutes and ratio leave out figures of low confidence. `waited_per_visited` is the
    days that each of the others stayed longer for each day that a visitor flew. `left_out` names
    the footage of low confidence. Money is in
    millions of `currency`, at the rate of the launch day; `at_rate` says so where one was needed.
    """
    docked = stays[stays["span"].str.startswith("On the station")]
    flown = stays[stays["span"].str.startswith("In flight")]
    trusted = footage[footage["confidence"] != "low"]
    ratios = shooting_ratios(trusted, used[used["confidence"] != "low"])
    reported = used[(used["stage"] == "report") & (used["confidence"] != "low")]
    waited = involved[involved["role"] == "stayed longer"]
    is_visitor = involved["role"] == "visitor"
    visited, others = involved[is_visitor], involved[~is_visitor]
    footage_h = trusted["low_h"].fillna(trusted["high_h"]).median()
    longest, shortest, stage = _ends(used)
    millions = costs[f"at_launch_rate_mln_{currency.lower()}"]
    budgets, rides = (millions[costs["basis"] == basis] for basis in ("published", "derived"))
    highest = costs.loc[rides.sort_values().index[-1:]]
    is_converted = (costs.loc[budgets.index, "unit"] != currency).any()
    return pd.Series(
        {
            "docked": only(docked["stay"]),
            "docked_days": only(docked["stay_days"]),
            "flown": only(flown["stay"]),
            "flown_days": only(flown["stay_days"]),
            "rounded": _rounded(only(docked["stay_days"]), only(flown["stay_days"])),
            "crew": _people(visited),
            "up": only(visited["up"]),
            "up_with": _people(others[others["up"].isin(visited["up"])]),
            "down": only(visited["down"]),
            "down_with": _people(others[others["down"].isin(visited["down"])]),
            "footage_h": footage_h,
            "footage_said_by": _givers(trusted) or np.nan,
            "left_out": _left_out(footage),
            "footage_per_day_h": footage_h / only(docked["stay_days"]),
            "share_of_stay_percent": 100 * footage_h / only(docked["stay_h"]),
            "used_low_min": used["low"].min(),
            "used_low_said_by": shortest,
            "used_low_stage": stage,
            "used_report_low_min": reported["low"].min(),
            "used_high_min": used["high"].max(),
            "used_high_said_by": longest,
            "ratio_low": ratios["ratio_low"].min(),
            "ratio_high": ratios["ratio_high"].max(),
            "ratio_report_high": ratios.loc[ratios["stage"] == "report", "ratio_high"].max(),
            "waiting": only(waited["who"].str.replace(", ", " and ")),
            "waiting_count": int(waited["people"].sum()) or np.nan,
            "waited_days": only(waited["longer_days"]),
            "waited_per_visited": each_days(waited, "longer_days")
            / each_days(visited, "stay_days"),
            "visitors": visitors(involved) or np.nan,
            "budget_low_mln": budgets.min(),
            "budget_high_mln": budgets.max(),
            "ride_low_mln": rides.min(),
            "ride_high_mln": rides.max(),
            "ride_high_bound": " ".join([*_bounds(highest), ""]).lstrip(),
            "ride_per_budget": rides.min() / budgets.max(),
            "hold": "are too small to include"
            if budgets.max() < rides.min()
            else "are large enough to include",
            "at_rate": " at the rate of the launch day" if is_converted else "",
            "currency": currency,
        },
        dtype=object,
    )


def preparation(claims: pd.DataFrame, events: pd.DataFrame, film: str) -> pd.DataFrame:
    """Return the time from selection to launch beside the training times published."""
    told = published(claims, film, "training")
    days = {"months": DAYS_PER_MONTH, "days": 1, "h": 1 / H_PER_DAY}
    told = told.assign(
        low_days=told["low"] * told["unit"].map(days),
        high_days=told["high"] * told["unit"].map(days),
    )
    chosen = published(claims, film, "selection_date").head(1)
    launch = events.loc[events["event"] == "Launch", "time"]
    if chosen.empty or launch.empty:
        return told
    span = (launch.iloc[0].tz_localize(None) - pd.to_datetime(chosen["text"])).dt.days
    derived = chosen.assign(
        measure="selection to launch, reckoned",
        as_said=f"{span.iloc[0]} days",
        low_days=span,
        high_days=span,
    )
    return pd.concat([told, derived], ignore_index=True)


def why_they_stayed(claims: pd.DataFrame, film: str, involved: pd.DataFrame) -> pd.Series:
    """Return what was published on why people stayed longer, as a sentence; NaN if nobody did."""
    waited = ", ".join(involved.loc[involved["role"] == "stayed longer", "who"])
    told = told_of(published(claims, film, "stay"), waited)
    return pd.Series({"why": why_they_waited(told) if waited else None}, dtype=object)


def who_did_what(claims: pd.DataFrame, film: str) -> pd.DataFrame:
    """Return who did what on the set, and, of those without a name, what they were counted as."""
    table = published(claims, film, "roles", *COUNTED).rename(columns={"as_said": "what"})
    return table.assign(subject=table["measure"].map(COUNTED).fillna(table["subject"]))


def release_date(claims: pd.DataFrame, film: str) -> str | None:
    """Return the day on which the film opened, as first published."""
    told = published(claims, film, "release_date")
    return None if told.empty else told["text"].iloc[0]


def told(claims: pd.DataFrame, flights: pd.DataFrame, film: str) -> pd.DataFrame:
    """Return every figure that a report on the making of the film uses, its measure in words."""
    up, down = crafts(claims, film)
    listed = catalogued(flights, {"launch_time": up, "landing_time": down})
    table = pd.concat([published(claims, film, *MEASURES), listed], ignore_index=True)
    places = table["measure"].map({measure: place for place, measure in enumerate(MEASURES)})
    table = table.iloc[places.argsort(kind="stable")].reset_index(drop=True)
    return table.assign(
        measure=table["measure"].str.replace("_", " "),
        subject=table["measure"].map(COUNTED).fillna(table["subject"]),
    )


def shoot_date(events: pd.DataFrame) -> str | None:
    """Return the day of the launch, on which sums spent on the shoot are converted."""
    launch = events.loc[events["event"] == "Launch", "time"]
    return None if launch.empty else f"{launch.iloc[0]:%Y-%m-%d}"


def _people(stays: pd.DataFrame) -> str | float:
    """Return the names of those who stayed, NaN of nobody; a row may name several."""
    return in_a_row(", ".join(stays["who"]).split(", ")) or np.nan


def _left_out(footage: pd.DataFrame) -> str:
    """Return the sentence on what is published of low confidence, and why; else nothing."""
    doubtful = footage[footage["confidence"] == "low"]
    why = [
        f" ({uncapitalized(note).rstrip('.')})" if isinstance(note, str) else ", of low confidence"
        for note in doubtful["note"]
    ]
    said = doubtful["said_by"] + "'s " + doubtful["as_said"] + why
    return f" Left out: {in_a_row(said)}." if why else ""


def _ends(used: pd.DataFrame) -> tuple[str | float, str | float, str | float]:
    """Return who published the longest and who the shortest time used, and that one's stage."""
    if used.empty:
        return np.nan, np.nan, np.nan
    shortest = used.loc[used["low"].idxmin()]
    return used.loc[used["high"].idxmax(), "said_by"], shortest["said_by"], shortest["stage"]


def _bounds(table: pd.DataFrame) -> list[str]:
    """Return of what each sum is only a bound: it has no `high`, or no `low`."""
    return [
        "more than" if pd.isna(row.high) else "less than" if pd.isna(row.low) else ""
        for row in table.itertuples()
    ]


def _marked(table: pd.DataFrame) -> pd.Series:
    """Return who said each sum, marked where it is only a bound."""
    bounds = [f" ({bound})" if bound else "" for bound in _bounds(table)]
    return table["said_by"] + pd.Series(bounds, index=table.index, dtype=object)


def _givers(table: pd.DataFrame, told: str = "{} says {}") -> str:
    """Return who gave a sum, then who gave only a bound of it, and which."""
    is_bound = table[["low", "high"]].isna().any(axis=1)
    if is_bound.all():
        return in_a_row(dict.fromkeys(_marked(table)))
    bounds = [told.format(row.said_by, row.as_said) for row in table[is_bound].itertuples()]
    return "; ".join([in_a_row(dict.fromkeys(table.loc[~is_bound, "said_by"])), *bounds])


def _rounded(docked_days: Any, flown_days: Any) -> str | float:
    """Return both stays to the whole day.

    >>> _rounded(11.54, 11.82), _rounded(11.4, 11.82)
    ('12 days either way', '11 and 12 days')
    """
    if pd.isna(docked_days) or pd.isna(flown_days):
        return np.nan
    low, high = f"{docked_days:.0f}", f"{flown_days:.0f}"
    return f"{low} days either way" if low == high else f"{low} and {high} days"


def footage(claims: pd.DataFrame, film: str, days: int) -> pd.Series:
    """Return the least and the most footage said of a film, in hours and in hours a day."""
    said = published(claims, film, "footage")
    low_h, high_h = said["low"].min(), said["high"].max()
    given = said.dropna(subset=["low", "high"])  # a bound is nobody's figure
    found = {
        "footage_low_h": low_h,
        "footage_low_said_by": _sayers(given[given["low"] == low_h]),
        "footage_high_h": high_h,
        "footage_high_said_by": _sayers(given[given["high"] == high_h]),
        "published_days": days,
    }
    return pd.Series(
        found | {"pace_low_h": low_h / days, "pace_high_h": high_h / days}, dtype=object
    )


def _sayers(said: pd.DataFrame) -> str:
    """Return who says a figure, with what is noted of one that is of low confidence."""
    names = in_a_row(said["said_by"].drop_duplicates())
    doubts = said.loc[said["confidence"] == "low", "note"].dropna()
    return "; ".join([names, *doubts.map(uncapitalized).str.rstrip(".")])
