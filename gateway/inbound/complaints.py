"""Complaints that mailbox providers report: whose message it was is stopped, by its own link.

**Failures:** a list that cannot be read or written raises `StoreUnavailable`.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from filters.email.complaint import complaint_of
from gateway.inbound.letter import recipient
from gateway.log import logger
from gateway.queue_id import encode
from suppression.actor import Actor
from suppression.channel import Channel
from suppression.entry import COMMERCIAL, NewEntry, Origin, Reason
from suppression.review import NewReview

if TYPE_CHECKING:
    from filters.email.complaint import Complaint
    from filters.email.part import Part
    from gateway.config.models import Config
    from gateway.inbound.mail import InboundMail
    from suppression.grant import Grant
    from suppression.store import SuppressionStore
    from suppression.tokens import TokenKeys


class Complaints:
    """Puts on the list who called a message spam, where the report returns our link to them."""

    def __init__(self, config: Config, store: SuppressionStore, tokens: TokenKeys) -> None:
        """Name the list, and the keys that our links are signed with."""
        self._ours = {domain.lower() for sender in config.sender for domain in sender.domains}
        self._store = store
        self._tokens = tokens

    async def record(self, mail: InboundMail, tree: Part) -> None:
        """Act on a report; one without a link that we made stops nobody.

        Who was forgotten since has a link still, and is not put up by name again.
        """
        said = await asyncio.to_thread(complaint_of, mail.raw, tree)
        if said is None:
            return
        proven = [claims for token in said.tokens if (claims := self._tokens.read(token))]
        for claims in proven:
            if grant := await self._store.grant(claims.grant_id):
                await self._add(grant, encode(claims.message), said.kind, mail)
        if not proven:
            await self._doubt(said, mail)

    async def _add(self, grant: Grant, message: str, kind: str, mail: InboundMail) -> None:
        new = NewEntry(
            channel=grant.channel,
            key=grant.key,
            scope=COMMERCIAL,
            reason=Reason.COMPLAINT,
            origin=Origin.PROVIDER,
            evidence=f"complaint about message {message}: {kind}",
            requested_at=mail.at,
        )
        by = Actor(name="complaint", method="report", address=mail.peer, message=message)
        await self._store.add(new, by)
        logger().info("complaint", queue_id=mail.queue_id, kind=kind)

    async def _doubt(self, said: Complaint, mail: InboundMail) -> None:
        """Put up who is said to complain of a message of ours, for a person to decide."""
        author, who = recipient(said.author), recipient(said.recipient)
        if author is None or author.domain not in self._ours:
            logger().info("inbound-ignored", queue_id=mail.queue_id, why="a complaint of others")
        elif who is None:
            logger().warning("complaint-of-nobody", queue_id=mail.queue_id, kind=said.kind)
        else:
            new = NewReview(
                channel=Channel.EMAIL,
                key=who.key,
                text=f"A complaint about: {said.subject}",
                matched=f"a complaint without our link: {said.kind}",
                received_at=mail.at,
            )
            await self._store.review(new)
            logger().warning("reply-to-review", queue_id=mail.queue_id)
