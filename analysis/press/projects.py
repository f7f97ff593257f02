"""A project that the press works on: a folder with notebooks/ and reports/editions.yml."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.press import PressError, parameters
from analysis.press.editions import Edition, editions


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

    def editions(self) -> dict[str, Edition]:
        """Return the editions by name."""
        return editions(self.reports / "editions.yml")

    def values(self, edition: Edition) -> dict[str, Any]:
        """Return the checked values of an edition's parameters; nothing is started."""
        from analysis.press.execute import read

        name = f"{edition.notebook}.ipynb"
        try:
            declared = parameters.declared(read(self.notebook(edition.notebook)), name)
            return parameters.checked(declared, edition.parameters)
        except PressError as error:
            raise PressError(f"Edition {edition.name}: {error}") from None


def project_at(folder: Path) -> Project:
    """Return the project in which `folder` lies."""
    for candidate in (folder, *folder.parents):
        if (candidate / "reports" / "editions.yml").is_file():
            return Project(candidate)
    raise PressError(
        f"{folder.name}: neither this folder nor one above it has a file reports/editions.yml."
    )
