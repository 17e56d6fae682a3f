"""A mail to us as far as it was read: who wrote it, and what they wrote."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import chain, islice
from typing import TYPE_CHECKING, Final

from filters.email.automatic import (
    came_by_list,
    is_of_postmaster,
    is_titled_by_program,
    written_by_program,
)
from filters.email.charset import decode
from filters.email.fields import addresses, loose_addresses, split_addresses, value
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

_FIELD: Final = re.compile(rb"(?<![^\r\n])([^\r\n:]*+):([^\r\n]*+(?:\r\n[ \t][^\r\n]*+)*+)\r\n")
_ONCE: Final = frozenset(
    b"from to cc date message-id subject reply-to in-reply-to references mime-version content-type"
    b" content-transfer-encoding".split()
)
_MOST_NAMED: Final = 50
"""Addresses in From of which keys are made: that takes time, and everybody else waits."""
_DOTTED: Final = re.compile(r"\A([\w#$&'*+/=?^`{|}~.-]+)(@[^@]+)\Z", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A mail that came, as far as it was read."""

    mail: InboundMail
    tree: Part | None  # none where it could not be read
    named: tuple[Recipient, ...]  # who wrote it, or may have; nobody is there twice
    program: str  # what shows that a program wrote it
    is_in_doubt: bool = False  # it has only the subject of what programs write
    by_list: str = ""  # what shows that it is list mail
    is_of_postmaster: bool = False  # it has only the sender of what programs write

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

    def writers(self, ours: Collection[str]) -> tuple[RecipientKey, ...]:
        """Return who wrote, several where it may be any of them; nobody of a domain of ours."""
        return tuple(each.key for each in self.named if each.domain not in ours)

    def words(self) -> str:
        """Return what its writer wrote: the subject, and the text without what it answers.

        Raises:
            MalformedMessage: it cannot be read.
        """
        return f"{self.subject}\n{reply_of(self.mail.raw, self.readable).words}"

    def all_words(self) -> str:
        """Return what its writer wrote, and what else stands there that may be theirs.

        Raises:
            MalformedMessage: it cannot be read.
        """
        return f"{self.subject}\n{reply_of(self.mail.raw, self.readable).all}"


def read_letter(mail: InboundMail) -> Letter:
    """Read a mail; the one to an opt-out address is acted on even where it cannot be.

    A field that is there twice counts once: nobody passes the mail on for others to read it.
    """
    for each in (mail, replace(mail, raw=_each_once(mail.raw))):
        try:
            tree = parse(each.raw)
        except MalformedMessage:
            continue
        written = addresses(mail.raw, tree, "from") if each is mail else _written(mail.raw)
        named = _named(written, mail.reverse_path)
        program = written_by_program(each.raw, tree, mail.reverse_path)
        return Letter(
            mail=each,
            tree=tree,
            named=named,
            program=program,
            is_in_doubt=not program and is_titled_by_program(each.raw, tree),
            by_list=came_by_list(each.raw, tree),
            is_of_postmaster=is_of_postmaster(each.raw, tree),
        )
    program = "" if mail.reverse_path else "null reverse-path"
    named = _named(_written(mail.raw), mail.reverse_path)
    return Letter(mail=mail, tree=None, named=named, program=program)


def _named(written: tuple[str, ...], reverse_path: str) -> tuple[Recipient, ...]:
    """Return whom From fields name: of several the one whom the reverse-path names, if it does.

    The From field counts whatever else of the mail is malformed, the reverse-path without one. One
    that names more than any letter does names nobody, unless the reverse-path stands in it.
    """
    sender = recipient(reverse_path)
    people = chain.from_iterable(map(_people, dict.fromkeys(written or (reverse_path,))))
    read = list(islice(people, _MOST_NAMED + 1))
    found = {each.key: each for each in read}
    is_there = reverse_path.casefold() in map(str.casefold, written)
    if sender is not None and (sender.key in found or is_there):
        return (sender,)
    return tuple(found.values()) if len(read) <= _MOST_NAMED else ()


def _written(raw: bytes) -> tuple[str, ...]:
    """Return the entries of every From field of a mail that cannot be read as it came."""
    written = (each[2].replace(b"\r\n", b"") for each in _fields(raw) if _name(each) == b"from")
    found = (split_addresses(decode(value, "utf-8").strip()) for value in written)
    return tuple(chain.from_iterable(found))


def _people(entry: str) -> Iterator[Recipient]:
    """Yield whom an entry of a From field names, as it stands or as it must be meant."""
    whole = recipient(entry)
    yield from (whole,) if whole else filter(None, map(recipient, loose_addresses(entry)))


def _each_once(raw: bytes) -> bytes:
    """Return a mail without the fields that are there again."""
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
    """Return an address with its key; none where it has none.

    Some mailboxes in Japan have dots in a row, first or last, and write them without the quotes
    that such a local part needs (RFC 5321 4.1.2): mail reaches them with these.
    """
    for each in (address, _DOTTED.sub(r'"\1"\2', address)):
        with suppress(MalformedAddressError):
            return Recipient(address=each, key=email_key(each))
    return None
