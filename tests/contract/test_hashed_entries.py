"""Entries of people whose address the list does not hold stop them all the same."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from suppression.channel import Channel
from suppression.covering import Matching
from suppression.database import connect
from suppression.errors import MalformedAddressError, StoreUnavailable
from suppression.hashes import ALGORITHMS, ErasureSecrets, forms_held, hashed_key
from suppression.keys import domain_key, email_key
from tests.contract.listing import ANN, DESK, NOON, PHONE, UNSUBSCRIBE, blocking

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from suppression.hashes import Algorithm
    from suppression.sqlite import SqliteSuppressionStore

SECRETS = ErasureSecrets(((1, b"s" * 32),))


@pytest.mark.parametrize("algorithm", ALGORITHMS)
async def test_a_hashed_person_is_stopped(
    make: Callable[[Matching], SqliteSuppressionStore], algorithm: Algorithm
) -> None:
    store = make(Matching())
    await store.add(replace(UNSUBSCRIBE, key=hashed_key(algorithm, ANN)), DESK)
    number = replace(UNSUBSCRIBE, channel=Channel.SMS, key=hashed_key(algorithm, PHONE))
    await store.add(number, DESK)
    assert await blocking(store, ANN) == ("S-1",)
    assert await blocking(store, email_key("ann+shop@example.com")) == ("S-1",)
    assert await blocking(store, email_key("bob@example.com")) == ()
    assert await blocking(store, PHONE, Channel.SMS) == ("S-2",)
    assert await blocking(store, PHONE, Channel.EMAIL) == ()


async def test_a_hashed_domain_stops_its_people(
    make: Callable[[Matching], SqliteSuppressionStore],
) -> None:
    store = make(Matching())
    for name, whole in (("example.com", False), ("example.org", True)):
        key = hashed_key("sha256", domain_key(name))
        await store.add(replace(UNSUBSCRIBE, key=key, include_subdomains=whole), DESK)
    assert await blocking(store, ANN) == ("S-1",)
    assert await blocking(store, email_key("ann@news.example.com")) == ()
    assert await blocking(store, email_key("ann@news.example.org")) == ("S-2",)


async def test_a_hash_is_found_whatever_dots_the_person_writes(
    make: Callable[[Matching], SqliteSuppressionStore],
) -> None:
    wide = make(Matching(ignore_dots=frozenset({"gmail.com", "googlemail.com"})))
    await wide.add(replace(UNSUBSCRIBE, key=hashed_key("md5", email_key("ann@gmail.com"))), DESK)
    await wide.add(
        replace(UNSUBSCRIBE, key=hashed_key("md5", email_key("bob@googlemail.com"))), DESK
    )
    assert await blocking(wide, email_key("a.nn+x@gmail.com")) == ("S-1",)
    assert await blocking(wide, email_key("ann@googlemail.com")) == ("S-1",)
    assert await blocking(wide, email_key("b.ob@gmail.com")) == ("S-2",)


async def test_a_list_holds_the_kinds_of_hashes_that_it_was_given(
    make: Callable[[Matching], SqliteSuppressionStore], path: Path
) -> None:
    store = make(Matching(erasure=SECRETS))
    await store.add(UNSUBSCRIBE, DESK)
    await store.add(replace(UNSUBSCRIBE, key=email_key("ann@[IPv6:2001:db8::1]")), DESK)
    with closing(connect(path, read_only=True)) as connection:
        assert forms_held(connection) == ()
        keys = (hashed_key("md5", ANN), hashed_key("md5", PHONE), SECRETS.hashed(ANN))
        for key in keys:
            await store.add(replace(UNSUBSCRIBE, key=key), DESK)
        assert set(forms_held(connection)) == {"md5", "hmac:1"}


async def test_a_keyed_hash_of_elsewhere_is_refused(
    make: Callable[[Matching], SqliteSuppressionStore],
) -> None:
    store = make(Matching())
    with pytest.raises(MalformedAddressError, match="not made here"):
        await store.add(replace(UNSUBSCRIBE, key=SECRETS.hashed(ANN)), DESK)
    assert await blocking(store, ANN) == ()


async def test_nobody_is_looked_up_while_the_secret_of_erased_people_is_missing(
    make: Callable[[Matching], SqliteSuppressionStore],
) -> None:
    await make(Matching(erasure=SECRETS)).add(replace(UNSUBSCRIBE, key=SECRETS.hashed(ANN)), DESK)
    assert await blocking(make(Matching(erasure=SECRETS)), ANN) == ("S-1",)
    with pytest.raises(StoreUnavailable, match="hmac:1"):
        await make(Matching()).blocking((ANN,), Channel.EMAIL, NOON)


async def test_an_opt_out_is_recorded_though_the_secret_of_erased_people_is_missing(
    make: Callable[[Matching], SqliteSuppressionStore],
) -> None:
    secret = make(Matching(erasure=SECRETS))
    (erased,) = await secret.erase(PHONE, by=DESK)
    blind = make(Matching())
    assert (await blind.add(UNSUBSCRIBE, DESK))[1]
    link = replace(UNSUBSCRIBE, channel=Channel.SMS, key=erased.key)
    assert (await blind.add(link, DESK))[1]
    assert await blind.lift(ANN, Channel.EMAIL, because="asked", by=DESK, evidence="call 7") != ()
    assert await blocking(secret, PHONE, Channel.SMS) == ("S-1", "S-3")
