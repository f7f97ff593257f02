"""Who is told of an edition, and of what: the key `notify` of editions.yml."""

import re
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

Event = Literal["failure", "recovery", "change"]


def _variable(name: str) -> str:
    # What stands there instead may be a secret: it is not repeated.
    if "://" in name or "@" in name:
        raise PydanticCustomError(
            "an_address",
            "an address is a secret and does not stand in this file; put it into an environment "
            "variable, and that variable's name here, such as MAIL_TO_EDITORS",
        )
    if not re.fullmatch(r"[A-Z][A-Z0-9_]{0,99}", name):
        raise PydanticCustomError(
            "not_a_variable",
            "expected the name of an environment variable in capitals, such as MAIL_TO_EDITORS",
        )
    return name


class Notify(BaseModel):
    """Who is told: the environment variables that hold their addresses; and of what."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, hide_input_in_errors=True)

    to: list[Annotated[str, AfterValidator(_variable)]] = Field(min_length=1)
    threshold: float = Field(default=0.05, ge=0, allow_inf_nan=False)  # relative
    on: list[Event] = Field(default=["failure", "recovery", "change"], min_length=1)


def long_form(value: Any) -> Any:
    """Return the long form: a bare name of a variable is one addressee."""
    return {"to": [value]} if isinstance(value, str) else value
