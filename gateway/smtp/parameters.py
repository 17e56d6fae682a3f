"""The parameters of MAIL and RCPT: those of the extensions that EHLO announces, and no others."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING, Final

from gateway.wishes import NO_WISH, Wish

if TYPE_CHECKING:
    from collections.abc import Mapping


class Mistake(Enum):
    """Why the argument of a command is refused."""

    SYNTAX = auto()  # no FROM:<…> or TO:<…>, no parameter
    ADDRESS = auto()
    NON_ASCII = auto()  # without SMTPUTF8
    PARAMETER = auto()  # announced, with a value it cannot have, or twice
    UNKNOWN_PARAMETER = auto()


@dataclass(frozen=True, slots=True)
class MailParameters:
    """What MAIL says besides the reverse-path."""

    size_bytes: int = 0  # as declared (RFC 1870); 0 when it was not
    is_utf8: bool = False  # RFC 6531
    returns: str = ""  # RFC 3461 4.3, 4.4
    envelope_id: str = ""


_XTEXT: Final = r"(?:[!-*,-<>-~]|\+[0-9A-F]{2})+"  # RFC 3461 4
_OF_MAIL: Final = {
    "SIZE": re.compile(r"[0-9]{1,20}"),
    "BODY": re.compile(r"(?i)7BIT|8BITMIME"),  # RFC 6152 2
    "AUTH": re.compile(_XTEXT),  # RFC 4954 5: read, and not believed
    "SMTPUTF8": re.compile(""),
    "RET": re.compile(r"(?i)FULL|HDRS"),
    "ENVID": re.compile(rf"(?=.{{1,100}}\Z){_XTEXT}"),
}
_CONDITION: Final = "(?:SUCCESS|FAILURE|DELAY)"
_NOTIFY: Final = re.compile(rf"(?i)NEVER|{_CONDITION}(?:,{_CONDITION}){{0,2}}")
_ORIGINAL: Final = re.compile(rf"(?=.{{1,500}}\Z)[A-Za-z0-9][A-Za-z0-9-]{{0,63}};{_XTEXT}")
NOTHING_SAID: Final = MailParameters()


def read_mail_parameters(given: Mapping[str, str]) -> MailParameters | Mistake:
    """Read the parameters of MAIL, names in upper case.

    >>> read_mail_parameters({"RET": "hdrs", "ENVID": "QQ314159"}).returns
    'HDRS'
    """
    if not given:
        return NOTHING_SAID
    for name, value in given.items():
        pattern = _OF_MAIL.get(name)
        if pattern is None:
            return Mistake.UNKNOWN_PARAMETER
        if not pattern.fullmatch(value):
            return Mistake.PARAMETER
    return MailParameters(
        size_bytes=int(given.get("SIZE", "0")),
        is_utf8="SMTPUTF8" in given,
        returns=given.get("RET", "").upper(),
        envelope_id=given.get("ENVID", ""),
    )


def read_wish(given: Mapping[str, str]) -> Wish | Mistake:
    """Read the parameters of RCPT, names in upper case (RFC 3461 4.1, 4.2).

    >>> read_wish({"NOTIFY": "success,failure"})
    Wish(notify='SUCCESS,FAILURE', original='')
    """
    if not given:
        return NO_WISH
    if given.keys() - {"NOTIFY", "ORCPT"}:
        return Mistake.UNKNOWN_PARAMETER
    notify, original = given.get("NOTIFY"), given.get("ORCPT")
    if notify is not None and not _NOTIFY.fullmatch(notify):
        return Mistake.PARAMETER
    if original is not None and not _ORIGINAL.fullmatch(original := _in_ascii(original)):
        return Mistake.PARAMETER
    words = (notify or "").upper().split(",")
    return Wish(notify=",".join(dict.fromkeys(words)), original=original or "")


def _in_ascii(original: str) -> str:
    """Write an address of the type utf-8 as utf-8-addr-xtext (RFC 6533 3)."""
    if original.isascii() or not original.lower().startswith("utf-8;"):
        return original
    return "".join(c if c.isascii() else f"\\x{{{ord(c):X}}}" for c in original)
