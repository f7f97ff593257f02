"""A server on this machine that hands out a folder of files, or trouble, as a test asks."""

import hashlib
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

Answer = Callable[[BaseHTTPRequestHandler], None]
UNSAID = -1  # no Content-Length at all: the file ends where the connection does


class Mirror(ThreadingHTTPServer):
    """Files of `folder`, each with an ETag; `answers[path]` come first, one a request."""

    def __init__(self, folder: Path) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.folder = folder
        self.answers: dict[str, list[Answer]] = {}
        self.statuses: list[int] = []
        self.address = f"http://127.0.0.1:{self.server_port}"

    def __enter__(self):
        Thread(target=self.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *exception):
        self.shutdown()
        self.server_close()


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        waiting = self.server.answers.get(self.path, [])
        if waiting:
            waiting.pop(0)(self)
            return
        path = self.server.folder / self.path[1:]
        if not path.is_file():
            answer(404)(self)
            return
        content = path.read_bytes()
        tag = f'"{hashlib.sha256(content).hexdigest()}"'
        if self.headers["If-None-Match"] == tag:
            answer(304)(self)
        else:
            answer(200, content, ETag=tag)(self)

    def log_request(self, code="-", size="-"):
        self.server.statuses.append(int(code))

    def log_message(self, *args):
        pass


def answer(status: int, body: bytes = b"", promised: int | None = None, **headers: str) -> Answer:
    """Return an answer; `promised` is a Content-Length that the body does not keep."""

    def give(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        if promised != UNSAID:
            handler.send_header("Content-Length", str(len(body) if promised is None else promised))
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(body)

    return give
