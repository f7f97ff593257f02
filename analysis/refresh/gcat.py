"""GCAT, the General Catalog of Artificial Space Objects of Jonathan McDowell: the launches.

Its tables are tab-separated and padded with blanks, one row a payload, so that a launch of
sixty satellites takes sixty rows. https://planet4589.org/space/gcat
"""

import re

import pandas as pd

from analysis.refresh.corrections import corrected
from analysis.refresh.delimited import text_table

# SatType, byte 2, H: people aboard.  https://planet4589.org/space/gcat/web/intro/type.html
CREWED = "H"
# Of sixty satellites the first three say what the launch was for.
NAMED_PAYLOADS = 3

LAUNCHLOG = [
    "Launch_Tag", "Launch_Date", "Type", "Name", "LV_Type", "Launch_Site", "Agency", "LVState",
    "Launch_Code",
]  # fmt: skip
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_VAGUE_DATE = re.compile(
    r"(?P<year>\d{4}) +(?P<month>[A-Z][a-z]{2}) +(?P<day>\d{1,2})"
    r"(?: +(?P<hour>\d{2})(?P<minute>\d{2})(?::(?P<second>\d{2}))?)?(?P<doubt>\?)?"
)


def launches(
    launchlog: str, lv: str, sites: str, orgs: str, *, corrections: pd.DataFrame
) -> pd.DataFrame:
    """Return every attempt to launch from Earth into orbit, one row a launch tag."""
    payloads = from_earth(_rows(launchlog))
    once = payloads.drop_duplicates("Launch_Tag").set_index("Launch_Tag", drop=False)
    site = _by_code(sites, "sites", "Site", "ShortName", "Latitude", "Longitude").reindex(
        once["Launch_Site"]
    )
    family = _by_code(lv, "launch vehicles", "LV_Name", "LV_Family")
    agencies = _by_code(orgs, "organisations", "Code", "Name", "EName")
    time = pd.DataFrame([vague_time(text) for text in once["Launch_Date"]])
    grouped = payloads.groupby("Launch_Tag", sort=False)
    table = pd.DataFrame(
        {
            "tag": once["Launch_Tag"].to_numpy(),
            "launch_time": time["time"],
            "time_precision": time["precision"],
            "time_is_uncertain": _truth(time["is_uncertain"]),
            "vehicle": once["LV_Type"].to_numpy(),
            "family": family["LV_Family"].reindex(once["LV_Type"]).to_numpy(),
            "state": once["LVState"].to_numpy(),
            "agency": once["Agency"].to_numpy(),
            "agency_name": _names(once["Agency"], agencies).to_numpy(),
            "site": once["Launch_Site"].to_numpy(),
            "site_name": site["ShortName"].to_numpy(),
            "latitude_deg": site["Latitude"].to_numpy(),
            "longitude_deg": site["Longitude"].to_numpy(),
            "is_crewed": _truth(grouped["Type"].agg(is_crewed)).to_numpy(),
            "launch_code": once["Launch_Code"].to_numpy(),
            "outcome": once["Launch_Code"].map(outcome).to_numpy(),
            "payloads": grouped["Name"].agg(_payload_names).to_numpy(),
            "payload_count": grouped.size().astype(str).to_numpy(),
        }
    )
    table = corrected(table.fillna("").replace("-", ""), corrections, "launches", table["tag"])
    return table.sort_values(["launch_time", "tag"], ignore_index=True)


def from_earth(payloads: pd.DataFrame) -> pd.DataFrame:
    """Leave out the launches from another world (code X): 6 Apollo ascents and 5 probes."""
    return payloads[~payloads["Launch_Code"].str.startswith("X")]


def crewed_launches(launchlog: str) -> pd.DataFrame:
    """Return the crewed rows of the launch log, as published, with stripped cells."""
    payloads = from_earth(_rows(launchlog))
    return payloads[payloads["Type"].str[1] == CREWED].reset_index(drop=True)


def payload_rows(launchlog: str, tags: list[str]) -> pd.DataFrame:
    """Return the first payload of each launch in `tags`."""
    payloads = _rows(launchlog)
    rows = payloads[payloads["Launch_Tag"].isin(tags)].drop_duplicates("Launch_Tag")
    return rows.reset_index(drop=True)


def vague_time(text: str) -> dict[str, object]:
    """Return the UTC time, its precision and whether GCAT doubts it (a final `?`).

    >>> vague_time("2021 Oct  5 0855:02")
    {'time': '2021-10-05T08:55:02Z', 'precision': 'second', 'is_uncertain': False}
    >>> vague_time("2024 Jan 26 1756?")["precision"]
    'minute'
    """
    found = _VAGUE_DATE.fullmatch(text.strip())
    if found is None or found["month"] not in _MONTHS:
        raise ValueError(
            f"GCAT's launch log has the date {text.strip()!r}; expected one such as "
            f"'2021 Oct  5 0855:02', with or without seconds or time."
        )
    month = _MONTHS.index(found["month"]) + 1
    clock = f"{found['hour'] or '00'}:{found['minute'] or '00'}:{found['second'] or '00'}"
    precision = "second" if found["second"] else "minute" if found["hour"] else "day"
    return {
        "time": f"{found['year']}-{month:02d}-{int(found['day']):02d}T{clock}Z",
        "precision": precision,
        "is_uncertain": found["doubt"] is not None,
    }


def outcome(launch_code: str) -> str:
    """Return what became of a launch: letter 2 is S or F, a percentage says how far it got.

    GCAT rates 100 % when all payloads reached their orbits and 0 % when none did; a printed
    percentage lies between. https://planet4589.org/space/gcat/web/intro/success.html

    >>> [outcome(code) for code in ("OS", "OF", "OF40", "OS75")]
    ['success', 'failure', 'partial', 'partial']
    """
    found = re.fullmatch(r"[OD]([SF])(\d\d)?", launch_code)
    if found is None:
        raise ValueError(
            f"GCAT's launch log has the launch code {launch_code!r}; expected O or D, "
            f"S or F, and perhaps a percentage, such as OS75."
        )
    if found[2]:
        return "partial"
    return "success" if found[1] == "S" else "failure"


def is_crewed(types: pd.Series) -> bool:
    """Say whether one of the payloads of a launch carried people, by their SatType."""
    return bool((types.str[1] == CREWED).any())


def _rows(text: str) -> pd.DataFrame:
    """Return the launch log as text, without padding."""
    return _table(text, "GCAT's launch log", LAUNCHLOG)


def _table(text: str, what: str, columns: list[str]) -> pd.DataFrame:
    """Return a GCAT table as text, without padding and without its date of update."""
    header, _, body = text.removeprefix("#").partition("\n")
    table = text_table(f"{header}\n{body}", what, columns, "\t", is_quoted=False)
    table = table[~table.iloc[:, 0].str.startswith("# Updated")]
    return table.apply(lambda column: column.str.strip())


def _by_code(text: str, what: str, *columns: str) -> pd.DataFrame:
    """Return a GCAT table by its code, the first of `columns`; of two alike the first stands."""
    table = _table(text, f"GCAT's table of {what}", list(columns))
    return table.drop_duplicates(columns[0]).set_index(columns[0])


def _names(codes: pd.Series, orgs: pd.DataFrame) -> pd.Series:
    """Return the English names of organisations; joint ones are written A/B."""
    english = orgs["EName"].where(orgs["EName"] != "-", orgs["Name"])
    return codes.map(lambda code: " / ".join(english.get(part, part) for part in code.split("/")))


def _payload_names(names: pd.Series) -> str:
    return "; ".join(names[names != "-"].drop_duplicates().head(NAMED_PAYLOADS))


def _truth(values: pd.Series) -> pd.Series:
    return values.map({True: "true", False: "false"})
