"""A confirmation may ask whether a stop meant all: what a person names goes on, silence is all."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

import pytest

from filters.decision import Effect
from gateway.config.models import SenderConfig
from gateway.config.texting import SmsConfig
from suppression.actor import Actor
from suppression.channel import Channel
from suppression.entry import ALL, NewEntry, Origin, Reason
from suppression.texts import Asked
from tests.contract.door import CONFIRMED, SENDERS, THEM, Door
from tests.make_gateway import NOW, TEXTS

if TYPE_CHECKING:
    from tests.contract.spool.make import Desk


ASKING: Final = {"sms": SmsConfig(confirmation_asks=True)}
QUESTION: Final = (
    f"{CONFIRMED} Did you mean only some? To get these again reply KEEP and which:"
    " appointment, receipt."
)


async def effects(door: Door) -> dict[str, Effect]:
    """What becomes of a text for each of three purposes."""
    said = {
        "appointment": "Your appointment is at 3.",
        "receipt": "We received your payment of $20 for order 7.",
        "shipping": "Your parcel comes today.",
    }
    return {
        purpose: (await door.gate.text(text, purpose=purpose)).effect
        for purpose, text in said.items()
    }


STOPPED: Final = dict.fromkeys(("appointment", "receipt", "shipping"), Effect.REFUSE)


async def test_a_confirmation_may_ask_whether_all_was_meant_and_silence_is_all(desk: Desk) -> None:
    door = Door(desk, **ASKING)
    await door.gate.asks("appointment", "receipt")
    found = await door.hears("STOP")
    assert found.taken.offered == ("appointment", "receipt")
    assert await door.leaving() == [QUESTION]
    assert await effects(door) == STOPPED
    door.desk.clock.advance(hours=24)
    assert await effects(door) == STOPPED
    late = await door.hears("KEEP appointment")
    assert (late.taken.asked, late.taken.lifted) == (Asked.NOTHING, ())
    assert late.taken.review is not None


async def test_what_a_person_names_goes_on_and_the_next_stop_means_all(desk: Desk) -> None:
    door = Door(desk, **ASKING)
    await door.gate.asks("appointment", "receipt")
    await door.gate.asks("shipping")
    assert (await door.hears("STOP")).taken.offered == ("appointment", "receipt", "shipping")
    answered = await door.hears("Keep appointments and receipts please")
    assert (answered.taken.asked, len(answered.taken.lifted)) == (Asked.KEEP, 1)
    assert len(answered.followed.cancelled) == 1  # the confirmation is true no more
    assert await effects(door) == {**STOPPED, "appointment": Effect.PASS, "receipt": Effect.PASS}
    refused = await door.gate.text("Hello again.", purpose="")
    assert refused.effect is Effect.REFUSE  # no conversation is open
    await door.leaving()
    again = await door.hears("Stop")
    assert again.taken.offered == ()
    assert await door.leaving() == [CONFIRMED]
    assert await effects(door) == STOPPED
    assert (await door.hears("KEEP appointment")).taken.asked is Asked.NOTHING
    assert await effects(door) == STOPPED


async def test_a_second_stop_before_the_answer_means_all(desk: Desk) -> None:
    door = Door(desk, **ASKING)
    await door.gate.asks("appointment", "receipt")
    await door.hears("STOP")
    await door.hears("STOP")
    assert (await door.hears("KEEP receipt")).taken.asked is Asked.NOTHING
    assert await effects(door) == STOPPED


async def test_an_answer_takes_back_nothing_but_the_stop_and_brings_nothing_new(desk: Desk) -> None:
    door = Door(desk, **ASKING)
    await door.gate.asks("appointment", "receipt")
    await door.hears("STOP")
    assert (await door.hears("KEEP shipping")).taken.asked is Asked.NOTHING  # was not asked about
    legal = NewEntry(
        channel=Channel.SMS, key=THEM, scope=ALL, reason=Reason.LEGAL, origin=Origin.ADMIN,
        requested_at=NOW,
    )  # fmt: skip
    await door.desk.listed.add(legal, Actor(name="ann", method="cli"))
    assert (await door.hears("KEEP ALL")).taken.asked is Asked.KEEP
    assert await effects(door) == STOPPED


async def test_a_text_of_the_year_1_keeps_nothing(desk: Desk) -> None:
    """What some programs write for no time."""
    door = Door(desk, **ASKING)
    await door.gate.asks("appointment", "receipt")
    await door.hears("STOP")
    await door.hears("KEEP appointment", received_at=datetime(1, 1, 1, tzinfo=UTC))
    assert await effects(door) == STOPPED


async def test_after_start_there_is_nothing_to_keep(desk: Desk) -> None:
    door = Door(desk, **ASKING)
    await door.gate.asks("appointment", "receipt")
    await door.hears("STOP")
    await door.hears("START")
    assert (await door.hears("KEEP receipt")).taken.asked is Asked.NOTHING
    assert (await effects(door))["appointment"] is Effect.PASS


@pytest.mark.parametrize(
    "sections",
    [
        {},
        {"sms": SmsConfig(confirmation_asks=True, require_consent=False)},
        {**ASKING, "route": (TEXTS.model_copy(update={"confirmation": "provider"}),)},
        {**ASKING, "route": ()},
    ],
)
async def test_nothing_is_asked_where_no_answer_could_be_kept(
    desk: Desk, sections: dict[str, Any]
) -> None:
    door = Door(desk, **sections)
    await door.gate.asks("appointment", "receipt")
    assert (await door.hears("STOP")).taken.offered == ()
    assert (await door.hears("KEEP receipt")).taken.asked is Asked.NOTHING


async def test_only_requests_made_to_who_was_texted_are_asked_about_and_go_on(desk: Desk) -> None:
    outlet = SenderConfig(name="outlet", domains=("outlet.example",), numbers=("+19165550199",))
    door = Door(desk, **ASKING, sender=(*SENDERS["sender"], outlet))
    await door.gate.asks("appointment", "receipt", sender="example")
    await door.gate.asks("shipping", "receipt", sender="outlet")
    assert (await door.hears("STOP")).taken.offered == ("appointment", "receipt")
    assert (await door.hears("KEEP receipt")).taken.asked is Asked.KEEP
    asked = [c for c in await desk.listed.consents(THEM) if c.is_active(desk.clock.now)]
    assert [(c.sender, c.purposes) for c in asked] == [("example", frozenset({"receipt"}))]


async def test_who_asked_for_one_kind_is_not_asked_which(desk: Desk) -> None:
    door = Door(desk, **ASKING)
    await door.gate.asks("appointment")
    await door.gate.asks("receipt", is_for_once=True)
    assert (await door.hears("STOP")).taken.offered == ()
    assert await door.leaving() == [CONFIRMED]
