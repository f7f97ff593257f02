"""A folder like data/ with a table or two, and the files that it is made from."""

import json
from datetime import date

from analysis import datasets
from analysis.refresh.tables import refresh

FIRST_DAY, LATER = date(2026, 1, 1), date(2026, 2, 1)
RAW = "cbr-usd-rub/usd_rub_raw.csv"
# Bank of Russia: the days of docking, of launch and of landing.
RATES = "date,rate\n10/16/2021,71.1714\n10/6/2021,72.5686\n10/5/2021,72.9239\n"
ONE_MORE = RATES.replace("date,rate\n", "date,rate\n10/19/2021,71.1755\n")
FEWER = RATES.replace("10/5/2021,72.9239\n", "")


def publish(folder, rates=RATES):
    """Put rates into a folder of upstream files, as the Bank's mirror has them."""
    (folder / RAW).parent.mkdir(parents=True, exist_ok=True)
    (folder / RAW).write_text(rates)
    return folder


def made(folder, published):
    """Make a folder like data/ with the table of exchange rates, on the first day."""
    folder.mkdir()
    record(folder, datasets.record("exchange_rates") | {"rows": 0, "hash": "", "retrieved": ""})
    [report] = refresh(["exchange_rates"], str(published), folder=folder, today=FIRST_DAY)
    assert report.outcome == "updated"
    return folder


def record(folder, *resources):
    """Write a datapackage.json of these records."""
    package = {"name": "small", "resources": list(resources)}
    text = json.dumps(package, ensure_ascii=False, indent=2) + "\n"
    (folder / "datapackage.json").write_text(text)


def refreshed(folder, source, **options):
    """Return what came of refreshing the exchange rates later."""
    [report] = refresh(["exchange_rates"], str(source), folder=folder, today=LATER, **options)
    return report


def files(folder):
    """Return the bytes of every file in a folder by its name."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}
