"""Calls of providers: proven, durable before 2xx, and never lost by an answer."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest
from pydantic import SecretStr
from structlog.testing import capture_logs
from twilio.request_validator import RequestValidator

from gateway.config.models import HttpListener, Public, Route
from gateway.http.hooks import LARGEST_BYTES
from gateway.spool.model import State
from suppression.actor import Actor, Authority
from suppression.channel import Channel
from suppression.entry import Reason
from suppression.keys import phone_key
from tests.contract.http.conftest import CONFIG, serving
from tests.contract.http.wire import exchange
from tests.contract.spool.make import outcome
from tests.contract.spool.make import text as new_text

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping
    from pathlib import Path

    from gateway.credentials import Credentials
    from gateway.spool.model import Claimed
    from gateway.spool.sqlite import SqliteSpool
    from suppression.sqlite import SqliteSuppressionStore
    from tests.contract.http.conftest import Gateway

THEM, OURS = "+19169668284", "+14155550123"
TOKEN, PUBLIC = "the account's auth token", "https://gate.example"
SECRET = "known-by-this-secret"
STOP = {"MessageSid": "SM1", "From": THEM, "To": OURS, "Body": "Stop. Thank you!"}
FORM = "application/x-www-form-urlencoded"


@pytest.fixture
async def gateway(
    stores: tuple[SqliteSuppressionStore, SqliteSpool, Credentials], tmp_path: Path
) -> AsyncIterator[Gateway]:
    file = tmp_path / "kannel-secrets"
    file.write_text(f"{SECRET}\n")
    file.chmod(0o600)
    twilio = Route(
        name="texts",
        channel="sms",
        kind="twilio",
        account="AC" + "0" * 32,
        password=SecretStr(TOKEN),
    )
    kannel = Route(name="kannel", channel="sms", kind="kannel", hook_secrets_file=file)
    deaf = Route(name="deaf", channel="sms", kind="kannel")
    config = CONFIG.model_copy(
        update={"route": (twilio, kannel, deaf), "public": Public(url=PUBLIC)}
    )
    listener = HttpListener(listen="127.0.0.1:0", serves=("public", "api", "hooks"))
    async with serving(stores, tmp_path, listener, config_of_hooks=config) as gateway_:
        yield gateway_


async def twilio(
    gateway: Gateway,
    form: Mapping[str, str],
    *,
    path: str = "/hooks/texts/inbound",
    token: str = TOKEN,
) -> tuple[int, str, str]:
    signature = RequestValidator(token).compute_signature(PUBLIC + path, dict(form))
    return await ask(
        gateway, "POST", path,
        data=urlencode(form).encode(),
        headers={"X-Twilio-Signature": signature, "Content-Type": FORM},
    )  # fmt: skip


async def ask(gateway: Gateway, method: str, path: str, **options: Any) -> tuple[int, str, str]:  # noqa: ANN401 - of the client
    async with gateway.call(method, path, key="", **options) as answer:
        return answer.status, answer.content_type, await answer.text()


async def reasons(gateway: Gateway) -> list[Reason]:
    found = await gateway.list.blocking([phone_key(THEM)], Channel.SMS, datetime.now(UTC))
    return [entry.reason for entry in found.get(phone_key(THEM), ())]


async def sent(gateway: Gateway, state: State = State.DELIVERED) -> Claimed:
    now = datetime.now(UTC)
    message = new_text(THEM, accepted_at=now, not_before=now, expires_at=now + timedelta(hours=1))
    await gateway.spool.accept(message)
    (claimed,) = await gateway.spool.claim({"texts": 5}, limit=5, lease_s=60)
    await gateway.spool.settle(outcome(claimed, state, "201 queued"))
    return claimed


async def state_of(gateway: Gateway, claimed: Claimed) -> State:
    view = await gateway.spool.message(claimed.queue_id)
    assert view is not None
    return view.deliveries[0].state


async def test_a_stop_over_twilio_is_in_force_when_it_is_answered(gateway: Gateway) -> None:
    status, kind, body = await twilio(gateway, STOP)
    assert (status, kind) == (200, "text/xml")
    assert body.endswith("<Response/>")  # TwiML that sends nothing
    assert await reasons(gateway) == [Reason.UNSUBSCRIBE]


async def test_a_stop_over_kannel_is_in_force_when_it_is_answered(gateway: Gateway) -> None:
    query = urlencode(
        {"from": THEM.removeprefix("+"), "to": OURS, "text": "STOP", "id": "1", "secret": SECRET}
    )
    assert await ask(gateway, "GET", f"/hooks/kannel/inbound?{query}") == (200, "text/plain", "")
    assert await reasons(gateway) == [Reason.UNSUBSCRIBE]


def long_text(characters: int) -> str:
    """Return a stop of this many characters, most of which are six bytes or more in a URL."""
    return ("Please stop texting me. " + "再见" * characters)[:characters]


@pytest.mark.parametrize(("charset", "codec"), [("UTF-8", "utf-8"), ("UTF-16BE", "utf-16-be")])
async def test_a_long_text_over_kannel_is_heard(gateway: Gateway, charset: str, codec: str) -> None:
    text = long_text(2500).encode(codec)
    query = urlencode(
        {"from": THEM, "to": OURS, "text": text, "secret": SECRET, "charset": charset}
    )
    assert len(query) > 10_000
    assert await ask(gateway, "GET", f"/hooks/kannel/inbound?{query}") == (200, "text/plain", "")
    assert await reasons(gateway) == [Reason.UNSUBSCRIBE]


async def test_a_line_that_is_too_long_is_told_and_logged_without_what_it_says(
    gateway: Gateway,
) -> None:
    query = urlencode({"from": THEM, "to": OURS, "text": "x" * 70_000, "secret": SECRET})
    head = f"GET /hooks/kannel/inbound?{query} HTTP/1.1\r\nHost: x\r\n\r\n".encode()
    with capture_logs() as lines:
        answer = await exchange(gateway, head)
    assert answer.startswith(b"HTTP/1.0 414 ")
    assert b"the request line has more than 65536 bytes" in answer
    (line,) = lines
    assert line == {
        "event": "http-line-too-long", "log_level": "warning", "peer": "127.0.0.1",
        "limit_bytes": 65536,
    }  # fmt: skip


async def test_a_listener_without_hooks_reads_short_lines(
    stores: tuple[SqliteSuppressionStore, SqliteSpool, Credentials], tmp_path: Path
) -> None:
    listener = HttpListener(listen="127.0.0.1:0", serves=("public", "api"))
    async with serving(stores, tmp_path, listener) as gateway_:
        status, _, said = await ask(gateway_, "GET", f"/nothing?text={'x' * 9000}")
    assert (status, "more than 8192 bytes" in said) == (414, True)


async def test_a_call_that_comes_again_changes_nothing(gateway: Gateway) -> None:
    await twilio(gateway, STOP)
    assert (await twilio(gateway, {**STOP, "MessageSid": "SM2", "Body": "START"}))[0] == 200
    assert await reasons(gateway) == []
    assert (await twilio(gateway, STOP))[0] == 200  # a replay, however old
    assert await reasons(gateway) == []


async def test_twenty_copies_at_once_are_one_text(gateway: Gateway) -> None:
    answers = await asyncio.gather(*(twilio(gateway, STOP) for _ in range(20)))
    assert {status for status, _, _ in answers} == {200}
    with closing(sqlite3.connect(gateway.list_path)) as connection:
        assert connection.execute("SELECT count(*) FROM texts").fetchone() == (1,)


async def test_a_forged_call_does_nothing(gateway: Gateway) -> None:
    status, kind, body = await twilio(gateway, STOP, token="somebody else's")
    assert (status, kind) == (403, "application/problem+json")
    assert "HOOK_NOT_GENUINE" in body
    path = "/hooks/texts/inbound"
    assert (await ask(gateway, "POST", path, data=urlencode(STOP).encode()))[0] == 403
    query = urlencode({"from": THEM, "to": OURS, "text": "STOP", "secret": "x" * 20})
    assert (await ask(gateway, "GET", f"/hooks/kannel/inbound?{query}"))[0] == 403
    assert await reasons(gateway) == []


async def test_a_signature_for_one_place_is_none_for_another(gateway: Gateway) -> None:
    form = {**STOP, "MessageStatus": "failed"}
    signature = RequestValidator(TOKEN).compute_signature(f"{PUBLIC}/hooks/texts/inbound", form)
    status, _, _ = await ask(
        gateway, "POST", "/hooks/texts/status", data=urlencode(form).encode(),
        headers={"X-Twilio-Signature": signature, "Content-Type": FORM, "Host": "gate.example"},
    )  # fmt: skip
    assert status == 403


async def test_a_stop_that_the_list_cannot_take_is_503_and_taken_when_it_comes_again(
    gateway: Gateway,
) -> None:
    gateway.spool.close()
    gateway.list.close()
    status, _, body = await twilio(gateway, STOP)
    gateway.list.open()
    gateway.spool.open()
    assert (status, "STORE_UNAVAILABLE" in body) == (503, True)
    assert await reasons(gateway) == []
    assert (await twilio(gateway, STOP))[0] == 200
    assert await reasons(gateway) == [Reason.UNSUBSCRIBE]


@pytest.mark.parametrize("sender", ["72345", "SHOP", "", "+1", "\u202e"])
async def test_what_no_text_can_answer_is_not_asked_for_again(
    gateway: Gateway, sender: str
) -> None:
    assert (await twilio(gateway, {**STOP, "From": sender}))[0] == 200
    assert await reasons(gateway) == []


@pytest.mark.parametrize(
    ("sender", "to"),
    [
        (f"rcs:{THEM}", "rcs:tea_agent"),
        (f"rcs:{THEM}", OURS),
        (f"whatsapp:{THEM}", f"whatsapp:{OURS}"),
    ],
)
async def test_a_stop_over_another_channel_of_twilio_stops_texts(
    gateway: Gateway, sender: str, to: str
) -> None:
    assert (await twilio(gateway, {**STOP, "From": sender, "To": to}))[0] == 200
    assert await reasons(gateway) == [Reason.UNSUBSCRIBE]


@pytest.mark.parametrize(("channel", "left"), [("rcs", []), ("whatsapp", [Reason.UNSUBSCRIBE])])
async def test_who_asks_for_messages_in_whatsapp_asks_for_no_texts(
    gateway: Gateway, channel: str, left: list[Reason]
) -> None:
    await twilio(gateway, STOP)
    start = {**STOP, "MessageSid": "SM2", "From": f"{channel}:{THEM}", "Body": "START"}
    assert (await twilio(gateway, start))[0] == 200
    assert await reasons(gateway) == left
    standing = await gateway.list.standing(phone_key(THEM), ours=OURS, at=datetime.now(UTC))
    assert (standing.last_texted is None) == bool(left)


@pytest.mark.parametrize(
    ("sender", "words", "event", "level"),
    [
        ("messenger:1234567890123456", "STOP", "stop-of-no-number", "error"),
        ("whatsapp:US.13491208655302741918", "Stop, please!", "stop-of-no-number", "error"),
        ("", "wrong person", "stop-of-no-number", "error"),
        ("messenger:1234567890123456", "See you at 3", "text-of-no-number", "warning"),
        ("72345", "20% off! Reply STOP to end", "text-of-no-number", "warning"),
        ("SHOP", "20% off! Reply STOP to end", "text-of-no-number", "warning"),
    ],
)
async def test_a_stop_of_who_has_no_number_is_told_to_an_admin(
    gateway: Gateway, sender: str, words: str, event: str, level: str
) -> None:
    with capture_logs() as lines:
        assert (await twilio(gateway, {**STOP, "From": sender, "Body": words}))[0] == 200
    assert lines == [{"event": event, "log_level": level, "route": "texts", "reference": "SM1"}]


async def test_a_stop_that_twilio_understood_and_we_did_not_is_one(gateway: Gateway) -> None:
    form = {**STOP, "Body": "kuacha", "OptOutType": "STOP"}
    assert (await twilio(gateway, form))[0] == 200
    assert await reasons(gateway) == [Reason.UNSUBSCRIBE]


async def test_a_stop_that_twilio_understood_is_not_one_again_when_it_is_replayed(
    gateway: Gateway,
) -> None:
    form = {**STOP, "Body": "kuacha", "OptOutType": "STOP"}
    await twilio(gateway, form)
    await twilio(gateway, {**STOP, "MessageSid": "SM2", "Body": "START"})
    assert (await twilio(gateway, form))[0] == 200
    assert await reasons(gateway) == []


async def test_a_new_token_needs_no_reload(gateway: Gateway, tmp_path: Path) -> None:
    secrets = tmp_path / "kannel-secrets"
    secrets.write_text("another-of-16-or-more\n")
    query = {"from": THEM, "to": OURS, "text": "STOP", "id": "1"}
    old = urlencode({**query, "secret": SECRET})
    assert (await ask(gateway, "GET", f"/hooks/kannel/inbound?{old}"))[0] == 403
    new = urlencode({**query, "secret": "another-of-16-or-more"})
    assert (await ask(gateway, "GET", f"/hooks/kannel/inbound?{new}"))[0] == 200
    assert await reasons(gateway) == [Reason.UNSUBSCRIBE]


async def test_a_provider_whose_secrets_are_gone_is_told_to_call_again(
    gateway: Gateway, tmp_path: Path
) -> None:
    (tmp_path / "kannel-secrets").unlink()
    query = urlencode({"from": THEM, "to": OURS, "text": "STOP", "id": "1", "secret": SECRET})
    assert (await ask(gateway, "GET", f"/hooks/kannel/inbound?{query}"))[0] >= 500


async def test_an_opt_in_at_the_provider_lets_nobody_in(gateway: Gateway) -> None:
    await twilio(gateway, STOP)
    await twilio(gateway, {**STOP, "MessageSid": "SM2", "Body": "hm", "OptOutType": "START"})
    assert await reasons(gateway) == [Reason.UNSUBSCRIBE]


async def test_a_status_over_twilio_moves_the_text_on(gateway: Gateway) -> None:
    claimed = await sent(gateway)
    path = f"/hooks/texts/status?id={claimed.queue_id}&attempt=1"
    form = {"MessageSid": "SM1", "MessageStatus": "undelivered", "ErrorCode": "30007"}
    assert (await twilio(gateway, form, path=path))[0] == 200
    assert await state_of(gateway, claimed) is State.FAILED
    assert (await twilio(gateway, {**form, "MessageStatus": "sent"}, path=path))[0] == 200
    assert await state_of(gateway, claimed) is State.FAILED
    assert await reasons(gateway) == []


async def test_a_status_over_rcs_moves_the_text_on(gateway: Gateway) -> None:
    claimed = await sent(gateway)
    path = f"/hooks/texts/status?id={claimed.queue_id}&attempt=1"
    form = {
        "MessageSid": "SM1", "MessageStatus": "undelivered", "ErrorCode": "30006",
        "From": "rcs:tea_agent", "To": f"rcs:{THEM}", "ChannelPrefix": "rcs",
    }  # fmt: skip
    assert (await twilio(gateway, form, path=path))[0] == 200
    assert await state_of(gateway, claimed) is State.FAILED
    assert await reasons(gateway) == [Reason.INVALID]


async def test_a_status_over_kannel_settles_what_was_unknown(gateway: Gateway) -> None:
    claimed = await sent(gateway, State.UNKNOWN)
    query = f"id={claimed.queue_id}&attempt=1&type=1&secret={SECRET}"
    assert (await ask(gateway, "GET", f"/hooks/kannel/status?{query}"))[0] == 200
    assert await state_of(gateway, claimed) is State.UNKNOWN  # it left by another route
    with closing(sqlite3.connect(gateway.list_path.with_name("messages.db"))) as connection:
        connection.execute("UPDATE deliveries SET route = 'kannel'")
        connection.commit()
    assert (await ask(gateway, "GET", f"/hooks/kannel/status?{query}"))[0] == 200
    assert await state_of(gateway, claimed) is State.DELIVERED


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("21610", Reason.UNSUBSCRIBE),
        ("30006", Reason.INVALID),
        ("30005", Reason.HARD_BOUNCE),
    ],
)
async def test_what_a_status_says_of_a_number_is_on_the_list(
    gateway: Gateway, code: str, reason: Reason
) -> None:
    claimed = await sent(gateway)
    path = f"/hooks/texts/status?id={claimed.queue_id}&attempt=1"
    form = {"MessageStatus": "undelivered", "ErrorCode": code, "To": "+12025550199"}
    assert (await twilio(gateway, form, path=path))[0] == 200
    assert await reasons(gateway) == [reason]  # of whom we texted, whatever the call names
    await gateway.list.lift(
        phone_key(THEM), Channel.SMS, because="a mistake", evidence="call 7",
        by=Actor(name="ann", method="cli", authority=Authority.COMPLIANCE),
    )  # fmt: skip
    assert (await twilio(gateway, form, path=path))[0] == 200
    assert await reasons(gateway) == []  # a replay, however old


DIVERTED = "UPDATE deliveries SET route = 'kannel', diverted_from = 'texts', attempts = 2"
OF_A_COPY = "UPDATE deliveries SET route = 'kannel', state = 'held', claims = 1, attempts = 0"
COPIED = "INSERT INTO event_ids SELECT max(seq) + 1, 10000000 FROM ledger"


@pytest.mark.parametrize("changes", [(DIVERTED,), (OF_A_COPY, COPIED)])
async def test_a_number_is_on_the_list_by_the_word_of_a_route_that_a_text_went_by_before(
    gateway: Gateway, changes: tuple[str, ...]
) -> None:
    claimed = await sent(gateway, State.UNKNOWN)
    with closing(sqlite3.connect(gateway.list_path.with_name("messages.db"))) as connection:
        for change in changes:
            connection.execute(change)
        connection.commit()
    path = f"/hooks/texts/status?id={claimed.queue_id}&attempt=1"
    form = {"MessageStatus": "undelivered", "ErrorCode": "21610"}
    assert (await twilio(gateway, form, path=path))[0] == 200
    assert await reasons(gateway) == [Reason.UNSUBSCRIBE]
    await gateway.list.lift(
        phone_key(THEM), Channel.SMS, because="a mistake", evidence="call 7",
        by=Actor(name="ann", method="cli", authority=Authority.COMPLIANCE),
    )  # fmt: skip
    assert (await twilio(gateway, form, path=path))[0] == 200
    assert await reasons(gateway) == []  # a replay


@pytest.mark.parametrize(
    "path",
    [
        "/hooks/texts/status",
        "/hooks/texts/status?id=0000000000001&attempt=1",
        "/hooks/texts/status?id=%FF%00&attempt=x",
    ],
)
async def test_a_status_of_nothing_of_ours_is_not_asked_for_again(
    gateway: Gateway, path: str
) -> None:
    form = {"MessageStatus": "undelivered", "ErrorCode": "21610"}
    assert (await twilio(gateway, form, path=path))[0] == 200
    assert await reasons(gateway) == []


async def test_only_who_is_configured_may_call(gateway: Gateway) -> None:
    for route in ("nobody", "deaf"):
        assert (await ask(gateway, "GET", f"/hooks/{route}/inbound?secret={SECRET}"))[0] == 404
    assert (await ask(gateway, "GET", "/hooks/texts/inbound"))[0] == 405
    assert (await ask(gateway, "POST", f"/hooks/kannel/status?secret={SECRET}"))[0] == 405


async def test_more_than_a_text_can_be_is_not_read(gateway: Gateway) -> None:
    form = {**STOP, "Body": "x" * LARGEST_BYTES}
    assert (await twilio(gateway, form))[0] == 413


async def test_the_longest_call_is_read(gateway: Gateway) -> None:
    form = {**STOP, "Body": "STOP " + "please " * 8_000}
    assert (await twilio(gateway, form))[0] == 200
