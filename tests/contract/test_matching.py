"""Whom an entry speaks for: subaddresses, dots, domains, one channel, and many at once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from suppression.channel import Channel
from suppression.covering import Matching
from suppression.entry import Reason
from suppression.keys import domain_key, email_key
from tests.contract.listing import ANN, DESK, LINK, NOON, PHONE, UNSUBSCRIBE, blocking

if TYPE_CHECKING:
    from collections.abc import Callable

    from suppression.sqlite import SqliteSuppressionStore
    from suppression.store import SuppressionStore


async def test_an_opt_out_covers_subaddresses_and_never_the_other_way(
    store: SuppressionStore,
) -> None:
    await store.add(UNSUBSCRIBE, LINK)
    await store.add(replace(UNSUBSCRIBE, key=email_key("bob+news@example.com")), LINK)
    assert await blocking(store, email_key("ann+shop@example.com")) == ("S-1",)
    assert await blocking(store, email_key("bob+news@example.com")) == ("S-2",)
    assert await blocking(store, email_key("bob@example.com")) == ()
    assert await blocking(store, email_key("bob+shop@example.com")) == ()


async def test_subaddresses_are_left_alone_where_configured(
    make: Callable[[Matching], SqliteSuppressionStore],
) -> None:
    store = make(Matching(subaddress=False))
    await store.add(UNSUBSCRIBE, LINK)
    assert await blocking(store, email_key("ann+shop@example.com")) == ()


async def test_dots_are_ignored_only_where_configured(
    make: Callable[[Matching], SqliteSuppressionStore],
) -> None:
    strict, wide = make(Matching()), make(Matching(ignore_dots=frozenset({"gmail.com"})))
    await strict.add(replace(UNSUBSCRIBE, key=email_key("a.nn@gmail.com")), LINK)
    await strict.add(replace(UNSUBSCRIBE, key=email_key("a.nn@example.com")), LINK)
    assert await blocking(strict, email_key("an.n@gmail.com")) == ()
    assert await blocking(wide, email_key("an.n@gmail.com")) == ("S-1",)
    assert await blocking(wide, email_key("an.n+x@gmail.com")) == ("S-1",)
    assert await blocking(wide, email_key("a.nn@gmail.com")) == ("S-1",)
    assert await blocking(wide, email_key("an.n@example.com")) == ()


async def test_a_domain_covers_its_subdomains_only_if_it_says_so(store: SuppressionStore) -> None:
    await store.add(replace(UNSUBSCRIBE, key=domain_key("example.com")), DESK)
    await store.add(
        replace(UNSUBSCRIBE, key=domain_key("example.org"), include_subdomains=True), DESK
    )
    assert await blocking(store, ANN) == ("S-1",)
    assert await blocking(store, email_key("ann@news.example.com")) == ()
    assert await blocking(store, email_key("ann@badexample.com")) == ()
    assert await blocking(store, email_key("ann@a.b.example.org")) == ("S-2",)
    assert await blocking(store, email_key("ann@badexample.org")) == ()
    assert await blocking(store, domain_key("news.example.org")) == ("S-2",)


async def test_one_channel_does_not_speak_for_the_other(store: SuppressionStore) -> None:
    await store.add(replace(UNSUBSCRIBE, channel=Channel.SMS, key=PHONE), LINK)
    assert await blocking(store, PHONE, Channel.SMS) == ("S-1",)
    assert await blocking(store, PHONE, Channel.EMAIL) == ()


async def test_many_are_looked_up_at_once(store: SuppressionStore) -> None:
    keys = [email_key(f"ann{i}@example.com") for i in range(1000)]
    await store.add(replace(UNSUBSCRIBE, key=keys[7]), LINK)
    await store.add(replace(UNSUBSCRIBE, key=keys[7], reason=Reason.COMPLAINT), LINK)
    found = await store.blocking(keys, Channel.EMAIL, NOON)
    assert list(found) == keys
    assert {key for key, entries in found.items() if entries} == {keys[7]}
    assert [entry.entry_id for entry in found[keys[7]]] == ["S-1", "S-2"]
    assert await store.blocking((), Channel.EMAIL, NOON) == {}
