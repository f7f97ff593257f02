"""The order of a printed report: head, answer, contents, body, how it was built."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from textwrap import shorten
from typing import Any

from analysis.phrases import capitalized
from analysis.press import freshness as ages
from analysis.press.ours import heading, variant
from analysis.press.projects import UNNAMED
from analysis.press.proofs import seals
from analysis.press.typeset.attachments import MANIFEST
from analysis.press.typeset.colophon import colophon, freshness, mapping
from analysis.press.typeset.draft import IMPORT
from analysis.press.typeset.markup import array, call, content, literal, words
from analysis.press.typeset.quotes import curved
from analysis.press.units import held

LATEST = 4102444800  # 2100; what lies beyond is no date of a report


@dataclass
class Chunk:
    """What one cell, or one part of a Markdown cell, prints; ``text`` is what it says, bare."""

    cell: int
    markup: str
    text: str
    is_prose: bool = True


@dataclass
class Report:
    """A report in its parts, and the Typst source they make."""

    about: Mapping[str, Any] | None
    title: str = ""
    title_markup: str = ""
    standfirst: str = ""
    language: str = "en"
    programming_language: str | None = None
    before: list[Chunk] = field(default_factory=list)
    answer: list[Chunk] | None = None
    answer_head: str = ""
    since: str = ""
    unchanged: str = ""  # a line of the cover where a box of changes would hold nothing
    body: list[Chunk] = field(default_factory=list)
    attached: dict[str, str] = field(default_factory=dict)  # name of a file -> the call for it

    @property
    def timestamp(self) -> int:
        """Seconds since 1970 that the PDF states as its date; 0 states none.

        No clock is asked: unless the press says otherwise, it is the day when the newest of the
        tables that were read was fetched.
        """
        about = self.about or {}
        tables = mapping(about, "tables").values()
        fetched = [str(t.get("retrieved")) for t in tables if isinstance(t, Mapping)]
        try:
            day = datetime.fromisoformat(max(fetched, default="1970-01-01")).replace(tzinfo=UTC)
            seconds = int(about.get("timestamp", day.timestamp()))
            return seconds if 0 <= seconds < LATEST else 0
        except (TypeError, ValueError):
            return 0

    def place(self, chunk: Chunk, starts_section: bool = False) -> None:
        """Put a part where it belongs; the answer ends with the next heading, table or figure."""
        if self.body or starts_section or not chunk.is_prose:
            self.body.append(chunk)
        elif self.answer is not None:
            self.answer.append(chunk)
        else:
            self.before.append(chunk)

    def chunks(self) -> Iterator[Chunk]:
        """Yield every part, to mend it in place."""
        yield from (*self.before, *(self.answer or ()), *self.body)

    def source(self) -> str:
        """Return the whole Typst source."""
        is_ours = self.about is not None
        project = self._project()
        title = heading(self._edition(), self.title)
        title = curved(title) if is_ours else title
        page = call(
            "press.report.with",
            title=literal(title),
            author=literal(project) if is_ours else None,
            keywords=literal(seals.KEYWORD) if is_ours else None,
            language=literal(self.language),
            head=literal(project if is_ours else shorten(title, 70, placeholder=" …")),
            foot=literal(shorten(title if is_ours else "", 110, placeholder=" …")),
            date=_typst_date(self.timestamp) if self.timestamp else None,
        )
        show = f"#show: {page.removeprefix('#').removesuffix(';')}\n\n"
        parts = [IMPORT, show, self._masthead(), _joined(self.before)]
        if self.answer is not None:
            parts.append(call("press.in-short", self.answer_head, content(_joined(self.answer))))
        if self.since:
            parts.append(call("press.since", content(self.since)))
        parts += ["\n\n#press.contents()\n\n", _joined(self.body)]
        if self.about is not None:
            named = [name for name in self.attached if name != MANIFEST]
            parts.append(colophon(self.about, [*named, MANIFEST] if self.attached else []))
        parts += ["\n\n", *self.attached.values()]
        return "".join(parts)

    def _project(self) -> str:
        return str((self.about or {}).get("project") or UNNAMED)

    def _edition(self) -> str:
        return str((self.about or {}).get("title") or "")

    def _masthead(self) -> str:
        about = self.about or {}
        facts = [
            [capitalized(str(name)), curved(ages.in_words(value))] for name, value in _pairs(about)
        ]
        edition = curved(variant(self._edition(), self.title))
        pairs = array(f"({literal(name)}, {literal(value)})" for name, value in facts)
        dates = " ".join(filter(None, [freshness(about), self.unchanged]))
        warning = ages.warning(about.get("tables"), about.get("as_of"))
        return (
            call(
                "press.masthead",
                project=literal(self._project()) if self.about is not None else None,
                title=content(self.title_markup),
                edition=content(words(edition)) if edition else None,
                standfirst=content(self.standfirst) if self.standfirst else None,
                facts=pairs if facts else None,
                dates=content(words(held(dates))) if dates else None,
                warning=content(words(held(warning))) if warning else None,
            )
            + "\n\n"
        )


def _pairs(about: Mapping[str, Any]) -> list[list[Any]]:
    given = about.get("parameters")
    rows = given if isinstance(given, list) else []
    return [list(row) for row in rows if isinstance(row, list | tuple) and len(row) == 2]


def _typst_date(timestamp: int) -> str:
    """Return a day as it is written in Typst, whose own clock would have all laid out anew.

    >>> _typst_date(1682000000)
    'datetime(year: 2023, month: 4, day: 20)'
    """
    day = datetime.fromtimestamp(timestamp, UTC)
    return f"datetime(year: {day.year}, month: {day.month}, day: {day.day})"


def _joined(chunks: list[Chunk]) -> str:
    return "".join(chunk.markup for chunk in chunks)
