"""Carry a message to where an environment variable says, by apprise; never say where that is."""

import logging
import os
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# Shorter pieces of an address (ports, `no`, `smtp`) are no secrets, and common in any sentence.
_SHORTEST_SECRET = 5
_LONGEST_REASON = 200


def complaint(variable: str, title: str, body: str, attachment: Path | None) -> str | None:
    """Send a message; return None, or in a sentence why it was not sent."""
    address = os.environ.get(variable, "").strip()
    if not address:
        return f"{variable} is not set; it holds the address as apprise writes it (mailto://…)."
    with warnings.catch_warnings(), _heard() as reasons:
        warnings.simplefilter("ignore")  # of a library and its plug-ins
        try:
            is_sent = _sent(address, title, body, attachment)
        except Exception as error:  # whatever it is, no report may fail for it
            reasons.append(type(error).__name__)
            is_sent = False
    if is_sent:
        return None
    if is_sent is None:
        return f"{variable} does not hold an address that apprise understands."
    why = redacted(" ".join(reasons), address)[:_LONGEST_REASON]
    return f"The message to {variable} was not sent{': ' + why if why else '.'}"


def redacted(text: str, address: str) -> str:
    """Return the text without the address or any piece of it.

    >>> redacted("login of ann@example.org with hunter2!", "mailto://ann:hunter2!@example.org")
    'login of •••@•••.org with •••!'
    """
    for piece in sorted(set(re.split(r"\W+|_", address)), key=len, reverse=True):
        if len(piece) >= _SHORTEST_SECRET or (len(piece) > 2 and piece in _owner(address)):
            text = re.sub(re.escape(piece), "•••", text, flags=re.IGNORECASE)
    return text


def _owner(address: str) -> set[str]:
    """Return the pieces that stand before the @: name and password, however short."""
    found = re.findall(r"://([^\s,]*)@", address)
    return {piece for part in found for piece in re.split(r"\W+|_", part)}


def _sent(address: str, title: str, body: str, attachment: Path | None) -> bool | None:
    import apprise

    service = apprise.Apprise()
    if not service.add(address) or not len(service):
        return None
    files = [str(attachment)] if attachment else None
    return bool(service.notify(body, title, body_format=apprise.NotifyFormat.TEXT, attach=files))


@contextmanager
def _heard() -> Iterator[list[str]]:
    """Give what apprise complains of, which then goes nowhere else."""
    reasons: list[str] = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: reasons.append(record.getMessage())  # type: ignore[method-assign]
    log = logging.getLogger("apprise")
    before = (log.propagate, log.handlers[:], log.level)
    log.propagate, log.handlers = False, [handler]
    log.setLevel(logging.WARNING)
    try:
        yield reasons
    finally:
        log.propagate, log.handlers = before[:2]
        log.setLevel(before[2])
