"""Table in, figure out: one module a notebook.

One meaning, one colour, in all figures; labels stand beside what they name; nothing is computed
here that a reader could want as a number.
"""

# Safe for the colour-blind, and apart in grey by lightness or by fill.
COLOURS = {
    "report": "#14406b",  # said after the fact; success; what happened
    "forecast": "#c8553d",  # a plan, a forecast, what is derived; failure; the film among others
    "doubtful": "#8b959e",  # low confidence; all the others
    "quiet": "#c3c9cf",  # estimates without a source of their own; context
    "label": "#5b6670",  # words that stand back
    "crew": "#9fb3c8",
    "accent": "#d19a2a",  # a third thing, sparingly
    "umbra": "#3b4652",  # night on the station
    "sunlight": "#f3e6c4",  # day on the station
    "night side": "#dde2e8",  # night on the ground
    "Russia": "#c8553d",
    "United States": "#14406b",
    "other states": "#8b959e",
}
ROW_IN = 0.27  # height of a row in a chart of rows
HEAD_IN = 0.75  # and of the axis below it
