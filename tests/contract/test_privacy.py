"""What a person may ask for: to see what is known of them, and to be forgotten, in time."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

import pytest

from gateway.config.models import Config, EmailConfig
from gateway.delivery.dsn import failure_report
from gateway.delivery.own_mail import own_mail
from gateway.delivery.recipient_report import RecipientReport
from gateway.ledger import verify
from gateway.privacy.access import known_of
from gateway.privacy.erasure import erase
from gateway.privacy.request import Kind, NewRequest, NotPossible, Outcome
from gateway.providers.received import Piece, Received
from gateway.queue_id import QueueIds
from gateway.spool.forgetting import forget_person, named
from gateway.spool.model import State
from gateway.spool.review import Order
from gateway.spool.rows import number
from gateway.stores import Stores
from gateway.wishes import Wish, Wishes
from suppression.consent import ConsentSource
from suppression.entry import COMMERCIAL, Channel, Origin, Reason
from suppression.keys import email_key, phone_key
from suppression.review import NewReview
from suppression.store import Actor, NewConsent, NewEntry
from tests.contract.spool.make import Clock, delivery, email, outcome, recipient, text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from gateway.privacy.request import Request
    from gateway.spool.forgetting import Named
    from gateway.spool.model import NewMessage

ANN, BOB = email_key("ann.secret@people.example"), email_key("bob@x.test")
PHONE = phone_key("+12025550143")
DESK = Actor(name="clerk", method="cli")
CANARY = b"ann.secret"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def stores(tmp_path: Path, clock: Clock) -> Iterator[Stores]:
    opened = Stores(Config(data_dir=tmp_path / "data"), clock=clock)
    opened.open()
    yield opened
    opened.close()


async def request_of(stores: Stores, clock: Clock, kind: Kind = Kind.DELETE) -> Request:
    new = NewRequest(
        kind=kind, people=(ANN, PHONE), manner="email", note="ann.secret wants to be forgotten",
        received_at=clock.now,
    )  # fmt: skip
    return await stores.privacy.add(new, "clerk")


async def sent(stores: Stores, message: NewMessage, state: State = State.DELIVERED) -> None:
    await stores.spool.accept(message)
    for claimed in await stores.spool.claim({"out": 9, "texts": 9}, limit=9, lease_s=60):
        reply = f"250 2.1.5 <{claimed.recipients[0].address}> ok"
        await stores.spool.settle(outcome(claimed, state, reply))


async def everything_about_ann(stores: Stores, clock: Clock) -> NewMessage:
    """Make the gateway know Ann in all the ways there are; return the mail that only she got."""
    entry = NewEntry(
        channel=Channel.EMAIL, key=ANN, scope=COMMERCIAL, reason=Reason.UNSUBSCRIBE,
        origin=Origin.ADMIN, evidence="ann.secret wrote", requested_at=clock.now,
    )  # fmt: skip
    await stores.suppression.add(entry, DESK)
    await stores.suppression.link(ANN, PHONE, evidence="ann.secret said so", by=DESK)
    consent = NewConsent(
        key=PHONE, source=ConsentSource.FORM, purposes=frozenset(), evidence="form of ann.secret",
        requested_at=clock.now,
    )  # fmt: skip
    await stores.suppression.record_consent(consent, DESK)
    raw = b"Subject: dear ann.secret\r\nTo: ann.secret@people.example\r\n\r\nHello ann.secret\r\n"
    wishes = Wishes(
        envelope_id="of-ann.secret",
        by_address={ANN: Wish(notify="FAILURE", original="rfc822;ann.secret+2B1@people.example")},
    )
    receipt = {
        "category": "transactional", "raw": raw, "subject": "dear ann.secret", "wishes": wishes,
    }  # fmt: skip
    alone = email(at=clock.now, deliveries=(delivery(ANN, route="out"),), **receipt)
    both = email(
        at=clock.now, deliveries=(delivery(ANN, route="out"), delivery(BOB, route="out")), **receipt
    )
    await sent(stores, alone)
    await sent(stores, both)
    await sent(stores, text(PHONE, at=clock.now, raw=b"Your code, ann.secret: 123456"))
    return alone


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
    with pytest.raises(NotPossible, match="nobody was"):
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


async def test_everything_that_is_known_is_shown_and_nobody_else(
    stores: Stores, clock: Clock
) -> None:
    alone = await everything_about_ann(stores, clock)
    known = await known_of((ANN, PHONE), Config(), stores, clock.now)
    told = json.dumps(known.answers, default=str)
    assert "form of ann.secret" in told
    assert "ann.secret wrote" in told
    assert BOB not in told
    assert known.answers["sold_or_shared"] == []
    assert [each["route"] for each in known.answers["disclosed_for_business"]] == ["out", "texts"]
    assert len(known.answers["messages"]) == 3
    assert known.contents[f"{alone.queue_id}.eml"] == alone.raw


async def test_what_somebody_wrote_is_shown_behind_however_many_replies_of_others(
    stores: Stores, clock: Clock, tmp_path: Path
) -> None:
    others = (("email", f"{number}@x.example", "hm", "hm", 0) for number in range(10_000))
    with closing(sqlite3.connect(tmp_path / "data" / "suppression.db")) as file, file:
        file.executemany(
            "INSERT INTO reviews (channel, key, text, matched, received_at) VALUES (?, ?, ?, ?, ?)",
            others,
        )
    new = NewReview(
        channel=Channel.EMAIL, key=ANN, text="Fewer, please", matched="fewer", received_at=clock.now
    )
    await stores.suppression.review(new)
    known = await known_of((ANN,), Config(), stores, clock.now)
    assert [each["text"] for each in known.answers["specific"][0]["replies"]] == ["Fewer, please"]


async def test_who_is_forgotten_is_on_the_disk_no_more_and_stays_stopped(
    stores: Stores, clock: Clock, tmp_path: Path
) -> None:
    await everything_about_ann(stores, clock)
    request = await request_of(stores, clock)
    erased = await erase(request.people, stores, DESK)
    assert (erased.messages, erased.left, erased.told) == (3, 0, ("out", "texts"))
    found = await stores.suppression.blocking([ANN, BOB], Channel.EMAIL, clock.now)
    assert [entry.reason for entry in found[ANN]] == [Reason.UNSUBSCRIBE]
    assert found[BOB] == ()
    texts = await stores.suppression.blocking([PHONE], Channel.SMS, clock.now)
    assert texts[PHONE]
    (record,) = stores.privacy.list()
    assert (record.people, record.note) == ((), "")
    assert record.shown == ("a•••@people.example", "+1•••0143")
    # while they are open: closing brings the logs home, and nobody stops a gateway for an erasure
    left = left_in(tmp_path, CANARY) + left_in(tmp_path, b"2025550143")
    assert left == []
    for name in ("suppression", "messages", "privacy"):
        assert verify(tmp_path / "data" / f"{name}.db").is_whole


async def test_who_asks_sees_their_own_delivery_however_written_and_no_bcc(
    stores: Stores, clock: Clock
) -> None:
    kate = email_key("kate@bücher.example")
    raw = (
        b"From: a@example.com\r\nTo: kate@xn--bcher-kva.example\r\nBcc: other@secret.example\r\n"
        b"X-Optwarden-Category: transactional\r\nX-Mail-Kind: transactional\r\n\r\nHello\r\n"
    )
    config = Config(email=EmailConfig(category_header="X-Mail-Kind"))
    message = email(
        at=clock.now, category="transactional", raw=raw,
        deliveries=(delivery("Kate@bücher.example", route="out"), delivery(BOB, route="out")),
    )  # fmt: skip
    await stores.spool.accept(message)
    known = await known_of((kate,), config, stores, clock.now)
    (shown,) = known.answers["messages"]
    assert [each["address"] for each in shown["deliveries"]] == ["Kate@bücher.example"]
    assert known.contents == {
        f"{message.queue_id}.eml":
            b"From: a@example.com\r\nTo: kate@xn--bcher-kva.example\r\n\r\nHello\r\n"
    }  # fmt: skip


def left_in(folder: Path, canary: bytes) -> list[str]:
    files = (file for file in folder.rglob("*") if file.is_file())
    return [file.name for file in files if canary in file.read_bytes()]


async def test_what_waits_for_the_forgotten_is_taken_back_and_the_others_get_theirs(
    stores: Stores, clock: Clock
) -> None:
    wishes = Wishes(
        by_address={
            ANN: Wish(original="rfc822;ann.secret@people.example"),
            BOB: Wish(original="rfc822;bob@x.test"),
        }
    )
    both = email(
        at=clock.now, category="transactional", wishes=wishes,
        deliveries=(delivery(ANN, route="out"), delivery(BOB, route="out")),
    )  # fmt: skip
    await stores.spool.accept(both)
    await erase((ANN,), stores, DESK)
    view = await stores.spool.message(both.queue_id)
    assert view is not None
    assert [each.wish.original for each in view.deliveries] == ["", "rfc822;bob@x.test"]
    claimed = await stores.spool.claim({"out": 9}, limit=9, lease_s=60)
    assert [each.address for one in claimed for each in one.recipients] == [BOB]
    assert claimed[0].raw == both.raw
    assert await stores.spool.reports_owed() == ()
    await stores.spool.settle(outcome(claimed[0], State.DELIVERED, "250 ok"))
    assert (await erase((ANN,), stores, DESK)).left == 0
    assert await stores.spool.content(both.queue_id) is None


async def test_what_is_being_sent_is_forgotten_when_asked_once_more(
    stores: Stores, clock: Clock
) -> None:
    alone = email(
        at=clock.now, category="transactional", deliveries=(delivery(ANN, route="out"),)
    )  # fmt: skip
    await stores.spool.accept(alone)
    (claimed,) = await stores.spool.claim({"out": 9}, limit=9, lease_s=60)
    assert (await erase((ANN,), stores, DESK)).left == 1
    await stores.spool.settle(outcome(claimed, State.DELIVERED, "250 ok"))
    assert (await erase((ANN,), stores, DESK)).left == 0
    view = await stores.spool.message(alone.queue_id)
    assert view is not None
    assert view.deliveries[0].address == ""


async def test_a_refused_message_is_forgotten_too(stores: Stores, clock: Clock) -> None:
    refused = email(
        at=clock.now,
        deliveries=(delivery(ANN, state=State.REFUSED),),
    )
    await stores.spool.accept(refused)
    await erase((ANN,), stores, DESK)
    view = await stores.spool.message(refused.queue_id)
    assert view is not None
    assert (view.deliveries[0].address, view.subject) == ("", "")


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


async def settle_all(stores: Stores, route: str = "out") -> None:
    for claimed in await stores.spool.claim({route: 9}, limit=9, lease_s=60):
        await stores.spool.settle(outcome(claimed, State.DELIVERED, "250 ok"))


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


async def test_what_others_wait_for_is_left_and_the_request_stays_until_it_is_not(
    stores: Stores, clock: Clock
) -> None:
    request = await request_of(stores, clock)
    both = email(
        at=clock.now, category="transactional",
        deliveries=(delivery(ANN, route="out"), delivery(BOB, route="slow")),
    )  # fmt: skip
    await stores.spool.accept(both)
    await settle_all(stores)
    assert (await erase(request.people, stores, DESK)).left == 1
    assert stores.privacy.list()[0].people == request.people
    await settle_all(stores, "slow")
    assert (await erase(request.people, stores, DESK)).left == 0
    assert stores.privacy.list()[0].people == ()
    assert await stores.spool.content(both.queue_id) is None


async def test_the_reverse_path_that_names_the_forgotten_is_emptied(
    stores: Stores, clock: Clock
) -> None:
    alone = email(
        at=clock.now, category="transactional", deliveries=(delivery(ANN, route="out"),),
        reverse_path="bounces+ann.secret=people.example@lists.example.com",
    )  # fmt: skip
    await sent(stores, alone)
    await erase((ANN,), stores, DESK)
    view = await stores.spool.message(alone.queue_id)
    assert view is not None
    assert view.reverse_path == ""


async def test_what_nobody_could_read_is_removed_where_it_names_the_forgotten(
    stores: Stores, tmp_path: Path
) -> None:
    received = Received(tmp_path / "data" / "received")
    for raw in ('{"from": "+12025550143"}', "From=%2B12025550143", '{"from": "+12025550144"}'):
        received.set_aside(Piece(route="sig", account="+1", raw=raw))
    waits = received.keep([Piece(route="sig", account="+1", raw='{"from": "+12025550143"}')])
    await erase((PHONE,), stores, DESK)
    left = sorted(path.name for path in (tmp_path / "data" / "received").iterdir())
    assert [name.endswith(".broken") for name in left] == [True, False]
    assert waits in left
