"""Filmed in Orbit: what it took to shoot a feature film in space.

What a notebook calls:
    datasets                                    the only reader of data/; records, contracts: how
                                                it checks
    codebook                                    what the tables and their columns hold
    parameters                                  the vocabulary of a notebook's parameter cell
    show, figures                               what a cell ends with: sentence, table, figure

The domain, values in, values out; constants holds every number of nature:
    claims, verdicts                            01  what was said, and whether it holds
    production, journeys, rides, money          02  what a film took
    elements, orbits, light, ground, shots,     03  what the camera could see
    windows, passes, stays, maps, drifts,
    changes
    inputs, grounds, valuation, scenarios,      04  what the next film would cost
    tickets, tradeoffs, sensitivity, backtests
    firsts, survival, states                    05  who was first
    launches, rates, comparisons, findings,
    contrasts                                   06  how often launches fail
    flights, flyers                             07  who flies
    films, returns, takings                     08  what films earn

Behind the scenes:
    refresh                                     upstream formats in, tables of data/ out
    press, media, markdown                      from notebook to published report
    phrases                                     words that sentences are put together from
    declarations, refusal                       the grammar of a parameters cell; what is refused
    cli                                         the `analysis` command
"""
