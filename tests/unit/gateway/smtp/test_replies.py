from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filters.codes import CODES
from filters.decision import Effect, Finding, Ruling
from filters.errors import MalformedMessage
from filters.message import Recipient
from gateway.smtp import replies
from gateway.smtp.auth import Fault
from gateway.smtp.parameters import Mistake
from gateway.submission import Acceptance
from suppression.errors import StoreFull, StoreUnavailable
from suppression.keys import RecipientKey

LINE = re.compile(rb"[2-5]\d\d[ -](?:[245]\.\d{1,3}\.\d{1,3} )?[ -~]*\r\n")


def ruling(effect: Effect, *findings: Finding) -> Ruling:
    who = Recipient(address="ann@example.net", key=RecipientKey("ann@example.net"))
    return Ruling(recipient=who, effect=effect, findings=findings)


def finding(code: str, reason: str = "so it is", effect: Effect = Effect.REFUSE) -> Finding:
    return Finding(code=code, cites="x", effect=effect, reason=reason)


def reply(*rulings: Ruling) -> bytes:
    return replies.accepted(Acceptance(queue_id="0123456789abc", rulings=rulings))


def test_every_constant_reply_is_one_clean_line_with_a_fitting_enhanced_code() -> None:
    constants = [v for k, v in vars(replies).items() if k.isupper() and isinstance(v, bytes)]
    constants += [replies.mistake(m, of_sender=s) for m in Mistake for s in (True, False)]
    constants += [replies.fault(f) for f in Fault]
    constants += [replies.coded(c) for c, code in CODES.items() if code.smtp]
    assert len(constants) > 60
    for line in constants:
        assert LINE.fullmatch(line), line
        assert len(line) <= 512
        if not line.startswith(b"354"):
            assert line[4:5] == line[:1] if line[:3] != b"220" else line[4:5] == b"2", line


def test_some_refused_recipients_are_not_the_senders_reply() -> None:
    mixed = reply(ruling(Effect.REFUSE, finding("SUPPRESSED_OPTOUT")), ruling(Effect.PASS))
    assert mixed == b"250 2.0.0 Queued as 0123456789abc\r\n"


def test_one_deferred_recipient_defers_all() -> None:
    deferred = finding("STORE_UNAVAILABLE", "sqlite3.OperationalError", Effect.DEFER)
    answer = reply(ruling(Effect.PASS), ruling(Effect.DEFER, deferred))
    assert answer.startswith(b"451 4.3.0 [STORE_UNAVAILABLE] ")
    assert b"sqlite" not in answer


def test_further_objections_are_further_lines_each_once() -> None:
    one, two = finding("SUPPRESSED_OPTOUT"), finding("EMAIL_SUBJECT_DECEPTIVE", "fake Re:")
    answer = reply(ruling(Effect.REFUSE, one, two), ruling(Effect.REFUSE, one))
    assert answer.splitlines() == [
        b"550-5.7.1 [SUPPRESSED_OPTOUT] so it is (0123456789abc)",
        b"550 5.7.1 [EMAIL_SUBJECT_DECEPTIVE] fake Re: (0123456789abc)",
    ]


def test_code_that_belongs_to_another_class_of_reply_does_not_change_this_one() -> None:
    answer = reply(ruling(Effect.REFUSE, finding("STORE_UNAVAILABLE"), finding("NO_SUCH_CODE")))
    assert [line[:9] for line in answer.splitlines()] == [b"550-5.7.1", b"550 5.7.1"]
    assert reply(ruling(Effect.REFUSE)).startswith(b"550 5.7.1 [INTERNAL_ERROR]")
    assert reply(ruling(Effect.DEFER)).startswith(b"451 4.3.0 [INTERNAL_ERROR]")
    assert reply(ruling(Effect.REFUSE, finding("SMTP_LOOP"))).startswith(b"554 5.4.6 [SMTP_LOOP]")


def test_reason_with_an_address_is_not_repeated() -> None:
    answer = reply(ruling(Effect.REFUSE, finding("SUPPRESSED_OPTOUT", "ann@example.net is out")))
    assert b"ann" not in answer
    assert CODES["SUPPRESSED_OPTOUT"].title.encode() in answer
    assert b"ann" not in reply(ruling(Effect.REFUSE, finding("NO_SUCH_CODE", "ann@example.net")))


@given(st.lists(st.text(max_size=2000), min_size=1, max_size=40))
def test_no_reason_breaks_the_reply(reasons: list[str]) -> None:
    answer = reply(ruling(Effect.REFUSE, *(finding("SUPPRESSED_OPTOUT", r) for r in reasons)))
    lines = answer.splitlines(keepends=True)
    assert 1 <= len(lines) <= 20
    for line in lines:
        assert LINE.fullmatch(line)
        assert len(line) <= 512
    assert [line[3:4] for line in lines] == [b"-"] * (len(lines) - 1) + [b" "]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("MIME_MALFORMED", b"550 5.6.0 [MIME_MALFORMED] no (1)\r\n"),
        ("SMTP_LOOP", b"554 5.4.6 [SMTP_LOOP] no (1)\r\n"),
        ("W_HTML_CLIP", b"550 5.6.0 [W_HTML_CLIP] no (1)\r\n"),
        ("NO_SUCH_CODE", b"550 5.6.0 [NO_SUCH_CODE] no (1)\r\n"),
    ],
)
def test_malformed_message_is_answered_with_its_own_code(code: str, expected: bytes) -> None:
    assert replies.malformed(MalformedMessage("no", code=code), "1") == expected
    assert b"(" not in replies.malformed(MalformedMessage("no", code=code), "")


def test_failure_says_its_kind_and_nothing_of_its_text() -> None:
    assert replies.failed(StoreUnavailable("secret")).startswith("451 4.3.0 [STORE_UNAVAILABLE]")
    assert replies.failed(StoreFull("secret")).startswith("452 4.3.1 [QUEUE_FULL]")
    assert replies.failed(ValueError("secret")).startswith("451 4.3.0 [INTERNAL_ERROR]")
