"""What keeps a notebook from being a report: each rule a function, each fault a sentence.

fault      what a rule finds, and how it looks at a notebook
spine      title, parameters, setup, in short, sections, what this leaves out, sources
cells      what a code cell may say
shown      what a cell may show
words      what Markdown may say
stored     how a notebook is executed and saved
repairs    what can be mended by a machine
"""

from pathlib import Path
from typing import TYPE_CHECKING

from analysis.press.rules import cells, shown, spine, stored, words
from analysis.press.rules.fault import Fault, Rule

if TYPE_CHECKING:
    from nbformat import NotebookNode

# A notebook whose name starts so leads to reports, and is none.
NO_REPORT = "00_"

EVERYWHERE: tuple[Rule, ...] = (
    spine.there_is_one_title,
    cells.a_cell_is_python,
    cells.no_cell_is_empty,
    cells.nothing_is_defined_in_a_cell,
    cells.nothing_is_printed_or_opened,
    cells.no_figure_is_drawn_by_pyplot,
    cells.no_output_is_hushed,
    cells.no_path_is_typed,
    cells.no_colour_is_typed,
    shown.a_figure_has_alt_text_and_caption,
    shown.a_table_has_a_caption,
    shown.every_reference_has_its_target,
    shown.no_value_is_a_link,
    shown.a_label_is_used_once,
    words.no_placeholder_is_left,
    stored.it_is_stored_without_traces,
    stored.no_path_of_a_machine_stands_in_it,
)
OF_REPORTS: tuple[Rule, ...] = (
    spine.the_name_is_a_number_and_a_question,
    spine.the_title_is_the_question_of_the_file_name,
    spine.why_it_matters_stands_below_the_title,
    spine.parameters_and_setup_follow_the_title,
    spine.the_parameters_are_declared_and_their_defaults_accepted,
    spine.the_sections_are_complete_and_in_order,
    spine.in_short_begins_with_a_computed_sentence,
    spine.sources_are_the_last_cell,
    cells.a_cell_is_short,
    shown.a_cell_shows_one_thing,
    shown.setup_and_parameters_show_nothing,
    shown.what_is_shown_describes_itself,
    shown.a_figure_follows_its_table,
    words.prose_holds_no_computed_number,
    stored.it_was_executed_in_order,
)


def rules(path: Path) -> tuple[Rule, ...]:
    """Return the rules that a notebook of this name has to keep."""
    return EVERYWHERE if path.name.startswith(NO_REPORT) else (*OF_REPORTS, *EVERYWHERE)


def faults(notebook: "NotebookNode", path: Path) -> list[Fault]:
    """Return what keeps a notebook from being a report, in the order of its cells."""
    if reason := stored.invalidity(notebook):
        return [Fault(None, f"the file breaks the format of notebooks: {reason}.")]
    found = [fault for rule in rules(path) for fault in rule(notebook, path)]
    return sorted(found, key=lambda fault: fault.cell or 0)
