"""What an SMSC delivers is heard whole, once, and as old as it is, whatever fails meanwhile."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from pydantic import SecretStr

from gateway.config.models import Route
from gateway.errors import StoreUnavailable
from gateway.providers.proofs import Proofs
from gateway.providers.smpp import statuses
from gateway.providers.smpp.delivered import Notice, Part
from gateway.providers.smpp.flights import Flights
from gateway.providers.smpp.inbox import Inbox
from gateway.providers.smpp.left_over import LeftOver
from gateway.spool.hearing import Whole
from gateway.spool.model import Settlement, State
from gateway.spool.parts import PartOf
from gateway.spool.receipts import Report
from suppression.keys import phone_key
from tests.contract.providers.make import People
from tests.contract.spool.make import NOON, Desk, open_desk, text

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator
    from pathlib import Path

    from gateway.providers.hook import ReceivedText
    from gateway.spool.parts import PartReport

ANN, BOB, OURS = "+12025550143", "+12025550144", "+12025550100"
ROUTE = Route(
    name="texts", channel="sms", kind="smpp", host="127.0.0.1", port=1, tls="none", username="us",
    password=SecretStr("pw"), opted_out_errors=("0Ab",),
)  # fmt: skip


@dataclass
class Hearing:
    """An inbox, the spool behind it, and what it heard: words, and minutes since noon."""

    desk: Desk
    heard: list[tuple[str, float]] = field(default_factory=list)
    is_down: bool = False
    meanwhile: Callable[[], Awaitable[object]] | None = None

    def __post_init__(self) -> None:
        desk = self.desk
        self.flights = Flights()
        self.people = People()
        self.inbox = Inbox(
            ROUTE, region="US", flights=self.flights, take=self.take, spool=desk.spool,
            proofs=Proofs(self.people, desk.clock), clock=desk.clock, look_every_s=0.01,
        )  # fmt: skip
        self.inbox.bound()

    async def take(self, _route: str, received: ReceivedText) -> None:
        if self.is_down:
            raise StoreUnavailable("locked")
        assert received.received_at is not None
        minutes = (received.received_at - NOON) / timedelta(minutes=1)
        self.heard.append((received.words, minutes))
        if self.meanwhile is not None:
            meanwhile, self.meanwhile = self.meanwhile, None
            await meanwhile()

    async def hear(self, words: str, **place: Any) -> int:  # noqa: ANN401 - any field
        return await self.inbox.hear(part(words, **place))


def part(words: str, **place: Any) -> Part:  # noqa: ANN401 - any field
    return Part(**{"sender": ANN, "to": OURS, "words": words, **place})


@pytest.fixture
def hearing(tmp_path: Path) -> Iterator[Hearing]:
    with open_desk(tmp_path) as desk:
        yield Hearing(desk)


async def test_a_start_that_could_not_be_taken_does_not_undo_the_stop_after_it(
    hearing: Hearing,
) -> None:
    hearing.is_down = True
    assert await hearing.hear("START") == statuses.TRY_AGAIN
    hearing.is_down = False
    hearing.desk.clock.advance(minutes=1)
    await hearing.hear("STOP")
    hearing.desk.clock.advance(minutes=1)
    await hearing.hear("START")  # over the same link
    hearing.desk.clock.advance(minutes=1)
    await hearing.hear("START")  # and now it is meant
    assert hearing.heard == [("STOP", 1), ("START", 0), ("START", 3)]


async def test_a_start_that_came_again_over_the_next_link_and_failed_there_is_as_old_as_ever(
    hearing: Hearing,
) -> None:
    await hearing.hear("START")
    hearing.inbox.bound()
    hearing.desk.clock.advance(minutes=1)
    hearing.is_down = True
    await hearing.hear("START")
    hearing.is_down = False
    hearing.desk.clock.advance(minutes=1)
    await hearing.hear("START")
    assert hearing.heard == [("START", 0), ("START", 0)]


async def test_a_start_for_which_there_was_no_room_does_not_undo_the_stop_after_it(
    hearing: Hearing,
) -> None:
    for words in ("START", "STOP", "START"):
        if hearing.desk.clock() == NOON:
            hearing.inbox.put_off(part(words))
        else:
            await hearing.hear(words)
        hearing.desk.clock.advance(minutes=1)
    assert hearing.heard == [("STOP", 1), ("START", 0)]


async def test_a_part_for_which_there_was_no_room_is_as_old_as_when_it_came(
    hearing: Hearing,
) -> None:
    hearing.inbox.put_off(part("ART", reference=1, total=2, number=2))
    hearing.desk.clock.advance(minutes=1)
    await hearing.hear("ART", reference=1, total=2, number=2)
    hearing.desk.clock.advance(minutes=1)
    await hearing.hear("ST", reference=1, total=2, number=1)
    assert hearing.heard == [("START", 0)]


async def test_what_was_put_off_long_ago_is_said_anew(hearing: Hearing) -> None:
    hearing.inbox.put_off(part("START"))
    hearing.desk.clock.advance(minutes=11)
    await hearing.hear("START")
    assert hearing.heard == [("START", 11)]


async def test_whoever_means_it_texts_start_once_more(hearing: Hearing) -> None:
    await hearing.hear("START")
    hearing.desk.clock.advance(minutes=1)
    await hearing.hear("STOP")
    hearing.inbox.bound()
    for _ in range(3):
        hearing.desk.clock.advance(minutes=1)
        await hearing.hear("START")
    assert hearing.heard == [("START", 0), ("STOP", 1), ("START", 0), ("START", 3), ("START", 4)]


async def test_parts_were_said_when_the_first_of_them_came(hearing: Hearing) -> None:
    await hearing.hear("START ", reference=1, total=2, number=1)
    await hearing.hear("START ", sender=BOB, reference=1, total=2, number=1)
    hearing.desk.clock.advance(minutes=1)
    await hearing.hear("STOP")
    hearing.desk.clock.advance(minutes=1)
    await hearing.hear("again", sender=BOB, reference=1, total=2, number=2)
    hearing.desk.clock.advance(minutes=4)
    await hearing.inbox.take_overdue()
    assert hearing.heard == [("STOP", 1), ("START again", 0), ("START ", 0)]


async def test_a_part_that_comes_again_and_again_puts_nothing_off(hearing: Hearing) -> None:
    for _ in range(3):
        await hearing.hear("STOP ", reference=9, total=3, number=1)
        hearing.desk.clock.advance(minutes=2)
    await hearing.inbox.take_overdue()
    assert hearing.heard == [("STOP ", 0)]


async def test_a_reference_that_is_used_again_mixes_no_texts(hearing: Hearing) -> None:
    await hearing.hear("STOP texting ", reference=7, total=2, number=1)
    hearing.desk.clock.advance(minutes=1)
    await hearing.hear("I like ", reference=7, total=2, number=1)
    await hearing.hear("it", reference=7, total=2, number=2)
    assert hearing.heard == [("STOP texting ", 0), ("I like it", 1)]


async def test_an_old_part_that_cannot_be_heard_is_lost_to_no_new_one(hearing: Hearing) -> None:
    await hearing.hear("STOP texting ", reference=7, total=2, number=1)
    hearing.is_down = True
    new = {"reference": 7, "total": 2, "number": 1}
    assert await hearing.hear("I like ", **new) == statuses.TRY_AGAIN
    hearing.is_down = False
    assert await hearing.hear("I like ", **new) == statuses.OK
    assert hearing.heard == [("STOP texting ", 0)]


async def test_a_part_that_comes_while_the_others_are_given_up_on_stays(hearing: Hearing) -> None:
    place = {"reference": 4, "total": 3}
    await hearing.hear("one", **place, number=1)
    hearing.desk.clock.advance(minutes=6)

    async def second() -> None:
        await hearing.hear("two", **place, number=2)

    hearing.meanwhile = second
    await hearing.inbox.take_overdue()
    hearing.desk.clock.advance(minutes=6)
    await hearing.inbox.take_overdue()
    assert hearing.heard == [("one", 0), ("two", 6)]


async def test_parts_of_one_person_crowd_out_the_oldest_of_them_and_no_other(
    hearing: Hearing,
) -> None:
    await hearing.hear("STOP ", sender=BOB, reference=0, total=2, number=1)
    for reference in range(301):
        await hearing.hear(f"text {reference} ", reference=reference, total=2, number=1)
        hearing.desk.clock.advance(milliseconds=1)
    assert [words for words, _ in hearing.heard] == ["text 0 "]


async def test_parts_of_a_route_that_is_gone_are_heard(hearing: Hearing) -> None:
    gone = Whole(route="gone", sender=ANN, to=OURS, reference=1, total=2)
    await hearing.desk.spool.keep_heard(gone, 1, "STOP ", at=NOON)
    await hearing.hear("wait", reference=1, total=2, number=1)
    left = LeftOver(["texts"], take=hearing.take, spool=hearing.desk.spool)
    hearing.is_down = True
    assert not await left.is_taken()
    hearing.is_down = False
    assert await left.is_taken()
    assert await left.is_taken()
    assert hearing.heard == [("STOP ", 0)]


async def test_a_part_that_we_break_on_keeps_no_other_from_being_heard(hearing: Hearing) -> None:
    for sender in (ANN, BOB):
        gone = Whole(route="gone", sender=sender, to=OURS, reference=1, total=2)
        await hearing.desk.spool.keep_heard(gone, 1, f"STOP {sender}", at=NOON)

    async def take(route: str, received: ReceivedText) -> None:
        if received.sender == ANN:
            raise ValueError("of a text")
        await hearing.take(route, received)

    left = LeftOver(["texts"], take=take, spool=hearing.desk.spool)
    assert not await left.is_taken()
    assert hearing.heard == [(f"STOP {BOB}", 0)]


async def test_parts_that_nobody_comes_to_hear_are_not_kept_for_ever(hearing: Hearing) -> None:
    await hearing.hear("STOP ", reference=1, total=2, number=1)
    kept = timedelta(hours=72)
    hearing.desk.clock.advance(days=29)
    await hearing.desk.spool.retire(hearing.desk.clock(), email_body=kept, sms_text=kept)
    assert len(await hearing.desk.spool.left_over([])) == 1
    hearing.desk.clock.advance(days=2)
    await hearing.desk.spool.retire(hearing.desk.clock(), email_body=kept, sms_text=kept)
    assert await hearing.desk.spool.left_over([]) == []


async def test_what_was_taken_after_all_is_written_once_it_can_be(
    hearing: Hearing, monkeypatch: pytest.MonkeyPatch
) -> None:
    spool = hearing.desk.spool
    await spool.accept(text(ANN, at=NOON))
    (claimed,) = await hearing.desk.claim()
    unknown = Settlement(
        delivery_id=claimed.delivery_ids[0], state=State.UNKNOWN, reply="", attempt=1
    )
    await spool.settle([unknown])
    taking, fails = spool.take_part_report, [True]

    async def take(told: PartReport) -> PartOf | None:
        if fails:
            fails.clear()
            raise StoreUnavailable("full")
        return await taking(told)

    monkeypatch.setattr(spool, "take_part_report", take)
    hearing.flights.late.put_nowait(
        PartOf(
            queue_id=claimed.queue_id, attempt=1, total=1, provider_id="7", person=phone_key(ANN)
        )
    )
    async with asyncio.timeout(5), asyncio.TaskGroup() as group:
        keeping = group.create_task(hearing.inbox.keep_late())
        while True:
            view = await spool.message(claimed.queue_id)
            assert view is not None
            if view.deliveries[0].state is State.DELIVERED:
                break
            await asyncio.sleep(0.01)
        keeping.cancel()


@pytest.mark.parametrize(("error", "is_proof"), [("0ab", True), ("0AB", True), ("", False)])
async def test_an_error_means_an_opt_out_however_it_is_written(
    hearing: Hearing, error: str, is_proof: bool
) -> None:
    spool = hearing.desk.spool
    await spool.accept(text(ANN, at=NOON))
    (claimed,) = await hearing.desk.claim()
    to = PartOf(
        queue_id=claimed.queue_id, attempt=1, total=1, provider_id="7", person=phone_key(ANN)
    )
    hearing.flights.answered(to)
    notice = Notice(
        provider_id="7", report=Report.FAILED, said="failed", error=error, begins="",
        addresses=(ANN, OURS),
    )  # fmt: skip
    assert await hearing.inbox.note(notice) == statuses.OK
    assert [new.key for new, _ in hearing.people.told] == [ANN] * is_proof
