"""What replies of a next hop tell about people: dead addresses go on the list, full ones rest.

**Failures:** a list that cannot be written is logged: what was not noted shows again at the next
message, and no law asks for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from filters.email.refusal import Cause
from gateway.delivery.cause import cause_of
from gateway.delivery.smtp_reply import Answers, Reply
from gateway.errors import StoreUnavailable
from gateway.log import logger
from suppression.actor import Actor
from suppression.channel import Channel
from suppression.entry import ALL, NewEntry, Origin, Reason

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence
    from datetime import datetime

    from filters.message import Recipient
    from gateway.delivery.refusals import Outcome
    from gateway.spool.model import Claimed
    from suppression.entry import Entry
    from suppression.keys import RecipientKey


class Listing(Protocol):
    """The list, as far as bounces go; every verb may raise `StoreUnavailable`."""

    async def add(self, new: NewEntry, by: Actor) -> tuple[Entry, bool]:
        """Put a person on the list; the entry in force and whether it is new. Idempotent."""
        ...

    async def count_soft_bounce(
        self, key: RecipientKey, channel: Channel, *, at: datetime, by: Actor
    ) -> Entry | None:
        """Count a temporary failure; the entry that gives the address a rest, when it is time."""
        ...

    async def note_deliveries(self, keys: Collection[RecipientKey], channel: Channel) -> None:
        """Begin to count temporary failures anew for those a message reached."""
        ...


class Bounces:
    """Notes what the outcomes of attempts say."""

    def __init__(self, listing: Listing, clock: Callable[[], datetime]) -> None:
        """Write to this list."""
        self._listing = listing
        self._clock = clock

    async def note(self, claimed: Claimed, outcomes: Sequence[Outcome]) -> None:
        """Put who is nobody on the list, count who takes nothing, begin anew for who got it."""
        if not claimed.identity:
            return  # mail of our own, about mail
        replies = tuple(_about_people(claimed, outcomes))
        try:
            reached = [each.key for each, reply in replies if reply.is_positive]
            if reached:
                await self._listing.note_deliveries(reached, Channel.EMAIL)
            for recipient, reply in replies:
                if not reply.is_positive:
                    await self._note(claimed, recipient, reply)
        except StoreUnavailable as error:
            logger().error("bounce-not-noted", queue_id=claimed.queue_id, error=str(error))

    async def note_refusal(self, recipient: Recipient, reply: Reply, route: str) -> None:
        """Put on the list who is nobody, as said at RCPT, before there was a message."""
        is_of_person = reply.answers is Answers.RECIPIENT and reply.is_permanent
        if not is_of_person or cause_of(reply) is not Cause.NOBODY:
            return
        try:
            await self._list(recipient, reply, Actor(name=route, method="next-hop"))
        except StoreUnavailable as error:
            logger().error("bounce-not-noted", queue_id="", error=str(error))

    async def _note(self, claimed: Claimed, recipient: Recipient, reply: Reply) -> None:
        by = Actor(name=claimed.route, method="next-hop", message=claimed.queue_id)
        cause = cause_of(reply)
        if cause is Cause.NOBODY and reply.is_permanent:
            await self._list(recipient, reply, by)
        elif cause is Cause.FULL and (reply.is_permanent or claimed.attempt == 1):  # once a message
            rest = await self._listing.count_soft_bounce(
                recipient.key, Channel.EMAIL, at=self._clock(), by=by
            )
            if rest is not None:
                logger().info("soft-bounces", **_told(by, reply, rest))

    async def _list(self, recipient: Recipient, reply: Reply, by: Actor) -> None:
        new = NewEntry(
            channel=Channel.EMAIL, key=recipient.key, scope=ALL, reason=Reason.HARD_BOUNCE,
            origin=Origin.PROVIDER, evidence=f"{by.name}: {reply}", requested_at=self._clock(),
        )  # fmt: skip
        entry, is_new = await self._listing.add(new, by)
        if is_new:
            logger().info("hard-bounce", **_told(by, reply, entry))


def _told(by: Actor, reply: Reply, entry: Entry) -> dict[str, str]:
    return {
        "queue_id": by.message,
        "route": by.name,
        "status": reply.status,
        "entry_id": entry.entry_id,
    }


def _about_people(
    claimed: Claimed, outcomes: Sequence[Outcome]
) -> Iterator[tuple[Recipient, Reply]]:
    """Yield what was said of each recipient.

    A refusal of the sender is about us. One of the message is about a person only where nobody
    else was taken: behind an answer to several, nobody knows whom it means.
    """
    of_message = [
        each for each in outcomes if isinstance(each, Reply) and each.answers is Answers.MESSAGE
    ]
    telling = {Answers.RECIPIENT, Answers.MESSAGE} if len(of_message) == 1 else {Answers.RECIPIENT}
    for recipient, outcome in zip(claimed.recipients, outcomes, strict=True):
        if isinstance(outcome, Reply) and (outcome.is_positive or outcome.answers in telling):
            yield recipient, outcome
