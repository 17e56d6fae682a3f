"""What we sign the library of Standard Webhooks verifies, and what it signs we do."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from standardwebhooks.webhooks import Webhook

from gateway.standard_webhooks import is_secret, is_signed, key_of, secret_of, signed

KEY = b"a key of 32 bytes for the tests!"
SECRET = secret_of(KEY)


@given(st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=40))
def test_the_library_verifies_what_is_signed_here(webhook_id: str) -> None:
    now, body = datetime.now(UTC), '{"text": "café"}'.encode()
    headers = dict(signed(KEY, webhook_id, now, body))
    assert Webhook(SECRET).verify(body, headers) == {"text": "café"}
    assert is_signed([KEY], headers, body, now)


def of_the_library(body: str, at: datetime, secret: str = SECRET) -> dict[str, str]:
    return {
        "webhook-id": "msg_1",
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": Webhook(secret).sign("msg_1", at, body),
    }


@pytest.mark.parametrize("off_s", [-299, 0, 299])
def test_what_the_library_signs_is_believed_for_five_minutes(off_s: int) -> None:
    now = datetime.now(UTC)
    headers = of_the_library("{}", now + timedelta(seconds=off_s))
    assert is_signed([b"another key, which comes first..", KEY], headers, b"{}", now)


@pytest.mark.parametrize("off_s", [-302, 302])
def test_what_is_older_or_from_a_clock_ahead_is_not(off_s: int) -> None:
    now = datetime.now(UTC)
    headers = of_the_library("{}", now + timedelta(seconds=off_s))
    assert not is_signed([KEY], headers, b"{}", now)


def test_one_signature_of_several_is_enough() -> None:
    now = datetime.now(UTC)
    headers = of_the_library("{}", now)
    headers["webhook-signature"] = f"v1a,abc v1,bm90aGlu {headers['webhook-signature']}"
    assert is_signed([KEY], headers, b"{}", now)


@pytest.mark.parametrize(
    "change",
    [
        {"webhook-id": "msg_2"},
        {"webhook-id": ""},
        {"webhook-id": "x" * 300},
        {"webhook-id": "\xe9"},
        {"webhook-timestamp": ""},
        {"webhook-timestamp": "soon"},
        {"webhook-timestamp": "-1"},
        {"webhook-timestamp": "9" * 40},
        {"webhook-signature": ""},
        {"webhook-signature": "v1,"},
        {"webhook-signature": "v1,\xe9"},
        {"webhook-signature": "v1,\udcff"},  # as a byte of no charset comes in
        {"webhook-id": "\udcff"},
        {"webhook-timestamp": "\udcff"},
    ],
)
def test_a_call_that_was_changed_is_nobody_s(change: dict[str, str]) -> None:
    now = datetime.now(UTC)
    assert not is_signed([KEY], {**of_the_library("{}", now), **change}, b"{}", now)
    assert not is_signed([KEY], {}, b"{}", now)
    assert not is_signed([], of_the_library("{}", now), b"{}", now)
    assert not is_signed([KEY], of_the_library("{}", now), b"{ }", now)


def test_a_secret_keeps_its_key_and_one_that_could_be_guessed_is_none() -> None:
    assert key_of(SECRET) == KEY
    for bad in (
        "", "whsec_", SECRET.removeprefix("whsec_"), secret_of(b"short"), secret_of(b"x" * 65),
        SECRET + "!", "whsec_\xe9",
        "whsec_" + base64.b64encode(KEY).decode().rstrip("=") + "-",
    ):  # fmt: skip
        assert not is_secret(bad)
