"""Reports of one notebook, HTML and PDF: `analysis build` against what else makes them.

    python tests/bench_builds.py [--quick | --full] [--minutes 15]

Routes: this project; (a) a shell loop of papermill and nbconvert, as a user would type it;
(b) ploomber-engine in an environment of its own, then nbconvert; (c) papermill and nbconvert's
exporters in one process. They take turns on the same editions, so that a busy machine slows all
of them alike. (a) to (c) make few reports in each turn, for they cost the same from the first to
the last. The floor is the notebook's own computing and drawing: its cells run as plain Python in
a process that has everything imported, on as many cores. Nothing else about a report is in it;
what it takes to set its pages is printed beside it.
"""

import argparse
import functools
import importlib.util
import itertools
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench_pdf import ENVIRONMENT, family, memory_kib

ROOT = Path(__file__).parents[1]
NAME = "06_how_often_do_launches_fail"
STATES = ("United States", "China", "Russia", "Europe", "Japan")
SINCE = range(1980, 2020)
UNTIL = range(2020, 2025)
CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
SAMPLE_S = 0.2
BIN = Path(sys.executable).parent
NO_TIME = "left out: the minutes are over"

# Runs cells as plain Python, in processes forked when all is imported; prints seconds.
FLOOR = r"""
import ast, json, os, sys, time
begin = time.perf_counter()
path, values, jobs = sys.argv[1], json.loads(sys.argv[2]), int(sys.argv[3])
cells = [c for c in json.load(open(path, encoding="utf-8"))["cells"] if c["cell_type"] == "code"]
trees = [(ast.parse("".join(c["source"])), c["metadata"].get("tags", [])) for c in cells]
for tree, _ in trees:
    for node in tree.body:
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            exec(compile(ast.Module([node], []), "imports", "exec"), {})
import matplotlib.backends.backend_svg
imports_s = time.perf_counter() - begin
def report(given):
    space = {}
    for tree, tags in trees:
        body = list(tree.body)
        last = body.pop() if body and isinstance(body[-1], ast.Expr) else None
        exec(compile(ast.Module(body, []), "cell", "exec"), space)
        if "parameters" in tags:
            space.update(given)
        if last:
            shown = eval(compile(ast.Expression(last.value), "cell", "eval"), space)
            getattr(shown, "_repr_mimebundle_", lambda: None)()
begin = time.perf_counter()
running, waiting = 0, list(values)
while waiting or running:
    while waiting and running < jobs:
        given = waiting.pop()
        if os.fork() == 0:
            report(given)
            os._exit(0)
        running += 1
    _, status = os.wait()
    running -= 1
    if status:
        sys.exit("a report of the floor failed")
print(json.dumps({"imports_s": imports_s, "floor_s": time.perf_counter() - begin}))
"""

# Sets HTML, PDF and the small picture from an executed notebook, in a warm process.
PAGES = r"""
import copy, json, statistics, sys, time
begin = time.perf_counter()
from pathlib import Path
import nbformat
from analysis.press import bundles, covers, html
from analysis.press.typeset import printing
imports_s = time.perf_counter() - begin
notebook, took = nbformat.read(sys.argv[1], 4), []
for _ in range(int(sys.argv[2])):
    given, begin = copy.deepcopy(notebook), time.perf_counter()
    bundles.rendered(given, "html", Path("report.ipynb"))
    covers.cover(bundles.rendered(given, "pdf", Path("report.ipynb")))
    took.append(time.perf_counter() - begin)
print(json.dumps({
    "imports_s": imports_s, "first_s": took[0], "pages_s": statistics.median(took[1:]),
}))
"""

# One report after the other in a process that stays, kernels warm; prints seconds of each.
WARM = r"""
import json, sys, time
from datetime import date
from pathlib import Path
from analysis.press import kernels, sweeps, workers
from analysis.press.projects import Project
project, name, each = Project(Path.cwd()), sys.argv[1], sys.argv[2:]
orders = [workers.Order(member, date.today()) for member in sweeps.members(project, name, each)]
took = []
with kernels.warm() as zygote:
    for order in orders:
        begin = time.perf_counter()
        came = workers.outcome(project, order, zygote)
        if came.fault:
            sys.exit(came.fault)
        took.append(time.perf_counter() - begin)
print(json.dumps(took))
"""

# Many reports by workers; prints seconds and the peak memory of each worker as it made each.
MANY = r"""
import json, sys, time
from datetime import date
from pathlib import Path
from analysis.press import kernels, sweeps, workers
from analysis.press.projects import Project
project, name, jobs, each = Project(Path.cwd()), sys.argv[1], int(sys.argv[2]), sys.argv[3:]
orders = [workers.Order(member, date.today()) for member in sweeps.members(project, name, each)]
peaks = []
with kernels.warm() as zygote, workers.Team(project, jobs=jobs, zygote=zygote) as team:
    for came in team.outcomes(orders):
        if came.fault:
            sys.exit(came.fault)
        peaks.append(came.peak_mib)
print(json.dumps(peaks))
"""

# Papermill and nbconvert's exporters in one process; PDF is printed by a browser.
IN_PROCESS = r"""
import json, subprocess, sys
import papermill
from nbconvert import HTMLExporter
path, values, folder, pdf = sys.argv[1], json.loads(sys.argv[2]), sys.argv[3], sys.argv[4:]
exporter = HTMLExporter(exclude_input=True)
for number, given in enumerate(values):
    made = papermill.execute_notebook(
        path, f"{folder}/{number}.ipynb", parameters=given, progress_bar=False,
        cwd=path.rpartition("/")[0],
    )
    body, _ = exporter.from_notebook_node(made)
    open(f"{folder}/{number}.html", "w", encoding="utf-8").write(body)
    if pdf:
        command = [word.format(folder=folder, number=number) for word in pdf]
        subprocess.run(command, check=True, capture_output=True)
"""


@dataclass(frozen=True)
class Ran:
    """What a command took: seconds, its peak memory with all it started, what it printed."""

    wall_s: float
    peak_mib: float
    said: str


def ran(command: Sequence[str], cwd: Path) -> Ran:
    """Run a command to its end; raise `SystemExit` when it fails."""
    begin, peak, is_over = time.perf_counter(), [0.0], threading.Event()
    with (
        tempfile.TemporaryFile("w+") as said,
        tempfile.TemporaryFile("w+") as complaints,
        subprocess.Popen(
            command, cwd=cwd, env=ENVIRONMENT, stdout=said, stderr=complaints, text=True
        ) as running,
    ):

        def sample() -> None:
            while not is_over.wait(SAMPLE_S):
                peak[0] = max(peak[0], sum(map(memory_kib, family(running.pid))) / 1024)

        thread = threading.Thread(target=sample)
        thread.start()
        code = running.wait()
        wall_s = time.perf_counter() - begin
        is_over.set()
        thread.join()
        said.seek(0)
        complaints.seek(0)
        if code:
            raise SystemExit(f"{' '.join(command)[:200]}\nfailed: {complaints.read()[-800:]}")
        return Ran(wall_s, peak[0], said.read())


def axes(count: int) -> dict[str, list]:
    """Return values whose product has so many members.

    >>> {name: len(values) for name, values in axes(200).items()}
    {'state': 5, 'since': 40, 'until': 1}
    """
    states = next(n for n in range(min(count, len(STATES)), 0, -1) if count % n == 0)
    years = next(n for n in range(len(SINCE), 0, -1) if (count // states) % n == 0)
    ends = count // states // years
    if ends > len(UNTIL):
        raise SystemExit(f"There are no {count} editions of {NAME} to make.")
    return {
        "state": list(STATES[:states]),
        "since": list(SINCE[:years]),
        "until": list(UNTIL[-ends:]),
    }


def each(count: int) -> list[str]:
    """Return the values as `--each` has them."""
    return [f"{name}={','.join(map(str, values))}" for name, values in axes(count).items()]


def editions(count: int) -> list[dict]:
    """Return the values of so many editions, as parameters."""
    listed = axes(count)
    return [
        dict(zip(listed, values, strict=True)) for values in itertools.product(*listed.values())
    ]


class Bench:
    """A project in a temporary folder, and the routes to its reports."""

    def __init__(self, folder: Path, jobs: int) -> None:
        self.folder, self.jobs, self.turns = folder, jobs, itertools.count()
        self.project = folder / "project"
        (self.project / "notebooks").mkdir(parents=True)
        shutil.copy(ROOT / "notebooks" / f"{NAME}.ipynb", self.project / "notebooks")
        shutil.copytree(ROOT / "data", self.project / "data")
        shutil.copy(ROOT / "requirements.lock", self.project)
        (self.project / "reports").mkdir()
        (self.project / "reports" / "editions.yml").write_text(
            f"editions:\n  - {{name: {NAME}, title: Launches, notebook: {NAME}}}\n", "utf-8"
        )
        self.notebook = self.project / "notebooks" / f"{NAME}.ipynb"

    def ours(self, count: int) -> Ran:
        """Build so many editions by the command."""
        shutil.rmtree(self.project / "reports" / "runs", ignore_errors=True)
        command = [str(BIN / "analysis"), "build", NAME, "--force", "--jobs", str(self.jobs)]
        options = [word for axis in each(count) for word in ("--each", axis)]
        return ran([*command, *options], self.project)

    def floor(self, count: int, jobs: int) -> dict[str, float]:
        """Return seconds of imports and of the notebook's own computing and drawing."""
        values = json.dumps(editions(count))
        command = [sys.executable, "-W", "ignore", "-c", FLOOR, str(self.notebook), values]
        return json.loads(ran([*command, str(jobs)], self.notebook.parent).said)

    def loop(self, count: int, execute: str, *words: str) -> Ran:
        """Make reports as a user would type it: a shell loop that starts programs."""
        place = self._place()
        lines = []
        for number, given in enumerate(editions(count)):
            options = " ".join(f"{words[0]} {name} '{value}'" for name, value in given.items())
            lines += [
                f"{execute} {self.notebook} {place}/{number}.ipynb {options}",
                f"{BIN}/jupyter nbconvert --to html --no-input {place}/{number}.ipynb",
            ]
            if printer():
                lines.append(" ".join(printer()).format(folder=place, number=number))
        return ran(["sh", "-ec", "\n".join(lines)], self.notebook.parent)

    def in_process(self, count: int) -> Ran:
        """Make reports by papermill and nbconvert in one process."""
        values, place = json.dumps(editions(count)), str(self._place())
        command = [sys.executable, "-W", "ignore", "-c", IN_PROCESS, str(self.notebook), values]
        return ran([*command, place, *printer()], self.notebook.parent)

    def _place(self) -> Path:
        place = self.folder / f"turn-{next(self.turns)}"
        place.mkdir()
        return place


@functools.cache
def printer() -> tuple[str, ...]:
    """Return the command by which a user gets a PDF here; empty where there is none.

    `nbconvert --to pdf` needs Inkscape for figures that are vectors, and `--to webpdf` playwright.
    """
    html, pdf = "{folder}/{number}.html", "{folder}/{number}.pdf"
    nbconvert = (f"{BIN}/jupyter", "nbconvert", "--no-input", "{folder}/{number}.ipynb", "--to")
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser:  # sooner than `nbconvert --to webpdf`, which wants a browser of playwright's own
        options = ("--headless", "--no-sandbox", "--disable-gpu", f"--print-to-pdf={pdf}")
        return (browser, *options, html)
    if importlib.util.find_spec("playwright"):
        return (*nbconvert, "webpdf", "--disable-chromium-sandbox")
    if all(map(shutil.which, ("xelatex", "pandoc", "inkscape"))):
        return (*nbconvert, "pdf")
    return ()


def ploomber(folder: Path) -> str:
    """Return the command of ploomber-engine in an environment of its own, or nothing.

    In the project's own it would slow each start of papermill.
    """
    home = folder / "ploomber"
    try:
        subprocess.run([sys.executable, "-m", "venv", str(home)], check=True, capture_output=True)
        pip = [str(home / "bin" / "pip"), "install", "--quiet", "ploomber-engine"]
        subprocess.run(pip, check=True, capture_output=True, timeout=300)
    except (subprocess.SubprocessError, OSError) as error:
        print(f"(b) is left out: ploomber-engine cannot be installed ({type(error).__name__}).")
        return ""
    # What reports import lies in the project's environment; its own packages come first.
    [own] = (home / "lib").glob("python*/site-packages")
    others = [path for path in sys.path if path.endswith("site-packages")]
    (own / "project.pth").write_text("\n".join([*others, str(ROOT)]), encoding="utf-8")
    return str(home / "bin" / "ploomber-engine")


def spread(values: Sequence[float], unit: str = " s") -> str:
    """Return the median, and from the least to the most."""
    middle = statistics.median(values)
    return f"{middle:.2f}{unit} ({min(values):.2f}–{max(values):.2f})"


class Clock:
    """The minutes that the bench may take."""

    def __init__(self, minutes: float) -> None:
        self.end = time.monotonic() + 60 * minutes

    def is_over(self) -> bool:
        """Tell whether nothing more is to be begun."""
        return time.monotonic() > self.end


def singles(bench: Bench, rounds: int, clock: Clock) -> None:
    """Print what one report takes, cold and warm, beside its floor."""
    cold, floor, imports, interpreter, warm = [], [], [], [], []
    pages: dict[str, list[float]] = {"imports_s": [], "first_s": [], "pages_s": []}
    for _ in range(rounds):
        if cold and clock.is_over():
            break
        interpreter.append(ran([sys.executable, "-c", "pass"], bench.project).wall_s)
        cold.append(bench.ours(1).wall_s)
        least = bench.floor(1, 1)
        floor.append(least["floor_s"])
        imports.append(least["imports_s"])
        made = next((bench.project / "reports").glob(f"{NAME}__*/latest/*.ipynb"))
        command = [sys.executable, "-W", "ignore", "-c", PAGES, str(made), "4"]
        for name, took in json.loads(ran(command, bench.project).said).items():
            pages[name].append(took)
        command = [sys.executable, "-W", "ignore", "-c", WARM, NAME, *each(5)]
        warm += json.loads(ran(command, bench.project).said)[1:]
    middle = statistics.median
    least_s = middle(interpreter) + middle(imports) + middle(floor)
    both_s = least_s + middle(pages["imports_s"]) + middle(pages["first_s"])
    warm_s = middle(warm) - middle(floor)
    print(f"\nOne report, {len(cold)} rounds")
    print(f"  floor: computing and drawing       {spread(floor)}")
    print(f"  beside it: setting pages, warm     {spread(pages['pages_s'])}")
    print(f"  beside it: setting pages, first    {spread(pages['first_s'])}")
    print(f"  the interpreter                    {spread(interpreter)}")
    print(f"  imports of the notebook            {spread(imports)}")
    print(f"  imports of what sets pages         {spread(pages['imports_s'])}")
    print(f"  `analysis build`, cold             {spread(cold)}")
    print(f"    = {middle(cold) / least_s:.2f} × interpreter, imports of the notebook, floor")
    print(f"    = {middle(cold) / both_s:.2f} × the same with imports and setting of pages")
    print(f"  warm, in a process that stays      {spread(warm)}")
    print(f"    = {warm_s:.2f} s over its floor; {warm_s - middle(pages['pages_s']):.2f} s of it ")
    print("      neither computing, drawing nor setting pages", flush=True)


def many(bench: Bench, count: int, few: int, rounds: int, clock: Clock) -> None:
    """Print what many reports take by each route, in turn, and the ratios."""
    routes: dict[str, tuple[int, Callable[[int], Ran]]] = {
        "this": (count, bench.ours),
        "(a) papermill, nbconvert": (
            few, lambda n: bench.loop(n, f"{BIN}/papermill --no-progress-bar", "-p")
        ),
        "(c) in process": (few, bench.in_process),
    }  # fmt: skip
    if command := ploomber(bench.folder):
        routes["(b) ploomber-engine"] = (few, lambda n: bench.loop(n, command, "-p"))
    took: dict[str, list[float]] = {name: [] for name in routes}
    peaks: dict[str, list[float]] = {name: [] for name in routes}
    floors = []
    for _ in range(rounds):
        if floors and clock.is_over():
            break
        floors.append(bench.floor(few * 5, bench.jobs)["floor_s"] / (few * 5))
        for name, (number, route) in routes.items():
            made = route(number)
            took[name].append(made.wall_s / number)
            peaks[name].append(made.peak_mib)
            print(f"  … {name}: {made.wall_s / number:.2f} s a report", flush=True)
    by = " ".join(printer()[:1]).rpartition("/")[2] or "no program here: HTML alone"
    print(f"\n{count} reports on {bench.jobs} cores, {len(floors)} rounds; seconds a report")
    print(f"(a), (b), (c) make {few} in each round, their PDF by {by}")
    own = statistics.median(took["this"])
    floor = statistics.median(floors)
    print(f"  {'floor':28}{spread(floors):>26}   this is {own / floor:.2f} × the floor")
    for name, seconds in took.items():
        ratios = [other / mine for other, mine in zip(seconds, took["this"], strict=True)]
        print(
            f"  {name:28}{spread(seconds):>26}   {spread(ratios, ' ×')}"
            f"   {statistics.median(peaks[name]):.0f} MiB",
            flush=True,
        )


def growth(bench: Bench, counts: Sequence[int], clock: Clock) -> None:
    """Print how the cost of a report grows with their number."""
    print("\nHow the cost of a report grows with their number")
    for count in counts:
        if clock.is_over():
            print(f"  {count:5} reports  {NO_TIME}")
            continue
        made = bench.ours(count)
        print(
            f"  {count:5} reports  {made.wall_s:8.1f} s  {made.wall_s / count:6.2f} s each"
            f"  {made.peak_mib:6.0f} MiB in all",
            flush=True,
        )


def memory(bench: Bench, count: int, clock: Clock) -> None:
    """Print the peak memory of workers from the first reports to the last."""
    print(f"\nPeak memory of a worker over {count} reports")
    if clock.is_over():
        print(f"  {NO_TIME}")
        return
    command = [sys.executable, "-W", "ignore", "-c", MANY, NAME, str(bench.jobs), *each(count)]
    made = ran(command, bench.project)
    peaks = json.loads(made.said)
    for tenth in batches(peaks, max(1, count // 10)):
        print(f"  {statistics.median(tenth):6.0f} MiB, at most {max(tenth):.0f}")
    print(f"  the whole tree of processes, shared memory counted once: {made.peak_mib:.0f} MiB")


def batches(values: Sequence[float], size: int) -> Iterator[Sequence[float]]:
    """Yield runs of so many values."""
    for start in range(0, len(values), size):
        yield values[start : start + size]


def main() -> None:
    """Run the parts, each while there is time."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    size = parser.add_mutually_exclusive_group()
    size.add_argument("--quick", action="store_true", help="a few minutes, rough")
    size.add_argument("--full", action="store_true", help="also 1,000 reports for memory")
    parser.add_argument("--minutes", type=float, help="begin nothing new after these")
    parser.add_argument("--jobs", type=int, default=CORES)
    given = parser.parse_args()
    rounds, count, few = (1, 10, 1) if given.quick else (3, 100, 2)
    clock = Clock(given.minutes or (3 if given.quick else 90 if given.full else 12))
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        bench = Bench(Path(folder), given.jobs)
        print(f"{NAME}, HTML and PDF, {given.jobs} cores of {CORES}")
        singles(bench, rounds, clock)
        many(bench, count, few, rounds, clock)
        growth(bench, (1, 5, 10) if given.quick else (1, 10, 50, 200), clock)
        memory(bench, 20 if given.quick else 1000 if given.full else 100, clock)


if __name__ == "__main__":
    main()
