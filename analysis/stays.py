"""A stay in orbit as a film crew would plan or recount it: what it holds, in all and by day."""

import itertools
from collections.abc import Mapping

import numpy as np
import pandas as pd

from analysis import phrases
from analysis.claims import published
from analysis.constants import H_PER_DAY, S_PER_DAY, S_PER_H, S_PER_MIN
from analysis.ground import Outline
from analysis.light import beta_deg
from analysis.orbits import Floats, Track, below, moments, seconds, turns
from analysis.passes import CONTACT_DEG
from analysis.phrases import in_a_row
from analysis.windows import STEP_S, both, total_s

GROUND_STEP_S = 10.0
CREW_CRAFT = "ISS"
MEASURES = {
    "stay_days": "Length of the stay (days)",
    "orbits": "Orbits",
    "sunrises": "Sunrises",
    "sunlight_h": "Full sunlight on the station (h)",
    "sunlight_percent": "Full sunlight on the station (% of the time)",
    "night_h": "Night on the station (h)",
    "golden_min": "Golden light on the station (min)",
    "over_land_percent": "Over land (% of the time)",
    "over_country_percent": "Over {country} (% of the time)",
    "over_country_h": "Over {country} (h)",
    "contacts": "Passes over {place} above 10°",
    "in_contact_min": "Time in sight of {place}, above 10° (min)",
    "lowest_km": "Lowest altitude (km)",
    "highest_km": "Highest altitude (km)",
}


def span_s(start: str, days: int) -> tuple[float, float]:
    """Return the first and the last moment of a stay that begins with a day (UTC).

    >>> span_s("1970-01-02", 12)
    (86400.0, 1123200.0)
    """
    since_s = float(seconds([start])[0])
    return since_s, since_s + days * S_PER_DAY


def film_stay(events: pd.DataFrame, craft: str, since_s: float, until_s: float) -> pd.Series:
    """Return the span that a film crew was on board: docking to undocking, else all of the span.

    `events` are launch, docking, undocking and landing of the film crew, on the ISS.
    """
    at = events.set_index("event")["time"]
    docked_s, undocked_s = seconds([at["Docking"], at["Undocking"]])
    since, until = max(docked_s, since_s), min(undocked_s, until_s)
    is_film = craft == CREW_CRAFT and since < until
    return pd.Series(
        {
            "who": "the film crew" if is_film else "a crew",
            "is_film": is_film,
            "since_s": since if is_film else since_s,
            "until_s": until if is_film else until_s,
        }
    )


def film_visit(claims: pd.DataFrame, events: pd.DataFrame, film: str, stay: pd.Series) -> pd.Series:
    """Return who the film crew was, and of each way the ship, who else, when, and who says so.

    The film crew are those who came and went together; NaN of any other stay.
    """
    ways = {"docked": ("crew_up", "Docking"), "undocked": ("crew_down", "Undocking")}
    names = ["ship", "with", "at", "by"]
    if not stay["is_film"]:
        return pd.Series(np.nan, ["film", "people", *(f"{w}_{n}" for w in ways for n in names)])
    crews = {
        way: published(claims, film, of)["text"].iloc[0].split("; ")
        for way, (of, _) in ways.items()
    }
    crew = [name for name in crews["docked"] if name in crews["undocked"]]
    told = {"film": film, "people": in_a_row(crew)}
    for way, (_, event) in ways.items():
        came = events.set_index("event").loc[event]
        others = in_a_row(name for name in crews[way] if name not in crew)
        when = f"{phrases.day(came['time'])}, {came['time']:%H:%M}"
        said = (came["craft"], others, when, came["said_by"])
        told |= {f"{way}_{name}": cell for name, cell in zip(names, said, strict=True)}
    return pd.Series(told)


def figures(
    track: Track,
    conditions: Mapping[str, Floats],
    outlines: Mapping[str, Outline],
    country: str | None,
    since_s: float,
    until_s: float,
) -> pd.Series:
    """Return what a stay holds: orbits, sunrises, light, time over land and country, contact.

    A sunrise is the first of the Sun's disc over the Earth's edge, and golden light the time with
    the Sun low over it. NaN for the country where the place lies in none.
    """
    span = np.array([[since_s, until_s]])
    inside = {name: both(spans, span) for name, spans in conditions.items()}
    utc_s = np.arange(since_s, until_s, GROUND_STEP_S)
    points = below(track, utc_s)
    where = points["latitude_deg"].to_numpy(), points["longitude_deg"].to_numpy()
    over = outlines[country].holds(*where).mean() if country else np.nan
    gone = turns(track, np.append(np.arange(since_s, until_s, STEP_S), until_s))
    rises = conditions["some light"][:, 0]
    length_h = (until_s - since_s) / S_PER_H
    return pd.Series(
        {
            "stay_days": length_h / H_PER_DAY,
            "orbits": gone[-1] - gone[0],
            "sunrises": int(((rises > since_s) & (rises < until_s)).sum()),
            "sunlight_h": total_s(inside["sunlight"]) / S_PER_H,
            "sunlight_percent": 100 * total_s(inside["sunlight"]) / (until_s - since_s),
            "night_h": total_s(inside["umbra"]) / S_PER_H,
            "golden_min": total_s(inside["golden"]) / S_PER_MIN,
            "over_land_percent": 100 * total_s(inside["land below"]) / (until_s - since_s),
            "over_country_percent": 100 * over,
            "over_country_h": over * length_h,
            "in_contact_min": total_s(inside["contact"]) / S_PER_MIN,
            "contacts": len(inside["contact"]),
            "lowest_km": points["altitude_km"].min(),
            "highest_km": points["altitude_km"].max(),
        },
        dtype=object,
    )


def days(
    track: Track,
    conditions: Mapping[str, Floats],
    outlines: Mapping[str, Outline],
    country: str | None,
    since_s: float,
    until_s: float,
) -> pd.DataFrame:
    """Return the same figures day by day (UTC), with the beta angle in the middle of each."""
    edges = np.append(np.arange(since_s, until_s, S_PER_DAY), until_s)
    middles = (edges[1:] + edges[:-1]) / 2
    rows = [
        figures(track, conditions, outlines, country, *span) for span in itertools.pairwise(edges)
    ]
    table = pd.DataFrame(rows).assign(day=moments(edges[:-1]), beta_deg=beta_deg(track, middles))
    return table.infer_objects()


def strips(conditions: Mapping[str, Floats], names: list[str]) -> pd.DataFrame:
    """Return the spans of conditions cut at midnight UTC: condition, day, from_h, until_h."""
    rows = []
    for name in names:
        for start_s, end_s in conditions[name]:
            for day in np.arange(start_s // S_PER_DAY, np.ceil(end_s / S_PER_DAY)):
                cut = np.clip([start_s, end_s], day * S_PER_DAY, (day + 1) * S_PER_DAY)
                hours = (cut - day * S_PER_DAY) / S_PER_H
                rows.append((name, moments(day * S_PER_DAY), *hours))
    return pd.DataFrame(rows, columns=["condition", "day", "from_h", "until_h"])


def calendar(takes: pd.DataFrame, shots: list[str]) -> pd.DataFrame:
    """Return the best take of each shot on each day in one row a day: when, and how long."""
    said = takes.assign(
        said=[f"{row.start:%H:%M}, {_minutes(row.length_min)}" for row in takes.itertuples()]
    )
    table = said.pivot_table("said", "day", "shot", aggfunc="first").reindex(columns=shots)
    return table.fillna("–").rename_axis(columns=None).reset_index()


def told(figures: pd.Series, country: str | None, place_name: str) -> pd.DataFrame:
    """Return the figures of a stay as rows: measure in words, value."""
    known = [name for name in MEASURES if pd.notna(figures[name])]
    return pd.DataFrame(
        {
            "measure": [words(name, country, place_name) for name in known],
            "as_said": [as_said(figures[name]) for name in known],
            "value": [float(figures[name]) for name in known],
        }
    )


def words(name: str, country: str | None, place_name: str) -> str:
    """Return the name of a figure in words, with its unit."""
    return MEASURES[name].format(country=country or "the country of the place", place=place_name)


def key_figures(
    figures: pd.Series,
    stay: pd.Series,
    summary: pd.DataFrame,
    days: pd.DataFrame,
    uncertainty: pd.DataFrame,
    near: pd.DataFrame,
    countries: pd.DataFrame,
) -> pd.Series:
    """Return the figures that the sentences of a report state, by name; NaN where there is none."""
    most = (
        countries.iloc[0]
        if len(countries)
        else pd.Series({"country": np.nan, "share_percent": np.nan})
    )
    found = {
        "beta_low_deg": days["beta_deg"].min(),
        "beta_high_deg": days["beta_deg"].max(),
        "night_low_h": days["night_h"].min(),
        "night_high_h": days["night_h"].max(),
        "along_low_km": uncertainty["along_km"].min(),
        "along_high_km": uncertainty["along_km"].max(),
        "along_high_s": uncertainty["along_s"].max(),
        "other_high_km": uncertainty["other_km"].max(),
        "other_high_s": uncertainty["other_s"].max(),
        "near_places": near["place"].nunique(),
        "above_deg": CONTACT_DEG,
        "most_country": most["country"],
        "most_percent": most["share_percent"],
    }
    return pd.concat([figures, stay, take_figures(summary), pd.Series(found, dtype=object)])


def take_figures(summary: pd.DataFrame) -> pd.Series:
    """Return the lengths of takes that sentences state, from a summary of windows."""
    shot = summary.set_index("shot")
    golden, land = shot.loc["Golden light on the station"], shot.loc["Land in daylight below"]
    found = {
        "golden_windows": golden["windows"],
        "golden_median_min": golden["median_min"],
        "golden_longest_min": golden["longest_min"],
        "land_median_s": land["median_min"] * S_PER_MIN,
        "land_longest_min": land["longest_min"],
    }
    return pd.Series(found, dtype=object)


def as_said(value: float) -> str:
    """Return a figure as printed: counts whole, the rest to a tenth, from a hundred on whole.

    >>> as_said(186), as_said(15.53), as_said(1083.9)
    ('186', '15.5', '1,084')
    """
    return f"{value:,.0f}" if isinstance(value, int) or value >= 100 else f"{value:.1f}"


def _minutes(length_min: float) -> str:
    """Return minutes as a crew reads them.

    >>> _minutes(42.9), _minutes(0.5)
    ('42.9 min', '30 s')
    """
    return f"{length_min:.1f} min" if length_min >= 1 else f"{length_min * 60:.0f} s"
