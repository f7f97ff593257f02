"""When not to fork: where it is not safe, or would not be what a new process is."""

import gc
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any


class RefusalError(Exception):
    """No kernel is forked, and the message says why."""


# What preloaded modules, the C library and the interpreter read once, when they are loaded.
_READ_ONCE = (
    "ARROW", "BLIS", "DEBUGPY", "GOTO", "HOME", "IPYTHON", "JUPYTER", "KMP", "LANG", "LC_", "LD_",
    "MALLOC", "MATPLOTLIB", "MKL", "MPL", "NPY", "NUMBA", "NUMEXPR", "NUMPY", "OMP", "OPENBLAS",
    "PANDAS", "PYDANTIC", "PYDEVD", "PYTHON", "SCIPY", "TZ", "XDG",
)  # fmt: skip
_LAUNCHER = ["-m", "ipykernel_launcher"]
_MODULES = (".py", ".pyc", ".so")


def check_imports() -> None:
    """Raise `RefusalError` where an import has opened what does not survive a fork."""
    zmq = sys.modules.get("zmq")
    if zmq and any(issubclass(type(each), zmq.Context) for each in gc.get_objects()):
        raise RefusalError("a library has opened a ZeroMQ context")


def check_threads() -> None:
    """Raise `RefusalError` where this process has other threads, Python's or not."""
    threads = len(list(Path("/proc/self/task").iterdir()))
    if threading.active_count() != 1 or threads != 1:
        raise RefusalError(f"a library has started threads ({threads} run)")


def check_request(
    request: Mapping[str, Any], environment: Mapping[str, str], cores: set[int]
) -> None:
    """Raise `RefusalError` where the imports would have gone otherwise in a new process."""
    command = request["command"]
    if command[:1] != [sys.executable] or command[1:3] != _LAUNCHER:
        raise RefusalError(f"the kernel is not {sys.executable} {' '.join(_LAUNCHER)}")
    asked = request["environment"]
    for name in sorted({*environment, *asked}):
        if name.startswith(_READ_ONCE) and environment.get(name) != asked.get(name):
            raise RefusalError(f"the variable {name} is not what it was when this began")
    if set(request["cores"]) != cores:
        raise RefusalError("other processors are allowed than when this began")
    _check_folder(Path(request["folder"]))


def _check_folder(folder: Path) -> None:
    """Raise `RefusalError` where modules of the folder come before those already imported."""
    tops = {name.partition(".")[0] for name in sys.modules} - sys.stdlib_module_names
    for path in folder.iterdir():
        first = path.name.partition(".")[0]
        is_module = path.suffix in _MODULES or (path / "__init__.py").is_file()
        if path.name == "matplotlibrc" or (first in tops and is_module):
            raise RefusalError(f"{path.name} in the notebook's folder would be imported first")
