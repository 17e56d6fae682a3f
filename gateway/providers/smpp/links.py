"""All links over SMPP of one configuration, each with whoever hears what comes in over it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from gateway.providers.proofs import Proofs
from gateway.providers.smpp.carrier import SmppCarrier
from gateway.providers.smpp.inbox import Inbox
from gateway.providers.smpp.left_over import LeftOver

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping
    from datetime import datetime

    from gateway.config.models import Config
    from gateway.delivery.carrier import Carrier
    from gateway.providers.hook import ReceivedText
    from gateway.providers.proofs import Listing
    from gateway.providers.smpp.inbox import PartSpool
    from gateway.providers.trouble import Troubles


class Links:
    """The carriers that have to listen, too."""

    def __init__(  # noqa: PLR0913 - everything it works with
        self,
        config: Config,
        carriers: Mapping[str, Carrier],
        *,
        take: Callable[[str, ReceivedText], Awaitable[None]],
        spool: PartSpool,
        listing: Listing,
        clock: Callable[[], datetime],
    ) -> None:
        """Hand on to these what comes in."""
        proofs = Proofs(listing, clock)
        self._links = [
            (
                carrier,
                Inbox(
                    carrier.route,
                    region=config.company.phone_region,
                    flights=carrier.flights,
                    take=take,
                    spool=spool,
                    proofs=proofs,
                    clock=clock,
                ),
            )
            for carrier in carriers.values()
            if isinstance(carrier, SmppCarrier)
        ]
        names = [carrier.route.name for carrier, _ in self._links]
        self._left_over = LeftOver(names, take=take, spool=spool)

    def troubles(self) -> Troubles:
        """Return why a link is down, by route; none of those that are up."""
        return {carrier.route.name: carrier.trouble for carrier, _ in self._links}

    async def run(self) -> None:
        """Keep every link up until its carrier is closed."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._left_over.run())
            for carrier, inbox in self._links:
                group.create_task(carrier.run(inbox))
                group.create_task(inbox.keep_house())
                group.create_task(inbox.keep_late())
