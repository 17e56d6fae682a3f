"""People on a list, and what is asked of it, for the tests of the store."""

from __future__ import annotations

import json
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from suppression.actor import Actor
from suppression.channel import Channel
from suppression.consent import ConsentSource, NewConsent
from suppression.database import connect
from suppression.entry import COMMERCIAL, NewEntry, Origin, Reason
from suppression.keys import email_key, phone_key
from suppression.ledger import GENESIS, Pepper, chain

if TYPE_CHECKING:
    from pathlib import Path

    from suppression.keys import RecipientKey
    from suppression.store import SuppressionStore

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
PEPPER = Pepper(b"p" * 32)
ANN = email_key("ann@example.com")
PHONE = phone_key("+19169668284")
LINK = Actor(name="recipient", method="one-click", address="192.0.2.7", message="01hq")
DESK = Actor(name="desk", method="cli")
UNSUBSCRIBE = NewEntry(
    channel=Channel.EMAIL,
    key=ANN,
    scope=COMMERCIAL,
    reason=Reason.UNSUBSCRIBE,
    origin=Origin.RECIPIENT,
    evidence="link in 01hq",
    requested_at=NOON - timedelta(minutes=1),
)
REQUEST = NewConsent(
    key=PHONE,
    source=ConsentSource.FORM,
    purposes=frozenset({"delivery", "appointment"}),
    evidence="form 12",
    requested_at=NOON - timedelta(days=1),
)


class Clock:
    """Stands still until it is set."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


async def blocking(
    store: SuppressionStore,
    key: RecipientKey,
    channel: Channel = Channel.EMAIL,
    at: datetime = NOON,
) -> tuple[str, ...]:
    return tuple(entry.entry_id for entry in (await store.blocking((key,), channel, at))[key])


async def last_texted(
    store: SuppressionStore, key: RecipientKey, ours: RecipientKey
) -> datetime | None:
    return (await store.standing(key, ours=ours, at=NOON + timedelta(days=3650))).last_texted


def ledger(path: Path) -> list[tuple[int, str, dict[str, object], dict[str, object]]]:
    """Return the lines of the ledger with their details, having checked the chain."""
    with closing(connect(path, read_only=True)) as connection:
        lines = connection.execute(
            "SELECT * FROM ledger LEFT JOIN ledger_detail USING (seq) ORDER BY seq"
        ).fetchall()
    previous = GENESIS
    for number, line in enumerate(lines, start=1):
        previous = chain(previous, number, line["body"])
        assert (line["seq"], line["hash"]) == (number, previous)
    return [
        (line["seq"], line["kind"], json.loads(line["body"]), json.loads(line["detail"] or "{}"))
        for line in lines
    ]
