"""All-in tickets beside what the model puts for the same ride and stay."""

import numpy as np
import pytest

from analysis import datasets, inputs, scenarios, tickets
from analysis.scenarios import Plan
from analysis.valuation import Valuation, valued

SOURCES = inputs.Sources(
    datasets.claims(), datasets.prices(), datasets.assumptions(), datasets.films(),
    datasets.film_money(),
)  # fmt: skip
VALUATION = Valuation(2025, datasets.exchange_rates(), datasets.price_index())
ORBIT = scenarios.draws(SOURCES.inputs(VALUATION), 500, np.random.default_rng(0))["orbit"]
PLAN = Plan(2, 12, 40, 45)
SOLD = tickets.tickets(PLAN, valued(SOURCES.prices, VALUATION), ORBIT)


def test_an_axiom_ticket_for_two_is_140_million_dollars():
    # Business Insider, 2025: about 70 million dollars a ticket.
    assert SOLD["crew_mln_usd"].iloc[-1] == pytest.approx(140)


def test_a_ride_is_the_whole_cost_without_filming_and_pay():
    parts = scenarios.orbit_parts_usd(ORBIT, PLAN.crew, PLAN.days, PLAN.footage_h)
    filming = parts["Station crew's time"] + parts["Film kit"] + parts["Pay in training"]
    whole = scenarios.orbit_usd(ORBIT, PLAN.crew, PLAN.days, PLAN.footage_h)

    assert tickets.ride_usd(PLAN, ORBIT) == pytest.approx(whole - filming)


def test_tickets_below_the_median_are_counted():
    figures = tickets.ride_figures(PLAN, SOLD, ORBIT)

    assert (SOLD["crew_mln_usd"] < figures["ride_median_mln_usd"]).all()
    assert (figures["cheaper"], figures["tickets"]) == (2, 2)
    assert figures["cheaper_tickets"] == "Both of Axiom's tickets"


def test_visitors_seats_on_soyuz_were_20_to_35_million_dollars_as_printed():
    printed = Valuation(2025, datasets.exchange_rates(), datasets.price_index(), by="none")
    figures = tickets.soyuz_figures(valued(SOURCES.prices, printed))

    # Business Standard on Dennis Tito, 2001: 20 million; Universe Today, 2010: 35 million.
    assert (figures["soyuz_low_mln_usd"], figures["soyuz_high_mln_usd"]) == (20, 35)
    # Ivan Moiseev, Sputnik, 15 May 2021: an estimate of 40 million for the years to come.
    assert (figures["guess_mln_usd"], figures["guess_year"]) == (40, "2021")
    assert (figures["soyuz_first"], figures["soyuz_last"]) == ("2001", "2010")


def test_visitors_seats_on_soyuz_are_cheaper_than_every_ticket():
    figures = tickets.soyuz_figures(valued(SOURCES.prices, VALUATION))

    # Interesting Engineering, 2021: 55 million dollars; Business Insider, 2025: about 70 million.
    assert figures[["soyuz_high_mln_usd", "guess_mln_usd"]].max() < SOLD["seat_mln_usd"].min()
