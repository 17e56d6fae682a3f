"""Properties of CSS with the values that hide nothing: of boxes, and of letters."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

_LENGTH: Final = (
    r"(?:\+?(?:(?:1?\d{1,2}(?:\.\d+)?|\.\d+)(?:px|pt)?|(?:\d(?:\.\d+)?|\.\d+)r?em"
    r"|1?\d(?:\.\d+)?%|(?:[01](?:\.\d+)?|\.\d+)in|\d(?:\.\d+)?cm)|auto)"
)
_LENGTHS: Final = rf"{_LENGTH}(?:\s+{_LENGTH}){{0,3}}"
_MARGIN: Final = rf"(?:{_LENGTH}|-\d(?:\.\d+)?px)"
_WIDE: Final = r"(?:[6-9]\d|\d{3}|1000)(?:\.\d+)?(?:px|pt)?|(?:[2-9]\d|100)(?:\.\d+)?%"
_WIDEST: Final = rf"{_WIDE}|1\d{{3}}(?:px|pt)?"
_NO_WIDER: Final = (
    r"auto|none|(?:\d{1,3}|1000)?(?:\.\d+)?(?:px)?|(?:\d{1,2}|100)(?:%|vw)|[1-5]?\dem"
)
_DRAWN: Final = r"[a-z]+|#[0-9a-f]{3,8}|rgba?\([\d., %]*\)|[\s,]"
_LINE: Final = rf"(?:{_DRAWN}|\d{{1,2}}(?:\.\d+)?(?:px|pt|r?em)?(?![\w.]))*"
_SHADOW: Final = (
    rf"(?:{_DRAWN}|-?\d(?:\.\d+)?(?:px)?(?![\w.]))*"
    r"|[\d\s.px-]*rgba\([\d\s,]+,\s*0?\.[0-4]\d*\s*\)"
)
_WORDS: Final = r"[a-z -]*"
_ANY: Final = r".*"
SIGNS: Final = r"(?:\w*dings\b|zapf ?dingbats|symbol\b|marlett|mt extra)"
"""Names of fonts whose letters are none."""
_NO_SIGNS: Final = rf'(?!(?:.*,)?[\s"]*{SIGNS}).*'
_INSTEAD: Final = "inherit|initial|unset"  # of what is around, or of nothing at all
_SIDES: Final = ("top", "right", "bottom", "left")


def _table(*rows: tuple[str, str]) -> Mapping[str, re.Pattern[str]]:
    """Turn rows of a pattern and properties into the harmless values of each property."""
    return {
        name: re.compile(rf"(?:{pattern}|{_INSTEAD})", re.DOTALL)
        for pattern, names in rows
        for name in names.split()
    }


def _of_sides(box: str, *ends: str) -> str:
    return " ".join(f"{box}-{side}{end}" for side in _SIDES for end in ends)


OF_BOXES: Final = _table(
    (rf"{_MARGIN}(?:\s+{_MARGIN}){{0,3}}", "margin"),
    (_LENGTHS, "padding border-spacing"),
    (_MARGIN, _of_sides("margin", "")),
    (_LENGTH, _of_sides("padding", "")),
    (_LINE, "border border-color border-width border-style border-collapse "
     + _of_sides("border", "", "-color", "-width", "-style")),
    ("[^(]*", ("border-radius -webkit-border-radius -moz-border-radius border-top-left-radius"
     " border-top-right-radius border-bottom-left-radius border-bottom-right-radius content")),
    (_SHADOW, ("outline outline-width outline-color outline-style box-shadow -webkit-box-shadow"
     " -moz-box-shadow")),
    (rf"auto|{_WIDE}", "width"),
    (rf"none|{_WIDEST}", "max-width"),
    (_NO_WIDER, "min-width"),
    (r"auto|none|1?\d{0,3}(?:\.\d+)?(?:px|%|v[hw]|em)?", "min-height"),
    ("block|inline|inline-block|list-item|(?:inline-)?table|table-(?:row|cell|(?:row|header|footer)-group)",
     "display"),
    ("static|relative", "position"),
    (f"none|{_SHADOW}", "text-shadow"),
    ("none|underline", "text-decoration text-decoration-line"),
    (r"auto|from-font|(?:[01](?:\.\d)?|\.\d|2)px|0?\.(?:0\d|1)em|(?:\d|1[0-2])%",
     "text-decoration-thickness"),
    ("normal|embed|isolate", "unicode-bidi"),
    (r"auto|0(?:px|%)?", "top right bottom left inset"),
    (r"auto|\d{1,9}", "z-index"),
    (r"1(?:\.0*)?", "opacity"),
    ("auto|all|visiblepainted", "pointer-events"),
    ("auto", "clip"),
    ("1|100%|normal", "zoom"),
    ("0(?:px)?", "-webkit-text-stroke -webkit-text-stroke-width"),
    ("normal|visible", "visibility mix-blend-mode content-visibility"),
    ("none", ("float clip-path filter mask mask-image transform translate scale rotate animation"
     " contain offset-path backdrop-filter perspective -webkit-transform -webkit-filter"
     " -moz-transform -ms-transform -o-transform -webkit-animation -webkit-mask mso-hide")),
    ("(?:flex-)?start|left|center|space-(?:between|around|evenly)|normal|stretch|baseline",
     "justify-content align-items"),
    (_WORDS, ("vertical-align text-align clear table-layout box-sizing -webkit-box-sizing"
     " -moz-box-sizing caption-side empty-cells")),
    ("none|auto|100%", ("text-size-adjust -webkit-text-size-adjust -ms-text-size-adjust"
     " -moz-text-size-adjust")),
    (_ANY, ("cursor list-style list-style-type list-style-position orphans widows page-break-before"
     " page-break-after page-break-inside break-before break-after break-inside"
     " -webkit-font-smoothing -moz-osx-font-smoothing -moz-font-smoothing font-smoothing"
     " text-rendering appearance -webkit-appearance transition -webkit-transition -moz-transition"
     " -o-transition -ms-interpolation-mode interpolation-mode"
     " -webkit-tap-highlight-color background-size background-position background-repeat"
     " background-attachment user-select -webkit-user-select -moz-user-select touch-action"
     " -webkit-nbsp-mode -webkit-line-break page size quotes text-decoration-color"
     " text-decoration-style text-justify text-underline-offset text-underline-position"
     " text-autospace text-underline")),
    (r"(?!.*(?:\d{4}|(?<![\d.])(?:[5-9]\d\d|\d\d(?:\.\d*)?(?:in|cm)))).*",
     "tab-interval tab-stops"),
)  # fmt: skip
"""Of all others each may hide what is inside, whatever that says itself."""

OF_LETTERS: Final = _table(
    (r"normal|0(?:px|pt|em)?|\d(?:\.\d+)?(?:px|pt)|-?0?\.(?:\d+px|[0-6]\d*pt|0[0-4]\d*em)|0?\.\d+em",
     "letter-spacing word-spacing"),
    (r"0(?:px|pt|in|cm)?|\d{1,2}(?:\.\d+)?(?:px|pt)|[01]?\.\d+in|[0-2]\.\d+cm", "text-indent"),
    ("normal|pre-wrap|pre-line|nowrap", "white-space"),
    ("ltr|rtl", "direction"),
    ("none", "background-image"),
    ("currentcolor", "-webkit-text-fill-color"),
    ("border-box|padding-box", "background-clip"),
    ("[0-8]", "tab-size -moz-tab-size"),
    (_WORDS, ("font-style font-variant text-transform word-break word-wrap overflow-wrap hyphens"
     " -webkit-hyphens -ms-hyphens -moz-hyphens line-break -ms-word-break")),
    (r"[1-9]\d{2,3}|[a-z]+", "font-weight"),
    ("normal|(?:only )?light(?: only)?|light dark|dark light", "color-scheme"),
    (_NO_SIGNS, "font-family"),
    (_ANY, ("supported-color-schemes font-feature-settings font-variant-caps"
     " font-variant-ligatures font-kerning text-align-last")),
)  # fmt: skip
"""What is inside undoes these by setting them itself."""

ONLY_INSIDE: Final = frozenset(
    {
        "display", "opacity", "clip", "clip-path", "width", "max-width", "min-width",
        "min-height", "visibility", "content-visibility", "mask", "mask-image", "-webkit-mask",
        "text-overflow", "mso-hide", "content", "line-clamp", "-webkit-line-clamp", "object-fit",
        "pointer-events",
        "border-spacing", "vertical-align", "zoom", "z-index", "float", "columns", "column-count",
        "min-inline-size", "max-inline-size",
        "text-size-adjust", "-webkit-text-size-adjust", "-ms-text-size-adjust",
        *_of_sides("padding", "").split(), "padding", "speak", "behavior", "will-change",
        "-webkit-text-fill-color", "border", "border-width", "flex-wrap",
        "flex", "flex-direction", "-webkit-box-orient",
        "object-position", "fill", "stroke", "-webkit-text-stroke", "text-shadow", "unicode-bidi",
        "text-decoration", "text-decoration-line",
        "text-decoration-thickness", "-webkit-background-clip", "gap", "grid-template-columns",
        "align-content", "align-self", "order", "flex-grow", "flex-shrink", "flex-basis",
    }
)  # fmt: skip
"""What of the rest hides at most its own element: nothing beside it is covered."""
