from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from filters.judge import judge
from filters.sms.consent import (
    nobody_asked,
    purpose_is_unknown,
    request_expired,
    request_used,
    request_was_for_something_else,
)
from tests.make_sms import NOW, consent, objections, policy, sms, sms_facts

if TYPE_CHECKING:
    from filters.message import Sms, SmsFacts
    from filters.rule import Rule

HOUR = timedelta(hours=1)
RULES: tuple[Rule[Sms, SmsFacts], ...] = (
    purpose_is_unknown,
    nobody_asked,
    request_expired,
    request_was_for_something_else,
)


def codes(text: Sms, facts: SmsFacts) -> list[str]:
    (ruling,) = judge(text, facts, RULES)
    return [finding.code for finding in ruling.findings]


def test_a_person_who_never_asked_is_not_texted() -> None:
    assert codes(sms(), sms_facts(consents=())) == ["SMS_NO_CONSENT"]


def test_a_person_who_asked_is_texted() -> None:
    assert codes(sms(), sms_facts(consents=(consent(),))) == []
    assert codes(sms(), sms_facts(consents=(consent("appointment"),))) == []


def test_a_request_made_to_one_sender_lets_no_other_text() -> None:
    theirs = consent(sender="outlet", is_for_once=True)
    facts = sms_facts(consents=(theirs,))
    assert codes(sms(), facts) == ["SMS_NO_CONSENT"]
    assert request_used(sms(), facts) is None
    ours = consent("meeting_link", sender="example")
    assert codes(sms(), sms_facts(consents=(theirs, ours))) == ["SMS_CONSENT_PURPOSE"]
    assert codes(sms(purpose="meeting_link"), sms_facts(consents=(theirs, ours))) == []
    for ended in ({"used_at": NOW}, {"expires_at": NOW}):
        facts = sms_facts(consents=(consent(sender="outlet", **ended),))
        (objection,) = objections(nobody_asked, sms(), facts)
        assert objection.evidence == ()


def test_a_person_who_just_texted_us_is_answered() -> None:
    facts = sms_facts(consents=(), conversation_open=True)
    assert codes(sms(purpose=""), facts) == []
    assert codes(sms(), facts) == []


def test_a_request_that_was_taken_back_is_none() -> None:
    revoked = consent(revoked_at=NOW - timedelta(hours=1), expires_at=NOW - timedelta(minutes=1))
    assert codes(sms(), sms_facts(consents=(revoked,))) == ["SMS_NO_CONSENT"]


def test_a_request_that_is_yet_to_be_made_is_none() -> None:
    early = consent(requested_at=NOW + timedelta(hours=1))
    assert codes(sms(), sms_facts(consents=(early,))) == ["SMS_NO_CONSENT"]


def test_a_request_expires_at_its_very_moment() -> None:
    assert codes(sms(), sms_facts(consents=(consent(expires_at=NOW),))) == ["SMS_CONSENT_EXPIRED"]
    assert codes(sms(), sms_facts(consents=(consent(expires_at=NOW + timedelta(seconds=1)),))) == []


def test_a_newer_request_stands_for_one_that_expired() -> None:
    old = consent(expires_at=NOW - timedelta(days=1))
    assert codes(sms(), sms_facts(consents=(old, consent()))) == []


def test_a_request_is_good_for_its_purpose_only() -> None:
    asked = sms_facts(consents=(consent("meeting_link"), consent("support_reply")))
    assert codes(sms(purpose="appointment"), asked) == ["SMS_CONSENT_PURPOSE"]
    assert codes(sms(purpose="meeting_link"), asked) == []


@pytest.mark.parametrize("purpose", ["", "newsletter"])
def test_outside_a_conversation_a_text_needs_a_configured_purpose(purpose: str) -> None:
    assert codes(sms(purpose=purpose), sms_facts()) == ["SMS_PURPOSE_UNKNOWN"]


def test_an_unknown_purpose_is_refused_even_within_a_conversation() -> None:
    facts = sms_facts(conversation_open=True)
    assert codes(sms(purpose="newsletter"), facts) == ["SMS_PURPOSE_UNKNOWN"]


def test_requests_are_not_asked_for_where_the_policy_asks_for_none() -> None:
    facts = sms_facts(consents=(), policy=policy(require_consent=False))
    assert codes(sms(), facts) == []
    assert codes(sms(purpose=""), facts) == ["SMS_PURPOSE_UNKNOWN"]


def test_a_text_uses_up_the_request_for_once_that_ends_first() -> None:
    early = consent("receipt", consent_id="C-2", is_for_once=True, expires_at=NOW + HOUR)
    late = consent(consent_id="C-1", is_for_once=True, expires_at=NOW + 2 * HOUR)
    facts = sms_facts(consents=(late, early))
    assert request_used(sms(purpose="receipt"), facts) == early
    assert request_used(sms(purpose="shipping"), facts) == late


def test_a_text_uses_nothing_up_where_it_needs_no_request_for_once() -> None:
    once = consent(is_for_once=True)
    for facts in (
        sms_facts(consents=(once, consent())),
        sms_facts(consents=(once,), conversation_open=True),
        sms_facts(consents=(once,), policy=policy(require_consent=False)),
        sms_facts(consents=()),
        sms_facts(consents=(consent(is_for_once=True, used_at=NOW),)),
    ):
        assert request_used(sms(), facts) is None


def test_a_request_that_was_used_up_allows_nothing_and_says_when() -> None:
    used = consent(is_for_once=True, used_at=NOW, expires_at=NOW)
    facts = sms_facts(consents=(used,))
    (objection,) = objections(nobody_asked, sms(), facts)
    assert objection.evidence == (f"used up on {NOW:%Y-%m-%d}",)
    assert objections(request_expired, sms(), facts) == []
