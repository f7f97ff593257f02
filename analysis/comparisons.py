"""A launcher's failure rate beside its own before and all others', and what that allows to say."""

from typing import Any

import numpy as np
import pandas as pd

from analysis import findings, launches, rates, states
from analysis.launches import DEFINITIONS, WRONG

MOST_WINDOWS = 15
STORY_STATE = "Russia"  # whose space industry had the setbacks that the press story tells of
MATTERS = 1.25  # by what factor a ratio moves before the report says that it does


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
        span = launches.within(flown, since, until)
        is_its = span["launcher"] == launcher
        compared = _compared(span.loc[is_its, "is_wrong"], span.loc[~is_its, "is_wrong"])
        rows.append({"since_year": since, "years": until - since + 1} | compared)
    table = pd.DataFrame(rows).rename(columns=lambda name: name.replace("other_side_", "others_"))
    return table[table["attempts"] > 0].reset_index(drop=True)


def in_counts(compared: pd.DataFrame) -> str:
    """Return the comparisons in counts, for where no ratio can be stated."""
    before, others = compared.iloc[0], compared.iloc[1]
    verdict = _verdict(before, others)
    if pd.isna(verdict):
        return "There are no launches to compare, in these years or in as many before them."
    return (
        f"**{verdict}** {before['wrong']} of {before['attempts']:,} launches went wrong; from "
        f"{before['against'].removeprefix('itself, ')} it was {before['other_side_wrong']} of "
        f"{before['other_side_attempts']:,}, and among all others in the same years "
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
        key[f"{name}_outright_ratio"] = rows.loc["failed outright", "ratio"]
    clean = its["is_wrong"].to_numpy()[::-1]
    last_wrong = its.loc[its["is_wrong"], "launch_time"].max()
    last_day = flown["launch_time"].max()
    by_flight = launches.by_experience(span, launcher)
    measured = by_flight.dropna(subset=["expected"])
    years = launches.by_year(flown, launcher, since, until)
    key |= {
        "verdict": _verdict(compared.iloc[0], compared.iloc[1]),
        "launcher": states.in_a_sentence(launcher),
        "asked": _asked(launcher),
        "alike_answer": _at_equal(compared.iloc[2]),
        "since": since,
        "until": until,
        "before_years": compared.loc[0, "against"].removeprefix("itself, "),
        "one_in": key["attempts"] / key["wrong"] if key["wrong"] else np.nan,  # type: ignore[operator]
        "what_matters": _what_matters(key),
        "why": _why(key, str(findings.newness(by_flight)["answer"])),
        "tried": "launch" if len(its) == 1 else "launches",
        "botched": "launch" if its["is_wrong"].sum() == 1 else "launches",
        "enough": launches.ENOUGH,
        "measured_attempts": measured["attempts"].sum(),
        "measured_wrong": measured["wrong"].sum(),
        "expected": measured["expected"].sum(min_count=1),
        "what_a_year_says": _what_a_year_says(years, launches.each_launcher(span)),
        "how": _how(key["failed"], key["failed_in_part"]),
        "after_it": _after_it(int(clean.argmax())) if clean.any() else np.nan,
        "measured_said": _of_its(int(measured["attempts"].sum()), len(its)),
        "last_wrong": None if pd.isna(last_wrong) else f"{last_wrong.day} {last_wrong:%B %Y}",
        "log_until": f"{last_day.day} {last_day:%B %Y}",
    }
    return pd.Series(key, dtype=object)


def _what_a_year_says(years: pd.DataFrame, each: pd.DataFrame) -> str:
    """Return how wide the intervals of single years are, beside how far apart states lie.

    A year says little where even the narrowest interval spans more than half of that.
    """
    widths = (years["high_percent"] - years["low_percent"]).dropna()
    often = each.loc[each["attempts"] >= launches.ENOUGH, "rate_percent"]
    if widths.empty or len(often) < 2:
        return ""
    apart, least, most = often.max() - often.min(), f"{widths.min():.1f}", f"{widths.max():.1f}"
    start = "How much a single year says depends on its launches"
    if widths.min() > apart / 2:
        start = "A single year says little"
    span = f"{least}" if least == most else f"between {least} and {most}"
    return (
        f"{start}: its 95 % interval is {span} percentage points wide, while the rates of the "
        f"{len(often)} who launched at least {launches.ENOUGH} times in these years lie within "
        f"{apart:.1f} points of each other."
    )


def _how(failed: Any, in_part: Any) -> str:
    """Return in words how launches went wrong.

    >>> _how(8, 9), _how(4, 0), _how(0, 1)
    (': 8 failed outright and 9 in part', ': all failed outright', ': it failed in part')
    """
    if pd.isna(failed) or not (failed or in_part):
        return ""
    if failed and in_part:
        return f": {failed:,.0f} failed outright and {in_part:,.0f} in part"
    who = "it" if (failed or in_part) == 1 else "both" if (failed or in_part) == 2 else "all"
    return f": {who} failed {'outright' if failed else 'in part'}"


def _after_it(count: int) -> str:
    """Return what became of the launches after the last that went wrong.

    >>> _after_it(41), _after_it(0)
    ('the 41 that followed it in these years all succeeded', 'none followed it in these years')
    """
    if count == 0:
        return "none followed it in these years"
    if count == 1:
        return "the one that followed it in these years succeeded"
    if count == 2:
        return "both that followed it in these years succeeded"
    return f"the {count:,} that followed it in these years all succeeded"


def _of_its(count: int, total: int) -> str:
    """Return a part of a launcher's launches in words.

    >>> _of_its(420, 420), _of_its(203, 229), _of_its(1, 1)
    ('all of its 420 launches', '203 of its 229 launches', 'its one launch')
    """
    if total == 1:
        return "its one launch" if count else "none of its launches"
    return f"{'all' if count == total else f'{count:,}'} of its {total:,} launches"


def _what_matters(key: dict[str, object]) -> object:
    """Return in a sentence on which choices the ratio to all others depends, NaN without it."""
    depends = _depends(key)
    if depends is None:
        return np.nan
    by_counting, by_experience = depends
    counted, flown = "what counts as a failure", "how new the vehicles are"
    if by_counting and by_experience:
        return f"The answer depends on {counted} and on {flown}."
    if not by_counting and not by_experience:
        return f"The answer depends little on {counted} or on {flown}."
    much, little = (counted, flown) if by_counting else (flown, counted)
    return f"The answer depends on {much}, and little on {little}."


def _why(key: dict[str, object], newness: str) -> str:
    """Return why the answer depends on how new vehicles are, where it does and new ones fail."""
    depends = _depends(key)
    if depends is None or not depends[1] or newness != findings.OFTEN[0]:
        return ""
    return ": new vehicles fail more often than old ones, and states differ in how many they fly"


def _depends(key: dict[str, object]) -> tuple[bool, bool] | None:
    """Return whether the ratio moves with what counts and with experience; None without it."""
    ratios = [f"{name}_{kind}ratio" for name in ("others", "alike") for kind in ("", "outright_")]
    whole, outright, alike, alike_outright = (float(key[name]) for name in ratios)  # type: ignore[arg-type]
    if np.isnan([whole, outright, alike, alike_outright]).any():
        return None
    by_counting = _moves((whole, outright), (alike, alike_outright))
    return by_counting, _moves((whole, alike), (outright, alike_outright))


def _moves(*pairs: tuple[float, float]) -> bool:
    """Tell whether one of a pair of ratios is at least `MATTERS` times the other."""
    return any(max(pair) >= MATTERS * min(pair) and max(pair) > 0 for pair in pairs)


def _compared(mine: pd.Series, theirs: pd.Series) -> dict[str, float]:
    """Return both counts and their ratio; `high` is missing where there is no upper end."""
    counts = (int(mine.sum()), len(mine), int(theirs.sum()), len(theirs))
    names = ("wrong", "attempts", "other_side_wrong", "other_side_attempts")
    found = rates.ratio(*counts)
    chance = found.pop("chance_higher")
    found["high"] = np.nan if np.isinf(found["high"]) else found["high"]
    return dict(zip(names, counts, strict=True)) | found | {"chance_higher_percent": 100 * chance}


def _at_equal_experience(span: pd.DataFrame, launcher: str, column: str) -> dict[str, float]:
    classes, is_its = launches.experience(span), span["launcher"] == launcher
    strata: dict[str, pd.Series] = {}
    for whose, mask in (("", is_its), ("other_", ~is_its)):
        groups = span.loc[mask, column].groupby(classes, observed=False)
        strata |= {f"{whose}events": groups.sum(), f"{whose}trials": groups.size()}
    return rates.stratified_ratio(pd.DataFrame(strata))


def _asked(launcher: str) -> str:
    """Return of whom the story speaks where a report asks of somebody else.

    >>> _asked("Russia"), _asked("Japan")
    ('', 'The story speaks of Russia; here the same two questions are put to Japan. ')
    """
    if launcher == STORY_STATE:
        return ""
    return (
        f"The story speaks of {STORY_STATE}; here the same two questions are put to "
        f"{states.in_a_sentence(launcher)}. "
    )


def _at_equal(row: pd.Series) -> object:
    """Return in words how a ratio at equal experience lies, NaN without one."""
    if pd.isna(row["low"]):
        return np.nan
    words = _direction(row)
    return f"clearly {words}" if words else "neither clearly more nor less often"


def _verdict(before: pd.Series, others: pd.Series) -> object:
    """Return in a sentence what the intervals of the two ratios allow one to say."""
    if pd.isna(before["low"]) or pd.isna(others["low"]):
        return np.nan
    than = {"before": before, "elsewhere": others}
    clear = {name: _direction(row) for name, row in than.items() if _direction(row)}
    if not clear:
        return (
            "Taken whole, neither its own record nor that of others sets these years clearly apart."
        )
    found = " and ".join(f"clearly {words} than {name}" for name, words in clear.items())
    rest = "".join(f", and not clearly unlike {name}" for name in than if name not in clear)
    return f"Launches failed {found}{rest}."


def _direction(row: pd.Series) -> str:
    if row["low"] > 1:
        return "more often"
    return "less often" if row["high"] < 1 else ""
