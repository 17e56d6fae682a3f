"""Calls of Twilio; its own validator is the oracle of signatures."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from twilio.request_validator import RequestValidator

from gateway.providers.hook import Call
from gateway.providers.twilio_hook import TwilioHook
from gateway.spool.receipts import Report
from suppression.entry import Reason

TOKEN, SHARED = "the account's auth token", "a shared key of the account"
PUBLIC = "https://gate.example"
TARGET = "/hooks/twilio/inbound"
STOP = {
    "MessageSid": "SM1",
    "From": "+12025550143",
    "To": "+12025550100",
    "Body": "STOP é ✋ a+b&c",
}
SHA256 = "key=webhooks_sharedkey_1,algorithm=HMAC_SHA256"
SETTINGS = "x-twilio-webhooks-signature-settings"
WORDS = st.text(st.characters(exclude_categories=["Cs"]))


def hook(public_url: str = PUBLIC, *secrets: str) -> TwilioHook:
    return TwilioHook("twilio", secrets or (TOKEN,), public_url)


def signed(
    form: dict[str, str],
    *,
    url: str = PUBLIC + TARGET,
    target: str = TARGET,
    token: str = TOKEN,
    settings: str = "",
) -> Call:
    algorithm = "HMAC_SHA256" if settings else None
    signature = RequestValidator(token).compute_signature(url, form, algorithm)
    headers = {"x-twilio-signature": signature, **({SETTINGS: settings} if settings else {})}
    return Call(method="POST", target=target, body=urlencode(form).encode(), headers=headers)


def test_the_example_of_twilio_s_pages_is_genuine() -> None:
    form = {
        "CallSid": "CA1234567890ABCDE", "Caller": "+14158675309", "Digits": "1234",
        "From": "+14158675309", "To": "+18005551212",
    }  # fmt: skip
    call = Call(
        method="POST", target="/myapp.php?foo=1&bar=2", body=urlencode(form).encode(),
        headers={"x-twilio-signature": "RSOYDt4T1cUTdK1PDd93/VVr8B8="},
    )  # fmt: skip
    assert hook("https://mycompany.com", "12345").is_genuine(call)
    assert not hook("http://mycompany.com", "12345").is_genuine(call)


@given(st.dictionaries(WORDS.filter(bool), WORDS), st.booleans())
def test_what_twilio_signs_is_genuine_whatever_it_says(form: dict[str, str], newer: bool) -> None:
    assert hook().is_genuine(signed(form, settings=SHA256 if newer else ""))


@pytest.mark.parametrize(
    ("public_url", "signed_url"),
    [
        ("https://gate.example", "https://gate.example:443" + TARGET),
        ("https://gate.example:443", "https://gate.example" + TARGET),
        ("https://gate.example:8443/", "https://gate.example:8443" + TARGET),
        ("https://gate.example:8443", "https://gate.example" + TARGET),
        ("http://gate.example", "http://gate.example:80" + TARGET),
        ("https://example.com/gate", "https://example.com/gate" + TARGET),
        ("https://[2001:db8::1]", "https://[2001:db8::1]:443" + TARGET),
    ],
)
def test_the_url_is_the_configured_one_with_its_port_or_without(
    public_url: str, signed_url: str
) -> None:
    assert hook(public_url).is_genuine(signed(STOP, url=signed_url))


def test_the_query_is_signed_as_it_was_sent() -> None:
    target = "/hooks/twilio/status?id=%31&b=2&a=+1"
    call = signed(STOP, url=PUBLIC + target, target=target)
    assert hook().is_genuine(call)
    other = Call(method="POST", target=target.replace("%31", "1"), body=call.body,
                 headers=call.headers)  # fmt: skip
    assert not hook().is_genuine(other)


def test_an_old_and_a_new_secret_and_a_shared_key_all_count() -> None:
    known = hook(PUBLIC, "new token", TOKEN, SHARED)
    assert known.is_genuine(signed(STOP))
    assert known.is_genuine(signed(STOP, token="new token"))
    assert known.is_genuine(signed(STOP, token=SHARED, settings=SHA256))
    assert not known.is_genuine(signed(STOP, token="somebody else's"))


@pytest.mark.parametrize(
    "changed",
    [
        {"body": b"MessageSid=SM1&From=%2B12025550143&To=%2B12025550100&Body=START"},
        {"body": b""},
        {"target": "/hooks/other/inbound"},
        {"target": TARGET + "?x"},
        {"headers": {}},
        {"headers": {"x-twilio-signature": ""}},
        {"headers": {"x-twilio-signature": "\udcff"}},  # as a byte of no charset comes in
        {"headers": {"x-twilio-signature": "é"}},
        {"headers": {"x-twilio-signature": "AAAA"}},
    ],
)
def test_a_call_that_is_forged_or_changed_is_not_genuine(changed: dict[str, Any]) -> None:
    good = signed(STOP)
    fields = {"method": "POST", "target": good.target, "body": good.body, "headers": good.headers}
    assert not hook().is_genuine(Call(**{**fields, **changed}))


@pytest.mark.parametrize("settings", ["algorithm=HMAC_MD5", "algorithm=none", SHA256])
def test_an_algorithm_that_is_not_the_one_signed_with_is_not_genuine(settings: str) -> None:
    good = signed(STOP)
    headers = {**good.headers, SETTINGS: settings}
    call = Call(method="POST", target=good.target, body=good.body, headers=headers)
    assert not hook().is_genuine(call)


def test_a_text_is_read_as_it_was_sent() -> None:
    text = hook().text(signed({**STOP, "OptOutType": "STOP"}))
    assert (text.sender, text.to, text.reference) == ("+12025550143", "+12025550100", "SM1")
    assert (text.words, text.is_stop) == ("STOP é ✋ a+b&c", True)
    assert not hook().text(signed({**STOP, "OptOutType": "START"})).is_stop


@pytest.mark.parametrize(
    ("written", "sender", "only_stops"),
    [
        ("rcs:+12025550143", "+12025550143", False),
        ("whatsapp:+12025550143", "+12025550143", True),
        ("WhatsApp:+12025550143", "+12025550143", True),
        ("messenger:12025550143", "messenger:12025550143", False),
        ("whatsapp:US.13491208655302741918", "whatsapp:US.13491208655302741918", False),
    ],
)
def test_the_number_of_a_channel_is_read_without_its_name(
    written: str, sender: str, only_stops: bool
) -> None:
    text = hook().text(signed({**STOP, "From": written}))
    assert (text.sender, text.only_stops) == (sender, only_stops)


@pytest.mark.parametrize(
    ("written", "to"),
    [("whatsapp:+12025550100", "+12025550100"), ("rcs:tea_agent", "+12025550199")],
)
def test_what_is_sent_to_an_agent_is_sent_to_the_number_of_the_route(written: str, to: str) -> None:
    known = TwilioHook("twilio", (TOKEN,), PUBLIC, "+12025550199")
    assert known.text(signed({**STOP, "To": written})).to == to


@pytest.mark.parametrize(
    ("status", "code", "report", "proves"),
    [
        ("queued", "", Report.UNDER_WAY, None),
        ("sent", "", Report.UNDER_WAY, None),
        ("delivered", "", Report.ARRIVED, None),
        ("undelivered", "30005", Report.FAILED, Reason.HARD_BOUNCE),
        ("undelivered", "30006", Report.FAILED, Reason.INVALID),
        ("failed", "21610", Report.FAILED, Reason.UNSUBSCRIBE),
        ("undelivered", "30007", Report.FAILED, None),
        ("undelivered", "4" * 5000, Report.FAILED, None),
        ("delivered", "30005", Report.ARRIVED, None),
    ],
)
def test_a_status_says_how_far_a_text_came_and_what_of_its_number(
    status: str, code: str, report: Report, proves: Reason | None
) -> None:
    form = {"MessageSid": "SM9", "MessageStatus": status, "ErrorCode": code}
    told = hook().told(signed(form, target="/hooks/twilio/status?id=abc&attempt=2"))
    assert told is not None
    assert (told.receipt.report, told.proves) == (report, proves)
    assert (told.receipt.queue_id, told.receipt.attempt) == ("abc", 2)
    assert (told.receipt.route, told.receipt.provider_id) == ("twilio", "SM9")


@pytest.mark.parametrize("form", [{}, {"MessageStatus": "teleported"}, {"MessageStatus": ""}])
def test_a_status_of_a_new_kind_is_no_report(form: dict[str, str]) -> None:
    assert hook().told(signed(form)) is None


@given(st.binary(), st.binary())
def test_no_bytes_break_the_reader(body: bytes, query: bytes) -> None:
    target = f"{TARGET}?{query.decode('latin-1').encode('ascii', 'ignore').decode()}"
    call = Call(method="POST", target=target, body=body)
    assert not hook().is_genuine(call)
    hook().text(call)
    hook().told(call)
