"""What is posted to a receiver of one's own, and what its answers mean."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from standardwebhooks.webhooks import Webhook as Library

from gateway.config.models import Route
from gateway.errors import ConfigError
from gateway.providers.provider import Answer, Fate, Order, Text
from gateway.providers.webhook import Webhook
from gateway.standard_webhooks import secret_of
from suppression.entry import Reason

URL = "https://sms.shop.example/texts"
SECRET = secret_of(b"a key of 32 bytes for the tests!")
TEXT = Text(
    to="+19169668284", sender="+15005550006", words="See you at 3, café 😀", valid_s=3600,
    callback="", queue_id="0000000000001", attempt=2, at=datetime.now(UTC),
)  # fmt: skip


def webhook() -> Webhook:
    return Webhook(Route(name="own", channel="sms", kind="webhook", url=URL))


def order(text: Text = TEXT) -> Order:
    return webhook().order(text, SECRET)


def test_a_text_is_posted_whole_and_the_library_verifies_it() -> None:
    text = replace(TEXT, at=datetime.now(UTC))
    made = order(text)
    assert (made.method, made.url, made.form, made.login) == ("POST", URL, (), None)
    message = Library(SECRET).verify(made.json, dict(made.headers))
    assert message["type"] == "text.send"
    expires_at = message["data"].pop("expires_at")
    assert (datetime.fromisoformat(expires_at) - text.at).total_seconds() == 3600
    assert message["data"] == {
        "id": "0000000000001", "attempt": 2, "to": "+19169668284", "from": "+15005550006",
        "text": "See you at 3, café 😀",
    }  # fmt: skip


def test_every_attempt_of_a_text_has_its_one_id() -> None:
    ids = {dict(order(replace(TEXT, attempt=each)).headers)["webhook-id"] for each in (1, 2, 3)}
    assert ids == {"text_0000000000001"}


@pytest.mark.parametrize("secret", ["", "a password", "whsec_short"])
def test_nothing_is_posted_that_nobody_could_verify(secret: str) -> None:
    with pytest.raises(ConfigError):
        webhook().order(TEXT, secret)


OPTED_OUT = '{"code": "opted_out", "reason": "wrote STOP"}'


@pytest.mark.parametrize(
    ("status", "body", "fate", "proves"),
    [
        (200, "", Fate.SENT, None),
        (204, "", Fate.SENT, None),
        (202, '{"id": "abc-1"}', Fate.SENT, None),
        (200, "OK", Fate.SENT, None),
        (200, "{}", Fate.SENT, None),
        (200, '{"success": true, "status": "queued", "errors": []}', Fate.SENT, None),
        (200, '{"id": "abc-1", "success": false, "status": "failed"}', Fate.SENT, None),
        (200, OPTED_OUT, Fate.REFUSED, Reason.UNSUBSCRIBE),
        (202, '{"id": "abc-1", "code": "opted_out"}', Fate.REFUSED, Reason.UNSUBSCRIBE),
        (202, '{"id": "abc-1", "code": "accepted"}', Fate.SENT, None),
        (200, '{"code": "success"}', Fate.UNKNOWN, None),
        (200, '{"code": "no_credit", "id": "a b"}', Fate.UNKNOWN, None),
        (200, '{"code": 0}', Fate.SENT, None),
        (200, '{"error": "no credit"}', Fate.UNKNOWN, None),
        (200, '{"id": "abc-1", "error": "no credit"}', Fate.UNKNOWN, None),
        (200, '{"errors": [{"message": "no credit"}]}', Fate.UNKNOWN, None),
        (200, '{"success": false, "message": "no credit"}', Fate.UNKNOWN, None),
        (200, '{"ok": false}', Fate.UNKNOWN, None),
        (200, '{"status": "Error", "message": "no credit"}', Fate.UNKNOWN, None),
        (200, '{"status": "failed"}', Fate.UNKNOWN, None),
        (200, '[{"error": "no credit"}]', Fate.UNKNOWN, None),
        (200, "[1, 2]", Fate.UNKNOWN, None),
        (200, '{"error": "no cre', Fate.UNKNOWN, None),
        (200, ' {"code": "opted_o', Fate.UNKNOWN, None),
        (200, '\ufeff{"id": "abc', Fate.UNKNOWN, None),
        (200, "ERROR: no credit", Fate.UNKNOWN, None),
        (200, "\n <!doctype html><p>Log in", Fate.UNKNOWN, None),
        (403, OPTED_OUT, Fate.REFUSED, Reason.UNSUBSCRIBE),
        (410, OPTED_OUT, Fate.REFUSED, Reason.UNSUBSCRIBE),
        (422, '{"code": "invalid_number"}', Fate.REFUSED, Reason.INVALID),
        (422, '{"code": "number_gone"}', Fate.REFUSED, Reason.HARD_BOUNCE),
        (400, '{"code": "too_long"}', Fate.REFUSED, None),
        (410, "", Fate.DOWN, None),
        (403, "<html>forbidden", Fate.DOWN, None),
        (403, '{"code": 7}', Fate.DOWN, None),
        (403, '{"code": "no code at all"}', Fate.DOWN, None),
        (401, '{"code": "bad_signature"}', Fate.DOWN, None),
        (404, '{"code": "not_found"}', Fate.DOWN, None),
        (302, "", Fate.DOWN, None),
        (408, '{"code": "opted_out"}', Fate.UNKNOWN, None),
        (409, "", Fate.UNKNOWN, None),
        (409, '{"message": "seen"}', Fate.UNKNOWN, None),
        (409, '{"code": "too_many_parts"}', Fate.REFUSED, None),
        (429, "", Fate.LATER, None),
        (503, '{"code": "busy"}', Fate.LATER, None),
        (503, "<html>no server", Fate.UNKNOWN, None),
        (500, OPTED_OUT, Fate.UNKNOWN, None),
        (502, "", Fate.UNKNOWN, None),
    ],
)
def test_an_answer_says_what_became_of_the_text(
    status: int, body: str, fate: Fate, proves: Reason | None
) -> None:
    outcome = webhook().read(Answer(status=status, body=body.encode(), retry_after_s=9.0))
    assert (outcome.fate, outcome.proves) == (fate, proves)
    assert outcome.pause_s == (9.0 if fate is Fate.LATER else 0.0)
    assert outcome.reply.startswith(str(status))


def test_the_id_of_an_answer_is_kept_and_one_that_is_none_is_not() -> None:
    for written, kept in (("abc-1", "abc-1"), ("a b", ""), ("x" * 300, ""), (7, "")):
        body = json.dumps({"id": written}).encode()
        assert webhook().read(Answer(status=200, body=body)).provider_id == kept


def test_an_answer_that_is_cut_off_is_no_yes() -> None:
    cut = Answer(status=200, body=b'{"code": "opted', is_whole=False)
    assert webhook().read(cut).fate is Fate.UNKNOWN


SAID = st.binary() | st.from_regex(r'\{"(code|id|error)": .*\}').map(str.encode)


@given(st.integers(100, 599), SAID)
def test_no_answer_breaks_the_reader_and_only_a_success_sends(status: int, body: bytes) -> None:
    fate = webhook().read(Answer(status=status, body=body)).fate
    assert fate is not Fate.SENT or 200 <= status < 300
