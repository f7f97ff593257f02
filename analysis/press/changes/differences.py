"""What differs between two runs of an edition: values, verdicts, rows, tables, figures.

Noise is no news: a number that moved by less than the tolerance, or that is printed as before.
"""

import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import zip_longest
from typing import Any, Literal, get_args

from analysis.press.changes.snapshots import Shown, Snapshot, Stated

TOLERANCE = 1e-6
MOST_PAIRS = 10_000  # of rows that are compared cell by cell
LONGEST_VERDICT = 40  # signs of a text that is a verdict, and not prose
NOTHING = ("None", "nan", "NaN", "NaT", "")
IDENTITY = ("string", "datetime", "date")
Key = tuple[str, ...]
Row = tuple[dict[str, Any], dict[str, str]]  # the data of a row, and its cells as printed

Kind = Literal[
    "parameter set",
    "verdict turned",
    "value moved",
    "value new",
    "value gone",
    "rows new",
    "rows gone",
    "cell changed",
    "table new",
    "table gone",
    "figure redrawn",
    "figure new",
    "figure gone",
]
KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True)
class Difference:
    """One difference: of what (a value's words, or the label of a table or figure), from and to."""

    kind: Kind
    subject: str
    before: str | None = None
    after: str | None = None
    unit: str | None = None
    where: str = ""  # the sentence that says the value; the row and column of a cell
    before_where: str = ""  # and the sentence that said it in the run before
    was: Any = None
    now: Any = None

    def plain(self) -> dict[str, Any]:
        """Return it as JSON holds it, without what it does not have."""
        return {key: value for key, value in asdict(self).items() if value not in (None, "")}


def differences(
    before: Snapshot, after: Snapshot, tolerance: float = TOLERANCE
) -> list[Difference]:
    """Return what differs, the verdicts first, then values, rows and cells, figures last.

    `tolerance` is relative: 0.01 lets numbers move by one in a hundred.
    """
    found = [*_parameters(before, after), *_values(before.stated, after.stated, tolerance)]
    for label in {**after.tables, **before.tables}:
        found += _tables(label, before.tables.get(label), after.tables.get(label), tolerance)
    for label in {**after.figures, **before.figures}:
        old, new = before.figures.get(label), after.figures.get(label)
        if old is None or new is None:
            found.append(Difference("figure new" if new else "figure gone", label))
        elif old.text != new.text:
            found.append(Difference("figure redrawn", label))
    places = {label: n for n, label in enumerate([*after.tables, *after.figures])}
    return sorted(found, key=lambda one: (KINDS.index(one.kind), places.get(one.subject, -1)))


def same(old: Any, new: Any, tolerance: float) -> bool:
    """Return whether two values of JSON are the same, numbers within a relative tolerance.

    >>> same(30.0, 30.2, 0.01), same(30.0, 31.0, 0.01), same("holds", "disputed", 0.01)
    (True, False, False)
    """
    numbers = [isinstance(x, int | float) and not isinstance(x, bool) for x in (old, new)]
    if all(numbers):
        return math.isclose(old, new, rel_tol=tolerance, abs_tol=0.0)
    return type(old) is type(new) and old == new


def _parameters(before: Snapshot, after: Snapshot) -> Iterator[Difference]:
    """Tell which were set; a value that goes on under other words was not."""
    was, now = before.parameters, after.parameters
    reworded = {was[it] for it in was.keys() - now} & {now[it] for it in now.keys() - was}
    for meaning in {**now, **was}:
        old, new = was.get(meaning), now.get(meaning)
        is_in_both = meaning in was and meaning in now
        if old != new and (is_in_both or (new if old is None else old) not in reworded):
            yield Difference("parameter set", meaning, old, new, was=old, now=new)


def _values(before: list[Stated], after: list[Stated], tolerance: float) -> Iterator[Difference]:
    """Pair values by name: first those that are equal, the others in their order."""
    left = defaultdict[str, list[Stated]](list)
    for one in before:
        left[one.name].append(one)
    unpaired = defaultdict[str, list[Stated]](list)
    for one in after:
        equal = next((x for x in left[one.name] if _is_same(x, one, tolerance)), None)
        if equal:
            left[one.name].remove(equal)
        else:
            unpaired[one.name].append(one)
    for name in dict.fromkeys([*(one.name for one in after), *left]):
        for old, new in zip_longest(left[name], unpaired[name]):
            yield _moved(old, new)


def _is_same(old: Stated, new: Stated, tolerance: float) -> bool:
    is_printed_alike = (old.printed, old.unit) == (new.printed, new.unit)
    return is_printed_alike or same(old.value, new.value, tolerance)


def _moved(old: Stated | None, new: Stated | None) -> Difference:
    kind: Kind = "value moved" if old and new else "value new" if new else "value gone"
    one = new or old
    assert one
    return Difference(
        kind,
        one.words,
        old.printed if old else None,
        new.printed if new else None,
        one.unit,
        one.said,
        old.said if old and new else "",
        old.value if old else None,
        new.value if new else None,
    )


def _tables(
    label: str, old: Shown | None, new: Shown | None, tolerance: float
) -> Iterator[Difference]:
    if old is None or new is None:
        yield Difference("table new" if new else "table gone", label)
        return
    key = _key(old, new)
    before, after = _keyed(old, key), _keyed(new, key)
    added = [row for row in after if row not in before]
    gone = [row for row in before if row not in after]
    for row, other in _alike(added, gone, before, after):
        added.remove(row)
        gone.remove(other)
        yield from _cells(new, row, before[other], after[row], tolerance)
    if added:
        yield Difference("rows new", label, now=[_named(row) for row in added])
    if gone:
        yield Difference("rows gone", label, was=[_named(row) for row in gone])
    for row in after:
        if row in before:
            yield from _cells(new, row, before[row], after[row], tolerance)


def _cells(table: Shown, key: Key, old: Row, new: Row, tolerance: float) -> Iterator[Difference]:
    """Yield the printed cells of a row that differ."""
    if old[1] == new[1]:
        return
    names = [
        new[1][name]
        for number, name in enumerate(table.titles)
        if old[1].get(name) == new[1].get(name) and _is_name([row[number] for row in table.printed])
    ]
    name_of_row = (names or [_named(key)])[0].rstrip(".")
    for name, title in table.titles.items():
        was, now = old[0].get(name), new[0].get(name)
        before, after = old[1].get(name), new[1].get(name)
        if name not in old[1] or before == after or same(was, now, tolerance):
            continue
        is_verdict = "verdict" in name and bool(names) and _are_verdicts(before, after)
        kind: Kind = "verdict turned" if is_verdict else "cell changed"
        where = f"{name_of_row} · {title}"
        yield Difference(kind, table.label, before, after, None, where, was=was, now=now)


def _named(key: Key) -> str:
    """Return what tells a row apart, in words; what a row does not have is no name of it.

    >>> _named(("Gravity", "None", "2013"))
    'Gravity · 2013'
    """
    return " · ".join(part for part in key if part not in NOTHING)


def _is_name(cells: list[str]) -> bool:
    """Return whether these tell rows apart to a reader: all different, and more than numbers."""
    return len(set(cells)) == len(cells) and not any(cell.isdigit() for cell in cells)


def _are_verdicts(*texts: str | None) -> bool:
    """Return whether these are a few words each, without figures in them."""
    return all(
        text and len(text) <= LONGEST_VERDICT and not any(sign.isdigit() for sign in text)
        for text in texts
    )


def _key(old: Shown, new: Shown) -> list[str]:
    """Return the columns that tell rows apart in both: the first few of words and dates."""
    names = [name for name in new.kinds if name in old.kinds]
    named = [n for n in names if new.kinds[n] in IDENTITY or n.endswith(("_id", "year"))]
    alone = [[name] for name in names if name.endswith(("_id", "_key"))]
    first = [columns[:count] for columns in (named, names) for count in range(1, len(columns) + 1)]
    for key in (*alone, *first):
        if all(_is_unique(table, key) for table in (old, new)):
            return key
    return names


def _alike(
    added: list[Key], gone: list[Key], before: dict[Key, Row], after: dict[Key, Row]
) -> list[tuple[Key, Key]]:
    """Pair rows of which most of what is printed stayed: one cell of their names changed."""
    if not 0 < len(added) * len(gone) <= MOST_PAIRS:
        return []
    shared = sorted(
        (
            (
                sum(cell == before[old][1].get(name) for name, cell in after[new][1].items()),
                new,
                old,
            )
            for new in added
            for old in gone
        ),
        key=lambda one: -one[0],
    )
    pairs: dict[Key, Key] = {}
    for count, new, old in shared:
        is_most = count >= 2 and count > len(after[new][1]) / 2
        if is_most and new not in pairs and old not in pairs.values():
            pairs[new] = old
    return [*pairs.items()]


def _is_unique(table: Shown, key: list[str]) -> bool:
    return len({_own(row, key) for row in table.rows}) == len(table.rows)


def _own(row: dict[str, Any], key: list[str]) -> Key:
    return tuple(str(row.get(name)) for name in key)


def _keyed(table: Shown, key: list[str]) -> dict[Key, Row]:
    """Return data and printed cells of each row by its key; of rows that are alike the last."""
    return {
        _own(row, key): (row, dict(zip(table.titles, printed, strict=False)))
        for row, printed in zip_longest(table.rows, table.printed, fillvalue=())
        if isinstance(row, dict)
    }
