"""What is imported before a kernel is asked for, and what that shows of itself."""

import builtins
import importlib
import os
import sys
import types
import warnings
from collections.abc import Sequence

# What a kernel has imported before it runs a cell, early or late.
_KERNEL = (
    "ipykernel.kernelapp",
    "ipykernel.debugger",
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.core.oinspect",
    "IPython.extensions.storemagic",
    "cProfile",
    "faulthandler",
    "psutil",
    "sqlite3",
    "tornado.locks",
    "tornado.platform.asyncio",
)
_FONTS = "matplotlib.font_manager"  # may take seconds, and says so, where it has no cache yet
# What a report imports from elsewhere. Not here: what registers with a running shell when it is
# imported, or asks which one it is (pyplot, matplotlib_inline.backend_inline, tqdm.auto, plotly).
MOST = (
    "numpy",
    "pandas",
    "pydantic",
    "scipy.optimize",
    "scipy.special",
    "matplotlib.figure",
    "matplotlib.backends.backend_agg",
    "matplotlib.backends.backend_svg",
    "matplotlib.dates",
    "matplotlib.patheffects",
    "matplotlib.style",
)
# What takes long to import, and some reports do: the first kernel does not wait for it.
SOME = ("scipy.stats", "erfa", "sgp4.api")
_INLINE_BACKEND = "module://matplotlib_inline.backend_inline"  # as ipykernel sets it


def import_what_kernels_do() -> None:
    """Import what every kernel does."""
    for name in _KERNEL:
        _import(name)


def import_as_in_a_kernel(names: Sequence[str]) -> str:
    """Import what reports do; return what a reader would have seen of it.

    What a module says while it is imported stands in a report, but not in one whose kernel had
    the module before.
    """
    noise: list[str] = []
    said = os.memfd_create("said")
    show = warnings.showwarning
    os.environ.setdefault("MPLBACKEND", _INLINE_BACKEND)
    # pandas, imported where there is no kernel, shows tables as on a terminal ever after.
    shell = types.SimpleNamespace(kernel=None, config={})
    builtins.get_ipython = lambda: shell  # type: ignore[attr-defined]
    _import(_FONTS)
    warnings.showwarning = lambda it, *_, **__: noise.append(str(it))
    os.dup2(said, 1)
    os.dup2(said, 2)
    try:
        for name in names:
            _import(name)
    finally:
        warnings.showwarning = show
        del builtins.get_ipython  # type: ignore[attr-defined]
    sys.stdout.flush()
    sys.stderr.flush()
    noise += [os.pread(said, 200, 0).decode(errors="replace")] * bool(os.fstat(said).st_size)
    os.close(said)
    return f"a module says, while it is imported: {noise[0].strip()}" if noise else ""


def _import(name: str) -> None:
    try:
        importlib.import_module(name)
    except ModuleNotFoundError as error:
        if not name.startswith(error.name or "?"):  # the module is there, and lacks another
            raise
