"""One report in the making: where its files lie, what compiles it, what it could not do."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import typst

from analysis.press.fonts import font_path
from analysis.press.typeset import paper
from analysis.press.typeset.attachments import Attachment
from analysis.press.typeset.macros import Macros

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
        # matplotlib's font folder also holds a last-resort font, which turns missing signs into
        # boxes and lets PDF/UA pass: only the one useful file goes in.
        fallback = font_path("DejaVu Sans")
        (self.folder / "fonts").mkdir()
        (self.folder / "fonts" / fallback.name).write_bytes(fallback.read_bytes())
        self.use_fonts()

    def use_fonts(self, of_this_machine: bool = False) -> None:
        """Compile with the exporter's fonts alone, so that every machine makes the same bytes."""
        folders = [font_path("Fira Sans").parent, font_path("Source Serif 4").parent]
        self.fonts = typst.Fonts(
            include_system_fonts=of_this_machine,
            font_paths=[str(path) for path in (*folders, self.folder / "fonts")],
        )
        self.compiler = typst.Compiler(font_paths=self.fonts, root=str(self.folder))

    def compiler_of(self, source: str) -> typst.Compiler:
        """Return what compiles this source, faster where one like it was compiled before."""
        path = self.folder / "main.typ"
        path.write_text(source, encoding="utf-8")
        return typst.Compiler(input=str(path), font_paths=self.fonts, root=str(self.folder))

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
            self.compiler.compile((IMPORT + markup).encode(), timestamp=0, **how)
        except typst.TypstError as error:
            return str(error.message)
        return None
