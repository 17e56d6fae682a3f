"""Who may lift what: the table of reasons, row by row."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from suppression.actor import Actor, Authority
from suppression.channel import Channel
from suppression.consent import ConsentSource, NewConsent
from suppression.entry import Origin, Reason, Scope, scope, stream_scope
from suppression.keys import phone_key
from suppression.lifting import (
    Need,
    NotLiftable,
    bars,
    bars_in_bulk,
    is_ended_by_contact,
    is_ended_by_keep,
    is_ended_by_request,
    is_ended_by_start,
)
from suppression.terms import ENDING, Terms
from tests.unit.suppression.test_entry import ENTRY, NOON

PERSON = Actor(name="recipient", method="page", authority=Authority.PERSON)
STAFF = Actor(name="desk", method="cli")
COUNSEL = Actor(name="counsel", method="cli", authority=Authority.COMPLIANCE)
OWN_WORD = (Reason.UNSUBSCRIBE, Reason.COMPLAINT, Reason.WRONG_NUMBER, Reason.ERASED)
TEXT_STOP = replace(ENTRY, channel=Channel.SMS, key=phone_key("+19169668284"), method="sms")
LATER = NOON + timedelta(hours=1)
REQUEST = NewConsent(
    key=ENTRY.key,
    source=ConsentSource.FORM,
    purposes=frozenset(),
    evidence="form 12",
    requested_at=LATER,
    resubscribes=True,
)


def needed(reason: Reason, by: Actor, evidence: str = "") -> list[Need]:
    return [bar.need for bar in bars([replace(ENTRY, reason=reason)], by, evidence)]


@pytest.mark.parametrize("reason", OWN_WORD)
def test_what_a_person_asked_for_is_lifted_with_evidence(reason: Reason) -> None:
    for evidence in ("", "   ", " x "):
        assert needed(reason, STAFF, evidence) == [Need.EVIDENCE]
    assert needed(reason, STAFF, "ticket 7") == []
    assert needed(reason, COUNSEL, "ticket 7") == []
    assert needed(reason, COUNSEL) == [Need.EVIDENCE]


@pytest.mark.parametrize("by", [STAFF, COUNSEL])
def test_a_wrong_number_is_lifted_by_nobody_who_is_not_reached_by_it(by: Actor) -> None:
    wrong = replace(TEXT_STOP, reason=Reason.WRONG_NUMBER)
    assert [bar.need for bar in bars([wrong], by, "ticket 7")] == [Need.TEXT]
    assert bars([wrong], PERSON, "") == ()


@pytest.mark.parametrize("reason", [Reason.HARD_BOUNCE, Reason.INVALID, Reason.SOFT_BOUNCE,
                                    Reason.MANUAL])  # fmt: skip
def test_what_nobody_asked_for_is_lifted_by_staff(reason: Reason) -> None:
    assert needed(reason, STAFF) == []


@pytest.mark.parametrize("reason", [Reason.LEGAL, Reason.MINOR])
def test_what_the_law_asks_for_is_lifted_by_compliance_alone(reason: Reason) -> None:
    assert needed(reason, STAFF, "ticket 7") == [Need.COMPLIANCE]
    assert needed(reason, COUNSEL) == []


@pytest.mark.parametrize("reason", list(Reason))
def test_a_person_takes_back_what_they_said_and_nothing_else(reason: Reason) -> None:
    assert needed(reason, PERSON) == ([] if reason in OWN_WORD else [Need.OWN_WORD])
    for origin in set(Origin) - {Origin.RECIPIENT}:
        assert bars([replace(ENTRY, reason=reason, origin=origin)], PERSON, "") != ()


def test_what_is_missing_is_said_of_every_entry() -> None:
    entries = [replace(ENTRY, reason=Reason.LEGAL, entry_id="S-1"), replace(ENTRY, entry_id="S-2")]
    error = NotLiftable(bars(entries, STAFF, ""))
    assert str(error) == "S-1 needs compliance, S-2 needs evidence"


def test_a_request_of_old_ends_no_opt_out() -> None:
    assert is_ended_by_request(ENTRY, REQUEST)
    for early in (NOON, NOON - timedelta(days=1)):
        assert not is_ended_by_request(ENTRY, replace(REQUEST, requested_at=early))


def test_a_request_for_one_matter_takes_no_opt_out_back() -> None:
    assert not is_ended_by_request(ENTRY, replace(REQUEST, resubscribes=False))
    assert not is_ended_by_request(ENTRY, replace(REQUEST, evidence="  "))


@pytest.mark.parametrize(
    ("reach", "purposes", "is_ended"),
    [
        ("commercial", (), True), ("all", (), True), ("stream:news", (), True),
        ("stream:news", ("news",), True), ("stream:news", ("shop",), False),
        ("commercial", ("news",), False), ("all", ("news",), False),
    ],
)  # fmt: skip
def test_a_request_ends_an_opt_out_that_reaches_no_further(
    reach: str, purposes: tuple[str, ...], *, is_ended: bool
) -> None:
    new = replace(REQUEST, purposes=frozenset(purposes))
    assert is_ended_by_request(replace(ENTRY, scope=scope(reach)), new) is is_ended


def test_a_request_of_one_brand_ends_an_opt_out_of_that_brand() -> None:
    new = replace(REQUEST, sender="acme")
    assert is_ended_by_request(replace(ENTRY, sender="acme"), new)
    assert not is_ended_by_request(replace(ENTRY, sender="zenith"), new)
    assert not is_ended_by_request(ENTRY, new)
    assert is_ended_by_request(replace(ENTRY, sender="acme"), REQUEST)


def test_a_request_to_be_texted_again_ends_a_stop() -> None:
    assert is_ended_by_request(TEXT_STOP, replace(REQUEST, purposes=frozenset({"receipt"})))


@pytest.mark.parametrize("source", list(ConsentSource))
def test_a_wrong_number_ends_by_no_request_that_somebody_records(source: ConsentSource) -> None:
    wrong = replace(TEXT_STOP, reason=Reason.WRONG_NUMBER)
    assert not is_ended_by_request(wrong, replace(REQUEST, source=source))
    assert not is_ended_by_contact(wrong, LATER)


def test_an_erasure_ends_when_the_person_turns_to_us() -> None:
    erased = replace(ENTRY, reason=Reason.ERASED, scope=Scope("all"))
    assert is_ended_by_request(erased, replace(REQUEST, resubscribes=False))
    assert is_ended_by_contact(erased, LATER)
    assert not is_ended_by_contact(erased, NOON)


@pytest.mark.parametrize(
    "reason", [Reason.HARD_BOUNCE, Reason.MANUAL, Reason.LEGAL, Reason.MINOR, Reason.INVALID]
)
def test_no_request_ends_what_others_decided(reason: Reason) -> None:
    entry = replace(TEXT_STOP, reason=reason)
    assert not is_ended_by_request(entry, REQUEST)
    assert not is_ended_by_contact(entry, LATER)
    assert not is_ended_by_start(entry, LATER)


def test_a_question_by_text_does_not_take_a_stop_back() -> None:
    assert not is_ended_by_contact(TEXT_STOP, LATER)


def test_a_wrong_number_ends_by_start_and_by_no_other_text() -> None:
    wrong = replace(TEXT_STOP, reason=Reason.WRONG_NUMBER)
    for entry in (wrong, replace(wrong, origin=Origin.ADMIN, method="cli")):
        assert is_ended_by_start(entry, LATER)
        assert not is_ended_by_start(entry, NOON)
        assert not is_ended_by_contact(entry, LATER)
        assert not is_ended_by_keep(entry, LATER)
    assert not is_ended_by_start(replace(wrong, channel=Channel.EMAIL), LATER)


def test_start_lifts_only_what_stop_set() -> None:
    assert is_ended_by_start(TEXT_STOP, LATER)
    assert is_ended_by_keep(TEXT_STOP, LATER)
    for other in (
        replace(TEXT_STOP, method="page"),
        replace(TEXT_STOP, origin=Origin.ADMIN),
        replace(TEXT_STOP, reason=Reason.COMPLAINT),
        replace(TEXT_STOP, channel=Channel.EMAIL),
        replace(TEXT_STOP, requested_at=LATER),
    ):
        assert not is_ended_by_start(other, LATER)
        assert not is_ended_by_keep(other, LATER)


def test_bounces_end_by_themselves_and_nothing_else_does() -> None:
    terms = Terms()
    assert terms.end(Reason.HARD_BOUNCE, NOON) == NOON + timedelta(days=180)
    assert terms.end(Reason.SOFT_BOUNCE, NOON) == NOON + timedelta(days=14)
    never = {reason for reason in Reason if terms.end(reason, NOON).year == 9999}
    assert never == set(Reason) - {Reason.HARD_BOUNCE, Reason.SOFT_BOUNCE}
    assert Terms(hard_bounce=timedelta(0)).end(Reason.HARD_BOUNCE, NOON).year == 9999
    assert {Reason.MANUAL, Reason.HARD_BOUNCE, Reason.SOFT_BOUNCE} == ENDING


def test_a_stream_is_a_scope_of_its_own() -> None:
    assert is_ended_by_request(
        replace(ENTRY, scope=stream_scope("a.b")), replace(REQUEST, purposes=frozenset({"a.b"}))
    )


def test_in_bulk_only_who_answers_for_the_law_lifts_and_says_why() -> None:
    entries = [ENTRY, replace(ENTRY, entry_id="S-2")]
    assert [bar.need for bar in bars_in_bulk(entries, STAFF, "a scanner")] == [Need.COMPLIANCE] * 2
    assert [bar.need for bar in bars_in_bulk(entries, COUNSEL, " ")] == [Need.EVIDENCE] * 2
    assert bars_in_bulk(entries, COUNSEL, "a scanner") == ()
