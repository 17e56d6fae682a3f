"""What a provider tells us over HTTP: how it is known to be the provider, and what it says."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime  # noqa: TC003 - dataclass fields are read at run time
from typing import TYPE_CHECKING, Final, Protocol
from urllib.parse import unquote_to_bytes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gateway.spool.receipts import Receipt
    from suppression.entry import Reason

_DIGITS: Final = 10  # of a time in seconds, until 2286


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A request as it came: nothing of it is decoded, for signatures are over the bytes."""

    method: str
    target: str  # path and query
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)  # names in lower case

    @property
    def query(self) -> tuple[tuple[bytes, bytes], ...]:
        """The parameters of the target, percent-decoded."""
        return pairs(self.target.partition("?")[2].encode())

    @property
    def form(self) -> tuple[tuple[bytes, bytes], ...]:
        """The parameters of the body, percent-decoded."""
        return pairs(self.body)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedText:
    """A text that a person sent, as the provider words it."""

    sender: str
    to: str
    words: str
    reference: str  # its id there
    received_at: datetime | None = None  # where it says so
    is_stop: bool = False  # the provider itself took it for one
    only_stops: bool = False  # it came by another service, where asking for texts is no consent


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What became of a text of ours, and what that says of its number."""

    receipt: Receipt
    proves: Reason | None = None


class Hook(Protocol):
    """How one provider calls us."""

    @property
    def methods(self) -> frozenset[str]:
        """The methods it uses."""
        ...

    @property
    def thanks(self) -> tuple[str, str]:
        """What it is answered: the media type, and words that it sends to nobody."""
        ...

    def is_genuine(self, call: Call) -> bool:
        """Whether the provider made this call, and nobody changed it."""
        ...

    def text(self, call: Call) -> ReceivedText:
        """Return the text that a genuine call brings."""
        ...

    def told(self, call: Call) -> Told | None:
        """Return what a genuine call reports; none where that is nothing of a text of ours."""
        ...


def pairs(encoded: bytes) -> tuple[tuple[bytes, bytes], ...]:
    r"""Return the names and values of an urlencoded form, whatever bytes they are.

    >>> pairs(b"a=1%2B1&b=x+y&c&%ff=")
    ((b'a', b'1+1'), (b'b', b'x y'), (b'c', b''), (b'\xff', b''))
    """
    found = (each.partition(b"=") for each in encoded.split(b"&") if each)
    return tuple((_decoded(name), _decoded(value)) for name, _, value in found)


def first(fields: tuple[tuple[bytes, bytes], ...], name: str) -> str:
    """Return the first value of a name as text; "" where there is none."""
    wanted = name.encode()
    value = next((value for found, value in fields if found == wanted), b"")
    return value.decode("utf-8", "replace")


def count_in(fields: tuple[tuple[bytes, bytes], ...], name: str) -> int:
    """Return the first value of a name as a number; 0 where it is none."""
    value = first(fields, name)
    return int(value) if value.isascii() and value.isdigit() and len(value) <= _DIGITS else 0


def _decoded(part: bytes) -> bytes:
    return unquote_to_bytes(part.replace(b"+", b" "))
