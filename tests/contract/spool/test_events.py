"""The ledger as a feed: what happened to a submitter's messages, in order, page by page."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from gateway.spool import events as feed
from suppression.ledger import Line, append
from tests.contract.spool.make import NOON, email

if TYPE_CHECKING:
    import pytest

    from tests.contract.spool.make import Desk


async def test_each_submitter_is_told_of_their_own_messages_page_by_page(desk: Desk) -> None:
    ours = [email(), email(), email()]
    for message in ours:
        await desk.spool.accept(email(submitter="pharmacy"))
        await desk.spool.accept(message)
    first = await desk.spool.events("shop", after=0, limit=2)
    assert [(each.seq, each.kind, each.queue_id) for each in first.events] == [
        (2, "accepted", ours[0].queue_id), (4, "accepted", ours[1].queue_id),
    ]  # fmt: skip
    assert first.last == 4
    rest = await desk.spool.events("shop", after=first.last, limit=2)
    assert [each.seq for each in rest.events] == [6]
    assert rest.events[0].channel == "email"
    assert rest.events[0].detail == {"address": "bob@example.net", "subject": "Hello"}
    nothing = await desk.spool.events("shop", after=rest.last, limit=2)
    assert (nothing.events, nothing.last) == ((), rest.last)


async def test_a_line_that_is_about_no_message_is_told_to_nobody(desk: Desk) -> None:
    with closing(sqlite3.connect(desk.folder / "messages.db")) as file, file:
        file.row_factory = sqlite3.Row
        append(file, [Line(at=NOON, kind="backup.silenced", facts={"reports": 1})])
    await desk.spool.accept(email())
    found = await desk.spool.events("shop", after=0, limit=9)
    assert [each.kind for each in found.events] == ["accepted"]
    assert found.last == 2


async def test_a_page_looks_past_the_lines_of_others_only_so_far_and_says_where_to_go_on(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed, "_CHUNK", 2)
    monkeypatch.setattr(feed, "_CHUNKS", 2)
    messages = [email(submitter="pharmacy") for _ in range(5)]
    await desk.spool.accept(messages[0], more=[*messages[1:], ours := email()])
    first = await desk.spool.events("shop", after=0, limit=9)
    assert (first.events, first.last) == ((), 4)
    second = await desk.spool.events("shop", after=first.last, limit=9)
    assert [(each.seq, each.queue_id) for each in second.events] == [(6, ours.queue_id)]
    assert second.last == 6


async def test_what_an_erasure_took_is_missing_from_the_feed(desk: Desk) -> None:
    message = email()
    await desk.spool.accept(message)
    bob = message.deliveries[0].recipient.key
    await desk.spool.forget_person(bob, by="ada", because="they asked for it")
    found = await desk.spool.events("shop", after=0, limit=9)
    assert [(each.kind, each.detail) for each in found.events] == [
        ("accepted", {}), ("cancelled", {}),
    ]  # fmt: skip
    assert found.events[0].facts["submitter"] == "shop"
