"""What happened is told in words, with the meaning of every code."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from gateway.spool.model import TraceLine
from gateway.steps import of_message, of_person
from suppression.event import Event

if TYPE_CHECKING:
    from collections.abc import Mapping

AT = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)


def said(kind: str, facts: Mapping[str, object], detail: Mapping[str, object]) -> tuple[str, ...]:
    line = TraceLine(at=AT, kind=kind, queue_id="1m83jdztn1r2k", facts=facts, detail=detail)
    return of_message(line).says


def test_a_refusal_says_the_code_and_what_it_means() -> None:
    facts = {
        "submitter": "local", "protocol": "ESMTP", "category": "commercial", "stream": "news",
        "codes": ["SUPPRESSED_OPTOUT", "NEVER_HEARD_OF"], "route": "relay", "sha256": "0" * 64,
    }  # fmt: skip
    assert said("refused", facts, {"subject": "Sale", "address": "jane@example.org"}) == (
        '"Sale"',
        "commercial, stream news, from submitter local by ESMTP",
        "SUPPRESSED_OPTOUT: The recipient opted out of this kind of message",
        "NEVER_HEARD_OF",
    )


def test_a_replaced_list_unsubscribe_says_what_it_was() -> None:
    facts = {"codes": ["W_UNSUBSCRIBE_REPLACED"]}
    meaning = "The List-Unsubscribe field of commercial email led elsewhere and was replaced"
    assert said("accepted", facts, {"list_unsubscribe": ["<https://elsewhere.example/u>"]}) == (
        f"W_UNSUBSCRIBE_REPLACED: {meaning}",
        "List-Unsubscribe was: <https://elsewhere.example/u>",
    )


def test_a_delivery_says_the_route_and_the_reply() -> None:
    assert said("delivered", {"route": "relay", "attempt": 2}, {"reply": "250 2.0.0 Ok"}) == (
        "attempt 2 by route relay",
        "reply: 250 2.0.0 Ok",
    )


def test_a_line_that_is_damaged_says_so() -> None:
    assert said("delivered", {"damaged": True}, {"reply": "250 Ok"}) == (
        "its line in the ledger is damaged, and this is what can be read of it",
        "reply: 250 Ok",
    )


def test_a_deed_says_who_did_it_and_why() -> None:
    assert said("cancelled", {}, {"actor": "tester", "because": "wrong price"}) == (
        "because: wrong price",
        "by tester",
    )


def test_an_opt_out_that_came_later_is_named() -> None:
    assert said("suppressed", {"entry_id": "S-1", "reason": "unsubscribe"}, {}) == (
        "by entry S-1 of the list (unsubscribe)",
    )


def test_what_was_erased_leaves_what_happened() -> None:
    line = TraceLine(at=AT, kind="accepted", queue_id="q", facts={"submitter": "local"}, detail={})
    assert (of_message(line).who, of_message(line).what) == ("", "accepted")


def test_an_event_of_a_person_says_from_where() -> None:
    event = Event(
        seq=1, at=AT, kind="added", by="recipient", method="one-click", address="192.0.2.1",
        entry_id="S-1", summary="unsubscribe",
    )  # fmt: skip
    assert of_person(event).says == ("unsubscribe", "by recipient, one-click from 192.0.2.1")


def test_what_is_refused_while_observing_is_no_conjecture() -> None:
    detail = {"would": "refused", "codes": ["SUPPRESSED_OPTOUT"]}
    assert 'observing (mode = "observe") changes nothing about that' in said("refused", {}, detail)
    would = 'only observed (mode = "observe"): would have been refused'
    assert would in said("accepted", {}, detail)


def test_another_way_is_named_with_the_one_it_stands_for() -> None:
    facts = {"route": "twilio", "then": "kannel", "attempt": 1}
    assert said("diverted", facts, {"reply": "503 down"}) == (
        "attempt 1 by route twilio",
        "from here by route kannel",
        "reply: 503 down",
    )


def test_what_is_passed_on_says_where_it_came_from_and_where_it_goes() -> None:
    facts = {"submitter": "local", "protocol": "LMTP", "category": "commercial", "route": "back"}
    assert said("passing", facts, {"subject": "Sale"}) == (
        '"Sale"',
        "commercial from submitter local by LMTP",
        "to route back",
    )


def test_a_refusal_names_no_edit_that_only_the_copies_of_others_got() -> None:
    facts = {"fixes": ["F_FOOTER_TEXT"]}
    assert said("refused", facts, {}) == ("no copy was made for them",)
    assert said("accepted", facts, {}) == ("edits: F_FOOTER_TEXT",)
