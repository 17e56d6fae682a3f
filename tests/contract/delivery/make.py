"""What the delivery tests start from."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from filters.message import Recipient
from filters.plan import NO_PLAN
from gateway.config.models import Delivery, Route
from gateway.delivery.bounces import Bounces
from gateway.delivery.copies import Signer
from gateway.delivery.envelope import Deadlines
from gateway.delivery.smtp_carrier import SmtpCarrier
from gateway.delivery.smtp_connect import SmtpConnector
from gateway.nobody import NothingListed
from gateway.spool.model import Claimed
from suppression.channel import Channel
from suppression.keys import email_key
from tests.contract.spool.make import real_clock

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

UNSIGNED = Signer(domains=frozenset({"example.com"}), keys=())
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
MESSAGE = b"From: a@example.com\r\nSubject: hello\r\n\r\nhello\r\n.dotted\r\n"


def claimed(addresses: Sequence[str] = ("ann@b.test",), **changes: Any) -> Claimed:  # noqa: ANN401 - any field
    fields: dict[str, Any] = {
        "queue_id": "0000000000001",
        "channel": Channel.EMAIL,
        "category": "transactional",
        "identity": "example",
        "stream": "",
        "reverse_path": "sender@example.com",
        "header_from": "example.com",
        "raw": MESSAGE,
        "plan": NO_PLAN,
        "route": "hop",
        "delivery_ids": tuple(range(1, len(addresses) + 1)),
        "recipients": tuple(Recipient(address=a, key=email_key(a)) for a in addresses),
        "grant_id": 0,
        "attempt": 1,
        "accepted_at": NOW,
        "expires_at": NOW + timedelta(days=2),
    }
    return Claimed(**{**fields, **changes})


def route(port: int, **changes: Any) -> Route:  # noqa: ANN401 - any field
    fields: dict[str, Any] = {
        "name": "hop", "channel": "email", "kind": "smtp", "host": "127.0.0.1", "port": port,
        "tls": "none",
    }  # fmt: skip
    return Route(**{**fields, **changes})


def carrier(port: int, *, patience_s: float = 5.0, **changes: Any) -> SmtpCarrier:  # noqa: ANN401 - any field
    patience = timedelta(seconds=patience_s)
    delivery = Delivery(connect_timeout=patience, command_timeout=patience, data_timeout=patience)
    bounces = Bounces(NothingListed(), real_clock)
    return SmtpCarrier(route(port, **changes), delivery, "gateway.test", bounces)


def connector(port: int, **changes: Any) -> SmtpConnector:  # noqa: ANN401 - any field
    return SmtpConnector(
        route(port, **changes), Deadlines(connect_s=5, command_s=5, data_s=5), "gateway.test"
    )


async def eventually(happened: Callable[[], object]) -> None:
    """Wait for what another server does."""
    async with asyncio.timeout(10):
        while not happened():  # noqa: ASYNC110 - it sets no event of ours
            await asyncio.sleep(0.005)
