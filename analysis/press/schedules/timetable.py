"""When an edition is due: a cron expression in a time zone, and the instants it names.

Daylight saving, as Debian's cron has it: a time of day that the clocks skip is due at the first
instant after the gap; one that they show twice is due the first time only. An expression whose
minute or hour begins with `*` goes by elapsed time instead, and misses and repeats nothing.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from cronsim import CronSim, CronSimError
from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

from analysis.press.parameters import nearest

# Spans to look back over for the newest due time: the rarest expression, a 29 February that is
# a given day of the week, comes around within 40 years (1900 and 2100 are no leap years).
_LOOK_BACK = [timedelta(hours=1), timedelta(days=1)] + [timedelta(n) for n in (32, 367, 40 * 366)]
_FIELDS = {
    "minute": "0 to 59",
    "hour": "0 to 23",
    "day-of-month": "1 to 31, and in a month that has it",
    "month": "1 to 12 or JAN to DEC",
    "day-of-week": "0 to 7 or SUN to SAT",
}
_SUCH_AS = "such as '0 6 1 * *' for 06:00 on the first of each month"


def _cron(text: str) -> str:
    fields = text.split()
    if len(fields) != len(_FIELDS) or len(text) > 200:
        said = f"{text[:60]!r} is not a cron expression; it has five fields, {', '.join(_FIELDS)}"
        raise PydanticCustomError("not_cron", "{said}, {as_in}", {"said": said, "as_in": _SUCH_AS})
    try:
        next(CronSim(text, datetime(2026, 1, 1, tzinfo=UTC)))
    except (CronSimError, StopIteration) as error:
        field = str(error).removeprefix("Bad ")
        if field not in _FIELDS:
            field = "day-of-month"
        value = fields[[*_FIELDS].index(field)]
        said = f"the {field} {value!r} in {text!r} is not possible; choose {_FIELDS[field]}"
        raise PydanticCustomError(
            "not_cron", "{said}, {as_in}", {"said": said, "as_in": _SUCH_AS}
        ) from None
    return " ".join(fields)


def _zone(name: str) -> str:
    # posix/ and right/ are copies of all zones, the latter with leap seconds counted.
    is_copy = name.startswith(("posix", "right")) or name in ("localtime", "Factory")
    try:
        if not is_copy and ZoneInfo(name):
            return name
    except (ZoneInfoNotFoundError, ValueError, OSError):
        pass
    choices = [zone for zone in sorted(available_timezones()) if "/" in zone]
    said = f"{name[:60]!r} is not a time zone; {nearest(name[:60], ['UTC', *choices])}"
    raise PydanticCustomError("not_a_zone", "{said}", {"said": said.rstrip(".")})


class Schedule(BaseModel):
    """When an edition is published, and what is done when that does not work."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    cron: Annotated[str, AfterValidator(_cron)]
    zone: Annotated[str, AfterValidator(_zone)] = "UTC"
    refresh: list[Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=100)]] = []
    require_fresh: bool = False  # no report on old tables when they could not be refreshed
    timeout_min: float = Field(default=20, gt=0, le=24 * 60)
    retries: int = Field(default=3, ge=0, le=10)
    catch_up: Literal["latest", "none"] = "latest"

    def next_due(self, after: datetime) -> datetime | None:
        """Return the first due time later than `after`, in UTC.

        >>> Schedule(cron="30 2 * * *", zone="Europe/Berlin").next_due(
        ...     datetime(2026, 3, 29, 0, 59, tzinfo=UTC)  # on that day there was no 02:30
        ... ).isoformat()
        '2026-03-29T01:00:00+00:00'
        """
        return next((due for due in self._times(after) if due > after), None)

    def last_due(self, now: datetime) -> datetime | None:
        """Return the last due time that is not later than `now`, in UTC."""
        for span in _LOOK_BACK:
            found = None
            for due in self._times(now - span):
                if due > now:
                    break
                found = due
            if found and found > now - span:
                return found
        return None

    def day(self, due: datetime) -> str:
        """Return the day of a due time where the schedule lives, as YYYY-MM-DD."""
        return due.astimezone(ZoneInfo(self.zone)).date().isoformat()

    def _times(self, start: datetime) -> Iterator[datetime]:
        for due in CronSim(self.cron, start.astimezone(ZoneInfo(self.zone))):
            yield due.astimezone(UTC)


def long_form(value: Any) -> Any:
    """Return the long form of a schedule: a bare expression is one in UTC."""
    return {"cron": value} if isinstance(value, str) else value


def in_words(moment: str) -> str:
    """Return the day of a moment in words.

    >>> in_words("2026-11-01T05:00:00+00:00")
    '1 November 2026'
    """
    day = date.fromisoformat(moment[:10])
    return f"{day.day} {day:%B %Y}"
