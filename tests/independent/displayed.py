"""Which bodies a mail program displays, and in what order a reader comes past them.

A text with a file name is a file, unless it is all there is to display: the message itself, an
alternative, the root of a related. One text and one page side by side in a mixed may have a footer
each, since readers differ in which of them they show.
"""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.independent.entities import Entity

View: TypeAlias = "tuple[tuple[Entity, ...], ...]"
"""The bodies a reader sees one after the other, each of one or more leaves."""

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


def views(entity: Entity, *, named: bool = True) -> set[View]:
    """Return what each way of displaying a message shows, body after body.

    Texts side by side are one body, as a letter is that has pictures in it; each multipart is one
    of its own, and so is a page right behind another. Where something is said, what says nothing
    does not count.
    """
    if not entity.is_multipart:
        return {((entity,),) if _is_text(entity, named=named) else ()}
    if entity.content_type in _SEALED:
        return {()}
    if entity.content_type == "multipart/related":
        return views(_root(entity))
    named = entity.content_type == _ALTERNATIVE
    if named:
        seen = set().union(*map(views, entity.children)) - {()}
        return {view for view in seen if any(map(_says, chain(*view)))} or seen
    together: set[View] = {()}
    is_after_text = is_after_page = False
    for child in filter(_says, entity.children):
        seen = views(child, named=False)
        is_text = not child.is_multipart and seen != {()}
        is_page = is_text and child.content_type == "text/html"
        if is_text and is_after_text and not (is_page and is_after_page):
            together = {(*a[:-1], a[-1] + b[0]) for a in together for b in seen}
        else:
            together = {a + b for a in together for b in seen}
        is_after_page = is_page or (is_text and is_after_page)
        is_after_text = is_text or (is_after_text and not any(displayed(child, named=False)))
    return together


def _is_text(entity: Entity, *, named: bool) -> bool:
    message = entity.message
    kind = (message.get_content_disposition() or "inline").strip()
    return (
        entity.content_type in _SHOWN
        and kind == "inline"
        and (not message.get_filename() or named)
        and not _PGP.search(entity.content)
    )


def _root(entity: Entity) -> Entity:
    """Return the part of a multipart/related that is shown (RFC 2387 3.2)."""
    start = entity.message.get_param("start", "")
    for child in entity.children:
        if start and str(child.message.get("Content-ID", "")).strip() == str(start).strip():
            return child
    said = (child for child in entity.children if _says(child) and any(displayed(child)))
    first = entity.children[0]
    return first if _says(first) else next(said, first)


def _says(entity: Entity) -> bool:
    return any(leaf.decoded.strip() for leaf in entity.walk() if not leaf.children)
