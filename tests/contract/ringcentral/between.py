"""RingCentral and the gateway, and what keeps the two in touch."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from pydantic import SecretStr

from gateway.config.models import Delivery, HttpListener, Route
from gateway.providers.http_carrier import make_asker
from gateway.providers.ringcentral_lists import MOST_BYTES
from gateway.providers.ringcentral_login import LoggedIn
from gateway.providers.ringcentral_watch import RingCentralWatch
from gateway.spool.model import State
from suppression.channel import Channel
from suppression.keys import phone_key
from tests.contract.http.conftest import CONFIG, serving
from tests.contract.spool.make import delivery, outcome
from tests.contract.spool.make import text as new_text
from tests.ringcentral import server as fake
from tests.ringcentral.webhooks import now

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from gateway.credentials import Credentials
    from gateway.spool.model import Claimed
    from gateway.spool.sqlite import SqliteSpool
    from suppression.entry import Entry, Reason
    from suppression.sqlite import SqliteSuppressionStore
    from tests.contract.http.conftest import Gateway

    Stores = tuple[SqliteSuppressionStore, SqliteSpool, Credentials]

THEM, OURS = "+19169668284", "+14155550123"
TOKEN = "a-verification-token-of-ours"
INSTANT = "/restapi/v1.0/account/~/extension/~/message-store/instant?type=SMS"
STORE = "/restapi/v1.0/account/~/extension/~/message-store?type=SMS&direction=Outbound"
CONSENTS = "/restapi/v2/accounts/~/sms/consents"
SENT = "/restapi/v1.0/account/~/a2p-sms/messages?direction=Outbound"
OPT_OUTS = "/restapi/v1.0/account/~/a2p-sms/opt-outs"


def outbound() -> dict[str, Any]:
    """Return the message at RingCentral that a text of these tests has become just now."""
    return {
        "from": {"phoneNumber": OURS}, "to": [{"phoneNumber": THEM}], "type": "SMS",
        "direction": "Outbound", "creationTime": now(), "messageStatus": "Sent",
        "subject": "Your appointment is at 3.",
    }  # fmt: skip


@dataclass
class Between:
    """The gateway, RingCentral, and what keeps the two in touch."""

    gateway: Gateway
    there: fake.RingCentral
    route: Route
    now: datetime
    watches: list[RingCentralWatch] = field(default_factory=list)

    def watch(self, path: str = "/hooks/rc/events") -> RingCentralWatch:
        """Return a new one, as after a restart."""
        hooks = self.gateway.services.hooks
        patience = Delivery(answer_timeout=timedelta(seconds=5))
        asker = make_asker(self.route, patience, self.clock, MOST_BYTES)
        watch = RingCentralWatch(
            self.route, LoggedIn(asker, self.route), listener=partial(hooks.listener, "rc"),
            address=path and self.gateway.url + path, take_in=partial(hooks.take_in, "rc"),
            clock=self.clock,
        )  # fmt: skip
        hooks.watched("rc", watch)
        self.watches.append(watch)
        return watch

    def clock(self) -> datetime:
        return self.now

    async def look(self, path: str = "/hooks/rc/events") -> float:
        """Look once, as after a restart."""
        return await self.watch(path).look()

    async def tell(self, event: str, body: object, **more: str) -> list[int]:
        return await asyncio.to_thread(self.there.webhooks.tell, event, body, **more)

    async def has_failed(self, claimed: Claimed) -> bool:
        return (await self.state_of(claimed))[0] is State.FAILED

    async def is_subscribed(self) -> bool:
        return bool(self.there.webhooks.known)

    async def entries(self) -> tuple[Entry, ...]:
        key = phone_key(THEM)
        found = await self.gateway.list.blocking([key], Channel.SMS, datetime.now(UTC))
        return tuple(found.get(key, ()))

    async def reasons(self) -> list[Reason]:
        return [entry.reason for entry in await self.entries()]

    async def sent(
        self,
        next_hop_id: str,
        state: State = State.DELIVERED,
        words: str = "Your appointment is at 3.",
    ) -> Claimed:
        now = datetime.now(UTC)
        message = new_text(
            THEM, accepted_at=now, not_before=now, expires_at=now + timedelta(hours=1),
            deliveries=(delivery(THEM, route="rc"),), raw=words.encode(),
        )  # fmt: skip
        await self.gateway.spool.accept(message)
        (claimed,) = await self.gateway.spool.claim({"rc": 5}, limit=5, lease_s=60)
        if state is not State.SENDING:
            await self.settle(claimed, state, next_hop_id)
        return claimed

    async def settle(self, claimed: Claimed, state: State, next_hop_id: str = "") -> None:
        ended = outcome(claimed, state, "200 Queued", next_hop_id=next_hop_id)
        await self.gateway.spool.settle(ended)

    async def state_of(self, claimed: Claimed) -> tuple[State, str]:
        view = await self.gateway.spool.message(claimed.queue_id)
        assert view is not None
        return view.deliveries[0].state, view.deliveries[0].last_reply


@asynccontextmanager
async def between(
    there: fake.RingCentral, stores: Stores, secrets: Path, *, high_volume: bool = False
) -> AsyncIterator[Between]:
    route = Route(
        name="rc", channel="sms", kind="ringcentral", url=there.url, number=OURS,
        username=fake.CLIENT_ID, password=SecretStr(fake.CLIENT_SECRET), jwt_file=secrets / "jwt",
        hook_secrets_file=secrets / "hooks", high_volume=high_volume,
    )  # fmt: skip
    listener = HttpListener(listen="127.0.0.1:0", serves=("public", "api", "hooks"))
    config = CONFIG.model_copy(update={"route": (route,)})
    async with serving(stores, secrets, listener, config_of_hooks=config) as gateway:
        both = Between(gateway, there, route, datetime.now(UTC))
        try:
            yield both
        finally:
            for watch in both.watches:
                await watch.close()
