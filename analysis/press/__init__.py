"""From notebook to published report.

parameters          reads and checks a notebook's parameter cell
editions            reads reports/editions.yml
execute             papermill: one notebook, its values, a fresh kernel
html, web           nbconvert exporter to one self-contained page
pdf, typeset        nbconvert exporter to PDF, set by Typst
fonts, sheets       font files; tables as CSV
publish             builds an edition and puts its files in place at once
gallery             the page and the feed of all reports
published, readme   what is committed to be read at once
commands            what the `analysis` command does with all this
"""

import sys

# Where JupyterLab is installed, jsonschema, by which nbformat checks notebooks, compiles a grammar
# of international addresses when it is imported: a second, for a format that no notebook names.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]


class PressError(Exception):
    """Something asked of the press cannot be done; the message says what, where, and what can."""
