"""A report that names the forgotten is emptied, however somebody wrote them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

import pytest

from gateway.delivery.dsn import failure_report
from gateway.delivery.own_mail import own_mail
from gateway.delivery.recipient_report import RecipientReport
from gateway.privacy.erasure import erase
from gateway.queue_id import QueueIds
from gateway.spool.forgetting import forget_person, named
from gateway.spool.review import Order
from gateway.spool.rows import number
from suppression.keys import email_key
from tests.contract.privacy.ann import ANN, DESK, settle_all
from tests.contract.spool.make import Clock, delivery, email, recipient

if TYPE_CHECKING:
    import sqlite3

    from gateway.spool.forgetting import Named
    from gateway.spool.model import NewMessage
    from gateway.stores import Stores


async def report_about(
    address: str, stores: Stores, clock: Clock, original: str = ""
) -> NewMessage:
    """Accept what tells a submitter that something did not reach an address, as they wrote it."""
    raw = failure_report(
        reporting_mta="mx.example.com", queue_id="1m8b3hrwaawdp", to="shop@example.com",
        reports=[RecipientReport(address=address, action="failed", status="5.1.1",
                                 diagnostic="smtp; 550 no", explanation="no", original=original)],
        original=b"", at=clock.now,
    )  # fmt: skip
    report = own_mail(
        queue_id=QueueIds().next(), to=recipient("shop@example.com"), raw=raw, subject="failed",
        header_from="mx.example.com", route="out", at=clock.now,
        expires_at=clock.now + timedelta(days=5),
    )  # fmt: skip
    await stores.spool.accept(report)
    return report


@pytest.mark.parametrize(
    ("key", "address"),
    [
        ("ann.secret@people.example", "Ann.Secret@People.Example"),
        ("ann.secret@people.example", '"Ann.Secret"@people.example'),
        ("kate@xn--bcher-kva.example", "Kate@Bücher.example"),
        ("kate@xn--bcher-kva.example", "kate@XN--BCHER-KVA.example"),
        ("käte@xn--bcher-kva.example", "KÄTE@bücher.example"),
    ],
)
async def test_a_report_that_names_the_forgotten_as_somebody_wrote_them_is_emptied(
    stores: Stores, clock: Clock, key: str, address: str
) -> None:
    theirs = await report_about(address, stores, clock)
    other = await report_about(f"x{key}", stores, clock)
    assert (await erase((email_key(key),), stores, DESK)).left == 1  # it waits for its reader
    await settle_all(stores)
    assert (await erase((email_key(key),), stores, DESK)).left == 0
    assert await stores.spool.content(theirs.queue_id) is None
    assert await stores.spool.content(other.queue_id) is not None


async def test_reports_are_read_before_the_lock_and_with_it_only_what_came_since(
    stores: Stores, clock: Clock
) -> None:
    """Two hundred thousand of them took half a minute, in which nothing was accepted."""
    looking = partial(named, key=ANN, pepper=stores.pepper)
    before = await report_about(ANN, stores, clock)
    emptied = await report_about(ANN, stores, clock)
    await settle_all(stores)
    seen = stores.spool._database.snapshot(looking)
    assert len(seen.messages) == 2
    since = await report_about(ANN, stores, clock)
    await settle_all(stores)
    await stores.spool._database.write(lambda each: empty_as_old(each, emptied.queue_id))
    assert await forget_as(stores, clock, replace(seen, messages=frozenset())) == 0
    assert await stores.spool.content(before.queue_id) is not None, "it was read once more"
    assert await stores.spool.content(since.queue_id) is None
    assert await forget_as(stores, clock, seen) == 0
    assert await stores.spool.content(before.queue_id) is None


async def test_all_reports_are_read_again_where_somebody_wrote_an_address_anew(
    stores: Stores, clock: Clock
) -> None:
    theirs = await report_about("Ann.Secret@people.example", stores, clock)
    seen = stores.spool._database.snapshot(partial(named, key=ANN, pepper=stores.pepper))
    to = delivery('"Ann.Secret"@people.example', route="out")
    await stores.spool.accept(email(at=clock.now, deliveries=(to,)))
    await settle_all(stores)
    assert seen.written == frozenset()
    assert await forget_as(stores, clock, replace(seen, messages=frozenset())) == 0
    assert await stores.spool.content(theirs.queue_id) is None


def empty_as_old(connection: sqlite3.Connection, queue_id: str) -> None:
    connection.execute("DELETE FROM contents WHERE message = ?", (number(queue_id),))


async def forget_as(stores: Stores, clock: Clock, seen: Named) -> int:
    """Forget Ann in a transaction, by what was seen before it; how much is left."""
    order = Order(by="clerk", because="asked", at=clock.now)
    forgotten = await stores.spool._database.write(
        lambda each: forget_person(each, ANN, seen, pepper=stores.pepper, order=order)
    )
    return forgotten.left
