"""What the selectors of a style sheet know an element by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from filters.email.css.writing import private

if TYPE_CHECKING:
    from collections.abc import Mapping

SCHEMES: Final = ("tel", "sms", "mailto")
"""Of links that the style sheets of mailings tell from those to pages: `a[href^=tel]`."""


def names(tag: str, attributes: Mapping[str, str | None]) -> frozenset[str]:
    """Return the names of an element: tag, classes, id, attributes, scheme; in lower case.

    >>> sorted(names("td", {"class": "A b:c", "id": "x"})) == sorted(
    ...     ["td", ".a", "." + private("b:c"), "#x", "[class", "[id"])
    True
    """
    found = {tag, *map("[{}".format, attributes)}
    found.update("." + private(each) for each in (attributes.get("class") or "").lower().split())
    if identifier := attributes.get("id"):
        found.add("#" + private(identifier.lower()))
    link = (attributes.get("href") or "").lower()
    found.update(f"[href-{scheme}" for scheme in SCHEMES if link.startswith(scheme))
    return frozenset(found)
