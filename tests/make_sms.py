"""Builders: a text, its facts, a request, an entry, each ordinary but for what a test says."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from filters.message import Recipient, SenderIdentity, Sms, SmsFacts, SmsPolicy
from suppression.channel import Channel
from suppression.consent import Consent, ConsentSource
from suppression.entry import COMMERCIAL, Entry, Origin, Reason
from suppression.keys import RecipientKey, phone_key

if TYPE_CHECKING:
    from filters.decision import Objection
    from filters.rule import Rule

NOW: Final = datetime(2026, 3, 2, 17, 0, tzinfo=UTC)
NUMBER: Final = "+19169668284"
OURS: Final = "+19165550100"
PURPOSES: Final = frozenset({"support_reply", "appointment", "meeting_link", "security_code"})

IDENTITY: Final = SenderIdentity(
    name="example",
    company="Example Co",
    postal_address="1 Main St, Springfield, IL 62701",
    contact="support@example.com",
    domains=frozenset({"example.com"}),
    numbers=frozenset({OURS}),
    can_sign=False,
)


def sms(text: str = "See you at 5.", **changed: Any) -> Sms:  # noqa: ANN401 - any field of a text
    values: dict[str, Any] = {
        "queue_id": "01k6m3t8v9x2",
        "recipient": Recipient(address=NUMBER, key=phone_key(NUMBER)),
        "sender": "",
        "text": text,
        "purpose": "appointment",
        "send_at": NOW,
        "valid_until": NOW + timedelta(hours=1),
    }
    return Sms(**(values | changed))


def sms_to(number: str) -> Sms:
    """Write a text to a number that need not be a good one."""
    return sms(recipient=Recipient(address=number, key=RecipientKey(number)))


def policy(**changed: Any) -> SmsPolicy:  # noqa: ANN401 - any field of the policy
    values: dict[str, Any] = {
        "require_consent": True,
        "promotional": "refuse",
        "hold_from": 0.35,
        "refuse_from": 0.75,
        "purposes": PURPOSES,
        "regions": frozenset({"US"}),
    }
    return SmsPolicy(**(values | changed))


def sms_facts(**changed: Any) -> SmsFacts:  # noqa: ANN401 - any field of the facts
    values: dict[str, Any] = {
        "identity": IDENTITY,
        "allowed": (IDENTITY,),
        "suppressed": {},
        "consents": (consent(),),
        "conversation_open": False,
        "notice_due": False,
        "policy": policy(),
        "now": NOW,
        "opens_at": NOW,
    }
    return SmsFacts(**(values | changed))


def consent(*purposes: str, **changed: Any) -> Consent:  # noqa: ANN401 - any field of a request
    values: dict[str, Any] = {
        "consent_id": "c1",
        "key": phone_key(NUMBER),
        "source": ConsentSource.VOICE,
        "purposes": frozenset(purposes),
        "evidence": "asked on the phone to be texted the link",
        "recorded_by": "ann",
        "requested_at": NOW - timedelta(days=1),
    }
    return Consent(**(values | changed))


def sms_entry(reason: Reason = Reason.UNSUBSCRIBE, **changed: Any) -> Entry:  # noqa: ANN401 - any field of an entry
    values: dict[str, Any] = {
        "entry_id": "e1",
        "channel": Channel.SMS,
        "key": phone_key(NUMBER),
        "scope": COMMERCIAL,
        "sender": "",
        "reason": reason,
        "origin": Origin.RECIPIENT,
        "evidence": "STOP",
        "requested_at": NOW - timedelta(days=3),
        "effective_at": NOW - timedelta(days=3),
    }
    return Entry(**(values | changed))


def objections(rule: Rule[Sms, SmsFacts], text: Sms, facts: SmsFacts) -> list[Objection]:
    """Return what one rule has against a text."""
    return list(rule.check(text, facts))
