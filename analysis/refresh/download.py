"""Published files from their addresses: politely, over HTTPS, whole or not at all."""

import contextlib
import hashlib
import json
import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from typing import Self

import httpx
import platformdirs

from analysis.refresh.replace import write_whole

ATTEMPTS = 4
FIRST_WAIT_S = 1.0  # doubled at each attempt, unless the server says how long
LONGEST_WAIT_S = 60.0
LONGEST_SILENCE_S = 20.0  # of a server, before it connects, answers or goes on
DEADLINE_S = 300.0  # for one file; a server that drips bytes never times out otherwise
LIMIT_BYTES = 32 * 2**20  # nine times the largest upstream file
REDIRECTS = 5
BUSY = {429, 500, 502, 503, 504}
LOOPBACK = "127.0.0.1"

Progress = Callable[[str, int, int | None], None]  # what, bytes so far, bytes in all if known


class DownloadError(ValueError):
    """A file could not be had; the message says which and why."""


class MissingError(DownloadError):
    """There is no such file."""


class _TryAgainError(Exception):
    def __init__(self, reason: str, wait_s: float | None = None) -> None:
        super().__init__(reason)
        self.wait_s = wait_s


@dataclass
class Downloads:
    """One polite visit to other people's servers, which need not send what is unchanged."""

    plain: bool = False  # plain HTTP, which only a mirror on this machine may speak
    cache: Path = field(default_factory=lambda: platformdirs.user_cache_path("filmed-in-orbit"))
    progress: Progress = lambda what, done, total: None
    limit_bytes: int = LIMIT_BYTES
    first_wait_s: float = FIRST_WAIT_S
    silence_s: float = LONGEST_SILENCE_S

    @cached_property
    def _client(self) -> httpx.Client:
        return httpx.Client(
            headers={"User-Agent": f"filmed-in-orbit/{version('filmed-in-orbit')}"},
            timeout=self.silence_s,
            trust_env=not self.plain,  # a proxy has no way to a mirror on this machine
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        if "_client" in vars(self):
            self._client.close()

    def content(self, url: str, rest_s: float = 0.0) -> bytes:
        """Return the file at `url`; raise `DownloadError` in a sentence.

        The one that was sent last is taken, and the server left alone, for `rest_s` after it.
        """
        kept = _Kept(self.cache / hashlib.sha256(url.encode()).hexdigest()[:32])
        if kept.age_s() < rest_s:
            return kept.body
        for attempt in range(ATTEMPTS):
            try:
                return self._content_once(url, kept)
            except _TryAgainError as error:
                wait_s = self.first_wait_s * 2**attempt if error.wait_s is None else error.wait_s
                if attempt == ATTEMPTS - 1:
                    raise DownloadError(f"{url} failed {ATTEMPTS} times: {error}.") from error
                if wait_s > LONGEST_WAIT_S:
                    raise DownloadError(
                        f"{url} asks to be left alone for {wait_s:.0f} seconds: {error}."
                    ) from error
                time.sleep(wait_s)
        raise AssertionError

    def _content_once(self, url: str, kept: "_Kept") -> bytes:
        request = self._client.build_request("GET", url, headers=kept.conditions())
        try:
            with contextlib.closing(self._response(request)) as response:
                if response.status_code == httpx.codes.NOT_MODIFIED:
                    return kept.body
                if response.status_code in BUSY:
                    raise _TryAgainError(_status(response), _retry_after_s(response))
                if response.status_code != httpx.codes.OK:
                    missing = response.status_code == httpx.codes.NOT_FOUND
                    error = MissingError if missing else DownloadError
                    raise error(f"{url} answers {_status(response)}.")
                body = self._body(response, url)
        except httpx.TransportError as error:
            raise _TryAgainError(str(error) or type(error).__name__) from error
        kept.keep(response, body)
        return body

    def _response(self, request: httpx.Request) -> httpx.Response:
        for _ in range(REDIRECTS):
            self._check_address(request.url)
            response = self._client.send(request, stream=True)
            if response.next_request is None:
                return response
            response.close()
            request = response.next_request
        raise DownloadError(f"{request.url} is one of more than {REDIRECTS} redirects in a row.")

    def _check_address(self, url: httpx.URL) -> None:
        if url.scheme != "https" and not (self.plain and url.host == LOOPBACK):
            raise DownloadError(f"{url} is not an https address, and nothing else is trusted.")

    def _body(self, response: httpx.Response, url: str) -> bytes:
        """Return the body; httpx itself refuses one that is shorter than its Content-Length."""
        total = int(response.headers.get("content-length", 0)) or None
        began_s, body = time.monotonic(), bytearray()
        for chunk in response.iter_bytes():
            body += chunk
            if max(len(body), total or 0) > self.limit_bytes:
                raise DownloadError(f"{url} is larger than {self.limit_bytes:,} bytes.")
            if time.monotonic() - began_s > DEADLINE_S:
                raise DownloadError(f"{url} took longer than {DEADLINE_S:.0f} seconds.")
            self.progress(url, len(body), total)
        return bytes(body)


class _Kept:
    """A file as it was last sent, below one line of JSON: how the server named that version."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.body = b""
        self.names: dict[str, str] = {}
        with contextlib.suppress(OSError, ValueError, KeyError):
            head, _, body = path.read_bytes().partition(b"\n")
            names = json.loads(head)
            if hashlib.sha256(body).hexdigest() == names.pop("sha256"):
                self.body, self.names = body, names

    def age_s(self) -> float:
        """Return how long ago the file was sent; for ever if none is kept."""
        with contextlib.suppress(OSError):
            if self.body:
                return time.time() - self.path.stat().st_mtime
        return math.inf

    def conditions(self) -> dict[str, str]:
        asked = {"etag": "If-None-Match", "last-modified": "If-Modified-Since"}
        return {asked[name]: value for name, value in self.names.items()}

    def keep(self, response: httpx.Response, body: bytes) -> None:
        names = {x: response.headers[x] for x in ("etag", "last-modified") if x in response.headers}
        head = json.dumps({"sha256": hashlib.sha256(body).hexdigest(), **names})
        # Without a place to keep the file it is only sent again the next time.
        with contextlib.suppress(OSError):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(self.path, head.encode() + b"\n" + body)


def _status(response: httpx.Response) -> str:
    return f"{response.status_code} {response.reason_phrase}".strip()


def _retry_after_s(response: httpx.Response) -> float | None:
    """Return how long the server wants to be left alone; it says so in seconds or by a date."""
    said = response.headers.get("retry-after", "")
    if said.isdigit():
        return float(said)
    with contextlib.suppress(ValueError):
        return max(0.0, (parsedate_to_datetime(said) - datetime.now(UTC)).total_seconds())
    return None
