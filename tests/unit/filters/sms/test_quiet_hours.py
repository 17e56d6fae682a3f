"""A text for the quiet hours waits or is refused, and is told by which clock."""

from __future__ import annotations

from datetime import timedelta

from filters.decision import Effect
from filters.sms.places.place import Whereabouts, place_of
from filters.sms.quiet_hours import (
    clocks_of,
    number_is_quiet,
    text_expires_in_quiet_hours,
    text_waits,
)
from tests.make_sms import NOW, objections, policy, sms, sms_facts
from tests.unit.filters.sms.nights import PANHANDLE, SECOND


def test_what_the_hours_go_by_is_told() -> None:
    place = place_of(PANHANDLE, Whereabouts(postal_code="32401"))
    assert clocks_of(place, NOW) == (
        "America/Chicago, by the postal code",
        "FL: Fla. Stat. 501.616(6)(a)",
    )


def test_a_text_for_the_quiet_hours_waits_and_says_until_when() -> None:
    later = NOW + timedelta(hours=3)
    facts = sms_facts(opens_at=later, clocks=("America/Chicago, by the number",))
    text = sms(valid_until=later + SECOND)
    (objection,) = objections(text_waits, text, facts)
    assert objection.evidence == ("2026-03-02T20:00:00+00:00", "America/Chicago, by the number")
    assert text_waits.effect is Effect.PASS
    assert not objections(number_is_quiet, text, facts)
    assert not objections(text_expires_in_quiet_hours, text, facts)


def test_a_text_that_is_of_no_use_in_the_morning_is_refused_at_once() -> None:
    later = NOW + timedelta(hours=3)
    text, facts = sms(valid_until=later), sms_facts(opens_at=later)
    (objection,) = objections(text_expires_in_quiet_hours, text, facts)
    assert objection.evidence == (
        "valid until 2026-03-02T20:00:00+00:00",
        "2026-03-02T20:00:00+00:00",
    )
    assert text_expires_in_quiet_hours.effect is Effect.REFUSE
    assert not objections(text_waits, text, facts)
    refusing = sms_facts(opens_at=later, policy=policy(quiet_hours="refuse"))
    assert not objections(text_expires_in_quiet_hours, text, refusing)


def test_a_text_for_the_quiet_hours_is_refused_where_the_policy_says_so() -> None:
    facts = sms_facts(opens_at=NOW + timedelta(hours=3), policy=policy(quiet_hours="refuse"))
    (objection,) = objections(number_is_quiet, sms(), facts)
    assert objection.evidence == ("2026-03-02T20:00:00+00:00",)
    assert not objections(text_waits, sms(), facts)


def test_a_text_that_is_to_be_sent_in_the_day_is_not_objected_to() -> None:
    later = NOW + timedelta(hours=3)
    for action in ("wait", "refuse"):
        facts = sms_facts(opens_at=later, policy=policy(quiet_hours=action))
        assert not objections(text_waits, sms(send_at=later), facts)
        assert not objections(number_is_quiet, sms(send_at=later), facts)
