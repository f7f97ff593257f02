"""The Bank of Russia's rate in the two forms in which it is published."""

from decimal import Decimal

import pytest

from analysis import datasets
from analysis.refresh.bank_of_russia import exchange_rates

# Bank of Russia, XML_dynamic.asp, R01235, and its workbook for the days before 1998.
XML = """<?xml version="1.0" encoding="windows-1251"?>
<ValCurs ID="R01235" DateRange1="30.12.1997" DateRange2="05.10.2021" name="Foreign Currency Market">
<Record Date="30.12.1997" Id="R01235"><Nominal>1</Nominal><Value>5\xa0960,0000</Value></Record>
<Record Date="01.01.1998" Id="R01235"><Nominal>1</Nominal><Value>5,9600</Value></Record>
<Record Date="05.10.2021" Id="R01235"><Nominal>1</Nominal><Value>72,9239</Value>
<VunitRate>72,9239</VunitRate></Record></ValCurs>"""
MIRROR = "date,rate\n10/5/2021,72.9239\n1/1/1998,5.96\n12/30/1997,5.96\n"


def test_the_bank_and_the_mirror_give_the_same_table():
    expected = [
        ["1997-12-30", Decimal("5.96")],
        ["1998-01-01", Decimal("5.96")],
        ["2021-10-05", Decimal("72.9239")],
    ]

    assert exchange_rates(XML).to_numpy().tolist() == expected
    assert exchange_rates(MIRROR).to_numpy().tolist() == expected


def test_a_rate_set_for_many_dollars_is_for_one():
    many = XML.replace("<Nominal>1<", "<Nominal>10<")

    assert exchange_rates(many)["rub_per_usd"].iloc[-1] == Decimal("7.29239")


def test_other_columns_than_the_mirrors_are_refused():
    with pytest.raises(ValueError, match=r"columns are \['rate', 'date'\], not date and rate"):
        exchange_rates("rate,date\n72.9239,10/5/2021\n")


def test_another_xml_than_the_banks_is_refused():
    with pytest.raises(ValueError, match="begins with <error>, not with <ValCurs>"):
        exchange_rates("<error>Service unavailable</error>")


@pytest.mark.parametrize(
    ("day", "rub_per_usd"),
    [
        # https://www.cbr.ru/eng/currency_base/daily/ on the day of launch, of the
        # opening in cinemas.
        ("2021-10-05", 72.9239),
        ("2023-04-20", 81.6549),
        # The Bank's workbook, first row, in old roubles: 125.2600.
        ("1992-07-01", 0.12526),
    ],
)
def test_the_table_has_the_banks_rates(day, rub_per_usd):
    table = datasets.exchange_rates()

    assert table.loc[table["date"].eq(day), "rub_per_usd"].tolist() == [rub_per_usd]


def test_the_table_has_no_rate_twice_and_is_in_order():
    assert datasets.exchange_rates()["date"].is_monotonic_increasing
    assert datasets.exchange_rates()["date"].is_unique
