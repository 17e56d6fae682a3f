"""POST /v1/email, /v1/email/raw and what comes back."""

from __future__ import annotations

import base64
import email
import email.policy
import io
from typing import TYPE_CHECKING, Any

import pytest

from filters.decision import Effect

if TYPE_CHECKING:
    from tests.contract.http.conftest import Gateway

ORDER: dict[str, Any] = {
    "from": "Shop <news@example.com>",
    "to": ["ann@example.net"],
    "subject": "News",
    "text": "Hello\n",
    "category": "commercial",
}
RAW = b"From: news@example.com\r\nTo: ann@example.net\r\nSubject: News\r\n\r\nHello\r\n"
ENVELOPE = "?from=news@example.com&to=ann@example.net"


async def post(gateway: Gateway, **changes: Any) -> tuple[int, Any]:  # noqa: ANN401 - what the client takes
    async with gateway.call("POST", "/v1/email", json={**ORDER, **changes}) as answer:
        return answer.status, await answer.json(content_type=None)


async def post_raw(
    gateway: Gateway,
    raw: bytes,
    query: str = ENVELOPE,
    **options: Any,  # noqa: ANN401 - what the client takes
) -> tuple[int, Any]:
    headers = {"Content-Type": "message/rfc822", **options}
    async with gateway.call(
        "POST", f"/v1/email/raw{query}", data=io.BytesIO(raw), headers=headers
    ) as answer:
        return answer.status, await answer.json(content_type=None)


async def test_fields_become_the_message_they_say(gateway: Gateway) -> None:
    pdf = bytes(range(256))
    attachment = {"filename": "Änderung.pdf", "content_type": "application/pdf",
                  "content": base64.b64encode(pdf).decode()}  # fmt: skip
    status, body = await post(
        gateway, to=["Ann Lée <ann@example.net>", "b@bücher.example"], cc=["c@example.net"],
        bcc=["d@example.net"], subject="Grüße: " + "lang " * 30 + "x", html="<p>Hällo</p>",
        headers={"Reply-To": "help@example.com", "X-Campaign": "a b"}, attachments=[attachment],
        stream="news",
    )  # fmt: skip
    assert status == 202, body
    (submitted,) = gateway.inlet.emails
    assert submitted.reverse_path == "news@example.com"
    assert submitted.recipients == (
        "ann@example.net", "b@xn--bcher-kva.example", "c@example.net", "d@example.net",
    )  # fmt: skip
    assert (submitted.declared_category, submitted.declared_stream) == ("commercial", "news")
    assert submitted.answers_each
    assert submitted.raw.count(b"\n") == submitted.raw.count(b"\r\n")
    assert submitted.raw.isascii()
    assert max(map(len, submitted.raw.split(b"\r\n"))) <= 998
    assert b"d@example.net" not in submitted.raw
    message = email.message_from_bytes(submitted.raw, policy=email.policy.default)
    assert message["To"].addresses[0].display_name == "Ann Lée"
    assert message["Subject"] == "Grüße: " + "lang " * 30 + "x"
    assert message["Reply-To"] == "help@example.com"
    assert message["X-Campaign"] == "a b"
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    assert text is not None
    assert html is not None
    assert text.get_content().splitlines() == ["Hello"]
    assert html.get_content().strip() == "<p>Hällo</p>"
    (file,) = message.iter_attachments()
    assert file.get_filename() == "Änderung.pdf"
    assert file.get_payload(decode=True) == pdf


async def test_every_recipient_gets_a_verdict(gateway: Gateway) -> None:
    gateway.inlet.changed = True
    gateway.inlet.rule("bob@example.net", "SUPPRESSED_OPTOUT", Effect.REFUSE)
    gateway.inlet.rule("eve@example.net", "EMAIL_CLASS_CONFLICT", Effect.HOLD)
    people = ["ann@example.net", "bob@example.net", "eve@example.net"]
    status, body = await post(gateway, to=people)
    assert status == 202
    assert body["status"] == "queued"
    told = [(r["address"], r["verdict"], r["status"]) for r in body["recipients"]]
    assert told == [
        ("ann@example.net", "changed", "queued"),
        ("bob@example.net", "refused", "refused"),
        ("eve@example.net", "held", "held"),
    ]
    assert body["recipients"][1]["findings"][0]["code"] == "SUPPRESSED_OPTOUT"


async def test_all_refused_is_the_problem_with_everybody_in_it(gateway: Gateway) -> None:
    for address in ("ann@example.net", "bob@example.net"):
        gateway.inlet.rule(address, "SUPPRESSED_OPTOUT", Effect.REFUSE)
    status, problem = await post(gateway, to=["ann@example.net", "bob@example.net"])
    assert (status, problem["code"]) == (403, "SUPPRESSED_OPTOUT")
    assert [r["verdict"] for r in problem["recipients"]] == ["refused", "refused"]


async def test_one_deferred_recipient_defers_all(gateway: Gateway) -> None:
    gateway.inlet.rule("bob@example.net", "INTERNAL_CHECK_BROKEN", Effect.DEFER)
    status, problem = await post(gateway, to=["ann@example.net", "bob@example.net"])
    assert (status, problem["code"]) == (503, "INTERNAL_CHECK_BROKEN")


@pytest.mark.parametrize(
    ("changes", "loc"),
    [
        ({"subject": "News\r\nBcc: x@example.org"}, "subject"),
        ({"headers": {"X-A": "1\nBcc: x@example.org"}}, "headers.X-A"),
        ({"headers": {"X-A\r\nBcc": "1"}}, "headers"),
        ({"headers": {"X A": "1"}}, "headers"),
        ({"headers": {"Bcc": "x@example.org"}}, "headers.Bcc"),
        ({"headers": {"received": "x"}}, "headers.received"),
        ({"headers": {"Content-Type": "text/html"}}, "headers.Content-Type"),
        ({"headers": {"List-Unsubscribe": "<https://x>"}}, "headers.List-Unsubscribe"),
        ({"headers": {"X-Optwarden-Category": "transactional"}}, "headers.X-Optwarden-Category"),
        ({"headers": {"X-A": "1", "x-a": "2"}}, "headers.x-a"),
        ({"from": "news@example.com\r\nBcc: x@example.org"}, "from"),
        ({"from": "a@example.com, b@example.com"}, "from"),
        ({"to": ["a@example.net, b@example.net"]}, "to[0]"),
        ({"to": ["team: a@example.net;"]}, "to[0]"),
        ({"to": ["ann"]}, "to[0]"),
        ({"to": ["ann@example.net", "<>"]}, "to[1]"),
        ({"cc": ["ann@example.net (comment)"]}, "cc[0]"),
        ({"to": []}, "to"),
        ({"category": "newsletter"}, "category"),
        ({"stream": "Über"}, "stream"),
        ({"text": None}, ""),
        ({"text": "a\0b"}, "text"),
        ({"attachments": [{"filename": "a\r\nb", "content": "aGk="}]}, "attachments[0].filename"),
        ({"attachments": [{"filename": "a", "content": "?"}]}, "attachments[0].content"),
        ({"attachments": [{"filename": "a", "content": "", "content_type": "message/rfc822"}]},
         "attachments[0].content_type"),
        ({"subject": "x" * 1500}, "subject"),
        ({"colour": "red"}, "colour"),
    ],
)  # fmt: skip
async def test_field_with_a_second_meaning_is_refused(
    gateway: Gateway, changes: dict[str, Any], loc: str
) -> None:
    status, problem = await post(gateway, **changes)
    assert status == 422
    assert loc in [mistake["loc"] for mistake in problem["errors"]]
    assert gateway.inlet.emails == []


async def test_finished_message_is_passed_on_byte_for_byte(gateway: Gateway) -> None:
    status, body = await post_raw(gateway, RAW, f"{ENVELOPE}&to=b@example.net")
    assert status == 202
    (submitted,) = gateway.inlet.emails
    assert submitted.raw == RAW
    assert submitted.reverse_path == "news@example.com"
    assert submitted.recipients == ("ann@example.net", "b@example.net")
    assert body["id"] == submitted.queue_id


async def test_file_with_unix_line_ends_is_taken_as_the_message_it_is(gateway: Gateway) -> None:
    assert (await post_raw(gateway, RAW.replace(b"\r\n", b"\n")))[0] == 202
    assert gateway.inlet.emails[0].raw == RAW
    assert (await post_raw(gateway, RAW.removesuffix(b"\r\n")))[0] == 202
    assert gateway.inlet.emails[1].raw == RAW


@pytest.mark.parametrize("bad", [b"a\nb", b"a\rb", b"a\0b", b"\n.\r\n", b"\r\n.\n"])
async def test_bare_newline_and_nul_are_refused(gateway: Gateway, bad: bytes) -> None:
    status, problem = await post_raw(gateway, RAW + bad + b"\r\n")
    assert (status, problem["code"]) == (422, "SMTP_BARE_NEWLINE")
    assert gateway.inlet.emails == []


@pytest.mark.parametrize(
    ("query", "loc"),
    [
        ("?to=ann@example.net", "from"),
        ("?from=news@example.com", "to"),
        ("?from=news@example.com&to=ann", "to[0]"),
        ("?from=ann&to=ann@example.net", "from"),
        ("?from=a@example.com&from=b@example.com&to=ann@example.net", "from"),
        (f"{ENVELOPE}&category=commercial", "category"),
        ("?from=news@example.com&to=ann%0d%0a@example.net", "to[0]"),
    ],
)
async def test_envelope_that_cannot_be_used_is_refused(
    gateway: Gateway, query: str, loc: str
) -> None:
    status, problem = await post_raw(gateway, RAW, query)
    assert (status, problem["errors"][0]["loc"]) == (422, loc)


async def test_null_reverse_path_is_passed_on(gateway: Gateway) -> None:
    assert (await post_raw(gateway, RAW, "?from=&to=ann@example.net"))[0] == 202
    assert gateway.inlet.emails[0].reverse_path == ""


async def test_only_messages_of_a_fair_size_and_type_are_taken(gateway: Gateway) -> None:
    assert (await post_raw(gateway, b""))[0] == 422
    assert (await post_raw(gateway, RAW, **{"Content-Type": "text/plain"}))[0] == 415
    status, problem = await post_raw(gateway, RAW + b"x" * (25 << 20))
    assert (status, problem["code"]) == (413, "SMTP_TOO_LARGE")
    assert gateway.inlet.emails == []
