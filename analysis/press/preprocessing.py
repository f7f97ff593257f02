"""nbconvert's preprocessors, on the one copy of a notebook that an export needs."""

from typing import Any

from nbconvert.exporters import Exporter
from nbformat import NotebookNode


class OneCopy(Exporter):
    """An exporter that copies a notebook once; nbconvert's own do so three times.

    A report has some thousand outputs of nested tables, and a copy takes as long as setting a page.
    """

    # Called by `from_notebook_node`, with the copy that it has made.
    def _preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        for preprocessor in self._preprocessors:
            nb, resources = preprocessor(nb, resources)
            if not self.optimistic_validation:
                self._validate_preprocessor(nb, preprocessor)
        if self.optimistic_validation:
            self._validate_preprocessor(nb, "the last")
        return nb, resources
