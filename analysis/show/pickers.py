"""The control by which a value of a parameter is chosen: from its type alone."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from analysis.declarations import Parameter

LONGEST_SLIDER = 1_000
WIDE = {"width": "26em"}


def picker(parameter: "Parameter") -> Any:
    """Return the control by which a value of a parameter is chosen: from its type alone."""
    import ipywidgets as widgets

    schema, value = parameter.schema(), parameter.default
    limits = {side: schema[f"{side}imum"] for side in ("min", "max") if f"{side}imum" in schema}
    common = {"value": value, "layout": WIDE}
    if "enum" in schema:
        return widgets.Dropdown(options=schema["enum"], **common)
    if schema.get("format") == "date" and _day(value):
        days = {side: _day(schema.get(f"format{side.title()}imum")) for side in ("min", "max")}
        return widgets.DatePicker(**(common | days | {"value": _day(value)}))
    kind = schema.get("type")
    if kind == "boolean":
        return widgets.Checkbox(indent=False, **common)
    if kind in ("integer", "number"):
        return _number(kind, limits, common)
    return widgets.Text(continuous_update=False, **common)


def _number(kind: str, limits: dict[str, Any], common: dict[str, Any]) -> Any:
    import ipywidgets as widgets

    is_whole = kind == "integer"
    if len(limits) < 2:
        plain: Callable[..., Any] = widgets.IntText if is_whole else widgets.FloatText
        return plain(continuous_update=False, **common)
    if limits["max"] - limits["min"] > LONGEST_SLIDER:
        bounded: Callable[..., Any] = (
            widgets.BoundedIntText if is_whole else widgets.BoundedFloatText
        )
        return bounded(continuous_update=False, **limits, **common)
    if is_whole:
        return widgets.IntSlider(continuous_update=False, **limits, **common)
    step = 1.0 if float(common["value"]).is_integer() else 0.1
    return widgets.FloatSlider(continuous_update=False, step=step, **limits, **common)


def chosen(control: Any) -> Any:
    """Return the value that a control holds, as a parameters cell would write it."""
    return control.value.isoformat() if isinstance(control.value, date) else control.value


def held(control: Any, value: Any) -> Any:
    """Return a parameter's value as its control holds it."""
    return _day(value) if isinstance(control.value, date | None) else value


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        return None
