"""A project that the press works on: a folder with notebooks/ and reports/editions.yml."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.press import PressError, hashes, parameters, yaml_files

if TYPE_CHECKING:
    from analysis.press.editions import Edition

UNNAMED = "Reports"  # what stands on the reports of a project without a name


@dataclass(frozen=True)
class Project:
    """A folder with notebooks/ and reports/editions.yml."""

    root: Path

    @property
    def reports(self) -> Path:
        """Return the folder in which reports are published."""
        return self.root / "reports"

    def notebook(self, name: str) -> Path:
        """Return where the notebook of this name lies."""
        return self.root / "notebooks" / f"{name}.ipynb"

    def editions(self) -> "dict[str, Edition]":
        """Return the editions by name."""
        path = self.reports / "editions.yml"
        return dict(_editions(path, hashes.of_file(path)))

    def declared(self, edition: "Edition") -> dict[str, parameters.Parameter]:
        """Return the parameters that an edition's notebook declares, by name."""
        from analysis.press.execute import read

        with _said_of(edition):
            notebook = read(self.notebook(edition.notebook))
            return parameters.declared(notebook, f"{edition.notebook}.ipynb")

    def values(self, edition: "Edition", as_of: date | None = None) -> dict[str, Any]:
        """Return the checked values of an edition's parameters; nothing is started.

        `as_of` is what `today` means, the day by the clock when it is None.
        """
        declared = self.declared(edition)
        with _said_of(edition):
            return parameters.checked(declared, edition.parameters, as_of)


@lru_cache(maxsize=8)
def _editions(path: Path, _digest: str | None) -> "dict[str, Edition]":
    from analysis.press.editions import editions

    return editions(path)


def project_at(folder: Path) -> Project:
    """Return the project in which `folder` lies."""
    for candidate in (folder, *folder.parents):
        if (candidate / "reports" / "editions.yml").is_file():
            return Project(candidate)
    raise PressError(
        f"{folder.name}: neither this folder nor one above it has a file reports/editions.yml."
    )


@contextmanager
def _said_of(edition: "Edition") -> Iterator[None]:
    """Name the edition in what is wrong with it."""
    try:
        yield
    except PressError as error:
        raise PressError(f"Edition {edition.name}: {error}") from None


def project_name(folder: Path) -> str:
    """Return what the project is called in which `folder` lies."""
    try:
        path = project_at(folder).reports / "editions.yml"
        return _name(path, hashes.of_file(path))
    except PressError:
        return UNNAMED


@lru_cache(maxsize=8)
def _name(path: Path, _digest: str | None) -> str:
    """Return the name alone, as of the first edition: a schema of all takes longer than a PDF."""
    told = yaml_files.content(path)
    told = told if isinstance(told, dict) else {}
    listed = told.get("editions")
    first = listed[0] if isinstance(listed, list) and listed else {}
    own = first.get("project") if isinstance(first, dict) else None
    names = [name for name in (own, told.get("project")) if isinstance(name, str) and name.strip()]
    return next(iter(names), UNNAMED)
