"""The exporter of reports to HTML: one file that reads like an article and needs nothing else."""

import html
import re
import sys
from collections.abc import Iterator
from functools import cache
from typing import Any

from nbconvert.exporters.templateexporter import TemplateExporter
from nbformat import NotebookNode
from traitlets import default

from analysis.phrases import capitalized
from analysis.press import freshness
from analysis.press.ours import KEY, described, heading, variant
from analysis.press.preprocessing import OneCopy
from analysis.press.projects import UNNAMED
from analysis.press.proofs import embedded, seals
from analysis.press.web import pictures, prose
from analysis.press.web.looks import TEMPLATES, looks
from analysis.press.web.outputs import Heading, Part
from analysis.press.web.report import Report

DESCRIPTION_LENGTH = 200
DEEPEST_CONTENTS = 3


class ReportHTMLExporter(OneCopy, TemplateExporter):
    """Turns an executed notebook into one self-contained HTML page."""

    export_from_notebook = "Report (HTML)"
    file_extension = ".html"
    output_mimetype = "text/html"
    template_extension = ".html.j2"

    @default("template_name")
    def _template_name(self) -> str:
        return "report"

    @default("extra_template_basedirs")
    def _template_folders(self) -> list[str]:
        return [str(TEMPLATES)]

    def default_filters(self) -> Iterator[tuple[str, Any]]:
        """Yield nbconvert's filters and `page`, with which the template begins."""
        yield from super().default_filters()
        yield "page", self.page

    # nbconvert declares notebooks as what exporters return, and returns text itself.
    def from_notebook_node(  # type: ignore[override]
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[str, dict[str, Any]]:
        """Return the page, sealed, and the resources."""
        page, resources = super().from_notebook_node(nb, resources, **kw)
        body = page.encode("utf-8", "surrogatepass")
        return seals.sealed(body).decode("utf-8", "surrogatepass"), resources

    def page(self, notebook: NotebookNode, resources: dict[str, Any]) -> dict[str, Any]:
        """Return what the template prints: markup, and plain text where the name ends in _text."""
        file = resources.get("metadata", {})
        about = described(notebook, str(file.get("path", ""))).metadata.get(KEY)
        report = Report(
            notebook,
            name=str(file.get("name", "")),
            folder=str(file.get("path", "")),
            has_code=about is None and not self.exclude_input,
        )
        page = _content(report, about or {}, str(file.get("name", "")))
        for warning in report.warnings:
            print(warning, file=sys.stderr)
        resources["report_warnings"] = report.warnings
        drawn = pictures.dark_style([page["lead"], page["short"], page["body"]])
        page |= {"seal": seals.BLANK, "manifest": embedded.script(about)} if about else {}
        return page | looks("report", map(str, page.values()), more_style=drawn)

    def _validate_preprocessor(self, nbc: NotebookNode, preprocessor: Any) -> None:
        """Let invalid outputs pass: the page shows them as text, and names their cell."""


@cache
def exporter() -> ReportHTMLExporter:
    """Return the exporter of this process, whose template is compiled once."""
    return ReportHTMLExporter()


def _content(report: Report, about: dict[str, Any], name: str) -> dict[str, Any]:
    question, lead, short, body = report.sections()
    title = _words(question) if question else _title(report.notebook, name)
    edition = prose.typographic(str(about.get("title") or ""))
    answer = report.html(short)
    opening = report.html(lead)
    return {
        "project": _escape(about.get("project") or UNNAMED) if about else "",
        "title_text": heading(edition, title),
        "edition_text": variant(edition, title),
        "question": report.prose.page(question.token["children"]) if question else _escape(title),
        "description_text": _description(answer or opening or title),
        "since": _since(report, about),
        "lead": opening,
        "short": answer,
        "facts": _facts(about),
        "warning_text": freshness.warning(about.get("tables"), about.get("as_of")),
        "contents": _contents(body),
        "body": report.html(body),
        "tables": _tables(about),
        "built_by": _pairs(about.get("built_by")),
        "gallery": _escape(about.get("gallery", "")),
        "pdf": _escape((about.get("files") or {}).get("pdf", "")),
    }


def _since(report: Report, about: dict[str, Any]) -> str:
    news = about.get("since")
    said = news.get("markdown") if isinstance(news, dict) else None
    return report.prose.page(prose.tokens(str(said))) if said else ""


def _title(notebook: NotebookNode, name: str) -> str:
    return str(notebook.metadata.get("title") or name.replace("_", " ").strip() or "Report")


def _description(markup: str) -> str:
    """Return the text of the first paragraphs, as much as a search engine prints."""
    text = " ".join(html.unescape(re.sub(r"<[^>]+>", " ", markup)).split())
    text = re.sub(r" (?=[.,;:)])", "", text)
    if len(text) <= DESCRIPTION_LENGTH:
        return text
    return text[:DESCRIPTION_LENGTH].rsplit(" ", 1)[0] + "…"


def _contents(parts: list[Part]) -> list[dict[str, Any]]:
    return [
        {"id": part.label, "words": _escape(_words(part)), "level": part.rank}
        for part in parts
        if isinstance(part, Heading) and part.level <= DEEPEST_CONTENTS
    ]


def _words(heading: Heading) -> str:
    return prose.typographic(prose.words(heading.token))


def _facts(about: dict[str, Any]) -> list[tuple[str, str]]:
    """Return what distinguishes this edition: its parameters, the date of its data."""
    facts = []
    for pair in about.get("parameters") or []:
        if isinstance(pair, list | tuple) and len(pair) == 2:
            facts.append((_escape(capitalized(str(pair[0]))), _fact(freshness.in_words(pair[1]))))
    titles = {name: str(told.get("title") or name) for name, told in _told(about)}
    if reach := freshness.reach(dict(_pairs(about.get("data_until"), raw=True)), titles):
        where = ", depending on the table (see the end)" if reach[0] == "end" else ""
        facts.append((f"Data {reach[0]}", _escape(f"{reach[1]}{where}")))
    if about.get("as_of") and (days := freshness.retrieved(dict(_told(about)), about["as_of"])):
        facts.append(("Data retrieved", _escape(days)))
    return facts


def _tables(about: dict[str, Any]) -> list[tuple[str, str]]:
    """Return the tables that the report reads, each with the date until which it runs."""
    until = dict(_pairs(about.get("data_until"), raw=True))
    names = sorted({*map(str, about.get("tables") or []), *until})
    return [(_escape(name), _escape(freshness.in_words(until.get(name) or ""))) for name in names]


def _told(about: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    tables = about.get("tables")
    items = tables.items() if isinstance(tables, dict) else []
    return [(str(name), told) for name, told in items if isinstance(told, dict)]


def _pairs(mapping: Any, *, raw: bool = False) -> list[tuple[str, str]]:
    items = mapping.items() if isinstance(mapping, dict) else []
    return [(str(k), str(v or "")) if raw else (_escape(k), _escape(v)) for k, v in items]


def _fact(text: Any) -> str:
    return html.escape(prose.typographic(str(text)), quote=False)


def _escape(text: Any) -> str:
    return html.escape(str(text))
