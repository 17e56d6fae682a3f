"""POST /v1/sms and what comes back."""

from __future__ import annotations

import hashlib
import io
import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from filters.decision import Effect
from filters.sms.places.place import Whereabouts
from gateway.errors import IdempotencyConflict, MalformedMessage, StoreFull, StoreUnavailable

if TYPE_CHECKING:
    from tests.contract.http.conftest import Gateway

TO = "+19169668284"
TEXT = {"to": "(916) 966-8284", "text": "Your appointment is at 3 pm.", "purpose": "appointment"}

ASKED = {"to": TO, "source": "form", "evidence": "form 12"}


async def post(gateway: Gateway, body: object, **options: Any) -> tuple[int, Any, dict[str, str]]:  # noqa: ANN401 - what the client takes
    path = options.pop("path", "/v1/sms")
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    headers = {"Content-Type": "application/json", **options.pop("headers", {})}
    async with gateway.call(
        "POST", path, data=io.BytesIO(data), headers=headers, **options
    ) as answer:
        return answer.status, await answer.json(content_type=None), dict(answer.headers)


async def test_text_is_taken_over(gateway: Gateway) -> None:
    status, body, headers = await post(gateway, TEXT)
    (submitted,) = gateway.inlet.texts
    assert status == 202
    assert body == {
        "id": submitted.queue_id, "status": "queued", "to": TO, "segments": 1, "encoding": "GSM-7",
        "verdict": "passed", "findings": [], "waived": [], "not_before": None,
    }  # fmt: skip
    assert "Idempotency-Replayed" not in headers
    assert (submitted.to, submitted.submitter.name) == (TO, "shop")
    assert submitted.purpose == "appointment"
    assert submitted.retried.key == ""


async def test_purpose_times_and_metadata_are_passed_on(gateway: Gateway) -> None:
    send_at = datetime.now(UTC) + timedelta(hours=3)
    more = {
        "from": "+14155550123", "in_reply_to": "m1", "metadata": {"order": 7, "ok": True},
        "send_at": send_at.isoformat(), "valid_until": (send_at + timedelta(hours=1)).isoformat(),
    }  # fmt: skip
    status, _, _ = await post(gateway, {**TEXT, **more})
    (submitted,) = gateway.inlet.texts
    assert status == 202
    assert submitted.send_at == send_at
    assert submitted.valid_until == send_at + timedelta(hours=1)
    assert json.loads(submitted.metadata) == {"order": 7, "ok": True}
    assert (submitted.sender, submitted.in_reply_to) == ("+14155550123", "m1")


async def test_text_that_waits_for_the_morning_says_until_when(gateway: Gateway) -> None:
    gateway.inlet.not_before = datetime.now(UTC) + timedelta(hours=9)
    status, body, _ = await post(gateway, TEXT)
    assert (status, body["status"], body["verdict"]) == (202, "queued", "passed")
    assert datetime.fromisoformat(body["not_before"]) == gateway.inlet.not_before


@pytest.mark.parametrize(
    ("code", "effect", "status", "verdict"),
    [
        ("SMS_NO_CONSENT", Effect.REFUSE, 403, "refused"),
        ("SUPPRESSED_OPTOUT", Effect.REFUSE, 403, "refused"),
        ("SMS_PROMOTIONAL_BLOCKED", Effect.REFUSE, 422, "refused"),
        ("SMS_LINK_DECEPTIVE", Effect.REFUSE, 422, "refused"),
        ("SMS_EXPIRED", Effect.REFUSE, 409, "refused"),
        ("SMS_FREQUENCY_CAP", Effect.DEFER, 429, "deferred"),
        ("RATE_HARVEST", Effect.DEFER, 429, "deferred"),
        ("INTERNAL_CHECK_BROKEN", Effect.DEFER, 503, "deferred"),
    ],
)
async def test_refusal_is_a_problem_that_names_rule_and_law(
    gateway: Gateway, code: str, effect: Effect, status: int, verdict: str
) -> None:
    gateway.inlet.rule(TO, code, effect, "the reason")
    got, problem, headers = await post(gateway, TEXT)
    assert got == problem["status"] == status
    assert headers["Content-Type"].startswith("application/problem+json")
    assert problem["code"] == code
    assert problem["type"].endswith(code)
    assert (problem["detail"], problem["cites"]) == ("the reason", "15 U.S.C. 7704")
    assert problem["remedy"]
    assert problem["decision_id"] == gateway.inlet.texts[0].queue_id
    assert problem["recipients"][0]["verdict"] == verdict
    assert ("Retry-After" in headers) is (status in {429, 503})


async def test_a_text_refused_at_night_says_when_the_morning_comes(gateway: Gateway) -> None:
    gateway.inlet.rule(TO, "SMS_QUIET_HOURS", Effect.REFUSE)
    gateway.inlet.not_before = datetime.now(UTC) + timedelta(hours=9)
    status, problem, headers = await post(gateway, TEXT)
    assert (status, problem["code"]) == (409, "SMS_QUIET_HOURS")
    assert 9 * 3600 - 60 < int(headers["Retry-After"]) <= 9 * 3600
    gateway.inlet.not_before = datetime.now(UTC) - timedelta(hours=1)  # repeated by day
    status, _, headers = await post(gateway, TEXT)
    assert (status, "Retry-After" in headers) == (409, False)


@pytest.mark.parametrize("code", ["SMS_FREQUENCY_CAP", "RATE_HARVEST", "RATE_TENANT"])
async def test_a_text_too_many_says_when_it_is_none_any_more(gateway: Gateway, code: str) -> None:
    gateway.inlet.rule(TO, code, Effect.DEFER)
    gateway.inlet.not_before = datetime.now(UTC) + timedelta(hours=3)
    status, problem, headers = await post(gateway, TEXT)
    assert (status, problem["code"]) == (429, code)
    assert 3 * 3600 - 60 < int(headers["Retry-After"]) <= 3 * 3600


async def test_held_text_is_202(gateway: Gateway) -> None:
    gateway.inlet.rule(TO, "SMS_PROMOTIONAL_BLOCKED", Effect.HOLD)
    status, body, _ = await post(gateway, TEXT)
    assert (status, body["status"], body["verdict"]) == (202, "held", "held")


async def test_idempotency_key_goes_with_a_digest_of_the_request(gateway: Gateway) -> None:
    raw = json.dumps(TEXT).encode()
    await post(gateway, raw, headers={"Idempotency-Key": "order-7"})
    retried = gateway.inlet.texts[0].retried
    assert retried.key == "order-7"
    assert retried.digest == hashlib.sha256(b"POST /v1/sms\0" + raw).digest()


async def test_replay_is_answered_alike_and_says_so(gateway: Gateway) -> None:
    gateway.inlet.replayed = True
    status, body, headers = await post(gateway, TEXT, headers={"Idempotency-Key": "k"})
    assert (status, headers["Idempotency-Replayed"], body["status"]) == (202, "true", "queued")


@pytest.mark.parametrize(
    ("failure", "status", "code"),
    [
        (IdempotencyConflict(), 409, "HTTP_IDEMPOTENCY_CONFLICT"),
        (StoreUnavailable("disk I/O error in /var/lib"), 503, "STORE_UNAVAILABLE"),
        (StoreFull("disk is full: /var/lib"), 503, "QUEUE_FULL"),
        (MalformedMessage("too long", code="SMS_TOO_LONG"), 422, "SMS_TOO_LONG"),
        (RuntimeError("secret of ann@example.net"), 503, "INTERNAL_ERROR"),
    ],
)
async def test_failure_is_answered_with_its_code_and_never_its_insides(
    gateway: Gateway, failure: Exception, status: int, code: str
) -> None:
    gateway.inlet.failure = failure
    got, problem, headers = await post(gateway, TEXT)
    assert (got, problem["code"]) == (status, code)
    assert "secret" not in json.dumps(problem)
    assert "/var" not in json.dumps(problem)
    assert "Server" not in headers
    gateway.inlet.failure = None
    assert (await post(gateway, TEXT))[0] == 202


async def test_every_mistake_is_named_at_once(gateway: Gateway) -> None:
    body = {"text": "", "purpos": "receipt", "send_at": "tomorrow", "from": 7}
    status, problem, _ = await post(gateway, body)
    assert status == 422
    locations = {mistake["loc"] for mistake in problem["errors"]}
    assert locations == {"to", "text", "purpos", "send_at", "from"}
    assert gateway.inlet.texts == []


@pytest.mark.parametrize("control", ["\0", "\x1b[2J", "\t", "a\rb", "\x07", "\x7f", "\x9b2J"])
async def test_control_character_in_a_text_is_refused(gateway: Gateway, control: str) -> None:
    for path in ("/v1/sms", "/v1/sms/check"):
        text = f"See you at 3 pm.{control}"
        status, problem, _ = await post(gateway, {**TEXT, "text": text}, path=path)
        assert status == 422
        assert [mistake["loc"] for mistake in problem["errors"]] == ["text"]
    assert gateway.inlet.texts == []


@pytest.mark.parametrize("end", ["\n", "\r\n"])
async def test_text_may_have_several_lines(gateway: Gateway, end: str) -> None:
    status, _, _ = await post(gateway, {**TEXT, "text": f"See you at 3 pm.{end}Bring your ID."})
    assert status == 202


@pytest.mark.parametrize("number", ["12", "+1 916 966 8284 ext. 5", "ann@example.net", "+" * 30])
async def test_number_that_is_none_is_said_so(gateway: Gateway, number: str) -> None:
    status, problem, _ = await post(gateway, {**TEXT, "to": number})
    assert (status, problem["code"]) == (422, "SMS_NUMBER_INVALID")
    assert problem["errors"][0]["loc"] == "to"


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"[1]x", b"\xff\xfe", b'{"to":"1","to":"2"}', b'{"to":NaN}', b'{"to":1e999}',
        b'{"metadata":' + b'{"a":' * 40 + b"1" + b"}" * 41, b"[" * 100_000, b'{"text":"\\ud83d"}',
        b'{"to":' + b"9" * 5000 + b"}", b"\xef\xbb\xbf{}",
    ],
)  # fmt: skip
async def test_json_with_no_or_two_meanings_is_400(gateway: Gateway, body: bytes) -> None:
    status, problem, _ = await post(gateway, body)
    assert (status, problem["code"]) == (400, "HTTP_BAD_REQUEST")


async def test_where_the_person_is_goes_with_the_text(gateway: Gateway) -> None:
    where = {"zone": "America/Chicago", "postal_code": "62701-1234"}
    assert (await post(gateway, {**TEXT, **where}))[0] == 202
    (submitted,) = gateway.inlet.texts
    assert submitted.whereabouts == Whereabouts(zone="America/Chicago", postal_code="62701")


@pytest.mark.parametrize(
    ("field", "said"), [("zone", "UTC"), ("zone", "Chicago"), ("postal_code", "K1A 0B1")]
)
async def test_a_place_that_is_none_is_refused(gateway: Gateway, field: str, said: str) -> None:
    for path, order in (("/v1/sms", TEXT), ("/v1/consents", ASKED)):
        status, problem, _ = await post(gateway, {**order, field: said}, path=path)
        assert (status, [mistake["loc"] for mistake in problem["errors"]]) == (422, [field])


async def test_a_request_says_where_the_person_is(gateway: Gateway) -> None:
    where = {"zone": "America/Chicago", "postal_code": "62701"}
    status, body, _ = await post(gateway, {**ASKED, **where}, path="/v1/consents")
    assert status == 201
    assert {name: body[name] for name in where} == where


async def test_wrong_times_are_refused(gateway: Gateway) -> None:
    now = datetime.now(UTC)
    for send_at, valid_until in (
        (now + timedelta(days=60), None),
        (datetime.max.replace(tzinfo=UTC), None),
        (None, now - timedelta(hours=1)),
    ):
        times = {"send_at": send_at, "valid_until": valid_until}
        given = {name: at.isoformat() for name, at in times.items() if at}
        assert (await post(gateway, {**TEXT, **given}))[0] == 422
    assert (await post(gateway, {**TEXT, "send_at": "2026-12-01T10:00:00"}))[0] == 422


async def test_other_content_types_are_415(gateway: Gateway) -> None:
    for headers in (
        {"Content-Type": "text/plain"},
        {"Content-Type": "application/json", "Content-Encoding": "gzip"},
    ):
        status, problem, _ = await post(gateway, TEXT, headers=headers)
        assert (status, problem["code"]) == (415, "HTTP_UNSUPPORTED_TYPE")


async def test_large_body_is_413(gateway: Gateway) -> None:
    status, problem, _ = await post(gateway, b'{"text":"' + b"x" * (1 << 20) + b'"}')
    assert (status, problem["code"]) == (413, "SMTP_TOO_LARGE")


@pytest.mark.parametrize("key", ["", "x" * 256, "caf\u00e9"])
async def test_unusable_idempotency_key_is_refused(gateway: Gateway, key: str) -> None:
    status, problem, _ = await post(gateway, TEXT, headers={"Idempotency-Key": key})
    assert status == 422
    assert problem["errors"][0]["loc"] == "Idempotency-Key"
    assert gateway.inlet.texts == []
