"""How wide columns are, and how large their letters: no table leaves its page, few look odd."""

from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.press.typeset import columns, shares
from analysis.press.typeset.letters import line_count, width_em

widths_of_texts = st.lists(
    st.lists(st.text("ab 1,", max_size=60), min_size=1, max_size=30), min_size=1, max_size=4
)
LONG = "The register rounds it up, as the press did before it, and nobody has corrected either."


def rows_of(*texts: str, times: int = 12) -> columns.Texts:
    """Return rows of these texts."""
    return [{x: (text, 1) for x, text in enumerate(texts)} for _ in range(times)]


def rooms_em(panel: columns.Layout) -> list[float]:
    """Return what each column has for letters."""
    return [(width - 2 * panel.inset_pt) / panel.size_pt for width in panel.widths_pt]


@given(widths_of_texts)
@settings(max_examples=60, deadline=None)
def test_no_table_is_wider_than_its_page_or_too_small_to_read(rows):
    count = max(map(len, rows))
    texts = [{x: (row[x] if x < len(row) else "", 1) for x in range(count)} for row in rows]

    panels = columns.layouts(texts[:1], texts[1:])

    shown = [column for panel in panels for column in panel.columns]
    assert set(shown) == set(range(count))
    for panel in panels:
        page_pt = columns.LANDSCAPE_PT if panel.landscape else columns.PORTRAIT_PT
        assert sum(panel.widths_pt) <= page_pt + 0.01
        assert panel.size_pt >= 6.5
        assert panel.columns[0] == 0


def test_no_column_is_reckoned_narrower_than_what_stays_on_one_line():
    unbroken = "1\xa0234\xa0567\xa0890\xa0million\xa0RUB"
    rows = rows_of("a" * 200, f"less than {unbroken}", times=3)

    (panel,) = columns.layouts(rows_of("x", "x", times=1), rows)

    assert rooms_em(panel)[1] >= width_em(unbroken)


def test_letters_get_smaller_where_broken_lines_would_make_a_table_much_longer():
    rows = rows_of(*(f"{x} to 10 October 2021, UTC+3" for x in range(4)), times=3)

    (panel,) = columns.layouts(rows_of(*["Time"] * 4, times=1), rows)

    assert panel.size_pt < columns.SIZES_PT[0]
    assert all(
        width_em(text) <= room
        for room, (text, _) in zip(rooms_em(panel), rows[0].values(), strict=True)
    )


def test_a_table_of_which_few_lines_break_has_letters_as_large_as_its_neighbours():
    rows = rows_of("word " * 6, "word " * 4, "short") + rows_of(
        "word " * 6, "word " * 4, LONG, times=1
    )
    head = rows_of("x", "x", "x", times=1)

    (panel,) = columns.layouts(head, rows)

    assert sum(rooms_em(panel)) < width_em("word " * 6 + "word " * 4 + LONG)
    assert panel.size_pt == columns.SIZES_PT[0]


def test_a_table_of_several_pages_is_in_small_letters():
    head = rows_of("What", "Remark", times=1)

    (short,) = columns.layouts(head, rows_of(LONG, LONG, times=9))
    (long,) = columns.layouts(head, rows_of(LONG, LONG, times=90))

    assert long.size_pt < short.size_pt


def test_a_column_of_long_text_gets_what_columns_of_short_text_do_not_need():
    rows = rows_of("film.ru and its readers", "one of two", "12 of 30", LONG * 2)

    (panel,) = columns.layouts(rows_of("Said by", "Reach", "Sources", "Remark", times=1), rows)

    *short, long = rooms_em(panel)
    assert long > sum(short)
    assert all(
        line_count(text, room) <= 2
        for (text, _), room in zip(rows[0].values(), short, strict=False)
    )


@given(widths_of_texts)
@settings(max_examples=60, deadline=None)
def test_no_width_is_moved_off_the_page_or_from_a_column_that_needs_it(rows):
    texts = [{x: (row[x] if x < len(row) else "", 1) for x in range(4)} for row in rows]
    least, natural, given_widths = (2.0,) * 4, (30.0,) * 4, (10.0,) * 4

    widths = shares.evened([given_widths], least, natural, texts)

    assert sum(widths) <= sum(given_widths) + 1e-9
    assert min(widths) >= 2.0 - 1e-9


def test_width_moves_to_where_it_saves_lines_until_the_giver_has_its_least():
    texts = rows_of("one two", LONG * 9)

    widths = shares.evened([(20.0, 20.0)], (12.0, 5.0), (20.0, 300.0), texts)

    assert 12.0 <= widths[0] < 13.0  # what is left would save no line
    assert sum(widths) == 40.0
