"""Malformed requests, JSON, numbers, paths: a problem with a code, and the next one is served."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING, Final

import pytest

from tests.e2e.mail import ANN
from tests.e2e.web import call

if TYPE_CHECKING:
    from tests.e2e.gateway_process import Gateway

BODIES: Final = (
    b"", b"{", b"null", b"[]", b'"x"', b"\xff\xfe", b"{}{}", b"[" * 100_000, b'{"to":1e999}',
    b'{"to":"x","to":"y"}',
)  # fmt: skip
TEXT: Final = {"to": "+12025550143", "text": "Your order has shipped.", "purpose": "shipping"}
BAD_TEXTS: Final[tuple[dict[str, object], ...]] = (
    {"to": "12"}, {"to": "+1"}, {"to": "+12025550143;ext=5"}, {"to": "911"}, {"to": ""},
    {"to": 12025550143}, {"to": "+\u0661\u0662\u0660\u0662\u0665\u0665\u0665\u0660\u0661"},
    {"text": ""}, {"text": "\0"}, {"text": "x" * 5000}, {"text": None}, {"purpose": "frog"},
    {"frog": 1}, {"from": "+999"}, {"send_at": "yesterday"}, {"send_at": "2026-01-01T00:00:00"},
    {"valid_until": "2020-01-01T00:00:00Z"}, {"metadata": {"x": "y" * 9000}},
)  # fmt: skip
EMAIL: Final = {
    "from": "news@shop.example", "to": [ANN], "subject": "x", "text": "x",
    "category": "commercial",
}  # fmt: skip
BAD_EMAILS: Final[tuple[dict[str, object], ...]] = (
    {"to": []}, {"to": ["ann"]}, {"to": ["a b@c.example"]}, {"to": [ANN] * 2000}, {"from": "x"},
    {"from": "a@b.example, c@d.example"}, {"from": "news@elsewhere.example"},
    {"subject": "a\r\nBcc: b@c.example"}, {"headers": {"Bcc": "b@c.example"}},
    {"headers": {"X: y": "z"}}, {"headers": {"X-A": "b\r\nc"}}, {"category": "frog"},
    {"basis": "frog"}, {"stream": "No Slug"}, {"text": None}, {"text": "\0"}, {"frog": 1},
    {"attachments": [{"filename": "x", "content": "!"}]},
)  # fmt: skip
TARGETS: Final = (
    "/", "/v1/frog", "/v1/messages/x", "/v1/sms/%00", "/v1/messages?limit=x", "/v1/../etc/passwd",
    "/v1/messages?limit=99999", "/v1/messages?frog=1", "/v1/suppressions/fax/1",
    "/v1/suppressions/email/no-address", "/v1/suppressions?cursor=%ff", "/v1/consents/frog",
)  # fmt: skip
NO_HTTP: Final = {
    "verb": b"FROG\r\n\r\n",
    "version": b"GET / HTTP/9.9\r\n\r\n",
    "NUL": b"\0" * 100,
    "SMTP": b"EHLO x\r\n",
    "target": b"GET /\xff HTTP/1.1\r\nHost: x\r\n\r\n",
    "smuggling": b"POST /u HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n"
    b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
}
ROLES: Final = ("send", "read", "add", "consent", "check")


def test_what_is_no_order_is_refused(usable: Gateway) -> None:
    key = usable.key(*ROLES)
    for body in BODIES:
        for target in ("/v1/sms", "/v1/sms/check", "/v1/email"):
            _problem(usable, "POST", target, body, key=key, content_type="application/json")


def test_bad_texts_are_refused(usable: Gateway) -> None:
    key = usable.key(*ROLES)
    for fields in BAD_TEXTS:
        _problem(usable, "POST", "/v1/sms", {**TEXT, **fields}, key=key)


def test_bad_emails_are_refused(usable: Gateway) -> None:
    key = usable.key(*ROLES)
    for fields in BAD_EMAILS:
        _problem(usable, "POST", "/v1/email", {**EMAIL, **fields}, key=key)
    raw = f"/v1/email/raw?from=&to={ANN}"
    told = _problem(usable, "POST", raw, b"no message", key=key, content_type="text/plain")
    assert told == (415, "HTTP_UNSUPPORTED_TYPE")


def test_bad_targets_are_refused(usable: Gateway) -> None:
    key = usable.key(*ROLES)
    for target in TARGETS:
        _problem(usable, "GET", target, key=key)
    assert _problem(usable, "DELETE", "/v1/email", key=key) == (405, "HTTP_METHOD_NOT_ALLOWED")


def test_bad_callers_are_refused(usable: Gateway) -> None:
    assert _problem(usable, "GET", "/v1/messages") == (401, "AUTH_REQUIRED")
    assert _problem(usable, "GET", "/v1/messages", key="a-guess") == (401, "AUTH_FAILED")
    told = _problem(usable, "GET", "/v1/messages", key=usable.key("send"))
    assert told == (403, "AUTH_SCOPE_MISSING")


@pytest.mark.parametrize("name", NO_HTTP)
def test_what_is_no_http_is_shown_the_door(name: str, usable: Gateway) -> None:
    with socket.create_connection(("127.0.0.1", usable.http_port), 30) as connection:
        connection.sendall(NO_HTTP[name])
        connection.shutdown(socket.SHUT_WR)
        said = b""
        while chunk := connection.recv(65536):
            said += chunk
    assert not said or said.startswith((b"HTTP/1.1 4", b"HTTP/1.0 4")), said


def _problem(
    gateway: Gateway,
    method: str,
    target: str,
    body: object = None,
    *,
    key: str = "",
    content_type: str = "",
) -> tuple[int, str]:
    answer = call(gateway, method, target, body, key=key, content_type=content_type)
    asked = f"{method} {target} {str(body)[:200]}"
    assert 400 <= answer.status < 500, (asked, answer.status, answer.body[:300])
    assert answer.fields["content-type"].startswith("application/problem+json"), asked
    problem = answer.json
    assert problem["status"] == answer.status, asked
    assert problem["code"], asked
    assert problem["detail"], asked
    return answer.status, problem["code"]
