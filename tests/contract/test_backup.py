"""A backup is one moment, whole or not there, and what waits in it waits for a person."""

from __future__ import annotations

import stat
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from gateway.backup import back_up
from gateway.errors import GatewayError, StoreBroken
from gateway.ledger import verify
from gateway.spool.model import Settlement, State
from gateway.submission import Callback
from suppression.channel import Channel
from suppression.database import connect
from suppression.keys import email_key
from tests.contract.copying import ROOM, opened, states
from tests.contract.running import now
from tests.contract.spool.make import CLERK, delivery, email, opt_out, outcome, receipt, text

if TYPE_CHECKING:
    from pathlib import Path

ANN, BOB, CID = "ann@example.net", "bob@example.net", "cid@example.net"


async def test_nothing_that_waited_leaves_from_a_copy_by_itself(tmp_path: Path) -> None:
    at = now()
    queued, retried, taken = (receipt(delivery(each), at=at) for each in (ANN, BOB, CID))
    held = email(delivery("dee@example.net", state=State.HELD), at=at)
    sent, waiting = text("+19169668284", at=at), text("+19169668285", at=at)
    with opened(tmp_path / "data") as live:
        for message in (retried, taken, sent):
            await live.spool.accept(message)
        claimed = {
            each.queue_id: each for each in await live.spool.claim(ROOM, limit=9, lease_s=60)
        }
        later = Settlement(
            delivery_id=claimed[retried.queue_id].delivery_ids[0],
            state=State.DEFERRED, attempt=1, next_at=at, reply="451 later",
        )  # fmt: skip
        await live.spool.settle([later])
        for message in (queued, held, waiting):
            await live.spool.accept(message)
        made = back_up(tmp_path / "data", tmp_path / "copy", by="clerk", at=now())
        assert made.held == 5
        await live.spool.settle(outcome(claimed[taken.queue_id], State.DELIVERED))
    ids = [each.queue_id for each in (queued, retried, taken, held, waiting)]
    with opened(tmp_path / "copy") as copy:
        await copy.spool.release_leases()
        assert await copy.spool.claim(ROOM, limit=9, lease_s=60) == ()
        assert await states(copy, *ids) == [State.HELD] * 5
        assert await states(copy, sent.queue_id) == [State.UNKNOWN]
        view = await copy.spool.message(queued.queue_id)
        assert view is not None
        assert "restored from a backup" in view.deliveries[0].last_reply
        await copy.spool.release([queued.queue_id], by="clerk", because="it never left")
        (released,) = await copy.spool.claim(ROOM, limit=9, lease_s=60)
        assert released.queue_id == queued.queue_id
    for name in ("messages.db", "suppression.db"):
        assert verify(tmp_path / "copy" / name).is_whole
        assert verify(tmp_path / "data" / name).is_whole


async def test_a_delivery_whose_message_is_gone_keeps_nobody_from_making_a_copy(
    tmp_path: Path,
) -> None:
    with opened(tmp_path / "data") as live:
        for each in (ANN, BOB):
            await live.spool.accept(receipt(delivery(each), at=now()))
        await live.spool.claim(ROOM, limit=9, lease_s=60)
        with closing(connect(tmp_path / "data" / "messages.db")) as file:
            file.execute("PRAGMA foreign_keys = OFF")
            file.execute("UPDATE deliveries SET message = message + 99999 WHERE id = 2")
        assert back_up(tmp_path / "data", tmp_path / "copy", by="clerk", at=now()).held == 1


async def test_a_copy_has_the_list_the_keys_the_journal_and_what_links_are_made_of(
    tmp_path: Path,
) -> None:
    with opened(tmp_path / "data") as live:
        await live.suppression.add(opt_out(ANN, at=now() - timedelta(days=1)), CLERK)
        key = await live.credentials.add("shop", ["send"])
        token = live.token_keys.mint(1, 2)
        await live.journal.append({"address": "x"})
        (tmp_path / "data" / "received").mkdir()
        (tmp_path / "data" / "received" / "1.json").write_text("{}")
        back_up(tmp_path / "data", tmp_path / "copy", by="clerk", at=now())
        pepper = live.pepper
    with opened(tmp_path / "copy") as copy:
        found = await copy.suppression.blocking([email_key(ANN)], Channel.EMAIL, datetime.now(UTC))
        assert found[email_key(ANN)]
        assert copy.credentials.verify(key.secret) is not None
        assert copy.token_keys.read(token) is not None
        assert copy.journal.records == ({"address": "x"},)
        assert copy.pepper == pepper
    assert (tmp_path / "copy" / "received" / "1.json").read_text() == "{}"


async def test_only_the_owner_reads_a_copy(tmp_path: Path) -> None:
    with opened(tmp_path / "data"):
        made = back_up(tmp_path / "data", tmp_path / "copy", by="clerk", at=now())
    assert {"messages.db", "suppression.db", "secrets/pepper"} <= set(made.files)
    for path in ((tmp_path / "copy"), *(tmp_path / "copy").rglob("*")):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path


async def test_a_copy_is_whole_or_not_there(tmp_path: Path) -> None:
    with pytest.raises(GatewayError, match="has the gateway ever run here"):
        back_up(tmp_path / "data", tmp_path / "copy", by="clerk", at=now())
    with opened(tmp_path / "data"):
        pass
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine").write_text("x")
    with pytest.raises(GatewayError, match="is not empty"):
        back_up(tmp_path / "data", tmp_path / "full", by="clerk", at=now())
    with pytest.raises(GatewayError, match=r"^/ is not empty"):
        back_up(tmp_path / "data", tmp_path / "/", by="clerk", at=now())
    (tmp_path / "file").write_text("x")
    with pytest.raises(GatewayError, match="cannot write"):
        back_up(tmp_path / "data", tmp_path / "file" / "copy", by="clerk", at=now())
    damage(tmp_path / "data" / "suppression.db")
    with pytest.raises(StoreBroken, match=r"suppression\.db"):
        back_up(tmp_path / "data", tmp_path / "copy", by="clerk", at=now())
    assert names(tmp_path) == ["data", "file", "full"]


def names(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


def damage(path: Path) -> None:
    """Write nonsense over every page but the first."""
    content = path.read_bytes()
    path.write_bytes(content[:4096] + b"\xa5" * (len(content) - 4096))


async def test_a_copy_owes_nobody_a_report_or_a_callback(tmp_path: Path) -> None:
    at = now()
    failed = receipt(delivery(ANN), at=at)
    told = text("+19169668284", at=at, callback=Callback(url="https://app.example.com/x"))
    unseen = text("+19169668285", at=at, callback=Callback(url="https://app.example.com/x"))
    with opened(tmp_path / "data") as live:
        await live.spool.accept(failed)
        await live.spool.accept(told)
        for claimed in await live.spool.claim(ROOM, limit=9, lease_s=60):
            await live.spool.settle(outcome(claimed, State.FAILED, "550 no"))
        while await live.spool.gather_notices():
            pass
        await live.spool.accept(unseen)
        assert len(await live.spool.reports_owed()) == 1
        assert len(await live.spool.notices(in_hand={}, of_one_host=9, limit=9)) > 0
        back_up(tmp_path / "data", tmp_path / "copy", by="clerk", at=at)
        assert len(await live.spool.reports_owed()) == 1
    with opened(tmp_path / "copy") as copy:
        assert await copy.spool.reports_owed() == ()
        while await copy.spool.gather_notices():
            pass
        assert await copy.spool.notices(in_hand={}, of_one_host=9, limit=9) == ()
    assert verify(tmp_path / "copy" / "messages.db").is_whole
