"""What the ledger keeps of an act on the list: who did it, by what, from where and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from suppression.channel import Channel
from suppression.keys import channel_of
from suppression.ledger import Line, Pepper
from suppression.press import SUSPECTED_SCANNER

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from suppression.actor import Actor
    from suppression.consent import Consent
    from suppression.entry import Entry
    from suppression.keys import RecipientKey
    from suppression.link import Link
    from suppression.texts import NewText


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Writes the lines of one act: facts that stay, details that an erasure can take away."""

    pepper: Pepper
    by: Actor
    at: datetime

    def added(self, entry: Entry) -> Line:
        """Say that an entry was put on the list."""
        return self._line(
            "suppression.added", entry.key, _facts_of(entry), {"evidence": entry.evidence}
        )

    def lifted(self, entry: Entry) -> Line:
        """Say that an entry was ended."""
        return self._line(
            "suppression.lifted", entry.key, _facts_of(entry), {"because": entry.lifted_because}
        )

    def restored(self, entry: Entry, lifted: Entry) -> Line:
        """Say that an entry was put on the list in place of one that was lifted."""
        why = {"because": f"{lifted.entry_id} was lifted, and put back"}
        return self._line("suppression.restored", entry.key, _facts_of(entry), why)

    def confirmed(self, entry: Entry) -> Line:
        """Say that something else asked for what a page could have taken back."""
        return self._line("suppression.confirmed", entry.key, _facts_of(entry), {})

    def suspected(self, entry: Entry) -> Line:
        """Say that a link scanner seems to have made an entry."""
        return self._line(
            "suppression.suspected", entry.key, _facts_of(entry), {"evidence": SUSPECTED_SCANNER}
        )

    def linked(self, link: Link) -> tuple[Line, ...]:
        """Say of both that a number and an address are one person's."""
        return self._of_both("link.recorded", link, {"evidence": link.evidence})

    def unlinked(self, link: Link) -> tuple[Line, ...]:
        """Say of both that a number and an address are one person's no more."""
        return self._of_both("link.ended", link, {"because": link.ended_because})

    def consented(self, consent: Consent) -> Line:
        """Say that a request was recorded."""
        return self._line(
            "consent.recorded", consent.key, _facts_of_consent(consent),
            {"evidence": consent.evidence},
        )  # fmt: skip

    def revoked(self, consent: Consent) -> Line:
        """Say that a request was ended."""
        return self._line(
            "consent.revoked", consent.key, _facts_of_consent(consent),
            {"because": consent.revoked_because},
        )  # fmt: skip

    def used(self, consent: Consent) -> Line:
        """Say that a text used a request up."""
        facts = {**_facts_of_consent(consent), "used_by": consent.used_by}
        return self._line("consent.used", consent.key, facts, {})

    def texted(self, key: RecipientKey, ours: RecipientKey) -> Line:
        """Say that a person texted a number of ours."""
        facts = {"entry_id": "", "channel": Channel.SMS}
        return self._line("conversation.opened", key, facts, {"ours": ours})

    def heard(self, text_id: str, new: NewText, digest: str) -> Line:
        """Say that a person texted us, and what it was understood to ask for."""
        facts = {
            "entry_id": text_id,
            "channel": Channel.SMS,
            "asked": new.asked,
            "grade": new.grade,
            "digest": digest,
            "source": new.source,
        }
        why = {"ours": new.ours, "matched": new.matched, "reference": new.reference}
        return self._line("text.received", new.person, facts, why)

    def erased(self, key: RecipientKey, channel: Channel, kept: Sequence[Entry]) -> Line:
        """Say that a person was erased: nobody can read who, or what stops them by which entry."""
        facts = {
            "entry_id": "",
            "channel": channel,
            "entries": [entry.entry_id for entry in kept],
            "method": self.by.method,
            "message": "",
        }
        return Line(
            at=self.at,
            kind="person.erased",
            person=self.pepper.person(key),
            facts=facts,
            detail={"actor": self.by.name},
        )

    def of_a_file(self, kind: str, facts: Mapping[str, Any]) -> Line:
        """Say what was done with a file: no line of it names a person."""
        by = self.by
        return Line(
            at=self.at,
            kind=kind,
            facts={**facts, "method": by.method},
            detail={"actor": by.name, "address": by.address},
        )

    def _of_both(self, kind: str, link: Link, why: Mapping[str, str]) -> tuple[Line, ...]:
        sides = ((link.email, Channel.EMAIL), (link.phone, Channel.SMS))
        return tuple(
            self._line(kind, key, {"entry_id": link.link_id, "channel": channel}, why)
            for key, channel in sides
        )

    def _line(
        self, kind: str, key: RecipientKey, facts: Mapping[str, Any], why: Mapping[str, str]
    ) -> Line:
        by = self.by
        return Line(
            at=self.at,
            kind=kind,
            person=self.pepper.person(key),
            facts={**facts, "method": by.method, "message": by.message},
            detail={"key": key, "actor": by.name, "address": by.address, **why},
        )


def _facts_of(entry: Entry) -> Mapping[str, Any]:
    return {
        "entry_id": entry.entry_id,
        "channel": entry.channel,
        "scope": entry.scope,
        "reason": entry.reason,
        "origin": entry.origin,
        "sender": entry.sender,
    }


def _facts_of_consent(consent: Consent) -> Mapping[str, Any]:
    return {
        "entry_id": consent.consent_id,
        "channel": channel_of(consent.key),
        "source": consent.source,
        "purposes": sorted(consent.purposes),
    }
