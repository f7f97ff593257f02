"""Where the font files lie: they come with Python packages, so no machine needs any installed."""

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import uharfbuzz as hb

_FILES = {
    "Fira Sans": ("fontpkg_fira_sans", "files/FiraSans-{style}.ttf"),
    "Source Serif 4": ("fontpkg_source_serif_4", "files/SourceSerif4{style}[opsz,wght].ttf"),
    "DejaVu Sans": ("matplotlib", "mpl-data/fonts/ttf/DejaVuSans{style}.ttf"),
}


@cache
def font_path(family: str, style: str = "Regular") -> Path:
    """Return the file that holds ``family`` in ``style``, such as "Italic" or "SemiBold".

    Source Serif 4 is variable: one upright and one italic file hold every weight.

    >>> font_path("Fira Sans", "SemiBold").name
    'FiraSans-SemiBold.ttf'
    >>> font_path("Source Serif 4").name
    'SourceSerif4[opsz,wght].ttf'
    """
    if family not in _FILES:
        raise ValueError(f"There is no font {family!r}; there are {', '.join(_FILES)}.")
    package, pattern = _FILES[family]
    # Only Fira Sans names its regular style; the others add "-Italic" or "-Bold" to a bare name.
    suffix = style if package == "fontpkg_fira_sans" else {"Regular": ""}.get(style, f"-{style}")
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(
            f"The font {family} comes with {package}, which is not installed."
        )
    path = Path(spec.origin).parent / pattern.format(style=suffix)
    if not path.is_file():
        raise ValueError(f"{family} has no style {style!r}: {path.name} is not in {package}.")
    return path


@cache
def font_face(family: str, style: str = "Regular") -> "hb.Face":
    """Return a font for HarfBuzz to measure with and to take letters from."""
    import uharfbuzz as hb

    return hb.Face(hb.Blob.from_file_path(str(font_path(family, style))))
