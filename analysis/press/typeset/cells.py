"""The cells of a notebook, one after the other, into a report."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from nbformat import NotebookNode

from analysis.press import ours
from analysis.press.typeset.attachments import manifest
from analysis.press.typeset.colophon import mapping
from analysis.press.typeset.draft import Draft
from analysis.press.typeset.elements import anchor
from analysis.press.typeset.markdown import Markdown, Token, heading_words, tokens
from analysis.press.typeset.markup import language, listing, literal, words
from analysis.press.typeset.outputs import output
from analysis.press.typeset.report import Chunk, Report
from analysis.press.typeset.sound import joined

ANSWER = "in short"


@dataclass(frozen=True)
class Cells:
    """What of code cells is shown."""

    has_code: bool
    has_outputs: bool

    def report(self, draft: Draft, nb: NotebookNode, name: str) -> Report:
        """Return the report of an executed notebook, whatever its cells hold."""
        about = nb.metadata.get(ours.KEY)
        report = Report(about if isinstance(about, Mapping) else None)
        report.language = str(nb.metadata.get("language", "en"))[:2]
        report.programming_language = _programming_language(nb.metadata)
        never_shown = ours.never_shown(nb)
        for draft.cell, cell in enumerate(nb.cells, start=1):
            if never_shown & set(cell.metadata.get("tags", [])):
                continue
            try:
                self._add(draft, report, cell)
            except Exception as error:  # one strange cell must not cost the reader the others
                draft.warn(f"it is printed as bare text, for it could not be read ({error!r}).")
                source = joined(cell.source)
                report.place(Chunk(draft.cell, listing("printout", source), source, False))
        if not report.title:
            given = [(about or {}).get(key) for key in ("question", "title")]
            report.title = str(next(filter(None, [*given, nb.metadata.get("title"), name])))
            report.title_markup = words(report.title)
        news = mapping(report.about or {}, "since")
        told = str(news.get("markdown") or "")
        if news.get("count") == 0:
            report.unchanged = told.replace("**", "")
        elif told:
            report.since = Markdown(draft, None).blocks(tokens(told))
        has_data = draft.attached or (about or {}).get("tables") or (about or {}).get("made_from")
        if report.about is not None and has_data:
            draft.attached.append(manifest(report.about, draft.attached))
        for file in draft.attached:
            report.attached[file.name] = file.markup(draft.file_of(file.content, "attached"))
        for number, target in sorted(set(draft.sought)):
            draft.cell = number
            if target not in draft.labels:
                draft.warn(f"nothing is named {target!r}, so the words of the link stand alone.")
        return report

    def _add(self, draft: Draft, report: Report, cell: NotebookNode) -> None:
        if cell.cell_type == "markdown":
            _add_markdown(draft, report, cell)
        elif cell.cell_type == "raw":
            if cell.source.strip():
                report.place(Chunk(draft.cell, listing("printout", cell.source), cell.source))
        else:
            tags = set(cell.metadata.get("tags", []))
            is_hidden = tags & ours.NO_CODE or cell.get("transient", {}).get("remove_source")
            if self.has_code and not is_hidden and cell.source.strip():
                markup = listing("listing", cell.source, lang=report.programming_language)
                report.place(Chunk(draft.cell, markup, cell.source, is_prose=False))
            for shown in cell.outputs if self.has_outputs and not tags & ours.NO_OUTPUT else ():
                report.place(_shown(draft, shown))


def _programming_language(metadata: Mapping[str, Any]) -> str | None:
    for key, inner in (("language_info", "name"), ("kernelspec", "language")):
        if name := mapping(metadata, key).get(inner):
            return language(str(name))
    return language("python")


def _shown(draft: Draft, shown: Mapping[str, Any]) -> Chunk:
    data = shown.get("data") or {}
    text = joined(data.get("text/plain") or shown.get("text") or shown.get("evalue"))
    is_prose = "text/markdown" in data and not data.keys() & {"text/html", "image/svg+xml"}
    return Chunk(draft.cell, output(draft, shown), text, is_prose)


def _add_markdown(draft: Draft, report: Report, cell: NotebookNode) -> None:
    markdown = Markdown(draft, cell.get("attachments"))
    parsed = [token for token in tokens(cell.source) if token["type"] != "blank_line"]
    markdown.learn_notes(parsed)
    if not report.title and not report.body and parsed and _level(parsed[0]) == 1:
        report.title = heading_words(parsed[0]).strip()
        report.title_markup = markdown.inline(parsed[0]["children"])
        parsed = parsed[1:]
        if parsed and parsed[0]["type"] == "paragraph":
            report.standfirst = markdown.inline(parsed[0]["children"])
            parsed = parsed[1:]
    for part in _parts(parsed):
        text = "\n".join(map(heading_words, part))
        if report.answer is None and not report.body and _is_answer(part[0]):
            name = heading_words(part[0]).strip()
            report.answer = []
            report.answer_head = f"[{words(name)} #label({literal(anchor(draft, name))})]"
            part = part[1:]
        if part:
            level = _level(part[0])
            barrier = "#press.barrier();\n\n" if level in (1, 2) else ""
            chunk = Chunk(draft.cell, barrier + markdown.blocks(part), text)
            report.place(chunk, starts_section=level > 0)


def _parts(parsed: list[Token]) -> Iterator[list[Token]]:
    """Yield runs of tokens, each but the first beginning with a heading."""
    part: list[Token] = []
    for token in parsed:
        if part and _level(token):
            yield part
            part = []
        part.append(token)
    if part:
        yield part


def _level(token: Token) -> int:
    return token["attrs"]["level"] if token["type"] == "heading" else 0


def _is_answer(token: Token) -> bool:
    return _level(token) == 2 and heading_words(token).strip().lower() == ANSWER
