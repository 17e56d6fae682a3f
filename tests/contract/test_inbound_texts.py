"""Texts that people send us, on the real stores: a stop is heard, at once and once."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

import pytest

from filters.decision import Effect
from filters.plan import render
from gateway.config.models import Company, Route, RouteMatch, SenderConfig
from gateway.config.texting import SmsConfig
from gateway.errors import StoreUnavailable
from gateway.inbound.texts import InboundText, InboundTexts, Outcome
from gateway.spool.model import State
from suppression.entry import ALL, Channel, Origin, Reason
from suppression.keys import phone_key
from suppression.store import Actor, NewEntry
from suppression.texts import Asked
from tests.contract.listing import last_texted
from tests.contract.spool.make import open_desk, outcome
from tests.contract.submitting import submitting
from tests.make_gateway import ADDRESS, CALIFORNIAN, NOW, OUTBOX, TEXTS, config

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from gateway.spool.model import MessageView
    from tests.contract.spool.make import Desk
    from tests.contract.submitting import Submitting

OURS = phone_key("+19165550100")
THEM = phone_key(CALIFORNIAN)
SENDERS = {"sender": (SenderConfig(name="example", domains=("example.com",), numbers=(OURS,)),)}
CONFIRMED = "Example Co: You are unsubscribed. No more texts will be sent to you."


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_desk(tmp_path) as opened:
        yield opened


class Door:
    """Brings texts, and hands others in."""

    def __init__(self, desk: Desk, **sections: Any) -> None:  # noqa: ANN401 - any section
        self.desk = desk
        self.gate: Submitting = submitting(desk, **{**SENDERS, **sections})
        self.wakes: list[None] = []
        self.texts = InboundTexts(
            config(**{**SENDERS, **sections}),
            desk.listed,
            desk.joint,
            queue_ids=self.gate.queue_ids,
            clock=desk.clock,
            wake=lambda: self.wakes.append(None),
        )

    async def hears(self, text: str, **changed: Any) -> Outcome:  # noqa: ANN401 - any field
        given: dict[str, Any] = {
            "sender": THEM, "to": OURS, "text": text, "received_at": self.desk.clock.now,
            "source": "shop",
        }  # fmt: skip
        found = await self.texts.take(InboundText(**{**given, **changed}))
        self.desk.clock.advance(seconds=1)
        return found

    async def leaving(self) -> list[str]:
        """Send what is due; return its words."""
        sent = []
        for claimed in await self.desk.claim():
            sent.append(render(claimed.raw, claimed.plan, "").decode())
            await self.desk.spool.settle(outcome(claimed, State.DELIVERED))
        return sent

    async def stored(self) -> dict[State, list[MessageView]]:
        found: dict[State, list[MessageView]] = {}
        for each in await self.gate.stored():
            found.setdefault(each.deliveries[0].state, []).append(each)
        return found


@pytest.fixture
async def door(desk: Desk) -> Door:
    return Door(desk)


async def test_a_stop_cancels_everything_that_waits_and_is_confirmed_once(door: Door) -> None:
    await door.gate.asks()
    queued = await door.gate.text()
    held = await door.gate.text("Your other appointment is at 4.")
    await door.desk.spool.hold([held.queue_id], by="ann", because="a look")
    later = await door.gate.text(send_at=NOW + timedelta(hours=2))
    deferred = await door.gate.text("And a third.")
    claimed = {each.queue_id: each for each in await door.desk.claim()}
    for queue_id in (queued.queue_id, deferred.queue_id):
        again = door.desk.clock.now + timedelta(minutes=1)
        await door.desk.spool.settle(outcome(claimed[queue_id], State.DEFERRED, next_at=again))
    found = await door.hears("Stop. Thank you")
    assert set(found.followed.cancelled) == {
        each.queue_id for each in (queued, held, later, deferred)
    }
    for view in (await door.stored())[State.CANCELLED]:
        assert view.deliveries[0].findings[-1]["code"] == "SUPPRESSED_OPTOUT"
        line = (await door.desk.spool.trace(queue_id=view.queue_id))[-1]
        (entry,) = found.taken.entries
        assert (line.kind, line.facts["text_id"], line.facts["entry_id"]) == (
            "cancelled", found.taken.text_id, entry.entry_id,
        )  # fmt: skip
    door.desk.clock.advance(minutes=2)
    assert await door.leaving() == [CONFIRMED]
    assert await door.leaving() == []
    assert len(door.wakes) == 1
    refused = await door.gate.text()
    assert "SUPPRESSED_OPTOUT" in {finding.code for finding in refused.rulings[0].findings}


async def test_repeated_stops_are_confirmed_once(door: Door) -> None:
    first = await door.hears("STOP")
    second = await door.hears("stop!!")
    assert first.followed.answer
    assert not second.followed.answer
    assert await door.leaving() == [CONFIRMED]
    assert not (await door.hears("STOP")).followed.answer
    assert await door.leaving() == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("ALTO", "Example Co: Usted se ha dado de baja. Ya no le enviaremos mensajes."),
        ("Arrêt", "Example Co: C'est fait. Vous ne recevrez plus de messages de notre part."),
        ("Thanks but I don't want these messages any more", CONFIRMED),
    ],
)
async def test_a_stop_is_confirmed_in_its_language(door: Door, text: str, words: str) -> None:
    await door.hears(text)
    assert await door.leaving() == [words]


async def test_a_confirmation_leaves_within_five_minutes_or_not_at_all(door: Door) -> None:
    await door.hears("STOP", received_at=NOW)
    door.desk.clock.now = NOW + timedelta(minutes=4, seconds=30)
    assert await door.leaving() == []
    assert (await door.stored())[State.EXPIRED]


async def test_a_stop_that_came_late_is_heard_and_not_confirmed(door: Door) -> None:
    found = await door.hears("STOP", received_at=NOW - timedelta(minutes=5))
    assert found.taken.is_new
    assert not found.followed.answer
    assert await door.gate.stored() == ()


@pytest.mark.parametrize("by", ["provider", "none"])
async def test_where_somebody_else_confirms_the_gateway_does_not(desk: Desk, by: str) -> None:
    route = TEXTS.model_copy(update={"confirmation": by})
    door = Door(desk, route=(route,))
    assert not (await door.hears("STOP")).followed.answer
    assert (await door.hears("HELP")).followed.answer


async def test_a_confirmation_leaves_by_the_route_of_its_texts(desk: Desk) -> None:
    narrow = Route.model_validate(
        {"name": "texts", "channel": "sms", "kind": "outbox", "match": {"categories": ["account"]}}
    )
    door = Door(desk, route=(narrow,))
    assert (await door.hears("STOP")).followed.answer
    without = Door(desk, route=())
    await without.hears("START")
    assert not (await without.hears("STOP")).followed.answer


async def test_a_confirmation_that_would_advertise_is_left_out(desk: Desk) -> None:
    shout = Company(name="50% OFF SALE Shop now", postal_address=ADDRESS, contact="a@example.com")
    door = Door(desk, company=shout, sender=())
    found = await door.hears("STOP")
    assert found.taken.is_new
    assert not found.followed.answer


async def test_what_stopped_a_person_otherwise_stops_the_confirmation_too(door: Door) -> None:
    entry = NewEntry(
        channel=Channel.SMS, key=THEM, scope=ALL, reason=Reason.LEGAL, origin=Origin.ADMIN,
        requested_at=NOW,
    )  # fmt: skip
    await door.desk.listed.add(entry, Actor(name="ann", method="cli"))
    await door.hears("STOP")
    assert await door.leaving() == []
    (view,) = (await door.stored())[State.SUPPRESSED]
    assert view.category == "system"


async def test_start_takes_the_stop_back_and_its_confirmation(door: Door) -> None:
    await door.hears("STOP")
    found = await door.hears("START")
    assert [entry.reason for entry in found.taken.lifted] == [Reason.UNSUBSCRIBE]
    assert await door.leaving() == []
    assert (await door.gate.text(purpose="")).effect is Effect.PASS
    await door.hears("unstop")
    again = await door.hears("STOP")
    assert again.followed.answer
    assert await door.leaving() == [CONFIRMED]


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


async def test_who_asked_for_one_kind_is_not_asked_which(desk: Desk) -> None:
    door = Door(desk, **ASKING)
    await door.gate.asks("appointment")
    await door.gate.asks("receipt", is_for_once=True)
    assert (await door.hears("STOP")).taken.offered == ()
    assert await door.leaving() == [CONFIRMED]


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


async def test_a_stop_is_in_force_though_the_spool_cannot_be_written(door: Door) -> None:
    await door.gate.asks()
    await door.gate.text()
    door.desk.spool.close()
    found = await door.hears("STOP")
    assert found.taken.is_new
    door.desk.spool.open()
    assert await door.leaving() == []
    assert list(await door.stored()) == [State.SUPPRESSED]


async def test_a_stop_that_the_list_does_not_take_is_no_success(door: Door) -> None:
    door.desk.listed.close()
    door.desk.spool.close()
    with pytest.raises(StoreUnavailable):
        await door.hears("STOP")


async def test_a_clock_that_runs_ahead_lends_no_time(door: Door) -> None:
    await door.hears("STOP", received_at=NOW + timedelta(hours=1))
    door.desk.clock.now = NOW + timedelta(minutes=5)
    assert await door.leaving() == []


@pytest.mark.parametrize(
    ("source", "answered"),
    [
        ("hooks/signal", ["signal"]),
        ("hooks/twilio", []),  # which answers it itself
        ("shop", ["texts"]),
    ],
)
async def test_a_stop_is_confirmed_on_the_route_it_was_texted_over_and_nowhere_else(
    desk: Desk, source: str, answered: list[str]
) -> None:
    only = RouteMatch(categories=("receipt",))
    routes = (
        OUTBOX, TEXTS,
        TEXTS.model_copy(update={"name": "twilio", "confirmation": "provider"}),
        TEXTS.model_copy(update={"name": "signal", "match": only}),
    )  # fmt: skip
    await Door(desk, route=routes).hears("STOP", source=source)
    claimed = await desk.spool.claim({"texts": 5, "twilio": 5, "signal": 5}, limit=9, lease_s=60)
    assert [each.route for each in claimed] == answered
