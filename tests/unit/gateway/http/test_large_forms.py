"""A large form is taken apart beside the event loop, where nobody waits for it."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import pytest
from aiohttp.base_protocol import BaseProtocol
from aiohttp.streams import StreamReader
from aiohttp.test_utils import make_mocked_request

from gateway.admin import visit
from gateway.http.twilio import order

if TYPE_CHECKING:
    from types import ModuleType

FORM = "application/x-www-form-urlencoded"


@pytest.mark.parametrize("module", [visit, order])
@pytest.mark.parametrize(("size_bytes", "is_here"), [(1000, True), (900_000, False)])
async def test_it_is_taken_apart_elsewhere(
    module: ModuleType, size_bytes: int, is_here: bool
) -> None:
    seen: list[threading.Thread] = []
    parse = module.parse_qsl

    def noting(*given: Any, **options: Any) -> Any:  # noqa: ANN401 - whatever it takes
        seen.append(threading.current_thread())
        return parse(*given, **options)

    loop = asyncio.get_running_loop()
    payload = StreamReader(BaseProtocol(loop), 2**21, loop=loop)
    payload.feed_data(b"Body=" + b"%41" * (size_bytes // 3))
    payload.feed_eof()
    headers = {"Content-Type": FORM}
    request = make_mocked_request("POST", "/", headers=headers, payload=payload)
    with patch.object(module, "parse_qsl", noting):
        await module.read_form(request)
    assert [each is threading.main_thread() for each in seen] == [is_here]
