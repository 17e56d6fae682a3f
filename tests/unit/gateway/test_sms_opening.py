"""When a text may leave: when it is wanted, and in no quiet hours of the person."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest

from filters.sms.places.place import Whereabouts
from gateway.config.models import SenderConfig
from gateway.config.texting import QuietHours, SmsConfig
from suppression.keys import phone_key
from tests.make_gateway import CALIFORNIAN, NOW, config, text_submission
from tests.make_sms import consent
from tests.unit.gateway.paper import OURS, Known, of_sms

MONDAY_22_IN_CALIFORNIA = datetime(2026, 3, 3, 6, tzinfo=UTC)
TUESDAY_9 = datetime(2026, 3, 3, 17, tzinfo=UTC)


async def test_in_quiet_hours_a_text_opens_when_they_end() -> None:
    facts = await of_sms(at=MONDAY_22_IN_CALIFORNIA)
    assert facts.opens_at == TUESDAY_9


async def test_a_security_code_is_never_late() -> None:
    code = text_submission("Code 123456", at=MONDAY_22_IN_CALIFORNIA, purpose="security_code")
    assert (await of_sms(code, at=MONDAY_22_IN_CALIFORNIA)).opens_at == MONDAY_22_IN_CALIFORNIA


async def test_a_purpose_alone_brings_no_code_at_night() -> None:
    said = "Reminder: your cleaning is on March 9 at 2 pm."
    other = text_submission(said, at=MONDAY_22_IN_CALIFORNIA, purpose="security_code")
    assert (await of_sms(other, at=MONDAY_22_IN_CALIFORNIA)).opens_at == TUESDAY_9


async def test_a_text_opens_when_it_is_to_be_sent_and_not_in_the_past() -> None:
    later = text_submission(send_at=NOW + timedelta(hours=2))
    assert (await of_sms(later)).opens_at == NOW + timedelta(hours=2)
    earlier = text_submission(send_at=NOW - timedelta(hours=2))
    assert (await of_sms(earlier)).opens_at == NOW
    code = text_submission("Code 1234", purpose="security_code", send_at=NOW + timedelta(hours=20))
    assert (await of_sms(code)).opens_at == NOW + timedelta(hours=20)


async def test_a_text_wanted_in_quiet_hours_opens_after_them() -> None:
    wanted = text_submission(send_at=MONDAY_22_IN_CALIFORNIA)
    assert (await of_sms(wanted)).opens_at == TUESDAY_9


async def test_the_quiet_hours_are_those_of_the_configuration() -> None:
    hours = QuietHours.model_validate({"from": time(23), "to": time(8), "sunday_to": time(8)})
    settings = config(sms=SmsConfig(quiet_hours=hours))
    evening = datetime(2026, 3, 3, 4, 30, tzinfo=UTC)  # half past eight
    assert (await of_sms(settings=settings, at=evening)).opens_at == evening
    # 47 CFR 64.1200(c)(1) holds beside them
    assert (await of_sms(settings=settings, at=MONDAY_22_IN_CALIFORNIA)).opens_at == (
        TUESDAY_9 - timedelta(hours=1)
    )


async def test_without_quiet_hours_a_text_opens_at_any_hour() -> None:
    none = QuietHours.model_validate({"from": time(0), "to": time(0), "sunday_to": time(0)})
    settings = config(sms=SmsConfig(quiet_hours=none))
    facts = await of_sms(settings=settings, at=MONDAY_22_IN_CALIFORNIA)
    assert facts.opens_at == MONDAY_22_IN_CALIFORNIA


@pytest.mark.parametrize(("minutes", "waits"), [(0, False), (14, False), (15, True)])
async def test_the_answer_to_a_person_who_just_texted_waits_for_no_morning(
    minutes: int, waits: bool
) -> None:
    settings = config(sender=(SenderConfig(name="example", numbers=(OURS,)),))
    texted = MONDAY_22_IN_CALIFORNIA - timedelta(minutes=minutes)
    known = Known(texted={(CALIFORNIAN, OURS): texted})
    facts = await of_sms(settings=settings, known=known, at=MONDAY_22_IN_CALIFORNIA)
    assert (facts.opens_at == TUESDAY_9) is waits
    later = text_submission(send_at=MONDAY_22_IN_CALIFORNIA + timedelta(hours=1))
    facts = await of_sms(later, settings=settings, known=known, at=MONDAY_22_IN_CALIFORNIA)
    assert facts.opens_at == TUESDAY_9


async def test_a_person_s_own_clock_comes_before_that_of_their_number() -> None:
    key = phone_key(CALIFORNIAN)
    asked = (
        consent(key=key, zone="America/New_York", requested_at=NOW - timedelta(days=3)),
        consent(key=key, postal_code="96813", requested_at=NOW - timedelta(days=2)),
        consent(key=key, requested_at=NOW - timedelta(days=1)),
    )
    known = Known(requests=asked)
    facts = await of_sms(known=known, at=MONDAY_22_IN_CALIFORNIA)
    assert facts.clocks == ("Pacific/Honolulu, by the postal code",)
    assert facts.opens_at == TUESDAY_9 + timedelta(hours=2)
    said = text_submission(
        at=MONDAY_22_IN_CALIFORNIA, whereabouts=Whereabouts(zone="America/New_York")
    )
    facts = await of_sms(said, known=known, at=MONDAY_22_IN_CALIFORNIA)
    assert facts.opens_at == TUESDAY_9 - timedelta(hours=3)


async def test_a_request_that_was_taken_back_says_nothing_of_where_the_person_is() -> None:
    key = phone_key(CALIFORNIAN)
    zone = "America/New_York"
    voided = consent(key=key, zone=zone, revoked_at=NOW - timedelta(days=1))
    expired = consent(key=key, zone=zone, expires_at=NOW - timedelta(days=1))
    facts = await of_sms(known=Known(requests=(voided, consent(key=key))))
    assert "America/Los_Angeles" in facts.clocks[0]
    facts = await of_sms(known=Known(requests=(expired, voided)))
    assert facts.clocks[0] == "America/New_York, by the zone"


async def test_a_text_whose_hour_never_comes_opens_when_it_is_of_no_more_use() -> None:
    hours = QuietHours.model_validate(
        {"from": time(0), "to": time(23, 59), "sunday_to": time(23, 59)}
    )
    one = text_submission(to="+18005550199", at=NOW)
    settings = config(sms=SmsConfig(quiet_hours=hours))
    assert (await of_sms(one, settings)).opens_at == one.valid_until
