from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from filters.decision import Effect
from filters.judge import judge
from filters.sms import opt_out
from suppression.entry import ALL, COMMERCIAL, Entry, Reason, Scope, stream_scope
from suppression.keys import phone_key
from tests.make_sms import NUMBER, sms, sms_entry, sms_facts

if TYPE_CHECKING:
    from filters.message import Sms, SmsFacts
    from filters.rule import Rule

RULES: Final[tuple[Rule[Sms, SmsFacts], ...]] = (
    opt_out.person_opted_out,
    opt_out.person_wants_nothing,
    opt_out.person_complained,
    opt_out.number_takes_no_texts,
    opt_out.number_is_somebody_elses,
    opt_out.law_forbids_contact,
    opt_out.person_is_a_child,
    opt_out.person_was_erased,
)


def codes(*entries: Entry) -> list[str]:
    facts = sms_facts(suppressed={phone_key(NUMBER): entries})
    (ruling,) = judge(sms(), facts, RULES)
    assert (ruling.effect is Effect.REFUSE) == bool(ruling.findings)
    return [finding.code for finding in ruling.findings]


@pytest.mark.parametrize(
    ("reason", "scope", "code"),
    [
        (Reason.UNSUBSCRIBE, COMMERCIAL, "SUPPRESSED_OPTOUT"),
        (Reason.UNSUBSCRIBE, stream_scope("news"), "SUPPRESSED_OPTOUT"),
        (Reason.UNSUBSCRIBE, ALL, "SUPPRESSED_ALL"),
        (Reason.MANUAL, COMMERCIAL, "SUPPRESSED_OPTOUT"),
        (Reason.MANUAL, ALL, "SUPPRESSED_ALL"),
        (Reason.COMPLAINT, COMMERCIAL, "SUPPRESSED_COMPLAINT"),
        (Reason.HARD_BOUNCE, ALL, "SUPPRESSED_BOUNCE"),
        (Reason.SOFT_BOUNCE, COMMERCIAL, "SUPPRESSED_BOUNCE"),
        (Reason.INVALID, ALL, "SUPPRESSED_BOUNCE"),
        (Reason.WRONG_NUMBER, COMMERCIAL, "SUPPRESSED_WRONG_NUMBER"),
        (Reason.LEGAL, ALL, "SUPPRESSED_LEGAL"),
        (Reason.MINOR, ALL, "SUPPRESSED_MINOR"),
        (Reason.ERASED, COMMERCIAL, "SUPPRESSED_DELETED"),
    ],
)
def test_an_entry_stops_every_text_and_its_reason_names_the_code(
    reason: Reason, scope: Scope, code: str
) -> None:
    assert codes(sms_entry(reason, scope=scope)) == [code]


def test_every_reason_has_a_code_that_a_rule_has() -> None:
    known = {rule.code for rule in RULES}
    assert {opt_out.code_of(sms_entry(reason)) for reason in Reason} <= known


def test_a_person_without_an_entry_is_texted() -> None:
    assert codes() == []


def test_an_opt_out_of_another_sender_stops_nothing() -> None:
    assert codes(sms_entry(sender="other")) == []
    assert codes(sms_entry(sender="example")) == ["SUPPRESSED_OPTOUT"]


def test_several_entries_are_all_named_and_each_code_once() -> None:
    entries = (sms_entry(), sms_entry(entry_id="e2"), sms_entry(Reason.LEGAL))
    assert codes(*entries) == ["SUPPRESSED_OPTOUT", "SUPPRESSED_LEGAL"]


def test_an_entry_of_somebody_else_stops_nothing() -> None:
    facts = sms_facts(suppressed={phone_key("+19165550142"): (sms_entry(),)})
    (ruling,) = judge(sms(), facts, RULES)
    assert ruling.findings == ()
