"""Warm kernels: what a report says is the same as in a new process, and no report harms another."""

import json
import multiprocessing
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from analysis.press import PressError, kernels
from analysis.press.execute import executed, execution
from analysis.press.kernels import forks
from analysis.press.kernels.zygote import refusals, server

ROOT = Path(__file__).parent.parent
PYTHON = {"name": "python3", "display_name": "Python 3", "language": "python"}
LONGEST_S = 60

pytestmark = pytest.mark.skipif(not kernels._can_fork(), reason="kernels are not forked here")


@pytest.fixture(scope="module")
def zygote():
    with kernels.warm() as address:
        yield address


@pytest.fixture(autouse=True)
def _nothing_said_before(monkeypatch):
    monkeypatch.setattr(forks, "_said", set())


def _written(folder, *sources, name="report"):
    (folder / "notebooks").mkdir(parents=True, exist_ok=True)
    path = folder / "notebooks" / f"{name}.ipynb"
    cells = [new_code_cell(source) for source in sources]
    nbformat.write(new_notebook(cells=cells, metadata={"kernelspec": PYTHON}), path)
    return path


def _outputs(notebook):
    """Return counts and outputs as JSON, without what is new in each process."""
    told = [
        [cell.execution_count, cell.outputs] for cell in notebook.cells if cell.cell_type == "code"
    ]
    text = json.dumps(told, indent=1, sort_keys=True)
    return re.sub(r"ipykernel_\d+|0x[0-9a-f]{6,}", "NEW", text)


def _texts(notebook):
    """Return what each cell printed or ended with."""
    return [
        "".join(
            output.get("text", "") + output.get("data", {}).get("text/plain", "")
            for output in cell.outputs
        ).strip()
        for cell in notebook.cells
    ]


def _said(path, zygote=None, **options):
    return _texts(executed(path, {}, zygote=zygote, timeout_s=LONGEST_S, **options))


def _alive(pid):
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def _until(condition):
    until = time.monotonic() + LONGEST_S
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.01)


ODD_CELLS = [
    "import sys, os, warnings, logging, threading, asyncio, time, pandas, scipy.stats",
    "print('out'); print('err', file=sys.stderr)",
    "os.write(1, b'by number\\n'); sys.stdout.flush(); time.sleep(0.3)",
    "!echo from a shell",
    "%%bash\necho from bash",
    "await asyncio.sleep(0.01)\n'awaited'",
    "from IPython.display import display, clear_output, HTML, Markdown\n"
    "handle = display('first', display_id='one'); handle.update('second')",
    "print('gone'); clear_output(); print('stays')",
    "clear_output(wait=True); display(HTML('<b>x</b>'), Markdown('*x*'))",
    "thread = threading.Thread(target=print, args=('from a thread',)); name = thread.name\n"
    "thread.start(); thread.join(); name",
    "warnings.warn('careful'); warnings.warn('old', DeprecationWarning)",
    "logging.warning('logged'); logging.getLogger('x').info('not shown')",
    "import pandas as pd, numpy as np\n"
    "pd.DataFrame(np.arange(120).reshape(4, 30))",
    "pd.DataFrame({'day': pd.date_range('2021-10-05', periods=100)})",
    "pd.get_option('display.max_columns'), pd.get_option('display.width'), np.get_printoptions()",
    "import matplotlib, matplotlib.figure\n"
    "matplotlib.rcParams['backend'], matplotlib.get_backend(), sorted(matplotlib.rcParams.items())",
    "figure = matplotlib.figure.Figure(figsize=(2, 1)); figure.subplots().plot([1, 3, 2]); figure",
    "import matplotlib.pyplot as plt\nplt.figure(figsize=(2, 1)); plt.plot([1, 3, 2]);",
    "_, axes = plt.subplots(figsize=(2, 1)); axes.set_title('$x^2$')",
    "sys.argv[0][-24:], len(sys.argv), sys.path, sys.flags, sys.orig_argv[1:3], sys.executable",
    "__name__, __doc__, sys.modules['__main__'].__dict__ is globals(), sorted(globals())",
    "os.getcwd(), sorted(k for k in os.environ if k != 'JPY_PARENT_PID')",
    "os.environ['JPY_PARENT_PID'] != '0', os.umask(0o22), os.nice(0)",
    "import signal; [each for each in map(signal.getsignal, range(1, 32)) if callable(each)]",
    "os.read(0, 1), os.isatty(0), os.getsid(0) == os.getpid()",
    "import re; sorted(re.sub('[0-9]+', '', t.name) for t in threading.enumerate())",
    "sys.warnoptions, [filter_[:3] for filter_ in warnings.filters]",
    "sorted((name, len(logger.handlers)) for name, logger in\n"
    "logging.root.manager.loggerDict.items() if getattr(logger, 'handlers', 0)), logging.root",
    "np.linalg.eigvalsh(np.arange(90000.).reshape(300, 300) % 97).sum().hex()",
    "len(os.listdir('/proc/self/fd')) < 60, sys.stdout.encoding, sys.__stdout__.encoding",
    "1 / 3, {'a': [1, 2]}, 'Вызов', Ellipsis",
    "x = 1;",
    "get_ipython().execution_count, In[-1], sorted(_ih[1:])[0], _oh.keys() and max(_oh)",
    "%%time\n'timed' and None",
    "raise SystemExit",
]  # fmt: skip
UNLIKE = re.compile(r"(CPU times|Wall time).*?\\n")


def test_odd_cells_say_the_same_warm_and_cold(tmp_path, zygote, monkeypatch):
    monkeypatch.delenv("PYTEST_CURRENT_TEST")  # ipykernel leaves descriptors alone under pytest
    path = _written(tmp_path, *ODD_CELLS)

    warm = UNLIKE.sub("", _outputs(executed(path, {}, zygote=zygote)))

    assert warm == UNLIKE.sub("", _outputs(executed(path, {})))
    assert len(warm) > 10_000


def test_when_a_kernel_sends_what_is_printed_does_not_show(tmp_path):
    parts = (
        "print('late', file=sys.stderr, flush=True); print('one, ', end='', flush=True)\n"
        "print('two', flush=True); print('later', file=sys.stderr, flush=True)\n"
        "display('shown'); print('three', flush=True); print('four')"
    )
    path = _written(tmp_path, "import sys", parts)

    told = executed(path, {}).cells[1].outputs

    assert [(each.get("name"), each.get("text")) for each in told] == [
        ("stdout", "one, two\n"),
        ("stderr", "late\nlater\n"),
        (None, None),
        ("stdout", "three\nfour\n"),
    ]


@pytest.mark.parametrize("name", ["02_what_did_the_film_take", "05_who_was_first"])
def test_a_notebook_of_ours_says_and_reads_the_same_warm_and_cold(name, zygote):
    path = ROOT / "notebooks" / f"{name}.ipynb"

    warm, cold = execution(path, {}, zygote=zygote), execution(path, {})

    assert _outputs(warm.notebook) == _outputs(cold.notebook)
    assert (warm.files, warm.folders) == (cold.files, cold.folders)
    assert str(ROOT / "data" / "datapackage.json") in warm.files
    assert str(ROOT / "analysis" / "datasets.py") in warm.files


STATE = """
import builtins, decimal, gc, locale, logging, os, signal, socket, sys, threading, warnings
import matplotlib, numpy, pandas, tempfile
{
    "name": "left" in globals(),
    "builtin": hasattr(builtins, "left"),
    "module": "left" in sys.modules,
    "patch": hasattr(numpy, "left"),
    "rc": matplotlib.rcParams["figure.dpi"],
    "option": pandas.get_option("display.max_columns"),
    "print option": numpy.get_printoptions()["precision"],
    "variable": os.environ.get("LEFT"),
    "folder": os.path.basename(os.getcwd()),
    "umask": os.umask(0o22),
    "warnings": len(warnings.filters) > 100,
    "path": "left" in sys.path,
    "logging": logging.root.level,
    "thread": "left" in [thread.name for thread in threading.enumerate()],
    "signal": signal.getsignal(signal.SIGUSR1) == signal.SIG_IGN,
    "recursion": sys.getrecursionlimit(),
    "decimals": decimal.getcontext().prec,
    "locale": locale.setlocale(locale.LC_NUMERIC),
    "time-out": socket.getdefaulttimeout(),
    "collection": gc.isenabled(),
    "temporary": tempfile.tempdir,
    "files": any("left" in os.readlink(f"/proc/self/fd/{n}") for n in range(3, 100)
                 if os.path.islink(f"/proc/self/fd/{n}")),
}
"""
LEAVE = """
import builtins, decimal, gc, locale, logging, os, signal, socket, sys, threading, time, warnings
import matplotlib, numpy, pandas, tempfile, types
left = builtins.left = numpy.left = 1
sys.modules["left"] = types.ModuleType("left"); sys.path.append("left")
matplotlib.rcParams["figure.dpi"] = 31
pandas.set_option("display.max_columns", 3); numpy.set_printoptions(precision=2)
kept = open("left.txt", "w")
os.environ["LEFT"] = "1"; os.chdir("/"); os.umask(0o77)
warnings.filters[:0] = warnings.filters[:1] * 200
logging.root.setLevel(1)
threading.Thread(target=time.sleep, args=(9999,), name="left", daemon=True).start()
signal.signal(signal.SIGUSR1, signal.SIG_IGN)
sys.setrecursionlimit(5000); decimal.getcontext().prec = 5
locale.setlocale(locale.LC_NUMERIC, "C.UTF-8")
socket.setdefaulttimeout(3); gc.disable(); tempfile.tempdir = "/"
"""


def test_nothing_is_left_by_one_report_to_the_next(tmp_path, zygote):
    clean = _written(tmp_path, STATE, name="clean")
    dirty = _written(tmp_path, LEAVE, STATE, name="dirty")

    before, left, after, cold = (
        eval(_said(path, address)[-1])
        for path, address in [(clean, zygote), (dirty, zygote), (clean, zygote), (clean, None)]
    )

    assert [kind for kind in left if left[kind] == before[kind]] == []
    assert before == after == cold


def test_random_numbers_differ_from_report_to_report(tmp_path, zygote):
    source = "import numpy, random, uuid; (numpy.random.random(), random.random(), uuid.uuid4())"
    path = _written(tmp_path, source)

    assert _said(path, zygote) != _said(path, zygote)


def test_a_seed_gives_the_same_numbers_warm_and_cold(tmp_path, zygote):
    source = "import numpy as np; np.random.seed(3); np.random.random(3), np.random.default_rng(3)"
    path = _written(tmp_path, f"{source}.random()")

    assert _said(path, zygote) == _said(path)


DEADLY = {
    "crashes": ("import ctypes; ctypes.string_at(0)", "its kernel died (SIGSEGV)"),
    "hangs": ("while True: pass", "took longer than the 2 s"),
    "hangs and does not listen": (
        "import signal, time\n"
        "for each in (signal.SIGINT, signal.SIGTERM): signal.signal(each, signal.SIG_IGN)\n"
        "time.sleep(9999)",
        "took longer than the 2 s",
    ),
    "exhausts its memory": (
        "import resource\nresource.setrlimit(resource.RLIMIT_AS, (2**32, 2**32))\n"
        "x = bytearray(2**33)",
        "MemoryError",
    ),
    "is killed": (
        "import os, signal; os.kill(os.getpid(), signal.SIGKILL)",
        "SIGKILL, perhaps for want of memory",
    ),
    "leaves": ("import os; os._exit(3)", "ended its kernel with exit code 3"),
    "ends all processes of its group": (
        "import os, signal; os.killpg(0, signal.SIGTERM)",
        "its kernel died (SIGTERM)",
    ),
}


@pytest.mark.parametrize("how", DEADLY)
def test_a_kernel_that_ends_badly_harms_no_other(how, tmp_path, zygote, capfd):
    source, message = DEADLY[how]
    path = _written(tmp_path, "1", source, name="deadly")
    timeout_s = 2 if "took" in message else LONGEST_S

    with pytest.raises(PressError, match=rf"deadly\.ipynb, cell 2 .*{re.escape(message)}"):
        executed(path, {}, zygote=zygote, timeout_s=timeout_s)

    assert _said(_written(tmp_path, "6 * 7"), zygote) == ["42"]
    assert "started, not forked" not in capfd.readouterr().err


def test_what_a_kernel_forks_ends_with_it(tmp_path, zygote):
    path = _written(
        tmp_path,
        "import os, time, subprocess, multiprocessing\n"
        "child = os.fork()\n"
        "if not child: time.sleep(9999)",
        "pool = multiprocessing.get_context('fork').Pool(2); total = sum(pool.map(abs, [-1, 2]))",
        "[os.getpid(), child, subprocess.Popen(['sleep', '9999']).pid, total]",
    )

    *pids, total = json.loads(_said(path, zygote)[-1])

    assert total == 3
    _until(lambda: not any(map(_alive, pids)))
    assert _said(_written(tmp_path, "6 * 7"), zygote) == ["42"]


def test_a_change_of_a_module_between_two_reports_is_seen(tmp_path, zygote):
    path = _written(tmp_path, "import ours, analysis; ours.told, 'PressError' in dir(analysis)")
    module = path.with_name("ours.py")
    module.write_text("told = 1", encoding="utf-8")
    first = _said(path, zygote)
    module.write_text("told = 22", encoding="utf-8")

    assert (first, _said(path, zygote)) == (["(1, False)"], ["(22, False)"])


def test_without_its_zygote_a_report_is_made_in_an_ordinary_kernel_and_says_so(tmp_path, capfd):
    path = _written(tmp_path, "import os; os.getppid()")
    with kernels.warm() as zygote:
        pid = int(_said(path, zygote)[0])
        os.kill(pid, signal.SIGKILL)
        _until(lambda: not _alive(pid))

        parents = [_said(path, zygote), _said(path, zygote)]

    assert parents == [[str(os.getpid())]] * 2
    assert capfd.readouterr().err.count("The kernel is started, not forked: ") == 1


@pytest.mark.parametrize(
    ("file", "why"),
    [("erfa.py", "erfa.py in the notebook's folder"), ("matplotlibrc", "matplotlibrc in the")],
)
def test_what_would_be_imported_otherwise_is(file, why, tmp_path, zygote, capfd):
    path = _written(tmp_path, "import os, matplotlib; matplotlib.rcParams['font.size']")
    if file.endswith("rc"):
        path.with_name(file).write_text("font.size: 17", encoding="utf-8")
    else:
        path = _written(tmp_path, "import erfa; erfa.size")
        path.with_name(file).write_text("size = 17.0", encoding="utf-8")

    assert _said(path, zygote) == ["17.0"]
    assert why in capfd.readouterr().err


def test_a_variable_that_modules_read_when_imported_is_obeyed(tmp_path, zygote, monkeypatch, capfd):
    path = _written(tmp_path, "import os, sys; os.environ['PYTHONHASHSEED'], hash('a')")
    monkeypatch.setenv("PYTHONHASHSEED", "1")

    assert _said(path, zygote) == _said(path)
    assert "the variable PYTHONHASHSEED is not" in capfd.readouterr().err


def test_any_other_variable_arrives(tmp_path, zygote, monkeypatch, capfd):
    monkeypatch.setenv("A_NAME", "Вызов \udc80\n=")
    path = _written(tmp_path, "import os; ascii(os.environ['A_NAME']), os.getppid()")

    warm, cold = _said(path, zygote)[0], _said(path)[0]

    assert warm.split(",")[0] == cold.split(",")[0]
    assert warm != cold
    assert capfd.readouterr().err == ""


def _result(path, zygote, results):
    results.put(_said(path, zygote))


def test_threads_and_processes_share_a_zygote(tmp_path, zygote):
    paths = [_written(tmp_path / str(n), f"import os; print({n}, os.getcwd())") for n in range(3)]
    results = multiprocessing.get_context("spawn").Queue()
    process = multiprocessing.get_context("spawn").Process(
        target=_result, args=(paths[2], zygote, results)
    )
    process.start()
    told = {}
    threads = [
        threading.Thread(target=lambda n=n: told.update({n: _said(paths[n], zygote)}))
        for n in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    told[2] = results.get(timeout=LONGEST_S)
    process.join()

    assert told == {n: [f"{n} {path.parent}"] for n, path in enumerate(paths)}


CLIENT = """
import sys
from pathlib import Path
from analysis.press import kernels
from analysis.press.execute import executed
with kernels.warm() as zygote:
    executed(Path(sys.argv[1]), {}, zygote=zygote)
"""


def test_when_the_client_is_killed_the_zygote_and_its_kernels_end(tmp_path):
    note = tmp_path / "pids"
    path = _written(
        tmp_path,
        "import os, time, subprocess, pathlib\n"
        "pids = os.getpid(), os.getppid(), subprocess.Popen(['sleep', '9999']).pid\n"
        f"pathlib.Path('{note}.part').write_text(' '.join(map(str, pids)))\n"
        f"os.rename('{note}.part', '{note}'); time.sleep(9999)",
    )
    client = subprocess.Popen([sys.executable, "-c", CLIENT, str(path)])
    try:
        _until(note.exists)
    finally:
        client.kill()
        client.wait()
    pids = [int(pid) for pid in note.read_text().split()]

    _until(lambda: not any(map(_alive, pids)))


def test_another_user_is_refused(monkeypatch):
    ours, theirs = socket.socketpair()
    monkeypatch.setattr(os, "getuid", lambda: 12345)
    with ours, theirs, pytest.raises(refusals.RefusalError, match="another user"):
        server.received(ours, [])


def test_beside_a_thread_nothing_is_forked():
    goes = threading.Event()
    thread = threading.Thread(target=goes.wait)
    thread.start()
    try:
        with pytest.raises(refusals.RefusalError, match="has started threads"):
            refusals.check_threads()
    finally:
        goes.set()
        thread.join()


def test_beside_a_context_of_zeromq_nothing_is_forked():
    import zmq.asyncio

    with (
        zmq.asyncio.Context(),
        pytest.raises(refusals.RefusalError, match="has opened a ZeroMQ context"),
    ):
        refusals.check_imports()


def test_where_the_system_cannot_fork_there_is_no_zygote(monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "platform", "darwin")

    with kernels.warm() as zygote:
        assert zygote is None
    monkeypatch.undo()
    assert _said(_written(tmp_path, "6 * 7"), zygote) == ["42"]
