"""Which numbers may be texted, and which a text may come from."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

import phonenumbers
from phonenumbers import PhoneNumberType, shortnumberinfo

from filters.decision import Objection
from filters.rule import rule
from suppression.e164 import parsed_number, type_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from filters.message import Sms, SmsFacts

_UNTEXTABLE: Final = {
    PhoneNumberType.FIXED_LINE: "a landline",  # where mobile numbers look alike, it is not said
    PhoneNumberType.PREMIUM_RATE: "a premium-rate number",
    PhoneNumberType.SHARED_COST: "a shared-cost number",
    PhoneNumberType.PAGER: "a pager",
    PhoneNumberType.VOICEMAIL: "a voicemail access number",
    PhoneNumberType.UAN: "a company's access number",
    PhoneNumberType.PERSONAL_NUMBER: "a number that is forwarded at the caller's cost",
}
_PAY_PER_CALL: Final = "976"
"""The exchange of premium-rate services in every area code; the number data knows no such thing."""
_DIRECTORY_ASSISTANCE: Final = "5551212"
_NORTH_AMERICA: Final = 1
_LONGEST_EMERGENCY: Final = 6  # digits; asking takes much longer than counting


def why_untextable(number: str, regions: Collection[str]) -> str:
    """Say what keeps an E.164 number from being texted; "" is nothing.

    `regions` are ISO 3166 codes: +1 is twenty-five of them, so the calling code decides nothing.

    >>> why_untextable("+19005550123", {"US"})
    'it is a premium-rate number'
    """
    try:
        parsed = parsed_number(number)
    except phonenumbers.NumberParseException:
        return "it is not a number in international form"
    national = phonenumbers.national_significant_number(parsed)
    may_be_emergency = len(national) <= _LONGEST_EMERGENCY
    if may_be_emergency and any(shortnumberinfo.is_emergency_number(national, r) for r in regions):
        return "it is an emergency number"
    kind = type_of(number)
    if kind == PhoneNumberType.UNKNOWN:  # which is what makes a number none, and asked once
        is_short = shortnumberinfo.is_possible_short_number(parsed)
        return "it is a short code" if is_short else "it is not a valid number"
    if parsed.extension:
        return "it has an extension"
    region = region_of(number)
    if region not in regions:
        return f"its region {region} is not among those allowed"
    what = _UNTEXTABLE.get(kind) or _special(parsed, national)
    return f"it is {what}" if what else ""


@lru_cache(maxsize=1024)
def region_of(number: str) -> str:
    """Return the country or territory of an E.164 number (ISO 3166); "" where it has none.

    >>> region_of("+17872345678")
    'PR'
    """
    return phonenumbers.region_code_for_number(parsed_number(number)) or ""


@rule("SMS_NUMBER_UNSUPPORTED", cites="policy: only numbers that take texts are texted")
def number_cannot_be_texted(sms: Sms, facts: SmsFacts) -> Iterator[Objection]:
    """Refuse a text to a number outside the regions allowed, or one that takes no texts."""
    why = why_untextable(sms.recipient.key, facts.policy.regions)
    if why:
        yield Objection(
            recipient=sms.recipient, reason=f"The number cannot be texted: {why}.", evidence=(why,)
        )


@rule("SMS_SENDER_UNREGISTERED", cites="CTIA Messaging Principles 5")
def sender_is_not_registered(sms: Sms, facts: SmsFacts) -> Iterator[Objection]:
    """Refuse a text from a number that none of the submitter's identities has."""
    if sms.sender and not any(sms.sender in identity.numbers for identity in facts.allowed):
        yield Objection(
            recipient=sms.recipient,
            reason="The sender number belongs to none of the submitter's sender identities.",
        )


def _special(parsed: phonenumbers.PhoneNumber, national: str) -> str:
    """Return what an exchange of the North American plan is for, where no subscriber has it."""
    if parsed.country_code != _NORTH_AMERICA:
        return ""
    if national.endswith(_DIRECTORY_ASSISTANCE):
        return "directory assistance"
    return "a premium-rate number" if national[3:6] == _PAY_PER_CALL else ""
