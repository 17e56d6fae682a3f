"""Who is written to by several spellings of one address is shown and forgotten by all of them."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from gateway.config.models import Config, SuppressionConfig
from gateway.ledger import verify
from gateway.privacy.access import known_of
from gateway.privacy.erasure import erase
from gateway.stores import Stores
from suppression.channel import Channel
from suppression.database import connect
from suppression.granting import Grantee, ensure_grants
from suppression.keys import email_key
from suppression.store import Query
from tests.contract.listing import ANN as STRANGER
from tests.contract.privacy.ann import DESK, sent, settle_all
from tests.contract.privacy.test_forgetting import left_in
from tests.contract.spool.make import Clock, delivery, receipt

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MARY = email_key("mary.roe@gmail.com")
OTHERS = tuple(map(email_key, ("mary.roe+news@gmail.com", "maryroe@gmail.com")))


@pytest.fixture
def stores(tmp_path: Path, clock: Clock) -> Iterator[Stores]:
    dots = SuppressionConfig(ignore_dots=("gmail.com",))
    opened = Stores(Config(data_dir=tmp_path / "data", suppression=dots), clock=clock)
    opened.open()
    yield opened
    opened.close()


async def test_other_spellings_are_shown_and_forgotten(
    stores: Stores, clock: Clock, tmp_path: Path
) -> None:
    like = email_key("mary.roebuck@gmail.com")
    for key in (*OTHERS, like):
        await sent(stores, receipt(delivery(key, route="out"), at=clock.now))
    grantee = Grantee(channel=Channel.EMAIL, key=OTHERS[0], sender="", stream="")
    with closing(connect(tmp_path / "data" / "suppression.db")) as list_, list_:
        ensure_grants(list_, [grantee])
    known = await known_of((MARY,), Config(), stores, clock.now)
    assert set(known.answers["person"]) == {MARY, *OTHERS}
    assert len(known.answers["messages"]) == len(OTHERS)
    erased = await erase((MARY,), stores, DESK)
    assert (erased.messages, erased.stopped_by, erased.left) == (2, ("S-1",), 0)
    for canary in (b"mary.roe+", b"maryroe"):
        assert left_in(tmp_path, canary) == []
    found = await stores.suppression.blocking([*OTHERS, like], Channel.EMAIL, clock.now)
    assert [len(found[key]) for key in (*OTHERS, like)] == [1, 1, 0]
    assert len(await stores.suppression.list(Query())) == 1
    for name in ("suppression", "messages", "privacy"):
        assert verify(tmp_path / "data" / f"{name}.db").is_whole


async def test_another_spelling_is_forgotten_once_more_when_others_have_theirs(
    stores: Stores, clock: Clock, tmp_path: Path
) -> None:
    both = receipt(delivery(OTHERS[0], route="out"), delivery(STRANGER, route="slow"), at=clock.now)
    await stores.spool.accept(both)
    await settle_all(stores)
    assert (await erase((MARY,), stores, DESK)).left == 1
    await settle_all(stores, "slow")
    assert (await erase((MARY,), stores, DESK)).left == 0
    assert await stores.spool.content(both.queue_id) is None
    assert left_in(tmp_path, b"mary.roe+") == []


async def test_who_is_erased_with_a_tag_leaves_the_address_without_it(
    stores: Stores, clock: Clock
) -> None:
    await sent(stores, receipt(delivery(MARY, route="out"), at=clock.now))
    assert (await erase((OTHERS[0],), stores, DESK)).messages == 0
    assert len((await known_of((MARY,), Config(), stores, clock.now)).answers["messages"]) == 1
