"""Is a story true? Each of its claims is tested against the tables, by the same rules.

spans        figures, days and lists as spans that can be compared
evidence     what others published, and how a finding bears on a claim
flown        who flew, in which flights
aboard       claims on who flew in what, when and how old
catalogued   claims on firsts and launches
made         claims on how, where and for how much the film was made
named        claims on who takes part in a film, and who announced it
rules        from evidence to a verdict
scores       the tables of a report: score card, evidence, what is off
looks        the longer looks that some claims need
readings     what all these tables say, as the values of sentences
making       the same of the tables on how the film was made
"""

from analysis.verdicts.looks import (
    ages_on_days,
    definitions_of_first,
    failures_by_state,
    failures_by_year,
    methods,
    places,
    race,
    race_columns,
    ratios,
    sums_by_day,
)
from analysis.verdicts.making import (
    of_bound,
    of_footage,
    of_methods,
    of_one_scene,
    of_places,
    of_ratios,
    of_sums,
)
from analysis.verdicts.readings import (
    key_figures,
    of_ages,
    of_disputed_firsts,
    of_europe,
    of_failures,
    of_firsts,
    of_race,
    of_story,
)
from analysis.verdicts.rules import RULES, VERDICTS, thresholds
from analysis.verdicts.scores import (
    TABLES,
    cases,
    caveats,
    evidence_table,
    figures_off,
    joint_sources,
    score_card,
    tally,
    without_findings,
)

__all__ = [
    "RULES",
    "TABLES",
    "VERDICTS",
    "ages_on_days",
    "cases",
    "caveats",
    "definitions_of_first",
    "evidence_table",
    "failures_by_state",
    "failures_by_year",
    "figures_off",
    "joint_sources",
    "key_figures",
    "methods",
    "of_ages",
    "of_bound",
    "of_disputed_firsts",
    "of_europe",
    "of_failures",
    "of_firsts",
    "of_footage",
    "of_methods",
    "of_one_scene",
    "of_places",
    "of_race",
    "of_ratios",
    "of_story",
    "of_sums",
    "places",
    "race",
    "race_columns",
    "ratios",
    "score_card",
    "sums_by_day",
    "tally",
    "thresholds",
    "without_findings",
]
