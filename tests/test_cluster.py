"""Reports made by a real scheduler and workers, as processes on the loopback interface."""

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import ExitStack, closing, contextmanager
from datetime import date

import psutil
import pytest
from distributed import Client
from small_reports import NAME, project_in, started

from analysis.press import PressError, cluster, runs, sites, sweeps
from analysis.press.projects import Project
from analysis.press.workers import TIMEOUT_S, Order

DAY = date(2026, 11, 22)
LONG_S = 90
# A worker of another version: the code that tells which it is says so.
OTHER = (
    "import sys; from analysis.press import sites; own = sites.fingerprint; "
    "sites.fingerprint = lambda packages=(): {**own(packages), 'numpy': '1.0'}; "
)


@contextmanager
def _process(folder, *arguments, before=""):
    code = f"{before}import sys; from dask.__main__ import main; main()"
    # The project is not in their folder, and nothing in it can be imported from there.
    environment = os.environ | {"DASK_DISTRIBUTED__ADMIN__LOW_LEVEL_LOG_LENGTH": "0"}
    process = subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        yield process
    finally:
        family = [*psutil.Process(process.pid).children(recursive=True)] if _lives(process) else []
        process.terminate()
        try:
            process.wait(LONG_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        psutil.wait_procs(family, 10)


def _lives(process):
    return process.poll() is None


@contextmanager
def _scheduler(folder):
    known = folder / "scheduler.json"
    arguments = ["scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard"]
    arguments += ["--dashboard-address", "127.0.0.1:0", "--scheduler-file", str(known)]
    with _process(folder, *arguments):
        _wait_for(known.is_file)
        time.sleep(0.1)
        yield json.loads(known.read_text(encoding="utf-8"))["address"]


def _worker(folder, address, name, before=""):
    where = folder / name
    where.mkdir()
    arguments = ["worker", address, "--host", "127.0.0.1", "--nthreads", "1", "--no-nanny"]
    arguments += ["--no-dashboard", "--local-directory", str(where), "--name", name]
    return _process(where, *arguments, before=before)


def _wait_for(what):
    until = time.monotonic() + LONG_S
    while not what():
        assert time.monotonic() < until, "nothing came of it"
        time.sleep(0.05)


@pytest.fixture
def project(tmp_path):
    return project_in(tmp_path / "project")


@pytest.fixture
def machines(tmp_path):
    """Return the address of a scheduler, and a function that starts a worker of it."""
    with ExitStack() as stack:
        address = stack.enter_context(_scheduler(tmp_path))
        yield (
            address,
            lambda name, before="": stack.enter_context(_worker(tmp_path, address, name, before)),
        )


def _names(client):
    workers = client.scheduler_info(n_workers=-1)["workers"]
    return {worker["name"] for worker in workers.values()}


def _orders(project, *each):
    return [Order(member, DAY) for member in sweeps.members(project, NAME, each)]


def _sites():
    return list(sites.Path(sites.tempfile.gettempdir()).glob("reports-*"))


def test_what_workers_make_is_published_here_once_although_one_is_killed(project, machines):
    address, worker = machines
    before = _sites()
    doomed, _ = worker("one"), worker("two")
    orders = _orders(project, "km=1,2,3", "does=linger")
    published = Counter()
    with closing(cluster.outcomes(project, orders, address, timeout_s=TIMEOUT_S)) as answers:
        for came in answers:
            if not published:
                doomed.send_signal(signal.SIGKILL)
            assert came.bundle, came.fault
            runs.publish(project, came.bundle)
            published[came.edition] += 1

    assert published == Counter(order.edition.name for order in orders)
    for name in published:
        [run] = runs.runs(project, name)
        assert run.manifest["edition"] == name
        assert (run.path / f"{name}.html").is_file()
    # They were made in folders of the workers, from what was sent to them.
    assert not started(project)
    # The one that was killed could not clear up.
    assert len(_sites()) <= len(before) + 1


def test_a_report_that_fails_on_a_worker_says_why(project, machines):
    address, worker = machines
    worker("one")
    orders = _orders(project, "does=raise,well")
    came = {
        answer.edition.rpartition("-")[2]: answer
        for answer in cluster.outcomes(project, orders, address, timeout_s=TIMEOUT_S)
    }

    assert "ValueError: it is too far" in came["raise"].fault
    assert came["well"].bundle
    assert came["well"].bundle.files[f"{NAME}__does-well.html"].startswith(b"<!DOCTYPE html>")


def test_a_worker_with_other_versions_is_refused_with_what_differs(project, machines):
    address, worker = machines
    worker("one", OTHER)

    with pytest.raises(PressError, match=r"Worker tcp://127\.0\.0\.1:\d+ .* numpy 1\.0 instead of"):
        list(cluster.outcomes(project, _orders(project, "km=1"), address, timeout_s=TIMEOUT_S))


def test_a_worker_with_other_versions_that_joins_later_gets_no_work(project, machines, tmp_path):
    address, worker = machines
    first = worker("one")
    orders = _orders(project, "km=1,2,3", "does=linger")
    with closing(cluster.outcomes(project, orders, address, timeout_s=TIMEOUT_S)) as answers:
        came = [next(answers)]
        first.send_signal(signal.SIGKILL)
        other = worker("other", OTHER)
        with Client(address, set_as_default=False) as client:
            _wait_for(lambda: _names(client) == {"other"})
            worker("third")
            came += answers

    assert all(answer.bundle for answer in came)
    assert len(came) == len(orders)
    assert _lives(other)


def test_a_worker_without_the_project_is_refused(project, machines):
    address, worker = machines
    worker("bare", "import sys; sys.modules['analysis.press.sites'] = None; ")

    with pytest.raises(PressError, match="does not have this project installed"):
        list(cluster.outcomes(project, _orders(project, "km=1"), address, timeout_s=TIMEOUT_S))


def test_a_scheduler_that_is_not_there_is_named(project, monkeypatch):
    monkeypatch.setattr(cluster, "CONNECT_S", 1)

    for address in ("tcp://127.0.0.1:1", "nowhere at all"):
        with pytest.raises(PressError, match=f"There is no dask scheduler at {address}"):
            list(cluster.outcomes(project, _orders(project, "km=1"), address, timeout_s=1))


def test_a_scheduler_without_workers_is_not_waited_for_forever(project, machines, monkeypatch):
    monkeypatch.setattr(cluster, "WAIT_FOR_WORKERS_S", 1)

    with pytest.raises(PressError, match="no worker"):
        list(cluster.outcomes(project, _orders(project, "km=1"), machines[0], timeout_s=1))


def test_a_parcel_holds_what_a_report_reads_and_is_the_same_each_time(tmp_path):
    project = project_in(tmp_path / "project")
    (project.root / "data").mkdir()
    (project.root / "data" / "ways.csv").write_text("km\n3\n", encoding="utf-8")
    (project.root / "notebooks" / "ways.py").write_text("KM = 3\n", encoding="utf-8")
    (project.root / "notebooks" / "other.ipynb").write_text("{}", encoding="utf-8")
    (project.root / "data" / ".refresh").mkdir()
    (project.root / "data" / ".refresh" / "ways.csv").write_text("km\n", encoding="utf-8")
    parcel = sites.parcel(project, [NAME])
    with sites.zipfile.ZipFile(sites.io.BytesIO(parcel)) as file:
        names = sorted(file.namelist())

    assert names == [
        "data/ways.csv", f"notebooks/{NAME}.ipynb", "notebooks/ways.py", "reports/editions.yml",
    ]  # fmt: skip
    assert parcel == sites.parcel(Project(project.root), [NAME, NAME])
