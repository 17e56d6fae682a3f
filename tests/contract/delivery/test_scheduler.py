"""What is stored is sent, reported or put off: a scheduler with next hops that answer."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives.asymmetric import ed25519
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from filters.email.dkim.signing import DkimKey
from gateway.delivery.copies import Signer
from gateway.delivery.outbox import OutboxCarrier
from gateway.delivery.second_look import SecondLook
from gateway.spool.model import State
from suppression.tokens import TOKEN_LENGTH
from tests.contract.delivery.make import eventually
from tests.contract.delivery.next_hop import NextHop, listening
from tests.contract.delivery.scheduling import KEYS, PATIENCE, running, scheduler
from tests.contract.delivery.sending import mail, smtp, states, until
from tests.contract.spool.make import delivery, email, real_clock, text

if TYPE_CHECKING:
    from pathlib import Path

    from gateway.delivery.carrier import Carrier
    from gateway.spool.model import Claimed, Settlement
    from gateway.spool.sqlite import SqliteSpool


def files(folder: Path, pattern: str) -> list[Path]:
    return sorted(folder.glob(pattern))


async def first_file(folder: Path, pattern: str) -> Path:
    await eventually(lambda: files(folder, pattern))
    return files(folder, pattern)[0]


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


async def test_recipients_put_off_together_come_due_together(spool: SqliteSpool) -> None:
    people = [f"person{number}@b.test" for number in range(30)]
    message = mail(*people)
    await spool.accept(message)
    draws = iter(number / len(people) for number in range(len(people)))
    async with listening(NextHop({"mail": b"451 4.3.0 later\r\n"})) as hop:
        runs = scheduler(spool, {"out": smtp(hop)}, random=lambda: next(draws))
        async with running(runs):
            await until(spool, message, *[State.DEFERRED] * len(people))
    view = await spool.message(message.queue_id)
    assert view is not None
    assert len({each.next_at for each in view.deliveries}) == 1


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
    slow = Waiting(runs._second_look._decider, spool, PATIENCE)
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


@pytest.fixture(scope="module")
def key() -> DkimKey:
    made = ed25519.Ed25519PrivateKey.generate()
    pem = made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return DkimKey.load("s1", pem)
