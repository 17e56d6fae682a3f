"""The spool as people see it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from filters.decision import Effect
from gateway.spool.model import SpoolQuery, State
from suppression.keys import email_key
from tests.contract.spool.make import (
    NOON,
    Desk,
    delivery,
    email,
    objection,
    opt_out,
    outcome,
    receipt,
    text,
)


async def ids(desk: Desk, **query: object) -> list[str]:
    return [view.queue_id for view in await desk.spool.messages(SpoolQuery(**query))]  # type: ignore[arg-type]


async def test_messages_are_listed_newest_first_page_by_page(desk: Desk) -> None:
    messages = [email() for _ in range(5)]
    for message in messages:
        await desk.spool.accept(message)
    newest = [message.queue_id for message in reversed(messages)]
    assert await ids(desk) == newest
    assert await ids(desk, limit=2) == newest[:2]
    assert await ids(desk, limit=2, after=newest[1]) == newest[2:4]
    assert await ids(desk, after="no queue id") == []


async def test_the_page_before_a_message_is_listed_in_the_same_order(desk: Desk) -> None:
    newest: list[str] = []
    for _ in range(5):
        message = email()
        await desk.spool.accept(message)
        newest.insert(0, message.queue_id)
    assert await ids(desk, limit=2, ahead_of=newest[3]) == newest[1:3]
    assert await ids(desk, limit=9, ahead_of=newest[3]) == newest[:3]
    assert await ids(desk, ahead_of=newest[0]) == []
    assert await ids(desk, limit=2, after=newest[3], since=NOON) == newest[4:]


async def test_the_latest_messages_of_a_person_are_listed_with_their_deliveries_alone(
    desk: Desk,
) -> None:
    newest: list[str] = []
    for _ in range(3):
        message = email(delivery("ann@example.net"), delivery("bob@example.net"))
        await desk.spool.accept(message)
        newest.insert(0, message.queue_id)
    await desk.spool.accept(email(delivery("ann@example.net")))
    found = await desk.spool.messages_to(email_key("bob@example.net"), limit=2)
    assert [(each.queue_id, [d.address for d in each.deliveries]) for each in found] == [
        (queue_id, ["bob@example.net"]) for queue_id in newest[:2]
    ]


async def test_what_left_in_some_time_is_listed(desk: Desk) -> None:
    messages = [email() for _ in range(4)]
    await desk.spool.accept(messages[0], more=messages[1:])
    left = [message.queue_id for message in messages]
    *delivered, failed = await desk.claim()
    for claimed in delivered:
        await desk.spool.settle(outcome(claimed, State.DELIVERED))
        desk.clock.advance(hours=1)
    await desk.spool.settle(outcome(failed, State.FAILED))
    hour = timedelta(hours=1)
    assert await ids(desk, left_from=NOON + hour) == [left[2], left[1]]
    assert await ids(desk, left_before=NOON + hour) == [left[0]]
    assert await ids(desk, left_from=NOON + hour, left_before=NOON + 2 * hour) == [left[1]]
    assert await ids(desk, left_from=NOON, after=left[1]) == [left[0]]


async def test_a_query_narrows_the_list(desk: Desk) -> None:
    mail = email(submitter="crm")
    sms = text()
    held = receipt(delivery("ann@example.net", state=State.HELD), at=NOON + timedelta(hours=1))
    for message in (mail, sms, held):
        await desk.spool.accept(message)
    assert await ids(desk, channel="sms") == [sms.queue_id]
    assert await ids(desk, submitter="crm") == [mail.queue_id]
    assert await ids(desk, sender="+15005550006") == [sms.queue_id]
    assert await ids(desk, address="Ann@EXAMPLE.net") == [held.queue_id]
    assert await ids(desk, address="(916) 966-8284") == [sms.queue_id]
    assert await ids(desk, address="neither @ nor number") == []
    assert await ids(desk, since=NOON + timedelta(minutes=1)) == [held.queue_id]
    assert await ids(desk, states=frozenset({State.HELD})) == [held.queue_id]
    assert await ids(desk, states=frozenset({State.HELD}), channel="sms") == []


async def test_what_is_observed_is_found_by_what_would_have_become_of_it(desk: Desk) -> None:
    refused = delivery()
    ruling = replace(refused.ruling, waived=(objection("EMAIL_CLASS_CONFLICT"),))
    would_refuse = receipt(replace(refused, ruling=ruling), is_observed=True)
    would_change = receipt(is_observed=True, would_fix=("F_FOOTER",))
    for message in (would_refuse, would_change, receipt()):
        await desk.spool.accept(message)
    assert await ids(desk, would=frozenset({"refused"})) == [would_refuse.queue_id]
    assert await ids(desk, would=frozenset({"changed"})) == [would_change.queue_id]
    assert await ids(desk, would=frozenset({"passed"})) == []
    assert await ids(desk, waived="EMAIL_CLASS_CONFLICT") == [would_refuse.queue_id]
    assert await ids(desk, waived="EMAIL_CATEGORY_UNKNOWN") == []


async def test_what_is_observed_is_counted_by_what_each_rule_would_have_done(desk: Desk) -> None:
    waived = tuple(objection(f"X_{effect.name}", effect) for effect in Effect)
    each = delivery()
    ruling = replace(each.ruling, waived=waived)
    await desk.spool.accept(receipt(replace(each, ruling=ruling), is_observed=True))
    found = await desk.spool.observation(NOON)
    assert {(c.name, c.would) for c in found.counts if c.section == "rule"} == {
        ("X_PASS", "passed"), ("X_HOLD", "held"), ("X_DEFER", "deferred"), ("X_REFUSE", "refused"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({}, "shop as example.com"),
        ({"header_from": ""}, "shop as example"),
        ({"header_from": "", "identity": ""}, "shop as nobody we know"),
    ],
)
async def test_what_is_observed_is_counted_by_who_sent_it_as_whom(
    desk: Desk, changes: dict[str, Any], name: str
) -> None:
    await desk.spool.accept(receipt(is_observed=True, **changes))
    found = await desk.spool.observation(NOON)
    assert [(c.name, c.recipients) for c in found.counts if c.section == "sender"] == [(name, 1)]


async def test_what_is_observed_is_counted_by_what_became_of_it(desk: Desk) -> None:
    held = objection("HELD_REVIEW", Effect.HOLD)
    for each in (
        delivery(), delivery(), delivery(state=State.HELD, findings=(held,)),
        delivery(state=State.REFUSED, findings=(objection(),)),
    ):  # fmt: skip
        await desk.spool.accept(receipt(each, is_observed=True))
    found = await desk.spool.observation(NOON)
    assert {(c.name, c.recipients) for c in found.counts if c.section == "was"} == {
        ("relayed", 2), ("held", 1), ("refused", 1),
    }  # fmt: skip


async def test_messages_are_found_by_their_final_state_too(desk: Desk) -> None:
    first, second = email(), email()
    await desk.spool.accept(first)
    (claimed,) = await desk.claim()
    await desk.spool.settle(outcome(claimed, State.DELIVERED))
    await desk.spool.accept(second)
    assert await ids(desk, states=frozenset({State.DELIVERED})) == [first.queue_id]
    either = frozenset({State.DELIVERED, State.QUEUED})
    assert await ids(desk, states=either) == [second.queue_id, first.queue_id]


async def test_a_message_that_nothing_is_changed_on_passed(desk: Desk) -> None:
    message = receipt(metadata='{"order": 7}')
    await desk.spool.accept(message)
    view = await desk.spool.message(message.queue_id)
    assert view is not None
    assert view.deliveries[0].verdict == "passed"
    assert (view.metadata, view.fixes, view.subject) == ('{"order": 7}', (), "Hello")


async def test_a_trace_tells_what_happened_in_order(desk: Desk) -> None:
    message = email()
    await desk.spool.accept(message)
    (claimed,) = await desk.claim()
    await desk.spool.settle(outcome(claimed, State.DEFERRED, "451 busy", next_at=NOON))
    (claimed,) = await desk.claim()
    desk.clock.advance(seconds=3)
    await desk.spool.settle(outcome(claimed, State.DELIVERED))
    lines = await desk.spool.trace(queue_id=message.queue_id)
    assert [line.kind for line in lines] == ["accepted", "deferred", "delivered"]
    assert [line.facts.get("attempt") for line in lines] == [None, 1, 2]
    assert lines[2].at == NOON + timedelta(seconds=3)
    assert not {"at", "kind", "queue_id"} & lines[2].facts.keys()
    assert await desk.spool.trace(queue_id=message.queue_id, limit=2) == lines[:2]
    assert lines[1].detail["reply"] == "451 busy"


async def test_the_trace_of_a_person_tells_of_nobody_else(desk: Desk) -> None:
    both = receipt(delivery("ann@example.net"), delivery("bob@example.net"))
    alone = receipt(delivery("bob@example.net"))
    await desk.spool.accept(both, more=[alone])
    lines = await desk.spool.trace(key=email_key("Ann@example.net"))
    assert [(line.queue_id, line.detail["address"]) for line in lines] == [
        (both.queue_id, "ann@example.net")
    ]
    of_bob = await desk.spool.trace(key=email_key("bob@example.net"))
    assert [(line.queue_id, line.detail["address"]) for line in of_bob] == [
        (both.queue_id, "bob@example.net"), (alone.queue_id, "bob@example.net"),
    ]  # fmt: skip
    assert await desk.spool.trace(key=email_key("cyd@example.net")) == ()


async def test_the_next_due_is_the_earliest_of_the_routes_asked_for(desk: Desk) -> None:
    assert await desk.spool.next_due() is None
    waits = [
        email(delivery(route=route), not_before=NOON + timedelta(minutes=minutes))
        for route, minutes in (("a", 3), ("b", 1), ("c", 2), ("b", 9))
    ]
    held = [email(delivery(state=State.HELD, route=route)) for route in ("0", "b", "bb", "z")]
    await desk.spool.accept(waits[0], more=[*waits[1:], *held])
    assert await desk.spool.next_due() == NOON + timedelta(minutes=1)
    assert await desk.spool.next_due(["a", "c", "z"]) == NOON + timedelta(minutes=2)
    assert await desk.spool.next_due(["a"]) == NOON + timedelta(minutes=3)
    assert await desk.spool.next_due(["0", "bb", "z"]) is None
    assert await desk.spool.next_due([]) is None


async def test_findings_of_later_stand_beside_those_of_the_ruling(desk: Desk) -> None:
    message = email()
    await desk.spool.accept(message)
    await desk.add(opt_out())
    await desk.claim()
    view = await desk.spool.message(message.queue_id)
    assert view is not None
    assert view.deliveries[0].verdict == "changed"
    assert [finding["code"] for finding in view.deliveries[0].findings] == ["SUPPRESSED_OPTOUT"]
