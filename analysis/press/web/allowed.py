"""What foreign markup may keep: everything else is dropped, whatever it is called."""


def _names(*lines: str) -> frozenset[str]:
    return frozenset(name for line in lines for name in line.split())


HTML = _names(
    "a abbr b blockquote br caption code col colgroup dd del details div dl dt em figcaption",
    "figure h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q s samp small span strong sub",
    "summary sup table tbody td tfoot th thead tr u ul var wbr",
)
HTML_ATTRIBUTES = {
    "a": _names("href title"),
    "img": _names("src alt width height"),
    "td": _names("colspan rowspan align"),
    "th": _names("colspan rowspan align scope"),
    "ol": _names("start"),
}
# The classes that the page's own prose uses, and the one by which pandas names its tables.
HTML_CLASSES = {
    "table": _names("dataframe"),
    "td": _names("n"),
    "th": _names("n"),
    "div": _names("scroll code"),
    "span": _names("absent k kn kc ow n nn nf nc nb s s1 s2 sa si sd mi mf c1 o p whole"),
}
MATHML_ATTRIBUTES = _names(
    "xmlns display mathvariant mathcolor mathsize displaystyle scriptlevel stretchy fence",
    "separator form lspace rspace movablelimits accent accentunder linethickness width height",
    "depth columnalign columnlines columnspacing rowlines rowspacing minsize maxsize",
)
SVG = _names(
    "svg g defs path rect circle ellipse line polyline polygon text tspan use clipPath mask",
    "pattern linearGradient radialGradient stop image marker",
)
# Without font-family: text takes the page's own font, so that the fonts in it serve figures too.
SVG_ATTRIBUTES = _names(
    "id d x y x1 y1 x2 y2 cx cy r rx ry dx dy width height points transform viewBox offset href",
    "preserveAspectRatio clip-path clip-rule clipPathUnits mask fill fill-opacity fill-rule",
    "opacity stroke stroke-width stroke-opacity stroke-dasharray stroke-dashoffset",
    "stroke-linecap stroke-linejoin stroke-miterlimit stop-color stop-opacity gradientUnits",
    "gradientTransform patternUnits patternTransform font-size font-weight font-style",
    "text-anchor dominant-baseline marker-start marker-mid marker-end markerWidth markerHeight",
    "orient refX refY image-rendering",
)
