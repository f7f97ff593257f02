"""The seal of a published file, by which one changed byte is found from the file alone.

It is the sha256 of the file in which the digits of the seal itself are zeros. It proves that a
file is whole, not who made it: whoever alters a file can seal it anew.
"""

import hashlib
import re
from typing import Literal

State = Literal["intact", "broken", "none"]

DIGITS = 64
BLANK = "sha256:" + "0" * DIGITS
# A keyword of the PDF, which states it in its information and, alike, in its XMP metadata.
KEYWORD = f"seal:{BLANK}"
_PDF = re.compile(rb"seal:sha256:([0-9a-f]{64})(?=[)<])")
_HTML = re.compile(rb'<meta name="seal" content="sha256:([0-9a-f]{64})">')
_PLACES = {_PDF: 2, _HTML: 1}


def sealed(body: bytes) -> bytes:
    """Return the file with its seal where zeros hold the place; without such a place, as it is.

    >>> page = f'<meta name="seal" content="{BLANK}"><p>30 hours</p>'.encode()
    >>> state(sealed(page)), state(sealed(page).replace(b"30", b"31"))
    ('intact', 'broken')
    """
    pattern, found = _found(body)
    if len(found) != _PLACES[pattern] or set(found) != {b"0" * DIGITS}:
        return body
    digits = hashlib.sha256(body).hexdigest().encode()
    return pattern.sub(lambda match: match[0].replace(b"0" * DIGITS, digits), body)


def state(body: bytes) -> State:
    """Return whether a file is as it was sealed, was changed since, or bears no seal."""
    pattern, found = _found(body)
    if not found:
        return "none"
    if len(found) != _PLACES[pattern] or len(set(found)) != 1:
        return "broken"
    blank = pattern.sub(lambda match: match[0].replace(match[1], b"0" * DIGITS), body)
    return "intact" if hashlib.sha256(blank).hexdigest().encode() == found[0] else "broken"


def _found(body: bytes) -> tuple[re.Pattern[bytes], list[bytes]]:
    pattern = _PDF if body.startswith(b"%PDF-") else _HTML
    return pattern, pattern.findall(body)
