"""What a cell may end with: a sentence, a table or a figure, each describing itself.

Each carries what a reader sees (prose, HTML, SVG), what a regression test compares (plain text)
and what a machine reads (named values, Table Schema), so that all of them see the same thing.

sentences      prose whose numbers are data
tables         HTML, Table Schema and text of one table
drawings       matplotlib figures that describe what they draw
controls       a form from the parameters cell, for readers in JupyterLab
pickers        what it is made of; replay: what it shows
charts         the plain ones: bars, a line
printing       units, numbers, dates
"""

from analysis.media import TABLE_MIME, VALUES_MIME
from analysis.show.charts import bars, line
from analysis.show.controls import controls
from analysis.show.drawings import WIDE_IN, Figure, figure
from analysis.show.printing import printed
from analysis.show.sentences import Sentence, references, sentence
from analysis.show.tables import Table, table

__all__ = [
    "TABLE_MIME",
    "VALUES_MIME",
    "WIDE_IN",
    "Figure",
    "Sentence",
    "Table",
    "bars",
    "controls",
    "figure",
    "line",
    "printed",
    "references",
    "sentence",
    "table",
]
