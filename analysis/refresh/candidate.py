"""A new version of a table, made and put to the test before it may replace the old one."""

import shutil
import tempfile
from pathlib import Path
from typing import Any

import pandas as pd

from analysis import contracts, datasets
from analysis.refresh import Recipe
from analysis.refresh.canonical import csv_bytes
from analysis.refresh.replace import PACKAGE
from analysis.refresh.rows import Differences, differences, rows
from analysis.refresh.upstreams import Texts


class RefusalError(ValueError):
    """A new table may not replace the old one; the message says why."""


def from_recipe(
    recipe: Recipe, texts: Texts, old: bytes, resource: dict[str, Any], folder: Path
) -> bytes:
    """Return a table made from its upstream files, and maybe from tables of `folder`, as CSV.

    A recipe may take the table itself, as `old` has it, with what people have edited in it.
    """
    published = [texts.text(upstream) for upstream in recipe.upstreams]
    beside: dict[str, Any] = {
        word: _itself(old, resource, folder)
        if name == recipe.table
        else datasets.read(name, folder)
        for word, name in recipe.tables.items()
    }
    if recipe.is_dated:
        beside["today"] = texts.today
    try:
        return _canonical(recipe.build(*published, **beside), resource)
    except Exception as error:  # a file that is not what it was can break its parser in any way
        files = ", ".join(upstream.path for upstream in recipe.upstreams)
        ours = type(error) is ValueError or type(error).__module__.startswith("analysis.")
        said = str(error) if ours else f"{type(error).__name__}: {error}"
        raise RefusalError(f"{files} cannot be read as before: {said.rstrip('.')}.") from error


def _itself(old: bytes, resource: dict[str, Any], folder: Path) -> pd.DataFrame:
    """Return the table as it stands, edited or not yet there, checked but for its hash."""
    fields = resource["schema"]["fields"]
    none = pd.DataFrame(columns=[field["name"] for field in fields])
    content = from_hand(old, resource) if old else csv_bytes(none, fields)

    def known(parent: str, column: str) -> pd.Series:
        its_record = datasets.record(parent, folder)
        return contracts.cells((folder / its_record["path"]).read_bytes(), its_record)[column]

    return contracts.table(content, resource, known)


def from_hand(content: bytes, resource: dict[str, Any]) -> bytes:
    """Return a table that people edit, as this project writes CSV."""
    try:
        return _canonical(pd.DataFrame(rows(content), dtype=str), resource)
    except (ValueError, ArithmeticError) as error:
        raise RefusalError(f"data/{resource['path']} is not in order: {error}") from error


def _canonical(table: pd.DataFrame, resource: dict[str, Any]) -> bytes:
    fields = resource["schema"]["fields"]
    expected = [field["name"] for field in fields]
    if list(table.columns) != expected:
        raise ValueError(f"the columns are {list(table.columns)}, not {expected}.")
    return csv_bytes(table, fields)


def check(name: str, content: bytes, package: bytes, folder: Path) -> None:
    """Raise `RefusalError` where a new table, or one that points to it, breaks its contract."""
    sound = [child for child in _children(name, folder) if not _fault(child, folder)]
    with tempfile.TemporaryDirectory() as stage:
        for path in folder.glob("*.csv"):
            shutil.copy(path, stage)
        (Path(stage) / datasets.record(name, folder)["path"]).write_bytes(content)
        (Path(stage) / PACKAGE).write_bytes(package)
        for table in [name, *sound]:
            if fault := _fault(table, Path(stage)):
                raise RefusalError(f"The new table breaks its contract: {fault}")


def _children(name: str, folder: Path) -> list[str]:
    return [
        child
        for child, record in datasets.package(folder).items()
        for key in record["schema"].get("foreignKeys", [])
        if key["reference"]["resource"] == name != child
    ]


def _fault(name: str, folder: Path) -> str:
    try:
        datasets.read(name, folder)
    except datasets.DataError as error:
        return str(error)
    return ""


def revision(old: bytes, new: bytes, resource: dict[str, Any]) -> Differences:
    """Return what a new table changes in an old one; all is new where the columns are."""
    key = resource["schema"]["primaryKey"]
    before, after = rows(old) if old else [], rows(new)
    comparable = bool(before and after) and set(key) <= before[0].keys()
    return differences(before if comparable else [], after, key)


def check_losses(change: Differences, path: str) -> None:
    """Raise `RefusalError` where rows of the old table are gone from the new one."""
    if change.removed:
        first = ", ".join(change.removed[0])
        raise RefusalError(
            f"The new table lacks rows that data/{path} has: {len(change.removed):,} in all, the "
            f"first is {first}. If they were withdrawn, --accept-loss lets them go."
        )
