"""What the tables of launches come to: values for the sentences that read them.

A value is NaN where there is nothing of which it could be said; a difference is clear where the
95 % interval of the ratio leaves out 1.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from analysis import launches, rates, states
from analysis.phrases import counted, in_a_row, part

NEW = ("1st", "2nd")  # of the classes of `launches.EXPERIENCE`
OFTEN = ("clearly more often", "clearly less often", "neither clearly more nor less often")
MOVES = ("The rate has clearly risen", "The rate has clearly fallen",
         "Neither a rise nor a fall is clear")  # fmt: skip
BY_START = ("lowest", "lowest_since", "highest", "highest_since", "answer", "counted_besides",
            "matters")  # fmt: skip
BUILT = {"R-7": ("Soyuz", "Russia")}  # families that others than the builder launch, too
MOST_NAMED = 3


def trend(
    rolled: pd.DataFrame, until: int, launcher: str, years: int = launches.ROLLING_YEARS
) -> pd.Series:
    """Return the shares of the last two spans that have no launch in common."""
    last, before = rolled.set_index("until_year").reindex([until, until - years]).iloc
    return pd.Series(
        {
            "years": years,
            "until": until,
            "before_until": until - years,
            "rate_percent": last["rate_percent"],
            "before_percent": before["rate_percent"],
            "others_percent": last["others_rate_percent"],
            "others_before_percent": before["others_rate_percent"],
            "answer": _answer(last, before, MOVES),
            "later": _later(rolled, before, until, launcher, years),
        },
        dtype=object,
    )


def standing(each: pd.DataFrame, launcher: str) -> pd.Series:
    """Return where a launcher's share lies among those of the others that launched often."""
    its = each[each["launcher"] == launcher]
    peers = each[(each["launcher"] != launcher) & (each["attempts"] >= launches.ENOUGH)]
    if its.empty or peers.empty:
        return _unsaid("enough", "rate_percent", "higher", "apart", "top_percent", "top")
    own, top = its.iloc[0], peers.loc[peers["rate_percent"].idxmax()]
    differing = [_answer(own, peer, ("more", "less", "")) for _, peer in peers.iterrows()]
    return pd.Series(
        {
            "enough": launches.ENOUGH,
            "rate_percent": own["rate_percent"],
            "higher": _others(int(peers["rate_percent"].gt(own["rate_percent"]).sum()), len(peers)),
            "apart": _others(sum(map(bool, differing)), len(peers)),
            "top_percent": top["rate_percent"],
            "top": states.in_a_sentence(top["launcher"]),
        },
        dtype=object,
    )


def clear(ratios: pd.DataFrame) -> pd.Series:
    """Return how many intervals of ratios lie above 1, how many below, how many around it."""
    known = ratios[ratios["low"].notna()]
    above, below = int(known["low"].gt(1).sum()), int(known["high"].lt(1).sum())
    around = len(known) - above - below
    return pd.Series(
        {
            "ratios": len(known) or np.nan,
            "intervals": "interval" if len(known) == 1 else "intervals",
            "above": above,
            "below": below,
            "around": around,
            "counted": _counted(above, below, around),
        },
        dtype=object,
    )


def lies(ratio: Mapping[str, Any], words: tuple[str, str, str]) -> str:
    """Return in words whether the interval of a ratio lies above 1, below it, or around it."""
    above, below, around = words
    return above if ratio["low"] > 1 else below if ratio["high"] < 1 else around


def by_start(windows: pd.DataFrame) -> pd.Series:
    """Return between which ratios the first year counted lets one choose.

    `matters` is the answer as a sentence more, nothing where it is the same from every first year.
    """
    known = windows[windows["ratio"].notna()]
    if known.empty:
        return _unsaid(*clear(windows).index, *BY_START)
    low, high = known["ratio"].min(), known["ratio"].max()
    counts = clear(windows)
    is_clear = windows["low"].gt(1) | windows["high"].lt(1)
    years = sorted(windows.loc[is_clear, "since_year"].astype(int))
    until = int(known["since_year"].iloc[0] + known["years"].iloc[0] - 1)
    ends = [end for ratio in (low, high) for end in (ratio, _since(known, ratio, until))]
    turns = counts["above"] and counts["below"]
    besides = f" {counts['counted']}" if turns else ""  # otherwise the answer has said it
    answer = _on_choice(counts, years, until)
    matters = (
        f" {answer}." if counts["ratios"] not in [*counts[["above", "below", "around"]]] else ""
    )
    found = dict(zip(BY_START, [*ends, answer, besides, matters], strict=True))
    return pd.Series({**counts, **found}, dtype=object)


def families(table: pd.DataFrame) -> pd.Series:
    """Return which families of vehicles had most of the launches that went wrong."""
    if not table["wrong"].sum():
        return _unsaid("concerned", "led", "wrong", "attempts")
    first = table[table["wrong"] == table["wrong"].max()]
    concerned = int((table["wrong"] > 0).sum())
    return pd.Series(
        {
            "concerned": f"{concerned:,} of {len(table):,}",
            "led": _led(table, first),
            "wrong": int(table["wrong"].sum()),
            "attempts": int(table["attempts"].sum()),
        },
        dtype=object,
    )


def built_elsewhere(table: pd.DataFrame, launcher: str) -> str:
    """Return how many launches were of a family built by another state, and the rate without."""
    said = ""
    for family, (name, builder) in BUILT.items():
        is_bought = table["family"] == family
        bought, rest = (table.loc[rows, ["wrong", "attempts"]].sum()
                        for rows in (is_bought, ~is_bought))  # fmt: skip
        if launcher == builder or not bought["attempts"] or not rest["attempts"]:
            continue
        said += (
            f" The {bought['attempts']:,} of the family {family} are {name}, built in {builder}; "
            f"without them, {rest['wrong']:,} of {rest['attempts']:,} went wrong, "
            f"{100 * rest['wrong'] / rest['attempts']:.1f} %."
        )
    return said


def newness(table: pd.DataFrame) -> pd.Series:
    """Return how often new vehicles failed and how often older ones, everyone's together."""
    is_new = table["flight"].isin(NEW)
    sums = {
        name: table[name].groupby(is_new).sum().reindex([True, False], fill_value=0)
        for name in ("attempts", "wrong", "others_attempts", "others_wrong")
    }
    total = pd.DataFrame(
        {name: sums[name] + sums[f"others_{name}"] for name in ("attempts", "wrong")}
    ).astype(int)
    new, old = total.loc[True], total.loc[False]
    return pd.Series(
        {
            **new.add_prefix("new_"),
            **old.add_prefix("old_"),
            "new_percent": 100 * new["wrong"] / new["attempts"] if new["attempts"] else np.nan,
            "old_percent": 100 * old["wrong"] / old["attempts"] if old["attempts"] else np.nan,
            "own": f"{sums['attempts'][True]:,.0f}, of which {sums['wrong'][True]:,.0f} went wrong"
            if sums["attempts"][True]
            else "none",
            "answer": _answer(new, old, OFTEN),
        },
        dtype=object,
    )


def aboard(crewed: pd.DataFrame, failures: pd.DataFrame) -> pd.Series:
    """Return how often launches with people aboard went wrong in the whole log, and for whom."""
    own, others = crewed.iloc[2], crewed.iloc[3]
    return pd.Series(
        {
            "span": own["span"],
            **own[["wrong", "attempts"]],
            **others[["wrong", "attempts"]].add_prefix("others_"),
            "failures": len(failures),
            "lived": int(failures["the_crew"].isin(["lived", "reached orbit"]).sum()),
            "died": int((failures["the_crew"] == "died").sum()),
            "answer": _answer(own, others, OFTEN),
        },
        dtype=object,
    )


def list_of_wrong(wrong: pd.DataFrame) -> pd.Series:
    """Return on which flights of a vehicle launches went wrong, and how many had people aboard.

    All in words, NaN for an empty list.
    """
    if wrong.empty:
        return _unsaid("listed", "flown", "new", "crewed")
    vehicles = wrong["vehicle"].nunique()
    versions = "one version" if vehicles == 1 else f"{vehicles:,} different versions"
    return pd.Series(
        {
            "listed": f"{len(wrong):,} launches" if len(wrong) > 1 else "one launch",
            "flown": f"; they were flown by {versions} of vehicles" if len(wrong) > 1 else "",
            "new": _some(int((wrong["flight"] <= len(NEW)).sum()), "was", "were"),
            "crewed": _some(int(wrong["crewed"].sum()), "had", "had"),
        },
        dtype=object,
    )


def _unsaid(*names: str) -> pd.Series:
    return pd.Series(np.nan, names, dtype=object)


def _others(count: int, total: int) -> str:
    """Return a part of the others in words.

    >>> _others(0, 5), _others(2, 5), _others(2, 2), _others(0, 1)
    ('none of the 5 others', '2 of the 5 others', 'both others', 'no other')
    """
    if total == 1:
        return "the one other" if count else "no other"
    if count == total == 2:
        return "both others"
    return (
        f"all {total} others" if count == total else f"{part(count, total)} of the {total} others"
    )


def _some(count: int, one: str, many: str) -> str:
    """Return a count with its verb.

    >>> _some(0, "was", "were"), _some(1, "was", "were"), _some(2, "was", "were")
    ('none was', 'one was', '2 were')
    """
    return f"{counted(count)} {many if count > 1 else one}"


def _counted(above: int, below: int, around: int) -> object:
    """Return on which sides of 1 intervals lie, in a sentence; NaN for none.

    >>> _counted(0, 0, 15)
    'All 15 intervals hold 1.'
    >>> _counted(0, 1, 8)
    'Of the 9 intervals one lies wholly below 1 (clearly less often), and 8 hold 1.'
    """
    total = above + below + around
    if not total:
        return np.nan
    sides = (
        (above, "lies", "lie", " wholly above 1 (clearly more often)"),
        (below, "lies", "lie", " wholly below 1 (clearly less often)"),
        (around, "holds", "hold", " 1"),
    )
    said = [(n, one, many, where) for n, one, many, where in sides if n]
    if len(said) == 1:
        [(n, one, many, where)] = said
        return f"The one interval {one}{where}." if n == 1 else f"All {n} intervals {many}{where}."
    *first, last = (f"{_some(n, one, many)}{where}" for n, one, many, where in said)
    return f"Of the {total} intervals {', '.join(first)}, and {last}."


def _led(table: pd.DataFrame, first: pd.DataFrame) -> str:
    """Return in words which families had most of the launches that went wrong, and how many."""
    most, tried = int(first["wrong"].max()), f"{first['attempts'].sum():,}"
    wrong, attempts = table["wrong"].sum(), f"{table['attempts'].sum():,}"
    if len(first) == (table["wrong"] > 0).sum() > 1:
        return f"{counted(most)} in each; these made {tried} of the {attempts} attempts"
    had = f"{part(most, wrong)} of the {wrong:,} launches that went wrong"
    had = "the one launch that went wrong" if wrong == 1 else had
    if len(first) == 1:
        return f"{first['family'].iloc[0]} had {had}, in {tried} of the {attempts} attempts"
    named = in_a_row(first["family"]) if len(first) <= MOST_NAMED else f"{len(first)} families"
    return f"{named} each had {had}, and together {tried} of the {attempts} attempts"


def _answer(one: pd.Series, other: pd.Series, words: tuple[str, str, str]) -> object:
    """Return in words whether a share is above another, below it, or neither; NaN without both."""
    counts = pd.Series([one["wrong"], one["attempts"], other["wrong"], other["attempts"]])
    if counts.isna().any() or not counts[1] or not counts[3]:
        return np.nan
    return lies(rates.ratio(*counts.astype(int)), words)


def _on_choice(counts: pd.Series, years: list[int], until: int) -> str:
    """Return whether the choice of the first year decides what the intervals allow to say.

    `years` are the first years from which a difference is clear up to `until`.
    """
    if counts["above"] and counts["below"]:
        return "Where one starts to count can turn the answer round"
    if not counts["around"]:
        return "The answer is the same wherever one starts to count"
    if not years:
        return "Wherever one starts to count, no difference is clear"
    spans = f"Of {counts['ratios']} spans that end with {until}"
    often = f"{'more' if counts['above'] else 'less'} often than all others"
    if len(years) == 1:
        return (
            f"{spans}, only that from {years[0]} gives a clear difference, {often}; one in so "
            "many may do so by chance"
        )
    named = f" (from {in_a_row(years)})" if len(years) <= MOST_NAMED else ""
    return (
        f"{spans}, {len(years)}{named} give a clear difference: {often}; they share launches, so "
        f"these are not {len(years)} separate findings"
    )


def _since(windows: pd.DataFrame, ratio: float, until: int) -> str:
    """Return the first years from which a ratio is found, in words."""
    years = sorted(windows.loc[windows["ratio"] == ratio, "since_year"].astype(int))
    if len(years) > 1 and years == list(range(years[0], until + 1)):
        return f"{years[0]} or later"
    return in_a_row(years, "or") if len(years) <= MOST_NAMED else f"any of {len(years)} years"


def _later(rolled: pd.DataFrame, before: pd.Series, until: int, launcher: str, years: int) -> str:
    """Return how the last rate of the log lies to that of the first span; nothing without one."""
    last = rolled.iloc[-1]
    answer = _answer(last, before, OFTEN)
    if last["until_year"] <= until or not isinstance(answer, str):
        return ""
    return (
        f" In the last {years} years of the log, up to {last['until_year']:.0f}, "
        f"{last['rate_percent']:.1f} % of launches by {launcher} went wrong: {answer} than up to "
        f"{before.name}."
    )
