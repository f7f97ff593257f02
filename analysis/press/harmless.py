"""Take out of a notebook what is not text but steers: controls, turned direction, half signs.

Data and outputs of others may hold them. In a page they would turn the words that follow around
(Unicode's report 9), end a string early for some reader, or not be writable at all.
"""

import re
from typing import Any

STEERING = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_IN_OUTPUTS = re.compile(STEERING.pattern.replace("\x1f", "\x1a\x1c-\x1f"))  # ESC begins colours
_HALF = re.compile("[\ud800-\udfff]")


def text(value: str) -> str:
    r"""Return a text without signs that steer; half a sign becomes the mark for a missing one.

    >>> text("3 km\u202e mk 3\x00\ud800")
    '3 km mk 3\ufffd'
    """
    return _HALF.sub("\N{REPLACEMENT CHARACTER}", _IN_OUTPUTS.sub("", value))


def clear(notebook: Any) -> None:
    """Clear the outputs of a notebook, and what exporters are told of it."""
    about = notebook.metadata.get("filmed_in_orbit")
    if about:
        notebook.metadata["filmed_in_orbit"] = _clear(about)
    for cell in notebook.cells:
        if cell.get("outputs"):
            cell["outputs"] = [_clear(output) for output in cell["outputs"]]


def _clear(value: Any) -> Any:
    """Return a value of JSON with all its texts cleared; it keeps its own kind of mapping."""
    if isinstance(value, str):
        return text(value)
    if isinstance(value, dict):
        return type(value)({text(str(key)): _clear(inner) for key, inner in value.items()})
    return [_clear(inner) for inner in value] if isinstance(value, list) else value
