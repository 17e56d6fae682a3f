"""Twilio: how it is asked to send a text, and what its answers and its error codes mean."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

from gateway.delivery.smtp_reply import clean
from gateway.providers.provider import Fate, Order, Outcome
from suppression.entry import Reason

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gateway.config.models import Route
    from gateway.providers.provider import Answer, Text

API: Final = "https://api.twilio.com"
PROVES: Final[Mapping[int, Reason]] = {
    21610: Reason.UNSUBSCRIBE,  # texted STOP to this sender, or to another one of the service
    21211: Reason.INVALID,  # no telephone number
    21614: Reason.INVALID,  # no number that takes texts
    30006: Reason.INVALID,  # a landline, or a carrier that takes no texts
    30005: Reason.HARD_BOUNCE,  # nobody has it now; somebody may again
}
"""Error code → what it says of the number: https://www.twilio.com/docs/api/errors."""

_LONGEST_VALID_S: Final = 36_000
_SAY_IT_AGAIN: Final = "#rc=5&rp=5xx,ct,rt"  # a fragment: tells Twilio to repeat what we miss
_TOO_MUCH: Final = frozenset({20429, 14107, 30022, 63038})
_OUR_CONFIGURATION: Final = frozenset({21609})  # of the URL that is told what becomes of a text
_FIRST_ABOUT_A_TEXT: Final = 21_000
_NOT_SENT: Final = frozenset({"failed", "undelivered", "canceled"})
_ID: Final = re.compile(r"[A-Za-z0-9]{2,64}")


class Twilio:
    """Programmable Messaging, version 2010-04-01."""

    def __init__(self, route: Route) -> None:
        """Ask in the name of the route's account."""
        self._account = route.account
        self._login = route.username or route.account
        self._service = route.messaging_service
        base = (route.url or API).rstrip("/")
        self._url = f"{base}/2010-04-01/Accounts/{route.account}/Messages.json"

    def order(self, text: Text, secret: str) -> Order:
        """Return the request that sends a text."""
        fields = {
            "To": text.to,
            "From": text.sender,
            "MessagingServiceSid": self._service,
            "Body": text.words,
            "ValidityPeriod": str(min(text.valid_s, _LONGEST_VALID_S)),
            "StatusCallback": text.callback and text.callback + _SAY_IT_AGAIN,
        }
        return Order(
            method="POST",
            url=self._url,
            form=tuple((name, value) for name, value in fields.items() if value),
            login=(self._login, secret),
        )

    def read(self, answer: Answer) -> Outcome:
        """Return what an answer means; one that cannot be understood is never taken for a no."""
        said = _said(answer.body)
        if 200 <= answer.status < 300:  # noqa: PLR2004 - RFC 9110 15.3
            return _taken(answer, said)
        code = _number(said.get("code"))
        reply = _reply(answer.status, code, said.get("message"))
        if answer.status >= 500 or answer.status == 408:  # noqa: PLR2004 - RFC 9110 15.5.9, 15.6
            return Outcome(fate=Fate.UNKNOWN, reply=reply)
        if answer.status == 429 or code in _TOO_MUCH:  # noqa: PLR2004 - RFC 6585 4
            return Outcome(fate=Fate.LATER, reply=reply, pause_s=answer.retry_after_s)
        if _is_about_the_text(answer.status, code):
            return Outcome(fate=Fate.REFUSED, reply=reply, proves=PROVES.get(code))
        return Outcome(fate=Fate.DOWN, reply=reply)


def _is_about_the_text(status: int, code: int) -> bool:
    """Whether it is the text that was refused, and not whoever we are or what stands between."""
    if code in _OUR_CONFIGURATION:
        return False
    return code >= _FIRST_ABOUT_A_TEXT or (status == 400 and code > 0)  # noqa: PLR2004 - RFC 9110 15.5.1


def _taken(answer: Answer, said: Mapping[str, Any]) -> Outcome:
    """Read a success, which may hold a failure or be nobody's answer at all."""
    code = _number(said.get("error_code")) or _number(said.get("code"))
    message = said.get("error_message") or said.get("message")
    reply = _reply(answer.status, code, message or said.get("status"))
    provider_id = said.get("sid")
    status = said.get("status")
    if (isinstance(status, str) and status in _NOT_SENT) or (code and not provider_id):
        return Outcome(fate=Fate.REFUSED, reply=reply, proves=PROVES.get(code))
    if isinstance(provider_id, str) and _ID.fullmatch(provider_id):
        return Outcome(fate=Fate.SENT, reply=reply, provider_id=provider_id)
    return Outcome(
        fate=Fate.UNKNOWN, reply=f"{answer.status} and no id: it may have taken the text"
    )


def _said(body: bytes) -> Mapping[str, Any]:
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}


def _number(value: object) -> int:
    """Return an error code; 0 where there is none."""
    if isinstance(value, str) and value.isascii() and value.isdigit():
        value = int(value[:9])
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def _reply(status: int, code: int, message: object) -> str:
    words = (str(status), str(code) if code else "", message if isinstance(message, str) else "")
    return clean(" ".join(filter(None, words)))
