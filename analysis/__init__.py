"""Filmed in Orbit: what it took to shoot a feature film in space.

constants                                    numbers of nature, each with its source
datasets                                     the only reader of data/
parameters                                   the vocabulary of a notebook's parameter cell
claims, flights, money, production, rides    the domain: values in, values out
show, figures                                what a cell ends with: sentence, table, figure
refresh                                      upstream formats in, tables of data/ out
press                                        from notebook to published report
cli                                          the `analysis` command
"""
