"""Whether the person asked for a text like this one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from filters.decision import Objection
from filters.rule import rule
from suppression.entry import NEVER

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from filters.message import SenderIdentity, Sms, SmsFacts
    from suppression.consent import Consent


@rule("SMS_PURPOSE_UNKNOWN", cites="policy: texts are operational only")
def purpose_is_unknown(sms: Sms, facts: SmsFacts) -> Iterator[Objection]:
    """Refuse a text whose purpose is not among those configured, or is missing when needed."""
    if sms.purpose in facts.policy.purposes:
        return
    if sms.purpose:
        reason = "The purpose is not one of those configured."
    elif facts.conversation_open:
        return
    else:
        reason = "Outside an open conversation a text needs a purpose."
    known = ", ".join(sorted(facts.policy.purposes))
    yield Objection(recipient=sms.recipient, reason=reason, evidence=(f"configured: {known}",))


@rule("SMS_NO_CONSENT", cites="CTIA Messaging Principles 5.1; 47 U.S.C. 227(b)(1)(A)(iii)")
def nobody_asked(sms: Sms, facts: SmsFacts) -> Iterator[Objection]:
    """Refuse a text to a person who neither texted us lately nor asked its sender to text."""
    if not _needs_request(facts) or _active(facts):
        return
    if not _expired(facts):
        yield Objection(
            recipient=sms.recipient,
            reason="The person has no open conversation with us and no recorded request.",
            evidence=tuple(f"used up on {at:%Y-%m-%d}" for at in _used_up(facts)),
        )


@rule("SMS_CONSENT_EXPIRED", cites="CTIA Messaging Principles 5.1")
def request_expired(sms: Sms, facts: SmsFacts) -> Iterator[Objection]:
    """Refuse a text on a request that was good for a time now over."""
    if not _needs_request(facts) or _active(facts):
        return
    expired = _expired(facts)
    if expired:
        yield Objection(
            recipient=sms.recipient,
            reason="The person's recorded request has expired.",
            evidence=expired,
        )


@rule("SMS_CONSENT_PURPOSE", cites="CTIA Messaging Principles 5.1.4")
def request_was_for_something_else(sms: Sms, facts: SmsFacts) -> Iterator[Objection]:
    """Refuse a text for a purpose other than the one the person asked for."""
    if not _needs_request(facts) or sms.purpose not in facts.policy.purposes:
        return  # an unknown purpose is objected to under its own name
    active = _active(facts)
    if active and not any(c.allows(sms.purpose) for c in active):
        asked = sorted({purpose for c in active for purpose in c.purposes})
        yield Objection(
            recipient=sms.recipient,
            reason="The person asked to be texted, but not for this purpose.",
            evidence=(f"asked for: {', '.join(asked)}",),
        )


def request_used(sms: Sms, facts: SmsFacts) -> Consent | None:
    """Return the request for once that this text uses up: the one that ends first.

    None where it needs none, or another that is not for once allows it.
    """
    if not _needs_request(facts):
        return None
    fitting = [c for c in _active(facts) if c.allows(sms.purpose)]
    if not all(c.is_for_once for c in fitting):
        return None
    return min(fitting, key=lambda c: (c.expires_at, c.consent_id), default=None)


def _needs_request(facts: SmsFacts) -> bool:
    # CTIA 5.1: who texts first gets answers without further permission, while the talk lasts.
    return facts.policy.require_consent and not facts.conversation_open


def _made_to(sender: SenderIdentity, consents: Iterable[Consent]) -> list[Consent]:
    # CTIA 5.1.4: who asked one sender for texts asked no other
    return [c for c in consents if c.reaches(sender.name)]


def _active(facts: SmsFacts) -> list[Consent]:
    return [c for c in _made_to(facts.identity, facts.consents) if c.is_active(facts.now)]


def _expired(facts: SmsFacts) -> tuple[str, ...]:
    return tuple(
        f"expired on {c.expires_at:%Y-%m-%d}"
        for c in _made_to(facts.identity, facts.consents)
        if c.revoked_at == NEVER and c.used_at == NEVER and c.expires_at <= facts.now
    )


def _used_up(facts: SmsFacts) -> tuple[datetime, ...]:
    made = _made_to(facts.identity, facts.consents)
    return tuple(c.used_at for c in made if c.used_at != NEVER)
