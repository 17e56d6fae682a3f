"""What an email's plan changes, as people look at it: bytes replaced, in which part, and what."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from filters.email.outline import Outlined, innermost, outline
from filters.plan import Plan, render
from gateway.counted import counted
from suppression.tokens import SAMPLE_TOKEN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from filters.email.part import Part

_NAMES: Final = re.compile(rb"(?m)^([!-9;-~]+)[ \t]*:")
_MOST_NAMES: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """The bytes from `start` to `end` of the submitted message that would be replaced."""

    start: int
    end: int
    added: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class PartOutline:
    """One part of the submitted message; offsets and sizes in bytes."""

    path: str  # RFC 9051 6.4.5: "1.2"; "" is the message itself where it is a multipart
    type: str
    charset: str
    encoding: str
    disposition: str
    filename: str
    start: int
    end: int
    size: int  # of the body, as encoded
    displayed: bool
    edited: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where an edit changes the submitted message, and what it does there."""

    part: str  # the path
    type: str
    within: str  # "header" | "body"
    start: int
    end: int
    added: int  # how many bytes stand there instead
    says: str


def changes_of(plan: Plan) -> tuple[Change, ...]:
    """Return what a plan replaces, with a sample of a token; linear, whatever is sent in."""
    return tuple(
        Change(
            start=splice.start,
            end=splice.end,
            added=render(b"", Plan(splices=(replace(splice, start=0, end=0),)), SAMPLE_TOKEN),
        )
        for splice in plan.splices
    )


def parts_and_places(
    raw: bytes, tree: Part, changes: Sequence[Change]
) -> tuple[tuple[PartOutline, ...], tuple[Place, ...]]:
    """Return the parts of a message with what is edited among them, and where each edit falls."""
    parts = outline(tree)
    owners = [innermost(parts, change.start, change.end) or parts[0] for change in changes]
    places = tuple(
        _place(raw, change, owner) for change, owner in zip(changes, owners, strict=True)
    )
    # the header of the message is no part: Received there edits no text
    edited = {place.part for place in places if place.within == "body"} | {
        owner.path for owner in owners if owner is not parts[0]
    }
    return tuple(_part(each, is_edited=each.path in edited) for each in parts), places


def _part(each: Outlined, *, is_edited: bool) -> PartOutline:
    part = each.part
    return PartOutline(
        path=each.path,
        type=part.content_type,
        charset=part.charset,
        encoding=part.transfer_encoding,
        disposition=part.disposition,
        filename=part.filename,
        start=part.start,
        end=part.body_end,
        size=part.body_end - part.body_start,
        displayed=each.is_displayed,
        edited=is_edited,
    )


def _place(raw: bytes, change: Change, owner: Outlined) -> Place:
    is_header = change.start <= owner.part.header_end and change.end <= owner.part.body_start
    removed = raw[change.start : change.end]
    return Place(
        part=owner.path,
        type="message" if is_header and owner.part.start == 0 else owner.part.content_type,
        within="header" if is_header else "body",
        start=change.start,
        end=change.end,
        added=len(change.added),
        says=_of_header(removed, change.added) if is_header else _of_body(removed, change.added),
    )


def _of_header(removed: bytes, added: bytes) -> str:
    new, old = _names(added), _names(removed)
    if new and old:
        return f"replaces {old} by {new}" if new != old else f"replaces {new}"
    if new or old:
        return f"adds {new}" if new else f"removes {old}"
    return _of_body(removed, added)


def _of_body(removed: bytes, added: bytes) -> str:
    if added and removed:
        return f"replaces {counted(len(removed), 'byte')} by {len(added):,}"
    return f"{'adds' if added else 'removes'} {counted(len(added or removed), 'byte')}"


def _names(fields: bytes) -> str:
    """Return the names of the header fields that begin in these bytes."""
    names = list(dict.fromkeys(name.decode("ascii") for name in _NAMES.findall(fields)))
    more = ["…"] if len(names) > _MOST_NAMES else []
    return ", ".join([*names[:_MOST_NAMES], *more])
