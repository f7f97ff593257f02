"""The two published lists of films and money, and the table that holds both."""

import pandas as pd
import pytest

from analysis import datasets
from analysis.refresh import fivethirtyeight, ministry_of_culture
from analysis.refresh.film_money import film_money

LISTED = (
    "year,imdb,title,budget,domgross,intgross\n"
    "1995,tt0112384,Apollo 13,65000000,172070496,334100000\n"
    "2013,tt1711425,21 &amp; Over,13000000,#N/A,42195766\n"
)
CERTIFICATES = (
    "\ufefftitle,puNumber,show_start_date,production_country,refundable_support,"
    "nonrefundable_support,budget;;;\n"
    '"Гравитация,121024013,2013-09-11T12:00:00.000Z,США - Великобритания,,,0.0";;;\n'
    '"Время первых, или как это было,111001317,2017-02-21T12:00:00.000Z,Россия,1.0,2.0,3.0";;;\n'
    '"""Салют-7"", фильм",111006917\n'
    '"Салют-7,111006917,2017-10-01T12:00:00.000Z, Россия ,0.0,225000000.0,493733957.0";;;\n'
)
TAKINGS = "puNumber,box_office\n111006917,752679777.0\n121024013,1000.5\n"
CERTIFICATE_IDS = pd.Series({"111006917": "salyut-7-2017", "121024013": "gravity-2013",
                             "111001317": "the-age-of-pioneers-2017"})  # fmt: skip


def test_figures_that_the_list_of_fivethirtyeight_lacks_are_left_out():
    film_ids = pd.Series({"tt0112384": "apollo-13-1995", "tt1711425": "21-and-over-2013"})
    rows = fivethirtyeight.film_money(LISTED, film_ids=film_ids)
    found = rows[rows["film_id"] == "21-and-over-2013"]
    assert found["measure"].tolist() == ["budget", "gross_world"]
    assert rows.loc[rows["measure"] == "gross_domestic", "territory"].item() == "US and Canada"


def test_takings_of_the_world_that_are_those_at_home_alone_say_so():
    # As published of Solaris: 14,970,038 dollars in both columns.
    same = LISTED.replace("172070496,334100000", "14970038,14970038")
    film_ids = pd.Series({"tt0112384": "apollo-13-1995", "tt1711425": "21-and-over-2013"})
    notes = fivethirtyeight.film_money(same, film_ids=film_ids).set_index(["film_id", "measure"])[
        "note"
    ]

    assert notes["apollo-13-1995", "gross_world"] == fivethirtyeight.HOME_ALONE
    assert (notes != "").sum() == 1


def test_a_list_of_fivethirtyeight_without_takings_is_refused_in_a_sentence():
    with pytest.raises(ValueError, match="has no column domgross, intgross"):
        fivethirtyeight.film_money("imdb,budget\n", film_ids=pd.Series(dtype=str))


def test_takings_of_foreign_films_in_russia_are_those_abroad():
    rows = ministry_of_culture.film_money(CERTIFICATES, TAKINGS, film_ids=CERTIFICATE_IDS)
    of_gravity = rows[rows["film_id"] == "gravity-2013"].iloc[0]
    assert (of_gravity["measure"], of_gravity["amount"]) == ("gross_abroad", "1000.5")
    assert of_gravity["note"] == ministry_of_culture.PARTIAL
    of_salyut = rows[rows["film_id"] == "salyut-7-2017"]
    assert of_salyut["measure"].tolist() == [
        "budget", "state_support_nonrefundable", "gross_domestic",
    ]  # fmt: skip
    assert of_salyut["note"].eq("").all()


def test_certificates_torn_apart_by_commas_are_left_out():
    kept = [row["puNumber"] for row in ministry_of_culture.certificates(CERTIFICATES)]
    assert kept == ["121024013", "111006917"]


def test_certificates_without_budgets_are_refused_in_a_sentence():
    with pytest.raises(ValueError, match="the columns of the certificates are"):
        list(ministry_of_culture.certificates("title,puNumber\n"))


def test_figures_cited_one_by_one_outlive_a_refresh_of_the_lists():
    cited = pd.DataFrame(
        {
            "film_id": ["salyut-7-2017", "salyut-7-2017"],
            "source": ["Wikipedia (English)", ministry_of_culture.SOURCE],
            "measure": "budget",
            "amount": ["400000000", "1"],
        }
    )
    table = film_money(LISTED, CERTIFICATES, TAKINGS, films=datasets.read("films"), cited=cited)
    of_salyut = table[(table["film_id"] == "salyut-7-2017") & (table["measure"] == "budget")]
    assert dict(zip(of_salyut["source"], of_salyut["amount"], strict=True)) == {
        ministry_of_culture.SOURCE: "493733957",
        "Wikipedia (English)": "400000000",
    }
