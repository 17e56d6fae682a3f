"""What is due is not taken for whom the list, the law or an erasure stops meanwhile."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from gateway.errors import StoreUnavailable
from gateway.spool.model import State
from gateway.spool.sqlite import SqliteSpool
from suppression.covering import Matching
from suppression.entry import ALL, Reason
from suppression.hashes import ErasureSecrets, hashed_key
from suppression.keys import email_key
from suppression.sqlite import SqliteSuppressionStore
from tests.contract.spool.make import (
    CLERK,
    NOON,
    PEPPER,
    ROOM,
    delivery,
    email,
    opt_out,
    outcome,
    receipt,
    recipient,
    text,
)

if TYPE_CHECKING:
    from pathlib import Path

    from tests.contract.spool.make import Desk


@pytest.mark.parametrize("message", [email(), text()], ids=["email", "text"])
async def test_an_opt_out_stops_what_is_already_queued(desk: Desk, message: object) -> None:
    message = email() if message is None else message
    await desk.spool.accept(message)  # type: ignore[arg-type]
    address = message.deliveries[0].recipient.address  # type: ignore[attr-defined]
    await desk.add(opt_out(address))
    assert await desk.claim() == ()
    assert await desk.state(message) is State.SUPPRESSED  # type: ignore[arg-type]
    assert await desk.kinds(message) == ["accepted", "suppressed"]  # type: ignore[arg-type]


async def test_an_opt_out_stops_a_deferred_delivery_before_its_next_attempt(desk: Desk) -> None:
    message = email()
    await desk.spool.accept(message)
    (claimed,) = await desk.claim()
    await desk.spool.settle(outcome(claimed, State.DEFERRED))
    await desk.add(opt_out())
    assert await desk.claim() == ()
    assert await desk.state(message) is State.SUPPRESSED


async def test_an_opt_out_of_commercial_mail_lets_a_receipt_pass(desk: Desk) -> None:
    await desk.spool.accept(receipt())
    await desk.add(opt_out())
    assert len(await desk.claim()) == 1


async def test_an_opt_out_of_everything_stops_a_receipt_too(desk: Desk) -> None:
    await desk.spool.accept(receipt())
    await desk.add(opt_out(scope=ALL))
    assert await desk.claim() == ()


async def test_an_opt_out_from_another_sender_stops_nothing_here(desk: Desk) -> None:
    await desk.spool.accept(email())
    await desk.add(opt_out(sender="other"))
    assert len(await desk.claim()) == 1


async def test_an_opt_out_stops_the_tagged_address_too(desk: Desk) -> None:
    await desk.spool.accept(email(delivery("bob+news@example.net")))
    await desk.add(opt_out("bob@example.net"))
    assert await desk.claim() == ()


@pytest.mark.parametrize(
    ("reason", "leaves"), [(Reason.UNSUBSCRIBE, True), (Reason.LEGAL, False), (Reason.MINOR, False)]
)
async def test_a_delivery_report_is_kept_back_by_the_law_and_not_by_an_opt_out(
    desk: Desk, reason: Reason, leaves: bool
) -> None:
    await desk.spool.accept(receipt(category="system", reverse_path="", identity=""))
    await desk.add(opt_out(scope=ALL, reason=reason))
    assert bool(await desk.claim()) is leaves


@pytest.mark.parametrize("reason", [Reason.LEGAL, Reason.MINOR])
@pytest.mark.parametrize("named", ["bob@example.net", "+19169668284"])
async def test_what_the_law_asks_for_meanwhile_stops_both_channels(
    desk: Desk, reason: Reason, named: str
) -> None:
    bob, number = recipient("bob@example.net").key, recipient("+19169668284").key
    await desk.listed.link(bob, number, evidence="form 12", by=CLERK)
    letter, note = receipt(), text()
    for message in (letter, note):
        await desk.spool.accept(message)
    await desk.add(opt_out(named, reason=reason))
    assert await desk.claim() == ()
    assert {await desk.state(letter), await desk.state(note)} == {State.SUPPRESSED}


async def test_one_of_a_batch_who_opted_out_is_left_out_of_it(desk: Desk) -> None:
    await desk.spool.accept(receipt(*(delivery(f"p{n}@example.net") for n in range(3))))
    await desk.add(opt_out("p1@example.net", scope=ALL))
    (claimed,) = await desk.claim()
    assert [r.address for r in claimed.recipients] == ["p0@example.net", "p2@example.net"]


async def test_many_who_opted_out_do_not_hide_who_comes_after_them(desk: Desk) -> None:
    people = [f"p{n}@example.net" for n in range(30)]
    await desk.spool.accept(email(*map(delivery, people)))
    for address in people[:-1]:
        await desk.add(opt_out(address))
    (claimed,) = await desk.claim(limit=5)
    assert claimed.recipients[0].address == people[-1]


async def test_one_claim_does_not_hold_the_list_for_all_who_opted_out(desk: Desk) -> None:
    people = [f"p{n}@example.net" for n in range(30)]
    await desk.spool.accept(email(*map(delivery, people)))
    for address in people[:-1]:
        await desk.add(opt_out(address))
    assert await desk.claim(limit=1) == ()
    assert await desk.spool.next_due() == NOON
    assert len(await desk.claim(limit=1)) == 1


async def test_an_attempt_that_nobody_settled_still_counts_when_an_opt_out_ends_it(
    desk: Desk,
) -> None:
    message = email()
    await desk.spool.accept(message)
    assert len(await desk.claim()) == 1
    desk.clock.advance(seconds=61)  # its lease is over
    await desk.add(opt_out())
    assert await desk.claim() == ()
    view = await desk.spool.message(message.queue_id)
    assert view is not None
    assert (view.deliveries[0].state, view.deliveries[0].attempts) == (State.SUPPRESSED, 1)


async def test_a_suppressed_delivery_says_why(desk: Desk) -> None:
    message = email()
    await desk.spool.accept(message)
    await desk.add(opt_out(reason=Reason.COMPLAINT))
    await desk.claim()
    view = await desk.spool.message(message.queue_id)
    assert view is not None
    (only,) = view.deliveries
    assert only.findings[0]["code"] == "SUPPRESSED_COMPLAINT"
    assert only.last_reply.startswith("[SUPPRESSED_COMPLAINT]")
    line = (await desk.spool.trace(queue_id=message.queue_id))[-1]
    assert line.facts["reason"] == "complaint"
    assert line.facts["entry_id"]


async def test_nothing_queued_leaves_for_somebody_known_by_their_hash(desk: Desk) -> None:
    queued = email(delivery("ann+news@example.net"))
    await desk.spool.accept(queued)
    hashed = hashed_key("sha256", email_key("ann@example.net"))
    await desk.add(replace(opt_out("ann@example.net"), key=hashed))
    assert await desk.claim() == ()
    assert await desk.state(queued) is State.SUPPRESSED


async def test_nothing_queued_leaves_for_a_person_who_was_erased(tmp_path: Path) -> None:
    matching = Matching(erasure=ErasureSecrets(((1, b"s" * 32),)))
    listed = SqliteSuppressionStore(
        tmp_path / "suppression.db", pepper=PEPPER, matching=matching, clock=lambda: NOON
    )
    spool, blind = (
        SqliteSpool(
            tmp_path / "messages.db",
            suppression_path=tmp_path / "suppression.db",
            pepper=PEPPER,
            matching=each,
            clock=lambda: NOON,
        )
        for each in (matching, Matching())
    )
    for store in (listed, spool, blind):
        store.open()
    try:
        await spool.accept(receipt(delivery("ann@example.net")))
        await listed.erase(email_key("ann@example.net"), by=CLERK)
        with pytest.raises(StoreUnavailable, match="hmac:1"):
            await blind.claim({"out": 1}, limit=1, lease_s=60)
        assert await spool.claim({"out": 1}, limit=1, lease_s=60) == ()
    finally:
        for store in (listed, spool, blind):
            store.close()


async def test_nothing_is_taken_while_an_opt_out_waits_to_be_written_to_the_list(
    desk: Desk,
) -> None:
    await desk.spool.accept(receipt())
    journal = ["an opt-out"]
    spool = SqliteSpool(
        desk.folder / "messages.db", suppression_path=desk.folder / "suppression.db",
        pepper=PEPPER, matching=Matching(), clock=desk.clock, may_claim=lambda: not journal,
    )  # fmt: skip
    spool.open()
    try:
        assert await spool.claim(ROOM, limit=9, lease_s=60) == ()
        journal.clear()
        assert len(await spool.claim(ROOM, limit=9, lease_s=60)) == 1
    finally:
        spool.close()
