"""A page that follows a notebook as it is saved."""

import contextlib
import json
import socket
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator

import browser
import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from analysis.press import PressError
from analysis.press.lab import previews
from analysis.press.lab.previews import Preview

LONG = "\n\n".join(["Words."] * 200)
KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}
# Not through a proxy, and with an end.
DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))
PATIENCE_S = 30


def save(path, title="Why?", outputs=True):
    shown = [new_output("stream", text="42")] if outputs else []
    cells = [
        new_markdown_cell(f"# {title}\n\n## Part\n\n{LONG}"),
        new_code_cell("print(6 * 7)", outputs=shown),
    ]
    nbformat.write(new_notebook(cells=cells, metadata={"kernelspec": KERNEL}), path)


@pytest.fixture
def path(tmp_path):
    save(tmp_path / "mine.ipynb")
    return tmp_path / "mine.ipynb"


@contextlib.contextmanager
def watched(path, monkeypatch, **options) -> Iterator[str]:
    """Yield the address of a preview that watches until the block ends."""
    ended = threading.Event()

    def sleep(seconds):
        if ended.wait(seconds):
            raise KeyboardInterrupt

    monkeypatch.setattr(previews.time, "sleep", sleep)
    with previews.serving(path, **options) as (address, watch):
        watcher = threading.Thread(target=watch)
        watcher.start()
        try:
            yield address
        finally:
            ended.set()
            watcher.join(PATIENCE_S)


def fetched(address, **headers) -> tuple[str, bytes]:
    request = urllib.request.Request(address, headers=headers)
    with DIRECT.open(request, timeout=PATIENCE_S) as answer:
        return answer.headers["Content-Type"], answer.read()


def changes(address):
    """Yield what the preview tells, from now on."""
    with DIRECT.open(f"{address}changes", timeout=PATIENCE_S) as stream:
        for line in stream:
            if line.startswith(b"data: "):
                yield json.loads(line[6:])


def test_it_serves_the_report_as_page_and_as_pdf(path, monkeypatch):
    with watched(path, monkeypatch) as address:
        next(news for news in changes(address) if "pdf" in news)
        kind, page = fetched(f"{address}report.html")
        pdf_kind, pdf = fetched(f"{address}report.pdf")

    assert kind.startswith("text/html")
    assert b"Why?" in page
    assert (pdf_kind, pdf[:4]) == ("application/pdf", b"%PDF")
    assert address.startswith("http://127.0.0.1:")


def test_it_tells_of_each_save(path, monkeypatch):
    with watched(path, monkeypatch) as address:
        told = changes(address)
        before = next(news for news in told if "pdf" in news)
        save(path, "How?")
        after = next(n for n in told if n["html"] != before["html"] and n["pdf"] != before["pdf"])
        _, page = fetched(f"{address}report.html")

    assert after["number"] > before["number"]
    assert b"How?" in page


def test_what_is_no_notebook_is_said_and_the_last_page_stays(path, capsys, monkeypatch):
    preview = Preview(path)
    preview.refresh()
    good = dict(preview.forms)
    monkeypatch.setattr(previews, "LOOK_S", 0)

    path.write_text('{"cells": [', encoding="utf-8")
    preview.refresh()

    said = "mine.ipynb is not a notebook, or is not saved whole."
    assert preview.problem == said
    assert said in capsys.readouterr().err
    assert preview.forms == good

    save(path)
    preview.refresh()
    assert preview.problem == ""


def test_a_save_that_changes_nothing_is_no_change(path):
    preview = Preview(path)
    preview.refresh()
    number = preview.number

    save(path)
    preview.refresh()

    assert preview.number == number


def test_a_notebook_that_never_ran_says_what_to_do(path):
    save(path, outputs=False)
    preview = Preview(path)

    preview.refresh()

    assert preview.problem.startswith("No cell shows anything yet: run the cells in JupyterLab")
    assert b"Why?" in preview.forms["html"]


def test_with_execute_it_shows_what_the_cells_show_now(path):
    save(path, outputs=False)
    preview = Preview(path, executes=True)

    preview.refresh()

    assert preview.problem == ""
    assert b"42" in preview.forms["html"]
    assert nbformat.read(path, as_version=4).cells[1].outputs == []


def test_other_names_of_this_computer_and_other_addresses_are_refused(path):
    with previews.serving(path) as (address, _):
        for wrong, headers, code in [
            (address, {"Host": "elsewhere.example:80"}, 403),
            (f"{address}../secret", {}, 404),
            (f"{address}report.zip", {}, 404),
        ]:
            with pytest.raises(urllib.error.HTTPError) as refused:
                fetched(wrong, **headers)
            refused.value.close()
            assert refused.value.code == code


def test_a_port_that_is_taken_is_refused_in_a_sentence(path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        with (
            pytest.raises(PressError, match=f"Port {port} cannot be had: Address already in use"),
            previews.serving(path, port),
        ):
            pass


@pytest.mark.skipif(not browser.found(), reason="there is no Chromium to look with")
def test_the_browser_shows_the_new_page_where_its_reader_was(path, tmp_path, monkeypatch):
    frame = "document.querySelector('iframe:not(.coming)')"
    with (
        watched(path, monkeypatch) as address,
        browser.tab(browser.found(), tmp_path / "browser") as tab,
    ):
        tab.visit(address, 1000, 800)
        _until(tab, "document.documentElement.dataset.html")
        tab.evaluate(f"{frame}.contentWindow.scrollTo(0, 600)")
        save(path, "How?")
        _until(tab, f"{frame}.contentDocument.querySelector('h1').textContent === 'How?'")

        assert tab.evaluate(f"{frame}.contentWindow.scrollY") == 600
        assert tab.evaluate("document.querySelectorAll('iframe').length") == 1
        assert tab.complaints == []


def _until(tab, condition):
    """Wait in the page until a condition holds."""
    look = f"() => {{ try {{ return {condition} }} catch {{ return false }} }}"
    tab.evaluate(
        f"new Promise((done, fail) => {{ const look = {look}; const end = Date.now() + 30000;"
        " const again = () => look() ? done(true) : Date.now() > end ? fail('too late')"
        " : setTimeout(again, 20); again(); })"
    )
