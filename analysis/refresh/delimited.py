"""Tables of text with a delimiter, as sources publish them."""

import io
from collections.abc import Iterable

import pandas as pd

VERBATIM = 3  # csv.QUOTE_NONE: quotation marks are text


def text_table(
    text: str, what: str, columns: Iterable[str], delimiter: str = ",", *, is_quoted: bool = True
) -> pd.DataFrame:
    r"""Return a delimited table as text; raise where it lacks one of `columns`.

    >>> text_table("a|b\n1|\n", "the list", ["a"], "|").to_dict("list")
    {'a': ['1'], 'b': ['']}
    """
    table = pd.read_csv(  # noqa: TID251 -- an upstream file, not a table of data/
        io.StringIO(text),
        sep=delimiter,
        dtype=str,
        keep_default_na=False,
        quoting=0 if is_quoted else VERBATIM,
    )
    if missing := [name for name in columns if name not in table.columns]:
        raise ValueError(
            f"the columns of {what} are {', '.join(map(str, table.columns))}; "
            f"{', '.join(missing)} is not among them."
        )
    return table
