"""From the parts of a notebook to the source text of Typst, the compiler that sets the PDF.

markup     strings and calls that nothing in a notebook can break out of
draft      one report in the making: its folder, its compiler, its warnings
maths      TeX formulas
pictures   SVG, PNG, JPEG …
columns    how wide the columns of a table are
tables     tables of ours, of Markdown and of HTML
elements   headings, links, pictures in running text
markdown   Markdown cells
hypertext  raw HTML
outputs    what code cells show
cells      the cells of a notebook, into a report
report     a report in its parts, and the source they make
"""
