"""The figures on light and takes: drawn as vectors, words that can be read."""

import pandas as pd
import pytest
from matplotlib.colors import to_rgb

from analysis.figures import maps
from analysis.figures import orbits as figures
from analysis.press.web import colours

READABLE = 4.5  # WCAG 2.2, 1.4.3: contrast of text


@pytest.fixture
def takes():
    days = pd.date_range("2021-10-05", periods=4)
    parts = (1.0, 0.85, 0.6, 0.1)
    rows = [(shot, day, length * part) for shot, length in (("Land", 25.0), ("Golden light", 4.0))
            for day, part in zip(days, parts, strict=True)]  # fmt: skip
    return pd.DataFrame(rows, columns=["shot", "day", "length_min"])


def test_a_calendar_is_drawn_as_vectors_that_a_dark_page_can_repaint(takes):
    figure = figures.best_takes(takes, ["Land", "Golden light"])
    svg = figure._repr_mimebundle_()[0]["image/svg+xml"]

    assert "<image" not in svg
    assert len(figure.axes[0].patches) == len(figures.SHADES)


@pytest.mark.parametrize("paint", [lambda colour: colour, colours.dark])
def test_the_words_of_every_shade_can_be_read_on_white_and_on_dark_paper(paint):
    def hexadecimal(colour):
        return "#" + "".join(f"{round(255 * part):02x}" for part in to_rgb(colour))

    for shade, words in figures.SHADES.values():
        pair = (paint(hexadecimal(shade)), paint(hexadecimal(words)))
        assert colours.contrast(*pair) >= READABLE


@pytest.mark.parametrize("paint", [lambda colour: colour, colours.dark])
def test_the_two_strongest_shades_can_be_told_apart(paint):
    best, good = (paint(shade) for shade, _ in list(figures.SHADES.values())[:2])

    assert colours.contrast(best, good) >= 1.7


def test_a_day_without_a_take_has_a_dash(takes):
    figure = figures.best_takes(takes.iloc[1:], ["Land", "Golden light"])

    assert "–" in [text.get_text() for text in figure.axes[0].texts]


def test_numbers_that_are_printed_alike_have_one_shade():
    days = pd.date_range("2021-10-05", periods=3)
    takes = pd.DataFrame({"shot": "Live", "day": days, "length_min": [10.0, 9.54, 9.46]})
    figure = figures.best_takes(takes, ["Live"])

    assert [words.get_text() for words in figure.axes[0].texts] == ["10", "9.5", "9.5"]
    assert [words.get_color() for words in figure.axes[0].texts] == ["white"] * 3


def test_no_name_on_the_map_covers_a_place():
    places = pd.DataFrame(
        {"longitude_deg": [0.0, 12.0, -60.0], "latitude_deg": [45.0, 45.0, 0.0]}
    )  # fmt: skip
    near = places.assign(place=["Alpha", "Beta", "Gamma, in full"])

    nothing = places.head(0)
    named = {row.place: side for row, side in maps._names(near, places, nothing)}

    # Beta's dot stands east of Alpha, and Alpha's name, which came first, west of Beta's.
    assert named == {"Alpha": (-1, 0), "Beta": (1, 0), "Gamma, in full": (1, 0)}


def test_no_name_on_the_map_covers_the_track():
    places = pd.DataFrame({"longitude_deg": [0.0], "latitude_deg": [10.0]})
    near = places.assign(place=["Alpha"])
    line = pd.DataFrame({"longitude_deg": [2.0, 12.0], "latitude_deg": [10.0, 10.0]})

    [(_, side)] = maps._names(near, places, maps._drawn([line, line.assign(latitude_deg=11.0)]))

    assert side == (-1, 0)  # the line runs east of the dot


def test_the_map_fills_its_figure_to_the_top():
    hours = pd.date_range("2021-10-06 06:00", periods=3, freq="h")
    track = pd.DataFrame({"time": hours, "longitude_deg": [0.0, 30.0, 60.0],
                          "latitude_deg": [0.0, 40.0, 50.0], "craft": "sunlight"})  # fmt: skip
    edge = pd.DataFrame({"time": hours[:1], "longitude_deg": 0.0, "latitude_deg": 0.0,
                         "is_dark_north": True})  # fmt: skip
    places = pd.DataFrame({"place": ["Lagos"], "longitude_deg": 3.4, "latitude_deg": 6.5})
    figure = maps.ground_track(
        track,
        track.assign(line_id=1),
        places.rename(columns={"place": "name"}),
        places,
        edge,
        "Lagos",
    )
    figure.draw_without_rendering()

    box = figure.axes[0].get_position()
    assert box.y1 > 0.95
    assert box.width > 0.9
