"""Reports made side by side: one that fails, dies or hangs costs only itself."""

import os
import signal
import subprocess
import sys
import time
from contextlib import closing
from datetime import date

import psutil
import pytest
from small_reports import NAME, project_in, started

from analysis.press import sweeps, workers
from analysis.press.workers import Order, Team

DAY = date(2026, 11, 22)
LONG_S = 60


@pytest.fixture
def project(tmp_path):
    return project_in(tmp_path / "project")


def _orders(project, *each):
    return [Order(member, DAY) for member in sweeps.members(project, NAME, each)]


def _by_behaviour(orders, outcomes):
    behaviour = {order.edition.name: order.edition.parameters["does"] for order in orders}
    return {behaviour[came.edition]: came for came in outcomes}


def _family():
    """Return what runs below this process; the servers of multiprocessing stay for its life."""
    servers = ("resource_tracker", "forkserver")
    found = []
    for process in psutil.Process().children(recursive=True):
        try:
            line = " ".join(process.cmdline())
        except psutil.NoSuchProcess:
            continue
        if line and not any(name in line for name in servers):
            found.append(line)
    return found


def _analysis(project, *arguments):
    command = [sys.executable, "-c", "from analysis.cli import main; main()", *arguments]
    return subprocess.Popen(
        command, cwd=project.root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def test_a_report_that_fails_or_dies_costs_only_itself(project):
    orders = _orders(project, "does=raise,kill,well,linger")
    with Team(project, jobs=2, zygote=None) as team:
        came = _by_behaviour(orders, team.outcomes(orders))

    assert came["well"].bundle
    assert came["linger"].bundle
    assert "ValueError: it is too far" in came["raise"].fault
    assert "killed by the signal SIGKILL" in came["kill"].fault
    assert not came["raise"].bundle
    assert _family() == []


def test_a_report_that_takes_too_long_is_stopped_with_its_kernel(project):
    with Team(project, jobs=1, zygote=None, timeout_s=5) as team:
        [came] = team.outcomes(_orders(project, "does=wait"))

    assert came.fault == "It took longer than 5 s and was stopped."
    assert _family() == []


def test_a_worker_gives_way_to_a_new_one(project, monkeypatch):
    monkeypatch.setattr(workers, "REPORTS_OF_ONE", 2)
    hired = []
    with Team(project, jobs=1, zygote=None) as team:
        hire = team._hire
        monkeypatch.setattr(team, "_hire", lambda: hired.append(hire()) or hired[-1])
        outcomes = list(team.outcomes(_orders(project, "km=1,2,3")))

    assert all(came.bundle for came in outcomes)
    assert [worker.taken for worker in hired] == [2, 1]


def test_leaving_ends_what_is_in_hand(project):
    with (
        Team(project, jobs=2, zygote=None) as team,
        closing(team.outcomes(_orders(project, "does=wait,well"))) as answers,
    ):
        assert next(answers).bundle

    assert _family() == []


def test_a_sweep_publishes_what_it_can_and_its_exit_code_tells(project):
    with _analysis(project, "build", NAME, "--each", "does=raise,well", "--jobs", "2") as ran:
        said, complaints = ran.communicate(timeout=LONG_S)

    assert ran.returncode == 1
    assert "1 built, 1 failed." in said or "1 failed, 1 built." in said
    assert f"{NAME}__does-raise: failed." in complaints
    assert (project.reports / f"{NAME}__does-well" / "latest" / "manifest.json").is_file()
    assert not (project.reports / f"{NAME}__does-raise" / "latest").exists()
    page = (project.reports / "index.html").read_text(encoding="utf-8")
    assert f"{NAME}__does-well/latest/{NAME}__does-well.html" in page

    # What is fresh is skipped, also by its own name, and what failed is tried again.
    with _analysis(project, "build", f"{NAME}__does-well") as ran:
        said, _ = ran.communicate(timeout=LONG_S)
    assert (ran.returncode, said.strip()) == (0, f"{NAME}__does-well: fresh")


def test_an_interrupt_ends_all_and_leaves_nothing_half_published(project):
    with _analysis(project, "build", NAME, "--each", "does=wait", "--each", "km=1,2") as ran:
        until = time.monotonic() + LONG_S
        while len(started(project)) < 2 and time.monotonic() < until:
            time.sleep(0.05)
        kernels = [int(name.split("-")[1]) for name in started(project)]
        os.kill(ran.pid, signal.SIGINT)
        _, complaints = ran.communicate(timeout=LONG_S)

    assert len(kernels) == 2
    assert ran.returncode == 130
    assert complaints.strip() == "Stopped: 0 of 2 built, the others are as they were."
    assert not list(project.reports.glob("*/*"))
    until = time.monotonic() + LONG_S
    while any(map(psutil.pid_exists, kernels)) and time.monotonic() < until:
        time.sleep(0.05)
    assert not any(map(psutil.pid_exists, kernels))


def test_a_value_that_is_refused_starts_nothing(project):
    with _analysis(project, "build", NAME, "--each", "km=1,far") as ran:
        _, complaints = ran.communicate(timeout=LONG_S)

    assert ran.returncode == 2
    assert "km: 'far' is not accepted" in complaints
    assert "Traceback" not in complaints
    assert not started(project)


def test_how_many_at_once_is_bounded_by_cores_and_by_memory(monkeypatch):
    free = psutil.virtual_memory()._replace(available=10 * workers.MEMORY_OF_ONE_MIB * 2**20)
    monkeypatch.setattr(psutil, "virtual_memory", lambda: free)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(64)), raising=False)
    monkeypatch.setattr(workers, "_CONTROL_GROUP", workers.Path("/nowhere"))
    assert workers.default_jobs() == 10

    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1, 2}, raising=False)
    assert workers.default_jobs() == 3


def test_a_control_group_with_little_memory_bounds_how_many_at_once(monkeypatch, tmp_path):
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(64)), raising=False)
    monkeypatch.setattr(workers, "_CONTROL_GROUP", tmp_path)
    (tmp_path / "memory.max").write_text(str(3 * workers.MEMORY_OF_ONE_MIB * 2**20))
    (tmp_path / "memory.current").write_text(str(workers.MEMORY_OF_ONE_MIB * 2**20))
    assert workers.default_jobs() == 2
