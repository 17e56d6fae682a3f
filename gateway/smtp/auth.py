"""AUTH PLAIN and LOGIN: the exchange, and whose key it was."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from gateway.submission import Submitter
    from gateway.submitters import Submitters

_LOGIN_ASKS_NAME: Final = b"VXNlcm5hbWU6"  # "Username:", as every client of LOGIN expects it
_LOGIN_ASKS_SECRET: Final = b"UGFzc3dvcmQ6"  # "Password:"


class KeyHolder(Protocol):
    """Whose key it is, and what it is good for."""

    @property
    def submitter(self) -> str:
        """The name of the submitter."""
        ...

    @property
    def roles(self) -> frozenset[str]:
        """What the key allows."""
        ...

    def may(self, role: str) -> bool:
        """Whether the key allows what needs this role."""
        ...


class Credentials(Protocol):
    """Knows the keys, by one keyed read: it is asked on the event loop."""

    def verify(self, secret: str) -> KeyHolder | None:
        """Return who holds this key; none when nobody does."""
        ...


@dataclass(frozen=True, slots=True)
class Login:
    """What a client claims to be, and its proof."""

    name: str
    secret: str = field(repr=False)


class Fault(Enum):
    """Why an exchange ended without a login."""

    CANCELLED = auto()  # the client sent "*" (RFC 4954 4)
    BAD_BASE64 = auto()
    MALFORMED = auto()
    OTHER_IDENTITY = auto()  # an authorisation identity that is not the login itself
    TOO_LONG = auto()
    UNKNOWN_MECHANISM = auto()


class ExchangeFailed(Exception):  # noqa: N818 - named for what happened
    """The exchange ended without a login."""

    def __init__(self, fault: Fault) -> None:
        """Say why."""
        super().__init__(fault.name)
        self.fault = fault


async def exchange(argument: str, ask: Callable[[bytes], Awaitable[str]]) -> Login:
    """Carry out the exchange that the argument of AUTH begins; `ask` sends a challenge.

    Raises:
        ExchangeFailed: there is no login; nothing was compared.
    """
    mechanism, _, initial = argument.partition(" ")
    match mechanism.upper():  # RFC 4422 3.1 writes names in capitals; clients do not always
        case "PLAIN":
            return _plain(_decoded(initial or await ask(b"")))
        case "LOGIN":
            name = _decoded(initial or await ask(_LOGIN_ASKS_NAME))
            return Login(_text(name), _text(_decoded(await ask(_LOGIN_ASKS_SECRET))))
        case _:
            raise ExchangeFailed(Fault.UNKNOWN_MECHANISM)


def submitter_of(
    login: Login, credentials: Credentials, submitters: Submitters
) -> Submitter | None:
    """Return the submitter a login proves to be: its name, and a key of its own that may send."""
    holder = credentials.verify(login.secret)
    if holder is None or holder.submitter != login.name or not holder.may("send"):
        return None
    submitter = submitters.by_name(holder.submitter)
    return None if submitter is None else replace(submitter, roles=holder.roles)


def _plain(answer: bytes) -> Login:
    """Read `authzid NUL authcid NUL passwd` (RFC 4616 2)."""
    parts = answer.split(b"\0")
    if len(parts) != 3:  # noqa: PLR2004 - the three of the grammar
        raise ExchangeFailed(Fault.MALFORMED)
    identity, name, secret = map(_text, parts)
    if identity not in ("", name):
        raise ExchangeFailed(Fault.OTHER_IDENTITY)
    return Login(name, secret)


def _decoded(answer: str) -> bytes:
    if answer == "*":
        raise ExchangeFailed(Fault.CANCELLED)
    try:
        return b"" if answer == "=" else base64.b64decode(answer, validate=True)  # RFC 4954 4
    except ValueError as error:
        raise ExchangeFailed(Fault.BAD_BASE64) from error


def _text(octets: bytes) -> str:
    try:
        return octets.decode()
    except UnicodeDecodeError as error:
        raise ExchangeFailed(Fault.MALFORMED) from error
