"""A refresh that is killed, starved of disk or shut out, in a process of its own."""

import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from datetime import date
from itertools import count
from pathlib import Path
from subprocess import PIPE

import pytest

from analysis import datasets
from analysis.refresh import RECIPES
from analysis.refresh.replace import PACKAGE, write_whole
from analysis.refresh.tables import refresh

RAW = RECIPES["exchange_rates"].upstreams[0].path
DAY = date(2026, 2, 1)
NEW_ROWS = 300
NOBODY = 65534
RANDOM_KILLS = 20
KILLED = -9

# Runs refreshes, one a line of JSON, each in a fork, after a dry run to warm pandas up. One kills
# itself at its n-th step in data/, or is killed after a time, may write only so many bytes a file,
# or runs as another user. What each says, or the signal that ended it, is printed as JSON.
REFRESHES = """
import json, os, resource, signal, sys, time
from datetime import date
from pathlib import Path
from analysis.refresh.tables import refresh

def run(folder, source, step=None, limit_bytes=None, user=None, after_s=None):
    left = step
    def count(event, args):
        nonlocal left
        if args and str(args[0]).startswith(folder) and event in EVENTS:
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
    if step:
        sys.addaudithook(count)
    if limit_bytes:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit_bytes, limit_bytes))
    if user:
        os.setuid(user)
    return sentence(folder, source)

def sentence(folder, source, **options):
    day = date(2026, 2, 1)
    [report] = refresh(["exchange_rates"], source, folder=Path(folder), today=day, **options)
    return report.sentence()

EVENTS = {"open", "os.rename", "os.remove", "os.mkdir", "os.rmdir"}
sentence(*sys.argv[1:], dry_run=True)
for line in sys.stdin:
    job = json.loads(line)
    read, write = os.pipe()
    began_s = time.monotonic()
    child = os.fork()
    if child == 0:
        os.write(write, run(**job).encode())
        os._exit(0)
    os.close(write)
    if "after_s" in job:
        time.sleep(job["after_s"])
        os.kill(child, signal.SIGKILL)
    said = os.read(read, 10_000).decode()
    _, status = os.waitpid(child, 0)
    os.close(read)
    result = said, os.waitstatus_to_exitcode(status), time.monotonic() - began_s
    print(json.dumps(result), flush=True)
"""


@pytest.fixture(scope="module")
def case(tmp_path_factory):
    """Return folders: a small data/ as it was, as it shall be, and the files that make it so."""
    folder = tmp_path_factory.mktemp("case")
    rates = [f"{n % 12 + 1}/{n // 12 + 1}/2021,72.9239" for n in range(NEW_ROWS)]
    raw = folder / "published" / RAW
    raw.parent.mkdir(parents=True)
    for name, lines in {"old": rates[:-1], "new": rates}.items():
        raw.write_text("\n".join(["date,rate", *lines, ""]))
        (folder / name).mkdir()
        record = datasets.record("exchange_rates") | {"rows": 0, "hash": "", "retrieved": ""}
        (folder / name / PACKAGE).write_text(json.dumps({"resources": [record]}))
        refresh(["exchange_rates"], str(folder / "published"), folder=folder / name, today=DAY)
    return folder


@pytest.fixture(scope="module")
def result(case):
    """Return a function that runs a refresh and returns what it said, its exit and its time."""
    command = [sys.executable, "-c", REFRESHES, case / "old", case / "published"]
    with subprocess.Popen(command, text=True, stdin=PIPE, stdout=PIPE) as process:

        def of(folder, source=case / "published", **conditions):
            job = {"folder": str(folder), "source": str(source)} | conditions
            process.stdin.write(json.dumps(job) + "\n")
            process.stdin.flush()
            return json.loads(process.stdout.readline())

        yield of
        process.stdin.close()


@pytest.fixture
def old(case, tmp_path):
    """Return a function that makes another copy of the old data/."""
    number = count()
    return lambda: shutil.copytree(case / "old", tmp_path / str(next(number)))


def _files(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def _kept_whole(folder, case):
    """Return which table readers find, having asserted that the next refresh keeps just that."""
    seen = len(datasets.read("exchange_rates", folder))
    [report] = refresh(["exchange_rates"], str(case), folder=folder)
    assert report.outcome == "kept"  # there are no upstream files in that folder
    kept = {NEW_ROWS - 1: "old", NEW_ROWS: "new"}[seen]

    assert _files(folder) == _files(case / kept)
    return kept


def test_a_refresh_killed_at_any_step_leaves_the_old_table_or_the_new(result, old, case):
    kept, code, step = [], KILLED, 0
    while code == KILLED:
        _, code, _ = result(folder := old(), step=(step := step + 1))
        kept.append(_kept_whole(folder, case))

    assert code == 0
    # Old up to the one step that decides, new from there on; some steps come after it.
    assert kept == sorted(kept, reverse=True)
    assert kept.count("old") > 3
    assert kept.count("new") > 3


def test_a_refresh_killed_at_any_time_leaves_the_old_table_or_the_new(result, old, case):
    _, _, needed_s = result(old())
    times_s = random.Random(2021)
    for _ in range(RANDOM_KILLS):
        result(folder := old(), after_s=times_s.uniform(0, needed_s))
        _kept_whole(folder, case)


def test_the_refresh_after_one_that_was_killed_completes_it(result, old, case):
    for step in (5, 10):
        result(folder := old(), step=step)
        refresh(["exchange_rates"], str(case / "published"), folder=folder, today=DAY)

        assert _files(folder) == _files(case / "new")


@pytest.mark.parametrize("limit_bytes", [1, 1000, 5000])
def test_a_full_disk_leaves_the_old_table_and_says_so(result, old, case, limit_bytes):
    said, _, _ = result(folder := old(), limit_bytes=limit_bytes)

    assert said == (
        "exchange_rates: left as it was. The new table cannot be put in place: File too large."
    )
    assert _files(folder) == _files(case / "old")


def test_a_folder_that_may_not_be_written_stays_and_is_named(result, case):
    with tempfile.TemporaryDirectory() as place:
        Path(place).chmod(0o755)  # the folders of pytest are closed to others
        folder = shutil.copytree(case / "old", Path(place) / "data")
        source = shutil.copytree(case / "published", Path(place) / "published")
        folder.chmod(0o555)
        user = {} if os.getuid() else {"user": NOBODY}  # root may write anywhere
        said, _, _ = result(folder, source, **user)
        folder.chmod(0o755)

        assert said.endswith("The new table cannot be put in place: Permission denied.")
        assert _files(folder) == _files(case / "old")


def test_a_reader_of_the_file_as_it_was_keeps_it_whole(tmp_path):
    path = tmp_path / "kept"
    path.write_bytes(b"old")
    with path.open("rb") as reader:
        write_whole(path, b"new")

        assert reader.read() == b"old"
    assert _files(tmp_path) == {"kept": b"new"}
