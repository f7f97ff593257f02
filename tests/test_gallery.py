"""The page of all reports: found, searched and followed without a server, the same bytes."""

import re
import struct
import uuid
from datetime import datetime
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from small_runs import RUN, put_run

from analysis.media import TABLE_MIME
from analysis.press import covers, gallery
from analysis.press.editions import Edition

ATOM = "{http://www.w3.org/2005/Atom}"
# PNG, third edition, 5.2 and 11.2.2: signature, then the chunk IHDR with width and height.
PNG_HEAD = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + b"IHDR" + struct.pack(">II", 300, 424)
EDITIONS = [
    Edition(
        name="06_fail_china",
        title="How often in <China>?",
        notebook="06_fail",
        project="Filmed in Orbit",
    ),
    Edition(name="06_fail", title="How often?", notebook="06_fail"),
    Edition(name="02_take", title="What did it take?", notebook="02_take"),
    Edition(name="07_unbuilt", title="Who flies?", notebook="07_unbuilt"),
]
RECORD = {
    "question": "How often?",
    "answer": "Of 229 launches 17 went wrong & 8 failed <outright>.",
    "built": "2026-11-22T10:57:07+00:00",
    "changed": "2026-11-02T04:00:00+00:00",
    "data_until": {"launches": "2024-12-08", "claims": "2026-05", "flights": "2024-10-29"},
}


FIRST_RUN = "2026-11-02T040000.000000Z"


@pytest.fixture
def reports(tmp_path):
    for edition in EDITIONS[:3]:
        put_run(tmp_path, edition.name, RECORD)
    (tmp_path / "06_fail" / RUN / "06_fail.zip").write_bytes(b"made")
    (tmp_path / "06_fail" / RUN / "06_fail.png").write_bytes(PNG_HEAD)
    gallery.update(tmp_path, EDITIONS)
    return tmp_path


def _page(folder):
    return BeautifulSoup((folder / "index.html").read_text(encoding="utf-8"), "html.parser")


def _feed(folder):
    return ElementTree.parse(folder / "feed.xml").getroot()


def _made(*cells):
    outputs = [new_output("display_data", data={"text/markdown": cell}) for cell in cells]
    shown = [new_code_cell("x", outputs=[output]) for output in outputs]
    heads = [new_markdown_cell("# Who *flies*?\n\nWhy."), new_markdown_cell("## In short")]
    return new_notebook(cells=[*heads, *shown, new_markdown_cell("## More\n\nWords.")])


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("**It is 7.4 %.** The rest follows.", "It is 7.4 %."),
        ("Was it [so](#tbl-x)? Perhaps.", "Was it so?"),
        ("Вызов took 30 h. По данным AFP.", "Вызов took 30 h."),
        ("Of 5 approx. 3 failed, all alone", "Of 5 approx. 3 failed, all alone"),
    ],
)
def test_the_answer_is_the_first_sentence_of_in_short(said, answer):
    told = covers.summary(_made(said, "Another. Sentence."))

    assert (told["question"], told["answer"]) == ("Who flies?", answer)
    assert told["in_short"][0] == answer
    assert told["in_short"][-2:] == ["Another.", "Sentence."]


def test_an_answer_on_the_page_keeps_its_italics_and_its_designations_whole():
    told = covers.summary(_made("*Gravity* & one more took TM-32. *Apollo 13* too."))

    assert told["in_short"][:2] == ["Gravity & one more took TM-32.", "Apollo 13 too."]
    assert told["in_short_html"][:2] == [
        '<em>Gravity</em> &amp; one more took <span class="whole">TM-32</span>.',
        "<em>Apollo\xa013</em> too.",
    ]


def test_the_answer_names_a_table_by_its_number():
    told = _made("Prices stand in [table](#tbl-x).")
    table = {"label": "tbl-x", "caption": "Prices", "schema": {"fields": []}, "data": [{}]}
    shown = new_output("display_data", data={TABLE_MIME: table})
    told.cells.append(new_code_cell("prices", outputs=[shown]))

    assert covers.summary(told)["answer"] == "Prices stand in Table 1."


def test_a_notebook_that_says_nothing_in_short_has_no_answer():
    nothing = {"question": "", "answer": "", "in_short": [], "in_short_html": []}
    assert covers.summary(new_notebook()) == nothing


def test_each_built_edition_has_a_card_and_the_default_comes_first(reports):
    page = _page(reports)
    heads = [head.get_text() for head in page.select("section :is(h2, h3)")]
    cards = page.select("[data-card]")

    # By notebook; a question once, then its other editions. What is not built is not there.
    assert heads == ["How often?", "How often?", "How often in <China>?"]
    assert [card.find("a")["href"] for card in cards] == [
        f"{name}/latest/{name}.html" for name in ("02_take", "06_fail", "06_fail_china")
    ]  # fmt: skip
    assert [card.find(class_="answer").get_text() for card in cards] == [RECORD["answer"]] * 3


def test_a_card_links_the_files_that_exist_and_says_how_old_they_are(reports):
    _, first, other = _page(reports).select("[data-card]")

    assert [a["href"] for a in first.select(".files a")] == [
        f"06_fail/latest/06_fail.{form}" for form in ("html", "pdf", "zip")
    ]  # fmt: skip
    assert first.img.attrs | {"class": []} == {
        "src": "06_fail/latest/06_fail.png", "width": "300", "height": "424", "alt": "",
        "loading": "lazy",
        "class": [],
    }  # fmt: skip
    assert "data end between 29 October 2024 and May 2026" in " ".join(first.get_text().split())
    assert first.time.get_text().split() == ["2", "November", "2026"]
    assert len(other.select(".files a")) == 2
    assert other.img is None


def test_every_address_stays_in_the_folder(reports):
    page = _page(reports)
    addresses = [tag.get("href") or tag.get("src") for tag in page.select("[href], [src]")]
    addresses += [link.get("href") for link in _feed(reports).iter(f"{ATOM}link")]
    within = [address for address in addresses if not address.startswith(("#", "data:"))]

    assert within
    assert [address for address in within if not (reports / address).is_file()] == []


def test_nothing_runs_but_the_page_s_own_script(reports):
    page = _page(reports)
    policy = page.find("meta", {"http-equiv": "Content-Security-Policy"})["content"]

    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy
    assert "http" not in policy
    assert not page.find_all(style=True)
    assert not page.find_all("form")
    # Where scripts are off, nothing is there that needs one.
    assert page.find(class_="search").has_attr("hidden")


def test_the_same_records_make_the_same_bytes(reports):
    first = [(reports / name).read_bytes() for name in ("index.html", "feed.xml")]
    gallery.update(reports, EDITIONS)

    assert first == [(reports / name).read_bytes() for name in ("index.html", "feed.xml")]
    assert [path.name for path in reports.glob(".*")] == [".lock"]


def test_what_is_right_already_is_not_written_again(reports):
    before = {name: (reports / name).stat().st_mtime_ns for name in ("index.html", "feed.xml")}
    gallery.update(reports, EDITIONS)
    same = {name: (reports / name).stat().st_mtime_ns for name in before}
    gallery.update(reports, EDITIONS[1:])
    fewer = {name: (reports / name).stat().st_mtime_ns for name in before}

    assert before == same
    assert all(fewer[name] != before[name] for name in before)


def test_a_page_that_is_gone_is_written_again(reports):
    feed = (reports / "feed.xml").read_bytes()
    (reports / "feed.xml").unlink()
    gallery.update(reports, EDITIONS)

    assert (reports / "feed.xml").read_bytes() == feed


def test_older_runs_are_listed_the_newest_first(reports):
    for hour in range(20):
        put_run(reports, "02_take", RECORD, FIRST_RUN.replace("T04", f"T{hour:02}"))
    put_run(reports, "02_take", RECORD)
    gallery.update(reports, EDITIONS)
    card, *others = _page(reports).select("[data-card]")
    links = card.select("details.older li a")

    assert [other for other in others if other.details] == []
    assert len(links) == 12
    assert links[0]["href"] == "02_take/2026-11-02T190000.000000Z/02_take.html"
    assert links[0].get_text() == "2 November 2026, 19:00"
    assert card.summary["aria-label"] == "History: What did it take?"


def test_runs_of_one_minute_are_told_apart_by_their_second(reports):
    for moment in ("040009", "040507", "040522"):
        put_run(reports, "02_take", RECORD, FIRST_RUN.replace("040000", moment))
    put_run(reports, "02_take", RECORD)
    gallery.update(reports, EDITIONS)
    links = _page(reports).select("details.older li a")

    assert [link.get_text().removeprefix("2 November 2026, ") for link in links] == [
        "04:05:22", "04:05:07", "04:00",
    ]  # fmt: skip


def test_a_variant_is_called_by_what_sets_it_apart(reports):
    china = EDITIONS[0].model_copy(update={"title": "How often? China, 2015–2024"})
    gallery.update(reports, [china, *EDITIONS[1:]])
    _, default, card = _page(reports).select("[data-card]")
    titles = [entry.find(f"{ATOM}title").text for entry in _entries(reports)]

    assert default.find(class_="edition") is None
    assert card.h3.get_text() == "China, 2015–2024"
    assert "How often? China, 2015–2024" in titles


def test_a_variant_answers_with_what_the_default_does_not_say(reports):
    said = {"06_fail": ["It flew.", "It is cheap."], "06_fail_china": ["It flew.", "It is dear."]}
    for name, sentences in said.items():
        put_run(reports, name, RECORD | {"answer": sentences[0], "in_short": sentences})
    gallery.update(reports, EDITIONS)
    answers = [card.find(class_="answer").get_text() for card in _page(reports).select("article")]

    assert answers == [RECORD["answer"], "It flew.", "It is dear."]


def test_without_a_report_the_page_says_how_to_make_one(tmp_path):
    gallery.update(tmp_path, EDITIONS)

    assert "make reports" in _page(tmp_path).main.get_text()
    assert list(_feed(tmp_path).iter(f"{ATOM}entry")) == []


def test_the_feed_is_atom(reports):
    """RFC 4287, 4.1.1 and 4.1.2: what a feed and an entry must have."""
    feed = _feed(reports)
    entries = list(feed.iter(f"{ATOM}entry"))
    ids = [element.text for element in feed.iter(f"{ATOM}id")]

    assert feed.tag == f"{ATOM}feed"
    assert feed.find(f"{ATOM}author/{ATOM}name").text == "Filmed in Orbit"
    assert feed.find(f"{ATOM}updated").text == RECORD["changed"]
    assert len(entries) == 3
    assert len(set(ids)) == 4
    assert all(uuid.UUID(address) for address in ids)
    for entry in entries:
        assert datetime.fromisoformat(entry.find(f"{ATOM}updated").text).tzinfo
        assert entry.find(f"{ATOM}title").text
        assert entry.find(f"{ATOM}summary").text == RECORD["answer"]
        assert entry.find(f"{ATOM}link[@rel='alternate']").get("href").endswith(".html")


def test_the_newest_report_leads_the_feed_and_keeps_its_id(reports):
    before = {e.find(f"{ATOM}title").text: e.find(f"{ATOM}id").text for e in _entries(reports)}
    changed = RECORD | {"changed": "2026-12-02T04:00:00+00:00"}
    put_run(reports, "02_take", changed)
    gallery.update(reports, EDITIONS)
    after = {e.find(f"{ATOM}title").text: e.find(f"{ATOM}id").text for e in _entries(reports)}

    assert next(iter(after)) == "What did it take?"
    assert _feed(reports).find(f"{ATOM}updated").text == "2026-12-02T04:00:00+00:00"
    assert before == after


def _entries(folder):
    return _feed(folder).iter(f"{ATOM}entry")


def test_a_record_of_an_older_build_is_enough(reports):
    old = {"built": RECORD["built"]}
    put_run(reports, "02_take", old)
    gallery.update(reports, EDITIONS)
    card = _page(reports).find("article")

    assert card.h2.get_text() == "What did it take?"
    assert re.search(r"unchanged since\s+22\s+November\s+2026", card.get_text())
