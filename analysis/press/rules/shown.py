"""What a cell may show: one sentence, table or figure that describes itself."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.media import TABLE_MIME, VALUES_MIME
from analysis.press.rules.fault import PLUMBING, Fault, code, data, described, prose, shown, tags

if TYPE_CHECKING:
    from nbformat import NotebookNode

SVG_MIME = "image/svg+xml"
_REFERENCE = re.compile(r"\]\(#((?:fig|tbl)-[\w-]+)\)")


def a_cell_shows_one_thing(notebook: "NotebookNode", path: Path) -> Iterator[Fault]:
    """Refuse errors, warnings, printed text, several outputs, and none from a cell that ran."""
    for number, cell in shown(notebook):
        outputs = cell.get("outputs", [])
        kinds = [output.get("output_type") for output in outputs]
        if "error" in kinds:
            failed = outputs[kinds.index("error")]
            yield Fault(number, f"the cell stopped: {failed.get('ename')}: {failed.get('evalue')}.")
        elif any(o.get("output_type") == "stream" and o.get("name") == "stderr" for o in outputs):
            yield Fault(number, "the cell gave a warning; what causes it would be mended.")
        elif kinds != ["execute_result"] and (outputs or cell.get("execution_count")):
            found = f"shows {len(outputs)} things" if len(outputs) > 1 else "prints or displays"
            yield Fault(
                number,
                f"the cell {found if outputs else 'shows nothing'}; it would end with a sentence, "
                "a table or a figure.",
            )


def setup_and_parameters_show_nothing(notebook: "NotebookNode", path: Path) -> Iterator[Fault]:
    """Refuse outputs where no reader sees them."""
    for number, cell in code(notebook):
        plumbing = sorted(set(PLUMBING) & tags(cell))
        if plumbing and cell.get("outputs"):
            yield Fault(
                number, f"the {plumbing[0]} cell shows something, which no reader of a report sees."
            )


def what_is_shown_describes_itself(notebook: "NotebookNode", path: Path) -> Iterator[Fault]:
    """Refuse bare values, bare tables and pictures, which neither a test nor a PDF can use."""
    ours = {VALUES_MIME, TABLE_MIME, SVG_MIME}
    for number, output in _outputs(notebook):
        forms = set(data(output))
        if not forms or forms & ours:
            continue
        if any(form.startswith("image/") for form in forms):
            what = "a bare picture; `show.bars`, `show.line` or a function marked `@show.figure`"
        elif "text/html" in forms:
            what = 'a bare table; `show.table(frame, "Caption.", label="name")`'
        else:
            what = 'a bare value; `show.sentence("… {share_percent:.0f} % …", share_percent=…)`'
        yield Fault(number, f"the cell shows {what} would say what it is.")


def a_figure_has_alt_text_and_caption(notebook: "NotebookNode", path: Path) -> Iterator[Fault]:
    """Refuse figures that are mute to who cannot see them, or stand without a caption."""
    for number, output in _outputs(notebook):
        if SVG_MIME in data(output):
            about = described(output, SVG_MIME)
            for key, name in (("alt", "alt text"), ("caption", "caption")):
                if not about.get(key):
                    yield Fault(
                        number,
                        f"the figure has no {name}; `show.Figure(…, alt=…, caption=…)` takes it.",
                    )


def a_table_has_a_caption(notebook: "NotebookNode", path: Path) -> Iterator[Fault]:
    """Refuse tables without a caption."""
    for number, output in _outputs(notebook):
        if TABLE_MIME in data(output) and not _table(output).get("caption"):
            yield Fault(number, "the table has no caption; `show.table` takes it after the frame.")


def a_figure_follows_its_table(notebook: "NotebookNode", path: Path) -> Iterator[Fault]:
    """Refuse a figure in a section that has shown no table, nor leads to one by a link."""
    table_seen = False
    for number, cell in enumerate(notebook.cells, 1):
        text = "".join(cell.get("source", ""))
        if cell.cell_type == "markdown" and re.search("^## ", text, re.M):
            table_seen = "(#tbl-" in text
        for output in cell.get("outputs", []):
            table_seen = table_seen or TABLE_MIME in data(output)
            if SVG_MIME in data(output) and not table_seen:
                yield Fault(
                    number,
                    "the figure comes before its table; show the table first, or lead to it from "
                    "the head of the section: `[table](#tbl-name)`.",
                )


def every_reference_has_its_target(notebook: "NotebookNode", path: Path) -> Iterator[Fault]:
    """Refuse links to figures and tables that are not in this notebook."""
    labels = set(_labels(notebook))
    texts = [*prose(notebook)]
    texts += [(n, str(data(output).get("text/markdown", ""))) for n, output in _outputs(notebook)]
    is_executed = any(True for _ in _outputs(notebook))
    for number, text in texts:
        for target in _REFERENCE.findall(text):
            if is_executed and target not in labels:
                known = ", ".join(sorted(labels)) or "there is none"
                yield Fault(number, f"the link #{target} leads nowhere; labels are: {known}.")


def no_value_is_a_link(notebook: "NotebookNode", path: Path) -> Iterator[Fault]:
    """Refuse links in the values of a sentence, which are printed as they are."""
    for number, output in _outputs(notebook):
        told = data(output).get(VALUES_MIME)
        values = told.get("values") if isinstance(told, dict) else None
        for name, value in values.items() if isinstance(values, dict) else ():
            if isinstance(value, dict) and _REFERENCE.search(str(value.get("printed"))):
                yield Fault(
                    number,
                    f"the value {name!r} holds a link, which would be printed as it is written; "
                    "links stand in the sentence itself.",
                )


def a_label_is_used_once(notebook: "NotebookNode", path: Path) -> Iterator[Fault]:
    """Refuse two figures or two tables of one label: links and files are named by it."""
    labels = [*_labels(notebook)]
    for label in sorted({label for label in labels if labels.count(label) > 1}):
        yield Fault(None, f"{labels.count(label)} figures or tables are labelled {label}.")


def _outputs(notebook: "NotebookNode") -> Iterator[tuple[int, "NotebookNode"]]:
    for number, cell in shown(notebook):
        for output in cell.get("outputs", []):
            yield number, output


def _labels(notebook: "NotebookNode") -> Iterator[str]:
    for _, output in _outputs(notebook):
        for about in (_table(output), described(output, SVG_MIME)):
            if isinstance(about.get("label"), str):
                yield about["label"]


def _table(output: "NotebookNode") -> dict:
    found = data(output).get(TABLE_MIME, {})
    return found if isinstance(found, dict) else {}
