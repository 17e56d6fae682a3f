"""Calls of a receiver of one's own: what they bring, and what is none."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from standardwebhooks.webhooks import Webhook as Library

from gateway.config.models import Route
from gateway.errors import MalformedMessage
from gateway.providers.hook import Call
from gateway.providers.provider import Text
from gateway.providers.webhook import Webhook
from gateway.providers.webhook_hook import WebhookHook
from gateway.spool.receipts import Report
from gateway.standard_webhooks import secret_of
from suppression.entry import Reason

OLD = secret_of(b"the key before this one, 32 byte")
SECRET = secret_of(b"a key of 32 bytes for the tests!")
NOW = datetime.now(UTC)
ROUTE = Route(name="own", channel="sms", kind="webhook", number="+12025550109")
HOOK = WebhookHook(ROUTE, (OLD, SECRET), lambda: NOW)
STOP = {"from": "+12025550143", "to": "+12025550100", "text": "STOP"}
STATUS = {"id": "0000000000001", "attempt": 1, "status": "delivered"}


def call(kind: str, data: object, secret: str = SECRET, at: datetime = NOW) -> Call:
    body = json.dumps({"type": kind, "data": data})
    headers = {
        "webhook-id": "msg_1",
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": Library(secret).sign("msg_1", at, body),
    }
    return Call(method="POST", target="/hooks/own/x", body=body.encode(), headers=headers)


@pytest.mark.parametrize("secret", [SECRET, OLD])
def test_who_signs_with_a_secret_is_the_receiver(secret: str) -> None:
    assert HOOK.is_genuine(call("text.received", STOP, secret))


def test_who_signs_with_another_or_long_ago_is_not() -> None:
    stranger = secret_of(b"the key of somebody else, 32 byt")
    assert not HOOK.is_genuine(call("text.received", STOP, stranger))
    assert not HOOK.is_genuine(call("text.received", STOP, at=NOW - timedelta(minutes=6)))
    assert not HOOK.is_genuine(call("text.received", STOP, at=NOW + timedelta(minutes=6)))


def test_a_text_has_its_numbers_its_words_its_id_and_its_time() -> None:
    text = HOOK.text(call("text.received", {**STOP, "received_at": "2026-11-25T12:00:00+01:00"}))
    assert (text.sender, text.to, text.words) == ("+12025550143", "+12025550100", "STOP")
    assert text.reference == "msg_1"
    assert text.received_at == datetime(2026, 11, 25, 11, tzinfo=UTC)
    assert HOOK.text(call("text.received", STOP)).received_at is None


@pytest.mark.parametrize(
    "written",
    [
        "yesterday", "", "2026-11-25T12:00:00", "0001-01-01T00:00:00+14:00",
        "Wed, 25 Nov 2026 12:00:00", 1795647907, 1795647907.5, True, [], {"at": 1}, None,
    ],
)  # fmt: skip
def test_a_time_that_cannot_be_read_is_no_reason_to_lose_a_stop(written: object) -> None:
    text = HOOK.text(call("text.received", {**STOP, "received_at": written}))
    assert (text.words, text.received_at) == ("STOP", None)


@pytest.mark.parametrize("to", [{}, {"to": None}, {"to": ""}])
def test_a_text_that_does_not_say_to_whom_is_to_the_number_of_the_route(
    to: dict[str, object],
) -> None:
    data = {"from": STOP["from"], "text": "STOP", **to}
    assert HOOK.text(call("text.received", data)).to == "+12025550109"


def test_half_a_character_is_no_reason_to_lose_a_stop() -> None:
    assert HOOK.text(call("text.received", {**STOP, "text": "STOP \ud83d"})).words == "STOP ?"


def test_what_we_post_ourselves_brings_no_text_when_it_is_sent_back() -> None:
    own = Webhook(Route(name="own", channel="sms", kind="webhook", url="https://x.example"))
    text = Text(
        to="+12025550143", sender="+12025550100", words="Reply STOP to end", valid_s=60,
        callback="", queue_id="0000000000001", at=NOW,
    )  # fmt: skip
    order = own.order(text, SECRET)
    sent_back = Call(
        method="POST", target="/hooks/own/inbound", body=order.json, headers=dict(order.headers)
    )
    assert HOOK.is_genuine(sent_back)
    for reader in (HOOK.text, HOOK.told):
        with pytest.raises(MalformedMessage):
            reader(sent_back)


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("text.status", STOP),
        ("text.received", None),
        ("text.received", []),
        ("text.received", {**STOP, "text": None}),
        ("text.received", {"from": "+1", "to": "+2"}),
        ("text.received", {"to": "+2", "text": "STOP"}),
        ("text.received", {**STOP, "to": 7}),
    ],
)
def test_a_text_that_is_none_is_told_so(kind: str, data: Any) -> None:  # noqa: ANN401 - JSON
    with pytest.raises(MalformedMessage) as told:
        HOOK.text(call(kind, data))
    assert told.value.code == "HTTP_BAD_REQUEST"


def test_a_body_that_is_cut_off_is_told_so_and_not_that_its_type_is_wrong() -> None:
    cut = replace(call("text.received", STOP), body=b'{"type": "text.received", "da')
    with pytest.raises(MalformedMessage, match="the body is no JSON object"):
        HOOK.text(cut)


@pytest.mark.parametrize(
    ("status", "code", "report", "proves"),
    [
        ("sent", "", Report.UNDER_WAY, None),
        ("delivered", "", Report.ARRIVED, None),
        ("delivered", "opted_out", Report.ARRIVED, None),
        ("failed", "carrier_violation", Report.FAILED, None),
        ("failed", "opted_out", Report.FAILED, Reason.UNSUBSCRIBE),
        ("failed", "number_gone", Report.FAILED, Reason.HARD_BOUNCE),
    ],
)
def test_a_status_says_how_far_a_text_came(
    status: str, code: str, report: Report, proves: Reason | None
) -> None:
    data = {**STATUS, "status": status, "code": code, "attempt": 3}
    told = HOOK.told(call("text.status", data))
    assert told is not None
    assert told.proves is proves
    receipt = told.receipt
    assert (receipt.queue_id, receipt.attempt, receipt.report) == ("0000000000001", 3, report)
    assert receipt.said == f"{status} {code}".strip()


def test_a_status_of_another_name_is_no_report() -> None:
    assert HOOK.told(call("text.status", {**STATUS, "status": "read"})) is None


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"id": 1, "attempt": 1, "status": "sent"},
        {"id": "0000000000001", "status": "sent"},
        {**STATUS, "attempt": 0},
        {**STATUS, "attempt": True},
        {**STATUS, "attempt": "1"},
    ],
)
def test_a_status_that_is_none_is_told_so(data: Any) -> None:  # noqa: ANN401 - JSON
    with pytest.raises(MalformedMessage):
        HOOK.told(call("text.status", data))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=8,
)


@given(JSON, st.sampled_from(["text.received", "text.status", ""]))
def test_no_call_breaks_the_reader(data: object, kind: str) -> None:
    made = Call(
        method="POST", target="/", body=json.dumps({"type": kind, "data": data}).encode(),
        headers={"webhook-id": "1"},
    )  # fmt: skip
    for reader in (HOOK.text, HOOK.told):
        try:
            reader(made)
        except MalformedMessage:
            continue
