"""From notebook to published report.

parameters          reads and checks a notebook's parameter cell
editions            reads reports/editions.yml; yaml_files: YAML of strangers
projects            a folder with notebooks and editions
execute             papermill: one notebook, its values, a fresh kernel
kernels             forked from a process that has the imports; what they read is recorded
html, web           nbconvert exporter to one self-contained page
pdf, typeset        nbconvert exporter to PDF, set by Typst
fonts, sheets       font files; tables as CSV
units, harmless     keeps a unit on the line of its number; takes out of outputs what steers
ours                knows a report of ours that is exported elsewhere, and describes it
bundles, covers     all that one run makes, as bytes; what the gallery shows of it
inputs, hashes      what a report is made from, and what of it has changed
runs                immutable folders of runs; `latest`, replaced in one step
changes             what changed between two runs
freshness           how old the data are, and whether that is too old
proofs              what a file proves of itself, and whether this checkout would make it
sweeps              editions that no file lists: combinations of values
workers, warm       reports side by side here, in processes of their own
cluster, sites      reports on the machines of a dask cluster
schedules           reports when they are due, and word of it
gallery, cards      writes the page and the feed of all reports; what they say
published, readme   what is committed to be read at once
rules, drafts       what keeps a notebook from being a report; one with the spine, to write out
lab                 notebooks and reports side by side: JupyterLab, preview, copies to work in
commands            what the `analysis` command does with all this
"""

import sys

from analysis.refusal import RefusalError as PressError

# Where JupyterLab is installed, jsonschema, by which nbformat checks notebooks, imports what checks
# addresses and durations, and compiles a grammar for it: a second, for what no notebook has.
for _name in ("rfc3987_syntax", "rfc3986_validator", "isoduration"):
    sys.modules.setdefault(_name, None)  # type: ignore[arg-type]

__all__ = ["PressError"]
