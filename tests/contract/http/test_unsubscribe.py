"""The link in every commercial message: RFC 8058, the page, undo, the form without a link."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from yarl import URL

from suppression.channel import Channel
from suppression.keys import email_key
from suppression.tokens import SAMPLE_TOKEN

if TYPE_CHECKING:
    from tests.contract.http.conftest import Gateway

ANN = "ann@example.net"
URLENCODED = {"Content-Type": "application/x-www-form-urlencoded"}
ONE_CLICK = b"List-Unsubscribe=One-Click"
MULTIPART = (
    b'--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n'
)


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        (URLENCODED, ONE_CLICK),
        (URLENCODED, ONE_CLICK + b"\r\n"),
        ({"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}, ONE_CLICK),
        ({"Content-Type": "multipart/form-data; boundary=x"}, MULTIPART),
        ({"Content-Type": 'multipart/form-data; boundary="x"'}, MULTIPART.replace(b"\r\n", b"\n")),
        ({}, ONE_CLICK),
        ({}, MULTIPART),
        ({"Content-Type": "text/plain"}, ONE_CLICK),
        (URLENCODED, b""),
        ({}, b""),
    ],
)
async def test_one_click_in_every_encoding_opts_out_before_the_answer(
    gateway: Gateway, headers: dict[str, str], body: bytes
) -> None:
    token = await gateway.token()
    options = {"skip_auto_headers": ["Content-Type"], "headers": headers}
    async with gateway.call("POST", f"/u/{token}", key="", data=body, **options) as answer:
        assert answer.status == 200
        assert answer.content_type == "text/plain"
        assert "Location" not in answer.headers
        assert "Set-Cookie" not in answer.headers
        assert await gateway.blocks(ANN, stream="news")
    assert not await gateway.blocks(ANN, stream="offers")


async def test_one_click_stops_all_marketing_when_the_message_had_no_stream(
    gateway: Gateway,
) -> None:
    token = await gateway.token(stream="")
    async with gateway.call("POST", f"/u/{token}", key="", data=ONE_CLICK, headers=URLENCODED):
        assert await gateway.blocks(ANN, stream="anything")


async def test_one_click_keeps_who_did_what_from_where(gateway: Gateway) -> None:
    token = await gateway.token()
    for _ in range(2):
        async with gateway.call("POST", f"/u/{token}", key="", data=ONE_CLICK) as answer:
            assert answer.status == 200
    (event,) = await gateway.list.history(email_key(ANN), Channel.EMAIL)
    assert (event.kind, event.by, event.method) == ("added", "recipient", "one-click")
    assert event.address == "127.0.0.1"


async def test_forged_token_is_answered_like_a_known_one(gateway: Gateway) -> None:
    token = await gateway.token()
    answers = []
    for each in (token, SAMPLE_TOKEN, token[:-3] + "aaa", "x", "%00%ff", "etc/passwd"):
        async with gateway.call("POST", f"/u/{each}", key="", data=ONE_CLICK) as answer:
            headers = {k: v for k, v in answer.headers.items() if k != "Date"}
            answers.append((answer.status, headers, await answer.text()))
    assert all(each == answers[0] for each in answers)


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("agent", ["Mozilla/5.0", "Microsoft Office link scanner", "curl/8"])
async def test_looking_at_the_page_changes_nothing(
    gateway: Gateway, method: str, agent: str
) -> None:
    token = await gateway.token()
    query = "?List-Unsubscribe=One-Click&choice=all"
    headers = {"User-Agent": agent, "Purpose": "prefetch"}
    async with gateway.call(method, f"/u/{token}{query}", key="", headers=headers) as answer:
        assert answer.status == 200
    assert not await gateway.blocks(ANN, stream="news")
    assert await gateway.list.history(email_key(ANN), Channel.EMAIL) == ()


@pytest.mark.parametrize("method", ["OPTIONS", "PUT", "DELETE", "PATCH"])
async def test_other_methods_do_nothing(gateway: Gateway, method: str) -> None:
    token = await gateway.token()
    async with gateway.call(method, f"/u/{token}", key="") as answer:
        assert answer.status == 405
        assert set(answer.headers["Allow"].split(",")) == {"GET", "HEAD", "POST"}
    assert not await gateway.blocks(ANN, stream="news")


@pytest.mark.parametrize("path", ["/u/{}/", "//u/{}", "/u//{}", "//u//{}//"])
@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_slashes_never_redirect(gateway: Gateway, path: str, method: str) -> None:
    token = await gateway.token()
    body = ONE_CLICK if method == "POST" else None
    async with gateway.call(method, path.format(token), key="", data=body) as answer:
        assert answer.status == 200
    assert await gateway.blocks(ANN, stream="news") is (method == "POST")


@pytest.mark.parametrize(
    "body", [b"List-Unsubscribe=Yes", b"hello=world", b"{}", b"\x00\xff", b"choice=everything"]
)
async def test_other_bodies_are_refused_and_change_nothing(gateway: Gateway, body: bytes) -> None:
    token = await gateway.token()
    async with gateway.call("POST", f"/u/{token}", key="", data=body, headers=URLENCODED) as answer:
        assert answer.status == 400
        assert (await answer.json(content_type=None))["code"] == "HTTP_BAD_REQUEST"
    assert not await gateway.blocks(ANN, stream="news")


async def test_page_is_small_inert_and_private(gateway: Gateway) -> None:
    token = await gateway.token()
    async with gateway.call("GET", f"/u/{token}", key="") as answer:
        html = await answer.text()
        headers = answer.headers
    assert len(html.encode()) <= 10 * 1024
    assert "a•••@example.net" in html
    assert ANN not in html
    assert "1 Main St, Springfield, IL 62701" in html
    assert "still arrive" in html
    assert "<script" not in html
    assert "http://" not in html
    assert "https://" not in html
    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in headers["X-Robots-Tag"]
    assert headers["Content-Security-Policy"].startswith("default-src 'none'; style-src 'sha256-")
    assert "Server" not in headers


async def test_page_without_a_link_asks_for_the_address(gateway: Gateway) -> None:
    for path in ("/u", "/u/", f"/u/{SAMPLE_TOKEN}"):
        async with gateway.call("GET", path, key="") as answer:
            assert answer.status == 200
            assert 'type="email"' in await answer.text()


async def test_typed_address_is_stopped_at_once_and_never_said_to_be_known(
    gateway: Gateway,
) -> None:
    pages = []
    for _ in range(2):
        data = {"address": " Ann@Example.NET "}
        async with gateway.call("POST", "/u/", key="", data=data) as answer:
            assert answer.status == 200
            pages.append(await answer.text())
        assert await gateway.blocks(ANN, stream="any", sender="example")
    assert pages[0] == pages[1]


async def test_typed_address_that_is_none_is_said_so(gateway: Gateway) -> None:
    async with gateway.call("POST", "/u/", key="", data={"address": "ann<script>"}) as answer:
        assert answer.status == 422
        html = await answer.text()
    assert "not an email address" in html
    assert "<script" not in html


async def test_only_the_form_without_a_link_is_rate_limited(gateway: Gateway) -> None:
    statuses = []
    for number in range(12):
        data = {"address": f"person{number}@example.net"}
        async with gateway.call("POST", "/u/", key="", data=data) as answer:
            statuses.append(answer.status)
    assert statuses == [200] * 10 + [429] * 2
    token = await gateway.token()
    for _ in range(20):
        async with gateway.call("POST", f"/u/{token}", key="", data=ONE_CLICK) as answer:
            assert answer.status == 200


@pytest.mark.parametrize("odd", ["%0A", "%0D%0A", "%00", "%C2%85", "/%0A/x"])
async def test_a_link_with_a_line_break_is_answered_like_one_that_nobody_made(
    gateway: Gateway, odd: str
) -> None:
    token = await gateway.token()
    url = URL(f"{gateway.url}/u/{token}{odd}", encoded=True)
    async with gateway.session.post(url, data={"List-Unsubscribe": "One-Click"}) as answer:
        assert (answer.status, await answer.text()) == (200, "You are unsubscribed.\n")
    async with gateway.session.get(url) as answer:
        assert answer.status == 200
        assert 'type="email"' in await answer.text()
    assert not await gateway.blocks("ann@example.net", stream="news")
