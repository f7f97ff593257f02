"""From notebook to published report.

parameters          reads and checks a notebook's parameter cell
editions            reads reports/editions.yml
execute             papermill: one notebook, its values, a fresh kernel
html, web           nbconvert exporter to one self-contained page
pdf, typeset        nbconvert exporter to PDF, set by Typst
fonts, sheets       font files; tables as CSV
projects            a folder with notebooks and editions
bundles             executes and renders: everything that one run makes, as bytes
inputs              what a report is made from, and what of it has changed
runs                immutable folders of runs; `latest`, replaced in one step
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
