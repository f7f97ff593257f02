"""From the parts of a notebook to the source text of Typst, the compiler that sets the PDF.

sound        any notebook, its fields in the shape that the format asks for
markup       strings and calls that nothing in a notebook can break out of
paper        the measures of the page
draft        one report in the making: its folder, its compiler, its warnings
maths        TeX formulas
speech       the same in words, for those who listen
pictures     SVG, PNG, JPEG …
letters      how wide text is
shares       how columns share the width of a page
columns      how wide the columns of a table are, and how large its letters
tables       tables of ours, of Markdown and of HTML
styles       colours and weights of HTML
elements     headings, links, pictures in running text
quotes       quotation marks of prose
callouts     notes and warnings set apart
markdown     Markdown cells
hypertext    raw HTML
terminal     coloured text
outputs      what code cells show
attachments  files inside the PDF: data of tables, manifest
colophon     until when the data reach, and how the report was made
cells        the cells of a notebook, into a report
report       a report in its parts, and the source they make
signs        what no font has
marks        what the pages of a layout say of figures and tables
blocks       how high these are, in their parts
pagination   where they go on their pages
floats       figures and short tables that text flows past
printing     from a notebook to its PDF
"""
