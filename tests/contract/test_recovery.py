"""The list cannot be written and can again: what was asked for is done before anything leaves."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import aiohttp
from structlog.testing import capture_logs

from gateway.backup import back_up
from gateway.doctor.machine import check_opt_outs
from gateway.pace import Pace
from gateway.spool.model import State
from gateway.stores import Stores
from suppression.channel import Channel
from suppression.granting import Grantee, ensure_grants
from suppression.keys import email_key
from tests.contract.delivery.make import eventually
from tests.contract.running import now, ports, running, settings
from tests.contract.spool.make import delivery, email

if TYPE_CHECKING:
    from pathlib import Path

    from tests.contract.running import Running

ANN, BOB = "ann@example.net", "bob@example.net"
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


async def token_of(stores: Stores, address: str) -> str:
    grantee = Grantee(email_key(address), Channel.EMAIL, "example", "news")
    grants, _ = await stores.suppression._database.write(
        lambda connection: ensure_grants(connection, [grantee])
    )
    return stores.token_keys.mint(grants[grantee], 7)


async def one_click(gateway: Running, token: str) -> int:
    (port,) = ports(gateway.ready.result(), "http")
    url = f"http://127.0.0.1:{port}/u/{token}"
    async with aiohttp.ClientSession() as session, session.post(url, data=ONE_CLICK) as answer:
        return answer.status


async def asked_by(stores: Stores, address: str) -> dict[str, Any]:
    """Return what the journal keeps of a press."""
    claims = stores.token_keys.read(await token_of(stores, address))
    assert claims is not None
    asked = {
        "grant_id": claims.grant_id,
        "message": claims.message,
        "choice": "stream",
        "method": "one-click",
        "origin": "192.0.2.7",
        "at": datetime.now(UTC).isoformat(),
        "others": [],
        "act": "",
    }
    return {"link": asked}


async def final_states(stores: Stores, queue_id: str) -> dict[str, State]:
    """Return how each delivery of a message ended."""
    while True:
        view = await stores.spool.message(queue_id)
        assert view is not None
        states = {each.address: each.state for each in view.deliveries}
        if all(state.is_final for state in states.values()):
            return states
        await asyncio.sleep(0.02)


async def test_nothing_leaves_before_what_waits_is_on_the_list(
    tmp_path: Path,
) -> None:
    with capture_logs() as lines:
        async with running(settings(tmp_path), Pace(recover_s=0.05)) as gateway:
            stores = gateway.supervisor.stores
            token = await token_of(stores, ANN)
            stores.suppression.close()
            assert await one_click(gateway, token) == 503
            assert not stores.journal.is_empty
            news = email(delivery(ANN), delivery(BOB), at=now(), identity="example")
            await stores.spool.accept(news)
            assert await stores.spool.claim({"out": 9}, limit=9, lease_s=60) == ()
            await eventually(lambda: "journal-not-written" in [line["event"] for line in lines])
            stores.suppression.open()
            await eventually(lambda: stores.journal.is_empty)
            states = await final_states(stores, news.queue_id)
    assert states == {ANN: State.SUPPRESSED, BOB: State.DELIVERED}
    events = [line["event"] for line in lines]
    for event in ("opt-out-journalled", "journal-not-written", "journal-written"):
        assert events.count(event) == 1


async def test_what_waits_from_before_the_start_is_done_first(tmp_path: Path) -> None:
    config = settings(tmp_path)
    stores = Stores(config, clock=now)
    stores.open()
    stores.journal.open()
    await stores.journal.append(await asked_by(stores, ANN))
    news = email(delivery(ANN), at=now(), identity="example")
    await stores.spool.accept(news)
    stores.close()
    async with running(config) as gateway:
        stores = gateway.supervisor.stores
        await eventually(lambda: stores.journal.is_empty)
        assert await final_states(stores, news.queue_id) == {ANN: State.SUPPRESSED}


async def test_a_damaged_journal_is_said_to_be_so_until_somebody_has_looked(
    tmp_path: Path,
) -> None:
    config = settings(tmp_path)
    stores = Stores(config, clock=now)
    stores.open()
    stores.journal.open()
    await stores.journal.append({"address": {"key": BOB, "origin": "form", "at": now()}})
    await stores.journal.append(await asked_by(stores, ANN))
    news = email(delivery(ANN), at=now(), identity="example")
    await stores.spool.accept(news)
    stores.close()
    path = config.data_dir / "opt-outs.journal"
    path.write_bytes(path.read_bytes().replace(b"bob@", b"bib@"))
    assert list(check_opt_outs(config)) == []
    with capture_logs() as lines:
        async with running(config) as gateway:
            stores = gateway.supervisor.stores
            await eventually(lambda: stores.journal.is_empty)
            assert await final_states(stores, news.queue_id) == {ANN: State.SUPPRESSED}
    aside = path.with_name("opt-outs.journal.damaged-1")
    (said,) = [line for line in lines if line["event"] == "journal-damaged"]
    assert (said["file"], said["kept"]) == (str(aside), 1)

    with capture_logs() as lines:
        async with running(config):
            pass
    assert "journal-damaged" not in [line["event"] for line in lines]  # once is enough for a log
    (answer,) = check_opt_outs(config)
    assert (answer.level, answer.where) == ("fault", str(aside))
    assert aside.name in back_up(config.data_dir, tmp_path / "copy", by="clerk", at=now()).files
    aside.unlink()
    assert list(check_opt_outs(config)) == []
