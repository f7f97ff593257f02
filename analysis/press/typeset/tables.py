"""Tables on paper: a grid of cells, columns as wide as their text, a size that fits the page."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from analysis.press.typeset.columns import Layout, layouts
from analysis.press.typeset.draft import Draft
from analysis.press.typeset.letters import fits_on_line, line_count
from analysis.press.typeset.markup import array, call, content, literal
from analysis.press.typeset.styles import PLAIN, Style

_NUMBER = re.compile(
    r"[(\[<>≥≤~≈±+\-−–]*\s*(?:US|[A-Z])?[$€£₽%]?\s*[+\-−]?[\d][\d\s.,'’:/×^e+\-−–]*"
    r"\s*(?:%|[a-zµ°]{1,3}|[$€£₽])?[)\]*]*|[-–—−]|nan|NaN|None|NaT|<NA>|…|\.\.\.",
    re.IGNORECASE,
)


# A head over several columns stands in their middle, above a rule that joins them.
_SPANNING = "stroke: (bottom: 0.4pt + press.accent)"
_STRING = r'"(?:[^"\\]|\\.)*"'
_ONLY_WORDS = re.compile(rf"#({_STRING});")
_WORDS_AND_BOXES = re.compile(rf"(?:#{_STRING};|#box\({_STRING}\);)*")


@dataclass(frozen=True)
class Cell:
    """One cell: ``markup`` is printed, ``text`` is what its width is reckoned from."""

    markup: str = ""
    text: str = ""
    columns: int = 1
    rows: int = 1
    style: Style = PLAIN


TOGETHER = 3  # rows at the end of a table
WHOLE_SIGNS = 600  # of a cell; a row with longer ones may go over the end of a page
Row = list[Cell]


@dataclass(frozen=True)
class Table:
    """A table whose rows all cover the same columns; ``align`` has one word a column."""

    head: list[Row]
    body: list[Row]
    align: list[str]


def table(head: Iterable[Row], body: Iterable[Row], align: list[str] | None = None) -> Table:
    """Return a table without holes or overlaps; columns of numbers are set to the right."""
    head, body = _squared(list(head)), _squared(list(body))
    count = max((x + 1 for row in _spread(head) + _spread(body) for x in row), default=0)
    head, body = _squared(head, count), _squared(body, count)
    align = (align or [])[:count]
    align += [_side(_column(body, index)) for index in range(len(align), count)]
    return Table(head, body, align)


def typeset(
    draft: Draft,
    table: Table,
    caption: str | None = None,
    note: str | None = None,
    tag: str | None = None,
) -> str:
    """Return the table as markup: in one piece, turned by a quarter, or in panels."""
    if not table.align:
        return ""
    head, body = _texts(table.head), _texts(table.body)
    panels = layouts(head, body)
    if tag:
        draft.labels.add(tag)
    tall = len(panels) > 1 or _is_tall(len(body), panels[0].height_mm)
    told = content(note) if note else None
    has_foot = len(panels) == 1 and bool(_parted(table.body)[1])
    in_foot, below = (told, None) if has_foot else (None, told)
    shown = [table] if len(panels) == 1 else [_panel(table, panel) for panel in panels]
    parts = [_tabular(it, panel, tall, in_foot) for it, panel in zip(shown, panels, strict=True)]
    block = call(
        "press.table-block",
        content("".join(parts)),
        caption=content(caption) if caption else None,
        note=below,
        tag=literal(tag) if tag else None,
        breakable="true" if tall else None,
    )
    if panels[0].landscape:
        block = call("press.landscape", content(block))
    return block + "\n\n"


def _is_tall(rows: int, height_mm: float) -> bool:
    """Tell whether a table may go over the end of a page, where a short one is kept whole."""
    return height_mm > 150 or (rows >= 8 and height_mm > 90) or (rows > 12 and height_mm > 45)


def _squared(rows: list[Row], count: int = 0) -> list[Row]:
    """Cut spans that overlap or leave the table, and fill the holes, as browsers do."""
    if _is_plain(rows) and all(len(row) == (count or len(rows[0])) for row in rows):
        return rows
    taken: set[tuple[int, int]] = set()
    squared: list[Row] = []
    for y, row in enumerate(rows):
        x, kept = 0, []
        for cell in row:
            while (x, y) in taken:
                x += 1
            room = cell.columns if not count else max(1, min(cell.columns, count - x))
            free = next((i for i in range(room) if (x + i, y) in taken), room)
            cell = replace(cell, columns=max(free, 1), rows=min(max(cell.rows, 1), len(rows) - y))
            taken |= {(x + i, y + j) for i in range(cell.columns) for j in range(cell.rows)}
            kept.append(cell)
            x += cell.columns
        squared.append(kept)
        holes = [i for i in range(count) if (i, y) not in taken]
        kept += [Cell() for _ in holes]
        taken |= {(i, y) for i in holes}
    return squared


def _is_plain(rows: list[Row]) -> bool:
    """Tell whether each cell covers one column and one row, as nearly always."""
    return all(cell.columns == cell.rows == 1 for row in rows for cell in row)


def _spread(rows: list[Row]) -> list[dict[int, Cell]]:
    """Return, for each row, the cells by the column in which they begin."""
    if _is_plain(rows):
        return [dict(enumerate(row)) for row in rows]
    taken: set[tuple[int, int]] = set()
    spread: list[dict[int, Cell]] = []
    for y, row in enumerate(rows):
        x, placed = 0, {}
        for cell in row:
            while (x, y) in taken:
                x += 1
            placed[x] = cell
            taken |= {(x + i, y + j) for i in range(cell.columns) for j in range(cell.rows)}
        spread.append(placed)
    return spread


def _column(rows: list[Row], index: int) -> list[str]:
    return [row[index].text for row in _spread(rows) if index in row]


def _texts(rows: list[Row]) -> list[dict[int, tuple[str, int]]]:
    return [{x: (cell.text, cell.columns) for x, cell in row.items()} for row in _spread(rows)]


def _side(texts: list[str]) -> str:
    filled = [text.strip() for text in texts if text.strip()]
    return "right" if filled and all(_NUMBER.fullmatch(text) for text in filled) else "left"


def _panel(table: Table, layout: Layout) -> Table:
    """Return the columns of one panel; a cell over several columns stands in the first of them."""

    def cut(rows: list[Row]) -> list[Row]:
        unit = [{x: replace(c, columns=1, rows=1) for x, c in row.items()} for row in _spread(rows)]
        # A head over several columns is said again in each panel that shows some of them.
        for wide, row in zip(_spread(rows), unit, strict=True):
            for x, cell in wide.items():
                inside = [c for c in layout.columns if x <= c < x + cell.columns]
                if inside and inside[0] != x:
                    row[inside[0]] = replace(cell, columns=1, rows=1)
        return [[row.get(x, Cell()) for x in layout.columns] for row in unit]

    return Table(cut(table.head), cut(table.body), [table.align[x] for x in layout.columns])


def _tabular(table: Table, layout: Layout, tall: bool, note: str | None) -> str:
    body, foot = _parted(table.body)
    is_whole = tall and _longest(table.body) < WHOLE_SIGNS
    return call(
        "press.tabular",
        columns=array(f"{width:.2f}pt" for width in layout.widths_pt),
        align=array(table.align),
        size=f"{layout.size_pt}pt",
        inset=f"{layout.inset_pt}pt",
        head=array(_heads(table)) if table.head else None,
        head_rows=str(len(table.head)),
        body="\n  " + array(_cells(body, layout, is_whole)),
        filled="true" if any(cell.style.fill for row in table.body for cell in row) else None,
        foot=array(_cells(foot, layout, is_whole)) if foot else None,
        note=note,
        one_line="true" if _is_on_lines(table.body, layout) else None,
        whole_rows="true" if is_whole else None,
        parted="true" if tall else None,
    )


def _heads(table: Table) -> Iterator[str]:
    for row in _spread(table.head):
        for x, cell in row.items():
            spans = [f"colspan: {cell.columns}"] * (cell.columns > 1)
            spans += [f"rowspan: {cell.rows}"] * (cell.rows > 1)
            spans += [_SPANNING] * (cell.columns > 1)
            side = "center" if cell.columns > 1 else table.align[x]
            yield f"press.th({', '.join([side, _body(cell), *spans])})"


def _is_on_lines(body: list[Row], layout: Layout) -> bool:
    """Tell whether each row is sure to be one line of words, in letters of known width."""
    return all(
        cell.columns == cell.rows == 1
        and not cell.style.is_bold
        and _WORDS_AND_BOXES.fullmatch(cell.markup)
        and fits_on_line(cell.text, width_pt - 2 * layout.inset_pt, layout.size_pt)
        for row in body
        for cell, width_pt in zip(row, layout.widths_pt, strict=False)
    )


def _longest(rows: list[Row]) -> int:
    return max((len(cell.text) for row in rows for cell in row), default=0)


def _parted(body: list[Row]) -> tuple[list[Row], list[Row]]:
    """Return the rows, and the last apart, which no page may show one without the others."""
    start = len(body) - TOGETHER
    spans = any(y + cell.rows > start for y, row in enumerate(body[:start]) for cell in row)
    return (body, []) if start < 3 or spans else (body[:start], body[start:])


def _cells(rows: list[Row], layout: Layout, are_marked: bool) -> Iterator[str]:
    for row in rows:
        mark = f"press.row({_line_count(row, layout)}) + " if are_marked else ""
        for x, cell in enumerate(row):
            yield _cell(cell, mark if x == 0 else "")


def _line_count(row: Row, layout: Layout) -> int:
    """Return of how many lines the row is, as far as no cell covers several columns."""
    rooms_em = ((width - 2 * layout.inset_pt) / layout.size_pt for width in layout.widths_pt)
    lines = (line_count(cell.text, room) for cell, room in zip(row, rooms_em, strict=False))
    return max(lines, default=1)


def _cell(cell: Cell, mark: str = "") -> str:
    look = cell.style
    if cell.columns == cell.rows == 1 and not (look.fill or look.side):
        return mark + _body(cell)
    spans = f"colspan: {cell.columns}, rowspan: {cell.rows}"
    side = f", align: {look.side} + top" if look.side else ""
    fill = f", fill: {look.fill}" if look.fill else ""
    return f"table.cell({spans}{fill}{side}, {mark}{_body(cell)})"


def _body(cell: Cell) -> str:
    """Return what is in a cell as an expression: a string, which Typst has sooner, if it can be."""
    look, markup = cell.style, cell.markup
    if look.colour or look.is_bold:
        markup = call("text", content(markup), fill=look.colour, weight="700" * look.is_bold)
    only_words = _ONLY_WORDS.fullmatch(markup)
    return only_words[1] if only_words else content(markup)
