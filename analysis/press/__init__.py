"""From notebook to published report.

parameters     reads and checks a notebook's parameter cell
editions       reads reports/editions.yml
execute        papermill: one notebook, its values, a fresh kernel
html, pdf      nbconvert exporters
publish        builds an edition and puts its files in place at once
cli            the `analysis` command
"""


class PressError(Exception):
    """Something asked of the press cannot be done; the message says what, where, and what can."""
