"""The little server of a preview: the page that holds the report, and word of each change."""

import json
import zlib
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from analysis.press.lab.previews import Preview

PAGE = Path(__file__).parent.parent / "templates" / "preview" / "index.html"
TYPES = {"html": "text/html; charset=utf-8", "pdf": "application/pdf"}


class Server(ThreadingHTTPServer):
    """Serves one preview, on this computer alone."""

    daemon_threads = True

    def __init__(self, preview: "Preview", port: int) -> None:
        super().__init__(("127.0.0.1", port), _Answers)
        self.preview = preview


class _Answers(BaseHTTPRequestHandler):
    """The page that holds the report, the report, and word of each change."""

    server: Server

    def do_GET(self) -> None:
        """Answer, but only who asks this computer by its own name."""
        host = self.headers.get("Host", "").rpartition(":")[0]
        path = self.path.partition("?")[0]
        form = path.rpartition(".")[2]
        if host not in ("127.0.0.1", "localhost"):
            self.send_error(403)
        elif path == "/":
            self._send(TYPES["html"], PAGE.read_bytes())
        elif path == "/changes":
            self._send_changes()
        elif path.startswith("/report.") and form in self.server.preview.forms:
            self._send(TYPES[form], self.server.preview.forms[form])
            self.server.preview.fetched.set()
        else:
            self.send_error(404)

    def log_message(self, *_: Any) -> None:
        """Say nothing of each request."""

    def _send(self, kind: str, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(body)

    def _send_changes(self) -> None:
        """Tell of every change until nobody listens any more."""
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        preview, seen = self.server.preview, -1
        preview.readers += 1
        try:
            while True:
                told = ": still there\n\n"
                if preview.wait(seen):
                    with preview.changed:
                        seen = preview.number
                        news = {"number": seen, "problem": preview.problem}
                        news |= {form: zlib.crc32(body) for form, body in preview.forms.items()}
                    told = f"data: {json.dumps(news | {'name': preview.path.name})}\n\n"
                self.wfile.write(told.encode("utf-8"))
        except OSError:
            preview.readers -= 1
