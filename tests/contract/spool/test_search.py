"""What a search of the spool finds, how far one look goes, and where the next goes on."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from filters.decision import Effect
from gateway.queue_id import encode
from gateway.spool import search as searching
from gateway.spool.model import State
from gateway.spool.search import Wanted
from suppression.entry import NEVER
from suppression.keys import email_key
from tests.contract.spool.make import (
    NOON,
    delivery,
    email,
    objection,
    opt_out,
    receipt,
    text,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gateway.spool.model import NewMessage
    from gateway.spool.search import Found
    from tests.contract.spool.make import Desk

SECOND = timedelta(seconds=1)
BOB = email_key("bob@example.net")
WAYS = pytest.mark.parametrize("way", [{}, {"to": BOB}, {"state": State.QUEUED}])
REFUSED = delivery("ann@example.net", state=State.REFUSED, findings=(objection(),))


def named(seconds: int) -> str:
    """Return the first queue id of a second after noon."""
    return encode(int((NOON + seconds * SECOND).timestamp()) * 1000 << 20)


async def kept(desk: Desk, *messages: NewMessage) -> list[str]:
    """Store messages in one commit; their queue ids."""
    await desk.spool.accept(messages[0], more=messages[1:])
    return [message.queue_id for message in messages]


async def found(desk: Desk, **wanted: Any) -> list[str]:  # noqa: ANN401 - any field
    page = await desk.spool.search(Wanted(**wanted))
    assert (page.cursor, page.looked_back_to) == (0, None)
    return [view.queue_id for view in page.messages]


async def walked(desk: Desk, wanted: Wanted) -> list[Found]:
    """Return page after page to the end."""
    pages = [await desk.spool.search(wanted)]
    while pages[-1].cursor:
        assert len(pages) < 9
        pages.append(await desk.spool.search(replace(wanted, cursor=pages[-1].cursor)))
    return pages


def ids(pages: Sequence[Found]) -> list[list[str]]:
    return [[view.queue_id for view in page.messages] for page in pages]


def looked_back_to(pages: Sequence[Found]) -> list[datetime | None]:
    return [page.looked_back_to for page in pages]


@WAYS
async def test_a_time_is_from_its_beginning_on_and_before_its_end(
    desk: Desk, way: dict[str, Any]
) -> None:
    one, two, three, four = await kept(desk, *(email(queue_id=named(n)) for n in range(4)))
    assert await found(desk, after=NOON + SECOND, before=NOON + 3 * SECOND, **way) == [three, two]
    assert await found(desk, after=NOON + 3 * SECOND, **way) == [four]
    assert await found(desk, before=NOON + SECOND, **way) == [one]
    ever = {"after": datetime(1960, 1, 1, tzinfo=UTC), "before": NEVER}
    assert await found(desk, **ever, **way) == [four, three, two, one]


@WAYS
async def test_each_page_goes_on_where_the_last_was_full(desk: Desk, way: dict[str, Any]) -> None:
    made = await kept(desk, *(email(queue_id=named(n)) for n in range(5)))
    pages = await walked(desk, Wanted(limit=2, before=NOON + 4 * SECOND, **way))
    assert ids(pages) == [[made[3], made[2]], [made[1], made[0]]]
    assert looked_back_to(pages) == [None, None]


async def test_a_message_to_many_is_found_once_and_shown_with_all_of_them(desk: Desk) -> None:
    both = delivery("ann@example.net"), delivery("bob@example.net")
    older, newer = await kept(desk, email(*both), email(*both))
    (page,) = await walked(desk, Wanted(limit=2))
    assert [(each.queue_id, [d.address for d in each.deliveries]) for each in page.messages] == [
        (queue_id, ["ann@example.net", "bob@example.net"]) for queue_id in (newer, older)
    ]
    assert await found(desk, to=BOB) == [newer, older]


async def test_what_is_asked_for_is_found_and_nothing_else(desk: Desk) -> None:
    mail = email(reverse_path="Shop@Example.com", subject="Spring SALE in der Straße")
    bill = receipt(REFUSED, header_from="example.org", reverse_path="", subject="Your bill")
    held = objection("HELD_REVIEW", Effect.HOLD)
    waits = receipt(delivery(state=State.HELD, findings=(held,), route="other"), subject="A sale")
    note = text()
    await kept(desk, mail, bill, waits, note)
    for wanted, expected in (
        ({"sender": "shop@EXAMPLE.com"}, [waits, mail]),
        ({"sender": "shop"}, []),
        ({"sender": "@example.org"}, [bill]),
        ({"subject": ("sale",)}, [waits, mail]),
        ({"subject": ("SALE", "strasse")}, [mail]),
        ({"verdict": "passed"}, [note]),
        ({"verdict": "changed"}, [mail]),
        ({"verdict": "held"}, [waits]),
        ({"verdict": "deferred"}, []),
        ({"verdict": "refused"}, [bill]),
        ({"reason": "HELD_REVIEW"}, [waits]),
        ({"reason": "SUPPRESSED_OPTOUT"}, [bill]),
        ({"reason": "SUPPRESSED"}, []),
        ({"routes": ("texts", "other")}, [note, waits]),
        ({"state": State.HELD}, [waits]),
        ({"state": State.REFUSED}, [bill]),
        ({"state": State.SENDING}, []),
        ({"channel": "sms"}, [note]),
        ({"channel": "email", "state": State.QUEUED}, [mail]),
    ):
        assert await found(desk, **wanted) == [each.queue_id for each in expected], wanted


async def test_a_rule_is_found_that_was_not_obeyed_or_that_came_later(desk: Desk) -> None:
    each = delivery("ann@example.net")
    ruling = replace(each.ruling, waived=(objection("EMAIL_CLASS_CONFLICT"),))
    observed, mail = await kept(desk, receipt(replace(each, ruling=ruling)), email())
    await desk.add(opt_out())
    await desk.claim()
    assert await found(desk, reason="EMAIL_CLASS_CONFLICT") == [observed]
    assert await found(desk, reason="SUPPRESSED_OPTOUT") == [mail]


async def test_the_few_that_wait_are_found_behind_however_many(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "_LOOKS_AT", 3)
    held = receipt(delivery(state=State.HELD), queue_id=named(0))
    others = [email(queue_id=named(n)) for n in (1, 2, 3, 4)]
    await kept(desk, held, *others)
    assert await found(desk, state=State.HELD) == [held.queue_id]


async def test_the_newest_are_looked_at_where_many_wait(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "_LOOKS_AT", 3)
    held = [receipt(delivery(state=State.HELD), queue_id=named(n)) for n in range(3)]
    made = await kept(desk, *held, *(email(queue_id=named(n)) for n in (3, 4, 5)))
    pages = await walked(desk, Wanted(state=State.HELD))
    assert ids(pages) == [[], [made[2], made[1]], [made[0]]]
    assert looked_back_to(pages) == [NOON + 3 * SECOND, NOON + SECOND, None]


async def test_a_look_for_a_person_ends_early_and_goes_on_behind(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "_LOOKS_AT", 2)
    made = await kept(desk, *(email(queue_id=named(n)) for n in range(5)))
    pages = await walked(desk, Wanted(to=BOB, verdict="held"))
    assert ids(pages) == [[], [], []]
    assert looked_back_to(pages) == [NOON + 3 * SECOND, NOON + SECOND, None]
    pages = await walked(desk, Wanted(to=BOB))
    assert ids(pages) == [[made[4], made[3]], [made[2], made[1]], [made[0]]]


@pytest.mark.parametrize(
    ("to", "expected"),
    [
        ((delivery(), REFUSED), [[], [0], []]),  # its second is looked at once more with its first
        ((REFUSED, delivery()), [[0], []]),  # what is found is not found again
        ((delivery(), delivery("cyd@example.net"), REFUSED), [[], [], []]),  # more than a look
    ],
)
async def test_a_look_that_ends_within_a_message_looks_at_all_of_it_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, to: tuple[Any, ...], expected: list[list[int]]
) -> None:
    monkeypatch.setattr(searching, "_LOOKS_AT", 2)
    made = await kept(desk, email(*to, queue_id=named(0)), email(queue_id=named(1)))
    pages = await walked(desk, Wanted(verdict="refused"))
    assert ids(pages) == [[made[n] for n in page] for page in expected]
    assert looked_back_to(pages)[0] == NOON
