"""What changed between two runs.

snapshots           what a run says: values, tables, figures
differences, since  what changed, as data and in words
side_by_side        the same as a page, with the figures of both
"""
