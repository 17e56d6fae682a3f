from __future__ import annotations

import email
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filters.decision import Effect, Finding, Ruling
from filters.email.mime import parse
from filters.email.newlines import has_long_line
from filters.message import Recipient
from gateway.delivery.dsn import failure_report, report_message
from gateway.delivery.recipient_report import RecipientReport, delay, failure, refusal, relay
from gateway.spool.model import State
from gateway.wishes import NO_WISHES, Wish, Wishes
from suppression.keys import RecipientKey, email_key

if TYPE_CHECKING:
    from email.message import Message

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
ORIGINAL = (
    b"From: a@example.com\r\nSubject: Spring news\r\nMessage-ID: <1@a>\r\n\r\nsecret body\r\n"
)
ANN = Recipient(address="ann@b.test", key=email_key("ann@b.test"))


def parts(message: Message) -> list[Message]:
    return cast("list[Message]", message.get_payload())


def finding(code: str = "SUPPRESSED_OPTOUT", reason: str = "opted out on 2026-01-02") -> Ruling:
    found = Finding(code=code, cites="15 U.S.C. 7704", effect=Effect.REFUSE, reason=reason)
    return Ruling(recipient=ANN, effect=Effect.REFUSE, findings=(found,))


def report(
    *reports: RecipientReport,
    original: bytes = ORIGINAL,
    to: str = "boss@example.com",
    wishes: Wishes = NO_WISHES,
) -> bytes:
    return failure_report(
        reporting_mta="gateway.example.com", queue_id="0000000000001", to=to, reports=reports,
        original=original, at=NOW, wishes=wishes,
    )  # fmt: skip


def test_programs_read_who_did_not_get_it_and_why() -> None:
    later = failure(
        Recipient(address="bob@b.test", key=email_key("bob@b.test")),
        state=State.FAILED, reply="550 5.1.1 no such user", status="5.1.1",
    )  # fmt: skip
    message = email.message_from_bytes(report(refusal(finding()), later))
    assert message.get_content_type() == "multipart/report"
    assert message.get_param("report-type") == "delivery-status"
    assert message["Auto-Submitted"] == "auto-replied"
    assert message["To"] == "<boss@example.com>"
    words, status, header = parts(message)
    assert [p.get_content_type() for p in (words, status, header)] == [
        "text/plain", "message/delivery-status", "text/rfc822-headers",
    ]  # fmt: skip
    mta, ann, bob = parts(status)
    assert mta["Reporting-MTA"] == "dns; gateway.example.com"
    assert (ann["Final-Recipient"], ann["Action"], ann["Status"]) == (
        "rfc822; ann@b.test", "failed", "5.7.1",
    )  # fmt: skip
    assert ann["Diagnostic-Code"] == "x-optwarden; SUPPRESSED_OPTOUT opted out on 2026-01-02"
    assert (bob["Status"], bob["Diagnostic-Code"]) == ("5.1.1", "smtp; 550 5.1.1 no such user")


def test_people_read_what_happened_and_what_to_do() -> None:
    words = " ".join(report(refusal(finding())).decode("ascii").split())
    assert "<ann@b.test>" in words
    assert "The recipient opted out" in words
    assert "Remove them from your mailing list" in words


def test_the_body_of_the_original_is_never_returned() -> None:
    written = report(refusal(finding()))
    assert b"Subject: Spring news" in written
    assert b"secret body" not in written


def test_our_own_parser_reads_it() -> None:
    tree = parse(report(refusal(finding())))
    assert len(tree.children) == 3


def test_the_null_reverse_path_never_gets_one() -> None:
    with pytest.raises(ValueError, match="null reverse-path"):
        report(refusal(finding()), to="")


def test_a_header_beyond_ascii_is_returned_readable_in_7_bit() -> None:
    original = "From: a@example.com\r\nSubject: Grüße\r\n\r\nbody\r\n".encode()
    written = report(refusal(finding()), original=original)
    assert written.isascii()
    returned = parts(email.message_from_bytes(written))[2]
    assert cast("bytes", returned.get_payload(decode=True)).decode().replace("\r\n", "\n") == (
        "From: a@example.com\nSubject: Grüße\n"
    )


def test_an_address_beyond_ascii_is_written_as_rfc_6533_says() -> None:
    person = RecipientReport(address="käte@b.test", status="5.1.1", diagnostic="smtp; 550 no")
    assert b"Final-Recipient: utf-8; k\\x{E4}te@b.test\r\n" in report(person)


def test_what_expired_is_5_4_7_and_what_the_list_stopped_5_7_1() -> None:
    gone = failure(ANN, state=State.EXPIRED, reply="451 4.3.0 later", status="5.4.7")
    stopped = failure(
        ANN, state=State.SUPPRESSED, reply="on the suppression list: unsubscribe", status="5.7.1"
    )
    assert (gone.status, gone.diagnostic) == ("5.4.7", "smtp; 451 4.3.0 later")
    assert stopped.diagnostic == (
        "x-optwarden; SUPPRESSED_OPTOUT on the suppression list: unsubscribe"
    )


def test_a_temporary_status_becomes_a_permanent_one_in_a_failure() -> None:
    assert failure(ANN, state=State.FAILED, reply="x", status="4.4.1").status == "5.0.0"


def test_a_recipient_against_whom_nothing_was_found_has_no_refusal() -> None:
    with pytest.raises(ValueError, match="nothing was found"):
        refusal(Ruling(recipient=ANN, effect=Effect.PASS, findings=()))


@given(st.text(), st.text(), st.binary(max_size=200))
def test_whatever_is_in_it_it_is_7_bit_with_whole_line_ends(
    address: str, diagnostic: str, original: bytes
) -> None:
    person = RecipientReport(address=address, status="5.0.0", diagnostic=f"smtp; {diagnostic}")
    written = report(person, original=b"X: " + original.replace(b"\r", b"").replace(b"\n", b""))
    assert written.isascii()
    lines = written.count(b"\r\n")
    assert lines == written.count(b"\r") == written.count(b"\n")
    assert max(map(len, written.split(b"\r\n"))) <= 998
    status = parts(email.message_from_bytes(written))[1]
    assert len(parts(status)) == 2


def test_the_spool_keeps_it_as_system_mail_from_nobody() -> None:
    raw = report(refusal(finding()))
    message = report_message(
        queue_id="0000000000002", to=ANN, raw=raw, route="outbox", reporting_mta="gateway.test",
        at=NOW, expires_at=NOW + timedelta(days=2),
    )  # fmt: skip
    assert (message.reverse_path, message.category, message.protocol) == ("", "system", "internal")
    (delivery,) = message.deliveries
    assert (delivery.recipient, delivery.state, delivery.route) == (ANN, State.QUEUED, "outbox")


def test_a_key_is_not_shown_for_an_address() -> None:
    odd = Recipient(address="Ann@B.test", key=RecipientKey("ann@b.test"))
    assert failure(odd, state=State.FAILED, reply="x", status="").address == "Ann@B.test"


def test_what_the_submitter_calls_it_comes_back() -> None:
    wish = Wish(original="rfc822;ann+2Bnews+40old@a.test")
    written = report(refusal(finding(), wish), wishes=Wishes(envelope_id="QQ+2B314"))
    mta, ann = parts(parts(email.message_from_bytes(written))[1])
    assert list(mta.keys()) == ["Original-Envelope-Id", "Reporting-MTA", "X-Optwarden-Queue-ID"]
    assert mta["Original-Envelope-Id"] == "QQ+314"
    assert list(ann.keys())[:2] == ["Original-Recipient", "Final-Recipient"]
    assert ann["Original-Recipient"] == "rfc822;ann+news@old@a.test"


def test_what_is_hidden_in_xtext_breaks_no_field() -> None:
    wish = Wish(original="rfc822;a+0D+0AStatus:+202.0.0@b")
    written = report(refusal(finding(), wish), wishes=Wishes(envelope_id="x+0D+0AAction:+20ok+00"))
    mta, ann = parts(parts(email.message_from_bytes(written))[1])
    assert mta["Original-Envelope-Id"] == "x Action: ok?"
    assert mta["Action"] is None
    assert ann.get_all("Status") == ["5.7.1"]


@pytest.mark.parametrize(
    ("returns", "returned"),
    [("FULL", "message/rfc822"), ("HDRS", "text/rfc822-headers"), ("", "text/rfc822-headers")],
)
def test_all_of_the_message_is_returned_where_that_was_asked_for(
    returns: str, returned: str
) -> None:
    written = report(refusal(finding()), wishes=Wishes(returns=returns))
    part = parts(email.message_from_bytes(written))[2]
    assert part.get_content_type() == returned
    assert (b"secret body" in written) == (returns == "FULL")


@pytest.mark.parametrize(
    ("state", "reply", "status", "is_whole"),
    [
        (State.FAILED, "550 5.1.1 no such user", "5.1.1", True),
        (State.EXPIRED, "451 4.3.0 later", "5.4.7", True),
        (State.FAILED, "the next hop takes 10 bytes at most", "5.3.4", False),
        (State.FAILED, "552 5.2.3 too long", "5.2.3", False),
        (State.FAILED, "552 too big", "5.0.0", False),
        (State.FAILED, "554 5.6.0 no such form", "5.6.0", False),
        (State.FAILED, "550 5.7.1 spam", "5.7.1", False),
        (State.EXPIRED, "451 4.7.1 looks like spam", "5.4.7", False),
    ],
)
def test_what_was_refused_for_its_content_is_not_sent_again_in_the_report(
    state: State, reply: str, status: str, *, is_whole: bool
) -> None:
    told = failure(ANN, state=state, reply=reply, status=status)
    written = report(told, refusal(finding()), wishes=Wishes(returns="FULL"))
    assert (b"secret body" in written) == is_whole
    assert b"Subject: Spring news" in written


def test_a_whole_message_of_8_bits_is_returned_in_7() -> None:
    original = (
        "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
        "Content-Transfer-Encoding: 8bit\r\n\r\nGrüße\r\n"
    ).encode()
    written = report(refusal(finding()), original=original, wishes=Wishes(returns="FULL"))
    assert written.isascii()
    part = parts(email.message_from_bytes(written))[2]
    assert (part.get_content_type(), part["Content-Transfer-Encoding"]) == (
        "message/rfc822", "7bit",
    )  # fmt: skip
    (returned,) = parts(part)
    assert returned.get_payload(decode=True) == "Grüße\r\n".encode()


@pytest.mark.parametrize(
    "original",
    [
        "Subject: Grüße\r\n\r\nsecret body\r\n",
        (
            "MIME-Version: 1.0\r\nContent-Type: multipart/signed; boundary=b\r\n\r\n"
            "--b\r\n\r\nsecret body: Grüße\r\n--b--\r\n"
        ),
    ],
)
def test_of_a_message_that_cannot_be_written_in_7_bits_the_header_is_returned(
    original: str,
) -> None:
    written = report(refusal(finding()), original=original.encode(), wishes=Wishes(returns="FULL"))
    assert written.isascii()
    part = parts(email.message_from_bytes(written))[2]
    assert part.get_content_type() == "text/rfc822-headers"
    assert b"secret body" not in written


@pytest.mark.parametrize("returns", ["", "FULL"])
@pytest.mark.parametrize("place", ["header", "body"])
def test_a_report_on_a_message_with_long_lines_has_none(place: str, returns: str) -> None:
    to = ", ".join(f"person{n}@example.net" for n in range(80 if place == "header" else 1))
    header = f"From: a@example.com\r\nTo: {to}\r\nSubject: May\r\n"
    original = f"{header}\r\n{'Sale ' * (300 if place == 'body' else 1)}\r\n".encode("ascii")
    written = report(refusal(finding()), original=original, wishes=Wishes(returns=returns))
    assert not has_long_line(written)
    part = parts(email.message_from_bytes(written))[2]
    assert part.get_content_type() == "text/rfc822-headers"
    told = cast("bytes", part.get_payload(decode=True)).decode("ascii")
    assert told.split() == header.split()


def test_of_a_large_message_the_header_is_returned_whatever_was_asked_for() -> None:
    original = ORIGINAL + "Grüße aus München\r\n".encode() * 100_000
    written = report(refusal(finding()), original=original, wishes=Wishes(returns="FULL"))
    assert b"Subject: Spring news" in written
    assert b"secret body" not in written


def test_a_success_is_told_as_relayed_and_returns_no_body() -> None:
    told = relay(ANN, reply="250 2.0.0 ok", status="2.0.0", wish=Wish(notify="SUCCESS"))
    written = report(told, wishes=Wishes(returns="FULL"))
    message = email.message_from_bytes(written)
    assert message["Subject"] == "Your message was handed on"
    words, status, _ = parts(message)
    assert "did not reach" not in str(words)
    _, ann = parts(status)
    assert (ann["Action"], ann["Status"]) == ("relayed", "2.0.0")
    assert b"secret body" not in written
    both = email.message_from_bytes(report(told, refusal(finding())))
    assert both["Subject"] == "Your message was not delivered to everybody"
    assert [each["Action"] for each in parts(parts(both)[1])[1:]] == ["relayed", "failed"]


def test_a_delay_says_until_when_it_is_tried_and_returns_no_body() -> None:
    told = delay(ANN, reply="451 4.3.2 busy", status="4.3.2", tried_until=NOW)
    written = report(told, wishes=Wishes(returns="FULL"))
    message = email.message_from_bytes(written)
    assert message["Subject"] == "Your message is delayed"
    _, ann = parts(parts(message)[1])
    assert dict(ann.items()) == {
        "Final-Recipient": "rfc822; ann@b.test", "Action": "delayed", "Status": "4.3.2",
        "Diagnostic-Code": "smtp; 451 4.3.2 busy",
        "Will-Retry-Until": "Mon, 02 Mar 2026 12:00:00 +0000",
    }  # fmt: skip
    assert b"secret body" not in written
    assert delay(ANN, reply="no answer", status="5.0.0", tried_until=NOW).status == "4.0.0"
