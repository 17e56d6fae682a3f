"""Who asked to be written to: recorded requests, the evidence the sender has to produce."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from suppression.entry import NEVER

if TYPE_CHECKING:
    from datetime import datetime

    from suppression.keys import RecipientKey


REQUEST_LASTS: Final = timedelta(days=30)
"""How long a request stands unless said otherwise: it is for one matter, not for ever."""


class ConsentSource(StrEnum):
    """How the person asked. A notice ("by giving your address you consent") is none of these."""

    EMAIL = "email"
    VOICE = "voice"
    FORM = "form"
    IN_PERSON = "in_person"
    SMS = "sms"


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """One recorded request of a person to be texted, or written to again, with what proves it.

    CTIA Messaging Principles 5.1: informational texts need the consumer's express permission;
    the burden of proof is the sender's (47 CFR 64.1200).
    """

    consent_id: str
    key: RecipientKey
    source: ConsentSource
    purposes: frozenset[str]  # empty: every one; of an email address: streams
    evidence: str  # what was asked, where it can be found again
    recorded_by: str
    requested_at: datetime
    expires_at: datetime = NEVER
    sender: str = ""  # the sender identity that was asked; "" is all of them
    is_for_once: bool = False  # one text uses it up: a request for one meeting link
    revoked_at: datetime = NEVER
    revoked_because: str = ""
    used_at: datetime = NEVER
    used_by: str = ""  # queue id of the text
    zone: str = ""  # where the person is, of the IANA time zone database
    postal_code: str = ""  # a ZIP code of five digits

    def is_active(self, at: datetime) -> bool:
        """Whether the request still stands at `at`."""
        is_standing = self.revoked_at == NEVER and self.used_at == NEVER
        return is_standing and self.requested_at <= at < self.expires_at

    def reaches(self, sender: str) -> bool:
        """Whether the request was made to this sender identity, or to all of them."""
        return self.sender in {"", sender}

    def allows(self, purpose: str) -> bool:
        """Whether the request was for this purpose."""
        return not self.purposes or purpose in self.purposes


@dataclass(frozen=True, slots=True, kw_only=True)
class NewConsent:
    """A request of a person to be texted, or written to again, as somebody recorded it."""

    key: RecipientKey
    source: ConsentSource
    purposes: frozenset[str]
    evidence: str
    requested_at: datetime
    expires_at: datetime = NEVER
    sender: str = ""
    is_for_once: bool = False
    resubscribes: bool = False  # it takes an earlier opt-out back, as far as it reaches
    zone: str = ""  # where the person is, of the IANA time zone database
    postal_code: str = ""  # a ZIP code of five digits
