"""The measures of the printed page, for those who reckon with them and for the template."""

PAPER_MM = 210.0, 297.0  # A4
TOP_MM, BOTTOM_MM, SIDE_MM = 27.0, 25.0, 22.5  # margins
WIDE_MM = 165.0  # of figures and tables
LETTERS_PT, SECTION_PT = 10.25, 14.0  # of text, and of the heading of a section
# Space around figures and tables, above the colophon and above a heading, in letters of each.
AROUND_EM, COLOPHON_ABOVE_EM, SECTION_ABOVE_EM = 2.0, 2.2, 2.1
LONG_TABLE_MM = 38.0  # what one that goes over the end of a page needs on the first


def pt(length_mm: float) -> float:
    """Return millimetres in points.

    >>> pt(25.4)
    72.0
    """
    return length_mm / 25.4 * 72


def template() -> str:
    """Return the measures as the template imports them."""
    measures = {
        "top": f"{TOP_MM}mm",
        "bottom": f"{BOTTOM_MM}mm",
        "margin": f"{SIDE_MM}mm",
        "full-width": f"{WIDE_MM}mm",
        "letters": f"{LETTERS_PT}pt",
        "section-letters": f"{SECTION_PT}pt",
        "around": f"{AROUND_EM * LETTERS_PT}pt",
        "colophon-above": f"{COLOPHON_ABOVE_EM * LETTERS_PT}pt",
        "section-above": f"{SECTION_ABOVE_EM}em",
        "long-table": f"{LONG_TABLE_MM}mm",
    }
    return "".join(f"#let {name} = {value}\n" for name, value in measures.items())
