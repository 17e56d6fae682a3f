"""Applications are told what becomes of their texts, and can prove who told them."""

from __future__ import annotations

import asyncio
import itertools
import sqlite3
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qsl

import pytest
from aiohttp import web
from standardwebhooks.webhooks import Webhook
from structlog.testing import capture_logs
from twilio.request_validator import RequestValidator

from gateway.callbacks import courier
from gateway.callbacks.notes import callback_secret
from gateway.config.models import Callbacks
from gateway.secret_files import load_callback_secret
from tests.contract.http.twilio_clients import ACCOUNT, ASKED, BODY, OURS, Served, served

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping, Sequence
    from pathlib import Path

LOOPBACK: Final = Callbacks(networks=(ip_network("127.0.0.0/8"),), tries=3)
PATIENCE_S: Final = 10


@dataclass
class Application:
    """Takes what it is told, or answers as it is told to."""

    url: str = ""
    statuses: list[int] = field(default_factory=list)  # to answer with first
    location: str = ""
    pause_s: float = 0.0
    posted: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    async def take(self, request: web.Request) -> web.Response:
        self.posted.append((dict(request.headers), await request.read()))
        await asyncio.sleep(self.pause_s)
        status = self.statuses.pop(0) if self.statuses else 200
        headers = {"Location": self.location} if self.location else {}
        return web.Response(status=status, headers=headers)

    async def told(self, times: int = 1) -> None:
        async with asyncio.timeout(PATIENCE_S):
            for pause_s in itertools.repeat(0.05):
                if len(self.posted) >= times:
                    return
                await asyncio.sleep(pause_s)


@asynccontextmanager
async def listening(host: str = "127.0.0.1") -> AsyncIterator[Application]:
    application, served_ = Application(), web.Application()
    served_.router.add_post("/{any:.*}", application.take)
    runner = web.AppRunner(served_, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, host, 0)
    await site.start()
    application.url = f"http://{host}:{runner.addresses[0][1]}/told?by=gateway"
    try:
        yield application
    finally:
        await runner.cleanup()


@pytest.fixture
async def application() -> AsyncIterator[Application]:
    async with listening() as found:
        yield found


@pytest.fixture
async def gateway(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Served]:
    monkeypatch.setattr(courier, "_FIRST_PAUSE_S", 0.05)
    monkeypatch.setattr(courier, "_LOOK_S", 0.05)
    async with served(tmp_path, callbacks=LOOPBACK) as found:
        yield found


async def send(gateway: Served, url: str, **more: Any) -> str:  # noqa: ANN401 - any field
    order = {"to": ASKED, "text": BODY, "callback_url": url, **more}
    return str((await gateway.api("POST", "/v1/sms", order))["id"])


async def test_an_application_is_told_and_can_check_who_told_it(
    gateway: Served, application: Application
) -> None:
    queue_id = await send(gateway, application.url, metadata={"order": 7})
    await application.told()
    ((headers, body),) = application.posted
    secret = callback_secret(load_callback_secret(gateway.folder / "data"), "shop")
    payload = Webhook(secret).verify(body, headers)
    assert (payload["type"], payload["data"]["message_id"]) == ("sms.delivered", queue_id)
    assert (payload["data"]["to"], payload["data"]["metadata"]) == (ASKED, {"order": 7})
    (event,) = [
        each for each in (await gateway.api("GET", "/v1/events"))["events"]
        if each["type"] == "sms.delivered"
    ]  # fmt: skip
    assert headers["webhook-id"] == f"evt_{event['id']}"
    other = callback_secret(load_callback_secret(gateway.folder / "data"), "other")
    with pytest.raises(Exception, match="signature"):
        Webhook(other).verify(body, headers)


async def given_up(logged: Sequence[Mapping[str, Any]]) -> None:
    """Wait until nobody tries to tell a notice any more."""
    async with asyncio.timeout(PATIENCE_S):
        for pause_s in itertools.repeat(0.05):
            if any(line["event"] == "callback-given-up" for line in logged):
                break
            await asyncio.sleep(pause_s)


async def test_what_is_not_taken_is_told_again_and_then_no_more(
    gateway: Served, application: Application
) -> None:
    application.statuses = [500, 503]
    await send(gateway, application.url)
    await application.told(3)
    ids = {headers["webhook-id"] for headers, _ in application.posted}
    assert len(ids) == 1
    application.statuses = [500] * 9
    with capture_logs() as logged:
        await send(gateway, application.url)
        await given_up(logged)
    assert len(application.posted) == 6, "three tries for each"


async def test_what_was_not_told_when_the_gateway_stopped_is_told_when_it_starts(
    application: Application, tmp_path: Path
) -> None:
    application.pause_s = PATIENCE_S
    async with served(tmp_path, callbacks=LOOPBACK) as gateway:
        queue_id = await send(gateway, application.url)
        await application.told()
    application.pause_s = 0.0
    async with served(tmp_path, callbacks=LOOPBACK):
        await application.told(2)
    bodies = {body for _, body in application.posted}
    assert len(bodies) == 1
    assert queue_id.encode() in bodies.pop()


@pytest.mark.parametrize(
    ("whole", "damaged"),
    [
        (b'{"order": 7}', b'{"order"; 7}'),  # metadata
        (b'"reply":"written', b'"reply";"written'),
        (b'"kind":"delivered"', b'"kind";"delivered"'),
    ],
)
async def test_a_damaged_notice_is_given_up_and_everything_else_flows(
    application: Application, tmp_path: Path, whole: bytes, damaged: bytes
) -> None:
    application.pause_s = PATIENCE_S
    async with served(tmp_path, callbacks=LOOPBACK) as gateway:
        await send(gateway, application.url, metadata={"order": 7})
        await application.told()
    path = tmp_path / "data" / "messages.db"
    content = path.read_bytes()
    assert content.count(whole) == 1
    path.write_bytes(content.replace(whole, damaged))
    application.pause_s = 0.0
    with capture_logs() as logged:
        async with served(tmp_path, callbacks=LOOPBACK) as gateway:
            later = await send(gateway, application.url)
            await application.told(2)
            await given_up(logged)
            found = await gateway.api("GET", f"/v1/sms/{later}")
            assert len((await gateway.api("GET", "/v1/events"))["events"]) == 4
            assert len((await gateway.api("GET", "/v1/messages"))["messages"]) == 2
    assert found["recipients"][0]["status"] == "delivered"
    assert [later.encode() in body for _, body in application.posted] == [False, True]


async def test_a_notice_that_we_break_on_is_given_up_and_the_others_are_told(
    gateway: Served, application: Application
) -> None:
    application.statuses = [500]
    with capture_logs() as logged:
        await gateway.send(status_callback=application.url)
        await application.told()
        with closing(sqlite3.connect(gateway.folder / "data" / "messages.db")) as file, file:
            file.execute("UPDATE callbacks SET signer = x'00'")
        await given_up(logged)
        await send(gateway, application.url)
        await application.told(2)
    (line,) = [line for line in logged if line["event"] == "callback-given-up"]
    assert (line["tries"], line["error"]) == (3, "a mistake of ours: error")


async def test_a_redirect_is_not_followed(gateway: Served, application: Application) -> None:
    async with listening() as elsewhere:
        application.statuses, application.location = [307], elsewhere.url
        await send(gateway, application.url)
        await application.told(2)
        assert elsewhere.posted == []


async def test_an_application_that_hangs_holds_up_no_other(
    gateway: Served, application: Application
) -> None:
    async with listening("127.0.0.2") as hanging:
        hanging.pause_s = PATIENCE_S
        for _ in range(8):
            await send(gateway, hanging.url)
        await hanging.told(4)
        await send(gateway, application.url)
        await application.told()
        assert len(hanging.posted) == 4


async def test_an_application_that_answers_slowly_holds_up_no_other(
    gateway: Served, application: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each answer frees a place, which its own backlog must not be all that is looked at for."""
    monkeypatch.setattr(courier, "_LOOK_S", 1.0)
    async with listening("127.0.0.2") as slow:
        slow.pause_s = 0.2
        for _ in range(60):
            await send(gateway, slow.url)
        await send(gateway, application.url)
        told_before = len(slow.posted)
        await application.told()
        assert len(slow.posted) < told_before + 20


async def test_a_text_that_is_taken_back_is_told_so(
    gateway: Served, application: Application
) -> None:
    later = (datetime.now(UTC) + timedelta(hours=1)).isoformat()
    queue_id = await send(gateway, application.url, send_at=later)
    await gateway.api("DELETE", f"/v1/sms/{queue_id}")
    await application.told()
    assert b'"sms.cancelled"' in application.posted[0][1]


async def test_twilio_s_own_validator_accepts_status_callbacks(
    gateway: Served, application: Application
) -> None:
    sent = await gateway.send(status_callback=application.url)
    await application.told()
    ((headers, body),) = application.posted
    fields = dict(parse_qsl(body.decode()))
    assert (fields["MessageSid"], fields["MessageStatus"], fields["AccountSid"]) == (
        sent.sid, "sent", ACCOUNT,
    )  # fmt: skip
    assert (fields["To"], fields["From"]) == (ASKED, OURS)
    signature = headers["X-Twilio-Signature"]
    validator = RequestValidator(gateway.keys["app"])
    assert validator.validate(application.url, fields, signature)
    assert not validator.validate(application.url, {**fields, "To": OURS}, signature)
    assert not RequestValidator(gateway.keys["other"]).validate(application.url, fields, signature)
    key = gateway.keys["app"].encode()
    kept = [file.read_bytes() for file in (gateway.folder / "data").rglob("*") if file.is_file()]
    assert not any(key in content for content in kept), "the key itself is kept nowhere"


async def test_what_only_the_gateway_reaches_is_not_called_back(tmp_path: Path) -> None:
    async with served(tmp_path) as gateway:
        refused = await gateway.refusal(status_callback="http://127.0.0.1/")
        assert (refused.code, refused.status) == (21609, 400)
        headers = {"Authorization": f"Bearer {gateway.keys['app']}"}
        for url in ("http://app.example/", "https://169.254.169.254/", "https://[::1]/", "x"):
            order = {"to": ASKED, "text": BODY, "callback_url": url}
            async with gateway.session.post(
                f"{gateway.url}/v1/sms", json=order, headers=headers
            ) as answer:
                assert answer.status == 422
                assert (await answer.json())["errors"][0]["loc"] == "callback_url"


async def test_a_name_that_leads_inside_is_not_called_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(courier, "_FIRST_PAUSE_S", 0.05)
    monkeypatch.setattr(courier, "_LOOK_S", 0.05)
    connected = 0

    async def note(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal connected
        connected += 1
        writer.close()

    async with (
        await asyncio.start_server(note, "127.0.0.1", 0) as inside,
        served(tmp_path, callbacks=Callbacks(tries=2)) as gateway,
    ):
        port = inside.sockets[0].getsockname()[1]
        with capture_logs() as logged:
            await send(gateway, f"https://localhost:{port}/")
            await given_up(logged)
    assert connected == 0
