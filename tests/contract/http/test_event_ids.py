"""After a restore no event has the id of another, and who reads on misses nothing."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

from gateway.backup import back_up
from gateway.ledger import head, verify
from tests.contract.http.test_callbacks import LOOPBACK, listening, send
from tests.contract.http.twilio_clients import served
from tests.contract.running import now

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from tests.contract.http.test_callbacks import Application
    from tests.contract.http.twilio_clients import Served


async def feed(gateway: Served, after: str = "0") -> dict[str, Any]:
    return await gateway.api("GET", f"/v1/events?after={after}&limit=1000")


def ids(page: dict[str, Any]) -> list[int]:
    return [int(each["id"]) for each in page["events"]]


def told(application: Application) -> list[str]:
    return [headers["webhook-id"] for headers, _ in application.posted]


async def restored(copy: Path, folder: Path, application: Application) -> tuple[Served, str]:
    """Serve a copy, and have a text told; the gateway, which is no more, and the text."""
    shutil.copytree(copy, folder / "data")
    before = len(application.posted)
    async with served(folder, callbacks=LOOPBACK) as gateway:
        queue_id = await send(gateway, application.url)
        await application.told(before + 1)
    return gateway, queue_id


async def test_what_happens_after_a_restore_has_ids_that_nothing_had(tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    async with listening() as application:
        async with served(tmp_path / "lost", callbacks=LOOPBACK) as gateway:
            await send(gateway, application.url)
            await application.told(1)
            back_up(tmp_path / "lost" / "data", copy, by="root", at=now())
            kept = head(copy / "messages.db")
            for count in range(5):
                await send(gateway, application.url)
                await application.told(2 + count)
            lost = await feed(gateway)
        for name in ("once", "twice"):
            await restored(copy, tmp_path / name, application)
        assert len(told(application)) == len(set(told(application))) == 8
        assert verify(tmp_path / "once" / "data" / "messages.db", kept=kept).is_whole
        read: Collection[int] = ids(lost)
        async with served(tmp_path / "twice", callbacks=LOOPBACK) as gateway:
            queue_id = await send(gateway, application.url)
            page = await feed(gateway, lost["next"])
            assert queue_id in {each["message_id"] for each in page["events"]}
            assert not set(ids(page)) & set(read)
            assert ids(page) == sorted(ids(page))
            whole = await feed(gateway)
            assert (ids(whole)[-len(ids(page)) :], whole["next"]) == (ids(page), page["next"])
            assert await feed(gateway, page["next"]) == {"events": [], "next": page["next"]}
