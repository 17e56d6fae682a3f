"""An opt-out by mail that is about texts: the numbers it names, and those of who wrote it.

**Failures:** a list that cannot be read or written raises `StoreUnavailable`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from filters.email.named_numbers import is_about_texts, numbers_named
from gateway.log import logger
from suppression.channel import Channel
from suppression.entry import COMMERCIAL, NewEntry, Origin, Reason
from suppression.keys import phone_key

if TYPE_CHECKING:
    from gateway.config.models import Config
    from gateway.inbound.mail import InboundMail
    from suppression.actor import Actor
    from suppression.keys import RecipientKey
    from suppression.store import SuppressionStore


class Numbers:
    """Stops texts to the numbers that an opt-out by mail is about."""

    def __init__(self, config: Config, store: SuppressionStore) -> None:
        """Name the list; numbers of our own are nobody's to stop."""
        self._region = config.company.phone_region
        self._ours = frozenset(
            phone_key(number, self._region) for sender in config.sender for number in sender.numbers
        )
        self._store = store

    async def stop(self, mail: InboundMail, writer: RecipientKey, said: str, by: Actor) -> None:
        """Stop the numbers that `said` names, and the writer's own if it is about texts.

        47 CFR 64.1200(a)(11): mail that reaches the sender is presumed to revoke. A number that
        somebody else named stops texts that its owner can ask for again; it never starts any.
        """
        wanted = numbers_named(said, self._region)
        if is_about_texts(said):
            wanted = (*wanted, *await self._store.linked(writer))
        stopped = tuple(key for key in dict.fromkeys(wanted) if key not in self._ours)
        for key in stopped:
            new = NewEntry(
                channel=Channel.SMS,
                key=key,
                scope=COMMERCIAL,
                reason=Reason.UNSUBSCRIBE,
                origin=Origin.RECIPIENT,
                evidence=f"an opt-out by mail, {mail.queue_id}",
                requested_at=mail.at,
            )
            await self._store.add(new, by)
        if stopped:
            logger().info("texts-stopped-by-mail", queue_id=mail.queue_id, numbers=len(stopped))
