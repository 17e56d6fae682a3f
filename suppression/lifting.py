"""Who may end an entry: the one place that decides, whoever asks and by whatever way."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from suppression.actor import Authority
from suppression.channel import Channel
from suppression.entry import Origin, Reason
from suppression.errors import GatewayError
from suppression.terms import LEAST_SAID, OF_COMPLIANCE, OF_THE_PERSON

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from suppression.actor import Actor
    from suppression.consent import NewConsent
    from suppression.entry import Entry

_STREAM: Final = "stream:"
TEXT: Final = "sms"
"""The method of an act that somebody texted."""


class Need(StrEnum):
    """What is missing to lift an entry."""

    EVIDENCE = "evidence"  # of where the person took back what they asked for
    COMPLIANCE = "compliance"  # the role, and a reason
    TEXT = "START from the number"  # nobody else knows whose it is now
    OWN_WORD = "own word"  # a person takes back only what they themselves asked for


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """An entry that may not be lifted like this, and what is missing."""

    entry: Entry
    need: Need


class NotLiftable(GatewayError):  # noqa: N818 - an answer, not a failure of ours
    """Somebody asked for more than they may: nothing was lifted."""

    def __init__(self, bars: tuple[Bar, ...]) -> None:
        """Name the entries and what each needs."""
        super().__init__(", ".join(f"{bar.entry.entry_id} needs {bar.need}" for bar in bars))
        self.bars = bars


def bars(entries: Iterable[Entry], by: Actor, evidence: str) -> tuple[Bar, ...]:
    """Return which of these entries may not be lifted, by whom and with what is said."""
    needs = ((entry, _need(entry, by, evidence)) for entry in entries)
    return tuple(Bar(entry=entry, need=need) for entry, need in needs if need is not None)


def bars_in_bulk(entries: Iterable[Entry], by: Actor, because: str) -> tuple[Bar, ...]:
    """Return which of these may not be lifted together: who answers for the law says why."""
    if by.authority is not Authority.COMPLIANCE:
        return tuple(Bar(entry=entry, need=Need.COMPLIANCE) for entry in entries)
    return bars(entries, by, because)


def _need(entry: Entry, by: Actor, evidence: str) -> Need | None:
    if by.authority is Authority.PERSON:
        own = entry.origin is Origin.RECIPIENT and entry.reason in OF_THE_PERSON
        return None if own else Need.OWN_WORD
    if entry.reason in OF_COMPLIANCE:
        return None if by.authority is Authority.COMPLIANCE else Need.COMPLIANCE
    # 47 CFR 64.1200(m): consent was somebody else's; it ends with newer consent from that number
    if entry.reason is Reason.WRONG_NUMBER and entry.channel is Channel.SMS:
        return Need.TEXT
    # 15 U.S.C. 7704(a)(4)(B): only the recipient's later affirmative consent ends their opt-out
    if entry.reason in OF_THE_PERSON and not is_said(evidence):
        return Need.EVIDENCE
    return None


def is_ended_by_request(entry: Entry, new: NewConsent) -> bool:
    """Whether what the person asked for later ends an entry.

    An opt-out ends only by a request to be written to again that reaches as far as it did, an
    erasure by any contact. A wrong number ends by none that somebody records, whatever its source:
    what is recorded may be of whoever had the number before (47 CFR 64.1200(m)).
    """
    if new.requested_at <= entry.last_requested_at or new.sender not in ("", entry.sender):
        return False
    if entry.reason is Reason.ERASED:
        return True
    if entry.reason is Reason.WRONG_NUMBER:
        return False
    if not new.resubscribes or entry.reason not in OF_THE_PERSON or not is_said(new.evidence):
        return False
    if entry.channel is Channel.SMS or not new.purposes:
        return True
    return entry.scope.startswith(_STREAM) and entry.scope.removeprefix(_STREAM) in new.purposes


def is_ended_by_contact(entry: Entry, at: datetime) -> bool:
    """Whether it ends an entry that a person turned to us: by a text, or as somebody recorded."""
    return entry.reason is Reason.ERASED and entry.last_requested_at < at


def is_ended_by_start(entry: Entry, at: datetime) -> bool:
    """Whether START ends an entry: what STOP set, and a wrong number, whoever said it is one.

    47 CFR 64.1200(m): who has the number now asks to be texted, which no other text of theirs does.
    """
    is_wrong = entry.reason is Reason.WRONG_NUMBER and entry.channel is Channel.SMS
    return is_ended_by_keep(entry, at) or (is_wrong and entry.last_requested_at < at)


def is_ended_by_keep(entry: Entry, at: datetime) -> bool:
    """Whether KEEP ends an entry: what STOP set, never what anybody else or another way did."""
    return (
        (entry.origin, entry.reason, entry.method) == (Origin.RECIPIENT, Reason.UNSUBSCRIBE, TEXT)
        and entry.channel is Channel.SMS
        and entry.last_requested_at < at
    )


def is_said(evidence: str) -> bool:
    """Whether a text says anything for the record."""
    return len(evidence.strip()) >= LEAST_SAID
