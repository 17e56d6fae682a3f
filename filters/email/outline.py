"""A message's parts as a list: what each is, whether it is displayed, and where an edit falls."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from filters.email.displayed import displayed_parts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from filters.email.part import Part

WHOLE: Final = ""
"""The path of the message itself where it is a multipart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlined:
    """One part with its place in the tree.

    `path` is the section number of RFC 9051 6.4.5: "1.2" is the second part in the first; a message
    that is no multipart is "1".
    """

    path: str
    part: Part
    is_displayed: bool

    def holds(self, start: int, end: int) -> bool:
        """Whether these bytes are within the part, its header included."""
        return self.part.start <= start and end <= self.part.body_end


def outline(tree: Part) -> tuple[Outlined, ...]:
    """Return every part, outer before inner, in the order of the bytes."""
    displayed = set(map(id, displayed_parts(tree)))
    return tuple(
        Outlined(path=path, part=part, is_displayed=id(part) in displayed)
        for path, part in _numbered(tree)
    )


def innermost(parts: Iterable[Outlined], start: int, end: int) -> Outlined | None:
    """Return the smallest part that holds these bytes; none when they stand outside of all."""
    found = None
    for each in parts:  # outer before inner
        if each.holds(start, end):
            found = each
    return found


def _numbered(tree: Part) -> Iterator[tuple[str, Part]]:
    waiting = [(WHOLE if tree.is_multipart else "1", tree)]
    while waiting:
        path, part = waiting.pop()
        yield path, part
        prefix = f"{path}." if path else ""
        children = [(f"{prefix}{n}", child) for n, child in enumerate(part.children, start=1)]
        waiting.extend(reversed(children))
