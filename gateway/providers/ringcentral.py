"""RingCentral: how it is asked to send a text, and what its answers and its error codes mean.

Texts go one by one from the number of a person; high-volume texts go in batches, which here are of
one, so that what became of a batch became of the text.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

from gateway.delivery.smtp_reply import clean
from gateway.providers.provider import Fate, Order, Outcome
from suppression.entry import Reason

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from gateway.config.models import Route
    from gateway.providers.provider import Answer, Text

API: Final = "https://platform.ringcentral.com"
PROVES: Final[Mapping[str, Reason]] = {
    "SMS-RC-413": Reason.UNSUBSCRIBE,  # texted STOP to this sender
    "SMS-UP-413": Reason.UNSUBSCRIBE,
    "SMS-CAR-413": Reason.UNSUBSCRIBE,
    "SMS-RC-410": Reason.INVALID,  # a landline, or a number that is none
    "SMS-UP-410": Reason.INVALID,
    "SMS-CAR-411": Reason.INVALID,  # its 410 is a text that came too late
}
"""Error code → what it says of the number: RingCentral's guide, "Handling SMS Messaging Errors"."""
EVERY_NUMBER, BY_PROGRAM = "*", "Api"
"""From which of our numbers a person opted out, and who said so, where we tell RingCentral."""
FAILED: Final = frozenset({"SendingFailed", "DeliveryFailed"})

_ONE_BY_ONE: Final = "/restapi/v1.0/account/~/extension/~/sms"
_BATCHES: Final = "/restapi/v1.0/account/~/a2p-sms/batches"
_INFORMS: Final = frozenset({"SMS-CAR-104", "SMS-CAR-199"})  # the carrier does not say
_OURS: Final = frozenset(
    {
        "SMS-RC-403",  # a daily or monthly limit
        "SMS-RC-500", "SMS-RC-501", "SMS-RC-503", "SMS-RC-504",
        "SMS-UP-414", "SMS-UP-431", "SMS-CAR-414",  # this number may not text
    }
)  # fmt: skip
"""Codes that say nothing of the text: it may leave once that is mended."""
_SMS_CODE: Final = re.compile(r"SMS-[A-Z]{2,4}-[0-9]{3}")
_ABOUT_US: Final = (
    "OAU-", "AGW-", "Token",  # the login, the gateway before the API
    "MSG-242", "FeatureNotAvailable",  # this extension may not text
)  # fmt: skip
_ABOUT_THE_TEXT: Final = "MSG-"  # of RingCentral's messaging; CMN- at a 403 is of our permissions
_ID: Final = re.compile(r"[A-Za-z0-9_-]{1,64}")


class RingCentral:
    """The texts of RingCentral's API, version 1.0."""

    def __init__(self, route: Route) -> None:
        """Ask in the name of whoever is logged in."""
        self._is_high_volume = route.high_volume
        path = _BATCHES if route.high_volume else _ONE_BY_ONE
        self._url = api_of(route) + path

    def order(self, text: Text, secret: str) -> Order:  # noqa: ARG002 - the login is made apart
        """Return the request that sends a text; what is asked with is added to it."""
        body: dict[str, Any]
        if self._is_high_volume:
            messages = [{"to": [text.to]}]
            body = {"from": text.sender, "text": text.words, "messages": messages}
        else:
            to = [{"phoneNumber": text.to}]
            body = {"from": {"phoneNumber": text.sender}, "to": to, "text": text.words}
        return Order(method="POST", url=self._url, json=json.dumps(body).encode())

    def read(self, answer: Answer) -> Outcome:
        """Return what an answer means; one that cannot be understood is never taken for a no."""
        said = object_in(answer.body)
        if 200 <= answer.status < 300:  # noqa: PLR2004 - RFC 9110 15.3
            return _taken(answer.status, said)
        reply = reply_of(answer)
        if answer.status >= 500 or answer.status == 408:  # noqa: PLR2004 - RFC 9110 15.5.9, 15.6
            return Outcome(fate=Fate.UNKNOWN, reply=reply)
        if answer.status == 429:  # noqa: PLR2004 - RFC 6585 4
            return Outcome(fate=Fate.LATER, reply=reply, pause_s=answer.retry_after_s)
        codes = tuple(_codes(said))
        code = next(filter(_SMS_CODE.fullmatch, codes), "")
        if code:
            return _refused(code, reply)
        about_us = not codes or any(each.startswith(_ABOUT_US) for each in codes)
        if not about_us and _is_of_the_text(answer.status, codes):
            return Outcome(fate=Fate.REFUSED, reply=reply)
        return Outcome(fate=Fate.DOWN, reply=reply)


def api_of(route: Route) -> str:
    """Return where the API is, without a path."""
    return (route.url or API).rstrip("/")


def informs(code: str) -> bool:
    """Whether a code says that nobody knows, and not that a text failed."""
    return code in _INFORMS


def object_in(body: bytes) -> Mapping[str, Any]:
    """Return the JSON object that a body is; an empty one where it is none."""
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}


def words(value: object) -> str:
    """Return a text that JSON held, without halves of characters; "" where it is none."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value) if abs(value) < 1 << 64 else ""
    if not isinstance(value, str):
        return ""
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def reply_of(answer: Answer) -> str:
    """Return an answer as people read it."""
    said = object_in(answer.body)
    code = next(_codes(said), "") or words(said.get("error"))
    message = words(said.get("message")) or words(said.get("error_description"))
    return clean(" ".join(filter(None, (str(answer.status), code, message))))


def _taken(status: int, said: Mapping[str, Any]) -> Outcome:
    """Read a success, which may hold a failure or be nobody's answer at all."""
    rejected = said.get("rejected")
    if isinstance(rejected, list) and rejected:  # of a batch of one
        first = rejected[0] if isinstance(rejected[0], dict) else {}
        code, why = words(first.get("errorCode")), words(first.get("description"))
        return _refused(code, clean(f"{status} {code} {why}"))
    provider_id = words(said.get("id"))
    how = words(said.get("messageStatus")) or words(said.get("status"))
    code = words(said.get("deliveryErrorCode")) or words(said.get("errorCode"))
    reply = clean(" ".join(filter(None, (str(status), code, how))))
    if how in FAILED and not informs(code):
        return Outcome(fate=Fate.REFUSED, reply=reply, proves=PROVES.get(code))
    if _ID.fullmatch(provider_id):
        return Outcome(fate=Fate.SENT, reply=reply, provider_id=provider_id)
    return Outcome(fate=Fate.UNKNOWN, reply=f"{status} and no id: it may have taken the text")


def _refused(code: str, reply: str) -> Outcome:
    fate = Fate.DOWN if code in _OURS else Fate.REFUSED
    return Outcome(fate=fate, reply=reply, proves=PROVES.get(code))


def _is_of_the_text(status: int, codes: tuple[str, ...]) -> bool:
    """Whether a refusal is of this text, so that another one would be taken."""
    if status in {400, 409, 422}:  # RFC 9110 15.5.1, 15.5.10, 15.5.21: what was asked is wrong
        return True
    return status == 403 and any(code.startswith(_ABOUT_THE_TEXT) for code in codes)  # noqa: PLR2004 - RFC 9110 15.5.4


def _codes(said: Mapping[str, Any]) -> Iterator[str]:
    """Yield the codes of an error, the outermost first."""
    errors = said.get("errors")
    inner = errors if isinstance(errors, list) else []
    for each in (said, *inner):
        if isinstance(each, dict) and (code := words(each.get("errorCode"))):
            yield code
