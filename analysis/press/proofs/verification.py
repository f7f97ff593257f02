"""Whether a file is as it was published, and whether this checkout would make the same.

The file may come from anywhere: nothing that it says is believed further than it can be checked.
"""

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from analysis.press import PressError
from analysis.press.editions import Edition, Format
from analysis.press.projects import Project
from analysis.press.proofs import embedded, seals

LARGEST = 200_000_000  # bytes of a file that is read
LONGEST = 400  # signs of what a file says of itself
NO_MANIFEST = "its manifest cannot be read"
NO_PROJECT = "there is no project here"
NO_INPUTS = "it does not say what it was made from"
BAD_INPUTS = "what it says of its inputs cannot be read"
# Why nobody can say whether this checkout would make the same.
UNTOLD = [[NO_MANIFEST], [NO_PROJECT], [NO_INPUTS], [BAD_INPUTS]]
_LABEL = re.compile(r"(?!.*\.\.)[A-Za-z0-9_][\w .:@+-]*(/[\w .:@+-]+)*/?")


class Origin(BaseModel):
    """What the manifest in a file says of how the file was made."""

    model_config = ConfigDict(extra="ignore")

    edition: str | None = Field(default=None, pattern=r"^[a-z0-9][a-z0-9_-]*$", max_length=100)
    title: str | None = None
    as_of: date | None = None
    parameters: list[tuple[str, str]] = []
    tables: dict[str, dict[str, Any]] = {}
    made_from: dict[str, Any] = {}
    since: dict[str, Any] | None = None
    built_by: dict[str, str] = {}


@dataclass(frozen=True)
class Finding:
    """What is known of a file: what it says of itself, and what was found of each question."""

    form: Format
    seal: seals.State
    origin: Origin | None
    published: str | None = None  # where a file of the same bytes was published here
    differs: list[str] = field(default_factory=list)  # why this checkout would make another
    rebuilt: list[str] | None = None  # what differs from a new one; None where none was made

    @property
    def is_good(self) -> bool:
        """Return whether the file is whole, and is what was published or what would be made."""
        if self.seal != "intact" or self.rebuilt:
            return False
        return self.rebuilt == [] or self.published is not None or not self.differs


def finding(path: Path, project: Project | None) -> tuple[Finding, bytes]:
    """Return what is found of a file, and its bytes; raise `PressError` if it is not one of ours.

    Nothing is executed.
    """
    body = _bytes(path)
    form: Format = "pdf" if body.startswith(b"%PDF-") else "html"
    seal = seals.state(body)
    try:
        origin = _origin(body)
    except PressError:
        if seal == "none":
            raise
        return Finding(form, "broken", None, differs=[NO_MANIFEST]), body
    if project is None:
        return Finding(form, seal, origin, differs=[NO_PROJECT]), body
    published, differs = _published(project, origin, body), _changes(project, origin)
    return Finding(form, seal, origin, published, differs), body


def rebuilt(project: Project, found: Finding, body: bytes, **how: Any) -> list[str]:
    """Make the file anew from what its manifest says; return what differs, nothing if nothing."""
    from analysis.press import bundles

    origin = found.origin
    if origin is None or not origin.made_from:
        raise PressError("The file does not say what it was made from: it cannot be made anew.")
    edition = _edition(origin)
    bundle = bundles.made(project, edition, as_of=origin.as_of, since=origin.since, **how)
    again = bundle.files.get(f"{edition.name}.{found.form}")
    if again is None:
        raise PressError(f"Edition {edition.name}: it is not made as {found.form.upper()}.")
    return [] if again == body else [*_differences(body, again, found.form)]


def _bytes(path: Path) -> bytes:
    try:
        if not path.is_file():
            raise PressError(f"{path}: there is no such file.")
        if path.stat().st_size > LARGEST:
            raise PressError(f"{path.name}: over {LARGEST // 10**6} MB, it is no report.")
        return path.read_bytes()
    except OSError as error:
        raise PressError(f"{path.name} cannot be read: {error.strerror}.") from None


def _origin(body: bytes) -> Origin:
    manifest = embedded.manifest(body)
    try:
        origin = Origin.model_validate(manifest)
    except ValidationError as error:
        place = ".".join(map(str, error.errors()[0]["loc"]))
        raise PressError(f"The manifest in the file is damaged: its {place} is not one.") from None
    if not all(_LABEL.fullmatch(name) for name in origin.made_from):
        raise PressError("The manifest in the file is damaged: it names files outside a project.")
    return origin


def _published(project: Project, origin: Origin, body: bytes) -> str | None:
    """Return where a file of these bytes was published here: a run, or the committed PDFs."""
    digest, name = hashlib.sha256(body).hexdigest(), origin.edition
    for path in sorted((project.reports / str(name)).glob("2*/manifest.json")):
        if digest in _hashes(path).values():
            return f"run {path.parent.name} of {name}"
    record = _content(project.reports / "published" / "record.json").get(str(name), {})
    if isinstance(record, dict) and digest in _mapping(record.get("sha256")).values():
        return f"reports/published/{name}.pdf"
    return None


def _changes(project: Project, origin: Origin) -> list[str]:
    """Return why this checkout would make another file."""
    from analysis.press import inputs

    if not origin.edition or not origin.made_from:
        return [NO_INPUTS]
    try:
        known = project.editions().get(origin.edition) or _edition(origin)
        why = inputs.reason(project, known, origin.made_from, origin.as_of)
    except PressError as error:
        return [str(error).rstrip(".")]
    except (LookupError, TypeError, ValueError, AttributeError):
        return [BAD_INPUTS]
    return [why] if why else []


def _edition(origin: Origin) -> Edition:
    """Return the edition as it was when the file was made, with the values that it had."""
    told = _mapping(origin.made_from.get("edition"))
    values = _mapping(origin.made_from.get("parameters"))
    try:
        return Edition.model_validate({**told, "name": origin.edition, "parameters": values})
    except ValidationError:
        raise PressError("The manifest in the file is damaged: it describes no edition.") from None


def _differences(body: bytes, again: bytes, form: Format) -> Iterator[str]:
    """Yield in which parts two files differ, as near as a reader can find them."""
    try:
        old, new = _flat(embedded.manifest(body)), _flat(embedded.manifest(again))
        keys = [key for key in {**old, **new} if old.get(key) != new.get(key)]
        yield from (f"the manifest says another {key}" for key in keys[:5])
    except PressError as error:
        yield str(error).rstrip(".")
    if form == "pdf":
        before, after = _pages(body), _pages(again)
        if len(before) != len(after):
            yield f"it has {len(before)} pages, the new one {len(after)}"
        pairs = enumerate(zip(before, after, strict=False), 1)
        if odd := [number for number, (a, b) in pairs if a != b]:
            yield f"page {', '.join(map(str, odd[:10]))} {'and others ' * (len(odd) > 10)}differ"
    else:
        lines = zip(body.splitlines(), again.splitlines(), strict=False)
        if place := next((n for n, (a, b) in enumerate(lines, 1) if a != b), 0):
            yield f"line {place} is the first that differs"
    first = next((n for n, (a, b) in enumerate(zip(body, again, strict=False)) if a != b), None)
    yield f"it has {len(body):,} bytes, the new one {len(again):,}" + (
        f"; the first that differs is byte {first + 1:,}" if first is not None else ""
    )


def _pages(body: bytes) -> list[bytes]:
    """Return what each page of a PDF of ours draws, in the order of the pages."""
    tree = re.search(rb"/Type/Pages/Count \d+/Kids\[([\d R]*)\]", body)
    found = []
    for number in re.findall(rb"(\d+) 0 R", tree[1] if tree else b""):
        page = body[body.find(b"\n%s 0 obj\n" % number) :][:4000]
        drawn = re.search(rb"/Contents (\d+) 0 R", page.split(b"endobj")[0])
        start = body.find(b"\n%s 0 obj\n" % drawn[1]) if drawn else -1
        found.append(body[start : body.find(b"\nendobj", start)] if start >= 0 else b"")
    return [re.sub(rb"\A\n\d+ 0 obj", b"", each) for each in found]


def _flat(content: Any, above: str = "") -> dict[str, str]:
    if not isinstance(content, dict):
        return {above: json.dumps(content, sort_keys=True)[:10_000]}
    parts = [_flat(value, f"{above}.{key}".strip(".")) for key, value in content.items()]
    return {key: value for part in parts for key, value in part.items()}


def _hashes(path: Path) -> dict[str, Any]:
    return _mapping(_content(path).get("sha256"))


def _content(path: Path) -> dict[str, Any]:
    try:
        return _mapping(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
