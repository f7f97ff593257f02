"""What changed between two runs: news and no noise, in data and in words."""

from datetime import date

import pandas as pd
import pytest

from analysis import show
from analysis.press.changes import front, since, snapshots
from analysis.press.changes.differences import Difference, differences, same

TWO_YEARS = [
    {"film": "Gravity", "year": 2013, "verdict": "holds", "rating": 7.7},
    {"film": "The Challenge", "year": 2023, "verdict": "disputed", "rating": 5.8},
]


def _output(shown):
    bundle = shown._repr_mimebundle_()
    data, metadata = bundle if isinstance(bundle, tuple) else (bundle, {})
    return {"output_type": "execute_result", "data": data, "metadata": metadata}


def _run(*shown, moment="", as_of="", parameters=(), tags=()):
    cells = [
        {"cell_type": "code", "metadata": {"tags": [*tags]}, "outputs": [_output(each)]}
        for each in shown
    ]
    about = {"parameters": [*parameters]}
    notebook = {"cells": cells, "metadata": {"filmed_in_orbit": about}}
    return snapshots.of_notebook(notebook, moment and "2026-11-15T060000Z", moment, as_of)


def _footage(hours):
    return show.sentence("The crew shot {footage_h:.0f} hours.", footage_h=hours)


def _films(rows=None, **kw):
    return show.table(pd.DataFrame(rows or TWO_YEARS), "The films.", label="films", **kw)


def _kinds(found):
    return [(one.kind, one.subject, one.before, one.after) for one in found]


def test_a_run_does_not_differ_from_itself():
    run = _run(_footage(30.2), _films())

    assert differences(run, run) == []


def test_a_value_that_moved_is_told_with_old_and_new_unit_and_sentence():
    [one] = differences(_run(_footage(30)), _run(_footage(31)))

    assert (one.kind, one.subject, one.before, one.after, one.unit) == (
        "value moved", "Footage", "30", "31", "h",
    )  # fmt: skip
    assert one.where == "The crew shot 31 hours."
    assert (one.was, one.now) == (30, 31)


def test_a_value_that_is_printed_as_before_is_no_news():
    assert differences(_run(_footage(30.1)), _run(_footage(30.4))) == []


@pytest.mark.parametrize(("tolerance", "count"), [(0.01, 0), (0.001, 1)])
def test_what_moves_by_less_than_the_tolerance_is_no_news(tolerance, count):
    before, after = (
        _run(show.sentence("{ratio:.3f} to one", ratio=ratio)) for ratio in (50.0, 50.2)
    )

    assert len(differences(before, after, tolerance)) == count


def test_a_new_value_and_one_that_is_gone_are_told():
    before, after = _run(_footage(30)), _run(show.sentence("It has {chapters}.", chapters=3))

    assert _kinds(differences(before, after)) == [
        ("value new", "Chapters", None, "3"),
        ("value gone", "Footage", "30", None),
    ]


def test_of_values_of_one_name_only_that_which_moved_is_told_wherever_it_stands():
    films = [show.sentence("{films} films.", films=count) for count in (30, 30, 3)]
    more = show.sentence("Of {films}, we know the method.", films=4)

    assert _kinds(differences(_run(*films), _run(more, *films[:2]))) == [
        ("value moved", "Films", "3", "4")
    ]


def test_every_statement_of_a_name_is_kept_in_the_order_of_the_report():
    cells = [{"cell_type": "code", "outputs": [_output(_footage(hours))]} for hours in (30, 8)]

    values = snapshots.values({"cells": cells})

    assert values["footage_h"] == {
        "value": 30, "unit": "h", "words": "Footage", "printed": "30",
        "said": "The crew shot 30 hours.",
    }  # fmt: skip
    assert values["footage_h-2"]["value"] == 8


def test_rows_that_came_and_went_are_told_by_their_names():
    rows = [TWO_YEARS[0], {"film": "Project", "year": 2027, "verdict": "–", "rating": 1.0}]

    found = differences(_run(_films()), _run(_films(rows)))

    assert [(one.kind, one.now or one.was) for one in found] == [
        ("rows new", ["Project"]),
        ("rows gone", ["The Challenge"]),
    ]


def test_a_row_is_known_by_its_name_wherever_it_stands():
    assert differences(_run(_films()), _run(_films(TWO_YEARS[::-1]))) == []


def test_a_row_whose_name_changed_in_one_cell_is_not_another_row():
    figures = [{"said": f"{h} h", "by": "AFP", "on": "20 April", "grade": "high"} for h in (30, 31)]
    before, after = (_run(_films([row])) for row in figures)

    assert _kinds(differences(before, after)) == [("cell changed", "tbl-films", "30 h", "31 h")]


def test_a_verdict_that_turned_comes_first():
    turned = [TWO_YEARS[0], TWO_YEARS[1] | {"verdict": "holds", "rating": 6.5}]

    found = differences(_run(_footage(30), _films()), _run(_footage(31), _films(turned)))

    assert _kinds(found) == [
        ("verdict turned", "tbl-films", "disputed", "holds"),
        ("value moved", "Footage", "30", "31"),
        ("cell changed", "tbl-films", "5.80", "6.50"),
    ]
    assert found[0].where == "The Challenge · Verdict"


def test_a_cell_is_compared_by_what_is_printed_and_within_the_tolerance():
    moved = [TWO_YEARS[0], TWO_YEARS[1] | {"rating": 5.81}]

    before, after = _run(_films()), _run(_films(moved))

    assert len(differences(before, after, 1e-6)) == 1
    assert differences(before, after, 0.01) == []


def test_columns_that_are_not_printed_are_no_news():
    hidden = [row | {"rating": 1.0} for row in TWO_YEARS]

    before, after = (_run(_films(rows, columns="film year")) for rows in (TWO_YEARS, hidden))

    assert differences(before, after) == []


def test_a_table_that_came_or_went_is_told():
    assert _kinds(differences(_run(_films()), _run())) == [("table gone", "tbl-films", None, None)]
    assert _kinds(differences(_run(), _run(_films()))) == [("table new", "tbl-films", None, None)]


def test_a_figure_that_draws_other_data_is_told():
    @show.figure
    def heights(table):
        made = show.Figure((3, 2), alt="Heights.", caption="Heights")
        made.subplots().plot(table["km"])
        return made

    before, after = (_run(heights(pd.DataFrame({"km": km}))) for km in ([1, 2], [1, 3]))

    assert _kinds(differences(before, after)) == [("figure redrawn", "fig-heights", None, None)]
    assert differences(after, after) == []


def test_another_value_of_a_parameter_is_told_before_what_follows_from_it():
    before = _run(_footage(30), parameters=[["film examined", "The Challenge"]])
    after = _run(_footage(8), parameters=[["film examined", "Hubble 3D"]])

    found = differences(before, after)

    assert [one.kind for one in found] == ["parameter set", "value moved"]
    line = since.line_of(found[0], str)
    assert line == "Parameter changed, film examined: The Challenge → Hubble 3D"


def test_a_parameter_that_has_other_words_for_the_same_value_was_not_set():
    before = _run(_footage(30), parameters=[["state whose launches count", "Russia"]])
    after = _run(_footage(30), parameters=[["whose launches count", "Russia"]])

    assert differences(before, after) == []


def test_what_cells_do_not_show_is_not_compared():
    assert _run(_footage(30), tags=["setup"]).stated == []


@pytest.mark.parametrize(
    ("old", "new", "is_same"),
    [(0, 0.0, True), (True, 1, False), (None, 0, False), (1e9, 1e9 + 1, True), ("a", "a", True)],
)
def test_values_are_compared_as_what_they_are(old, new, is_same):
    assert same(old, new, 1e-6) is is_same


# What a report opens with.

MOMENT = "2026-11-15T06:00:00+00:00"
TODAY = date(2026, 11, 22)


def _news(before, after, tolerance=1e-6, as_of=TODAY):
    return since.news(before, after, "film", tolerance, as_of)


def test_a_report_opens_with_what_changed_since_the_day_of_the_last_run():
    news = _news(_run(_footage(30), moment=MOMENT), _run(_footage(31)))

    assert news["markdown"] == (
        "**Since 15 November 2026**:\n\n- 30 → 31 h: “The crew shot 31 hours.”"
    )
    assert news["differences"][0]["was"] == 30
    assert news["run"] == "2026-11-15T060000Z"


def test_a_report_says_when_nothing_changed_and_what_was_not_counted():
    run = _run(_footage(30), moment=MOMENT)

    assert _news(run, run)["markdown"] == "**Nothing changed since 15 November 2026**."
    assert _news(run, run, tolerance=0.01)["markdown"] == (
        "**Nothing changed since 15 November 2026**, numbers that moved by less than 1 % aside."
    )


def test_a_run_of_the_same_day_is_named_by_its_time():
    run = _run(_footage(30), moment="2026-11-22T13:18:02+00:00")

    assert "since the run of 22 November 2026, 13:18:02 UTC" in _news(run, run)["markdown"]


def test_a_run_is_named_by_the_day_that_it_was_made_for_not_by_when_it_was_made():
    late = _run(_footage(30), moment=MOMENT, as_of="2026-11-08")

    assert "since 8 November 2026" in _news(late, late)["markdown"]


def test_a_verdict_that_several_tables_repeat_makes_one_line():
    turned = [TWO_YEARS[0], TWO_YEARS[1] | {"verdict": "holds"}]
    before, after = (
        _run(*(show.table(pd.DataFrame(rows), "Films.", label=name) for name in ("a", "b")))
        for rows in (TWO_YEARS, turned)
    )

    found = differences(before, after)

    assert len(found) == 2
    assert front.front(found, "film") == [
        "[table](#tbl-a), The Challenge · Verdict: disputed → holds"
    ]


def test_a_row_is_named_by_what_is_printed_of_it_that_tells_it_apart():
    claims = [
        {"number": n, "claim": f"claim {'ab'[n]}", "verdict": "holds", "on": f"{n}"} for n in (0, 1)
    ]
    turned = [claims[0], claims[1] | {"verdict": "disputed"}]
    before, after = (_run(_films(rows, columns="number verdict on")) for rows in (claims, turned))

    [one] = differences(before, after)

    assert one.where == "claim b · Verdict"


def test_long_texts_are_shortened_to_where_they_begin_to_differ():
    before, after = (
        show.sentence("{claims}", claims=f"that the film was the first of its kind anywhere; {end}")
        for end in ("that it took 12 days and no more", "that it cost a billion roubles")
    )

    [one] = differences(_run(before), _run(after))
    line = since.line_of(one, str)

    assert line == "Claims: … took 12 days and no more → … cost a billion roubles"


def test_a_report_opens_with_eight_lines_at_most_and_says_where_the_others_are():
    names = [f"n{number}" for number in range(20)]
    before, after = (
        _run(*(show.sentence(f"Of {n} {{{n}}}.", **{n: count}) for n in names), moment=MOMENT)
        for count in (1, 2)
    )

    lines = _news(before, after)["markdown"].splitlines()[2:]

    assert len(lines) == 9
    assert lines[-1] == "- and 12 more, which `analysis diff film` lists"


def test_many_values_do_not_hide_that_rows_were_added():
    names = [f"n{number}" for number in range(20)]
    before, after = (
        _run(*(show.sentence(f"Of {n} {{{n}}}.", **{n: i}) for n in names), _films(TWO_YEARS[:i]),
             moment=MOMENT)
        for i in (1, 2)
    )  # fmt: skip

    assert "[table](#tbl-films): 1 row new" in _news(before, after)["markdown"]


def test_what_is_told_of_text_cannot_become_markup():
    who = "Laika &lt;script&gt;\\*x\\*"
    before, after = (
        _run(show.sentence(f"{who} flew {{days}} days.", days=days), moment=MOMENT)
        for days in (1, 2)
    )

    assert "&lt;script&gt;\\*x\\*" in _news(before, after)["markdown"]


def test_numbers_of_one_sentence_that_moved_make_one_line_that_quotes_it():
    before, after = (
        _run(show.sentence("**It cost {low:.1f} to {high:.1f}.** So it was.", low=low, high=high))
        for low, high in ((15.84, 20.1), (17.31, 21.2))
    )

    assert front.front(differences(before, after), "film") == [
        "15.8 → 17.3; 20.1 → 21.2: “It cost 17.3 to 21.2.”"
    ]


def test_a_long_sentence_is_shortened_to_where_its_number_moved():
    words = "At the lowest of all prices that were published " * 5
    before, after = (
        _run(show.sentence(f"{words}it cost {{cost}} and no more.", cost=n)) for n in (3, 4)
    )

    [line] = front.front(differences(before, after), "film")

    assert line.startswith("3 → 4: “… ")
    assert line.endswith("it cost 4 and no more.”")
    assert len(line) < 200


def test_what_only_one_run_states_is_counted_and_not_listed():
    before = _run(
        show.sentence("The crew shot {enough:.0f} hours.", enough=30),
        show.sentence("Whoever waited did so for {waited_percent:.1f} %.", waited_percent=99.4),
    )
    after = _run(
        show.sentence("That is longer than {waited_percent:.1f} % of trips.", waited_percent=98.9),
        show.sentence("It has {chapters} chapters and {scenes} scenes.", chapters=3, scenes=9),
    )

    assert front.front(differences(before, after), "film") == [
        front.STILL,
        "3 statements are new, 2 are gone",
    ]


def test_a_text_that_reads_otherwise_is_counted_and_not_listed():
    before, after = (_run(show.sentence("It {how}.", how=how)) for how in ("holds", "fell"))

    assert front.front(differences(before, after), "film") == [
        front.STILL,
        "1 statement says something else",
    ]


def test_of_a_table_a_report_says_only_how_many_rows_are_new_gone_and_changed():
    rows = [{"film_key": f"key-{n}", "film": None, "year": n, "reach": "home"} for n in range(4)]
    after = [{**row, "reach": "takings"} for row in rows[1:3]] + [
        {"film_key": "key-9", "film": None, "year": 9, "reach": "far"},
        {"film_key": "key-8", "film": None, "year": 8, "reach": "far"},
    ]

    found = differences(_run(_films(rows)), _run(_films(after)))

    assert front.front(found, "film") == [
        front.STILL,
        "[table](#tbl-films): 2 rows new, 2 gone, 2 changed",
    ]
    assert "None" not in " ".join(since.line_of(one, str) for one in found)


def test_tables_and_figures_that_came_or_went_are_told_without_internal_names():
    found = [
        Difference("table new", "tbl-a"),
        Difference("table gone", "tbl-b"),
        Difference("figure redrawn", "fig-a"),
        Difference("figure redrawn", "fig-b"),
        Difference("figure gone", "fig-c"),
    ]

    assert front.front(found, "film") == [
        "No number of the text moved",
        "[table](#tbl-a) is new",
        "1 table is gone",
        "[figure](#fig-a) and [figure](#fig-b) are drawn otherwise",
        "1 figure is gone",
    ]


def test_a_long_text_is_shortened_in_a_line():
    one = Difference("value moved", "Claims", "word " * 50, "few", None)

    assert len(since.line_of(one, str)) < 100


def test_a_damaged_run_is_no_run_to_compare_with(tmp_path):
    (tmp_path / "manifest.json").write_text('{"edition": "film", "built": "2026"}')
    assert snapshots.of_run(tmp_path) is None

    (tmp_path / "film.ipynb").write_text('{"cells": 3}')
    assert snapshots.of_run(tmp_path) is None
