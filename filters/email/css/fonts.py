"""The fonts that a document defines itself, and whether letters in them can be read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from filters.email.css.harmless import SIGNS
from filters.email.css.writing import blocks

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

FACE: Final = "@font-face"
_USUAL: Final = frozenset(
    {"font-family", "font-style", "font-weight", "font-stretch", "font-display", "src",
     "unicode-range"}
)  # fmt: skip
_ODD_SOURCE: Final = re.compile(rf"url\((?!\"?fonts\"?\))|local\([\s\"]*{SIGNS}")
"""Letters of whom nobody knows, or none."""
_OF_WORD: Final = {
    # of letters: 5 are pictures (PANOSE 2.1); Word takes what is most alike and installed
    "panose-1": re.compile(r"[0234](?:\s+\d{1,2}){9}"),
    "mso-font-charset": re.compile(r"(?!2$)\d{1,3}"),
    "mso-font-alt": re.compile(rf"(?![\s\"]*{SIGNS}).*"),
}
"""What tells Word which font stands in for one that is not installed; browsers read none of it."""
_PLAIN_NAME: Final = re.compile(r"[a-z0-9][a-z0-9 -]*")
_OF_ANY_TEXT: Final = frozenset(
    {
        "serif", "sans-serif", "monospace", "cursive", "fantasy", "system-ui", "ui-serif",
        "ui-sans-serif", "ui-monospace", "ui-rounded", "math", "emoji", "fangsong", "default",
        "times", "times new roman", "arial", "helvetica", "helvetica neue", "courier",
        "courier new", "georgia", "verdana", "tahoma", "calibri", "cambria", "aptos", "consolas",
        "segoe ui", "roboto", "google sans", "sf pro", "sf pro text", "noto sans", "noto serif",
        "dejavu sans", "dejavu serif", "liberation sans", "liberation serif",
    }
)  # fmt: skip
"""What text is set in that names no font: of browsers, and of the pages of mail programs."""
_COMPUTED: Final = re.compile(r"font(?:-family)?\s*:[^;]*\(")


@dataclass(frozen=True, slots=True)
class Fonts:
    """Names of fonts, in lower case."""

    loaded: frozenset[str] = frozenset()  # which stand in for installed ones of these names
    odd: frozenset[str] = frozenset()  # whose letters may be none, or too small
    is_any_odd: bool = False  # it is not known which text is set in such

    def may_set_odd(self, declarations: str) -> bool:
        """Whether declarations may set text in an odd font; their disguises were taken off."""
        if not self.odd:
            return False
        folded = " ".join(declarations.casefold().split())
        return any(name in folded for name in self.odd) or bool(_COMPUTED.search(folded))


_NONE: Final = Fonts()


def fonts_of(sheets: Sequence[str]) -> Fonts:
    """Return the fonts that plain style sheets define.

    >>> fonts_of(['@font-face {font-family:Brand;src:url("")}']).odd
    frozenset({'brand'})
    """
    loaded: set[str] = set()
    odd: set[str] = set()
    for declarations in _faces(sheets):
        names = {" ".join(v.strip('" ').split()) for n, v in declarations if n == "font-family"}
        if any(name == "src" for name, _ in declarations):
            loaded |= names
        if any(_is_odd(name, value) for name, value in declarations):
            odd |= names
    if not loaded and not odd:
        return _NONE
    is_any = any(name in _OF_ANY_TEXT or not _PLAIN_NAME.fullmatch(name) for name in odd)
    return Fonts(frozenset(loaded), frozenset(odd), is_any)


def _faces(sheets: Sequence[str]) -> Iterator[list[tuple[str, str]]]:
    """Yield what each definition of a font declares."""
    for sheet in sheets:
        if FACE not in sheet.lower():
            continue
        for block in blocks(sheet):
            if block.preludes and block.preludes[-1].lower().startswith(FACE):
                pairs = (each.partition(":") for each in block.declarations.casefold().split(";"))
                yield [(name.strip(), value.strip()) for name, _, value in pairs]


def _is_odd(name: str, value: str) -> bool:
    """Whether a declaration of a font may make letters of it unreadable."""
    if name == "src":
        return _ODD_SOURCE.search(value) is not None
    known = _OF_WORD.get(name)
    if known is not None:
        return known.fullmatch(value) is None
    return bool(name) and name not in _USUAL and not name.startswith("mso-")
