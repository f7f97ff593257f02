"""A launcher's failure rate beside its own before and all others', and what that allows to say."""

import numpy as np
import pandas as pd

from analysis import contrasts, findings, launches, phrases, rates, states
from analysis.launches import DEFINITIONS, WRONG

MOST_WINDOWS = 15


def by_definition(flown: pd.DataFrame, launcher: str, since: int, until: int) -> pd.DataFrame:
    """Return the launcher's rate over its own before and over that of all others, by definition.

    "Before" is the span of equal length that ends where this one begins; "at equal experience"
    compares launches by the n-th flight of their vehicle, in the classes of `launches.EXPERIENCE`.
    """
    span, length = launches.within(flown, since, until), until - since + 1
    before = launches.of(launches.within(flown, since - length, since - 1), launcher)
    against = {
        f"itself, {since - length} to {since - 1}": before,
        f"all others, {since} to {until}": span[span["launcher"] != launcher],
    }
    rows = []
    for definition, column in DEFINITIONS.items():
        for name, rest in against.items():
            compared = _compared(launches.of(span, launcher)[column], rest[column])
            rows.append({"definition": definition, "against": name} | compared)
        alike = "the same, at equal experience"
        compared |= {"chance_higher_percent": np.nan} | _at_equal_experience(span, launcher, column)
        rows.append({"definition": definition, "against": alike} | compared)
    return pd.DataFrame(rows)


def by_window(flown: pd.DataFrame, launcher: str, until: int) -> pd.DataFrame:
    """Return the rate over that of all others for spans of 1 to 15 years that end with `until`."""
    first = max(int(flown["year"].min()), until - MOST_WINDOWS + 1)
    rows = []
    for since in range(until, first - 1, -1):
        compared = _to_others(launches.within(flown, since, until), launcher)
        rows.append({"since_year": since, "years": until - since + 1} | compared)
    table = pd.DataFrame(rows).rename(columns=lambda name: name.replace("other_side_", "others_"))
    return table[table["attempts"] > 0].reset_index(drop=True)


def by_end(flown: pd.DataFrame, launcher: str, since: int, until: int) -> pd.Series:
    """Return the rate over that of all others for as many years up to the log's last.

    NaN where the years counted end there.
    """
    last = int(flown["year"].max())
    first = last - (until - since)
    compared = _to_others(launches.within(flown, first, last), launcher)
    found = {name: np.nan if until == last else compared[name] for name in ("ratio", "low", "high")}
    return pd.Series({"first": first, "last": last} | found, dtype=object)


def in_counts(compared: pd.DataFrame) -> str:
    """Return the comparisons in counts, for where no ratio can be stated."""
    before, others = compared.iloc[0], compared.iloc[1]
    verdict = contrasts.verdict(before, others)
    if pd.isna(verdict):
        return "There are no launches to compare, in these years or in as many before them."
    return (
        f"**{verdict}** {before['wrong']} of {before['attempts']:,} launches went wrong; from "
        f"{before['against'].removeprefix('itself, ')} it was {before['other_side_wrong']} of "
        f"{before['other_side_attempts']:,}, and among all others in its own years "
        f"{others['other_side_wrong']} of {others['other_side_attempts']:,}."
    )


def key_figures(flown: pd.DataFrame, launcher: str, since: int, until: int) -> pd.Series:
    """Return the numbers that the report says in words, NaN where there were no launches."""
    span = launches.within(flown, since, until)
    its = launches.of(span, launcher)
    total = launches.tally(its.assign(all=0), "all")
    key: dict[str, object] = dict.fromkeys(total.columns, np.nan)
    key |= {} if total.empty else total.iloc[0].to_dict()
    compared = by_definition(flown, launcher, since, until)
    for place, name in enumerate(("before", "others", "alike")):
        rows = compared.iloc[place::3].set_index("definition")
        key |= {f"{name}_{measure}": rows.loc[WRONG, measure] for measure in rows.columns}
        outright = rows.loc["failed outright", ["ratio", "low", "high"]]
        key |= outright.add_prefix(f"{name}_outright_").to_dict()
    clean = its["is_wrong"].to_numpy()[::-1]
    last_wrong = its.loc[its["is_wrong"], "launch_time"].max()
    last_day = flown["launch_time"].max()
    by_flight = launches.by_experience(span, launcher)
    measured = by_flight.dropna(subset=["expected"])
    years = launches.by_year(flown, launcher, since, until)
    to_others = compared[~compared["against"].str.startswith("itself")]
    at_equal = compared[compared["against"].str.endswith("at equal experience")]
    key |= {
        "verdict": contrasts.verdict(compared.iloc[0], compared.iloc[1]),
        "launcher": states.in_a_sentence(launcher),
        "asked": contrasts.asked(launcher),
        "alike_answer": contrasts.at_equal_experience(compared.iloc[2]),
        "alike_otherwise": contrasts.across_definitions(at_equal),
        "since": since,
        "until": until,
        "before_years": compared.loc[0, "against"].removeprefix("itself, "),
        "one_in": key["attempts"] / key["wrong"] if key["wrong"] else np.nan,  # type: ignore[operator]
        "what_matters": contrasts.what_matters(key, to_others),
        "why": contrasts.why(key, to_others, str(findings.newness(by_flight)["answer"])),
        "meant": states.meant(launcher),
        "tried": "launch" if len(its) == 1 else "launches",
        "botched": "launch" if its["is_wrong"].sum() == 1 else "launches",
        "enough": launches.ENOUGH,
        "measured_attempts": measured["attempts"].sum(),
        "measured_wrong": measured["wrong"].sum(),
        "expected": measured["expected"].sum(min_count=1),
        "what_a_year_says": contrasts.what_a_year_says(years, launches.each_launcher(span)),
        "how": contrasts.how(key["failed"], key["failed_in_part"]),
        "after_it": contrasts.after_it(int(clean.argmax())) if clean.any() else np.nan,
        "measured_said": contrasts.of_its(int(measured["attempts"].sum()), len(its)),
        "small_classes": ", and so can use the small classes, too"
        if measured["attempts"].sum() < len(its)
        else "",
        "clear_from_percent": 50 * (1 + rates.LEVEL),
        "clear_to_percent": 50 * (1 - rates.LEVEL),
        "last_wrong": None if pd.isna(last_wrong) else phrases.day(last_wrong),
        "log_until": phrases.day(last_day),
    }
    return pd.Series(key, dtype=object)


def _compared(mine: pd.Series, theirs: pd.Series) -> dict[str, float]:
    """Return both counts and their ratio; `high` is missing where there is no upper end."""
    counts = (int(mine.sum()), len(mine), int(theirs.sum()), len(theirs))
    names = ("wrong", "attempts", "other_side_wrong", "other_side_attempts")
    found = rates.ratio(*counts)
    chance = found.pop("chance_higher")
    found["high"] = np.nan if np.isinf(found["high"]) else found["high"]
    return dict(zip(names, counts, strict=True)) | found | {"chance_higher_percent": 100 * chance}


def _to_others(span: pd.DataFrame, launcher: str) -> dict[str, float]:
    is_its = span["launcher"] == launcher
    return _compared(span.loc[is_its, "is_wrong"], span.loc[~is_its, "is_wrong"])


def _at_equal_experience(span: pd.DataFrame, launcher: str, column: str) -> dict[str, float]:
    classes, is_its = launches.experience(span), span["launcher"] == launcher
    strata: dict[str, pd.Series] = {}
    for whose, mask in (("", is_its), ("other_", ~is_its)):
        groups = span.loc[mask, column].groupby(classes, observed=False)
        strata |= {f"{whose}events": groups.sum(), f"{whose}trials": groups.size()}
    return rates.stratified_ratio(pd.DataFrame(strata))
