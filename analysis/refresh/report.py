"""What came of refreshing a table, as data and as a sentence."""

from dataclasses import dataclass
from typing import Literal

Outcome = Literal["unchanged", "updated", "recorded", "kept", "skipped"]


@dataclass(frozen=True)
class Report:
    """What came of refreshing one table.

    `updated` from its upstream files; `recorded` after an edit by hand; `kept` as it was, because
    the new one was refused; `skipped` because no machine can fetch its files.
    """

    table: str
    outcome: Outcome
    rows: int = 0
    added: int = 0
    changed: int = 0
    removed: int = 0
    rows_before: int = 0
    reason: str = ""
    dry_run: bool = False

    def sentence(self) -> str:
        """Return the report in words.

        >>> print(Report("flights", "updated", rows=412, added=2, changed=1).sentence())
        flights: updated, 412 rows (2 added, 1 changed, 0 removed).
        """
        return f"{self.table}: {self._words()}"

    def _words(self) -> str:
        would = "would be " if self.dry_run else ""
        match self.outcome:
            case "kept":
                return f"left as it was. {self.reason}"
            case "skipped":
                return f"not refreshed. {self.reason}"
            case "unchanged":
                return f"unchanged, {self.rows:,} rows."
            case "recorded":
                return f"{would}recorded, {self.rows:,} rows ({self.rows_before:,} before)."
            case "updated":
                return (
                    f"{would}updated, {self.rows:,} rows ({self.added:,} added, "
                    f"{self.changed:,} changed, {self.removed:,} removed)."
                )
