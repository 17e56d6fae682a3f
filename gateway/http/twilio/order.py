"""What a Twilio client posts to have a text sent, read as an order of ours."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl

from pydantic import ValidationError

from gateway.http.body import DEADLINE_S, SMALL_BYTES, mistakes, read_body
from gateway.http.problems import Refusal
from gateway.http.sms import AHEAD, TEXT_CHARACTERS, SmsRequest
from gateway.http.twilio import errors
from gateway.http.twilio.errors import wrong
from gateway.http.twilio.message import SERVICE
from gateway.off_loop import off_loop

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from aiohttp import web

    from gateway.http.problems import Mistake

FORM: Final = "application/x-www-form-urlencoded"
_FIELDS: Final = 50
_TAKEN: Final = frozenset(
    {
        "To",
        "From",
        "MessagingServiceSid",
        "Body",
        "ValidityPeriod",
        "ScheduleType",
        "SendAt",
        "StatusCallback",
    }
)
_WITHOUT_EFFECT: Final = frozenset(
    {"MaxPrice", "ProvideFeedback", "Attempt", "ForceDelivery", "SmartEncoded", "RiskCheck",
     "TrafficType", "FallbackFrom"}
)  # fmt: skip
"""They choose what only Twilio does, and nothing about what the person reads."""
_GOOD_FOR_ONE: Final = {
    "ShortenUrls": "false",
    "SendAsMms": "false",
    "ContentRetention": "retain",
    "AddressRetention": "retain",
}
"""What is taken with this value alone: another one asks for what is not done here."""
_SECONDS: Final = re.compile(r"[0-9]{1,5}")
_LONGEST_VALIDITY_S: Final = 36_000
_NAMES: Final = {"to": "To", "from": "From", "text": "Body", "send_at": "SendAt"}
_NUMBERS: Final = {"to": errors.INVALID_TO, "from": errors.INVALID_FROM}


@dataclass(frozen=True, slots=True, kw_only=True)
class TwilioOrder:
    """A text to send, as it was asked for by a Twilio client."""

    request: SmsRequest
    service: str  # Messaging Service SID; "" where a number sends
    is_scheduled: bool
    status_callback: str


async def read_form(request: web.Request) -> tuple[Mapping[str, str], bytes]:
    """Return the fields of the posted form and its bytes.

    Raises:
        Refusal: it is no such form, not in UTF-8, or says something twice.
    """
    if request.content_type != FORM:
        raise Refusal("HTTP_UNSUPPORTED_TYPE", f"this route takes {FORM}")
    raw = await read_body(request, SMALL_BYTES, DEADLINE_S)
    try:
        pairs = await off_loop(len(raw), lambda: _pairs(raw))
    except ValueError as error:
        raise wrong(errors.UNKNOWN_PARAMETER, "the body is no form in UTF-8") from error
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise wrong(errors.UNKNOWN_PARAMETER, "a parameter is given twice")
    return fields, raw


def _pairs(raw: bytes) -> list[tuple[str, str]]:
    text = raw.decode("ascii")
    return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=_FIELDS)


def read_order(fields: Mapping[str, str], now: datetime) -> TwilioOrder:
    """Return the text that a form asks for.

    Raises:
        TwilioRefusal: it asks for what is not done here, or for nothing that can be sent.
    """
    _refuse_unknown(fields)
    if not fields.get("To"):
        raise wrong(errors.NO_TO, "To: the number is missing")
    if not fields.get("Body", "").strip():
        raise wrong(errors.NO_BODY, "Body: a text has words")
    service = fields.get("MessagingServiceSid", "")
    if service and not SERVICE.fullmatch(service):
        raise wrong(errors.UNKNOWN_PARAMETER, "MessagingServiceSid: MG and 32 hex digits")
    is_scheduled = bool(fields.get("ScheduleType"))
    try:
        request = SmsRequest.model_validate(
            {
                "to": number_as_posted(fields["To"]),
                "text": fields["Body"],
                "from": number_as_posted(fields.get("From", "")),
                "send_at": _send_at(fields, is_scheduled=is_scheduled),
                "metadata": _metadata(service, is_scheduled=is_scheduled),
            }
        )
    except ValidationError as error:
        raise _mistaken(mistakes(error)[0], fields) from error
    request = _with_validity(request, fields.get("ValidityPeriod", ""), now)
    return TwilioOrder(
        request=request,
        service=service,
        is_scheduled=is_scheduled,
        status_callback=fields.get("StatusCallback", ""),
    )


def number_as_posted(text: str) -> str:
    """Return a number whose plus nobody percent-encoded with its plus.

    >>> number_as_posted(" 14155550123")
    '+14155550123'
    """
    return f"+{text[1:]}" if text.startswith(" ") and text[1:].isdigit() else text


def _refuse_unknown(fields: Mapping[str, str]) -> None:
    for name, value in fields.items():
        if name in _TAKEN or name in _WITHOUT_EFFECT:
            continue
        if value.lower() != _GOOD_FOR_ONE.get(name):
            raise wrong(errors.UNKNOWN_PARAMETER, f"{name[:40]}: not done here")


def _send_at(fields: Mapping[str, str], *, is_scheduled: bool) -> str | None:
    """Return when a scheduled text leaves; without a schedule there is no such time."""
    if is_scheduled != ("SendAt" in fields) or fields.get("ScheduleType", "fixed") != "fixed":
        raise wrong(errors.UNKNOWN_PARAMETER, "SendAt goes with ScheduleType=fixed")
    return fields.get("SendAt")


def _with_validity(request: SmsRequest, given: str, now: datetime) -> SmsRequest:
    if not given:
        return request
    if not (_SECONDS.fullmatch(given) and 1 <= int(given) <= _LONGEST_VALIDITY_S):
        detail = f"ValidityPeriod: 1 to {_LONGEST_VALIDITY_S} seconds"
        raise wrong(errors.UNKNOWN_PARAMETER, detail)
    # what is asked for too far ahead is refused as such, whatever it adds up to
    send_at = min(max(request.send_at or now, now), now + AHEAD)
    until = send_at + timedelta(seconds=int(given))
    return request.model_copy(update={"valid_until": until})


def _metadata(service: str, *, is_scheduled: bool) -> dict[str, str]:
    """Return what is kept to show the message as its client knows it."""
    kept = {"messaging_service_sid": service, "schedule_type": "fixed" if is_scheduled else ""}
    return {name: value for name, value in kept.items() if value}


def _mistaken(mistake: Mistake, fields: Mapping[str, str]) -> errors.TwilioRefusal:
    number = _NUMBERS.get(mistake.loc, errors.UNKNOWN_PARAMETER)
    if mistake.loc == "text" and len(fields["Body"]) > TEXT_CHARACTERS:
        number = errors.TOO_LONG
    return wrong(number, f"{_NAMES.get(mistake.loc, mistake.loc)}: {mistake.msg}")
