"""The PDF of an executed notebook: tagged, with contents, numbered figures and tables.

Typst sets it in this process, under the rules of PDF/UA-1 (accessible to those who cannot see).
A notebook of other people that breaks these rules is printed all the same, with a warning.
"""

import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, cast

import typst
from nbconvert.exporters import Exporter
from nbformat import NotebookNode
from traitlets import Bool, default

from analysis.press.typeset.cells import OURS, Cells
from analysis.press.typeset.draft import Draft
from analysis.press.typeset.markup import listing, words
from analysis.press.typeset.report import Report

ACCESSIBLE: Literal["ua-1"] = "ua-1"
Standards = list[Literal["ua-1"]]


class ReportPDFExporter(Exporter):
    """Export a notebook to PDF; the code of our own reports never shows."""

    export_from_notebook = "Report (PDF)"
    output_mimetype = "application/pdf"
    exclude_input = Bool(help="Leave out the code of cells.").tag(config=True)
    exclude_output = Bool(help="Leave out what cells show.").tag(config=True)

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".pdf"

    # --no-input and --no-output set options of nbconvert's template exporters; this is none.
    @default("exclude_input")
    def _exclude_input_default(self) -> bool:
        return bool(self.config.get("TemplateExporter", {}).get("exclude_input", False))

    @default("exclude_output")
    def _exclude_output_default(self) -> bool:
        return bool(self.config.get("TemplateExporter", {}).get("exclude_output", False))

    # nbconvert declares notebooks as what exporters return, and returns text and bytes itself.
    def from_notebook_node(  # type: ignore[override]
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[bytes, dict[str, Any]]:
        """Return the PDF and the resources; what could not be printed is told on stderr."""
        nb, resources = super().from_notebook_node(nb, resources, **kw)
        about = resources.get("metadata", {})
        name = about.get("name") or "notebook"
        with tempfile.TemporaryDirectory() as folder:
            draft = Draft(Path(folder), Path(about["path"]) if about.get("path") else None)
            has_code = OURS not in nb.metadata and not self.exclude_input
            cells = Cells(has_code, has_outputs=not self.exclude_output)
            pdf = printed(draft, cells.report(draft, nb, name))
        for warning in draft.warnings:
            print(f"warning: {name}: {warning}", file=sys.stderr)
        return pdf, resources


def printed(draft: Draft, report: Report) -> bytes:
    """Return the PDF, if possible one that Typst vouches for as PDF/UA-1."""
    standards: Standards = [] if _is_undescribed(draft, report) else [ACCESSIBLE]
    for repair in (_print_refused_cells_bare, _print_every_cell_bare):
        try:
            return _compiled(draft, report, standards)
        except typst.TypstError as error:
            draft.warnings.append(f"Typst refused the report: {error.message}.")
            repair(draft, report)
    return _compiled(draft, report, standards)


def _is_undescribed(draft: Draft, report: Report) -> bool:
    """Say which pictures lack alt text, and which signs no font has, as Typst then will not."""
    if not draft.undescribed:
        return False
    cells = ", ".join(map(str, sorted(set(draft.undescribed))))
    draft.warnings.append(f"this is no PDF/UA-1: pictures of cells {cells} have no alt text.")
    signs = words("".join(sorted({sign for sign in report.source() if sign > "\xff"})))
    page = f'#set document(title: "signs")\n#set text(font: press.serif)\n= Signs\n{signs}'
    if why := draft.complaint(page, format="pdf", pdf_standards=[ACCESSIBLE]):
        draft.warnings.append(f"{why}.")
    return True


def _compiled(draft: Draft, report: Report, standards: Standards) -> bytes:
    moment = datetime.fromtimestamp(report.timestamp, UTC)
    try:
        pdf = draft.compiler.compile(
            report.source().encode(), format="pdf", pdf_standards=[*standards], timestamp=moment
        )
        return cast(bytes, pdf)  # a list only where pages are pictures
    except typst.TypstError as error:
        if not standards or "PDF/UA" not in str(error.message):
            raise
        draft.warnings.append(f"this is no PDF/UA-1: {error.message}.")
    return _compiled(draft, report, [])


def _print_refused_cells_bare(draft: Draft, report: Report) -> None:
    for chunk in report.chunks():
        if why := draft.complaint(chunk.markup):
            draft.cell = chunk.cell
            draft.warn(f"it is printed as bare text, because Typst refused it ({why}).")
            chunk.markup = listing("printout", chunk.text)


def _print_every_cell_bare(draft: Draft, report: Report) -> None:
    for chunk in report.chunks():
        chunk.markup = listing("printout", chunk.text)
