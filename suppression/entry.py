"""One line of the suppression list: who must not get what, since when, why, and who said so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Final, NewType

from suppression.channel import Channel
from suppression.press import NO_PRESS, Press

if TYPE_CHECKING:
    from suppression.keys import RecipientKey

NEVER: Final = datetime.max.replace(tzinfo=UTC)
"""The moment of what does not happen: an entry that does not expire, or was not lifted."""

Scope = NewType("Scope", str)
"""What an entry stops: `all`, `commercial` or `stream:<slug>`. Made by `scope`."""

ALL: Final = Scope("all")
COMMERCIAL: Final = Scope("commercial")
_STREAM: Final = "stream:"


class Reason(StrEnum):
    """Why an entry exists; it decides what is blocked and who may lift it."""

    UNSUBSCRIBE = "unsubscribe"
    COMPLAINT = "complaint"
    HARD_BOUNCE = "hard_bounce"
    INVALID = "invalid"
    SOFT_BOUNCE = "soft_bounce"
    MANUAL = "manual"
    WRONG_NUMBER = "wrong_number"
    LEGAL = "legal"
    MINOR = "minor"
    ERASED = "erased"


class Origin(StrEnum):
    """Who put an entry there."""

    RECIPIENT = "recipient"
    ADMIN = "admin"
    API = "api"
    IMPORT = "import"
    PROVIDER = "provider"
    SYSTEM = "system"


_BLOCKS_EVERYTHING: Final = frozenset(
    {
        Reason.HARD_BOUNCE,
        Reason.INVALID,
        Reason.SOFT_BOUNCE,
        Reason.WRONG_NUMBER,
        Reason.LEGAL,
        Reason.MINOR,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One suppression entry. Rows are never deleted: lifting one is an event that ends it."""

    entry_id: str
    channel: Channel
    key: RecipientKey
    scope: Scope
    sender: str  # the sender identity opted out of; "" is all of them
    reason: Reason
    origin: Origin
    evidence: str
    requested_at: datetime
    effective_at: datetime
    repeated_at: datetime = NEVER  # when the same was asked for last; NEVER: once only
    expires_at: datetime = NEVER
    include_subdomains: bool = False  # of a domain entry
    recorded_by: str = ""
    method: str = ""  # by what it came: "one-click", "sms", "cli"
    lifted_at: datetime = NEVER
    lifted_by: str = ""
    lifted_because: str = ""

    @property
    def last_requested_at(self) -> datetime:
        """When it was asked for last: only what the person says after that takes it back."""
        return self.requested_at if self.repeated_at == NEVER else self.repeated_at

    def is_active(self, at: datetime) -> bool:
        """Whether the entry is in force at `at`."""
        return self.lifted_at == NEVER and self.effective_at <= at < self.expires_at

    def covers(self, *, commercial: bool, stream: str, sender: str) -> bool:
        """Whether a message of this kind to this person is blocked.

        The table of reasons is `docs/rules.md`. On SMS an unsubscribe blocks every text but the
        gateway's own replies (47 CFR 64.1200(a)(10)).
        """
        if self.sender and sender and self.sender != sender:
            return False
        if self.reason in _BLOCKS_EVERYTHING or self.scope == ALL:
            return True
        if self.channel is Channel.SMS:
            return True
        if not commercial:
            return False
        if self.reason is Reason.COMPLAINT or self.scope == COMMERCIAL:
            return True
        return self.scope == stream_scope(stream)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEntry:
    """What is asked to be put on the list; the store gives it its id and effective time."""

    channel: Channel
    key: RecipientKey
    scope: Scope
    reason: Reason
    origin: Origin
    evidence: str = ""
    sender: str = ""
    requested_at: datetime
    expires_at: datetime = NEVER  # of a bounce: when its time is over
    include_subdomains: bool = False
    press: Press = NO_PRESS  # of the public page's button


def stops_everything(reason: str) -> bool:
    """Whether entries for this reason stop every message, whatever their scope."""
    return reason in _BLOCKS_EVERYTHING


def stream_scope(slug: str) -> Scope:
    """Return the scope of one stream."""
    return Scope(_STREAM + slug)


def scope(text: str) -> Scope:
    """Read a scope as people write it.

    >>> scope("stream:weekly-news")
    'stream:weekly-news'

    Raises:
        ValueError: `text` is not `all`, `commercial` or `stream:<slug>`.
    """
    slug = text.removeprefix(_STREAM)
    if text in (ALL, COMMERCIAL) or (slug != text and is_slug(slug)):
        return Scope(text)
    message = f'{text!r} is not a scope: write "all", "commercial" or "stream:<slug>"'
    raise ValueError(message)


def is_slug(text: str) -> bool:
    """Whether `text` names a stream: 1 to 64 of a-z, 0-9, hyphen, underscore and dot."""
    return 0 < len(text) <= 64 and all(c in "abcdefghijklmnopqrstuvwxyz0123456789-_." for c in text)  # noqa: PLR2004
