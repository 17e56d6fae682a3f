"""Requests that are stored in one go: each has the answer it would have had alone."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from gateway.errors import IdempotencyConflict
from gateway.spool import acceptance
from gateway.spool.acceptance import Asked
from gateway.spool.answered import ANSWERED
from gateway.spool.model import SpoolQuery
from gateway.submission import Retried
from suppression.database import connect
from suppression.insertion import in_few
from tests.contract.spool.make import PEPPER, delivery, email, receipt, text

if TYPE_CHECKING:
    from gateway.spool.model import NewMessage, Stored
    from tests.contract.spool.make import Desk

ONCE, OTHER = Retried(key="order-7", digest=b"a"), Retried(key="order-8", digest=b"a")


def accepted(desk: Desk, *asked: Asked) -> list[Stored]:
    with closing(connect(desk.folder / "messages.db")) as connection:
        connection.execute("BEGIN")
        found = acceptance.accept(connection, asked, pepper=PEPPER, at=desk.clock())
        connection.execute("COMMIT")
        return found


async def stored(desk: Desk) -> list[str]:
    return [view.queue_id for view in await desk.spool.messages(SpoolQuery())][::-1]


def ids(*messages: NewMessage) -> list[str]:
    return [message.queue_id for message in messages]


async def test_requests_that_are_new_are_stored_together_with_their_reports(desk: Desk) -> None:
    one, report, two, three = receipt(), receipt(reverse_path=""), email(), text()
    answers = accepted(
        desk,
        Asked(message=one, more=[report]),
        Asked(message=two, retried=ONCE),
        Asked(message=three, retried=OTHER),
    )
    assert [(each.queue_id, each.replayed) for each in answers] == [
        (each, False) for each in ids(one, two, three)
    ]
    assert await stored(desk) == ids(one, report, two, three)


async def test_of_equal_requests_that_come_at_once_the_first_is_stored(desk: Desk) -> None:
    first, plain, again, last = (receipt(delivery(f"{n}@example.net")) for n in range(4))
    answers = accepted(
        desk,
        Asked(message=first, retried=ONCE),
        Asked(message=plain),
        Asked(message=again, retried=ONCE),
        Asked(message=last, retried=OTHER),
    )
    assert [(each.queue_id, each.replayed) for each in answers] == [
        (first.queue_id, False), (plain.queue_id, False), (first.queue_id, True),
        (last.queue_id, False),
    ]  # fmt: skip
    assert answers[2].rulings == answers[0].rulings
    assert await stored(desk) == ids(first, plain, last)


async def test_a_request_that_was_answered_before_is_answered_so_beside_new_ones(
    desk: Desk,
) -> None:
    first, plain, new = receipt(), receipt(), receipt()
    await desk.spool.accept(first, retried=ONCE)
    answers = accepted(
        desk,
        Asked(message=plain),
        Asked(message=receipt(), retried=ONCE),
        Asked(message=new, retried=OTHER),
    )
    assert [(each.queue_id, each.replayed) for each in answers] == [
        (plain.queue_id, False), (first.queue_id, True), (new.queue_id, False),
    ]  # fmt: skip
    assert await stored(desk) == ids(first, plain, new)


async def test_the_same_key_is_one_submitter_s(desk: Desk) -> None:
    ours, theirs = receipt(), receipt(submitter="crm")
    answers = accepted(desk, Asked(message=ours, retried=ONCE), Asked(message=theirs, retried=ONCE))
    assert [each.replayed for each in answers] == [False, False]
    assert await stored(desk) == ids(ours, theirs)


async def test_a_key_of_two_different_requests_at_once_is_a_conflict(desk: Desk) -> None:
    other = Retried(key=ONCE.key, digest=b"b")
    with pytest.raises(IdempotencyConflict):
        accepted(
            desk, Asked(message=receipt(), retried=ONCE), Asked(message=receipt(), retried=other)
        )
    assert await stored(desk) == []


async def test_requests_are_found_by_their_keys_without_a_look_at_the_others(desk: Desk) -> None:
    asked = [("shop", f"key-{number}") for number in range(4)]
    ((values, flat),) = in_few(asked)
    plan = desk.spool._database.snapshot(
        lambda each: [
            row["detail"]
            for row in each.execute(f"EXPLAIN QUERY PLAN {ANSWERED.format(values)}", flat)
        ]
    )
    assert "SEARCH r USING PRIMARY KEY (submitter=? AND key=?)" in plan
    assert not [step for step in plan if step.startswith("SCAN r")]
