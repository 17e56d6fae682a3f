"""A request has the clocks of the law, and is kept once it was answered."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from gateway.privacy.erasure import erase
from gateway.privacy.request import (
    Kind,
    NewRequest,
    NotPossible,
    Outcome,
    answer_by,
    confirm_by,
    day_of,
)
from tests.contract.privacy.ann import ANN, DESK, PHONE, request_of

if TYPE_CHECKING:
    from gateway.stores import Stores
    from tests.contract.spool.make import Clock


async def test_a_request_has_the_clocks_of_the_law(stores: Stores, clock: Clock) -> None:
    clock.now = datetime(2026, 11, 20, 23, tzinfo=UTC)  # a Friday, in California too
    found = await request_of(stores, clock)
    assert (found.confirm_by, found.answer_by) == (date(2026, 12, 4), date(2027, 1, 4))
    assert found.days_left(clock.now) == 45
    clock.now = datetime(2026, 12, 5, 9, tzinfo=UTC)
    assert found.is_unconfirmed_late(clock.now)
    assert not (await stores.privacy.confirm(found.request_id, "x")).is_unconfirmed_late(clock.now)
    extended = await stores.privacy.extend(found.request_id, "the archive is slow", "x")
    assert extended.answer_by == date(2027, 2, 18)
    with pytest.raises(NotPossible):
        await stores.privacy.extend(found.request_id, "slower still", "x")


async def test_it_is_extended_within_the_first_days_or_not_at_all(
    stores: Stores, clock: Clock
) -> None:
    found = await request_of(stores, clock)
    clock.now += timedelta(days=46)
    with pytest.raises(NotPossible):
        await stores.privacy.extend(found.request_id, "too late", "x")


async def test_the_day_begins_in_california(stores: Stores, clock: Clock) -> None:
    clock.now = datetime(2026, 11, 21, 7, 59, tzinfo=UTC)  # still the 20th there
    assert (await request_of(stores, clock)).answer_by == date(2027, 1, 4)


async def test_a_request_that_was_answered_is_kept_for_two_years(
    stores: Stores, clock: Clock
) -> None:
    found = await request_of(stores, clock)
    with pytest.raises(NotPossible, match="not forgotten yet"):
        await stores.privacy.close_as(found.request_id, Outcome.DONE, "all was erased", "x")
    await erase(found.people, stores, DESK)
    closed = await stores.privacy.close_as(found.request_id, Outcome.DONE, "all was erased", "x")
    assert (closed.outcome, closed.because) == (Outcome.DONE, "all was erased")
    assert stores.privacy.list() == ()
    with pytest.raises(NotPossible):
        await stores.privacy.close_as(found.request_id, Outcome.DENIED, "no", "x")
    clock.now += timedelta(days=730)
    assert await stores.privacy.retire() == 0
    clock.now += timedelta(days=2)
    assert await stores.privacy.retire() == 1
    assert stores.privacy.list(everything=True) == ()


async def test_what_was_noted_of_a_request_stands_when_it_is_noted_again(
    stores: Stores, clock: Clock
) -> None:
    number = (await request_of(stores, clock)).request_id
    await stores.privacy.confirm(number, "carla")
    noted = await stores.privacy.verify(number, "named her order", "carla")
    clock.advance(days=30)
    with pytest.raises(NotPossible, match="P-1 was confirmed before"):
        await stores.privacy.confirm(number, "bert")
    with pytest.raises(NotPossible, match="P-1 was verified before"):
        await stores.privacy.verify(number, "sounded like her", "bert")
    assert stores.privacy.find(number) == noted
    with pytest.raises(NotPossible, match="no request P-9 is open"):
        await stores.privacy.confirm("P-9", "bert")


async def test_of_two_who_answer_at_once_one_is_told_that_it_is_closed(
    stores: Stores, clock: Clock
) -> None:
    found = await request_of(stores, clock, Kind.KNOW)
    answers = await asyncio.gather(
        stores.privacy.close_as(found.request_id, Outcome.DONE, "sent her all", "carla"),
        stores.privacy.close_as(found.request_id, Outcome.DENIED, "not her", "bert"),
        stores.privacy.confirm(found.request_id, "dora"),
        return_exceptions=True,
    )
    closed, *late = answers
    assert [type(each) for each in late] == [NotPossible, NotPossible]
    assert stores.privacy.find(found.request_id) == closed
    kinds = stores.privacy._database.read("SELECT kind FROM ledger ORDER BY seq")
    assert [row["kind"] for row in kinds] == ["privacy.received", "privacy.closed"]


async def test_an_erasure_leaves_requests_open_for_whom_else_they_name(
    stores: Stores, clock: Clock
) -> None:
    wide, know = await request_of(stores, clock), await request_of(stores, clock, Kind.KNOW)
    await erase((ANN,), stores, DESK)
    for request_id in (wide.request_id, know.request_id):
        found = stores.privacy.find(request_id)
        assert found is not None
        assert (found.people, found.note) == ((PHONE,), wide.note)
    with pytest.raises(NotPossible, match=r"\+1•••0143 is not forgotten yet"):
        await stores.privacy.close_as(wide.request_id, Outcome.DONE, "all was erased", "x")
    await erase((PHONE,), stores, DESK)
    closed = await stores.privacy.close_as(wide.request_id, Outcome.DONE, "all was erased", "x")
    assert (closed.people, closed.note) == ((), "")


async def test_who_writes_again_after_the_erasure_has_a_new_request(
    stores: Stores, clock: Clock
) -> None:
    wide = await request_of(stores, clock)
    letter = NewRequest(
        kind=Kind.DELETE, people=(ANN,), manner="email", note="ann.secret asks again",
        received_at=clock.now,
    )  # fmt: skip
    same = await stores.privacy.take(letter, "recipient")
    assert (same.request.request_id, same.is_new) == (wide.request_id, False)
    await erase((ANN,), stores, DESK)
    clock.now += timedelta(days=1)
    again = await stores.privacy.take(replace(letter, received_at=clock.now), "recipient")
    assert (again.request.people, again.request.received_at) == ((ANN,), clock.now)
    assert again.is_new


async def test_its_clocks_run_from_the_letter_that_came_first_whenever_that_was_read(
    stores: Stores, clock: Clock
) -> None:
    """Cal. Civ. Code 1798.130(a)(2)(A): 45 days of receiving it, not of understanding it."""
    early = clock.now - timedelta(days=30)
    letter = NewRequest(
        kind=Kind.DELETE, people=(ANN,), manner="email", note="plainly", received_at=clock.now
    )
    opened = await stores.privacy.take(letter, "recipient")
    later = replace(letter, note="later", received_at=clock.now + timedelta(days=1))
    assert (await stores.privacy.take(later, "recipient")).request.received_at == clock.now
    first = replace(letter, note="remove my info", received_at=early)
    await stores.privacy.take(first, "carla")
    same = await stores.privacy.take(first, "carla")
    assert (same.request.request_id, same.is_new) == (opened.request.request_id, False)
    assert (same.request.confirm_by, same.request.answer_by) == (
        confirm_by(early), answer_by(early, is_extended=False),
    )  # fmt: skip
    lines = stores.privacy._database.read("SELECT kind, body FROM ledger ORDER BY seq")
    assert [line["kind"] for line in lines] == ["privacy.received", "privacy.earlier"]
    assert json.loads(lines[1]["body"])["received"] == day_of(early).isoformat()


async def test_what_was_written_about_a_request_names_nobody_who_was_erased(
    stores: Stores, clock: Clock
) -> None:
    closed, waits = await request_of(stores, clock, Kind.KNOW), await request_of(stores, clock)
    how = f"answered from {ANN}, and by phone from {PHONE}"
    await stores.privacy.close_as(closed.request_id, Outcome.DENIED, f"told {ANN} no", "x")
    await stores.privacy.verify(waits.request_id, how, "x")
    await stores.privacy.extend(waits.request_id, f"{PHONE} is hard to find", "x")
    await erase((ANN,), stores, DESK)
    (found,) = stores.privacy.list()
    assert found.verified_how == f"answered from •••, and by phone from {PHONE}"
    assert found.extended_because == f"{PHONE} is hard to find"
    await erase((PHONE,), stores, DESK)
    (found,) = stores.privacy.list()
    assert found.is_verified
    assert (found.verified_how, found.extended_because) == ("", "")
    answered = stores.privacy.find(closed.request_id)
    assert answered is not None
    assert answered.because == "told ••• no"


@pytest.mark.parametrize(
    "number", ["9169668284", "(916) 966-8284", "+1 916 966 8284", "916.966.8284", "1-916-966-8284"]
)
async def test_how_a_request_came_keeps_no_number_however_it_is_written(
    stores: Stores, clock: Clock, number: str
) -> None:
    said = NewRequest(
        kind=Kind.KNOW, people=(ANN,), manner=f"call of {number}, in May", note="",
        received_at=clock.now,
    )  # fmt: skip
    own = await stores.privacy.add(said, "clerk")
    await erase((ANN,), stores, DESK)
    found = stores.privacy.find(own.request_id)
    assert found is not None
    assert found.manner == "call of •••, in May"


async def test_how_a_request_came_is_kept_and_names_nobody_who_was_erased(
    stores: Stores, clock: Clock
) -> None:
    """11 CCR 7101(b): the manner stands in the record of a request."""
    usual = await request_of(stores, clock)
    said = NewRequest(
        kind=Kind.KNOW, people=(ANN, PHONE), manner=f"mail of {ANN}, then a call of {PHONE}",
        note="", received_at=clock.now,
    )  # fmt: skip
    own = await stores.privacy.add(said, "clerk")
    for people, manner in (
        ((ANN,), f"mail of •••, then a call of {PHONE}"),
        ((PHONE,), "mail of •••, then a call of +•••"),
    ):
        await erase(people, stores, DESK)
        found = [stores.privacy.find(each.request_id) for each in (usual, own)]
        assert [each.manner for each in found if each is not None] == ["email", manner]
