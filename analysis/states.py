"""The states of GCAT in words, and which of its codes a reader counts as one."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

# Russia carries on from the Soviet Union; Arianespace and Starsem are of France.
LAUNCHING = {
    "Brazil": ("BR",),
    "China": ("CN",),
    "Europe": ("F", "I", "I-ELDO", "I-ESA", "UK"),
    "India": ("IN",),
    "Iran": ("IR",),
    "Israel": ("IL",),
    "Japan": ("J",),
    "New Zealand": ("NZ",),
    "North Korea": ("KP",),
    "Russia": ("SU", "RU"),
    "Sea Launch": ("CYM",),
    "South Korea": ("KR",),
    "United States": ("US",),
}
OTHERS = {"Canada": ("CA",), "Czechoslovakia": ("CSSR",), "Norway": ("N",), "Poland": ("PL",)}
EUROPE = (
    "Europe is France, Italy, the United Kingdom, the European Space Agency (ESA) and ELDO, the "
    "European Launcher Development Organisation."
)
NAMES = {code: name for name, codes in (LAUNCHING | OTHERS).items() for code in codes}


def named(codes: pd.Series) -> pd.Series:
    """Return the name for each of GCAT's codes, the Soviet Union's being Russia.

    >>> import pandas as pd
    >>> list(named(pd.Series(["SU", "RU", "F", "I-ESA"])))
    ['Russia', 'Russia', 'Europe', 'Europe']
    """
    unknown = sorted(set(codes) - set(NAMES))
    if unknown:
        raise ValueError(f"GCAT's state {', '.join(unknown)} has no name in analysis/states.py.")
    return codes.map(NAMES)


def meant(name: str) -> str:
    """Return whom a name stands for that is no state's, as a sentence more; else nothing.

    >>> meant("Japan"), meant("Europe")[:26]
    ('', ' Europe is France, Italy, ')
    """
    return f" {EUROPE}" if name == "Europe" else ""


def explained(names: pd.Series) -> str | None:
    """Return whom a name among others stands for that is no state's, None without one."""
    return EUROPE if names.eq("Europe").any() else None


def in_a_sentence(name: str) -> str:
    """Return a name as it stands after "by".

    >>> in_a_sentence("United States"), in_a_sentence("Japan")
    ('the United States', 'Japan')
    """
    return f"the {name}" if name.endswith("States") else name
