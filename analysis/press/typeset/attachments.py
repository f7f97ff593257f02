"""Files that travel inside a PDF: each table's data as CSV, and what the report is made from."""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from analysis.press.typeset.markup import call, literal

MANIFEST = "manifest.json"


@dataclass(frozen=True)
class Attachment:
    """A file for a PDF; ``relationship`` says, in the words of PDF/A-3, what it is to the pages."""

    name: str
    mime: str
    content: bytes
    description: str
    relationship: Literal["data", "supplement"] = "data"

    def markup(self, path: str) -> str:
        """Return the call that attaches the file, which lies at ``path``."""
        return call(
            "pdf.attach",
            literal(self.name),
            f"read({literal(path)}, encoding: none)",
            relationship=literal(self.relationship),
            mime_type=literal(self.mime),
            description=literal(self.description),
        )


def file_name(label: str, taken: Iterable[str]) -> str:
    """Return the name of a table's file, after its label; a second one of that name is numbered.

    >>> file_name("tbl-days", []), file_name("tbl-days", ["days.csv"])
    ('days.csv', 'days-2.csv')
    """
    stem = re.sub(r"[^\w.-]+", "-", label.removeprefix("tbl-"))[:60].strip("-.") or "table"
    names = [f"{stem}.csv", *(f"{stem}-{number}.csv" for number in range(2, len([*taken]) + 3))]
    return next(name for name in names if name not in taken)


def manifest(about: Mapping[str, Any], attached: Iterable[Attachment]) -> Attachment:
    """Return what the report is, as data: edition, parameters, tables read, versions, files."""
    told = {key: value for key, value in about.items() if key != "timestamp"}
    told["attached"] = {file.name: hashlib.sha256(file.content).hexdigest() for file in attached}
    text = json.dumps(told, indent=2, ensure_ascii=False, default=str) + "\n"
    meaning = "What the report is made from: edition, parameters, tables, versions."
    return Attachment(MANIFEST, "application/json", text.encode(), meaning, "supplement")
