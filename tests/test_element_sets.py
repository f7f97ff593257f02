"""Two-line elements: reading, writing, and telling true ones from false."""

import json
from datetime import date

import pandas as pd
import pytest

from analysis.refresh import element_sets

TODAY = date(2021, 11, 4)
# Sets as the US Space Force issued them, two to fifteen days apart.
TRUE_4_OCTOBER = (
    "1 25544U 98067A   21277.86166359  .00005427  00000-0  10685-3 0  9994\n"
    "2 25544  51.6453 160.4350 0004170  58.5851  39.6969 15.48931550305594\n"
)
TRUE_8_OCTOBER = (
    "1 25544U 98067A   21281.73004796  .00003128  00000-0  65029-4 0  9990\n"
    "2 25544  51.6444 141.3023 0004210  71.7185  11.5978 15.48952913306193\n"
)
TRUE_15_OCTOBER = (
    "1 25544U 98067A   21288.70144628  .00006635  00000-0  12985-3 0  9991\n"
    "2 25544  51.6430 106.8285 0003768 107.2156 352.5939 15.48692786307278\n"
)
TRUE_19_OCTOBER = (
    "1 25544U 98067A   21292.89044074  .00004617  00000-0  92733-4 0  9998\n"
    "2 25544  51.6431  86.1166 0004166 125.7553 304.8177 15.48743137307929\n"
)
TRUE_3_NOVEMBER = (
    "1 25544U 98067A   21307.55056576  .00006301  00000-0  12281-3 0  9999\n"
    "2 25544  51.6446  13.6218 0003585 168.4944 336.9654 15.48910556310190\n"
)
TRUE_SETS = TRUE_4_OCTOBER + TRUE_8_OCTOBER + TRUE_15_OCTOBER + TRUE_19_OCTOBER + TRUE_3_NOVEMBER
# Sets that go about in public source code: seven invented, the last cut short.
FALSE_SETS = [
    "1 25544U 98067A   21278.52661806  .00000800  00000-0  20684-4 0  9995\n"
    "2 25544  51.6442  13.1247 0008036  23.6079 336.5377 15.48861704303602\n",
    "1 25544U 98067A   21280.11247847  .00000000  00000-0  37761-4 0  9992\n"
    "2 25544  51.6447 102.4342 0005763 104.0031 256.1835 15.48907938281409\n",
    "1 25544U 98067A   21281.53070690  .00000238  00000+0  59288-4 0  9994\n"
    "2 25544  51.6437 243.3392 0008446  38.9637 321.1813 15.48757739290498\n",
    "1 25544U 98067A   21290.47597024  .00000765  00000-0  16968-4 0  9995\n"
    "2 25544  51.6456  10.3567 0009774 337.5833  22.4636 15.48919442442026\n",
    "1 25544U 98067A   21292.47037037  .00000725  00000+0  24610-4 0  9992\n"
    "2 25544  51.6416 289.5233 0007985   5.6366  82.6783 15.48811595504709\n",
    "1 25544U 98067A   21293.61892701  .00000913  00000-0  26179-4 0  9991\n"
    "2 25544  51.6443  88.9783 0004266  35.1673  33.6829 15.48976801304895\n",
    "1 25544U 98067A   21306.18396740  .00001875  00000-0  42844-4 0  9993\n"
    "2 25544  51.6444 354.6522 0006238 167.8221 327.3999 15.48439540312055\n",
    "1 25544U 98067A   21294.13453560  .00002095  00000-0  46566-4 0  9992\n"
    "2 25544  51.6430  79.9628 0004254 128.2192  43.3615 15.48750324308\n",
]
MESSAGE = {
    "OBJECT_NAME": "ISS (ZARYA)",
    "OBJECT_ID": "1998-067A",
    "EPOCH": "2021-10-04T20:40:47.734176",
    "MEAN_MOTION": 15.48931550,
    "ECCENTRICITY": 0.0004170,
    "INCLINATION": 51.6453,
    "RA_OF_ASC_NODE": 160.4350,
    "ARG_OF_PERICENTER": 58.5851,
    "MEAN_ANOMALY": 39.6969,
    "EPHEMERIS_TYPE": 0,
    "CLASSIFICATION_TYPE": "U",
    "NORAD_CAT_ID": 25544,
    "ELEMENT_SET_NO": 999,
    "REV_AT_EPOCH": 30559,
    "BSTAR": 0.10685e-3,
    "MEAN_MOTION_DOT": 5.427e-5,
    "MEAN_MOTION_DDOT": 0,
}


def with_right_checksums(text):
    lines = [line[:68].ljust(68) for line in text.splitlines()]
    return "".join(f"{line}{element_sets.checksum(line)}\n" for line in lines)


def test_true_sets_have_no_problem():
    assert dict(element_sets.problems(element_sets.from_tle(TRUE_SETS))) == {}


@pytest.mark.parametrize("text", FALSE_SETS)
def test_false_sets_are_found_by_their_columns_or_checksum(text):
    assert element_sets.line_problem(*text.splitlines())


@pytest.mark.parametrize("text", FALSE_SETS)
def test_false_sets_are_found_by_their_neighbours_were_the_checksum_right(text):
    sets = element_sets.from_tle(TRUE_SETS + with_right_checksums(text))

    [(place, problem)] = element_sets.problems(sets)

    assert place == len(sets) - 1
    assert "other sets lead to" in problem


@pytest.mark.parametrize(("right", "wrong"), [("106.8285", "112.8285"), ("30727", "30732")])
def test_a_node_or_a_revolution_that_is_a_little_off_is_found(right, wrong):
    text = with_right_checksums(TRUE_15_OCTOBER.replace(right, wrong))
    sets = element_sets.from_tle(TRUE_SETS.replace(TRUE_15_OCTOBER, text))

    assert [place for place, _ in element_sets.problems(sets)] == [2]


@pytest.mark.parametrize("column", range(2, 68))
def test_a_wrong_digit_anywhere_is_found(column):
    line1, line2 = TRUE_4_OCTOBER.splitlines()
    digit = line2[column]
    wrong = "7" if digit != "7" else "3"

    assert element_sets.line_problem(line1, line2[:column] + wrong + line2[column + 1 :])


def test_a_set_is_read_from_two_lines_or_from_three_with_a_name():
    [row] = element_sets.from_tle(f"ISS (ZARYA)             \n{TRUE_4_OCTOBER}").to_dict("records")

    assert (row["craft"], row["norad_id"], row["epoch"]) == ("ISS", "25544", "2021-10-04T20:40:47Z")
    assert f"{row['line1']}\n{row['line2']}\n" == TRUE_4_OCTOBER


def test_celestraks_json_gives_the_lines_that_celestrak_prints():
    [row] = element_sets.from_json(json.dumps([MESSAGE]), "", TODAY).to_dict("records")

    assert f"{row['line1']}\n{row['line2']}\n" == TRUE_4_OCTOBER


@pytest.mark.parametrize(
    ("name", "value", "line", "columns", "written"),
    [
        ("MEAN_MOTION_DOT", -0.00169740, 0, slice(33, 43), "-.00169740"),
        ("BSTAR", -0.30424e-2, 0, slice(53, 61), "-30424-2"),
        ("BSTAR", 0.0, 0, slice(53, 61), " 00000+0"),
        ("BSTAR", 0.123, 0, slice(53, 61), " 12300+0"),
        ("REV_AT_EPOCH", 7, 1, slice(63, 68), "    7"),
        ("RA_OF_ASC_NODE", 9.5, 1, slice(17, 25), "  9.5000"),
    ],
)
def test_numbers_are_written_into_their_columns(name, value, line, columns, written):
    lines = element_sets.tle_lines(MESSAGE | {name: value}, TODAY)

    assert lines[line][columns] == written
    assert element_sets.line_problem(*lines) is None


def test_a_message_without_an_element_is_refused_by_its_name():
    short = {name: value for name, value in MESSAGE.items() if name != "BSTAR"}

    with pytest.raises(ValueError, match=r"ISS \(ZARYA\) cannot be read: KeyError 'BSTAR'"):
        element_sets.tle_lines(short, TODAY)


def test_a_message_that_is_no_message_is_refused():
    with pytest.raises(ValueError, match="a satellite cannot be read"):
        element_sets.tle_lines({"error": "busy"}, TODAY)


# The station was launched on 20 November 1998; lines without a century turn 2098 into 1998.
@pytest.mark.parametrize("epoch", ["1997-10-04", "2098-12-31", "2021-11-06", "0001-01-01"])
def test_an_epoch_before_the_launch_or_in_the_future_is_refused(epoch):
    message = MESSAGE | {"EPOCH": f"{epoch}T20:40:47.734176"}

    with pytest.raises(
        ValueError, match=f"the epoch {epoch}.* between its launch in 1998 and 2021"
    ):
        element_sets.tle_lines(message, TODAY)


def test_an_epoch_some_hours_ahead_is_in_order():
    message = MESSAGE | {"EPOCH": "2021-11-05T03:00:00.000000"}

    assert element_sets.tle_lines(message, TODAY)[0].startswith("1 25544U 98067A   21309.125")


HEADER = "line1,line2,provenance\n"
NONE = pd.DataFrame(columns=element_sets.COLUMNS).astype({"epoch": "datetime64[ns, UTC]"})


def collected(*texts):
    """Return the table of sets that somebody put together by hand."""
    rows = [",".join([*text.splitlines(), "owner/name file.js"]) for text in texts]
    list_2021 = HEADER + "\n".join(rows) + "\n"
    return element_sets.elements(list_2021, HEADER, "", "", known=NONE, today=TODAY)


def test_a_false_set_among_those_collected_is_refused():
    with pytest.raises(ValueError, match=r"the element set of 2021-10-05.* has the checksum 5"):
        collected(TRUE_4_OCTOBER, FALSE_SETS[0])


def test_of_two_sets_that_contradict_each_other_the_newcomer_is_named():
    known = collected(TRUE_4_OCTOBER).assign(epoch=pd.Timestamp("2021-10-04T20:40:47Z"))
    wrong = MESSAGE | {"EPOCH": "2021-10-03T20:40:47.734176", "RA_OF_ASC_NODE": 12.5}

    with pytest.raises(ValueError, match=r"the element set of 2021-10-03T20:40:47Z has its node"):
        element_sets.elements("", "", json.dumps([wrong]), "", known=known, today=TODAY)


def test_the_repository_is_kept_and_nothing_else_of_where_a_set_was_seen():
    lines = TRUE_4_OCTOBER.splitlines()
    table = pd.DataFrame(
        [[*lines, "owner/name.js src/iss.js @5c0d"], [*lines, "public source file ; comment"]],
        columns=["line1", "line2", "provenance"],
    )

    seen = [
        element_sets.elements(row.to_csv(index=False), "", "", "", known=NONE, today=TODAY)
        for row in (table.iloc[[0]], table.iloc[[1]])
    ]

    assert [x["seen_at"].item() for x in seen] == ["https://github.com/owner/name.js", ""]
