r"""What MAIL, RCPT and EHLO may say: RFC 5321 4.1.2, and nothing that could mean two things.

Deviates: spaces after the colon are taken, because old clients write them. Refused although the RFC
allows them, because they reach a mailbox by another name than the one it is looked up by, or relay
by way of a local part: source routes, address literals, `%`, `!` and a quoted `@`, `<` or `>` in
the local part, and a recipient without a domain (no mailboxes are here, so no postmaster either).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from suppression.errors import MalformedAddressError
from suppression.keys import email_key


class Mistake(Enum):
    """Why the argument of a command is refused."""

    SYNTAX = auto()  # no FROM:<…> or TO:<…>, no parameter
    ADDRESS = auto()
    NON_ASCII = auto()  # needs SMTPUTF8, which is not announced
    PARAMETER = auto()  # announced, with a value it cannot have, or twice
    UNKNOWN_PARAMETER = auto()


@dataclass(frozen=True, slots=True)
class Mail:
    """The argument of MAIL."""

    reverse_path: str  # "" is the null reverse-path
    size_bytes: int  # as declared (RFC 1870); 0 when it was not


@dataclass(frozen=True, slots=True)
class Rcpt:
    """The argument of RCPT."""

    address: str


_ATOM: Final = r"[A-Za-z0-9#$&'*+/=?^_`{|}~-]+"  # atext without % and !
_QUOTED: Final = r'"(?:[ #$&-;=?A-\[\]-~]|\\[ "#$&-;=?A-~])+"'  # qtextSMTP, pairs; no ! % @ < >
_LABEL: Final = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_MAILBOX: Final = re.compile(
    rf"(?=.{{1,254}}\Z)(?=[^@]{{1,64}}@)(?:{_ATOM}(?:\.{_ATOM})*|{_QUOTED})@{_LABEL}(?:\.{_LABEL})*"
)  # RFC 5321 4.5.3.1.1 to 4.5.3.1.3
_PATH: Final = re.compile(r" *<([^<>]*)>(?: +(.*?))? *", re.DOTALL)
_PARAMETER: Final = re.compile(r"([A-Za-z0-9][A-Za-z0-9-]*)(?:=([!-<>-~]+))?")
_SIZE: Final = re.compile(r"[0-9]{1,20}")
_XTEXT: Final = re.compile(r"(?:[!-*,-<>-~]|\+[0-9A-F]{2})+")  # RFC 3461 4
_HELO: Final = re.compile(
    r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,253}[A-Za-z0-9_.])?|\[[0-9A-Za-z:.]{2,60}\]"
)
_NO_PARAMETERS: Final[dict[str, str]] = {}


def read_mail(argument: str, *, extended: bool) -> Mail | Mistake:
    """Read the argument of MAIL; `extended` says that EHLO was sent.

    >>> read_mail("FROM:<ann@example.com> SIZE=2048", extended=True)
    Mail(reverse_path='ann@example.com', size_bytes=2048)
    """
    path = _path(argument, "FROM:", extended=extended)
    if isinstance(path, Mistake):
        return path
    address, parameters = path
    if address and not _MAILBOX.fullmatch(address):
        return Mistake.ADDRESS if address.isascii() else Mistake.NON_ASCII
    size = "0"
    for name, value in parameters.items():
        match name:
            case "SIZE" if _SIZE.fullmatch(value):
                size = value
            case "BODY" if value.upper() in ("7BIT", "8BITMIME"):  # RFC 6152 2
                pass
            case "AUTH" if _XTEXT.fullmatch(value):  # RFC 4954 5: read, and not believed
                pass
            case "SIZE" | "BODY" | "AUTH":
                return Mistake.PARAMETER
            case _:
                return Mistake.UNKNOWN_PARAMETER
    return Mail(address, int(size))


def read_rcpt(argument: str, *, extended: bool) -> Rcpt | Mistake:
    """Read the argument of RCPT; what it returns can be looked up in the list.

    >>> read_rcpt("TO:<@relay.example:ann@example.com>", extended=True)
    <Mistake.ADDRESS: 2>
    """
    path = _path(argument, "TO:", extended=extended)
    if isinstance(path, Mistake):
        return path
    address, parameters = path
    if parameters:
        return Mistake.UNKNOWN_PARAMETER
    if not _MAILBOX.fullmatch(address):
        return Mistake.ADDRESS if address.isascii() else Mistake.NON_ASCII
    try:
        email_key(address)
    except MalformedAddressError:
        return Mistake.ADDRESS
    return Rcpt(address)


def is_helo_name(name: str) -> bool:
    """Whether a name may stand in a Received field; `_` is none of RFC 5321's, but common."""
    return _HELO.fullmatch(name) is not None


def _path(argument: str, keyword: str, *, extended: bool) -> tuple[str, dict[str, str]] | Mistake:
    """Take `FROM:<path> parameters` apart."""
    if argument[: len(keyword)].upper() != keyword:
        return Mistake.SYNTAX
    match = _PATH.fullmatch(argument, len(keyword))
    if match is None:
        return Mistake.ADDRESS
    if match[2] is None:
        return match[1], _NO_PARAMETERS
    if not extended:
        return Mistake.UNKNOWN_PARAMETER  # RFC 5321 2.2.1: parameters come with EHLO
    parameters: dict[str, str] = {}
    for text in match[2].split():
        parameter = _PARAMETER.fullmatch(text)
        if parameter is None or parameter[1].upper() in parameters:
            return Mistake.PARAMETER
        parameters[parameter[1].upper()] = parameter[2] or ""
    return match[1], parameters
