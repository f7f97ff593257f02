"""The manifest that lies in a published PDF or HTML, read from a file that may be anything.

The PDF reader knows the files that our press makes, objects in the open, and no others.
"""

import json
import re
import zlib
from typing import Any

from analysis.press import PressError

LARGEST = 4_000_000  # bytes of a manifest; ours have ten thousand
OPEN = '<script type="application/json" id="manifest">'
_HTML = re.compile(re.escape(OPEN.encode()) + rb"([^<]{2,4000000})</script>")
_NAMED = re.compile(rb"/Filespec/F\(manifest\.json\)/UF\(manifest\.json\)/EF<</F (\d{1,9}) 0 R")
_HEAD = re.compile(rb"<</Length (\d{1,9})/Type/EmbeddedFile(/Filter/FlateDecode)?[^\n]{1,400}\n")
_STREAM = b"stream\n"


def script(manifest: dict[str, Any]) -> str:
    r"""Return the manifest as it lies in a page: JSON in which nothing can end the element.

    >>> script({"title": "</script>"})
    '{"title": "\\u003c/script\\u003e"}'
    """
    text = json.dumps(manifest, ensure_ascii=False, default=str)
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def manifest(body: bytes) -> dict[str, Any]:
    """Return the manifest in a published file; raise `PressError` where there is none to read."""
    if body.startswith(b"%PDF-"):
        text = _attached(body)
    else:
        found = _HTML.search(body)
        text = found[1] if found else None
    if text is None:
        raise PressError(
            "The file holds no manifest: it is neither a PDF nor a page that this press made, "
            "or another program has saved it anew."
        )
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        content = None
    if not isinstance(content, dict):
        raise PressError("The manifest in the file cannot be read: it was damaged or replaced.")
    return content


def _attached(body: bytes) -> bytes | None:
    """Return the attached manifest.json, unpacked no further than a manifest can be long."""
    named = _NAMED.search(body)
    start = body.find(b"\n%s 0 obj\n" % named[1]) if named else -1
    head = _HEAD.match(body, body.find(b"\n", start + 1) + 1) if start >= 0 else None
    if not head or not body.startswith(_STREAM, head.end()):
        return None
    first = head.end() + len(_STREAM)
    packed = body[first : first + min(int(head[1]), LARGEST)]
    if not head[2]:
        return packed
    unpacking = zlib.decompressobj()
    try:
        text = unpacking.decompress(packed, LARGEST)
    except zlib.error:
        return b""
    return b"" if unpacking.unconsumed_tail else text
