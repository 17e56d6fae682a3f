"""Refusals as Twilio's clients know them: a number for what is wrong, in Twilio's older shape."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field

from filters.codes import CODES
from gateway.http.problems import RETRY_AFTER_S, Refusal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gateway.http.problems import ProblemDocument

ROOT: Final = "/twilio/"
"""What every path of these shapes begins with; an error there is never a problem document."""
_MORE_INFO: Final = "https://www.twilio.com/docs/errors/{number}"

UNKNOWN_PARAMETER: Final = 20001
NO_AUTHENTICATION: Final = 20003
NO_SUCH_METHOD: Final = 20004
NOT_FOUND: Final = 20404
UNAVAILABLE: Final = 20503
INVALID_TO: Final = 21211
INVALID_FROM: Final = 21212
REGION: Final = 21408
NO_BODY: Final = 21602
NO_TO: Final = 21604
SENDER: Final = 21606
NOT_ASKED: Final = 21608  # "not verified": never 21610, which applications keep as an opt-out
STATUS_CALLBACK: Final = 21609
UNSUBSCRIBED: Final = 21610
LANDLINE: Final = 21614
TOO_LONG: Final = 21617
FILTERED: Final = 30007
UNEXPLAINED: Final = 30008
TOO_LATE: Final = 30036
QUIET_HOURS: Final = 30610

_NUMBERS: Final[Mapping[str, int]] = MappingProxyType(
    {
        "AUTH_REQUIRED": NO_AUTHENTICATION,
        "AUTH_FAILED": NO_AUTHENTICATION,
        "AUTH_SCOPE_MISSING": NO_AUTHENTICATION,
        "HTTP_METHOD_NOT_ALLOWED": NO_SUCH_METHOD,
        "SMS_NO_CONSENT": NOT_ASKED,
        "SMS_CONSENT_PURPOSE": NOT_ASKED,
        "SMS_CONSENT_EXPIRED": NOT_ASKED,
        "SMS_NUMBER_INVALID": INVALID_TO,
        "SMS_NUMBER_UNSUPPORTED": LANDLINE,
        "SMS_SENDER_UNREGISTERED": SENDER,
        "SMS_TOO_LONG": TOO_LONG,
        "SMS_QUIET_HOURS": QUIET_HOURS,
        "SMS_EXPIRED": TOO_LATE,
        "SMS_PURPOSE_UNKNOWN": UNKNOWN_PARAMETER,
        "HTTP_BAD_REQUEST": UNKNOWN_PARAMETER,
    }
)
_OF_HTTP: Final = 20000  # Twilio's numbers for a status of HTTP: 20404 is its 404
_AS_THEY_ARE: Final = frozenset({401, 403, 404, 405, 408, 409, 413, 415, 429, 503})
_TEMPORARY: Final = frozenset({429, 503})
_BAD_REQUEST: Final = 400


class TwilioError(BaseModel):
    """What is wrong, in Twilio's older shape: its clients take another one for another API's."""

    model_config = ConfigDict(extra="forbid", defer_build=True, frozen=True)

    code: int = Field(description="Twilio's number for it.")
    message: str = Field(description="[CODE] as in docs/rules.md, what is wrong, and what to do.")
    more_info: str
    status: int


class TwilioRefusal(Refusal):
    """A refusal whose number depends on more than its code."""

    def __init__(self, number: int, refusal: Refusal) -> None:
        """Say the same as another refusal, under this number."""
        super().__init__(refusal.document.code, headers=refusal.headers)
        self.document = refusal.document
        self.number = number


def wrong(number: int, detail: str) -> TwilioRefusal:
    """Return the refusal of a request that says something wrong."""
    return TwilioRefusal(number, Refusal("HTTP_BAD_REQUEST", detail))


def number_of(code: str) -> int:
    """Return Twilio's number for a code: what was found about a text, or what a request lacks.

    >>> number_of("SUPPRESSED_OPTOUT"), number_of("SMS_PROMOTIONAL_BLOCKED")
    (21610, 30007)
    """
    if code in _NUMBERS:
        return _NUMBERS[code]
    if code.startswith("SUPPRESSED_"):
        return UNSUBSCRIBED
    status = CODES[code].http
    if status in _AS_THEY_ARE:
        return _OF_HTTP + status
    return FILTERED if code.startswith("SMS_") else UNKNOWN_PARAMETER


def response(refusal: Refusal) -> web.Response:
    """Return the answer a Twilio client turns into its exception."""
    document = refusal.document
    number = refusal.number if isinstance(refusal, TwilioRefusal) else number_of(document.code)
    status = _status(number, document.status)
    headers = dict(refusal.headers)
    if status in _TEMPORARY:
        headers.setdefault("Retry-After", str(RETRY_AFTER_S))
    error = TwilioError(
        code=number,
        message=_message(document),
        more_info=_MORE_INFO.format(number=number),
        status=status,
    )
    return web.Response(
        status=status,
        body=error.model_dump_json().encode(),
        content_type="application/json",
        headers=headers,
    )


def _message(document: ProblemDocument) -> str:
    """Say all of it: a client's exception has no other place for a remedy."""
    what = f"[{document.code}] {document.detail}"
    if not document.code.startswith("HTTP_"):  # whose remedies are about our own shapes
        what = f"{what.removesuffix('.')}. {document.remedy}"
    return f"{what} ({document.decision_id})" if document.decision_id else what


def _status(number: int, status: int) -> int:
    """Return the status: what a text is refused for is Twilio's 400, whatever the law behind it."""
    of_http = number - _OF_HTTP in _AS_THEY_ARE or number in (NO_AUTHENTICATION, NO_SUCH_METHOD)
    return status if of_http else _BAD_REQUEST
