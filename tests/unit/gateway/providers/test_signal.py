"""How signal-cli is asked, and what it and the service around it answer."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.config.models import Route
from gateway.providers.provider import Answer, Fate, Outcome, Text
from gateway.providers.signal import CAPTCHA_PAUSE_S, signal
from tests.e2e.signal_description import DESCRIPTION, faults

OURS, THEM = "+15005550006", "+19169668284"
TEXT = Text(
    to=THEM, sender=OURS, words="*See* you at 3, café 😀", valid_s=3600, callback="",
    queue_id="0000000000001",
)  # fmt: skip
DAY = 24 * 3600.0


def route(**changes: Any) -> Route:  # noqa: ANN401 - any field
    fields: dict[str, Any] = {
        "name": "s", "channel": "sms", "kind": "signal", "number": OURS, "protocol": "json-rpc",
        "url": "http://127.0.0.1:8080/",
    }  # fmt: skip
    return Route(**{**fields, **changes})


def rpc(body: object, status: int = 200) -> Outcome:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return signal(route()).read(Answer(status=status, body=raw))


def rest(body: object, status: int = 400, **more: Any) -> Outcome:  # noqa: ANN401 - of the answer
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return signal(route(protocol="rest")).read(Answer(status=status, body=raw, **more))


def failed(code: int, *types: str, message: str = "Failed to send message", **more: Any) -> Any:  # noqa: ANN401 - JSON
    results = [
        {"recipientAddress": {"uuid": None, "number": THEM}, "type": each, **more} for each in types
    ]
    data = {"response": {"timestamp": 999, "results": results}} if types else None
    return {"jsonrpc": "2.0", "id": "1", "error": {"code": code, "message": message, "data": data}}


def test_signal_cli_is_asked_in_json_rpc() -> None:
    order = signal(route()).order(TEXT, "")
    assert (order.method, order.url) == ("POST", "http://127.0.0.1:8080/api/v1/rpc")
    assert order.login is None
    assert json.loads(order.json) == {
        "jsonrpc": "2.0", "id": "0000000000001", "method": "send",
        "params": {"account": OURS, "recipient": [THEM], "message": TEXT.words},
    }  # fmt: skip


def test_the_service_is_asked_as_it_describes_itself() -> None:
    order = signal(route(protocol="rest", username="us")).order(TEXT, "their password")
    assert (order.method, order.url) == ("POST", "http://127.0.0.1:8080/v2/send")
    assert order.login == ("us", "their password")
    call = json.loads(order.json)
    assert faults(call, "api.SendMessageV2") == []
    assert set(call) <= set(DESCRIPTION["definitions"]["api.SendMessageV2"]["properties"])
    assert (call["number"], call["recipients"], call["message"]) == (OURS, [THEM], TEXT.words)
    assert call["text_mode"] == "normal"  # no asterisk of a text is a style


@pytest.mark.parametrize(
    "result",
    [
        {"timestamp": 1795647907000},
        {"timestamp": 1795647907000, "results": [{"type": "SUCCESS"}]},
        {"timestamp": 1795647907000, "results": [{"type": "SUCCESS"}, {"type": "NEW_FAILURE"}]},
    ],
)
def test_a_text_that_was_sent_is_known_by_its_time(result: Any) -> None:  # noqa: ANN401 - JSON
    outcome = rpc({"jsonrpc": "2.0", "id": "1", "result": result})
    assert (outcome.fate, outcome.provider_id) == (Fate.SENT, "1795647907000")


@pytest.mark.parametrize(
    ("answer", "fate"),
    [
        (failed(-1, "UNREGISTERED_FAILURE"), Fate.REFUSED),
        (failed(-4, "IDENTITY_FAILURE"), Fate.REFUSED),
        (failed(-1, "INVALID_PRE_KEY_FAILURE"), Fate.REFUSED),
        (failed(-1, "NETWORK_FAILURE"), Fate.UNKNOWN),
        (failed(-1, "SOMETHING_NEW"), Fate.UNKNOWN),
        (failed(-1, "UNREGISTERED_FAILURE", "NETWORK_FAILURE"), Fate.UNKNOWN),
        (failed(-5, "RATE_LIMIT_FAILURE"), Fate.LATER),
        (failed(-1, "RATE_LIMIT_FAILURE"), Fate.LATER),
        (failed(-5), Fate.LATER),
        (failed(-4), Fate.REFUSED),
        (failed(-1), Fate.UNKNOWN),  # and nothing about whom
        (failed(-1, message=f"The user {THEM} is not registered."), Fate.REFUSED),
        (failed(-3, message="Failed to send message: timeout"), Fate.UNKNOWN),
        (failed(-32602, message="Specified account does not exist"), Fate.DOWN),
        (failed(-32601, message="Method not implemented"), Fate.DOWN),
        (failed(-32603, message="An internal server error has occurred."), Fate.UNKNOWN),
        ({"jsonrpc": "2.0", "id": "1", "result": {}}, Fate.UNKNOWN),
        ({"jsonrpc": "2.0", "id": "1", "result": {"timestamp": "soon"}}, Fate.UNKNOWN),
        ({"jsonrpc": "2.0", "id": "1", "result": {"results": "SUCCESS"}}, Fate.UNKNOWN),
        ([], Fate.UNKNOWN),
        (b"<html>", Fate.UNKNOWN),
        (b"", Fate.UNKNOWN),
    ],
)
def test_an_error_says_what_became_of_the_text(answer: object, fate: Fate) -> None:
    outcome = rpc(answer)
    assert (outcome.fate, outcome.proves) == (fate, None)  # who is not on Signal has a telephone


@pytest.mark.parametrize(
    ("status", "fate"),
    [
        (301, Fate.DOWN), (401, Fate.DOWN), (403, Fate.DOWN), (404, Fate.DOWN), (415, Fate.DOWN),
        (408, Fate.UNKNOWN), (429, Fate.LATER), (500, Fate.UNKNOWN), (502, Fate.UNKNOWN),
    ],
)  # fmt: skip
def test_a_proxy_in_the_way_is_no_answer_about_the_text(status: int, fate: Fate) -> None:
    for read in (rpc, rest):
        assert read(b"<html>", status).fate is fate


def test_an_account_that_has_to_solve_a_captcha_is_left_alone_for_as_long_as_signal_says() -> None:
    told = rpc(failed(-5, "RATE_LIMIT_FAILURE", token="abc-1", retryAfterSeconds=7200))
    assert (told.fate, told.pause_s) == (Fate.LATER, 7200.0)
    assert "challenge abc-1" in told.reply
    untold = rpc(failed(-1, "RATE_LIMIT_FAILURE", token="abc-1"))
    assert (untold.fate, untold.pause_s) == (Fate.LATER, DAY)
    assert rpc(failed(-5, "RATE_LIMIT_FAILURE", retryAfterSeconds=90)).pause_s == 90.0
    forever = rpc(failed(-5, "RATE_LIMIT_FAILURE", token="a", retryAfterSeconds=10**18))
    assert forever.pause_s == 7 * DAY


@pytest.mark.parametrize("status", [400, 429])
def test_challenge_tokens_are_a_day_without_signal(status: int) -> None:
    body = {"error": "rate limited", "account": OURS, "challenge_tokens": ["", "abc-1"]}
    assert faults(body, "api.SendMessageError") == []
    outcome = rest(body, status)
    assert (outcome.fate, outcome.pause_s) == (Fate.LATER, CAPTCHA_PAUSE_S)
    assert CAPTCHA_PAUSE_S == DAY
    assert "challenge abc-1" in outcome.reply


@pytest.mark.parametrize(
    ("error", "fate", "pause_s"),
    [
        (f'CAPTCHA proof required for sending to "{THEM}"', Fate.LATER, DAY),
        ("Failed to send message due to rate limiting", Fate.LATER, 300.0),
        ("[429] Rate Limited", Fate.LATER, 300.0),
        ("Failed to send message due to untrusted identities", Fate.REFUSED, 0.0),
        (f'Failed to send (some) messages:\nUnregistered user "{THEM}"', Fate.REFUSED, 0.0),
        (f"User {OURS} is not registered.", Fate.DOWN, 0.0),
        ("Specified account does not exist", Fate.DOWN, 0.0),
        ("Couldn't process request - please provide a valid number", Fate.DOWN, 0.0),
        ("Failed to send message", Fate.UNKNOWN, 0.0),
        (f'Network failure for "{THEM}"', Fate.UNKNOWN, 0.0),
        ("something new", Fate.UNKNOWN, 0.0),
    ],
)
def test_words_of_the_service_are_read_and_others_leave_it_open(
    error: str, fate: Fate, pause_s: float
) -> None:
    outcome = rest({"error": error, "account": OURS, "challenge_tokens": []})
    assert (outcome.fate, outcome.pause_s, outcome.proves) == (fate, pause_s, None)


@pytest.mark.parametrize(
    ("body", "fate"),
    [
        ({"timestamp": "1795647907000"}, Fate.SENT),
        ({"timestamp": 1795647907000}, Fate.SENT),
        ({"timestamp": "1", "errors": {"recipients": []}}, Fate.SENT),
        (
            {"timestamp": "1", "errors": {"recipients": [{"reason": "UNREGISTERED_FAILURE"}]}},
            Fate.REFUSED,
        ),
        ({"timestamp": "1", "errors": {"recipients": [{"reason": "odd"}]}}, Fate.UNKNOWN),
        ({"error": "Failed to send message due to untrusted identities"}, Fate.REFUSED),
        ({"error": "odd"}, Fate.UNKNOWN),
        ({}, Fate.UNKNOWN),
        (b"<html>", Fate.UNKNOWN),
        (b'{"timestamp": "17', Fate.UNKNOWN),
    ],
)
def test_a_success_is_one_with_a_time_and_no_error_inside(body: object, fate: Fate) -> None:
    assert rest(body, 201).fate is fate


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                "error result data response results type code message timestamp token errors"
                " recipients challenge_tokens retryAfterSeconds reason".split()
            ),
            inner,
        )
    ),
    max_leaves=12,
)


@given(st.integers(100, 599), JSON.map(lambda each: json.dumps(each).encode()) | st.binary())
def test_no_answer_breaks_a_reader_and_only_a_success_sends(status: int, body: bytes) -> None:
    for read in (rpc, rest):
        fate = read(body, status).fate
        assert fate is not Fate.SENT or 200 <= status < 300
