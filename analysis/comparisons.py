"""A launcher's failure rate beside its own before and all others', and what that allows to say."""

import numpy as np
import pandas as pd

from analysis import contrasts, findings, launches, phrases, rates, states
from analysis.launches import DEFINITIONS, WRONG

MOST_WINDOWS = 15
CLEAR = "An interval that holds 1 is compatible with no difference."
CLASS_BY_CLASS = "Class by class, a difference from all others is clear on"
ONE_CLASS = "Where a class of flights is taken alone, however, a difference is clear: on"


def by_definition(flown: pd.DataFrame, launcher: str, since: int, until: int) -> pd.DataFrame:
    """Return the launcher's rate over its own before and over that of all others, by definition.

    "Before" is the span of equal length that ends where this one begins; "at equal experience"
    compares launches by the n-th flight of their vehicle, in the classes of `launches.EXPERIENCE`.
    """
    span, before = _counted(flown, launcher, since, until)
    length = until - since + 1
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


def on_ratios(
    compared: pd.DataFrame, flown: pd.DataFrame, launcher: str, since: int, until: int
) -> str | None:
    """Return what the definitions and the dashes in the table `by_definition` stand for."""
    alike = compared["against"].str.endswith("equal experience")
    others_had_none = compared["other_side_wrong"].eq(0) & compared["other_side_attempts"].gt(0)
    return phrases.notes(
        launches.marked(pd.concat(_counted(flown, launcher, since, until))),
        "The last column is the chance, given the counts alone, that the underlying rate is the "
        "higher one; a dash at equal experience, where there is no simple one.",
        "Where the other side had no failure there is neither a ratio nor an upper end."
        if others_had_none[~alike].any()
        else None,
        "At equal experience there is no ratio where one side had no failure in the classes that "
        "both flew."
        if compared.loc[alike, "ratio"].isna().any()
        else None,
    )


def by_class(table: pd.DataFrame, start: str = CLASS_BY_CLASS) -> str:
    """Return at which flights of a vehicle the launcher differs clearly, nothing where at none.

    `table` is that of `launches.by_experience`.
    """
    named = []
    for row in table.itertuples():
        counts = (row.wrong, row.attempts, row.others_wrong, row.others_attempts)
        if findings.lies(rates.ratio(*counts), ("above", "below", "")):
            flights = f"flights {row.flight}" if "after" in row.flight else f"{row.flight} flights"
            named.append("{} ({} of {} against {} of {})".format(flights, *counts))
    if not named:
        return ""
    return f" {start} {phrases.in_a_row(named)}."


def by_window(flown: pd.DataFrame, launcher: str, until: int) -> pd.DataFrame:
    """Return the rate over that of all others for spans of 1 to 15 years that end with `until`."""
    first = max(int(flown["year"].min()), until - MOST_WINDOWS + 1)
    rows = []
    for since in range(until, first - 1, -1):
        compared = _to_others(launches.within(flown, since, until), launcher)
        rows.append({"since_year": since, "years": until - since + 1} | compared)
    table = pd.DataFrame(rows).rename(columns=_others)
    return table[table["attempts"] > 0].reset_index(drop=True)


def by_end(flown: pd.DataFrame, launcher: str, since: int, until: int) -> pd.Series:
    """Return the rate over that of all others for as many years up to the log's last.

    The ratio is NaN where the years counted end there.
    """
    last = int(flown["year"].max())
    first = last - (until - since)
    compared = _to_others(launches.within(flown, first, last), launcher)
    found = {_others(name): value for name, value in compared.items()}
    found |= {"ratio": np.nan} if until == last else {}
    return pd.Series({"first": first, "last": last} | found, dtype=object)


def in_counts(compared: pd.DataFrame) -> str:
    """Return the comparisons in counts, for where no ratio can be stated."""
    before, others = compared.iloc[0], compared.iloc[1]
    verdict = contrasts.verdict(before, others)
    if pd.isna(verdict):
        return "There are no launches to compare, in these years or in as many before them."
    years = before["against"].removeprefix("itself, ")
    said = [
        _times(before, f"from {years}", f"From {years}"),
        _times(others, "for all others in the same years", "By all others in the same years"),
    ]
    known = "" if compared["ratio"].iloc[:2].isna().all() else CLEAR
    return " ".join(filter(None, [f"**{verdict}**", *said, known]))


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
        "but": contrasts.exception(to_others, by_class(by_flight, ONE_CLASS)),
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
        "small_classes": ", and so can use the classes in which the others flew few, too"
        if measured["attempts"].sum() < len(its)
        else "",
        "clear_from_percent": 50 * (1 + rates.LEVEL),
        "clear_to_percent": 50 * (1 - rates.LEVEL),
        "last_wrong": None if pd.isna(last_wrong) else phrases.day(last_wrong),
        "log_until": phrases.day(last_day),
    }
    return pd.Series(key, dtype=object)


def _counted(
    flown: pd.DataFrame, launcher: str, since: int, until: int
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return everyone's launches in the span, and the launcher's in as many years before it."""
    before = launches.within(flown, since - (until - since + 1), since - 1)
    return launches.within(flown, since, until), launches.of(before, launcher)


def _others(name: str) -> str:
    return name.replace("other_side_", "others_")


def _times(row: pd.Series, than: str, there: str) -> str:
    """Return a ratio with its interval in a sentence, or that there is none."""
    if pd.isna(row["ratio"]):
        count = row["other_side_attempts"]
        tried = (
            "the one launch succeeded" if count == 1 else f"none of {count:,} launches went wrong"
        )
        return f"{there} {tried}, so that no ratio can be stated."
    return (
        f"Things went wrong {row['ratio']:.2f} times as often as {than} (interval "
        f"{row['low']:.2f} to {row['high']:.2f})."
    )


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
