"""Whether the person, or somebody for them, said that no text may go there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from filters.decision import Objection
from filters.rule import rule
from suppression.entry import ALL, Entry, Reason

if TYPE_CHECKING:
    from collections.abc import Iterator

    from filters.message import Sms, SmsFacts

_CODES: Final = {
    Reason.COMPLAINT: "SUPPRESSED_COMPLAINT",
    Reason.HARD_BOUNCE: "SUPPRESSED_BOUNCE",
    Reason.INVALID: "SUPPRESSED_BOUNCE",
    Reason.SOFT_BOUNCE: "SUPPRESSED_BOUNCE",
    Reason.WRONG_NUMBER: "SUPPRESSED_WRONG_NUMBER",
    Reason.LEGAL: "SUPPRESSED_LEGAL",
    Reason.MINOR: "SUPPRESSED_MINOR",
    Reason.ERASED: "SUPPRESSED_DELETED",
}


def code_of(entry: Entry) -> str:
    """Return the code a text is refused with because of this entry."""
    everything = "SUPPRESSED_ALL" if entry.scope == ALL else "SUPPRESSED_OPTOUT"
    return _CODES.get(entry.reason, everything)


@rule("SUPPRESSED_OPTOUT", cites="47 CFR 64.1200(a)(10)")
def person_opted_out(sms: Sms, facts: SmsFacts) -> Iterator[Objection]:
    """Refuse every text to a person who opted out of texts."""
    yield from _stopped(sms, facts, "SUPPRESSED_OPTOUT", "The person opted out of texts.")


@rule("SUPPRESSED_ALL", cites="47 CFR 64.1200(a)(10)")
def person_wants_nothing(sms: Sms, facts: SmsFacts) -> Iterator[Objection]:
    """Refuse every text to a person who asked for no messages at all."""
    yield from _stopped(sms, facts, "SUPPRESSED_ALL", "The person asked for no messages at all.")


@rule("SUPPRESSED_COMPLAINT", cites="47 CFR 64.1200(a)(10)")
def person_complained(sms: Sms, facts: SmsFacts) -> Iterator[Objection]:
    """Refuse every text to a person who complained about one."""
    yield from _stopped(sms, facts, "SUPPRESSED_COMPLAINT", "The person complained about a text.")


@rule("SUPPRESSED_BOUNCE", cites="CTIA Messaging Principles 5")
def number_takes_no_texts(sms: Sms, facts: SmsFacts) -> Iterator[Objection]:
    """Refuse a text to a number that texts could not be delivered to."""
    saying = "Texts to this number could not be delivered."
    yield from _stopped(sms, facts, "SUPPRESSED_BOUNCE", saying)


@rule("SUPPRESSED_WRONG_NUMBER", cites="47 CFR 64.1200(m)")
def number_is_somebody_elses(sms: Sms, facts: SmsFacts) -> Iterator[Objection]:
    """Refuse a text to a number that is not, or no longer, the person's."""
    saying = "The number was reported as the wrong one."
    yield from _stopped(sms, facts, "SUPPRESSED_WRONG_NUMBER", saying)


@rule("SUPPRESSED_LEGAL", cites="policy: a legal entry stops everything")
def law_forbids_contact(sms: Sms, facts: SmsFacts) -> Iterator[Objection]:
    """Refuse every text to a person who must not be contacted for legal reasons."""
    saying = "The person must not be contacted, for legal reasons."
    yield from _stopped(sms, facts, "SUPPRESSED_LEGAL", saying)


@rule("SUPPRESSED_MINOR", cites="15 U.S.C. 6502")
def person_is_a_child(sms: Sms, facts: SmsFacts) -> Iterator[Objection]:
    """Refuse every text to a person known to be a child."""
    saying = "The number is recorded as a minor's."
    yield from _stopped(sms, facts, "SUPPRESSED_MINOR", saying)


@rule("SUPPRESSED_DELETED", cites="Cal. Civ. Code 1798.105")
def person_was_erased(sms: Sms, facts: SmsFacts) -> Iterator[Objection]:
    """Refuse every text to a person whose data was deleted on their request."""
    saying = "The person's data was deleted on request."
    yield from _stopped(sms, facts, "SUPPRESSED_DELETED", saying)


def _stopped(sms: Sms, facts: SmsFacts, code: str, saying: str) -> Iterator[Objection]:
    for entry in facts.suppressed.get(sms.recipient.key, ()):
        # 47 CFR 64.1200(a)(10): a stop ends texts of every kind, so none counts as commercial here
        covers = entry.covers(commercial=False, stream="", sender=facts.identity.name)
        if covers and code_of(entry) == code:
            yield Objection(
                recipient=sms.recipient,
                reason=saying,
                evidence=(f"{entry.reason}, requested on {entry.requested_at:%Y-%m-%d}",),
            )
            return
