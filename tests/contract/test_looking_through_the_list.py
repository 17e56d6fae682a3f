"""The list is read page by page, the newest first or last, and searched."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from suppression import latest as looking
from suppression.channel import Channel
from suppression.database import connect
from suppression.entry import ALL, Reason
from suppression.keys import email_key
from suppression.store import Latest, Query, SuppressionStore
from tests.contract.listing import ANN, DESK, LINK, NOON, PHONE, UNSUBSCRIBE, Clock

if TYPE_CHECKING:
    from pathlib import Path


async def listed(store: SuppressionStore, query: Query) -> list[str]:
    return [entry.entry_id for entry in await store.list(query)]


async def test_the_list_is_read_page_by_page(store: SuppressionStore) -> None:
    for i in range(12):
        await store.add(replace(UNSUBSCRIBE, key=email_key(f"ann{i}@example.com")), LINK)
    pages = []
    after = ""
    while page := await listed(store, Query(after=after, limit=5)):
        pages.append(page)
        after = page[-1]
    assert pages == [[f"S-{i}" for i in range(a, b)] for a, b in ((1, 6), (6, 11), (11, 13))]
    with pytest.raises(ValueError, match="not an entry id"):
        await store.list(Query(after="nonsense"))


async def latest(store: SuppressionStore, query: Query, within_s: float = 9) -> Latest:
    return await store.latest(query, within_s=within_s)


async def test_the_newest_entries_are_read_page_by_page(store: SuppressionStore) -> None:
    assert await latest(store, Query()) == Latest(entries=(), onward="", is_whole=True)
    for i in range(7):
        await store.add(replace(UNSUBSCRIBE, key=email_key(f"ann{i}@example.com")), LINK)
    pages, after = [], ""
    while True:
        page = await latest(store, Query(after=after, limit=3))
        pages.append([entry.entry_id for entry in page.entries])
        assert page.is_whole
        if not page.onward:
            break
        after = page.onward
    assert pages == [["S-7", "S-6", "S-5"], ["S-4", "S-3", "S-2"], ["S-1"]]
    for wrong in ("nonsense", "S-x"):
        with pytest.raises(ValueError, match="not an entry id"):
            await latest(store, Query(after=wrong))
    assert (await latest(store, Query(after="S-99", limit=1))).entries[0].entry_id == "S-7"


async def test_the_newest_entries_are_filtered_and_found_by_key(store: SuppressionStore) -> None:
    for i in range(4):
        await store.add(replace(UNSUBSCRIBE, key=email_key(f"ann{i}@example.com")), LINK)
    found = await latest(store, Query(key="ann2@example.com"))
    assert [entry.entry_id for entry in found.entries] == ["S-3"]
    assert (await latest(store, Query(key="ann"))).entries == ()
    assert len((await latest(store, Query(text="ann"))).entries) == 4
    assert (await latest(store, Query(reason="legal"))).entries == ()


async def test_looking_for_the_newest_ends_in_time_and_says_where_to_go_on(
    store: SuppressionStore, path: Path
) -> None:
    for i in range(9):
        await store.add(replace(UNSUBSCRIBE, key=email_key(f"ann{i}@example.com")), LINK)
    with closing(connect(path, read_only=True)) as connection:
        looked, after = [], ""
        while True:
            page = looking.latest(connection, Query(text="ann0", after=after), 0, window=4)
            looked.append((len(page.entries), page.onward, page.is_whole))
            if not page.onward:
                break
            after = page.onward
        assert looked == [(0, "S-6", False), (0, "S-2", False), (1, "", True)]
        assert looking.latest(connection, Query(key="ann0@example.com"), 0, window=4).is_whole


@pytest.mark.parametrize(
    "words",
    [
        "' or '1'='1", "x' or 1=1 --", "%' or key like '%", "'; drop table entries; --",
        "\\' or 1 --",
        "') union select key from entries --", '" or ""="', "x'||(select 1)||'", "ann\x00' or 1 --",
    ],
)  # fmt: skip
async def test_words_of_sql_are_words_wherever_they_stand(
    store: SuppressionStore, words: str
) -> None:
    await store.add(UNSUBSCRIBE, LINK)
    odd = email_key("o'hara'--@example.net")
    await store.add(replace(UNSUBSCRIBE, key=odd, evidence=words), replace(LINK, name=words))
    for found in (Query(text=words), Query(scope=words), Query(reason=words), Query(channel=words)):
        assert await listed(store, found) == []
    entry = await store.entry("S-2")
    assert entry is not None
    assert (entry.key, entry.evidence) == (odd, words)
    await store.lift(odd, Channel.EMAIL, because=words, by=DESK, entry_ids=(words,), evidence=words)
    assert await listed(store, Query(text="o'hara")) == ["S-2"]
    assert await listed(store, Query(active_at=NOON)) == ["S-1", "S-2"]


async def test_the_list_is_searched(store: SuppressionStore, clock: Clock) -> None:
    await store.add(UNSUBSCRIBE, LINK)
    await store.add(replace(UNSUBSCRIBE, channel=Channel.SMS, key=PHONE, scope=ALL), LINK)
    clock.now = NOON + timedelta(hours=1)
    await store.add(replace(UNSUBSCRIBE, reason=Reason.COMPLAINT), LINK)
    await store.add(
        replace(UNSUBSCRIBE, reason=Reason.MANUAL, expires_at=NOON + timedelta(hours=2)), DESK
    )
    await store.lift(ANN, Channel.EMAIL, because="", by=DESK, entry_ids=("S-3",), evidence="call 7")
    assert await listed(store, Query()) == ["S-1", "S-2", "S-3", "S-4"]
    assert await listed(store, Query(text=" ANN@ ")) == ["S-1", "S-3", "S-4"]
    assert await listed(store, Query(text="%")) == []
    assert await listed(store, Query(channel="sms")) == ["S-2"]
    assert await listed(store, Query(scope="all")) == ["S-2"]
    assert await listed(store, Query(reason="complaint", text="example")) == ["S-3"]
    assert await listed(store, Query(since=clock.now)) == ["S-3", "S-4"]
    assert await listed(store, Query(active_at=clock.now)) == ["S-1", "S-2", "S-4"]
    # what is there is in force: only a clock that was put back can be earlier
    assert await listed(store, Query(active_at=NOON)) == ["S-1", "S-2", "S-4"]
    assert await listed(store, Query(active_at=NOON + timedelta(hours=2))) == ["S-1", "S-2"]
