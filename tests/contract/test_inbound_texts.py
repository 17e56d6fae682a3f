"""Texts that people send us, on the real stores: each is heard once, and only answers follow."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from filters.decision import Effect
from gateway.spool.model import State
from suppression.entry import Reason
from suppression.texts import Asked
from tests.contract.door import CONFIRMED, OURS, THEM, Door
from tests.contract.listing import last_texted
from tests.make_gateway import CALIFORNIAN, NOW

if TYPE_CHECKING:
    from tests.contract.spool.make import Desk


@pytest.fixture
async def door(desk: Desk) -> Door:
    return Door(desk)


async def test_help_is_answered_once_a_day_also_to_who_opted_out(door: Door) -> None:
    words = "Example Co: For help, contact help@example.com. Reply STOP to opt out."
    await door.hears("STOP")
    await door.leaving()
    assert (await door.hears("HELP")).taken.may_help
    assert await door.leaving() == [words]
    await door.hears("info")
    assert await door.leaving() == []
    door.desk.clock.advance(hours=24)
    await door.hears("HELP")
    assert await door.leaving() == [words]


async def test_help_of_long_ago_is_not_answered(door: Door) -> None:
    long_ago = door.desk.clock.now - timedelta(hours=2)
    heard = await door.hears("HELP", received_at=long_ago)
    assert heard.taken.may_help
    assert await door.leaving() == []


async def test_help_is_answered_when_it_is_asked_again_and_the_spool_can_be_written(
    door: Door,
) -> None:
    door.desk.spool.close()
    assert not (await door.hears("HELP")).taken.may_help
    door.desk.spool.open()
    assert await door.leaving() == []
    assert (await door.hears("HELP")).taken.may_help
    assert len(await door.leaving()) == 1


async def test_no_answer_to_help_follows_a_stop(door: Door) -> None:
    await door.hears("HELP")
    found = await door.hears("STOP")
    assert len(found.followed.cancelled) == 1
    assert await door.leaving() == [CONFIRMED]


async def test_no_answer_follows_an_opt_out_of_another_way(door: Door) -> None:
    await door.hears("HELP")
    await door.gate.opts_out(CALIFORNIAN)
    assert await door.leaving() == []


async def test_a_wrong_number_cancels_what_waits_and_voids_the_requests(door: Door) -> None:
    await door.gate.asks()
    waiting = await door.gate.text()
    found = await door.hears("You have the wrong number")
    assert [entry.reason for entry in found.taken.entries] == [Reason.WRONG_NUMBER]
    assert found.followed.cancelled == (waiting.queue_id,)
    assert not found.followed.answer
    assert await door.leaving() == []
    codes = {f.code for f in (await door.gate.text()).rulings[0].findings}
    assert {"SUPPRESSED_WRONG_NUMBER", "SMS_NO_CONSENT"} <= codes


@pytest.mark.parametrize(
    ("later", "is_put_up"),
    [
        ("Disliked “Hi John, your appointment is tomorrow at 3. Reply STOP to opt out.”", False),
        ("Who is John?", True),
        ("Sorry", False),
        ("HELP", False),
    ],
)
async def test_whoever_has_a_wrong_number_gets_nothing_unless_they_text_start(
    door: Door, later: str, *, is_put_up: bool
) -> None:
    await door.hears("Wrong number")
    heard = await door.hears(later)
    assert (heard.taken.lifted, heard.taken.review is not None) == ((), is_put_up)
    refused = await door.gate.text("Hi John, your lab results are ready.", purpose="account")
    assert refused.effect is Effect.REFUSE
    assert await last_texted(door.desk.listed, THEM, OURS) is None
    (lifted,) = (await door.hears("START")).taken.lifted
    assert lifted.reason is Reason.WRONG_NUMBER


async def test_a_reaction_opens_no_conversation(door: Door) -> None:
    await door.hears("Liked “Your table is ready.”")
    assert (await door.gate.text("See you at 5.", purpose="")).effect is Effect.REFUSE


@pytest.mark.parametrize("text", ["STOP", "wrong number"])
async def test_a_stop_or_wrong_number_opens_no_window_and_closes_the_open_one(
    door: Door, text: str
) -> None:
    await door.hears("Is it still at 5?")
    assert (await door.gate.text(purpose="")).effect is Effect.PASS
    await door.hears(text)
    assert await last_texted(door.desk.listed, THEM, OURS) is None


async def test_a_text_opens_the_window_of_that_pair_of_numbers(door: Door) -> None:
    await door.hears("Is it still at 5?")
    assert (await door.gate.text("Yes, at 5.", purpose="")).effect is Effect.PASS
    other = await door.gate.text("Yes, at 5.", purpose="", to="+19169668285")
    assert other.effect is Effect.REFUSE
    door.desk.clock.now = NOW + timedelta(hours=24)
    assert (await door.gate.text("Yes, at 5.", purpose="")).effect is Effect.REFUSE


async def test_while_a_text_of_the_person_is_unread_only_answers_leave(door: Door) -> None:
    await door.gate.asks()
    bulk = await door.gate.text()
    code = await door.gate.text("Your code is 123456.", purpose="security_code")
    found = await door.hears("Enough, see you at 5")
    assert found.taken.asked is Asked.DOUBT
    assert found.followed.held == (bulk.queue_id,)
    assert found.taken.review is not None
    held = await door.gate.text("Your other appointment is at 4.")
    assert (held.effect, [f.code for f in held.rulings[0].findings]) == (
        Effect.HOLD, ["SUPPRESSED_PENDING_REVOCATION"],
    )  # fmt: skip
    answer = await door.gate.text("Do you want our texts to end?", purpose="support_reply")
    assert answer.effect is Effect.PASS
    assert len(await door.leaving()) == 2
    states = await door.stored()
    assert {view.queue_id for view in states[State.DELIVERED]} == {
        code.queue_id, answer.queue_id,
    }  # fmt: skip
    assert {view.queue_id for view in states[State.HELD]} == {bulk.queue_id, held.queue_id}
    (later,) = [view for view in states[State.HELD] if view.queue_id == bulk.queue_id]
    assert later.deliveries[0].findings[-1]["evidence"] == [found.taken.review.review_id]


async def test_a_text_that_is_brought_twice_is_answered_once(door: Door) -> None:
    for text in ("STOP", "HELP"):
        first = await door.hears(text, reference=text)
        again = await door.hears(text, reference=text)
        assert first.followed.answer
        assert again.taken.is_repeated
        assert not again.followed.answer
