from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import pytest

from filters.decision import Effect
from filters.sms.caps import day_is_used_up, numbers_are_gone_through, person_gets_too_many
from filters.sms.limits import NONE_SENT, SHIPPED_LIMITS, Sent
from gateway.config.texting import SmsLimits
from tests.make_sms import objections, sms, sms_facts


def told(rule: Any, *, talking: bool = False, **sent: int) -> tuple[str, ...]:  # noqa: ANN401 - any rule of texts
    found = objections(rule, sms(), sms_facts(sent=Sent(**sent), conversation_open=talking))
    return found[0].evidence if found else ()


def test_the_fourth_text_in_ten_minutes_is_refused_for_now() -> None:
    assert told(person_gets_too_many, person_in_10_minutes=2) == ()
    assert told(person_gets_too_many, person_in_10_minutes=3) == ("3 of 3 texts in 10 minutes",)
    assert told(person_gets_too_many, person_in_10_minutes=1, person_a_day=10) == (
        "10 of 10 texts in 24 hours",
    )
    assert person_gets_too_many.effect is Effect.DEFER


def test_answers_in_a_conversation_are_counted_apart() -> None:
    assert told(person_gets_too_many, talking=True, person_in_10_minutes=9) == ()
    assert told(person_gets_too_many, talking=True, replies_in_10_minutes=20) == (
        "20 of 20 answers in 10 minutes",
    )
    assert told(person_gets_too_many, talking=True, replies_a_day=100) == (
        "100 of 100 answers in 24 hours",
    )
    assert told(person_gets_too_many, replies_in_10_minutes=20, replies_a_day=100) == ()


def test_numbers_beside_each_other_are_not_gone_through() -> None:
    assert told(numbers_are_gone_through, prefix_in_10_minutes=49) == ()
    assert told(numbers_are_gone_through, prefix_in_10_minutes=50) == (
        "50 of 50 texts in 10 minutes",
    )


def test_a_day_has_so_many_segments() -> None:
    assert told(day_is_used_up, submitter_segments_a_day=9_999) == ()
    assert told(day_is_used_up, submitter_segments_a_day=10_000) == (
        "10000 of 10000 segments of the submitter in 24 hours",
    )
    assert told(day_is_used_up, region_segments_a_day=20_000) == (
        "20000 of 20000 segments to this country in 24 hours",
    )


def test_a_day_has_so_much_money_where_somebody_says_how_much() -> None:
    limits = replace(SHIPPED_LIMITS, submitter_spend_a_day=5_250_000)
    policy = replace(sms_facts().policy, limits=limits)

    def spent(millionths: int) -> tuple[str, ...]:
        facts = sms_facts(sent=Sent(submitter_spend_a_day=millionths), policy=policy)
        return tuple(each.evidence[0] for each in objections(day_is_used_up, sms(), facts))

    assert spent(5_249_999) == ()
    assert spent(5_250_000) == ("5.25 of 5.25 spent by the submitter in 24 hours",)
    assert told(day_is_used_up, submitter_spend_a_day=9_000_000) == ()


@pytest.mark.parametrize("field", [field.name for field in fields(NONE_SENT)])
def test_the_shipped_limits_are_those_of_the_configuration(field: str) -> None:
    assert getattr(SHIPPED_LIMITS, field) == getattr(SmsLimits(), field)
