"""The seal of a file finds every changed byte, and the manifest in it is read whatever it is."""

import random
import re
import zlib

import pytest
from nbformat.v4 import new_markdown_cell, new_notebook

from analysis.press import PressError
from analysis.press.html import ReportHTMLExporter
from analysis.press.pdf import ReportPDFExporter
from analysis.press.proofs import embedded, seals

ABOUT = {
    "edition": "film",
    "title": "What did the film take?",
    "tables": {"claims": {"retrieved": "2026-11-22", "until": "2025-09-03", "sha256": "c66e1d1"}},
    "since": {"markdown": "**Since 15 November 2026**:\n\n- Footage: 30 → 31 h"},
}
PAGE = f"""<!DOCTYPE html><html lang="en"><head><title>Footage</title>
<meta name="seal" content="{seals.BLANK}"></head>
<body><p>The crew shot 30 hours.</p>
{embedded.OPEN}{embedded.script(ABOUT)}</script></body></html>""".encode()


def _notebook(text="# What did the film take?\n\nThirty hours of footage."):
    return new_notebook(cells=[new_markdown_cell(text)], metadata={"filmed_in_orbit": dict(ABOUT)})


@pytest.fixture(scope="module")
def pdf():
    return ReportPDFExporter().from_notebook_node(_notebook())[0]


@pytest.fixture(scope="module")
def page():
    return ReportHTMLExporter().from_notebook_node(_notebook())[0].encode()


def test_every_report_is_sealed_as_it_is_exported(pdf, page):
    assert [seals.state(body) for body in (pdf, page)] == ["intact", "intact"]


def test_every_single_changed_byte_of_a_page_is_found():
    sealed = seals.sealed(PAGE)
    assert seals.state(sealed) == "intact"

    for place, old in enumerate(sealed):
        for new in (old ^ 1, old ^ 32, 48):
            if new != old:
                altered = sealed[:place] + bytes([new]) + sealed[place + 1 :]
                assert seals.state(altered) != "intact", f"byte {place}: {old} became {new}"


def test_changed_bytes_of_a_pdf_are_found(pdf):
    chance = random.Random(20230420)
    seal = re.search(rb"seal:sha256:", pdf).start()
    places = [*chance.sample(range(len(pdf)), 400), *range(seal - 10, seal + 90)]

    for place in places:
        altered = bytearray(pdf)
        altered[place] ^= 1 << chance.randrange(8)
        assert seals.state(bytes(altered)) != "intact", f"byte {place}"


@pytest.mark.parametrize(
    "alter",
    [
        lambda body: body + b"\n",
        lambda body: body[:-1],
        lambda body: body[:500] + body[501:],
        lambda body: b" " + body,
        lambda body: body.replace(b"film", b"Film", 1),
        lambda body: body + body,
    ],
)
def test_what_is_added_or_cut_is_found(pdf, page, alter):
    assert [seals.state(alter(body)) for body in (pdf, page)] != ["intact", "intact"]
    assert seals.state(alter(pdf)) != "intact"
    assert seals.state(alter(page)) != "intact"


def test_a_seal_of_one_file_does_not_fit_another(pdf):
    other = ReportPDFExporter().from_notebook_node(_notebook("# Another\n\nEight minutes."))[0]
    mine, its = (re.search(rb"seal:sha256:(\w{64})", body)[1] for body in (pdf, other))

    assert seals.state(pdf.replace(mine, its)) == "broken"


def test_the_seal_stands_alike_in_both_places_where_a_pdf_keeps_keywords(pdf):
    found = re.findall(rb"seal:sha256:([0-9a-f]{64})", pdf)

    assert len(found) == 2
    assert len(set(found)) == 1  # PDF/A-3, 6.6.3: the two agree
    assert b"<pdf:Keywords>seal:sha256:" in pdf
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf
    assert b"<pdfaid:part>3</pdfaid:part>" in pdf


def test_the_same_notebook_makes_the_same_seal(pdf):
    assert ReportPDFExporter().from_notebook_node(_notebook())[0] == pdf


def test_a_notebook_of_other_people_is_neither_sealed_nor_broken():
    theirs = new_notebook(cells=[new_markdown_cell("# Theirs")])

    assert seals.state(ReportPDFExporter().from_notebook_node(theirs)[0]) == "none"
    assert seals.state(ReportHTMLExporter().from_notebook_node(theirs)[0].encode()) == "none"


def test_pdf_and_page_hold_the_same_manifest(pdf, page):
    inside = embedded.manifest(pdf)

    assert inside["edition"] == "film"
    assert inside["since"] == ABOUT["since"]
    assert {k: v for k, v in inside.items() if k != "attached"} == embedded.manifest(page)


def test_the_opening_says_what_changed_in_both(page):
    assert b'<section class="since"' in page
    assert "Footage: 30 → 31".encode() in page.replace(b"\xc2\xa0", b" ")


def test_nothing_in_a_manifest_ends_its_element():
    about = {"title": "</script><script>alert(1)</script><!--", "note": "a\u2028b & c"}

    inside = f"{embedded.OPEN}{embedded.script(about)}</script>"

    assert inside.count("<") == 2
    assert embedded.manifest(inside.encode()) == about


def _pdf_with(stream, head=b"/Filter/FlateDecode", length=None):
    named = b"<</Type/Filespec/F(manifest.json)/UF(manifest.json)/EF<</F 7 0 R/UF 7 0 R>>>>"
    about = b"<</Length %d/Type/EmbeddedFile%s/Params<<>>>>" % (length or len(stream), head)
    first, second = b"1 0 obj\n" + named, b"7 0 obj\n" + about + b"\nstream\n" + stream
    return b"\n".join([b"%PDF-1.7", first, b"endobj", second, b"endstream", b"endobj"])


BOMB = zlib.compress(b" " * 50_000_000)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"%PDF-1.7\n",
        b"\x00" * 1000,
        b"<html>no manifest</html>",
        embedded.OPEN.encode() + b"{not json</script>",
        embedded.OPEN.encode() + b"[" * 100_000 + b"</script>",
        embedded.OPEN.encode() + b"[1, 2]</script>",
        embedded.OPEN.encode() + b"\xff\xfe</script>",
        _pdf_with(b"no zlib"),
        _pdf_with(BOMB),
        _pdf_with(zlib.compress(b"[1]")),
        _pdf_with(b"{}", head=b"", length=999_999_999),
        _pdf_with(zlib.compress(b'{"a": 1}'))[:150],
    ],
    ids=lambda body: repr(body[:30]),
)
def test_a_file_without_a_readable_manifest_is_refused_in_one_sentence(body):
    with pytest.raises(PressError, match=r"^The (file|manifest) .*\.$"):
        embedded.manifest(body)


def test_a_manifest_is_read_from_a_stream_that_is_not_packed():
    assert embedded.manifest(_pdf_with(b'{"edition": "film"}', head=b"")) == {"edition": "film"}
