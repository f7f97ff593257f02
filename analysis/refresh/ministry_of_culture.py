"""Ministry of Culture of Russia: film certificates with state aid, budgets and takings, to 2019.

The open data as an exercise of a school of data analysis passes them on: one file of certificates,
one of takings by certificate. In the first, whole lines stand in quotes once more and end in
semicolons. A budget of 0 means that none was stated.
https://opendata.mkrf.ru/
"""

import csv
import io
from collections.abc import Iterator

import pandas as pd

SOURCE = "Ministry of Culture of Russia"
SOURCE_URL = "https://opendata.mkrf.ru/"
YEAR = "2019"  # the last that the register covers here
SHOWINGS_SINCE = "2015"  # about; takings before are missing, those of later showings are not
PARTIAL = "Only showings since about 2015."
MEASURES = {
    "budget": "budget",
    "refundable_support": "state_support_refundable",
    "nonrefundable_support": "state_support_nonrefundable",
}
HOME = "Россия"


def film_money(movies: str, shows: str, *, film_ids: pd.Series) -> pd.DataFrame:
    r"""Return a row for each film and figure; `film_ids` is indexed by number of certificate.

    Takings are in cinemas of Russia, for a Russian film `gross_domestic`, for another
    `gross_abroad`; those of a film first shown before 2015 are partial, and noted so.

    >>> movies = (
    ...     "puNumber,show_start_date,production_country,refundable_support,"
    ...     "nonrefundable_support,budget;;\n"
    ...     '"111006917,2017-10-01,Россия,0.0,225000000.0,493733957.0";;\n'
    ... )
    >>> film_ids = pd.Series({"111006917": "salyut-7-2017"})
    >>> shows = "puNumber,box_office\n111006917,752679777.0\n"
    >>> film_money(movies, shows, film_ids=film_ids)[["measure", "amount"]].values.tolist()
    [['budget', '493733957'], ['state_support_nonrefundable', '225000000'],
     ['gross_domestic', '752679777']]
    """
    listed = [row for row in certificates(movies) if row["puNumber"] in film_ids.index]
    takings = {row["puNumber"]: row["box_office"] for row in csv.DictReader(io.StringIO(shows))}
    rows = []
    for film in listed:
        key = film["puNumber"]
        gross = "gross_domestic" if film["production_country"].strip() == HOME else "gross_abroad"
        figures = [(measure, film[column]) for column, measure in MEASURES.items()]
        note = PARTIAL if film["show_start_date"] < SHOWINGS_SINCE else ""
        for measure, amount in [*figures, (gross, takings.get(key, ""))]:
            if amount and float(amount):
                rows.append((film_ids[key], measure, amount.removesuffix(".0"), note))
    table = pd.DataFrame(rows, columns=["film_id", "measure", "amount", "note"])
    of_takings = table["measure"].str.startswith("gross")
    return pd.DataFrame(
        {
            "film_id": table["film_id"],
            "source": SOURCE,
            "measure": table["measure"],
            "amount": table["amount"],
            "currency": "RUB",
            "as_of": YEAR,
            "territory": of_takings.map({True: "RU", False: ""}),
            "source_url": SOURCE_URL,
            "note": table["note"].where(of_takings, ""),
        }
    )


def certificates(movies: str) -> Iterator[dict[str, str]]:
    """Yield the certificates, unwrapped; a line with more cells than the header is left out.

    Such lines have commas in a title that nothing protects: which cell is which is lost.
    """
    lines = (line.rstrip(";") for line in movies.removeprefix("\ufeff").splitlines())
    header = next(lines, "").split(",")
    if not {"puNumber", "show_start_date", "production_country", *MEASURES} <= set(header):
        raise ValueError(f"the columns of the certificates are {header}")
    for line in lines:
        outer = next(csv.reader([line]), [])
        cells = next(csv.reader(outer), []) if len(outer) == 1 else outer
        if len(cells) == len(header):
            yield dict(zip(header, cells, strict=True))
