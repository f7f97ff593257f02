"""Plain charts of two columns of a table, which say in words what they draw."""

import pandas as pd
from matplotlib.axes import Axes

from analysis.show.drawings import WIDE_IN, Figure, figure
from analysis.show.printing import head
from analysis.show.sentences import Sentence
from analysis.show.tables import printed_column

ROW_IN, HEAD_IN = 0.27, 0.75
MOST_SAID = 30  # points that an alternative text names one by one


def bars(frame: pd.DataFrame, x: str, y: str, caption: str, *, label: str) -> Figure | Sentence:
    """Return a lying bar for each row: `x` is its length, `y` its name; the first row on top."""
    return _labelled(_bars(frame.dropna(subset=[x, y]), x, y, caption), label)


def line(frame: pd.DataFrame, x: str, y: str, caption: str, *, label: str) -> Figure | Sentence:
    """Return a line through the rows, in their order, with a dot for each."""
    return _labelled(_line(frame.dropna(subset=[x, y]), x, y, caption), label)


@figure
def _bars(table: pd.DataFrame, x: str, y: str, caption: str) -> Figure:
    size_in = (WIDE_IN[0], HEAD_IN + ROW_IN * len(table))
    fig = Figure(size_in, alt=_said("Bars", table, x, y), caption=caption)
    axes = fig.subplots()
    rows = range(len(table))
    axes.barh(rows, table[x].astype(float), height=0.62)
    axes.set_yticks(rows, printed_column(table[y]))
    axes.invert_yaxis()
    axes.set(xlabel=head(x))
    return fig


@figure
def _line(table: pd.DataFrame, x: str, y: str, caption: str) -> Figure:
    fig = Figure(WIDE_IN, alt=_said("Line", table, y, x), caption=caption)
    axes: Axes = fig.subplots()
    axes.plot(table[x].to_numpy(), table[y].to_numpy(dtype="float64"), marker="o")
    axes.set(xlabel=head(x), ylabel=head(y))
    axes.grid(axis="y")
    return fig


def _labelled(made: Figure | Sentence, label: str) -> Figure | Sentence:
    if isinstance(made, Figure):
        made.label = f"fig-{label}"
    return made


def _said(kind: str, table: pd.DataFrame, numbers: str, names: str) -> str:
    values = printed_column(table[numbers])
    if len(values) <= MOST_SAID:
        pairs = zip(printed_column(table[names]), values, strict=True)
        said = "; ".join(f"{name} {value}" for name, value in pairs)
    else:
        least, most = printed_column(table[numbers].agg(["min", "max"]))
        said = f"{len(values)} of them, from {least} to {most}"
    return f"{kind} of {head(numbers)} by {head(names)}: {said}."
