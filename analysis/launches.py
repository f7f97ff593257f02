"""How often launches fail: whose, when, in which family, at which flight of a vehicle, with whom.

A launch "went wrong" when it failed or failed in part: GCAT's score of it is below 100 %. The
other definitions in use are in `DEFINITIONS`; rates and intervals are those of `rates`.
"""

from collections.abc import Hashable

import numpy as np
import pandas as pd

from analysis import rates, states
from analysis.phrases import counted, day, in_a_row, notes

WRONG = "failed or failed in part"
DEFINITIONS = {
    WRONG: "is_wrong",
    "marked a failure": "is_below_line",
    "failed outright": "is_failed",
}
EXPERIENCE = {1: "1st", 2: "2nd", 5: "3rd to 5th", 10: "6th to 10th", 30: "11th to 30th",
              100: "31st to 100th", np.inf: "after the 100th"}  # fmt: skip
# As the table of places and the press spell what GCAT transliterates.
SITES = {"Baykonur": "Baikonur", "Vostochniy": "Vostochny"}
ROLLING_YEARS = 5
CONTEXT_YEARS = 30  # drawn before the span
TERMS = {
    "Chang Zheng": "Chang Zheng, CZ: Long March; the log's Chinese names are in pinyin.",
    "DF": "DF: Dongfeng, a line of missiles.",
    "Antares": "Antares: of the family Zenit, by the log.",
    "MX": "MX: a missile.",
    "Minuteman": "Minuteman: a missile.",
    "R-36": "R-36: a missile.",
    "UR-100N": "UR-100N: a missile.",
}
LINE_PERCENT = 75  # GCAT's own between success and failure
MOST_VEHICLES = 3  # named of a family, and as many more that went wrong
ENOUGH = 30  # launches of the others in a class, below which their rate there is no measure


def log(launches: pd.DataFrame) -> pd.DataFrame:
    """Return the launch log in order, each launch with what the questions here need.

    `launcher` is the state in words, `flight` the number of the launch among those of its
    vehicle, whoever launched it, `score_percent` GCAT's: of the task, how much was done.
    """
    ordered = launches.sort_values(["launch_time", "tag"], ignore_index=True)
    score = pd.to_numeric(ordered["launch_code"].str[2:]).fillna(
        ordered["outcome"].map({"success": 100, "failure": 0})
    )
    return ordered.assign(
        launcher=states.named(ordered["state"]),
        year=ordered["launch_time"].dt.year,
        flight=ordered.groupby("vehicle").cumcount() + 1,
        score_percent=score.astype(int),
        is_wrong=ordered["outcome"] != "success",
        is_failed=ordered["outcome"] == "failure",
        is_below_line=ordered["launch_code"].str[1] == "F",
    )


def within(flown: pd.DataFrame, since: int, until: int) -> pd.DataFrame:
    """Return the launches from the first day of `since` to the last of `until`."""
    if since > until:
        raise ValueError(f"The years run from {since} to {until}: since must not be after until.")
    return flown[flown["year"].between(since, until)]


def of(flown: pd.DataFrame, launcher: str) -> pd.DataFrame:
    """Return the launches of one launcher."""
    return flown[flown["launcher"] == launcher]


def tally(flown: pd.DataFrame, by: Hashable) -> pd.DataFrame:
    """Return attempts, failures and the rate with its interval for each value of `by`."""
    groups = flown.groupby(by, observed=False, sort=False)
    counts = groups.agg(
        attempts=("tag", "size"), failed=("is_failed", "sum"), wrong=("is_wrong", "sum")
    )
    counts.insert(2, "failed_in_part", counts["wrong"] - counts["failed"])
    return counts.reset_index().pipe(with_rates)


def with_rates(counts: pd.DataFrame) -> pd.DataFrame:
    """Return the counts with `rate_percent` and its interval; NaN without attempts."""
    ends = [
        rates.interval(wrong, attempts)
        for wrong, attempts in zip(counts["wrong"], counts["attempts"], strict=True)
    ]
    return counts.assign(
        rate_percent=100 * counts["wrong"] / counts["attempts"].where(counts["attempts"] > 0),
        low_percent=[100 * low for low, _ in ends],
        high_percent=[100 * high for _, high in ends],
    )


def by_year(flown: pd.DataFrame, launcher: str, since: int, until: int) -> pd.DataFrame:
    """Return the tally of each year, also of those without a launch; none at all without any."""
    its = of(within(flown, since, until), launcher)
    years = pd.Categorical(its["year"], range(since, until + 1))
    table = tally(its.assign(year=years), "year").sort_values("year", ignore_index=True)
    return table.astype({"year": int}) if len(its) else table.head(0)


def unfinished(flown: pd.DataFrame, until: int) -> str | None:
    """Return that the log ends within the last year counted, None where it does not."""
    last = flown["launch_time"].max()
    if until < last.year or (last.month, last.day) == (12, 31):
        return None
    return f"{last.year}: until {last.day} {last:%B}, where the copy of the log ends."


def dashes(table: pd.DataFrame) -> str | None:
    """Return what a dash for a rate stands for, None where the table has all rates."""
    rates_there = table.filter(like="rate_percent")
    return "A dash: no launch." if rates_there.isna().any(axis=None) else None


def marked(counted: pd.DataFrame) -> str:
    """Return what GCAT marks a failure, and which of the launches counted it does not."""
    unmarked = counted[(counted["score_percent"] < LINE_PERCENT) & ~counted["is_below_line"]]
    named = in_a_row(
        f"{row.vehicle} of {day(row.launch_time)} ({row.score_percent} %)"
        for row in unmarked.itertuples()
    )
    return (
        "Marked a failure: with the letter F in the log's code, as is every launch with a score "
        f"below {LINE_PERCENT} %{f' but {named}' if named else ''}."
    )


def rolling(
    flown: pd.DataFrame, launcher: str, since: int, years: int = ROLLING_YEARS
) -> pd.DataFrame:
    """Return the rate over the `years` up to each year, of the launcher and of all others.

    It begins 30 years before `since` where the log does.
    """
    is_its = flown["launcher"] == launcher
    ends = range(int(flown["year"].min()), int(flown["year"].max()) + 1)
    parts = []
    for part in (flown[is_its], flown[~is_its]):
        sums = part.groupby("year").agg(attempts=("tag", "size"), wrong=("is_wrong", "sum"))
        sums = sums.reindex(ends, fill_value=0).rolling(years, min_periods=1).sum().astype(int)
        parts.append(with_rates(sums))
    table = parts[0].join(parts[1].add_prefix("others_")).rename_axis("until_year").reset_index()
    return table[table["until_year"] >= since - CONTEXT_YEARS]


def left_out(rolled: pd.DataFrame, flown: pd.DataFrame, since: int) -> str | None:
    """Return that five-year rates begin later than the log, None where they do not."""
    if rolled["until_year"].min() <= flown["year"].min():
        return None
    return (
        f"Left out: spans that end more than {CONTEXT_YEARS} years before {since}, the first year "
        f"counted; the log begins with {flown['year'].min()}."
    )


def apart(rolled: pd.DataFrame, until: int, years: int = ROLLING_YEARS) -> pd.DataFrame:
    """Return the rolling rates that share no launch: up to `until`, `years` before it, and on."""
    return rolled[(until - rolled["until_year"]) % years == 0]


def each_launcher(span: pd.DataFrame) -> pd.DataFrame:
    """Return the tally of every launcher, those who launched most first."""
    return tally(span, "launcher").sort_values(["attempts", "wrong"], ascending=False)


def by_family(span: pd.DataFrame, launcher: str) -> pd.DataFrame:
    """Return the tally of each family of the launcher's vehicles.

    `vehicles` are its commonest, and those that went wrong.
    """
    its = of(span, launcher)
    table = tally(its, "family")
    named = {family: _vehicles(rows) for family, rows in its.groupby("family")}
    table.insert(1, "vehicles", table["family"].map(named))
    return table.sort_values(["attempts", "family"], ascending=[False, True], ignore_index=True)


def named(families: pd.DataFrame) -> str | None:
    """Return how vehicles are named, and what some of the log's names stand for where they occur.

    None without families.
    """
    if families.empty:
        return None
    names = " ".join([*families["family"], *families["vehicles"]])
    cut = (
        f"Vehicles: the {MOST_VEHICLES} commonest, and of those that failed or failed in part up "
        f"to {MOST_VEHICLES} more; … where there are others."
    )
    return notes(
        "Family: the log's own code, which need not be the name of a vehicle.",
        cut if "…" in names else None,
        *(words for term, words in TERMS.items() if term in names),
    )


def starship_flights(span: pd.DataFrame) -> str:
    """Return in a sentence how many of the launches are Starship's; nothing where none is."""
    flights = span[span["family"] == "Starship"]
    count = len(flights)
    if not count:
        return ""
    won = int((flights["outcome"] == "success").sum())
    by = in_a_row(states.in_a_sentence(name) for name in flights["launcher"].unique())
    made, none = f"are {count} test flights", "none"
    if count == 1:
        made, none = "is one test flight", "it never"
    return (
        f"Among everyone's launches of these years {made} of Starship by {by}; by the log's "
        f"designations {none} reached orbit. The log scores them by what they were meant to do: "
        f"{counted(won)} succeeded, {counted(count - won)} failed. "
    )


def experience(span: pd.DataFrame) -> pd.Series:
    """Return for each launch the class of its vehicle's n-th flight."""
    return pd.cut(span["flight"], [0, *EXPERIENCE], labels=list(EXPERIENCE.values()))


def on_expected(table: pd.DataFrame) -> str:
    """Return what the column `expected` and the dashes in the table by experience stand for."""
    few = f"; a dash where the others flew fewer than {ENOUGH}"
    is_empty = table[["attempts", "others_attempts"]].eq(0).any(axis=None)
    return (
        "Expected: how many would have gone wrong at the others' rate"
        + (few if table["expected"].isna().any() else "")
        + (". Rates: a dash where there was no launch." if is_empty else ".")
    )


def by_experience(span: pd.DataFrame, launcher: str) -> pd.DataFrame:
    """Return the tally by a vehicle's n-th flight, of the launcher and of all others.

    `expected` is how many of the launcher's would have gone wrong at the others' rates, NaN in a
    class that the others flew fewer than `ENOUGH` times: one failure in seven is no rate to
    multiply hundreds of launches by.
    """
    is_its = span["launcher"] == launcher
    its, others = (
        tally(span.assign(flight=experience(span))[mask], "flight").set_index("flight")
        for mask in (is_its, ~is_its)
    )
    table = its.join(others.add_prefix("others_"))
    share = table["others_rate_percent"] / 100
    table["expected"] = (table["attempts"] * share).where(table["others_attempts"] >= ENOUGH)
    table = table.reindex(list(EXPERIENCE.values())).reset_index()
    return table if is_its.any() else table.head(0)


def went_wrong(span: pd.DataFrame, launcher: str) -> pd.DataFrame:
    """Return each launch that went wrong, with what flew; more than three payloads are counted."""
    its = of(span, launcher)
    its = its[its["is_wrong"]]
    more = its["payload_count"] - its["payloads"].fillna("").str.split("; ").str.len()
    return pd.DataFrame(
        {
            "date": its["launch_time"].dt.tz_localize(None).dt.normalize(),
            "vehicle": its["vehicle"],
            "flight": its["flight"],
            "site": its["site_name"].replace(SITES),
            "payloads": its["payloads"] + [f" and {n} more" if n > 0 else "" for n in more],
            "crewed": its["is_crewed"],
            "outcome": its["outcome"].map({"failure": "failed", "partial": "failed in part"}),
            "score_percent": its["score_percent"],
        }
    ).reset_index(drop=True)


def crewed(flown: pd.DataFrame, launcher: str, since: int, until: int) -> pd.DataFrame:
    """Return the tally of launches with people aboard: in the span and in the whole log."""
    aboard = flown[flown["is_crewed"]]
    first, last = int(flown["year"].min()), int(flown["year"].max())
    rows = []
    for begin, end in ((since, until), (first, last)):
        part = within(aboard, begin, end)
        its = part["launcher"] == launcher
        for who, launched in ((launcher, part[its]), ("All others", part[~its])):
            failed, wrong = int(launched["is_failed"].sum()), int(launched["is_wrong"].sum())
            rows.append(
                {"launched_by": who, "span": f"{begin} to {end}", "attempts": len(launched),
                 "failed": failed, "failed_in_part": wrong - failed, "wrong": wrong}
            )  # fmt: skip
    return with_rates(pd.DataFrame(rows))


def crewed_failures(flown: pd.DataFrame, flights: pd.DataFrame) -> pd.DataFrame:
    """Return every crewed launch of the log that went wrong, and what became of the crew."""
    wrong = flown[flown["is_crewed"] & flown["is_wrong"]]
    told = flights[["launch_tag", "craft", "crew_count", "outcome"]].rename(
        columns={"outcome": "fate"}
    )
    table = wrong.merge(told, left_on="tag", right_on="launch_tag", how="left")
    fates = {"launch_failure": "lived", "crew_lost": "died", "success": "reached orbit"}
    return pd.DataFrame(
        {
            "date": table["launch_time"].dt.tz_localize(None).dt.normalize(),
            "craft": table["craft"],
            "vehicle": table["vehicle"],
            "launched_by": table["launcher"],
            "people_aboard": table["crew_count"],
            "the_crew": table["fate"].map(fates),
        }
    )


def _vehicles(flown: pd.DataFrame, most: int = MOST_VEHICLES) -> str:
    """Return the commonest vehicles, and of those that went wrong so many more."""
    counts = flown["vehicle"].value_counts(sort=True)
    wrong = flown.loc[flown["is_wrong"], "vehicle"].value_counts(sort=True)
    named = [*counts.index[:most]]
    named += [name for name in wrong.index if name not in named][:most]
    return ", ".join(named) + (", …" if len(counts) > len(named) else "")
