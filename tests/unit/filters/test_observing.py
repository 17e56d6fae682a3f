"""What observing waives: content and policy, and nobody's no."""

from __future__ import annotations

from dataclasses import replace

import pytest

from filters.catalogue import EMAIL_CHECKS, EMAIL_OBSERVED_EDITS, SMS_CHECKS
from filters.decision import Effect, Finding
from filters.judge import BROKEN, judge, with_finding
from filters.message import Category
from filters.observing import WAIVED_OF_EMAIL, WAIVED_OF_SMS, waive, waived_of_sms
from filters.plan import combine, render
from suppression.entry import Reason
from tests.make import ANN, BOB, email, entry, facts, message, verdict
from tests.make_sms import NOW, consent, sms_facts

HELD_ALWAYS = {
    "SMTP_LINE_TOO_LONG", "EMAIL_FROM_MALFORMED", "EMAIL_FROM_NOT_AUTHORIZED",
    "SMS_SENDER_UNREGISTERED", "SMS_NUMBER_UNSUPPORTED",
}  # fmt: skip
FULL = Finding(code="QUEUE_FULL", cites="x", effect=Effect.DEFER, reason="full")
FAKE_REPLY = email(message("Flash sale!\r\n", subject="Re: Sale"), to=(ANN, BOB))


def test_every_check_is_waived_or_obeyed_on_purpose() -> None:
    codes = {check.code for check in EMAIL_CHECKS} | {check.code for check in SMS_CHECKS}
    of_the_list = {code for code in codes if code.startswith("SUPPRESSED_")}
    assert codes - of_the_list - HELD_ALWAYS - WAIVED_OF_EMAIL - WAIVED_OF_SMS == set()


def test_no_entry_of_the_list_and_no_trouble_of_ours_is_waived() -> None:
    waived = WAIVED_OF_EMAIL | WAIVED_OF_SMS
    assert not [code for code in waived if code.startswith("SUPPRESSED_")]
    assert not waived & (HELD_ALWAYS | {BROKEN, "QUEUE_FULL", "STORE_UNAVAILABLE"})


def test_a_finding_of_content_is_recorded_and_decides_nothing() -> None:
    rulings = judge(FAKE_REPLY, facts(), EMAIL_CHECKS)
    (ann, _) = waive(rulings, WAIVED_OF_EMAIL)
    assert rulings[0].effect is Effect.REFUSE
    assert (ann.effect, ann.findings, ann.strictest) == (Effect.PASS, (), Effect.REFUSE)
    assert [finding.code for finding in ann.waived] == ["EMAIL_SUBJECT_DECEPTIVE"]


def test_each_finding_is_either_obeyed_or_recorded() -> None:
    known = facts(verdict(Category.COMMERCIAL), suppressed=[entry()])
    rulings = judge(FAKE_REPLY, known, EMAIL_CHECKS)
    (ann, _) = waive(rulings, WAIVED_OF_EMAIL)
    assert {finding.code for finding in ann.findings} == {"SUPPRESSED_OPTOUT"}
    assert {finding.code for finding in ann.waived} == {"EMAIL_SUBJECT_DECEPTIVE"}
    assert {*ann.findings, *ann.waived} == set(rulings[0].findings)


@pytest.mark.parametrize("reason", Reason)
def test_whoever_is_on_the_list_gets_nothing_more_than_when_enforced(reason: Reason) -> None:
    known = facts(suppressed=[entry(reason=reason)])
    enforced = judge(FAKE_REPLY, replace(known, verdict=verdict(Category.COMMERCIAL)), EMAIL_CHECKS)
    (ann, bob) = waive(enforced, WAIVED_OF_EMAIL)
    assert ann.effect is Effect.REFUSE
    assert bob.effect is Effect.PASS


def test_undeclared_advertising_reaches_no_opted_out_person_while_observing() -> None:
    called = verdict(Category.TRANSACTIONAL, decided_by="rule", looks_commercial=True)
    rulings = judge(email(to=(ANN, BOB)), facts(called, suppressed=[entry()]), EMAIL_CHECKS)
    assert [each.effect for each in rulings] == [Effect.HOLD, Effect.HOLD]
    ann, bob = waive(rulings, WAIVED_OF_EMAIL)
    assert (ann.effect, bob.effect) == (Effect.HOLD, Effect.PASS)


def test_what_comes_up_later_counts_and_forgets_nothing() -> None:
    rulings = waive(judge(FAKE_REPLY, facts(), EMAIL_CHECKS), WAIVED_OF_EMAIL)
    (ann, _) = with_finding(rulings, FULL)
    assert (ann.effect, ann.waived) == (Effect.DEFER, rulings[0].waived)


def test_a_request_that_was_taken_back_is_an_opt_out() -> None:
    assert "SMS_NO_CONSENT" in waived_of_sms(sms_facts(consents=()))
    revoked = sms_facts(consents=(consent(revoked_at=NOW),))
    assert waived_of_sms(revoked) == WAIVED_OF_SMS - {
        "SMS_NO_CONSENT", "SMS_CONSENT_EXPIRED", "SMS_CONSENT_PURPOSE",
    }  # fmt: skip


def test_observed_mail_gets_received_loses_the_fields_to_us_and_nothing_else() -> None:
    rest = b"Bcc: a@example.net\r\nReturn-Path: <b@example.net>\r\nSubject: x\r\n\r\nHello\r\n"
    raw = b"X-Optwarden-Category: commercial\r\nX-OPTWARDEN-Stream: a\r\n" + rest
    each = email(raw)
    copy = render(raw, combine(edit(each, facts()) for edit in EMAIL_OBSERVED_EDITS), "")
    assert copy.startswith(b"Received: ")
    assert copy.endswith(b"\r\n" + rest)
    assert copy.count(b"Received: ") == 1
    assert b"optwarden-" not in copy.lower()
