"""From notebook to published report.

parameters          reads and checks a notebook's parameter cell
editions            reads reports/editions.yml
execute             papermill: one notebook, its values, a fresh kernel
runner, injection   its client of a kernel; the cell with the values
kernels, forks      warm kernels, forked from the zygote; who asks for them
zygote              the process that they are forked from; runs apart and imports nothing of ours
recorder            runs in the kernel: notes which files of the project a report reads
ours                knows a report of ours that is exported elsewhere, and describes it
html, web           nbconvert exporter to one self-contained page
pdf, typeset        nbconvert exporter to PDF, set by Typst
fonts, sheets       font files; tables as CSV
units               keeps a unit on the line of its number
projects            a folder with notebooks and editions
bundles             executes and renders: everything that one run makes, as bytes
covers, provenance  question, answer and picture of a report; its commit and packages
inputs, hashes      what a report is made from, and what of it has changed
runs                immutable folders of runs; `latest`, replaced in one step
menu                our formats in JupyterLab's own menu; jupyter: what JupyterLab reads
previews, listening a page that follows a notebook as it is saved
scratch             copies of published reports to work in
sweeps              editions that no file lists: combinations of values
workers, warm       reports side by side here, each in a process of its own
cluster, sites      reports on the machines of a dask cluster
snapshots           what a run says: values, tables, figures
differences, since  what changed between two runs, as data and in words
side_by_side        the same as a page, with the figures of both
freshness           how old the data are, and whether that is too old
seals, embedded     the hash that a file bears of itself; the manifest that lies in it
verification        whether a file is as published, and would be made again
timetable, ledger   when an edition is due; what became of it
schedule, watching  what is due, and doing it, once each; in the foreground
errands, due        one attempt: refresh, build, publish; the process that builds
supervision         runs a command, and ends it with all that it started
addressees, notices who is told of what; telling them
couriers            apprise
yaml_files, harmless YAML of strangers; what steers is taken out of outputs
gallery, cards      writes the page and the feed of all reports; what they say
published, readme   what is committed to be read at once
rules, drafts       what keeps a notebook from being a report; one with the spine, to write out
commands            what the `analysis` command does with all this
"""

import sys

from analysis.refusal import RefusalError as PressError

# Where JupyterLab is installed, jsonschema, by which nbformat checks notebooks, compiles a grammar
# of international addresses when it is imported: a second, for a format that no notebook names.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]

__all__ = ["PressError"]
