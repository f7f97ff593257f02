"""Runs are immutable, follow one another, and leave only when nobody needs them."""

import hashlib
import json
import stat
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from analysis.press import PressError, runs
from analysis.press.bundles import Bundle
from analysis.press.editions import Edition, Keep, editions
from analysis.press.projects import Project

NAME = "far"
NOW = datetime(2026, 11, 22, 6, tzinfo=UTC)


@pytest.fixture
def project(tmp_path):
    return Project(tmp_path)


def _bundle(word="old", **manifest):
    files = {f"{NAME}.html": word.encode(), "values.json": b"{}", "tables/t.csv": b"a\n1\n"}
    return Bundle(NAME, files, {"edition": NAME, "inputs": {}, **manifest}, {})


def _at(monkeypatch, moment):
    class Clock(datetime):
        @classmethod
        def now(cls, tz=None):
            return moment

    monkeypatch.setattr(runs, "datetime", Clock)


def _ids(project):
    return [run.id for run in runs.runs(project, NAME)]


def test_a_run_is_its_files_and_a_manifest_with_their_hashes(project):
    run = runs.publish(project, _bundle("said"))

    assert runs.latest(project, NAME) == run
    assert run.manifest["sha256"] == {
        name: hashlib.sha256((run.path / name).read_bytes()).hexdigest()
        for name in (f"{NAME}.html", "values.json", "tables/t.csv")
    }
    assert (project.reports / NAME / "latest" / f"{NAME}.html").read_text() == "said"
    assert run.moment.isoformat(timespec="seconds") == run.manifest["built"]


def test_no_file_of_a_run_can_be_written_and_all_can_be_removed(project):
    run = runs.publish(project, _bundle())
    files = [path for path in run.path.rglob("*") if path.is_file()]

    assert {stat.S_IMODE(path.stat().st_mode) & 0o222 for path in files} == {0}
    assert all(folder.stat().st_mode & stat.S_IWUSR for folder in {path.parent for path in files})


def test_latest_is_a_relative_link_so_that_the_folder_can_be_moved(project, tmp_path):
    runs.publish(project, _bundle("moved"))
    project.reports.rename(tmp_path / "elsewhere")

    assert (tmp_path / "elsewhere" / NAME / "latest" / f"{NAME}.html").read_text() == "moved"


def test_each_run_follows_the_one_before_though_the_clock_goes_back(project, monkeypatch):
    moments = [NOW, NOW - timedelta(days=400), NOW, NOW + timedelta(days=1)]
    made = []
    for moment in moments:
        _at(monkeypatch, moment)
        made.append(runs.publish(project, _bundle(str(len(made)))).id)

    assert made == sorted(set(made)) == _ids(project)
    assert runs.latest(project, NAME).id == made[-1]


def test_a_report_that_says_the_same_keeps_the_moment_of_its_last_change(project, monkeypatch):
    changed = []
    news = {"since": None}
    for day, word in enumerate(("old", "old", "page with a date", "new")):
        _at(monkeypatch, NOW + timedelta(days=day))
        run = runs.publish(project, _bundle(word, **news))
        changed.append(run.manifest["changed"][:10])
        # The next one was compared with this one, and only its date is another.
        news = {"since": {"run": run.id, "count": 0}} if day == 1 else {"since": None}

    assert changed == ["2026-11-22", "2026-11-22", "2026-11-22", "2026-11-25"]


def test_what_a_killed_process_left_is_gone_after_the_next_run(project):
    runs.publish(project, _bundle())
    home = project.reports / NAME
    for name in (".staging", ".leaving"):
        (home / name / "tables").mkdir(parents=True)
        (home / name / "tables" / "half.csv").write_text("a")
    (home / ".latest").symlink_to("nowhere")
    runs.publish(project, _bundle())

    assert sorted(path.name for path in home.iterdir()) == [".lock", *_ids(project), "latest"]
    assert len(_ids(project)) == 2


@pytest.mark.parametrize(
    ("keep", "kept"),
    [
        (Keep(count=3, days=0), [7, 8, 9]),  # by count alone
        (Keep(count=1, days=4), [5, 6, 7, 8, 9]),  # by age alone: at most four days old
        (Keep(count=3, days=4), [5, 6, 7, 8, 9]),  # whichever keeps more
        (Keep(count=1, days=0), [9]),  # the latest stays
        (Keep(), [*range(10)]),
    ],
)
def test_a_run_goes_when_it_is_neither_among_the_newest_nor_young(project, monkeypatch, keep, kept):
    made = []
    for day in range(10):
        _at(monkeypatch, NOW + timedelta(days=day))
        made.append(runs.publish(project, _bundle(str(day))).id)
    runs.retire(project.reports / NAME, keep)

    assert _ids(project) == [made[number] for number in kept]


def test_a_promised_run_stays_and_so_does_the_latest(project, monkeypatch):
    made = []
    for day in range(4):
        _at(monkeypatch, NOW + timedelta(days=day))
        made.append(runs.publish(project, _bundle(str(day))).id)
    (project.reports / NAME / "latest").unlink()
    (project.reports / NAME / "latest").symlink_to(f"{made[0]}")
    runs.retire(project.reports / NAME, Keep(count=1, days=0, promised=[made[1]]))

    assert _ids(project) == [made[0], made[1], made[3]]


def test_runs_are_retired_when_a_new_one_is_published(project, monkeypatch):
    for day in range(3):
        _at(monkeypatch, NOW + timedelta(days=day))
        runs.publish(project, replace(_bundle(str(day)), keep=Keep(count=2, days=0)))

    assert len(_ids(project)) == 2


def test_a_folder_that_is_no_run_is_left_alone(project):
    copy = project.reports / NAME / "my-copy"
    copy.mkdir(parents=True)
    (copy / "manifest.json").write_text("{}")
    runs.publish(project, replace(_bundle(), keep=Keep(count=1, days=0)))

    assert copy.is_dir()
    assert len(_ids(project)) == 1


def test_what_is_said_of_keeping_at_the_head_holds_unless_an_edition_says_otherwise(tmp_path):
    run = "2026-11-22T060000.000000Z"
    path = tmp_path / "editions.yml"
    path.write_text(
        "keep: {count: 5, days: 10}\neditions:\n"
        "  - {name: a, title: A, notebook: a}\n"
        f"  - {{name: b, title: B, notebook: b, keep: {{days: 99, promised: ['{run}']}}}}\n"
    )
    found = editions(path)

    assert found["a"].keep == Keep(count=5, days=10)
    assert found["b"].keep == Keep(count=5, days=99, promised=[run])


@pytest.mark.parametrize(
    ("keep", "said"),
    [
        ("{count: 0}", "keep.count: Input should be greater than or equal to 1"),
        ("{days: -1}", "keep.days"),
        ("{counts: 3}", "did you mean 'count'"),
        ("{promised: [yesterday]}", "keep.promised.0"),
        ("30", "keep: "),
    ],
)
def test_a_wish_to_keep_that_makes_no_sense_is_refused(tmp_path, keep, said):
    path = tmp_path / "editions.yml"
    path.write_text(f"editions:\n  - {{name: a, title: A, notebook: a, keep: {keep}}}\n")

    with pytest.raises(PressError, match="edition 1") as refusal:
        editions(path)
    assert said in str(refusal.value)


def test_without_a_run_an_edition_is_not_built(project):
    edition = Edition(name=NAME, title="Far", notebook="far")

    assert runs.latest(project, NAME) is None
    assert runs.runs(project, NAME) == []
    assert runs.reason(project, edition) == "not built"
    assert runs.state(project, edition) == "not built"


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (lambda path: (path / "tables" / "t.csv").unlink(), "tables/t.csv of the last run is miss"),
        (lambda path: _overwrite(path / "manifest.json", "{"), "manifest.json of the last run"),
        (lambda path: _overwrite(path / "manifest.json", "{}"), "manifest.json of the last run"),
        (lambda path: (path / "manifest.json").unlink(), "not built"),
    ],
    ids=["a file is gone", "half a manifest", "an empty one", "none"],
)
def test_a_run_that_was_harmed_is_built_anew(project, harm, said):
    harm(runs.publish(project, _bundle()).path)

    assert runs.reason(project, Edition(name=NAME, title="Far", notebook="far")).startswith(said)


def _overwrite(path, text):
    path.unlink()
    path.write_text(text)


def test_without_locks_the_reason_is_said_in_a_sentence(project, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "fcntl", None)

    with pytest.raises(PressError, match="Linux and macOS only"):
        runs.publish(project, _bundle())


def test_a_manifest_is_json_that_others_can_read(project):
    run = runs.publish(project, _bundle(title="Сколько это?"))

    assert "Сколько" in (run.path / "manifest.json").read_text(encoding="utf-8")
    assert json.loads((run.path / "manifest.json").read_text(encoding="utf-8")) == run.manifest
    assert str((project.reports / NAME / "latest").readlink()) == f"{run.id}"
