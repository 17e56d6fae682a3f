"""What a person's text does to the texts that wait for them, and to nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from gateway.spool.following import Followed
from gateway.spool.model import State
from suppression.channel import Channel
from suppression.entry import COMMERCIAL
from suppression.keys import RecipientKey
from suppression.review import Review
from suppression.texts import Asked, Taken
from tests.contract.spool.make import CLERK, NOON, delivery, email, opt_out, outcome, text

if TYPE_CHECKING:
    from gateway.spool.model import NewMessage
    from tests.contract.spool.make import Desk

ANN, BOB = RecipientKey("+19169668284"), RecipientKey("+12025550144")
UNREAD = Review(
    review_id="R-7", channel=Channel.SMS, key=ANN, text="Enough!", matched="", received_at=NOON
)


async def stop(desk: Desk, *, is_new: bool = True) -> Taken:
    entry, _ = await desk.listed.add(replace(opt_out(ANN), scope=COMMERCIAL), CLERK)
    return Taken(text_id="T-1", asked=Asked.STOP, at=desk.clock.now, entries=(entry,),
                 is_new=is_new)  # fmt: skip


def says(desk: Desk, asked: Asked, **more: Any) -> Taken:  # noqa: ANN401 - any field
    return Taken(text_id="T-1", asked=asked, at=desk.clock.now, **more)


async def followed(desk: Desk, taken: Taken, answer: NewMessage | None = None) -> Followed:
    joint = desk.joint
    return await joint.write(lambda each: joint.follow(each, taken, ANN, answer))


async def waiting(desk: Desk, to: str = ANN, **changes: Any) -> NewMessage:  # noqa: ANN401 - any field
    message = text(to, **changes)
    await desk.spool.accept(message)
    return message


async def tried(desk: Desk, state: State) -> NewMessage:
    message = await waiting(desk)
    (claimed,) = await desk.claim()
    if state is not State.SENDING:
        later = NOON + timedelta(minutes=9)
        await desk.spool.settle(outcome(claimed, state, "what was said", next_at=later))
    return message


async def test_a_stop_ends_what_waits_for_that_person_and_nothing_else(desk: Desk) -> None:
    over = [await tried(desk, state) for state in (State.DELIVERED, State.UNKNOWN, State.SENDING)]
    deferred = await tried(desk, State.DEFERRED)
    queued, held = await waiting(desk), await waiting(desk)
    await desk.spool.hold([held.queue_id], by="ann", because="a look")
    confirmation = await waiting(desk, category="system")
    others, letter = await waiting(desk, BOB), email(delivery("ann@example.net"))
    await desk.spool.accept(letter)
    ended = (deferred, queued, held, confirmation)
    assert await followed(desk, await stop(desk)) == Followed(
        cancelled=tuple(each.queue_id for each in ended)
    )
    assert {await desk.state(each) for each in ended} == {State.CANCELLED}
    assert [await desk.state(each) for each in (*over, others, letter)] == [
        State.DELIVERED, State.UNKNOWN, State.SENDING, State.QUEUED, State.QUEUED,
    ]  # fmt: skip


async def test_what_a_stop_ends_says_by_whose_wish_and_after_how_many_attempts(desk: Desk) -> None:
    message = await tried(desk, State.DEFERRED)
    taken = await stop(desk)
    await followed(desk, taken)
    view = await desk.spool.message(message.queue_id)
    assert view is not None
    (only,) = view.deliveries
    assert (only.attempts, only.next_at, only.report) == (1, None, "")
    assert only.findings == (
        {
            "code": "SUPPRESSED_OPTOUT", "cites": "47 CFR 64.1200(a)(10)", "effect": "refuse",
            "reason": "The person opted out while the text waited.",
            "evidence": ["unsubscribe, requested on 2026-11-23"],
        },
    )  # fmt: skip
    line = (await desk.spool.trace(queue_id=message.queue_id))[-1]
    assert {**line.facts, "person": ""} == {
        "person": "", "channel": "sms", "category": "appointment", "route": "texts", "attempt": 1,
        "codes": ["SUPPRESSED_OPTOUT"], "status": "5.7.1", "text_id": "T-1",
        "entry_id": taken.entries[0].entry_id,
    }  # fmt: skip
    assert line.detail == {"address": ANN, "reply": only.last_reply}
    assert only.last_reply == "[SUPPRESSED_OPTOUT] The person opted out while the text waited."


async def test_a_second_stop_leaves_the_confirmation_of_the_first(desk: Desk) -> None:
    message = await waiting(desk)
    confirmation = await waiting(desk, category="system")
    found = await followed(desk, await stop(desk, is_new=False))
    assert found.cancelled == (message.queue_id,)
    assert await desk.state(confirmation) is State.QUEUED


@pytest.mark.parametrize("asked", [Asked.START, Asked.KEEP])
async def test_who_wants_texts_again_ends_the_confirmation_alone(desk: Desk, asked: Asked) -> None:
    message = await waiting(desk)
    confirmation = await waiting(desk, category="system")
    found = await followed(desk, says(desk, asked))
    assert found == Followed(cancelled=(confirmation.queue_id,))
    assert await desk.state(message) is State.QUEUED
    line = (await desk.spool.trace(queue_id=confirmation.queue_id))[-1]
    assert (line.kind, line.facts["text_id"], line.facts["status"]) == ("cancelled", "T-1", "5.7.1")
    assert "entry_id" not in line.facts
    assert "codes" not in line.facts
    assert line.detail["reply"] == f"The person texted {asked.upper()}."


@pytest.mark.parametrize("review", [UNREAD, None])
async def test_a_text_that_may_be_a_stop_holds_all_but_answers(
    desk: Desk, review: Review | None
) -> None:
    deferred = await tried(desk, State.DEFERRED)
    queued, held = await waiting(desk), await waiting(desk)
    await desk.spool.hold([held.queue_id], by="ann", because="a look")
    answers = [
        await waiting(desk, category=category)
        for category in ("", "support_reply", "security_code", "system")
    ]
    found = await followed(desk, says(desk, Asked.DOUBT, review=review))
    assert found == Followed(held=(deferred.queue_id, queued.queue_id))
    assert {await desk.state(each) for each in (deferred, queued)} == {State.HELD}
    assert {await desk.state(each) for each in answers} == {State.QUEUED}
    assert await desk.kinds(held) == ["accepted", "held"]
    view = await desk.spool.message(deferred.queue_id)
    assert view is not None
    (only,) = view.deliveries
    assert (only.attempts, only.next_at, only.last_reply) == (1, None, "what was said")
    (finding,) = only.findings
    assert (finding["code"], finding["effect"], finding["evidence"]) == (
        "SUPPRESSED_PENDING_REVOCATION", "hold", ["R-7"] if review else [],
    )  # fmt: skip
    line = (await desk.spool.trace(queue_id=deferred.queue_id))[-1]
    assert (line.kind, line.facts["text_id"], line.facts["attempt"]) == ("held", "T-1", 1)


@pytest.mark.parametrize("asked", [Asked.NOTHING, Asked.HELP])
async def test_what_asks_for_nothing_of_that_kind_is_answered_and_ends_nothing(
    desk: Desk, asked: Asked
) -> None:
    message = await waiting(desk, category="system")
    assert await followed(desk, says(desk, asked)) == Followed()
    answer = text(ANN, category="system")
    assert await followed(desk, says(desk, asked), answer) == Followed(answer=answer.queue_id)
    assert await desk.state(answer) is await desk.state(message) is State.QUEUED
