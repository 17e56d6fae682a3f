"""Delivery reports of others: which addresses they prove dead.

**Failures:** a list that cannot be read or written raises `StoreUnavailable`.
"""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from filters.email.bounce import dead_addresses, returned_tokens
from gateway.log import logger
from gateway.queue_id import encode
from suppression.actor import Actor
from suppression.entry import ALL, NewEntry, Origin, Reason
from suppression.errors import MalformedAddressError
from suppression.keys import email_key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from filters.email.bounce import Failed
    from filters.email.part import Part
    from gateway.inbound.mail import InboundMail
    from suppression.grant import Grant
    from suppression.keys import RecipientKey
    from suppression.store import SuppressionStore
    from suppression.tokens import TokenKeys

logging.getLogger("flufl.bounce").disabled = True  # it writes a stack for what it cannot read


class Bounces:
    """Puts dead addresses on the list, where a report proves that it is about our own message."""

    def __init__(self, store: SuppressionStore, tokens: TokenKeys) -> None:
        """Name the list, and the keys that our links are signed with."""
        self._store = store
        self._tokens = tokens

    async def record(self, mail: InboundMail, tree: Part) -> None:
        """Act on a report; one that returns no link of ours to that very person proves nothing."""
        dead = _by_key(await asyncio.to_thread(dead_addresses, mail.raw, tree))
        for token in returned_tokens(mail.raw) if dead else ():
            claims = self._tokens.read(token)
            grant = await self._store.grant(claims.grant_id) if claims else None
            if claims and grant and grant.key in dead:
                await self._add(grant, encode(claims.message), dead[grant.key], mail)

    async def _add(self, grant: Grant, message: str, status: str, mail: InboundMail) -> None:
        new = NewEntry(
            channel=grant.channel,
            key=grant.key,
            scope=ALL,
            reason=Reason.HARD_BOUNCE,
            origin=Origin.PROVIDER,
            evidence=f"report on message {message}: {status}",
            requested_at=mail.at,
        )
        by = Actor(name="bounce", method="report", address=mail.peer, message=message)
        await self._store.add(new, by)
        logger().info("hard-bounce", queue_id=mail.queue_id, status=status)


def _by_key(failed: Iterable[Failed]) -> dict[RecipientKey, str]:
    found = {}
    for each in failed:
        try:
            found[email_key(each.address)] = each.status
        except MalformedAddressError:
            continue  # nobody of ours
    return found
