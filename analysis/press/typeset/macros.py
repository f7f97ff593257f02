r"""Commands that a notebook defines in a formula, for all that follow, as MathJax keeps them."""

import re
from collections.abc import Iterator

Macros = dict[str, tuple[int, str]]  # \name -> number of its arguments, what it stands for

_DEFINED = re.compile(
    r"\\(?:(?:re|provide)?newcommand|(?P<operator>DeclareMathOperator))\*?\s*"
    r"(?:\{\s*(?P<braced>\\[a-zA-Z]+)\s*\}|(?P<bare>\\[a-zA-Z]+))\s*(?:\[(?P<count>\d)\]\s*)?(?=\{)"
    r"|\\def\s*(?P<plain>\\[a-zA-Z]+)\s*(?P<places>(?:#\d)*)\s*(?=\{)"
)
_SIGN = re.compile(r"\\[a-zA-Z]+|.?", re.S)
_ROUNDS = 20  # a command may stand for others; one that stands for itself comes to an end
_LONGEST = 20_000  # signs


def learned(tex: str, macros: Macros) -> str:
    r"""Take the definitions out of a formula and into `macros`; return the rest.

    >>> macros = {}
    >>> learned(r"\newcommand{\ket}[1]{\left|#1\right>} \def\R{\mathbb{R}} x", macros)
    'x'
    >>> expanded(r"\ket{g} \in \R^2", macros)
    '\\left|g\\right> \\in \\mathbb{R}^2'
    """
    rest, end = "", 0
    while found := _DEFINED.search(tex, end):
        body, after = _group(tex, found.end())
        name = found["braced"] or found["bare"] or found["plain"]
        count = int(found["count"] or 0) or (found["places"] or "").count("#")
        macros[name] = count, rf"\operatorname{{{body}}}" if found["operator"] else body
        rest += tex[end : found.start()]
        end = after
    return (rest + tex[end:]).strip()


def expanded(tex: str, macros: Macros) -> str:
    """Return a formula in which each known command is replaced by what it stands for."""
    for _ in range(_ROUNDS if macros else 0):
        before, tex = tex, "".join(_replaced(tex, macros))
        if tex == before or len(tex) > _LONGEST:
            break
    return tex


def _replaced(tex: str, macros: Macros) -> Iterator[str]:
    end = 0
    for found in re.finditer(r"\\[a-zA-Z]+", tex):
        if found[0] not in macros or found.start() < end:
            continue
        count, body = macros[found[0]]
        yield tex[end : found.start()]
        end = found.end()
        for place in range(1, count + 1):
            argument, end = _group(tex, end)
            body = body.replace(f"#{place}", argument)
        yield body
    yield tex[end:]


def _group(tex: str, start: int) -> tuple[str, int]:
    """Return what the braces at a place hold, or the one sign there, and where it ends."""
    start += len(tex[start:]) - len(tex[start:].lstrip())
    if not tex.startswith("{", start):
        sign = _SIGN.match(tex, start)
        return (sign[0], sign.end()) if sign else ("", start)
    depth = 0
    for place in range(start, len(tex)):
        depth += {"{": 1, "}": -1}.get(tex[place], 0) if tex[place - 1] != "\\" else 0
        if not depth:
            return tex[start + 1 : place], place + 1
    return tex[start + 1 :], len(tex)
