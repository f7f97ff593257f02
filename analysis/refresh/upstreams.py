"""The texts that tables are made from: out of a folder, a mirror, or from their own addresses."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from analysis.refresh import Upstream
from analysis.refresh.download import LOOPBACK, DownloadError, Downloads, MissingError

PAGE_STARTS = (b"<!doctype html", b"<html")


class NoAddressError(LookupError):
    """A file that no machine can fetch; the message says what to do."""


@dataclass
class Texts:
    """Published files as text, each taken once, out of a folder, a mirror or, for None, the net."""

    source: str | None
    today: date
    downloads: Downloads
    _taken: dict[str, str | DownloadError] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.source is None or "://" in self.source:
            return
        if not Path(self.source).is_dir():
            raise DownloadError(f"--from {self.source}: there is no such folder.")

    def text(self, upstream: Upstream) -> str:
        """Return the text of a file; raise `DownloadError` or `NoAddressError` in a sentence."""
        if upstream.path not in self._taken:
            self._taken[upstream.path] = self._text_or_error(upstream)
        taken = self._taken[upstream.path]
        if isinstance(taken, DownloadError):
            raise taken
        return taken

    def _text_or_error(self, upstream: Upstream) -> str | DownloadError:
        try:
            return _decoded(self._content(upstream), upstream.path)
        except NoAddressError:
            if upstream.is_needed:
                raise
            return ""
        except DownloadError as error:
            # A mirror or folder need not have all files; the publisher of one has it.
            if (
                isinstance(error, MissingError)
                and not upstream.is_needed
                and self.source is not None
            ):
                return ""
            return error  # other tables want the file too, and need not try again

    def _content(self, upstream: Upstream) -> bytes:
        if self.source is None:
            return self.downloads.content(self._address(upstream), upstream.rest_h * 3600)
        if "://" in self.source:
            return self.downloads.content(f"{self.source.rstrip('/')}/{upstream.path}")
        path = Path(self.source) / upstream.path
        try:
            return path.read_bytes()
        except OSError as error:
            missing = isinstance(error, FileNotFoundError)
            kind = MissingError if missing else DownloadError
            raise kind(f"{path} cannot be read: {error.strerror}.") from error

    def _address(self, upstream: Upstream) -> str:
        if upstream.url is None:
            raise NoAddressError(
                f"{upstream.path} has no address that a machine can fetch: "
                f"put the file into a folder and give that folder with --from."
            )
        return upstream.url.replace("{today}", f"{self.today:%d/%m/%Y}")


def speaks_plain_http(source: str | None) -> bool:
    """Return whether a mirror is on this machine, where HTTP needs no encryption."""
    parts = urlsplit(source or "")
    return parts.scheme == "http" and parts.hostname == LOOPBACK


def _decoded(content: bytes, path: str) -> str:
    start = content.removeprefix(b"\xef\xbb\xbf").lstrip()[:20].lower()
    if not start:
        raise DownloadError(f"{path} is empty.")
    if start.startswith(PAGE_STARTS):
        raise DownloadError(f"{path} is a web page, not the file: the server may be in trouble.")
    # The Bank of Russia's XML, the one file that is not UTF-8, says so in its first line.
    encoding = "windows-1251" if b'encoding="windows-1251"' in content[:100] else "utf-8-sig"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise DownloadError(f"{path} is not text in {encoding}: {error.reason}.") from error
