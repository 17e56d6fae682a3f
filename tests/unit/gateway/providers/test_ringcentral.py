"""What RingCentral's answers mean: its own examples, and whatever else may come."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.config.models import Route
from gateway.providers.provider import Answer, Fate, Outcome, Text
from gateway.providers.ringcentral import RingCentral
from suppression.entry import Reason

ONE = {
    "uri": "https://platform.ringcentral.com/restapi/v1.0/account/1/extension/1/message-store/32",
    "id": 320270670010, "to": [{"phoneNumber": "+14155553732"}], "type": "SMS",
    "from": {"phoneNumber": "+16505550010"}, "creationTime": "2012-10-16T06:34:58.000Z",
    "direction": "Outbound", "subject": "Test SMS message", "messageStatus": "Sent",
}  # fmt: skip
BATCH = {
    "id": "3157ac7d-baab-4d0e-1453-deada6c735d2", "from": "+16505550100", "batchSize": 1,
    "processedCount": 0, "status": "Processing", "creationTime": "2020-10-12T16:59:55.053902Z",
    "lastModifiedTime": "2020-10-12T16:59:55.053902Z", "rejected": [],
}  # fmt: skip


def route(*, high_volume: bool = False) -> Route:
    return Route(name="rc", channel="sms", kind="ringcentral", high_volume=high_volume)


def read(status: int, body: object, pause_s: float = 0.0) -> Outcome:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return RingCentral(route()).read(Answer(status=status, body=raw, retry_after_s=pause_s))


def rejected(code: str) -> dict[str, Any]:
    why = {"index": 1, "to": ["+14088070206"], "errorCode": code, "description": "Invalid"}
    return {**BATCH, "rejected": [why]}


def failed(code: str) -> dict[str, Any]:
    return {"errorCode": code, "message": "Sorry", "errors": [{"errorCode": code, "message": "x"}]}


def test_what_its_guide_shows_is_a_text_that_it_has() -> None:
    assert read(200, ONE) == Outcome(fate=Fate.SENT, reply="200 Sent", provider_id="320270670010")
    assert read(201, BATCH) == Outcome(
        fate=Fate.SENT, reply="201 Processing", provider_id="3157ac7d-baab-4d0e-1453-deada6c735d2"
    )


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("SMS-RC-413", Reason.UNSUBSCRIBE),
        ("SMS-UP-413", Reason.UNSUBSCRIBE),
        ("SMS-CAR-413", Reason.UNSUBSCRIBE),
        ("SMS-RC-410", Reason.INVALID),
        ("SMS-UP-410", Reason.INVALID),
        ("SMS-CAR-411", Reason.INVALID),
        ("SMS-CAR-410", None),  # it came too late
        ("SMS-CAR-412", None),  # a telephone that is off
        ("SMS-CAR-430", None),  # spam
        ("SMS-CAR-999", None),
    ],
)
def test_a_code_about_the_text_ends_it_wherever_it_stands(code: str, reason: Reason | None) -> None:
    status = {**ONE, "messageStatus": "SendingFailed", "deliveryErrorCode": code}
    for outcome in (read(201, rejected(code)), read(400, failed(code)), read(200, status),
                    read(403, {"errors": [{"errorCode": code}]})):  # fmt: skip
        assert (outcome.fate, outcome.proves) == (Fate.REFUSED, reason)
        assert code in outcome.reply


@pytest.mark.parametrize("code", ["SMS-CAR-104", "SMS-CAR-199"])
def test_a_code_that_informs_is_no_failure(code: str) -> None:
    outcome = read(200, {**ONE, "messageStatus": "DeliveryFailed", "deliveryErrorCode": code})
    assert outcome.fate is Fate.SENT


@pytest.mark.parametrize("code", ["SMS-RC-403", "SMS-RC-503", "SMS-UP-414", "SMS-UP-431"])
def test_a_code_about_us_keeps_the_text(code: str) -> None:
    for outcome in (read(201, rejected(code)), read(400, failed(code))):
        assert (outcome.fate, outcome.proves) == (Fate.DOWN, None)


@pytest.mark.parametrize(
    ("status", "body", "fate"),
    [
        (400, failed("CMN-101"), Fate.REFUSED),
        (400, failed("MSG-304"), Fate.REFUSED),
        (400, failed("OAU-109"), Fate.DOWN),
        (400, {"error": "invalid_grant"}, Fate.DOWN),
        (400, b"<html>", Fate.DOWN),
        (401, failed("OAU-213"), Fate.DOWN),
        (403, failed("CMN-408"), Fate.DOWN),
        (403, failed("MSG-304"), Fate.REFUSED),
        (403, failed("MSG-242"), Fate.DOWN),
        (403, failed("FeatureNotAvailable"), Fate.DOWN),
        (409, failed("MSG-350"), Fate.REFUSED),
        (409, failed("CMN-101"), Fate.REFUSED),
        (422, failed("CMN-101"), Fate.REFUSED),
        (422, failed("OAU-109"), Fate.DOWN),
        (422, b"<html>", Fate.DOWN),
        (404, failed("CMN-102"), Fate.DOWN),
        (302, b"", Fate.DOWN),
        (408, b"", Fate.UNKNOWN),
        (500, failed("CMN-203"), Fate.UNKNOWN),
        (503, b"down", Fate.UNKNOWN),
        (200, b"", Fate.UNKNOWN),
        (200, b"<html>Sign in</html>", Fate.UNKNOWN),
        (200, [ONE], Fate.UNKNOWN),
        (200, json.dumps(ONE).encode()[:30], Fate.UNKNOWN),
        (200, {**ONE, "id": None}, Fate.UNKNOWN),
        (200, {**ONE, "id": True}, Fate.UNKNOWN),
        (200, {**ONE, "id": "a b"}, Fate.UNKNOWN),
        (200, {**ONE, "messageStatus": "SendingFailed"}, Fate.REFUSED),
        (201, {**BATCH, "rejected": ["?"]}, Fate.REFUSED),
        (201, {**BATCH, "rejected": "?"}, Fate.SENT),
    ],
)
def test_what_no_answer_says_plainly_is_neither_a_yes_nor_a_no(
    status: int, body: object, fate: Fate
) -> None:
    assert read(status, body).fate is fate


def test_too_much_at_once_waits_for_as_long_as_it_says() -> None:
    outcome = read(429, failed("CMN-301"), pause_s=60.0)
    assert (outcome.fate, outcome.pause_s) == (Fate.LATER, 60.0)


def test_a_text_goes_one_by_one_or_in_a_batch_of_one() -> None:
    text = Text(
        to="+12025550143", sender="+12025550100", words="é \u2028 😀", valid_s=1, callback=""
    )
    one = RingCentral(route()).order(text, "")
    assert one.url == "https://platform.ringcentral.com/restapi/v1.0/account/~/extension/~/sms"
    assert json.loads(one.json) == {
        "from": {"phoneNumber": text.sender}, "to": [{"phoneNumber": text.to}], "text": text.words,
    }  # fmt: skip
    batch = RingCentral(route(high_volume=True)).order(text, "")
    assert batch.url.endswith("/restapi/v1.0/account/~/a2p-sms/batches")
    assert json.loads(batch.json) == {
        "from": text.sender, "text": text.words, "messages": [{"to": [text.to]}],
    }  # fmt: skip


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.floats(allow_nan=False),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["errorCode", "errors", "id", "rejected", "messageStatus", "message"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(st.integers(100, 599), JSON | st.binary())
def test_no_answer_breaks_the_reader(status: int, body: object) -> None:
    assert read(status, body).reply.isascii()


def test_halves_of_characters_are_read() -> None:
    body = b'{"errorCode": "CMN-101", "message": "\\ud83d and \\udc00"}'
    assert read(400, body).reply.startswith("400 CMN-101")
