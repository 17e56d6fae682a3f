"""What an SMSC calls the parts of a text, and what it reports of them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from filters.plan import Plan, Splice
from gateway.spool.model import State
from gateway.spool.parts import PartOf
from tests.contract.spool.in_parts import ANN, BOB, FAILED, answered, ended, sending, sent, told

if TYPE_CHECKING:
    from suppression.keys import RecipientKey
    from tests.contract.spool.make import Desk


async def test_an_id_that_the_smsc_gives_once_more_is_the_new_text_s(desk: Desk) -> None:
    first = await sent(desk, "1")
    await desk.spool.take_part_report(told("1", FAILED))
    second = await sent(desk, "1")
    await desk.spool.take_part_report(told("1"))
    assert await ended(desk, first) == (State.FAILED, "failed")
    assert await ended(desk, second) == (State.DELIVERED, "arrived")


async def test_a_report_before_the_settlement_counts_for_the_new_text_of_an_old_id(
    desk: Desk,
) -> None:
    await sent(desk, "1")
    await desk.spool.take_part_report(told("1", FAILED))
    claimed = await sending(desk)
    about = PartOf(queue_id=claimed.queue_id, attempt=1, total=1, provider_id="1", person=ANN)
    part = await desk.spool.take_part_report(told("1", about=about))
    assert part is not None
    assert not part.is_over
    await answered(desk, claimed, "1")
    assert await ended(desk, claimed) == (State.DELIVERED, "arrived")
    found = await desk.spool.find_part(told("1", about=about))
    assert found is not None
    assert found.is_over


@pytest.mark.parametrize(
    ("provider_id", "people"),
    [("2", (ANN,)), ("1", (BOB,)), ("", (ANN,)), ("  ", (ANN,)), ("01x", ()), ("16", ())],
)
async def test_a_report_about_nothing_of_ours_changes_nothing(
    desk: Desk, provider_id: str, people: tuple[RecipientKey, ...]
) -> None:
    claimed = await sent(desk, "10" if provider_id == "16" else "1")
    assert await desk.spool.take_part_report(told(provider_id, people=people)) is None
    assert await ended(desk, claimed) == (State.DELIVERED, "delivered")


async def test_whom_a_report_does_not_say_in_numbers_is_believed_for_the_very_id(
    desk: Desk,
) -> None:
    claimed = await sent(desk, "1a")
    assert await desk.spool.take_part_report(told("001A", people=())) is not None
    assert await ended(desk, claimed) == (State.DELIVERED, "arrived")


async def test_one_part_that_failed_is_the_text_that_failed(desk: Desk) -> None:
    claimed = await sent(desk, "1", "2")
    await desk.spool.take_part_report(told("1"))
    assert await ended(desk, claimed) == (State.DELIVERED, "delivered")
    await desk.spool.take_part_report(told("2", FAILED))
    assert await ended(desk, claimed) == (State.FAILED, "failed")


async def test_parts_that_the_smsc_gives_one_id_have_arrived_with_its_report(desk: Desk) -> None:
    claimed = await sent(desk, "5", "5", "05")
    await desk.spool.take_part_report(told("5"))
    assert await ended(desk, claimed) == (State.DELIVERED, "arrived")


async def test_parts_of_one_id_have_arrived_also_where_that_is_told_before_the_answers(
    desk: Desk,
) -> None:
    claimed = await sending(desk)
    about = PartOf(queue_id=claimed.queue_id, attempt=1, total=2, provider_id="5", person=ANN)
    await desk.spool.take_part_report(told("5", about=about))
    await answered(desk, claimed, "5", "5")
    assert await ended(desk, claimed) == (State.DELIVERED, "arrived")


@pytest.mark.parametrize(
    ("words", "begins"),
    [
        ("Ваш заказ готов", "Ваш заказ"),
        ("\u00c9t\u00e9: soldes", "E\u0301t\u00e9 soldes"),  # written in two characters
        ("Caf\u00e9 at noon", "Caf? at noon"),
    ],
)
async def test_an_unknown_text_is_known_in_every_script(
    desk: Desk, words: str, begins: str
) -> None:
    claimed = await sent(desk, state=State.UNKNOWN, raw=words.encode())
    other = told("7", begins="Ваша посылка")
    assert await desk.spool.take_part_report(other) is None
    assert await desk.spool.take_part_report(told("7", begins=begins)) is not None
    assert await ended(desk, claimed) == (State.DELIVERED, "arrived")


async def test_an_unknown_text_is_known_by_how_it_leaves(desk: Desk) -> None:
    plan = Plan(splices=(Splice(start=0, end=0, template=(b"Shop Ltd: ",)),), fixes=())
    claimed = await sent(desk, state=State.UNKNOWN, plan=plan)
    wrong = told("7", begins="Your appointment is")
    assert await desk.spool.take_part_report(wrong) is None
    assert await desk.spool.take_part_report(told("7", begins="Sho")) is None  # too little
    right = told("7", begins="Shop  Ltd?? Your app")
    assert await desk.spool.take_part_report(right) is not None
    assert await ended(desk, claimed) == (State.DELIVERED, "arrived")
    later = told("7", FAILED)
    assert await desk.spool.take_part_report(later) is not None
    assert await ended(desk, claimed) == (State.DELIVERED, "arrived")  # the first end counts


async def test_an_unknown_text_in_parts_is_settled_when_all_of_them_are(desk: Desk) -> None:
    words = "First. " * 20 + "Second of the two parts. " * 4
    claimed = await sent(desk, state=State.UNKNOWN, raw=words.encode())
    assert await desk.spool.take_part_report(told("7", begins="First. First. First. ")) is not None
    assert (await ended(desk, claimed))[0] is State.UNKNOWN
    assert await desk.spool.take_part_report(told("8", begins=" two parts. Second o")) is not None
    assert (await ended(desk, claimed))[0] is State.DELIVERED


async def test_ids_are_forgotten_with_the_content(desk: Desk) -> None:
    claimed = await sent(desk, "1")
    unknown = await sent(desk, to=BOB, state=State.UNKNOWN)
    desk.clock.advance(days=4)
    kept = timedelta(hours=72)
    assert await desk.spool.retire(desk.clock(), email_body=kept, sms_text=kept) == 2
    assert await desk.spool.take_part_report(told("1", FAILED)) is None
    about_bob = told("2", FAILED, people=(BOB,), begins="Your appointment")
    assert await desk.spool.take_part_report(about_bob) is None
    assert (await ended(desk, claimed))[0] is State.DELIVERED
    assert (await ended(desk, unknown))[0] is State.UNKNOWN


async def test_what_is_remembered_of_texts_to_us_is_forgotten_in_an_hour(desk: Desk) -> None:
    said = (ANN, "+14155550123", "START")
    first = desk.clock()
    assert await desk.spool.heard_at("texts", said, over="one", at=first, again=False) == first
    now = desk.clock.advance(minutes=5)
    assert await desk.spool.heard_at("texts", said, over="two", at=now, again=False) == first
    assert await desk.spool.heard_at("other", said, over="two", at=now, again=False) == now
    desk.clock.advance(minutes=61)
    kept = timedelta(hours=72)
    await desk.spool.retire(desk.clock(), email_body=kept, sms_text=kept)
    (row,) = await desk.spool._database.scan("SELECT count(*) AS n FROM heard_texts")
    assert row["n"] == 0


@pytest.mark.parametrize(
    "changes", [{"route": "other"}, {"people": (BOB,)}, {"begins": "Your invoice is"}], ids=str
)
async def test_a_report_about_other_words_another_person_or_route_settles_no_unknown_text(
    desk: Desk, changes: dict[str, Any]
) -> None:
    claimed = await sent(desk, state=State.UNKNOWN)
    other = told("7", **{"begins": "Your appointment", **changes})
    assert await desk.spool.take_part_report(other) is None
    assert (await ended(desk, claimed))[0] is State.UNKNOWN


async def test_of_two_unknown_texts_that_begin_alike_none_is_settled(desk: Desk) -> None:
    both = [await sent(desk, state=State.UNKNOWN) for _ in range(2)]
    assert await desk.spool.take_part_report(told("7", begins="Your appointment")) is None
    assert [(await ended(desk, each))[0] for each in both] == [State.UNKNOWN] * 2


async def test_a_text_whose_outcome_is_known_is_not_taken_for_one_of_unknown_outcome(
    desk: Desk,
) -> None:
    known = await sent(desk, "1")
    unknown = await sent(desk, state=State.UNKNOWN)
    assert await desk.spool.take_part_report(told("7", begins="Your appointment")) is not None
    assert (await ended(desk, known))[1] == "delivered"
    assert await ended(desk, unknown) == (State.DELIVERED, "arrived")


async def test_what_an_smsc_called_parts_is_forgotten_with_their_text(desk: Desk) -> None:
    await sent(desk, "1", "2")
    assert await desk.spool.find_part(told("1")) is not None
    desk.clock.advance(hours=72)
    await desk.spool.retire(desk.clock(), email_body=timedelta(days=7), sms_text=timedelta(days=3))
    assert await desk.spool.find_part(told("1")) is None
