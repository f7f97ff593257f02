"""With what a report opens of what changed: numbers that moved, in their sentence; counts."""

import re
from collections import Counter
from collections.abc import Iterable
from difflib import SequenceMatcher
from textwrap import shorten

from analysis.markdown import escaped, unmarked
from analysis.phrases import in_a_row
from analysis.press.changes.differences import Difference

MOST = 8  # news that a report opens with; the others are for `analysis diff`
LONGEST = 160  # signs of a sentence that is quoted
STILL = "No number of the text moved"
LIKENESS = 0.6  # of two sentences that state one thing, their numbers aside


def front(found: list[Difference], edition: str) -> list[str]:
    """Return the lines of a report, such that many numbers do not hide that rows came or went."""
    values = [one for one in found if one.kind.startswith("value")]
    first = [_set(one) for one in found if one.kind == "parameter set"]
    first += _turned(found)
    moved = _moved(values)
    if not first and not moved:
        first = [STILL]
    rest = [*_counted(values), *_tables(found), *_figures(found)]
    seen = max(MOST - len(first) - len(rest), MOST // 2)
    lines = [*dict.fromkeys([*first, *moved[:seen], *rest, *moved[seen:]])]
    more = len(lines) - MOST
    if more > 0:
        lines[MOST:] = [f"and {more} more, which `analysis diff {edition}` lists"]
    return lines


def _set(one: Difference) -> str:
    before, after = (escaped(text or "–") for text in (one.before, one.after))
    return f"Parameter changed, {escaped(one.subject)}: {before} → {after}"


def _turned(found: Iterable[Difference]) -> list[str]:
    """Return a line for each verdict that turned, one where several tables repeat it."""
    lines: dict[str, str] = {}
    for one in found:
        if one.kind == "verdict turned":
            before, after = (escaped(text or "–") for text in (one.before, one.after))
            told = f"{escaped(one.where)}: {before} → {after}"
            lines.setdefault(told, f"[table](#{one.subject}), {told}")
    return [*lines.values()]


def _moved(values: list[Difference]) -> list[str]:
    """Return a line for each sentence that states numbers which moved, with all of these."""
    lines: dict[str, dict[str, None]] = {}
    printed: dict[str, str] = {}  # the first number of each that moved
    for one in values:
        if is_number_moved(one):
            unit = f" {one.unit}" if one.unit else ""
            said = _sentence(one.where, one.after or "") or one.subject
            printed.setdefault(said, one.after or "")
            moves = lines.setdefault(said, {})
            moves[escaped(f"{one.before} → {one.after}{unit}")] = None
    return [
        f"{'; '.join(moves)}: “{escaped(_around(said, printed[said]))}”"
        for said, moves in lines.items()
    ]


def _around(said: str, printed: str) -> str:
    """Return a sentence, shortened to what stands about a number where it is long."""
    place = said.find(printed)
    if len(said) <= LONGEST or place < LONGEST // 2:
        return shorten(said, LONGEST, placeholder=" …")
    start = said.rfind(" ", 0, max(place - LONGEST // 2, len(said) - LONGEST + 4)) + 1
    return "… " + shorten(said[start:], LONGEST, placeholder=" …")


def is_number_moved(one: Difference) -> bool:
    """Return whether this is a number that both runs state in a like sentence."""
    are_numbers = all(
        isinstance(x, int | float) and not isinstance(x, bool) for x in (one.was, one.now)
    )
    if one.kind != "value moved" or not are_numbers:
        return False
    texts = (_sentence(one.before_where, one.before or ""), _sentence(one.where, one.after or ""))
    words = [[word for word in text.split() if not re.search(r"\d", word)] for text in texts]
    return SequenceMatcher(
        None, words[0], words[1], autojunk=False
    ).ratio() >= LIKENESS or words == [[], []]


def _sentence(said: str, printed: str) -> str:
    """Return the sentence of a paragraph that has a number, without marks.

    >>> _sentence("**Few.** It took 12 days. It cost 3.", "12")
    'It took 12 days.'
    """
    sentences = re.split(r"(?<=[.!?])\s+(?=[^\sa-z])", unmarked(said).strip())
    number = re.compile(rf"(?<![\d.,]){re.escape(printed)}(?![\d]|[.,]\d)")
    return next((text for text in sentences if number.search(text)), sentences[0])


def _counted(values: list[Difference]) -> list[str]:
    """Return how many statements are new, gone, or say other words."""
    counts: Counter[str] = Counter()
    for one in values:
        if one.kind == "value moved" and not is_number_moved(one):
            is_text = isinstance(one.was, str) and isinstance(one.now, str)
            counts.update(["reworded"] if is_text else ["new", "gone"])
        elif one.kind != "value moved":
            counts[one.kind.removeprefix("value ")] += 1
    said = [
        ("new", "is new", "are new"),
        ("gone", "is gone", "are gone"),
        ("reworded", "says something else", "say something else"),
    ]
    parts = [(counts[key], one, many) for key, one, many in said if counts[key]]
    if not parts:
        return []
    (count, *_), noun = parts[0], "statement"
    first = f"{count} {noun if count == 1 else noun + 's'}"
    told = [
        f"{first if place == 0 else count} {one if count == 1 else many}"
        for place, (count, one, many) in enumerate(parts)
    ]
    return [", ".join(told)]


def _tables(found: Iterable[Difference]) -> list[str]:
    """Return a line for each table: how many of its rows are new, gone, or read otherwise."""
    rows: dict[str, Counter[str]] = {}
    cells: dict[str, set[str]] = {}
    for one in found:
        if one.kind.startswith("rows"):
            kind = one.kind.removeprefix("rows ")
            rows.setdefault(one.subject, Counter())[kind] += len(one.now or one.was or [])
        elif one.kind == "cell changed":
            row = one.where.rpartition(" · ")[0]
            if row not in cells.setdefault(one.subject, set()):
                cells[one.subject].add(row)
                rows.setdefault(one.subject, Counter())["changed"] += 1
    lines = []
    for label, counts in rows.items():
        words = ("new", "gone", "changed")
        kinds = [f"{counts[kind]} {kind}" for kind in words if counts[kind]]
        first, *others = kinds
        number, kind = first.split(" ")
        head = f"{number} {'row' if number == '1' else 'rows'} {kind}"
        lines.append(f"[table](#{label}): {', '.join([head, *others])}")
    lines += [f"[table](#{one.subject}) is new" for one in found if one.kind == "table new"]
    gone = sum(one.kind == "table gone" for one in found)
    return lines + ([f"{gone} {'table is' if gone == 1 else 'tables are'} gone"] if gone else [])


def _figures(found: Iterable[Difference]) -> list[str]:
    """Return in a line which figures are drawn otherwise, and which are new; how many are gone."""
    lines = []
    for kind, one_does, many_do in (
        ("figure redrawn", "is drawn otherwise", "are drawn otherwise"),
        ("figure new", "is new", "are new"),
    ):
        labels = [f"[figure](#{one.subject})" for one in found if one.kind == kind]
        if labels:
            lines.append(f"{in_a_row(labels)} {one_does if len(labels) == 1 else many_do}")
    gone = sum(one.kind == "figure gone" for one in found)
    return lines + ([f"{gone} {'figure is' if gone == 1 else 'figures are'} gone"] if gone else [])
