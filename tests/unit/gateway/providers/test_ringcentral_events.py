"""Events of RingCentral: as its guide shows them, and whatever else may come."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.providers.hook import Call, ReceivedText
from gateway.providers.ringcentral_events import (
    Changed,
    Happening,
    OptedOut,
    Progress,
    RingCentralListener,
    moment,
)
from gateway.spool.receipts import Report
from suppression.entry import Reason

TOKEN, OLD = "a-verification-token-of-ours", "the-token-that-it-replaced"
LISTENER = RingCentralListener((TOKEN, OLD))
MESSAGES = "/restapi/v1.0/account/405150459033/a2p-sms/messages?direction=Outbound"
INSTANT = "/restapi/v1.0/account/80964/extension/62989/message-store/instant?type=SMS"
OUTBOUND = {
    "messageStatus": "Delivered", "lastModifiedTime": "2021-05-26T04:16:08.107007Z", "cost": 0.007,
    "creationTime": "2021-05-26T04:16:05.442760Z", "from": "+13102375087", "id": "7086",
    "to": ["+14842910071"], "text": "Thank you for the message", "segmentCount": 1,
    "direction": "Outbound",
}  # fmt: skip


def call(body: object, **headers: str) -> Call:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    return Call(method="POST", target="/hooks/rc/events", body=raw, headers=names)


def read(event: str, body: object) -> tuple[Happening, ...]:
    return LISTENER.read(call({"uuid": "1", "event": event, "body": body}))


def test_an_inbound_text_of_a_person_s_number_as_the_guide_shows_it() -> None:
    body = {
        "id": "3062991514017",
        "to": [
            {"phoneNumber": "+16575550199", "name": "Somebody else"},
            {"phoneNumber": "+16573900001", "name": "VP Dan", "target": True},
        ],
        "from": {"phoneNumber": "+16502240001", "location": "Mountain View, CA"},
        "type": "SMS", "creationTime": "2025-07-30T18:12:45.028Z", "direction": "Inbound",
        "subject": "Hi advisor, I'd like to ...", "messageStatus": "Received",
    }  # fmt: skip
    assert read(INSTANT, body) == (
        ReceivedText(
            sender="+16502240001", to="+16573900001", words="Hi advisor, I'd like to ...",
            reference="3062991514017",
            received_at=datetime(2025, 7, 30, 18, 12, 45, 28000, tzinfo=UTC),
        ),
    )  # fmt: skip


def test_an_inbound_text_of_a_high_volume_number_as_the_guide_shows_it() -> None:
    body = {
        "messageStatus": "Delivered", "creationTime": "2021-05-26T04:16:42.985974Z",
        "from": "+19287680662", "id": "7119", "to": ["+12406680432"],
        "text": "Thank you for the message", "segmentCount": 1, "direction": "Inbound",
    }  # fmt: skip
    (text,) = read("/restapi/v1.0/account/4/a2p-sms/messages?direction=Inbound", body)
    assert isinstance(text, ReceivedText)
    assert (text.sender, text.to) == ("+19287680662", "+12406680432")
    assert (text.words, text.reference) == ("Thank you for the message", "7119")


@pytest.mark.parametrize(
    ("status", "code", "report", "proves"),
    [
        ("Queued", "", Report.UNDER_WAY, None),
        ("Sent", "", Report.UNDER_WAY, None),
        ("Delivered", "", Report.ARRIVED, None),
        ("SendingFailed", "SMS-RC-413", Report.FAILED, Reason.UNSUBSCRIBE),
        ("DeliveryFailed", "SMS-CAR-411", Report.FAILED, Reason.INVALID),
        ("DeliveryFailed", "SMS-CAR-430", Report.FAILED, None),
        ("DeliveryFailed", "SMS-CAR-104", Report.UNDER_WAY, None),
        ("Delivered", "SMS-RC-413", Report.ARRIVED, None),
    ],
)
def test_a_status_says_how_far_a_text_came_and_what_of_its_number(
    status: str, code: str, report: Report, proves: Reason | None
) -> None:
    for more in ({"errorCode": code}, {"deliveryErrorCode": code}):
        (made,) = read(MESSAGES, {**OUTBOUND, "messageStatus": status, **more})
        assert isinstance(made, Progress)
        assert (made.report, made.proves) == (report, proves)
        assert (made.to, made.provider_id) == ("+14842910071", "7086")


def test_a_text_of_a_batch_is_known_by_the_batch() -> None:
    (made,) = read(MESSAGES, {**OUTBOUND, "batchId": "3157ac7d"})
    assert isinstance(made, Progress)
    assert made.provider_id == "3157ac7d"


def test_who_opted_out_is_told_and_who_opted_in_is_not() -> None:
    first = "/restapi/v1.0/account/1/a2p-sms/opt-outs"
    out = {"from": "+16505550100", "to": "+12125550100", "active": True}
    (text,) = read(first, out)
    assert isinstance(text, ReceivedText)
    assert (text.sender, text.to, text.is_stop) == ("+12125550100", "+16505550100", True)
    (again,), (other,) = read(first, out), read(first, {**out, "to": "+12125550101"})
    assert isinstance(again, ReceivedText)
    assert isinstance(other, ReceivedText)
    assert text.reference == again.reference != other.reference
    assert re.fullmatch("[0-9a-f]{32}", text.reference)  # it is logged: no number is in it
    assert read(first, {**out, "active": False}) == ()
    assert read(first, {**out, "active": "true"}) == ()
    second = "/restapi/v2/accounts/1/sms/consents"
    at = "2025-05-13T20:57:06.473705035Z"
    records = [
        {"from": "+14081112222", "to": "+13123335555", "optStatus": "OptOut", "source": "Recipient",
         "lastModifiedTime": at},
        {"from": "+14081112222", "to": "+13123335556", "optStatus": "OptIn", "source": "Recipient"},
        {"from": "*", "to": "+13123335557", "optStatus": "OptOut", "source": "Account"},
        "?",
    ]  # fmt: skip
    text, other = read(second, {"records": records})
    assert isinstance(text, ReceivedText)
    assert (text.sender, text.words, text.is_stop) == ("+13123335555", "", True)
    assert text.received_at == moment(at)
    assert other == OptedOut(person="+13123335557", said="opted out of * by Account")


def test_that_something_changed_is_a_reason_to_look() -> None:
    event = "/restapi/v1.0/account/1/extension/1/message-store?type=SMS&direction=Outbound"
    changes = {"extensionId": "1", "changes": [{"type": "SMS", "updatedCount": 1}]}
    assert read(event, changes) == (Changed(),)


@pytest.mark.parametrize(
    "body",
    [
        b"", b"[]", b"{", b'{"event": 3, "body": {}}', b'{"event": "/x/a2p-sms/messages"}',
        b"[" * 100_000, b"\xff",
        json.dumps({"event": MESSAGES, "body": {"direction": "Sideways"}}).encode(),
        json.dumps({"event": MESSAGES, "body": {**OUTBOUND, "messageStatus": "New"}}).encode(),
        json.dumps({"event": "/restapi/v1.0/account/1/presence", "body": {}}).encode(),
        json.dumps({"event": "/x/sms/consents", "body": {"records": ["?"]}}).encode(),
    ],
)  # fmt: skip
def test_what_is_no_event_tells_nothing(body: bytes) -> None:
    assert LISTENER.read(call(body)) == ()


@pytest.mark.parametrize("name", ["verification_token", "validation_token"])
@pytest.mark.parametrize("token", [TOKEN, OLD])
def test_every_token_of_ours_is_known_in_either_header(name: str, token: str) -> None:
    assert LISTENER.is_genuine(call({}, **{name: token}))


@pytest.mark.parametrize("token", ["", "x", TOKEN[:-1], TOKEN + "x", TOKEN.upper(), "é\udcff"])
def test_a_token_of_somebody_else_is_no_token(token: str) -> None:
    assert not LISTENER.is_genuine(call({}, verification_token=token, validation_token=token))


def test_the_question_of_a_new_webhook_is_repeated_and_nothing_else() -> None:
    question = "2dbf8adf-3f4e-4bb3-8ccb-a9e7c0f4d1a5"
    assert LISTENER.echo(call(b"", validation_token=question)) == question
    for strange in ("", "a b", "x" * 257, "é", "a\tb"):
        assert not LISTENER.echo(call(b"", validation_token=strange))


def test_the_mark_of_a_token_says_nothing_of_it_and_changes_with_it() -> None:
    assert LISTENER.mark == RingCentralListener((TOKEN,)).mark
    assert LISTENER.mark != RingCentralListener((OLD,)).mark
    assert LISTENER.mark not in TOKEN


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("2026-11-25T12:00:00Z", datetime(2026, 11, 25, 12, tzinfo=UTC)),
        ("2026-11-25T12:00:00.473705035Z", datetime(2026, 11, 25, 12, 0, 0, 473705, tzinfo=UTC)),
        ("2026-11-25T14:00:00+02:00", datetime(2026, 11, 25, 12, tzinfo=UTC)),
        ("2026-11-25T12:00:00", None),
        ("0001-01-01T00:00:00+14:00", None),
        ("soon", None),
        (None, None),
    ],
)
def test_times_are_read_or_left(written: object, read_as: datetime | None) -> None:
    assert moment(written) == read_as


PHONE = st.text() | st.dictionaries(st.just("phoneNumber"), st.text()) | st.none() | st.integers()
BODY: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {"direction": st.sampled_from(["Inbound", "Outbound"])},
    optional={
        "from": PHONE, "to": st.lists(PHONE) | PHONE, "subject": st.text() | st.none(),
        "id": st.integers() | st.text(), "messageStatus": st.text() | st.just("SendingFailed"),
        "creationTime": st.text(), "errorCode": st.text() | st.integers(),
    },
)  # fmt: skip


@given(st.sampled_from([MESSAGES, INSTANT, "/x/a2p-sms/opt-outs"]), BODY)
def test_no_event_breaks_the_reader(event: str, body: dict[str, Any]) -> None:
    for each in read(event, body):
        if isinstance(each, ReceivedText):
            assert each.words.encode() is not None  # it can be written down
