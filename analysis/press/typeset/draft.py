"""One report in the making: where its files lie, what compiles it, what it could not do."""

import shutil
import tempfile
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import typst

from analysis.press.fonts import font_path
from analysis.press.typeset import paper
from analysis.press.typeset.attachments import Attachment
from analysis.press.typeset.macros import Macros

_READS_FALLBACK = b'#set text(font: "DejaVu Sans")\nA'
TEMPLATES = Path(__file__).parents[1] / "templates"
IMPORT = '#import "/report.typ" as press\n'


@dataclass
class Draft:
    """The state of one export; ``cell`` counts from 1, as warnings name it.

    A draft that is not careful tries no picture and no formula by itself: nearly always all are
    good, and where Typst refuses the whole, a careful draft finds out which is not.
    """

    folder: Path
    notebook_folder: Path | None = None
    is_careful: bool = True
    cell: int = 0
    warnings: list[str] = field(default_factory=list)
    labels: set[str] = field(default_factory=set)
    sought: list[tuple[int, str]] = field(default_factory=list)
    deepest_level: int = 1
    undescribed: list[int] = field(default_factory=list)
    macros: Macros = field(default_factory=dict)
    files: int = 0
    attached: list[Attachment] = field(default_factory=list)

    def __post_init__(self) -> None:
        for name in ("report.typ", "code.tmTheme"):
            (self.folder / name).write_bytes((TEMPLATES / name).read_bytes())
        (self.folder / "paper.typ").write_text(paper.template(), encoding="utf-8")
        self.use_fonts()

    def use_fonts(self, of_this_machine: bool = False) -> None:
        """Compile with the exporter's fonts alone, so that every machine makes the same bytes."""
        self.fonts = _fonts(of_this_machine)
        self._write("")
        main, root = str(self.folder / "main.typ"), str(self.folder)
        self._compiler = typst.Compiler(main, font_paths=self.fonts, root=root)
        self._tries = typst.Compiler(font_paths=self.fonts, root=root)

    def load(self, source: str) -> typst.Compiler:
        """Write the source, and return what compiles the last that was written.

        It is faster where it compiled one like it before.
        """
        self._write(source)
        return self._compiler

    def _write(self, source: str) -> None:
        (self.folder / "main.typ").write_text(source, encoding="utf-8")

    def warn(self, message: str) -> None:
        """Keep a warning that names the cell at work."""
        self.warnings.append(f"cell {self.cell}: {message}")

    def file_of(self, content: bytes, extension: str) -> str:
        """Write a file beside the source and return the path by which Typst finds it."""
        self.files += 1
        name = f"{self.files:03}.{extension}"
        (self.folder / name).write_bytes(content)
        return f"/{name}"

    def doubt(self, markup: str) -> str | None:
        """Return why Typst refuses ``markup``, or None if it does not or nobody asks yet."""
        return self.complaint(markup) if self.is_careful else None

    def complaint(self, markup: str, **how: Any) -> str | None:
        """Return why Typst refuses ``markup``, or None if it does not."""
        how = how or {"format": "svg"}
        try:
            self._tries.compile((IMPORT + markup).encode(), timestamp=0, **how)
        except typst.TypstError as error:
            return str(error.message)
        return None


@cache
def _fonts(of_this_machine: bool) -> typst.Fonts:
    """Return the fonts, which are read once in a process; not before it forks, for this compiles.

    matplotlib's folder of fonts also holds a last-resort font, which turns missing signs into boxes
    and lets PDF/UA pass: only the one useful file is taken, and read before its copy goes.
    """
    fallback = font_path("DejaVu Sans")
    folders = [str(font_path(name).parent) for name in ("Fira Sans", "Source Serif 4")]
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(fallback, folder)
        fonts = typst.Fonts(include_system_fonts=of_this_machine, font_paths=[*folders, folder])
        typst.Compiler(root=folder, font_paths=fonts).compile(_READS_FALLBACK, format="svg")
    return fonts
