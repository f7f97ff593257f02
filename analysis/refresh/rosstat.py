"""Rosstat: consumer prices in Russia, December on December, in per cent.

Typed by hand from the pages named beside each figure: Rosstat's own pages are closed to machines
abroad, and the World Bank's series ends in 2021.
"""

DECEMBER_CHANGES = [
    # period, per cent, page that prints it
    (
        "2020-12",
        "4.91",
        "https://www.urdupoint.com/en/business/russias-inflation-accelerated-to-491-in-20-1139031.html",
    ),
    (
        "2021-12",
        "8.39",
        "https://grupo-jbl.com/latest-news/inflation-in-russia-in-december-22-increased-by-0-78/52912/",
    ),
    ("2022-12", "11.94", "https://en.vestikavkaza.ru/material/158701"),
    ("2023-12", "7.42", "https://tass.com/economy/1735729"),
]
