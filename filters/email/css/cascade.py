"""Which values an element's quantities may have: by its attributes, its style, style sheets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from filters.email.css.hints import hints, links
from filters.email.css.quantities import Quantity, Times, Word

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from filters.email.css.colours import Colour
    from filters.email.css.effects import Effects
    from filters.email.css.quantities import Value
    from filters.email.css.sheet import Rule

_OF_TAGS: Final = {
    "h1": Times(2), "h2": Times(1.5), "h3": Times(1.17), "h4": Times(1), "h5": Times(0.83),
    "h6": Times(0.67), "small": Times(1 / 1.2), "big": Times(1.2), "code": Times(13 / 16),
    "tt": Times(13 / 16), "pre": Times(13 / 16),
}  # fmt: skip
"""How large letters are where only the browser sets them (HTML 15.3)."""
_INHERITED, _OF_BROWSER, _OF_SHEET, _OF_STYLE, _IMPORTANT_OF_SHEET, _IMPORTANT_OF_STYLE = range(6)
"""How strong a setting is (CSS Cascading 4, 6.1)."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A value that a quantity may have."""

    quantity: Quantity
    value: Value
    strength: int
    is_sure: bool = True  # that it is set, though a stronger one may be set, too


def of_links(link: Colour, body: Mapping[str, str | None]) -> tuple[Candidate, ...]:
    """Return what sets the colour of links that set none themselves, in a body that may say it.

    Which of them were visited nobody knows.
    """
    own, visited = links(body)
    found = Candidate(Quantity.COLOUR, link if own is None else own, _OF_BROWSER)
    if visited is None:
        return (found,)
    return found, Candidate(Quantity.COLOUR, visited, _OF_BROWSER, is_sure=False)


def of_element(
    tag: str, attributes: Mapping[str, str | None], style: Effects, linked: Sequence[Candidate]
) -> Iterator[Candidate]:
    """Yield what an element sets itself."""
    if tag == "a" and "href" in attributes:
        yield from linked
    if tag in _OF_TAGS:
        yield Candidate(Quantity.SIZE, _OF_TAGS[tag], _OF_BROWSER)
    for quantity, value, _ in hints(attributes):
        yield Candidate(quantity, value, _OF_BROWSER)
    for quantity, value, is_important in style.settings:
        yield Candidate(quantity, value, _IMPORTANT_OF_STYLE if is_important else _OF_STYLE)


def of_rules(attributes: Mapping[str, str | None], rules: list[Rule]) -> Iterator[Candidate]:
    """Yield what the rules of style sheets may set."""
    named = (attributes.get("class") or "") + (attributes.get("id") or "")
    is_exact = named == named.lower()  # else it may be another name to the browser
    for rule in rules:
        for quantity, value, is_important in rule.effects.settings:
            strength = _IMPORTANT_OF_SHEET if is_important else _OF_SHEET
            yield Candidate(quantity, value, strength, is_exact and rule.is_sure)


def possible(inherited: frozenset[Value], found: list[Candidate]) -> frozenset[Value]:
    """Return the values that are as strong as the strongest that is surely set, or stronger."""
    if not found:
        return inherited
    least = max((each.strength for each in found if each.is_sure), default=_INHERITED)
    values = frozenset(each.value for each in found if each.strength >= least)
    if least > _INHERITED and Word.INHERITED not in values:
        return values
    return (values - {Word.INHERITED}) | inherited
