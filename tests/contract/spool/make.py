"""Builders of what the spool stores, and a spool with its list on temporary files."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from filters.decision import Effect, Finding, Ruling
from filters.message import Recipient
from filters.plan import NO_PLAN, Plan, Splice, Token
from gateway.queue_id import QueueIds
from gateway.spool.joint import Joint
from gateway.spool.model import NewDelivery, NewMessage, Settlement, State
from gateway.spool.sqlite import SqliteSpool
from suppression.actor import Actor
from suppression.channel import Channel
from suppression.covering import Matching
from suppression.entry import ALL, COMMERCIAL, NewEntry, Origin, Reason
from suppression.keys import RecipientKey, email_key
from suppression.ledger import Pepper
from suppression.sqlite import SqliteSuppressionStore

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from gateway.spool.model import Claimed
    from suppression.entry import Scope

NOON: Final = datetime(2026, 11, 23, 12, tzinfo=UTC)
PEPPER: Final = Pepper(b"pepper")
ROOM: Final[Mapping[str, int]] = {"out": 50, "texts": 50}
PERSONAL: Final = Plan(
    splices=(Splice(start=0, end=0, template=(b"X-Token: ", Token(), b"\r\n")),),
    fixes=("F_LIST_UNSUBSCRIBE",),
)
CLERK: Final = Actor(name="clerk", method="cli")
_RAW: Final = b"From: a@example.com\r\nSubject: Hello\r\n\r\nHello.\r\n"
_queue_ids: Final = QueueIds()


@dataclass
class Clock:
    """A clock that a test sets."""

    now: datetime = NOON
    asked: threading.Event = field(default_factory=threading.Event)

    def __call__(self) -> datetime:
        self.asked.set()
        return self.now

    def advance(self, **time: float) -> datetime:
        self.now += timedelta(**time)
        return self.now


def real_clock() -> datetime:
    return datetime.now(UTC)


def recipient(address: str) -> Recipient:
    key = email_key(address) if "@" in address else RecipientKey(address)
    return Recipient(address=address, key=key)


def delivery(
    address: str = "bob@example.net",
    *,
    state: State = State.QUEUED,
    findings: tuple[Finding, ...] = (),
    route: str = "out",
) -> NewDelivery:
    effects = {State.QUEUED: Effect.PASS, State.HELD: Effect.HOLD, State.REFUSED: Effect.REFUSE}
    ruling = Ruling(recipient=recipient(address), effect=effects[state], findings=findings)
    return NewDelivery(ruling=ruling, state=state, route="" if state is State.REFUSED else route)


def objection(code: str = "SUPPRESSED_OPTOUT", effect: Effect = Effect.REFUSE) -> Finding:
    return Finding(
        code=code, cites="15 U.S.C. 7704", effect=effect, reason="Opted out.", evidence=("link",)
    )


def email(*deliveries: NewDelivery, at: datetime = NOON, **changes: Any) -> NewMessage:  # noqa: ANN401 - fields
    fields: dict[str, Any] = {
        "queue_id": _queue_ids.next(),
        "channel": Channel.EMAIL,
        "submitter": "shop",
        "protocol": "ESMTP",
        "identity": "example",
        "category": "commercial",
        "stream": "news",
        "reverse_path": "shop@example.com",
        "header_from": "example.com",
        "subject": "Hello",
        "raw": _RAW,
        "plan": PERSONAL,
        "accepted_at": at,
        "not_before": at,
        "expires_at": at + timedelta(days=2),
        "deliveries": deliveries or (delivery(),),
    }
    return NewMessage(**{**fields, **changes})


def receipt(*deliveries: NewDelivery, at: datetime = NOON, **changes: Any) -> NewMessage:  # noqa: ANN401 - fields
    return email(*deliveries, at=at, **{"category": "transactional", "plan": NO_PLAN, **changes})


def text(number: str = "+19169668284", *, at: datetime = NOON, **changes: Any) -> NewMessage:  # noqa: ANN401 - fields
    fields: dict[str, Any] = {
        "channel": Channel.SMS,
        "protocol": "HTTP",
        "category": "appointment",
        "stream": "",
        "reverse_path": "+15005550006",
        "header_from": "",
        "subject": "",
        "raw": b"Your appointment is at 3.",
        "plan": NO_PLAN,
        "expires_at": at + timedelta(hours=1),
    }
    return email(delivery(number, route="texts"), at=at, **{**fields, **changes})


def opt_out(
    address: str = "bob@example.net",
    *,
    scope: Scope = COMMERCIAL,
    reason: Reason = Reason.UNSUBSCRIBE,
    sender: str = "",
    at: datetime = NOON,
) -> NewEntry:
    key = recipient(address).key
    channel = Channel.EMAIL if "@" in address else Channel.SMS
    return NewEntry(
        channel=channel,
        key=key,
        scope=scope if channel is Channel.EMAIL else ALL,
        reason=reason,
        origin=Origin.RECIPIENT,
        sender=sender,
        requested_at=at,
    )


def outcome(claimed: Claimed, state: State, reply: str = "250 ok", **more: Any) -> list[Settlement]:  # noqa: ANN401 - fields
    return [
        Settlement(delivery_id=each, state=state, reply=reply, attempt=claimed.attempt, **more)
        for each in claimed.delivery_ids
    ]


@dataclass
class Desk:
    """A spool and its list, open, with the clock both go by."""

    folder: Path
    clock: Clock
    spool: SqliteSpool
    listed: SqliteSuppressionStore
    matching: Matching = field(default_factory=Matching)

    @property
    def joint(self) -> Joint:
        return Joint(
            self.folder / "suppression.db",
            self.folder / "messages.db",
            self.spool,
            pepper=PEPPER,
            matching=self.matching,
            clock=self.clock,
        )

    async def claim(self, *, limit: int = 50, room: Mapping[str, int] = ROOM) -> Sequence[Claimed]:
        return await self.spool.claim(room, limit=limit, lease_s=60)

    async def state(self, message: NewMessage) -> State:
        view = await self.spool.message(message.queue_id)
        assert view is not None
        (only,) = view.deliveries
        return only.state

    async def kinds(self, message: NewMessage) -> list[str]:
        return [line.kind for line in await self.spool.trace(queue_id=message.queue_id)]

    async def add(self, entry: NewEntry) -> None:
        await self.listed.add(entry, CLERK)


def spool_at(folder: Path, clock: Any = real_clock) -> SqliteSpool:  # noqa: ANN401 - any clock
    return SqliteSpool(
        folder / "messages.db",
        suppression_path=folder / "suppression.db",
        pepper=PEPPER,
        matching=Matching(),
        clock=clock,
        monotonic=lambda: clock().timestamp(),
    )


def list_at(folder: Path, clock: Any = real_clock) -> SqliteSuppressionStore:  # noqa: ANN401 - any clock
    return SqliteSuppressionStore(
        folder / "suppression.db", pepper=PEPPER, matching=Matching(), clock=clock
    )


@contextmanager
def open_desk(folder: Path) -> Iterator[Desk]:
    clock = Clock()
    listed, spool = list_at(folder, clock), spool_at(folder, clock)
    listed.open()
    spool.open()
    try:
        yield Desk(folder, clock, spool, listed)
    finally:
        spool.close()
        listed.close()
