"""A request of a person about their data, and its clocks (Cal. Civ. Code 1798.130; 11 CCR 7021)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from suppression.deadlines import REQUEST_DAYS, business_days_after, request_due
from suppression.entry import NEVER
from suppression.errors import GatewayError
from suppression.keys import RecipientKey  # noqa: TC001 - dataclass fields are read at run time

CONFIRM_BUSINESS_DAYS: Final = 10  # 11 CCR 7021(a)
EXTENDED_DAYS: Final = 90  # 11 CCR 7021(b): with the reason, said within the first 45
KEPT: Final = timedelta(days=731)  # 11 CCR 7101: 24 months
_MANNERS: Final = frozenset({"email", "sms", "text", "phone", "telephone", "page", "letter"})
_CALIFORNIA: Final = ZoneInfo("America/Los_Angeles")


class Kind(StrEnum):
    """What is asked for."""

    KNOW = "know"
    DELETE = "delete"
    CORRECT = "correct"


class Outcome(StrEnum):
    """How a request ended."""

    OPEN = ""
    DONE = "done"
    PARTLY = "partly"
    DENIED = "denied"


class Act(StrEnum):
    """What is done for a person, and for nobody who says to be that person."""

    SHOW = "show"  # everything that is known
    FORGET = "forget"


class NotPossible(GatewayError):  # noqa: N818 - an answer, not a failure of ours
    """A request is not in a state for that, or it is too late for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRequest:
    """A request as it is taken down."""

    kind: Kind
    people: tuple[RecipientKey, ...]  # addresses and numbers of one person
    manner: str
    note: str
    received_at: datetime

    def __post_init__(self) -> None:
        """Refuse what is of no person: nobody could be told, or forgotten.

        Raises:
            ValueError: nobody is named, or a whole domain.
        """
        if not self.people:
            message = "a request is of a person: name one"
            raise ValueError(message)
        if domains := [key for key in self.people if key.startswith("@")]:
            message = f"{domains[0]} is a whole domain: a request is of one person"
            raise ValueError(message)


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A request as people see it."""

    request_id: str
    kind: Kind
    people: tuple[RecipientKey, ...]  # none any more once the person is erased
    shown: tuple[str, ...]  # masked
    manner: str
    note: str
    received_at: datetime
    confirm_by: date  # the last day to say that it came
    answer_by: date  # the last day to answer, verified or not
    recorded_by: str
    confirmed_at: datetime = NEVER
    verified_at: datetime = NEVER
    verified_how: str = ""
    extended_at: datetime = NEVER
    extended_because: str = ""
    closed_at: datetime = NEVER
    outcome: Outcome = Outcome.OPEN
    because: str = ""
    closed_by: str = ""

    @property
    def is_open(self) -> bool:
        """Whether it waits for an answer."""
        return self.closed_at == NEVER

    @property
    def is_confirmed(self) -> bool:
        """Whether the person was told that it came."""
        return self.confirmed_at != NEVER

    @property
    def is_verified(self) -> bool:
        """Whether the person is known to be who they say."""
        return self.verified_at != NEVER

    @property
    def is_extended(self) -> bool:
        """Whether more time was taken."""
        return self.extended_at != NEVER

    @property
    def has_usual_manner(self) -> bool:
        """Whether how it came is said in one of the usual words, and not in somebody's own."""
        return self.manner.lower() in _MANNERS

    def allowed(self, act: Act) -> tuple[RecipientKey, ...]:
        """Return whom it is about, where that may be done for them (11 CCR 7060).

        Raises:
            NotPossible: nobody verified who asks, they ask for something else, or are forgotten.
        """
        if not self.people:
            message = f"{self.request_id}: who asked was erased already"
            raise NotPossible(message)
        if not self.is_verified:
            message = f"{self.request_id}: say first how you found out that they are who they say"
            raise NotPossible(message)
        if act is Act.FORGET and self.kind is not Kind.DELETE:
            message = f"{self.request_id} asks to {self.kind}; to be forgotten is another request"
            raise NotPossible(message)
        return self.people

    def days_left(self, at: datetime) -> int:
        """Return how many days are left to answer; negative when it is late."""
        return (self.answer_by - day_of(at)).days

    def is_unconfirmed_late(self, at: datetime) -> bool:
        """Whether the person should have been told by now that the request came."""
        return self.is_open and not self.is_confirmed and day_of(at) > self.confirm_by


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A request that was taken down, or to which was added what somebody says again."""

    request: Request
    is_new: bool
    is_whole: bool  # its note keeps what was said; else somebody has to read it elsewhere


def confirm_by(received_at: datetime) -> date:
    """Return the last day to say that a request came (11 CCR 7021(a))."""
    return business_days_after(day_of(received_at), CONFIRM_BUSINESS_DAYS)


def answer_by(received_at: datetime, *, is_extended: bool) -> date:
    """Return the last day to answer a request (11 CCR 7021(b))."""
    return request_due(day_of(received_at), EXTENDED_DAYS if is_extended else REQUEST_DAYS)


def day_of(at: datetime) -> date:
    """Return the day in California, where these clocks run."""
    return at.astimezone(_CALIFORNIA).date()


def begins(day: date) -> datetime:
    """Return when a day begins in California: midnight UTC is of the day before there."""
    return datetime.combine(day, time(), _CALIFORNIA)
