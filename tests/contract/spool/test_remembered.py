"""What is known of a text until it leaves: where the person is, what a reviewer let pass."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from filters.decision import Effect
from filters.sms.places.place import NOWHERE, Whereabouts
from gateway.spool.model import State
from gateway.spool.remembered import Remembered
from suppression.entry import NEVER
from tests.contract.spool.make import NOON, delivery, objection, text

if TYPE_CHECKING:
    from gateway.spool.model import NewMessage
    from tests.contract.spool.make import Desk

NOTHING = Remembered(whereabouts=NOWHERE, valid_until=NEVER, released=frozenset())
SAID = replace(NOTHING, valid_until=NOON + timedelta(hours=2))


async def remembered(desk: Desk, message: NewMessage) -> Remembered:
    view = await desk.spool.message(message.queue_id)
    assert view is not None
    (only,) = view.deliveries
    return await desk.spool.remembered(only.delivery_id)


async def test_each_text_keeps_where_its_submitter_says_that_the_person_is(desk: Desk) -> None:
    said = [
        Whereabouts(zone="America/Denver", postal_code="80202"),
        NOWHERE,
        Whereabouts(zone="America/Denver"),
        Whereabouts(postal_code="10001"),
    ]
    until = SAID.valid_until
    texts = [text(whereabouts=each, valid_until=until) for each in said]
    await desk.spool.accept(texts[0], more=texts[1:])
    for each, where in zip(texts, said, strict=True):
        assert await remembered(desk, each) == replace(SAID, whereabouts=where)


async def test_what_a_text_was_held_for_is_let_pass_and_nothing_else(desk: Desk) -> None:
    findings = (objection("HELD_REVIEW", Effect.HOLD), objection("X_NOTED", Effect.PASS))
    held = delivery("+19169668284", state=State.HELD, findings=findings, route="texts")
    message = replace(text(valid_until=SAID.valid_until), deliveries=(held,))
    await desk.spool.accept(message)
    assert await remembered(desk, message) == replace(SAID, released=frozenset({"HELD_REVIEW"}))


async def test_of_a_delivery_that_is_not_there_nothing_is_known(desk: Desk) -> None:
    await desk.spool.accept(text(whereabouts=Whereabouts(zone="America/Denver")))
    assert await desk.spool.remembered(99) == NOTHING
