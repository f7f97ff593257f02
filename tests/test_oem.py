"""Orbit Ephemeris Messages: the space station's trajectory."""

import pytest

from analysis.refresh import oem

MESSAGE = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<ndm><oem id="CCSDS_OEM_VERS" version="2.0"><body><segment>
<metadata><OBJECT_NAME>ISS</OBJECT_NAME><CENTER_NAME>EARTH</CENTER_NAME>
<REF_FRAME>EME2000</REF_FRAME><TIME_SYSTEM>UTC</TIME_SYSTEM></metadata>
<data><COMMENT>MASS=445386.00</COMMENT>{vectors}</data></segment></body></oem></ndm>
"""
VECTOR = (
    "<stateVector><EPOCH>{epoch}</EPOCH>"
    '<X units="km">-4945.2048874258298</X><Y units="km">-3625.9704508659102</Y>'
    '<Z units="km">-2944.7433487186099</Z><X_DOT units="km/s">1.19203952554952</X_DOT>'
    '<Y_DOT units="km/s">-5.67286420497775</Y_DOT><Z_DOT units="km/s">4.99593211898374</Z_DOT>'
    "</stateVector>"
)


def message(*epochs):
    return MESSAGE.format(vectors="".join(VECTOR.format(epoch=epoch) for epoch in epochs))


def test_a_state_vector_is_a_row_with_every_digit_as_printed():
    [row] = oem.ephemeris(message("2022-042T12:00:00.000Z")).to_dict("records")

    assert row == {
        "craft": "ISS",
        "time": "2022-02-11T12:00:00Z",
        "x_km": "-4945.2048874258298",
        "y_km": "-3625.9704508659102",
        "z_km": "-2944.7433487186099",
        "vx_km_s": "1.19203952554952",
        "vy_km_s": "-5.67286420497775",
        "vz_km_s": "4.99593211898374",
    }


def test_a_message_is_read_up_to_its_first_epoch_between_seconds():
    epochs = [f"2022-057T01:40:{second}Z" for second in ("54.000", "56.000", "56.869", "58.000")]

    assert oem.ephemeris(message(*epochs))["time"].str[-3:].tolist() == ["54Z", "56Z"]


def test_an_instant_that_ends_one_segment_and_begins_the_next_is_one_row():
    assert len(oem.ephemeris(message(*["2022-042T12:00:00.000Z"] * 2))) == 1


@pytest.mark.parametrize(
    ("right", "wrong", "says"),
    [
        ("EME2000", "TEME", "REF_FRAME TEME; only EME2000"),
        (">UTC<", ">TDB<", "TIME_SYSTEM TDB; only UTC"),
        (">EARTH<", ">MOON<", "CENTER_NAME MOON; only EARTH"),
        ('<Z units="km">', '<Z units="m">', "lacks Z in km"),
        ("Y_DOT", "Y_SPEED", "lacks Y_DOT in km/s"),
        ("</ndm>", "", "is not XML"),
    ],
)
def test_another_frame_unit_or_form_is_refused(right, wrong, says):
    with pytest.raises(ValueError, match=says):
        oem.ephemeris(message("2022-042T12:00:00.000Z").replace(right, wrong))


def test_a_message_without_state_vectors_is_refused():
    with pytest.raises(ValueError, match="has no state vectors"):
        oem.ephemeris(message())
