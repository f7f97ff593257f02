"""TeX formulas in Typst: two converters, each result compiled before it is believed."""

import re
from collections.abc import Callable

import tex2typst
import tylax

from analysis.press.typeset import macros
from analysis.press.typeset.draft import Draft
from analysis.press.typeset.markup import call, content, literal
from analysis.press.typeset.speech import spoken

# As in JupyterLab, but "$5 and $10" is money: no blank inside the dollars, no figure after them.
INLINE = (
    r"\$\$(?P<wide>[\s\S]+?)\$\$"
    r"|\$(?![\s$])(?P<narrow>(?:[^$\\]|\\[\s\S])+?)(?<![\s\\])\$(?!\d)"
    r"|\\\\\((?P<round>[\s\S]+?)\\\\\)"
)
# What stands between braces, with one pair of braces in it at most.
_GROUP = r"((?:[^{}\\]|\\.|\{[^{}]*\})*?)"
_WORDS = re.compile(rf"\\text(?:rm|it|bf|normal)?\{{{_GROUP}\}}")
# What the converters misread or do not need, in the order in which it is mended.
_MENDED = (
    (re.compile(r"^\\begin\{(equation|displaymath|math)\*?\}(.*)\\end\{\1\*?\}$", re.S), r"\2"),
    (
        re.compile(r"\\(begin|end)\{(?:align|gather|multline|eqnarray|split|flalign)\*?\}"),
        r"\\\1{aligned}",
    ),
    (
        re.compile(
            r"\\(?:[bB]igg?[lrm]?(?![a-zA-Z])|(?:(?:no)?limits|(?:display|text)style)(?![a-zA-Z]))"
        ),
        "",
    ),
    (re.compile(r"\\(?:nonumber|notag|hline)(?![a-zA-Z])|\\label\{[^{}]*\}"), ""),
    # A formula's own number stands after its line, not at the margin.
    (re.compile(r"\\tag\*\{([^{}]*)\}((?:(?!\\\\|\\end).)*)", re.S), r"\2\\qquad\\text{\1}"),
    (re.compile(r"\\tag\{([^{}]*)\}((?:(?!\\\\|\\end).)*)", re.S), r"\2\\qquad\\text{(\1)}"),
    (re.compile(r"\\operatorname\*?\{([^{}]*?)\\,([^{}]*)\}"), r"\\operatorname{\1 \2}"),
    (re.compile(r"\\textbf\{([^{}]*)\}"), r"\\mathbf{\\text{\1}}"),
    (re.compile(r"\\textit\{([^{}]*)\}"), r"\\mathit{\\text{\1}}"),
    (re.compile(r"\\(?:mbox|text(?:rm|sf|tt|sc|normal))(?=\{)"), r"\\text"),
    (re.compile(r"\\(?:eq)?ref\{([^{}]*)\}"), r"\\text{(\1)}"),
    (re.compile(r"\\(La)?TeX(?![a-zA-Z])"), r"\\text{\1TeX}"),
    # Plain TeX's own ways, which MathJax still reads.
    (re.compile(rf"\{{{_GROUP}\\over(?![a-zA-Z]){_GROUP}\}}"), r"{\\frac{\1}{\2}}"),
    (re.compile(rf"\{{{_GROUP}\\choose(?![a-zA-Z]){_GROUP}\}}"), r"{\\binom{\1}{\2}}"),
    (re.compile(rf"\{{\s*\\(rm|bf|it|sf|tt|cal)(?![a-zA-Z]){_GROUP}\}}"), r"{\\math\1{\2}}"),
    (re.compile(r"\\(?:rm|bf|it|sf|tt|middle)(?![a-zA-Z])|\\require\{\w*\}"), ""),
    (re.compile(r"\\Bbb(?![a-zA-Z])"), r"\\mathbb"),
    (re.compile(r"\\(?:bm|pmb)(?![a-zA-Z])"), r"\\boldsymbol"),
    (re.compile(r"\\mathrm\{([;,])\}"), r"\1"),
    (re.compile(r'"'), "”"),  # as TeX sets it
)
# Words and boxes in which a converter begins a formula anew.
_INNER = re.compile(r"\[\$[^$\[\]]*\$\]")
_ALIGNED = re.compile(r"\\begin\{aligned\}(.*?)\\end\{aligned\}", re.S)


def formula(draft: Draft, tex: str, block: bool = False) -> str:
    """Return the formula, read out as its TeX; unreadable TeX prints as it is, with a warning."""
    bare = macros.learned(" ".join(tex.split()), draft.macros)
    if tex.strip() and not bare:
        return ""  # it only defines commands
    end = "\n\n" if block else ""
    alt = literal(spoken(bare) or bare)
    simple = simplified(macros.expanded(bare, draft.macros))
    for converter in (tex2typst.tex2typst, tylax.latex_to_typst) if _balanced(simple) else ():
        body = _converted(converter, simple)
        # In line, a blank inside the dollars would set the formula on a line of its own.
        math = f"$ {body} $" if block else f"${body}$"
        markup = call("math.equation", math, block="true" if block else None, alt=alt)
        if body and "$" not in _INNER.sub("", body) and draft.doubt(markup) is None:
            # A short formula in line stays in one piece.
            return markup + end if block or len(bare) > 24 else call("box", content(markup))
    draft.warn(f"the formula {bare!r} is printed as TeX, because no converter could read it.")
    return call("raw", literal(bare), block="true" if block else None) + end


def _converted(converter: Callable[[str], str], tex: str) -> str:
    try:
        return converter(tex).strip()
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException:  # errors of many kinds, and the panics of Rust are no Exception
        return ""


def simplified(tex: str) -> str:
    r"""Return ``tex`` in the part of TeX that the converters read well.

    >>> print(simplified(r"\begin{equation*} \bigl( x \bigr) \label{a} \end{equation*}"))
    ( x  )
    """
    tex = _WORDS.sub(_without_inner_formulas, tex)
    for pattern, mended in _MENDED:
        tex = pattern.sub(mended, tex.strip())
    if _ALIGNED.fullmatch(tex):
        return tex
    # Lines aligned inside a larger formula would drop below the rest of it.
    return _ALIGNED.sub(r"\\begin{array}{rl}\1\\end{array}", tex).strip()


def _without_inner_formulas(words: re.Match[str]) -> str:
    """Return words of a formula with the formulas inside them as parts of the outer one."""
    parts = words[1].split("$")
    if len(parts) % 2 == 0 or len(parts) == 1:
        return words[0]
    return "".join(part if n % 2 else rf"\text{{{part}}}" for n, part in enumerate(parts) if part)


def _balanced(tex: str) -> bool:
    bare = re.sub(r"\\.", "", tex)
    return bare.count("{") == bare.count("}") and "$" not in bare
