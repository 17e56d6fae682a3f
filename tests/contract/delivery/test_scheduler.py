from __future__ import annotations

import asyncio
import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ed25519
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from filters.email.dkim.signing import DkimKey
from gateway.delivery.bounces import Bounces
from gateway.delivery.copies import Signer
from gateway.delivery.outbox import OutboxCarrier
from gateway.delivery.second_look import SecondLook
from gateway.delivery.smtp_carrier import SmtpCarrier
from gateway.errors import StoreUnavailable
from gateway.nobody import NothingListed
from gateway.spool.model import State
from gateway.spool.sqlite import SqliteSpool
from suppression.store import Matching
from suppression.tokens import TOKEN_LENGTH
from tests.contract.delivery.make import eventually, route
from tests.contract.delivery.next_hop import CLOSE, HANG, NextHop, listening
from tests.contract.delivery.scheduling import DELIVERY, KEYS, running, scheduler
from tests.contract.spool.make import (
    PEPPER,
    delivery,
    email,
    list_at,
    real_clock,
    receipt,
    text,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from pathlib import Path

    from gateway.delivery.carrier import Carrier
    from gateway.spool.ending import Settled
    from gateway.spool.model import Claimed, NewMessage, Settlement


def smtp(hop: NextHop, **changes: Any) -> SmtpCarrier:  # noqa: ANN401 - any key of a route
    bounces = Bounces(NothingListed(), real_clock)
    return SmtpCarrier(route(hop.port, **changes), DELIVERY, "gateway.test", bounces)


async def states(spool: SqliteSpool, message: NewMessage) -> list[State]:
    view = await spool.message(message.queue_id)
    assert view is not None
    return [each.state for each in view.deliveries]


async def until(spool: SqliteSpool, message: NewMessage, *expected: State) -> None:
    async with asyncio.timeout(10):
        while await states(spool, message) != list(expected):  # noqa: ASYNC110 - a file sets no event
            await asyncio.sleep(0.01)


def files(folder: Path, pattern: str) -> list[Path]:
    return sorted(folder.glob(pattern))


async def first_file(folder: Path, pattern: str) -> Path:
    await eventually(lambda: files(folder, pattern))
    return files(folder, pattern)[0]


def mail(*addresses: str, **changes: Any) -> NewMessage:  # noqa: ANN401 - any field
    people = tuple(delivery(a) for a in addresses or ("bob@example.net",))
    return receipt(*people, at=real_clock(), **changes)


async def test_what_is_stored_is_sent_as_soon_as_the_scheduler_is_woken(spool: SqliteSpool) -> None:
    async with listening(NextHop()) as hop, running(scheduler(spool, {"out": smtp(hop)})) as runs:
        message = mail()
        await spool.accept(message)
        runs.wake()
        await until(spool, message, State.DELIVERED)
    assert len(hop.messages) == 1


async def test_every_copy_of_a_newsletter_carries_its_own_token_and_a_signature(
    spool: SqliteSpool, key: DkimKey
) -> None:
    signers = {"example": Signer(domains=frozenset({"example.com"}), keys=(key,))}
    message = email(delivery("ann@b.test"), delivery("bob@b.test"), at=real_clock())
    await spool.accept(message)
    async with (
        listening(NextHop()) as hop,
        running(scheduler(spool, {"out": smtp(hop)}, signers)),
    ):
        await until(spool, message, State.DELIVERED, State.DELIVERED)
    fields = [
        line for copy in hop.messages for line in copy.split(b"\r\n") if line.startswith(b"X-Token")
    ]
    assert len(set(fields)) == 2
    assert all(len(field) == len(b"X-Token: ") + TOKEN_LENGTH for field in fields)
    claims = [KEYS.read(field.split()[1].decode()) for field in fields]
    assert len({claim.grant_id for claim in claims if claim}) == 2
    assert all(
        copy.startswith(b"DKIM-Signature: ") and b"d=example.com" in copy for copy in hop.messages
    )


async def test_three_hundred_messages_leave_over_four_connections(spool: SqliteSpool) -> None:
    messages = [mail() for _ in range(300)]
    for message in messages:
        await spool.accept(message)
    async with (
        listening(NextHop(extensions=(b"8BITMIME",))) as hop,
        running(scheduler(spool, {"out": smtp(hop, max_connections=4)})),
    ):
        for message in messages:
            await until(spool, message, State.DELIVERED)
    assert len(hop.messages) == 300
    assert hop.connections <= 2 * 4  # a connection serves a hundred messages


async def test_a_refusal_is_reported_to_the_sender_once_for_all_recipients(
    spool: SqliteSpool, tmp_path: Path
) -> None:
    answers: list[bytes] = [b"250 ok\r\n", b"550 5.1.1 nobody\r\n", b"550 5.2.1 gone\r\n"]
    folder = tmp_path / "outbox"
    message = mail("ann@b.test", "bob@b.test", "cid@b.test")
    await spool.accept(message)
    async with listening(NextHop({"rcpt": list(answers)})) as hop:
        carriers: dict[str, Carrier] = {"out": smtp(hop), "outbox": OutboxCarrier(folder)}
        async with running(scheduler(spool, carriers)):
            await until(spool, message, State.DELIVERED, State.FAILED, State.FAILED)
            report = await first_file(folder, "*.eml")
    envelope = json.loads(report.with_suffix(".json").read_text())
    assert (envelope["from"], envelope["to"]) == ("", ["shop@example.com"])
    words = report.read_bytes()
    assert b"rfc822; bob@b.test" in words
    assert b"smtp; 550 5.2.1 gone" in words
    assert b"ann@b.test" not in words
    assert files(folder, "*.eml") == [report]


async def test_a_deferred_message_waits_for_its_minute(spool: SqliteSpool) -> None:
    message = mail()
    await spool.accept(message)
    async with (
        listening(NextHop({"dot": b"451 4.3.0 later\r\n"})) as hop,
        running(scheduler(spool, {"out": smtp(hop)})),
    ):
        await until(spool, message, State.DEFERRED)
    view = await spool.message(message.queue_id)
    assert view is not None
    (waiting,) = view.deliveries
    assert waiting.last_reply == "451 4.3.0 later"
    assert waiting.next_at is not None
    assert timedelta(seconds=40) < waiting.next_at - real_clock() < timedelta(seconds=61)


async def test_a_message_out_of_time_is_given_up(spool: SqliteSpool) -> None:
    message = mail(expires_at=real_clock() + timedelta(seconds=30))
    await spool.accept(message)
    async with (
        listening(NextHop({"dot": b"451 4.3.0 later\r\n"})) as hop,
        running(scheduler(spool, {"out": smtp(hop)})),
    ):
        await until(spool, message, State.EXPIRED)


async def test_a_text_goes_to_its_outbox(spool: SqliteSpool, tmp_path: Path) -> None:
    message = text(at=real_clock())
    await spool.accept(message)
    async with running(scheduler(spool, {"texts": OutboxCarrier(tmp_path / "texts")})):
        await until(spool, message, State.DELIVERED)
        written = await first_file(tmp_path / "texts", "*.json")
    assert json.loads(written.read_text())["text"] == "Your appointment is at 3."


class Waiting(SecondLook):
    """A second look that nobody comes back from before the event."""

    goes_on: asyncio.Event

    async def kept_back(self, claimed: Claimed) -> tuple[Settlement, ...]:
        await self.goes_on.wait()
        return await super().kept_back(claimed)


async def test_no_more_is_claimed_than_can_be_looked_at_and_sent(
    spool: SqliteSpool, tmp_path: Path
) -> None:
    messages = [text(f"+191696682{number:02}", at=real_clock()) for number in range(90)]
    for message in messages:
        await spool.accept(message)
    outbox = OutboxCarrier(tmp_path / "texts")
    runs = scheduler(spool, {"texts": outbox})
    slow = Waiting(runs._second_look._decider, spool)
    slow.goes_on = asyncio.Event()
    runs._second_look = slow
    async with running(runs):
        await eventually(lambda: not runs._lanes["texts"].room)
        runs.wake()
        await eventually(lambda: not runs._wanted.is_set())  # it has looked once more
        claimed = [await states(spool, message) for message in messages]
        slow.goes_on.set()
        assert claimed.count([State.SENDING]) == outbox.limit
        for message in messages:
            await until(spool, message, State.DELIVERED)


async def test_stopping_finishes_what_is_being_sent_and_gives_back_the_rest(
    spool: SqliteSpool,
) -> None:
    async with listening(NextHop({"dot": HANG})) as hop:
        messages = [mail() for _ in range(5)]
        for message in messages:
            await spool.accept(message)
        async with running(scheduler(spool, {"out": smtp(hop, max_connections=1)}), grace_s=0.2):
            await eventually(lambda: hop.messages)
    found = sorted([(await states(spool, message))[0] for message in messages])
    assert found == [State.DEFERRED, *[State.QUEUED] * 4]


async def test_a_message_that_is_sent_within_the_grace_is_delivered(spool: SqliteSpool) -> None:
    message = mail()
    await spool.accept(message)
    async with listening(NextHop({"data": b"354 go\r\n"})) as hop:
        async with running(scheduler(spool, {"out": smtp(hop)})):
            await eventually(lambda: hop.commands)
        assert await states(spool, message) == [State.DELIVERED]


async def test_what_a_dead_process_held_is_sent_at_the_next_start(spool: SqliteSpool) -> None:
    message = mail()
    await spool.accept(message)
    await spool.claim({"out": 1}, limit=1, lease_s=3600)
    async with listening(NextHop()) as hop, running(scheduler(spool, {"out": smtp(hop)})):
        await until(spool, message, State.DELIVERED)
    assert len(hop.messages) == 1


async def test_a_route_that_is_down_does_not_keep_the_other_waiting(
    spool: SqliteSpool, tmp_path: Path
) -> None:
    async with listening(NextHop()) as gone:
        down = smtp(gone, max_connections=2)
    stuck = [mail() for _ in range(20)]
    other = receipt(delivery(route="outbox"), at=real_clock())
    for message in (*stuck, other):
        await spool.accept(message)
    async with running(scheduler(spool, {"out": down, "outbox": OutboxCarrier(tmp_path / "o")})):
        await until(spool, other, State.DELIVERED)
        await eventually(lambda: down.limit == 0)
    tried = [m for m in stuck if (await states(spool, m))[0] is State.DEFERRED]
    assert len(tried) < 10  # the circuit opened: nobody knocks twenty times on a closed door


async def test_a_next_hop_that_dies_and_comes_back_gets_every_message_once(
    spool: SqliteSpool,
) -> None:
    messages = [mail() for _ in range(20)]
    for message in messages:
        await spool.accept(message)
    async with (
        listening(NextHop({"mail": [b"250 ok\r\n", CLOSE, b"250 ok\r\n"]})) as hop,
        running(scheduler(spool, {"out": smtp(hop, max_connections=1)})),
    ):
        for message in messages:
            await until(spool, message, State.DELIVERED)
    assert len(hop.messages) == 20


@pytest.fixture(scope="module")
def key() -> DkimKey:
    made = ed25519.Ed25519PrivateKey.generate()
    pem = made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return DkimKey.load("s1", pem)


class StumblingSpool(SqliteSpool):
    """A spool whose disk fails every verb a few times."""

    failures = 3

    def _stumble(self) -> None:
        if self.failures:
            self.failures -= 1
            message = "no space left on device"
            raise StoreUnavailable(message)

    async def claim(
        self,
        capacity: Mapping[str, int],
        *,
        limit: int,
        lease_s: float,
        heavy: Collection[str] = (),
    ) -> tuple[Claimed, ...]:
        self._stumble()
        return await super().claim(capacity, limit=limit, lease_s=lease_s, heavy=heavy)

    async def settle(
        self, settlements: Sequence[Settlement], reports: Sequence[NewMessage] = ()
    ) -> Settled:
        self._stumble()
        return await super().settle(settlements, reports)


async def test_a_spool_that_fails_for_a_while_loses_and_repeats_nothing(tmp_path: Path) -> None:
    listed = list_at(tmp_path)
    listed.open()
    stumbling = StumblingSpool(
        tmp_path / "messages.db", suppression_path=tmp_path / "suppression.db", pepper=PEPPER,
        matching=Matching(), clock=real_clock,
    )  # fmt: skip
    stumbling.failures = 0
    stumbling.open()
    message = mail()
    await stumbling.accept(message)
    stumbling.failures = 2
    async with (
        listening(NextHop()) as hop,
        running(scheduler(stumbling, {"out": smtp(hop)})) as runs,
    ):
        runs.wake()
        await eventually(lambda: hop.messages)
        stumbling.failures = 1
        await until(stumbling, message, State.DELIVERED)
    assert len(hop.messages) == 1
    stumbling.close()
    listed.close()
