"""The name a client calls us by changes nothing; its origin is what trusted proxies say."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from gateway.config.models import HttpListener
from suppression.channel import Channel
from suppression.keys import email_key
from tests.contract.http.conftest import serving
from tests.contract.http.wire import exchange

if TYPE_CHECKING:
    from pathlib import Path

    from tests.contract.http.conftest import Gateway

    Stores = tuple[object, object, object]


async def test_absolute_form_changes_neither_host_nor_effect(gateway: Gateway) -> None:
    request = b"GET http://evil.example/healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    answer = await exchange(gateway, request)
    assert answer.startswith(b"HTTP/1.1 200 ")
    assert b"evil" not in answer


@pytest.mark.parametrize("target", ["http://evil.example", ""])
async def test_a_page_asked_for_by_another_name_leads_nowhere_else(
    gateway: Gateway, target: str
) -> None:
    """As absolute form or by its Host: every link and form of the page goes back to us."""
    token = await gateway.token()
    head = "HTTP/1.1\r\nHost: evil.example\r\nX-Forwarded-Host: evil.example\r\n"
    asked = f"GET {target}/u/{token} {head}Connection: close\r\n\r\n"
    offer = await exchange(gateway, asked.encode())
    act = re.search(rb'name="page" value="([^"]+)"', offer)
    assert act
    form = b"choice=all&page=" + act[1]
    length = f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(form)}\r\n"
    pressed = f"POST {target}/u/{token} {head}{length}Connection: close\r\n\r\n".encode() + form
    for page in (offer, await exchange(gateway, pressed)):
        assert page.startswith(b"HTTP/1.1 200 ")
        assert b"<form" in page
        links = re.findall(r'(?:href|src|action)="([^"]*)"', page.decode())
        assert links
        for link in map(urlsplit, links):
            reached = f"{link.scheme}://{link.netloc}"
            assert reached in (gateway.services.config.public.url, "://")
        assert b"evil" not in page


@pytest.mark.parametrize(
    ("trusted", "forwarded", "origin"),
    [
        ((), "203.0.113.9", "127.0.0.1"),
        (("127.0.0.0/8",), "203.0.113.9", "203.0.113.9"),
        (("127.0.0.0/8",), "6.6.6.6, 203.0.113.9", "203.0.113.9"),
        (("127.0.0.0/8", "203.0.113.0/24"), "198.51.100.4, 203.0.113.9", "198.51.100.4"),
        (("127.0.0.0/8",), "nonsense", "127.0.0.1"),
        (("127.0.0.0/8",), "", "127.0.0.1"),
    ],
)
async def test_origin_is_what_trusted_proxies_say(
    stores: Stores, tmp_path: Path, trusted: tuple[str, ...], forwarded: str, origin: str
) -> None:
    listener = HttpListener(listen="127.0.0.1:0", trusted_proxies=trusted)
    async with serving(stores, tmp_path, listener) as gateway:  # type: ignore[arg-type]
        token = await gateway.token()
        headers = {"X-Forwarded-For": forwarded}
        async with gateway.call("POST", f"/u/{token}", key="", headers=headers):
            pass
        (event,) = await gateway.list.history(email_key("ann@example.net"), Channel.EMAIL)
    assert event.address == origin
