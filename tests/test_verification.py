"""Where a file comes from, whether it was altered, and whether it would be made again."""

import html
import json
import re
import shutil
from datetime import date

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from typer.testing import CliRunner

from analysis.media import TABLE_MIME, VALUES_MIME
from analysis.press import PressError, bundles, runs, workers
from analysis.press.changes import since
from analysis.press.commands import app, building
from analysis.press.projects import Project
from analysis.press.proofs import embedded, seals, verification

NAME = "film"
DAY = date(2026, 11, 22)
EDITIONS = f"""\
project: Filmed in Orbit
editions:
  - {{name: {NAME}, title: 'What did it take?', notebook: 02_film, parameters: {{hours: HOURS}}}}
"""
# Values and tables as `analysis.show` gives them, without the seconds that it takes to import it.
SHOWN = f"""\
values = {{"footage_h": {{"value": hours, "unit": "h", "words": "Footage", "printed": str(hours)}}}}
read = {{"claims": {{"retrieved": "2025-11-22", "until": "2025-09-03", "expected_age_days": 31}}}}
said = f"The crew shot {{hours}} hours."
data = {{"text/markdown": said, "{VALUES_MIME}": {{"values": values, "tables": read}}}}
display(data, raw=True)
"""
TABLE = f"""\
fields = [{{"name": "who", "type": "string", "title": "Who", "align": "left"}}]
data = [{{"who": f"person {{number}}"}} for number in range(hours - 28)]
table = {{"schema": {{"fields": fields}}, "data": data, "display": [[d["who"]] for d in data],
    "shown": ["who"], "caption": "Those aboard.", "label": "tbl-aboard", "note": None}}
display({{"text/plain": "table", "{TABLE_MIME}": table}}, raw=True)
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    folder = tmp_path_factory.mktemp("project")
    for name in ("notebooks", "reports", "data"):
        (folder / name).mkdir()
    cells = [
        new_markdown_cell("# What did it take?\n\nIt matters."),
        new_code_cell("hours: int = 30  # footage, h", metadata={"tags": ["parameters"]}),
        new_markdown_cell("## In short"),
        new_code_cell(SHOWN),
        new_markdown_cell("## Who was aboard?"),
        new_code_cell(TABLE),
    ]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    notebook = new_notebook(cells=cells, metadata={"kernelspec": kernel})
    nbformat.write(notebook, folder / "notebooks" / "02_film.ipynb")
    made = Project(folder)
    for hours in (30, 31):
        (folder / "reports" / "editions.yml").write_text(EDITIONS.replace("HOURS", str(hours)))
        _publish(made)
    return made


def _publish(project):
    edition = project.editions()[NAME]
    bundle = bundles.made(project, edition, as_of=DAY, since=since.base(project, NAME))
    return runs.publish(project, bundle)


def _file(project, form="pdf"):
    return project.reports / NAME / "latest" / f"{NAME}.{form}"


def _run(project, monkeypatch, *arguments):
    monkeypatch.chdir(project.root)
    return CliRunner().invoke(app, list(map(str, arguments)))


def _said(result):
    return " ".join(result.output.split())


@pytest.mark.parametrize("form", ["pdf", "html"])
def test_a_published_file_is_known_again(project, monkeypatch, form):
    result = _run(project, monkeypatch, "verify", _file(project, form))

    assert result.exit_code == 0, result.output
    said = _said(result)
    assert "What did it take? (film)" in said
    assert "footage, h: 31" in said
    assert "Data until claims 2025-09-03 Retrieved 2025-11-22" in said
    assert "Seal intact: no byte was changed since it was made" in said
    assert "not who made it" in said
    run = runs.latest(project, NAME)
    assert f"Published here, as run {run.id} of film: the same bytes" in said
    assert "This checkout would make the same" in said


@pytest.mark.parametrize("form", ["pdf", "html"])
def test_one_changed_byte_is_told(project, monkeypatch, tmp_path, form):
    body = _file(project, form).read_bytes()
    place = len(body) // 2
    altered = tmp_path / f"altered.{form}"
    altered.write_bytes(body[:place] + bytes([body[place] ^ 1]) + body[place + 1 :])

    result = _run(project, monkeypatch, "verify", altered)

    assert result.exit_code == 1
    assert "broken: this file was altered after it was made" in _said(result)
    assert "no file with these bytes is among the runs kept here" in _said(result)


def test_a_file_that_was_altered_and_sealed_anew_is_whole_but_not_ours(
    project, monkeypatch, tmp_path
):
    body = _file(project, "html").read_bytes().replace(b"31\xc2\xa0hours", b"99\xc2\xa0hours")
    body = body.replace(b"31 hours", b"99 hours")
    blank = re.sub(rb'(<meta name="seal" content="sha256:)\w{64}', rb"\g<1>" + b"0" * 64, body)
    forged = tmp_path / "forged.html"
    forged.write_bytes(seals.sealed(blank))
    assert seals.state(forged.read_bytes()) == "intact"
    assert b"99" in forged.read_bytes()

    again = bundles.Bundle(NAME, {"film.html": _file(project, "html").read_bytes()}, {}, {})
    monkeypatch.setattr(bundles, "made", lambda *_, **__: again)

    result = _run(project, monkeypatch, "verify", forged, "--rebuild")

    assert "no file with these bytes is among the runs kept here" in _said(result)
    assert result.exit_code == 1
    assert "Made anew other bytes" in _said(result)


def test_a_file_is_made_anew_to_the_last_byte(project, monkeypatch):
    result = _run(project, monkeypatch, "verify", _file(project), "--rebuild")

    assert result.exit_code == 0, result.output
    assert "Made anew the same bytes" in _said(result)


def test_a_file_of_an_older_run_is_made_anew_too(project):
    first = runs.runs(project, NAME)[0].path / f"{NAME}.html"

    found, body = verification.finding(first, project)

    assert found.published
    assert "hours was 30 and is 31" in found.differs[0]
    assert verification.rebuilt(project, found, body) == []


def test_what_changed_in_the_checkout_is_named(project, monkeypatch, tmp_path):
    copy = tmp_path / "copy"
    shutil.copytree(project.root, copy, symlinks=True)
    path = copy / "notebooks" / "02_film.ipynb"
    path.write_text(path.read_text().replace("The crew shot", "They shot"))
    shutil.rmtree(copy / "reports" / NAME)

    result = _run(Project(copy), monkeypatch, "verify", _file(project), "--rebuild")

    assert result.exit_code == 1
    assert "would make another: the notebook changed" in _said(result)
    assert "page 1 differ" in _said(result)


def test_outside_a_project_the_seal_is_checked_all_the_same(project, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)

    result = CliRunner().invoke(app, ["verify", str(_file(project))])

    assert "Seal intact" in _said(result)
    assert result.exit_code == 1  # whole, but nothing here says whose it is
    refused = CliRunner().invoke(app, ["verify", str(_file(project)), "--rebuild"])
    assert "run this in a checkout of its project" in str(refused.exception)


# Files that nobody should be able to do harm with.


def _page(manifest):
    return f"<html>{embedded.OPEN}{embedded.script(manifest)}</script></html>".encode()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"%PDF-1.7 and nothing more",
        b"root:x:0:0",
        _page({"edition": "../../etc"}),
        _page({"edition": NAME, "made_from": 3}),
        _page({"edition": NAME, "made_from": {"/dev/zero": "0"}}),
        _page({"edition": NAME, "made_from": {"data/../../x": "0"}}),
        _page({"edition": NAME, "tables": {"a": 3}}),
        _page({"edition": NAME, "as_of": "some day"}),
    ],
)
def test_a_file_that_is_no_report_is_refused_in_one_sentence(project, monkeypatch, tmp_path, body):
    path = tmp_path / "file.html"
    path.write_bytes(body)

    result = _run(project, monkeypatch, "verify", path)

    assert isinstance(result.exception, PressError)
    assert re.fullmatch(r"The [^\n]*\.", str(result.exception))


def test_a_file_that_is_missing_or_far_too_long_is_refused(project, tmp_path):
    with pytest.raises(PressError, match="there is no such file"):
        verification.finding(tmp_path, project)
    endless = tmp_path / "endless.pdf"
    with endless.open("wb") as file:
        file.truncate(10**12)
    with pytest.raises(PressError, match="over 200 MB, it is no report"):
        verification.finding(endless, project)


@pytest.mark.parametrize(
    "made_from",
    [
        {"notebook": "x"},
        {"notebook": {}, "parameters": [], "edition": "x"},
        {"edition": {"formats": 3, "title": "T", "notebook": "../x"}, "parameters": {"hours": []}},
        {},
    ],
)
def test_a_record_that_makes_no_sense_is_no_crash(project, monkeypatch, tmp_path, made_from):
    path = tmp_path / "odd.html"
    path.write_bytes(_page({"edition": NAME, "title": "x", "made_from": made_from}))

    result = _run(project, monkeypatch, "verify", path)

    assert result.exit_code == 1
    assert re.search("would make another|cannot say whether it would make the same", _said(result))


def test_a_file_that_does_not_say_what_it_was_made_from_is_not_called_another(
    project, monkeypatch, tmp_path
):
    path = tmp_path / "old.html"
    path.write_bytes(_page({"edition": NAME, "title": "x"}))

    said = _said(_run(project, monkeypatch, "verify", path))
    assert "cannot say whether it would make the same: it does not say what it was made" in said
    again = _run(project, monkeypatch, "verify", path, "--rebuild")
    assert isinstance(again.exception, PressError)


def test_what_a_file_says_of_itself_cannot_steer_a_terminal(project, monkeypatch, tmp_path):
    path = tmp_path / "odd.html"
    path.write_bytes(_page({"title": "\x1b[2J\x07[red]gone[/red]", "made_from": {}}))

    result = _run(project, monkeypatch, "verify", path)

    assert "\x1b" not in result.output
    assert "\x07" not in result.output
    assert "[red]gone[/red]" in result.output


# What changed between runs.


def test_a_report_opens_with_what_changed_since_the_run_before(project):
    manifest = embedded.manifest(_file(project).read_bytes())

    assert (
        "- 30 → 31 h: “The crew shot 31 hours.”\n- [table](#tbl-aboard): 1 row new"
        in (manifest["since"]["markdown"])
    )
    assert manifest["since"] == embedded.manifest(_file(project, "html").read_bytes())["since"]
    page = _file(project, "html").read_text(encoding="utf-8")
    assert re.search(r"<a href=\"#tbl-aboard\">Table.1</a>: 1 row new", page)


def test_the_first_run_of_an_edition_has_nothing_to_open_with(project):
    first = runs.runs(project, NAME)[0].path / f"{NAME}.html"

    assert "since" not in embedded.manifest(first.read_bytes())
    assert 'class="since"' not in first.read_text(encoding="utf-8")


def test_diff_tells_the_last_two_runs_apart(project, monkeypatch):
    result = _run(project, monkeypatch, "diff", NAME)

    said = _said(result)
    assert result.exit_code == 0
    assert "Parameter changed, footage, h: 30 → 31" in said
    assert "Footage: 30 → 31 h The crew shot 31 hours." in said
    assert "1 row added to Table 1 (Those aboard)" in said


def test_diff_knows_runs_by_how_their_names_begin(project, monkeypatch):
    first, last = (run.id for run in runs.runs(project, NAME))

    same = _run(project, monkeypatch, "diff", NAME, first, first)
    other = _run(project, monkeypatch, "diff", NAME, last, first)

    assert "Nothing changed." in same.output
    assert "Footage: 31 → 30 h" in other.output
    unknown = _run(project, monkeypatch, "diff", NAME, "2020-01-01")
    assert "film has no run '2020-01-01'; the last ones are" in str(unknown.exception)
    missing = _run(project, monkeypatch, "diff", "fil")
    assert "There is no run of 'fil'; did you mean 'film'?" in str(missing.exception)


def test_diff_writes_a_page_that_needs_nothing_else(project, monkeypatch, tmp_path):
    page = tmp_path / "changes.html"

    result = _run(project, monkeypatch, "diff", NAME, "--html", page)

    assert result.exit_code == 0, result.output
    text = html.unescape(page.read_text(encoding="utf-8"))
    assert "default-src 'none'" in text
    assert "<script" not in text
    assert not re.search(r'(src|href)="(?!data:|#)', text)
    assert "<del>30</del>" in text
    assert "<ins>31</ins>" in text
    assert [path.name for path in tmp_path.iterdir()] == ["changes.html"]


def test_a_page_that_cannot_be_written_is_a_sentence(project, monkeypatch, tmp_path):
    result = _run(project, monkeypatch, "diff", NAME, "--html", tmp_path / "no" / "x.html")

    assert re.search(r"cannot be written: No such file or directory\.$", str(result.exception))


# The gate.


def test_a_report_on_old_data_is_refused_where_fresh_ones_are_required(project, monkeypatch):
    monkeypatch.setattr(bundles, "made", None)

    result = _run(project, monkeypatch, "build", NAME, "--require-fresh", "--force")

    assert re.search(
        r"film: The data are out of date: claims \(\d+ days old, at most 31 expected\)\. "
        r"`analysis refresh` fetches newer ones\.",
        str(result.exception),
    )


def test_a_first_report_on_old_data_is_refused_before_it_is_published():
    old = {"claims": {"retrieved": "2025-11-22", "expected_age_days": 31}}
    new = {"claims": {"retrieved": "2026-11-21", "expected_age_days": 31}}
    late, early = (
        workers.Outcome(NAME, bundles.Bundle(NAME, {}, {"data": data, "as_of": "2026-11-22"}, {}))
        for data in (old, new)
    )

    assert building._fresh(late).bundle is None
    assert "claims (365 days old, at most 31 expected)" in building._fresh(late).fault
    assert building._fresh(early) == early


def test_where_the_record_of_data_is_known_nothing_is_started(project, monkeypatch):
    record = {"name": "claims", "retrieved": "2025-11-22", "expected_age_days": 31}
    package = project.root / "data" / "datapackage.json"
    package.write_text(json.dumps({"resources": [record]}))
    monkeypatch.setattr(bundles, "made", None)

    result = _run(
        project, monkeypatch, "build", NAME, "--require-fresh", "--as-of", DAY.isoformat()
    )

    assert isinstance(result.exception, PressError)
    assert "film: The data are out of date: claims (365 days old, at most 31 expected)" in str(
        result.exception
    )
    package.unlink()
