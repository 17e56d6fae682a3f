"""The rules of a document's style sheets, and which of them may touch an element."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from filters.email.css.effects import NOTHING, Doing, Effects, effects_of, together
from filters.email.css.fonts import FACE, Fonts, fonts_of
from filters.email.css.names import SCHEMES
from filters.email.css.writing import Block, blocks, plain

if TYPE_CHECKING:
    from collections.abc import Iterator

_POINTED_AT: Final = re.compile(r":(?:hover|active|focus(?:-within|-visible)?)(?![\w-])")
_BESIDE: Final = re.compile(r"::?(?:before|after)(?![\w-])")
_NEVER_OURS: Final = re.compile(
    r"::(?:-webkit-|-moz-|-ms-)?(?:selection|placeholder|input-placeholder|scrollbar[\w-]*"
    r"|focus-inner|(?:search|inner|outer|calendar|file|date)-[\w-]+|backdrop)"
    r"|:-(?:moz|ms|webkit)-(?:input-)?placeholder"
)
_OF_A_PART: Final = re.compile(r"::[\w-]+|:first-(?:line|letter)")
_OF_PSEUDO: Final = re.compile(r"::?[\w-]+(?:\([^()]*\))?")
_ATTRIBUTE: Final = re.compile(r"\[\s*([\w-]+)\s*(?:([~|^$*]?=)\s*\"?([^\"\]]*)\"?[^\]]*)?\]")
_PART: Final = re.compile("\x01([^\x01]*)\x01")
_NAME: Final = re.compile(r"[.#\[]?[\w\ue000-\ue07f-]+")
_SIMPLE: Final = re.compile(r"(?:[a-z][a-z0-9]*)?(?:[.#]-?[a-z_][a-z0-9_-]*)*")
_VALID: Final = re.compile(
    r"(?:\*|[a-z][a-z0-9]*)?(?:[.#]-?[a-z_][a-z0-9_-]*|::?(?:before|after)"
    r"|:(?:root|link|visited|hover|active|focus|first-child|last-child|first-letter|first-line))*",
    re.IGNORECASE,
)
_COMPOUND: Final = re.compile(r"\s*[>+~]\s*|\s+")
_SIBLING: Final = re.compile(r"[+~]")
_COMBINED: Final = re.compile(r"[\s>]+")
_DARK: Final = re.compile(
    r"@media\s+(?:(?:only\s+)?screen\s+and\s*)?\(\s*prefers-color-scheme\s*:\s*dark\s*\)"
)
_FONTS_LOADED: Final = re.compile(r"@import\s+(?:url\(\s*)?\"?fonts[\"\s);]*")
_SCHEME: Final = re.compile(r"(?<![\w-])color-scheme\s*:([^;}]*)")
_OVER_OTHERS: Final = Doing.COVER | Doing.PUSH
_MAX_SHEET: Final = 100_000
_MAX_RULES: Final = 4000
_MAX_NESTING: Final = 30  # blocks in each other
_MAX_ALIKE: Final = 300  # rules that each element of a kind is held against


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One selector, by the names that it asks for, and what its declarations do."""

    own: frozenset[str] = frozenset()  # of the element: "td", ".class", "#id", "[attribute"
    part: str = ""  # what its class or id has in it
    around: frozenset[str] = frozenset()  # of the elements around it
    is_sure: bool = False  # it touches whatever has these names
    is_dark: bool = False  # it holds in a dark mode only
    is_beside: bool = False  # of what stands before or after the text of the element
    is_of_part: bool = False  # of a line or a letter of it, or of what else no style of it reaches
    effects: Effects


Rules = Mapping[str, tuple[Rule, ...]]
"""By one of the names that each asks for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """All style sheets of a document."""

    rules: Rules = field(default_factory=dict)
    of_boxes: Rules = field(default_factory=dict)  # those that may do more than colour letters
    with_room: tuple[Rule, ...] = ()  # those that put something between others, or pull it back
    is_open: bool = False  # it says more than can be read here
    covering: tuple[Rule, ...] = ()  # those that lay something over others, or push it away
    lifts: bool = False  # something in front of our own elements
    moves: bool = False  # what follows far away
    fonts: Fonts = field(default_factory=Fonts)  # which it defines itself
    has_dark: bool = False  # something of its own for a dark mode
    schemes: frozenset[str] = frozenset()  # "light", "dark": which the document is made for


def touching(rules: Rules, own: frozenset[str], around: frozenset[str]) -> list[Rule]:
    """Return the rules that may touch an element with these names, in one with those around."""
    if not rules:
        return []
    named = " ".join(name for name in own if name[0] in ".#")
    return [
        rule
        for name in ("", *own)
        for rule in rules.get(name, ())
        if rule.own <= own and rule.around <= around and rule.part in named
    ]


_ENDLESS: Final = Sheet(is_open=True)


@lru_cache(maxsize=16)  # mailings repeat their style sheets
def sheet(*texts: str) -> Sheet:
    """Return the rules of style sheets, but for those that hide nothing and set no quantity.

    >>> [sorted(rule.own) for rule in sheet("p.a {opacity:0} b {margin:0}").rules[".a"]]
    [['.a', 'p']]
    """
    if sum(map(len, texts)) > _MAX_SHEET:
        return _ENDLESS
    plainly = tuple(map(plain, texts))
    found = _Reading(fonts_of(plainly))
    for written in plainly:  # one by one: what one leaves open ends with it
        found.schemes.update(*map(str.split, _SCHEME.findall(written.lower())))
        for block in blocks(written):
            found.add(block)
            if len(found.rules) > _MAX_RULES or len(block.preludes) > _MAX_NESTING:
                return _ENDLESS
    rules = _by_name(found.rules)
    if any(len(alike) > _MAX_ALIKE for alike in rules.values()):
        return _ENDLESS
    doing = together(rule.effects for rule in found.rules)
    return Sheet(
        rules=rules,
        of_boxes=_by_name([rule for rule in found.rules if _is_of_boxes(rule)]),
        with_room=tuple(
            rule for rule in found.rules if rule.effects.height or rule.effects.pulls
        ),
        covering=tuple(rule for rule in found.rules if rule.effects.doing & _OVER_OTHERS),
        is_open=found.is_open,
        lifts=Doing.LIFT in doing, moves=bool(doing & (Doing.PUSH | Doing.PULL)),
        fonts=found.fonts,
        has_dark="dark" in found.schemes or any(rule.is_dark for rule in found.rules),
        schemes=frozenset(found.schemes),
    )  # fmt: skip


def _is_of_boxes(rule: Rule) -> bool:
    done = rule.effects
    return rule.is_of_part or bool(done.hiding or done.doing or done.moves)


class _Reading:
    """What was found in a style sheet so far."""

    def __init__(self, fonts: Fonts) -> None:
        self.rules: list[Rule] = []
        self.fonts = fonts
        self.schemes: set[str] = set()
        self.is_open = False

    def add(self, block: Block) -> None:
        """Add what stands in one block."""
        if not block.preludes:
            statement = block.declarations.lower()
            is_import = statement.startswith("@import")
            self.is_open |= is_import and not _FONTS_LOADED.fullmatch(statement)
            # then no tag of a rule is one of this document
            self.is_open |= statement.startswith("@namespace")
            return
        conditions = [prelude.lower() for prelude in block.preludes if prelude[:1] == "@"]
        selectors = [prelude for prelude in block.preludes if prelude[:1] != "@"]
        if conditions and conditions[-1].startswith(FACE):
            return
        if not any("keyframes" in condition for condition in conditions):
            done = effects_of(block.declarations) if block.declarations else NOTHING
            if self.fonts.may_set_odd(block.declarations):
                done = replace(done, doing=done.doing | Doing.SPOIL)
            if done != NOTHING:
                self._add_rules(selectors, conditions, done)

    def _add_rules(self, preludes: list[str], conditions: list[str], done: Effects) -> None:
        is_dark = any(map(_DARK.fullmatch, conditions))
        is_certain = len(conditions) == is_dark and len(preludes) == 1 and _is_valid(preludes[0])
        # a rule within another one may be about anything
        selectors = _selectors(preludes[0]) if len(preludes) == 1 else [""] * bool(preludes)
        for selector in selectors:
            rule = _rule(selector, done, is_dark=is_dark)
            self.rules.append(rule if is_certain else replace(rule, is_sure=False))


def _is_valid(prelude: str) -> bool:
    """Whether a list of selectors is surely one: a browser drops all of it for one fault."""
    return all(
        compound and _VALID.fullmatch(compound)
        for selector in prelude.split(",")
        for compound in _COMPOUND.split(selector.strip())
    )


def _selectors(prelude: str) -> Iterator[str]:
    """Yield the selectors that need nobody to point at the element."""
    plainly = _OF_PSEUDO.sub(_marked, prelude) if ":" in prelude else prelude
    for selector in plainly.split(","):
        if "!" not in selector:
            yield selector.strip()


def _marked(match: re.Match[str]) -> str:
    """Write pseudo-classes and -elements by what they mean here."""
    pseudo = match[0].lower()
    if _POINTED_AT.fullmatch(pseudo) or _NEVER_OURS.fullmatch(pseudo):
        return "!"
    if _BESIDE.fullmatch(pseudo):
        return "^"
    if _OF_A_PART.fullmatch(pseudo):
        return "%"
    is_alone = match.string[: match.start()][-1:] in ("", " ", ",", "\n", ">")
    return "html" if is_alone and match[0] == ":root" else "?"


def _rule(selector: str, done: Effects, *, is_dark: bool) -> Rule:
    """Return what a selector asks for, as far as it is surely asked for."""
    plainly = _ATTRIBUTE.sub(_as_name, selector.lower())
    if "(" in plainly:  # one in another: what it asks for is not read here
        return Rule(effects=done, is_dark=is_dark)
    *beside, siblings = (_COMBINED.split(each.strip()) for each in _SIBLING.split(plainly))
    *outer, last = siblings
    for *around, _ in beside:  # what is around one of them is around all that are beside it
        outer += around
    part = _PART.search(last)
    return Rule(
        own=frozenset(_NAME.findall(_PART.sub("", last))), part=part[1] if part else "",
        around=frozenset(name for each in outer for name in _NAME.findall(_PART.sub("", each))),
        is_sure=bool(selector) and _SIMPLE.fullmatch(selector) is not None, is_dark=is_dark,
        is_beside="^" in last, is_of_part="%" in last, effects=done,
    )  # fmt: skip


def _as_name(match: re.Match[str]) -> str:
    """Write a condition on an attribute as the name that it asks for, or a part of one."""
    attribute, operator, wanted = match.groups()
    if attribute == "href" and operator == "^=" and wanted.strip("_") in SCHEMES:
        return "[href-" + wanted.strip("_")
    if attribute not in ("class", "id") or not _NAME.fullmatch(wanted or ""):
        return "[" + attribute
    if operator in ("=", "~="):
        return ("." if attribute == "class" else "#") + wanted
    return f"\x01{wanted}\x01"


def _by_name(rules: list[Rule]) -> dict[str, tuple[Rule, ...]]:
    """Sort rules by one of the names that each asks for, the rarest kind first."""
    sorted_by_name: dict[str, list[Rule]] = {}
    for rule in rules:
        name = min(rule.own, key=_is_tag, default="")
        sorted_by_name.setdefault(name, []).append(rule)
    return {name: tuple(found) for name, found in sorted_by_name.items()}


def _is_tag(name: str) -> bool:
    return name[0].isalnum()
