"""What is only recorded where the gateway observes: what content and policy say, no person's no."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from filters.judge import ruling
from suppression.entry import NEVER

if TYPE_CHECKING:
    from collections.abc import Iterable

    from filters.decision import Ruling
    from filters.message import SmsFacts

_CONSENT: Final = frozenset({"SMS_NO_CONSENT", "SMS_CONSENT_EXPIRED", "SMS_CONSENT_PURPOSE"})

WAIVED_OF_EMAIL: Final = frozenset(
    {
        "EMAIL_CATEGORY_UNKNOWN", "EMAIL_CLASS_BASIS_MISSING", "EMAIL_CLASS_CONFLICT",
        "EMAIL_SUBJECT_DECEPTIVE", "EMAIL_WIRELESS_DOMAIN", "EMAIL_POSTAL_ADDRESS_MISSING",
        "EMAIL_SEXUAL_LABEL_MISSING", "EMAIL_DMARC_PREFLIGHT", "MIME_IMMUTABLE_NONCOMPLIANT",
        "MIME_MALFORMED", "EMAIL_UNSUBSCRIBE_FOREIGN", "W_UNSUBSCRIBE_REPLACED", "W_DKIM_MISSING",
        "W_HTML_CLIP", "W_SUBJECT_URGENCY", "W_CLASS_UNFOUNDED", "W_CLASS_MIXED",
    }
)  # fmt: skip
"""What an email says and how it is made. The rest holds: the list, the sender, our troubles."""

WAIVED_OF_SMS: Final = _CONSENT | {
    "SMS_PURPOSE_UNKNOWN", "SMS_PROMOTIONAL_BLOCKED", "HELD_REVIEW", "SMS_SHORTENER_BLOCKED",
    "SMS_LINK_DECEPTIVE", "W_LINK_HOSTS", "SMS_FREQUENCY_CAP", "RATE_HARVEST", "RATE_TENANT",
    "SMS_KEYWORD_TRAP", "SMS_OPTOUT_EXCLUSIVE", "SMS_TEMPLATE_APPROVED",
    "SMS_TOO_LONG", "SMS_QUIET_HOURS", "HELD_QUIET_HOURS", "SMS_EXPIRED",
}  # fmt: skip
"""What a text says and when. The rest holds: the list, the sender, numbers that take no texts."""


def waive(rulings: Iterable[Ruling], codes: frozenset[str]) -> tuple[Ruling, ...]:
    """Return the rulings with the findings of these codes recorded instead of obeyed."""
    return tuple(
        ruling(
            each.recipient,
            [finding for finding in each.findings if finding.code not in codes],
            waived=[finding for finding in each.findings if finding.code in codes],
        )
        for each in rulings
    )


def waived_of_sms(facts: SmsFacts) -> frozenset[str]:
    """Return what is only recorded about a text: a request that was taken back is an opt-out."""
    # 47 CFR 64.1200(a)(10): a revocation holds, whatever else is only watched
    if any(consent.revoked_at != NEVER for consent in facts.consents):
        return WAIVED_OF_SMS - _CONSENT
    return WAIVED_OF_SMS
