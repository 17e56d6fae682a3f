"""One part of a message, told by offsets over the bytes, and what its header says of it."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from filters.email.parameters import Parameters


class Field(NamedTuple):
    """One header field: `raw[start:end]` is all of it with its line end."""

    name: str  # lower case
    start: int
    end: int
    value_start: int  # after the colon
    value_end: int  # before the line end


class Part(NamedTuple):
    """One entity: the message itself, or a part of a multipart.

    The header is `raw[start:header_end]`, the body `raw[body_start:body_end]`; between them is the
    empty line, which a part without a body may lack.
    """

    start: int
    header_end: int
    body_start: int
    body_end: int
    fields: tuple[Field, ...]
    content_type: str  # lower case; "text/plain" (RFC 2045 5.2) or "", of a file, where unreadable
    parameters: Parameters  # of the content type, names in lower case
    charset: str  # declared, lower case; "" where none is
    transfer_encoding: str  # lower case; "7bit" where none is given
    disposition: str  # lower case; "" where none is given
    filename: str  # by either name parameter; "" where none is given
    content_id: str  # without angle brackets; "" where none is given
    boundary: bytes  # of a multipart; empty for all others
    children: tuple[Part, ...]
    is_blank: bool  # it says nothing, or nothing in it does

    def __hash__(self) -> int:
        """Tell parts apart by identity: what was found out about one is remembered of no other."""
        return id(self)

    @property
    def is_multipart(self) -> bool:
        """Whether it holds parts."""
        return bool(self.boundary)

    def field(self, name: str) -> Field | None:
        """Return the first header field of this name (lower case)."""
        named = _by_name(self).get(name)
        return named[0] if named else None

    def named(self, name: str) -> Sequence[Field]:
        """Return every header field of this name (lower case), in their order."""
        return _by_name(self).get(name, ())

    def walk(self) -> Iterator[Part]:
        """Yield this part and everything in it, outer before inner, in the order of the bytes."""
        return iter(_all_of(self))

    def leaves(self) -> Iterator[Part]:
        """Yield the parts that hold content."""
        return (part for part in self.walk() if not part.boundary)


@lru_cache(maxsize=8)  # a message is asked for dozens, and so is what would leave
def _by_name(part: Part) -> Mapping[str, Sequence[Field]]:
    found: dict[str, list[Field]] = {}
    for field in part.fields:
        found.setdefault(field.name, []).append(field)
    return found


@lru_cache(maxsize=8)
def _all_of(tree: Part) -> tuple[Part, ...]:
    found, waiting = [], [tree]
    while waiting:
        part = waiting.pop()
        found.append(part)
        waiting += part.children[::-1]
    return tuple(found)
