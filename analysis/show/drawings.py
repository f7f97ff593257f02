"""A figure that shows itself once, as vectors, and says in words what it draws."""

import functools
import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import fontpkg_fira_sans
import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib import figure as mpl_figure
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG

from analysis.show.sentences import Sentence, sentence

STYLE = Path(__file__).parent.parent / "house.mplstyle"
# JupyterLab has no Fira Sans, where it is not installed.
FONTS = "'Fira Sans', sans-serif"
WIDE_IN = (6.5, 3.3)
MM_PER_IN = 25.4
_PLACES = re.compile(r'\b(?:d|x|y|points)="[^"]*"|translate\([^)]*\)')
_LONG = re.compile(r"-?\d+\.\d{3,}")

for _face in ("Regular", "Medium", "SemiBold", "Italic"):
    font_manager.fontManager.addfont(
        Path(fontpkg_fira_sans.__file__).parent / "files" / f"FiraSans-{_face}.ttf"
    )


class Figure(mpl_figure.Figure):
    """A figure that shows itself once, as vectors with live text, with alt text and caption.

    Its plain text states axes, labels and a rounded summary of every drawn series: a regression
    test that ignores pictures still fails when what a reader sees has changed.
    """

    def __init__(
        self,
        size_in: tuple[float, float],
        *,
        alt: str,
        caption: str,
        note: str | None = None,
    ) -> None:
        super().__init__(figsize=size_in, layout="constrained")
        self.alt, self.caption, self.note = alt, caption, note
        self.label = "fig"

    def _repr_mimebundle_(
        self, include: Any = None, exclude: Any = None
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        svg = _rounded(self._svg()).replace("'Fira Sans'", FONTS)
        described = {
            "alt": self.alt,
            "caption": self.caption,
            "label": self.label,
            "note": self.note,
            "width_mm": round(self.get_figwidth() * MM_PER_IN),
        }
        summary = "\n".join([self.caption, self.alt, *_drawn(self)])
        return {"image/svg+xml": svg, "text/plain": summary}, {"image/svg+xml": described}

    def _svg(self) -> str:
        """Return the figure as matplotlib writes it; `savefig` would draw it once more before."""
        buffer, dpi = io.StringIO(), self.dpi
        with mpl.rc_context(fname=STYLE):
            FigureCanvasSVG(self).print_svg(buffer, metadata={"Date": None, "Creator": None})
        self.dpi = dpi
        return buffer.getvalue()


def figure(draw: Callable[..., Figure]) -> Callable[..., Figure | Sentence]:
    """Draw in the house style, and label the figure after the function that draws it.

    From a table without rows no figure is drawn; a sentence says so.
    """

    @functools.wraps(draw)
    def drawn(table: pd.DataFrame, *args: Any, **kwargs: Any) -> Figure | Sentence:
        if table.empty:
            return sentence("*There is nothing to draw.*")
        with mpl.rc_context(fname=STYLE):
            made = draw(table, *args, **kwargs)
        made.label = f"fig-{draw.__name__.replace('_', '-')}"
        return made

    return drawn


def _rounded(svg: str) -> str:
    """Return the picture with coordinates to a hundredth of a point, finer than any printer.

    >>> _rounded('<path d="M 12.345678 3 "/>')
    '<path d="M 12.35 3 "/>'
    """
    return _PLACES.sub(lambda found: _LONG.sub(lambda n: f"{float(n[0]):.2f}", found[0]), svg)


def _drawn(figure: Figure) -> list[str]:
    """Return a line for each thing that the figure draws, its numbers rounded."""
    return [line for axes in figure.axes for line in (*_scales(axes), *_artists(axes))]


def _scales(axes: Axes) -> list[str]:
    lines = [f"axes: {axes.get_xlabel()} × {axes.get_ylabel()}"]
    for name, axis in (("x", axes.xaxis), ("y", axes.yaxis)):
        low, high = axis.get_view_interval()
        words = [label.get_text() for label in axis.get_ticklabels() if label.get_text()]
        lines.append(f"  {name} from {low:.4g} to {high:.4g}: {' | '.join(words)}")
    return lines


def _artists(axes: Axes) -> list[str]:
    lines = [f"  line {_series(line.get_xydata())}" for line in axes.lines]
    for patch in axes.patches:
        outline = patch.get_path().transformed(patch.get_patch_transform())
        lines.append(f"  area {_series(outline.vertices)}")
    for collection in axes.collections:
        lines.append(f"  marks {_series(collection.get_offsets())}")
        lines += [f"  shape {_series(path.vertices)}" for path in collection.get_paths()[:50]]
    lines += [f"  text {text.get_text()!r}" for text in axes.texts if text.get_text()]
    return lines


def _series(points: Any) -> str:
    """Return the size, ends, range and mean of a drawn series of (x, y), to five figures.

    >>> _series([(0, 1), (1, 2), (2, 6)])
    'n=3; x 0 2 0 2 1; y 1 6 1 6 3'
    """
    numbers = np.asarray(points, dtype="float64").reshape(-1, 2)
    if not len(numbers):
        return "n=0"
    parts = [f"n={len(numbers)}"]
    for name, column in zip("xy", numbers.T, strict=True):
        stats = (column[0], column[-1], np.nanmin(column), np.nanmax(column), np.nanmean(column))
        parts.append(" ".join([name, *(f"{stat:.5g}" for stat in stats)]))
    return "; ".join(parts)
