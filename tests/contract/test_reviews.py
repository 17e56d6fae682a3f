"""Replies that wait for a person: what every store of the list does with them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from suppression.actor import Actor
from suppression.channel import Channel
from suppression.covering import Matching
from suppression.entry import NEVER
from suppression.hashes import ErasureSecrets
from suppression.keys import email_key
from suppression.ledger import Pepper
from suppression.review import Decision, NewReview
from suppression.sqlite import SqliteSuppressionStore
from suppression.waiting import Wait

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteSuppressionStore]:
    opened = SqliteSuppressionStore(
        tmp_path / "suppression.db",
        pepper=Pepper(b"p" * 32),
        matching=Matching(erasure=ErasureSecrets(((1, b"s" * 32),))),
        clock=lambda: NOW + timedelta(hours=1),
    )
    opened.open()
    yield opened
    opened.close()


def reply(who: str = "ann@people.example", text: str = "Please send fewer emails") -> NewReview:
    return NewReview(
        channel=Channel.EMAIL,
        key=email_key(who),
        text=text,
        matched="fewer emails",
        received_at=NOW,
    )


async def test_a_reply_waits_once_until_it_is_decided(store: SqliteSuppressionStore) -> None:
    first = await store.review(reply())
    assert await store.review(reply()) == first
    other = await store.review(reply("bob@people.example"))
    assert await store.reviews() == (first, other)
    assert await store.reviews(limit=1) == (first,)
    assert await store.reviews(after=first.review_id, limit=1) == (other,)
    assert (first.decision, first.decided_at, first.received_at) == (Decision.OPEN, NEVER, NOW)
    assert await store.find_review(first.review_id) == first
    for none in ("", "nonsense", "R-", "R-x", "R-0", "R-" + "9" * 19):
        assert await store.find_review(none) is None

    decided = await store.decide_review(
        first.review_id, Decision.DISMISSED, by="eve", because="a question"
    )
    assert decided is not None
    assert (decided.text, decided.matched, decided.because) == ("", "fewer emails", "a question")
    assert (decided.decided_by, decided.decided_at) == ("eve", NOW + timedelta(hours=1))
    assert await store.reviews() == (other,)
    assert await store.reviews(everything=True) == (decided, other)
    assert (await store.review(reply())).review_id != first.review_id


async def test_it_is_known_who_wrote_what_waits(store: SqliteSuppressionStore) -> None:
    ann, plus, bob = map(
        email_key, ("ann@people.example", "ann+tea@people.example", "bob@people.example")
    )
    assert await store.unread([ann, bob], Channel.EMAIL) == frozenset()
    first = await store.review(reply())
    assert await store.unread([ann, plus, bob], Channel.EMAIL) == {ann, plus}
    assert await store.unread([ann], Channel.SMS) == frozenset()
    assert await store.unread([], Channel.EMAIL) == frozenset()
    await store.decide_review(first.review_id, Decision.DISMISSED, by="eve", because="no")
    assert await store.unread([ann, plus], Channel.EMAIL) == frozenset()


async def test_a_reply_that_waits_has_a_clock_that_is_looked_at(
    store: SqliteSuppressionStore,
) -> None:
    first = await store.review(reply())
    await store.review(reply("bob@people.example"))
    (waiting,) = await store.backlog()
    assert (waiting.kind, waiting.count) == (Wait.REVIEW, 2)
    await store.decide_review(first.review_id, Decision.DISMISSED, by="eve", because="no")
    (waiting,) = await store.backlog()
    assert waiting.count == 1


async def test_an_erasure_takes_what_a_person_wrote(store: SqliteSuppressionStore) -> None:
    await store.review(reply())
    other = await store.review(reply("bob@people.example"))
    await store.erase(email_key("ann@people.example"), by=Actor(name="eve", method="cli"))
    assert await store.reviews(everything=True) == (other,)
    (waiting,) = await store.backlog()
    assert waiting.count == 1


async def test_what_does_not_wait_cannot_be_decided(store: SqliteSuppressionStore) -> None:
    for unknown in ("R-7", "7", "R-x", "", "R-99999999999999999999999", "R-\u0663"):
        assert await store.find_review(unknown) is None
        assert await store.decide_review(unknown, Decision.DISMISSED, by="e", because="b") is None
    known = await store.review(reply())
    assert await store.decide_review(known.review_id, Decision.OPTED_OUT, by="e", because="b")
    assert not await store.decide_review(known.review_id, Decision.DISMISSED, by="e", because="b")
