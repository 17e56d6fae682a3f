"""Calls of Twilio: signed over the configured URL and the parameters as they came.

Twilio signs no time. A call that comes again is known by the id of its text, and changes nothing.
"""

from __future__ import annotations

import base64
import hmac
import re
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from gateway.delivery.smtp_reply import clean
from gateway.providers.hook import Call, ReceivedText, Told, count_in, first
from gateway.providers.twilio import PROVES
from gateway.spool.receipts import Receipt, Report

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_ALGORITHMS: Final = {"HMAC_SHA1": "sha1", "HMAC_SHA256": "sha256"}
_PORTS: Final = {"https": 443, "http": 80}
_CHANNEL: Final = re.compile(r"(rcs|whatsapp):(\+[0-9]+)", re.IGNORECASE)
"""A number of a channel other than SMS; those of Messenger are of no telephone and are no numbers.

www.twilio.com/docs/messaging/channels.
"""
_OF_TELEPHONES: Final = frozenset({"", "rcs"})
"""Channels by which whoever has the number now writes, and where texts of ours are answered."""
_REPORTS: Final[Mapping[str, Report]] = {
    "accepted": Report.UNDER_WAY,
    "queued": Report.UNDER_WAY,
    "sending": Report.UNDER_WAY,
    "sent": Report.UNDER_WAY,
    "delivered": Report.ARRIVED,
    "partially_delivered": Report.ARRIVED,
    "read": Report.ARRIVED,
    "undelivered": Report.FAILED,
    "failed": Report.FAILED,
    "canceled": Report.FAILED,
}


class TwilioHook:
    """How Twilio calls us about one route."""

    methods = frozenset({"POST"})
    thanks = ("text/xml", '<?xml version="1.0" encoding="UTF-8"?><Response/>')

    def __init__(
        self, route: str, secrets: Sequence[str], public_url: str, number: str = ""
    ) -> None:
        """`secrets`: auth tokens or shared keys, any of which may have signed.

        `number`: what is written to where a call names no number of ours, but an agent of RCS.
        """
        self._route = route
        self._number = number
        self._secrets = tuple(secret.encode() for secret in secrets)
        self._public_url = public_url.rstrip("/")

    def is_genuine(self, call: Call) -> bool:
        """Whether Twilio signed this very call, to us: www.twilio.com/docs/usage/security."""
        settings = call.headers.get("x-twilio-webhooks-signature-settings", "")
        algorithm = _ALGORITHMS.get(_algorithm(settings))
        given = call.headers.get("x-twilio-signature", "").encode(errors="replace")
        if algorithm is None or not given:
            return False
        signed = b"".join(_sorted(call.form))
        expected = [
            base64.b64encode(hmac.digest(secret, url.encode() + signed, algorithm))
            for secret in self._secrets
            for url in _spellings(self._public_url + call.target)
        ]
        return any([hmac.compare_digest(each, given) for each in expected])  # noqa: C419 - none is left out

    def text(self, call: Call) -> ReceivedText:
        """Return the text that a call brings."""
        form = call.form
        channel, sender = _channel(first(form, "From"))
        _, to = _channel(first(form, "To"))
        return ReceivedText(
            sender=sender,
            to=self._number if ":" in to else to,
            words=first(form, "Body"),
            reference=first(form, "MessageSid") or first(form, "SmsSid"),
            is_stop=first(form, "OptOutType").upper() == "STOP",  # of Advanced Opt-Out
            only_stops=channel not in _OF_TELEPHONES,
        )

    def told(self, call: Call) -> Told | None:
        """Return what a call reports; new words of Twilio's are no report."""
        form, query = call.form, call.query
        status = first(form, "MessageStatus").lower()
        report = _REPORTS.get(status)
        if report is None:
            return None
        code = count_in(form, "ErrorCode")
        receipt = Receipt(
            queue_id=first(query, "id"),
            route=self._route,
            attempt=count_in(query, "attempt"),
            report=report,
            said=clean(f"{status} {code or ''}"),
            provider_id=clean(first(form, "MessageSid"))[:64],
        )
        return Told(receipt=receipt, proves=PROVES.get(code) if report is Report.FAILED else None)


def _channel(address: str) -> tuple[str, str]:
    """Return the channel of an address, "" for SMS, and its number.

    >>> _channel("rcs:+12025550143"), _channel("rcs:tea_agent")
    (('rcs', '+12025550143'), ('', 'rcs:tea_agent'))
    """
    found = _CHANNEL.fullmatch(address.strip())
    return (found[1].lower(), found[2]) if found else ("", address)


def _algorithm(settings: str) -> str:
    """Return the algorithm that the header of settings names; without one the auth token's."""
    for part in settings.split(","):
        name, _, value = part.partition("=")
        if name.strip() == "algorithm" and value.strip():
            return value.strip().upper()
    return "HMAC_SHA1"


def _sorted(form: tuple[tuple[bytes, bytes], ...]) -> Iterator[bytes]:
    """Yield every name with its values, in the order they are signed in: each once."""
    for name, value in sorted(set(form)):
        yield name + value


def _spellings(url: str) -> tuple[str, str]:
    """Return a URL without and with its port: Twilio signs either."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    host = f"[{host}]" if ":" in host else host
    rest = url[len(f"{parts.scheme}://{parts.netloc}") :]
    port = parts.port or _PORTS[parts.scheme]
    return f"{parts.scheme}://{host}{rest}", f"{parts.scheme}://{host}:{port}{rest}"
