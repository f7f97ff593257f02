"""Nothing that is published is lost, halved or mixed: killed, without disk, without permission."""

import contextlib
import errno
import hashlib
import json
import os
import random
import resource
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import pytest
import small_reports

from analysis.press import PressError, gallery, runs
from analysis.press.bundles import Bundle
from analysis.press.editions import Edition, Keep
from analysis.press.projects import Project

NAME = "far"
KEPT = 5
KILLS = 200
LONGEST_S = 0.08  # about twice what it takes to publish one run and show it
NOBODY = 65534
# One process that has imported everything, and forks another that publishes for each line it reads.
NURSERY = f"""
import os, signal, sys
signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # who ended is gone: nobody asks how it ended
sys.path.insert(0, {str(Path(__file__).parent)!r})
import test_run_faults as faults
project = faults.Project(faults.Path(sys.argv[1]))
faults.publish(project, "first")
for number, line in enumerate(sys.stdin):
    times = int(line)
    pid = os.fork()
    if not pid:
        for time in range(times):
            faults.publish(project, f"{{os.getpid()}}-{{number}}-{{time}}")
        os._exit(0)
    print(pid, flush=True)
"""


def _bundle(word):
    """Return a bundle whose every file says the same word, in more than one block of a disk."""
    content = f"{word}\n".encode() * 2000
    names = (f"{NAME}.html", f"{NAME}.pdf", "values.json", "tables/a.csv", "tables/b.csv")
    manifest = {"edition": NAME, "word": word, "inputs": {}}
    return Bundle(NAME, dict.fromkeys(names, content), manifest, {}, Keep(count=KEPT, days=0))


def publish(project, word):
    """Publish a run and show it on the page of all."""
    run = runs.publish(project, _bundle(word))
    gallery.update(project.reports, [Edition(name=NAME, title="How far?", notebook=NAME)])
    return run


def _faults(project, name=NAME):
    """Return what is wrong with what a reader can reach."""
    home = project.reports / name
    latest = runs.latest(project, name)
    found = [] if latest else ["there is no latest run"]
    for folder in sorted(home.glob("2*")):
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        there = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
        if there != {*manifest["sha256"], "manifest.json"}:
            found.append(f"{folder.name} holds {sorted(there)}")
        for file, digest in manifest["sha256"].items():
            content = (folder / file).read_bytes()
            if hashlib.sha256(content).hexdigest() != digest:
                found.append(f"{folder.name}: {file} is not what was written")
            if "word" in manifest and {*content.decode().split()} != {manifest["word"]}:
                found.append(f"{folder.name}: {file} is of another run")
    for file, end in (("index.html", "</html>"), ("feed.xml", "</feed>")):
        path = project.reports / file
        if path.exists() and not path.read_text(encoding="utf-8").rstrip().endswith(end):
            found.append(f"{file} is cut off")
    return found


def _ids(project, name=NAME):
    return [run.id for run in runs.runs(project, name)]


@pytest.fixture
def project(tmp_path):
    return Project(tmp_path)


@pytest.fixture
def nursery(project):
    """Start the process that forks others, and end it and them."""
    command = [sys.executable, "-c", NURSERY, str(project.root)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "bufsize": 1}
    with subprocess.Popen(command, start_new_session=True, **pipes) as process:
        yield process
        os.killpg(process.pid, signal.SIGKILL)


def _forked(nursery, times):
    nursery.stdin.write(f"{times}\n")
    return int(nursery.stdout.readline())


def test_whoever_is_killed_while_publishing_harms_no_run(project, nursery):
    chance = random.Random(20211005)
    latest, kept, leftovers, wrong = "", 0, set(), []
    for _ in range(KILLS):
        pid = _forked(nursery, 10**6)
        time.sleep(chance.uniform(0, LONGEST_S))
        os.kill(pid, signal.SIGKILL)
        _wait_for_lock(project)
        leftovers |= {path.name for path in (project.reports / NAME).iterdir()}
        wrong += _faults(project)
        linked = runs.latest(project, NAME).id
        if linked < latest:
            wrong.append(f"latest went back from {latest} to {linked}")
        # Who is killed between publishing and removing leaves one run more, until the next does.
        if (count := len(_ids(project))) > max(kept, KEPT) + 1:
            wrong.append(f"of {kept} runs came {count}")
        latest, kept = linked, count

    assert wrong == []
    assert ".staging" in leftovers, "no kill hit a process while it wrote"
    last = publish(project, "last")
    assert runs.latest(project, NAME) == last
    assert len(_ids(project)) == KEPT
    assert not list((project.reports / NAME).glob(".[!l]*"))
    assert NAME in (project.reports / "index.html").read_text(encoding="utf-8")
    assert not list(project.reports.glob("*.part"))


def _wait_for_lock(project):
    """Return when the lock of a killed process is gone, and it with it."""
    with runs.locked(project.reports / NAME / ".lock"), runs.locked(project.reports / ".lock"):
        pass


def test_eight_who_publish_the_same_edition_at_once_publish_one_after_the_other(project, nursery):
    before = publish(project, "before").id
    pids = [_forked(nursery, 10) for _ in range(8)]
    newest = before
    while any(_is_alive(pid) for pid in pids):
        linked = runs.latest(project, NAME)
        assert linked is not None
        assert linked.id >= newest
        newest = linked.id

    assert _faults(project) == []
    assert len(_ids(project)) == KEPT
    assert runs.latest(project, NAME).id == _ids(project)[-1]
    page = (project.reports / "index.html").read_text(encoding="utf-8")
    assert [id_ for id_ in _ids(project)[:-1] if f"{id_}/" not in page] == []


def _is_alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def _tried(project, word, **changes):
    """Return the run that could be published, or what is said of why it could not."""
    try:
        return runs.publish(project, replace(_bundle(word), **changes)), ""
    except PressError as error:
        return None, str(error)


class _Full:
    """A disk on which the nth write finds no room; writes are what puts or renames anything."""

    def __init__(self, monkeypatch, nth):
        self.left = nth
        for owner, name in (
            (os, "fsync"), (Path, "mkdir"), (Path, "open"), (Path, "rename"), (Path, "replace"),
            (Path, "symlink_to"), (Path, "chmod"),
        ):  # fmt: skip
            monkeypatch.setattr(owner, name, self._counted(getattr(owner, name)))

    def _counted(self, function):
        def counted(*given, **named):
            self.left -= 1
            if self.left < 0:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            return function(*given, **named)

        return counted


def test_a_disk_that_is_full_at_any_write_leaves_what_was_published(project):
    before = publish(project, "before")
    refused = 0
    while True:
        with pytest.MonkeyPatch.context() as patch:
            _Full(patch, refused)
            _, said = _tried(project, "after")
        if not said:
            break
        assert said == (
            f"{NAME}: nothing can be published in reports/{NAME}/: No space left on device. "
            "What was published before is untouched."
        )
        refused += 1
        latest = runs.latest(project, NAME)
        assert _faults(project) == []
        # Once `latest` leads to the new run, it is published, whatever comes then.
        assert latest == before or latest.manifest["word"] == "after"
        assert not (project.reports / NAME / ".staging").exists()

    assert refused > 20
    assert _faults(project) == []


def test_a_disk_that_is_full_while_the_page_of_all_is_written_leaves_the_old_page(project):
    publish(project, "before")
    old = (project.reports / "index.html").read_bytes()
    runs.publish(project, _bundle("after"))
    edition = Edition(name=NAME, title="How far?", notebook=NAME)
    for nth in range(3):
        with pytest.MonkeyPatch.context() as patch:
            _Full(patch, nth)
            with pytest.raises(PressError, match=r"reports/index\.html cannot be written"):
                gallery.update(project.reports, [edition])
        assert (project.reports / "index.html").read_bytes() == old
    gallery.update(project.reports, [edition])

    assert (project.reports / "index.html").read_bytes() != old


@pytest.fixture
def small_disk(tmp_path):
    """Mount a disk of 400 kB."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", str(place)]
    try:
        subprocess.run(mount, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("only root can mount a small disk")
    yield Project(place)
    subprocess.run(["umount", str(place)], check=True)


def test_a_real_disk_that_fills_up_leaves_what_was_published(small_disk):
    published, refusals = [], set()
    for number in range(40):
        run, said = _tried(small_disk, str(number), keep=Keep())
        published += filter(None, [run])
        refusals |= {said} - {""}
        assert runs.latest(small_disk, NAME) == published[-1]
        assert _faults(small_disk) == []

    assert len(published) > 1
    assert len(refusals) == 1
    assert "No space left on device" in refusals.pop()
    assert not (small_disk.reports / NAME / ".staging").exists()


def test_a_limit_on_the_size_of_files_leaves_what_was_published(project):
    before = runs.publish(project, _bundle("before"))
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, hard))
    try:
        with pytest.raises(PressError, match="File too large"):
            runs.publish(project, _bundle("after"))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    assert runs.latest(project, NAME) == before
    assert _faults(project) == []
    assert not (project.reports / NAME / ".staging").exists()


@pytest.fixture
def as_nobody():
    """Work in a folder as a user who is not root, whom permissions bind."""
    with tempfile.TemporaryDirectory() as folder:
        project = Project(Path(folder))
        runs.publish(project, _bundle("before"))
        if os.geteuid() == 0:
            for path in (project.root, *project.root.rglob("*")):
                os.chown(path, NOBODY, NOBODY, follow_symlinks=False)
            os.seteuid(NOBODY)
        yield project
        if os.getuid() == 0:
            os.seteuid(0)
        for path in (p for p in (project.root, *project.root.rglob("*")) if p.is_dir()):
            path.chmod(0o755)


@pytest.mark.parametrize("locked", ["far", "far/.lock"])
def test_without_permission_a_sentence_names_the_folder(as_nobody, locked):
    before = runs.latest(as_nobody, NAME)
    place = as_nobody.reports / locked
    place.chmod(0o555 if place.is_dir() else 0o444)

    with pytest.raises(PressError, match=r"reports/far/: Permission denied\. What was published"):
        runs.publish(as_nobody, _bundle("after"))

    place.chmod(0o755)
    assert runs.latest(as_nobody, NAME) == before
    assert _faults(as_nobody) == []
    assert runs.publish(as_nobody, _bundle("later")).manifest["word"] == "later"


def test_a_report_that_cannot_be_written_at_all_is_refused_in_a_sentence(as_nobody):
    as_nobody.reports.chmod(0o555)
    other = Bundle("new", {"new.html": b"x"}, {"inputs": {}}, {})

    with pytest.raises(PressError, match=r"reports/new/: Permission denied"):
        runs.publish(as_nobody, other)


def _build(project, *arguments):
    code = "from analysis.cli import main; main()"
    command = [sys.executable, "-c", code, "build", small_reports.NAME, "--force", *arguments]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE, "text": True}
    return subprocess.Popen(command, cwd=project.root, start_new_session=True, **quiet)


def _end(process):
    """Kill a build and what it has started."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()


def test_a_build_that_is_killed_leaves_the_report_of_before(tmp_path):
    project, chance = small_reports.project_in(tmp_path), random.Random(1957)
    started = time.monotonic()
    whole = _build(project)
    assert whole.wait() == 0, whole.stderr.read()
    _end(whole)
    took_s = time.monotonic() - started
    for _ in range(3):
        ids = _ids(project, small_reports.NAME)
        build = _build(project)
        time.sleep(chance.uniform(0.3, 1) * took_s)
        build.kill()
        build.wait()
        _end(build)

        assert _faults(project, small_reports.NAME) == []
        assert _ids(project, small_reports.NAME)[: len(ids)] == ids


def test_eight_builds_of_one_edition_at_once_make_eight_whole_runs(tmp_path):
    project = small_reports.project_in(tmp_path)
    builds = [_build(project) for _ in range(8)]
    said = [build.communicate()[1] for build in builds]

    assert [build.returncode for build in builds] == [0] * 8, said
    assert len(_ids(project, small_reports.NAME)) == 8
    assert _faults(project, small_reports.NAME) == []
    assert runs.latest(project, small_reports.NAME).id == _ids(project, small_reports.NAME)[-1]
