"""The order of a printed report: head, answer, contents, body, how it was built."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from textwrap import shorten
from typing import Any

from analysis.press.typeset.draft import IMPORT
from analysis.press.typeset.markup import array, call, content, literal, words

PROJECT = "Filmed in Orbit"


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
    before: list[Chunk] = field(default_factory=list)
    answer: list[Chunk] | None = None
    answer_head: str = ""
    body: list[Chunk] = field(default_factory=list)

    @property
    def timestamp(self) -> int:
        """Seconds since 1970 that the PDF states as its date; 0 states none."""
        return int((self.about or {}).get("timestamp", 0))

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
        page = call(
            "press.report.with",
            title=literal(self.title),
            author=literal(PROJECT) if is_ours else None,
            language=literal(self.language),
            head=literal(PROJECT if is_ours else shorten(self.title, 70, placeholder=" …")),
            foot=literal(shorten(self.title if is_ours else "", 110, placeholder=" …")),
            date="datetime.today()" if self.timestamp else None,
        )
        show = f"#show: {page.removeprefix('#').removesuffix(';')}\n\n"
        parts = [IMPORT, show, self._masthead(), _joined(self.before)]
        if self.answer is not None:
            parts.append(call("press.in-short", self.answer_head, content(_joined(self.answer))))
        parts += ["\n\n#press.contents()\n\n", _joined(self.body), self._colophon()]
        return "".join(parts)

    def _edition(self) -> str:
        about = self.about or {}
        return str(about.get("title") or about.get("edition") or "")

    def _masthead(self) -> str:
        about = self.about or {}
        facts = [[str(name), str(value)] for name, value in about.get("parameters") or []]
        if edition := self._edition():
            facts.insert(0, ["Edition", edition])
        pairs = array(f"({literal(name)}, {literal(value)})" for name, value in facts)
        until = about.get("data_until") or {
            name: table["until"]
            for name, table in (about.get("tables") or {}).items()
            if isinstance(table, Mapping) and table.get("until")
        }
        dates = "Data until: " + ", ".join(f"{name} {_day(day)}" for name, day in until.items())
        return (
            call(
                "press.masthead",
                project=literal(PROJECT) if self.about is not None else None,
                title=content(self.title_markup),
                standfirst=content(self.standfirst) if self.standfirst else None,
                facts=pairs if facts else None,
                dates=content(words(dates)) if until else None,
            )
            + "\n\n"
        )

    def _colophon(self) -> str:
        built_by = (self.about or {}).get("built_by") or {}
        if not built_by:
            return ""
        made = "Built by " + ", ".join(f"{name} {version}" for name, version in built_by.items())
        return call("press.colophon", content(words(made + ".")))


def _day(iso: Any) -> str:
    """Return a date as it is read: "2023-04-20" is 20 April 2023; other text is left alone."""
    try:
        day = date.fromisoformat(str(iso)[:10])
    except ValueError:
        return str(iso)
    return f"{day.day} {day:%B %Y}"


def _joined(chunks: list[Chunk]) -> str:
    return "".join(chunk.markup for chunk in chunks)
