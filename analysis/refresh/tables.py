"""Refreshing: every table from its upstream files, or left as it was, and a report on each."""

import json
from collections.abc import Iterable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

from analysis import datasets
from analysis.refresh import RECIPES, Recipe, candidate
from analysis.refresh.canonical import facts
from analysis.refresh.download import DownloadError, Downloads
from analysis.refresh.replace import PACKAGE, finish, replace, sole_writer
from analysis.refresh.report import Report
from analysis.refresh.upstreams import NoAddressError, Texts, speaks_plain_http


def refresh(
    names: Iterable[str] = (),
    source: str | None = None,
    *,
    dry_run: bool = False,
    accept_loss: bool = False,
    folder: Path | None = None,
    recipes: Mapping[str, Recipe] = RECIPES,
    today: date | None = None,
    downloads: Downloads | None = None,
) -> list[Report]:
    """Refresh the tables `names`, or all that have a recipe, parents before children.

    `source` is a folder or the address of a mirror with the upstream files; without it each comes
    from its own address. A table without a recipe is compiled by hand: it is checked and recorded.
    Raises `DataError`, `DownloadError` or `BusyError` where there is nothing to report on.
    """
    folder = folder or datasets.home()
    fetched = [name for name in recipes if name in datasets.package(folder)]
    chosen = _in_order(list(names) or fetched, folder, recipes)
    with (
        downloads or Downloads(plain=speaks_plain_http(source)) as visit,
        nullcontext() if dry_run else sole_writer(folder),
    ):
        if not dry_run:
            finish(folder)
        texts = Texts(source, today or date.today(), visit)
        run = _Run(folder, recipes, texts, dry_run, accept_loss)
        return [run.report(name) for name in chosen]


def _in_order(names: list[str], folder: Path, recipes: Mapping[str, Recipe]) -> list[str]:
    """Return the names, each after the tables that it points to or is made from."""
    for name in [*names, *datasets.package(folder)]:
        datasets.record(name, folder)
    parents = {
        name: {x["reference"]["resource"] for x in record["schema"].get("foreignKeys", [])}
        for name, record in datasets.package(folder).items()
    }
    for name, recipe in recipes.items():
        parents[name] = parents.get(name, set()) | set(recipe.tables.values())
    for name, before in parents.items():
        before.discard(name)
    return [name for name in TopologicalSorter(parents).static_order() if name in names]


@dataclass(frozen=True)
class _Run:
    folder: Path
    recipes: Mapping[str, Recipe]
    texts: Texts
    dry_run: bool
    accept_loss: bool

    def report(self, name: str) -> Report:
        """Refresh one table; whatever is wrong with the new one, the old one stays."""
        try:
            return self._refreshed(name)
        except NoAddressError as error:
            if self._is_edited(name):  # what people cite needs no files
                return _Run(self.folder, {}, self.texts, self.dry_run, False).report(name)
            return Report(name, "skipped", reason=str(error))
        except (candidate.RefusalError, DownloadError, datasets.DataError) as error:
            return Report(name, "kept", reason=str(error))
        except OSError as error:
            reason = f"The new table cannot be put in place: {error.strerror or error}."
            return Report(name, "kept", reason=reason)

    def _is_edited(self, name: str) -> bool:
        """Say whether a table was changed, of which a recipe keeps what people write in it."""
        if name not in self.recipes[name].tables.values():
            return False
        try:
            datasets.read(name, self.folder)
        except datasets.DataError:
            return True
        return False

    def _refreshed(self, name: str) -> Report:
        package = json.loads((self.folder / PACKAGE).read_text(encoding="utf-8"))
        [resource] = [x for x in package["resources"] if x["name"] == name]
        path = self.folder / resource["path"]
        old = path.read_bytes() if path.exists() else b""
        new = self._candidate(name, old, resource)
        before, after = dict(resource), facts(new, resource)
        if after["hash"] != before.get("hash"):
            resource["retrieved"] = self.texts.today.isoformat()
        resource.update(after)
        if new == old and resource == before:
            return Report(name, "unchanged", rows=after["rows"])
        written = (json.dumps(package, ensure_ascii=False, indent=2) + "\n").encode()
        candidate.check(name, new, written, self.folder)
        report = self._report_on(old, new, before, after["rows"])
        if not self.dry_run:
            replace(self.folder, resource["path"], new, written)
        return report

    def _candidate(self, name: str, old: bytes, resource: dict[str, Any]) -> bytes:
        if recipe := self.recipes.get(name):
            return candidate.from_recipe(recipe, self.texts, old, resource, self.folder)
        return candidate.from_hand(old, resource)

    def _report_on(self, old: bytes, new: bytes, before: dict[str, Any], rows: int) -> Report:
        name, dry = before["name"], self.dry_run
        if name not in self.recipes:
            return Report(name, "recorded", rows, rows_before=before.get("rows", 0), dry_run=dry)
        change = candidate.revision(old, new, before)
        if not self.accept_loss:
            candidate.check_losses(change, before["path"])
        added, changed, removed = map(len, (change.added, change.changed, change.removed))
        return Report(name, "updated", rows, added, changed, removed, dry_run=dry)
