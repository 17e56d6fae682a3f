"""Which bodies a mail program displays, and how often a reader comes past a footer.

A text with a file name is a file, unless it is all there is to display: the message itself, an
alternative, the root of a related. One text and one page side by side in a mixed may have a footer
each, since readers differ in which of them they show.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.independent.entities import Entity

_SEALED: Final = frozenset({"multipart/signed", "multipart/encrypted", "multipart/report"})
_SHOWN: Final = frozenset({"text/plain", "text/html"})
_PGP: Final = re.compile(rb"^-----BEGIN PGP (?:SIGNED )?MESSAGE-----", re.MULTILINE)
_ALTERNATIVE: Final = "multipart/alternative"
AMP: Final = "text/x-amp-html"


def displayed(entity: Entity, *, named: bool = True) -> Iterator[Entity]:
    """Yield the leaves a footer may stand in; `named`: even if it has a file name."""
    if entity.is_multipart:
        if entity.content_type in _SEALED:
            return
        related = entity.content_type == "multipart/related"
        for child in (_root(entity),) if related else entity.children:
            yield from displayed(child, named=related or entity.content_type == _ALTERNATIVE)
    elif _is_text(entity, named=named):
        yield entity


def views(entity: Entity, is_edited: Callable[[Entity], bool]) -> set[tuple[str, ...]]:
    """Return the types of the bodies with a footer that each way of displaying a message shows."""
    if not entity.is_multipart:
        return {(entity.content_type,) if is_edited(entity) else ()}
    if entity.content_type == "multipart/related":
        return views(_root(entity), is_edited)
    named = entity.content_type == _ALTERNATIVE
    seen = [views(each, is_edited) for each in entity.children if any(displayed(each, named=named))]
    if named:
        return set().union(*seen)
    together: set[tuple[str, ...]] = {()}
    for each in seen:
        together = {tuple(sorted(a + b)) for a in together for b in each}
    return together


def _is_text(entity: Entity, *, named: bool) -> bool:
    message = entity.message
    kind = (message.get_content_disposition() or "inline").strip()
    return (
        entity.content_type in _SHOWN
        and kind == "inline"
        and (not message.get_filename() or (named and "Content-Disposition" not in message))
        and not _PGP.search(entity.content)
    )


def _root(entity: Entity) -> Entity:
    """Return the part of a multipart/related that is shown (RFC 2387 3.2)."""
    start = entity.message.get_param("start", "")
    for child in entity.children:
        if start and str(child.message.get("Content-ID", "")).strip() == str(start).strip():
            return child
    return entity.children[0]
