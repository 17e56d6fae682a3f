"""Who is forgotten is on the disk no more, stays stopped, and costs nobody else a message."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

from gateway.importing.lock import alone
from gateway.ledger import verify
from gateway.privacy.erasure import erase
from gateway.providers.received import Piece, Received
from gateway.queue_id import QueueIds
from gateway.spool.model import State
from gateway.submission import Retried
from gateway.wishes import Wish, Wishes
from suppression.channel import Channel
from suppression.entry import Reason
from suppression.transfer.job import Counts, NewImport
from tests.contract.privacy.ann import (
    ANN,
    BOB,
    DESK,
    PHONE,
    everything_about_ann,
    request_of,
    sent,
    settle_all,
)
from tests.contract.spool.make import Clock, delivery, email, outcome

if TYPE_CHECKING:
    from pathlib import Path

    from gateway.stores import Stores

CANARY = b"ann.secret"


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


async def test_an_idempotency_key_with_the_address_in_it_names_nobody_and_goes_on_to_count(
    stores: Stores, clock: Clock, tmp_path: Path
) -> None:
    retried = Retried(key=f"welcome-{ANN}", digest=b"d")
    receipt = email(
        at=clock.now, category="transactional", deliveries=(delivery(ANN, route="out"),)
    )  # fmt: skip
    await stores.spool.accept(receipt, retried=retried)
    await settle_all(stores)
    await erase((ANN,), stores, DESK)
    assert left_in(tmp_path, CANARY) == []
    again = replace(receipt, queue_id=QueueIds().next())
    stored = await stores.spool.accept(again, retried=retried)
    assert (stored.queue_id, stored.replayed) == (receipt.queue_id, True)


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


async def test_rows_that_an_import_could_not_read_name_the_forgotten_no_more(
    stores: Stores, clock: Clock, tmp_path: Path
) -> None:
    new = NewImport(name="list.csv", digest="d", options="{}")
    begun = await stores.suppression.begin_import(new, DESK)
    errors = tmp_path / "data" / "imports" / f"{begun.import_id}.errors"
    errors.parent.mkdir()
    rows = f"2,scope,why,Ann.Secret@people.example,bogus\r\n3,scope,why,{BOB},bogus\r\n"
    errors.write_text(rows, encoding="utf-8", newline="")
    at = clock.now.timestamp()
    os.utime(errors, (at, at))
    assert not (await erase((ANN,), stores, DESK)).is_gone, "it was written just now"
    clock.advance(minutes=1)
    with alone(errors.parent, "d"):
        assert not (await erase((ANN,), stores, DESK)).is_gone, "the import writes on"
    reason = f"'{ANN.upper()}' is not a scope"
    found = [{"row": 4, "column": "scope", "reason": reason}, {"row": 5, "reason": BOB}]
    await stores.suppression.end_import(
        begun.import_id, "done", by=DESK, counts=Counts(invalid=2), report={"errors": found}
    )
    dated = errors.stat().st_mtime_ns
    assert (await erase((ANN,), stores, DESK)).is_gone
    assert [left_in(tmp_path, each) for each in (CANARY, b"Ann.Secret", CANARY.upper())] == [[]] * 3
    assert errors.read_text(encoding="utf-8").splitlines() == [
        "2,scope,why,•••,bogus", f"3,scope,why,{BOB},bogus",
    ]  # fmt: skip
    assert (errors.stat().st_mtime_ns, list(errors.parent.iterdir())) == (dated, [errors])
    left = await stores.suppression.import_(begun.import_id)
    assert left is not None
    assert left.report == {
        "errors": [
            {"row": 4, "column": "scope", "reason": "'•••' is not a scope"},
            {"row": 5, "reason": BOB},
        ]
    }


async def test_an_import_that_never_ended_keeps_nobody_from_being_forgotten(
    stores: Stores, clock: Clock, tmp_path: Path
) -> None:
    new = NewImport(name="list.jsonl", digest="d", options="{}")
    begun = await stores.suppression.begin_import(new, DESK)
    await stores.suppression.undo_import(begun.import_id, DESK)
    errors = tmp_path / "data" / "imports" / f"{begun.import_id}.errors"
    errors.parent.mkdir()
    errors.write_text(f'{{"note": "wrote:\\n{ANN}"}}\n', encoding="utf-8")
    at = clock.now.timestamp()
    os.utime(errors, (at, at))
    clock.advance(minutes=1)
    assert (await erase((ANN,), stores, DESK)).is_gone
    assert errors.read_text("utf-8") == '{"note": "wrote:\\n•••"}\n'
