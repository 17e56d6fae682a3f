"""Whether what was written anew in shorter lines says what it said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from filters.email.editability import Editability, editability
from filters.email.newlines import has_long_line
from filters.email.transfer import digest

if TYPE_CHECKING:
    from filters.email.part import Part


def is_same(old: Part, raw: bytes, new: Part, sent: bytes) -> bool:
    """Whether an entity is described and filled byte for byte as it was."""
    return _entity(old, raw) == _entity(new, sent)


def says_the_same(old: Part, raw: bytes, new: Part, sent: bytes) -> bool:
    """Whether a leaf with too long lines has the content it had, whatever its encoding is now."""
    if not has_long_line(raw, old.start, old.body_end):
        return False
    return _told(old, raw) == _told(new, sent)


def is_whole(old: Part, raw: bytes, new: Part, sent: bytes) -> bool:
    """Whether every leaf of a message says what it said, and all around them is as it was.

    What is signed has to be what it was (RFC 1847 2.1).
    """
    if editability(raw, old) is Editability.SIGNED or _shape(old) != _shape(new):
        return False
    return _around(old, raw) == _around(new, sent) and all(
        is_same(before, raw, after, sent) or says_the_same(before, raw, after, sent)
        for before, after in zip(old.leaves(), new.leaves(), strict=True)
    )


def _entity(part: Part, raw: bytes) -> tuple[list[bytes], bytes]:
    described = [raw[f.start : f.value_end] for f in part.fields if f.name.startswith("content-")]
    return described, raw[part.body_start : part.body_end]


def _told(part: Part, raw: bytes) -> tuple[list[bytes], bytes]:
    """Return what describes a leaf but for its encoding, unfolded, and its content's digest."""
    described = [
        raw[f.start : f.value_end].replace(b"\r\n", b"")
        for f in part.fields
        if f.name.startswith("content-") and f.name != "content-transfer-encoding"
    ]
    return described, digest(raw[part.body_start : part.body_end], part.transfer_encoding)


def _shape(tree: Part) -> list[tuple[str, int]]:
    return [(part.content_type, len(part.children)) for part in tree.walk()]


def _around(tree: Part, raw: bytes) -> list[bytes]:
    """Return what stands before, between and after the leaves."""
    at, found = tree.body_start, []
    for leaf in tree.leaves():
        found.append(raw[at : leaf.start])
        at = leaf.body_end
    return [*found, raw[at : tree.body_end]]
