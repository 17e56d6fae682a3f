r"""What MAIL, RCPT and EHLO may say: RFC 5321 4.1.2, and nothing that could mean two things.

Deviates: spaces after the colon are taken, because old clients write them. Refused although the RFC
allows them, because they reach a mailbox by another name than the one it is looked up by, or relay
by way of a local part: source routes, address literals, `%`, `!` and a quoted `@`, `<` or `>` in
the local part, and a recipient without a domain (no mailboxes are here, so no postmaster either).
Nothing goes back to who writes to us: there a reverse-path may be whatever can be printed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from filters.expression import compiled
from gateway.smtp.parameters import MailParameters, Mistake, read_mail_parameters, read_wish
from gateway.wishes import NO_WISH, Wish
from suppression.errors import MalformedAddressError
from suppression.keys import email_key


@dataclass(frozen=True, slots=True)
class Mail:
    """The argument of MAIL."""

    reverse_path: str  # "" is the null reverse-path
    said: MailParameters


@dataclass(frozen=True, slots=True)
class Rcpt:
    """The argument of RCPT."""

    address: str
    wish: Wish = NO_WISH


_ATOM: Final = r"[A-Za-z0-9#$&'*+/=?^_`{|}~-]+"  # atext without % and !
_UTF8_ATOM: Final = r"[A-Za-z0-9#$&'*+/=?^_`{|}~\u0080-\ud7ff\uf900-\U000effff-]+"  # RFC 6531 3.3
_QUOTED: Final = r'"(?:[ #$&-;=?A-\[\]-~]|\\[ "#$&-;=?A-~])+"'  # qtextSMTP, pairs; no ! % @ < >
_LABEL: Final = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_MAILBOX: Final = re.compile(
    rf"(?=.{{1,254}}\Z)(?=[^@]{{1,64}}@)(?:{_ATOM}(?:\.{_ATOM})*|{_QUOTED})@{_LABEL}(?:\.{_LABEL})*"
)  # RFC 5321 4.5.3.1.1 to 4.5.3.1.3
_UTF8_LABEL: Final = (
    r"[A-Za-z0-9\u0080-\ud7ff\uf900-\U000effff-]+"  # what they are is the key's to say
)
_UTF8_MAILBOX: Final = (
    rf"(?:{_UTF8_ATOM}(?:\.{_UTF8_ATOM})*|{_QUOTED})@{_UTF8_LABEL}(?:\.{_UTF8_LABEL})*"
)
_PRINTABLE: Final = re.compile(r"[ -;=?-~]{1,254}")
_UTF8_PRINTABLE: Final = r"[ -;=?-~\u00a0-\ud7ff\ue000-\U0010ffff]{1,254}"
_PATH: Final = re.compile(r" *<([^<>]*)>(?: +(.*?))? *", re.DOTALL)
_PARAMETER: Final = re.compile(
    r"([A-Za-z0-9][A-Za-z0-9-]*)(?:=([^\x00- =\x7f]+))?"  # RFC 6531 3.3
)
_HELO: Final = re.compile(
    r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,253}[A-Za-z0-9_.])?|\[[0-9A-Za-z:.]{2,60}\]"
)
_NO_PARAMETERS: Final[dict[str, str]] = {}


def read_mail(argument: str, *, extended: bool, to_us: bool = False) -> Mail | Mistake:
    """Read the argument of MAIL; `extended` says that EHLO was sent.

    `to_us`: the mail goes no further, so its reverse-path is looked up nowhere.

    >>> read_mail("FROM:<ann@example.com> SIZE=2048", extended=True).said.size_bytes
    2048
    """
    path = _path(argument, "FROM:", extended=extended)
    if isinstance(path, Mistake):
        return path
    address, parameters = path
    said = read_mail_parameters(parameters)
    if isinstance(said, Mistake):
        return said
    printable = compiled(_UTF8_PRINTABLE) if said.is_utf8 else _PRINTABLE
    is_taken = not address or (to_us and printable.fullmatch(address))
    if not is_taken and (mistake := mailbox_mistake(address, is_utf8=said.is_utf8)):
        return mistake
    return Mail(address, said)


def read_rcpt(argument: str, *, extended: bool, is_utf8: bool = False) -> Rcpt | Mistake:
    """Read the argument of RCPT; what it returns can be looked up in the list.

    `is_utf8`: MAIL said SMTPUTF8.

    >>> read_rcpt("TO:<@relay.example:ann@example.com>", extended=True)
    <Mistake.ADDRESS: 2>
    """
    path = _path(argument, "TO:", extended=extended)
    if isinstance(path, Mistake):
        return path
    address, parameters = path
    wish = read_wish(parameters)
    mistake = wish if isinstance(wish, Mistake) else mailbox_mistake(address, is_utf8=is_utf8)
    if isinstance(wish, Mistake) or mistake:
        return mistake or Mistake.PARAMETER
    try:
        email_key(address)
    except MalformedAddressError:
        return Mistake.ADDRESS
    return Rcpt(address, wish)


def mailbox_mistake(address: str, *, is_utf8: bool) -> Mistake | None:
    """Return what is wrong with a mailbox that is not empty."""
    if address.isascii():
        return None if _MAILBOX.fullmatch(address) else Mistake.ADDRESS
    if not is_utf8:
        return Mistake.NON_ASCII
    try:
        email_key(address)
    except (MalformedAddressError, UnicodeEncodeError):  # what was no UTF-8 cannot be written as it
        return Mistake.ADDRESS
    return None if compiled(_UTF8_MAILBOX).fullmatch(address) else Mistake.ADDRESS


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
    for text in filter(None, match[2].split(" ")):
        parameter = _PARAMETER.fullmatch(text)
        if parameter is None or parameter[1].upper() in parameters:
            return Mistake.PARAMETER
        parameters[parameter[1].upper()] = parameter[2] or ""
    return match[1], parameters
