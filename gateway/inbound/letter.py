"""A mail to us as far as it was read: who wrote it, and what they wrote."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING, Final

from filters.email.automatic import is_titled_by_program, written_by_program
from filters.email.fields import addresses, split_addresses, value
from filters.email.mime import parse
from filters.email.reply import reply_of
from filters.errors import MalformedMessage
from filters.message import Recipient
from suppression.errors import MalformedAddressError
from suppression.keys import email_key

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from re import Match

    from filters.email.part import Part
    from gateway.inbound.mail import InboundMail
    from suppression.keys import RecipientKey

_FIELD: Final = re.compile(rb"([^\r\n:]*+):([^\r\n]*+(?:\r\n[ \t][^\r\n]*+)*+)\r\n")
_ONCE: Final = frozenset(
    b"to cc date message-id subject reply-to in-reply-to references mime-version content-type"
    b" content-transfer-encoding".split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A mail that came, as far as it was read."""

    mail: InboundMail
    tree: Part | None  # none where it could not be read
    program: str  # what shows that a program wrote it
    is_in_doubt: bool = False  # it has only the subject of what programs write

    @property
    def readable(self) -> Part:
        """Its structure.

        Raises:
            MalformedMessage: it has none.
        """
        return self.tree or parse(self.mail.raw)

    @property
    def subject(self) -> str:
        """Its subject.

        Raises:
            MalformedMessage: it cannot be read.
        """
        return value(self.mail.raw, self.readable, "subject")

    def writer(self, ours: Collection[str]) -> RecipientKey | None:
        """Return who wrote; none where nobody or several did, or it was of a domain of ours.

        The From field counts whatever else of the mail is malformed.
        """
        named = self._named() or (self.mail.reverse_path,)
        writer = recipient(named[0]) if len(named) == 1 else None
        return None if writer is None or writer.domain in ours else writer.key

    def _named(self) -> tuple[str, ...]:
        if self.tree is not None:
            return addresses(self.mail.raw, self.tree, "from")
        written = (each[2] for each in _fields(self.mail.raw) if _name(each) == b"from")
        texts = (value.replace(b"\r\n", b"").decode("utf-8", "replace") for value in written)
        return tuple(chain.from_iterable(split_addresses(text.strip()) for text in texts))

    def words(self) -> str:
        """Return what its writer wrote: the subject, and the text without what it answers.

        Raises:
            MalformedMessage: it cannot be read.
        """
        return "\n".join((self.subject, reply_of(self.mail.raw, self.readable)))


def read_letter(mail: InboundMail) -> Letter:
    """Read a mail; the one to an opt-out address is acted on even where it cannot be.

    A field that is there twice counts once: nobody passes the mail on for others to read it.
    """
    for each in (mail, replace(mail, raw=_each_once(mail.raw))):
        try:
            tree = parse(each.raw)
        except MalformedMessage:
            continue
        program = written_by_program(each.raw, tree, mail.reverse_path)
        is_in_doubt = not program and is_titled_by_program(each.raw, tree)
        return Letter(mail=each, tree=tree, program=program, is_in_doubt=is_in_doubt)
    program = "" if mail.reverse_path else "null reverse-path"
    return Letter(mail=mail, tree=None, program=program)


def _each_once(raw: bytes) -> bytes:
    """Return a mail without the fields that are there again, but for who wrote it."""
    kept, seen = list[bytes](), set[bytes]()
    for field in _fields(raw):
        if (name := _name(field)) not in _ONCE or name not in seen:
            kept.append(field[0])
        seen.add(name)
    _, blank, body = raw.partition(b"\r\n\r\n")
    return b"".join((*kept, blank[2:], body))


def _fields(raw: bytes) -> Iterator[Match[bytes]]:
    return _FIELD.finditer(raw.partition(b"\r\n\r\n")[0] + b"\r\n")


def _name(field: Match[bytes]) -> bytes:
    return field[1].rstrip().lower()


def recipient(address: str) -> Recipient | None:
    """Return an address with its key; none where it has none."""
    try:
        return Recipient(address=address, key=email_key(address))
    except MalformedAddressError:
        return None
