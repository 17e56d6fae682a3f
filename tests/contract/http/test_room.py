"""Bodies by HTTP and messages by SMTP share the memory there is for both."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gateway.admission import Room
from gateway.commons import Commons
from gateway.config.models import HttpListener
from tests.contract.http.conftest import serving

if TYPE_CHECKING:
    from pathlib import Path

    from gateway.credentials import Credentials
    from gateway.spool.sqlite import SqliteSpool
    from suppression.sqlite import SqliteSuppressionStore
    from tests.contract.http.conftest import Gateway

    Stores = tuple[SqliteSuppressionStore, SqliteSpool, Credentials]

KIB = 1 << 10
RAW = "/v1/email/raw?from=a@example.com&to=b@example.net"


async def post(gateway: Gateway, size_bytes: int) -> tuple[int, Any, str]:
    """Return status, body and when to come again of what a message is answered with."""
    body = b"From: a@example.com\r\n\r\n" + b"x\r\n" * (size_bytes // 3)
    headers = {"Content-Type": "message/rfc822"}
    async with gateway.call("POST", RAW, data=body, headers=headers) as answer:
        told = await answer.json(content_type=None)
        return answer.status, told, answer.headers.get("Retry-After", "")


async def test_what_smtp_takes_up_is_not_there_for_http(stores: Stores, tmp_path: Path) -> None:
    room = Room(1000 * KIB)
    listener = HttpListener(listen="127.0.0.1:0")
    async with serving(stores, tmp_path, listener, commons=Commons(room=room)) as gateway:
        assert room.take(600 * KIB)
        status, problem, again = await post(gateway, 500 * KIB)
        assert (status, problem["code"], again) == (503, "QUEUE_FULL", "30")
        assert (await post(gateway, 200 * KIB))[0] == 202  # small ones wait for nobody
        room.give_back(600 * KIB)
        assert (await post(gateway, 500 * KIB))[0] == 202
        assert room.take(1000 * KIB)  # all of it is back, of what was refused too
