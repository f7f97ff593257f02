"""Read reports/editions.yml: which reports exist, from which notebook, with which values."""

from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_core import PydanticCustomError

from analysis.press import PressError, harmless, yaml_files
from analysis.press.parameters import nearest
from analysis.press.projects import UNNAMED
from analysis.press.schedules import addressees, timetable
from analysis.press.schedules.addressees import Notify
from analysis.press.schedules.timetable import Schedule

RUN = r"^\d{4}-\d\d-\d\dT\d{6}\.\d{6}Z$"  # the name of a run's folder
Format = Literal["html", "pdf"]


def _visible(text: str) -> str:
    if found := harmless.STEERING.search(text):
        said = f"holds the invisible sign U+{ord(found[0]):04X}, which steers what is printed"
        raise PydanticCustomError("steering", "{said}; leave it out", {"said": said})
    return text


class Keep(BaseModel):
    """How long runs stay: a run goes when it is neither among the newest, nor young, nor named."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    count: int = Field(default=30, ge=1)
    days: int = Field(default=365, ge=0)
    promised: list[Annotated[str, Field(pattern=RUN)]] = []  # stay for as long as they stand here


class Edition(BaseModel):
    """A report that is published: a notebook with values for its parameters."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    name: str = Field(pattern=r"^[a-z0-9][a-z0-9_-]*$", max_length=100)
    title: Annotated[str, AfterValidator(_visible)] = Field(min_length=1, max_length=500)
    notebook: str = Field(pattern=r"^[A-Za-z0-9_-]+$", max_length=200)
    parameters: dict[str, Any] = {}
    formats: list[Format] = Field(default=["html", "pdf"], min_length=1)
    project: str = Field(default=UNNAMED, min_length=1)  # said once, at the head of the file
    tolerance: float = Field(default=1e-6, ge=0, lt=1)  # numbers that move by less are no news
    live: bool = False  # stands on data of today; left out of a build of all without them
    keep: Keep = Keep()
    schedule: Annotated[Schedule | None, BeforeValidator(timetable.long_form)] = None
    notify: Annotated[Notify | None, BeforeValidator(addressees.long_form)] = None


_INNER: dict[str, type[BaseModel]] = {"schedule": Schedule, "notify": Notify, "keep": Keep}


def editions(path: Path) -> dict[str, Edition]:
    """Return the editions by name, in the order of the file."""
    content = yaml_files.content(path)
    content = content if isinstance(content, dict) else {}
    entries = content.get("editions")
    if not isinstance(entries, list) or not entries:
        raise PressError(
            f"{path.name} has no list named `editions`; each entry there has name, title, notebook."
        )
    project = content.get("project", UNNAMED)
    if not isinstance(project, str) or not project.strip():
        raise PressError(f"{path.name}: the project is called {project!r}, which is not a name.")
    found: dict[str, Edition] = {}
    shared = {"project": project, **({"keep": content["keep"]} if "keep" in content else {})}
    for number, entry in enumerate(entries, 1):
        edition = _edition(entry, shared, f"{path.name}, edition {number}")
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


def _edition(entry: Any, shared: dict[str, Any], where: str) -> Edition:
    if not isinstance(entry, dict):
        raise PressError(f"{where}: expected name, title and notebook, found {entry!r}.")
    where = f"{where} ({entry['name']})" if "name" in entry else where
    try:
        return Edition(**_with(shared, {str(key): value for key, value in entry.items()}))
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        if first["type"] == "extra_forbidden":
            models: dict[str, type[BaseModel]] = _INNER if len(first["loc"]) > 1 else {}
            inner = models.get(str(first["loc"][0]), Edition)
            choices = list(inner.model_fields)
            hint = nearest(str(first["loc"][-1]), choices)
            raise PressError(f"{where}: unknown key {key!r}; {hint}") from None
        raise PressError(f"{where}: {key}: {first['msg']}.") from None


def _with(shared: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    """Return what is said of one edition, after what is said of all; `keep` key by key."""
    both = {**shared, **own}
    if isinstance(shared.get("keep"), dict) and isinstance(own.get("keep"), dict):
        both["keep"] = {**shared["keep"], **own["keep"]}
    return both
