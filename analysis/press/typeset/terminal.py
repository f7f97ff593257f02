"""Text that a terminal would colour, as lines of runs of one colour."""

import re

from analysis.press.typeset.markup import COLUMNS, array, literal

_SGR = re.compile(r"\x1b\[([\d;:]*)m")
_OTHER = re.compile(
    r"\x1b(?:\[[0-?]*[ -/]*[@-ln-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\-_]|\[[<-?][0-?]*m)"
)
# The eight colours of terminals, each dark enough to be read on white paper.
_COLOURS = ("ink", "ansi-red", "ansi-green", "ansi-yellow", "accent", "ansi-magenta", "ansi-cyan")

Run = tuple[str, str, bool]  # text, colour, whether it is bold


def uncontrolled(text: str) -> str:
    r"""Return the text with its colours but without what moves the cursor or was overwritten.

    >>> uncontrolled("10%\r\x1b[2K20%")
    '20%'
    """
    lines = _OTHER.sub("", text).replace("\r\n", "\n").split("\n")
    return "\n".join(line.rstrip("\r").rsplit("\r", 1)[-1] for line in lines)


def is_coloured(text: str) -> bool:
    """Tell whether any of the text has a colour or weight of its own."""
    return any(code.strip("0;") for code in _SGR.findall(text))


def runs(text: str) -> list[list[Run]]:
    r"""Return each line as runs of text in one colour.

    >>> runs("\x1b[31mred\x1b[0m or\nnot")
    [[('red', 'ansi-red', False), (' or', '', False)], [('not', '', False)]]
    """
    lines: list[list[Run]] = [[]]
    colour, is_bold = "", False
    for place, part in enumerate(_SGR.split(text)):
        if place % 2:
            colour, is_bold = _after(part, colour, is_bold)
            continue
        for number, piece in enumerate(part.split("\n")):
            if number:
                lines.append([])
            if piece:
                lines[-1].append((piece, colour, is_bold))
    return lines


def markup(text: str) -> str:
    """Return the lines as a Typst array for the template's ``terminal``; long ones are folded."""
    return "\n  " + array(_line(line) for line in _folded(runs(text.expandtabs(4))))


def _line(line: list[Run]) -> str:
    return array(
        f"({literal(text)}, {f'press.{colour}' if colour else 'none'}, {str(is_bold).lower()})"
        for text, colour, is_bold in line
    )


def _folded(lines: list[list[Run]]) -> list[list[Run]]:
    folded: list[list[Run]] = []
    for line in lines:
        folded.append([])
        room = COLUMNS
        for text, colour, is_bold in line:
            while text:
                if not room:
                    folded.append([])
                    room = COLUMNS
                folded[-1].append((text[:room], colour, is_bold))
                text, room = text[room:], max(0, room - len(text))
    return folded


def _after(codes: str, colour: str, is_bold: bool) -> tuple[str, bool]:
    """Return colour and weight after the codes; a colour out of hundreds becomes the like of it."""
    given = [int(code) for code in re.split("[;:]", codes) if code] or [0]
    while given:
        code = given.pop(0)
        if code == 0:
            colour, is_bold = "", False
        elif code in (1, 22):
            is_bold = code == 1
        elif code == 39:
            colour = ""
        elif code in (38, 48):
            few = given[1] if given[:1] == [5] and len(given) > 1 else None
            given = given[4 if given[:1] == [2] else 2 :]
            if code == 38:
                colour = _named(few % 8) if few is not None and few < 16 else "accent"
        elif 30 <= code <= 37 or 90 <= code <= 97:
            colour = _named(code % 10)
    return colour, is_bold


def _named(number: int) -> str:
    """Return the name of a colour; white, the eighth, would not show on paper."""
    return _COLOURS[number] if number < len(_COLOURS) else "grey"
