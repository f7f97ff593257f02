"""PDF of an executed notebook: this press against the two routes of nbconvert.

Run `python tests/bench_pdf.py [NOTEBOOK]…`. Each round starts every route once, in turn, in a
process of its own, so that a busy machine slows all of them alike; ratios are of medians. A route
whose programs are not installed is left out, with a word. The press is measured twice: as it sets
reports itself, and as nbconvert's exporter, with all that nbconvert imports. Cold is a process
from its start to its end that exports once; warm, each export after the first.
"""

import argparse
import functools
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
# With this set, every process compiles all that it imports, which is nobody's daily life.
ENVIRONMENT = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
ROUNDS = 5
CHANGES = 5

# Runs in the process that is measured: exports once, then again with other figures in the notebook.
PROBE = r"""
import json, re, sys, time
path, route, changes, browser = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4]
IMPORTS
import nbformat
text = open(path, encoding="utf-8").read()
def export(shift):
    other = re.sub(r"(?<=\d)\d(?=\.\d)", lambda m: str((int(m[0]) + shift) % 10), text)
    nb = nbformat.reads(other, as_version=4)
    begin = time.perf_counter()
    made = Exporter().from_notebook_node(nb, {"metadata": {"name": "bench", "path": ""}})[0]
    return time.perf_counter() - begin, made
_, made = export(0)
open(path + "." + route + ".pdf", "wb").write(made)
begin = time.perf_counter()
warm = [export(shift)[0] for shift in range(1, changes + 1)]
print(json.dumps({"warm_s": warm, "after_first_s": time.perf_counter() - begin}))
"""
# Runs after the same imports, and is not timed: MiB of the Python packages that they load.
SIZES = r"""
import sys
from importlib.metadata import distribution, packages_distributions
browser = ""
IMPORTS
owners = packages_distributions()
loaded = {module.partition(".")[0] for module in sys.modules}
names = {name for module in loaded for name in owners.get(module, ())}
files = [file.locate() for name in names for file in distribution(name).files or ()]
print(sum(file.stat().st_size for file in files if file.is_file()) / 2**20)
"""
# What a route needs besides, as packages of Debian; with all that they depend on.
PROGRAMS = {"chromium": ("chromium",), "xelatex": ("texlive-xetex", "pandoc")}
IMPORTS = {
    "this": """
from analysis.press.typeset.printing import pdf_of
class Exporter:
    def from_notebook_node(self, nb, resources):
        return [pdf_of(nb, "bench")]
""",
    "exporter": "from analysis.press.pdf import ReportPDFExporter as Exporter",
    "chromium": """
from nbconvert.exporters import WebPDFExporter
import playwright.async_api as api
# nbconvert names no browser; where playwright has none of its own, Debian's is launched.
launch = api.BrowserType.launch
async def launch_installed(self, **how):
    return await launch(self, **{**how, "executable_path": browser, "args": ["--no-sandbox"]})
api.BrowserType.launch = launch_installed
class Exporter(WebPDFExporter):
    disable_sandbox = True
""",
    # It needs Inkscape for pictures in SVG; without it they are left out, to its advantage.
    "xelatex": """
import shutil
from nbconvert.exporters import PDFExporter
class Exporter(PDFExporter):
    def from_notebook_node(self, nb, *given, **kw):
        for cell in nb.cells if not shutil.which("inkscape") else ():
            for output in cell.get("outputs", []):
                output.get("data", {}).pop("image/svg+xml", None)
        return super().from_notebook_node(nb, *given, **kw)
""",
}


def available() -> Iterator[tuple[str, str]]:
    """Yield the routes that can run here, and what each needs as its browser."""
    yield "this", ""
    yield "exporter", ""
    browser = shutil.which("chromium") or shutil.which("google-chrome") or ""
    try:
        import playwright  # noqa: F401 - only asks whether it is there
    except ImportError:
        print("The route by Chromium is left out: playwright is not installed.")
    else:
        if browser:
            yield "chromium", browser
        else:
            print("The route by Chromium is left out: there is no browser.")
    if shutil.which("xelatex") and shutil.which("pandoc"):
        yield "xelatex", ""
    else:
        print("The route by xelatex is left out: xelatex or pandoc is not installed.")


def measured(path: Path, route: str, browser: str, changes: int) -> dict[str, Any]:
    """Return seconds and peak memory of one process and its children."""
    probe = PROBE.replace("IMPORTS", IMPORTS[route])
    command = [sys.executable, "-W", "ignore", "-c", probe, str(path), route, str(changes), browser]
    begin = time.perf_counter()
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
        env=ENVIRONMENT,
        text=True,
    ) as running:
        peak = 0
        while running.poll() is None:
            peak = max(peak, sum(memory_kib(pid) for pid in family(running.pid)))
            time.sleep(0.02)
        told, complaints = running.communicate()
    wall_s = time.perf_counter() - begin
    if running.returncode:
        raise SystemExit(f"The route {route} failed: {complaints.strip()[-300:]}")
    return {**json.loads(told.splitlines()[-1]), "process_s": wall_s, "peak_mib": peak / 1024}


@functools.cache
def installed_mib(route: str) -> float:
    """Return the size of all that a route needs on the disk; NaN where nobody can tell."""
    sizes = SIZES.replace("IMPORTS", IMPORTS[route])
    told = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", sizes],
        capture_output=True, text=True, check=True, cwd=ROOT, env=ENVIRONMENT,
    ).stdout  # fmt: skip
    return float(told.splitlines()[-1]) + debian_mib(PROGRAMS.get(route, ()))


def debian_mib(programs: tuple[str, ...]) -> float:
    """Return the installed size of packages of Debian and of what they depend on."""
    if not programs:
        return 0.0
    left_out = ("recommends", "suggests", "conflicts", "breaks", "replaces", "enhances")
    ask = ["apt-cache", "depends", "--recurse", "--installed", *(f"--no-{it}" for it in left_out)]
    try:
        listed = subprocess.run([*ask, *programs], capture_output=True, text=True, check=True)
        names = {line for line in listed.stdout.splitlines() if line[:1] not in " <|"}
        query = ["dpkg-query", "-W", "-f", r"${Installed-Size}\n", *names]
        sizes = subprocess.run(query, capture_output=True, text=True, check=False).stdout
    except (OSError, subprocess.CalledProcessError):
        return float("nan")
    return sum(map(int, sizes.split())) / 1024


def family(pid: int) -> list[int]:
    """Return a process and all that descend from it."""
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        children = " ".join((task / "children").read_text() for task in tasks).split()
    except OSError:
        return []
    return [pid, *(found for child in children for found in family(int(child)))]


def memory_kib(pid: int) -> int:
    """Return the memory of a process, what it shares with others counted in part."""
    try:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0
    found = re.search(r"^Pss:\s+(\d+)", rollup, re.M)
    return int(found[1]) if found else 0


def compare(path: Path, routes: list[tuple[str, str]], rounds: int, changes: int) -> None:
    """Print medians and ratios for one notebook, and what each route needs on the disk."""
    results: dict[str, list[dict[str, Any]]] = {route: [] for route, _ in routes}
    for _ in range(rounds):
        for route, browser in routes:
            results[route].append(measured(path, route, browser, changes))
    print(f"\n{path.name}, {rounds} rounds: medians, and how many times that of this press")
    heads = ("cold (s)", "warm (s)", "peak memory (MiB)", "installed (MiB)")
    print(f"{'route':10}" + "".join(f"{head:>21}" for head in heads))
    first: list[float] = []
    for route, rows in results.items():
        medians = [
            statistics.median(row["process_s"] - row["after_first_s"] for row in rows),
            statistics.median(second for row in rows for second in row["warm_s"]),
            statistics.median(row["peak_mib"] for row in rows),
            installed_mib(route),
        ]
        first = first or medians
        ratios = [
            f"{own:.2f} ({own / base:4.1f} x)" for own, base in zip(medians, first, strict=True)
        ]
        print(f"{route:10}" + "".join(f"{ratio:>21}" for ratio in ratios))


def long_notebook(path: Path, folder: Path, times: int) -> Path:
    """Return a notebook that repeats the cells of another, under names of their own."""
    content = json.loads(path.read_text(encoding="utf-8"))
    text = json.dumps(content["cells"])
    content["cells"] = [
        cell
        for part in range(times)
        for cell in json.loads(re.sub(r"\b(tbl|fig)-", rf"\1-{part}-", text))
    ]
    for number, cell in enumerate(content["cells"]):
        cell["id"] = f"cell-{number}"
    long = folder / f"{path.stem}-{times}-times.ipynb"
    long.write_text(json.dumps(content), encoding="utf-8")
    return long


def main() -> None:
    """Compare the routes on notebooks, and on a long one made of the last."""
    parser = argparse.ArgumentParser(description=__doc__)
    default = ROOT / "notebooks" / "06_how_often_do_launches_fail.ipynb"
    parser.add_argument("notebooks", nargs="*", type=Path, default=[default])
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    given = parser.parse_args()
    routes = list(available())
    with tempfile.TemporaryDirectory() as folder:
        for notebook in given.notebooks:
            copy = Path(shutil.copy(notebook, folder))
            compare(copy, routes, given.rounds, CHANGES)
        compare(long_notebook(given.notebooks[-1], Path(folder), 6), routes, 1, 1)


if __name__ == "__main__":
    main()
