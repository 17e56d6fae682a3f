"""Whether the recipient, or somebody for them, said that this email must not come."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from filters.decision import Effect, Objection
from filters.email.category.categorise import GUESSES, contradicts
from filters.message import Category
from filters.rule import rule
from suppression.entry import ALL, Entry, Reason

if TYPE_CHECKING:
    from collections.abc import Iterator

    from filters.message import Email, EmailFacts

_OPT_OUT: Final = "SUPPRESSED_OPTOUT"
_ALL: Final = "SUPPRESSED_ALL"
_DOMAIN: Final = "SUPPRESSED_DOMAIN"
_CODES: Final = {
    Reason.COMPLAINT: "SUPPRESSED_COMPLAINT",
    Reason.HARD_BOUNCE: "SUPPRESSED_BOUNCE",
    Reason.INVALID: "SUPPRESSED_BOUNCE",
    Reason.SOFT_BOUNCE: "SUPPRESSED_BOUNCE",
    Reason.WRONG_NUMBER: "SUPPRESSED_BOUNCE",  # of an email address: it reaches somebody else
    Reason.LEGAL: "SUPPRESSED_LEGAL",
    Reason.MINOR: "SUPPRESSED_MINOR",
    Reason.ERASED: "SUPPRESSED_DELETED",
}
_OWN_WISH: Final = frozenset({Reason.UNSUBSCRIBE, Reason.COMPLAINT})


def code_of(entry: Entry) -> str:
    """Return the code an email is refused with because of this entry."""
    if entry.key.startswith("@") and entry.reason not in (Reason.LEGAL, Reason.MINOR):
        return _DOMAIN
    return _CODES.get(entry.reason, _ALL if entry.scope == ALL else _OPT_OUT)


@rule("SUPPRESSED_OPTOUT", cites="15 U.S.C. 7704(a)(4)(A)(i)")
def recipient_opted_out(email: Email, facts: EmailFacts) -> Iterator[Objection]:
    """Refuse commercial email to a recipient who opted out of it; transactional email passes."""
    yield from _stopped_by("SUPPRESSED_OPTOUT", "The recipient opted out.", email, facts)


@rule("SUPPRESSED_COMPLAINT", cites='policy: "Honor opt-out requests quickly"; RFC 5965')
def recipient_complained(email: Email, facts: EmailFacts) -> Iterator[Objection]:
    """Refuse commercial email to a recipient who reported an earlier one as spam."""
    reason = "The recipient reported an earlier message as spam."
    yield from _stopped_by("SUPPRESSED_COMPLAINT", reason, email, facts)


@rule("SUPPRESSED_ALL", cites='policy: "removed from the list completely"')
def recipient_wants_nothing(email: Email, facts: EmailFacts) -> Iterator[Objection]:
    """Refuse every email to a recipient whose entry stops all of it."""
    yield from _stopped_by("SUPPRESSED_ALL", "The recipient gets no email at all.", email, facts)


@rule("SUPPRESSED_BOUNCE", cites="RFC 5321 6.1; mailbox providers' sender rules")
def address_is_dead(email: Email, facts: EmailFacts) -> Iterator[Objection]:
    """Refuse email to an address that was seen to take none."""
    reason = "Earlier messages to this address could not be delivered."
    yield from _stopped_by("SUPPRESSED_BOUNCE", reason, email, facts)


@rule("SUPPRESSED_MINOR", cites="15 U.S.C. 6502; 16 CFR 312.3")
def recipient_is_a_child(email: Email, facts: EmailFacts) -> Iterator[Objection]:
    """Refuse every email to somebody known to be a child."""
    yield from _stopped_by("SUPPRESSED_MINOR", "The recipient is a child.", email, facts)


@rule("SUPPRESSED_LEGAL", cites="policy: a legal entry stops everything")
def contact_is_forbidden(email: Email, facts: EmailFacts) -> Iterator[Objection]:
    """Refuse every email to somebody who must not be contacted for a legal reason."""
    reason = "The recipient must not be contacted for a legal reason."
    yield from _stopped_by("SUPPRESSED_LEGAL", reason, email, facts)


@rule("SUPPRESSED_DELETED", cites="Cal. Civ. Code 1798.105")
def recipient_was_deleted(email: Email, facts: EmailFacts) -> Iterator[Objection]:
    """Refuse email to somebody whose data was deleted, as far as the entry before it reached."""
    yield from _stopped_by("SUPPRESSED_DELETED", "The recipient was deleted.", email, facts)


@rule("SUPPRESSED_DOMAIN", cites="policy: an entry for a domain stops everybody there")
def domain_is_suppressed(email: Email, facts: EmailFacts) -> Iterator[Objection]:
    """Refuse email to a domain that is suppressed as a whole."""
    yield from _stopped_by("SUPPRESSED_DOMAIN", "The domain is suppressed.", email, facts)


def _stopped_by(code: str, reason: str, email: Email, facts: EmailFacts) -> Iterator[Objection]:
    """Object for each recipient with an entry of this code that covers the message."""
    for recipient in email.recipients:
        entries = facts.suppressed.get(recipient.key)
        if not entries:  # of most recipients
            continue
        of_code = [entry for entry in entries if code_of(entry) == code]
        covering = [entry for entry in of_code if _covers(entry, facts)]
        if covering:
            evidence = _seen(covering[0], facts)
            yield Objection(recipient=recipient, reason=reason, evidence=evidence)
        elif doubtful := [entry for entry in of_code if _may_cover(entry, facts)]:
            yield Objection(
                recipient=recipient,
                reason="The recipient opted out, and the message may be advertising.",
                evidence=_seen(doubtful[0], facts),
                effect=Effect.HOLD,
            )


def _covers(entry: Entry, facts: EmailFacts) -> bool:
    # RFC 5321 6.1: a delivery report answers what the person sent; their opt-out is of our mail
    if facts.verdict.category is Category.SYSTEM and entry.reason in _OWN_WISH:
        return False
    return entry.covers(
        commercial=facts.verdict.is_commercial, stream=facts.stream, sender=facts.identity.name
    )


def _may_cover(entry: Entry, facts: EmailFacts) -> bool:
    """Whether it would, if the category is wrong: it was only guessed, or the content denies it."""
    is_uncertain = facts.verdict.decided_by in GUESSES or contradicts(facts.verdict)
    return is_uncertain and entry.covers(
        commercial=True, stream=facts.stream, sender=facts.identity.name
    )


def _seen(entry: Entry, facts: EmailFacts) -> tuple[str, ...]:
    """Return what the refusal rests on; for an overruled category also why it was overruled."""
    seen = f"{entry.reason} of scope {entry.scope}, requested on {entry.requested_at:%Y-%m-%d}"
    overruled = facts.verdict.decided_by == "content"
    return (seen, *(facts.verdict.evidence if overruled else ()))
