"""Faults of the sources, and what replaces them: the rows of data/corrections.csv at work."""

import pandas as pd


def corrected(
    table: pd.DataFrame, corrections: pd.DataFrame, name: str, *keys: pd.Series
) -> pd.DataFrame:
    """Return the text `table` with the corrections of `name` applied; raise where one is stale.

    A correction concerns every row that has its key in one of `keys` and its `found` in its
    column; those of other columns than the table's are somebody else's.

    >>> source = pd.DataFrame({"flight": ["Vostok 3"], "start": ["08:24"]})
    >>> faults = pd.DataFrame(
    ...     [("crews", "Vostok 3", "start", "08:24", "08:30")],
    ...     columns=["table", "key", "column", "found", "replacement"],
    ... )
    >>> corrected(source, faults, "crews", source["flight"])["start"].item()
    '08:30'
    """
    result = table.copy()
    for fault in chosen(corrections, name, table.columns).itertuples():
        concerned = pd.concat([key == fault.key for key in keys], axis=1).any(axis=1)
        wrong = concerned & (table[fault.column] == fault.found)
        if not wrong.any():
            says = ", ".join(sorted({repr(x) for x in table.loc[concerned, fault.column]}))
            raise ValueError(
                f"data/corrections.csv says that {fault.column} of {fault.key} in {name} is "
                f"{fault.found!r} in the source, which now says {says or 'nothing of it'}: "
                f"check the row against the source, then change or remove it."
            )
        result.loc[wrong, fault.column] = fault.replacement
    return result


def chosen(corrections: pd.DataFrame, name: str, columns: pd.Index) -> pd.DataFrame:
    """Return the corrections of the table `name` in `columns`, missing cells as empty text."""
    rows = corrections.fillna("")
    return rows[(rows["table"] == name) & rows["column"].isin(columns)]


def added(corrections: pd.DataFrame, name: str, key: str, known: pd.Series) -> pd.DataFrame:
    """Return an empty row for each key that a table lacks and corrections of it fill."""
    rows = corrections.fillna("")
    missing = rows[(rows["table"] == name) & (rows["found"] == "") & ~rows["key"].isin(known)]
    return pd.DataFrame({key: missing["key"].unique()})
