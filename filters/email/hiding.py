"""What keeps something in an HTML text from being seen: styles, and names that styles hide."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_COMMENT: Final = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_ESCAPE: Final = re.compile(r"\\(?:([0-9a-fA-F]{1,6})[ \t\r\n\f]?|(.))", re.DOTALL)
_BRACES: Final = re.compile(r"[{};]|[^{};]+")
_ZERO: Final = r"[+-]?(?=[.0])0{0,9}\.?0{0,9}(?:px|r?em|pt|%|v[hw]|in|cm|mm|ex|ch)?\s*(?:;|!|\Z)"
_HIDES: Final = re.compile(
    r"(?<![\w-])(?:"
    r"display\s*:\s*none|content-visibility\s*:\s*hidden"
    r"|visibility\s*:\s*(?:hidden|collapse)"
    rf"|(?:opacity|(?:max-)?(?:height|width)|zoom)\s*:\s*{_ZERO}"
    r"|color\s*:\s*transparent|clip(?:-path)?\s*:\s*(?!auto|none)\w"
    r"|(?:left|right|top|bottom|text-indent|margin(?:-\w+)?)\s*:[^;]{0,60}-\s?\d{3}"
    r"|transform\s*:[^;]{0,60}?(?:scale[xy]?\(\s?0\.?0*\s?[,)]|translate[^;]{0,60}\d{3})"
    r")",
    re.IGNORECASE,
)
_TINY: Final = re.compile(
    rf"font-size\s*:\s*(?:{_ZERO}|[01](?:\.\d{{0,9}})?(?:px|pt)\b)", re.IGNORECASE
)
_COMBINED: Final = re.compile(r"[\s>+~]+")
_NAME: Final = re.compile(r"([.#\[*]?)([\w-]+)")
_PSEUDO: Final = re.compile(r"::?[\w-]+(?:\([^()]{0,99}\))?")
_ATTRIBUTE: Final = re.compile(r"\[\s*([\w-]+)\s*(?:([~|^$*]?=)\s*[\"']?([^\"'\[\]]*)[\"']?)?\s*\]")
_EVERYTHING: Final = "*"
_MAX_SHEET: Final = 100_000
_MAX_PARTS: Final = 100


@lru_cache(maxsize=256)
def hides(style: str) -> bool:
    """Whether these declarations keep from being seen what they are about.

    >>> hides("display:/**/none"), hides("display:block; max-width: 600px")
    (True, False)
    """
    return _HIDES.search(_plain(style)) is not None


def is_tiny(style: str) -> bool:
    """Whether these declarations make text too small to read, where nothing inside undoes it."""
    return _TINY.search(_plain(style)) is not None


@lru_cache(maxsize=16)  # mailings repeat their style sheet
def hidden_names(sheet: str) -> frozenset[str]:
    """Return the classes (".x"), ids ("#x"), tags and attributes ("[x") that a style sheet hides.

    "*" is everything, "*x" all with x in their name. Names rather than selectors, so that it is
    more than what is really hidden. What only some screens hide does not count.

    >>> sorted(hidden_names("td.a, p > b {display:none} h1 {color:red}"))
    ['.a', 'b']
    """
    names: set[str] = set()
    for selector, is_conditional in _hiding_selectors(_plain(sheet[:_MAX_SHEET])):
        if not is_conditional:
            names.update(filter(None, map(_name, selector.split(","))))
    if sum(name.startswith("*") for name in names) > _MAX_PARTS:
        return frozenset({_EVERYTHING})  # who hides by so many parts of names hides what he likes
    return frozenset(names)


def is_hidden(tag: str, attributes: Mapping[str, str | None], names: frozenset[str]) -> bool:
    """Whether an element is kept from being seen by its own style or by one of the names."""
    if "hidden" in attributes or hides(attributes.get("style") or ""):
        return True
    if not names:
        return False
    classes = (attributes.get("class") or "").lower()
    named = (attributes.get("id") or "").lower()
    own = {_EVERYTHING, tag, "#" + named, *map("[{}".format, attributes)}
    own.update(map(".{}".format, classes.split()))
    if not names.isdisjoint(own):
        return True
    return any(part in classes or part in named for part in _parts(names))


@lru_cache(maxsize=16)  # of one page, at every element of it; a frozenset keeps its hash
def _parts(names: frozenset[str]) -> tuple[str, ...]:
    """Return what hides as a part of a class or id."""
    return tuple(name[1:] for name in names if name.startswith("*") and name != _EVERYTHING)


def _hiding_selectors(sheet: str) -> Iterator[tuple[str, bool]]:
    """Yield the selectors of the rules that hide, and whether an at-rule is around each."""
    before, opened = "", list[str]()
    for match in _BRACES.finditer(sheet):
        text = match[0]
        if text == "{":
            opened.append(before.strip().lower())
            before = ""
        elif text == "}":
            selector = opened.pop() if opened else ""
            if not selector.startswith("@") and hides(before):
                yield selector, any(each.startswith("@") for each in opened)
            before = ""
        elif opened and not opened[-1].startswith("@"):
            before += text
        else:
            before = "" if text == ";" else text


def _name(selector: str) -> str:
    """Return what the last element of a selector is told by: its class or id, else its tag."""
    plain = _PSEUDO.sub("", _ATTRIBUTE.sub(_as_name, selector)).strip()
    named = _NAME.findall(_COMBINED.split(plain)[-1])
    if not named:
        return _EVERYTHING if selector.strip() else ""
    return "".join(named[-1])


def _as_name(match: re.Match[str]) -> str:
    """Write a condition on an attribute as the class or id it asks for, else as "[attribute"."""
    attribute, operator, wanted = match.groups()
    if attribute not in ("class", "id") or _NAME.fullmatch(wanted or "") is None:
        return "[" + attribute
    if operator in ("=", "~="):
        return ("." if attribute == "class" else "#") + wanted
    return "*" + wanted  # it is enough that this is a part of it


def _plain(css: str) -> str:
    """Return CSS without comments and escapes."""
    plain = _COMMENT.sub("", css) if "/*" in css else css
    return _ESCAPE.sub(_unescaped, plain) if "\\" in plain else plain


def _unescaped(match: re.Match[str]) -> str:
    if match[1] is None:
        return match[2]
    number = int(match[1], 16)
    return chr(number) if number < 0x110000 else "\ufffd"  # noqa: PLR2004 - the end of Unicode
