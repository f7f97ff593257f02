"""What is due is published once: by the clock of a zone, in spite of crashes and of clocks."""

import itertools
import json
import os
import random
import re
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.press import PressError, runs
from analysis.press.editions import editions
from analysis.press.projects import Project
from analysis.press.schedules import errands, ledger, schedule, supervision, watching
from analysis.press.schedules.errands import Outcome
from analysis.press.schedules.schedule import Scheduler
from analysis.press.schedules.timetable import Schedule

NAME = "monthly"
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
# Directive 2000/84/EC, articles 2 and 3; Energy Policy Act of 2005 (Pub.L. 109-58), section 110.
BERLIN, NEW_YORK = "Europe/Berlin", "America/New_York"


def at(text, zone="UTC", fold=0):
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC)


def _due_times(cron, zone, start, end):
    times, due = [], Schedule(cron=cron, zone=zone).next_due(start)
    while due <= end:
        times.append(due)
        due = Schedule(cron=cron, zone=zone).next_due(due)
    return times


# --- when ---


@pytest.mark.parametrize(
    ("zone", "night", "instant"),
    [
        (BERLIN, "2026-03-29", "2026-03-29T01:00+00:00"),  # 02:00 becomes 03:00
        (NEW_YORK, "2026-03-08", "2026-03-08T07:00+00:00"),
    ],
)
def test_a_time_that_the_clocks_skip_is_due_when_they_go_on(zone, night, instant):
    start = at(f"{night}T00:00", zone)
    times = _due_times("30 2 * * *", zone, start, start + DAY)

    assert times == [datetime.fromisoformat(instant)]
    assert Schedule(cron="30 2 * * *", zone=zone).last_due(times[0]) == times[0]
    assert Schedule(cron="30 2 * * *", zone=zone).last_due(times[0] - MINUTE) < start


@pytest.mark.parametrize(
    ("zone", "night", "hour"), [(BERLIN, "2026-10-25", 2), (NEW_YORK, "2026-11-01", 1)]
)
def test_a_time_that_the_clocks_show_twice_is_due_the_first_time(zone, night, hour):
    cron = f"30 {hour} * * *"
    first = at(f"{night}T0{hour}:30", zone)
    second = at(f"{night}T0{hour}:30", zone, fold=1)
    start = at(f"{night}T00:00", zone)

    assert second - first == HOUR
    assert _due_times(cron, zone, start, start + DAY) == [first]
    for minutes in (15, 45, 75):
        now = first + minutes * MINUTE
        assert Schedule(cron=cron, zone=zone).last_due(now) == first
        assert Schedule(cron=cron, zone=zone).next_due(now) > second


@pytest.mark.parametrize("zone", [BERLIN, NEW_YORK, "Australia/Lord_Howe", "Asia/Kathmandu"])
def test_every_hour_goes_by_elapsed_time_whatever_the_clocks_do(zone):
    times = _due_times("30 * * * *", zone, at("2026-10-01T00:00"), at("2026-11-03T00:00"))
    steps = {after - before for before, after in itertools.pairwise(times)}

    # Lord Howe's clocks change by half an hour: the half hours then come 30 minutes sooner.
    assert steps <= ({HOUR} if zone != "Australia/Lord_Howe" else {HOUR, HOUR / 2, HOUR * 3 / 2})


@settings(max_examples=60)
@given(
    st.sampled_from(["30 2 * * *", "0 6 1 * *", "*/7 * * * *", "0 0 29 2 *", "15 1,2,3 * * 0"]),
    st.sampled_from([BERLIN, NEW_YORK, "UTC", "Africa/Casablanca"]),
    st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1)),
)
def test_the_last_due_time_is_the_one_before_the_next(cron, zone, moment):
    plan, now = Schedule(cron=cron, zone=zone), moment.replace(tzinfo=UTC)
    last, following = plan.last_due(now), plan.next_due(now)

    assert last <= now < following
    assert plan.next_due(last) == following


def test_the_day_of_a_due_time_is_that_of_its_zone():
    late = at("2026-11-30T23:30")

    assert Schedule(cron="30 0 1 * *", zone=BERLIN).day(late) == "2026-12-01"
    assert Schedule(cron="30 23 30 * *").day(late) == "2026-11-30"


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("0 25 * * *", r"schedule\.cron: the hour '25' in '0 25 \* \* \*' is not possible; choose"),
        ("0 0 31 2 *", "the day-of-month '31'"),
        ("often", "is not a cron expression; it has five fields, minute, hour"),
        ("* * * * * *", "five fields"),
        ({"cron": "0 6 1 * *", "zone": "Europe/Berln"}, "did you mean 'Europe/Berlin'"),
        ({"cron": "0 6 1 * *", "zone": "../../etc/passwd"}, "is not a time zone"),
        ({"cron": "0 6 1 * *", "zone": "right/UTC"}, "is not a time zone"),
        ({"cron": "0 6 1 * *", "retry": 3}, "did you mean 'retries'?"),
        ({"cron": "0 6 1 * *", "timeout_min": 0}, "greater than 0"),
        ({"cron": "0 6 1 * *", "catch_up": "all"}, "'latest' or 'none'"),
        ({"cron": "0 6 1 * *", "refresh": ["../x"]}, "schedule.refresh.0"),
        ({"zone": "UTC"}, "schedule.cron: Field required"),
    ],
)
def test_a_wrong_schedule_is_refused_in_a_sentence(tmp_path, value, said):
    with pytest.raises(PressError, match=said):
        _project(tmp_path, value)


# --- what is done, with a clock and a builder of the test's own ---


class World:
    """A clock that the test sets, a builder that publishes at once, and what was said."""

    def __init__(self, folder, plan, now, **keys):
        self.project = _project(folder, plan, **keys)
        self.now, self.said, self.built, self.told = at(now), [], [], []
        self.failure, self.dies = "", False

    def attempt(self, errand):
        """Publish at once, or fail, or die after it."""
        self.built.append(errand.due)
        if self.failure:
            return Outcome(failure=self.failure)
        publish(self.project, errand.edition.name, errand.due.isoformat(), len(self.built))
        if self.dies:
            raise KeyboardInterrupt
        return Outcome()

    def look(self, now=None):
        """Set the clock and do what is due."""
        self.now = at(now) if now else self.now
        known = list(self.project.editions().values())
        return self.scheduler().look(known).get(NAME)

    def scheduler(self):
        """Return a scheduler that lives in this world."""
        return Scheduler(
            self.project, lambda: self.now, self.said.append, attempt=self.attempt,
            deliver=lambda project, edition, entry, say: entry,
        )  # fmt: skip

    def standing(self):
        """Return where the edition stands."""
        return schedule.standing(self.project, self.project.editions()[NAME], self.now)

    def due_of_runs(self):
        """Return the due times of the runs, in the order of publication."""
        return [run.manifest["due"] for run in runs.runs(self.project, NAME)]


def _project(folder, plan="0 6 1 * *", **keys):
    (folder / "reports").mkdir(exist_ok=True)
    (folder / "notebooks").mkdir(exist_ok=True)
    entry = {"name": NAME, "title": "Monthly", "notebook": "n", "schedule": plan, **keys}
    text = json.dumps({"editions": [entry]})
    (folder / "reports" / "editions.yml").write_text(text, encoding="utf-8")
    editions(folder / "reports" / "editions.yml")
    return Project(folder)


def publish(project, name, due, number):
    home = project.reports / name
    folder = home / f"2026-01-01T000000.{number:06}Z"
    folder.mkdir(parents=True)
    manifest = {"due": due, "edition": name, "built": "2026-01-01T00:00:00+00:00"}
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    (home / ".link").symlink_to(f"{folder.name}")
    (home / ".link").replace(home / "latest")


def test_a_due_time_is_built_once(tmp_path):
    world = World(tmp_path, "0 6 1 * *", "2026-11-01T06:00")

    assert world.look().result == "published"
    for later in ("2026-11-01T06:00:10", "2026-11-15T00:00", "2026-12-01T05:59:59"):
        assert world.look(later) is None
    world.look("2026-12-01T06:00")
    assert world.built == [at("2026-11-01T06:00"), at("2026-12-01T06:00")]


def test_of_the_times_that_were_missed_the_latest_is_made_up_for_once(tmp_path):
    world = World(tmp_path, "0 6 * * *", "2026-11-01T06:00")
    world.look()
    world.look("2026-11-10T12:00")
    world.look("2026-11-10T12:01")

    assert world.built == [at("2026-11-01T06:00"), at("2026-11-10T06:00")]


def test_by_policy_what_was_missed_is_passed_over_and_said(tmp_path):
    world = World(tmp_path, {"cron": "0 6 * * *", "catch_up": "none"}, "2026-11-01T06:59")
    world.look()
    entry = world.look("2026-11-10T12:00")
    world.look("2026-11-10T12:01")
    world.look("2026-11-11T06:00")

    assert entry.result == "passed over"
    assert sum("not to catch up" in line for line in world.said) == 1
    assert world.built == [at("2026-11-01T06:00"), at("2026-11-11T06:00")]


def test_a_clock_that_is_set_back_builds_nothing_twice(tmp_path):
    world = World(tmp_path, "0 * * * *", "2026-11-22T06:00")
    world.look()
    for now in ("2026-11-22T05:30", "2026-11-22T04:00", "2026-11-22T06:00:30"):
        assert world.look(now) is None
    world.look("2026-11-22T07:00")

    assert world.built == [at("2026-11-22T06:00"), at("2026-11-22T07:00")]


def test_a_clock_that_was_years_ahead_does_not_stop_the_schedule(tmp_path):
    world = World(tmp_path, "0 6 * * *", "2031-01-01T06:00")
    world.look()
    world.look("2026-11-22T06:00")
    world.look("2026-11-22T06:01")
    world.look("2031-01-01T06:00")

    assert world.due_of_runs() == ["2031-01-01T06:00:00+00:00", "2026-11-22T06:00:00+00:00"]


def test_dying_between_publication_and_ledger_does_not_publish_twice(tmp_path):
    world = World(tmp_path, "0 6 1 * *", "2026-11-01T06:00")
    world.dies = True
    with pytest.raises(KeyboardInterrupt):
        world.look()
    assert ledger.entry(world.project, NAME).result == "working"
    world.dies = False
    world.look("2026-11-01T06:01")

    assert ledger.entry(world.project, NAME).result == "published"
    assert len(world.due_of_runs()) == len(world.built) == 1


def test_dying_before_the_latest_is_linked_is_made_good(tmp_path):
    world = World(tmp_path, "0 6 1 * *", "2026-11-01T06:00")
    world.look()
    world.dies = True
    with pytest.raises(KeyboardInterrupt):
        world.look("2026-12-01T06:00")
    link = world.project.reports / NAME / "latest"
    link.unlink()
    link.symlink_to(f"{runs.runs(world.project, NAME)[0].id}")
    world.look("2026-12-01T06:01")

    assert link.resolve().name == runs.runs(world.project, NAME)[-1].id


@pytest.mark.parametrize(
    "content",
    ["", "{", "[]", '{"due": 5}', '{"due": "2026-11-01T06:00", "result": "failed"}',
     '{"result": "failing", "due": "2026-11-01T06:00:00+00:00"}', '{"notices": [5]}',
     '{"attempts": "x"}', "\x00", "null"],
)  # fmt: skip
def test_a_ledger_that_is_lost_or_broken_publishes_nothing_twice(tmp_path, content):
    world = World(tmp_path, "0 6 1 * *", "2026-11-01T06:00")
    world.look()
    (world.project.reports / NAME / "schedule.json").write_text(content, encoding="utf-8")
    world.look("2026-11-01T06:05")

    assert len(world.built) == 1


def test_failures_are_tried_again_after_1_2_and_4_minutes_and_then_no_more(tmp_path):
    world = World(tmp_path, {"cron": "0 6 * * *", "retries": 3}, "2026-11-01T06:00")
    world.failure = "A cell failed."
    tried = []
    for minute in range(60):
        world.look(f"2026-11-01T06:{minute:02}")
        tried += [minute] * (len(world.built) - len(tried))

    assert tried == [0, 1, 3, 7]
    entry = ledger.entry(world.project, NAME)
    assert (entry.result, entry.attempts, entry.why) == ("failed", 4, "A cell failed.")


def test_a_failure_leaves_the_last_good_one_marked_stale_until_the_next(tmp_path):
    world = World(tmp_path, {"cron": "0 6 1 * *", "retries": 0}, "2026-10-01T06:00")
    world.look()
    good = runs.latest(world.project, NAME)
    world.failure = "No rates for October."
    world.look("2026-11-01T06:00")

    standing = world.standing()
    assert runs.latest(world.project, NAME) == good
    assert standing.is_stale
    assert standing.last_result == "stale: failed on 1 November 2026, last good 1 January 2026"
    assert standing.why == "No rates for October."
    assert standing.next_due == at("2026-12-01T06:00")
    world.failure = ""
    world.look("2026-12-01T06:00")
    assert not world.standing().is_stale


def test_a_new_due_time_ends_the_attempts_at_an_old_one(tmp_path):
    world = World(tmp_path, {"cron": "* * * * *", "retries": 5}, "2026-11-01T06:00")
    world.failure = "A cell failed."
    world.look()
    world.look("2026-11-01T06:01")

    assert world.built == [at("2026-11-01T06:00"), at("2026-11-01T06:01")]
    assert any("06:00 UTC: failed" in line for line in world.said)
    assert ledger.entry(world.project, NAME).failing_since == "2026-11-01T06:00:00+00:00"


def test_what_hinders_one_edition_is_said_once_and_hinders_no_other(tmp_path):
    world = World(tmp_path, "0 6 1 * *", "2026-11-01T06:00")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "reports" / NAME).symlink_to(tmp_path / "elsewhere")
    scheduler, known = world.scheduler(), list(world.project.editions().values())
    other = known[0].model_copy(update={"name": "other"})
    for _ in range(3):
        scheduler.look([*known, other])

    assert sum("a link to another place" in line for line in world.said) == 1
    assert len(world.built) == 1
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_an_edition_without_a_schedule_is_left_alone(tmp_path):
    world = World(tmp_path, None, "2026-11-01T06:00")

    assert world.look() is None
    assert world.standing() is None
    assert not (tmp_path / "reports" / NAME).exists()


# --- the foreground ---


class Ticking:
    """A stop that is set after some sleeps, each of which moves the world's clock."""

    def __init__(self, world, sleeps, between=lambda count: None):
        self.world, self.left, self.slept, self.between = world, sleeps, [], between

    def is_set(self):
        """Return whether all sleeps are slept."""
        return self.left <= 0

    def wait(self, timeout):
        """Sleep at once."""
        self.slept.append(timeout)
        self.left -= 1
        self.world.now += timedelta(seconds=timeout)
        self.between(len(self.slept))


def test_the_foreground_sleeps_in_small_steps_and_builds_on_time(tmp_path):
    world = World(tmp_path, "* * * * *", "2026-11-01T06:00")
    shown = []
    stop = Ticking(world, 13)
    watching.watch(world.scheduler(), stop, shown.append)

    assert max(stop.slept) <= 10
    assert world.built == [at("2026-11-01T06:00"), at("2026-11-01T06:01"), at("2026-11-01T06:02")]
    assert len(shown) == 3
    assert world.said[0] == "1 edition with a schedule; next due 2026-11-01 06:01 UTC."
    assert len(world.said) == 5  # the greeting, three reports, the farewell


def test_a_broken_edit_is_said_once_and_the_old_schedule_stays(tmp_path):
    world = World(tmp_path, "* * * * *", "2026-11-01T06:00")
    path = tmp_path / "reports" / "editions.yml"
    good = path.read_text(encoding="utf-8")
    edits = {3: "editions: [", 15: good.replace("* * * * *", "0 0 1 1 *")}

    def edit(count):
        if count in edits:
            path.write_text(edits[count], encoding="utf-8")

    watching.watch(world.scheduler(), Ticking(world, 30, edit), lambda known: None)
    assert sum("is not YAML" in line for line in world.said) == 1
    assert sum("was read anew" in line for line in world.said) == 1
    assert at("2026-11-01T06:02") in world.built
    assert max(world.built) < at("2026-11-01T06:04")


# --- processes ---

HANGING = """
import subprocess, sys, time
inner = "import os, signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(600)"
subprocess.Popen([sys.executable, "-c", inner], start_new_session=True)
if "orphan" in sys.argv:
    sys.exit()
time.sleep(600)
"""


def _marked(mark):
    return supervision._marked(mark)


@pytest.mark.parametrize("argument", ["waits", "orphan"])
def test_a_time_out_ends_children_with_sessions_of_their_own(argument):
    mark = f"test-{os.getpid()}-{argument}"
    ending = supervision.run([sys.executable, "-c", HANGING, argument], errand=mark, timeout_s=1.5)

    assert ending.is_late == (argument == "waits")
    assert not _marked(mark)


def test_a_secret_is_not_in_the_environment_of_a_build(monkeypatch):
    monkeypatch.setenv("MAIL_TO_EDITORS", "mailto://ann:hunter2@example.org")
    code = "import os; print(os.environ.get('MAIL_TO_EDITORS'), os.environ.get('HOME'))"
    ending = supervision.run(
        [sys.executable, "-c", code], errand="test-secret", timeout_s=20,
        without=frozenset({"MAIL_TO_EDITORS"}),
    )  # fmt: skip

    assert ending.said.startswith("None ")
    assert "None" not in ending.said[5:]


def _errand(world, **keys):
    edition = world.project.editions()[NAME]
    plan = edition.schedule.model_copy(update=keys)
    return errands.Errand(world.project, edition, plan, world.now, f"test-{os.getpid()}", 1)


def _play(monkeypatch, refreshed, built=None):
    ran = []

    def run(command, **keys):
        ran.append(command)
        assert keys["keep_open"] == (1,)  # whoever outlives the scheduler holds its lock
        assert keys["timeout_s"] <= 20 * 60
        return refreshed if "refresh" in command else built or supervision.Ending(0, "{}", "")

    monkeypatch.setattr(supervision, "run", run)
    return ran


def test_tables_are_refreshed_first_and_old_ones_are_said(tmp_path, monkeypatch):
    world = World(tmp_path, {"cron": "0 6 1 * *", "zone": BERLIN}, "2026-10-31T23:30")
    ran = _play(monkeypatch, supervision.Ending(1, "", "launches kept: no answer."))
    outcome = errands.attempt(_errand(world, refresh=["launches"]))

    assert [command[-2:] for command in ran] == [
        ["refresh", "launches"],
        ["2026-10-31T23:30:00+00:00", "2026-11-01"],
    ]
    assert outcome == Outcome(remark="launches could not be refreshed: launches kept: no answer.")


def test_where_freshness_is_required_old_tables_are_a_failure(tmp_path, monkeypatch):
    world = World(tmp_path, "0 6 1 * *", "2026-11-01T06:00")
    ran = _play(monkeypatch, supervision.Ending(1, "", "launches kept: no answer."))
    outcome = errands.attempt(_errand(world, refresh=["launches"], require_fresh=True))

    assert outcome.failure == "launches could not be refreshed: launches kept: no answer."
    assert len(ran) == 1


@pytest.mark.parametrize(
    ("ending", "why"),
    [
        (supervision.Ending(2, '{"refused": "Cell 3: ZeroDivisionError."}', "x"), "Cell 3: Zero"),
        (supervision.Ending(None, "", "", True), "not done within 20 minutes, and was ended"),
        (supervision.Ending(-9, "", ""), "by signal 9 .9 is often a lack of memory."),
        (supervision.Ending(1, "", "Traceback\nOSError: full"), "Its last words: OSError: full"),
    ],
)
def test_why_a_build_failed_is_said_in_words(tmp_path, monkeypatch, ending, why):
    world = World(tmp_path, "0 6 1 * *", "2026-11-01T06:00")
    _play(monkeypatch, supervision.Ending(0, "", ""), ending)

    assert re.search(why, errands.attempt(_errand(world)).failure)


# Schedulers as processes, every second of whose clock is an hour, forked from one that has all
# imports done; their builder is a process too, which publishes in the steps of the real one.
SCHEDULERS = """
import os, signal, sys, time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from analysis.press.schedules import errands, schedule, supervision
from analysis.press.projects import Project
import psutil

folder, builder = sys.argv[1:]
project, begin = Project(Path(folder)), time.time()

def clock():
    return datetime(2026, 11, 1, 5, 59, tzinfo=UTC) + timedelta(hours=time.time() - begin)

def attempt(errand):
    command = [sys.executable, "-S", "-c", builder, folder, errand.due.isoformat()]
    supervision.run(command, errand=errand.mark, timeout_s=30, keep_open=(errand.lock,))
    return errands.Outcome()

signal.signal(signal.SIGCHLD, signal.SIG_IGN)
for line in sys.stdin:
    if (pid := os.fork()) == 0:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        scheduler = schedule.Scheduler(project, clock, lambda line: None, attempt=attempt)
        while True:
            scheduler.look(list(project.editions().values()))
            time.sleep(0.02)
    print(pid, flush=True)
"""
BUILDER = """
import json, os, sys, threading, time
def end_with_parent():
    os.read(int(os.environ["ANALYSIS_LIFELINE"]), 1)
    os._exit(1)
threading.Thread(target=end_with_parent, daemon=True).start()
home, due = sys.argv[1] + "/reports/monthly", sys.argv[2]
time.sleep(0.1)
name = "2026-01-01T%06d.%06dZ" % divmod(time.time_ns() // 1000 % 10**12, 10**6)
os.makedirs(home, exist_ok=True)
os.mkdir(home + "/.staging-" + name)
with open(home + "/.staging-" + name + "/manifest.json", "w") as file:
    json.dump({"due": due, "edition": "monthly", "built": "2026-01-01T00:00:00+00:00"}, file)
time.sleep(0.05)
os.rename(home + "/.staging-" + name, home + "/" + name)
time.sleep(0.05)
os.symlink(name, home + "/.link-" + name)
os.replace(home + "/.link-" + name, home + "/latest")
time.sleep(0.05)
"""


class Schedulers:
    """Two schedulers, of which any can be killed and is replaced."""

    def __init__(self, folder):
        command = [sys.executable, "-c", SCHEDULERS, str(folder), BUILDER]
        pipe = subprocess.PIPE
        self.nursery = subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, bufsize=1)
        self.pids = [self._started(), self._started()]

    def _started(self):
        self.nursery.stdin.write("start\n")
        return int(self.nursery.stdout.readline())

    def kill(self, place):
        """Kill one as by the power cut, and start another."""
        os.kill(self.pids.pop(place), signal.SIGKILL)
        self.pids.append(self._started())

    def end(self):
        """Kill all."""
        for pid in self.pids:
            os.kill(pid, signal.SIGKILL)
        self.nursery.communicate()


def test_two_schedulers_that_are_killed_again_and_again_publish_each_due_time_once(tmp_path):
    project, chance = _project(tmp_path, "0 * * * *"), random.Random(20)
    schedulers = Schedulers(tmp_path)
    try:
        for _ in range(20):
            time.sleep(chance.uniform(0.1, 0.7))
            schedulers.kill(chance.randrange(2))
        count = len(runs.runs(project, NAME))
        _until(lambda: len(runs.runs(project, NAME)) > count + 1)
    finally:
        schedulers.end()
    time.sleep(0.5)
    dues = [run.manifest["due"] for run in runs.runs(project, NAME)]

    assert len(dues) > 4
    assert dues == sorted(set(dues))


def test_a_build_dies_with_the_scheduler_that_is_killed(tmp_path):
    code = (
        "import sys; from analysis.press.schedules import supervision as s;"
        "s.run([sys.executable, '-c', sys.argv[1]], errand=sys.argv[2], timeout_s=60)"
    )
    mark = f"test-{os.getpid()}-lifeline"
    inner = (
        "from analysis.press.schedules import supervision as s; import subprocess, sys, time;"
        "s.end_with_parent();"
        "subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'],"
        " start_new_session=True); time.sleep(600)"
    )
    process = subprocess.Popen([sys.executable, "-c", code, inner, mark])
    _until(lambda: len(_marked(mark)) == 2)
    process.send_signal(signal.SIGKILL)
    process.wait()

    _until(lambda: not _marked(mark))


def _until(is_so, seconds=20):
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.05)
