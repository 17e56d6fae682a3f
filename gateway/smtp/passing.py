"""A client's transaction that is also one with the next hop: what it says is what the client hears.

**Failures:** a next hop that does not answer is `451`, here as after the message.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from filters.message import Recipient
from gateway.errors import DeliveryFailure
from gateway.smtp import replies
from suppression.keys import email_key

if TYPE_CHECKING:
    from gateway.config.models import SmtpListener
    from gateway.delivery.passage import Passage, Sender, Way
    from gateway.delivery.smtp_reply import Reply
    from gateway.pass_through import PassedOn
    from gateway.submission import EmailSubmission


class Onward(Protocol):
    """Decides about messages and passes them on."""

    def carries_several(self, listener: SmtpListener) -> bool:
        """Whether mail of a listener goes to all its recipients at once."""
        ...

    def way(self, recipient: Recipient, category: str) -> Way | None:
        """Return the way of a message that is not there yet; none where no route carries it."""
        ...

    async def note_refusal(self, recipient: Recipient, reply: Reply, route: str) -> None:
        """Note what the next hop said of a recipient at RCPT, before there was a message."""
        ...

    async def pass_on(self, submission: EmailSubmission, passage: Passage) -> PassedOn:
        """Decide, pass on by the transaction that is open, record."""
        ...


class Transit:
    """What a session keeps of the transaction with the next hop."""

    def __init__(self, onward: Onward, category: str) -> None:
        """Begin nothing yet; `category` is what the listener takes messages for."""
        self._onward = onward
        self._category = category
        self._passage: Passage | None = None
        self._route = ""  # of the recipients whom the client was told are taken

    async def name(self, address: str, sender: Sender) -> bytes:
        """Name a recipient to the next hop; return the reply to RCPT."""
        recipient = Recipient(address=address, key=email_key(address))
        way = self._onward.way(recipient, self._category)
        if way is None:
            return replies.coded("CONFIG_INVALID")
        if self._route not in ("", way.route):
            return replies.TOO_MANY_RECIPIENTS  # it goes another way: by itself
        if self._passage is not None and self._passage.route != way.route:
            await self.end()
        if self._passage is None:
            self._passage = way.passage(sender)
        try:
            reply = await self._passage.add(recipient)
        except DeliveryFailure as failure:
            return replies.relayed(failure)
        if reply.is_positive:
            self._route = way.route
        else:
            await self._onward.note_refusal(recipient, reply, way.route)
        return replies.relayed(reply)

    async def pass_on(self, submission: EmailSubmission) -> bytes:
        """Pass a message on; return the reply to it, in LMTP all of them."""
        if self._passage is None:  # DATA is not reached without a recipient
            return replies.BAD_SEQUENCE
        passed = await self._onward.pass_on(submission, self._passage)
        if submission.parts_ways:
            return replies.passed_on_each(passed, map(email_key, submission.recipients))
        return replies.passed_on(passed)

    def interrupt(self) -> None:
        """Wait for the next hop no longer; the client is told to come again."""
        if self._passage is not None:
            self._passage.interrupt()

    async def end(self) -> None:
        """Leave the next hop, with nothing begun there."""
        passage, self._passage, self._route = self._passage, None, ""
        if passage is not None:
            await passage.end()
