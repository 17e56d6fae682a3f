"""A mailbox of our own addresses, and what came of the mail to it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from gateway.config.models import Config
from gateway.inbound.mail import InboundMail
from gateway.inbound.mailbox import Mailbox
from gateway.queue_id import QueueIds, decode
from gateway.spool.model import SpoolQuery
from gateway.stores import Stores
from suppression.channel import Channel
from suppression.granting import Grantee, ensure_grants
from suppression.keys import email_key, phone_key

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from suppression.entry import Entry
    from suppression.review import Review

NOW: Final = datetime(2026, 11, 23, 12, tzinfo=UTC)
ANN: Final = "ann@people.example"
MESSAGE: Final = decode("1m83k8ghw6gfa")


@dataclass
class Post:
    """A mailbox on a folder of its own, and what it did."""

    stores: Stores
    mailbox: Mailbox
    woken: list[int] = field(default_factory=list)

    def address(self, who: str = ANN, stream: str = "") -> str:
        """Return the opt-out address that a message to a person names."""
        grantee = Grantee(email_key(who), Channel.EMAIL, "shop", stream)
        with self.stores.suppression._database._connect() as connection:
            found, _ = ensure_grants(connection, [grantee])
            connection.commit()
        return f"u+{self.stores.token_keys.mint(found[grantee], MESSAGE)}@in.shop.example"

    async def write(
        self,
        to: str,
        *fields: str,
        sender: str = f"From: {ANN}",
        reverse_path: str = ANN,
        body: str = "please",
        peer: str = "192.0.2.7",
    ) -> bool:
        head = "".join(f"{line}\r\n" for line in (sender, *fields) if line)
        mail = InboundMail(
            queue_id="1m83k8ghw6gfb", peer=peer, reverse_path=reverse_path,
            recipients=(to,), raw=f"{head}\r\n{body}\r\n".encode(), at=NOW,
        )  # fmt: skip
        return await self.mailbox.take(mail)

    async def entries(self, who: str = ANN) -> tuple[Entry, ...]:
        key = email_key(who)
        return (await self.stores.suppression.blocking([key], Channel.EMAIL, NOW)).get(key, ())

    async def texts(self, number: str) -> tuple[Entry, ...]:
        key = phone_key(number)
        return (await self.stores.suppression.blocking([key], Channel.SMS, NOW)).get(key, ())

    async def sent(self) -> list[str]:
        """Return whom something was written to."""
        found = await self.stores.spool.messages(SpoolQuery())
        return [delivery.address for message in found for delivery in message.deliveries]

    async def reviews(self) -> tuple[Review, ...]:
        return await self.stores.suppression.reviews()


def config_of(folder: Path, **more: Any) -> Config:  # noqa: ANN401 - tables of the configuration
    return Config.model_validate(
        {
            "data_dir": folder,
            "public": {"mail_domain": "in.shop.example"},
            "sender": [
                {
                    "name": "shop",
                    "domains": ["shop.example"],
                    "company": "Tea Shop",
                    "numbers": ["+14155550123"],
                }
            ],
            "route": [{"name": "out", "channel": "email", "kind": "outbox"}],
            **more,
        }
    )


def post_of(config: Config, *, requests_a_day: int = 200) -> Iterator[Post]:
    stores = Stores(config, clock=lambda: NOW)
    stores.open()
    woken: list[int] = []
    mailbox = Mailbox(
        config,
        stores,
        queue_ids=QueueIds(),
        clock=lambda: NOW,
        wake=lambda: woken.append(1),
        requests_a_day=requests_a_day,
    )
    yield Post(stores, mailbox, woken)
    stores.close()
