"""A mail to us as far as it was read: who wrote it, and what they wrote."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from filters.email.automatic import written_by_program
from filters.email.fields import addresses, value
from filters.email.mime import parse
from filters.email.reply import reply_of
from filters.errors import MalformedMessage
from filters.message import Recipient
from suppression.errors import MalformedAddressError
from suppression.keys import email_key

if TYPE_CHECKING:
    from collections.abc import Collection

    from filters.email.part import Part
    from gateway.inbound.mail import InboundMail
    from suppression.keys import RecipientKey


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A mail that came, as far as it was read."""

    mail: InboundMail
    tree: Part | None  # none where it could not be read
    program: str  # what shows that a program wrote it

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

        Raises:
            MalformedMessage: it cannot be read.
        """
        named = addresses(self.mail.raw, self.readable, "from") or (self.mail.reverse_path,)
        writer = recipient(named[0]) if len(named) == 1 else None
        return None if writer is None or writer.domain in ours else writer.key

    def words(self) -> str:
        """Return what its writer wrote: the subject, and the text without what it answers.

        Raises:
            MalformedMessage: it cannot be read.
        """
        return "\n".join((self.subject, reply_of(self.mail.raw, self.readable)))


def read_letter(mail: InboundMail) -> Letter:
    """Read a mail; the one to an opt-out address is acted on even where it cannot be."""
    try:
        tree = parse(mail.raw)
    except MalformedMessage:
        program = "" if mail.reverse_path else "null reverse-path"
        return Letter(mail=mail, tree=None, program=program)
    return Letter(
        mail=mail, tree=tree, program=written_by_program(mail.raw, tree, mail.reverse_path)
    )


def recipient(address: str) -> Recipient | None:
    """Return an address with its key; none where it has none."""
    try:
        return Recipient(address=address, key=email_key(address))
    except MalformedAddressError:
        return None
