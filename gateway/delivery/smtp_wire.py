"""What is written to a next hop: command lines, and messages with their dots stuffed."""

from __future__ import annotations

import re
from typing import Final

from gateway.errors import PermanentFailure
from suppression.keys import email_key

END_OF_DATA: Final = b".\r\n"
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f]")


def stuffed(copy: bytes) -> bytes:
    r"""Return the message as it stands after DATA, end included (RFC 5321 4.5.2).

    >>> stuffed(b"Subject: x\r\n\r\n.hidden\r\n")
    b'Subject: x\r\n\r\n..hidden\r\n.\r\n'
    """
    if b"\r\n." in copy:
        copy = copy.replace(b"\r\n.", b"\r\n..")
    first = b"." if copy.startswith(b".") else b""
    last = b"" if copy.endswith(b"\r\n") else b"\r\n"
    return b"".join((first, copy, last, END_OF_DATA))


def mailbox(address: str) -> str:
    """Write the domain as an A-label where that spares the next hop SMTPUTF8 (RFC 6531 3.2)."""
    local = address.rpartition("@")[0]
    if address.isascii() or not local.isascii():
        return address
    return f"{local}@{email_key(address).rpartition('@')[2]}"


def line(text: str) -> bytes:
    """Return a command as it is sent.

    Raises:
        PermanentFailure: an address in it would end the line.
    """
    if _CONTROL.search(text):
        message = "an address of the envelope holds a control character"
        raise PermanentFailure(message, status="5.1.3")
    return text.encode(errors="surrogateescape") + b"\r\n"
