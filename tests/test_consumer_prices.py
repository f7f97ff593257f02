"""Consumer prices, in the sources' forms and in the table."""

import pytest

from analysis import datasets
from analysis.refresh.consumer_prices import price_index

CPI_US = "Date,Index,Inflation\n2023-04-01,303.363,0.51\n2021-10-01,276.589,0.83\n"
CPI_WORLD = (
    "Country,Country Code,Year,CPI\n"
    "Romania,ROU,2021,5.05205784409853\n"
    "Russian Federation,RUS,2021,6.69445891957612\n"
)
HALF_A_THOUSANDTH = 0.0005


def test_every_source_gives_rows_and_none_is_derived():
    table = price_index(CPI_US, CPI_WORLD)

    assert table["series"].value_counts().to_dict() == {
        "cpi_december_change": 4,
        "cpi_mean_change": 1,
        "cpi_u_monthly": 2,
    }
    assert table.iloc[-1]["value"] == "303.363"
    assert table["period"].iloc[-2:].tolist() == ["2021-10", "2023-04"]


@pytest.mark.parametrize(
    "texts",
    [
        (CPI_US.replace("Date,Index", "Index,Date"), CPI_WORLD),
        (CPI_US, CPI_WORLD.replace("Country,Country Code", "Country Code,Country")),
    ],
)
def test_other_columns_are_refused(texts):
    with pytest.raises(ValueError, match=r"the columns of the .* file are"):
        price_index(*texts)


# BLS, annual averages of CPI-U, US city average, all items (Historical CPI-U, table 24).
@pytest.mark.parametrize(("year", "mean"), [("1995", 152.4), ("2013", 232.957), ("2019", 255.657)])
def test_the_months_have_the_mean_that_the_bureau_prints(year, mean):
    months = _series("cpi_u_monthly").filter(like=year, axis="index")

    assert len(months) == 12
    printed = len(str(mean).partition(".")[2])
    assert round(months.mean(), printed) == pytest.approx(mean, abs=HALF_A_THOUSANDTH)


def test_october_2025_is_absent_as_it_was_never_published():
    months = _series("cpi_u_monthly")

    assert months.filter(like="2025", axis="index").size == 11
    assert "2025-10" not in months


def test_the_changes_in_december_are_rosstats():
    # Rosstat, December on December, as the press named in the table printed them.
    assert _series("cpi_december_change").to_dict() == {
        "2020-12": 4.91,
        "2021-12": 8.39,
        "2022-12": 11.94,
        "2023-12": 7.42,
    }


def _series(name):
    table = datasets.price_index()
    return table[table["series"] == name].set_index("period")["value"]
