"""Parts of a text are heard as one, mixed with no other, and none is lost or kept for ever."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from gateway.providers.smpp import statuses
from gateway.providers.smpp.left_over import LeftOver
from gateway.spool.hearing import Whole
from tests.contract.providers.hearing import ANN, BOB, OURS, Hearing, part
from tests.contract.spool.make import NOON

if TYPE_CHECKING:
    from gateway.providers.hook import ReceivedText


async def test_a_part_for_which_there_was_no_room_is_as_old_as_when_it_came(
    hearing: Hearing,
) -> None:
    hearing.inbox.put_off(part("ART", reference=1, total=2, number=2))
    hearing.desk.clock.advance(minutes=1)
    await hearing.hear("ART", reference=1, total=2, number=2)
    hearing.desk.clock.advance(minutes=1)
    await hearing.hear("ST", reference=1, total=2, number=1)
    assert hearing.heard == [("START", 0)]


async def test_a_part_that_is_repeated_over_another_connection_is_as_old_as_it_was(
    hearing: Hearing,
) -> None:
    await hearing.hear("I want it, so ", reference=1, total=2, number=1)
    await hearing.hear("START", reference=1, total=2, number=2)
    hearing.desk.clock.advance(minutes=2)
    await hearing.hear("STOP")
    hearing.inbox.bound()
    hearing.desk.clock.advance(minutes=2)
    await hearing.hear("START", reference=1, total=2, number=2)
    hearing.desk.clock.advance(minutes=6)
    await hearing.inbox.take_overdue()
    assert hearing.heard == [("I want it, so START", 0), ("STOP", 2), ("START", 0)]


async def test_a_text_that_begins_like_one_before_is_as_young_as_its_other_part(
    hearing: Hearing,
) -> None:
    place = {"reference": 7, "total": 2}
    await hearing.hear("About your offers: ", **place, number=1)
    await hearing.hear("who are you?", **place, number=2)
    hearing.inbox.bound()
    hearing.desk.clock.advance(minutes=4)
    await hearing.hear("About your offers: ", **place, number=1)
    await hearing.hear("STOP", **place, number=2)
    assert hearing.heard[-1] == ("About your offers: STOP", 4)


async def test_a_part_that_is_repeated_late_waits_for_the_others_once_more(
    hearing: Hearing,
) -> None:
    place = {"reference": 7, "total": 2}
    await hearing.hear("please ST", **place, number=1)
    hearing.desk.clock.advance(minutes=6)
    await hearing.inbox.take_overdue()
    hearing.inbox.bound()
    await hearing.hear("please ST", **place, number=1)
    await hearing.inbox.take_overdue()
    await hearing.hear("OP", **place, number=2)
    assert hearing.heard == [("please ST", 0), ("please STOP", 6)]


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
