"""Read reports/editions.yml: which reports exist, from which notebook, with which values."""

from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from analysis.press import PressError
from analysis.press.parameters import nearest

Format = Literal["html", "pdf"]


class Edition(BaseModel):
    """A report that is published: a notebook with values for its parameters."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    name: str = Field(pattern=r"^[a-z0-9][a-z0-9_-]*$", max_length=100)
    title: str = Field(min_length=1)
    notebook: str = Field(pattern=r"^[A-Za-z0-9_-]+$")
    parameters: dict[str, Any] = {}
    formats: list[Format] = Field(default=["html", "pdf"], min_length=1)
    live: bool = False  # stands on data of today; left out of a build of all without them


def editions(path: Path) -> dict[str, Edition]:
    """Return the editions by name, in the order of the file."""
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise PressError(f"{path.name} cannot be read: {error.strerror}.") from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise PressError(f"{path.name} is not YAML: {' '.join(str(error).split())}.") from None
    entries = content.get("editions") if isinstance(content, dict) else None
    if not isinstance(entries, list) or not entries:
        raise PressError(
            f"{path.name} has no list named `editions`; each entry there has name, title, notebook."
        )
    found: dict[str, Edition] = {}
    for number, entry in enumerate(entries, 1):
        edition = _edition(entry, f"{path.name}, edition {number}")
        if edition.name in found:
            raise PressError(f"{path.name}: two editions are named {edition.name!r}.")
        found[edition.name] = edition
    return found


def chosen(known: dict[str, Edition], names: list[str]) -> list[Edition]:
    """Return the editions of these names, or all when none is named."""
    for name in names:
        if name not in known:
            raise PressError(f"There is no edition {name!r}; {nearest(name, known)}")
    return [known[name] for name in dict.fromkeys(names)] or list(known.values())


def _edition(entry: Any, where: str) -> Edition:
    if not isinstance(entry, dict):
        raise PressError(f"{where}: expected name, title and notebook, found {entry!r}.")
    where = f"{where} ({entry['name']})" if "name" in entry else where
    try:
        return Edition(**{str(key): value for key, value in entry.items()})
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        if first["type"] == "extra_forbidden":
            choices = list(Edition.model_fields)
            raise PressError(f"{where}: unknown key {key!r}; {nearest(key, choices)}") from None
        raise PressError(f"{where}: {key}: {first['msg']}.") from None
