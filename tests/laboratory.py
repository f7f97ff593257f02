"""A JupyterLab of its own: files, settings and kernels in one folder, ended with its test."""

import contextlib
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from browser import Tab

TOKEN = "a-token-for-tests"
PATIENCE_S = 60.0
OPTIONS = (
    "--no-browser",
    "--allow-root",
    "--ip=127.0.0.1",
    f"--IdentityProvider.token={TOKEN}",
    "--expose-app-in-browser",
    "--LabApp.collaborative=False",
    "--ServerApp.terminals_enabled=False",
)
IS_READY = "window.jupyterapp && document.querySelector('#jp-main-dock-panel') ? true : false"


def environment(folder: Path) -> dict[str, str]:
    """Return an environment in which Jupyter keeps everything in `folder`."""
    places = ("CONFIG", "DATA", "RUNTIME")
    own = {f"JUPYTER_{place}_DIR": str(folder / place.lower()) for place in places}
    own |= {
        f"JUPYTERLAB_{place}_DIR": str(folder / place.lower())
        for place in ("WORKSPACES", "SETTINGS")
    }
    return {**os.environ, **own, "IPYTHONDIR": str(folder / "ipython"), "PYTHONWARNINGS": ""}


@contextlib.contextmanager
def server(command: list[str], root: Path, folder: Path, port: int) -> Iterator[str]:
    """Yield the address of a JupyterLab that `command` starts in `root`, and end it."""
    log = folder / "log"
    with log.open("wb") as said:
        process = subprocess.Popen(
            [*command, f"--port={port}", *OPTIONS],
            cwd=root,
            env=environment(folder),
            stdout=said,
            stderr=said,
        )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_until_it_answers(address, process, log)
        yield address
    finally:
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(PATIENCE_S / 6)
        process.kill()
        process.wait()


def lab(*arguments: str) -> list[str]:
    """Return the command that starts JupyterLab as `make lab` does."""
    return [sys.executable, "-m", "jupyterlab", "--ServerApp.root_dir=.", *arguments]


def _wait_until_it_answers(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end and process.poll() is None:
        with contextlib.suppress(OSError):
            direct.open(f"{address}/api/status?token={TOKEN}", timeout=5).close()
            return
        time.sleep(0.1)
    raise RuntimeError(f"JupyterLab does not start: {log.read_text(errors='replace')[-2000:]}")


class Reader:
    """One who works in JupyterLab, in a tab."""

    def __init__(self, tab: Tab, address: str) -> None:
        self.tab, self.address = tab, address

    def open(self, path: str, width_px: int = 1400, height_px: int = 1000) -> None:
        """Open a notebook, and wait until its kernel is idle."""
        url = f"{self.address}/lab/tree/{path}?token={TOKEN}&reset"
        self.tab.visit(url, width_px, height_px)
        self.wait(IS_READY)
        self.wait(
            "(() => { const w = window.jupyterapp.shell.currentWidget;"
            " return w?.context?.path === " + repr(path) + " && "
            "w.context.sessionContext.session?.kernel?.status === 'idle' })()"
        )

    def do(self, command: str, arguments: str = "{}") -> Any:
        """Execute a command of JupyterLab's, as its menus do, and wait until it is done."""
        return self.tab.evaluate(
            f"window.jupyterapp.commands.execute('{command}', {arguments}).then(() => true)"
        )

    def wait(self, condition: str, patience_s: float = PATIENCE_S) -> Any:
        """Return what an expression is, once it is true."""
        end = time.monotonic() + patience_s
        while time.monotonic() < end:
            if value := self.tab.evaluate(condition):
                return value
            time.sleep(0.05)
        raise AssertionError(f"JupyterLab never came to this: {condition}")

    def text(self, selector: str) -> str:
        """Return the text of what a selector finds, as the reader sees it."""
        found = f"[...document.querySelectorAll({selector!r})].map(e => e.innerText).join('\\n')"
        return str(self.tab.evaluate(found))
