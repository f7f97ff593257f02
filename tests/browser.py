"""A browser without a window, told what to do through its DevTools protocol.

What is evaluated this way is not bound by a page's security policy, so a page is examined as it is.
"""

import base64
import contextlib
import json
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import websocket

NAMES = ("chromium", "chromium-browser", "google-chrome")
PATIENCE_S = 60.0
# Root, as in containers, has no sandbox; the rest keeps the browser from reaching for the network.
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--hide-scrollbars",
    "--no-first-run",
    "--disable-extensions",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--remote-debugging-port=0",
]


def found() -> str | None:
    """Return the browser of this machine, None where there is none."""
    return next((path for path in map(shutil.which, NAMES) if path), None)


class Tab:
    """One page of a browser; `complaints` are what its console says of the page since `open`."""

    def __init__(self, socket: websocket.WebSocket) -> None:
        self.socket, self.sent, self.session = socket, 0, ""
        self.events: list[dict[str, Any]] = []
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        attached = self.call("Target.attachToTarget", targetId=target, flatten=True)
        self.session = attached["sessionId"]
        for domain in ("Page", "Runtime", "Log"):
            self.call(f"{domain}.enable")
        self.call("Page.setLifecycleEventsEnabled", enabled=True)

    @property
    def complaints(self) -> list[str]:
        """Return what the browser has logged: refusals of the policy, failures of scripts."""
        logged = [e["params"] for e in self.events if e["method"] == "Log.entryAdded"]
        thrown = [e["params"] for e in self.events if e["method"] == "Runtime.exceptionThrown"]
        return [entry["entry"]["text"] for entry in logged] + [
            failure["exceptionDetails"]["text"] for failure in thrown
        ]

    def call(self, method: str, **params: Any) -> dict[str, Any]:
        """Do one thing and return what the browser answers."""
        self.sent += 1
        message = {"id": self.sent, "method": method, "params": params}
        session = {"sessionId": self.session} if self.session else {}
        self.socket.send(json.dumps(message | session))
        while True:
            answer = json.loads(self.socket.recv())
            if answer.get("id") == self.sent:
                break
            self.events.append(answer)
        if "error" in answer:
            raise RuntimeError(f"{method}: {answer['error']['message']}")
        return answer["result"]

    def open(self, path: Path, width_px: int, height_px: int = 900, scheme: str = "light") -> None:
        """Show a file in a window of this size, as a reader who prefers this scheme sees it."""
        self.visit(path.resolve().as_uri(), width_px, height_px, scheme)

    def visit(self, url: str, width_px: int, height_px: int = 900, scheme: str = "light") -> None:
        """Show what lies at an address in a window of this size."""
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width_px,
            height=height_px,
            deviceScaleFactor=1,
            mobile=False,
        )
        preferred = [
            {"name": "prefers-color-scheme", "value": scheme},
            {"name": "prefers-reduced-motion", "value": "reduce"},
        ]
        self.call("Emulation.setEmulatedMedia", media="screen", features=preferred)
        self.events.clear()
        loader = self.call("Page.navigate", url=url)["loaderId"]
        while not any(_is_load(event, loader) for event in self.events):
            self.events.append(json.loads(self.socket.recv()))

    def picture(self, path: Path) -> None:
        """Write a picture of the window."""
        path.write_bytes(base64.b64decode(self.call("Page.captureScreenshot")["data"]))

    def evaluate(self, expression: str) -> Any:
        """Return the value of an expression in the page, awaited if it is a promise."""
        answer = self.call(
            "Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True
        )
        if "exceptionDetails" in answer:
            raise RuntimeError(str(answer["exceptionDetails"]))
        return answer["result"].get("value")


@contextlib.contextmanager
def tab(binary: str, folder: Path) -> Iterator[Tab]:
    """Yield a page of a new browser that keeps its files in `folder`, and end the browser."""
    command = [binary, *FLAGS, f"--user-data-dir={folder}", "about:blank"]
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, stdout=quiet, stderr=quiet) as browser:
        try:
            port, path = _address(folder / "DevToolsActivePort", browser)
            with contextlib.closing(
                websocket.create_connection(
                    f"ws://127.0.0.1:{port}{path}",
                    timeout=PATIENCE_S,
                    suppress_origin=True,
                    http_no_proxy=["127.0.0.1"],
                )
            ) as socket:
                opened = Tab(socket)
                yield opened
                opened.session = ""
                opened.call("Browser.close")
        finally:
            with contextlib.suppress(subprocess.TimeoutExpired):
                browser.wait(PATIENCE_S / 6)
            browser.kill()


def _address(file: Path, browser: subprocess.Popen[bytes]) -> list[str]:
    """Return port and path at which the browser listens, as soon as it has written them."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end and browser.poll() is None:
        if file.is_file() and len(lines := file.read_text(encoding="ascii").split()) == 2:
            return lines
        time.sleep(0.05)
    raise RuntimeError("The browser does not start.")


def _is_load(event: dict[str, Any], loader: str) -> bool:
    about = event.get("params", {})
    return about.get("name") == "load" and about.get("loaderId") == loader
