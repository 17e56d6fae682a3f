"""Links of many people without sending each of them a message first."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from gateway.config.loader import load
from gateway.stores import Stores
from suppression.channel import Channel
from suppression.granting import Grantee, ensure_grants
from suppression.keys import email_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.e2e.gateway_process import Gateway


def minted(gateway: Gateway, addresses: Sequence[str]) -> dict[str, str]:
    """Return a link's path for each address, of one message of the shop."""
    stores = Stores(load(gateway.file, {}).config, clock=lambda: datetime.now(UTC))
    stores.open()
    try:
        wanted = {each: Grantee(email_key(each), Channel.EMAIL, "shop", "") for each in addresses}
        write = stores.suppression._database.write
        grants, _ = asyncio.run(
            write(lambda connection: ensure_grants(connection, list(wanted.values())))
        )
        keys = stores.token_keys
        return {each: f"/u/{keys.mint(grants[grantee], 7)}" for each, grantee in wanted.items()}
    finally:
        stores.close()
