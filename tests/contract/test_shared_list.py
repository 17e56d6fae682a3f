"""One list for the spool and for several processes, and one that says when it cannot be read."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from suppression.channel import Channel
from suppression.covering import Matching
from suppression.errors import StoreUnavailable
from suppression.granting import Grantee, ensure_grants
from suppression.keys import email_key
from suppression.matching import read_blocking
from tests.contract.listing import ANN, LINK, NOON, UNSUBSCRIBE, ledger

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from suppression.sqlite import SqliteSuppressionStore
    from suppression.store import SuppressionStore


async def test_the_spool_reads_the_list_through_its_own_connection(
    store: SuppressionStore, path: Path
) -> None:
    await store.add(UNSUBSCRIBE, LINK)
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        connection.row_factory = sqlite3.Row
        connection.execute("ATTACH DATABASE ? AS list", (str(path),))
        found = read_blocking(connection, (ANN,), Channel.EMAIL, NOON, Matching(), "list")
        assert [entry.entry_id for entry in found[ANN]] == ["S-1"]
        (grant_id,) = ensure_grants(
            connection, [Grantee(ANN, Channel.EMAIL, "", "")], schema="list"
        )[0].values()
    assert await store.grant(grant_id) is not None


async def test_two_processes_keep_one_list_and_one_unbroken_ledger(
    make: Callable[[Matching], SqliteSuppressionStore], path: Path
) -> None:
    one, other = make(Matching()), make(Matching())
    keys = [email_key(f"ann{i}@example.com") for i in range(100)]
    results = await asyncio.gather(
        *(each.add(replace(UNSUBSCRIBE, key=key), LINK) for key in keys for each in (one, other))
    )
    assert sum(is_new for _, is_new in results) == 100
    assert len(ledger(path)) == 100
    for each in (one, other):
        assert all((await each.blocking(keys, Channel.EMAIL, NOON)).values())


async def test_a_list_that_cannot_be_read_says_so(
    make: Callable[[Matching], SqliteSuppressionStore],
) -> None:
    store = make(Matching())
    assert await store.is_reachable()
    store.close()
    assert not await store.is_reachable()
    with pytest.raises(StoreUnavailable):
        await store.blocking((ANN,), Channel.EMAIL, NOON)
    with pytest.raises(StoreUnavailable):
        await store.add(UNSUBSCRIBE, LINK)
