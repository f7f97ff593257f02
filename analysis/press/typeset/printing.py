"""From a notebook to a PDF, under the strictest standard it keeps."""

import sys
import tempfile
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, cast

import typst
from nbformat import NotebookNode

from analysis.press import PressError, ours
from analysis.press.proofs import seals
from analysis.press.typeset import floats, signs, sound
from analysis.press.typeset.cells import Cells
from analysis.press.typeset.draft import Draft
from analysis.press.typeset.markup import listing, words
from analysis.press.typeset.report import Report

Standard = Literal["ua-1", "a-3a"]
ACCESSIBLE: Standard = "ua-1"
ARCHIVAL: Standard = "a-3a"  # the PDF/A that may hold other files
_MORE = 8  # what is common to reports is used again before it would go


def pdf_of(
    notebook: Mapping[str, Any],
    name: str = "notebook",
    folder: str | None = None,
    *,
    has_code: bool = True,
    has_outputs: bool = True,
    must_be_accessible: bool = False,
) -> bytes:
    """Return the PDF of an executed notebook; what could not be printed is told on stderr.

    Pictures that it does not hold lie beside it, in its `folder`. The code of our own reports
    never shows. Raise `PressError` for a PDF that must be accessible and is no PDF/UA-1.
    """
    nb = ours.described(sound.notebook(notebook), folder or "")
    cells = Cells(has_code and ours.KEY not in nb.metadata, has_outputs)
    beside = Path(folder) if folder else None
    try:
        pdf, warnings = _made(cells, nb, name, beside, is_careful=False)
    except typst.TypstError:
        pdf, warnings = _made(cells, nb, name, beside, is_careful=True)
    if must_be_accessible and (why := [said for said in warnings if "no PDF/" in said]):
        raise PressError(f"{name}.ipynb: {' '.join(why)}")
    for warning in warnings:
        print(f"warning: {name}: {warning}", file=sys.stderr)
    return seals.sealed(pdf)


def _made(
    cells: Cells, nb: NotebookNode, name: str, beside: Path | None, is_careful: bool
) -> tuple[bytes, list[str]]:
    with tempfile.TemporaryDirectory() as folder:
        draft = Draft(Path(folder), beside, is_careful)
        return printed(draft, cells.report(draft, nb, name)), draft.warnings


def printed(draft: Draft, report: Report) -> bytes:
    """Return the PDF, under PDF/UA-1 and PDF/A-3a if Typst vouches for it.

    Raise `typst.TypstError` for a draft that is not careful; print bare what a careful one holds
    and Typst still refuses.
    """
    _find_fonts(draft, report)
    standards = [] if _is_undescribed(draft, report) else [ACCESSIBLE, ARCHIVAL]
    if not report.timestamp:
        standards = standards[:1]  # a PDF/A has a date
    if report.about is not None:
        floats.flow(draft, report)
    return _mended(draft, report, lambda: _compiled(draft, report, standards))


def _mended(draft: Draft, report: Report, make: Callable[[], bytes]) -> bytes:
    """Return what is made, with bare text in place of the cells that Typst refuses."""
    for repair in (_print_refused_cells_bare, _print_every_cell_bare):
        try:
            return make()
        except typst.TypstError as error:
            if not draft.is_careful:
                raise
            draft.warnings.append(f"Typst refused the report: {error.message}.")
            repair(draft, report)
    return make()


def _find_fonts(draft: Draft, report: Report) -> None:
    """Let a notebook of other people use fonts of this machine for signs that ours do not have."""
    if report.about is None and (missing := signs.without_font(report.source())):
        shown = " ".join(missing[:12])
        draft.warnings.append(f"no font here has {shown}: those of this machine are used.")
        draft.use_fonts(of_this_machine=True)


def _is_undescribed(draft: Draft, report: Report) -> bool:
    """Say which pictures lack alt text, and which signs no font has, as Typst then will not."""
    if not draft.undescribed:
        return False
    numbers = sorted(set(draft.undescribed))
    cells = f"cell{'s' * (len(numbers) > 1)} {', '.join(map(str, numbers))}"
    draft.warnings.append(f"this is no PDF/UA-1: pictures of {cells} have no alt text.")
    signs = words("".join(sorted({sign for sign in report.source() if sign > "\xff"})))
    page = f'#set document(title: "signs")\n#set text(font: press.serif)\n= Signs\n{signs}'
    if why := draft.complaint(page, format="pdf", pdf_standards=[ACCESSIBLE]):
        draft.warnings.append(f"{why}.")
    return True


def _compiled(draft: Draft, report: Report, standards: list[Standard]) -> bytes:
    moment = datetime.fromtimestamp(report.timestamp, UTC)
    try:
        pdf = draft.load(report.source()).compile(
            format="pdf", pdf_standards=[*standards], timestamp=moment
        )
        return cast(bytes, pdf)  # a list only where pages are pictures
    except typst.TypstError as error:
        if not standards or "PDF/" not in str(error.message):
            raise
        is_archival = ARCHIVAL in standards and "PDF/A" in str(error.message)
        name, left = ("PDF/A-3a", standards[:1]) if is_archival else ("PDF/UA-1", [])
        draft.warnings.append(f"this is no {name}: {error.message}.")
    return _compiled(draft, report, left)


def _print_refused_cells_bare(draft: Draft, report: Report) -> None:
    for chunk in report.chunks():
        if why := draft.complaint(chunk.markup):
            draft.cell = chunk.cell
            draft.warn(f"it is printed as bare text, because Typst refused it ({why}).")
            chunk.markup = listing("printout", chunk.text)


def _print_every_cell_bare(draft: Draft, report: Report) -> None:
    for chunk in report.chunks():
        chunk.markup = listing("printout", chunk.text)


def forget() -> None:
    """Let Typst drop what it keeps of earlier reports, 20 MB and more for each.

    It drops what its last ten compilations did not use. After these the next report uses first
    what it has in common with this one, and its second compilation, as it has two at least and
    more where its pages are planned anew, drops the rest.
    """
    none = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False)
    with tempfile.TemporaryDirectory() as folder:
        nothing = typst.Compiler(root=folder, font_paths=none)
        for _ in range(_MORE):
            nothing.compile(b"", format="svg")
