"""What went before a text: when a person was last told how to stop, and what was just said."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from filters.sms.template import Template
from gateway.spool.model import SpoolQuery, State
from suppression.channel import Channel
from suppression.keys import phone_key
from tests.contract.spool.damaging import damage
from tests.contract.spool.make import NOON, Desk, email, outcome, text

if TYPE_CHECKING:
    from datetime import datetime

    from gateway.spool.lately import Lately
    from suppression.keys import RecipientKey

ANN = phone_key("+19169668284")
FAR = NOON + timedelta(days=9)


async def last_notice(desk: Desk, key: RecipientKey, identity: str = "example") -> datetime | None:
    return (await desk.spool.before(key, identity=identity, purpose="")).last_notice


async def test_the_notice_counts_from_the_text_that_left_with_it(desk: Desk) -> None:
    await desk.spool.accept(text(has_notice=True))
    assert await last_notice(desk, ANN) is None
    (claimed,) = await desk.claim()
    left = desk.clock.advance(seconds=10)
    await desk.spool.settle(outcome(claimed, State.DELIVERED))
    assert await last_notice(desk, ANN) == left
    assert await last_notice(desk, ANN, "outlet") is None
    assert await last_notice(desk, phone_key("+19169668285")) is None


@pytest.mark.parametrize("state", [State.FAILED, State.UNKNOWN])
async def test_a_notice_that_may_not_have_left_does_not_count(desk: Desk, state: State) -> None:
    await desk.spool.accept(text(has_notice=True))
    (claimed,) = await desk.claim()
    await desk.spool.settle(outcome(claimed, state, "?"))
    assert await last_notice(desk, ANN) is None


async def test_a_text_without_the_notice_does_not_count(desk: Desk) -> None:
    await desk.spool.accept(text())
    (claimed,) = await desk.claim()
    await desk.spool.settle(outcome(claimed, State.DELIVERED))
    assert await last_notice(desk, ANN) is None


async def lately(desk: Desk, identity: str, since: datetime) -> Lately:
    return await desk.spool.lately(
        ANN, identity=identity, purpose="", submitter="", region="", at=NOON, leaves_at=FAR,
        within=NOON - since,
    )  # fmt: skip


async def recent_texts(desk: Desk, identity: str, since: datetime) -> tuple[str, ...]:
    return (await lately(desk, identity, since)).texts


async def test_the_texts_just_sent_to_a_person_are_given_the_oldest_first(desk: Desk) -> None:
    since = NOON - timedelta(minutes=15)
    for at, said in ((16, "too long ago"), (9, "one"), (7, "two"), (5, "three"), (3, "fourth")):
        desk.clock.now = when = NOON - timedelta(minutes=at)
        await desk.spool.accept(text(raw=said.encode(), at=when, expires_at=NOON))
    await desk.spool.accept(text("+19169668285", raw=b"to somebody else"))
    await desk.spool.accept(text(raw=b"by somebody else", identity="other"))
    await desk.spool.accept(email())
    (identity,) = {m.identity for m in await desk.spool.messages(SpoolQuery(channel=Channel.EMAIL))}
    assert await recent_texts(desk, identity, since) == ("two", "three", "fourth")
    assert await recent_texts(desk, "other", since) == ("by somebody else",)
    assert await recent_texts(desk, identity, NOON - timedelta(minutes=3)) == ("fourth",)
    assert await recent_texts(desk, identity, NOON) == ()


async def test_texts_that_leave_together_are_read_together_whenever_they_came(desk: Desk) -> None:
    for minutes, said in ((-16, "before"), (-15, "one"), (15, "two"), (16, "behind")):
        due, desk.clock.now = FAR + timedelta(minutes=minutes), NOON - timedelta(hours=1)
        late = text(raw=said.encode(), at=desk.clock.now, not_before=due, expires_at=due)
        await desk.spool.accept(late)
    found = await lately(desk, "example", NOON - timedelta(minutes=15))
    assert found.texts == ("one", "two")


async def test_a_text_that_just_left_counts_whenever_it_came(desk: Desk) -> None:
    await desk.spool.accept(
        text(raw=b"in the evening", at=NOON - timedelta(hours=9), expires_at=FAR)
    )
    (claimed,) = await desk.claim()
    await desk.spool.settle(outcome(claimed, State.DELIVERED))
    assert await recent_texts(desk, "example", desk.clock.now) == ("in the evening",)
    assert await recent_texts(desk, "example", desk.clock.now + timedelta(seconds=1)) == ()


@pytest.mark.parametrize("state", [State.HELD, State.REFUSED])
async def test_a_text_that_did_not_leave_was_not_said(desk: Desk, state: State) -> None:
    message = text(raw=b"never said")
    held = replace(message, deliveries=tuple(replace(d, state=state) for d in message.deliveries))
    await desk.spool.accept(held)
    assert await recent_texts(desk, held.identity, NOON) == ()


async def test_the_last_of_several_notices_counts_whatever_else_was_said(desk: Desk) -> None:
    await desk.spool.accept(text(has_notice=True), more=[text(has_notice=True)])
    first, last = await desk.claim()
    await desk.spool.settle(outcome(first, State.DELIVERED))
    left = desk.clock.advance(seconds=10)
    await desk.spool.settle(outcome(last, State.DELIVERED))
    assert await last_notice(desk, ANN) == left
    for since, count in ((NOON, 2), (left, 1), (left + timedelta(seconds=1), 0)):
        found = await lately(desk, "example", since)
        assert (found.last_notice, len(found.texts)) == (left, count)


@pytest.mark.parametrize(
    ("state", "said"),
    [(State.DELIVERED, ("so",)), (State.UNKNOWN, ("so",)), (State.FAILED, ())],
)
async def test_a_text_is_said_from_when_it_waits_until_it_has_failed(
    desk: Desk, state: State, said: tuple[str, ...]
) -> None:
    await desk.spool.accept(text(raw=b"so"))
    assert await recent_texts(desk, "example", NOON) == ("so",)
    (claimed,) = await desk.claim()
    assert await recent_texts(desk, "example", NOON) == ("so",)
    await desk.spool.settle(outcome(claimed, State.DEFERRED, next_at=NOON))
    assert await recent_texts(desk, "example", NOON) == ("so",)
    (claimed,) = await desk.claim()
    await desk.spool.settle(outcome(claimed, state))
    assert await recent_texts(desk, "example", NOON) == said


@pytest.mark.parametrize("said", [(), ("so",)])
async def test_what_is_approved_is_known_whatever_was_said(
    desk: Desk, said: tuple[str, ...]
) -> None:
    message = text(raw=b"so")
    await desk.spool.accept(message)
    for words in ("So, {name}.", "At {time}."):
        approved = Template(template_id="", text=words, identity="example", purpose="")
        await desk.spool.approve_template(
            approved, message=message.queue_id, by="ada", because="ok"
        )
    found = await lately(desk, "example", NOON if said else NOON + timedelta(seconds=1))
    assert found.texts == said
    assert [each.text for each in found.templates] == ["So, {name}.", "At {time}."]


async def test_what_is_damaged_of_a_text_is_read_as_far_as_it_can_be(desk: Desk) -> None:
    await desk.spool.accept(text(raw=b"said so"))
    damage(desk, "UPDATE contents SET raw = CAST(x'ff' || substr(raw, 5) AS BLOB)")
    assert await recent_texts(desk, "example", NOON) == ("\ufffd so",)
