"""What is judged: an email or a text, and the facts gathered about it before the first check."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime  # noqa: TC003 - dataclass fields are read at run time
from enum import StrEnum
from typing import TYPE_CHECKING

from filters.email.footer.template import TEMPLATE
from filters.sms.limits import NONE_SENT, SHIPPED_LIMITS, Limits, Sent
from filters.sms.places.place import NOWHERE, Whereabouts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from filters.email.part import Part
    from filters.sms.reading import EarlierTexts, ModelReading
    from filters.sms.template import Template
    from suppression.consent import Consent
    from suppression.entry import Entry
    from suppression.keys import RecipientKey


class Category(StrEnum):
    """Why an email is sent (16 CFR 316.3); it decides what the law asks of it."""

    COMMERCIAL = "commercial"
    TRANSACTIONAL = "transactional"
    CONVERSATIONAL = "conversational"  # a person's own letter to one other person
    SYSTEM = "system"  # delivery reports: never altered, never kept back by an opt-out


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """One envelope recipient: the address as submitted, and the key it is looked up by."""

    address: str
    key: RecipientKey

    @property
    def domain(self) -> str:
        """The domain of an email address as an A-label; empty for a number."""
        return self.key.rpartition("@")[2] if "@" in self.key else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Email:
    """One submitted email.

    `raw` is the message as received after DATA: CRLF line ends, dots unstuffed, header and body.
    It never changes: what the gateway adds is a `Plan` of splices over it.
    """

    queue_id: str
    reverse_path: str  # "" is the null reverse-path of a DSN (RFC 5321 4.5.5)
    recipients: tuple[Recipient, ...]
    raw: bytes
    tree: Part  # offsets into raw, see filters/email/part.py


@dataclass(frozen=True, slots=True, kw_only=True)
class SenderIdentity:
    """Who a message may claim to be from: `[[sender]]` of the configuration, defaults filled in."""

    name: str
    company: str
    postal_address: str
    contact: str
    domains: frozenset[str]  # A-labels, lower case
    numbers: frozenset[str]  # E.164
    can_sign: bool  # a DKIM key is configured


NOBODY = SenderIdentity(
    name="", company="", postal_address="", contact="", domains=frozenset(), numbers=frozenset(),
    can_sign=False,
)  # fmt: skip
"""The identity of a message whose From belongs to none of the submitter's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryVerdict:
    """The category of a message and how it was found."""

    category: Category
    basis: str  # limb of 15 U.S.C. 7702(17), for transactional mail
    decided_by: str  # "system", "declared", "listener", "rule", a guess, "default" or "content"
    declared: str  # what the submitter declared, "" if nothing
    looks_commercial: bool  # the content, which is not read where the category is commercial
    is_unfounded: bool = False  # said to be transactional, and no text of it is plainly business
    also_sells: bool = False  # it is transactional, and a sentence of it advertises
    evidence: tuple[str, ...] = ()  # what the content was judged by

    @property
    def is_commercial(self) -> bool:
        """Whether CAN-SPAM's duties for commercial mail apply."""
        return self.category is Category.COMMERCIAL


@dataclass(frozen=True, slots=True, kw_only=True)
class EmailPolicy:
    """What the configuration decides about email; no key of it turns a law off."""

    public_url: str  # without a trailing slash
    mail_domain: str  # "": no mailto: part is written
    on_category_conflict: str  # "treat-as-commercial" | "hold" | "refuse"
    on_uneditable: str  # "append-part" | "refuse"
    footer_scope: str  # "commercial" | "all-but-conversational"
    dkim_missing: str  # "warn" | "refuse"
    on_foreign_unsubscribe: str  # "replace" | "refuse": a List-Unsubscribe that is not ours
    category_header: str
    stream_header: str = "X-Optwarden-Stream"
    footer_language: str = "auto"  # the message's own | a primary subtag of RFC 5646
    footer_lines: tuple[str, ...] = TEMPLATE


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """How a message reached us, for its Received field (RFC 5321 4.4) and its missing fields."""

    hostname: str  # ours
    protocol: str  # "ESMTP", "ESMTPS", "ESMTPA", "ESMTPSA", "HTTP"
    helo: str
    peer: str  # IP address
    at: datetime
    submitter: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EmailFacts:
    """Everything a check or an edit of email may look at besides the message itself."""

    verdict: CategoryVerdict
    stream: str  # slug; "" is the sender identity's unnamed stream
    from_domain: str  # of the From field, an A-label; "" when there is no readable one
    identity: SenderIdentity
    allowed: tuple[SenderIdentity, ...]  # who the submitter may send as
    suppressed: Mapping[RecipientKey, tuple[Entry, ...]]
    policy: EmailPolicy
    arrival: Arrival
    unread: frozenset[RecipientKey] = frozenset()  # whose reply may ask for an opt-out


@dataclass(frozen=True, slots=True, kw_only=True)
class Sms:
    """One submitted text."""

    queue_id: str
    recipient: Recipient
    sender: str  # E.164, or "" for the route's own
    text: str
    purpose: str  # "" inside an open conversation
    send_at: datetime
    valid_until: datetime
    whereabouts: Whereabouts = NOWHERE  # as the submitter knows them

    @property
    def recipients(self) -> tuple[Recipient, ...]:
        """The one recipient, as every message has them."""
        return (self.recipient,)


@dataclass(frozen=True, slots=True, kw_only=True)
class SmsPolicy:
    """What the configuration decides about texts."""

    require_consent: bool
    promotional: str  # "refuse" | "hold"
    hold_from: float  # scores from here are held
    refuse_from: float  # scores from here are promotional
    quiet_hours: str = "wait"  # | "refuse": a text that is submitted in them
    purposes: frozenset[str]
    regions: frozenset[str]
    max_segments: int = 10
    limits: Limits = SHIPPED_LIMITS
    link_hosts: frozenset[str] = frozenset()  # our own, beside the senders' domains; A-labels


@dataclass(frozen=True, slots=True, kw_only=True)
class SmsFacts:
    """Everything a check or an edit of a text may look at besides the text itself."""

    identity: SenderIdentity
    allowed: tuple[SenderIdentity, ...]
    suppressed: Mapping[RecipientKey, tuple[Entry, ...]]
    consents: tuple[Consent, ...]
    conversation_open: bool  # the person texted within the window
    notice_due: bool  # no opt-out notice went to this number within thirty days
    opens_at: datetime  # when the text may leave: later than asked for in quiet hours
    sent: Sent = NONE_SENT
    clocks: tuple[str, ...] = ()  # what the quiet hours go by: zones, and the laws of states
    is_unread: bool = False  # a text of the person may ask for an opt-out and waits for a reader
    policy: SmsPolicy
    now: datetime
    reading: ModelReading | None = None  # what the models say; none where there are none
    earlier: EarlierTexts | None = None  # what was said just before, none where nothing was
    template: Template | None = None  # the approved one that it reads like
