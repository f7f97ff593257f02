"""What the HTML exporter is made of: prose, pictures, tables, fonts and colours of a web page.

Each takes values and returns markup that is safe to put into a page as it stands.
"""
