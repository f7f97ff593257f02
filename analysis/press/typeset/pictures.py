"""Pictures of a notebook: written beside the source, tried, described for who cannot see them."""

import base64
import binascii
import io
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote, unquote_to_bytes

from analysis.press.typeset.draft import Draft
from analysis.press.typeset.markup import call, content, literal

EXTENSIONS = {
    "image/svg+xml": "svg",
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/gif": "gif",
    "image/webp": "webp",
    "application/pdf": "pdf",
}
# What Typst does not read and Pillow does.
CONVERTED = {
    "image/bmp": "bmp",
    "image/x-ms-bmp": "bmp",
    "image/tiff": "tiff",
    "image/avif": "avif",
    "image/x-icon": "ico",
}
KNOWN = EXTENSIONS | CONVERTED
_DATA_ADDRESS = re.compile(r"data:\s*(image/[\w.+-]+)\s*((?:;[^;,]*)*),(.*)", re.S)


def picture(
    draft: Draft,
    image: bytes,
    mime: str,
    *,
    alt: str | None = None,
    width_mm: float | None = None,
    inline: bool = False,
    **shown: str | None,
) -> str | None:
    """Return the picture as markup, or None, with a warning, if it cannot be read.

    ``shown`` holds ``caption`` and ``note`` as markup and ``tag``, the name for cross-references.
    """
    if mime in CONVERTED:
        mime, image = "image/png", _as_png(image)
    path = draft.file_of(image, EXTENSIONS[mime])
    if why := draft.doubt(call("image", literal(path))):
        draft.warn(f"the {EXTENSIONS[mime].upper()} picture cannot be read ({why}).")
        return None
    if not alt:
        draft.undescribed.append(draft.cell)
    told = {"alt": literal(alt) if alt else None, "width": f"{width_mm}mm" if width_mm else None}
    if inline:
        return call("press.pictogram", literal(path), **told)
    for name in ("caption", "note"):
        told[name] = content(shown[name] or "") if shown.get(name) else None
    if tag := shown.get("tag"):
        draft.labels.add(tag)
        told["tag"] = literal(tag)
    return call("press.picture", literal(path), **told) + "\n\n"


def decoded(mime: str, data: Any) -> bytes:
    """Return the bytes of a notebook's image field: base64, but for SVG, which is text."""
    text = "".join(data) if isinstance(data, list) else str(data)
    if mime == "image/svg+xml" and "<" in text:
        return text.encode("utf-8", "replace")
    return base64.b64decode(text)


def found(draft: Draft, address: str, attachments: dict[str, Any]) -> tuple[str, bytes] | None:
    """Return media type and bytes of a data address, an attachment or a file by the notebook."""
    try:
        if inner := _DATA_ADDRESS.match(address):
            packed = "base64" in inner[2]
            body = base64.b64decode(unquote(inner[3])) if packed else unquote_to_bytes(inner[3])
            return (inner[1], body) if inner[1] in KNOWN else None
        if address.startswith("attachment:"):
            bundle = attachments.get(unquote(address.removeprefix("attachment:")), {})
            for mime in sorted(KNOWN.keys() & bundle.keys()):
                return mime, decoded(mime, bundle[mime])
            return None
        return _local(draft, unquote(address))
    except (binascii.Error, OSError, ValueError):
        return None


def _local(draft: Draft, address: str) -> tuple[str, bytes] | None:
    if draft.notebook_folder is None or "://" in address:
        return None
    path = Path(draft.notebook_folder, address)
    suffix = path.suffix.lower()
    extension = {".jpeg": "jpg", ".tif": "tiff"}.get(suffix, suffix.lstrip("."))
    for mime, known in KNOWN.items():
        if extension == known and path.is_file():
            return mime, path.read_bytes()
    return None


def _as_png(image: bytes) -> bytes:
    """Return the picture in a form that Typst reads, or as it is if it cannot be read at all."""
    from PIL import Image

    file = io.BytesIO()
    try:
        with Image.open(io.BytesIO(image)) as opened:
            opened.convert("RGBA").save(file, "PNG")
    except Exception:  # every format of Pillow breaks in ways of its own
        return image
    return file.getvalue()
