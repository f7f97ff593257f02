"""The vocabulary of a notebook's parameter cell: types that know what is in the data.

A cell says `film: Film = "The Challenge"  # whose making is examined`; from the type alone come
the check before any kernel starts, the choices offered, and the JSON Schema.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Any, Literal

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler, ValidationInfo
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from analysis import datasets, states
from analysis.constants import CREW_DRAGON_SEATS, ELEMENTS_REACH_DAYS


@dataclass(frozen=True)
class OneOf:
    """Text that stands in the data; the choices are looked up when a value is checked.

    `codes` are other ways to write a choice, such as a state's code in the launch log; `names`
    are what a report calls a choice that is a key.
    """

    choices: Callable[[], list[str]]
    codes: Mapping[str, str] = field(default_factory=dict, hash=False)
    names: Callable[[], Mapping[str, str]] = dict

    def __get_pydantic_core_schema__(self, _: Any, __: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(
            self._known, core_schema.str_schema(strict=True)
        )

    def __get_pydantic_json_schema__(
        self, _: CoreSchema, __: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {"type": "string", "enum": self.choices()}

    def _known(self, value: str) -> str:
        value = self.codes.get(value, value)
        if value not in self.choices():
            raise PydanticCustomError("unknown_choice", "is not in the data")
        return value


@dataclass(frozen=True)
class Between:
    """A day as YYYY-MM-DD, no earlier and no later than the data reach."""

    span: Callable[[], tuple[str, str]]
    why: str

    def __get_pydantic_core_schema__(self, _: Any, __: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self._within)

    def __get_pydantic_json_schema__(
        self, _: CoreSchema, __: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        since, until = self.span()
        return {
            "type": "string",
            "format": "date",
            "formatMinimum": since,
            "formatMaximum": until,
            "description": self.why,
        }

    def _within(self, value: Any) -> str:
        # YAML reads an unquoted 2023-04-20 as a date.
        text = value.isoformat() if type(value) is date else value
        try:
            day = date.fromisoformat(text)
        except (TypeError, ValueError):
            raise PydanticCustomError(
                "not_a_day", "is not a day written YYYY-MM-DD, such as 2023-04-20"
            ) from None
        since, until = self.span()
        if not since <= day.isoformat() <= until:
            raise PydanticCustomError(
                "out_of_span",
                "lies outside {since} to {until}: {why}",
                {"since": since, "until": until, "why": self.why},
            )
        return day.isoformat()


@dataclass(frozen=True)
class YearBetween:
    """A year as a whole number, no earlier and no later than the data reach."""

    span: Callable[[], tuple[int, int]]
    why: str

    def __get_pydantic_core_schema__(self, _: Any, __: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(
            self._within, core_schema.int_schema(strict=True)
        )

    def __get_pydantic_json_schema__(
        self, _: CoreSchema, __: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        since, until = self.span()
        return {"type": "integer", "minimum": since, "maximum": until, "description": self.why}

    def _within(self, value: int) -> int:
        since, until = self.span()
        if not since <= value <= until:
            raise PydanticCustomError(
                "out_of_span",
                "lies outside {since} to {until}: {why}",
                {"since": since, "until": until, "why": self.why},
            )
        return value


def _flights() -> list[str]:
    """Return the craft in which people are known to have gone up."""
    flown = datasets.flights().set_index("flight_id")["craft"]
    return sorted(flown[datasets.crews()["up_flight_id"].unique()].unique())


@dataclass(frozen=True)
class Within:
    """A number no lower and no higher than makes sense; whole where its ends are whole numbers."""

    span: Callable[[], tuple[float, float]]
    why: str

    def __get_pydantic_core_schema__(self, _: Any, __: GetCoreSchemaHandler) -> CoreSchema:
        number = core_schema.int_schema if self._is_whole() else core_schema.float_schema
        return core_schema.no_info_after_validator_function(self._held, number(strict=True))

    def __get_pydantic_json_schema__(
        self, _: CoreSchema, __: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        low, high = self.span()
        kind = "integer" if self._is_whole() else "number"
        return {"type": kind, "minimum": low, "maximum": high, "description": self.why}

    def _is_whole(self) -> bool:
        return all(isinstance(end, int) for end in self.span())

    def _held(self, value: float) -> float:
        low, high = self.span()
        if not low <= value <= high:
            raise PydanticCustomError(
                "out_of_range",
                "choose {low} to {high}, {why}",
                {"low": f"{low:,g}", "high": f"{high:,.10g}", "why": self.why},
            )
        return value


@dataclass(frozen=True)
class FirstDay:
    """The first day of a stay, near enough to elements in the data; or `today`.

    `today` becomes the day that the report is made for, so that a report records which it was:
    `as_of` of the check's context, or the day (UTC) by the clock.
    """

    fresh_days: int = 2

    def __get_pydantic_core_schema__(self, _: Any, __: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.with_info_plain_validator_function(self._near_elements)

    def __get_pydantic_json_schema__(
        self, _: CoreSchema, __: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        known = self._known_days()
        reach = timedelta(ELEMENTS_REACH_DAYS)
        return {
            "type": "string",
            "format": "date",
            "formatMinimum": (known[0] - reach).isoformat(),
            "formatMaximum": (known[-1] + reach).isoformat(),
            "description": "or `today`, which needs fresh elements",
        }

    def _known_days(self) -> list[date]:
        epochs = datasets.elements()["epoch"].dt.date
        return sorted({*epochs, *datasets.ephemeris()["time"].dt.date})

    def _near_elements(self, value: Any, check: ValidationInfo) -> str:
        # YAML reads an unquoted 2021-10-05 as a date.
        text = value.isoformat() if type(value) is date else value
        text = day(text, (check.context or {}).get("as_of"))
        try:
            first = date.fromisoformat(text)
        except (TypeError, ValueError):
            raise PydanticCustomError(
                "not_a_day", "is not a day written YYYY-MM-DD, such as 2021-10-05, nor 'today'"
            ) from None
        known = self._known_days()
        if value == "today" and first - known[-1] > timedelta(self.fresh_days):
            raise PydanticCustomError(
                "out_of_span",
                "needs elements of the last {days} days; the newest in data/ are of {newest}: "
                "`analysis refresh elements` fetches newer ones",
                {"days": self.fresh_days, "newest": known[-1].isoformat()},
            )
        if min(abs(first - other) for other in known) > timedelta(ELEMENTS_REACH_DAYS):
            raise PydanticCustomError(
                "out_of_span",
                "lies more than {days} days from all elements in data/, which are too far off "
                "by then; the newest are of {newest}, and `analysis refresh elements` fetches "
                "newer ones",
                {"days": ELEMENTS_REACH_DAYS, "newest": known[-1].isoformat()},
            )
        return first.isoformat()


def day(start: str, as_of: date | None = None) -> str:
    """Return the day that a start names: itself, or for `today` the day that is meant.

    >>> day("2021-10-05"), day("today", date(2026, 11, 22))
    ('2021-10-05', '2026-11-22')
    """
    return (as_of or datetime.now(UTC).date()).isoformat() if start == "today" else start


def _films() -> list[str]:
    return sorted(datasets.claims()["film"].unique())


def _films_with_money() -> list[str]:
    """Return the films set in space of which a budget, takings or both are published."""
    from analysis import films  # it brings numpy, for which no other parameter waits

    counted = {*datasets.film_money()["film_id"], *datasets.box_office()["film_id"]}
    listed = films.in_space(datasets.films())
    return sorted(listed.loc[listed["film_id"].isin(counted), "title"].unique())


def _years_of_prices() -> tuple[int, int]:
    """Return the first whole year of the official rate, and the last with rates."""
    covered = datasets.record("exchange_rates")["coverage"]
    return int(covered["from"][:4]) + 1, int(covered["until"][:4])


def _stories() -> dict[str, str]:
    """Return the title of each story by its key."""
    return datasets.stories().set_index("story_id")["title"].sort_index().to_dict()


def _years_of_launches() -> tuple[int, int]:
    """Return the first and the last year in which the launch log has a launch."""
    covered = datasets.record("launches")["coverage"]
    return int(covered["from"][:4]), int(covered["until"][:4])


def _years_of_firsts() -> tuple[int, int]:
    """Return the years from the first satellite to the end of what was read for the table."""
    from analysis import firsts  # it brings scipy, for which no other parameter waits

    return int(datasets.record("firsts")["coverage"]["from"][:4]), firsts.READ_UNTIL.year


def _places() -> list[str]:
    return sorted(datasets.places()["name"])


def _span_of_prices() -> tuple[str, str]:
    """Return the days for which there is both a rate and a Russian price level."""
    rates = datasets.record("exchange_rates")["coverage"]
    decembers = datasets.price_index().query("series == 'cpi_december_change'")["period"]
    since = f"{int(decembers.min()[:4]) - 1}-12-31"
    return max(since, rates["from"]), min(f"{decembers.max()}-31", rates["until"])


def _dollar_years() -> tuple[int, int]:
    """Return the years of which the US price index has a first and a last month."""
    months = datasets.price_index().query("series == 'cpi_u_monthly'")["period"]
    first, last = str(months.min()), str(months.max())
    return int(first[:4]), int(last[:4]) - (not last.endswith("-12"))


Currency = Literal["USD", "RUB"]
Film = Annotated[str, OneOf(_films)]
Flight = Annotated[str, OneOf(_flights)]
FirstsYear = Annotated[
    int, YearBetween(_years_of_firsts, "the table of firsts was compiled for these years")
]
LaunchState = Annotated[str, OneOf(lambda: list(states.LAUNCHING), states.NAMES)]
LaunchYear = Annotated[int, YearBetween(_years_of_launches, "the launch log covers these years")]
MoneyFilm = Annotated[str, OneOf(_films_with_money)]
PriceDate = Annotated[
    str,
    Between(_span_of_prices, "beyond it there is no official rate or no Russian price level"),
]
PriceYear = Annotated[
    int, YearBetween(_years_of_prices, "beyond it there is no official rate of the rouble")
]
Story = Annotated[str, OneOf(lambda: list(_stories()), names=_stories)]
Crew = Annotated[
    int,
    Within(
        lambda: (1, CREW_DRAGON_SEATS - 1),
        "as a ship to the station has that many seats besides its commander's",
    ),
]
Days = Annotated[int, Within(lambda: (1, 180), "as no ship stays docked for much longer")]
Draws = Annotated[
    int, Within(lambda: (1_000, 1_000_000), "as fewer leave the ends open and more change nothing")
]
MinutesOnScreen = Annotated[
    float, Within(lambda: (1.0, 240.0), "as no film in the tables is longer")
]
DollarYear = Annotated[int, YearBetween(_dollar_years, "beyond it there is no US price index")]
Seed = Annotated[int, Within(lambda: (0, 2**32 - 1), "the seeds of the generator")]
ShootingRatio = Annotated[
    float, Within(lambda: (1.0, 1000.0), "as at least a minute is shot for each one on screen")
]
Craft = Literal["ISS", "Tiangong"]
StayDays = Annotated[
    int, Within(lambda: (1, 30), "as no elements reach further than that from one to the next")
]
Place = Annotated[str, OneOf(_places)]
Start = Annotated[str, FirstDay()]
