"""What a provider may answer beside what it is asked for."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from gateway.providers.asking import LONGEST_PAUSE_S, Asker
from gateway.providers.provider import Order

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("said", "pause_s"),
    [
        ("", 0.0),
        ("7", 7.0),
        ("99999999999999999999", LONGEST_PAUSE_S),
        ("Wed, 25 Nov 2026 12:00:30 GMT", 30.0),
        ("Wed, 25 Nov 2026 11:00:00 GMT", 0.0),
        ("soon", 0.0),
        ("Mon, 01 Jan 2024 00:00:00 +99999999999999999999", 0.0),
    ],
)
async def test_whatever_stands_in_retry_after_is_a_pause_or_none(said: str, pause_s: float) -> None:
    async def answer(_request: web.Request) -> web.Response:
        return web.Response(status=429, headers={"Retry-After": said})

    application = web.Application()
    application.router.add_post("/", answer)
    asker = Asker(connect_s=5, answer_s=5, tls=None, clock=lambda: NOW)
    async with TestServer(application) as server:
        try:
            order = Order(method="POST", url=str(server.make_url("/")), form=(("a", "b"),))
            assert (await asker.ask(order)).retry_after_s == pause_s
        finally:
            await asker.close()
