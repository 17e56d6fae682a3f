"""What the record keeps of each act on the list: facts without a person, details beside them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

import pytest

from suppression.actor import Actor
from suppression.channel import Channel
from suppression.consent import Consent, ConsentSource
from suppression.entry import COMMERCIAL, Entry, Origin, Reason
from suppression.evidence import Evidence
from suppression.keys import RecipientKey
from suppression.ledger import Line, Pepper
from suppression.link import Link
from suppression.press import SUSPECTED_SCANNER
from suppression.texts import Asked, NewText

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

NOON: Final = datetime(2026, 11, 23, 12, tzinfo=UTC)
PEPPER: Final = Pepper(b"p" * 32)
ANN: Final = RecipientKey("ann@example.com")
PHONE: Final = RecipientKey("+19169668284")
OURS: Final = RecipientKey("+15005550006")
EVIDENCE: Final = Evidence(
    pepper=PEPPER,
    by=Actor(name="desk", method="cli", address="192.0.2.7", message="01hq"),
    at=NOON,
)
ENTRY: Final = Entry(
    entry_id="S-1", channel=Channel.EMAIL, key=ANN, scope=COMMERCIAL, sender="example",
    reason=Reason.UNSUBSCRIBE, origin=Origin.RECIPIENT, evidence="their letter",
    requested_at=NOON, effective_at=NOON, lifted_because="they asked again",
)  # fmt: skip
CONSENT: Final = Consent(
    consent_id="C-1", key=PHONE, source=ConsentSource.FORM, purposes=frozenset({"b", "a"}),
    evidence="form 12", recorded_by="desk", requested_at=NOON, revoked_because="their call",
    used_by="01hr",
)  # fmt: skip
LINK: Final = Link(
    link_id="L-1", email=ANN, phone=PHONE, evidence="their account", recorded_by="desk",
    recorded_at=NOON, ended_because="a new number",
)  # fmt: skip
TEXT: Final = NewText(
    person=PHONE, ours=OURS, source="texts", reference="SM1", asked=Asked.STOP, grade="clear",
    matched="stop", words="STOP", received_at=NOON,
)  # fmt: skip
OF_ENTRY: Final = {
    "entry_id": "S-1", "channel": "email", "scope": "commercial", "reason": "unsubscribe",
    "origin": "recipient", "sender": "example",
}  # fmt: skip
OF_CONSENT: Final = {
    "entry_id": "C-1", "channel": "sms", "source": "form", "purposes": ["a", "b"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("said", "kind", "key", "facts", "why"),
    [
        (lambda: EVIDENCE.added(ENTRY), "suppression.added", ANN, OF_ENTRY,
         {"evidence": "their letter"}),
        (lambda: EVIDENCE.lifted(ENTRY), "suppression.lifted", ANN, OF_ENTRY,
         {"because": "they asked again"}),
        (lambda: EVIDENCE.confirmed(ENTRY), "suppression.confirmed", ANN, OF_ENTRY, {}),
        (lambda: EVIDENCE.suspected(ENTRY), "suppression.suspected", ANN, OF_ENTRY,
         {"evidence": SUSPECTED_SCANNER}),
        (lambda: EVIDENCE.consented(CONSENT), "consent.recorded", PHONE, OF_CONSENT,
         {"evidence": "form 12"}),
        (lambda: EVIDENCE.revoked(CONSENT), "consent.revoked", PHONE, OF_CONSENT,
         {"because": "their call"}),
        (lambda: EVIDENCE.used(CONSENT), "consent.used", PHONE,
         {**OF_CONSENT, "used_by": "01hr"}, {}),
        (lambda: EVIDENCE.texted(PHONE, OURS), "conversation.opened", PHONE,
         {"entry_id": "", "channel": "sms"}, {"ours": OURS}),
        (lambda: EVIDENCE.heard("T-1", TEXT, "ab"), "text.received", PHONE,
         {"entry_id": "T-1", "channel": "sms", "asked": "stop", "grade": "clear", "digest": "ab",
          "source": "texts"},
         {"ours": OURS, "matched": "stop", "reference": "SM1"}),
    ],
)  # fmt: skip
def test_an_act_about_a_person_says_who_did_it_by_what_and_why(
    said: Callable[[], Line],
    kind: str,
    key: RecipientKey,
    facts: Mapping[str, Any],
    why: Mapping[str, Any],
) -> None:
    assert said() == Line(
        at=NOON, kind=kind, person=PEPPER.person(key),
        facts={**facts, "method": "cli", "message": "01hq"},
        detail={"key": key, "actor": "desk", "address": "192.0.2.7", **why},
    )  # fmt: skip


def test_a_link_is_told_of_both_who_it_joins() -> None:
    for lines, kind, why in (
        (EVIDENCE.linked(LINK), "link.recorded", {"evidence": "their account"}),
        (EVIDENCE.unlinked(LINK), "link.ended", {"because": "a new number"}),
    ):
        assert lines == tuple(
            Line(
                at=NOON, kind=kind, person=PEPPER.person(key),
                facts={
                    "entry_id": "L-1", "channel": channel, "method": "cli", "message": "01hq",
                },
                detail={"key": key, "actor": "desk", "address": "192.0.2.7", **why},
            )
            for key, channel in ((ANN, "email"), (PHONE, "sms"))
        )  # fmt: skip


def test_of_an_erasure_nothing_that_can_be_read_stays() -> None:
    assert EVIDENCE.erased(ANN, Channel.EMAIL, [ENTRY]) == Line(
        at=NOON, kind="person.erased", person=PEPPER.person(ANN),
        facts={
            "entry_id": "", "channel": "email", "entries": ["S-1"], "method": "cli",
            "message": "",
        },
        detail={"actor": "desk"},
    )  # fmt: skip


def test_of_a_file_no_person_is_named() -> None:
    assert EVIDENCE.of_a_file("suppression.exported", {"entries": 3}) == Line(
        at=NOON, kind="suppression.exported", facts={"entries": 3, "method": "cli"},
        detail={"actor": "desk", "address": "192.0.2.7"},
    )  # fmt: skip
