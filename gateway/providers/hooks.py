"""Does what providers tell us: texts of people are taken, reports about ours are noted.

**Failures:** `StoreUnavailable` where a list or spool cannot be written. What was told is not done
then, and is answered 503: the provider says it again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from gateway.inbound.texts import InboundText
from gateway.log import logger
from gateway.providers.hook_secrets import hook_secrets
from gateway.providers.kannel_hook import KannelHook
from gateway.providers.proofs import Proofs
from gateway.providers.twilio_hook import TwilioHook
from suppression.entry import Channel, Reason
from suppression.errors import MalformedAddressError
from suppression.keys import phone_key

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime

    from gateway.config.models import Config
    from gateway.inbound.texts import Outcome
    from gateway.providers.hook import Call, Hook
    from gateway.providers.proofs import Listing
    from gateway.spool.model import MessageView
    from gateway.spool.receipts import Receipt
    from suppression.keys import RecipientKey


class Noting(Protocol):
    """The spool, as far as reports go."""

    async def message(self, queue_id: str) -> MessageView | None:
        """Return one message with its deliveries."""
        ...

    async def take_receipt(self, receipt: Receipt) -> None:
        """Note what the provider of a text reports of it; states go forward only."""
        ...


class Hooks:
    """The providers that may call, by the names of their routes."""

    def __init__(
        self,
        config: Config,
        *,
        take_text: Callable[[InboundText], Awaitable[Outcome]],
        spool: Noting,
        listing: Listing,
        clock: Callable[[], datetime],
    ) -> None:
        """Hand on to these.

        Raises:
            ConfigError: the secrets of a route cannot be used.
        """
        self._region = config.company.phone_region
        self._take_text = take_text
        self._spool = spool
        self._proofs = Proofs(listing, clock)
        self._clock = clock
        self._hooks = _hooks(config)

    def of(self, route: str) -> Hook | None:
        """Return who may call about a route; none where nobody may."""
        return self._hooks.get(route)

    async def take(self, route: str, hook: Hook, call: Call, *, origin: str) -> None:
        """Take the text that a genuine call brings; it is in force when this returns."""
        received = hook.text(call)
        sender = self._number(received.sender)
        if sender is None:
            # a short code or a name cannot be texted, and a refusal would only come again
            logger().warning("text-of-no-number", route=route, reference=received.reference)
            return
        outcome = await self._take_text(
            InboundText(
                sender=sender,
                to=self._number(received.to) or received.to,
                text=received.words,
                received_at=received.received_at or self._clock(),
                source=f"hooks/{route}",  # no submitter has such a name by accident
                reference=received.reference,
                origin=origin,
            )
        )
        if received.is_stop and not outcome.taken.entries:
            said = f"texted a stop, {received.reference}"
            await self._proofs.record(sender, Reason.UNSUBSCRIBE, route=route, said=said)

    async def note(self, route: str, hook: Hook, call: Call) -> None:
        """Note what a genuine call reports; first what it says of the number."""
        told = hook.told(call)
        if told is None:
            return
        receipt = told.receipt
        if told.proves is not None and (key := await self._addressee(route, receipt.queue_id)):
            await self._proofs.record(
                key, told.proves, route=route, said=receipt.said, message=receipt.queue_id
            )
        await self._spool.take_receipt(receipt)

    async def _addressee(self, route: str, queue_id: str) -> RecipientKey | None:
        view = await self._spool.message(queue_id)
        if view is None or view.channel is not Channel.SMS:
            return None
        addresses = [each.address for each in view.deliveries if each.route == route]
        return self._number(addresses[0]) if addresses else None

    def _number(self, written: str) -> RecipientKey | None:
        """Read a number as providers write it: SMSCs leave out the plus."""
        for spelling in (written.strip(), f"+{written.strip()}"):
            try:
                return phone_key(spelling, self._region)
            except MalformedAddressError:
                continue
        return None


def _hooks(config: Config) -> dict[str, Hook]:
    found: dict[str, Hook] = {}
    for route in config.route:
        secrets = hook_secrets(route)
        if secrets and route.kind == "twilio":
            found[route.name] = TwilioHook(route.name, secrets, config.public.url)
        elif secrets and route.kind == "kannel":
            found[route.name] = KannelHook(route.name, secrets)
    return found
