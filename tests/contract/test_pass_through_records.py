"""What is passed on is recorded before and after, and never sent again where nobody knows."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from gateway.disk import Disk
from gateway.ledger import verify
from gateway.spool.model import SpoolQuery, State
from tests.contract.delivery.make import eventually
from tests.contract.delivery.next_hop import CLOSE, HANG, NextHop, listening
from tests.contract.passing import NEWS, passing
from tests.contract.spool.make import NOON, open_desk
from tests.make import ANN

if TYPE_CHECKING:
    from pathlib import Path


async def test_nothing_is_passed_on_while_the_list_cannot_be_read(tmp_path: Path) -> None:
    async with listening(NextHop()) as hop, passing(tmp_path, hop) as running:
        (tmp_path / "suppression.db").rename(tmp_path / "away")
        (tmp_path / "suppression.db-wal").unlink(missing_ok=True)
        reply = await running.send()
        assert reply.startswith(b"451 4.3.0 [STORE_UNAVAILABLE]")
        (tmp_path / "away").rename(tmp_path / "suppression.db")
    assert hop.messages == []


async def test_nothing_is_passed_on_that_cannot_be_recorded(tmp_path: Path) -> None:
    async with listening(NextHop()) as hop, passing(tmp_path, hop) as running:
        break_file(tmp_path)
        assert (await running.send()).startswith(b"451 4.3.0 [STORE_UNAVAILABLE]")
        assert hop.messages == []
        mend_file(tmp_path)
        assert (await running.send()).startswith(b"250 ")


async def test_without_room_for_the_record_mail_waits_and_opt_outs_go_on(tmp_path: Path) -> None:
    disk = Disk(tmp_path, reserve=lambda _: 1 << 62)
    async with listening(NextHop()) as hop, passing(tmp_path, hop, disk=disk) as running:
        assert (await running.send()).startswith(b"452 4.3.1 [QUEUE_FULL]")
        await running.gate.opts_out(ANN)
        assert (await running.send()).startswith(b"550 5.7.1 [SUPPRESSED_OPTOUT]")
    assert hop.messages == []


async def test_what_is_passed_on_and_not_recorded_comes_again(tmp_path: Path) -> None:
    class Breaking(NextHop):
        async def _say(self, writer: asyncio.StreamWriter, phase: str) -> bytes:
            if phase == "dot":
                break_file(tmp_path)
            return await super()._say(writer, phase)

    hop = Breaking()
    async with listening(hop), passing(tmp_path, hop) as running:
        assert (await running.send()).startswith(b"451 4.3.0 [STORE_UNAVAILABLE]")
        mend_file(tmp_path)
        assert await running.told() == ["passing"]
        await running.gate.desk.spool.release_leases()
        assert await running.told() == ["passing", "ambiguous"]
    assert len(hop.messages) == 1


def break_file(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "messages.db")) as connection:
        connection.execute("ALTER TABLE deliveries RENAME TO broken")


def mend_file(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "messages.db")) as connection:
        connection.execute("ALTER TABLE broken RENAME TO deliveries")


async def test_what_a_process_died_over_is_ambiguous_and_never_sent_again(tmp_path: Path) -> None:
    async with listening(NextHop({"dot": HANG})) as hop:
        async with (
            passing(tmp_path / "live", hop, patience_s=600) as running,
            asyncio.TaskGroup() as group,
        ):
            group.create_task(running.send())
            await eventually(lambda: hop.messages)
            await running.gate.desk.spool.release_leases()
            assert await running.told() == ["passing"], "this process is at it"
            for file in (tmp_path / "live").iterdir():  # as after kill -9
                (tmp_path / file.name).write_bytes(file.read_bytes())
            await running.server.stop(0)
        with open_desk(tmp_path) as desk:
            desk.clock.now = NOON
            await desk.spool.release_leases()
            (view,) = await desk.spool.messages(SpoolQuery())
            assert [d.state for d in view.deliveries] == [State.UNKNOWN]
            kinds = [line.kind for line in await desk.spool.trace(queue_id=view.queue_id)]
            assert kinds == ["passing", "ambiguous"]
            moved = await desk.spool.retry([view.queue_id], by="clerk", because="try")
            assert moved == frozenset(), "there is nothing to send"
            assert await desk.claim(room={"hop": 9}) == ()


async def test_the_ledger_stays_whole(tmp_path: Path) -> None:
    async with listening(NextHop()) as hop, passing(tmp_path, hop) as running:
        await running.send(NEWS, ANN)
        hop.script["dot"] = CLOSE
        await running.send(NEWS, ANN)
    assert verify(tmp_path / "messages.db").is_whole
    with sqlite3.connect(tmp_path / "messages.db") as connection:
        assert connection.execute("SELECT count(*) FROM contents").fetchone() == (0,)
