"""Who came first, who second, how long leads last, and how the score depends on the choice.

A lead runs from the day of a first to the day on which a second state did the same; one that
nobody has ended stands, and is known to stand until the day on which it was last looked at.
"""

from math import comb
from typing import Any

import numpy as np
import pandas as pd

from analysis import phrases, states, survival
from analysis.constants import DAYS_PER_YEAR

READ_UNTIL = pd.Timestamp("2026-03-31")  # what data/firsts.csv was compiled from ends in spring
RIVALS = {"Russia": "russia", "United States": "us"}
TURN_YEAR = 1975  # Apollo and Soyuz dock: the usual end of the race
ERAS = (f"Begun before {TURN_YEAR}", f"Begun from {TURN_YEAR}")
ORDERS = {"ahead": 1, "level": 0, "behind": -1}  # of Russia, by the sign of its lead in firsts
LISTS = (10, 20, 40)  # lengths of lists that someone else might have made
LENGTHS = ["leads", "begun", "ended", "median_years", "low_years", "high_years",
           "after_1_year_percent", "after_10_years_percent"]  # fmt: skip
OF_SECOND = {"leader": "second", "who": "second_who", "date": "second_date",
             "date_precision": "second_precision", "disputed": "second_disputed",
             "note": "second_note", "source": "second_source",
             "source_url": "second_source_url"}  # fmt: skip
DISPUTED = {True: " (disputed)", False: ""}
# Kinds of firsts, where the word of the table alone would not do in a sentence.
KINDS = {"humans": "human flights", "moon": "the Moon"}
CHALLENGE, BEFORE_IT = "film-crew-in-orbit", "scenes-in-a-feature-film"
DISPUTES = {  # is the film's disputed, is the one before it
    (False, False): "Neither of these firsts is disputed",
    (True, False): "The later of these firsts is disputed",
    (False, True): "The earlier of these firsts is disputed",
    (True, True): "Both of these firsts are disputed",
}
OF_CHALLENGE = (CHALLENGE, "actor-in-orbit", "actor-in-space", "film-director-in-orbit",
                "film-crew-film-shown")  # fmt: skip


def leads(firsts: pd.DataFrame, since: int, until: int) -> pd.DataFrame:
    """Return one row a first of these years: who led, whoever came second, and for how long.

    A lead still open on the last day of `until` stands (`is_standing`), whatever came later.
    """
    if since > until:
        raise ValueError(f"The years run from {since} to {until}: since must not be after until.")
    seen = looked_until(until)
    named = firsts.assign(leader=states.named(firsts["state"])).set_index("first_id")
    places = [named[named["rank"] == rank] for rank in (1, 2)]
    second = places[1].loc[places[1]["date"] <= seen, list(OF_SECOND)].rename(columns=OF_SECOND)
    table = places[0].join(second).reset_index()
    years = table["date"].dt.year
    table = table[years.between(since, until) & (table["date"] <= seen)]
    ends = table["second_date"].fillna(seen)
    return table.assign(
        when=[*map(phrases.as_known, table["date"], table["date_precision"])],
        second_when=[
            None if pd.isna(date) else phrases.as_known(date, precision)
            for date, precision in zip(table["second_date"], table["second_precision"], strict=True)
        ],
        lead_days=(ends - table["date"]).dt.days,
        lead_years=(ends - table["date"]).dt.days / DAYS_PER_YEAR,
        watched_years=(seen - table["date"]).dt.days / DAYS_PER_YEAR,
        second_disputed=table["second_disputed"].fillna(False).astype(bool),
        is_standing=table["second_date"].isna(),
    ).sort_values(["date", "first_id"], ignore_index=True)


def looked_until(until: int) -> pd.Timestamp:
    """Return the day on which leads are looked at: the last of a year, or of what was read."""
    return min(READ_UNTIL, pd.Timestamp(until, 12, 31))


def score(led: pd.DataFrame) -> pd.DataFrame:
    """Return how many firsts, and how many second places, each state has."""
    table = pd.DataFrame(
        {
            "firsts": led["leader"].value_counts(),
            "still_standing": led.loc[led["is_standing"], "leader"].value_counts(),
            "undisputed": led.loc[~led["disputed"], "leader"].value_counts(),
            "second_places": led["second"].value_counts(),
        }
    )
    table = table.fillna(0).astype(int).rename_axis("state").reset_index()
    table.insert(2, "share_percent", 100 * table["firsts"] / max(len(led), 1))
    return table.sort_values(
        ["firsts", "second_places", "state"], ascending=[False, False, True], ignore_index=True
    )


def by_decade(led: pd.DataFrame) -> pd.DataFrame:
    """Return the firsts of each decade, of the two rivals and of all others."""
    decade = led["date"].dt.year // 10 * 10
    rows = [
        {"decade": f"{start}s"} | _counts(led[decade == start]) for start in sorted(set(decade))
    ]
    return pd.DataFrame(rows, columns=["decade", *_counts(led)])


def marked(led: pd.DataFrame) -> pd.DataFrame:
    """Return the firsts with their title in `first`, and the years of the lead in words.

    `first` and `second` say of their place whether it is disputed.
    """
    return led.assign(
        first=led["title"] + led["disputed"].map(DISPUTED),
        second=led["second"] + led["second_disputed"].map(DISPUTED),
        lasted_years=[_lead_in_words(row) for row in led.itertuples()],
    )


def _lead_in_words(row: Any) -> str:
    """Return the years of a lead where both ends are known to the day, else its least and most."""
    end = row.date + pd.Timedelta(days=row.lead_days)
    last = end if row.is_standing else _latest(row.second_date, row.second_precision)
    least = max(0, (end - _latest(row.date, row.date_precision)).days)
    most = (last - row.date).days
    years = " to ".join(dict.fromkeys(map(_in_years, (least, most))))
    return years + " so far" * row.is_standing


def _in_years(days: int) -> str:
    """Return days as years, with the decimals that leave something of a few days.

    >>> _in_years(8), _in_years(1139)
    ('0.02', '3.1')
    """
    years = days / DAYS_PER_YEAR
    return f"{years:.{1 if years >= 0.1 else 2}f}"


def _latest(date: pd.Timestamp, precision: str) -> pd.Timestamp:
    """Return the last day that a date can be which is known to its day, month, year or two.

    >>> print(_latest(pd.Timestamp("2008-10-01"), "month"))
    2008-10-31 00:00:00
    """
    ends = {"month": pd.offsets.MonthEnd(0), "year": pd.offsets.YearEnd(0),
            "two years": pd.offsets.YearEnd(2)}  # fmt: skip
    return date + ends[precision] if precision in ends else date


def defined(led: pd.DataFrame) -> pd.DataFrame:
    """Return the firsts as a list prints them: title and definition in one, state and day in one.

    `first` has the kind, too, the note where a place is disputed, and the publications of both.
    """
    why = (" Disputed: " + led["note"]).where(led["disputed"], "")
    second_why = (" Second place disputed: " + led["second_note"]).where(led["second_disputed"], "")
    other = led["second_source"].where(led["second_source"] != led["source"])
    kind = led["category"].replace(KINDS)
    return led.assign(
        first=led["title"] + " (" + kind + "): " + led["definition"] + why + second_why
        + " Source: " + led["source"] + ("; of the second place: " + other).fillna("") + ".",
        led_by=led["leader"] + ", " + led["when"],
        second_by=led["second"] + ", " + led["second_when"] + ": " + led["second_who"],
    )  # fmt: skip


def choices(led: pd.DataFrame) -> pd.DataFrame:
    """Return the score under other choices of what to count: of definition, and of list."""
    film, early = led["category"] == "film", led["date"].dt.year < TURN_YEAR
    counted = {
        "the whole list": led,
        "undisputed firsts only": led[~led["disputed"]],
        "leads that have ended": led[~led["is_standing"]],
        "leads of more than a year": led[led["lead_years"] > 1],
        f"firsts before {TURN_YEAR}": led[early],
        f"firsts from {TURN_YEAR}": led[~early],
        "film alone": led[film],
    }
    counted |= {
        f"without {KINDS.get(kind, kind)}": led[led["category"] != kind]
        for kind in sorted(set(led["category"]))
    }
    rows = [{"counted": name} | _counts(part) for name, part in counted.items()]
    table = pd.DataFrame(rows) if len(led) else pd.DataFrame(columns=["counted", *_counts(led)])
    return table[table["firsts"] > 0].reset_index(drop=True)


def order(choices: pd.DataFrame) -> pd.Series:
    """Return in how many other choices Russia is ahead, level or behind; where not ahead, in which.

    >>> rows = {"counted": ["the whole list", "film alone"], "russia": [2, 0], "us": [1, 1]}
    >>> order(pd.DataFrame(rows)).tolist()
    [1, 'none', 'none', '1 (film alone)']
    """
    others = choices.iloc[1:]
    sign = np.sign((others["russia"] - others["us"]).astype(int))
    named = {name: others.loc[sign == n, "counted"] for name, n in ORDERS.items()}
    found = {name: f"{len(c)} ({', '.join(c)})" if len(c) else "none" for name, c in named.items()}
    found["ahead"] = str(len(named["ahead"]) or "none")  # the usual case: all but a few
    return pd.Series({"others": len(others) or np.nan} | found, dtype=object)


def shorter_lists(led: pd.DataFrame) -> pd.DataFrame:
    """Return who would lead if only some of the firsts had been listed, drawn blindly.

    Exact, by counting the draws without replacement (multivariate hypergeometric).
    """
    counts = _counts(led)
    mine, theirs, rest = (counts[name] for name in (*RIVALS.values(), "others"))
    rows = []
    for length in (length for length in LISTS if length < len(led)):
        chances = {"russia_ahead_percent": 0, "level_percent": 0, "us_ahead_percent": 0}
        for a in range(min(mine, length) + 1):
            for b in range(min(theirs, length - a) + 1):
                drawn = comb(mine, a) * comb(theirs, b) * comb(rest, length - a - b)
                chances[list(chances)[1 - np.sign(a - b)]] += drawn
        total = comb(len(led), length)
        rows.append({"listed": length} | {name: 100 * n / total for name, n in chances.items()})
    return pd.DataFrame(rows, columns=["listed", "russia_ahead_percent", "level_percent",
                                       "us_ahead_percent"])  # fmt: skip


def ends_of(shorter: pd.DataFrame) -> pd.Series:
    """Return the shortest and the longest of the shorter lists, and where Russia leads; or NaN."""
    rows = shorter.set_axis(range(len(shorter))).reindex([0, max(len(shorter) - 1, 0)])
    (few, few_percent), (many, many_percent) = rows[["listed", "russia_ahead_percent"]].to_numpy()
    return pd.Series(
        {"few": few, "few_percent": few_percent, "many": many, "many_percent": many_percent}
    )


def groups(led: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return the leads whose lengths are compared, by the words for them; none that is empty."""
    early = led["date"].dt.year < TURN_YEAR
    parts = {"All": led} | {name: led[led["leader"] == name] for name in RIVALS}
    parts |= dict(zip(ERAS, (led[early], led[~early]), strict=True))
    return {name: part for name, part in parts.items() if len(part)}


def lengths(led: pd.DataFrame) -> pd.DataFrame:
    """Return for each group how long leads last: the median, and the shares that outlast."""
    rows = []
    for name, part in groups(led).items():
        curve = survival.curve(_watched(part))
        median, low, high = survival.median_years(curve)
        rows.append(
            {
                "leads": name,
                "begun": len(part),
                "ended": int((~part["is_standing"]).sum()),
                "median_years": median,
                "low_years": low,
                "high_years": high,
                "after_1_year_percent": 100 * survival.standing_after(curve, 1),
                "after_10_years_percent": 100 * survival.standing_after(curve, 10),
            }
        )
    return pd.DataFrame(rows, columns=LENGTHS)


def curves(led: pd.DataFrame, *names: str) -> pd.DataFrame:
    """Return the survival curves of the named groups, all of them when none is named."""
    parts = {name: part for name, part in groups(led).items() if not names or name in names}
    drawn = [survival.curve(_watched(part)).assign(group=name) for name, part in parts.items()]
    return pd.concat(drawn, ignore_index=True) if drawn else survival.curve(_watched(led))


def key_figures(led: pd.DataFrame) -> pd.Series:
    """Return the numbers that the report says in words, NaN where there is none."""
    counts, found = _counts(led), lengths(led)
    every = found.iloc[0] if len(found) else pd.Series(dtype=object)
    parts, early = groups(led), led["date"].dt.year < TURN_YEAR
    key: dict[str, object] = {
        **counts,
        "turn_year": TURN_YEAR,
        "standing": int(led["is_standing"].sum()),
        "newest": _day(led[["date", "second_date"]].max().max()),
    }
    key |= {name: every.get(name, np.nan) for name in ("median_years", "low_years", "high_years")}
    for name, (one, other) in {"rivals": tuple(RIVALS), "eras": ERAS}.items():
        both = one in parts and other in parts
        key[f"{name}_p"] = (
            survival.difference_p(_watched(parts[one]), _watched(parts[other])) if both else np.nan
        )
    key["rivals_within_p"] = survival.difference_within_p(
        *(_pair(led[is_early]) for is_early in (early, ~early))
    )
    for name, column in RIVALS.items():
        row = found[found["leads"] == name] if len(found) else found
        key[f"{column}_median_years"] = row["median_years"].iloc[0] if len(row) else np.nan
    for words, era in zip(("early", "late"), ERAS, strict=True):
        key |= {f"{words}_{name}": n for name, n in _counts(parts.get(era, led.head(0))).items()}
    without = choices(led).query("counted.str.startswith('without')")
    ahead = int((without["russia"] > without["us"]).sum())
    key |= {"lists": len(without), "lists_russia_ahead": _of(ahead, len(without))}
    key["hangs"] = "hangs" if ahead < len(without) else "does not hang"
    margin = counts["russia"] - counts["us"]
    key["margin"] = margin if margin > 0 else np.nan
    key |= _of_the_film(led) | _of_russia(led) | _of_second_places(led)
    known = key if len(led) else dict.fromkeys(key, np.nan) | {"firsts": 0}
    return pd.Series(known, dtype=object)


def _of_the_film(led: pd.DataFrame) -> dict[str, object]:
    """Return what the film was first in, and what came before it."""
    known = led.set_index("first_id")
    film = led[led["category"] == "film"]
    key: dict[str, object] = {"film_firsts": len(film), "film_russia": _counts(film)["russia"]}
    for name, first in (("film", CHALLENGE), ("earlier", BEFORE_IT)):
        row = known.loc[first] if first in known.index else pd.Series(dtype=object)
        key[f"{name}_title"] = row.get("title", np.nan)
        key[f"{name}_who"] = row.get("who", np.nan)
        key[f"{name}_year"] = row["date"].year if "date" in row else np.nan
        key[f"{name}_when"] = row.get("when", np.nan)
        key[f"{name}_lead_years"] = row.get("lead_years", np.nan)
    fate = known["second_who"].get(CHALLENGE)
    disputed = set(known.index[known["disputed"]])
    key["film_dispute"] = DISPUTES[CHALLENGE in disputed, BEFORE_IT in disputed]
    key["film_fate"] = "that lead stands" if pd.isna(fate) else f"{fate} has followed"
    same_day = film["date"] == known["date"].get(CHALLENGE)
    key["film_flight"] = int(same_day.sum())
    key["earlier_name"] = str(key["earlier_who"]).split(" (")[0]
    curve = survival.curve(_watched(led))
    age = known["lead_years"].get(CHALLENGE, np.nan)
    key["as_old_percent"] = 100 * survival.standing_after(curve, age)
    return key


def _of_russia(led: pd.DataFrame) -> dict[str, object]:
    """Return how much of Russia's score is film: of what stands, is late, or of this decade."""
    ours = led[led["leader"] == "Russia"]
    is_film, year = ours["category"] == "film", ours["date"].dt.year
    decade = led["date"].dt.year.max() // 10 * 10
    recent, stands = year >= decade, ours["is_standing"]
    of_it = int((recent & ours["first_id"].isin(OF_CHALLENGE)).sum())
    return {
        "disputed": int(led["disputed"].sum()),
        "standing_film": _of(int((stands & is_film).sum()), int(stands.sum())),
        "late_russia_film": int(((year >= TURN_YEAR) & is_film).sum()),
        "recent_since": decade,
        "recent_challenge": _of(of_it, int(recent.sum())) if of_it else np.nan,
    }


def _of_second_places(led: pd.DataFrame) -> dict[str, object]:
    """Return how many second places are disputed, and the median lead without these.

    `longest` takes the leads that such a place ended to stand, `certain` leaves them out.
    """
    disputed, seconds = led["second_disputed"], int((~led["is_standing"]).sum())
    years = led["lead_years"].where(~disputed, led["watched_years"])
    watched = pd.DataFrame({"years": years, "is_standing": led["is_standing"] | disputed})
    every = survival.median_years(survival.curve(_watched(led)))[0]
    certain = survival.median_years(survival.curve(_watched(led[~disputed])))[0]
    return {
        "disputed_seconds": _of(int(disputed.sum()), seconds) if seconds else "no",
        "longest_median_years": survival.median_years(survival.curve(watched))[0],
        "certain_median_years": certain if disputed.any() else np.nan,
        "certain_verb": "stays at" if f"{certain:.1f}" == f"{every:.1f}" else "becomes",
    }


def _of(some: int, every: int) -> str:
    """Return a part of a whole in words.

    >>> _of(4, 4), _of(1, 4), _of(0, 4)
    ('all 4', '1 of the 4', 'none of the 4')
    """
    return f"all {every}" if some == every else f"{phrases.part(some, every)} of the {every}"


def _counts(led: pd.DataFrame) -> dict[str, int]:
    mine = {column: int((led["leader"] == name).sum()) for name, column in RIVALS.items()}
    return {"firsts": len(led)} | mine | {"others": len(led) - sum(mine.values())}


def _pair(led: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    one, other = (_watched(led[led["leader"] == name]) for name in RIVALS)
    return one, other


def _day(when: pd.Timestamp) -> str | float:
    return np.nan if pd.isna(when) else phrases.day(when)


def _watched(led: pd.DataFrame) -> pd.DataFrame:
    return led[["lead_years", "is_standing"]].set_axis(["years", "is_standing"], axis=1)
