"""The vocabulary of a notebook's parameter cell: types that know what is in the data.

A cell says `film: Film = "The Challenge"  # whose making is examined`; from the type alone come
the check before any kernel starts, the choices offered, and the JSON Schema.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from analysis import datasets


@dataclass(frozen=True)
class OneOf:
    """Text that stands in the data; the choices are looked up when a value is checked."""

    choices: Callable[[], list[str]]

    def __get_pydantic_core_schema__(self, _: Any, __: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(
            self._known, core_schema.str_schema(strict=True)
        )

    def __get_pydantic_json_schema__(
        self, _: CoreSchema, __: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {"type": "string", "enum": self.choices()}

    def _known(self, value: str) -> str:
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


def _films() -> list[str]:
    return sorted(datasets.claims()["film"].unique())


def _span_of_prices() -> tuple[str, str]:
    """Return the days for which there is both a rate and a Russian price level."""
    rates = datasets.record("exchange_rates")["coverage"]
    decembers = datasets.price_index().query("series == 'cpi_december_change'")["period"]
    since = f"{int(decembers.min()[:4]) - 1}-12-31"
    return max(since, rates["from"]), min(f"{decembers.max()}-31", rates["until"])


Currency = Literal["USD", "RUB"]
Film = Annotated[str, OneOf(_films)]
PriceDate = Annotated[
    str,
    Between(_span_of_prices, "beyond it there is no official rate or no Russian price level"),
]
