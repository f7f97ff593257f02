"""The rows of a CSV table as text, and what two versions of a table differ in."""

import csv
import io
from dataclasses import dataclass

Row = dict[str, str]
Key = tuple[str, ...]


@dataclass(frozen=True)
class Differences:
    """The keys of rows that one version has and the other has not, or has otherwise."""

    added: list[Key]
    changed: list[Key]
    removed: list[Key]


def rows(content: bytes) -> list[Row]:
    """Return the rows of a CSV file; raise `ValueError` in a sentence where it is none.

    A byte order mark, line ends of Windows and blanks around cells, which spreadsheets leave, go.
    """
    try:
        lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    except UnicodeDecodeError as error:
        raise ValueError(f"it is not text in UTF-8, from byte {error.start} on.") from error
    except csv.Error as error:
        raise ValueError(f"it is not CSV: {error}.") from error
    header, *body = [line for line in lines if line] or [[]]
    for number, line in enumerate(body, start=1):
        if len(line) != len(header):
            raise ValueError(f"row {number} has {len(line)} cells, the header has {len(header)}.")
    return [dict(zip(header, map(str.strip, line), strict=True)) for line in body]


def differences(old: list[Row], new: list[Row], key: list[str]) -> Differences:
    """Return what became of the rows, told apart by their key.

    >>> differences([{"id": "a", "n": "1"}], [{"id": "a", "n": "2"}], ["id"]).changed
    [('a',)]
    """
    before = {tuple(row[name] for name in key): row for row in old}
    after = {tuple(row[name] for name in key): row for row in new}
    return Differences(
        added=[x for x in after if x not in before],
        changed=[x for x in after if x in before and after[x] != before[x]],
        removed=[x for x in before if x not in after],
    )
