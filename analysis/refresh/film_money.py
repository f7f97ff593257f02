"""Money of films: two published lists, and the figures cited one by one, in one table."""

import pandas as pd

from analysis.refresh import fivethirtyeight, ministry_of_culture

COLUMNS = [
    "film_id", "source", "measure", "amount", "amount_low", "amount_high", "currency", "as_of",
    "territory", "source_url", "note",
]  # fmt: skip
LISTS = (fivethirtyeight.SOURCE, ministry_of_culture.SOURCE)


def film_money(
    movies: str, certificates: str, takings: str, *, films: pd.DataFrame, cited: pd.DataFrame
) -> pd.DataFrame:
    """Return every source's figure on the films of the table `films`.

    `cited` is the table as it stands: of it the rows of other sources than the two lists stay.
    """
    of_lists = (
        fivethirtyeight.film_money(movies, film_ids=_film_ids(films, "imdb_id")),
        ministry_of_culture.film_money(
            certificates, takings, film_ids=_film_ids(films, "ru_certificate")
        ),
    )
    kept = cited[~cited["source"].isin(LISTS)]
    parts = [part.reindex(columns=COLUMNS).astype(object) for part in (*of_lists, kept)]
    table = pd.concat(parts).fillna("")
    return table.sort_values(["film_id", "measure", "source", "territory"], ignore_index=True)


def _film_ids(films: pd.DataFrame, key: str) -> pd.Series:
    """Return the films that have the key, indexed by it."""
    known = films[films[key].fillna("") != ""]
    return known.set_index(key)["film_id"]
