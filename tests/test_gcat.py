"""GCAT's launch log: its dates, codes and rows."""

import pandas as pd
import pytest

from analysis.refresh import gcat

NO_CORRECTIONS = pd.DataFrame(columns=["table", "key", "column", "found", "replacement"])


def row(*cells):
    return "\t".join(cells) + "\n"


LAUNCHLOG = row(
    "#Launch_Tag", "Launch_Date", "Type", "Name", "LV_Type", "Launch_Site", "Agency", "LVState",
    "Launch_Code",
) + row(
    "2021-089  ", "2021 Oct  5 0855:02", "PH-H-V-     ", "Soyuz MS-19", "Soyuz-2-1A", "GIK-5",
    "FKA", "RU", "OS",
) + row(
    "2024-U02  ", "2024 Jun  3 2338", "PX  X       ", "Chang'e-6 Shangsheng Qi", "CE-6 SSQ",
    "LUNA", "CAST", "CN", "XS",
) + row(
    "2018-F01  ", "2018 Oct 11 0840:15?", "PH-HFV-     ", "Soyuz MS-10", "Soyuz-FG", "GIK-5",
    "FKA", "RU", "OF",
) + "".join(
    row("2022-002  ", "2022 Jan  6", "P           ", f"Starlink {number}", "Falcon 9", "KSC",
        "SPX/ULAL", "US", "OS75")
    for number in (1, 2, 3, 4)
)  # fmt: skip
LV = (
    "#LV_Name\tLV_Family\n# Updated 2025 Dec  1 0108:57\n"
    "Soyuz-2-1A\tR-7       \nSoyuz-FG\tR-7\nFalcon 9\tFalcon9\n"
)
SITES = (
    "#Site\tShortName\tLongitude\tLatitude\n# Updated 2025 Dec  1 0108:57\n"
    "GIK-5\tBaykonur\t   63.0000\t   46.0000\nKSC\tKennedy\t  -80.6041\t   28.6083\n"
)
ORGS = (
    "#Code\tName\tEName\n# Updated 2025 Dec  1 0108:57\n"
    "FKA\tFederalnoye kosmicheskoye agentstvo\tRoskosmos\nSPX\tSpaceX\t-\nULAL\tULA\t-\n"
)


def launches(launchlog=LAUNCHLOG, corrections=NO_CORRECTIONS):
    return gcat.launches(launchlog, LV, SITES, ORGS, corrections=corrections).set_index("tag")


def test_a_launch_is_one_row_however_many_payloads_it_has():
    table = launches()

    assert table.index.tolist() == ["2018-F01", "2021-089", "2022-002"]
    assert table.loc["2022-002", "payload_count"] == "4"
    assert table.loc["2022-002", "payloads"] == "Starlink 1; Starlink 2; Starlink 3"


def test_launches_from_the_moon_are_left_out():
    assert "2024-U02" not in launches().index


def test_people_aboard_are_told_by_the_second_letter_of_the_type():
    assert launches()["is_crewed"].tolist() == ["true", "true", "false"]


def test_names_come_from_gcats_other_tables():
    row = launches().loc["2021-089"]

    assert (row["family"], row["site_name"], row["agency_name"]) == ("R-7", "Baykonur", "Roskosmos")
    assert (row["latitude_deg"], row["longitude_deg"]) == ("46.0000", "63.0000")
    assert launches().loc["2022-002", "agency_name"] == "SpaceX / ULA"


@pytest.mark.parametrize(
    ("printed", "time", "precision", "is_uncertain"),
    [
        ("2021 Oct  5 0855:02", "2021-10-05T08:55:02Z", "second", False),
        ("1961 Aug  6 0600", "1961-08-06T06:00:00Z", "minute", False),
        ("1965 Dec 12 1454:06?", "1965-12-12T14:54:06Z", "second", True),
        ("1962 Jul 10", "1962-07-10T00:00:00Z", "day", False),
        ("1962 Jul 10?", "1962-07-10T00:00:00Z", "day", True),
    ],
)
def test_a_vague_date_says_how_vague_it_is(printed, time, precision, is_uncertain):
    assert gcat.vague_time(printed) == {
        "time": time,
        "precision": precision,
        "is_uncertain": is_uncertain,
    }


@pytest.mark.parametrize("printed", ["5 Oct 2021", "2021 Okt  5", "2021 Oct", ""])
def test_another_form_of_date_is_refused(printed):
    with pytest.raises(ValueError, match=r"has the date .* expected one such as"):
        gcat.vague_time(printed)


# https://planet4589.org/space/gcat/web/intro/success.html: a score is printed between 0 and 1.
@pytest.mark.parametrize(
    ("code", "outcome"),
    [
        ("OS", "success"),
        ("DS", "success"),
        ("OF", "failure"),
        ("OF40", "partial"),
        ("OS75", "partial"),
    ],
)
def test_a_launch_with_a_score_is_a_partial_success(code, outcome):
    assert gcat.outcome(code) == outcome


@pytest.mark.parametrize("code", ["XS", "O", "OS7", "OX", ""])
def test_another_launch_code_is_refused(code):
    with pytest.raises(ValueError, match="has the launch code"):
        gcat.outcome(code)


def test_a_launch_log_without_a_column_is_refused_by_its_name():
    with pytest.raises(ValueError, match=r"the columns of GCAT's launch log are .*Launch_Code"):
        launches(LAUNCHLOG.replace("Launch_Code", "Outcome"))


def test_a_fault_is_corrected_by_the_launchs_tag():
    fault = pd.DataFrame(
        [("launches", "2018-F01", "is_crewed", "true", "false")], columns=NO_CORRECTIONS.columns
    )

    assert launches(corrections=fault).loc["2018-F01", "is_crewed"] == "false"
