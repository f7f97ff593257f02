"""FiveThirtyEight's list of films behind its story on the Bechdel test: budgets and takings.

Films of 1970 to 2013, in dollars of their own year; the columns in dollars of 2013 are its
arithmetic and stay out. Takings abroad (`intgross`) include those at home; where they equal them,
none abroad are in, and the row says so.
https://github.com/fivethirtyeight/data/tree/master/bechdel
"""

import io

import pandas as pd

SOURCE = "FiveThirtyEight"
SOURCE_URL = "https://github.com/fivethirtyeight/data/tree/master/bechdel"
YEAR = "2013"  # the last that the list covers
HOME_ALONE = "Filed as worldwide, but equals the American takings of the same list."
# What a column of the list holds: measure and territory.
MEASURES = {
    "budget": ("budget", ""),
    "domgross": ("gross_domestic", "US and Canada"),
    "intgross": ("gross_world", "world"),
}


def film_money(movies: str, *, film_ids: pd.Series) -> pd.DataFrame:
    r"""Return a row for each film and figure of the list; `film_ids` is indexed by IMDb key.

    >>> published = "year,imdb,title,budget,domgross,intgross\n1995,tt0112384,Apollo 13,65000000,,"
    >>> film_ids = pd.Series({"tt0112384": "apollo-13-1995"})
    >>> film_money(published, film_ids=film_ids)[["film_id", "measure", "amount"]].values.tolist()
    [['apollo-13-1995', 'budget', '65000000']]
    """
    listed = pd.read_csv(  # noqa: TID251 -- an upstream file, not a table of data/
        io.StringIO(movies), dtype=str, keep_default_na=False
    )
    if missing := sorted({"imdb", *MEASURES} - set(listed.columns)):
        raise ValueError(f"the list of films has no column {', '.join(missing)}")
    wanted = listed[listed["imdb"].isin(film_ids.index)]
    rows = wanted.melt("imdb", list(MEASURES), "column", "amount")
    rows = rows[~rows["amount"].isin(["", "#N/A"])]
    at_home = rows["imdb"].map(wanted.set_index("imdb")["domgross"])
    is_home_alone = (rows["column"] == "intgross") & (rows["amount"] == at_home)
    return pd.DataFrame(
        {
            "film_id": rows["imdb"].map(film_ids),
            "source": SOURCE,
            "measure": [MEASURES[column][0] for column in rows["column"]],
            "amount": rows["amount"],
            "currency": "USD",
            "as_of": YEAR,
            "territory": [MEASURES[column][1] for column in rows["column"]],
            "source_url": SOURCE_URL,
            "note": is_home_alone.map({True: HOME_ALONE, False: ""}),
        }
    ).reset_index(drop=True)
