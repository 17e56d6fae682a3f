"""Every refusal is what Twilio's own client would raise, in the shape that clients read."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest

from filters.codes import CODES
from gateway.config.models import HttpListener
from gateway.config.texting import QuietHours, SmsConfig
from tests.contract.http.conftest import serving
from tests.contract.http.twilio_clients import (
    ACCOUNT,
    ALWAYS,
    ASKED,
    BODY,
    OURS,
    SMS,
    STRANGER,
    Served,
    served,
)
from tests.make_gateway import NO_LIMITS

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from gateway.credentials import Credentials
    from gateway.spool.sqlite import SqliteSpool
    from gateway.submission import Acceptance
    from suppression.sqlite import SqliteSuppressionStore

# the client's own use of aiohttp
pytestmark = pytest.mark.filterwarnings("ignore:(?i).*auth.* is deprecated:DeprecationWarning")


@pytest.fixture
async def gateway(tmp_path: Path) -> AsyncIterator[Served]:
    async with served(tmp_path) as found:
        yield found


def basic(user: str, secret: str) -> dict[str, str]:
    return {"Authorization": aiohttp.encode_basic_auth(user, secret)}


async def test_every_refusal_is_the_exception_twilio_would_raise(gateway: Served) -> None:
    await gateway.api(
        "PUT", "/v1/suppressions/sms/+14155552671", {"scope": "all", "reason": "manual"}
    )
    cases: list[tuple[dict[str, Any], int, int, str]] = [
        ({"to": "+14155552671"}, 21610, 400, "SUPPRESSED_"),
        ({"to": STRANGER}, 21608, 400, "SMS_NO_CONSENT"),
        ({"to": "12"}, 21211, 400, "SMS_NUMBER_INVALID"),
        ({"to": "+447400123456"}, 21408, 400, "SMS_NUMBER_UNSUPPORTED"),
        ({"to": "+17872345678"}, 21408, 400, "SMS_NUMBER_UNSUPPORTED"),
        ({"to": "+18005550123"}, 21608, 400, ""),
        ({"to": "+19005550123"}, 21614, 400, "SMS_NUMBER_UNSUPPORTED"),
        ({"to": "whatsapp:+14155550100"}, 21211, 400, ""),
        ({"from_": "+12025550100"}, 21606, 400, "SMS_SENDER_UNREGISTERED"),
        ({"from_": "Example"}, 21212, 400, ""),
        ({"body": "50% off everything today, buy now!"}, 30007, 400, "SMS_PROMOTIONAL_BLOCKED"),
        ({"body": f"{BODY} bit.ly/3xyz"}, 30007, 400, "SMS_SHORTENER_BLOCKED"),
        ({"body": "x" * 1601}, 21617, 400, ""),
        ({"body": ""}, 21602, 400, ""),
        ({"body": "  "}, 21602, 400, ""),
        ({"body": f"{BODY}\0"}, 20001, 400, ""),
        ({"to": ""}, 21604, 400, ""),
        ({"media_url": ["https://example.com/a.png"]}, 20001, 400, ""),
        ({"shorten_urls": True}, 20001, 400, ""),
        ({"content_retention": "discard"}, 20001, 400, ""),
        ({"messaging_service_sid": "MG12"}, 20001, 400, ""),
        ({"send_at": datetime.now(UTC) + timedelta(hours=2)}, 20001, 400, ""),
        ({"key": "without purpose"}, 20001, 400, "SMS_PURPOSE_UNKNOWN"),
        ({"key": "read only"}, 20003, 403, "AUTH_SCOPE_MISSING"),
        ({"key": "ow_wrong"}, 20003, 401, "AUTH_FAILED"),
    ]
    for order, number, status, code in cases:
        refused = await gateway.refusal(**order)
        assert (refused.code, refused.status) == (number, status), (order, refused.msg)
        assert code in refused.msg, (order, refused.msg)
        assert "errors[]" not in refused.msg  # it has none
    refused = await gateway.refusal(from_="+12025550100")
    assert CODES["SMS_SENDER_UNREGISTERED"].remedy in refused.msg  # what to do
    assert await gateway.sync(lambda client: client.messages.list()) == []


async def test_a_text_at_night_is_refused_where_night_refuses(tmp_path: Path) -> None:
    night = QuietHours.model_validate(
        {"from": "00:01", "to": "00:00", "sunday_to": "00:00", "action": "refuse"}
    )
    async with served(tmp_path, sms=SMS.model_copy(update={"quiet_hours": night})) as gateway:
        refused = await gateway.refusal()
        assert (refused.code, refused.status) == (30610, 400)


async def test_too_many_texts_are_refused_for_now(tmp_path: Path) -> None:
    limits = NO_LIMITS.model_copy(update={"person_in_10_minutes": 1})
    async with served(tmp_path, sms=SmsConfig(quiet_hours=ALWAYS, limits=limits)) as gateway:
        await gateway.send()
        refused = await gateway.refusal()
        assert (refused.code, refused.status) == (20429, 429)


async def test_a_list_that_cannot_be_read_sends_nothing(gateway: Served) -> None:
    await gateway.send()
    for file in (gateway.folder / "data").glob("suppression.db*"):
        file.write_bytes(b"not a database any more" * 1000)
    refused = await gateway.refusal()
    assert (refused.code, refused.status) == (20503, 503)


@pytest.mark.parametrize(
    ("user", "path", "status", "number"),
    [
        ("AC" + "0" * 32, f"/Accounts/{ACCOUNT}/Messages.json", 401, 20003),
        ("SK" + "0" * 32, f"/Accounts/{ACCOUNT}/Messages.json", 200, None),
        ("", f"/Accounts/{ACCOUNT}/Messages.json", 401, 20003),
        (ACCOUNT, "/Accounts/AC12/Messages.json", 404, 20404),
        (ACCOUNT, f"/Accounts/{ACCOUNT}/Calls.json", 404, 20404),
        (ACCOUNT, f"/Accounts/{ACCOUNT}/Messages/SM12.json", 404, 20404),
        (ACCOUNT, f"/Accounts/{ACCOUNT}/Messages.json?PageSize=1001", 400, 20001),
        (ACCOUNT, f"/Accounts/{ACCOUNT}/Messages.json?PageToken=PAx", 400, 20001),
        (ACCOUNT, f"/Accounts/{ACCOUNT}/Messages.json?DateSent=then", 400, 20001),
    ],
)
async def test_errors_have_the_shape_that_clients_of_twilio_read(
    gateway: Served, user: str, path: str, status: int, number: int | None
) -> None:
    headers = basic(user, gateway.keys["app"]) if user else {}
    url = f"{gateway.url}/twilio/2010-04-01{path}"
    async with gateway.session.get(url, headers=headers) as answer:
        body = await answer.json()
        assert answer.status == status
    if number:
        assert body.keys() == {"code", "message", "more_info", "status"}
        assert (body["code"], body["status"]) == (number, status)


async def test_a_body_that_is_no_form_is_refused(gateway: Served) -> None:
    url = f"{gateway.url}/twilio/2010-04-01/Accounts/{ACCOUNT}/Messages.json"
    log_in = basic(ACCOUNT, gateway.keys["app"])
    bodies = [
        b"To=%ED%A0%80&Body=x", b"To=%FF&Body=x", b"To=1&To=2&Body=x", b"\xff",
        b"&".join([b"a=1"] * 60),
    ]  # fmt: skip
    for body in bodies:
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        async with gateway.session.post(url, data=body, headers={**log_in, **form}) as answer:
            assert (answer.status, (await answer.json())["code"]) == (400, 20001)
    async with gateway.session.post(url, json={}, headers=log_in) as answer:
        assert (answer.status, (await answer.json())["code"]) == (415, 20415)


async def test_what_breaks_us_is_answered_in_the_shape_that_clients_read(
    stores: tuple[SqliteSuppressionStore, SqliteSpool, Credentials], tmp_path: Path
) -> None:
    async def breaks(_submission: object) -> Acceptance:
        raise RuntimeError("our insides")

    listener = HttpListener(listen="127.0.0.1:0")
    async with serving(stores, tmp_path, listener, submit_sms=breaks) as broken:
        url = f"{broken.url}/twilio/2010-04-01/Accounts/{ACCOUNT}/Messages.json"
        form = {"To": ASKED, "From": OURS, "Body": BODY}
        log_in = basic(ACCOUNT, broken.secrets["all"])
        async with broken.session.post(url, data=form, headers=log_in) as answer:
            body = await answer.json()
            assert (answer.status, body["code"], body["status"]) == (503, 20503, 503)
            assert "insides" not in body["message"]
