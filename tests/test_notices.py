"""Who is told, of what, and that no address is told to anybody: by real servers on loopback."""

import asyncio
import email
import email.policy
import json
import logging
import os
import socket
import subprocess
import sys
import threading
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from aiosmtpd.smtp import SMTP, AuthResult

from analysis.media import VALUES_MIME
from analysis.press import PressError, runs
from analysis.press.projects import Project
from analysis.press.schedules import couriers, ledger, notices
from analysis.press.schedules.errands import Outcome
from analysis.press.schedules.ledger import Entry
from analysis.press.schedules.schedule import Scheduler

NAME, PASSWORD, USER = "prices", "hunter2-x9", "press-office"
FIRST, SECOND, THIRD = (f"2026-{month}-01T06:00:00+00:00" for month in ("09", "10", "11"))

# The servers of these tests are on loopback, without certificates.
IN_THE_CLEAR = pytest.mark.filterwarnings("ignore:Requiring AUTH:UserWarning")


@pytest.fixture(autouse=True)
def _no_network(monkeypatch):
    for name in [name for name in os.environ if name.lower().endswith("_proxy")]:
        monkeypatch.delenv(name)
    monkeypatch.setattr(socket, "getfqdn", lambda *_: "localhost")  # which may ask a name server


@pytest.fixture
def mailbox():
    """Serve mail to who knows the password; give its address and what came."""
    came = []

    class Box:
        async def handle_DATA(self, server, session, envelope):  # noqa: N802 (the library's name)
            came.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
            return "250 taken"

    def authenticator(server, session, envelope, mechanism, data):
        return AuthResult(success=data.password == PASSWORD.encode(), handled=False)

    def protocol():
        return SMTP(
            Box(), hostname="localhost", authenticator=authenticator, auth_require_tls=False,
            auth_required=True, loop=loop,
        )  # fmt: skip

    loop = asyncio.new_event_loop()
    server = loop.run_until_complete(loop.create_server(protocol, "127.0.0.1", 0))
    port = server.sockets[0].getsockname()[1]
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    yield came, f"127.0.0.1:{port}"
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    server.close()
    loop.close()


@pytest.fixture
def hook():
    """Serve a webhook, which answers as it is told; give its address and what came."""
    came, answers = [], []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            came.append(json.loads(body))
            self.send_response(answers.pop(0) if answers else 200)
            self.end_headers()

        def log_message(self, *_):
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield came, f"json://{USER}:{PASSWORD}@127.0.0.1:{server.server_port}/T0kenT0ken", answers
    server.shutdown()
    server.server_close()


class Office:
    """An edition with a schedule, whose builder publishes what the test wants or fails."""

    def __init__(self, folder, **keys):
        (folder / "reports").mkdir()
        entry = {"name": NAME, "title": "What is it?", "notebook": "n", "schedule": {
            "cron": "0 6 1 * *", "retries": 0}, "notify": {"to": ["HOOK"], **keys}}  # fmt: skip
        path = folder / "reports" / "editions.yml"
        path.write_text(json.dumps({"project": "Try", "editions": [entry]}), encoding="utf-8")
        self.project, self.said, self.failure, self.values = Project(folder), [], "", {}

    def attempt(self, errand):
        """Publish, or fail."""
        if self.failure:
            return Outcome(failure=self.failure)
        number = len(runs.runs(self.project, NAME))
        folder = self.project.reports / NAME / f"2026-01-0{number + 1}T000000.000000Z"
        folder.mkdir(parents=True)
        about = {"due": errand.due.isoformat(), "edition": NAME, "built": FIRST}
        (folder / "manifest.json").write_text(json.dumps(about), encoding="utf-8")
        stated = {name: {"value": value, "unit": "USD"} for name, value in self.values.items()}
        output = {"data": {VALUES_MIME: {"values": stated}, "text/markdown": "It costs."}}
        cells = [{"cell_type": "code", "metadata": {}, "outputs": [output]}]
        text = json.dumps({"cells": cells, "metadata": {}})
        (folder / f"{NAME}.ipynb").write_text(text, encoding="utf-8")
        (folder / f"{NAME}.pdf").write_bytes(b"%PDF-1.7 report")
        link = self.project.reports / NAME / "latest"
        link.unlink(missing_ok=True)
        link.symlink_to(folder.name)
        return Outcome()

    def look(self, now, failure="", **values):
        """Do what is due at a time, with this outcome."""
        self.failure, self.values = failure, values
        scheduler = Scheduler(
            self.project,
            lambda: datetime.fromisoformat(now),
            self.said.append,
            attempt=self.attempt,
        )
        scheduler.look(list(self.project.editions().values()))
        return ledger.entry(self.project, NAME)


@IN_THE_CLEAR
def test_mail_goes_to_a_real_server_with_the_changes_in_words_and_the_pdf(
    tmp_path, mailbox, monkeypatch
):
    came, server = mailbox
    monkeypatch.setenv(
        "HOOK", f"mailto://{USER}:{PASSWORD}@{server}?from=press@example.org&to=ed@example.org"
    )
    office = Office(tmp_path)
    office.look(FIRST, ticket_price=100, crew=2)
    office.look(SECOND, ticket_price=120, crew=2)

    [mail] = came
    assert mail["Subject"] == "Try: What is it?: 1 number moved"
    assert mail["To"] == "ed@example.org"
    body = mail.get_body(("plain",)).get_content()
    assert "The report due on 1 October 2026 is published." in body
    assert "Ticket price: 100 → 120 USD (+20 %)" in body
    assert "Crew" not in body
    [pdf] = mail.iter_attachments()
    assert pdf.get_filename() == f"{NAME}.pdf"
    assert pdf.get_content() == b"%PDF-1.7 report"


def test_people_are_told_of_a_failure_once_and_of_the_recovery(tmp_path, hook, monkeypatch):
    came, address, _ = hook
    monkeypatch.setenv("HOOK", address)
    office = Office(tmp_path)
    office.look("2026-08-01T06:00+00:00", price=100)
    office.look(FIRST, failure="Cell 3: no rates.")
    office.look(SECOND, failure="Cell 3: no rates.")
    office.look(THIRD, price=100)

    assert [one["title"] for one in came] == [
        "Try: What is it?: not published on 1 September 2026",
        "Try: What is it?: published again",
    ]
    assert came[0]["message"] == (
        "The report due on 1 September 2026 was not published.\nCell 3: no rates.\n"
        "The last good one, of 1 January 2026, stays in place."
    )
    assert not came[0]["attachments"]
    assert came[1]["attachments"][0]["filename"] == f"{NAME}.pdf"


@pytest.mark.parametrize(
    ("old", "new", "is_told"),
    [
        (100, 104, False), (100, 106, True), (100, 94, True), (-100, -94, True), (0, 1, True),
        (0, 0, False), (100, 105, False), (1e300, 1e308, True), ("holds", "disputed", False),
        (True, False, False), (100, None, False),
    ],
)  # fmt: skip
def test_a_number_counts_when_it_moved_by_more_than_the_threshold(
    tmp_path, hook, monkeypatch, old, new, is_told
):
    came, address, _ = hook
    monkeypatch.setenv("HOOK", address)
    office = Office(tmp_path, threshold=0.05)
    office.look(FIRST, price=old)
    office.look(SECOND, price=new)

    assert len(came) == is_told


def test_only_what_was_asked_for_is_told(tmp_path, hook, monkeypatch):
    came, address, _ = hook
    monkeypatch.setenv("HOOK", address)
    office = Office(tmp_path, on=["recovery"])
    office.look(FIRST, price=100)
    office.look(SECOND, price=200)
    office.look(THIRD, failure="No.")

    assert came == []


def test_a_notice_that_fails_is_tried_once_more_and_fails_no_report(tmp_path, hook, monkeypatch):
    came, address, answers = hook
    monkeypatch.setenv("HOOK", address)
    office = Office(tmp_path)
    office.look(FIRST, price=100)
    answers += [500, 500, 500]
    entry = office.look(SECOND, price=200)
    assert entry.result == "published"
    for minute in range(1, 5):
        entry = office.look(f"2026-10-01T06:0{minute}:00+00:00")

    assert len(came) == 2
    assert [one["status"] for one in entry.notices] == ["not sent"]
    assert sum("was not sent" in line for line in office.said) == 2


def test_a_notice_under_way_when_the_machine_died_is_not_sent_again(tmp_path, hook, monkeypatch):
    came, address, _ = hook
    monkeypatch.setenv("HOOK", address)
    office = Office(tmp_path)
    office.look(FIRST, price=100)

    def die(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(notices.couriers, "complaint", die)
    monkeypatch.setattr(notices.deliver, "__defaults__", (die,))
    with pytest.raises(KeyboardInterrupt):
        office.look(SECOND, price=200)
    monkeypatch.undo()
    monkeypatch.setenv("HOOK", address)
    entry = office.look("2026-10-01T06:01:00+00:00")

    assert came == []
    assert [one["status"] for one in entry.notices] == ["sending"]


def test_a_notice_that_was_not_begun_when_the_machine_died_is_sent(tmp_path, hook, monkeypatch):
    came, address, _ = hook
    monkeypatch.setenv("HOOK", address)
    office = Office(tmp_path)
    office.look(FIRST, price=100)
    deliver = notices.deliver.__defaults__
    office.look(SECOND, price=100)
    edition = office.project.editions()[NAME]
    waiting = notices.due_notices(edition, "failure", SECOND, why="No.")
    entry = ledger.entry(office.project, NAME)
    ledger.enter(office.project, NAME, entry, notices=waiting)
    office.look("2026-10-01T06:01:00+00:00")
    office.look("2026-10-01T06:02:00+00:00")

    assert deliver == (couriers.complaint,)
    assert len(came) == 1


ADDRESSES = [
    f"json://{USER}:{PASSWORD}@127.0.0.1:9/T0kenT0ken",
    f"mailto://{USER}:{PASSWORD}@127.0.0.1:9?from=a@example.org&to=b@example.org",
    f"slack://{USER}/{PASSWORD}/nonsense",
    f"{PASSWORD}",
    f"unheard-of://{USER}:{PASSWORD}@127.0.0.1:9",
    f"json://{USER}:{PASSWORD}@[::1:9",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_secret_is_said_or_stored_anywhere(tmp_path, address, monkeypatch, capfd, caplog):
    caplog.set_level(logging.DEBUG)
    monkeypatch.setenv("HOOK", address)
    office = Office(tmp_path)
    office.look(FIRST, price=100)
    office.look(SECOND, price=200)
    office.look("2026-10-01T06:01:00+00:00")

    files = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    shown = "".join([*office.said, *capfd.readouterr(), caplog.text]).encode()
    assert any("HOOK" in line for line in office.said)
    for secret in (USER, PASSWORD, "T0kenT0ken"):
        assert not any(secret.encode() in content for content in [*files, shown])


@pytest.mark.parametrize("address", ADDRESSES)
def test_what_a_plug_in_lets_slip_is_redacted(monkeypatch, address):
    def slip(given, *_):
        logging.getLogger("apprise").warning("no answer of %s", given)
        logging.getLogger("apprise.plugin").error("T0kenT0ken is wrong, %s", PASSWORD)
        raise OSError(given)

    monkeypatch.setenv("HOOK", address)
    monkeypatch.setattr(couriers, "_sent", slip)
    said = couriers.complaint("HOOK", "title", "body", None)

    assert "no answer of" in said
    assert said.endswith("OSError")
    assert PASSWORD not in said
    assert USER not in said
    assert "T0kenT0ken" not in said or "T0kenT0ken" not in address


@IN_THE_CLEAR
def test_a_server_that_refuses_the_password_is_named_without_it(mailbox, monkeypatch):
    _, server = mailbox
    monkeypatch.setenv("HOOK", f"mailto://{USER}:wrong-x9@{server}?from=a@b.org&to=c@d.org")
    said = couriers.complaint("HOOK", "title", "body", None)

    assert said.startswith("The message to HOOK was not sent")
    assert "wrong-x9" not in said
    assert USER not in said


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ({"to": ["mailto://ann:hunter2@x.org"]}, "an address is a secret and does not stand"),
        ("ann@example.org", "an address is a secret"),
        ({"to": []}, "at least 1 item"),
        ({"to": ["mail_to"]}, "the name of an environment variable in capitals"),
        ({"to": ["A"], "threshold": -1}, "greater than or equal to 0"),
        ({"to": ["A"], "threshold": float("nan")}, "finite number"),
        ({"to": ["A"], "threshold": "5%"}, "valid number"),
        ({"to": ["A"], "on": ["succes"]}, "'failure', 'recovery' or 'change'"),
        ({"to": ["A"], "treshold": 1}, "did you mean 'threshold'?"),
    ],
)
def test_a_wrong_addressee_is_refused_without_being_repeated(tmp_path, value, said):
    (tmp_path / "reports").mkdir()
    entry = {"name": NAME, "title": "t", "notebook": "n", "notify": value}
    path = tmp_path / "reports" / "editions.yml"
    path.write_text(json.dumps({"editions": [entry]}).replace("NaN", ".nan"), encoding="utf-8")
    with pytest.raises(PressError, match=said) as caught:
        Project(tmp_path).editions()
    assert "hunter2" not in str(caught.value)
    assert "ann@" not in str(caught.value)


def test_a_message_cannot_steer_a_terminal_or_the_head_of_a_mail():
    assert notices.harmless("a\r\nBcc: x@y.org\x1b[31m\u202e b") == "a Bcc: x@y.org[31m b"
    assert len(notices.harmless("x" * 10_000)) == 400


def test_a_long_list_of_changes_is_cut(tmp_path, hook, monkeypatch):
    came, address, _ = hook
    monkeypatch.setenv("HOOK", address)
    office = Office(tmp_path)
    office.look(FIRST, **{f"n{i}": 1 for i in range(40)})
    office.look(SECOND, **{f"n{i}": 2 for i in range(40)})

    assert came[0]["title"].endswith("40 numbers moved")
    assert came[0]["message"].splitlines()[-1] == "and 28 more."


def test_looking_at_schedules_does_not_load_what_sends():
    code = "import sys, analysis.press.schedules.watching; print('apprise' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "False"


def test_an_entry_of_an_older_version_is_read(tmp_path):
    office = Office(tmp_path)
    ledger.enter(office.project, NAME, Entry(), due=FIRST, result="published")
    path = office.project.reports / NAME / "schedule.json"
    path.write_text(path.read_text().replace("{", '{"unheard_of": 1,', 1))

    assert ledger.entry(office.project, NAME).due_time == datetime(2026, 9, 1, 6, tzinfo=UTC)
