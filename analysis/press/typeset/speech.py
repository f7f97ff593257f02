"""Simple formulas in words, for those who have the page read to them."""

import re

_GREEK = re.findall(
    r"\w+",
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau "
    "upsilon phi chi psi omega",
)
_SAID = {
    **{rf"\{name}": name for name in _GREEK},
    **{rf"\{name.capitalize()}": f"capital {name}" for name in _GREEK},
    **{rf"\var{name}": name for name in ("epsilon", "theta", "phi", "rho", "sigma")},
    **dict.fromkeys((r"\times", r"\cdot", "*"), "times"),
    **dict.fromkeys((r"\le", r"\leq"), "is at most"),
    **dict.fromkeys((r"\ge", r"\geq"), "is at least"),
    **dict.fromkeys((r"\ne", r"\neq"), "is not equal to"),
    **dict.fromkeys((r"\to", r"\rightarrow"), "to"),
    **dict.fromkeys((r"\left", r"\right", r"\,", r"\;", r"\:", r"\!", r"\quad", "~", "&"), ""),
    **{"=": "equals", "+": "plus", "-": "minus", "/": "over", "<": "is less than"},
    **{">": "is greater than", "(": ", open bracket,", ")": ", close bracket,", "|": ", bar,"},
    **{r"\approx": "is about", r"\sim": "is distributed as", r"\pm": "plus or minus"},
    **{r"\infty": "infinity", r"\partial": "partial", r"\in": "in", r"\propto": "varies as"},
    **dict.fromkeys((r"\ldots", r"\dots", r"\cdots"), "and so on"),
    **{r"\%": "per cent", "!": "factorial", ",": ",", ".": ".", ":": "to", "'": "prime"},
    **{name: name[1:] for name in (r"\ln", r"\log", r"\exp", r"\sin", r"\cos", r"\tan", r"\max")},
    **{name: name[1:] for name in (r"\min", r"\lim", r"\det")},
    **{"[": ", open bracket,", "]": ", close bracket,"},
}
_POWERS = {"2": "squared", "3": "cubed", r"\circ": "degrees", "*": "star", "T": "transposed"}
_MARKED = {r"\bar": "bar", r"\hat": "hat", r"\vec": "vector", r"\tilde": "tilde", r"\dot": "dot"}
_OVER_A_RANGE = {r"\sum": "the sum", r"\prod": "the product", r"\int": "the integral"}
_NAME = r"\\(?:text|mathrm|textrm|operatorname|mathbf|mathit|mathsf|mathcal|mathbb)\*?"
_NAMED = re.compile(_NAME + r"\{([^{}\\$]*)\}")
_TOKEN = re.compile(
    _NAME + r"\{[^{}\\$]*\}|\\[a-zA-Z]+|\\.|\d+(?:[.,]\d+)*|\s+|.",
    re.S,
)


def spoken(tex: str) -> str | None:
    r"""Return the formula in words, or None if any part of it has none here.

    >>> spoken(r"T = 2\pi\sqrt{\frac{a^3}{\mu}}")
    'T equals 2 pi the square root of: a cubed over mu'
    >>> spoken(r"\begin{pmatrix} a \end{pmatrix}") is None
    True
    """
    reader = _Reader([part for part in _TOKEN.findall(tex) if not part.isspace()])
    try:
        said = reader.all()
    except (LookupError, RecursionError):
        return None
    return re.sub(r"\s+([,.])", r"\1", " ".join(said.split())).strip(" ,") or None


class _Reader:
    """Reads token after token; raises `LookupError` at the first that has no words."""

    def __init__(self, tokens: list[str]) -> None:
        self.tokens = tokens

    def all(self) -> str:
        said = []
        while self.tokens and self.tokens[0] != "}":
            said.append(self.one())
        return " ".join(said)

    def one(self) -> str:
        token = self.tokens.pop(0)
        if token == "{":
            return self.group()
        if token == "_":
            return f"sub {self.one()}"
        if token == "^":
            return self.power()
        if token in _OVER_A_RANGE:
            return f"{_OVER_A_RANGE[token]}{self.range()} of"
        if token in (r"\frac", r"\dfrac", r"\tfrac"):
            return f"{self.one()} over {self.one()}"
        if token == r"\sqrt" and self.tokens[:1] != ["["]:
            return f"the square root of: {self.one()}"
        if token in _MARKED:
            return f"{self.one()} {_MARKED[token]}"
        if named := _NAMED.fullmatch(token):
            return named[1].strip()
        if token.isalnum():
            return token
        return _SAID[token]

    def power(self) -> str:
        start = 1 if self.tokens[0] == "{" else 0
        if self.tokens[start] in _POWERS and (not start or self.tokens[2] == "}"):
            said = _POWERS[self.tokens[start]]
            del self.tokens[: 1 + 2 * start]
            return said
        return f"to the power {self.one()},"

    def range(self) -> str:
        said = ""
        while self.tokens[:1] in (["_"], ["^"]):
            bound = "from" if self.tokens.pop(0) == "_" else "to"
            said += f" {bound} {self.one()}"
        return said

    def group(self) -> str:
        said = self.all()
        self.tokens.pop(0)  # raises IndexError, which is a LookupError, where no brace closes
        return said
