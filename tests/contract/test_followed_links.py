"""A link in an email is followed whole or not at all, and what asks for nothing new is counted."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from suppression.channel import Channel
from suppression.granting import Grantee, ensure_grants
from suppression.public_store import NO_GRANT, Followed
from suppression.tally import Tally
from tests.contract.listing import ANN, PHONE
from tests.contract.pressing import BOB, ONE_CLICK, clicked, in_force, kinds

if TYPE_CHECKING:
    from suppression.entry import NewEntry
    from suppression.grant import Grant
    from suppression.keys import RecipientKey
    from suppression.sqlite import SqliteSuppressionStore
    from suppression.store import SuppressionStore


async def test_what_asks_for_nothing_new_is_counted(store: SuppressionStore) -> None:
    assert await store.tallies() == {Tally.REPEATED: 0, Tally.UNKNOWN: 0}
    for _ in range(3):
        await store.add(clicked(), ONE_CLICK)
    assert await store.follow(NO_GRANT, lambda _: (clicked(BOB),), ONE_CLICK) is None
    assert await store.follow(4711, lambda _: (clicked(BOB),), ONE_CLICK) is None
    assert await in_force(store, BOB) == ()
    assert await store.tallies() == {Tally.REPEATED: 2, Tally.UNKNOWN: 2}


async def test_what_nobody_was_granted_is_nobody_s_link_however_many_there_are(
    store: SqliteSuppressionStore,
) -> None:
    made = [await granted(store, key) for key in (ANN, BOB)]
    assert NO_GRANT not in made
    assert await store.follow(NO_GRANT, lambda _: (clicked(BOB),), ONE_CLICK) is None


async def granted(store: SqliteSuppressionStore, key: RecipientKey = ANN) -> int:
    grantee = Grantee(key, Channel.EMAIL, "example", "news")
    grants, _ = await store._database.write(lambda each: ensure_grants(each, [grantee]))
    return grants[grantee]


async def test_a_link_is_followed_whole_or_not_at_all(store: SqliteSuppressionStore) -> None:
    grant_id = await granted(store)
    both = (clicked(), clicked(PHONE))
    followed = await store.follow(grant_id, lambda _: both, ONE_CLICK)
    assert followed is not None
    assert followed.grant == await store.grant(grant_id)
    assert [entry.key for entry in followed.entries] == [ANN, PHONE]

    def broken(grant: Grant) -> tuple[NewEntry, ...]:
        raise LookupError(grant.stream)

    bob = await granted(store, BOB)
    others = [store.follow(bob, lambda _: (clicked(BOB),), ONE_CLICK) for _ in range(3)]
    outcomes = await asyncio.gather(
        store.follow(grant_id, broken, ONE_CLICK), *others, return_exceptions=True
    )
    assert isinstance(outcomes[0], LookupError)
    assert [type(each) for each in outcomes[1:]] == [Followed] * 3
    assert await kinds(store, BOB) == ["added"]
