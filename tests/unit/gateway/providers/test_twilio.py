"""What Twilio's answers mean: https://www.twilio.com/docs/api/errors."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.config.models import Route
from gateway.providers.provider import Answer, Fate, Text
from gateway.providers.twilio import Twilio
from suppression.entry import Reason

ACCOUNT, KEY = "AC" + "0" * 32, "SK" + "1" * 32
SERVICE = "MG" + "2" * 32
TEXT = Text(
    to="+19169668284", sender="+15005550006", words="See you at 3, café", valid_s=3600, callback=""
)


def twilio(**changes: Any) -> Twilio:  # noqa: ANN401 - any field
    fields: dict[str, Any] = {
        "name": "twilio", "channel": "sms", "kind": "twilio", "account": ACCOUNT,
    }  # fmt: skip
    return Twilio(Route(**{**fields, **changes}))


def read(status: int, body: Any = b"", retry_after_s: float = 0) -> tuple[Fate, Reason | None]:  # noqa: ANN401 - JSON
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    outcome = twilio().read(Answer(status=status, body=raw, retry_after_s=retry_after_s))
    return outcome.fate, outcome.proves


def error(code: int, status: int = 400) -> dict[str, Any]:
    more = f"https://www.twilio.com/docs/errors/{code}"
    return {"code": code, "message": "no", "more_info": more, "status": status}


def test_a_text_that_was_taken_is_known_by_its_sid() -> None:
    outcome = twilio().read(
        Answer(status=201, body=b'{"sid": "SM123", "status": "queued", "error_code": null}')
    )
    assert (outcome.fate, outcome.provider_id) == (Fate.SENT, "SM123")
    assert outcome.reply == "201 queued"


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (21610, Reason.UNSUBSCRIBE),
        (21211, Reason.INVALID),
        (21614, Reason.INVALID),
        (30006, Reason.INVALID),
        (30005, Reason.HARD_BOUNCE),
        (21408, None),  # a country that the account does not send to
        (21606, None),  # a sender that is not the account's
        (30007, None),
        (21617, None),
    ],
)
def test_a_refusal_of_the_text_is_for_good_and_says_what_it_says_of_the_number(
    code: int, reason: Reason | None
) -> None:
    assert read(400, error(code)) == (Fate.REFUSED, reason)


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (401, error(20003, 401)),
        (401, b""),
        (403, error(20005, 403)),
        (404, error(20404, 404)),
        (403, b"<html>blocked by the proxy</html>"),
        (400, b"<html>bad</html>"),
        (400, b'{"code": "<21610>"}'),
        (400, b'{"code": true}'),
        (400, b'["21610"]'),
        (400, error(21609)),
        (301, b""),
        (100, b""),
    ],
)
def test_what_is_no_fault_of_the_text_keeps_it(status: int, body: Any) -> None:  # noqa: ANN401 - JSON
    assert read(status, body) == (Fate.DOWN, None)


@pytest.mark.parametrize(("status", "code"), [(429, 20429), (429, 0), (400, 14107), (429, 63038)])
def test_too_much_at_once_is_tried_later(status: int, code: int) -> None:
    answer = Answer(status=status, body=json.dumps(error(code)).encode(), retry_after_s=7)
    outcome = twilio().read(answer)
    assert (outcome.fate, outcome.pause_s) == (Fate.LATER, 7)


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (500, error(20500, 500)),
        (502, b"<html>"),
        (503, error(20503, 503)),
        (504, b""),
        (408, b""),
        (200, b"<html>welcome to the hotel</html>"),
        (201, b'{"sid": "SM1'),  # cut off after the send
        (201, b"{}"),
        (201, b'{"sid": 7}'),
        (201, b'{"status": {}}'),
        (201, b'{"status": []}'),
        (201, b'{"sid": "a b"}'),
        (204, b""),
    ],
)
def test_what_may_have_been_taken_is_unknown(status: int, body: Any) -> None:  # noqa: ANN401 - JSON
    assert read(status, body) == (Fate.UNKNOWN, None)


def test_a_success_that_holds_a_failure_is_a_failure() -> None:
    failed = {"sid": "SM1", "status": "failed", "error_code": 21610, "error_message": "stopped"}
    assert read(201, failed) == (Fate.REFUSED, Reason.UNSUBSCRIBE)
    assert read(200, error(21614)) == (Fate.REFUSED, Reason.INVALID)


def test_what_people_read_is_the_code_and_the_words_in_one_line() -> None:
    body = {"code": 21211, "message": "The 'To' number é\r\n\x1b[31m is none", "status": 400}
    outcome = twilio().read(Answer(status=400, body=json.dumps(body).encode()))
    assert outcome.reply == "400 21211 The 'To' number ????[31m is none"


@given(st.integers(100, 599), st.binary() | st.from_regex(rb'\{"(code|sid|status)": .*\}'))
def test_no_answer_breaks_the_reader_and_only_a_success_sends(status: int, body: bytes) -> None:
    fate, _ = read(status, body)
    assert fate is not Fate.SENT or 200 <= status < 300


def test_an_order_names_the_account_and_everything_about_the_text() -> None:
    order = twilio().order(TEXT, "the token")
    assert order.url == f"https://api.twilio.com/2010-04-01/Accounts/{ACCOUNT}/Messages.json"
    assert order.method == "POST"
    assert order.login == (ACCOUNT, "the token")
    assert dict(order.form) == {
        "To": "+19169668284", "From": "+15005550006", "Body": "See you at 3, café",
        "ValidityPeriod": "3600",
    }  # fmt: skip


def test_an_api_key_a_service_and_an_address_of_one_s_own_are_used() -> None:
    order = twilio(username=KEY, messaging_service=SERVICE, url="http://127.0.0.1:9/twilio/").order(
        Text(to="+19169668284", sender="", words="x", valid_s=10**6, callback="https://g.test/t"),
        "secret",
    )
    assert order.url == f"http://127.0.0.1:9/twilio/2010-04-01/Accounts/{ACCOUNT}/Messages.json"
    assert order.login == (KEY, "secret")
    assert dict(order.form) == {
        "To": "+19169668284", "MessagingServiceSid": SERVICE, "Body": "x",
        "ValidityPeriod": "36000", "StatusCallback": "https://g.test/t#rc=5&rp=5xx,ct,rt",
    }  # fmt: skip
