"""Notebooks and reports side by side, for those who write.

menu, jupyter       our formats in JupyterLab's own menu; what JupyterLab reads at its start
previews, listening a page that follows a notebook as it is saved
scratch             copies of published reports to work in
"""
