"""The PDF of an executed notebook: tagged, with contents, numbered figures and tables.

Typst sets it in this process, under the rules of PDF/UA-1 (accessible to those who cannot see)
and PDF/A-3a (readable for as long as there are readers); the data of its tables lies in it.
A notebook of other people that breaks these rules is printed all the same, with a warning.
"""

import json
from typing import Any

import nbformat
from nbconvert.utils.exceptions import ConversionException
from nbformat import NotebookNode, ValidationError
from traitlets import Bool, default

from analysis.press.preprocessing import OneCopy
from analysis.press.typeset import sound
from analysis.press.typeset.printing import pdf_of


class ReportPDFExporter(OneCopy):
    """Export a notebook to PDF; the code of our own reports never shows."""

    export_from_notebook = "Report (PDF)"
    output_mimetype = "application/pdf"
    exclude_input = Bool(help="Leave out the code of cells.").tag(config=True)
    exclude_output = Bool(help="Leave out what cells show.").tag(config=True)

    # Once, at the end, not after each of a dozen preprocessors.
    @default("optimistic_validation")
    def _optimistic_validation_default(self) -> bool:
        return True

    must_be_accessible = Bool(
        help="Refuse to make a PDF that is no PDF/UA-1, for lack of alt text or else."
    ).tag(config=True)

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

    def from_file(self, file_stream: Any, resources: Any = None, **kw: Any) -> Any:
        """Return the PDF of a file, also of one that breaks the rules of its format."""
        text = file_stream.read()
        try:
            nb = nbformat.reads(text, as_version=4)
        except Exception:  # of many kinds, for what is missing or misplaced in it
            nb = _unchecked(text)
        return self.from_notebook_node(nb, resources=resources, **kw)

    # nbconvert declares notebooks as what exporters return, and returns text and bytes itself.
    def from_notebook_node(  # type: ignore[override]
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[bytes, dict[str, Any]]:
        """Return the PDF and the resources; what could not be printed is told on stderr."""
        nb, resources = self._prepared(nb, resources, **kw)
        about = resources["metadata"]
        pdf = pdf_of(
            nb,
            about.get("name") or "notebook",
            about.get("path") or None,
            has_code=not self.exclude_input,
            has_outputs=not self.exclude_output,
            must_be_accessible=self.must_be_accessible,
        )
        return pdf, resources

    def _prepared(self, nb: NotebookNode, *given: Any, **kw: Any) -> tuple[NotebookNode, Any]:
        """Return the notebook after those of nbconvert's preprocessors that are asked for.

        Mostly none is, and then there is nothing to copy or to check. A notebook that is too odd
        for them stays as it is.
        """
        try:
            # A preprocessor may be a mere function, which nobody enables.
            if any(getattr(step, "enabled", True) for step in self._preprocessors):
                return super().from_notebook_node(sound.notebook(nb), *given, **kw)
        except ValidationError as error:
            self.log.warning("The notebook breaks the rules of its format: %s", error.message)
        return nb, self._init_resources(*given)


def _unchecked(text: str) -> NotebookNode:
    try:
        content = json.loads(text)
    except ValueError as error:
        raise ConversionException(f"The file is no notebook, for it is no JSON: {error}.") from None
    if not isinstance(content, dict):
        raise ConversionException("The file is no notebook: it should hold an object with cells.")
    return nbformat.from_dict(content)
