"""Typst source that content cannot break: text goes in as string literals, never as markup."""

import re
from collections.abc import Iterable

COLUMNS = 92  # signs of fixed width in a line of the page

# A tab, or a control character or half of a surrogate pair, for which no font has a sign.
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_LANGUAGES = {"ipython": "python", "ipython3": "python", "python3": "python", "c++17": "cpp"}
_LONG_WORD = re.compile(r"\S{30,}")
_JOINT = re.compile(r"(?:[/._?&=:-]+|[^/._?&=:-]{15})(?=[^/._?&=:\s-])")
# Of crafts, flights, indices: STS-41-C, Proton-M, CPI-U. A line may end after a hyphen unless a
# figure follows; hyphens that forbid it are others to who searches the text.
_DESIGNATION = re.compile(r"(\b[A-Z][A-Za-z\d.]*(?:-[A-Za-z\d.]+)*-[A-Z][A-Z\d]{0,2}\b)")
_ANSI = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\-_])")


def literal(text: str) -> str:
    r"""Return ``text`` as a Typst string.

    >>> print(literal('a "b" \\ c'))
    "a \"b\" \\ c"
    """
    text = _UNPRINTABLE.sub("", text.expandtabs(4).replace("\r\n", "\n"))
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def words(text: str) -> str:
    """Return running text: white space collapses, every other character prints as itself.

    >>> words("5 * 3 = #15"), words("of STS-41-C")
    ('#"5 * 3 = #15";', '#"of ";#box("STS-41-C");')
    """
    text = re.sub(r"[ \t\r\n\f\v]+", " ", text)
    bare = text.strip(" ")
    if not bare:
        return text
    # Blanks at the ends stay outside, where Typst drops them at the edges of a paragraph.
    before, after = text[0] == " ", text[-1] == " "
    parts = enumerate(map(literal, _DESIGNATION.split(softened(bare))))
    markup = "".join(f"#box({it});" if n % 2 else f"#{it};" for n, it in parts if it != '""')
    return f"{' ' * before}{markup}{' ' * after}"


def softened(text: str) -> str:
    """Return ``text`` with places to break, of no width, in words too long for a narrow column.

    >>> softened("sha256 of data/launches_of_the_state_corporation.csv").split("\u200b")[:2]
    ['sha256 of data/', 'launches_']
    """
    return _LONG_WORD.sub(lambda word: _JOINT.sub("\\g<0>\u200b", word[0]), text)


def call(function: str, *arguments: str, **named: str | None) -> str:
    """Return a call, leaving out what is None; underscores of names become hyphens.

    >>> call("press.picture", '"f.svg"', width="165mm", alt=None)
    '#press.picture("f.svg", width: 165mm);'
    """
    given = [f"{name.replace('_', '-')}: {value}" for name, value in named.items() if value]
    return f"#{function}({', '.join([*arguments, *given])});"


def array(items: Iterable[str]) -> str:
    """Return a Typst array; the last comma keeps a single item from being a mere bracket.

    >>> array(["left"])
    '(left,)'
    """
    items = list(items)
    return f"({', '.join(items)},)" if items else "()"


def content(markup: str) -> str:
    """Return ``markup`` as a content block."""
    return f"[{markup}]"


def plain(text: str) -> str:
    r"""Return terminal output without its colours and overwritten lines.

    >>> plain("\x1b[31mred\x1b[0m 10%\r20%")
    '20%'
    """
    lines = _ANSI.sub("", text).replace("\r\n", "\n").split("\n")
    return "\n".join(line.rstrip("\r").rsplit("\r", 1)[-1] for line in lines)


def language(info: str) -> str | None:
    """Return the language that a fence or a notebook names, as Typst calls it.

    >>> language("ipython3"), language("{code-cell} ipython3"), language("")
    ('"python"', '"python"', None)
    """
    named = re.sub(r"\{[\w:-]*\}", "", info).strip(" {.}").split()
    name = re.sub(r"[^\w+#-].*", "", named[0].lower()) if named else ""
    return literal(_LANGUAGES.get(name, name)) if name else None


def listing(function: str, text: str, **named: str | None) -> str:
    """Return fixed-width text, long lines folded, as ``function`` of the template prints it."""
    folded = [
        line[start : start + COLUMNS]
        for line in text.expandtabs(4).rstrip().split("\n")
        for start in range(0, max(len(line), 1), COLUMNS)
    ]
    return call(f"press.{function}", literal("\n".join(folded)), **named) + "\n\n"
