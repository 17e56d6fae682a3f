from __future__ import annotations

import phonenumbers
import pytest
from phonenumbers.phonemetadata import PhoneMetadata

from filters.sms.numbers import (
    _LONGEST_EMERGENCY,
    number_cannot_be_texted,
    region_of,
    sender_is_not_registered,
    why_untextable,
)
from tests.make_sms import IDENTITY, OURS, objections, policy, sms, sms_facts, sms_to


@pytest.mark.parametrize(
    ("number", "why"),
    [
        ("+19005550123", "premium-rate"),
        ("+12129761234", "premium-rate"),
        ("+12125551212", "directory assistance"),
        ("+15002345678", "forwarded"),
        ("+447012345678", "forwarded"),
        ("+1911", "emergency"),
        ("+112345", "short code"),
        ("+12425551234", "not a valid number"),
        ("+12423591234", "region BS"),
        ("+14165550123", "region CA"),
        ("+17872345678", "region PR"),
        ("+442079460000", "landline"),
        ("+491803123456", "shared-cost"),
        ("+447640123456", "pager"),
        ("+443012345678", "company's access"),
        ("+447400123456;ext=5", "extension"),
        ("19169668284", "international form"),
        ("", "international form"),
    ],
)
def test_a_number_that_takes_no_texts_is_refused(number: str, why: str) -> None:
    facts = sms_facts(policy=policy(regions=frozenset({"US", "GB", "DE"})))
    (objection,) = objections(number_cannot_be_texted, sms_to(number), facts)
    assert why in objection.reason


@pytest.mark.parametrize("number", ["+19169668284", "+18002345678", "+447400123456"])
def test_a_mobile_number_of_an_allowed_region_passes(number: str) -> None:
    facts = sms_facts(policy=policy(regions=frozenset({"US", "GB"})))
    assert not objections(number_cannot_be_texted, sms_to(number), facts)


def test_the_region_of_a_number_is_not_its_calling_code() -> None:
    numbers = ("+19169668284", "+17872345678", "+14165550123", "+881612345678")
    assert [region_of(number) for number in numbers] == ["US", "PR", "CA", "001"]


def test_plus_one_is_not_one_country() -> None:
    assert why_untextable("+14165550123", {"US", "CA"}) == ""
    assert why_untextable("+14165550123", {"US"})


def test_a_sender_number_of_nobody_allowed_is_refused() -> None:
    facts = sms_facts()
    assert objections(sender_is_not_registered, sms(sender="+19165550199"), facts)
    assert not objections(sender_is_not_registered, sms(sender=OURS), facts)
    assert objections(sender_is_not_registered, sms(sender=OURS), sms_facts(allowed=()))


def test_the_routes_own_sender_number_needs_no_identity() -> None:
    assert not objections(sender_is_not_registered, sms(sender=""), sms_facts(allowed=(IDENTITY,)))


def test_no_emergency_number_is_longer_than_those_that_are_asked_about() -> None:
    regions = phonenumbers.SUPPORTED_REGIONS
    described = (PhoneMetadata.short_metadata_for_region(region) for region in regions)
    lengths = [max(each.emergency.possible_length) for each in described if each and each.emergency]
    assert max(lengths) == _LONGEST_EMERGENCY
