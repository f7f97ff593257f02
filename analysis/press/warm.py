"""Imported by the process from which workers are forked, so that none imports again.

It imports, compiles templates and opens fonts. It sets no page: Typst keeps threads from its first
page on, and they do not survive a fork.
"""

import contextlib
import gc
import importlib

from analysis.press import html
from analysis.press.web import webfonts

# What is otherwise imported where it is first used, in the order of use.
for name in (
    "analysis.press.execute",
    "analysis.press.gallery",
    "analysis.press.typeset.printing",
    "analysis.press.typeset.hypertext",
    "analysis.press.sheets",
    "analysis.parameters",  # the words of the parameter cells, and pandas behind them
    "latex2mathml.converter",
    "tex2typst",
    "tylax",
    "PIL.PngImagePlugin",
    "pygments.lexers.python",
    "pygments.formatters.html",
):
    with contextlib.suppress(ImportError):
        importlib.import_module(name)

html.exporter().template  # noqa: B018 - it is compiled when it is first asked for
webfonts.style("A")

# A collection would touch, and so copy, memory that workers share.
gc.collect()
gc.freeze()
