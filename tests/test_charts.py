"""Plain charts say in words what they draw."""

import pandas as pd

from analysis import show

RAIN = pd.DataFrame({"month": ["April", "May", "June"], "rain_mm": [12.5, 30.0, None]})


def _described(made):
    bundle, metadata = made._repr_mimebundle_()
    return bundle["text/plain"], metadata["image/svg+xml"]


def test_bars_name_every_value_and_carry_caption_and_label():
    text, about = _described(show.bars(RAIN, "rain_mm", "month", "Rain.", label="rain"))

    assert about["alt"] == "Bars of Rain (mm) by Month: April 12.5; May 30.0."
    assert (about["caption"], about["label"]) == ("Rain.", "fig-rain")
    assert "axes: Rain (mm)" in text
    assert "April | May" in text


def test_a_line_runs_in_the_order_of_the_rows():
    text, about = _described(
        show.line(RAIN.assign(day=[3, 1, 2]), "day", "rain_mm", "Rain.", label="days")
    )

    assert about["alt"] == "Line of Rain (mm) by Day: 3 12.5; 1 30.0."
    assert "line n=2; x 3 1" in text


def test_a_line_through_dates_has_dates_on_its_axis():
    days = pd.date_range("2024-05-01", periods=3)
    text, _ = _described(show.line(RAIN.assign(day=days), "day", "rain_mm", "R.", label="days"))

    assert "2024" in text


def test_many_values_are_summed_up_by_their_ends():
    many = pd.DataFrame({"n": range(100), "share_percent": [n / 10 for n in range(100)]})
    _, about = _described(show.bars(many, "share_percent", "n", "Shares.", label="shares"))

    assert about["alt"] == "Bars of Share (%) by N: 100 of them, from 0.00 to 9.90."


def test_from_no_rows_a_sentence_is_made():
    assert "nothing to draw" in show.bars(RAIN[2:], "rain_mm", "month", "R.", label="r").markdown
