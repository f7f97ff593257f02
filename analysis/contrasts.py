"""What counts of launches and ratios of their failure rates allow to say, in words."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from analysis import findings, launches, states
from analysis.phrases import capitalized, day, in_a_row

STORY_STATE = "Russia"  # whose space industry had the setbacks that the press story tells of
FILM_CRAFT = "Soyuz MS-19"  # of the flight for the film
MATTERS = 1.25  # by what factor a ratio moves before the report says that it does


def asked(launcher: str) -> str:
    """Return of whom the story speaks where a report asks of somebody else.

    >>> asked("Russia"), asked("Japan")
    ('', 'The story speaks of Russia; here the same is asked of Japan. ')
    """
    if launcher == STORY_STATE:
        return ""
    return (
        f"The story speaks of {STORY_STATE}; here the same is asked of "
        f"{states.in_a_sentence(launcher)}. "
    )


def years_chosen(since: int, until: int, flights: pd.DataFrame, flown: pd.DataFrame) -> str:
    """Return what the years counted are, beside the film's flight and the end of the log."""
    flight_year = flights.loc[flights["craft"] == FILM_CRAFT, "launch_time"].dt.year.item()
    count, span = until - since + 1, f"The years {since} to {until}"
    if count == 1:
        return f"Here one year is counted, {since}"
    if until == flight_year - 1:
        return f"{span} are the {count} before that of the film's flight, {flight_year}"
    if until == flown["year"].max():
        return f"{span} are the last {count} in the copy of the log"
    return f"{span} are those that this edition was asked for"


def retrieved(record: Mapping[str, Any]) -> str:
    """Return on what day a table was fetched, by its record.

    >>> retrieved({"retrieved": "2026-11-22"})
    '22 November 2026'
    """
    return day(date.fromisoformat(record["retrieved"]))


def how(failed: Any, in_part: Any) -> str:
    """Return in words how launches went wrong.

    >>> how(8, 9), how(4, 0), how(0, 1)
    (': 8 failed outright and 9 in part', ': all failed outright', ': it failed in part')
    """
    if pd.isna(failed) or not (failed or in_part):
        return ""
    if failed and in_part:
        return f": {failed:,.0f} failed outright and {in_part:,.0f} in part"
    who = "it" if (failed or in_part) == 1 else "both" if (failed or in_part) == 2 else "all"
    return f": {who} failed {'outright' if failed else 'in part'}"


def after_it(count: int) -> str:
    """Return what became of the launches after the last that went wrong.

    >>> after_it(41), after_it(0)
    ('the 41 that followed it in these years all succeeded', 'none followed it in these years')
    """
    if count == 0:
        return "none followed it in these years"
    if count == 1:
        return "the one that followed it in these years succeeded"
    if count == 2:
        return "both that followed it in these years succeeded"
    return f"the {count:,} that followed it in these years all succeeded"


def of_its(count: int, total: int) -> str:
    """Return a part of a launcher's launches in words.

    >>> of_its(420, 420), of_its(203, 229), of_its(1, 1)
    ('all of its 420 launches', '203 of its 229 launches', 'its one launch')
    """
    if total == 1:
        return "its one launch" if count else "none of its launches"
    return f"{'all' if count == total else f'{count:,}'} of its {total:,} launches"


def what_a_year_says(years: pd.DataFrame, each: pd.DataFrame) -> str:
    """Return how wide the intervals of single years are, beside how far apart states lie.

    A year says little where even the narrowest interval spans more than half of that.
    """
    widths = (years["high_percent"] - years["low_percent"]).dropna()
    often = each.loc[each["attempts"] >= launches.ENOUGH, "rate_percent"]
    if widths.empty or len(often) < 2:
        return ""
    apart, least, most = often.max() - often.min(), f"{widths.min():.0f}", f"{widths.max():.0f}"
    start = "How much a single year says depends on its launches"
    if widths.min() > apart / 2:
        start = "A single year says little"
    span = f"{least}" if least == most else f"between {least} and {most}"
    return (
        f"{start}: its 95 % interval is {span} percentage points wide, while the rates of the "
        f"{len(often)} who launched at least {launches.ENOUGH} times in these years lie within "
        f"{apart:.1f} points of each other."
    )


def what_matters(key: dict[str, object], ratios: pd.DataFrame) -> object:
    """Return in a sentence on which choices the answer depends, NaN without a ratio to all others.

    `ratios` are those to all others, by each definition and at equal experience, too: where their
    intervals all say the same, the answer depends on nothing, however far the ratio moves.
    """
    depends = _depends(key)
    if depends is None:
        return np.nan
    answers = ratios.assign(answer=[_direction(row) for _, row in ratios.iterrows()])
    if len(set(answers["answer"])) == 1:
        return _always(answers["answer"].iloc[0])
    choices = ("what counts as a failure", "how new the vehicles are")
    turns = (
        any(len(set(group)) > 1 for _, group in answers.groupby(within)["answer"])
        for within in ("against", "definition")
    )
    just = [name for name, moves, turn in zip(choices, depends, turns, strict=True)
            if turn and not moves]  # fmt: skip
    moving = [name for name, moves in zip(choices, depends, strict=True) if moves]
    if just:
        return " ".join(filter(None, [_moving(moving), _just_clear(just)]))
    if not moving:
        return f"The answer depends little on {choices[0]} or on {choices[1]}."
    still = "".join(f", and little on {name}" for name in choices if name not in moving)
    return _moving(moving).removesuffix(".") + f"{still}."


def exception(ratios: pd.DataFrame, classes: str) -> str:
    """Return in which classes a difference is clear after all, where no ratio as a whole is."""
    return "" if any(_direction(row) for _, row in ratios.iterrows()) else classes


def why(key: dict[str, object], ratios: pd.DataFrame, newness: str) -> str:
    """Return why the answer depends on how new vehicles are, where it does and new ones fail."""
    depends = _depends(key)
    is_one = len({_direction(row) for _, row in ratios.iterrows()}) == 1
    if depends is None or is_one or not depends[1] or newness != findings.OFTEN[0]:
        return ""
    return ": new vehicles fail more often, and states differ in how many they fly"


def verdict(before: pd.Series, others: pd.Series) -> object:
    """Return in a sentence what the intervals of the two ratios allow one to say."""
    if pd.isna(before["low"]) or pd.isna(others["low"]):
        return np.nan
    than = {"before": before, "all others'": others}
    clear = {name: _direction(row) for name, row in than.items() if _direction(row)}
    if not clear:
        return f"Launches went wrong {findings.OFTEN[2]} than before or than all others'."
    found = " and ".join(f"clearly {words} than {name}" for name, words in clear.items())
    rest = {
        "before": "against the years before",
        "all others'": "against all others",
    }
    unclear = [f"; {against}, no difference is clear" for n, against in rest.items()
               if n not in clear]  # fmt: skip
    return f"Launches went wrong {found}{''.join(unclear)}."


def at_equal_experience(row: pd.Series) -> object:
    """Return in words how a ratio at equal experience lies, NaN without one."""
    if pd.isna(row["low"]):
        return np.nan
    return findings.lies(row, findings.OFTEN)


def across_definitions(ratios: pd.DataFrame) -> str:
    """Return by which other definitions the first row's answer is not found, in a sentence."""
    first, *others = (_direction(row) for _, row in ratios.iterrows())
    pairs = zip(ratios["definition"].iloc[1:], others, strict=True)
    unlike = [f"“{name}”" for name, answer in pairs if answer != first]
    if not unlike:
        return "By the other definitions the answer is the same"
    by = f"definition{'s' if len(unlike) > 1 else ''} {in_a_row(unlike)}"
    return f"By the {by} that is {'not clear' if first else 'clear'}"


def _always(direction: str) -> str:
    start = (
        "For these years as a whole, the answer does not depend on what counts as a failure or on "
        "how new the vehicles are"
    )
    if direction:
        return f"{start}: clearly {direction} by every definition, at equal experience, too."
    return (
        f"{start}: by no definition is a difference from all others clear, whether or not "
        "launches are compared at equal experience."
    )


def _moving(choices: list[str]) -> str:
    return f"The answer depends on {in_a_row(choices, 'and on')}." if choices else ""


def _just_clear(choices: list[str]) -> str:
    """Return that choices decide whether a difference is clear, though no ratio moves far.

    >>> _just_clear(["what counts as a failure"])
    'What counts as a failure moves the ratio little, but decides whether a difference is clear.'
    """
    names, s = in_a_row(choices), "s" if len(choices) == 1 else ""
    return (
        f"{capitalized(names)} move{s} the ratio little, but decide{s} whether a "
        "difference is clear."
    )


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


def _direction(row: pd.Series) -> str:
    return findings.lies(row, ("more often", "less often", ""))
