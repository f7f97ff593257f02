"""The only reader of data/: one function per table, checked against datapackage.json.

A table is refused, in one sentence, when its columns, types, ranges, keys or hash are not what
the record beside it says.
"""

from __future__ import annotations  # pandas comes with the first table

import contextlib
import hashlib
import json
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis import records
from analysis.records import DataError

if TYPE_CHECKING:
    import pandas as pd

PACKAGE = "datapackage.json"


def home() -> Path:
    """Return the folder of tables: the nearest data/ upwards, else the one beside this package.

    So a notebook reads its own project's tables, wherever the package is installed.
    """
    here = Path.cwd()
    found = (place / "data" for place in (here, *here.parents))
    beside = Path(__file__).parent.parent / "data"
    return next((folder for folder in found if (folder / PACKAGE).is_file()), beside)


def assumptions() -> pd.DataFrame:
    """Return what a model of filming in weightlessness assumes, each range with its grounds."""
    return read("assumptions")


def borders() -> pd.DataFrame:
    """Return the outlines of countries, cut at the antimeridian."""
    return read("borders")


def box_office() -> pd.DataFrame:
    """Return the dated box office of The Challenge, each point with its register and territory."""
    return read("box_office")


def claims() -> pd.DataFrame:
    """Return every published figure about the films: who said what, when, where."""
    return read("claims")


def corrections() -> pd.DataFrame:
    """Return every fault found in a source, what replaces it, and the evidence."""
    return read("corrections")


def crews() -> pd.DataFrame:
    """Return one row for a person on a trip: the flight up, the flight down, start and end."""
    return read("crews")


def elements() -> pd.DataFrame:
    """Return the ISS's element sets, checked."""
    return read("elements")


def ephemeris() -> pd.DataFrame:
    """Return NASA's trajectory of the ISS: positions and velocities by time."""
    return read("ephemeris")


def exchange_rates() -> pd.DataFrame:
    """Return the Bank of Russia's official rate, roubles per US dollar, on each day it was set."""
    return read("exchange_rates")


def film_money() -> pd.DataFrame:
    """Return budgets and grosses of films, every source's figure apart."""
    return read("film_money")


def films() -> pd.DataFrame:
    """Return films set or shot in space, and how their weightlessness was made."""
    return read("films")


def firsts() -> pd.DataFrame:
    """Return firsts of spaceflight, who came first and who second, by which definition."""
    return read("firsts")


def flights() -> pd.DataFrame:
    """Return the crewed flights: craft, launch, landing, station."""
    return read("flights")


def land() -> pd.DataFrame:
    """Return the world's coastlines, cut at the antimeridian."""
    return read("land")


def launches() -> pd.DataFrame:
    """Return every orbital launch attempt from Earth."""
    return read("launches")


def people() -> pd.DataFrame:
    """Return the people who flew."""
    return read("people")


def places() -> pd.DataFrame:
    """Return places on Earth to point a camera at or to speak to."""
    return read("places")


def price_index() -> pd.DataFrame:
    """Return consumer prices of the United States and Russia as their statisticians print them."""
    return read("price_index")


def prices() -> pd.DataFrame:
    """Return published prices of seats, cargo, crew time and parabolic flights."""
    return read("prices")


def spacewalks() -> pd.DataFrame:
    """Return spacewalks, one row for a person."""
    return read("spacewalks")


def stories() -> pd.DataFrame:
    """Return the press stories that are tested."""
    return read("stories")


def story_claims() -> pd.DataFrame:
    """Return the checkable claims of each story, paraphrased."""
    return read("story_claims")


def read(name: str, folder: Path | None = None) -> pd.DataFrame:
    """Return the table `name`, typed by its record; raise `DataError` where the two disagree.

    Text is `str`, whole numbers `Int64`, dates `datetime64` without zone, times in UTC.
    """
    from analysis import contracts

    folder = folder or home()
    resource, content = _recorded(name, folder)

    def known(parent: str, column: str) -> pd.Series:
        its_record, its_content = _recorded(parent, folder)
        return contracts.cells(its_content, its_record)[column]

    table = contracts.table(content, resource, known)
    if "hash" not in resource:
        raise DataError(
            f"data/{resource['path']} is not recorded yet; `analysis refresh {name}` records it."
        )
    if (digest := _digest(content)) != resource["hash"]:
        raise DataError(
            f"data/{resource['path']} was changed since datapackage.json recorded it: its hash is "
            f"{digest[:15]}…, not {resource['hash'][:15]}… If the change is meant, "
            f"`analysis refresh {name}` checks and records it."
        )
    return table


def record(name: str, folder: Path | None = None) -> dict[str, Any]:
    """Return what datapackage.json says of the table `name`."""
    known = package(folder)
    if name not in known:
        raise DataError(f"There is no table {name!r} in data/; there are {', '.join(known)}.")
    records.check_record(name, known[name])
    return known[name]


def package(folder: Path | None = None) -> dict[str, dict[str, Any]]:
    """Return every record of datapackage.json by table name, in its order."""
    path = (folder or home()) / PACKAGE
    try:
        state = path.stat()
        # The clock of a file system ticks in milliseconds; a replaced file has another number.
        return _package(path, state.st_mtime_ns, state.st_ino)
    except OSError as error:
        raise DataError(f"data/{path.name} cannot be read: {error.strerror}.") from error
    except (ValueError, KeyError, TypeError) as error:
        raise DataError(f"data/{path.name} is not a Data Package: {error}.") from error


@lru_cache(maxsize=8)
def _package(path: Path, mtime_ns: int, inode: int) -> dict[str, dict[str, Any]]:
    content = json.loads(path.read_text(encoding="utf-8"))
    return {resource["name"]: resource for resource in content["resources"]}


def sources(*names: str) -> pd.DataFrame:
    """Return where the tables `names` come from: one row a source, in the order of the names."""
    import pandas as pd

    rows = []
    for name in names:
        resource = record(name)
        records.check_record(name, resource, records.SAID_BY)
        for source in resource["sources"]:
            rows.append(
                {
                    "table": name,
                    "title": resource["title"],
                    "source": source["title"],
                    "source_url": source.get("path"),
                    "credit": source.get("credit", source["title"]),
                    "licence": "; ".join(x["title"] for x in resource["licenses"]),
                    "retrieved": resource["retrieved"],
                    "until": (resource.get("coverage") or {}).get("until"),
                    "sha256": resource["hash"].removeprefix("sha256:")[:12],
                    "expected_age_days": resource.get("expected_age_days"),
                }
            )
    return pd.DataFrame(rows)


def problems(folder: Path | None = None) -> Iterator[tuple[str, str | None]]:
    """Yield each table with what is wrong in it, or None, and each file that no record names."""
    folder = folder or home()
    known = package(folder)
    for name, its_record in known.items():
        try:
            records.check_record(name, its_record, records.SAID_BY)
            read(name, folder)
        except DataError as error:
            yield name, str(error)
        else:
            yield name, None
    paths = {resource.get("path") for resource in known.values()}
    for path in sorted(folder.glob("*.csv")):
        if path.name not in paths:
            yield path.stem, f"data/{path.name} has no record in datapackage.json."


def _recorded(name: str, folder: Path) -> tuple[dict[str, Any], bytes]:
    """Return a record and the table that it names by hash; the table as it is where it was edited.

    A refresh replaces the record first, in one step, and the table next, out of .refresh/: there
    it is for those who read in between, or after a refresh that was cut short.
    """
    for _ in range(3):
        resource = record(name, folder)
        for path in (folder / resource["path"], folder / ".refresh" / resource["path"]):
            with contextlib.suppress(OSError):
                if _digest(content := path.read_bytes()) == resource.get("hash"):
                    return resource, content
    return resource, _bytes(folder / resource["path"])


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise DataError(f"data/{path.name} cannot be read: {error.strerror}.") from error


def _digest(content: bytes) -> str:
    return f"sha256:{hashlib.sha256(content).hexdigest()}"
