"""What is due is taken once, in order, and nothing that may not leave."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from gateway.errors import StoreUnavailable
from gateway.queue_id import decode
from gateway.spool.model import State
from gateway.wishes import NO_WISHES, Wish, Wishes
from suppression.database import connect
from tests.contract.spool.make import (
    NOON,
    PERSONAL,
    delivery,
    email,
    outcome,
    receipt,
    recipient,
    text,
)

if TYPE_CHECKING:
    from pathlib import Path

    from tests.contract.spool.make import Desk


async def test_a_claim_hands_over_all_that_sending_needs(desk: Desk) -> None:
    message = email()
    await desk.spool.accept(message)
    (claimed,) = await desk.claim()
    assert claimed.queue_id == message.queue_id
    assert (claimed.raw, claimed.plan) == (message.raw, PERSONAL)
    assert claimed.recipients == (recipient("bob@example.net"),)
    assert (claimed.route, claimed.attempt) == ("out", 1)
    assert claimed.expires_at == message.expires_at
    assert await desk.state(message) is State.SENDING


async def test_nothing_is_claimed_twice(desk: Desk) -> None:
    await desk.spool.accept(email())
    assert len(await desk.claim()) == 1
    assert await desk.claim() == ()


async def test_the_longest_due_goes_first_over_all_routes(desk: Desk) -> None:
    waits = [
        email(delivery(route=route), not_before=NOON - timedelta(minutes=minutes))
        for route, minutes in (("out", 1), ("texts", 3), ("out", 5), ("texts", 2))
    ]
    for message in waits:
        await desk.spool.accept(message)
    claimed = await desk.claim(limit=3)
    assert [each.queue_id for each in claimed] == [waits[i].queue_id for i in (2, 1, 3)]


async def test_of_what_goes_another_way_the_longest_due_goes_first(desk: Desk) -> None:
    later, first = (
        text(at=NOON - timedelta(minutes=minutes), expires_at=NOON + timedelta(hours=1))
        for minutes in (1, 5)
    )
    for message in (later, first):
        await desk.spool.accept(message)
    assert await desk.spool.divert("texts", "other", limit=1) == 1
    (claimed,) = await desk.claim(room={"other": 5})
    assert (claimed.queue_id, claimed.diverted_from) == (first.queue_id, "texts")


async def test_a_route_gets_no_more_than_it_has_room_for(desk: Desk) -> None:
    for _ in range(5):
        await desk.spool.accept(email())
        await desk.spool.accept(text())
    claimed = await desk.claim(room={"out": 2, "texts": 0, "gone": 7})
    assert [each.route for each in claimed] == ["out", "out"]


async def test_nothing_is_claimed_before_its_time(desk: Desk) -> None:
    await desk.spool.accept(email(not_before=NOON + timedelta(hours=1)))
    assert await desk.claim() == ()
    desk.clock.advance(hours=1)
    assert len(await desk.claim()) == 1


async def test_personal_copies_are_claimed_one_a_recipient_each_with_its_own_grant(
    desk: Desk,
) -> None:
    people = [f"p{n}@example.net" for n in range(5)]
    await desk.spool.accept(email(*map(delivery, people)))
    claimed = await desk.claim()
    assert [each.recipients[0].address for each in claimed] == people
    assert len({each.grant_id for each in claimed}) == 5
    for each in claimed:
        grant = await desk.listed.grant(each.grant_id)
        assert grant is not None
        assert (grant.key, grant.sender, grant.stream) == (
            each.recipients[0].key,
            "example",
            "news",
        )


async def test_a_copy_without_a_link_makes_no_grant(desk: Desk) -> None:
    await desk.spool.accept(receipt())
    assert len(await desk.claim()) == 1
    assert await desk.listed.grant(1) is None


async def test_copies_that_are_all_the_same_go_out_in_batches_of_a_hundred(desk: Desk) -> None:
    await desk.spool.accept(receipt(*(delivery(f"p{n}@example.net") for n in range(250))))
    claimed = [each for _ in range(3) for each in await desk.claim(room={"out": 1})]
    assert [len(each.recipients) for each in claimed] == [100, 100, 50]
    assert len({r for each in claimed for r in each.recipients}) == 250
    assert {each.grant_id for each in claimed} == {0}


async def test_a_batch_is_of_one_route_and_of_one_number_of_attempts(desk: Desk) -> None:
    message = receipt(
        delivery("a@example.net"),
        delivery("b@example.net"),
        delivery("c@example.net", route="texts"),
    )
    await desk.spool.accept(message)
    first, second = await desk.claim()
    assert sorted(map(len, (first.recipients, second.recipients))) == [1, 2]
    batch = max(first, second, key=lambda each: len(each.recipients))
    tried, untried = outcome(batch, State.DEFERRED)[0], outcome(batch, State.QUEUED)[1]
    await desk.spool.settle([tried, untried])
    again = await desk.claim()
    assert sorted(each.attempt for each in again) == [1, 2]


async def test_what_is_too_old_expires_instead_of_leaving(desk: Desk) -> None:
    message = email(expires_at=NOON + timedelta(minutes=5))
    await desk.spool.accept(message)
    desk.clock.advance(minutes=5)
    assert await desk.claim() == ()
    assert await desk.state(message) is State.EXPIRED


async def test_an_email_nobody_settled_comes_back_when_its_lease_is_over(desk: Desk) -> None:
    message = email()
    await desk.spool.accept(message)
    await desk.claim()
    desk.clock.advance(seconds=59)
    assert await desk.claim() == ()
    desk.clock.advance(seconds=1)
    (again,) = await desk.claim()
    assert (again.queue_id, again.attempt) == (message.queue_id, 2)
    assert await desk.kinds(message) == ["accepted", "lapsed"]


async def test_a_text_nobody_settled_is_unknown_and_never_sent_again_unasked(desk: Desk) -> None:
    message = text()
    await desk.spool.accept(message)
    await desk.claim()
    desk.clock.advance(seconds=60)
    assert await desk.claim() == ()
    assert await desk.state(message) is State.UNKNOWN
    await desk.spool.retry([message.queue_id], by="ann", because="not in their log")
    assert len(await desk.claim()) == 1


async def test_a_message_nobody_survives_is_held_and_the_others_flow(desk: Desk) -> None:
    poison = email()
    await desk.spool.accept(poison)
    for _ in range(3):
        assert len(await desk.claim()) == 1
        desk.clock.advance(seconds=60)
    await desk.spool.accept(other := email())
    (claimed,) = await desk.claim()
    assert claimed.queue_id == other.queue_id
    view = await desk.spool.message(poison.queue_id)
    assert view is not None
    (only,) = view.deliveries
    assert (only.state, only.attempts) == (State.HELD, 3)
    assert [finding["code"] for finding in only.findings] == ["INTERNAL_POISON"]


async def test_an_outcome_ends_the_count_of_claims_without_one(desk: Desk) -> None:
    message = email()
    await desk.spool.accept(message)
    for _ in range(2):
        await desk.claim()
        desk.clock.advance(seconds=60)
    (claimed,) = await desk.claim()
    await desk.spool.settle(outcome(claimed, State.DEFERRED))
    for attempt in (4, 5, 6):
        (claimed,) = await desk.claim()
        assert claimed.attempt == attempt
        desk.clock.advance(seconds=60)
    assert await desk.claim() == ()
    assert await desk.state(message) is State.HELD


async def test_at_start_up_no_lease_is_left(desk: Desk) -> None:
    mail, sms = email(), text()
    await desk.spool.accept(mail)
    await desk.spool.accept(sms)
    await desk.claim()
    ended = await desk.spool.release_leases()
    assert [(each.queue_id, each.state) for each in ended] == [(sms.queue_id, State.UNKNOWN)]
    assert await desk.state(mail) is State.QUEUED
    assert len(await desk.claim()) == 1


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE contents SET raw = substr(raw, 2) WHERE message = ?",
        "UPDATE contents SET plan = 'no plan' WHERE message = ?",
        "UPDATE contents SET plan = '{}' WHERE message = ?",
        "DELETE FROM contents WHERE message = ?",
    ],
)
async def test_a_message_that_is_not_what_was_accepted_is_held_and_the_others_flow(
    desk: Desk, damage: str
) -> None:
    damaged, other = email(), email()
    await desk.spool.accept(damaged)
    await desk.spool.accept(other)
    with closing(connect(desk.folder / "messages.db")) as connection:
        connection.execute(damage, (decode(damaged.queue_id),))
    (claimed,) = await desk.claim()
    assert claimed.queue_id == other.queue_id
    assert await desk.state(damaged) is State.HELD


def take_away(folder: Path) -> None:
    for path in folder.glob("suppression.db*"):
        path.rename(path.with_name("gone-" + path.name))


async def test_without_the_list_nothing_is_claimed_and_mail_is_still_accepted(
    desk: Desk,
) -> None:
    desk.listed.close()
    take_away(desk.folder)
    message = email()
    await desk.spool.accept(message)
    with pytest.raises(StoreUnavailable):
        await desk.claim()
    assert await desk.state(message) is State.QUEUED


async def test_the_claim_of_a_long_queue_reads_the_index_alone(desk: Desk) -> None:
    with closing(connect(desk.folder / "messages.db")) as connection:
        plan = " ".join(
            row["detail"]
            for row in connection.execute(
                "EXPLAIN QUERY PLAN SELECT d.id FROM deliveries d JOIN messages m"
                " ON m.id = d.message WHERE d.route = ? AND d.next_at <= ?"
                " ORDER BY d.next_at, d.id LIMIT ?",
                ("out", 1.0, 5),
            )
        )
    assert "deliveries_due" in plan
    assert "TEMP B-TREE" not in plan


def test_the_file_is_for_its_owner_alone(desk: Desk) -> None:
    assert (desk.folder / "messages.db").stat().st_mode & 0o077 == 0
    assert sqlite3.sqlite_version_info >= (3, 37)


@pytest.mark.parametrize(
    "wishes",
    [
        Wishes(returns="HDRS"),
        Wishes(envelope_id="id+2B1"),
        Wishes(smtputf8=True),
        Wishes(by_address={"bob@example.net": Wish(notify="NEVER", original="rfc822;bob")}),
        NO_WISHES,
    ],
)
async def test_whoever_takes_a_message_is_told_what_its_sender_wishes(
    desk: Desk, wishes: Wishes
) -> None:
    await desk.spool.accept(receipt(wishes=wishes))
    (claimed,) = await desk.claim()
    assert claimed.wishes == wishes
